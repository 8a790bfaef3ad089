"""One line to type into: the search of the list, and of the article."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input
from textual.widgets.input import Selection

from newsreader.core.errors import NewsreaderError
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.status_bar import Hint

MOST_PAST = 50
"""Searches that are kept."""

Complete = Callable[[str], list[str]]
"""Gives whole lines that a line may become, the best first."""


class _Rest(Suggester):
    """Shows dimly how a line may go on."""

    def __init__(self, look_up: Callable[[str], Awaitable[list[str]]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._look_up = look_up

    async def get_suggestion(self, value: str) -> str | None:
        """Give the best line that begins with what stands there."""
        lines = await self._look_up(value)
        return next((line for line in lines if line.startswith(value)), None)


class SearchBar(Guarded, Input):
    """Hidden until it is asked for; tells what is typed, when it is done, and when it is left.

    Args:
        id: Of the line.
        placeholder: Stands in it while nothing is typed.
        complete: What it may become, which Tab goes through; called on another thread.
        hints: The keys that count in it, for the bottom line.
    """

    class Typed(Message):
        """The text changed."""

        def __init__(self, bar: SearchBar, text: str) -> None:
            super().__init__()
            self.bar = bar
            self.text = text

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    class Done(Message):
        """Enter was pressed, or the line was left downwards."""

        def __init__(self, bar: SearchBar, text: str) -> None:
            super().__init__()
            self.bar = bar
            self.text = text

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    class Left(Message):
        """Escape was pressed."""

        def __init__(self, bar: SearchBar) -> None:
            super().__init__()
            self.bar = bar

        @property
        def control(self) -> SearchBar:
            """The line that says so."""
            return self.bar

    class Known(Message):
        """It is known now what the line may become."""

        def __init__(self, bar: SearchBar) -> None:
            super().__init__()
            self.bar = bar

    start = ""
    """What stands in it at first."""

    def __init__(
        self,
        *,
        id: str,
        placeholder: str = "",
        complete: Complete = lambda _: [],
        hints: Sequence[Hint] = (),
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, suggester=_Rest(self.look_up))
        self.cursor_blink = False
        self.display = False
        self.past: list[str] = []
        """What was searched for before, the last at the end."""
        self._back = 0
        self._complete = complete
        self._known: tuple[str, list[str]] = ("", [])
        self._through: list[str] = []
        """What Tab goes through, since it was pressed first."""
        self._at = -1
        self._tabs = ("", 0)
        """How often Tab was pressed in a line before it was known what that may become."""
        self._hints = hints

    def _watch_selection(self, selection: Selection) -> None:
        if self.display:  # else what is selected in an article would be lost when this is made
            super()._watch_selection(selection)

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys that count in it, for the bottom line; before them, what Tab makes of it."""
        if self._at >= 0:
            ahead = [*self._through[self._at + 1 :], *self._through[: self._at]]
        else:
            ahead = self.lines(self.value)
        if not ahead or (len(ahead) == 1 and ahead[0].startswith(self.value)):
            return self._hints
        ends = [self._end_of(line) for line in ahead]
        return [("Tab", ends[0]), *(("", end) for end in ends[1:]), *self._hints]

    def _end_of(self, line: str) -> str:
        """Give the words of a line that are not typed yet, or typed otherwise."""
        pairs = enumerate(zip(line, self.value, strict=False))
        same = next((at for at, (one, other) in pairs if one != other), len(self.value))
        return line[line.rfind(" ", 0, same) + 1 :]

    def lines(self, value: str) -> list[str]:
        """Give whole lines that what stands there may become, as far as they are known."""
        return self._known[1] if self._known[0] == value else []

    async def look_up(self, value: str) -> list[str]:
        """Find out beside the keys what a line may become, and tell."""
        lines: list[str] = []
        with contextlib.suppress(NewsreaderError):  # a hint is not worth a word of trouble
            lines = await asyncio.to_thread(self._complete, value)
        if value == self.value:
            self._known = value, lines
            (line, tabs), self._tabs = self._tabs, ("", 0)
            if tabs and line == value:
                self.press_tab(tabs)
            self.post_message(self.Known(self))
        return lines

    def press_tab(self, step: int) -> None:
        """Go through what the line may become, once that is known."""
        if self.value and self._known[0] != self.value and self._at < 0:
            line, tabs = self._tabs
            self._tabs = self.value, step + (tabs if line == self.value else 0)
        elif not self.go_through(step):
            self.nothing_to_complete()

    def nothing_to_complete(self) -> None:
        """Leave the line: there is nothing else that Tab could do."""
        self.post_message(self.Done(self, self.value))

    def begin(self) -> None:
        """Show the line and type into it."""
        self._back, self._at, self._known = 0, -1, ("", [])
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

    def go_through(self, step: int) -> bool:
        """Show the next of the lines that it may become; say whether there is another one."""
        if self._at < 0 or len(self._through) < 2:
            self._through, self._at = self.lines(self.value), -1
        if not self._through:
            return False
        self._at = (self._at + step) % len(self._through) if self._at >= 0 or step > 0 else -1
        self._at %= len(self._through)
        self.value = self._through[self._at]
        self.cursor_position = len(self.value)
        return True

    def note_change(self) -> None:
        """Begin anew with what it may become, where something else was typed."""
        if self._at >= 0 and self.value != self._through[self._at]:
            self._at = -1

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what is typed."""
        event.stop()
        self.note_change()
        self.post_message(self.Typed(self, event.value))

    def on_key(self, event: events.Key) -> None:
        """Leave by Enter, Escape or downwards; Up shows what was searched for before."""
        if event.key == "escape":
            self.post_message(self.Left(self))
        elif event.key == "up":
            self.step_back(1)
        elif event.key == "down" and self._back:
            self.step_back(-1)
        elif event.key == "tab":
            self.press_tab(1)
        elif event.key in ("enter", "down"):
            self.post_message(self.Done(self, self.value))
        else:
            return
        event.stop()
        event.prevent_default()
