"""From lines to what is written to the terminal: layers of style over pieces of text.

This is also where text is checked on the way out: whatever it went through before, no control
character leaves here.
"""

from __future__ import annotations

import itertools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from newsreader.core.text import cell_width, clean_line, is_clean
from newsreader.tui.render import Line, Piece, Slot


class Mark(NamedTuple):
    """A range of a text that looks different, and perhaps can be clicked.

    Attributes:
        name: Of the style.
        meta: What a click on it is told, as pairs.
    """

    start: int
    end: int
    name: str
    meta: tuple[tuple[str, Any], ...] = ()


class Marks:
    """Marks of one text, asked for by range. Later ones lie over earlier ones."""

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        self._marks = sorted(
            (mark for mark in marks if mark.end > mark.start), key=lambda mark: mark.start
        )
        self._starts = [mark.start for mark in self._marks]
        self._reach: list[int] = []
        furthest = -1
        for mark in self._marks:
            furthest = max(furthest, mark.end)
            self._reach.append(furthest)

    def __len__(self) -> int:
        return len(self._marks)

    def __iter__(self) -> Iterator[Mark]:
        return iter(self._marks)

    def __getitem__(self, index: int) -> Mark:
        return self._marks[index]

    def within(self, start: int, end: int) -> list[Mark]:
        """Give the marks that share a character with the range, in order of their starts."""
        last = bisect_left(self._starts, end)
        first = bisect_right(self._reach, start, 0, last)
        return [mark for mark in self._marks[first:last] if mark.end > start]


StyleOf = Callable[[str], Style]
PictureOf = Callable[[Slot], Iterable[Segment] | None]
"""Gives a row of a picture, as wide as its piece; None where it is not at hand."""


def safe(text: str) -> str:
    """Give text as it may be written to a terminal: one line, no control characters."""
    if is_clean(text) and "\n" not in text and "\t" not in text:
        return text
    return clean_line(text, limit=max(1, len(text)))


def paint(
    line: Line,
    style_of: StyleOf,
    body: Sequence[Marks] = (),
    title: Sequence[Marks] = (),
    picture_of: PictureOf = lambda _: None,
) -> Strip:
    """Make a strip of a line.

    Args:
        line: What to show.
        style_of: Gives the style of a role or a mark by its name.
        body: Layers of marks over the document's text, the topmost last.
        title: Layers of marks over the title.
        picture_of: Gives the rows of pictures.
    """
    segments: list[Segment] = []
    for piece in line.pieces:
        row = picture_of(piece.slot) if piece.slot is not None and piece.slot.row >= 0 else None
        if row is not None:
            segments.extend(_linked(row, piece.url))
            continue
        layers = title if piece.role == "title" else body
        segments.extend(_segments(piece, style_of, layers if piece.start >= 0 else ()))
    return measured(segments)


def measured(segments: Sequence[Segment]) -> Strip:
    """Make a strip that knows how wide terminals draw it.

    Rich takes vowel signs of Indic scripts for nothing; most terminals give each a cell of its own.
    """
    return Strip(segments, sum(cell_width(segment.text) for segment in segments))


def _linked(row: Iterable[Segment], url: str) -> Iterable[Segment]:
    """Let a click on a row of a picture lead somewhere."""
    return Segment.apply_style(row, post_style=Style.from_meta({"link": url}))


def _segments(piece: Piece, style_of: StyleOf, layers: Sequence[Marks]) -> Iterator[Segment]:
    base = style_of(piece.role)
    if piece.url:
        base += Style.from_meta({"link": piece.url})
    elif piece.note:
        base += Style.from_meta({"back": piece.note})
    start, end = piece.start, piece.start + len(piece.text)
    marks = [layer.within(start, end) for layer in layers]
    if not any(marks):
        yield Segment(safe(piece.text), base)
        return
    flat = [mark for layer in marks for mark in layer]
    cuts = {start, end}
    for mark in flat:
        cuts.add(max(start, mark.start))
        cuts.add(min(end, mark.end))
    edges = sorted(cuts)
    for left, right in itertools.pairwise(edges):
        style = base
        for mark in flat:
            if mark.start <= left and right <= mark.end:
                style += style_of(mark.name)
                if mark.meta:
                    style += Style.from_meta(dict(mark.meta))
        yield Segment(safe(piece.text[left - start : right - start]), style)


class Part(NamedTuple):
    """A run of text in a row of a list.

    Attributes:
        text: The text.
        name: Of its style.
        column: A column ends here: what stands to the right of it stays there, in a terminal that
            writes Arabic and Hebrew from the right as well.
    """

    text: str
    name: str = ""
    column: bool = False


_CLOSING = "\u200f\u200e"
"""Two marks of no width after text that runs from right to left. The first keeps the signs at its
end with it, the second keeps numbers that follow in other columns from being drawn into it."""


def _runs_left(text: str) -> bool:
    """Say whether text ends in a script that is written from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(character) for character in reversed(text))
    return next((one for one in directions if one in ("L", "R", "AL")), "L") != "L"


def _columns(parts: Iterable[Part]) -> Iterator[tuple[str, str]]:
    """Give the texts of parts as they are written, each with the name of its style."""
    run = ""
    for part in parts:
        text = safe(part.text)
        run += text
        if part.column:
            if _runs_left(run):
                bare = text.rstrip()
                text = bare + _CLOSING + text[len(bare) :]
            run = ""
        if text:
            yield text, part.name


def row_strip(parts: Iterable[Part], style_of: StyleOf, over: Style, width: int) -> Strip:
    """Make the strip of a row: parts from left to right, cut or filled to the width.

    Args:
        parts: What to show.
        style_of: Gives the style of a part by its name.
        over: Laid over all of it: the cursor, the pointer.
        width: The number of cells.
    """
    segments = [Segment(text, style_of(name) + over) for text, name in _columns(parts)]
    return measured(segments).adjust_cell_length(width, style_of("") + over)
