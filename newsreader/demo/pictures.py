"""The edition's pictures: small drawings made from their names, so that none need be shipped.

The first word of a name is the motif: ``sky``, ``sea``, ``hills``, ``city`` are drawn as PNG,
``chart`` as SVG. The rest of the name decides colours and shapes.
"""

from __future__ import annotations

import math
import random
import struct
import zlib
from collections.abc import Callable

Colour = tuple[int, int, int]
Shape = Callable[[int, int], int | None]
"""Gives the number of a colour at a point, None where the background shows."""

WIDTH, HEIGHT = 320, 180

_PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((11, 29, 58), (219, 148, 86), (34, 62, 92)),
    ((24, 61, 77), (238, 214, 170), (49, 104, 98)),
    ((46, 30, 62), (236, 160, 122), (92, 58, 96)),
    ((18, 52, 43), (232, 226, 178), (66, 112, 74)),
    ((40, 44, 52), (226, 198, 150), (104, 88, 78)),
)
_NIGHT: Colour = (6, 8, 18)
_SHADES = 12
"""How many colours the background has, and as many the foreground."""


def draw(file_name: str) -> tuple[bytes, str]:
    """Draw a picture.

    Args:
        file_name: Words joined by hyphens, the motif first, with the suffix ``.png`` or ``.svg``.

    Returns:
        The file and its media type.
    """
    stem, _, kind = file_name.rpartition(".")
    if kind == "svg":
        return _chart(stem).encode(), "image/svg+xml"
    return _painting(stem), "image/png"


def file_name(picture: str) -> str:
    """Give the name of the file of a picture."""
    return f"{picture}.svg" if picture.startswith("chart") else f"{picture}.png"


# -- paintings -------------------------------------------------------------------------------------


def _painting(stem: str) -> bytes:
    chance = random.Random(stem)  # the same picture for the same name
    top, bottom, ground = chance.choice(_PALETTES)
    motif = stem.partition("-")[0]
    if motif == "sky":
        bottom, ground = _NIGHT, bottom
    shape = _MOTIFS.get(motif, _hills)(chance)
    colours = _shades(top, bottom) + _shades(ground, (12, 14, 18))
    rows = []
    for y in range(HEIGHT):
        background = y * _SHADES // HEIGHT
        numbers = (shape(x, y) for x in range(WIDTH))
        rows.append(bytes(background if each is None else each for each in numbers))
    return _png(rows, colours)


def _shades(start: Colour, end: Colour) -> list[Colour]:
    def mix(step: int) -> Colour:
        part = step / (_SHADES - 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in zip(start, end, strict=True))
        return red, green, blue

    return [mix(step) for step in range(_SHADES)]


def _hills(chance: random.Random) -> Shape:
    ridges = [
        (HEIGHT * (0.5 + 0.15 * layer), chance.uniform(8, 22), chance.uniform(30, 90), layer * 3)
        for layer in range(3)
    ]

    def shape(x: int, y: int) -> int | None:
        found = None
        for level, swing, length, shade in ridges:
            edge = level + swing * math.sin(x / length + shade) + swing / 3 * math.sin(x / 11)
            if y > edge:
                found = _SHADES + shade
        return found

    return shape


def _sea(chance: random.Random) -> Shape:
    horizon = round(HEIGHT * chance.uniform(0.45, 0.6))
    sun, radius = chance.randrange(60, WIDTH - 60), chance.randrange(16, 30)

    def shape(x: int, y: int) -> int | None:
        if y < horizon:
            inside = (x - sun) ** 2 + (y - horizon + 8) ** 2 < radius**2
            return _SHADES - 1 if inside else None
        wave = math.sin(x / 9 + y) + math.sin(x / 23 - y / 3)
        return _SHADES + min(8, (y - horizon) // 14 + (1 if wave > 0.9 else 0))

    return shape


def _sky(chance: random.Random) -> Shape:
    stars = {(chance.randrange(WIDTH), chance.randrange(HEIGHT)) for _ in range(140)}
    x0, y0, radius = chance.randrange(80, 240), chance.randrange(60, 130), chance.randrange(28, 60)

    def shape(x: int, y: int) -> int | None:
        if math.hypot(x - x0, y - y0) < radius:
            return min(2 * _SHADES - 1, _SHADES + round(8 * math.hypot(x - x0 + 14, y - y0) / 80))
        return _SHADES if (x, y) in stars else None

    return shape


def _city(chance: random.Random) -> Shape:
    roofs: list[tuple[int, int]] = []
    while len(roofs) < WIDTH:
        width = chance.randrange(14, 34)
        roofs += [(chance.randrange(60, 140), chance.randrange(6))] * width

    def shape(x: int, y: int) -> int | None:
        roof, shade = roofs[x]
        if y < roof:
            return None
        lit = x % 7 in (2, 3) and y % 11 in (4, 5, 6) and (x // 7 * 31 + y // 11 * 17) % 5 < 2
        return _SHADES - 2 if lit else _SHADES + shade

    return shape


_MOTIFS = {"hills": _hills, "sea": _sea, "sky": _sky, "city": _city}


def _png(rows: list[bytes], colours: list[Colour]) -> bytes:
    """Write a picture of one byte a point, numbers of colours (PNG, ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    indexed = 3
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, indexed, 0, 0, 0)
    palette = b"".join(bytes(colour) for colour in colours)
    unfiltered = b"".join(b"\0" + row for row in rows)
    data = zlib.compress(unfiltered, 9)
    chunks = chunk(b"IHDR", head) + chunk(b"PLTE", palette) + chunk(b"IDAT", data)
    return b"\x89PNG\r\n\x1a\n" + chunks + chunk(b"IEND", b"")


# -- charts ----------------------------------------------------------------------------------------


def _chart(stem: str) -> str:
    chance = random.Random(stem)  # the same picture for the same name
    height = 20.0
    points = []
    for step in range(13):
        points.append(f"{20 + step * 23},{160 - height:.0f}")
        height = max(10.0, min(130.0, height + chance.uniform(-4, 18)))
    line = " ".join(points)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#faf6ee"/>'
        '<path d="M20 10V160H310" fill="none" stroke="#8a8578"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5f8b" stroke-width="3"/></svg>'
    )
