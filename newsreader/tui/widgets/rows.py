"""A list that draws only the rows it shows: the base of every list on the screen."""

from __future__ import annotations

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.guard import GuardedView


class RowList(GuardedView):
    """Rows with a cursor. What a row shows comes from `row_parts`, line by line.

    Subclasses give ``row_count``, ``row_parts`` and, where rows differ, ``selectable``.
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row of the cursor; -1 where there is none."""

    row_height = 1
    """How many lines a row takes."""

    rule = -1
    """The row that a rule stands above, -1 where there is none. It takes a line, but no number."""

    class CursorMoved(Message):
        """The cursor stands on another row."""

        def __init__(self, rows: RowList, index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

        @property
        def control(self) -> RowList:
            """The list that says so."""
            return self.rows

        def can_replace(self, message: Message) -> bool:
            """Only the last of several moves in a row counts."""
            return isinstance(message, RowList.CursorMoved) and message.rows is self.rows

    class Chosen(Message):
        """A row was chosen, by key or by click."""

        def __init__(self, rows: RowList, index: int, by_mouse: bool = False) -> None:
            super().__init__()
            self.rows = rows
            self.index = index
            self.by_mouse = by_mouse

        @property
        def control(self) -> RowList:
            """The list that says so."""
            return self.rows

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._strips: LRUCache[int, dict[tuple[int, bool, bool, bool, int], Strip]] = LRUCache(512)
        self._pointer = -1

    # -- for subclasses ----------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 0

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give one line of a row, from left to right."""
        raise NotImplementedError

    def selectable(self, index: int) -> bool:
        """Say whether the cursor may stand on a row."""
        return 0 <= index < self.row_count

    def rule_parts(self, width: int) -> list[Part]:
        """Give the rule."""
        return []

    @property
    def is_led(self) -> bool:
        """Whether the keys move the cursor."""
        return self.has_focus

    def rows_shown(self, first: int, last: int) -> None:
        """Called before rows are drawn: those from first to last (exclusive) will be needed."""

    # -- drawing -----------------------------------------------------------------------------------

    def style_of(self, name: str) -> Style:
        """Give the style of a part by its name."""
        return self.base_style + self.looks[name] if name else self.base_style

    def rows_changed(self) -> None:
        """Draw everything again: rows came, went or changed."""
        self._strips.clear()
        self.show_height(self.line_of(self.row_count))
        self.refresh()

    def row_changed(self, index: int) -> None:
        """Draw one row again."""
        self._strips.discard(index)
        self._refresh_row(index)

    def line_of(self, index: int) -> int:
        """Give the first line of a row, counted from the beginning of the list."""
        return index * self.row_height + (0 <= self.rule <= index)

    def row_of(self, line: int) -> tuple[int, int]:
        """Give the row at a line of the list, and the line in it; (-1, 0) for the rule."""
        below = line - self.line_of(self.rule) + 1 if self.rule >= 0 else -1
        if below == 0:
            return -1, 0
        return divmod(line - (below > 0), self.row_height)

    def _refresh_row(self, index: int) -> None:
        if index < 0:
            return
        y = self.line_of(index) - round(self.scroll_y)
        if -self.row_height < y < self.size.height:
            self.refresh(Region(0, y, self.size.width, self.row_height))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Have the rows ready before they are drawn."""
        top = round(self.scroll_y)
        first = max(0, top + crop.y - 1) // self.row_height
        last = (top + crop.bottom - 1) // self.row_height + 1
        self.rows_shown(first, min(last, self.row_count))
        return super().draw_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        index, line = self.row_of(round(self.scroll_y) + y)
        width = self.outer_size.width
        if index < 0 <= self.rule:
            return row_strip(self.rule_parts(width), self.style_of, Style.null(), width)
        if not 0 <= index < self.row_count:
            return Strip.blank(width, self.base_style)
        at_cursor, at_pointer = index == self.cursor, index == self._pointer
        drawn = self._strips.get(index)
        if drawn is None:
            drawn = self._strips[index] = {}
        key = (line, at_cursor, at_pointer, self.is_led, width)
        if key not in drawn:
            drawn[key] = self._draw(index, line, width, at_cursor, at_pointer)
        return drawn[key]

    def _draw(self, index: int, line: int, width: int, at_cursor: bool, at_pointer: bool) -> Strip:
        over = Style.null()
        if at_cursor and self.selectable(index):
            over = self.looks["cursor" if self.is_led else "cursor-idle"]
        elif at_pointer and self.selectable(index):
            over = self.looks["pointer"]
        return row_strip(self.row_parts(index, line, width), self.style_of, over, width)

    # -- the cursor --------------------------------------------------------------------------------

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(-1, min(cursor, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Follow the cursor."""
        self._refresh_row(old)
        self._refresh_row(new)
        if new >= 0:
            self.keep_visible(new)
        self.post_message(self.CursorMoved(self, new))

    def keep_visible(self, index: int) -> None:
        """Scroll as little as needed to show a row."""
        height = self.size.height
        if height <= 0:
            return
        top = self.line_of(index)
        at = round(self.scroll_y)
        if top < at:
            self.scroll_row(top)
        elif top + self.row_height > at + height:
            self.scroll_row(top + self.row_height - height)

    def scroll_row(self, y: int) -> None:
        """Scroll to a line at once."""
        self.scroll_to(y=max(0, y), animate=False, immediate=True, force=True)

    def move(self, step: int) -> None:
        """Move the cursor by rows, over those it can not stand on."""
        index = max(self.cursor, -1)
        for _ in range(abs(step)):
            found = self._next(index, 1 if step > 0 else -1)
            if found is None:
                break
            index = found
        if index != self.cursor:
            self.cursor = index
        elif step < 0:
            self.scroll_row(0)

    def _next(self, index: int, step: int) -> int | None:
        index += step
        while 0 <= index < self.row_count:
            if self.selectable(index):
                return index
            index += step
        return None

    def move_page(self, pages: int) -> None:
        """Move the cursor by what is visible."""
        self.move(pages * max(1, self.size.height // self.row_height - 1))

    def move_to_end(self, last: bool) -> None:
        """Move the cursor to the first or the last row."""
        start = self.row_count if last else -1
        found = self._next(start, -1 if last else 1)
        if found is not None:
            self.cursor = found
            if not last:
                self.scroll_row(0)

    def choose(self) -> None:
        """Choose the row of the cursor."""
        if self.selectable(self.cursor):
            self.post_message(self.Chosen(self, self.cursor))

    # -- events ------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._strips.clear()
        if self.cursor >= 0:
            self.keep_visible(self.cursor)

    def on_focus(self) -> None:
        """The cursor looks different in the pane that has the keys."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """The cursor looks different in the pane that has the keys."""
        self._refresh_row(self.cursor)

    def row_at(self, y: int) -> int:
        """Give the row at a line of the widget; -1 where there is none."""
        index, _ = self.row_of(round(self.scroll_y) + y)
        return index if 0 <= index < self.row_count else -1

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer."""
        index = self.row_at(event.y)
        if self.selectable(index):
            self.focus()
            self.cursor = index
            self.post_message(self.Chosen(self, index, by_mouse=True))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show which row the pointer is on."""
        self._point(self.row_at(event.y))

    def on_leave(self) -> None:
        """The pointer is gone."""
        self._point(-1)

    def _point(self, index: int) -> None:
        if index != self._pointer:
            old, self._pointer = self._pointer, index
            self._refresh_row(old)
            self._refresh_row(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three lines."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three lines."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.scroll_row(round(self.scroll_y) + lines)
