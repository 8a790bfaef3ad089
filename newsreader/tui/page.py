"""What the reader pane shows, without the pane: a page, and its lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import islice
from time import perf_counter

import msgspec
from rich.cells import cell_len
from textual.geometry import Offset

from newsreader.core.document import Document, Image
from newsreader.core.models import Entity
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.render import (
    BLANK,
    Layout,
    Line,
    Pictures,
    Piece,
    Slot,
    document_lines,
    free_lines,
    title_lines,
)


class Page(msgspec.Struct, frozen=True):
    """What the reader pane shows.

    Attributes:
        key: Tells articles apart; a page with the same key as the one before keeps its place.
        title: Clean text.
        facts: Short lines under the title: source, author, date.
        remarks: What the person wrote to it, line by line.
        document: The text, None where there is none yet.
        entities: Who and what is named, in the order of the sidebar.
        notice: A sentence above the text, "" for none.
        position: Where reading begins, an offset into the document's text.
        lead: The picture above the text, None where there is none or the text shows it anyway.
    """

    key: object
    title: str
    facts: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    document: Document | None = None
    entities: tuple[Entity, ...] = ()
    notice: str = ""
    position: int = 0
    lead: Image | None = None

    @property
    def head(self) -> tuple[object, ...]:
        """What stands above the text."""
        return self.title, self.facts, self.remarks, self.notice, self.lead


AT_ONCE = 64
"""Lines that are laid out before anything else is done; the others follow when there is time."""
_STRIDE = 64
"""Lines between two looks at the clock."""


class PageLines:
    """A page laid out in a column of some width, and which line shows which place of the text.

    Lines are made from the top, as far as they are asked for: a place that was laid out never
    moves, and a book of an article opens as fast as a note.
    """

    def __init__(
        self,
        page: Page | None,
        width: int,
        signs: Glyphs,
        *,
        beside: int = 0,
        pictures: Pictures | None = None,
    ) -> None:
        self.lines: list[Line] = []
        self.complete = True
        self._source: Iterator[Line] = iter(())
        self._places: list[tuple[int, int]] = []
        self._slots: list[tuple[int, Slot]] = []
        self._in_order = True
        self._reached = -1
        self._length = 1
        self._head = 0
        if page is None or width <= 0:
            return
        self.lines = _head(page, width, signs)
        if page.lead is not None and pictures is not None:
            for line in Layout("", signs, pictures=pictures).picture(page.lead, width):
                self._append(line)
            self.lines.append(BLANK)
        self._head = len(self.lines)
        self.complete = False
        if page.document is not None:
            self._length = max(1, len(page.document.text))
            self._source = document_lines(
                page.document, width, signs, beside=beside, pictures=pictures
            )
        self.reach(AT_ONCE)

    @property
    def height(self) -> int:
        """The number of lines; estimated from those laid out until all are."""
        made = len(self.lines)
        if self.complete:
            return made
        ahead = (self._length - self._reached) / max(1, self._reached + 1)
        return made + max(1, round((made - self._head) * ahead))

    # -- laying out --------------------------------------------------------------------------------

    def reach(self, line: int) -> None:
        """Lay out at least up to a line."""
        if not self.complete and len(self.lines) <= line:
            self._add(line + 1 - len(self.lines))

    def finish(self) -> None:
        """Lay out everything."""
        while not self.complete:
            self._add(_STRIDE)

    def work(self, seconds: float) -> None:
        """Lay out more, for about so long."""
        end = perf_counter() + seconds
        while not self.complete and perf_counter() < end:
            self._add(_STRIDE)

    def _add(self, count: int) -> None:
        end = len(self.lines) + count
        for line in islice(self._source, count):
            self._append(line)
        if len(self.lines) < end:
            self.lines.append(BLANK)
            self.complete = True

    def _append(self, line: Line) -> None:
        number = len(self.lines)
        self.lines.append(line)
        for piece in line.pieces:
            if piece.slot is not None:
                self._slots.append((number, piece.slot))
            elif piece.start >= 0:
                self._in_order = self._in_order and piece.start >= self._reached
                self._reached = max(self._reached, piece.start)
                self._places.append((piece.start, number))

    # -- places ------------------------------------------------------------------------------------

    def line(self, number: int) -> Line | None:
        """Give a line; None below the last one."""
        self.reach(number)
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def line_of(self, offset: int) -> int:
        """Give the line that shows an offset of the document's text."""
        while not self.complete and self._reached <= offset:
            self._add(_STRIDE)
        if not self._places:
            return 0
        if not self._in_order:
            self._places.sort()
            self._in_order = True
        index = bisect_right(self._places, (offset, len(self.lines))) - 1
        return self._places[max(0, index)][1]

    def share_of(self, offset: int) -> float:
        """Say how far down in the page an offset stands, from 0 to 1; -1 is the title's."""
        if offset < 0:
            return 0.0
        if self.complete or offset < self._reached:
            return self.line_of(offset) / max(1, self.height)
        return offset / self._length

    def offset_at(self, number: int) -> int:
        """Give the offset of the first text of the document on a line; -1 where it has none."""
        line = self.line(number)
        for piece in line.pieces if line else ():
            if piece.start >= 0 and piece.role != "title":
                return piece.start
        return -1

    def offset_above(self, number: int) -> int:
        """Give the offset of the last text of the document above a line; 0 where there is none."""
        return next((start for start, line in reversed(self._places) if line < number), 0)

    def slots(self, first: int, last: int) -> list[Slot]:
        """Give the pictures that have something on the lines from one up to another, each once."""
        self.reach(last)
        begin, end = (bisect_left(self._slots, (line,)) for line in (first, last))
        return list(dict.fromkeys(slot._replace(row=-1) for _, slot in self._slots[begin:end]))

    def slot_at(self, number: int) -> Slot | None:
        """Give what a line shows of a picture, None where it shows nothing of one."""
        line = self.line(number)
        slots = (piece.slot for piece in line.pieces if piece.slot) if line else ()
        return next(iter(slots), None)

    def line_of_slot(self, slot: Slot) -> int | None:
        """Give the line that shows the same of a picture, or the nearest to it that there is."""
        while not self.complete and all(each != slot for _, each in self._slots):
            self._add(_STRIDE)
        own = [(abs(each.row - slot.row), at) for at, each in self._slots if each.url == slot.url]
        return min(own)[1] if own else None

    def text_within(self, start: Offset | None, end: Offset | None, text: str) -> str:
        """Give what is between two places of a selection, without the line ends of the screen.

        Args:
            start: A cell and a line; None for the beginning.
            end: The same, the cell behind the last one; None for the end.
            text: The document's.
        """
        others: list[str] = []
        found = False
        for number, cut in self._cuts(start, end):
            found = found or any(map(_is_text, cut))
            if not found and not self.lines[number].is_picture:
                others.append("".join(each.text for each in cut if each.role != "rule").strip())
        before = "\n".join(others).strip()
        return "\n\n".join(
            part for part in (before, text[slice(*self.range_within(start, end))]) if part
        )

    def range_within(self, start: Offset | None, end: Offset | None) -> tuple[int, int]:
        """Give the range of the document's text that is between two places of a selection."""
        own = [piece for _, cut in self._cuts(start, end) for piece in cut if _is_text(piece)]
        begin = min((piece.start for piece in own), default=0)
        return begin, max((piece.start + len(piece.text) for piece in own), default=0)

    def _cuts(self, start: Offset | None, end: Offset | None) -> Iterator[tuple[int, list[Piece]]]:
        """Give the lines that are between two places of a selection, with what is of each."""
        first = start.y if start else 0
        if end is None:
            self.finish()
        last = min(end.y if end else len(self.lines) - 1, len(self.lines) - 1)
        for number in range(first, last + 1):
            left = start.x if start and number == first else 0
            right = end.x if end and number == end.y else None
            yield number, [piece for _, piece in self.lines[number].within(left, right)]


def _is_text(piece: Piece) -> bool:
    """Say whether a piece is of the document's text."""
    return piece.start >= 0 and piece.role != "title"


def _head(page: Page, width: int, signs: Glyphs) -> list[Line]:
    lines = [BLANK, *title_lines(page.title, width)]
    for fact in page.facts:
        lines += _fact_lines(fact, width, f" {signs.dot} ")
    for remark in page.remarks:
        lines += free_lines(remark, width, "notice")
    if page.notice:
        lines += [BLANK, *free_lines(page.notice, width, "notice")]
    if page.document is not None:
        lines.append(Line((Piece(signs.rule * width, "rule"),)))
    return [*lines, BLANK]


def _fact_lines(fact: str, width: int, separator: str) -> Iterator[Line]:
    """Break a line of facts between them, and inside one only where it is longer than a line."""
    line = ""
    for part in fact.split(separator):
        longer = f"{line}{separator}{part}" if line else part
        if line and cell_len(longer) > width:
            yield from free_lines(line, width, "facts")
            longer = part
        line = longer
    yield from free_lines(line, width, "facts")
