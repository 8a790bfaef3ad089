"""What a person decided for a site: which parts of its pages to keep, and which to drop."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.cssselect import CSSSelector
from lxml.etree import _Element

from newsreader.articles.explaining import Trace
from newsreader.articles.trees import drop
from newsreader.core.errors import InputError
from newsreader.core.text import clean_line


def select(root: _Element, selectors: Sequence[str]) -> list[_Element]:
    """Give the elements that CSS selectors choose, in the order of the page, none inside another.

    Raises:
        InputError: A selector can not be read.
    """
    found: set[_Element] = set()
    for selector in selectors:
        chosen = compiled(selector)(root)
        if isinstance(chosen, list):
            found.update(node for node in chosen if isinstance(node, _Element))
    if not found:
        return []
    return [
        element
        for element in root.iter()
        if element in found and not any(a in found for a in element.iterancestors())
    ]


def compiled(selector: str) -> CSSSelector:
    """Read a CSS selector.

    Raises:
        InputError: It can not be read.
    """
    try:
        return CSSSelector(selector)
    except (SyntaxError, ValueError) as error:
        shown = clean_line(selector, 60)
        raise InputError(f"This CSS selector can not be read: {shown}.") from error


def drop_selected(root: _Element, selectors: Sequence[str], trace: Trace) -> None:
    """Take out of a page what CSS selectors choose.

    Raises:
        InputError: A selector can not be read.
    """
    for element in select(root, selectors):
        trace.dropped(element, "is dropped by the rule for this site")
        drop(element)
