"""Ask for one feed, and store what came of it. The refresh and a new subscription share this."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.core import decide, urls
from newsreader.core.errors import ConfigError, FetchError, NewsreaderError
from newsreader.core.models import Feed
from newsreader.core.rhythm import rhythm
from newsreader.core.sources import source_of, web_address
from newsreader.services import credentials, feed_commands
from newsreader.services.session import Session

if TYPE_CHECKING:
    from newsreader.library.entries import Stored
    from newsreader.net import Response
    from newsreader.services.jobs import ReadFeed

FEED_TYPES = (
    "application/feed+json, application/atom+xml, application/rss+xml, application/rdf+xml,"
    " application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.5, */*;q=0.3"
)

MOST_TIMES = 20
"""How many articles tell how often a feed publishes."""

GONE = "The server says that this feed is gone for good; it is not asked again."


async def feed_access(session: Session, url: str, original_url: str = "") -> credentials.Access:
    """Find what to send for a feed; what has to be waited for, beside the loop.

    Raises:
        ConfigError: A secret can not be had.
    """
    addresses = (url, original_url or url)
    if credentials.takes_time(session.settings, *addresses):
        return await asyncio.to_thread(credentials.access, session.settings, *addresses)
    return credentials.access(session.settings, *addresses)


async def fetch_feed(session: Session, feed: Feed) -> Response:
    """Ask for a feed, with the validators of the last body that was parsed.

    What was fetched in this run to subscribe to it is not asked for a second time.

    Raises:
        FetchError: It could not be fetched, or its command failed.
        ConfigError: Its credentials can not be had, or its command may not be run.
        InputError: Its command can not be read.
    """
    at_hand = session.at_hand.pop(feed.id, None)
    if at_hand is not None:
        return at_hand
    feed_commands.check(session.settings, feed.url)
    source = source_of(feed.url)
    fetched = await _ask(session, feed, source.url) if source.url else None
    if fetched is None or source.command:
        return await feed_commands.run(session, source, fetched)
    return fetched


async def _ask(session: Session, feed: Feed, url: str) -> Response:
    access = await feed_access(session, url, web_address(feed.original_url))
    known = bool(feed.body_hash)
    client = await session.client()
    return await client.fetch(
        access.url,
        etag=feed.etag if known else "",
        last_modified=feed.last_modified if known else "",
        headers=access.headers,
        auth=access.auth,
        accept=FEED_TYPES,
        keep=False,
        batch="feeds",
    )


def is_unchanged(feed: Feed, response: Response) -> bool:
    """Say whether an answer has nothing that was not read before."""
    return response.not_modified or (
        bool(feed.body_hash) and _body_hash(response) == feed.body_hash
    )


def _body_hash(response: Response) -> str:
    """Tell bodies apart."""
    return hashlib.sha256(response.body).hexdigest()


async def store_feed(
    session: Session,
    feed: Feed,
    response: Response,
    read: ReadFeed,
    *,
    patience: float = 0.0,
    index: bool = True,
) -> Stored:
    """Store the entries of a feed and its new state, in one transaction.

    ``patience`` is how many seconds that may wait to be committed with what others brought;
    ``index`` as in `newsreader.library.articles.Articles.store_entries`.

    A permanent redirect changes the feed's address here, where the body at the new address has
    been read as a feed, and only when no other feed has that address. A body that breaks off does
    not count as known: the feed is asked for without validators, or its rest would never come.

    Raises:
        LibraryError: It can not be stored.
    """
    library, parsed = session.library, read.feed
    now = _present(session, feed, response)
    times = [entry.published for entry in parsed.entries if entry.published]
    later = _next_fetch(session, feed, response, ttl=parsed.ttl, times=times)

    def work() -> Stored:
        stored = library.articles.store_entries(
            feed.id, parsed.entries, read.keys, read.hashes, now=now, index=index
        )
        if session.settings.refresh.edited_unread:
            library.articles.mark_read(stored.changed, False)
        library.feeds.record_success(
            feed.id,
            now=now,
            url=_address(session, feed, response),
            etag=response.etag,
            last_modified=response.last_modified,
            body_hash="" if parsed.cut else _body_hash(response),
            title=parsed.title,
            site_url=parsed.site_url,
            description=parsed.description,
            next_fetch=later,
            status=response.status or None,
            rhythm=rhythm(times),
            ttl=parsed.ttl or 0,
            warnings=parsed.warnings,
        )
        return stored

    return await session.write(work, patience)


async def store_unchanged(session: Session, feed: Feed, response: Response) -> None:
    """Store that a feed has nothing new, with the validators that came, also with a 304.

    Raises:
        LibraryError: It can not be stored.
    """
    now = _present(session, feed, response)

    def work() -> None:
        times = known_times(session, feed)
        session.library.feeds.record_success(
            feed.id,
            now=now,
            url=feed.url if response.not_modified else _address(session, feed, response),
            etag=response.etag or feed.etag,
            last_modified=response.last_modified or feed.last_modified,
            body_hash=feed.body_hash,
            next_fetch=_next_fetch(session, feed, response, ttl=feed.ttl, times=times),
            status=response.status or None,
            rhythm=rhythm(times),
        )

    await session.write(work)


def known_times(session: Session, feed: Feed) -> list[datetime]:
    """Give when the newest articles of a feed were published: how often it does."""
    return session.library.articles.times(feed.id, MOST_TIMES)


async def store_gone(session: Session, feed: Feed) -> str:
    """Store that a feed is gone (410), and give the sentence that says so.

    Raises:
        LibraryError: It can not be stored.
    """
    now = session.now()
    await session.write(
        lambda: session.library.feeds.record_failure(
            feed.id, now=now, error=GONE, status=410, next_fetch=None, gone=True
        )
    )
    return GONE


async def store_failure(
    session: Session, feed: Feed, error: NewsreaderError, *, try_again: datetime | None = None
) -> None:
    """Store why a feed could not be had, and when it is tried again.

    What is wrong with the settings is tried again soon each time: they may have been mended.

    Args:
        session: The library to use.
        feed: As it was before.
        error: What went wrong.
        try_again: When; None for what the number of failures and the server say.

    Raises:
        LibraryError: It can not be stored.
    """
    now = session.now()
    status = error.status if isinstance(error, FetchError) else None
    later = try_again or decide.next_fetch(
        now,
        interval_minutes=session.settings.refresh.interval_minutes,
        ttl=None,
        max_age=None,
        retry_after=error.retry_after if isinstance(error, FetchError) else None,
        failures=1 if isinstance(error, ConfigError) else feed.failures + 1,
        entry_times=(),
    )
    await session.write(
        lambda: session.library.feeds.record_failure(
            feed.id, now=now, error=str(error), status=status, next_fetch=later
        )
    )


def _present(session: Session, feed: Feed, response: Response) -> datetime:
    """Give the time at which something arrives: what arrived long ago is dropped some day.

    A clock that fell behind would make it old at once. So it is not before the last success, where
    the server says that it is that late; neither an old mistake nor a server alone can be wrong.
    """
    now = session.now()
    if feed.last_success is None or response.date is None:
        return now
    return max(now, min(feed.last_success, response.date))


def _address(session: Session, feed: Feed, response: Response) -> str:
    """Give the address to keep: the one where a permanent redirect led, if it is free."""
    if not response.permanent_url:
        return feed.url
    moved = urls.with_credentials_of(feed.url, response.permanent_url)
    other = session.library.feeds.find(moved)
    return moved if other is None or other.id == feed.id else feed.url


def _next_fetch(
    session: Session,
    feed: Feed,
    response: Response,
    *,
    ttl: int | None = None,
    times: list[datetime] | None = None,
) -> datetime:
    return decide.next_fetch(
        session.now(),
        interval_minutes=session.settings.refresh.interval_minutes,
        own_minutes=feed.interval_minutes,
        ttl=ttl,
        max_age=response.max_age,
        retry_after=response.retry_after,
        failures=0,
        entry_times=times or (),
    )
