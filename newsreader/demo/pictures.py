"""Small pictures for the edition: drawn from their names, encoded as PNG by hand."""

from __future__ import annotations

import math
import random
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

WIDTH, HEIGHT = 480, 270

Colour = tuple[int, int, int]
Shade = Callable[[int, int], Colour]

_PALETTES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((24, 36, 74), (226, 160, 116), (40, 54, 66)),
    ((70, 124, 168), (236, 226, 202), (52, 88, 70)),
    ((120, 60, 70), (244, 204, 150), (60, 38, 52)),
    ((38, 78, 92), (190, 214, 204), (24, 48, 58)),
    ((92, 98, 128), (232, 216, 220), (58, 60, 82)),
)


@lru_cache(maxsize=64)
def draw(name: str) -> bytes:
    """Draw the picture of a name.

    Args:
        name: ``KIND-ANYTHING``; the kind is sky, hills, sea, city or chart (hills for others), and
            the same name always gives the same picture.

    Returns:
        A PNG file of 480 x 270 pixels.
    """
    kinds = {"sky": _sky, "sea": _sea, "city": _city, "chart": _chart}
    dice = random.Random(name)
    shade = kinds.get(name.partition("-")[0], _hills)(dice)
    rows = (
        b"\0" + bytes(part for x in range(WIDTH) for part in shade(x, y)) for y in range(HEIGHT)
    )
    return _png(b"".join(rows))


def _png(rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 6))
        + chunk(b"IEND", b"")
    )


def _blend(one: Colour, other: Colour, share: float) -> Colour:
    share = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _ridge(dice: random.Random, height: float, size: float) -> list[float]:
    """The upper edge of a chain of hills, for every column."""
    waves = [(dice.uniform(1, 9), dice.uniform(0, 6.28), dice.uniform(0.2, 1)) for _ in range(5)]
    return [
        height - size * sum(a * math.sin(f * x / WIDTH * 3 + p) / f for f, p, a in waves)
        for x in range(WIDTH)
    ]


def _hills(dice: random.Random) -> Shade:
    above, glow, ground = dice.choice(_PALETTES)
    ridges = [_ridge(dice, HEIGHT * (0.5 + 0.14 * step), 26) for step in range(4)]

    def shade(x: int, y: int) -> Colour:
        for step in (3, 2, 1, 0):
            if y > ridges[step][x]:
                return _blend(glow, ground, 0.35 + 0.2 * step)
        return _blend(above, glow, y / HEIGHT * 1.4)

    return shade


def _sky(dice: random.Random) -> Shade:
    middle, radius = (dice.uniform(120, 360), dice.uniform(90, 180)), dice.uniform(40, 78)
    tint = dice.choice(_PALETTES)[1]
    stars = {(dice.randrange(WIDTH), dice.randrange(HEIGHT)): dice.random() for _ in range(260)}

    def shade(x: int, y: int) -> Colour:
        away = math.dist((x, y), middle)
        if away < radius:
            lit = 1 - math.dist((x, y), (middle[0] - radius / 2, middle[1] - radius / 2)) / (
                1.9 * radius
            )
            band = 0.08 * math.sin(y / 5.0 + math.sin(x / 40.0))
            return _blend((18, 16, 30), tint, lit + band)
        glow = max(0.0, 1 - (away - radius) / 60) * 0.25
        return _blend(_blend((8, 10, 24), tint, glow), (255, 255, 255), stars.get((x, y), 0))

    return shade


def _sea(dice: random.Random) -> Shade:
    above, glow, _ = dice.choice(_PALETTES)
    horizon, sun = HEIGHT * dice.uniform(0.4, 0.55), dice.uniform(100, 380)

    def shade(x: int, y: int) -> Colour:
        if y < horizon:
            if math.dist((x, y), (sun, horizon - 34)) < 22:
                return 255, 240, 214
            return _blend(above, glow, y / horizon)
        depth = (y - horizon) / (HEIGHT - horizon)
        wave = math.sin(y * y / 160 + math.sin(x / (14 + 40 * depth)) * 2)
        path = max(0.0, 1 - abs(x - sun) / (16 + 70 * depth)) * (0.5 + 0.5 * wave)
        return _blend(_blend(glow, (18, 44, 70), 0.45 + 0.5 * depth), (255, 240, 214), path * 0.7)

    return shade


def _city(dice: random.Random) -> Shade:
    above, glow, ground = dice.choice(_PALETTES)
    roofs: list[int] = []
    while len(roofs) < WIDTH:
        roofs += [round(HEIGHT * dice.uniform(0.35, 0.8))] * dice.randint(16, 48)
    lit = {(x, y) for x in range(60) for y in range(34) if dice.random() < 0.3}

    def shade(x: int, y: int) -> Colour:
        if y < roofs[x]:
            return _blend(above, glow, y / HEIGHT * 1.2)
        window = x % 8 < 4 and y % 8 < 5 and (x // 8, y // 8) in lit and y > roofs[x] + 6
        return (250, 220, 150) if window else _blend(ground, (10, 12, 20), 0.35)

    return shade


def _chart(dice: random.Random) -> Shade:
    ink = dice.choice(_PALETTES)[0]
    heights = [dice.uniform(0.15, 0.85) for _ in range(12)]

    def shade(x: int, y: int) -> Colour:
        column, offset = divmod(x - 30, 35)
        if 0 <= column < 12 and offset < 25 and HEIGHT - 24 > y > HEIGHT * (1 - heights[column]):
            return ink
        return (210, 210, 204) if y % 45 == 24 or x == 22 else (248, 246, 240)

    return shade
