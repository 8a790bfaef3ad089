"""feedparser, driven so that no document can make it fetch, hang for long, or raise.

The text that it gets is decoded and mended (see `encoding` and `repair`), its sanitising and its
resolving of addresses within bodies are off (the document builder does both), and its two handlers
get limits: of entries, elements, depth, attributes, tags; and the regular expression that needs
quadratic time for an author is gone.
"""

from __future__ import annotations

import io
import re
import xml.sax.handler
import xml.sax.xmlreader
from collections.abc import Mapping
from typing import Any, NamedTuple

import feedparser.api
import feedparser.mixin
import feedparser.urls
import feedparser.util

from newsreader.feeds import values
from newsreader.feeds.plain import PlainReader

MAX_DEPTH = 256
MAX_ELEMENTS = 300_000
MAX_ATTRIBUTES = 100
MAX_AUTHOR = 300

_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>", re.IGNORECASE)
_CUT = "The feed breaks off; the rest of it is asked for again."
_ATTRIBUTES = f"A tag of the feed has more than {MAX_ATTRIBUTES} attributes; none was read."


class Raw(NamedTuple):
    """What feedparser found: its dictionaries, the format's name, and what was odd.

    ``cut`` says that the document breaks off.
    """

    feed: Mapping[str, Any]
    entries: list[Mapping[str, Any]]
    version: str
    warnings: tuple[str, ...]
    cut: bool = False


class _LimitReached(Exception):
    """Ends a parse early; what was found until then is kept. Its text is the warning."""


def _joined(base: str, uri: str) -> Any:
    """Join addresses; feedparser does so for each element, and hardly any has what to join with.

    Then nothing is done but that slashes which stand too often behind the scheme go.
    """
    return _urljoin(base, uri) if base or ":///" in uri else uri


_urljoin = feedparser.urls._urljoin
feedparser.mixin._urljoin = _joined


class _Params(feedparser.util.FeedParserDict):  # type: ignore[misc]  # it has no types
    """What is known of a text. feedparser copies it for each one, and its values are strings."""

    get = dict.get  # none of its keys goes by another name

    def __deepcopy__(self, _: object) -> _Params:
        return _Params(self)


class _Limits:
    """Goes before feedparser's mixin and keeps what it does within bounds."""

    depth: int
    entries: list[Any]
    inentry: int
    _get_context: Any
    contentparams: Any
    elements = 0
    tag = ""
    """The last one that began."""

    def is_full(self) -> bool:
        """Say whether the next element may be more than is taken."""
        return (
            self.elements >= MAX_ELEMENTS
            or self.depth > MAX_DEPTH
            or len(self.entries) > values.MAX_ENTRIES
        )

    def unknown_starttag(self, tag: str, attrs: Any) -> Any:
        self.tag = tag
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise _LimitReached("The feed has too many elements; the rest of it was left out.")
        if self.depth > MAX_DEPTH:
            raise _LimitReached("The feed is nested too deeply; the rest of it was left out.")
        if len(self.entries) > values.MAX_ENTRIES:
            self.entries.pop()
            raise _LimitReached(values.TOO_MANY_ENTRIES)
        handler: Any = super()
        return handler.unknown_starttag(tag, attrs)

    def _sync_author_detail(self, key: str = "author") -> None:
        """Keep an author's text whole: `values.person_name` takes name and address apart."""
        context = self._get_context()
        people = context.get(f"{key}s")
        text = context.get(key)
        if people and not people[-1] and isinstance(text, str):
            people[-1]["name"] = text[:MAX_AUTHOR]

    def push_content(self, *arguments: Any) -> None:
        handler: Any = super()
        handler.push_content(*arguments)
        self.contentparams = _Params(self.contentparams)

    def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
        if len(self._get_context().get("tags", ())) < values.MAX_TAGS:
            handler: Any = super()
            handler._add_tag(term, scheme, label)


class _AttributeLimit:
    """Goes before feedparser's XML handler, which needs quadratic time for many attributes."""

    left_out = ""
    """What of that was met, in a sentence."""

    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:
        if len(attrs) > MAX_ATTRIBUTES:
            attrs = xml.sax.xmlreader.AttributesNSImpl({}, {})
            self.left_out = _ATTRIBUTES
        handler: Any = super()
        handler.startElementNS(name, qname, attrs)


_Strict: Any = type("_Strict", (_AttributeLimit, _Limits, feedparser.api.StrictFeedParser), {})
_Loose: Any = type("_Loose", (_Limits, feedparser.api.LooseFeedParser), {})


def parse_markup(text: str) -> Raw:
    """Run feedparser over a mended document: as XML, and leniently where it is not well-formed.

    Args:
        text: What `repair.mend` gave.

    Returns:
        Whatever was found; nothing (an empty ``version`` and no entries) for what is no feed.
        Addresses are as the document gives them, made absolute only where it has an xml:base.
    """
    handler = _Strict("", None, "utf-8")
    try:
        _run_strict(handler, text)
    except _LimitReached as limit:
        return _result(handler, str(limit))
    except Exception:  # feedparser lets anything out; the lenient parser has its own ways
        return _parse_leniently(text)
    return _result(handler)


def _run_strict(handler: Any, text: str) -> None:
    _switch_off_passes(handler)
    parser = PlainReader(handler)
    parser.setFeature(xml.sax.handler.feature_namespaces, True)
    parser.setFeature(xml.sax.handler.feature_external_ges, False)
    source = xml.sax.xmlreader.InputSource()
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    parser.parse(source)


def _parse_leniently(text: str) -> Raw:
    handler = _Loose("", None, "utf-8", {})
    _switch_off_passes(handler)
    cut = _END.search(text) is None
    warning = _CUT if cut else "The feed is not well-formed XML; it was read leniently."
    try:
        handler.feed(text)
    except _LimitReached as limit:
        return _result(handler, warning, str(limit))
    except Exception:  # what was found until then is better than nothing
        return _result(handler, warning, "The end of the feed could not be read.")
    if cut and handler.inentry and handler.entries:
        handler.entries.pop()  # a part of an article would take the place of the whole
    return _result(handler, warning)._replace(cut=cut)


def _switch_off_passes(handler: Any) -> None:
    handler.resolve_relative_uris = False
    handler.sanitize_html = False


def _result(handler: Any, *warnings: str) -> Raw:
    entries: list[Mapping[str, Any]] = [dict(entry) for entry in handler.entries]
    if left_out := getattr(handler, "left_out", ""):
        warnings = (*warnings, left_out)
    return Raw(dict(handler.feeddata), entries, handler.version or "", warnings)
