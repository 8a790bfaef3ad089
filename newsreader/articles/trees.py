"""Markup -> an element tree that is safe to walk: never too deep, never an exception.

libxml2 stops reading where elements nest deeper than 256, so whatever follows would be lost.
Markup that deep is rare and mostly hostile; its surplus tags are dropped before it is parsed
again, and its text is kept. Each attribute of a tag is compared with all before it, so a tag with
too many is read without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element
from lxml.html import HtmlElement

from newsreader.core.text import without_sequences

MAX_DEPTH = 200
"""How deep elements may nest before surplus tags are dropped."""

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s<>/]*)[^<>]*>")
_LONG_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*)[^<>]{6000,}")
_MOST_ATTRIBUTES = 1500
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
_CLOSED_BY_ITSELF = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "option"})
_NOT_CHARACTERS = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_ANY_TAG = re.compile(r"<[a-zA-Z/!?]")
_BLANK_LINES = re.compile(r"\n[ \t\r]*\n\s*")


def parse(html: str) -> _Element:
    """Parse markup of any kind, a page or a fragment, into its ``html`` element.

    Args:
        html: Decoded markup, however broken; of a text without any, blank lines part paragraphs.
    """
    html = _DECLARATION.sub("", _NOT_CHARACTERS.sub("", without_sequences(html)))
    if not _ANY_TAG.search(html):
        html = "".join(f"<p>{part}</p>" for part in _BLANK_LINES.split(html))
    html = _LONG_TAG.sub(_thinned, html)
    parser = _parser()
    root = _parse(html, parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        root = _parse(_flatten(html), _parser())
    return root


def _thinned(tag: re.Match[str]) -> str:
    return tag[0] if len(tag[0].split()) <= _MOST_ATTRIBUTES else f"<{tag[1]}"


def _parser() -> etree.HTMLParser:
    """Make a parser whose elements are all of one class: finding out the class of each is slow."""
    parser = etree.HTMLParser(encoding="utf-8", remove_pis=True, remove_comments=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


def _parse(html: str, parser: etree.HTMLParser) -> _Element:
    root: _Element | None
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.ParseError, ValueError):
        root = None
    if root is None or root.tag != "html":
        empty = etree.Element("html")
        etree.SubElement(empty, "body")
        if root is not None:
            empty[0].append(root)
        return empty
    return root


def _flatten(html: str) -> str:
    """Drop the tags that nest deeper than allowed; all text stays."""
    pieces: list[str] = []
    position = 0
    stack: list[tuple[str, bool]] = []
    for match in _TAG.finditer(html):
        closing, name = bool(match[1]), match[2].lower()
        keep = True
        if name in _VOID:
            pass
        elif closing:
            keep = stack.pop()[1] if stack else False
        elif name in _CLOSED_BY_ITSELF and stack and stack[-1][0] == name:
            keep = stack[-1][1]
        else:
            keep = len(stack) < MAX_DEPTH
            stack.append((name, keep))
        pieces.append(html[position : match.end() if keep else match.start()])
        pieces.append("" if keep else " ")
        position = match.end()
    pieces.append(html[position:])
    return "".join(pieces)


def tag(element: _Element) -> str:
    """Give the lower-case name of an element, "" for a comment or an instruction."""
    name = element.tag  # the parser writes all names small
    return name if isinstance(name, str) else ""


def attribute(element: _Element, name: str) -> str:
    """Give an attribute without white space around it, "" where it is missing."""
    return str(element.get(name) or "").strip()


def number(value: str | None) -> int | None:
    """Read a size such as ``640`` or ``640px``; None where it is none."""
    match = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", value or "")
    return int(match[1]) if match else None


def labels(element: _Element) -> str:
    """Give what the page's author calls an element: its classes and its id, in lower case."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def text_of(element: _Element, skip: frozenset[str] = frozenset()) -> str:
    """Give the text of an element, white space folded, without that of the elements in skip.

    Args:
        element: Any element.
        skip: Names of elements to leave out, beside scripts and styles.
    """
    return " ".join("".join(_texts(element, skip | _NO_TEXT)).split())


_NO_TEXT = frozenset({"script", "style", "template", "noscript"})
_BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "td", "th", "dt", "dd", "section", "figcaption"}
    | {"h1", "h2", "h3", "h4", "h5", "h6"}
)


def _texts(element: _Element, skip: frozenset[str]) -> Iterator[str]:
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        name = tag(node)
        if event == "start":
            if name in _BREAKS:
                yield " "
            if name in skip:
                walker.skip_subtree()
            elif node.text and name:
                yield node.text
        elif node is not element and node.tail:
            yield (" " if name in _BREAKS else "") + node.tail


def drop(element: _Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)
