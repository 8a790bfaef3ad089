"""Keeps a failure in one part from taking the screen away."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.message_pump import MessagePump
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from newsreader.tui.looks import Looks, looks_of


class Guarded(MessagePump):
    """A part whose handlers may fail: the app reports it in a sentence, and the part goes on.

    Textual ends the program when a handler raises. A reader should rather say so and stay usable.
    """

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            self.report(error)

    def report(self, error: Exception) -> None:
        """Hand a failure to the app, which tells the person; raise it where the app can not."""
        report = getattr(self.app, "report", None)
        if report is None:
            raise error
        report(error)


class PlainBar(ScrollBarRender):
    """A scrollbar that moves by whole cells, so that it needs no characters but spaces."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8


class Bar(ScrollBar):
    """A scrollbar that is drawn as one column, without what Textual does for any other part."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the cells of a region."""
        console = self.app.console
        options = console.options.update(width=self.size.width, height=self.size.height)
        cells = [cell for cell in console.render(self.render(), options) if cell.text != "\n"]
        strips = {cell: Strip([cell]).crop(*crop.column_span) for cell in set(cells)}
        return [strips[cell] for cell in cells[crop.y : crop.bottom]]


class GuardedView(Guarded, ScrollView, can_focus=True, inherit_bindings=False):
    """A view that draws line by line, and draws blank lines where drawing fails."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0))
    """How large what is shown is. The panes stay as they are when it changes: only the scrollbar
    is another one, and laying the whole screen out again for it would take longer than drawing."""

    _base: Style | None = None
    _looks: Looks | None = None

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the scrollbar."""
        self._scroll_update(size)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for.

        From then on its column stays, empty where there is nothing to scroll: a bar that comes and
        goes with every other article has the whole screen laid out and drawn again.
        """
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Bar(thickness=1)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
            self.styles.overflow_y = "scroll"
        return self._vertical_scrollbar

    @property
    def base_style(self) -> Style:
        """The style of plain text here; kept, as it is asked for with every piece of every line."""
        if self._base is None:
            self._base = self.rich_style
        return self._base

    @property
    def looks(self) -> Looks:
        """The styles of all parts in the theme of the app."""
        if self._looks is None:
            self._looks = looks_of(self.app.current_theme)
        return self._looks

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._base = self._looks = None

    def show_height(self, lines: int) -> None:
        """Say how many lines there are. The scrollbar has its place: nothing else need move."""
        size = Size(self.size.width, lines)
        if size != self.virtual_size:
            self.set_reactive(GuardedView.virtual_size, size)
            self._scroll_update(size)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of a region."""
        try:
            return self.draw_lines(crop)
        except Exception as error:
            self.report(error)
            return [Strip.blank(crop.width, self.base_style)] * crop.height

    def draw_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of a region; may fail.

        What is drawn is all there is: no borders nor padding, as Textual would look for in each
        line whenever it is painted.
        """
        background, width = self.background_colors[1], self.region.width
        strips = [
            self.render_line(y).extend_cell_length(width, self.base_style) for y in crop.line_range
        ]
        for line_filter in self.get_line_filters():
            strips = [strip.apply_filter(line_filter, background) for strip in strips]
        if crop.column_span != (0, width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips
