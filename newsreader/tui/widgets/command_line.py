"""The command line: an action by its name, with completion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual import events
from textual.widgets import Input

from newsreader.tui.widgets.search_bar import SearchBar
from newsreader.tui.widgets.status_bar import Hint

SIGN = ":"


class Runner(Protocol):
    """Who knows the commands."""

    def complete(self, text: str) -> list[str]:
        """Give whole lines that a line may become, the best first."""

    def hints(self, lines: Sequence[str]) -> Sequence[Hint]:
        """Say what belongs below a line that may become one of these."""

    def typed(self) -> None:
        """Called when the line changed."""

    def enter(self, text: str) -> None:
        """Do what a line asks for."""

    def leave(self) -> None:
        """Do nothing after all."""


class CommandLine(SearchBar):
    """A line that begins with a colon; Tab goes through what it may become."""

    start = SIGN

    def __init__(self, runner: Runner) -> None:
        super().__init__(id="command", complete=self._become)
        self.select_on_focus = False
        self._runner = runner

    def begin(self) -> None:
        """Show the line and type into it."""
        super().begin()
        self.value = SIGN
        self.cursor_position = len(SIGN)

    @property
    def text(self) -> str:
        """What was typed after the colon."""
        return self.value.removeprefix(SIGN)

    @property
    def hints(self) -> Sequence[Hint]:
        """What belongs in the line below: what it may become, from the one that stands there on."""
        if not self.text.strip():
            return self._runner.hints(())
        lines = self.lines(self.value)
        if self._at >= 0:
            lines = [*self._through[self._at :], *self._through[: self._at]]
        return self._runner.hints([line.removeprefix(SIGN) for line in lines])

    def nothing_to_complete(self) -> None:
        """Stay: the colon says what the line is for."""

    def _become(self, value: str) -> list[str]:
        if value == self.start:
            return []
        return [f"{SIGN}{line}" for line in self._runner.complete(value.removeprefix(SIGN))]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show how it may go on; without its colon, the line is left."""
        event.stop()
        event.prevent_default()
        self.note_change()
        if self.value:
            self._runner.typed()
        else:
            self._runner.leave()

    def on_key(self, event: events.Key) -> None:
        """Run, leave, complete, or go through what was typed before."""
        if event.key == "enter":
            self._runner.enter(self.text)
        elif event.key == "escape":
            self._runner.leave()
        elif event.key in ("tab", "shift+tab"):
            self.press_tab(1 if event.key == "tab" else -1)
        elif event.key in ("up", "down"):
            self.step_back(1 if event.key == "up" else -1)
        else:
            return
        event.stop()
        event.prevent_default()
