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
from newsreader.tui.wrapping import wrap

Hint = tuple[str, str]
"""A key, and what it does in a word or two."""
Kind = Literal["plain", "error"]
_LAST_SENTENCE = re.compile(r"(.*[.!?…]) (\S.*)", re.DOTALL)
LEAST_BEGINNING = 16
"""Cells of a message that must be seen before its last sentence."""
SECONDS = 6.0
"""How long a message stands before the keys come back."""
MOST_LINES = 4
"""What is longer than the line takes so many, over the panes, where cutting it would lose more than
the rest of a title before "U takes it back."."""


class StatusBar(Guarded, Widget):
    """One line; the left side is for keys and messages, the right side for what goes on.

    It lies over the panes, which leave it one line: nothing moves when a long sentence needs more.
    """

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
        self._long: list[str] = []

    def stay(self, stays: bool) -> None:
        """Stand there always, or only while something is said."""
        if stays is not self._stays:
            self._stays = stays
            self._show()

    def on_resize(self) -> None:
        """Break a long sentence anew."""
        self._show()

    def _show(self) -> None:
        self.display = self._stays or bool(self._message or self._hover or self._begun)
        long = [] if self._hover or self._begun else self._break_message()
        if len(long) != len(self._long):
            self.styles.height = len(long) or 1
        self._long = long
        self.refresh()

    def _break_message(self) -> list[str]:
        """Break a sentence that is longer than the line into several."""
        text, (columns, rows) = self._message, self.app.size
        room, most = columns - 2, min(MOST_LINES, rows // 3)
        in_one = cell_width(text) <= room or (self._kind == "plain" and _end_of(text, room))
        if in_one or most < 2:
            return []
        ranges = wrap(text, 0, len(text), room)
        if len(ranges) > most:
            ranges[most - 1 :] = [(ranges[most - 1][0], len(text))]
        return [self._signs.cut(text[slice(*one)], room) for one in ranges]

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

    def take_back(self, sentence: str) -> None:
        """Show the keys again if this sentence stands there: it no longer holds."""
        if sentence and sentence == self._message:
            self.hush()

    def point(self, words: str) -> None:
        """Show what the pointer is on, while it is there."""
        self._hover = words
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
        width = self.size.width
        if y < len(self._long):
            return self._strip([Part(" "), Part(self._long[y], self._look_of_message)], width)
        return self._line(width) if y == 0 else Strip.blank(width)

    def _strip(self, parts: Sequence[Part], width: int) -> Strip:
        base, looks = self.rich_style, looks_of(self.app.current_theme)
        return row_strip(parts, lambda name: base + looks[name or "body"], Style.null(), width)

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
        return self._strip([*parts, gap, Part(side, "dim")], width)

    @property
    def _look_of_message(self) -> str:
        return "error" if self._kind == "error" else "message"

    def _said(self, width: int) -> list[Part]:
        """Give what stands before the keys: a sentence, or the beginning of a sequence."""
        if self._begun:
            return [Part(f" {self._begun}", "shortcut"), Part(f" {self._signs.ellipsis}", "dim")]
        text = self._hover or self._message
        name = "message" if self._hover else self._look_of_message
        return [Part(" "), Part(self._cut(text, max(0, width - 2)), name)] if text else []

    def _cut(self, text: str, width: int) -> str:
        """Cut a message where it is too long, but not its last sentence, which says what to do."""
        end = _end_of(text, width)
        if cell_width(text) <= width or not end:
            return self._signs.cut(text, width)
        room = width - cell_width(end) - 1
        return f"{self._signs.cut(text[: -len(end) - 1], room)} {end}"

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


def _end_of(text: str, width: int) -> str:
    """Give the last of several sentences, where it leaves enough of the line to the others."""
    parted = _LAST_SENTENCE.fullmatch(text)
    room = width - cell_width(parted[2]) - 1 if parted else 0
    return parted[2] if parted and room >= LEAST_BEGINNING else ""


def _cells(parts: Sequence[Part]) -> int:
    return sum(cell_width(part.text) for part in parts)
