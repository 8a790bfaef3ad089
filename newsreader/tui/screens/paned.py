"""What the main screen is made of: four panes side by side, and the lines below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from newsreader.tui.actions.browsing import density_of
from newsreader.tui.actions.finding import FIND_HINTS, SEARCH_HINTS
from newsreader.tui.actions.moving import line_length_of
from newsreader.tui.actions.naming import wants_map
from newsreader.tui.glyphs import glyphs
from newsreader.tui.screens.patient import PatientScreen
from newsreader.tui.suggesting import QueryCompleter, names_of
from newsreader.tui.widgets.article_list import ArticleList
from newsreader.tui.widgets.article_view import ArticleView
from newsreader.tui.widgets.command_line import CommandLine
from newsreader.tui.widgets.entity_sidebar import EntitySidebar
from newsreader.tui.widgets.feed_tree import FeedTree
from newsreader.tui.widgets.name_page import NamePage
from newsreader.tui.widgets.names_pane import NamesPane
from newsreader.tui.widgets.pane_edge import PaneEdge
from newsreader.tui.widgets.search_bar import SearchBar
from newsreader.tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.actions.arranging import Arranging
    from newsreader.tui.actions.commanding import Commanding
    from newsreader.tui.panes import Pane


class PanedScreen(PatientScreen):
    """Makes the parts and keeps them in their places.

    Args:
        session: Whose articles are shown.

    Attributes:
        arranging: Decides about the panes.
        commanding: Knows what the command line can run.
        completer: Knows how a query may go on.
        pane: The pane that has the keys.
        shown: The panes on the screen, from left to right.
    """

    arranging: Arranging
    commanding: Commanding

    AUTO_FOCUS = "#articles"

    feed_tree = getters.query_one("#tree", FeedTree)
    articles = getters.query_one("#articles", ArticleList)
    view = getters.query_one("#view", ArticleView)
    name_page = getters.query_one("#name-page", NamePage)
    names = getters.query_one("#names-pane", NamesPane)
    sidebar = getters.query_one("#names", EntitySidebar)
    status = getters.query_one("#status", StatusBar)
    search_bar = getters.query_one("#search", SearchBar)
    find_bar = getters.query_one("#find", SearchBar)
    command_line = getters.query_one("#command", CommandLine)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.VERTICAL_BREAKPOINTS = []  # only dialogues look otherwise where there are few lines
        self.signs = glyphs(session.settings.screen.ascii)
        self.completer = QueryCompleter(names_of(session))
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
                yield SearchBar(
                    placeholder="Search all articles: words, or feed: is: newer: and others",
                    id="search",
                    complete=self.completer.complete,
                    hints=SEARCH_HINTS,
                )
                yield Static("", id="list-notice", classes="notice", markup=False)
                yield NamePage(signs)
                yield ArticleList(
                    now=self.session.now,
                    density=density_of(self.session),
                    signs=signs,
                    id="articles",
                )
            with Vertical(id="reader-pane", classes="pane"):
                yield PaneEdge("reader", signs)
                yield ArticleView(line_length=line_length, signs=signs, id="view")
                yield SearchBar(placeholder="Search in this article", id="find", hints=FIND_HINTS)
            yield NamesPane(signs, with_map=wants_map(self.session))
        yield CommandLine(self.commanding)
        yield StatusBar(signs=signs, id="status")
        yield Static("newsreader needs more room.", id="tiny", markup=False)

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
