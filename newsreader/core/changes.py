"""What an edit changed in an article, as a document that shows both: what went, and what came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from newsreader.core.document import (
    Block,
    Code,
    Definitions,
    Document,
    Heading,
    Paragraph,
    Span,
    SpanKind,
    child_blocks,
)

GONE: SpanKind = "strike"
CAME: SpanKind = "underline"

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")
"""Words, and each character of a script without spaces."""
_MOST_PAIRS = 1_500_000
"""Where two runs have more pairs of parts than this, one took the place of the other as a whole:
to compare them takes time by that number, or worse."""
_ALIKE = 0.4
"""Paragraphs that share less of their words are two, not one that was edited."""
_NEAR = 20
"""How many paragraphs further an edited one is looked for."""

_Part = tuple[str, SpanKind | None]


class _Piece:
    """A heading, a paragraph or the like, without what stands around it."""

    def __init__(self, text: str, block: Block) -> None:
        self.text = text
        self.block = block
        self.words = frozenset(_TOKEN.findall(text))

    def is_like(self, other: _Piece) -> bool:
        """Say whether one may be the other, edited."""
        most = max(len(self.words), len(other.words))
        return len(self.words & other.words) > _ALIKE * most

    def ranged(self, start: int, end: int) -> Block:
        """Give its block over a range of another text."""
        match self.block:
            case Heading(level=level):
                return Heading(start=start, end=end, level=level)
            case Code(language=language):
                return Code(start=start, end=end, language=language)
            case _:
                return Paragraph(start=start, end=end)


def compare(before: Document, after: Document) -> Document:
    """Show two texts of an article in one.

    Args:
        before: The earlier one.
        after: The later one.

    Returns:
        The later text as headings, paragraphs and code. Words that the earlier one lacks have a
        span ``underline``; words that only that one has stand where they stood, under a span
        ``strike``. Without such spans both say the same.
    """
    old, new = list(_pieces(before)), list(_pieces(after))
    woven: list[tuple[_Piece, list[_Part]]] = []
    for same, i1, i2, j1, j2 in _runs([one.text for one in old], [one.text for one in new]):
        if same:
            woven += [(piece, [(piece.text, None)]) for piece in new[j1:j2]]
        else:
            woven += _replaced(old[i1:i2], new[j1:j2])
    return _document(woven)


def marked(document: Document) -> str:
    """Write what `compare` gave as plain text: ``[-what went-]`` and ``{+what came+}``."""
    signs = {GONE: ("[-", "-]"), CAME: ("{+", "+}")}
    text, done = "", 0
    for span in document.spans:
        before, behind = signs[span.kind]
        text += document.text[done : span.start]
        text += before + document.text[span.start : span.end] + behind
        done = span.end
    return text + document.text[done:]


def _runs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Part two sequences into runs that are the same in both, and runs that took another's place.

    Yields:
        Whether they are the same, and where they begin and end in the one and in the other.
    """
    most = min(len(a), len(b))
    start = next((i for i in range(most) if a[i] != b[i]), most)
    most -= start
    end = next((i for i in range(most) if a[-1 - i] != b[-1 - i]), most)
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    if start:
        yield True, 0, start, 0, start
    if len(middle_a) * len(middle_b) > _MOST_PAIRS:
        yield False, start, len(a) - end, start, len(b) - end
    else:
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, middle_a, middle_b).get_opcodes():
            yield kind == "equal", start + i1, start + i2, start + j1, start + j2
    if end:
        yield True, len(a) - end, len(a), len(b) - end, len(b)


def _pieces(document: Document) -> Iterator[_Piece]:
    for block in _leaves(document.blocks):
        text = document.text[block.start : block.end].strip()
        if text:
            yield _Piece(text, block)


def _leaves(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks that hold no others, and the terms of definitions, as the text has them."""
    for block in blocks:
        if isinstance(block, Definitions):
            for item in block.items:
                yield Paragraph(start=item.start, end=item.end)
                yield from _leaves(item.blocks)
        elif inner := child_blocks(block):
            for run in inner:
                yield from _leaves(run)
        else:
            yield block


def _replaced(old: Sequence[_Piece], new: Sequence[_Piece]) -> Iterator[tuple[_Piece, list[_Part]]]:
    """Weave pieces that took the place of others: each edited one once, the others apart."""
    done = 0
    for piece in new:
        near = range(done, min(done + _NEAR, len(old)))
        at = next((i for i in near if old[i].is_like(piece)), None)
        if at is None:
            yield piece, [(piece.text, CAME)]
            continue
        for gone in old[done:at]:
            yield gone, [(gone.text, GONE)]
        yield piece, _words(old[at].text, piece.text)
        done = at + 1
    for gone in old[done:]:
        yield gone, [(gone.text, GONE)]


def _words(old: str, new: str) -> list[_Part]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    parts: list[_Part] = []
    for same, i1, i2, j1, j2 in _runs(a, b):
        if same:
            parts.append(("".join(b[j1:j2]), None))
        else:
            gone, came = "".join(a[i1:i2]), "".join(b[j1:j2])
            parts.append((gone, GONE))
            if gone and came and not (gone[-1].isspace() or came[0].isspace()):
                parts.append((" ", None))  # not every terminal can strike out or underline
            parts.append((came, CAME))
    return [(text, kind) for text, kind in parts if text]


def _document(woven: Sequence[tuple[_Piece, list[_Part]]]) -> Document:
    text = ""
    blocks: list[Block] = []
    spans: list[Span] = []
    for piece, parts in woven:
        text += "\n\n" if text else ""
        start = len(text)
        for words, kind in parts:
            if kind is not None:
                spans.append(Span(start=len(text), end=len(text) + len(words), kind=kind))
            text += words
        blocks.append(piece.ranged(start, len(text)))
    return Document(text=text, blocks=tuple(blocks), spans=tuple(spans))
