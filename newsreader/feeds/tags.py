"""The start tags of a page, found in linear time whatever the page is made of.

The standard library's parser needs quadratic time for unclosed tags and comments (CVE-2025-6069),
and the whole tree is not wanted here: only the attributes of a few elements.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsreader.core.text import without_sequences

MAX_TAGS = 50_000
_MAX_TAG_LENGTH = 8_000
_MAX_TEXT = 200

_BODY = re.compile(r"""[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*""")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,60})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
)
_HIDDEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))
_TEXT = re.compile(r"[^<]*")


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes, decoded, and the text right after it."""

    name: str
    attributes: dict[str, str]
    text: str
    closed: bool
    """It closes itself: ``<x/>``."""


def start_tags(markup: str, *names: str) -> Iterator[Tag]:
    """Find start and end tags with the given names; those in comments and scripts do not count.

    Args:
        markup: HTML or XML.
        names: In lower case; an end tag is asked for as ``/name``, and comes without attributes.
    """
    markup = _without_hidden(without_sequences(markup))
    pattern = re.compile(rf"<({'|'.join(map(re.escape, names))})(?=[\s>/])", re.IGNORECASE)
    end = 0
    for _ in range(MAX_TAGS):
        match = pattern.search(markup, end)
        if not match:
            return
        body = _BODY.match(markup[match.end() : match.end() + _MAX_TAG_LENGTH])
        inside = body.group() if body else ""
        end = match.end() + len(inside) + 1
        after = _TEXT.match(markup[end : end + _MAX_TEXT])
        yield Tag(
            match[1].lower(),
            _attributes(inside),
            html.unescape(after.group()) if after else "",
            inside.rstrip().endswith("/"),
        )


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def _without_hidden(markup: str) -> str:
    """Cut out comments, scripts and styles; what is not closed hides the rest, as in browsers."""
    for opening, closing in _HIDDEN:
        lowered = markup.lower() if len(markup.lower()) == len(markup) else markup
        pieces = []
        position = 0
        while True:
            start = lowered.find(opening, position)
            if start < 0:
                pieces.append(markup[position:])
                break
            pieces.append(markup[position:start])
            end = lowered.find(closing, start + len(opening))
            if end < 0:
                break
            position = end + len(closing)
        markup = "".join(pieces)
    return markup
