"""Textual's driver, for a terminal that may be closed while it is drawn on."""

from __future__ import annotations

import contextlib
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver


class Output:
    """What is written to the terminal; once that is closed, it goes nowhere.

    Textual writes in a thread, which an error would end. Nobody would take from its queue then, and
    the program would wait for ever to put its farewell into it.

    Args:
        file: The terminal.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> None:
        """Write, as far as there is a terminal."""
        with contextlib.suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Send on what is written, as far as there is a terminal."""
        with contextlib.suppress(OSError):
            self._file.flush()


def lasting(driver_class: type[Driver]) -> type[Driver]:
    """Give a driver that outlives its terminal, so that the program can end in order."""

    class LastingDriver(driver_class):  # type: ignore[valid-type, misc]
        """Writes through `Output`."""

        _file: Any

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._file = Output(self._file)

    return LastingDriver
