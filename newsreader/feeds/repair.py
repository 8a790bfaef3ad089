"""Text -> text that an XML parser can read: the prolog goes, small faults are mended.

No document type reaches the parser, so nothing outside is ever fetched and no entity can explode:
the few plain entities that a document declares for itself are put in here, within bounds.
"""

from __future__ import annotations

import html
import html.entities
import re
from typing import NamedTuple

from newsreader.core.text import without_sequences

MAX_OWN_ENTITIES = 200
MAX_GROWTH = 1_000_000
"""The most characters that a document's own entities may add to it."""

_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"
_ROOT = re.compile(r"<(?:\?xml\b|rss\b|feed\b|rdf:RDF\b|channel\b)", re.IGNORECASE)
_JUNK_BEFORE = 10_000
_SPACE = re.compile(r"\s*")
_ENTITY = re.compile(
    r"""<!ENTITY\s{1,20}(\w{1,60})\s{1,20}(?:"([^"&<%]{0,100}|&\#\w{1,8};)"|'([^'&<%]{0,100})')"""
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NOT_XML_IN_ASCII = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)))
"""The same in ASCII, where dropping bytes takes a hundredth of the time."""
_REFERENCE = re.compile(r"&(?:\#(?:[xX]([0-9a-fA-F]{1,20})|(\d{1,20}));|(\w{1,60});|)", re.ASCII)
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))


class Prolog(NamedTuple):
    """What stood before the root element, as far as it matters."""

    doctype: str
    entities: dict[str, str]
    rest: str


def mend(text: str) -> str:
    """Give the document without prolog and document type, and with its small faults mended.

    Characters and references that XML forbids are dropped, names of HTML's and of the document's
    own entities are replaced by what they stand for, stray ampersands are escaped; CDATA sections
    stay as they are but for forbidden characters.

    Args:
        text: A decoded XML document.
    """
    text = without_sequences(text)
    if text.isascii():
        text = text.encode().translate(None, _NOT_XML_IN_ASCII).decode()
    else:
        text = _NOT_XML.sub("", text)
    prolog = split_prolog(text)
    return _DECLARATION + _outside_cdata(prolog.rest, prolog.entities)


def split_prolog(text: str) -> Prolog:
    """Split off declarations, comments and the document type; in linear time."""
    position = _skip_junk(text)
    doctype = ""
    while True:
        position = _skip_space(text, position)
        if text.startswith("<?", position):
            end = text.find("?>", position)
            width = 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position)
            width = 3
        elif text[position : position + 9].upper() == "<!DOCTYPE":
            end, width = _doctype_end(text, position), 1
            doctype = text[position:end] if end >= 0 else ""
        else:
            break
        if end < 0:
            break
        position = end + width
    return Prolog(doctype, _own_entities(doctype), text[position:])


def _skip_junk(text: str) -> int:
    """Find the start of the document: some servers put warnings or blank lines before it."""
    start = text[_skip_space(text, 0) :][:4].lower()
    if start.startswith("<") and not start.startswith(("<br", "<b>")):
        return 0
    root = _ROOT.search(text, 0, _JUNK_BEFORE)
    return root.start() if root else 0


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _doctype_end(text: str, start: int) -> int:
    """Find the bracket that closes a document type, its internal subset included."""
    close = text.find(">", start)
    subset = text.find("[", start)
    if subset < 0 or close < subset:
        return close
    subset_end = text.find("]", subset)
    return text.find(">", subset_end) if subset_end >= 0 else -1


def _own_entities(doctype: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ENTITY.finditer(doctype):
        value = match[2] if match[2] is not None else match[3]
        found.setdefault(match[1], value if "&" in value else html.escape(value))
        if len(found) >= MAX_OWN_ENTITIES:
            break
    return found


def _outside_cdata(text: str, entities: dict[str, str]) -> str:
    """Mend the references in everything but CDATA sections."""
    mender = _Mender(entities)
    pieces = []
    position = 0
    while True:
        start = text.find("<![CDATA[", position)
        end = text.find("]]>", start) if start >= 0 else -1
        if end < 0:
            pieces.append(_REFERENCE.sub(mender, text[position:]))
            return "".join(pieces)
        pieces.append(_REFERENCE.sub(mender, text[position:start]))
        pieces.append(text[start : end + 3])
        position = end + 3


class _Mender:
    """Replaces one reference at a time, and keeps count of what the document's own ones add."""

    def __init__(self, entities: dict[str, str]) -> None:
        self._entities = entities
        self._room = MAX_GROWTH

    def __call__(self, match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name is None and hexadecimal is None and decimal is None:
            return "&amp;"
        if name is None:
            return _character(int(hexadecimal, 16) if hexadecimal else int(decimal))
        if name in _XML_NAMES:
            return match[0]
        if name in self._entities:
            self._room -= len(self._entities[name])
            return self._entities[name] if self._room >= 0 else ""
        code = html.entities.html5.get(f"{name};")
        return html.escape(code) if code is not None else f"&amp;{name};"


def _character(code: int) -> str:
    """Write a character reference that XML allows; "" for any other."""
    forbidden = (
        (code < 0x20 and code not in (9, 10, 13))
        or 0xD800 <= code <= 0xDFFF
        or code in (0xFFFE, 0xFFFF)
        or code > 0x10FFFF
    )
    return "" if forbidden else f"&#{code};"
