"""Textual's driver, for a terminal that may be closed, frozen, or left while it is drawn on."""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable
from queue import Empty, Full, Queue
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver as _Driver
else:
    _Driver = object  # the platform's own comes in by `lasting`

PATIENCE = 1.0
"""Seconds that drawing, and leaving, wait for a terminal that takes nothing."""
_LOOK_EVERY = 0.05


class Output:
    """What is written to the terminal; once that is closed, it goes nowhere.

    Textual writes in a thread, which an error would end. Nobody would take from its queue then, and
    the program would wait for ever to put its farewell into it. A terminal that takes nothing may
    hold that thread, but not beyond `give_up`.

    Args:
        file: The terminal.
        drained: Called by the thread that writes when nothing more is waiting.
    """

    def __init__(self, file: IO[str], drained: Callable[[], object]) -> None:
        self._file = file
        self._drained = drained
        self._own: int | None = None
        self._given_up = False
        with contextlib.suppress(OSError, AttributeError, ValueError):
            # opened once more, since the shell and other programs must not find it non-blocking
            flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY
            self._own = os.open(os.ttyname(file.fileno()), flags)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, text: str) -> None:
        """Write, as far as there is a terminal."""
        with contextlib.suppress(OSError):
            if self._own is None:
                self._file.write(text)
            else:
                self._send(self._own, text.encode(self.encoding or "utf-8", "replace"))

    def _send(self, terminal: int, content: bytes) -> None:
        while content and not self._given_up:
            try:
                content = content[os.write(terminal, content) :]
            except BlockingIOError:
                select.select([], [terminal], [], _LOOK_EVERY)

    def flush(self) -> None:
        """Send on what is written, as far as there is a terminal."""
        with contextlib.suppress(OSError):
            self._file.flush()
        self._drained()

    def give_up(self) -> None:
        """Write nothing more, until `begin`."""
        self._given_up = True

    def begin(self) -> None:
        """Write (again)."""
        self._given_up = False


class Gate:
    """Lets through what is drawn, but for a terminal that takes nothing.

    What comes meanwhile is dropped. As soon as it takes again, all is drawn anew.

    Args:
        queue: Of what is to be written.
        draw_anew: Has all be drawn anew.
    """

    def __init__(self, queue: Queue[str | None], draw_anew: Callable[[], object]) -> None:
        self._queue = queue
        self._draw_anew = draw_anew
        self.is_shut = False

    def put(self, text: str) -> None:
        """Write, or drop."""
        if self.is_shut:
            if self._queue.empty():
                self.open()
            return
        try:
            self._queue.put(text, timeout=PATIENCE)
        except Full:
            self.is_shut = True

    def open(self) -> None:
        """Have all drawn anew where something was dropped."""
        if self.is_shut:
            self.is_shut = False
            self._draw_anew()

    def end(self, seconds: float) -> bool:
        """Let nothing through any more; say whether all was taken in time."""
        end = monotonic() + (0 if self.is_shut else seconds)
        try:
            self._queue.put(None, timeout=max(0.0, end - monotonic()))
        except Full:
            with contextlib.suppress(Empty):
                while True:
                    self._queue.get_nowait()
            self._queue.put(None)
            return False
        return True


class Lasting(_Driver):
    """What outlives its terminal: a driver writes through `Output`, and draws through a `Gate`."""

    _app: Any
    _auto_restart: bool
    _file: Any
    _must_signal_resume: bool
    _writer_thread: Any

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._gate: Gate | None = None
        self._file = Output(self._file, self._drained)

    def write(self, data: str) -> None:
        """Write, without waiting for long."""
        if self._gate is None:
            self._file.begin()
            self._gate = Gate(self._writer_thread._queue, self._draw_anew)
        self._gate.put(data)

    def disable_input(self) -> None:
        """Take no more keys.

        The thread that reads them looks up ten times a second, and once more. Who leaves does not
        wait for it: it ends by itself, or with the program.
        """
        is_leaving = not self._app.is_running
        if is_leaving:
            self._key_thread = None
        super().disable_input()
        if is_leaving:
            self.exit_event.set()

    def process_message(self, message: Any) -> None:
        """Hand on what the terminal said, as long as there is who takes it."""
        if self._app.is_running:
            super().process_message(message)

    def close(self) -> None:
        """End the thread that writes; a terminal that takes nothing is not waited for."""
        thread, gate, self._gate = self._writer_thread, self._gate, None
        if gate is not None and gate.end(PATIENCE):
            thread.join(PATIENCE)
        if thread is not None and thread.is_alive():
            self._file.give_up()
            thread.join(PATIENCE)

    def _drained(self) -> None:
        if self._gate is not None:
            self._gate.open()

    def _draw_anew(self) -> None:
        self._app.call_later(self._app.draw_anew)

    def _sigtstp_application(self, *signal: Any) -> None:
        """Stop, but in no transaction: others would wait for its end."""
        with self._app.session.library.paused():
            super()._sigtstp_application(*signal)

    def _sigcont_application(self, *signal: Any) -> None:
        """Go on; who was stopped without a warning may find another's signs on the screen."""
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application(*signal)


def lasting(driver_class: type[Driver]) -> type[Driver]:
    """Give a driver that outlives its terminal, so that the program can end in order."""
    return type("LastingDriver", (Lasting, driver_class), {})
