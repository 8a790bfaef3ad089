"""Tables of an article: as columns where they fit, else in bands of columns, else as records."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from rich.cells import cell_len

from newsreader.core.document import Cell, Table
from newsreader.tui.render import BLANK, Layout, Line, Piece, free_lines
from newsreader.tui.wrapping import Range, wrap, wrapped

GAP = 2
"""Cells between two columns."""
MOST_COLUMNS = 400
"""Columns behind these are left out of the grid's sums; no page has so many for a reader."""
LONGEST_WORD = 24
"""A longer word may be cut, to keep the columns beside each other."""
MOST_LINES = 8
"""A table whose cells would need more lines each is shown as records."""
SHORT = 24
"""A table whose columns are no wider can be shown in bands of columns."""
MEASURED = 500
"""Rows that decide how wide the columns are and which hold numbers."""
HEAD_AGAIN = 30
"""Rows until the head of a long table is repeated."""
_NUMBER = re.compile(r"\s*[-+−–~≈<>]?[\s€$£¥]*\d[\d.,\s%’']*\s*(?:%|[A-Za-z€$£]{0,3})?\s*")


class _Placed(NamedTuple):
    """A cell in its place: the column where it begins, and how many it covers."""

    cell: Cell
    column: int
    columns: int


Row = Sequence[_Placed]


class _Column(NamedTuple):
    """A column of a grid: where it begins, how wide it is, whether it holds numbers."""

    at: int
    cells: int
    numeric: bool


Grid = dict[int, _Column]
"""The columns on show, by their numbers in the table."""


def table_lines(layout: Layout, table: Table, width: int) -> Iterator[Line]:
    """Give the lines of a table.

    Args:
        layout: Of the document that holds it.
        table: The table.
        width: The most cells of a line; a table may use what is free beside it, too.
    """
    if table.caption:
        yield from free_lines(table.caption, width, "caption")
    waiting = _place(table.rows)
    rows = list(islice(waiting, MEASURED))
    count = max((placed.column + placed.columns for row in rows for placed in row), default=0)
    if not count:
        return
    count = min(count, MOST_COLUMNS)
    natural, least = _measure(layout.text, rows, count)
    numeric = _numeric_columns(layout.text, rows, count)
    gaps = GAP * (count - 1)
    room = width if sum(natural) + gaps <= width else width + layout.beside
    widths = _share(natural, least, room - gaps)
    lines = max(-(-most // cells) for most, cells in zip(natural, widths or [1], strict=False))
    if widths and lines <= MOST_LINES:
        grid = _columns(range(count), widths, numeric)
        yield from _grid(layout, chain(rows, waiting), grid, airy=lines > 2)
    elif max(natural) <= min(SHORT, room // 2 - GAP):
        yield from _bands(layout, [*rows, *waiting], natural, numeric, room)
    else:
        yield from _records(layout, chain(rows, waiting), width)


def _place(rows: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    """Give every cell its column, with regard to cells that reach down from rows above."""
    reaching: dict[int, int] = {}
    for row in rows:
        column = 0
        current = []
        covered = {at for at, left in reaching.items() if left > 0}
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1}
        for cell in row:
            while column in covered:
                column += 1
            columns = max(1, min(cell.columns, MOST_COLUMNS))
            current.append(_Placed(cell, column, columns))
            if cell.rows > 1:
                for at in range(column, column + columns):
                    reaching[at] = cell.rows - 1
            column += columns
        yield current


# -- how wide ------------------------------------------------------------------------------------


def _measure(text: str, rows: Sequence[Row], count: int) -> tuple[list[int], list[int]]:
    """Give the widths of the columns in which nothing breaks, and those in which no word does."""
    natural, least = [1] * count, [1] * count
    for row in rows:
        for cell, column, columns in row:
            if columns > 1 or column >= count:
                continue
            content = text[cell.start : cell.end]
            natural[column] = max(natural[column], *map(cell_len, content.split("\n")))
            words = content.split()
            longest = max(map(cell_len, words), default=1)
            least[column] = max(least[column], min(longest, LONGEST_WORD))
    return natural, least


def _share(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """Share the room among the columns, narrow ones first; None where the words do not fit."""
    if sum(natural) <= room:
        return list(natural)
    if sum(least) > room:
        return None
    widths = list(least)
    waiting = sorted(range(len(natural)), key=lambda column: natural[column])
    needed = sum(least)
    for index, column in enumerate(waiting):
        needed -= least[column]
        share = min(room // (len(waiting) - index), room - needed)
        widths[column] = max(least[column], min(natural[column], share))
        room -= widths[column]
    return widths


def _columns(numbers: Sequence[int], widths: Sequence[int], numeric: Sequence[bool]) -> Grid:
    grid: Grid = {}
    at = 0
    for number, width in zip(numbers, widths, strict=True):
        grid[number] = _Column(at, width, numeric[number])
        at += width + GAP
    return grid


def _numeric_columns(text: str, rows: Sequence[Row], count: int) -> list[bool]:
    numbers, others = [0] * count, [0] * count
    for row in rows:
        for cell, column, columns in row:
            content = text[cell.start : cell.end]
            if cell.header or columns > 1 or column >= count or not content.strip():
                continue
            if _NUMBER.fullmatch(content[:40]):
                numbers[column] += 1
            else:
                others[column] += 1
    return [
        number > 0 and number >= 4 * other for number, other in zip(numbers, others, strict=True)
    ]


# -- columns -------------------------------------------------------------------------------------


def _is_head(row: Row) -> bool:
    return bool(row) and all(placed.cell.header for placed in row)


def _grid(layout: Layout, rows: Iterable[Row], grid: Grid, *, airy: bool = False) -> Iterator[Line]:
    """Show columns side by side; rows of several lines stand apart (``airy``)."""
    total = max((column.at + column.cells for column in grid.values()), default=1)
    head: Row = ()
    shown = -1
    for row in rows:
        if shown < 0 and _is_head(row):
            head = row
        elif shown < 0:
            shown = 0
            if head:
                yield Line((Piece(layout.glyphs.rule * total, "rule"),))
        elif shown % HEAD_AGAIN == 0 and head:
            yield from map(_quiet, _grid_row(layout, head, grid))
        elif airy:
            yield BLANK
        shown += shown >= 0
        yield from _grid_row(layout, row, grid)


def _quiet(line: Line) -> Line:
    """Repeat a line only for the eyes: it is no place in the text."""
    return Line(tuple(Piece(piece.text, "credit") for piece in line.pieces))


def _grid_row(layout: Layout, row: Row, grid: Grid) -> Iterator[Line]:
    cells: list[tuple[int, int, bool, str, list[Range]]] = []
    for cell, first, span in row:
        covered = [grid[number] for number in range(first, first + span) if number in grid]
        if not covered:
            continue
        at, room = covered[0].at, covered[-1].at + covered[-1].cells - covered[0].at
        lines = wrap(layout.text, cell.start, cell.end, max(1, room))
        role = "table-head" if cell.header else "table"
        cells.append((at, room, covered[0].numeric and span == 1, role, lines))
    height = max((len(lines) for *_, lines in cells), default=0)
    for number in range(height):
        pieces: list[Piece] = []
        reached = 0
        for at, room, right, role, lines in cells:
            if number >= len(lines):
                continue
            piece = layout.piece(*lines[number], role)
            wide = cell_len(piece.text)
            begin = at + (room - wide if right else 0)
            if begin > reached:
                pieces.append(Piece(" " * (begin - reached)))
            pieces.append(piece)
            reached = begin + wide
        yield Line(tuple(pieces))


def _bands(
    layout: Layout, rows: Sequence[Row], natural: Sequence[int], numeric: Sequence[bool], room: int
) -> Iterator[Line]:
    """Show as many columns as fit, then the next ones below, each time beside the first column."""
    first = 1
    while first < len(natural):
        last, used = first, natural[0] + GAP + natural[first]
        while last + 1 < len(natural) and used + GAP + natural[last + 1] <= room:
            last += 1
            used += GAP + natural[last]
        band = [0, *range(first, last + 1)]
        if first > 1:
            yield BLANK
        cut = (_band(row, first, last) for row in rows)
        yield from _grid(layout, cut, _columns(band, [natural[at] for at in band], numeric))
        first = last + 1


def _band(row: Row, first: int, last: int) -> Row:
    """Give the cells of a row that begin in some columns, and the one that names the row."""
    begin = bisect_left(row, first, key=lambda placed: placed.column)
    end = bisect_left(row, last + 1, lo=begin, key=lambda placed: placed.column)
    return [*(placed for placed in row[:1] if placed.column == 0 and begin), *row[begin:end]]


# -- records -------------------------------------------------------------------------------------


def _records(layout: Layout, rows: Iterable[Row], width: int) -> Iterator[Line]:
    """Show each row as lines of ``name: value``, for a table of much text."""
    heads: dict[int, str] = {}
    first = True
    for row in rows:
        if _is_head(row):
            heads = {
                column: " ".join(layout.text[cell.start : cell.end].split())
                for cell, column, _ in row
            }
            continue
        if not first:
            yield BLANK
        first = False
        for cell, column, _ in row:
            yield from _record_line(layout, heads.get(column, ""), cell, width)


def _record_line(layout: Layout, head: str, cell: Cell, width: int) -> Iterator[Line]:
    name = f"{head}: " if head else ""
    beside = cell_len(name) <= width // 2
    indent = cell_len(name) if beside else 2
    if name and not beside:
        yield from free_lines(name.rstrip(), width, "table-head")
    for number, (left, right) in enumerate(
        wrapped(layout.text, cell.start, cell.end, max(1, width - indent))
    ):
        sign = Piece(name, "table-head") if beside and number == 0 and name else Piece(" " * indent)
        yield Line((sign, layout.piece(left, right, "table-head" if cell.header else "table")))
