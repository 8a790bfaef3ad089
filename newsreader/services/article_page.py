"""The page behind an article of a feed: asked for politely, and only with what is meant for it."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import msgspec

from newsreader.core import urls
from newsreader.core.errors import ConfigError, FetchError
from newsreader.core.models import Article
from newsreader.core.sources import web_address
from newsreader.services.credentials import Access
from newsreader.services.fetching import feed_access
from newsreader.services.network import PAGE_TYPES
from newsreader.services.session import Session

if TYPE_CHECKING:
    from newsreader.net import Response


_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
"""A host that is an address of the public network as well as a name without a dot can be."""


class AskedPage(msgspec.Struct, frozen=True):
    """What came of asking for a page: its bytes, or why there are none.

    Attributes:
        url: Where it was in the end, after all redirects.
    """

    body: bytes | None = None
    url: str = ""
    type: str = ""
    note: str = ""
    retry: bool = False


class Postponed(Exception):
    """A host has given, or cost, enough for one refresh: its page is left to a later one."""


class PageBudget:
    """What the pages of each host may cost one refresh: none of them holds up its end.

    Args:
        most_pages: How many pages of a host are asked for.
        most_seconds: How long a host may keep any of them waiting.
    """

    def __init__(self, most_pages: int = 200, most_seconds: float = 90.0) -> None:
        self._most_pages = most_pages
        self._most_seconds = most_seconds
        self._costs: defaultdict[str, _Cost] = defaultdict(_Cost)

    @contextmanager
    def asking(self, url: str) -> Iterator[None]:
        """Ask for a page meanwhile.

        Raises:
            Postponed: Its host has cost enough.
        """
        cost = self._costs[urls.host(url)]
        now = time.monotonic()
        if cost.pages >= self._most_pages or cost.spent(now) >= self._most_seconds:
            raise Postponed
        if not cost.under_way:
            cost.since = now
        cost.pages += 1
        cost.under_way += 1
        try:
            yield
        finally:
            cost.under_way -= 1
            if not cost.under_way:
                cost.seconds += time.monotonic() - cost.since


class _Cost(msgspec.Struct):
    """What a host has cost so far.

    Attributes:
        pages: That were asked for.
        seconds: In which any of them was waited for, up to the last moment without one.
        under_way: How many are waited for now.
        since: When the first of those was asked for.
    """

    pages: int = 0
    seconds: float = 0.0
    under_way: int = 0
    since: float = 0.0

    def spent(self, now: float) -> float:
        """Give the seconds up to now."""
        return self.seconds + (now - self.since if self.under_way else 0.0)


async def fetch_page(
    session: Session, article: Article, budget: PageBudget | None = None
) -> AskedPage:
    """Ask for the page behind an article. Whatever goes wrong becomes a note.

    Args:
        session: The library and the network to use.
        article: The article.
        budget: Of the refresh that this is part of; None where a person waits for the page.

    Raises:
        Postponed: The budget is used up.
    """
    try:
        with budget.asking(article.url) if budget else nullcontext():
            return _page(await _ask(session, article, "pages" if budget else ""))
    except ConfigError as error:
        return AskedPage(note=str(error))
    except FetchError as error:
        note = f"This is the feed's text; the full page could not be fetched. {error}"
        return AskedPage(note=note, retry=_may_pass(error))


async def _ask(session: Session, article: Article, batch: str) -> Response:
    client = await session.client()
    access = await _page_access(session, article)
    return await client.fetch(
        access.url,
        headers=access.headers,
        auth=access.auth,
        accept=PAGE_TYPES,
        allow_private=is_private_feed(article.feed_url),
        batch=batch,
    )


async def _page_access(session: Session, article: Article) -> Access:
    """Say what to send: the secrets of a feed are for its own origin only."""
    feed_url = web_address(article.feed_url)
    if feed_url and urls.same_origin(article.url, feed_url):
        access = await feed_access(session, feed_url, _original_url(session, article))
        return Access(article.url, access.auth, access.headers)
    return Access(article.url)


def _original_url(session: Session, article: Article) -> str:
    """Give where the feed of an article was when its settings were written, "" for no feed."""
    if article.feed_id is None:
        return ""
    return web_address(session.library.feeds.get(article.feed_id).original_url)


def is_private_feed(url: str) -> bool:
    """Say whether a feed is on this machine or network, so that its pages may be there, too."""
    host = urls.host(web_address(url))
    if urls.is_local_host(host):
        return True
    wire = unicodedata.normalize("NFKC", host).lower()
    return bool(host) and not {".", ":"} & set(wire) and not _NUMBER.fullmatch(wire)


def _page(response: Response) -> AskedPage:
    kind = response.content_type.partition(";")[0].strip().lower()
    if response.gone:
        return AskedPage(note="This is the feed's text; the page is gone.")
    if kind and not kind.startswith(("text/", "application/xhtml", "application/xml")):
        return AskedPage(note=f"This is the feed's text; its link leads to a file ({kind}).")
    return AskedPage(body=response.body, url=response.url, type=response.content_type)


def _may_pass(error: FetchError) -> bool:
    return error.status is None or error.status in (408, 425, 429) or error.status >= 500
