"""Tables of an article: as columns where they fit, as records where they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from newsreader.core.document import Cell, Table
from newsreader.tui.render import BLANK, Layout, Line, Piece, free_lines
from newsreader.tui.wrapping import wrap

GAP = 2
"""Cells between two columns."""
MOST_COLUMNS = 24
_NUMBER = re.compile(r"\s*[-+−–~≈<>]?[\s€$£¥]*\d[\d.,\s%’']*\s*(?:%|[A-Za-z€$£]{0,3})?\s*")


class _Placed(NamedTuple):
    """A cell in its place: the column where it begins, and how many it covers."""

    cell: Cell
    column: int
    columns: int


def table_lines(layout: Layout, table: Table, width: int) -> Iterator[Line]:
    """Give the lines of a table.

    Args:
        layout: Of the document that holds it.
        table: The table.
        width: The most cells of a line.
    """
    if table.caption:
        yield from free_lines(table.caption, width, "caption")
    rows = _place(table.rows)
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=0)
    if not columns:
        return
    widths = _widths(layout.text, rows, columns, width) if columns <= MOST_COLUMNS else None
    if widths is None:
        yield from _records(layout, rows, width)
    else:
        yield from _grid(layout, rows, widths)


def _place(rows: Sequence[Sequence[Cell]]) -> list[list[_Placed]]:
    """Give every cell its column, with regard to cells that reach down from rows above."""
    placed = []
    reaching: dict[int, int] = {}
    for row in rows:
        column = 0
        current = []
        covered = {at for at, left in reaching.items() if left > 0}
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1}
        for cell in row:
            while column in covered:
                column += 1
            columns = max(1, min(cell.columns, MOST_COLUMNS * 4))
            current.append(_Placed(cell, column, columns))
            if cell.rows > 1:
                for at in range(column, column + columns):
                    reaching[at] = cell.rows - 1
            column += columns
        placed.append(current)
    return placed


def _widths(
    text: str, rows: Sequence[Sequence[_Placed]], columns: int, width: int
) -> list[int] | None:
    """Share the width among the columns; None where their longest words do not fit."""
    natural, least = [1] * columns, [1] * columns
    for row in rows:
        for cell, column, span in row:
            if span > 1:
                continue
            content = text[cell.start : cell.end]
            lines = content.split("\n")
            natural[column] = max(natural[column], *(cell_len(line) for line in lines))
            words = content.split()
            least[column] = max(least[column], *(min(cell_len(word), 24) for word in words), 1)
    room = width - GAP * (columns - 1)
    if sum(natural) <= room:
        return natural
    if sum(least) > room:
        return None
    spare = room - sum(least)
    wanted = [most - small for most, small in zip(natural, least, strict=True)]
    total = sum(wanted)
    return [small + spare * want // total for small, want in zip(least, wanted, strict=True)]


def _grid(
    layout: Layout, rows: Sequence[Sequence[_Placed]], widths: Sequence[int]
) -> Iterator[Line]:
    numeric = _numeric_columns(layout.text, rows, len(widths))
    for index, row in enumerate(rows):
        header = bool(row) and all(placed.cell.header for placed in row)
        yield from _grid_row(layout, row, widths, numeric)
        if header and index + 1 < len(rows) and not all(p.cell.header for p in rows[index + 1]):
            total = sum(widths) + GAP * (len(widths) - 1)
            yield Line((Piece(layout.glyphs.rule * total, "rule"),))


def _grid_row(
    layout: Layout, row: Sequence[_Placed], widths: Sequence[int], numeric: Sequence[bool]
) -> Iterator[Line]:
    columns = []
    for cell, column, span in row:
        room = sum(widths[column : column + span]) + GAP * (len(widths[column : column + span]) - 1)
        before = sum(widths[:column]) + GAP * column
        lines = wrap(layout.text, cell.start, cell.end, max(1, room))
        right = numeric[column] and span == 1
        columns.append((before, room, right, "table-head" if cell.header else "table", lines))
    height = max((len(lines) for *_, lines in columns), default=0)
    for number in range(height):
        pieces: list[Piece] = []
        at = 0
        for before, room, right, role, lines in columns:
            if number >= len(lines):
                continue
            piece = layout.piece(*lines[number], role)
            cells = cell_len(piece.text)
            begin = before + (room - cells if right else 0)
            if begin > at:
                pieces.append(Piece(" " * (begin - at), role if role == "table" else "body"))
            pieces.append(piece)
            at = begin + cells
        yield Line(tuple(pieces))


def _numeric_columns(text: str, rows: Sequence[Sequence[_Placed]], columns: int) -> list[bool]:
    numbers, others = [0] * columns, [0] * columns
    for row in rows:
        for cell, column, span in row:
            content = text[cell.start : cell.end]
            if cell.header or span > 1 or not content.strip():
                continue
            if _NUMBER.fullmatch(content[:40]):
                numbers[column] += 1
            else:
                others[column] += 1
    return [
        number > 0 and number >= 4 * other for number, other in zip(numbers, others, strict=True)
    ]


def _records(layout: Layout, rows: Sequence[Sequence[_Placed]], width: int) -> Iterator[Line]:
    """Show each row as lines of ``name: value``, for a table that is too wide."""
    heads: dict[int, str] = {}
    first = True
    for row in rows:
        if row and all(placed.cell.header for placed in row):
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
        wrap(layout.text, cell.start, cell.end, max(1, width - indent))
    ):
        sign = Piece(name, "table-head") if beside and number == 0 and name else Piece(" " * indent)
        yield Line((sign, layout.piece(left, right, "table-head" if cell.header else "table")))
