"""Lists of subscriptions: OPML 1 and 2, in and out (http://opml.org/spec2.opml)."""

from __future__ import annotations

import email.utils
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import quoteattr

from newsreader.core.errors import FeedError, InputError
from newsreader.core.text import clean_line
from newsreader.core.urls import (
    clean_url,
    is_command,
    is_web,
    normalise_typed,
    without_credentials,
)
from newsreader.feeds import sniff
from newsreader.feeds.encoding import decode_document
from newsreader.feeds.repair import mend

MAX_BYTES = 20_000_000
MAX_FEEDS = 20_000
MAX_DEPTH = 32
MAX_REFUSED = 100
_MAX_NAME = 200
NAMESPACE = "urn:newsreader:feed"
"""Of the attributes that other programs do not know."""
_PREFIX = "newsreader"

_CUT = f"The list is larger than {MAX_BYTES // 1_000_000} MB; only its beginning was read."
_OPML_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:opml|outline)[\s>/]", re.IGNORECASE)
_ELEMENT = re.compile(r"\{[^}]*\}")


class Outline(NamedTuple):
    """A subscription in a list.

    Attributes:
        title: What the feed calls itself, "" where the list gives none.
        folder: Names joined by "/", "" for the top.
        site_url: The address of the site, "" where the list gives none.
        hidden: Left out of the list of all articles, as newsboat's tag "!" says.
        tags: Further folders or tags of the feed, beside ``folder``.
        own_title: The person's own name for it, where the list tells it from the feed's.
        options: The person's other choices for it, by their names, as this program wrote them.
    """

    url: str
    title: str = ""
    folder: str = ""
    site_url: str = ""
    description: str = ""
    hidden: bool = False
    tags: tuple[str, ...] = ()
    own_title: str = ""
    options: tuple[tuple[str, str], ...] = ()


class Outlines(list[Outline]):
    """The subscriptions of a list.

    Attributes:
        refused: One sentence for each line that was not taken; after a hundred, how many more.
        searches: What becomes smart feeds: each one's name and query.
    """

    def __init__(
        self,
        outlines: Iterable[Outline] = (),
        refused: Iterable[str] = (),
        searches: Iterable[tuple[str, str]] = (),
    ) -> None:
        super().__init__(outlines)
        self.searches = list(searches)
        sentences = list(refused)
        self.refused: list[str] = sentences[:MAX_REFUSED]
        if len(sentences) > MAX_REFUSED:
            self.refused.append(f"{len(sentences) - MAX_REFUSED:,} more were left out.")


# -- in --------------------------------------------------------------------------------------------


def is_opml(content: bytes) -> bool:
    """Say whether a file seems to be OPML."""
    return _OPML_ROOT.search(decode_document(content[:8192], None).text) is not None


def read_opml(content: bytes) -> Outlines:
    """Read a list of subscriptions.

    Outlines with an address are feeds, those around them folders; an address that comes twice
    counts once. A document that is not well-formed is read leniently.

    Args:
        content: The file, in any encoding.

    Raises:
        FeedError: The file is no OPML.
    """
    text = decode_document(content[:MAX_BYTES], None).text
    if not _OPML_ROOT.search(text):
        raise FeedError(_refusal(text))
    reader = _Reader()
    try:
        _read_strictly(mend(text), reader)
    except _Malformed:
        reader = _Reader()
        _read_leniently(text, reader)
    refused = [_CUT, *reader.refused] if len(content) > MAX_BYTES else reader.refused
    return Outlines(reader.found.values(), refused)


def _refusal(text: str) -> str:
    if not text.strip():
        return "The file is empty."
    return "This is a web page, not OPML." if sniff.is_page(text) else "This is not OPML."


class _Malformed(Exception):
    """The document is not well-formed."""


def _read_strictly(text: str, reader: _Reader) -> None:
    from xml.etree.ElementTree import ParseError

    import defusedxml.ElementTree
    from defusedxml import DefusedXmlException

    source = io.BytesIO(text.encode("utf-8", "replace"))
    try:
        for event, element in defusedxml.ElementTree.iterparse(
            source, events=("start", "end"), forbid_dtd=True
        ):
            if _ELEMENT.sub("", element.tag).lower() != "outline":
                continue
            if event == "start":
                reader.open({name.lower(): value for name, value in element.attrib.items()})
            else:
                reader.close()
                element.clear()
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise _Malformed from None


def _read_leniently(text: str, reader: _Reader) -> None:
    from newsreader.feeds.tags import start_tags

    for tag in start_tags(text, "outline", "/outline"):
        if tag.name == "outline":
            reader.open(tag.attributes)
        if tag.closed or tag.name == "/outline":
            reader.close()


class _Reader:
    """Keeps the folders that are open, and what was found in them."""

    def __init__(self) -> None:
        self.found: dict[str, Outline] = {}
        self.refused: list[str] = []
        self._folders: list[str] = []

    def open(self, attributes: dict[str, str]) -> None:
        """Take an outline that begins: a feed, or a folder for those that follow."""
        shown = clean_line(attributes.get("text") or "", _MAX_NAME)
        name = clean_line(attributes.get("title") or "", _MAX_NAME) or shown
        address = _address(attributes)
        if address:
            self._add(address, name, shown if shown != name else "", attributes)
            self._folders.append("")
        else:
            self._folders.append(name if len(self._folders) < MAX_DEPTH else "")

    def close(self) -> None:
        """Leave the innermost outline."""
        if self._folders:
            self._folders.pop()

    def _add(self, address: str, name: str, own_name: str, attributes: dict[str, str]) -> None:
        if is_command(address):
            shown = clean_line(without_credentials(address), 80)
            self.refused.append(
                f"{shown} is a command, not a web address, and was left out: newsreader add takes"
                " it, where the settings allow commands."
            )
            return
        try:
            url = normalise_typed(address.replace("&amp;", "&"))
        except InputError as error:
            self.refused.append(str(error))
            return
        if url in self.found:
            return
        if len(self.found) >= MAX_FEEDS:
            self.refused.append(
                f"More than {MAX_FEEDS:,} feeds: {clean_line(url, 80)} was left out."
            )
            return
        site_url = clean_url(attributes.get("htmlurl", ""))
        self.found[url] = Outline(
            url=url,
            title="" if name in (address, url) else name,
            folder=self._folder() or _category(attributes),
            site_url=site_url if is_web(site_url) else "",
            description=clean_line(attributes.get("description", "")),
            own_title="" if own_name in (address, url) else own_name,
            options=_options(attributes),
        )

    def _folder(self) -> str:
        return clean_folder("/".join(self._folders[:MAX_DEPTH]))


def _address(attributes: dict[str, str]) -> str:
    """Find the feed's address of an outline; some programs call it url."""
    address = attributes.get("xmlurl", "").strip()
    if address or attributes.get("type", "").lower() not in ("rss", "atom", "feed", "rdf"):
        return address
    return attributes.get("url", "").strip()


def _options(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    marks = (f"{{{NAMESPACE.lower()}}}", f"{_PREFIX}:")
    return tuple(
        (name.removeprefix(mark), clean_line(value, _MAX_NAME))
        for mark in marks
        for name, value in attributes.items()
        if name.startswith(mark)
    )


def _category(attributes: dict[str, str]) -> str:
    """Take the first slash-delimited category, which OPML 2.0 has beside nested outlines."""
    first = attributes.get("category", "").split(",")[0].strip()
    return clean_folder(first) if first.startswith("/") else ""


def clean_folder(path: str) -> str:
    """Clean a folder's path: names joined by "/", without blank ones, at most 32 deep."""
    names = [clean_line(name, _MAX_NAME) for name in path.split("/")]
    return "/".join([name for name in names if name][:MAX_DEPTH])


# -- out -------------------------------------------------------------------------------------------


def write_opml(subscriptions: Iterable[Outline], *, title: str, now: datetime) -> str:
    """Write a list of subscriptions as OPML 2.0, folders as nested outlines.

    What is shown of a feed is its ``text``; its ``title`` differs where the person renamed it.
    User names and passwords in addresses are left out.

    Args:
        subscriptions: In the order in which they are written within their folders.
        title: Of the list.
        now: The present, aware.
    """
    tree: dict[str, Any] = {}
    for subscription in subscriptions:
        level = tree
        for name in filter(None, clean_folder(subscription.folder).split("/")):
            level = level.setdefault(f"folder {name}", {})
        level[f"feed {subscription.url}"] = subscription
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0" xmlns:{_PREFIX}="{NAMESPACE}">',
        "  <head>",
        f"    <title>{_text(title)}</title>",
        f"    <dateCreated>{email.utils.format_datetime(now)}</dateCreated>",
        "  </head>",
        "  <body>",
        *_write_level(tree, "    "),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def _write_level(level: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in level.items():
        if isinstance(value, dict):
            name = _attribute(key.removeprefix("folder "))
            yield f"{indent}<outline text={name} title={name}>"
            yield from _write_level(value, f"{indent}  ")
            yield f"{indent}</outline>"
        else:
            yield f"{indent}{_write_feed(value)}"


def _write_feed(subscription: Outline) -> str:
    url = without_credentials(subscription.url)
    title = subscription.title or url
    shown = _attribute(subscription.own_title or title)
    site = f" htmlUrl={_attribute(subscription.site_url)}" if subscription.site_url else ""
    names = f"text={shown} title={_attribute(title)}"
    options = "".join(f" {_PREFIX}:{k}={_attribute(v)}" for k, v in subscription.options)
    return f'<outline type="rss" {names} xmlUrl={_attribute(url)}{site}{options}/>'


def _attribute(value: str) -> str:
    return quoteattr(clean_line(value, 10_000))


def _text(value: str) -> str:
    return clean_line(value).replace("&", "&amp;").replace("<", "&lt;")
