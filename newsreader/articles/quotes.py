"""Who is quoted: the source that a block quotation names at its end."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.etree import _Element

from newsreader.articles.trees import attribute, labels, tag, text_of
from newsreader.core.text import clean_line

_LABELS = re.compile(r"(?:^|[\s_-])(?:source|attribution|author|cite|citation|quotee|signature)")
_DASH = re.compile(r"^\s*[—–―‒-]\s*(?=\S)")
_MOST = 150


def source_of(quote: _Element) -> tuple[str, _Element | None]:
    """Give the source of a quotation, and the element that names it.

    Args:
        quote: A ``blockquote``; where it has none, the caption of the figure around it counts.

    Returns:
        ``("", None)`` where no source is named.
    """
    last = quote[-1] if len(quote) else None
    for element in quote.iter("footer", "cite", "figcaption"):
        if _is_at_the_end(element, quote):
            return _clean(element), element
    if last is not None and not (last.tail or "").strip() and len(quote) > 1:
        text = text_of(last)
        if len(text) <= _MOST and (_LABELS.search(labels(last)) or _DASH.match(text)):
            return _clean(last), last
    return _of_figure(quote)


def _of_figure(quote: _Element) -> tuple[str, _Element | None]:
    figure = quote.getparent()
    if figure is None or tag(figure) != "figure":
        return "", None
    caption = next(figure.iter("figcaption"), None)
    return (_clean(caption), caption) if caption is not None else ("", None)


def _is_at_the_end(element: _Element, quote: _Element) -> bool:
    """Say whether no text follows the element, and it does not stand inside a sentence."""
    node: _Element | None = element
    while node is not None and node is not quote:
        following = node.getnext()
        if (node.tail or "").strip() or (following is not None and text_of(following)):
            return False
        node = node.getparent()
    parent = element.getparent()
    if tag(element) != "cite" or parent is None or parent is quote or tag(parent) == "footer":
        return len(text_of(element)) <= _MOST
    whole = text_of(parent)
    return len(whole) - len(text_of(element)) < 6


def _clean(element: _Element) -> str:
    return clean_line(_DASH.sub("", text_of(element)))


def address_in(element: _Element, address: Callable[[str], str]) -> str:
    """Give the first link in the element that names the source, "" for none."""
    for link in element.iter("a"):
        if url := address(attribute(link, "href")):
            return url
    return ""
