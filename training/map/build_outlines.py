"""Make the shipped outlines of the world: its coasts, and the borders between its countries.

Run as ``python training/map/build_outlines.py WHEEL``, with the wheel that ``pip download --no-deps
geopandas==0.14.4`` gives. It holds Natural Earth's countries at a scale of 1:110,000,000, which are
in the public domain (https://www.naturalearthdata.com).

It writes ``newsreader/tui/data/outlines.gz``: numbers of two bytes, the low one first. For each
stretch there stand its kind (0 coast, 1 border), the number of its points, and for each point the
degrees east and north in hundredths, as the difference from the point before. An edge that two
countries share is a border; one that only one has is coast.
"""

from __future__ import annotations

import gzip
import itertools
import struct
import sys
import zipfile
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SHAPES = "geopandas/datasets/naturalearth_lowres/naturalearth_lowres.shp"
TO = Path(__file__).parents[2] / "newsreader" / "tui" / "data" / "outlines.gz"
HEADER = 100
"""Bytes before the first shape of a shapefile."""
POLYGON = 5
COAST, BORDER = 0, 1
EDGE = 18_000
SOUTHERNMOST = -6_000
"""The Antarctic is left out: its outline says little, and takes a fifth of the map."""

Point = tuple[int, int]
Edge = tuple[Point, Point]


def rings(data: bytes) -> Iterator[list[Point]]:
    """Give the rings of all polygons of a shapefile, in hundredths of a degree."""
    at = HEADER
    while at < len(data):
        (words,) = struct.unpack_from(">i", data, at + 4)
        body, at = at + 8, at + 8 + 2 * words
        if struct.unpack_from("<i", data, body)[0] != POLYGON:
            continue
        parts, points = struct.unpack_from("<2i", data, body + 36)
        starts = [*struct.unpack_from(f"<{parts}i", data, body + 44), points]
        numbers = struct.unpack_from(f"<{2 * points}d", data, body + 44 + 4 * parts)
        whole = [round(number * 100) for number in numbers]
        every = list(zip(whole[::2], whole[1::2], strict=True))
        for begin, end in itertools.pairwise(starts):
            ring = [point for point, _ in itertools.groupby(every[begin:end])]
            if max(north for _, north in ring) > SOUTHERNMOST:
                yield ring


def stretches(edges: set[Edge]) -> Iterator[list[Point]]:
    """Join edges into lines that are as long as can be; a line ends where three or more meet."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for one, other in edges:
        beside[one].add(other)
        beside[other].add(one)
    ends = sorted(point for point, others in beside.items() if len(others) != 2)
    for start in [*ends, *sorted(beside)]:
        while beside[start]:
            line = [start]
            while beside[line[-1]]:
                here = line[-1]
                following = min(beside[here])
                beside[here].discard(following)
                beside[following].discard(here)
                line.append(following)
                if following in ends or following == start:
                    break
            yield line


def is_seam(edge: Edge) -> bool:
    """Say whether an edge only closes a shape at 180 degrees."""
    return all(abs(east) >= EDGE - 1 for east, _ in edge)


def main() -> None:
    """Write the file."""
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        data = wheel.read(SHAPES)
    times: dict[Edge, int] = defaultdict(int)
    for ring in rings(data):
        for pair in itertools.pairwise(ring):
            one, other = sorted(pair)
            times[one, other] += 1
    numbers = array("h")
    for kind, shared in ((COAST, False), (BORDER, True)):
        edges = {edge for edge, number in times.items() if (number > 1) is shared}
        for line in stretches({edge for edge in edges if not is_seam(edge)}):
            numbers.extend((kind, len(line)))
            for before, after in itertools.pairwise([(0, 0), *line]):
                numbers.extend((after[0] - before[0], after[1] - before[1]))
    if sys.byteorder == "big":
        numbers.byteswap()
    with TO.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(numbers.tobytes())
    print(f"{TO.stat().st_size} bytes in {TO}")


if __name__ == "__main__":
    main()
