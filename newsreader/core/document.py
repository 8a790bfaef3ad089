"""An article as blocks over one plain text.

A `Document` holds one string, ``text``. Every block, every span, and everything else that points
into an article (a mention, a search hit, a link) is a half-open range of characters of that
string, so the reader pane, the sidebar, the search index and the exports can not disagree.

What is in the text: headings, paragraphs, list items, quotes, code, table cells, definitions and
footnotes. Blocks stand apart by a blank line, items of a tight list and table rows by a newline,
cells by a tab. What is not: captions and alternative texts of images, and titles of embeds, which
are fields of their blocks, as they are no running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

import msgspec

from newsreader.core.patterns import late

DEEPEST = 100
"""How deep blocks may nest. Those of pages stay far below; what reads a document goes down with
them, and would not come back from the depths that a damaged library may hold."""

SpanKind = Literal[
    "strong",
    "emphasis",
    "code",
    "link",
    "superscript",
    "subscript",
    "strike",
    "underline",
    "mark",
    "note",
]


class Span(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An inline range with a meaning. Spans may nest and overlap.

    Attributes:
        kind: ``note`` is a reference to the `Footnote` whose label is ``url``.
        url: The target of a link: absolute, http, https or mailto, without tracking parameters.
    """

    start: int
    end: int
    kind: SpanKind
    url: str = ""
    title: str = ""


class _Block(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """The base of all blocks: a range of the text, empty for what has no running text."""

    start: int
    end: int


class Heading(_Block, frozen=True, kw_only=True, tag="heading"):
    """A heading of level 1 to 6 inside the article."""

    level: int


class Paragraph(_Block, frozen=True, kw_only=True, tag="paragraph"):
    """Running text; a newline in it is a line break of the author's."""


class Code(_Block, frozen=True, kw_only=True, tag="code"):
    """Preformatted text, every space and break kept."""

    language: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One item of a list."""

    start: int
    end: int
    blocks: tuple[Block, ...]


class List(_Block, frozen=True, kw_only=True, tag="list"):
    """A list; lists nest inside the blocks of its items.

    Attributes:
        first: The number of the first item of an ordered list.
    """

    items: tuple[Item, ...]
    ordered: bool = False
    first: int = 1


class Quote(_Block, frozen=True, kw_only=True, tag="quote"):
    """A block quotation.

    Attributes:
        source: Who or what is quoted, where the page says so.
        url: The address that is quoted from.
    """

    blocks: tuple[Block, ...]
    source: str = ""
    url: str = ""


class Cell(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One cell of a table: a range of the text."""

    start: int
    end: int
    header: bool = False
    columns: int = 1
    rows: int = 1


class Table(_Block, frozen=True, kw_only=True, tag="table"):
    """A table of data, row by row."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


class Image(_Block, frozen=True, kw_only=True, tag="image"):
    """A picture, where it stands in the text.

    Attributes:
        url: The best source that the page offers, absolute.
        link: Where a click on it leads, "" for nowhere.
    """

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    link: str = ""
    width: int | None = None
    height: int | None = None


class Embed(_Block, frozen=True, kw_only=True, tag="embed"):
    """Something played or shown by another site, as a link with a title."""

    url: str
    title: str = ""
    media: Literal["video", "audio", "post", "page"] = "page"


class Rule(_Block, frozen=True, kw_only=True, tag="rule"):
    """A break between sections."""


class Definition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A term (a range of the text) and the blocks that define it."""

    start: int
    end: int
    blocks: tuple[Block, ...]


class Definitions(_Block, frozen=True, kw_only=True, tag="definitions"):
    """A list of terms and what they mean."""

    items: tuple[Definition, ...]


class Footnote(_Block, frozen=True, kw_only=True, tag="footnote"):
    """A note that ``note`` spans refer to by its label."""

    label: str
    blocks: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | Code
    | List
    | Quote
    | Table
    | Image
    | Embed
    | Rule
    | Definitions
    | Footnote
)


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The text of an article with its blocks and spans, both in the order of the text."""

    text: str = ""
    blocks: tuple[Block, ...] = ()
    spans: tuple[Span, ...] = ()

    @classmethod
    def from_text(cls, text: str) -> Document:
        """Make a document of plain text: a blank line parts paragraphs, a newline stays a break.

        Args:
            text: Clean text (see `newsreader.core.text.clean_body`).
        """
        paragraphs = [part.strip() for part in re.split(r"\n[ \t]*\n\s*", text) if part.strip()]
        blocks: list[Block] = []
        position = 0
        for paragraph in paragraphs:
            blocks.append(Paragraph(start=position, end=position + len(paragraph)))
            position += len(paragraph) + 2
        return cls(text="\n\n".join(paragraphs), blocks=tuple(blocks))

    @property
    def words(self) -> int:
        """The number of words; each character of a script without spaces counts as half of one."""
        return len(_WORD().findall(self.text)) + len(_IDEOGRAPH().findall(self.text)) // 2

    def walk(self) -> Iterator[Block]:
        """Give every block, containers before what they hold, in the order of the text."""
        yield from _walk(self.blocks)

    @property
    def is_sound(self) -> bool:
        """Whether all ranges lie within the text, and no block is deeper than `DEEPEST`."""
        size = len(self.text)
        for span in self.spans:
            if not 0 <= span.start <= span.end <= size:
                return False
        level: Sequence[Block] = self.blocks
        for _ in range(DEEPEST):
            inner: list[Block] = []
            for block in level:
                if not 0 <= block.start <= block.end <= size:
                    return False
                if isinstance(block, _COMPOUND):
                    if not all(0 <= part.start <= part.end <= size for part in _parts(block)):
                        return False
                    inner += chain.from_iterable(child_blocks(block))
            if not inner:
                return True
            level = inner
        return False

    @property
    def images(self) -> tuple[Image, ...]:
        """The pictures in order."""
        return tuple(block for block in self.walk() if isinstance(block, Image))

    @property
    def links(self) -> tuple[Span, ...]:
        """The links in order."""
        return tuple(span for span in self.spans if span.kind == "link")


_IDEOGRAPH = late("[぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿]")
_WORD = late("[^\\W぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿]+(?:['’\\-][^\\W_]+)*")


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        for children in child_blocks(block):
            yield from _walk(children)


def child_blocks(block: Block) -> tuple[tuple[Block, ...], ...]:
    """Give the runs of blocks directly inside a container: one run an item; () for any other."""
    if isinstance(block, List | Definitions):
        return tuple(item.blocks for item in block.items)
    if isinstance(block, Quote | Footnote):
        return (block.blocks,)
    return ()


_COMPOUND = (List, Definitions, Quote, Footnote, Table)


def _parts(block: Block) -> Sequence[Item | Definition | Cell]:
    """Give what a block consists of that is no block itself."""
    if isinstance(block, List | Definitions):
        return block.items
    return [cell for row in block.rows for cell in row] if isinstance(block, Table) else ()
