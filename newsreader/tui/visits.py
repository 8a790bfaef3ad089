"""Visits: when the person was here last, and what has come since."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from newsreader.tui.facts import local_day

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

AWAY = timedelta(minutes=30)
"""A visit ends when the screen was left, or nothing was done on it, for so long."""
GREETING = "greeting"
"""The work that says what is new, beside everything else."""
NEWS_AFTER = 3.0
"""Seconds until it says who is in the news: counting that has no place among the first keys."""
LAST_VISIT = "screen.last_visit"
"""The last moment of the last visit."""
NEW_SINCE = "screen.new_since"
"""The last moment of the visit before that: what came later is new now."""


class Visits:
    """Knows since when articles are new.

    Opening the screen again after a few minutes goes on with the same visit, so that nothing that
    was new is lost; a screen that is left open over night begins a new one in the morning.
    """

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._active = self._kept = datetime.min
        self.since: datetime | None = None
        """Articles received after this are new; None on the first visit."""

    def begin(self) -> None:
        """Go on with the last visit, or begin a new one."""
        library = self._main.session.library
        now = self._main.session.now()
        last = _parse(library.get_state(LAST_VISIT))
        if last is not None and now - last < AWAY:
            self.since = _parse(library.get_state(NEW_SINCE))
        else:
            self._begin_after(last)
        self._active = now
        self.keep()

    def _begin_after(self, last: datetime | None) -> None:
        self.since = last
        if last is not None:
            self._main.lists.remember(NEW_SINCE, last.isoformat())

    def touch(self) -> None:
        """Take note that the person is here; after a long rest, a new visit begins."""
        now, last = self._main.session.now(), self._active
        self._active = now
        if now - last >= AWAY:
            self._begin_after(last)
            self._main.articles.show_since(self.since)
            self._main.beside(self.greet(), instead_of=GREETING)

    def keep(self) -> None:
        """Remember until when the person was here."""
        if self._active != self._kept:
            self._kept = self._active
            self._main.lists.remember(LAST_VISIT, self._active.isoformat())

    # -- what is new -------------------------------------------------------------------------------

    async def new_by_feed(self) -> dict[int, int]:
        """Count the unread articles of each feed that came since the last visit."""
        if self.since is None:
            return {}
        articles = self._main.session.library.articles
        return await asyncio.to_thread(articles.new_by_feed, self.since)

    def since_words(self) -> str:
        """Say since when articles are new: ``since 14:05``; "" on the first visit."""
        if self.since is None:
            return ""
        return f"since {local_day(self.since, self._main.session.now())}"

    async def greet(self) -> None:
        """Say how much is new, and later who is in the news, unless something else is said."""
        main = self._main
        found = await self.new_by_feed()
        if main.status.message:
            return
        said = self._what_is_new(found) if found else ""
        if said:
            main.say(said)
        self._add_news_later(said)

    def _add_news_later(self, said: str) -> None:
        main = self._main
        main.delay(
            GREETING, NEWS_AFTER, lambda: main.beside(self._add_news(said), instead_of=GREETING)
        )

    async def _add_news(self, said: str) -> None:
        """Say who is in the news, when all that came is prepared, unless something else is said."""
        main = self._main
        if main.status.message != said:
            return
        if main.upkeep.progress:
            self._add_news_later(said)
            return
        rising = await main.rising.words()
        if rising and main.status.message == said:
            main.say(f"{said} {rising}".lstrip())

    def _what_is_new(self, found: dict[int, int]) -> str:
        number = sum(found.values())
        many = f"{number:,} new article{'' if number == 1 else 's'}"
        where = f" in {len(found)} feeds" if len(found) > 1 else ""
        key = self._main.key("whats-new")
        return f"{many}{where} {self.since_words()}. {key} lists them."


def _parse(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
