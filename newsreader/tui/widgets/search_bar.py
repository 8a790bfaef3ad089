"""One line to type into: the search of the list, and of the article."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

from newsreader.tui.widgets.guard import Guarded


class SearchBar(Guarded, Input):
    """Hidden until it is asked for; tells what is typed, when it is done, and when it is left."""

    @dataclass
    class Typed(Message):
        """The text changed."""

        bar: SearchBar
        text: str

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    @dataclass
    class Done(Message):
        """Enter was pressed, or the line was left downwards."""

        bar: SearchBar
        text: str

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    @dataclass
    class Left(Message):
        """Escape was pressed."""

        bar: SearchBar

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    def __init__(self, *, placeholder: str, id: str) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False
        self.display = False

    def begin(self) -> None:
        """Show the line and type into it."""
        self.display = True
        self.screen.set_focus(self)  # at once: the keys that follow are the text

    def finish(self) -> None:
        """Hide the line and forget the text."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.display = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(self, event.value))

    def on_key(self, event: events.Key) -> None:
        """Leave by Enter, Escape, or downwards."""
        if event.key == "escape":
            self.post_message(self.Left(self))
        elif event.key in ("enter", "down", "tab"):
            self.post_message(self.Done(self, self.value))
        else:
            return
        event.stop()
        event.prevent_default()
