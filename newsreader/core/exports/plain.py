"""A document as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.core.document import (
    Block,
    Code,
    Definitions,
    Document,
    Embed,
    Footnote,
    Heading,
    Image,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from newsreader.core.exports.writer import (
    KIND_OF_EMBED,
    Writer,
    grid,
    indent,
    is_tight,
    marks,
    starts_with_its_blocks,
)
from newsreader.core.text import cell_width, fill

_LEAST_ROOM = 16
"""Lines of running text are not made shorter than this, however deep they stand."""


class PlainText(Writer):
    """Plain text."""

    def __init__(self, document: Document, width: int | None) -> None:
        super().__init__(document)
        self._width = width

    def _filled(self, text: str) -> str:
        return text if self._width is None else "\n".join(fill(text, self._width))

    def _behind(self, mark: str, blocks: Sequence[Block], joint: str | None = None) -> str:
        """Give blocks in the room that is left behind a mark."""
        outer = self._width
        if outer is not None:
            self._width = max(_LEAST_ROOM, outer - cell_width(mark))
        text = self.blocks(blocks, joint)
        self._width = outer
        return text

    def open(self, span: Span, at: int) -> str:
        return "[" if span.kind == "note" else ""

    def close(self, span: Span, at: int) -> str:
        return "]" if span.kind == "note" else ""

    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        return self.raw(start, end)

    def heading(self, block: Heading) -> str:
        return self._filled(self.inline(block.start, block.end))

    def paragraph(self, block: Paragraph) -> str:
        return self._filled(self.inline(block.start, block.end))

    def code(self, block: Code) -> str:
        return indent(self.raw(block.start, block.end), "    ", "    ")

    def list(self, block: List) -> str:
        gap = "\n" if is_tight(block) else "\n\n"
        items = []
        for mark, item in zip(marks(block, "-"), block.items, strict=True):
            items.append(indent(self._behind(mark, item.blocks, gap), mark, " " * len(mark)))
        return gap.join(items)

    def quote(self, block: Quote) -> str:
        text = self._behind("> ", block.blocks)
        if block.source:
            text = f"{text}\n— {block.source}"
        return indent(text, "> ", "> ")

    def table(self, block: Table) -> str:
        rows = [
            [self.inline(cell.start, cell.end) if cell else "" for cell in row]
            for row in grid(block)
        ]
        widths = [max(cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
        lines = []
        for row in rows:
            cells = [
                cell + " " * (w - cell_width(cell)) for cell, w in zip(row, widths, strict=True)
            ]
            lines.append("  ".join(cells).rstrip())
        return "\n".join([block.caption, *lines] if block.caption else lines)

    def image(self, block: Image) -> str:
        name = block.caption or block.alt
        credit = f" ({block.credit})" if block.credit else ""
        return self._filled(f"[Image: {name}{credit}]") if name else f"[Image: {block.url}]"

    def embed(self, block: Embed) -> str:
        return f"[{KIND_OF_EMBED[block.media]}: {block.title}] {block.url}".strip()

    def rule(self, block: Rule) -> str:
        return "* * *"

    def definitions(self, block: Definitions) -> str:
        items = []
        for item in block.items:
            meaning = self._behind("    ", item.blocks, "\n")
            term = self.inline(item.start, item.end) if not starts_with_its_blocks(item) else ""
            lines = [self._filled(term), indent(meaning, "    ", "    ") if meaning else ""]
            items.append("\n".join(line for line in lines if line))
        return "\n".join(items)

    def footnote(self, block: Footnote) -> str:
        mark = f"[{block.label}] "
        return indent(self._behind(mark, block.blocks), mark, " " * len(mark))
