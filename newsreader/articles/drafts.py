"""Blocks before they have a place in the text: what the builder makes and the cleaner judges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import msgspec
from lxml.etree import _Element

from newsreader.core.document import (
    Block,
    Cell,
    Code,
    Definition,
    Definitions,
    Document,
    Footnote,
    Heading,
    Item,
    List,
    Paragraph,
    Quote,
    Span,
    Table,
)

Kind = Literal[
    "text",  # heading, paragraph, code: has text of its own
    "list",
    "item",
    "quote",
    "definitions",
    "definition",
    "footnote",
    "table",
    "row",
    "cell",
    "object",  # image, embed, rule: nothing of it is in the text
]


@dataclass(slots=True, eq=False)
class Draft:
    """A block that floats: its text is its own, its place is given by `layout`.

    Attributes:
        form: The block that it becomes, with every field but the ranges and the children.
        text: Of a leaf, a cell, or the term of a definition.
        spans: Offsets into ``text``.
        element: The element that it came from, for who judges it.
    """

    kind: Kind
    form: Block | Cell | None = None
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    children: list[Draft] = field(default_factory=list)
    element: _Element | None = None

    def walk(self) -> Iterator[Draft]:
        """Give this draft and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def full_text(self) -> str:
        """Give its text and that of all below it, for measures."""
        return "\n".join(draft.text for draft in self.walk() if draft.text)


def layout(drafts: list[Draft]) -> Document:
    """Give every block its place in one text."""
    writer = _Layout()
    blocks = writer.blocks(drafts, "\n\n")
    spans = tuple(sorted(writer.spans, key=lambda span: (span.start, -span.end)))
    return Document(text="".join(writer.pieces), blocks=tuple(blocks), spans=spans)


class _Layout:
    """Writes the text, and makes the final blocks on the way."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.spans: list[Span] = []
        self._length = 0
        self._gap = ""

    def _write(self, draft: Draft, gap: str = "") -> tuple[int, int]:
        self._part(gap)
        if self._gap and draft.text:
            self._raw(self._gap)
            self._gap = ""
        start = self._length
        self._raw(draft.text)
        for span in draft.spans:
            moved = msgspec.structs.replace(span, start=span.start + start, end=span.end + start)
            self.spans.append(moved)
        return start, self._length

    def _raw(self, text: str) -> None:
        self.pieces.append(text)
        self._length += len(text)

    def _part(self, gap: str) -> None:
        if self._length and len(gap) > len(self._gap):
            self._gap = gap

    def blocks(self, drafts: list[Draft], gap: str) -> list[Block]:
        """Lay out a run of blocks; those that hold nothing are left out."""
        found = []
        for draft in drafts:
            self._part(gap)
            block = self._block(draft, gap)
            self._part(gap)
            if block is not None:
                found.append(block)
        return found

    def _block(self, draft: Draft, gap: str) -> Block | None:
        form = draft.form
        if draft.kind == "text" and isinstance(form, Heading | Paragraph | Code):
            if not draft.text:
                return None
            start, end = self._write(draft, gap)
            return msgspec.structs.replace(form, start=start, end=end)
        if draft.kind == "object" and form is not None and not isinstance(form, Cell):
            return msgspec.structs.replace(form, start=self._length, end=self._length)
        return self._container(draft)

    def _container(self, draft: Draft) -> Block | None:
        form = draft.form
        if isinstance(form, List):
            return self._list(draft, form)
        if isinstance(form, Definitions):
            return self._definitions(draft, form)
        if isinstance(form, Table):
            return self._table(draft, form)
        if isinstance(form, Quote | Footnote):
            blocks = self.blocks(draft.children, "\n\n")
            if not blocks:
                return None
            start, end = blocks[0].start, blocks[-1].end
            return msgspec.structs.replace(form, start=start, end=end, blocks=tuple(blocks))
        return None

    def _list(self, draft: Draft, form: List) -> List | None:
        gap = "\n" if _is_tight(draft) else "\n\n"
        items = []
        for child in draft.children:
            blocks = self.blocks(child.children, gap)
            if blocks:
                start, end = blocks[0].start, blocks[-1].end
                items.append(Item(start=start, end=end, blocks=tuple(blocks)))
        if not items:
            return None
        return msgspec.structs.replace(
            form, start=items[0].start, end=items[-1].end, items=tuple(items)
        )

    def _definitions(self, draft: Draft, form: Definitions) -> Definitions | None:
        items = []
        for child in draft.children:
            self._part("\n")
            start, end = self._write(child)
            self._part("\n")
            blocks = self.blocks(child.children, "\n")
            if end > start or blocks:
                if end == start:
                    start = end = blocks[0].start
                items.append(Definition(start=start, end=end, blocks=tuple(blocks)))
        if not items:
            return None
        last = items[-1].blocks[-1].end if items[-1].blocks else items[-1].end
        return msgspec.structs.replace(form, start=items[0].start, end=last, items=tuple(items))

    def _table(self, draft: Draft, form: Table) -> Table | None:
        if not any(cell.text for row in draft.children for cell in row.children):
            return None
        if self._gap:
            self._raw(self._gap)
            self._gap = ""
        begin = self._length
        rows = []
        for row_index, row in enumerate(draft.children):
            if row_index:
                self._raw("\n")
            cells = []
            for index, cell in enumerate(row.children):
                if index:
                    self._raw("\t")
                start, end = self._write(cell)
                if isinstance(cell.form, Cell):
                    cells.append(msgspec.structs.replace(cell.form, start=start, end=end))
            rows.append(tuple(cells))
        return msgspec.structs.replace(form, start=begin, end=self._length, rows=tuple(rows))


def _is_tight(draft: Draft) -> bool:
    """Say whether each item of a list is one paragraph, but for lists and pictures in it."""
    for item in draft.children:
        texts = 0
        for child in item.children:
            if child.kind == "text":
                texts += 1
            elif child.kind == "list":
                if not _is_tight(child):
                    return False
            elif child.kind != "object":
                return False
        if texts > 1:
            return False
    return True
