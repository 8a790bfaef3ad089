"""Puts the screen together from its parts, and no more of it than what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

Span = tuple[int, int, int]
"""Cells of a line of the screen: the line, the first cell, and the one behind the last."""
Chops = list[dict[int, Strip | None]]
"""For each line, what stands between two of its cuts, under the first of them."""


class LeanCompositor(Compositor):
    """Draws the lines that changed, and of each only the parts that can be seen.

    Textual draws every part that touches the rectangle around all changes, from its first line to
    its last, and what lies below it as well: one row and a number in the bottom line would take as
    long as the whole screen. And it writes what looks as before, a scrollbar above all.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[int, int], Strip] = {}
        """What was written since the parts have their places, by its line and its first cell."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Give the parts their places; what stands in the terminal is not relied on then."""
        self._written.clear()
        return super().reflow(parent, size)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Draw the whole screen, whatever stands there."""
        self._written.clear()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw what changed; give nothing where nothing did."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        chops = self._draw(spans)
        # with each span goes a new line: one that writes nothing else would scroll the screen
        spans = [span for span in spans if self._is_news(chops, span)]
        return ChopsUpdate(chops, spans, [cuts[1:] for cuts in self.cuts]) if spans else None

    def _is_news(self, chops: Chops, span: Span) -> bool:
        """Leave out of a span what stands there already; say whether anything else is left."""
        y, left, right = span
        line, is_any_left = chops[y], False
        for cut, end in pairwise(self.cuts[y]):
            strip = line[cut]
            if strip is None or cut >= right or end <= left:
                continue
            if self._written.get((y, cut)) == strip:
                line[cut] = None
                continue
            is_any_left = True
            if left <= cut and end <= right:
                self._written[y, cut] = strip
            else:  # only a part of it is written
                self._written.pop((y, cut), None)
        return is_any_left

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        """Draw the lines of a region."""
        lines = filter(is_rendered_line, crop.line_range)
        chops = self._draw((y, crop.x, crop.right) for y in lines)
        return cast("Sequence[Mapping[int, Strip]]", chops)

    def _draw(self, spans: Iterable[Span]) -> Chops:
        """Draw cells of the screen, from the topmost part to the lowest."""
        chops: Chops = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        missing: dict[int, set[int]] = {}
        for y, left, right in spans:
            around = pairwise(self.cuts[y])
            wanted = (cut for cut, end in around if cut < right and end > left)
            missing.setdefault(y, set()).update(wanted)
        ends = {y: dict(pairwise(self.cuts[y])) for y in missing}
        anywhere = {cut for line in ends.values() for cut in line}
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            inside = {cut for cut in anywhere if shown.x <= cut < shown.right}
            rows = shown.line_range
            lines = (y for y in missing if y in rows and not inside.isdisjoint(missing[y]))
            for first, last in _runs(lines):
                crop = Region(shown.x, first, shown.width, last - first).translate(-region.offset)
                for y, strip in zip(range(first, last), widget.render_lines(crop), strict=False):
                    for cut in inside & missing[y]:
                        chops[y][cut] = _piece(strip, cut - shown.x, ends[y][cut] - shown.x)
                    missing[y] -= inside
        return chops


def _piece(strip: Strip, start: int, end: int) -> Strip:
    """Cut cells out of a line; to crop it would measure what draws pixels, which takes none."""
    if (start, end) == (0, strip.cell_length):
        return strip
    return strip.divide((start, end) if start else (end,))[-1]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the runs of numbers that follow one another: the first, and the one behind the last."""
    start = end = -1
    for number in numbers:
        if number != end:
            if end > start:
                yield start, end
            start = number
        end = number + 1
    if end > start:
        yield start, end
