"""Feeds and how they are doing: their health, their settings, their addresses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from newsreader.core.models import Feed, SiteText
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.services.feed_settings import Choices
    from newsreader.tui.screens.main import MainScreen

_FULL_TEXT = (
    ("", "as the settings say"),
    ("auto", "where the feed holds only a summary"),
    ("always", "always"),
    ("never", "never"),
)
_HIDDEN = (("", "shown there"), ("yes", "muted: left out there"))


class _TextChange(NamedTuple):
    """Another text that is wanted of a site's articles."""

    site: str
    before: SiteText | None
    after: SiteText | None


class Tending:
    """Actions that look after a feed."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"feed-settings": self._settings, "feed-health": self._health}

    def _say(self, said: str | None) -> None:
        if said:
            self._main.say(said)

    def _feed_here(self) -> Feed | None:
        """Give the feed that is meant: of the tree's cursor, of the list, of the article."""
        main = self._main
        if main.pane == "tree":
            return main.feed_tree.node.feed if main.feed_tree.node else None
        article = main.current
        if main.lists.feed is not None or article is None or article.feed_id is None:
            return main.lists.feed
        return main.lists.feeds.get(article.feed_id)

    # -- settings ----------------------------------------------------------------------------------

    def _settings(self) -> None:
        feed = self._feed_here()
        if feed is None:
            self._main.say("Settings belong to a feed: put the cursor of the tree on one.")
        else:
            self.change_settings(feed)

    def change_settings(self, feed: Feed) -> None:
        """Let the person change a feed's address and settings."""
        from newsreader.core.sources import web_address
        from newsreader.core.urls import without_credentials
        from newsreader.services import feed_settings
        from newsreader.services.sites import WORDS, site_of
        from newsreader.tui.screens.forms import Field, FormScreen

        self._main.check_writable()
        site = site_of(feed.site_url or web_address(feed.url))
        text = self._main.session.library.sites.text(site)
        texts = (("", "what comes by itself"), *((each.value, WORDS[each]) for each in SiteText))
        address = without_credentials(feed.url)
        now = feed_settings.write(feed_settings.of(feed))

        def value(name: str) -> str:
            return now.get(name, "")

        usual, learned = "as the settings say; 0 is for ever", "learned from how often it publishes"
        fields = (
            Field("address", "Address", address),
            Field("full_text", "Full text", value("full_text"), options=_FULL_TEXT),
            Field("keep_days", "Keep, in days", value("keep_days"), usual),
            Field("interval_minutes", "Fetch, in minutes", value("interval_minutes"), learned),
            Field("hidden", "All articles", value("hidden"), options=_HIDDEN),
            Field("text", "Text of its site", text.value if text else "", options=texts),
        )

        async def attempt(given: dict[str, str]) -> str:
            moved = given["address"] if given["address"] not in ("", address) else ""
            wanted = SiteText(given["text"]) if given["text"] else None
            change = None if wanted is text else _TextChange(site, text, wanted)
            return await self._store(feed, feed_settings.read(given), moved, change)

        busy = f"Looking for the feed{self._main.signs.ellipsis}"
        screen = FormScreen(f"Settings of {feed.title}", fields, attempt, busy=busy)
        self._main.app.push_screen(screen, self._say)

    async def _store(
        self, feed: Feed, choices: Choices, address: str, change: _TextChange | None
    ) -> str:
        from newsreader.services import feed_settings, subscriptions

        main, session = self._main, self._main.session
        if address:
            await subscriptions.change_address(session, feed, address)
        elif choices == feed_settings.of(feed) and change is None:
            return ""

        def work() -> None:
            feed_settings.store(session, feed, choices)
            if change is not None:
                session.library.sites.set_text(change.site, change.after)

        await session.write(work)
        self._changed()
        main.history.add(
            f"{feed.title} has the settings it had",
            lambda: self._put_back(feed, change, moved=bool(address)),
        )
        if address:
            main.refresh_feeds([feed.id], quiet=True)
        what = f"{feed.title} has another address" if address else f"Changed {feed.title}"
        return f"{what}. {main.key('undo')} takes it back."

    def _put_back(self, feed: Feed, change: _TextChange | None, *, moved: bool) -> None:
        from newsreader.services import feed_settings

        main, session = self._main, self._main.session

        def work() -> None:
            now = session.library.feeds.get(feed.id)
            feed_settings.store(session, now, feed_settings.of(feed))
            if moved:
                session.library.feeds.set_address(feed.id, feed.url)
            if change is not None:
                session.library.sites.set_text(change.site, change.before)

        main.lists.write(work, lambda _: main.from_thread(self._changed))

    def _changed(self) -> None:
        self._main.feeds_changed()
        self._main.articles.reload()
        self._main.shelf.show_notice()

    # -- health ------------------------------------------------------------------------------------

    def _health(self) -> None:
        main = self._main
        feed = self._feed_here()
        if feed is not None:
            self.tell(feed)
            return
        scope = main.lists.scope
        feeds = main.lists.feeds_of(scope) if scope.kind == "folder" else main.lists.feeds.values()
        self._choose(list(feeds), main.lists.title())

    def _choose(self, feeds: Sequence[Feed], where: str) -> None:
        """Show those of several feeds that are not well."""
        from newsreader.services.feed_health import brief
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        main = self._main
        now = main.session.now()
        ailing = [(feed, words) for feed in feeds if (words := brief(feed, now))]
        if not ailing:
            many = f"The {len(feeds)} feeds" if len(feeds) != 1 else "The one feed"
            main.say(f"{many} of {where} {'are' if len(feeds) != 1 else 'is'} well.")
        elif len(ailing) == 1:
            self.tell(ailing[0][0])
        else:
            screen = ChoiceScreen(
                f"{len(ailing)} of {len(feeds)} feeds are not well",
                [Choice(feed.title, words) for feed, words in ailing],
                hint="Enter tells more   Esc leaves",
            )
            main.app.push_screen(
                screen, lambda index: None if index is None else self.tell(ailing[index][0])
            )

    def tell(self, feed: Feed) -> None:
        """Show how a feed is doing, and what can be done."""
        from newsreader.services.feed_health import account
        from newsreader.tui.screens.health import HealthScreen, Way

        main = self._main
        keymap = main.keyboard.dispatcher.keymap
        ways = [
            Way("refresh-feed", "fetch now", keymap.keys["refresh-feed"]),
            Way("feed-settings", "change the address", keymap.keys["feed-settings"]),
            Way("remove-feed", "unsubscribe", keymap.keys["remove-feed"]),
        ]
        if feed.site_url:
            ways.append(Way("open-browser", "open the site", keymap.keys["open-browser"]))

        async def fetch() -> None:
            await main.upkeep.refresh([feed.id], quiet=True)

        screen = HealthScreen(
            feed.title,
            lambda: account(main.lists.feeds.get(feed.id, feed), main.session.now()),
            ways,
            fetch,
            busy=f"Fetching{main.signs.ellipsis}",
        )
        main.app.push_screen(screen, lambda action: self._go_on(feed, action))

    def _go_on(self, feed: Feed, action: str | None) -> None:
        main = self._main
        now = main.lists.feeds.get(feed.id)
        if now is None:
            return
        if action == "feed-settings":
            main.guarded(lambda: self.change_settings(now))
        elif action == "open-browser" and now.site_url:
            site = now.site_url
            main.guarded(lambda: main.opening.browse(site))
        elif action == "remove-feed":
            main.guarded(lambda: main.removing.unsubscribe([now], now.title, Scope("feed", now.id)))
