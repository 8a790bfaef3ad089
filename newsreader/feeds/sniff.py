"""What a document seems to be, by its first characters: cheap, and never wrong on purpose."""

from __future__ import annotations

import re

from newsreader.core.text import plain_title

_LOOKED_AT = 8192
_FEED_ROOT = re.compile(
    r"<(?:rss|feed|rdf:rdf|channel)[\s>/]|<[\w.-]{1,40}:(?:feed|rss)[\s>]", re.I
)
_HTML_ROOT = re.compile(r"<(?:html|head|body)[\s>]", re.I)
_HTML_DOCTYPE = re.compile(r"<!doctype\s{1,9}html[\s>]", re.I)
_EMBEDDED = re.compile(r"<(?:rss\s{1,9}version|feed\s{1,9}xmlns|rdf:RDF\s{1,9}xmlns)", re.I)
_HTML_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,300})", re.I)
_ROOT_NAME = re.compile(r"<([A-Za-z_][\w.-]{0,60}(?::[\w.-]{1,60})?)")
_BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "an image"),
    (b"GIF8", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"RIFF", "an image or a sound"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "compressed data"),
    (b"BZh", "compressed data"),
    (b"\x28\xb5\x2f\xfd", "compressed data"),
    (b"\xfd7zXZ", "compressed data"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_XML_KINDS = {
    "opml": "a list of subscriptions (OPML), which can be imported",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "svg": "an image",
    "error": "an error message",
    "rsd": "a service description",
    "opensearchdescription": "a search description",
}


def looks_like_feed(content: bytes, content_type: str | None = None) -> bool:
    """Say whether a document seems to be a feed, without parsing it.

    Args:
        content: The document, or its first kilobytes.
        content_type: The Content-Type header; it only decides where the document does not.
    """
    start = content[:_LOOKED_AT].replace(b"\0", b"").decode("utf-8", "ignore")
    if is_json(start):
        named = "jsonfeed.org/version" in start.replace("\\/", "/")
        return named or "feed+json" in (content_type or "").lower()
    if is_page(start):
        return False
    if _FEED_ROOT.search(start):
        return True
    kind = (content_type or "").partition(";")[0].strip().lower()
    return kind.endswith(("rss+xml", "atom+xml", "rdf+xml"))


def is_json(text: str) -> bool:
    """Say whether a text starts as a JSON object or array."""
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def is_page(text: str) -> bool:
    """Say whether a text starts as a web page does, before anything of a feed."""
    start = text[:_LOOKED_AT]
    page = _HTML_ROOT.search(start)
    root = _FEED_ROOT.search(start)
    if root is None:
        return page is not None or _HTML_DOCTYPE.search(start) is not None
    return page is not None and page.start() < root.start()


def embedded_feed(text: str) -> int | None:
    """Find where a feed begins that a broken template wrapped into a page; None where none is."""
    match = _EMBEDDED.search(text[:_LOOKED_AT])
    return match.start() if match else None


def binary_kind(content: bytes) -> str:
    """Name what is no text at all, "" for what may be text."""
    for start, kind in _BINARY:
        if content.startswith(start):
            return kind
    return ""


def describe(text: str) -> str:
    """Say in one sentence what a document is that is no feed.

    Args:
        text: The decoded document.
    """
    if is_page(text):
        title = _HTML_TITLE.search(text[: _LOOKED_AT * 4])
        name = plain_title(title[1], 60) if title else ""
        return f"This is a web page (“{name}”), not a feed." if name else _not_a_feed("a web page")
    root = _ROOT_NAME.search(text[:_LOOKED_AT])
    if root and text.lstrip("\ufeff \t\r\n").startswith("<"):
        kind = _XML_KINDS.get(root[1].rpartition(":")[2].lower())
        return _not_a_feed(kind) if kind else "This is an XML document, but not a feed."
    if "\0" in text[:_LOOKED_AT]:
        return _not_a_feed("binary data")
    return _not_a_feed("plain text")


def _not_a_feed(kind: str) -> str:
    return f"This is {kind}, not a feed."
