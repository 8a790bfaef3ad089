"""The walk over a tree that is to become drafts: text, open paragraphs and open containers.

What each element becomes is said by who walks (`newsreader.articles.builder`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from lxml.etree import _Element

from newsreader.articles.drafts import Draft, Kind
from newsreader.articles.footnotes import Footnotes
from newsreader.articles.inline import Inline, Mark
from newsreader.articles.trees import tag
from newsreader.core.document import Block, Heading, Paragraph, Rule, Span
from newsreader.core.urls import absolute

MAX_FRAMES = 40
"""How deep lists, quotes and the like may nest; what is deeper becomes plain paragraphs."""

_NOTHING = frozenset(
    {"script", "style", "template", "head", "title", "meta", "link", "button", "input", "select"}
    | {"textarea", "option", "svg", "canvas", "map", "area", "rt", "rp", "datalist", "progress"}
    | {"frame", "frameset", "noframes", "dialog", "applet", "track", "param", "source"}
)
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "center", "caption", "dd", "details"}
    | {"dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"}
    | {"h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "ul", "listing", "xmp", "search"}
)
_RULE_TEXT = re.compile(r"(?:[*•·⁂—–_=~-]\s*){3,}|⁂|§")

Closer = Callable[[], None]
"""Ends what an element began."""


@dataclass(slots=True)
class Frame:
    """A container that is open; ``draft`` gathers its blocks."""

    draft: Draft


class Walk(ABC):
    """The state of the walk: open containers, the paragraph that is gathered, open spans.

    Args:
        root: The element to walk through.
        base: The address that links and sources are relative to; "" where none is known.
    """

    SPECIAL: ClassVar[Mapping[str, Callable[[Any, _Element], Closer | None]]] = {}
    """What begins the elements of some names; the others are blocks or spans."""

    def __init__(self, root: _Element, base: str) -> None:
        self._root = root
        self._base = base
        self._notes = Footnotes(root)
        self._frames = [Frame(Draft("item"))]
        self._inline = Inline()
        self._outer_inlines: list[Inline] = []
        self._soft = 0
        self._level = 0
        self._element: _Element | None = root
        self._objects: list[Draft] = []
        self._taken: set[_Element] = set()
        self._link = ""
        self._image_missed: _Element | None = None
        self._addresses: dict[str, str] = {}

    def build(self) -> list[Draft]:
        """Walk; give the drafts of what stands at the top."""
        self._walk()
        self._flush()
        return self._frames[0].draft.children

    # -- the walk --------------------------------------------------------------------------------

    def _walk(self) -> None:
        stack: list[tuple[_Element, Iterator[_Element], Closer | None]] = []
        closer = self._enter(self._root)
        if closer is not None:
            stack.append((self._root, iter(self._root), closer))
        while stack:
            element, children, close = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if close is not None:
                    close()
                self._tail(element)
                continue
            entered = self._enter(child)
            if entered is None:
                self._tail(child)
            else:
                stack.append((child, iter(child), entered))

    def _tail(self, element: _Element) -> None:
        if element.tail and element is not self._root:
            self._inline.add(element.tail)

    def _enter(self, element: _Element) -> Closer | None:
        """Begin an element; None where its content was dealt with, else what ends it."""
        name = tag(element)
        if not name or name in _NOTHING or element in self._taken:
            if name in _BLOCKS:
                self._boundary()
            return None
        special = self.SPECIAL.get(name)
        if special is not None:
            closer = special(self, element)
        elif name in _BLOCKS:
            closer = self._enter_block(element)
        else:
            closer = self._enter_inline(element, name)
        if closer is not None and element.text:
            self._inline.add(element.text)
        return closer

    @abstractmethod
    def _enter_block(self, element: _Element) -> Closer | None:
        """Begin a block of no special kind."""

    @abstractmethod
    def _enter_inline(self, element: _Element, name: str) -> Closer | None:
        """Begin an element inside a line."""

    # -- text ------------------------------------------------------------------------------------

    def _boundary(self) -> None:
        """End the paragraph; inside a heading or a cell, which are one line, only a space."""
        if self._soft:
            self._inline.space()
        else:
            self._flush()

    def _flush(self) -> None:
        text, spans = self._inline.take()
        if text and not self._level and _RULE_TEXT.fullmatch(text):
            self._add(Draft("object", Rule(start=0, end=0), element=self._element))
        elif text:
            form = (
                Heading(start=0, end=0, level=self._level)
                if self._level
                else Paragraph(start=0, end=0)
            )
            self._add(Draft("text", form, text, spans, element=self._element))
        if not self._soft:
            objects, self._objects = self._objects, []
            for draft in objects:
                self._add(draft)

    def _add(self, draft: Draft) -> None:
        """Put a finished block into the innermost open container."""
        container = self._frames[-1].draft
        if container.kind in ("table", "row") and draft.kind not in ("row", "cell"):
            self._objects.append(draft)  # after the table
        elif container.kind == "list" and draft.kind not in ("item", "footnote"):
            if not container.children or container.children[-1].kind != "item":
                container.children.append(Draft("item", element=draft.element))
            container.children[-1].children.append(draft)
        elif container.kind == "definitions" and draft.kind != "definition":
            container.children.append(Draft("definition", children=[draft]))
        else:
            container.children.append(draft)

    def _object(self, draft: Draft) -> None:
        """Put a picture or an embed where it stands, or after the paragraph that it stands in."""
        if self._soft or not self._inline.empty:
            self._objects.append(draft)
        else:
            self._add(draft)

    def _address(self, url: str) -> str:
        if url not in self._addresses:
            self._addresses[url] = absolute(url, self._base)
        return self._addresses[url]

    def _closing(self, mark: Mark) -> Closer:
        inline = self._inline
        return lambda: inline.close(mark)

    # -- containers ------------------------------------------------------------------------------

    def _open_frame(
        self, kind: Kind, form: Block | None, element: _Element | None = None
    ) -> Closer:
        """Open a container; what closes it puts it into the one around it."""
        draft = Draft(kind, form, element=element)
        self._frames.append(Frame(draft))
        outer, self._element = self._element, element if element is not None else self._element

        def close() -> None:
            self._flush()
            self._frames.pop()
            self._element = outer
            self._close_container(draft)

        return close

    def _close_container(self, draft: Draft) -> None:
        if draft.kind == "list":
            for part in _without_footnotes(draft):
                self._add(part)
        elif draft.children or draft.text:
            self._add(draft)

    @property
    def _full(self) -> bool:
        return bool(self._soft) or len(self._frames) > MAX_FRAMES

    def _gather(self, use: Callable[[str, list[Span]], None]) -> Closer:
        """Gather one line of text apart from the paragraph around it."""
        self._outer_inlines.append(self._inline)
        self._inline = Inline()
        self._soft += 1

        def close() -> None:
            use(*self._inline.take())
            self._soft -= 1
            self._inline = self._outer_inlines.pop()

        return close


def _without_footnotes(draft: Draft) -> list[Draft]:
    """Part a list whose items are footnotes into the notes and what remains of the list."""
    parts: list[Draft] = []
    for child in draft.children:
        if child.kind == "footnote":
            parts.append(child)
            continue
        if not parts or parts[-1].kind != "list":
            parts.append(Draft("list", draft.form, element=draft.element))
        parts[-1].children.append(child)
    return parts
