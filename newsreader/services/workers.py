"""Worker processes for what is CPU-bound: each job has a deadline, a lost process is replaced.

Threads would not help: the regular expressions of a feed parser hold the interpreter's lock, and
one that has gone quadratic can only be ended together with its process.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections import deque
from collections.abc import Sequence
from enum import IntEnum
from itertools import islice
from typing import Any, TypeVar

import msgspec

from newsreader.core import errors
from newsreader.core.errors import NewsreaderError, WorkerError
from newsreader.services.jobs import EAGER, ParseJob, Prepared, PrepareJob, ReadFeed, Reply, Request
from newsreader.services.worker_process import Lost, WorkerProcess

T = TypeVar("T")

COMMAND = (sys.executable, "-P", "-m", "newsreader.services.worker_main")
"""``-P``: modules are never taken from the directory that the program was started in."""

DEADLINE = 20.0
MEMORY_MEGABYTES = 1024
IDLE_SECONDS = 120.0

AT_ONCE = 8
"""How many waiting jobs one process is handed together, so that it need not wait for each."""
AT_ONCE_BYTES = 128 * 1024
"""How large they may be together: large ones take long, and a more urgent one may come."""


GONE_SECONDS = 0.2
"""How long closing waits for the system to end the processes."""

_SMALLEST_FEED = b"<rss version='2.0'><channel></channel></rss>"

CLOSING = "The program is closing."


class Priority(IntEnum):
    """Who goes first."""

    ASKED = 0
    """A person is waiting for it."""
    FEED = 1
    ARTICLE = 2


class Workers:
    """Runs jobs in processes of their own, started on first use.

    Args:
        size: How many processes share the work; one more may start for a job that a person is
            waiting for while all others are busy.
        memory_megabytes: What one process may take, where the system can limit it; 0: no limit.
        idle_seconds: After this long without work a process is ended.
        eager: Read feeds as fast as can be, and stand back only for what comes after them. A
            program with a screen must not: its processes stand back from their beginning.
        command: What starts a process; the tests bring their own.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        memory_megabytes: int = MEMORY_MEGABYTES,
        idle_seconds: float = IDLE_SECONDS,
        eager: bool = False,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._size = size or _usual_size()
        self._idle_seconds = idle_seconds
        self._command = (*command, str(memory_megabytes), *([EAGER] if eager else []))
        self._waiting: dict[Priority, deque[_Task]] = {each: deque() for each in Priority}
        self._arrived = asyncio.Event()
        self._lanes: set[_Lane] = set()
        self._spare: _Lane | None = None
        self._processes: set[WorkerProcess] = set()
        self._idle = 0
        self._warming: set[asyncio.Task[ReadFeed]] = set()
        self._closed = False

    async def parse_feed(
        self,
        content: bytes,
        url: str,
        content_type: str | None,
        *,
        deadline: float = DEADLINE,
        urgent: bool = False,
    ) -> ReadFeed:
        """Read a feed, and find out what identifies its entries.

        Args:
            content: The body as it was fetched.
            url: Where it came from in the end.
            content_type: The header, None where there was none.
            deadline: The most seconds for it.
            urgent: A person is waiting for it.

        Raises:
            FeedError: The bytes are no feed.
            WorkerError: The process was lost, or its deadline passed.
        """
        job = ParseJob(content=content, url=url, content_type=content_type)
        priority = Priority.ASKED if urgent else Priority.FEED
        return await self.run(
            "parse_feed", job, ReadFeed, "Reading the feed", deadline=deadline, priority=priority
        )

    def warm_up(self, processes: int) -> None:
        """Start processes, and have them load what they read feeds with, before the feeds are here.

        Args:
            processes: How many are worth it; there are never more than share the work.
        """
        for _ in range(min(processes, self._size - len(self._lanes))):
            task = asyncio.create_task(self.parse_feed(_SMALLEST_FEED, "", None))
            self._warming.add(task)
            task.add_done_callback(self._warmed)

    def _warmed(self, task: asyncio.Task[ReadFeed]) -> None:
        self._warming.discard(task)
        if not task.cancelled():
            task.exception()  # who comes with a real feed is told the same

    async def prepare(
        self, job: PrepareJob, *, deadline: float = DEADLINE, urgent: bool = False
    ) -> Prepared:
        """Make an article ready to be read.

        A page that holds no article leaves what the feed holds, with a note.

        Args:
            job: What is known of the article.
            deadline: The most seconds for it.
            urgent: A person is waiting for it.

        Raises:
            WorkerError: The process was lost, or its deadline passed.
        """
        priority = Priority.ASKED if urgent else Priority.ARTICLE
        return await self.run(
            "prepare", job, Prepared, "Preparing the article", deadline=deadline, priority=priority
        )

    async def run(
        self,
        name: str,
        payload: Any,
        gives: type[T],
        subject: str,
        *,
        deadline: float = DEADLINE,
        priority: Priority = Priority.ARTICLE,
    ) -> T:
        """Have a job done.

        Args:
            name: The job's name in the process's table.
            payload: What the job takes.
            gives: The type of its result, which is checked.
            subject: What is being done, as the beginning of an error's sentence.
            deadline: The most seconds for it, from when a process takes it up.
            priority: Who goes first.

        Raises:
            NewsreaderError: As the job raised it, or WorkerError as in `prepare`.
        """
        if self._closed:
            raise WorkerError(CLOSING)
        raw = msgspec.Raw(msgspec.msgpack.encode(payload))
        request = msgspec.msgpack.encode(Request(name, raw, deadline))
        task = _Task(request, deadline, subject)
        self._waiting[priority].append(task)
        self._arrived.set()
        self._start_lanes(priority)
        reply = await task.answer
        if reply.error:
            raise _error(reply)
        try:
            return msgspec.msgpack.decode(reply.result, type=gives)
        except msgspec.DecodeError as error:
            raise WorkerError(f"{subject} gave something that can not be used.") from error

    async def close(self) -> None:
        """End all processes at once; what was asked for and is not done gets a WorkerError."""
        self._closed = True
        lanes = [*self._lanes, *([self._spare] if self._spare else [])]
        for lane in lanes:
            lane.task.cancel()
        await asyncio.gather(*(lane.task for lane in lanes), return_exceptions=True)
        for tasks in self._waiting.values():
            while tasks:
                tasks.popleft().fail(CLOSING)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GONE_SECONDS):
                await asyncio.gather(*(process.gone() for process in self._processes))

    # -- what the lanes ask for --------------------------------------------------------------------

    async def take(self, serves: tuple[Priority, ...]) -> deque[_Task]:
        """Wait for work, the most urgent first; give nothing after the idle time."""
        while True:
            if batch := self._pop(serves):
                return batch
            self._arrived.clear()
            self._idle += 1
            try:
                async with asyncio.timeout(self._idle_seconds):
                    await self._arrived.wait()
            except TimeoutError:
                return self._pop(serves)
            finally:
                self._idle -= 1

    def more(self, serves: tuple[Priority, ...]) -> deque[_Task]:
        """Give what waits, if anything does, and no lane is there that could take it at once."""
        is_another_free = self._idle or not all(lane.has_begun for lane in self._lanes)
        return deque() if is_another_free else self._pop(serves)

    async def start_process(self) -> WorkerProcess:
        """Start a process; raises `Lost` where that fails."""
        return await WorkerProcess.start(self._command, self._processes)

    def forget(self, lane: _Lane) -> None:
        """Count a lane that ends no more: the next job may start another."""
        self._lanes.discard(lane)
        if self._spare is lane:
            self._spare = None

    def _pop(self, serves: tuple[Priority, ...]) -> deque[_Task]:
        for priority in serves:
            tasks = self._waiting[priority]
            fair = -(-len(tasks) // self._size)
            batch: deque[_Task] = deque()
            size = 0
            while tasks and len(batch) < min(AT_ONCE, fair):
                if batch and size + len(tasks[0].request) > AT_ONCE_BYTES:
                    break
                task = tasks.popleft()
                if not task.answer.done():
                    batch.append(task)
                    size += len(task.request)
            if batch:
                return batch
        return deque()

    def _start_lanes(self, priority: Priority) -> None:
        if sum(map(len, self._waiting.values())) <= self._idle:
            return
        if len(self._lanes) < self._size:
            self._lanes.add(_Lane(self, tuple(Priority)))
        elif priority is Priority.ASKED and self._spare is None:
            self._spare = _Lane(self, (Priority.ASKED,))


class _Task:
    """A job on its way."""

    def __init__(self, request: bytes, deadline: float, subject: str) -> None:
        self.request = request
        self.deadline = deadline
        self.subject = subject
        self.answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()

    def finish(self, reply: Reply) -> None:
        """Hand over the answer, if anybody still waits for it."""
        if not self.answer.done():
            self.answer.set_result(reply)

    def fail(self, sentence: str) -> None:
        """Hand over an error."""
        self.finish(Reply(error=WorkerError.__name__, sentence=sentence))


class _Lane:
    """Keeps one process busy with the jobs of its priorities."""

    def __init__(self, workers: Workers, serves: tuple[Priority, ...]) -> None:
        self._workers = workers
        self._serves = serves
        self._process: WorkerProcess | None = None
        self._batch: deque[_Task] = deque()
        self.has_begun = False
        """It has looked for work, which it was started for."""
        self.task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        self.has_begun = True
        try:
            while batch := await self._workers.take(self._serves):
                self._batch = batch
                await self._work_off()
        finally:
            self._workers.forget(self)
            if self._process is not None:
                self._process.end()
            while self._batch:
                self._batch.popleft().fail(CLOSING)

    async def _work_off(self) -> None:
        """Do a batch; a job that loses the process fails alone, the rest go to another one."""
        batch = self._batch
        sent_to: WorkerProcess | None = None
        sent = 0
        while batch:
            if len(batch) == 1:  # the process is to find the next one there when this is done
                batch.extend(self._workers.more(self._serves))
            first = batch[0]
            try:
                if self._process is None or self._process.ended:
                    self._process = await self._workers.start_process()
                process = self._process
                if sent_to is not process:
                    sent_to, sent = process, 0
                for task in islice(batch, sent, None):
                    process.send(task.request)
                sent = len(batch)
                first.finish(await process.reply(first.deadline))
            except Lost as lost:
                first.fail(lost.sentence(first.subject, first.deadline))
            batch.popleft()
            sent -= 1


def _usual_size() -> int:
    """Two processes on two cores (they stand back for the screen), at most four on many."""
    cores = os.cpu_count() or 1
    return max(min(2, cores), min(4, cores // 2))


def _error(reply: Reply) -> NewsreaderError:
    """Make the error that a job raised; an unknown name counts as a failed worker."""
    kind = getattr(errors, reply.error, WorkerError)
    known = isinstance(kind, type) and issubclass(kind, NewsreaderError)
    return kind(reply.sentence) if known else WorkerError(reply.sentence)
