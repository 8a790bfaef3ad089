"""The one thread that changes the library for a program that must not wait."""

from __future__ import annotations

import math
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from newsreader.core.errors import LibraryError
from newsreader.library.connection import Database

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")

MOST_AT_ONCE = 200
"""How many queued changes share one transaction."""
LONGEST_SECONDS = 0.1
"""How long a transaction takes more changes in: others wait for it."""
LONGEST_WAIT = 1.0
"""Seconds that a pause waits for a transaction to end."""


class _Item(NamedTuple):
    """A change, what tells that it is done, how long it may wait for others, and its size."""

    work: Callable[[], Any]
    future: Future[Any]
    due: float
    large: bool


class Writer:
    """Takes changes in a queue, and does them on a thread of its own.

    What is queued while a transaction runs shares the next one, each piece in a part of its own: a
    piece that fails takes nothing else with it. A piece that has time waits for others to share one
    with, since to commit costs as much as to store some articles; one that has none ends the wait.
    Where a whole transaction is lost (a full disk), its pieces are done once more, each by itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._turn = threading.RLock()

    def submit(
        self, work: Callable[[], T], patience: float = 0.0, *, large: bool = False
    ) -> Future[T]:
        """Queue a change; the future is done when it is committed.

        Args:
            work: Makes the change.
            patience: The most seconds that it may wait for others.
            large: It may touch a good part of the library.
        """
        from concurrent.futures import Future  # with it comes all that logs

        future: Future[T] = Future()
        item = _Item(work, future, time.monotonic() + patience, large)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="library", daemon=True)
                self._thread.start()
            self._queue.put(item)
        return future

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let no change begin; the end of one is waited for, but not for long."""
        is_ours = self._turn.acquire(timeout=LONGEST_WAIT)
        try:
            yield
        finally:
            if is_ours:
                self._turn.release()

    def close(self) -> None:
        """Finish what is queued, and end."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is not None:
                self._queue.put(None)
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        more = True
        while more:
            batch, more = self._batch()
            while batch:
                with self._turn:
                    batch = self._commit(batch)

    def _batch(self) -> tuple[list[_Item], bool]:
        """Wait for changes; give them, and whether there may be more."""
        batch: list[_Item] = []
        item = self._queue.get()
        due = math.inf
        while item is not None:
            if item.future.set_running_or_notify_cancel():
                batch.append(item)
            if len(batch) >= MOST_AT_ONCE:
                return batch, True
            due = min(due, item.due)
            try:
                item = self._queue.get(timeout=max(0.0, due - time.monotonic()))
            except queue.Empty:
                return batch, True
        return batch, False

    def _commit(self, batch: list[_Item]) -> list[_Item]:
        """Do changes in one transaction; give those that it would keep others waiting for."""
        self._keep_undo(in_memory=not any(item.large for item in batch))
        end = time.monotonic() + LONGEST_SECONDS
        done: list[tuple[Future[Any], Any]] = []
        tried: list[_Item] = []
        try:
            with self._database.transaction():
                for item in batch:
                    if tried and time.monotonic() > end:
                        break
                    tried.append(item)
                    self._part(item, done)
        except Exception:
            for item in tried or batch:
                self._alone(item)
            return batch[len(tried) :] if tried else []
        for future, result in done:
            future.set_result(result)
        return batch[len(tried) :]

    def _keep_undo(self, *, in_memory: bool) -> None:
        """Say where the next transaction keeps the pages that a part of it may have to undo.

        In a file they are nine tenths of all that a refresh writes; of a large change, they would
        fill the memory.
        """
        with suppress(LibraryError):  # the transaction itself tells what is wrong
            self._database.run(f"PRAGMA temp_store = {'MEMORY' if in_memory else 'FILE'}")

    def _part(self, item: _Item, done: list[tuple[Future[Any], Any]]) -> None:
        try:
            with self._database.transaction():
                done.append((item.future, item.work()))
        except Exception as error:
            if not self._database.in_transaction:
                raise
            item.future.set_exception(error)

    def _alone(self, item: _Item) -> None:
        if item.future.done():
            return
        try:
            with self._database.transaction():
                result = item.work()
        except Exception as error:
            item.future.set_exception(error)
        else:
            item.future.set_result(result)
