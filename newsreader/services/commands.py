"""Run the person's own commands: an argument list, never a shell; with limits, and cleaned output.

`newsreader.services.arguments` makes the argument lists. The text of an article, which strangers
wrote, reaches a command on its standard input.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import PurePath
from typing import IO, TypeVar

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.text import clean_body, clean_line

MOST_OUTPUT = 200_000
"""Bytes of output that are kept; whoever writes more finds that nobody reads on."""
MOST_WORDS = 4_000
"""Bytes of messages that are kept; the rest is read and dropped: many programs tell a lot."""
LOOK = 3.0
"""Seconds in which a program is seen to fail that lives on by itself."""
LINGER = 0.5
"""Seconds for the rest of the output, where a command has ended but left another one running."""

T = TypeVar("T")
Told = Callable[[subprocess.Popen[bytes]], object]

_COLLECTORS = ThreadPoolExecutor(4, "newsreader-collect")
"""Threads of their own, so that commands which hang keep none of those that the program needs."""


class Outcome(msgspec.Struct, frozen=True):
    """What a command did.

    Attributes:
        code: Its exit code; negative where a signal ended it.
        output: Clean text.
        cut: It wrote more than is kept.
        message: The first line that it wrote as a message, clean.
    """

    code: int
    output: str = ""
    cut: bool = False
    message: str = ""


async def attend(command: Sequence[str], text: str = "", *, seconds: float) -> Outcome:
    """Run a command as `run` does, beside everything else; it ends when it is waited for no more.

    Raises:
        InputError: As `run`.
    """
    return await _beside(lambda told: run(command, text, seconds=seconds, started=told))


async def collect(
    command: Sequence[str], given: bytes = b"", *, seconds: float, most: int
) -> bytes:
    """Run a command beside everything else until its output is closed, and give all that it prints.

    It ends when it is waited for no more. Only a few run at the same time.

    Args:
        command: An argument list.
        given: What it finds on its standard input.
        seconds: After so many it is ended, with everything that it started.
        most: Bytes of output after which it is ended.

    Raises:
        InputError: It can not be started, fails, takes too long or prints too much.
    """
    return await _beside(
        lambda told: _collect(command, given, seconds=seconds, most=most, started=told),
        _COLLECTORS,
    )


async def _beside(work: Callable[[Told], T], threads: Executor | None = None) -> T:
    """Do work on a thread; the process that it tells of ends when it is waited for no more."""
    import asyncio

    running: list[subprocess.Popen[bytes]] = []
    given_up = threading.Event()

    def started(process: subprocess.Popen[bytes]) -> None:
        running.append(process)
        if given_up.is_set():  # nobody was there any more when it began
            _end(process)

    try:
        return await asyncio.get_running_loop().run_in_executor(threads, work, started)
    except asyncio.CancelledError:
        given_up.set()
        for process in running:
            _end(process)
        raise


def run(
    command: Sequence[str],
    text: str = "",
    *,
    seconds: float,
    started: Told | None = None,
) -> Outcome:
    """Run a command until it ends, and take what it writes. It blocks: not for an event loop.

    Args:
        command: An argument list.
        text: What it finds on its standard input.
        seconds: After so many it is ended, with everything that it started.
        started: Told when it runs.

    Raises:
        InputError: It can not be started, or takes too long.
    """
    process, output, messages = _begin(command, _bytes(text), MOST_OUTPUT, started)
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise _too_long(command, seconds) from error
    shown = clean_body(output.take().decode("utf-8", "replace")).rstrip()
    return Outcome(code, shown, output.cut, _message(messages))


def _collect(
    command: Sequence[str], given: bytes, *, seconds: float, most: int, started: Told
) -> bytes:
    late = time.monotonic() + seconds
    process, output, messages = _begin(command, given, most, started)
    if not output.ends(seconds):
        _end(process)
        raise _too_long(command, seconds)
    if output.cut:
        _end(process)
        megabytes = most // 1024 // 1024
        raise InputError(f"{_named(command)} printed more than {megabytes} MB and was ended.")
    try:
        code = process.wait(max(0.0, late - time.monotonic()))
    except subprocess.TimeoutExpired as error:
        _end(process)
        raise _too_long(command, seconds) from error
    if failed := failure(command, Outcome(code, message=_message(messages))):
        raise InputError(failed)
    return output.take()


def _begin(
    command: Sequence[str], given: bytes, most: int, started: Told | None
) -> tuple[subprocess.Popen[bytes], _Taker, _Taker]:
    """Start a command whose output and messages are taken."""
    with _file_with(given) as file:
        process = start(command, file, output=subprocess.PIPE)
    if started is not None:
        started(process)
    assert process.stdout is not None
    assert process.stderr is not None
    output = _Taker(process.stdout, most)
    return process, output, _Taker(process.stderr, MOST_WORDS, drain=True)


def _message(messages: _Taker) -> str:
    """Give the first line of messages that says anything."""
    lines = clean_body(messages.take().decode("utf-8", "replace")).split("\n")
    return next((line for one in lines if (line := clean_line(one, 300))), "")


def _too_long(command: Sequence[str], seconds: float) -> InputError:
    return InputError(f"{_named(command)} took more than {seconds:.0f} seconds and was ended.")


def run_in_terminal(command: Sequence[str], text: str | None = None) -> int:
    """Run a command that has the terminal until it ends, and give its exit code. It blocks.

    Args:
        command: An argument list.
        text: What it finds on its standard input; None leaves it the terminal.

    Raises:
        InputError: It can not be started.
    """
    with _file_with(_bytes(text or "")) as given:
        try:
            return subprocess.run(
                list(command), stdin=None if text is None else given, check=False
            ).returncode
        except (OSError, ValueError) as error:
            raise _not_started(command, error) from error


def launch(command: Sequence[str], text: str | None = None) -> str:
    """Start a program that lives on by itself, and say how it failed at once; "" if it did not.

    It blocks for a short time: not for an event loop.

    Args:
        command: An argument list.
        text: What it finds on its standard input, None for nothing.

    Raises:
        InputError: It can not be started.
    """
    with _file_with(_bytes(text or "")) as given:
        process = start(command, given)
    try:
        return failure(command, Outcome(process.wait(LOOK)))
    except subprocess.TimeoutExpired:
        _wait_aside(process)
        return ""


def start(
    command: Sequence[str], given: IO[bytes] | None = None, *, output: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a program that lives on by itself and writes nothing onto the screen.

    Args:
        command: An argument list.
        given: What it finds on its standard input, None for nothing.
        output: Where its output goes, as `subprocess` says it.

    Raises:
        InputError: It can not be started.
    """
    try:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL if given is None else given,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _not_started(command, error) from error


def failure(command: Sequence[str], outcome: Outcome) -> str:
    """Say in a sentence how a command failed; "" where it did not."""
    if outcome.code == 0 or (outcome.cut and outcome.code == -getattr(signal, "SIGPIPE", 0)):
        return ""
    how = f"was ended by signal {-outcome.code}" if outcome.code < 0 else ""
    how = how or f"failed with exit code {outcome.code}"
    return f"{_named(command)} {how}" + (f": {outcome.message}" if outcome.message else ".")


def _named(command: Sequence[str]) -> str:
    return clean_line(PurePath(command[0]).name, 60)


def _not_started(command: Sequence[str], error: OSError | ValueError) -> InputError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    name = clean_line(command[0], 100)
    if isinstance(error, FileNotFoundError):
        reason = "there is no such program"
    return InputError(f"The command {name} can not be started: {reason}.")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


@contextlib.contextmanager
def _file_with(given: bytes) -> Iterator[IO[bytes]]:
    """Give an open file without a name that holds something, to be read from its beginning.

    Raises:
        InputError: It can not be written.
    """
    with contextlib.ExitStack() as files:
        try:
            file = files.enter_context(tempfile.TemporaryFile())
            file.write(given)
            file.seek(0)
        except OSError as error:
            raise InputError(
                f"What a command reads can not be written to a file: {error.strerror}."
            ) from error
        yield file


class _Taker:
    """Takes what comes through a pipe, on a thread of its own, up to a limit.

    Args:
        pipe: What is read, and closed in the end.
        most: How many bytes are kept.
        drain: Read on behind the limit, so that it stops nobody who writes.
    """

    def __init__(self, pipe: IO[bytes], most: int, *, drain: bool = False) -> None:
        self.cut = False
        self._drain = drain
        self._pipe = pipe
        self._most = most
        self._taken = bytearray()
        self._thread = threading.Thread(target=self._run, daemon=True, name="newsreader-output")
        self._thread.start()

    def _run(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._pipe as pipe:
            while piece := os.read(pipe.fileno(), 65536):
                self._taken += piece[: self._most + 1 - len(self._taken)]
                self.cut = len(self._taken) > self._most
                if self.cut and not self._drain:
                    return

    def ends(self, seconds: float) -> bool:
        """Wait until the pipe is closed, or more came than is kept; say whether it was in time."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def take(self) -> bytes:
        """Give what came, when the pipe is closed or nothing more is waited for."""
        self._thread.join(LINGER)
        return bytes(self._taken[: self._most])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process with everything that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    try:
        process.wait(LINGER)
    except subprocess.TimeoutExpired:
        _wait_aside(process)


def _wait_aside(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that nobody else waits for: else it stays in the system's table."""
    threading.Thread(target=process.wait, daemon=True, name="newsreader-waiting").start()
