"""The one thread that changes the library for a program that must not wait."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from newsreader.library.connection import Database

T = TypeVar("T")

MOST_AT_ONCE = 200
"""How many queued changes share one transaction."""
LONGEST_SECONDS = 0.1
"""How long a transaction takes more changes in: others wait for it."""

LONGEST_WAIT = 1.0
"""Seconds that a pause waits for a transaction to end."""

_Item = tuple[Callable[[], Any], Future[Any]]


class Writer:
    """Takes changes in a queue, and does them on a thread of its own.

    What is queued while a transaction runs shares the next one, each piece in a part of its own: a
    piece that fails takes nothing else with it. Where a whole transaction is lost (a full disk),
    its pieces are done once more, each by itself.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._turn = threading.RLock()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue a change; the future is done when it is committed."""
        future: Future[T] = Future()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="library", daemon=True)
                self._thread.start()
            self._queue.put((work, future))
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
        while item is not None:
            if item[1].set_running_or_notify_cancel():
                batch.append(item)
            if len(batch) >= MOST_AT_ONCE or self._queue.empty():
                return batch, True
            item = self._queue.get()
        return batch, False

    def _commit(self, batch: list[_Item]) -> list[_Item]:
        """Do changes in one transaction; give those that it would keep others waiting for."""
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

    def _part(self, item: _Item, done: list[tuple[Future[Any], Any]]) -> None:
        work, future = item
        try:
            with self._database.transaction():
                done.append((future, work()))
        except Exception as error:
            if not self._database.in_transaction:
                raise
            future.set_exception(error)

    def _alone(self, item: _Item) -> None:
        work, future = item
        if future.done():
            return
        try:
            with self._database.transaction():
                result = work()
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)
