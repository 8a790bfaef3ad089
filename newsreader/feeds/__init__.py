"""Feeds: bytes -> ParsedFeed, the feeds of a site, lists of subscriptions.

The only room that knows feedparser. Importing it is cheap; parsers are loaded when they are used.
"""

from __future__ import annotations

from newsreader.core.models import ParsedFeed
from newsreader.feeds.sniff import looks_like_feed

__all__ = ["looks_like_feed", "parse_feed"]


def parse_feed(content: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """Parse a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1.0 and 1.1.

    Nothing is fetched, whatever the document asks for. Titles, names and tags come out as clean
    text, addresses absolute, times in UTC; bodies stay foreign HTML whose addresses are relative to
    each entry's ``base_url``. An entry without a title gets one from its first words. What is odd
    and can be put up with becomes one of the feed's ``warnings``.

    Args:
        content: The document as it was served, decompressed.
        url: Where it came from.
        content_type: The Content-Type header, None where there was none.

    Raises:
        FeedError: The document is no feed; its text says what it seems to be.
    """
    from newsreader.feeds.parse import parse_feed as parse

    return parse(content, url, content_type)
