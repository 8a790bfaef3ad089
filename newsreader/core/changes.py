"""What an edit changed in an article, as a document that shows both: what went, and what came."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from newsreader.core.document import (
    Block,
    Code,
    Document,
    Heading,
    Image,
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
_MOST_TOKENS = 3000
"""Longer paragraphs are not compared word by word: that takes time by their square."""
_ALIKE = 0.4
"""Paragraphs that share less of their words are two, not one that was edited."""

_Part = tuple[str, SpanKind | None]


class _Piece:
    """A heading, a paragraph or the like, without what stands around it."""

    def __init__(self, text: str, block: Block) -> None:
        self.text = text
        self.block = block

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
    matcher = SequenceMatcher(None, [one.text for one in old], [one.text for one in new], False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
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


def _pieces(document: Document) -> Iterator[_Piece]:
    for block in document.walk():
        if child_blocks(block) or isinstance(block, Image):
            continue
        text = document.text[block.start : block.end].strip()
        if text:
            yield _Piece(text, block)


def _replaced(old: Sequence[_Piece], new: Sequence[_Piece]) -> Iterator[tuple[_Piece, list[_Part]]]:
    """Weave pieces that took the place of others: each edited one once, the others apart."""
    waiting = list(old)
    for piece in new:
        at = next((i for i, one in enumerate(waiting) if _alike(one.text, piece.text)), None)
        if at is None:
            yield piece, [(piece.text, CAME)]
            continue
        for gone in waiting[:at]:
            yield gone, [(gone.text, GONE)]
        yield piece, _words(waiting[at].text, piece.text)
        del waiting[: at + 1]
    for gone in waiting:
        yield gone, [(gone.text, GONE)]


def _alike(old: str, new: str) -> bool:
    a, b = set(_TOKEN.findall(old)), set(_TOKEN.findall(new))
    return len(a & b) > _ALIKE * max(len(a), len(b))


def _words(old: str, new: str) -> list[_Part]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(a), len(b)) > _MOST_TOKENS:
        return [(old, GONE), (" ", None), (new, CAME)]
    parts: list[_Part] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, a, b, False).get_opcodes():
        if kind == "equal":
            parts.append(("".join(b[j1:j2]), None))
            continue
        parts.append(("".join(a[i1:i2]), GONE))
        parts.append(("".join(b[j1:j2]), CAME))
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
