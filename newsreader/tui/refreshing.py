"""Runs refreshes beside everything else, and tells how they go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from newsreader.services.events import (
    ArticlesPrepared,
    ArticlesWatched,
    Event,
    FeedDone,
    RefreshStarted,
)

if TYPE_CHECKING:
    from newsreader.services.session import Session


class Progress:
    """How a refresh goes, in numbers and in words."""

    def __init__(self) -> None:
        self.total = 0
        self.done = 0
        self.new = 0
        self.errors = 0
        self.preparing = 0
        self.watched: tuple[str, ...] = ()
        """What came in that the person watches for, a line each."""

    def take(self, event: Event) -> None:
        """Follow an event."""
        match event:
            case RefreshStarted():
                self.total = event.total
            case FeedDone():
                self.done += 1
                self.new += event.new
                self.errors += bool(event.error)
            case ArticlesPrepared():
                self.preparing = event.waiting
            case ArticlesWatched():
                self.watched += event.notices

    def __str__(self) -> str:
        if self.done < self.total:
            new = f", {self.new} new" if self.new else ""
            return f"refreshing {self.done}/{self.total}{new}"
        return f"preparing {self.preparing}" if self.preparing else ""

    def outcome(self) -> str:
        """Sum it up in a sentence."""
        articles = f"{self.new} new article" + ("" if self.new == 1 else "s")
        feeds = f" from {self.total} feeds" if self.total > 1 else ""
        failed = f"{self.errors} feed{'' if self.errors == 1 else 's'} could not be fetched"
        trouble = f"; {failed}" if self.errors else ""
        return f"{articles if self.new else 'Nothing new'}{feeds}{trouble}."


class Refresher:
    """Refreshes feeds for the screen.

    Args:
        session: What to refresh.
        tell: Told of every event, with the progress so far.
    """

    def __init__(self, session: Session, tell: Callable[[Event, Progress], None]) -> None:
        self._session = session
        self._tell = tell
        self._running: set[asyncio.Task[None]] = set()
        self._all = False

    @property
    def busy(self) -> bool:
        """Whether all feeds are being refreshed."""
        return self._all

    async def run(self, feed_ids: Sequence[int] | None = None, *, force: bool = False) -> Progress:
        """Refresh feeds, or those that are due, or (forced) all of them.

        Raises:
            LibraryError: The library can not be written.
        """
        from newsreader.services.refresh import refresh

        whole = feed_ids is None
        self._all = self._all or whole
        progress = Progress()
        try:
            async with aclosing(refresh(self._session, feed_ids, force=force)) as events:
                async for event in events:
                    progress.take(event)
                    self._tell(event, progress)
        finally:
            self._all = self._all and not whole
        return progress
