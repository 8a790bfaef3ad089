"""A `Document` as lines of a given width.

A line is a row of pieces. A piece that shows text of the document knows where in the document it
stands. Links, names, search hits and the reading position are ranges of the document's text, so
they are found on the screen without being part of the layout: when names arrive or are chosen,
nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

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
    Table,
    child_blocks,
)
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.wrapping import hard_wrap, wrap

MAX_DEPTH = 8
"""Containers nested deeper than this are drawn without further indentation."""
NARROWEST = 12
"""Text is not indented further where fewer cells would remain."""


class Piece(NamedTuple):
    """A run of text in one role.

    Attributes:
        text: Clean text without newlines or tabs.
        role: What it is, which decides how it looks: ``body``, ``title``, ``code`` and the like.
        start: Where it stands in the document's text (for the role ``title``: in the title); -1
            where it is no text of the document.
        url: Where a click on it leads, "" for nowhere.
    """

    text: str
    role: str = "body"
    start: int = -1
    url: str = ""


class Line(NamedTuple):
    """One line of the screen.

    Attributes:
        pieces: From left to right.
        fill: The role of the rest of the line, "" for plain.
    """

    pieces: tuple[Piece, ...] = ()
    fill: str = ""

    @property
    def text(self) -> str:
        """What is read on it."""
        return "".join(piece.text for piece in self.pieces)

    def within(self, start: int, end: int | None) -> list[tuple[int, Piece]]:
        """Cut out what stands in some cells; a wide character belongs to it with either half.

        Args:
            start: The first cell.
            end: The cell behind the last one; None for the end of the line.

        Returns:
            Parts of pieces, each with the cell where it begins.
        """
        found = []
        cell = 0
        for piece in self.pieces:
            cells = cell_len(piece.text)
            if cell + cells > start and (end is None or cell < end):
                cut = _cut(piece, start - cell, cells if end is None else end - cell)
                found.append((cell + cut[0], cut[1]))
            cell += cells
        return found


def _cut(piece: Piece, start: int, end: int) -> tuple[int, Piece]:
    """Cut a piece to what has a part between two cells; give the cell where that begins."""
    cell, left, right, begin = 0, -1, 0, 0
    for first, last, cells in split_graphemes(piece.text)[0]:
        if cell + cells > start and cell < end:
            if left < 0:
                left, begin = first, cell
            right = last
        cell += cells
    left = max(0, left)
    at = piece.start + left if piece.start >= 0 else -1
    return begin, piece._replace(text=piece.text[left:right], start=at)


BLANK = Line()


@dataclass(frozen=True)
class Layout:
    """Lays out one document.

    Attributes:
        text: The document's text.
        glyphs: The signs to draw with.
        depth: How many containers stand around the blocks.
        highlight: Colour code by its language.
    """

    text: str
    glyphs: Glyphs = UNICODE
    depth: int = 0
    highlight: bool = True

    def blocks(self, blocks: Sequence[Block], width: int, *, tight: bool = False) -> Iterator[Line]:
        """Give the lines of blocks, parted by blank lines unless they are tight."""
        first = True
        for block in blocks:
            lines = self.block(block, width)
            head = next(lines, None)
            if head is None:
                continue
            if not first and not (tight and isinstance(block, List | Paragraph)):
                yield BLANK
            first = False
            yield head
            yield from lines

    def block(self, block: Block, width: int) -> Iterator[Line]:
        """Give the lines of one block."""
        width = max(1, width)
        match block:
            case Paragraph():
                yield from self._running(block.start, block.end, width, "body")
            case Heading():
                role = f"heading-{min(3, max(1, block.level))}"
                yield from self._running(block.start, block.end, width, role)
            case Code():
                yield from self._code(block, width)
            case Table():
                from newsreader.tui.tables import table_lines

                yield from table_lines(self, block, width)
            case Image() | Embed():
                yield from self._figure(block, width)
            case Rule():
                yield Line((Piece(self.glyphs.rule * min(width, 24), "rule"),))
            case _:
                yield from self._container(block, width)

    # -- running text ------------------------------------------------------------------------------

    def _running(self, start: int, end: int, width: int, role: str) -> Iterator[Line]:
        for left, right in wrap(self.text, start, end, width):
            yield Line((self.piece(left, right, role),))

    def piece(self, start: int, end: int, role: str = "body") -> Piece:
        """Make a piece of a range of the document's text."""
        return Piece(self.text[start:end].replace("\t", " "), role, start)

    def _code(self, block: Code, width: int) -> Iterator[Line]:
        inner = max(1, width - 2)
        tokens = self._tokens(block)
        position = block.start
        while position <= block.end:
            stop = self.text.find("\n", position, block.end)
            stop = block.end if stop < 0 else stop
            ranges = hard_wrap(self.text, position, stop, inner)
            for number, (left, right) in enumerate(ranges):
                mark = self.glyphs.wrap if number else " "
                pieces = (Piece(f"{mark} "[:2], "code"), *self._coloured(left, right, tokens))
                yield Line(pieces, "code")
            position = stop + 1

    def _tokens(self, block: Code) -> list[tuple[int, int, str]]:
        if not (self.highlight and block.language):
            return []
        from newsreader.tui.code_colours import code_tokens

        return code_tokens(self.text[block.start : block.end], block.language, block.start)

    def _coloured(
        self, start: int, end: int, tokens: Sequence[tuple[int, int, str]]
    ) -> Iterator[Piece]:
        position = start
        for left, right, role in tokens:
            if right <= position or left >= end:
                continue
            left, right = max(left, position), min(right, end)
            if left > position:
                yield self.piece(position, left, "code")
            yield self.piece(left, right, role)
            position = right
        if position < end or start == end:
            yield self.piece(position, end, "code")

    def _figure(self, block: Image | Embed, width: int) -> Iterator[Line]:
        if isinstance(block, Image):
            label = block.alt or ("" if block.caption else "Picture")
            sign, url, caption, credit = (
                self.glyphs.image,
                block.link or block.url,
                block.caption,
                block.credit,
            )
        else:
            playable = block.media in ("video", "audio")
            sign = self.glyphs.video if playable else self.glyphs.link
            label, url, caption, credit = block.title or block.media.title(), block.url, "", ""
        text = caption if caption and (not label or label in caption) else label
        lines = free_lines(text, width - 2, "figure", url)
        yield from _prefixed(lines, Piece(f"{sign} ", "figure-sign", -1, url), Piece("  "))
        if caption and text != caption:
            yield from _prefixed(
                free_lines(caption, width - 2, "caption"), Piece("  "), Piece("  ")
            )
        if credit and credit not in caption:
            yield from _prefixed(free_lines(credit, width - 2, "credit"), Piece("  "), Piece("  "))

    # -- containers --------------------------------------------------------------------------------

    def _container(self, block: Block, width: int) -> Iterator[Line]:
        if self.depth >= MAX_DEPTH or width < NARROWEST:
            yield from replace(self, depth=0).blocks(_flat(block), width)
            return
        inner = replace(self, depth=self.depth + 1)
        match block:
            case List():
                yield from inner._list(block, width)
            case Quote():
                yield from inner._quote(block, width)
            case Definitions():
                yield from inner._definitions(block, width)
            case Footnote():
                sign = Piece(f"[{block.label[:8]}] ", "note-sign")
                indent = cell_len(sign.text)
                lines = inner.blocks(block.blocks, width - indent, tight=True)
                yield from _prefixed(lines, sign, Piece(" " * indent))

    def _list(self, block: List, width: int) -> Iterator[Line]:
        numbers = len(str(block.first + len(block.items) - 1)) + 2
        indent = numbers if block.ordered else 2
        bullet = self.glyphs.bullets[(self.depth - 1) % len(self.glyphs.bullets)]
        loose = any(
            "\n\n" in self.text[one.end : other.start]
            for one, other in zip(block.items, block.items[1:], strict=False)
        )
        for index, item in enumerate(block.items):
            if index and loose:
                yield BLANK
            number = f"{block.first + index}."
            sign = f"{number:>{indent - 1}} " if block.ordered else f"{bullet} "
            lines = self.blocks(item.blocks, width - indent, tight=not loose)
            yield from _prefixed(lines, Piece(sign, "bullet"), Piece(" " * indent), always=True)

    def _quote(self, block: Quote, width: int) -> Iterator[Line]:
        sign = Piece(f"{self.glyphs.quote} ", "quote-sign")
        for line in _prefixed(self.blocks(block.blocks, width - 2), sign, sign):
            yield Line(
                tuple(
                    piece._replace(role="quote") if piece.role == "body" else piece
                    for piece in line.pieces
                )
            )
        if block.source:
            source = free_lines(
                f"{self.glyphs.dash} {block.source}", width - 2, "credit", block.url
            )
            yield from _prefixed(source, sign, sign)

    def _definitions(self, block: Definitions, width: int) -> Iterator[Line]:
        for index, item in enumerate(block.items):
            if index:
                yield BLANK
            yield from self._running(item.start, item.end, width, "term")
            indent = Piece("  ")
            yield from _prefixed(self.blocks(item.blocks, width - 2), indent, indent)


def _prefixed(
    lines: Iterator[Line], first: Piece, rest: Piece, *, always: bool = False
) -> Iterator[Line]:
    """Put a piece before each line: one before the first, another before the others."""
    sign = first
    for line in lines:
        yield Line((sign, *line.pieces), line.fill)
        sign = rest
    if always and sign is first:
        yield Line((first,))


def _flat(block: Block) -> list[Block]:
    """Give the blocks inside a container at any depth that hold no others; without recursion."""
    found: list[Block] = []
    waiting: list[Block] = [block]
    while waiting:
        current = waiting.pop()
        children = [child for run in child_blocks(current) for child in run]
        if isinstance(current, Definitions):
            children += [Paragraph(start=item.start, end=item.end) for item in current.items]
            children.sort(key=lambda child: child.start)
        if children:
            waiting.extend(reversed(children))
        elif not isinstance(current, List | Quote | Definitions | Footnote):
            found.append(current)
    return found


def document_lines(
    document: Document, width: int, glyphs: Glyphs = UNICODE, *, highlight: bool = True
) -> Iterator[Line]:
    """Give the lines of a document, one after another, as they are asked for.

    Args:
        document: What to show.
        width: The most cells of a line, at least 1.
        glyphs: The signs to draw with.
        highlight: Colour code by its language.
    """
    layout = Layout(document.text, glyphs, highlight=highlight)
    return layout.blocks(document.blocks, max(1, width))


def title_lines(title: str, width: int) -> list[Line]:
    """Wrap a title; its pieces know where in the title they stand."""
    return [
        Line((Piece(title[left:right], "title", left),))
        for left, right in wrap(title, 0, len(title), max(1, width))
    ]


def free_lines(text: str, width: int, role: str, url: str = "") -> Iterator[Line]:
    """Wrap text that is not part of the document's: captions, alternatives, sources."""
    for left, right in wrap(text, 0, len(text), width):
        yield Line((Piece(text[left:right], role, -1, url),))
