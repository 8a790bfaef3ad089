"""A page, drawn line by line in a column: keeps the place, scrolls, and lets text be selected."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.timer import Timer

from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.marks import PageMarks
from newsreader.tui.page import Page, PageLines
from newsreader.tui.painting import paint
from newsreader.tui.render import Line, Pictures, Slot
from newsreader.tui.widgets.guard import GuardedView

MARGIN = 2
"""Cells that stay free at both sides of the text, where there is room."""
TIGHT = 30
"""A pane narrower than this has no margin."""
PORTION, PAUSE = 0.008, 0.05
"""Seconds that are given to laying out a long page at a time, and seconds between."""

Spot = tuple[int | Slot, int]
"""What is on show, and how far below the upper edge its line is: an offset, or a row of a picture
where there is no text; or -1, and the number of the line at the edge."""


class TextView(GuardedView):
    """Shows a page in a column of measured width, with marks over it."""

    ALLOW_SELECT = True

    class Scrolled(Message):
        """Another part of the text is on show."""

        def can_replace(self, message: Message) -> bool:
            """Once is enough."""
            return isinstance(message, TextView.Scrolled)

    def __init__(
        self, *, line_length: int = 76, signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.line_length = line_length
        self.page: Page | None = None
        self._signs = signs
        self._lines = PageLines(None, 0, signs)
        self._marks = PageMarks()
        self._column = 0
        self._anchor: Spot = (-1, 0)
        self._rest: Timer | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(512)

    # -- layout ------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Break the page into lines anew."""
        width = self.size.width
        self._column = width if width < TIGHT else min(self.line_length, width - 2 * MARGIN)
        beside = width - self._column - self.margin_left - MARGIN
        self._lines = PageLines(
            self.page,
            self._column,
            self._signs,
            beside=max(0, beside),
            pictures=self.pictures_shown(),
        )
        self._lines.work(PORTION)  # so that a text of usual length is drawn but once
        self._show_height()
        self._work_on()
        if self.is_attached and self.text_selection is not None:
            self.screen.clear_selection()  # it counts in lines
        self.redraw()
        self.post_message(self.Scrolled())

    def pictures_shown(self) -> Pictures | None:
        """Give the pictures that are shown in the text, None for none."""
        return None

    def _show_height(self) -> None:
        self.show_height(self._lines.height)

    def _work_on(self) -> None:
        """Lay out the rest of a long page in small portions, between the keys."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if not self._lines.complete:
            self._rest = self.set_timer(PAUSE, self._lay_out_more)

    def _lay_out_more(self) -> None:
        self._lines.work(PORTION)
        if self._lines.complete:
            self._show_height()
            self.post_message(self.Scrolled())
        self._work_on()

    def redraw(self) -> None:
        """Draw everything on show anew."""
        self._strips.clear()
        self.refresh()

    @property
    def margin_left(self) -> int:
        """The free cells before the text."""
        return max(0, (self.outer_size.width - self._column) // 2)

    def set_line_length(self, cells: int) -> None:
        """Make the lines of the text at most so long, and keep the place."""
        place = self._anchor
        self.line_length = cells
        self.lay_out()
        self.restore(place)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew, and keep the place."""
        fresh = not self._lines.lines
        if not fresh and event.size.width == self.virtual_size.width:
            return
        place = self._anchor
        self.lay_out()
        if fresh:
            self.begin()
        else:
            self.restore(place)

    # -- places ------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Go to where reading begins."""
        if self.page is not None and self.page.position:
            self._scroll(self._lines.line_of(self.page.position))
        else:
            self._scroll(0)

    @property
    def place(self) -> Spot:
        """Where the eyes are."""
        return self._anchor

    def restore(self, place: Spot) -> None:
        """Go to a place that `place` gave before the text was laid out anew."""
        mark, rows = place
        line: int | None = 2 * rows
        if isinstance(mark, Slot):
            line = self._lines.line_of_slot(mark)
        elif mark >= 0:
            line = self._lines.line_of(mark)
        self._scroll(line - rows if line is not None else round(self.scroll_y))
        self._anchor = place

    def _find_place(self) -> Spot:
        top = round(self.scroll_y)
        if not top:
            return -1, 0
        for line in self.shown:
            if (offset := self._lines.offset_at(line)) >= 0:
                return offset, line - top
        for line in self.shown:
            if slot := self._lines.slot_at(line):
                return slot, line - top
        return -1, top

    @property
    def shown(self) -> range:
        """The numbers of the lines on show."""
        top = round(self.scroll_y)
        return range(top, top + max(1, self.size.height))

    def offsets_on_show(self) -> tuple[int, int]:
        """Give the first offset of the text on show, -1 at the top, and the first one below."""
        shown = self.shown
        first = next((o for o in map(self._lines.offset_at, shown) if o >= 0), 0)
        below = (self._lines.offset_at(line) for line in range(shown.stop, shown.stop + 40))
        return first if shown.start else -1, next((o for o in below if o >= 0), sys.maxsize)

    def share_of(self, offset: int) -> float:
        """Say how far down in the page an offset of the text stands, from 0 to 1."""
        return self._lines.share_of(offset)

    @property
    def position(self) -> int:
        """The offset of the first text on show, or of the last above it; 0 at the top."""
        mark, _ = self._anchor
        if isinstance(mark, Slot):
            return self._lines.offset_above(self.shown.start)
        return max(0, mark)

    @property
    def progress(self) -> int:
        """How much of the article is above the lower edge, in percent."""
        seen = round(self.scroll_y) + self.size.height
        return min(100, 100 * seen // max(1, self._lines.height))

    @property
    def at_end(self) -> bool:
        """Whether the last line is on show."""
        return round(self.scroll_y) + self.size.height >= self._lines.height

    # -- scrolling ---------------------------------------------------------------------------------

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that something else is on show."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def scroll_to(self, *args: Any, **options: Any) -> None:
        """Scroll, and remember the place, which a change of size is to keep."""
        super().scroll_to(*args, **options)
        self._anchor = self._find_place()

    def _scroll(self, y: int) -> None:
        """Go to a line, which is laid out with a page behind it."""
        self._lines.reach(y + self.size.height)
        if self._lines.complete or len(self._lines.lines) > self.virtual_size.height:
            self._show_height()
        self.scroll_to(y=max(0, y), animate=False, immediate=True, force=True)

    def reveal(self, offset: int) -> None:
        """Scroll only where an offset of the text is not on show."""
        line, top = self._lines.line_of(offset), round(self.scroll_y)
        if not top <= line < top + self.size.height - 1:
            self._scroll(line - max(1, self.size.height // 3))

    def move(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll(round(self.scroll_y) + lines)

    def move_page(self, pages: int) -> None:
        """Scroll by pages, two lines overlapping."""
        self.move(pages * max(1, self.size.height - 2))

    def move_to_end(self, last: bool) -> None:
        """Scroll to the end or the beginning."""
        if last:
            self._lines.finish()
        self._scroll(self._lines.height if last else 0)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three lines."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three lines."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.move(lines)

    # -- drawing -----------------------------------------------------------------------------------

    def style_of(self, name: str) -> Style:
        """Give the style of a role or a mark."""
        return self.looks[name or "body"]

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = round(self.scroll_y) + y
        line = self._lines.line(number)
        if line is None:
            return Strip.blank(self.outer_size.width, self.base_style)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._draw(line)
            self._strips[number] = strip
        if line.is_picture:
            return strip  # it is no text, and may not be cut
        selection = self.text_selection
        if selection is not None:
            strip = self._with_selection(strip, number, selection)
        return self.overlay(strip, number)

    def overlay(self, strip: Strip, number: int) -> Strip:
        """Lay something over a line that is no part of it."""
        return strip

    def _draw(self, line: Line) -> Strip:
        marks = self._marks
        text = paint(line, self.style_of, marks.body, marks.title, self.picture_row)
        if line.fill:
            text = text.extend_cell_length(self._column, self.style_of(line.fill))
        left, width = self.margin_left, self.outer_size.width
        right = max(0, width - left - text.cell_length)
        cells = [Segment(" " * left), *text, Segment(" " * right)]
        styled = list(Segment.apply_style(cells, self.base_style))
        return Strip(styled, left + text.cell_length + right).adjust_cell_length(width)

    def picture_row(self, slot: Slot) -> Iterable[Segment] | None:
        """Give a row of a picture, None where it is not at hand."""
        return None

    # -- selecting ---------------------------------------------------------------------------------

    def place_under(self, x: int, y: int) -> Offset:
        """Say what is under a cell of the pane, in the terms of a selection: a cell and a line."""
        return Offset(max(0, x - self.margin_left), round(self.scroll_y) + max(0, y))

    def _with_selection(self, strip: Strip, number: int, selection: Selection) -> Strip:
        span = selection.get_span(number)
        line = self._lines.line(number)
        if span is None or line is None:
            return strip
        parts = line.within(span[0], span[1] if span[1] >= 0 else None)
        if not parts:
            return strip
        left = parts[0][0] + self.margin_left
        right = parts[-1][0] + cell_len(parts[-1][1].text) + self.margin_left
        style = self.looks["selection"]
        inner = Strip(
            [
                type(segment)(segment.text, (segment.style or Style.null()) + style)
                for segment in strip.crop(left, right)
            ]
        )
        return Strip.join([strip.crop(0, left), inner, strip.crop(right)])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give what is selected: the article's text, without the line ends of the screen."""
        text = self.page.document.text if self.page and self.page.document else ""
        return self._lines.text_within(selection.start, selection.end, text), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()
