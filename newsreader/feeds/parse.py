"""Bytes -> ParsedFeed, whatever the format."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsreader.core.errors import FeedError
from newsreader.core.models import ParsedEntry, ParsedFeed
from newsreader.feeds import sniff
from newsreader.feeds.encoding import decode_document
from newsreader.feeds.jsonfeed import parse_json_feed
from newsreader.feeds.values import MAX_BODY, MAX_ENCLOSURES, MAX_NAMES, MAX_TAGS

MAX_BYTES = 20_000_000
"""The largest document that is parsed; of a larger one, only its beginning is."""

_MARKUP_WITHIN = 100_000


def parse_feed(content: bytes, url: str, content_type: str | None = None) -> ParsedFeed:
    """Parse a feed of any format; see `newsreader.feeds.parse_feed`."""
    if not content.strip(b" \t\r\n\0"):
        raise FeedError("The answer is empty.")
    kind = sniff.binary_kind(content)
    if kind:
        raise FeedError(f"This is {kind}, not a feed.")
    warnings = []
    is_too_large = len(content) > MAX_BYTES
    if is_too_large:
        content = content[:MAX_BYTES]
        megabytes = MAX_BYTES // 1_000_000
        warnings.append(f"The feed is larger than {megabytes} MB; only its beginning was read.")
    decoded = decode_document(content, content_type)
    if decoded.warning:
        warnings.append(decoded.warning)
    feed = _parse_text(decoded.text, url)
    entries = _without_repeats(feed.entries)
    if len(entries) < len(feed.entries):
        repeats = len(feed.entries) - len(entries)
        warnings.append(f"The feed holds {repeats} of its entries more than once.")
    warnings += [*feed.warnings, *_cuts(entries)]
    cut = feed.cut and not is_too_large
    return msgspec.structs.replace(feed, entries=entries, warnings=tuple(warnings), cut=cut)


def _parse_text(text: str, url: str) -> ParsedFeed:
    if sniff.is_json(text):
        return parse_json_feed(text.lstrip("\ufeff"), url)
    if sniff.is_page(text):
        start = sniff.embedded_feed(text)
        if start is None:
            raise FeedError(sniff.describe(text))
        text = text[start:]
    from newsreader.feeds.bounded import parse_markup
    from newsreader.feeds.entries import build_feed
    from newsreader.feeds.repair import mend

    if "<" not in text[:_MARKUP_WITHIN]:
        raise FeedError(sniff.describe(text))
    raw = parse_markup(mend(text))
    if not raw.version and not raw.entries:
        raise FeedError(sniff.describe(text))
    return build_feed(raw, url)


def _cuts(entries: tuple[ParsedEntry, ...]) -> Iterator[str]:
    """Say what was left out of entries that have more than any should."""
    nearly = MAX_BODY * 0.9  # cleaning makes a text shorter that was cut
    if any(max(len(entry.content), len(entry.summary)) > nearly for entry in entries):
        yield f"Of each text, at most {MAX_BODY:,} characters are taken."
    if any(len(entry.enclosures) >= MAX_ENCLOSURES for entry in entries):
        yield f"Of each entry's files, at most {MAX_ENCLOSURES} are taken."
    if any(len(entry.tags) >= MAX_TAGS for entry in entries):
        yield f"Of each entry's tags, at most {MAX_TAGS} are taken."
    if any(len(entry.authors) >= MAX_NAMES for entry in entries):
        yield f"Of each entry's authors, at most {MAX_NAMES} are taken."


def _without_repeats(entries: tuple[ParsedEntry, ...]) -> tuple[ParsedEntry, ...]:
    """Keep one of entries with the same guid, link and title: the one that was updated last.

    Atom feeds may hold several versions of an entry (RFC 4287, 4.1.1).
    """
    kept: dict[tuple[str | None, ...], ParsedEntry] = {}
    for entry in entries:
        named = entry.guid or entry.link
        body = "" if named else entry.content or entry.summary
        key = (entry.guid, entry.link, entry.title, body)
        other = kept.get(key)
        if other is None or _is_newer(entry, other):
            kept[key] = entry
    return tuple(kept.values())


def _is_newer(entry: ParsedEntry, other: ParsedEntry) -> bool:
    mine = entry.updated or entry.published
    its = other.updated or other.published
    return mine is not None and (its is None or mine > its)
