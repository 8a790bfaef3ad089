"""A small map of places, one of them marked apart."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from newsreader.core.models import Place
from newsreader.core.text import cell_width
from newsreader.tui.glyphs import ASCII, UNICODE, Glyphs
from newsreader.tui.maps import ACROSS, View, draw, view_of
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.guard import GuardedView

NEAR = 4
"""Columns from a place in which a click still means it."""


class PlaceMap(GuardedView, can_focus=False):
    """Shows where places are: their part of the world, or all of it where they are far apart."""

    class Picked(Message):
        """A place was clicked; ``index`` counts in the places on show."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._places: Sequence[Place] = ()
        self._chosen: int | None = None
        self._drawn: list[Strip] | None = None

    def show(self, places: Sequence[Place], chosen: int | None = None) -> None:
        """Show places; the one of the index ``chosen`` is named."""
        if (places, chosen) != (self._places, self._chosen):
            self._places, self._chosen = places, chosen
            self._forget()

    def _forget(self) -> None:
        self._drawn = None
        self.refresh()

    def on_resize(self) -> None:
        """Draw another view."""
        self._forget()

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._drawn = None

    def render_line(self, y: int) -> Strip:
        """Draw a row."""
        if self._drawn is None:
            view = self._view()
            self._drawn = [self._row(view, row) for row in range(view.rows)]
        if y >= len(self._drawn):
            return Strip.blank(self.size.width, self.base_style)
        return self._drawn[y]

    def _view(self) -> View:
        return view_of(self._places, max(1, self.size.width), max(1, self.size.height))

    def _row(self, view: View, row: int) -> Strip:
        """Draw the outlines of a row, its places over them, and the name of the chosen one."""
        outlines = draw(view, plain=self._signs is ASCII)[row]
        parts = [Part(sign, "map") for sign in outlines]
        chosen = None
        for index, column in self._on_row(view, row):
            if index == self._chosen:
                chosen = column
                parts[column] = Part(self._signs.unread, "map-chosen")
            else:
                parts[column] = Part(self._signs.bullets[0], "map-place")
        if chosen is not None and self._chosen is not None:
            parts = self._labelled(parts, chosen, self._places[self._chosen].name)
        return row_strip(parts, self.style_of, Style.null(), view.columns)

    def style_of(self, name: str) -> Style:
        """Give the style of a part by its name."""
        return self.base_style + self.looks[name or "body"]

    def _on_row(self, view: View, row: int) -> list[tuple[int, int]]:
        """Give the places of a row with their columns, the chosen one last."""
        cells = ((index, view.cell(place)) for index, place in enumerate(self._places))
        found = [(index, cell[0]) for index, cell in cells if cell and cell[1] == row]
        return sorted(found, key=lambda each: each[0] == self._chosen)

    def _labelled(self, parts: list[Part], column: int, name: str) -> list[Part]:
        """Write a name beside its place, where there is more room."""
        right, left = len(parts) - column - 1, column
        name = self._signs.cut(name, max(right, left))
        width = cell_width(name)
        start = column + 1 if right >= width else column - width
        return [*parts[:start], Part(name, "map-chosen", column=True), *parts[start + width :]]

    def on_click(self, event: events.Click) -> None:
        """Tell which place was clicked, or is nearest to the click: dots are small."""
        view = self._view()
        near = []
        for index, place in enumerate(self._places):
            if cell := view.cell(place):
                near.append((abs(cell[0] - event.x) + ACROSS * abs(cell[1] - event.y), index))
        distance, index = min(near, default=(NEAR, -1))
        if distance < NEAR:
            self.post_message(self.Picked(index))
