"""Due feeds -> fetch -> parse -> library -> full text -> entities, for the screen and for cron.

One feed's failure is told and stored with that feed and touches no other. Every step is stored
when it is done and can be taken up again where it stopped: a refresh may be cancelled, or the
program killed, at any moment.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing
from datetime import datetime

from msgspec import structs

from newsreader.core import urls
from newsreader.core.errors import LibraryError, NewsreaderError
from newsreader.core.models import Feed, FeedStatus
from newsreader.core.sources import web_address
from newsreader.services import claims, compacting, rules, watch
from newsreader.services.events import (
    ArticlesPrepared,
    ArticlesWatched,
    Event,
    FeedDone,
    FeedOutcome,
    RefreshFinished,
    RefreshStarted,
)
from newsreader.services.fetching import (
    fetch_feed,
    is_unchanged,
    store_failure,
    store_feed,
    store_gone,
    store_unchanged,
)
from newsreader.services.preparation import Preparer
from newsreader.services.session import Session

LANES = 2
"""How many feeds are under way for each request that may run: some are asked for while others are
read and stored."""
WARM_UP_FOR = 8
"""How many feeds that were never read are worth a process that is started before they are here."""
BETWEEN_STARTS = 0.004
"""Seconds between the starts of two requests, while a person is at a screen: keys come first."""
AT_THE_KEYS = 10.0
"""For how many seconds after a key a person counts as being there."""
CLAIMED_TOGETHER = 32
"""How many feeds are claimed in one transaction."""
PATIENCE = 0.1
"""How many seconds what a feed brought waits to be committed with that of others."""
TIDY_STEP = 500
"""How many old articles are dropped in one transaction."""

_log = logging.getLogger(__name__)


async def refresh(
    session: Session,
    feed_ids: Sequence[int] | None = None,
    *,
    force: bool = False,
    full_text: bool = True,
) -> AsyncGenerator[Event, None]:
    """Fetch feeds, and make what is new ready to read.

    Close the iterator (`contextlib.aclosing`) or cancel the task that reads it to stop early.

    Args:
        session: The library and the network to use.
        feed_ids: These feeds, due or not; None for those that are due.
        force: Without ``feed_ids``, all feeds but those that are gone for ever.
        full_text: Fetch the pages behind entries that hold only a summary, as the settings say.

    Yields:
        First a `RefreshStarted`, then one `FeedDone` a feed and `ArticlesPrepared` in batches,
        last a `RefreshFinished`.

    Raises:
        LibraryError: The library can not be written (any more).
    """
    session.check_writable()
    events: asyncio.Queue[Event | None] = asyncio.Queue()
    run = _Run(session, events.put_nowait, full_text=full_text)
    task = asyncio.create_task(run.run(lambda: _choose(session, feed_ids, force=force)))
    task.add_done_callback(lambda _: events.put_nowait(None))
    try:
        while (event := await events.get()) is not None:
            yield event
        _raise_plain(task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        session.library.background(lambda: claims.end(session.library))


async def refresh_all(
    session: Session,
    feed_ids: Sequence[int] | None = None,
    *,
    force: bool = False,
    full_text: bool = True,
) -> RefreshFinished:
    """Run a refresh to its end where nobody looks on.

    Raises:
        LibraryError: As in `refresh`.
    """
    last: Event | None = None
    async with aclosing(refresh(session, feed_ids, force=force, full_text=full_text)) as events:
        async for event in events:
            last = event
    return last if isinstance(last, RefreshFinished) else RefreshFinished(new=0, errors=0)


def _choose(session: Session, feed_ids: Sequence[int] | None, *, force: bool) -> list[Feed]:
    feeds = session.library.feeds
    if feed_ids is not None:
        return [feeds.get(feed_id) for feed_id in feed_ids]
    if force:
        return [feed for feed in feeds.all() if feed.status is not FeedStatus.GONE]
    return list(feeds.due(session.now()))


def _raise_plain(task: asyncio.Task[None]) -> None:
    """Raise what ended the task: of a group, the first that has a sentence for the person."""
    error = task.exception()
    while isinstance(error, BaseExceptionGroup):
        error = next(
            (one for one in error.exceptions if isinstance(one, NewsreaderError)),
            error.exceptions[0],
        )
    if error is not None:
        raise error


def _by_turns(feeds: Iterable[Feed]) -> deque[Feed]:
    """Order feeds so that those of one server stand far apart."""
    seen: defaultdict[str, int] = defaultdict(int)
    turns: list[tuple[int, int, Feed]] = []
    for feed in feeds:
        host = urls.host(web_address(feed.url))
        turns.append((seen[host], len(turns), feed))
        seen[host] += 1
    return deque(feed for *_, feed in sorted(turns, key=lambda turn: turn[:2]))


class _Run:
    """One refresh: fetches feeds side by side, and hands what is new to the preparer."""

    def __init__(self, session: Session, tell: Callable[[Event], None], *, full_text: bool) -> None:
        self.session = session
        self.library = session.library
        self.tell = tell
        self.new = 0
        self.errors = 0
        self.under_way = 0
        self.preparer = Preparer(session, self._tell_prepared, full_text=full_text)
        self._dates: list[datetime | None] = []
        self._waiting: deque[Feed] = deque()
        self._claims = claims.FeedClaims(session)
        self._claimed: deque[Feed] = deque()
        self._claiming = asyncio.Lock()
        self._turnstile = asyncio.Lock()

    def _tell_prepared(self, ids: Sequence[int], waiting: int) -> None:
        self.tell(ArticlesPrepared(ids=tuple(ids), waiting=waiting))

    async def run(self, choose: Callable[[], Sequence[Feed]]) -> None:
        started = time.monotonic()
        self._waiting = await asyncio.to_thread(lambda: _by_turns(choose()))
        self._warm_up()
        known = await asyncio.to_thread(self.library.rules.last_verdict)
        alone = await self.session.write(lambda: claims.begin(self.library))
        count = len(self._waiting)
        self.tell(RefreshStarted(total=count))
        self.session.forgive()
        if count:
            await self.session.client()  # so that not all wait for it, and go on at one moment
        lanes = LANES * self.session.settings.refresh.concurrency
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.preparer.run(leftovers=alone))
                keeping = group.create_task(self._claims.keep())
                async with asyncio.TaskGroup() as fetching:
                    for _ in range(min(lanes, count)):
                        fetching.create_task(self._fetch_all())
                keeping.cancel()
                await compacting.index_missing(self.session)
                self.preparer.no_more()
        finally:
            self._claims.release(self._claimed)
        await self._tell_watched(known)
        await self._drop_old()
        await compacting.learn(self.session)
        await compacting.pack_anew(self.session)
        self.tell(RefreshFinished(new=self.new, errors=self.errors, seconds=_since(started)))

    def _warm_up(self) -> None:
        """Start the workers beside the first requests, where feeds are sure to come to be read."""
        unread = sum(not feed.body_hash for feed in self._waiting)
        if unread >= WARM_UP_FOR:
            self.session.workers().warm_up(unread // WARM_UP_FOR)

    async def _fetch_all(self) -> None:
        while True:
            async with self._turnstile:  # the loop has keys to look for between two of them
                await asyncio.sleep(BETWEEN_STARTS if self._is_watched else 0)
            feed = await self._next()  # right before it is asked for: else a stop would not free it
            if feed is None:
                return
            started = time.monotonic()
            self.under_way += 1
            done = await self._one_feed(feed)
            self.under_way -= 1
            self._claims.forget(feed)
            self.new += done.new
            self.errors += done.status in ("error", "gone")
            self.tell(structs.replace(done, seconds=_since(started)))

    @property
    def _is_watched(self) -> bool:
        """Whether a key may come before the next of several feeds is asked for."""
        is_there = time.monotonic() - self.session.attended < AT_THE_KEYS
        return is_there and bool(self._waiting or self._claimed)

    async def _next(self) -> Feed | None:
        """Give the next feed that is ours to ask for; some are claimed together."""
        async with self._claiming:
            while self._waiting and not self._claimed:
                await self._claim(
                    [self._waiting.popleft() for _ in range(CLAIMED_TOGETHER) if self._waiting]
                )
        return self._claimed.popleft() if self._claimed else None

    async def _claim(self, feeds: Sequence[Feed]) -> None:
        ours = await self._claims.take(feeds)
        for feed in feeds:
            if feed.id in ours:
                self._claimed.append(feed)
            else:  # another process is asking for it at this moment, or has done so
                self.tell(_done(feed))

    async def _one_feed(self, feed: Feed) -> FeedDone:
        """Bring one feed up to date; whatever goes wrong with it stays with it."""
        try:
            return await self._fetch(feed)
        except asyncio.CancelledError:
            self._claims.release([feed])
            raise
        except NewsreaderError as error:
            return await self._failed(feed, error)
        except Exception:
            _log.exception("A feed could not be refreshed: %s", urls.without_credentials(feed.url))
            return await self._failed(feed, NewsreaderError(_UNEXPECTED))

    async def _fetch(self, feed: Feed) -> FeedDone:
        response = await fetch_feed(self.session, feed)
        if response.status:  # a command is no witness of what time it is
            self._dates.append(response.date)
        if response.gone:
            return _done(feed, status="gone", error=await store_gone(self.session, feed))
        if is_unchanged(feed, response):
            await store_unchanged(self.session, feed, response)
            return _done(feed)
        with self.preparer.standing_back():
            read = await self.session.workers().parse_feed(
                response.body, response.url, response.content_type
            )
            stored = await store_feed(
                self.session, feed, response, read, patience=self._patience, index=False
            )
        self.preparer.add(stored.times)
        feed = structs.replace(feed, warnings=read.feed.warnings)
        return _done(feed, new=len(stored.new), changed=len(stored.changed))

    @property
    def _patience(self) -> float:
        """How long to wait with a commit: the last feed waits for nobody, and ends all waiting."""
        return PATIENCE if self.under_way > 1 else 0.0

    async def _failed(self, feed: Feed, error: NewsreaderError) -> FeedDone:
        """Store why a feed failed. Where even that can not be stored, the refresh ends."""
        try:
            await store_failure(self.session, feed, error)
        except LibraryError:
            if isinstance(error, LibraryError):
                raise error from None
            raise
        return _done(feed, status="error", error=str(error))

    async def _tell_watched(self, known: int) -> None:
        """Bring what rules say up to date, and tell of what they notify of."""
        await self.session.write(self.library.rules.judge_moving_anew)
        await rules.catch_up(self.session)
        found, _ = await asyncio.to_thread(lambda: watch.arrivals(self.session, known))
        if not found:
            return
        ids = tuple(one.article.id for one in found)
        self.tell(ArticlesWatched(notices=tuple(watch.notices(found)), ids=ids))
        untold = await self.session.write(lambda: self.library.rules.tell_outside(known))
        await watch.announce(self.session, [one for one in found if one.article.id in untold])

    async def _drop_old(self) -> None:
        """Drop what is older than the settings keep, in steps that keep nobody waiting.

        A clock that was set wrong makes all of it look old. So it is never later than the servers
        say, and nothing is dropped where none has answered.
        """
        if not self._dates:
            return
        keep = self.session.settings.retention
        now = self.session.now()
        now = min(now, max((date for date in self._dates if date), default=now))

        def step() -> int:
            return self.library.articles.delete_old(
                now, keep.read_days, keep.unread_days, TIDY_STEP
            )

        dropped = TIDY_STEP
        while dropped:
            dropped = await self.session.write(step)


_UNEXPECTED = "Something unexpected went wrong with this feed; the log file holds the details."


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def _done(
    feed: Feed,
    *,
    status: FeedOutcome | None = None,
    new: int = 0,
    changed: int = 0,
    error: str = "",
) -> FeedDone:
    return FeedDone(
        feed_id=feed.id,
        url=urls.without_credentials(feed.url),
        title=feed.title,
        status=status or ("new" if new or changed else "unchanged"),
        new=new,
        changed=changed,
        error=error,
        warnings=() if error else feed.warnings,
    )
