"""The running text of one block while it is gathered: folded white space, and its spans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsreader.core.document import Span, SpanKind
from newsreader.core.text import clean_body

_SPACES = re.compile(r"[ \t\n\r\f]+")


@dataclass(slots=True)
class Mark:
    """A span that is open: it ends where its element ends, or goes on in the next block."""

    kind: SpanKind
    url: str = ""
    title: str = ""
    start: int = 0


class Inline:
    """Gathers text as a browser folds it; offsets of its spans are relative to its own text."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._last = "\n"
        self._open: list[Mark] = []
        self._spans: list[Span] = []

    def add(self, text: str) -> None:
        """Add the text of a node."""
        text = _SPACES.sub(" ", clean_body(text))
        if text.startswith(" ") and self._last in " \n":
            text = text[1:]
        self._append(text)

    def space(self) -> None:
        """Part what comes from what was, as a block in a place of running text does."""
        if self._last not in " \n":
            self._append(" ")

    def line_break(self) -> bool:
        """Break the line; False where it follows another break, which ends the paragraph."""
        if self._last == " ":
            self._pieces[-1] = self._pieces[-1][:-1]
            self._length -= 1
            self._last = self._pieces[-1][-1] if self._pieces[-1] else "?"
        if self._last == "\n":
            return self._length == 0
        self._append("\n")
        return True

    def _append(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += len(text)
            self._last = text[-1]

    def open(self, kind: SpanKind, url: str = "", title: str = "") -> Mark:
        """Start a span here."""
        mark = Mark(kind, url, title, self._length)
        self._open.append(mark)
        return mark

    def close(self, mark: Mark) -> None:
        """End a span here; one that was taken away by another block is let go."""
        if mark in self._open:
            self._open.remove(mark)
            self._end(mark)

    def _end(self, mark: Mark) -> None:
        if self._length > mark.start:
            span = Span(
                start=mark.start, end=self._length, kind=mark.kind, url=mark.url, title=mark.title
            )
            self._spans.append(span)

    @property
    def empty(self) -> bool:
        """Whether nothing but white space was gathered."""
        return not self._length or not any(piece.strip() for piece in self._pieces)

    @property
    def length(self) -> int:
        """How many characters were gathered, white space at the ends included."""
        return self._length

    def take(self) -> tuple[str, list[Span]]:
        """Give the text, trimmed, with its spans, and start anew; open spans go on."""
        for mark in self._open:
            self._end(mark)
            mark.start = 0
        whole = "".join(self._pieces)
        text = whole.strip()
        lead = len(whole) - len(whole.lstrip())
        spans = [trimmed for span in self._spans if (trimmed := _trim(span, text, lead))]
        spans.sort(key=lambda span: (span.start, -span.end))
        self._pieces, self._length, self._last, self._spans = [], 0, "\n", []
        return text, spans


def _trim(span: Span, text: str, lead: int) -> Span | None:
    """Move a span to the trimmed text, and take white space off its ends."""
    start = max(0, span.start - lead)
    end = min(len(text), span.end - lead)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    return Span(start=start, end=end, kind=span.kind, url=span.url, title=span.title)
