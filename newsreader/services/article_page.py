"""The page behind an article of a feed: asked for politely, and only with what is meant for it."""

from __future__ import annotations

import re
import unicodedata
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
    """What came of asking for a page: its bytes, or why there are none."""

    body: bytes | None = None
    type: str = ""
    note: str = ""
    retry: bool = False


async def fetch_page(session: Session, article: Article) -> AskedPage:
    """Ask for the page behind an article. Whatever goes wrong becomes a note."""
    client = await session.client()
    try:
        access = await _page_access(session, article)
        response = await client.fetch(
            access.url,
            headers=access.headers,
            auth=access.auth,
            accept=PAGE_TYPES,
            allow_private=is_private_feed(article.feed_url),
        )
    except ConfigError as error:
        return AskedPage(note=str(error))
    except FetchError as error:
        note = f"This is the feed's text; the full page could not be fetched. {error}"
        return AskedPage(note=note, retry=_may_pass(error))
    return _page(response)


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
    return AskedPage(body=response.body, type=response.content_type)


def _may_pass(error: FetchError) -> bool:
    return error.status is None or error.status in (408, 425, 429) or error.status >= 500
