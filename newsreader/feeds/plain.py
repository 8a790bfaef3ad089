"""A short way through feedparser for what most entries consist of: elements that hold but text.

feedparser takes some thirty steps for each tag, most of them for what hardly any feed has. So an
element right inside an entry is held back here until it ends. If it has held but text, that goes
where feedparser would put it; if it turns out to hold more, feedparser is told of it from its
beginning. All else in a feed goes to feedparser as it comes. The tests read all documents of its
own suite both ways.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax import expatreader

import feedparser.mixin
import feedparser.util

Store = Callable[[Any, str, Mapping[str, str]], None]
"""Puts the text of an element into the newest entry; takes feedparser's handler, the text and the
element's attributes."""

_PERMALINK = "isPermaLink"
_C1 = re.compile("[\x80-\x9f]")
_AMPERSAND = re.compile(r"&([A-Za-z0-9_]+);")

_set = dict.__setitem__
_set_default = dict.setdefault
"""feedparser's dictionaries look for other names of a key first, which those here do not have."""


class PlainReader(expatreader.ExpatParser):
    """Reads XML for feedparser's handler."""

    _parser: Any

    def __init__(self, handler: Any) -> None:
        super().__init__()
        self._feed = handler
        self._stores: dict[str, Store | None] = {}
        self._held: tuple[str, Mapping[str, str], Store] | None = None
        self._pieces: list[str] = []
        self.setContentHandler(handler)
        self.setErrorHandler(handler)

    def reset(self) -> None:
        """Begin a document."""
        super().reset()
        self._parser.buffer_text = True

    def start_namespace_decl(self, prefix: str | None, uri: str) -> None:
        """Take a prefix; names may mean something else from now on."""
        self._let_go()
        self._stores.clear()
        super().start_namespace_decl(prefix, uri)

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Hold an element back, or tell feedparser that it begins."""
        self._let_go()
        store = self._stores.get(name)
        if store is not None and _is_plain(self._feed, store, attrs):
            self._held = name, attrs, store
            self._parser.CharacterDataHandler = self._pieces.append
            return
        super().start_element_ns(name, attrs)
        if name not in self._stores:
            self._stores[name] = _store_for(self._feed, name)

    def end_element_ns(self, name: str) -> None:
        """Store an element that was held back, or tell feedparser that one ends."""
        if self._held is None:
            super().end_element_ns(name)
            return
        _, attributes, store = self._held
        text = self._release()
        feed = self._feed
        feed.elements += 1
        feed.depth += 1
        store(feed, text.strip(), attributes)
        feed.depth -= 1

    def _let_go(self) -> None:
        """Tell feedparser of an element that was held back, and holds more than text."""
        if self._held is not None:
            name, attributes, _ = self._held
            text = self._release()
            super().start_element_ns(name, attributes)
            if text:
                self._feed.characters(text)

    def _release(self) -> str:
        self._held = None
        self._parser.CharacterDataHandler = self._feed.characters
        text = "".join(self._pieces)
        self._pieces.clear()
        return text


def _is_plain(feed: Any, store: Store, attributes: Mapping[str, str]) -> bool:
    """Say whether all that feedparser keeps track of is at rest, right inside an entry."""
    if attributes and not (store is _store_guid and attributes.keys() == {_PERMALINK}):
        return False
    if feed.contentparams or feed.incontent or feed.insource or feed.inimage or feed.intextinput:
        return False
    if feed.svgOK or feed.baseuri or feed.decls:
        return False
    if not feed.inentry or not feed.elementstack or feed.elementstack[-1][0] != "item":
        return False
    if store is _store_description and not feed.hasContent and "summary" in feed.entries[-1]:
        return False
    return not feed.is_full()


def _store_for(feed: Any, name: str) -> Store | None:
    """Say how an element is stored that feedparser has just been told of; None: by feedparser."""
    prefix, colon, suffix = feed.tag.partition(":")
    if not colon:
        prefix, suffix = "", prefix
    prefix = feed.namespacemap.get(prefix, prefix)
    tag = f"{prefix}_{suffix}" if prefix else suffix
    if "backend.userland.com" in name.lower():
        return None  # feedparser takes its names in two ways
    if hasattr(feed, f"_start_{tag}") or hasattr(feed, f"_end_{tag}"):
        return _STORES.get(tag)
    has_other_name = tag in feedparser.util.FeedParserDict.keymap
    return None if has_other_name else _text_of(tag)


# -- where texts go --------------------------------------------------------------------------------


def _put(feed: Any, element: str, text: str) -> None:
    """Store a text, unless one that stands less deep in the entry has been."""
    entry = feed.entries[-1]
    depths = feed.property_depth_map.setdefault(entry, {})
    if depths.get(element, feed.depth) >= feed.depth:
        depths[element] = feed.depth
        _set(entry, element, text)


def _text_of(element: str) -> Store:
    """Store an element's text under a name."""

    def store(feed: Any, text: str, _: Mapping[str, str]) -> None:
        if text and element in feed.can_be_relative_uri:
            text = feed.resolve_uri(text)
        _put(feed, element, _mended(text))

    return store


def _store_title(feed: Any, text: str, _: Mapping[str, str]) -> None:
    kind = "text/plain"
    if not feed.version.startswith("atom") and feed.looks_like_html(text):
        kind = "text/html"
    text = _mended(text)
    if not -1 < feed.title_depth <= feed.depth:
        _put(feed, "title", text)
        _set(feed.entries[-1], "title_detail", _detail(feed, kind, text))
    if text:
        feed.title_depth = feed.depth


def _store_description(feed: Any, text: str, _: Mapping[str, str]) -> None:
    text = _mended(text)
    _put(feed, "summary", text)
    _set(feed.entries[-1], "summary_detail", _detail(feed, "text/html", text))


def _store_content(feed: Any, text: str, _: Mapping[str, str]) -> None:
    feed.hasContent = 1
    text = _mended(text)
    entry = feed.entries[-1]
    _set_default(entry, "content", []).append(_detail(feed, "text/html", text))
    _set_default(entry, "summary", text)


def _store_link(feed: Any, text: str, _: Mapping[str, str]) -> None:
    entry = feed.entries[-1]
    link = feedparser.util.FeedParserDict(rel="alternate", type="text/html")
    _set_default(entry, "links", []).append(link)
    text = _mended(feed.resolve_uri(text) if text else text)
    if "&" in text:
        text = _AMPERSAND.sub(r"&\g<1>", text.replace("&amp;", "&"))
    _set(entry, "link", text)
    if text:
        _set(link, "href", text)


def _store_guid(feed: Any, text: str, attributes: Mapping[str, str]) -> None:
    feed.guidislink = attributes.get(_PERMALINK, "true") == "true"
    if text and feed.guidislink:
        text = feed.resolve_uri(text)
    text = _mended(text)
    _put(feed, "id", text)
    entry = feed.entries[-1]
    _set_default(entry, "guidislink", feed.guidislink and "link" not in entry)
    if feed.guidislink:
        _set_default(entry, "link", text)


def _store_author(feed: Any, text: str, _: Mapping[str, str]) -> None:
    entry = feed.entries[-1]
    _set_default(entry, "authors", []).append(feedparser.util.FeedParserDict())
    _put(feed, "author", _mended(text))
    feed.inauthor = 0
    feed._sync_author_detail()


def _store_category(feed: Any, text: str, _: Mapping[str, str]) -> None:
    feed._add_tag(None, None, None)
    text = _mended(text)
    if not text:
        return
    tags = feed.entries[-1]["tags"]
    if tags and not tags[-1]["term"]:
        tags[-1]["term"] = text
    else:
        feed._add_tag(text, None, None)


_STORES: Mapping[str, Store] = {
    "title": _store_title,
    "description": _store_description,
    "content_encoded": _store_content,
    "link": _store_link,
    "guid": _store_guid,
    "id": _store_guid,
    "pubdate": _text_of("published"),
    "published": _text_of("published"),
    "updated": _text_of("updated"),
    "dc_date": _text_of("updated"),
    "author": _store_author,
    "dc_creator": _store_author,
    "category": _store_category,
    "dc_subject": _store_category,
}


def _detail(feed: Any, kind: str, text: str) -> Any:
    language = feed.lang.replace("_", "-") if feed.lang else feed.lang
    return feedparser.util.FeedParserDict(
        type=kind, language=language, base=feed.baseuri, value=text
    )


def _mended(text: str) -> str:
    """Mend characters that were decoded wrongly before they came into the feed, as feedparser."""
    if text.isascii():
        return text
    with contextlib.suppress(UnicodeError):
        text = text.encode("iso-8859-1").decode("utf-8")
    return text.translate(feedparser.mixin._cp1252) if _C1.search(text) else text
