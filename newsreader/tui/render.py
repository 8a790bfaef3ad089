"""A `Document` as lines of a given width.

A line is a row of pieces. A piece that shows text of the document knows where in the document it
stands. Links, names, search hits and the reading position are ranges of the document's text, so
they are found on the screen without being part of the layout: when names arrive or are chosen,
nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from unicodedata import bidirectional

import msgspec
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
from newsreader.core.urls import host
from newsreader.tui.glyphs import ASCII, UNICODE, Glyphs
from newsreader.tui.scripts import with_scripts
from newsreader.tui.wrapping import wrapped

MAX_DEPTH = 8
"""Containers nested deeper than this are drawn without further indentation."""
NARROWEST = 12
"""Text is not indented further where fewer cells would remain."""


class Slot(NamedTuple):
    """What a piece shows of a picture: one row of it, or its words.

    Attributes:
        url: Of the picture.
        width: How many cells there are for it where it stands.
        row: Counted from its upper edge; -1 for its words.
    """

    url: str
    width: int
    row: int = -1


class Pictures(Protocol):
    """What the layout needs to know of pictures."""

    def room(self, slot: Slot) -> tuple[int, int]:
        """Give the columns and rows that a picture takes; no rows where it is not shown."""

    def note(self, slot: Slot) -> str:
        """Give what is said beside its words, "" for nothing."""


class Piece(NamedTuple):
    """A run of text in one role.

    Attributes:
        text: Clean text without newlines or tabs.
        role: What it is, which decides how it looks: ``body``, ``title``, ``code`` and the like.
        start: Where it stands in the document's text (for the role ``title``: in the title); -1
            where it is no text of the document.
        url: Where a click on it leads, "" for nowhere.
        note: The label of a footnote; a click on it leads back to where the text refers to it.
        slot: The picture that it belongs to, None for none. For a row of a picture, ``text`` is
            blank: as many cells as it takes.
    """

    text: str
    role: str = "body"
    start: int = -1
    url: str = ""
    note: str = ""
    slot: Slot | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it is a row of a picture, and no text."""
        return self.slot is not None and self.slot.row >= 0


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

    @property
    def is_picture(self) -> bool:
        """Whether it holds a row of a picture."""
        return any(piece.is_picture for piece in self.pieces)

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
INDENT = Piece("  ")


class Layout(msgspec.Struct, frozen=True):
    """Lays out one document.

    Attributes:
        text: The document's text.
        glyphs: The signs to draw with.
        depth: How many containers stand around the blocks.
        highlight: Colour code by its language.
        beside: Cells that are free at the right of the column, for tables.
        pictures: Which pictures are shown, None for none.
    """

    text: str
    glyphs: Glyphs = UNICODE
    depth: int = 0
    highlight: bool = True
    beside: int = 0
    pictures: Pictures | None = None

    def blocks(self, blocks: Sequence[Block], width: int, *, tight: bool = False) -> Iterator[Line]:
        """Give the lines of blocks, parted by blank lines unless they are tight."""
        before: Block | None = None
        for block in blocks:
            lines = self.block(block, width)
            head = next(lines, None)
            if head is None:
                continue
            if before is not None:
                yield from [BLANK] * self._gap(before, block, tight)
            if isinstance(block, Footnote) and not isinstance(before, Footnote | None):
                yield Line((Piece(self.glyphs.rule * min(width, 12), "rule"),))
            before = block
            yield head
            yield from lines

    def _gap(self, before: Block, block: Block, tight: bool) -> int:
        """Say how many blank lines part two blocks: headings stand nearer to what they head."""
        if tight and isinstance(block, List | Paragraph):
            return 0
        if isinstance(before, Footnote) and isinstance(block, Footnote):
            return 0
        if isinstance(before, Heading) and before.level > 2:
            return 0
        main = isinstance(block, Heading) and block.level <= 2 and self.depth == 0
        return 2 if main and not isinstance(before, Heading) else 1

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
                from newsreader.tui.code_colours import code_lines

                yield from code_lines(self, block, width)
            case Table():
                from newsreader.tui.tables import table_lines

                yield from table_lines(self, block, width)
            case Image():
                yield from self.picture(block, width)
            case Embed():
                yield from self._embed(block, width)
            case Rule():
                yield Line((Piece(self.glyphs.rule * min(width, 24), "rule"),))
            case _:
                yield from self._container(block, width)

    # -- running text ------------------------------------------------------------------------------

    def _running(self, start: int, end: int, width: int, role: str) -> Iterator[Line]:
        to_the_right = self.depth == 0 and runs_leftwards(self.text, start, end)
        for left, right in wrapped(self.text, start, end, width):
            line = Line((self.piece(left, right, role),))
            yield _at_the_right(line, width) if to_the_right else line

    def piece(self, start: int, end: int, role: str = "body") -> Piece:
        """Make a piece of a range of the document's text."""
        return Piece(self.text[start:end].replace("\t", " "), role, start)

    def picture(self, block: Image, width: int) -> Iterator[Line]:
        """Give the lines of a picture: its rows, where it is shown, and below them its words."""
        slot, link, inner = Slot(block.url, width), block.link or block.url, width - 2
        (columns, rows), note = (0, 0), ""
        if self.pictures is not None:
            (columns, rows), note = self.pictures.room(slot), self.pictures.note(slot)
        for row in range(rows):
            yield Line((Piece(" " * columns, url=link, slot=slot._replace(row=row)),))
        caption = block.caption
        label = block.alt or ("" if caption or rows else "Picture")
        text = caption if caption and label in caption else label
        lines = _noted(free_lines(text, inner, "figure", link), note, inner)
        sign = Piece(f"{self.glyphs.image} ", "figure-sign", url=link, slot=slot)
        yield from _prefixed(lines, sign, INDENT)
        if caption and text != caption:
            yield from _prefixed(free_lines(caption, inner, "caption"), INDENT, INDENT)
        if block.credit and block.credit not in caption:
            yield from _prefixed(free_lines(block.credit, inner, "credit"), INDENT, INDENT)

    def _embed(self, block: Embed, width: int) -> Iterator[Line]:
        sign = self.glyphs.video if block.media in ("video", "audio") else self.glyphs.link
        lines = free_lines(block.title or block.media.title(), width - 2, "figure", block.url)
        yield from _prefixed(lines, Piece(f"{sign} ", "figure-sign", url=block.url), INDENT)
        yield from _prefixed(free_lines(host(block.url), width - 2, "credit"), INDENT, INDENT)

    # -- containers --------------------------------------------------------------------------------

    def _container(self, block: Block, width: int) -> Iterator[Line]:
        if self.depth >= MAX_DEPTH or width < NARROWEST:
            yield from msgspec.structs.replace(self, depth=0).blocks(_flat(block), width)
            return
        inner = msgspec.structs.replace(self, depth=self.depth + 1)
        match block:
            case List():
                yield from inner._list(block, width)
            case Quote():
                yield from inner._quote(block, width)
            case Definitions():
                yield from inner._definitions(block, width)
            case Footnote():
                sign = Piece(f"[{block.label[:8]}] ", "note-sign", note=block.label)
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
            yield from _prefixed(self.blocks(item.blocks, width - 2), INDENT, INDENT)


def runs_leftwards(text: str, start: int, end: int) -> bool:
    """Say whether a passage is written from right to left: its first letter tells."""
    for character in text[start : min(end, start + 200)]:
        direction = bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _at_the_right(line: Line, width: int) -> Line:
    free = width - cell_len(line.text)
    return Line((Piece(" " * free), *line.pieces), line.fill) if free > 0 else line


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


def _noted(lines: Iterator[Line], note: str, width: int) -> Iterator[Line]:
    """Put a note behind the last line, or below it where it is too long."""
    last = BLANK
    for number, line in enumerate(lines):
        if number:
            yield last
        last = line
    gap = "  " if last.pieces else ""
    if note and cell_len(f"{last.text}{gap}{note}") <= width:
        last = Line((*last.pieces, Piece(f"{gap}{note}", "credit")))
        note = ""
    if last.pieces:
        yield last
    yield from free_lines(note, width, "credit")


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
    document: Document,
    width: int,
    glyphs: Glyphs = UNICODE,
    *,
    highlight: bool = True,
    beside: int = 0,
    pictures: Pictures | None = None,
) -> Iterator[Line]:
    """Give the lines of a document, one after another, as they are asked for.

    Args:
        document: What to show.
        width: The most cells of a line, at least 1.
        glyphs: The signs to draw with.
        highlight: Colour code by its language.
        beside: Cells that are free at the right of the column, for tables.
        pictures: Which pictures are shown, None for none.
    """
    text = document.text if glyphs is ASCII else with_scripts(document)
    layout = Layout(text, glyphs, highlight=highlight, beside=beside, pictures=pictures)
    return layout.blocks(document.blocks, max(1, width))


def title_lines(title: str, width: int) -> list[Line]:
    """Wrap a title; its pieces know where in the title they stand."""
    width = max(1, width)
    lines = [
        Line((Piece(title[left:right], "title", left),))
        for left, right in wrapped(title, 0, len(title), width)
    ]
    if runs_leftwards(title, 0, len(title)):
        return [_at_the_right(line, width) for line in lines]
    return lines


def free_lines(text: str, width: int, role: str, url: str = "") -> Iterator[Line]:
    """Wrap text that is not part of the document's: captions, alternatives, sources."""
    for left, right in wrapped(text, 0, len(text), width):
        yield Line((Piece(text[left:right], role, -1, url),))
