"""The left edge of a pane, which the mouse drags."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from newsreader.tui.glyphs import Glyphs
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.panes import Pane
from newsreader.tui.widgets.guard import Guarded


class PaneEdge(Guarded, Widget):
    """One column; tells where it is dragged to.

    Args:
        pane: Whose edge it is.
        signs: The signs to draw with.
        line: Draw a line always, not only under the pointer.
    """

    ALLOW_SELECT = False

    class Dragged(Message):
        """The edge is wanted at a column of the screen."""

        def __init__(self, pane: Pane, column: int) -> None:
            super().__init__()
            self.pane = pane
            self.column = column

        def can_replace(self, message: Message) -> bool:
            """Only the last place of the pointer counts."""
            return isinstance(message, PaneEdge.Dragged)

    class Dropped(Message):
        """The edge was let go."""

    def __init__(self, pane: Pane, signs: Glyphs, *, line: bool = False) -> None:
        super().__init__()
        self._pane = pane
        self._signs = signs
        self._always = line
        self._held = False

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the line."""
        drawn = self._always or self._held or self.mouse_hover
        part = Part(self._signs.edge if drawn else " ")
        style = self.rich_style
        strip = row_strip([part], lambda _: style, style, 1)
        return [strip.crop(crop.x, crop.right)] * crop.height

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold."""
        event.stop()
        self._held = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the pointer is."""
        if self._held:
            event.stop()
            self.post_message(self.Dragged(self._pane, event.screen_x))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go."""
        if self._held:
            event.stop()
            self._held = False
            self.release_mouse()
            self.post_message(self.Dropped())
