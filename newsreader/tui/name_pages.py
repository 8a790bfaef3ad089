"""The page of a name: all its articles in the list, and what is told of it above; the way back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from newsreader.core.errors import InputError
from newsreader.core.models import Action, Article, Entity, EntityType, Identity, Rule
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.services.entities import EntityPage
    from newsreader.tui.panes import Pane
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.widgets.article_list import Standing

MOST_STEPS = 50
"""Pages that going back leads through."""

Key = tuple[str, EntityType]


class About(NamedTuple):
    """What is known of a name, and the rules by which it is followed or muted."""

    page: EntityPage
    rules: tuple[Rule, ...]


class Before(NamedTuple):
    """Where one was before a page was opened.

    Attributes:
        about: What was told on the page that was on show, where one was.
        article: In the reader; ``opened`` where it was more than a preview.
        chosen: Whose mentions were marked, as ``pointed`` is where the cursor of the names was.
    """

    scope: Scope
    search: str
    only_unread: bool
    about: About | None
    standing: Standing
    pane: Pane
    article: Article | None
    opened: bool
    chosen: Key | None
    pointed: Key | None


class NamePages:
    """Opens pages of names, and leads back.

    A page is the list of the articles that name somebody; it fills the screen while it has the
    keys, and stands beside the article while one of them is read.
    """

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._before: list[Before] = []
        self._told: About | None = None
        self._scope: Scope | None = None
        self._fills = False

    # -- what is open ------------------------------------------------------------------------------

    @property
    def is_on_show(self) -> bool:
        """Whether a page has the keys, and fills the screen."""
        return self._main.lists.is_named and self._main.pane == "list"

    @property
    def identity(self) -> Identity | None:
        """Whose page is open; None while none is, or nothing is known of it yet."""
        is_open = self._told is not None and self._main.lists.scope == self._scope
        return self._told.page.identity if is_open and self._told is not None else None

    @property
    def own_index(self) -> int | None:
        """The index of the page's own name among those of the article on show."""
        reading, identity = self._main.reader.reading, self.identity
        if reading is None or identity is None or not self._main.lists.is_named:
            return None
        names = {identity.name, *identity.aliases}
        for index, entity in enumerate(reading.entities):
            if entity.type is identity.type and entity.name in names:
                return index
        return None

    def mark(self) -> None:
        """Mark the page's own name in the article on show."""
        index = self.own_index
        if index is not None:
            self._main.naming.mark(index)

    # -- opening -----------------------------------------------------------------------------------

    def open_here(self) -> None:
        """Open the page of the name that is meant.

        Raises:
            InputError: No name is meant, or a date or a sum, which has no page.
        """
        reading, index = self._main.naming.meant()
        self.open_entity(reading.entities[index])

    def open_entity(self, entity: Entity) -> None:
        """Open the page of a name of an article.

        Raises:
            InputError: It is a date or a sum.
        """
        from newsreader.services.entities import identity_of

        if entity.type in (EntityType.DATE, EntityType.MONEY):
            key = self._main.key("next-mention")
            raise InputError(f"Dates and sums have no page; {key} walks through where this stands.")
        self._find(lambda: identity_of(self._main.session, entity), entity.name)

    def open(self, identity_id: int) -> None:
        """Open the page of an identity."""
        from newsreader.services.entities import get

        self._find(lambda: get(self._main.session, identity_id), "")

    def open_named(self, name: str) -> None:
        """Open the page of a name, or of the one that its beginning suggests."""
        from newsreader.services.entities import find, suggest

        session = self._main.session
        self._find(lambda: find(session, name) or next(iter(suggest(session, name, 1)), None), name)

    def _find(self, find: Callable[[], Identity | None], name: str) -> None:
        """Open a page beside the keys."""
        self._main.beside(self._open(find, name), instead_of="name-page")

    async def _open(self, find: Callable[[], Identity | None], name: str) -> None:
        main = self._main
        found = await asyncio.to_thread(self._read, find)
        if found is None:
            raise InputError(f"No article in the library names {name}.")
        identity = found.page.identity
        before = [*self._before, self._here()][-MOST_STEPS:]
        scope = Scope("entity", f"{identity.type.value}:{identity.name}")
        if main.lists.is_named and scope == main.lists.scope:
            before = self._before
        main.lists.only_unread_named = False
        self._tell(found, scope)
        main.shelf.open_scope(scope)
        self._before = before
        main.go_to_pane("list")

    def _read(self, find: Callable[[], Identity | None]) -> About | None:
        from newsreader.services.entities import page
        from newsreader.services.watch import rule_on

        session = self._main.session
        identity = find()
        if identity is None:
            return None
        found = (rule_on(session, what, identity.id) for what in (Action.NOTIFY, Action.HIDE))
        rules = tuple(rule for rule in found if rule is not None)
        return About(page(session, identity.id, session.now()), rules)

    def _tell(self, told: About | None, scope: Scope) -> None:
        main = self._main
        self._told, self._scope = told, scope
        page = told.page if told is not None else None
        main.lists.named_as = page.identity.name if page is not None else ""
        if told is not None:
            main.name_page.show(told.page, told.rules, main.session.now())
        self.fit()

    def follow(self) -> None:
        """Tell of whom the list shows, where that is another one than before."""
        lists = self._main.lists
        if lists.is_named and lists.scope != self._scope:
            self._tell(None, lists.scope)
            self.refresh()
        if self.is_on_show is not self._fills:
            self._main.arranging.place()

    def refresh(self) -> None:
        """Read again what is told above the list."""
        if self._main.lists.is_named:
            self._main.beside(self._read_again(self._main.lists.scope), instead_of="name-page")

    async def _read_again(self, scope: Scope) -> None:
        from newsreader.services.entities import find

        kind, _, name = str(scope.value).partition(":")
        session = self._main.session
        told = await asyncio.to_thread(self._read, lambda: find(session, name, EntityType(kind)))
        if self._main.lists.scope == scope:
            self._tell(told, scope)
            self._main.shelf.show_counts()

    def fit(self) -> None:
        """Show above the list what there is room for, while the page fills the screen."""
        main = self._main
        self._fills = self.is_on_show
        is_told = self._fills and self._told is not None
        main.query("#name-page").set(display=is_told)
        if is_told:
            width, height = main.app.size
            main.name_page.fit(width, height, with_map=main.names.with_map)

    # -- the way back ------------------------------------------------------------------------------

    def _here(self) -> Before:
        main = self._main
        reading = main.reader.reading
        pointed = main.sidebar.entity_at(main.sidebar.cursor)
        index = main.view.chosen
        chosen = reading.entities[index] if reading and index is not None else None
        return Before(
            scope=main.lists.scope,
            search=main.lists.search,
            only_unread=main.lists.only_unread_named,
            about=self._told,
            standing=main.articles.standing,
            pane=main.pane,
            article=main.reader.article,
            opened=main.reader.opened,
            chosen=(chosen.name, chosen.type) if chosen else None,
            pointed=(pointed.name, pointed.type) if pointed else None,
        )

    def forget(self) -> None:
        """Lead back no more: another list was opened."""
        self._before = []

    def back(self) -> bool:
        """Go back to where the page on show was opened; say whether there is such a place."""
        if not self._before or not self._main.lists.is_named:
            return False
        main, before = self._main, self._before.pop()
        main.lists.scope, main.lists.search = before.scope, before.search
        main.lists.only_unread_named = before.only_unread
        self._tell(before.about, before.scope)
        main.finding.show_search(before.search)
        main.feed_tree.go_to(before.scope)
        main.shelf.open_list(at=before.standing)
        self._show_again(before)
        main.go_to_pane(before.pane)
        self.refresh()
        return True

    def _show_again(self, before: Before) -> None:
        """Show the article that was in the reader, with the names as they were."""
        main, article = self._main, before.article
        shown = main.reader.article
        if article is not None and (shown is None or shown.id != article.id):
            main.show_article(article)
            main.reader.opened = before.opened
        reading = main.reader.reading
        if reading is None or article is None or reading.article.id != article.id:
            return
        keys = {(one.name, one.type): n for n, one in enumerate(reading.entities)}
        main.naming.mark(keys.get(before.chosen) if before.chosen else None, reveal=False)
        if before.pointed in keys:
            main.sidebar.point_at(keys[before.pointed])

    # -- company -----------------------------------------------------------------------------------

    def choose_companion(self) -> None:
        """Let the person choose one of those with whom the name is named."""
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        told = self._told.page if self._told is not None else None
        if told is None or not told.companions:
            self._main.say("It is named with nobody else.")
            return
        choices = [
            Choice(
                one.name,
                f"{one.type.value}, {together:,} article{'s' * (together > 1)} with both",
            )
            for one, together in told.companions
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                self.open_companion(index)

        title = f"{told.identity.name} is named most with"
        self._main.app.push_screen(ChoiceScreen(title, choices), chosen)

    def open_companion(self, index: int) -> None:
        """Open the page of one of those with whom the name is named."""
        if self._told is not None and index < len(self._told.page.companions):
            self.open(self._told.page.companions[index][0].id)
