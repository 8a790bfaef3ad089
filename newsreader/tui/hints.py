"""Letters for the links on show: which there are, and which one a person types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len

from newsreader.tui.painting import Marks
from newsreader.tui.render import Line

LETTERS = "asdfghjkl"
"""Keys that lie under the fingers."""


class Target(NamedTuple):
    """Something on show that can be gone to.

    Attributes:
        line: The number of its line.
        cell: Where in the line it begins.
        url: Where it leads, "" for a note.
        note: The label of the note that it refers to.
        back: The label of the note that it stands before; it leads back to where that is named.
    """

    line: int
    cell: int
    url: str = ""
    note: str = ""
    back: str = ""


def labels(count: int, letters: str = LETTERS) -> list[str]:
    """Give as many labels as are wanted, short ones first; none is the beginning of another."""
    found = list(letters)
    while len(found) < count:
        short = min(len(label) for label in found)
        last = max(n for n, label in enumerate(found) if len(label) == short)
        prefix = found.pop(last)
        found += [prefix + letter for letter in letters]
    return sorted(found, key=len)[:count]


def find_targets(lines: Iterable[tuple[int, Line]], inline: Marks) -> list[Target]:
    """Find what can be gone to in some lines, each thing once.

    Args:
        lines: With their numbers.
        inline: The links and the references to notes in the document's text.
    """
    found: dict[object, Target] = {}
    for number, line in lines:
        for key, target in _on_line(number, line, inline):
            found.setdefault(key, target)
    return list(found.values())


def _on_line(number: int, line: Line, inline: Marks) -> Iterator[tuple[object, Target]]:
    """Give what is on a line, each with what tells it apart from the others on show."""
    cell = 0
    for piece in line.pieces:
        if piece.is_picture:
            pass  # letters can not be laid over it; its words lead to the same
        elif piece.url:
            yield piece.url, Target(number, cell, url=piece.url)
        elif piece.note:
            yield ("note", piece.note), Target(number, cell, back=piece.note)
        elif piece.start >= 0 and piece.role != "title":
            for mark in inline.within(piece.start, piece.start + len(piece.text)):
                meta = dict(mark.meta)
                if meta:
                    before = piece.text[: max(0, mark.start - piece.start)]
                    at = cell + cell_len(before)
                    yield mark.start, Target(number, at, meta.get("link", ""), meta.get("note", ""))
        cell += cell_len(piece.text)


class Hints:
    """The letters over some targets, while they are typed.

    Attributes:
        typed: The letters so far.
    """

    def __init__(self, targets: Iterable[Target]) -> None:
        found = list(targets)
        self._targets = dict(zip(labels(len(found)), found, strict=True))
        self.typed = ""

    def __len__(self) -> int:
        return len(self._targets)

    def on_line(self, number: int) -> list[tuple[int, str]]:
        """Give the cells of a line where letters stand, and what is left to type of them."""
        return [
            (target.cell, label[len(self.typed) :])
            for label, target in self._targets.items()
            if target.line == number and label.startswith(self.typed)
        ]

    def press(self, letter: str) -> Target | None:
        """Take a letter; give what is chosen with it.

        Raises:
            KeyError: No label goes on like that.
        """
        typed = self.typed + letter
        if typed in self._targets:
            return self._targets[typed]
        if not any(label.startswith(typed) for label in self._targets):
            raise KeyError(typed)
        self.typed = typed
        return None
