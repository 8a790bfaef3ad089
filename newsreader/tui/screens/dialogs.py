"""Small questions: one line to type, with what went wrong right below it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from newsreader.core.errors import NewsreaderError
from newsreader.tui.painting import safe
from newsreader.tui.widgets.guard import Guarded


class AskScreen(Guarded, ModalScreen[str]):
    """Asks for one line, tries what was typed, and closes when that worked.

    Args:
        title: What is asked.
        hint: What may be typed.
        attempt: Does the work; what it returns is said when the dialogue closes. A
            `NewsreaderError` is shown below the line, which stays for another try.
    """

    def __init__(
        self, title: str, hint: str, attempt: Callable[[str], Awaitable[str]], *, busy: str
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._attempt = attempt
        self._busy = busy

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            line = Input(placeholder=self._hint, compact=True)
            line.cursor_blink = False
            yield line
            yield Static("", classes="dialog-state", markup=False)
            yield Static("Enter tries it   Esc leaves", classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try what was typed."""
        event.stop()
        text = event.value.strip()
        if text:
            self._say(self._busy)
            self.try_it(text)

    @work(exclusive=True, group="ask", exit_on_error=False)
    async def try_it(self, text: str) -> None:
        """Do the work; close when it worked."""
        try:
            said = await self._attempt(text)
        except NewsreaderError as error:
            self._say(str(error), error=True)
        except Exception as error:
            self._say("That did not work; the log file has the details.", error=True)
            self.report(error)
        else:
            self.dismiss(said)

    def _say(self, text: str, *, error: bool = False) -> None:
        state = self.query_one(".dialog-state", Static)
        state.update(Content(safe(text)))
        state.set_class(error, "error")

    def on_key(self, event: events.Key) -> None:
        """Leave by Escape."""
        if event.key == "escape":
            event.stop()
            self.dismiss("")
