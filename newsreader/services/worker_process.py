"""One worker process, seen from the program: starting it, talking to it, ending it."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Sequence
from typing import Literal, cast

import msgspec

from newsreader.services.jobs import MAX_FRAME, OUT_OF_MEMORY, Reply, frame

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


class WorkerProcess(asyncio.SubprocessProtocol):
    """A running process; made by `start`."""

    def __init__(self, processes: set[WorkerProcess]) -> None:
        self._processes = processes
        self._transport: asyncio.SubprocessTransport | None = None
        self._received = bytearray()
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
        loop = asyncio.get_running_loop()
        try:
            _, process = await loop.subprocess_exec(
                lambda: cls(processes),
                *command,
                stderr=asyncio.subprocess.DEVNULL,
                env={**os.environ, **_SINGLE_THREAD},
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise Lost("start") from error
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
        if self._transport is not None:
            pipe = self._transport.get_pipe_transport(0)
            cast(asyncio.WriteTransport, pipe).write(frame(request))

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
        if self._transport is not None:
            self._transport.close()

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
        code = self._transport.get_returncode() if self._transport else None
        return "memory" if code == OUT_OF_MEMORY else "ended"

    # -- what the event loop calls -----------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.SubprocessTransport, transport)
        self._processes.add(self)

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """Collect the frames of its answers."""
        assert isinstance(data, bytes)
        self._received += data
        while len(self._received) >= 4:
            end = 4 + int.from_bytes(self._received[:4], "big")
            if end > MAX_FRAME:
                self.end()
                self._news.set()
                return
            if len(self._received) < end:
                return
            self._frames.append(bytes(self._received[4:end]))
            del self._received[:end]
            self._news.set()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Notice that it will answer no more."""
        if fd == 1:
            self.ended = True
            self._news.set()

    def process_exited(self) -> None:
        """Notice that it has ended."""
        self.end()
        self._news.set()
        self._exited.set()
        self._processes.discard(self)
