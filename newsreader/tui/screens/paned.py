"""What the main screen is made of: four panes side by side, and the lines below them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from newsreader.tui.actions.browsing import density_of
from newsreader.tui.actions.moving import line_length_of
from newsreader.tui.actions.naming import wants_map
from newsreader.tui.glyphs import glyphs
from newsreader.tui.screens.patient import PatientScreen
from newsreader.tui.widgets.article_list import ArticleList
from newsreader.tui.widgets.article_view import ArticleView
from newsreader.tui.widgets.entity_sidebar import EntitySidebar
from newsreader.tui.widgets.feed_tree import FeedTree
from newsreader.tui.widgets.names_pane import NamesPane
from newsreader.tui.widgets.pane_edge import PaneEdge
from newsreader.tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.actions.arranging import Arranging
    from newsreader.tui.actions.commanding import Commanding
    from newsreader.tui.panes import Pane
    from newsreader.tui.suggesting import QueryCompleter
    from newsreader.tui.widgets.command_line import CommandLine
    from newsreader.tui.widgets.name_page import NamePage
    from newsreader.tui.widgets.search_bar import SearchBar


class PanedScreen(PatientScreen):
    """Makes the parts and keeps them in their places.

    Args:
        session: Whose articles are shown.

    Attributes:
        arranging: Decides about the panes.
        commanding: Knows what the command line can run.
        pane: The pane that has the keys.
        shown: The panes on the screen, from left to right.
    """

    arranging: Arranging
    commanding: Commanding

    AUTO_FOCUS = "#articles"

    feed_tree = getters.query_one("#tree", FeedTree)
    articles = getters.query_one("#articles", ArticleList)
    view = getters.query_one("#view", ArticleView)
    names = getters.query_one("#names-pane", NamesPane)
    sidebar = getters.query_one("#names", EntitySidebar)
    status = getters.query_one("#status", StatusBar)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.VERTICAL_BREAKPOINTS = []  # only dialogues look otherwise where there are few lines
        self.signs = glyphs(session.settings.screen.ascii)
        self.pane: Pane = "list"
        self.shown: tuple[Pane, ...] = ()

    def compose(self) -> ComposeResult:
        """Make the panes."""
        signs, line_length = self.signs, line_length_of(self.session)
        with Horizontal(id="panes"):
            with Vertical(id="tree-pane", classes="pane side"):
                yield Static("Feeds", id="tree-title", classes="pane-title", markup=False)
                yield FeedTree(now=self.session.now, signs=signs, id="tree")
            with Vertical(id="list-pane", classes="pane"):
                yield PaneEdge("list", signs, line=True)
                yield Static("", id="list-title", classes="pane-title active", markup=False)
                yield Static("", id="list-notice", classes="notice", markup=False)
                yield ArticleList(
                    now=self.session.now,
                    density=density_of(self.session),
                    signs=signs,
                    id="articles",
                )
            with Vertical(id="reader-pane", classes="pane"):
                yield PaneEdge("reader", signs)
                yield ArticleView(line_length=line_length, signs=signs, id="view")
            yield NamesPane(signs, with_map=wants_map(self.session))
        yield StatusBar(signs=signs, id="status")
        yield Static("newsreader needs more room.", id="tiny", markup=False)

    # -- what is made when it is first asked for ---------------------------------------------------

    @cached_property
    def completer(self) -> QueryCompleter:
        """Knows how a query may go on."""
        from newsreader.tui.suggesting import QueryCompleter, names_of

        return QueryCompleter(names_of(self.session))

    @cached_property
    def search_bar(self) -> SearchBar:
        """The line above the list, in which all articles are searched."""
        from newsreader.tui.actions.finding import SEARCH_HINTS
        from newsreader.tui.widgets.search_bar import SearchBar

        bar = SearchBar(
            placeholder="Search all articles: words, or feed: is: newer: and others",
            id="search",
            complete=self.completer.complete,
            hints=SEARCH_HINTS,
        )
        self.mount(bar, after="#list-title")
        return bar

    @cached_property
    def find_bar(self) -> SearchBar:
        """The line below the article, in which it is searched."""
        from newsreader.tui.actions.finding import FIND_HINTS
        from newsreader.tui.widgets.search_bar import SearchBar

        bar = SearchBar(placeholder="Search in this article", id="find", hints=FIND_HINTS)
        self.mount(bar, after=self.view)
        return bar

    @cached_property
    def command_line(self) -> CommandLine:
        """The line above the bottom line, in which actions are named."""
        from newsreader.tui.widgets.command_line import CommandLine

        line = CommandLine(self.commanding)
        self.mount(line, before=self.status)
        return line

    def make_lines(self) -> None:
        """Make the lines to type in before somebody waits for them."""
        if self.is_attached:  # else the program is being left
            _ = self.search_bar, self.find_bar, self.command_line

    @cached_property
    def name_page(self) -> NamePage:
        """What stands above the list of a name."""
        from newsreader.tui.widgets.name_page import NamePage

        page = NamePage(self.signs)
        self.mount(page, before=self.articles)
        return page

    # -- what happens to the panes -----------------------------------------------------------------

    def on_resize(self) -> None:
        """Show as many panes as the width allows."""
        self.arranging.place()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follow the focus, which clicks move as well."""
        self.arranging.follow(event.widget)

    @on(PaneEdge.Dragged)
    def _edge_dragged(self, event: PaneEdge.Dragged) -> None:
        self.arranging.drag(event.pane, event.column)

    @on(PaneEdge.Dropped)
    def _edge_dropped(self) -> None:
        self.arranging.drop()
