"""One worker process, seen from the program: starting it, talking to it, ending it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import IO, Literal, TypeVar

import msgspec

from newsreader.services.jobs import OUT_OF_MEMORY, Reply, frame, read_frame

T = TypeVar("T")

START_SECONDS = 30.0
"""How long a process may take until it is ready."""

EXIT_SECONDS = 0.5
"""How long to wait for the exit code of a process whose pipe has closed."""

SLICES = 4
"""A deadline is waited for in slices: after a program was suspended for longer than the deadline,
the answer that came meanwhile is found, and not taken for a timeout."""

_SINGLE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

Reason = Literal["start", "deadline", "memory", "ended"]


class Lost(Exception):
    """The process can not be used any more.

    Attributes:
        reason: What happened to it.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def sentence(self, subject: str, deadline: float) -> str:
        """Say what happened, for the person.

        Args:
            subject: What was being done, as "Reading the feed".
            deadline: The most seconds that it had.
        """
        if self.reason == "deadline":
            return f"{subject} took longer than {deadline:g} seconds and was stopped."
        if self.reason == "memory":
            return f"{subject} needed too much memory and was stopped."
        if self.reason == "start":
            return f"{subject} failed: no worker process could be started."
        return f"{subject} failed: the process that did it ended unexpectedly."


class WorkerProcess:
    """A running process; made by `start`.

    Threads of its own start it, talk to it and see it end. To start one takes the system a third of
    a second when all processors are busy, and the event loop has keys to answer meanwhile.
    """

    def __init__(self, processes: set[WorkerProcess]) -> None:
        self._processes = processes
        self._loop = asyncio.get_running_loop()
        self._popen: subprocess.Popen[bytes] | None = None
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._frames: deque[bytes] = deque()
        self._news = asyncio.Event()
        self._exited = asyncio.Event()
        self.ended = False
        """Nothing more will come from it."""

    @classmethod
    async def start(cls, command: Sequence[str], processes: set[WorkerProcess]) -> WorkerProcess:
        """Start a process and wait until it is ready.

        Args:
            command: What to run.
            processes: Holds the process until the system has ended it.

        Raises:
            Lost: It could not be started.
        """
        process = cls(processes)
        processes.add(process)
        _begin(process._live, command)
        try:
            await process._next_frame(START_SECONDS)
        except Lost as error:
            process.end()
            raise Lost("start") from error
        except BaseException:
            process.end()
            raise
        return process

    def send(self, request: bytes) -> None:
        """Hand it a request; its answer is the next one that `reply` gives."""
        self._requests.put(request)

    async def reply(self, deadline: float) -> Reply:
        """Wait for an answer.

        Args:
            deadline: The most seconds to wait.

        Raises:
            Lost: None came, or none that can be read. The process is ended.
        """
        try:
            return msgspec.msgpack.decode(await self._next_frame(deadline), type=Reply)
        except msgspec.DecodeError as error:
            self.end()
            raise Lost("ended") from error
        except Lost:
            self.end()
            raise

    def end(self) -> None:
        """End it at once, whatever it is doing."""
        self.ended = True
        self._news.set()
        if self._popen is not None:
            self._popen.kill()

    async def gone(self) -> None:
        """Wait until the system has ended it."""
        await self._exited.wait()

    async def _next_frame(self, seconds: float) -> bytes:
        for _ in range(SLICES):
            if self._frames or self.ended:
                break
            self._news.clear()
            try:
                async with asyncio.timeout(seconds / SLICES):
                    await self._news.wait()
            except TimeoutError:
                continue
        if self._frames:
            return self._frames.popleft()
        raise Lost(await self._why() if self.ended else "deadline")

    async def _why(self) -> Reason:
        try:
            async with asyncio.timeout(EXIT_SECONDS):
                await self._exited.wait()
        except TimeoutError:
            return "ended"
        code = self._popen.returncode if self._popen else None
        return "memory" if code == OUT_OF_MEMORY else "ended"

    def _take(self, answer: bytes) -> None:
        self._frames.append(answer)
        self._news.set()

    def _has_exited(self) -> None:
        self.end()
        self._exited.set()
        self._processes.discard(self)

    # -- what runs in threads ----------------------------------------------------------------------

    def _live(self, command: Sequence[str]) -> None:
        """Start the process, listen to it, and wait until the system has ended it."""
        with contextlib.suppress(OSError, ValueError), _started(command) as popen:
            self._popen = popen
            if self.ended:
                popen.kill()
            assert popen.stdin is not None
            assert popen.stdout is not None
            _begin(self._speak, popen.stdin)
            while (answer := read_frame(popen.stdout)) is not None:
                self._tell(partial(self._take, answer))
            self._tell(self.end)
        self._requests.put(None)
        self._tell(self._has_exited)

    def _speak(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):  # it has ended
            while (request := self._requests.get()) is not None:
                pipe.write(frame(request))
                pipe.flush()

    def _tell(self, call: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is there to hear it
            self._loop.call_soon_threadsafe(call)


def _begin(work: Callable[[T], None], argument: T) -> None:
    threading.Thread(target=work, args=(argument,), daemon=True, name="worker").start()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_SINGLE_THREAD},
        start_new_session=True,
    )
