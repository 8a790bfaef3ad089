"""The light format in which the edition's articles are written, read into blocks.

It knows what news pages hold and no more::

    A paragraph runs until a blank line, with *emphasis*, **strong**, `code`, H~2~O, x^2^,
    a [link](https://example.org/), one to [another article](article:feed/name), a note.[^1]

    ## A heading
    > A quotation, whose last line may say
    > — who is quoted
    - a list, 1. or a numbered one, nested by two spaces
    | a table | whose first row | is its head |
    Term
    : what it means
    @ 20:17 UTC | An update of a live page, followed by its paragraphs
    !figure picture | alternative text | caption | credit
    !table The caption of the table that follows
    ***
    [^1]: The text of the note.

and code between lines of three backticks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

import msgspec


class _Block(msgspec.Struct, frozen=True):
    """The base of all blocks; a field named ``markup`` holds text with inline markup."""


class Paragraph(_Block, frozen=True):
    """Running text."""

    markup: str


class Heading(_Block, frozen=True):
    """A heading inside the article, of level 2 or 3."""

    level: int
    markup: str


class Quote(_Block, frozen=True):
    """A quotation of one paragraph or more, and who is quoted."""

    paragraphs: tuple[str, ...]
    source: str


class Item(_Block, frozen=True):
    """One item, with the list nested in it."""

    markup: str
    nested: Items | None = None


class Items(_Block, frozen=True):
    """A list."""

    items: tuple[Item, ...]
    ordered: bool


class Code(_Block, frozen=True):
    """Preformatted text."""

    text: str
    language: str


class Table(_Block, frozen=True):
    """A table whose first row is its head."""

    rows: tuple[tuple[str, ...], ...]
    caption: str


class Terms(_Block, frozen=True):
    """Terms with what they mean."""

    pairs: tuple[tuple[str, str], ...]


class Figure(_Block, frozen=True):
    """A picture with its caption."""

    picture: str
    alt: str
    caption: str
    credit: str


class Update(_Block, frozen=True):
    """The head of an update on a live page."""

    clock: str
    markup: str


class Note(_Block, frozen=True):
    """A footnote."""

    label: str
    markup: str


class Rule(_Block, frozen=True):
    """A break between sections."""


Block = Paragraph | Heading | Quote | Items | Code | Table | Terms | Figure | Update | Note | Rule

_ITEM = re.compile(r"( *)(-|\d+\.) (.*)")
_NOTE = re.compile(r"\[\^(\w+)\]: (.*)", re.DOTALL)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FENCED = "\x00"


def parse(text: str) -> tuple[Block, ...]:
    """Read the body of an article.

    Args:
        text: As in the description of this module.

    Raises:
        ValueError: A table or a list can not be read.
    """
    codes: list[Code] = []

    def keep(match: re.Match[str]) -> str:
        codes.append(Code(match[2].removesuffix("\n"), match[1]))
        return _FENCED

    chunks = [part.strip("\n") for part in re.split(r"\n\s*\n", _FENCE.sub(keep, text))]
    return tuple(_blocks([chunk for chunk in chunks if chunk.strip()], iter(codes)))


def _blocks(chunks: list[str], codes: Iterator[Code]) -> Iterator[Block]:
    caption = ""
    for chunk in chunks:
        if chunk == _FENCED:
            yield next(codes)
        elif chunk.startswith("!table "):
            head, _, rows = chunk.removeprefix("!table ").partition("\n")
            caption = head.strip()
            if rows:
                yield _table(rows, caption)
        else:
            yield _block(chunk)


def _block(chunk: str) -> Block:
    lines = chunk.split("\n")
    first = lines[0]
    if first == "***":
        return Rule()
    if first.startswith("#"):
        marks, _, markup = first.partition(" ")
        return Heading(len(marks), markup.strip())
    if first.startswith("!figure "):
        return figure(first.removeprefix("!figure "))
    if first.startswith("@ "):
        clock, markup = _fields(first.removeprefix("@ "), 2)
        return Update(clock, markup)
    return _longer_block(chunk, lines)


def _longer_block(chunk: str, lines: list[str]) -> Block:
    first = lines[0]
    if first.startswith(">"):
        return _quote(lines)
    if first.startswith("| "):
        return _table(chunk, "")
    if _ITEM.fullmatch(first):
        return _list(lines)
    if len(lines) > 1 and lines[1].startswith(": "):
        return _terms(lines)
    if note := _NOTE.fullmatch(chunk):
        return Note(note[1], _joined(note[2].split("\n")))
    return Paragraph(_joined(lines))


def figure(fields: str) -> Figure:
    """Read ``picture | alternative text | caption | credit``; the last may be missing."""
    picture, alt, caption, credit = _fields(fields, 4)
    return Figure(picture, alt, caption, credit)


def _fields(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split("|")]
    return (parts + [""] * count)[:count]


def _joined(lines: list[str]) -> str:
    """Join wrapped lines; scripts without spaces get none."""
    text = "\n".join(line.strip() for line in lines).strip()
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return text.replace("\n", " ")


def _quote(lines: list[str]) -> Quote:
    bare = [line.removeprefix(">").strip() for line in lines]
    source = bare.pop().removeprefix("— ") if bare[-1].startswith("— ") else ""
    paragraphs = "\n".join(bare).split("\n\n")
    return Quote(tuple(_joined(part.split("\n")) for part in paragraphs if part.strip()), source)


def _table(text: str, caption: str) -> Table:
    rows = tuple(
        tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        for line in text.split("\n")
    )
    if len({len(row) for row in rows}) != 1:
        raise ValueError(f"a table has rows of different lengths: {rows[0]}")
    return Table(rows, caption)


def _list(lines: list[str]) -> Items:
    items: list[Item] = []
    ordered = lines[0][0].isdigit()
    position = 0
    while position < len(lines):
        match = _ITEM.fullmatch(lines[position])
        if match is None or match[1]:
            raise ValueError(f"a list holds what is no item: {lines[position]}")
        position += 1
        below = []
        while position < len(lines) and lines[position].startswith("  "):
            below.append(lines[position])
            position += 1
        items.append(_item(match[3], dedent("\n".join(below)).splitlines()))
    return Items(tuple(items), ordered)


def _item(text: str, below: list[str]) -> Item:
    start = next((n for n, line in enumerate(below) if _ITEM.fullmatch(line)), len(below))
    nested = _list(below[start:]) if below[start:] else None
    return Item(_joined([text, *below[:start]]), nested)


def _terms(lines: list[str]) -> Terms:
    pairs: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith(": "):
            term, meaning = pairs[-1]
            pairs[-1] = (term, line[2:].strip())
        elif line.startswith("  "):
            term, meaning = pairs[-1]
            pairs[-1] = (term, f"{meaning} {line.strip()}")
        else:
            pairs.append((line.strip(), ""))
    return Terms(tuple(pairs))


# -- inline ----------------------------------------------------------------------------------------

_INLINE = re.compile(
    r"`(?P<code>[^`]+)`"
    r"|\[\^(?P<note>\w+)\]"
    r"|\[(?P<label>[^\]]+)\]\((?P<target>[^)\s]+)\)"
    r"|\*\*(?P<strong>[^*]+)\*\*"
    r"|\*(?P<emphasis>[^*]+)\*"
    r"|\^(?P<superscript>[^^\s]+)\^"
    r"|~(?P<subscript>[^~\s]+)~"
)

Write = Callable[[str, str, str], str]
"""Writes one inline element: its kind, its text as written already, and a link's target."""


def inline(markup: str, text: Callable[[str], str], write: Write) -> str:
    """Turn inline markup into something else.

    Args:
        markup: As in the description of this module.
        text: Writes what is no markup.
        write: Writes an element: ``code``, ``note``, ``label`` (a link), ``strong``, ``emphasis``,
            ``superscript`` or ``subscript``.
    """
    pieces: list[str] = []
    position = 0
    for match in _INLINE.finditer(markup):
        pieces.append(text(markup[position : match.start()]))
        kind = match.lastgroup or ""
        if kind == "target":
            kind = "label"
        inner = match[kind]
        leaf = kind in ("code", "note")
        written = text(inner) if leaf else inline(inner, text, write)
        pieces.append(write(kind, written, match["target"] or ""))
        position = match.end()
    pieces.append(text(markup[position:]))
    return "".join(pieces)


def plain(markup: str) -> str:
    """Give the text of inline markup; references to notes leave nothing."""
    return inline(markup, str, lambda kind, text, _: "" if kind == "note" else text)
