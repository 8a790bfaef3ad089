"""What the three formats share: the way through the blocks, and through the spans of a range."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from newsreader.core.document import (
    Block,
    Cell,
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
from newsreader.core.urls import clean_url

KIND_OF_EMBED = {"video": "Video", "audio": "Audio", "post": "Post", "page": "Page"}

ELEMENTS = {
    "strong": "strong",
    "emphasis": "em",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "underline": "u",
    "mark": "mark",
    "code": "code",
}
"""What spans are in HTML, and in Markdown where it has no sign for them."""


def indent(text: str, first: str, rest: str) -> str:
    """Put a mark before the first line and as much room, or a bar, before the others."""
    lines = text.split("\n")
    following = [f"{rest}{line}" if line else rest.rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *following])


class Writer(ABC):
    """What the three formats share: the way through the blocks and through the spans of a range."""

    joint = "\n\n"

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spans = sorted(document.spans, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self.spans]

    def blocks(self, blocks: Sequence[Block], joint: str | None = None) -> str:
        """Give a run of blocks."""
        parts = [part for block in blocks if (part := self.block(block))]
        return (self.joint if joint is None else joint).join(parts)

    def block(self, block: Block) -> str:
        """Give one block."""
        writers: dict[type, Callable[..., str]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            Code: self.code,
            List: self.list,
            Quote: self.quote,
            Table: self.table,
            Image: self.image,
            Embed: self.embed,
            Rule: self.rule,
            Definitions: self.definitions,
            Footnote: self.footnote,
        }
        return writers[type(block)](block)

    def raw(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def inline(self, start: int, end: int) -> str:
        """Give a range of running text with its spans, properly nested."""
        waiting = self._within(start, end)[::-1]
        cuts = sorted({start, end, *(s.start for s in waiting), *(s.end for s in waiting)})
        pieces: list[str] = []
        open_spans: list[Span] = []
        for left, right in pairwise(cuts):
            wanted = [span for span in open_spans if span.end > left]
            while waiting and waiting[-1].start <= left:
                wanted.append(waiting.pop())
            shared = 0
            while shared < min(len(wanted), len(open_spans)) and (
                wanted[shared] is open_spans[shared]
            ):
                shared += 1
            pieces += [self.close(span, left) for span in reversed(open_spans[shared:])]
            pieces += [self.open(span, left) for span in wanted[shared:]]
            open_spans = wanted
            pieces.append(self.characters(left, right, open_spans))
        pieces += [self.close(span, end) for span in reversed(open_spans)]
        return "".join(pieces)

    def _within(self, start: int, end: int) -> list[Span]:
        """Give the spans of a range, cut to it; of several links over each other, the outermost."""
        found: list[Span] = []
        link_end = -1
        for index in range(bisect_left(self._starts, start), len(self.spans)):
            span = self.spans[index]
            if span.start >= end:
                break
            if span.end > end or span.end <= span.start:
                continue
            if span.kind in ("link", "note"):
                if span.start < link_end or (span.kind == "link" and not clean_url(span.url)):
                    continue
                link_end = span.end
            found.append(span)
        return found

    @abstractmethod
    def open(self, span: Span, at: int) -> str:
        """Give what begins a span."""

    @abstractmethod
    def close(self, span: Span, at: int) -> str:
        """Give what ends a span."""

    @abstractmethod
    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        """Give a range of the text that is inside some spans."""

    @abstractmethod
    def heading(self, block: Heading) -> str:
        """Give a heading."""

    def paragraph(self, block: Paragraph) -> str:
        return self.inline(block.start, block.end)

    @abstractmethod
    def code(self, block: Code) -> str:
        """Give preformatted text."""

    @abstractmethod
    def list(self, block: List) -> str:
        """Give a list."""

    @abstractmethod
    def quote(self, block: Quote) -> str:
        """Give a quotation."""

    @abstractmethod
    def table(self, block: Table) -> str:
        """Give a table."""

    @abstractmethod
    def image(self, block: Image) -> str:
        """Give a picture."""

    @abstractmethod
    def embed(self, block: Embed) -> str:
        """Give what another site plays or shows."""

    @abstractmethod
    def rule(self, block: Rule) -> str:
        """Give a break between sections."""

    @abstractmethod
    def definitions(self, block: Definitions) -> str:
        """Give terms with what they mean."""

    @abstractmethod
    def footnote(self, block: Footnote) -> str:
        """Give a note."""


def is_tight(block: List) -> bool:
    """Say whether items need no blank line: none has two paragraphs or anything long."""
    for item in block.items:
        texts = [inner for inner in item.blocks if not isinstance(inner, List)]
        if len(texts) > 1 or any(not isinstance(inner, Paragraph) for inner in texts):
            return False
        if any(isinstance(inner, List) and not is_tight(inner) for inner in item.blocks):
            return False
    return True


def marks(block: List, bullet: str, after_number: str = ". ") -> list[str]:
    """Give what stands before each item of a list."""
    if not block.ordered:
        return [f"{bullet} " for _ in block.items]
    return [f"{number}{after_number}" for number, _ in enumerate(block.items, max(block.first, 0))]


def grid(table: Table) -> list[list[Cell | None]]:
    """Give the rows of a table with every column filled; None where a wide or tall cell goes on."""
    rows: list[list[Cell | None]] = []
    waiting: dict[int, int] = {}
    for row in table.rows:
        line: list[Cell | None] = []
        for cell in row:
            while waiting.get(len(line), 0) > 0:
                waiting[len(line)] -= 1
                line.append(None)
            for offset in range(min(cell.columns, 100)):
                if cell.rows > 1:
                    waiting[len(line)] = cell.rows - 1
                line.append(cell if offset == 0 else None)
        while waiting.get(len(line), 0) > 0:
            waiting[len(line)] -= 1
            line.append(None)
        rows.append(line)
    width = max((len(line) for line in rows), default=0)
    return [line + [None] * (width - len(line)) for line in rows]


def starts_with_its_blocks(item: object) -> bool:
    """Say whether a definition has no term: its range is then empty, or that of its blocks."""
    return getattr(item, "start", 0) == getattr(item, "end", 0)


def footnote_label(label: str) -> str:
    """Give a note's label as Markdown and HTML may have it."""
    return re.sub(r"[^\w.-]+", "-", label).strip("-") or "note"
