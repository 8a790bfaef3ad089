"""The main screen: what can be done in it, and what follows from what happens in its panes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from inspect import isawaitable
from typing import TYPE_CHECKING

from textual import events, on

from newsreader.config.keymap import Keymap
from newsreader.core.models import Article
from newsreader.tui.actions import Group
from newsreader.tui.actions.arranging import PREVIEW_AFTER
from newsreader.tui.keyboard import Keyboard
from newsreader.tui.lists import Lists
from newsreader.tui.name_pages import NamePages
from newsreader.tui.panes import Pane
from newsreader.tui.reading import Reader
from newsreader.tui.screens.paned import PanedScreen
from newsreader.tui.shelf import Shelf
from newsreader.tui.undo import History
from newsreader.tui.upkeep import Upkeep
from newsreader.tui.visits import GREETING
from newsreader.tui.widgets.article_view import ArticleView
from newsreader.tui.widgets.entity_sidebar import EntitySidebar
from newsreader.tui.widgets.names_pane import NamesPane
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.widgets.status_bar import Kind

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.services.terminal import Graphics
    from newsreader.tui.actions.arranging import Arranging
    from newsreader.tui.actions.browsing import Browsing
    from newsreader.tui.actions.commanding import Commanding
    from newsreader.tui.actions.copying import Copying
    from newsreader.tui.actions.correcting import Correcting
    from newsreader.tui.actions.feeding import Feeding
    from newsreader.tui.actions.finding import Finding
    from newsreader.tui.actions.following import Following
    from newsreader.tui.actions.handing import Handing
    from newsreader.tui.actions.keeping import Keeping
    from newsreader.tui.actions.leaving import Leaving
    from newsreader.tui.actions.linking import Linking
    from newsreader.tui.actions.marking import Marking
    from newsreader.tui.actions.moving import Moving
    from newsreader.tui.actions.naming import Naming
    from newsreader.tui.actions.opening import Opening
    from newsreader.tui.actions.ordering import Ordering
    from newsreader.tui.actions.picturing import Picturing
    from newsreader.tui.actions.removing import Removing
    from newsreader.tui.actions.rising import Rising
    from newsreader.tui.actions.sharing import Sharing
    from newsreader.tui.actions.tending import Tending
    from newsreader.tui.actions.theming import Theming
    from newsreader.tui.refreshing import Refresher
    from newsreader.tui.widgets.name_page import NameFacts
    from newsreader.tui.widgets.search_bar import SearchBar

PLACE_AFTER = 1.0
"""Seconds that a text rests before the place in it is stored."""
SEARCH_AFTER = 0.12
"""Seconds without a key before a search begins."""


class MainScreen(PanedScreen):
    """Holds what can be done, and passes on what happens in the panes."""

    arranging: Group[Arranging] = Group()
    browsing: Group[Browsing] = Group()
    commanding: Group[Commanding] = Group()
    copying: Group[Copying] = Group()
    correcting: Group[Correcting] = Group()
    feeding: Group[Feeding] = Group()
    finding: Group[Finding] = Group()
    following: Group[Following] = Group()
    handing: Group[Handing] = Group()
    keeping: Group[Keeping] = Group()
    leaving: Group[Leaving] = Group()
    linking: Group[Linking] = Group()
    marking: Group[Marking] = Group()
    moving: Group[Moving] = Group()
    naming: Group[Naming] = Group()
    opening: Group[Opening] = Group()
    ordering: Group[Ordering] = Group()
    picturing: Group[Picturing] = Group()
    removing: Group[Removing] = Group()
    rising: Group[Rising] = Group()
    sharing: Group[Sharing] = Group()
    tending: Group[Tending] = Group()
    theming: Group[Theming] = Group()

    def __init__(self, session: Session, keymap: Keymap, graphics: Graphics | None = None) -> None:
        super().__init__(session)
        self.graphics = graphics
        """How pictures can be drawn; None where there are too few colours."""
        self.keyboard = Keyboard(self, keymap)
        self.lists = Lists(session, self.report_from_thread, self.key)
        self.history = History()
        self.upkeep = Upkeep(self)
        self.shelf = Shelf(self)
        self.pages = NamePages(self)

    @cached_property
    def table(self) -> dict[str, Callable[[], object]]:
        """What each action does, by its id."""
        groups = [name for name, value in vars(MainScreen).items() if isinstance(value, Group)]
        tables = [getattr(self, group).table() for group in groups]
        return {name: call for table in tables for name, call in table.items()}

    def on_mount(self) -> None:
        """Show the first list."""
        self.reader = Reader(self.session, self.view, self.names, self.signs, self.key)
        self.naming.begin()
        self.feed_tree.closed = self.lists.load_closed_folders()
        self.arranging.place()
        self.upkeep.start()
        self.shelf.open_list()
        self.call_after_refresh(self._greet)
        if problem := self.keyboard.first_problem():
            self.say(problem, "error")
        if self.session.library.notice:
            self.say(self.session.library.notice, "error")

    def _greet(self) -> None:
        """Say what is new, when the first list stands."""
        self.beside(self.upkeep.visits.greet(), instead_of=GREETING)

    @property
    def refresher(self) -> Refresher:
        """Runs refreshes."""
        return self.upkeep.refresher

    # -- panes -------------------------------------------------------------------------------------

    def go_to_pane(self, pane: Pane) -> None:
        """Give the keys to a pane, bringing it on the screen."""
        self.arranging.go_to(pane)

    # -- keys --------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Do what the key stands for."""
        self.keyboard.take(event)

    def run(self, action: str) -> None:
        """Do an action by its id; what goes wrong is said in a sentence."""
        self.upkeep.visits.touch()
        self.attempt(self.table[action])

    def attempt(self, call: Callable[[], object]) -> None:
        """Do something; what goes wrong is said, and what takes long goes on beside."""
        try:
            result = call()
        except Exception as error:
            self.report(error)
            return
        if isawaitable(result):
            self.beside(result)
        self.show_hints()
        self.naming.follow()  # at once, for all to be drawn together

    @property
    def actions(self) -> set[str]:
        """The ids of all actions that can be done."""
        return set(self.table)

    def key(self, action: str) -> str:
        """Give the key of an action as people know it, or what the command line calls it."""
        return self.keyboard.dispatcher.key_of(action) or f":{action}"

    def on_screen_suspend(self) -> None:
        """A dialogue has the keys now."""
        self.keyboard.show_hints()

    def on_screen_resume(self) -> None:
        """The keys count here again."""
        self.keyboard.show_hints()

    # -- what is said ------------------------------------------------------------------------------

    def say(self, sentence: str, kind: Kind = "plain") -> None:
        """Say something in the bottom line."""
        self.status.say(sentence, kind)

    def show_hints(self) -> None:
        """Show what can be pressed now, and how things stand."""
        self.keyboard.show_hints()
        self.show_side()

    def show_side(self) -> None:
        """Show at the right how things go."""
        parts = (
            [] if self.arranging.zen else [self.upkeep.progress or f"{self.lists.unread} unread"]
        )
        if self.pane == "reader" and self.reader.reading is not None:
            parts.append(f"{self.view.progress}%")
        self.status.show_side(f" {self.signs.dot} ".join(parts))

    def check_writable(self) -> None:
        """Refuse what would have to be stored where nothing can be.

        Raises:
            NewsreaderError: With the reason.
        """
        self.session.check_writable()

    # -- the list ----------------------------------------------------------------------------------

    @on(RowList.CursorMoved, "#tree")
    def _tree_moved(self) -> None:
        self.shelf.follow_tree()

    @on(RowList.CursorMoved, "#articles")
    def _article_pointed(self) -> None:
        if "reader" in self.shown:
            self.delay("preview", PREVIEW_AFTER, self.preview)

    @on(RowList.Chosen)
    def _row_chosen(self, event: RowList.Chosen) -> None:
        if event.rows is self.feed_tree and event.by_mouse and self.feed_tree.fold():
            self.lists.save_closed_folders(self.feed_tree.closed)
        if event.rows is self.sidebar and event.by_mouse:
            self.attempt(self.naming.choose_here)
        else:
            self.run("open")

    # -- the article -------------------------------------------------------------------------------

    @property
    def current(self) -> Article | None:
        """The article that actions on articles mean."""
        shown = self.reader.article
        if self.pane in ("reader", "names") and shown is not None:
            return self.articles.find(shown.id) or shown
        return self.articles.article

    def preview(self) -> None:
        """Show the article of the cursor, where the reader is on the screen."""
        article = self.articles.article
        if "reader" not in self.shown:
            return
        if article is None:
            if self.reader.article is None:
                self.reader.clear("newsreader", (self.lists.why_empty(),))
        elif self.reader.article is None or self.reader.article.id != article.id:
            self.show_article(article)

    def show_article(self, article: Article) -> None:
        """Show an article; where its text is not ready, have it made before all others."""
        before = self.reader.article
        if not self.reader.show(article) and not self.session.library.read_only:
            self.beside(self.reader.prepare(article), instead_of="prepare")
        if before is None or before.id != article.id:
            self.pages.mark()
            self.naming.follow()
        self.show_side()

    @on(ArticleView.Scrolled)
    def _scrolled(self) -> None:
        self.show_side()
        self.delay("place", PLACE_AFTER, self.reader.keep_place)
        self.picturing.look()
        self.naming.follow()

    def on_unmount(self) -> None:
        """However the screen ends, the place in the article is kept."""
        self.reader.keep_place()

    @on(ArticleView.LinkChosen)
    def _link_chosen(self, event: ArticleView.LinkChosen) -> None:
        (self.linking.copy if event.copy else self.linking.follow)(event.url)

    @on(ArticleView.Pointed)
    def _pointed(self, event: ArticleView.Pointed) -> None:
        self.status.point(event.words)

    @on(ArticleView.HintsLeft)
    def _hints_left(self) -> None:
        self.linking.left()

    @on(ArticleView.EntityChosen)
    @on(NamesPane.PlaceChosen)
    def _name_clicked(self, event: ArticleView.EntityChosen | NamesPane.PlaceChosen) -> None:
        self.naming.choose(event.index)

    def on_name_card_picked(self) -> None:
        """More is wanted of the name of the card."""
        if self.names.entity is not None:
            self.pages.open_entity(self.names.entity)

    def on_name_facts_picked(self, event: NameFacts.Picked) -> None:
        """Show the page of somebody who is named with the one of this page."""
        self.pages.open_companion(event.index)

    @on(EntitySidebar.Folded)
    def _heading_clicked(self, event: EntitySidebar.Folded) -> None:
        self.naming.fold(event.type)

    # -- searching ---------------------------------------------------------------------------------

    def on_search_bar_typed(self, event: SearchBar.Typed) -> None:
        """Search for what is typed, when it rests."""
        self.keyboard.show_hints()
        if event.bar.id == "search":
            self.delay("search", SEARCH_AFTER, lambda: self.finding.search_list(event.text))
        else:
            self.finding.search_article(event.text)

    def on_search_bar_known(self) -> None:
        """Show what the line may become."""
        self.keyboard.show_hints()

    def on_search_bar_done(self, event: SearchBar.Done) -> None:
        """Go to what was found."""
        self.finding.done(event.bar, event.text)

    def on_search_bar_left(self, event: SearchBar.Left) -> None:
        """End the search."""
        self.finding.leave(event.bar)

    # -- feeds -------------------------------------------------------------------------------------

    def refresh_feeds(
        self, feed_ids: Sequence[int] | None, *, force: bool = False, quiet: bool = False
    ) -> None:
        """Refresh feeds beside everything else."""
        self.beside(self.upkeep.refresh(feed_ids, force=force, quiet=quiet))

    def feeds_changed(self) -> None:
        """Show that feeds came or went."""
        self.upkeep.reload_counts()
