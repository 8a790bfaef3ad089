"""What a command printed, to be scrolled through."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.tui.painting import Part, safe
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.wrapping import hard_wrap, wrap


class _Lines(RowList):
    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text.expandtabs()
        self._lines: list[tuple[int, int]] = []

    def on_resize(self) -> None:
        self._lines = []
        width, start = max(1, self.size.width - 1), 0
        for line in self._text.split("\n"):
            broken = wrap if len(line) > width and not line[0].isspace() else hard_wrap
            self._lines += broken(self._text, start, start + len(line), width)
            start += len(line) + 1
        self.rows_changed()
        super().on_resize()

    @property
    def row_count(self) -> int:
        return len(self._lines)

    def selectable(self, index: int) -> bool:
        return False

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        return [Part(self._text[slice(*self._lines[index])])]


class OutputScreen(Guarded, ModalScreen[None]):
    """Shows text until the person leaves.

    Args:
        title: Where it is from.
        text: Clean text.
        note: A sentence below it, "" for none.
    """

    def __init__(self, title: str, text: str, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._note = note

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            yield _Lines(self._text)
            yield Static("", classes="dialog-state")
            yield Static("j k Space scroll   y copies   Esc leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Give the keys to the text."""
        self.query_one(_Lines).focus()
        self._say(self._note)

    def _say(self, text: str) -> None:
        state = self.query_one(".dialog-state", Static)
        state.update(Content(safe(text)))
        state.display = bool(text)

    def on_key(self, event: events.Key) -> None:
        """Scroll, copy or leave."""
        lines = self.query_one(_Lines)
        page = max(1, lines.size.height - 1)
        far = lines.row_count
        steps = {
            "down": 1, "j": 1, "up": -1, "k": -1, "pagedown": page, "space": page, "ctrl+d": page,
            "pageup": -page, "ctrl+u": -page, "home": -far, "g": -far, "end": far, "G": far,
        }  # fmt: skip
        if event.key in steps:
            lines.scroll_row(round(lines.scroll_y) + steps[event.key])
        elif event.key == "y":
            self.app.copy_to_clipboard(self._text)
            self._say("Copied.")
        elif event.key in ("escape", "q", "enter"):
            self.dismiss()
        else:
            return
        event.stop()
        event.prevent_default()
