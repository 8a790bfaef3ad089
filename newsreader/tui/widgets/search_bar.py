"""One line to type into: the search of the list, and of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.status_bar import Hint

MOST_PAST = 50
"""Searches that are kept."""


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

    start = ""
    """What stands in it at first."""

    def __init__(
        self,
        *,
        id: str,
        placeholder: str = "",
        suggester: Suggester | None = None,
        hints: Sequence[Hint] = (),
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, suggester=suggester)
        self.cursor_blink = False
        self.display = False
        self.past: list[str] = []
        """What was searched for before, the last at the end."""
        self._back = 0
        self._hints = hints

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys that count in it, for the bottom line."""
        return self._hints

    def begin(self) -> None:
        """Show the line and type into it."""
        self._back = 0
        self.display = True
        self.screen.set_focus(self)  # at once: the keys that follow are the text

    def finish(self) -> None:
        """Hide the line and forget the text."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.display = False

    def remember(self, text: str) -> None:
        """Keep what was searched for, so that it can be had again with Up."""
        if text:
            self.past = [*(each for each in self.past if each != text), text][-MOST_PAST:]

    def step_back(self, step: int) -> None:
        """Show what was typed before, or after that."""
        back = self._back + step
        if 0 <= back <= len(self.past):
            self._back = back
            self.value = self.past[-back] if back else self.start
            self.cursor_position = len(self.value)

    def _take_suggestion(self) -> bool:
        """Take what is suggested at the end of the text; say whether something was."""
        before = self.value
        self.action_cursor_right()
        return self.value != before

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.post_message(self.Typed(self, event.value))

    def on_key(self, event: events.Key) -> None:
        """Leave by Enter, Escape or downwards; Up shows what was searched for before."""
        if event.key == "escape":
            self.post_message(self.Left(self))
        elif event.key == "up":
            self.step_back(1)
        elif event.key == "down" and self._back:
            self.step_back(-1)
        elif event.key == "tab" and self._take_suggestion():
            pass
        elif event.key in ("enter", "down", "tab"):
            self.post_message(self.Done(self, self.value))
        else:
            return
        event.stop()
        event.prevent_default()
