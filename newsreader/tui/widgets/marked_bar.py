"""A scrollbar that shows where in the text something is marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender


class MarkedBar:
    """Lays marks over an ordinary scrollbar, which stays as it is between them.

    Args:
        bar: The scrollbar.
        marks: The row of each mark, as a share of the whole, and its colour.
        sign: One character.
    """

    def __init__(
        self, bar: ScrollBarRender, marks: Mapping[float, Color | None], sign: str
    ) -> None:
        self._bar = bar
        self._marks = marks
        self._sign = sign

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it."""
        for part in self._bar.__rich_console__(console, options):
            yield self._marked(part) if isinstance(part, Segments) else part

    def _marked(self, bar: Segments) -> Segments:
        segments = list(bar.segments)
        for share, colour in self._marks.items():
            row = min(len(segments) - 1, int(share * len(segments)))
            if row >= 0:
                segments[row] = self._over(segments[row], colour)
        return Segments(segments, new_lines=True)

    def _over(self, segment: Segment, colour: Color | None) -> Segment:
        style = segment.style or Style.null()
        back = style.color if style.reverse else style.bgcolor
        meta: dict[str, Any] = style.meta
        own = Style(color=colour, bgcolor=back, bold=True, meta=meta)
        return Segment(self._sign * len(segment.text), own)
