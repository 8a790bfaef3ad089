"""Tables: which hold data, and which only lay out the page."""

from __future__ import annotations

import re

from lxml.etree import _Element

from newsreader.articles.trees import attribute, labels, tag, text_of
from newsreader.core.document import Cell

MAX_CELLS = 20_000
"""A table with more cells is unwrapped: nobody reads it in a terminal."""

_DATA_LABELS = re.compile(r"wikitable|data-?table|tablepress|infobox|(?:^|[\s_-])(?:data|stats)\b")
_BLOCKS = frozenset(
    {"p", "ul", "ol", "dl", "blockquote", "pre", "h1", "h2", "h3", "h4", "figure", "iframe"}
    | {"video", "form", "article", "section", "hr"}
)
_LONG_CELL = 400


def is_data_table(table: _Element) -> bool:
    """Say whether a table holds data.

    What marks data (header cells, a caption, a role) decides; else a grid of at least two rows
    and two columns with short cells is data, and everything else is layout.
    """
    if attribute(table, "role") in ("presentation", "none"):
        return False
    if any(inner is not table for inner in table.iter("table")):
        return False
    rows = list(table.iter("tr"))
    cells = [[cell for cell in row if tag(cell) in ("td", "th")] for row in rows]
    cells = [row for row in cells if row]
    count = sum(len(row) for row in cells)
    if not count or count > MAX_CELLS:
        return False
    columns = max(len(row) for row in cells)
    if count == 1 or (columns == 1 and not any(tag(row[0]) == "th" for row in cells)):
        return False
    return _is_marked(table) or _is_grid(cells, columns)


def _is_marked(table: _Element) -> bool:
    if attribute(table, "role") in ("table", "grid") or _DATA_LABELS.search(labels(table)):
        return True
    return next(table.iter("th", "caption", "thead"), None) is not None


def _is_grid(rows: list[list[_Element]], columns: int) -> bool:
    if len(rows) < 2 or columns < 2:
        return False
    texts = [text_of(cell) for row in rows for cell in row]
    if max(len(text) for text in texts) > _LONG_CELL:
        return False
    blocks = sum(
        1 for row in rows for cell in row for child in cell.iter() if tag(child) in _BLOCKS
    )
    return blocks <= len(texts)


def cell_form(cell: _Element) -> Cell:
    """Make a cell of a ``td`` or ``th``, without its place in the text."""
    header = tag(cell) == "th" or attribute(cell, "role") in ("columnheader", "rowheader")
    if not header:
        parent = cell.getparent()
        section = parent.getparent() if parent is not None else None
        header = section is not None and tag(section) == "thead"
    return Cell(
        start=0,
        end=0,
        header=header,
        columns=_span(cell.get("colspan")),
        rows=_span(cell.get("rowspan")),
    )


def _span(value: str | None) -> int:
    text = (value or "").strip()
    return min(max(int(text), 1), 1000) if text.isascii() and text.isdigit() else 1
