"""The bottom line: what can be pressed now, or what just happened; and how a refresh is going."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from newsreader.core.text import cell_width
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.guard import Guarded

Kind = Literal["plain", "error"]
SECONDS = 6.0
"""How long a message stands before the keys come back."""


class StatusBar(Guarded, Widget):
    """One line; the left side is for keys and messages, the right side for what goes on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status--key", "status--title", "status--message", "status--error", "status--side",
    }  # fmt: skip

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._hints: Sequence[tuple[str, str]] = ()
        self._message = ""
        self._kind: Kind = "plain"
        self._hover = ""
        self._side = ""
        self._timer: Timer | None = None

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show keys and what they do, the most important first."""
        if list(hints) != list(self._hints):
            self._hints = hints
            self.refresh()

    def say(self, message: str, kind: Kind = "plain") -> None:
        """Show a sentence for a while, or until the next one."""
        self._message, self._kind = message, kind
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(SECONDS * (2 if kind == "error" else 1), self.hush)
        self.refresh()

    def hush(self) -> None:
        """Show the keys again."""
        self._message = ""
        self.refresh()

    def point(self, url: str) -> None:
        """Show where a link leads while the pointer is on it."""
        self._hover = url
        self.refresh()

    def show_side(self, text: str) -> None:
        """Show how things go, at the right."""
        if text != self._side:
            self._side = text
            self.refresh()

    @property
    def message(self) -> str:
        """The sentence on show, "" where the keys are."""
        return self._message

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the line."""
        strip = self._line(self.size.width)
        blank = Strip.blank(self.size.width, self.rich_style)
        lines = [strip, *[blank] * (self.size.height - 1)]
        return [line.crop(crop.x, crop.right) for line in lines[crop.y : crop.bottom]]

    def _line(self, width: int) -> Strip:
        side = self._signs.cut(self._side, max(0, width // 2))
        room = width - (cell_width(side) + 2 if side else 0)
        text = self._hover or self._message
        if text:
            name = "error" if self._kind == "error" and not self._hover else "message"
            parts = [Part(" "), Part(self._signs.cut(text, max(0, room - 2)), name)]
        else:
            parts = self._keys(room)
        used = sum(cell_width(part.text) for part in parts)
        gap = Part(" " * max(0, width - used - cell_width(side) - 1))
        return row_strip([*parts, gap, Part(side, "side")], self._style_of, Style.null(), width)

    def _keys(self, room: int) -> list[Part]:
        parts: list[Part] = []
        used = 1
        for key, title in self._hints:
            cells = cell_width(key) + 1 + cell_width(title) + 3
            if used + cells > room:
                continue
            parts += [
                Part(" " if not parts else "   "),
                Part(key, "key"),
                Part(f" {title}", "title"),
            ]
            used += cells
        return parts

    def _style_of(self, name: str) -> Style:
        if not name:
            return self.rich_style
        return self.rich_style + self.get_component_rich_style(f"status--{name}", partial=True)
