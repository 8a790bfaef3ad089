"""A few lines that tell of something: the base of what is told of a name."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.guard import GuardedView


class Told(GuardedView, can_focus=False):
    """Lines that are laid out when they are drawn, and kept until there is something else to tell.

    Subclasses give `lay_out`.
    """

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._lines: Sequence[Sequence[Part]] | None = None

    def lay_out(self, width: int) -> Sequence[Sequence[Part]]:
        """Give the lines, each from left to right."""
        raise NotImplementedError

    def tell_anew(self) -> None:
        """Lay out and draw everything again."""
        self._lines = None
        self.refresh()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self.tell_anew()

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width = self.outer_size.width
        if self._lines is None:
            self._lines = self.lay_out(width)
        parts = self._lines[y] if y < len(self._lines) else ()
        return row_strip(parts, self._style, Style.null(), width)

    def _style(self, name: str) -> Style:
        return self.base_style + self.looks[name or "body"]
