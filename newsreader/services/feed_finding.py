"""Find the feed at an address.

What is there is read as a feed, or else searched for the feeds that it names, or else the places
where sites usually keep one are asked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from newsreader.core import urls
from newsreader.core.errors import FeedError, FetchError, InputError, NewsreaderError, WorkerError
from newsreader.core.models import ParsedFeed
from newsreader.core.sources import source_of
from newsreader.core.text import clean_line
from newsreader.services import feed_commands
from newsreader.services.article_page import is_private_feed
from newsreader.services.fetching import FEED_TYPES, feed_access
from newsreader.services.session import Session

if TYPE_CHECKING:
    from newsreader.feeds.discovery import FoundFeed
    from newsreader.net import Response

MOST_TRIES = 6
"""How many of the feeds that a page names are tried until one can be read."""
MOST_GUESSES = 12
"""How many of the usual places are asked, where a page names no feed."""

_FEED_LIKE = re.compile(
    r"(?:\b(?:rss|atom|feeds?|rdf|syndication)\b|\.(?:rss|xml|atom|rdf|json)$)", re.IGNORECASE
)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that was read at an address, before it is subscribed to.

    Attributes:
        asked: The address that it was fetched from.
        others: More feeds that the same site names.
    """

    asked: str
    response: Response
    parsed: ParsedFeed
    others: tuple[FoundFeed, ...] = ()

    @property
    def url(self) -> str:
        """The address to subscribe to: where permanent redirects led, without temporary ones."""
        return self.response.permanent_url or self.asked


async def look(session: Session, url: str) -> Found:
    """Find the feed at a web address, or of a command, without subscribing.

    Raises:
        InputError: There is none.
        FetchError: The address can not be reached, or the command fails.
        ConfigError: The command may not be run.
    """
    if urls.is_command(url):
        return await _look_at_command(session, url)
    response = await _get(session, url)
    parsed, problem = await _try_to_parse(session, response)
    if parsed is not None:
        return Found(asked=urls.without_credentials(url), response=response, parsed=parsed)
    named = await asyncio.to_thread(_named_feeds, response)
    for feed in named[:MOST_TRIES]:
        found = await _look_at(session, feed.url, near=url)
        if found is not None:
            others = tuple(other for other in named if other.url not in (feed.url, found.url))
            return msgspec.structs.replace(found, others=others)
    if not named:
        found = await _guess(session, response.url, near=url)
        if found is not None:
            return found
    raise InputError(_nothing_at(url, problem, named))


async def _look_at_command(session: Session, url: str) -> Found:
    feed_commands.check(session.settings, url)
    source = source_of(url)
    fetched = await _get(session, source.url) if source.url else None
    response = await feed_commands.run(session, source, fetched)
    try:
        read = await session.workers().parse_feed(
            response.body, response.url, response.content_type, urgent=True
        )
    except (FeedError, WorkerError) as error:
        raise InputError(f"What the command prints can not be read as a feed: {error}") from error
    return Found(asked=urls.without_credentials(url), response=response, parsed=read.feed)


def looks_like_feed_address(url: str) -> bool:
    """Say whether an address that can not be reached is likely to be a feed's."""
    if urls.is_command(url):
        return False
    parts = urlsplit(url)
    host = parts.hostname or ""
    return bool(_FEED_LIKE.search(parts.path) or re.match(r"(?:feeds?|rss)\d*\.", host))


def _nothing_at(url: str, problem: str, named: Sequence[FoundFeed]) -> str:
    shown = clean_line(urls.without_credentials(url), 100)
    if named:
        return f"The page at {shown} names a feed, but none could be read there."
    if problem:
        return f"What is at {shown} can not be read as a feed: {problem}"
    return f"The page at {shown} is no feed and names none."


async def _get(session: Session, url: str, *, allow_private: bool = True) -> Response:
    access = await feed_access(session, url)
    client = await session.client()
    response = await client.fetch(
        access.url,
        headers=access.headers,
        auth=access.auth,
        accept=FEED_TYPES,
        allow_private=allow_private,
    )
    if response.gone:
        shown = clean_line(urls.without_credentials(url), 100)
        raise FetchError(f"The server says that {shown} is gone for good.", status=410)
    return response


async def _try_to_parse(session: Session, response: Response) -> tuple[ParsedFeed | None, str]:
    """Read a body as a feed; where it is a broken one, say what is wrong with it."""
    from newsreader import feeds

    if not feeds.looks_like_feed(response.body, response.content_type):
        return None, ""
    try:
        read = await session.workers().parse_feed(
            response.body, response.url, response.content_type, urgent=True
        )
    except (FeedError, WorkerError) as error:
        return None, str(error)
    return read.feed, ""


def _named_feeds(response: Response) -> list[FoundFeed]:
    from newsreader.feeds.discovery import find_feeds

    return find_feeds(response.body, response.url)


async def _look_at(session: Session, url: str, *, near: str) -> Found | None:
    """Read a feed that a page names; a public page may not name one on a private network."""
    try:
        response = await _get(session, url, allow_private=is_private_feed(near))
    except NewsreaderError:
        return None
    parsed, _ = await _try_to_parse(session, response)
    if parsed is None:
        return None
    return Found(asked=url, response=response, parsed=parsed)


async def _guess(session: Session, url: str, *, near: str) -> Found | None:
    """Ask the places where sites usually keep their feed, one after the other."""
    from newsreader.feeds.discovery import well_known

    for guess in well_known(url)[:MOST_GUESSES]:
        found = await _look_at(session, guess, near=near)
        if found is not None and found.parsed.entries:
            return found
    return None
