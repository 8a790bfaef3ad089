"""Maps in a terminal: the outlines of a part of the world, as dots in cells of two by four.

Degrees become dots by the equirectangular projection, which keeps the directions that people know
and costs one multiplication. The outlines are Natural Earth's (public domain); the file is made by
``training/map/build_outlines.py``.
"""

from __future__ import annotations

import functools
import gzip
import math
import sys
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from newsreader.core.models import Place

OUTLINES = Path(__file__).parent / "data" / "outlines.gz"
ACROSS, DOWN = 2, 4
"""Dots of a cell: across and down. They stand as far from one another both ways."""
NORTH, SOUTH = 84.0, -58.0
"""Nobody writes news from beyond, and the projection draws it too wide."""
CLOSEST = 34.0
"""Degrees from west to east of the closest view: so much is needed to know where one is."""
MARGIN = 1.3
"""How much more than the places themselves a view shows."""
WORLD = 190.0
"""A view that needs more degrees from west to east shows the whole world."""
CLOSE = 100.0
"""A view of no more degrees shows borders, too."""
WORLD_PARALLEL = 35.0
"""The latitude at which the whole world is as high as it is wide."""

SPECK = 4.0
"""Outlines that are no larger than so many dots are left out: they would only be noise."""

OUTSIDE = -1_000_000
"""Where nothing is."""

_BRAILLE = 0x2800
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, by its row and column."""
_UPPER = 0x01 | 0x08 | 0x02 | 0x10
_THIN = 3
"""In a view of the whole world every third point tells as much as all."""


class View(NamedTuple):
    """A part of the world, and how large it is drawn.

    Attributes:
        west: Degrees east of the left edge, from -180 to 180.
        north: Degrees north of the upper edge.
        scale: Dots to a degree from west to east; ``rise`` is the same from north to south.
        columns: Cells of the map, as ``rows``.
    """

    west: float
    north: float
    scale: float
    rise: float
    columns: int
    rows: int

    def cell(self, place: Place) -> tuple[int, int] | None:
        """Give the column and the row of a place, None where it is not in view."""
        across = (place.lon - self.west) % 360 * self.scale
        down = (self.north - place.lat) * self.rise
        column, row = int(across // ACROSS), int(down // DOWN)
        return (column, row) if column < self.columns and 0 <= row < self.rows else None


def view_of(places: Sequence[Place], columns: int, rows: int) -> View:
    """Choose what to show: the places with what is around them, or the whole world.

    Args:
        places: What must be in view.
        columns: Cells of the map.
        rows: Likewise.
    """
    if not places:
        return _world(columns, rows)
    west, width = _span([place.lon for place in places])
    south, north = min(place.lat for place in places), max(place.lat for place in places)
    middle = (south + north) / 2
    squeeze = math.cos(math.radians(max(-70.0, min(70.0, middle))))
    across, down = columns * ACROSS, rows * DOWN
    needed = max(width * MARGIN, CLOSEST, (north - south) * MARGIN / squeeze * across / down)
    if needed > WORLD:
        return _world(columns, rows)
    scale = across / needed
    rise = scale / squeeze
    top = min(NORTH, max(middle + down / rise / 2, SOUTH + down / rise))
    left = (west + width / 2 - needed / 2 + 180) % 360 - 180
    return View(left, top, scale, rise, columns, rows)


def _world(columns: int, rows: int) -> View:
    scale = columns * ACROSS / 360
    rise = min(scale / math.cos(math.radians(WORLD_PARALLEL)), rows * DOWN / (NORTH - SOUTH))
    spare = rows * DOWN / rise - (NORTH - SOUTH)
    return View(-180.0, NORTH + spare / 2, scale, rise, columns, rows)


def _span(degrees: Sequence[float]) -> tuple[float, float]:
    """Give the shortest arc that holds all of some degrees east: its west end and its width."""
    around = sorted({east % 360 for east in degrees})
    gaps = [
        ((following - before) % 360 or 360.0, following)
        for before, following in zip(around, [*around[1:], around[0]], strict=True)
    ]
    widest, west = max(gaps)
    return west, 360.0 - widest


# -- drawing ---------------------------------------------------------------------------------------


class _Stretch(NamedTuple):
    """A piece of an outline: the degrees of its points, and how far it reaches."""

    easts: list[float]
    norths: list[float]
    west: float
    east: float
    south: float
    north: float

    @property
    def extent(self) -> float:
        """How far it reaches in the direction in which it reaches farthest."""
        return max(self.east - self.west, self.north - self.south)


@functools.cache
def outlines() -> tuple[list[_Stretch], list[_Stretch]]:
    """Read the coasts and the borders; it takes a moment, the first time."""
    numbers = array("h")
    numbers.frombytes(gzip.decompress(OUTLINES.read_bytes()))
    if sys.byteorder == "big":
        numbers.byteswap()
    coasts: list[_Stretch] = []
    borders: list[_Stretch] = []
    at = 0
    while at < len(numbers):
        kind, count = numbers[at : at + 2]
        at, begin = at + 2 + 2 * count, at + 2
        easts = [step / 100 for step in accumulate(numbers[begin:at:2])]
        norths = [step / 100 for step in accumulate(numbers[begin + 1 : at : 2])]
        bounds = min(easts), max(easts), min(norths), max(norths)
        (borders if kind else coasts).append(_Stretch(easts, norths, *bounds))
    return coasts, borders


@functools.lru_cache(maxsize=32)
def draw(view: View, *, plain: bool = False) -> tuple[str, ...]:
    """Draw the outlines of a view, row by row.

    Args:
        view: What to show.
        plain: With ASCII characters, not with braille.
    """
    cells = [[0] * view.columns for _ in range(view.rows)]
    for x, y in _dots(view):
        cells[y // DOWN][x // ACROSS] |= _DOTS[y % DOWN][x % ACROSS]
    sign = _plain if plain else _braille
    return tuple("".join(map(sign, row)) for row in cells)


def _braille(bits: int) -> str:
    return chr(_BRAILLE + bits) if bits else " "


def _plain(bits: int) -> str:
    """Tell with a sign whether there is something in the upper half of a cell, in the lower."""
    return " '.:"[bool(bits & _UPPER) + 2 * bool(bits & ~_UPPER)]


def _dots(view: View) -> Iterator[tuple[int, int]]:
    """Give the dots of the outlines: borders and small islands only where the view is close."""
    width, height = view.columns * ACROSS / view.scale, view.rows * DOWN / view.rise
    close, south, specks = width < CLOSE, view.north - height, SPECK / view.scale
    coasts, borders = outlines()
    large = [coast for coast in coasts if coast.extent >= specks]
    for stretch in [*large, *(borders if close else ())]:
        if stretch.north < south or stretch.south > view.north:
            continue
        left = (stretch.west - view.west) % 360
        if left < width:
            yield from _traced(stretch, view, left, close)
        if left + stretch.east - stretch.west > 360:
            yield from _traced(stretch, view, left - 360, close)


def _traced(stretch: _Stretch, view: View, left: float, close: bool) -> Iterator[tuple[int, int]]:
    """Give the dots of a stretch whose west end is so many degrees right of the edge."""
    step = 1 if close else _THIN
    across, down = view.columns * ACROSS, view.rows * DOWN
    _, _, scale, rise, *_ = view
    shift, north = left - stretch.west, view.north
    points = zip(stretch.easts[::step], stretch.norths[::step], strict=True)
    was_x = was_y = OUTSIDE
    for east, up in points:
        x, y = int((east + shift) * scale), int((north - up) * rise)
        in_sight = (x >= 0 or was_x >= 0) and (x < across or was_x < across)
        if in_sight and (y >= 0 or was_y >= 0) and (y < down or was_y < down) and was_x > OUTSIDE:
            yield from _line(was_x, was_y, x, y, across, down)
        was_x, was_y = x, y


def _line(
    x: int, y: int, to_x: int, to_y: int, across: int, down: int
) -> Iterator[tuple[int, int]]:
    """Give those dots of a line that are on the map, but for the one that it begins with."""
    steps = max(abs(to_x - x), abs(to_y - y))
    for step in range(1, steps + 1):
        at = x + (to_x - x) * step // steps, y + (to_y - y) * step // steps
        if 0 <= at[0] < across and 0 <= at[1] < down:
            yield at
