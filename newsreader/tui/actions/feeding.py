"""Feeds: refresh, subscribe, unsubscribe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.models import Feed
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


class Feeding:
    """Actions on subscriptions."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._asked: int | None = None

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "refresh-feed": self._refresh_here,
            "refresh-all": self._refresh_all,
            "add-feed": self._add,
            "remove-feed": self._remove,
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
        from newsreader.tui.screens.dialogs import AskScreen

        main = self._main
        main.check_writable()
        main.app.push_screen(
            AskScreen(
                "Subscribe to a feed",
                "The address of a feed or of a site",
                self._subscribe,
                busy="Looking for the feed…",
            ),
            self._added,
        )

    async def add(self, address: str) -> None:
        """Subscribe to a feed or a site, and say how that went."""
        main = self._main
        main.check_writable()
        main.say(f"Looking for the feed{main.signs.ellipsis}")
        main.say(await self._subscribe(address))

    async def _subscribe(self, address: str) -> str:
        from newsreader.services.subscriptions import subscribe

        main = self._main
        feed = main.lists.feed
        node = main.feed_tree.node
        folder = feed.folder if feed else (node.folder if node else "")
        added = await subscribe(main.session, address, folder=folder)
        main.feeds_changed()
        main.shelf.open_scope(Scope("feed", added.feed.id))
        if added.new:
            main.refresh_feeds([added.feed.id], quiet=True)
            return f"Subscribed to {added.feed.title}."
        return f"{added.feed.title} is subscribed already."

    def _added(self, said: str | None) -> None:
        if said:
            self._main.say(said)

    def _remove(self) -> None:
        """Unsubscribe; asks for the key a second time, since articles go with the feed."""
        main = self._main
        node = main.feed_tree.node
        feed = node.feed if node else None
        if feed is None:
            main.say("Only a feed can be unsubscribed from.")
            return
        main.check_writable()
        if self._asked != feed.id:
            self._asked = feed.id
            main.say(
                f"{main.key('remove-feed')} again unsubscribes from {feed.title};"
                " its bookmarks stay."
            )
            return
        self._asked = None
        main.lists.write(
            lambda: main.session.library.feeds.remove(feed.id),
            lambda _: main.from_thread(lambda: self._removed(feed)),
        )

    def _removed(self, feed: Feed) -> None:
        main = self._main
        main.feeds_changed()
        if main.lists.scope == Scope("feed", feed.id):
            main.shelf.open_scope(Scope.all())
        else:
            main.articles.reload()
        main.say(f"Unsubscribed from {feed.title}.")

    def forget_question(self) -> None:
        """Anything else that is done in between ends the question."""
        self._asked = None
