"""The pictures of the article on show: how large they are, how they look, what is said of them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment

from newsreader.core.document import Image
from newsreader.services.jobs import Box, Picture
from newsreader.services.terminal import Graphics
from newsreader.tui.drawing import Drawing
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.render import Slot

KEPT = 12
"""How many drawings are kept beside those that are near what is on show."""

Key = tuple[str, int, int]
"""The address of a picture, and the columns and rows that it is drawn in."""


class Album:
    """What the reader pane asks for pictures. It fetches and decodes nothing itself.

    Args:
        graphics: How pictures are drawn.
        signs: The signs to draw with.
    """

    def __init__(self, graphics: Graphics, signs: Glyphs) -> None:
        self.graphics = graphics
        self.shown = False
        """Whether the pictures of the article are shown."""
        self.most_rows = 20
        """How high a picture may be."""
        self._loading = f"loading{signs.ellipsis}"
        self._sizes: dict[str, tuple[int, int]] = {}
        self._notes: dict[str, str] = {}
        self._drawings: dict[Key, Drawing] = {}

    @property
    def by_pixels(self) -> bool:
        """Whether pictures are drawn over blanks, and are no text at all."""
        return self.graphics.protocol == "sixel"

    @property
    def bears_covering(self) -> bool:
        """Whether something may be drawn over a part of a picture, as a dialogue is."""
        return self.graphics.protocol == "half-block"

    def box(self, slot: Slot) -> Box:
        """Give the room that there is for a picture."""
        protocol, width, height = self.graphics
        fine = protocol != "half-block"
        return Box(
            columns=slot.width - 1 if self.by_pixels else slot.width,  # see PictureView
            rows=self.most_rows,
            cell_width=width,
            cell_height=height,
            dots_across=width if fine else 1,
            dots_down=height if fine else 2,
        )

    # -- what the layout asks ----------------------------------------------------------------------

    def room(self, slot: Slot) -> tuple[int, int]:
        """Give the columns and rows that a picture takes, once its size is known."""
        size = self._sizes.get(slot.url)
        return self.box(slot).fit(*size) if size is not None and self.shown else (0, 0)

    def note(self, slot: Slot) -> str:
        """Give what is said beside its words."""
        return self._notes.get(slot.url, "") if self.shown else ""

    def row(self, slot: Slot) -> Iterable[Segment] | None:
        """Give a row of a picture; None where it is not at hand, or drawn by pixels."""
        drawing = self._drawings.get(self._key(slot))
        return drawing.rows[slot.row] if drawing and slot.row < len(drawing.rows) else None

    def pixels(self, slot: Slot) -> str:
        """Give what draws a row of a picture over blanks; "" where it is not drawn by pixels."""
        drawing = self._drawings.get(self._key(slot))
        return drawing.pixels[slot.row] if drawing and slot.row < len(drawing.pixels) else ""

    # -- what happens to pictures ------------------------------------------------------------------

    def turn(self) -> None:
        """Begin with the pictures of another article."""
        self.hide()
        self._sizes.clear()
        self._notes.clear()

    def show(self, images: Iterable[Image]) -> None:
        """Show the pictures as they come, and keep room for those whose page tells their size."""
        self.shown = True
        for image in images:
            if image.width and image.height:
                self._sizes.setdefault(image.url, (image.width, image.height))

    def hide(self) -> None:
        """Show no pictures."""
        self.shown = False
        self._notes.clear()
        self._forget(list(self._drawings))

    def wanted(self, near: Iterable[Slot]) -> list[Slot]:
        """Give those of some pictures that are to be loaded now, and say that they are loading."""
        wanted = [
            slot
            for slot in near
            if slot.url not in self._notes
            and self._key(slot) not in self._drawings
            and self._sizes.get(slot.url) != (0, 0)
        ]
        for slot in wanted:
            self._notes[slot.url] = self._loading
        return wanted

    def take(self, slot: Slot, picture: Picture, drawing: Drawing | None) -> None:
        """Have a picture; one in which there is nothing to see leaves its words alone."""
        self._notes.pop(slot.url, None)
        self._sizes[slot.url] = (picture.width, picture.height) if drawing else (0, 0)
        if drawing is not None:
            self._drawings[slot.url, picture.columns, picture.rows] = drawing

    def fail(self, slot: Slot, reason: str) -> None:
        """Say why a picture is not shown; its words stay."""
        self._sizes.pop(slot.url, None)
        self._notes[slot.url] = reason

    def give_up(self, slot: Slot) -> None:
        """Load a picture later, as it is far away now."""
        self._notes.pop(slot.url, None)

    def keep(self, near: Iterable[Slot]) -> None:
        """Drop drawings that are far from what is on show, where there are many."""
        needed = {self._key(slot) for slot in near}
        far = [key for key in self._drawings if key not in needed]
        self._forget(far[: max(0, len(far) - KEPT)])

    def _key(self, slot: Slot) -> Key:
        return slot.url, *self.room(slot)

    def _forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self._drawings.pop(key).forget()
