"""A page with pictures in its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import ControlType, Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip

from newsreader.core.text import cell_width
from newsreader.tui.render import Pictures, Slot
from newsreader.tui.widgets.text_view import TextView

if TYPE_CHECKING:
    from newsreader.tui.album import Album

LEAST_ROWS, SPARE_ROWS = 4, 6
"""A picture may take so many rows in any pane; in a high one, all but so many."""
NO_CELLS = [(ControlType.CURSOR_FORWARD, 0)]
"""Marks what moves nothing, and is not to be measured."""


class PictureView(TextView):
    """Shows the pictures of an album where they stand in the text."""

    album: Album | None = None
    """Has the pictures; None before any were asked for."""
    _lit = True
    """Whether pictures may be drawn now."""

    def pictures_shown(self) -> Pictures | None:
        """Give the album, where its pictures are shown; none is higher than the pane."""
        if self.album is None or not self.album.shown:
            return None
        self.album.most_rows = max(LEAST_ROWS, self.size.height - SPARE_ROWS)
        return self.album

    def pictures_changed(self) -> None:
        """Lay the text out with the pictures that there are now, and keep the place."""
        place = self.place
        self.lay_out()
        self.restore(place)

    def slots_near(self) -> list[Slot]:
        """Give the pictures that are on show, or one page away."""
        height = max(1, self.size.height)
        return self._lines.slots(self.shown.start - height, self.shown.stop + height)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew also where the pane got higher or lower only."""
        if self.pictures_shown() and event.size.width == self.virtual_size.width:
            self.pictures_changed()

    def on_unmount(self) -> None:
        """Leave no picture in the terminal."""
        if self.album is not None:
            self.album.hide()

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of a region; no pictures below a dialogue that they can not bear."""
        lit = self.album is None or self.album.bears_covering or self.screen.is_active
        if lit is not self._lit:
            self._lit = lit
            self.redraw()
        strips = super().draw_lines(crop)
        if self._lit and self.album is not None and self.album.by_pixels:
            top = self.shown.start + crop.y
            strips = [self._with_pixels(strip, top + y) for y, strip in enumerate(strips)]
        return strips

    def _with_pixels(self, strip: Strip, number: int) -> Strip:
        """Put what draws pixels behind the blanks that they cover.

        It takes no cells, which only the last step of drawing understands: so it comes after all
        others. At the very edge of the pane it would be lost, so no such picture is that wide.
        """
        line = self._lines.line(number)
        if line is None or not line.is_picture:
            return strip
        segments: list[Segment] = []
        behind = iter(strip)
        cell = self.margin_left
        for piece in line.pieces:
            cell += cell_width(piece.text)
            pixels = self.album.pixels(piece.slot) if self.album and piece.slot else ""
            if pixels:
                while sum(each.cell_length for each in segments) < cell:
                    segments.append(next(behind))
                segments.append(Segment(pixels, None, NO_CELLS))
        return Strip([*segments, *behind], strip.cell_length)

    def picture_row(self, slot: Slot) -> Iterable[Segment] | None:
        """Give a row of a picture, None where it is not at hand."""
        return self.album.row(slot) if self.album is not None and self._lit else None
