"""Pictures as rows for the terminal: Kitty's graphics, Sixel, or half blocks of colour.

The library that draws asks the terminal what it can do as soon as it is imported. While the screen
runs, its answers would be taken for keys. So it is imported here, when the first picture is drawn,
with nothing to talk to, and is told what was found out before (`newsreader.services.terminal`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from rich.console import Console
from rich.segment import Segment

from newsreader.services.jobs import Picture
from newsreader.services.terminal import Graphics

_SIXEL_START = "\x1bP"
_SAVE, _RESTORE = "\x1b7", "\x1b8"
_MOST_CELLS = 250
"""The most cells, across and down, that Kitty's place holders can count."""
_one_at_a_time = Lock()


class Drawing(NamedTuple):
    """A picture that was drawn.

    Attributes:
        rows: From top to bottom, each as wide as the picture; none where it is drawn by pixels.
        pixels: What draws each row over blanks, when the cursor is behind them.
        forget: Frees what the terminal keeps of it.
    """

    rows: list[list[Segment]]
    pixels: list[str]
    forget: Callable[[], None]


def draw(picture: Picture, graphics: Graphics) -> Drawing:
    """Draw a picture; it takes a moment, and belongs on a thread.

    Args:
        picture: Decoded for the dots that a cell has.
        graphics: What the terminal can do.
    """
    from PIL import Image

    library = _library(graphics.cell_width, graphics.cell_height)
    image = Image.frombytes("RGB", picture.size, picture.pixels)
    columns, rows = picture.columns, picture.rows
    if graphics.protocol == "sixel":
        image = image.quantize(256)  # one palette for all rows, so that their colours agree
        pixels = [_pixels(library, _row(image, row, rows), columns) for row in range(rows)]
        return Drawing([], pixels, _free_nothing)
    make = library.TGPImage if graphics.protocol == "kitty" else library.HalfcellImage
    renderable = make(image, columns, rows)
    lines = Segment.split_lines(_render(renderable))
    return Drawing([list(Segment.simplify(line)) for line in lines], [], renderable.cleanup)


def _free_nothing() -> None:
    """Leave it: the pixels of Sixel belong to the cells that they are drawn on."""


def _row(image: Any, row: int, rows: int) -> Any:
    """Cut out what one row of cells shows; the picture was scaled to whole cells."""
    height = image.height // rows
    return image.crop((0, row * height, image.width, (row + 1) * height))


def _pixels(library: Any, image: Any, columns: int) -> str:
    """Give the Sixel of a row. The cursor returns to where it was, wherever the terminal put it."""
    text = next(
        segment.text
        for segment in _render(library.SixelImage(image, columns, 1))
        if segment.text.startswith(_SIXEL_START)
    )
    return f"{_SAVE}\x1b[{columns}D{text}{_RESTORE}"


def _render(renderable: Any) -> Iterable[Segment]:
    """Give what the library would print."""
    console = Console(width=_MOST_CELLS, height=_MOST_CELLS, color_system="truecolor")
    return console.render(renderable)


def _library(cell_width: int, cell_height: int) -> Any:
    """Give what draws, and tell it the size of a cell."""
    with _one_at_a_time:
        terminal, renderable = _silently_imported()
        cell = terminal.CellSize(cell_width, cell_height)
        _set(terminal.get_cell_size, "_result", cell)
    return renderable


@cache
def _silently_imported() -> tuple[Any, Any]:
    output = sys.__stdout__
    _set(sys, "__stdout__", None)
    try:
        from textual_image import _terminal, renderable
    finally:
        _set(sys, "__stdout__", output)
    return _terminal, renderable


def _set(thing: object, name: str, value: object) -> None:
    setattr(thing, name, value)
