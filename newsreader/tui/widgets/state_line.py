"""The line of a dialog that says what goes on, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.content import Content
from textual.widgets import Static

from newsreader.core.errors import NewsreaderError
from newsreader.tui.painting import safe
from newsreader.tui.widgets.guard import Guarded


class StateLine(Guarded, Static):
    """Says one sentence about what the person gave, in the colour of errors where it is one."""

    def say(self, text: str, *, error: bool = False) -> None:
        """Show a sentence; "" for none."""
        self.update(Content(safe(text)))
        self.set_class(error, "error")

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say what goes wrong meanwhile; the dialog stays as it is, for another try."""
        try:
            yield
        except NewsreaderError as error:
            self.say(str(error), error=True)
        except Exception as error:
            self.say("That did not work; the log file has the details.", error=True)
            self.report(error)
