"""Feeds: refresh them, find them, subscribe to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.errors import FetchError, NewsreaderError
from newsreader.core.models import Feed
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.services.feed_finding import Found
    from newsreader.services.subscriptions import Added
    from newsreader.tui.screens.choices import Offer
    from newsreader.tui.screens.main import MainScreen


class Feeding:
    """Actions that bring something in."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._refused = ""
        """The address that the command line could not reach."""

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "refresh-feed": self._refresh_here,
            "refresh-all": self._refresh_all,
            "add-feed": self._add,
        }

    def _refresh_here(self) -> None:
        main = self._main
        if main.pane != "tree" and main.lists.scope.kind in ("all", "bookmarks", "entity"):
            article = main.current
            ids = [article.feed_id] if article and article.feed_id is not None else []
        else:
            ids = main.lists.feeds_in_scope()
        if not ids:
            main.say("There is no feed here to fetch.")
            return
        main.refresh_feeds(ids)

    def _refresh_all(self) -> None:
        main = self._main
        if main.refresher.busy:
            main.say("All feeds are being refreshed already.")
        elif not main.lists.feeds:
            main.say(f"There are no feeds yet. {main.key('add-feed')} adds one.")
        else:
            main.refresh_feeds(None, force=True)

    def _add(self) -> None:
        self._main.check_writable()
        _Adding(self._main).ask()

    async def add(self, address: str) -> None:
        """Subscribe to a feed or a site, and say how that went."""
        main = self._main
        main.check_writable()
        main.say(f"Looking for the feed{main.signs.ellipsis}")
        adding = _Adding(main, self._refused)
        try:
            await adding.subscribe(address)
        finally:
            self._refused = adding.refused


class _Adding:
    """One subscription, from the line that is typed to the feed on the screen.

    Args:
        main: Where it shows.
        refused: An address that could not be reached before; it is subscribed to all the same.
    """

    def __init__(self, main: MainScreen, refused: str = "") -> None:
        self._main = main
        node = main.feed_tree.node
        self._folder = (node.feed.folder if node.feed else node.folder) if node else ""
        self._feeds = sorted(main.lists.feeds.values(), key=lambda feed: feed.title.casefold())
        self._folders = sorted({feed.folder for feed in self._feeds if feed.folder})
        self.refused = refused
        self._typed = ""
        self._found: Added | Found | None = None

    def ask(self) -> None:
        """Ask for an address, or for words of what is subscribed."""
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        choices = [
            *(Choice(folder.replace("/", " / "), "folder") for folder in self._folders),
            *(Choice(feed.title, _about(feed)) for feed in self._feeds),
        ]
        screen = ChoiceScreen(
            "Subscribe, or find what is subscribed",
            choices,
            search=True,
            placeholder="The address of a feed or of a site, or words",
            offer=_offer,
            attempt=self._attempt,
            busy=f"Looking for the feed{self._main.signs.ellipsis}",
            hint="Enter subscribes, or goes to what the cursor is on   Esc leaves",
            quiet=True,
        )
        self._main.app.push_screen(screen, self._chosen)

    async def subscribe(self, address: str) -> None:
        """Subscribe to what stands at an address, and show it."""
        await self._find(address)
        self._go_on()

    async def _attempt(self, index: int, typed: str) -> None:
        if index >= len(self._folders) + len(self._feeds):
            await self._find(typed)

    async def _find(self, typed: str) -> None:
        """Subscribe to the feed that is found, or find several."""
        from newsreader.services import subscriptions
        from newsreader.services.feed_finding import Found

        session = self._main.session
        self._typed = typed
        try:
            found = await subscriptions.explore(session, typed)
        except FetchError as error:
            if not subscriptions.may_be_away(error, typed):
                raise
            if self.refused != typed:
                self.refused = typed
                raise FetchError(f"{error} Enter once more subscribes all the same.") from error
            found = await subscriptions.subscribe(session, typed, folder=self._folder, anyway=True)
        if isinstance(found, Found) and not found.others:
            found = await subscriptions.add_found(session, found, typed, folder=self._folder)
        self._found = found

    def _chosen(self, index: int | None) -> None:
        main = self._main
        if index is None:
            return
        if index < len(self._folders):
            main.shelf.open_scope(Scope("folder", self._folders[index]))
        elif index < len(self._folders) + len(self._feeds):
            main.shelf.open_scope(Scope("feed", self._feeds[index - len(self._folders)].id))
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Show the feed; of several, let the person choose first."""
        from newsreader.services.feed_finding import Found
        from newsreader.services.subscriptions import Added

        if isinstance(self._found, Added):
            self._added(self._found)
        elif isinstance(self._found, Found):
            self._ask_which(self._found)

    def _ask_which(self, found: Found) -> None:
        """Let the person choose among the feeds of a site."""
        from newsreader.services import subscriptions
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        session = self._main.session
        offered = [(found.parsed.title or found.url, found.url)]
        offered += [(other.title or other.url, other.url) for other in found.others]

        async def attempt(index: int, _: str) -> None:
            if index == 0:
                self._found = await subscriptions.add_found(
                    session, found, self._typed, folder=self._folder
                )
            else:
                self._found = await subscriptions.subscribe(
                    session, offered[index][1], folder=self._folder
                )

        screen = ChoiceScreen(
            f"The site offers {len(offered)} feeds",
            [Choice(title, url) for title, url in offered],
            attempt=attempt,
            busy=f"Fetching the feed{self._main.signs.ellipsis}",
            hint="Enter subscribes to the one of the cursor   Esc leaves",
        )
        self._main.app.push_screen(screen, lambda index: None if index is None else self._go_on())

    def _added(self, added: Added) -> None:
        main, feed = self._main, added.feed
        main.feeds_changed()
        main.shelf.open_scope(Scope("feed", feed.id))
        if added.restored:
            many = f"{added.articles} article{'' if added.articles == 1 else 's'}"
            main.say(f"Subscribed to {feed.title} again, with {many} as they were.")
        elif added.new:
            main.say(f"Subscribed to {feed.title}.")
        else:
            main.say(f"{feed.title} is subscribed already.")
        if added.new:
            main.refresh_feeds([feed.id], quiet=True)


def _about(feed: Feed) -> str:
    from newsreader.core.urls import without_credentials

    address = without_credentials(feed.url).removeprefix("https://").removeprefix("http://")
    return f"{feed.folder.replace('/', ' / ')}  {address}" if feed.folder else address


def _offer(typed: str) -> Offer | None:
    """Offer to subscribe to what is typed; before all else where it is an address."""
    from newsreader.core.sources import normalise_source
    from newsreader.core.urls import is_command
    from newsreader.tui.screens.choices import Choice, Offer

    if not typed:
        return None
    try:
        address = normalise_source(typed)
    except NewsreaderError:
        return Offer(Choice(f"Subscribe to {typed}"))
    is_address = " " not in typed and ("." in typed or ":" in typed or "/" in typed)
    return Offer(Choice(f"Subscribe to {typed}"), first=is_address or is_command(address))
