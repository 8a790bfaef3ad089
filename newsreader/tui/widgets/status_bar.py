"""The bottom line: what can be pressed now, or what just happened; and how a refresh is going."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from rich.style import Style
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from newsreader.core.text import cell_width
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.looks import looks_of
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.guard import Guarded

Hint = tuple[str, str]
"""A key, and what it does in a word or two."""
Kind = Literal["plain", "error"]
_LAST_SENTENCE = re.compile(r"(.*[.!?…]) (\S.*)", re.DOTALL)
LEAST_BEGINNING = 16
"""Cells of a message that must be seen before its last sentence."""
SECONDS = 6.0
"""How long a message stands before the keys come back."""


class StatusBar(Guarded, Widget):
    """One line; the left side is for keys and messages, the right side for what goes on."""

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._hints: Sequence[Hint] = ()
        self._last: Hint | None = None
        self._begun = ""
        self._message = ""
        self._kind: Kind = "plain"
        self._hover = ""
        self._side = ""
        self._timer: Timer | None = None
        self._stays = True

    def stay(self, stays: bool) -> None:
        """Stand below the panes always, or over them only while something is said."""
        if stays is not self._stays:
            self._stays = stays
            self.set_class(not stays, "over")
            self._show()

    def _show(self) -> None:
        self.display = self._stays or bool(self._message or self._hover or self._begun)
        self.refresh()

    def show_hints(
        self, hints: Sequence[Hint], *, last: Hint | None = None, begun: str = ""
    ) -> None:
        """Show keys and what they do.

        Args:
            hints: The most important first; as many as there is room for.
            last: Shown at any width, at the end.
            begun: The beginning of a sequence of keys; the hints are what may follow.
        """
        if (list(hints), last, begun) != (list(self._hints), self._last, self._begun):
            self._hints, self._last, self._begun = hints, last, begun
            self._show()

    def say(self, message: str, kind: Kind = "plain") -> None:
        """Show a sentence for a while, or until the next one."""
        self._message, self._kind = message, kind
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS * (2 if kind == "error" else 1), self.hush)
        self._show()

    def hush(self) -> None:
        """Show the keys again."""
        self._message = ""
        self._show()

    def point(self, url: str) -> None:
        """Show where a link leads while the pointer is on it."""
        self._hover = url
        self._show()

    def show_side(self, text: str) -> None:
        """Show how things go, at the right."""
        if text != self._side:
            self._side = text
            self.refresh()

    @property
    def message(self) -> str:
        """The sentence on show, "" where the keys are."""
        return self._message

    def render_line(self, y: int) -> Strip:
        """Draw the line; it is kept until something changes."""
        return self._line(self.size.width) if y == 0 else Strip.blank(self.size.width)

    def _line(self, width: int) -> Strip:
        said = self._said(width)
        last = self._pair(self._last) if self._last else []
        side = self._signs.cut(self._side, width // 2)
        if _cells(said) + _cells(last) + cell_width(side) + 3 > width:
            side = ""
        if _cells(said) + _cells(last) > width:
            last = [] if said else last[1:2]
        room = width - _cells(last) - (cell_width(side) + 3 if side else 0)
        parts = [*said, *self._keys(room - _cells(said), first=not said)]
        parts = [*parts, *last] if parts else [Part(" "), *last[-2:]]
        gap = Part(" " * max(0, width - _cells(parts) - cell_width(side) - 1))
        base, looks = self.rich_style, looks_of(self.app.current_theme)
        return row_strip(
            [*parts, gap, Part(side, "dim")],
            lambda name: base + looks[name or "body"],
            Style.null(),
            width,
        )

    def _said(self, width: int) -> list[Part]:
        """Give what stands before the keys: a sentence, or the beginning of a sequence."""
        if self._begun:
            return [Part(f" {self._begun}", "shortcut"), Part(f" {self._signs.ellipsis}", "dim")]
        text = self._hover or self._message
        name = "error" if self._kind == "error" and not self._hover else "message"
        return [Part(" "), Part(self._cut(text, max(0, width - 2)), name)] if text else []

    def _cut(self, text: str, width: int) -> str:
        """Cut a message where it is too long, but not its last sentence, which says what to do."""
        parted = _LAST_SENTENCE.fullmatch(text)
        room = width - cell_width(parted[2]) - 1 if parted else 0
        if cell_width(text) <= width or not parted or room < LEAST_BEGINNING:
            return self._signs.cut(text, width)
        return f"{self._signs.cut(parted[1], room)} {parted[2]}"

    def _keys(self, room: int, *, first: bool) -> list[Part]:
        """Give the keys that there is room for."""
        parts: list[Part] = []
        for hint in self._hints:
            pair = self._pair(hint)
            if first and not parts:
                pair[0] = Part(" ")
            if hint != self._last and _cells(parts) + _cells(pair) <= room:
                parts += pair
        return parts

    def _pair(self, hint: Hint) -> list[Part]:
        return [Part("   "), Part(hint[0], "shortcut"), Part(f" {hint[1]}", "dim")]


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_width(part.text) for part in parts)
