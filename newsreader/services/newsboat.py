"""Take newsboat's articles over, with their read state and flags."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from newsreader.core import identity, urls
from newsreader.core.errors import InputError
from newsreader.core.models import Enclosure, ParsedEntry
from newsreader.core.query import ListQuery, Scope
from newsreader.core.text import clean_line, plain_title
from newsreader.library.newsboat_cache import CachedFeed, CachedItem, NewsboatCache
from newsreader.services.importing import ImportReport, address_of
from newsreader.services.session import Session

TAKEN_TOGETHER = 20_000
"""How many articles of a feed are taken over in one transaction."""
LATEST_TIME = 4102444800
"""Seconds since 1970 until 2100: a later time is a mistake."""


async def import_cache(session: Session, path: Path) -> ImportReport:
    """Take over the feeds and articles of a ``cache.db``. What is known already stays as it is.

    Flags become bookmarks, tagged with ``flag-`` and their letters.

    Raises:
        InputError: The file is no cache of newsboat's, or is damaged.
        LibraryError: It can not be stored.
    """
    added = known = articles = 0
    refused: list[str] = []
    with await asyncio.to_thread(NewsboatCache, path) as cache:
        for feed in cache.feeds():
            try:
                url = address_of(session, feed.url, commands=False)
            except InputError as error:
                refused.append(str(error))
                continue
            new, brought = await _take_feed(session, url, feed, cache)
            added, known, articles = added + new, known + (not new), articles + brought
    return ImportReport(added=added, known=known, articles=articles, refused=tuple(refused))


async def _take_feed(
    session: Session, url: str, feed: CachedFeed, cache: NewsboatCache
) -> tuple[bool, int]:
    """Take over one feed; say whether it is new, and how many articles it brought."""

    def subscribe() -> tuple[int, bool]:
        feeds = session.library.feeds
        known = feeds.find(url)
        return (known or feeds.add(url, title=clean_line(feed.title))).id, known is None

    feed_id, new = await session.write(subscribe)
    items = cache.items(feed.url)

    def some() -> tuple[int, bool]:
        taken = list(islice(items, TAKEN_TOGETHER))
        return _take_items(session, feed_id, taken), len(taken) == TAKEN_TOGETHER

    brought, more = 0, True
    while more:
        count, more = await session.write(some)
        brought += count
    return new, brought


def _take_items(session: Session, feed_id: int, items: Sequence[CachedItem]) -> int:
    entries = [_entry(item) for item in items]
    articles = session.library.articles
    stored = articles.store_entries(
        feed_id,
        entries,
        identity.entry_keys(entries),
        [identity.content_hash(entry) for entry in entries],
        now=session.now(),
    )
    known = articles.page(ListQuery(scope=Scope("feed", feed_id)), limit=-1) if stored.new else []
    brought = set(stored.new)
    new = [article for article in known if article.id in brought]
    read = {item.guid for item in items if not item.unread}
    articles.mark_read([article.id for article in new if article.guid in read], True)
    flags = {item.guid: item.flags for item in items if item.flags}
    for article in new:
        if article.guid in flags:
            tags = tuple(f"flag-{letter}" for letter in flags[article.guid] if letter.isalpha())
            session.library.bookmarks.add(article.id, tags=tags)
    return len(new)


def _entry(item: CachedItem) -> ParsedEntry:
    link = urls.clean_url(item.url)
    file = urls.clean_url(item.enclosure_url)
    author = clean_line(item.author)
    return ParsedEntry(
        guid=clean_line(item.guid) or None,
        title=plain_title(item.title),
        link=link or None,
        authors=(author,) if author else (),
        published=_time(item.published),
        content=item.content,
        base_url=urls.clean_url(item.base) or link,
        enclosures=(Enclosure(url=file, type=clean_line(item.enclosure_type)),) if file else (),
    )


def _time(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if 0 < seconds < LATEST_TIME else None
