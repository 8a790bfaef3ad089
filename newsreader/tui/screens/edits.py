"""What was changed in an article, edit by edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.tui.facts import local_day
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.page import Page
from newsreader.tui.painting import safe
from newsreader.tui.widgets.article_view import ArticleView
from newsreader.tui.widgets.guard import Guarded

if TYPE_CHECKING:
    from newsreader.services.edits import Edit


class EditsScreen(Guarded, ModalScreen[None]):
    """Shows the texts before and after an edit in one: what went struck, what came underlined.

    Args:
        edits: At least one, the newest first.
        now: The present.
        signs: The signs to draw with.
    """

    def __init__(self, edits: Sequence[Edit], now: datetime, signs: Glyphs) -> None:
        super().__init__()
        self._edits = edits
        self._now = now
        self._view = ArticleView(signs=signs)
        self._at = 0

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="dialog-title")
            yield self._view
            keys = "j k Space scroll   Esc leaves"
            if len(self._edits) > 1:
                keys = f"h earlier edit   l later edit   {keys}"
            yield Static(keys, classes="dialog-keys")

    def on_mount(self) -> None:
        """Show the newest edit."""
        self._view.focus()
        self._show(0)

    def _show(self, at: int) -> None:
        """Show an edit, counted from the newest one; beyond both ends nothing changes."""
        self._at = max(0, min(at, len(self._edits) - 1))
        edit, number = self._edits[self._at], len(self._edits) - self._at
        which = f" (edit {number} of {len(self._edits)})" if len(self._edits) > 1 else ""
        head = f"Edited {local_day(edit.moment, self._now)}{which}: struck went, underlined came"
        self.query_one(".dialog-title", Static).update(Content(safe(head)))
        was = edit.before.title
        self._view.show(
            Page(
                key=self._at,
                title=edit.title,
                notice=f"Was called: {was}" if was != edit.title else "",
                document=edit.changes,
            )
        )

    def on_key(self, event: events.Key) -> None:
        """Scroll, go to another edit, or leave."""
        view = self._view
        ways: dict[str, Callable[[], object]] = {
            "j": lambda: view.move(1), "down": lambda: view.move(1),
            "k": lambda: view.move(-1), "up": lambda: view.move(-1),
            "space": lambda: view.move_page(1), "pagedown": lambda: view.move_page(1),
            "b": lambda: view.move_page(-1), "pageup": lambda: view.move_page(-1),
            "g": lambda: view.move_to_end(last=False), "home": lambda: view.move_to_end(last=False),
            "G": lambda: view.move_to_end(last=True), "end": lambda: view.move_to_end(last=True),
            "h": lambda: self._show(self._at + 1), "left": lambda: self._show(self._at + 1),
            "l": lambda: self._show(self._at - 1), "right": lambda: self._show(self._at - 1),
        }  # fmt: skip
        if event.key in ways:
            ways[event.key]()
        elif event.key in ("escape", "q", "enter"):
            self.dismiss()
        else:
            return
        event.stop()
        event.prevent_default()
