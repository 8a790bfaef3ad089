"""Threads that never keep the program from ending."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

MOST = 8


class DaemonThreads(ThreadPoolExecutor):
    """An executor for an event loop, on daemon threads.

    The standard one is joined when the program ends: one name server that does not answer would
    hold the terminal for seconds after the person has quit.
    """

    def __init__(self) -> None:
        super().__init__(max_workers=1)
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = (
            queue.SimpleQueue()
        )
        self._started = 0
        self._idle = threading.Semaphore(0)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have something done on one of the threads."""
        future: Future[T] = Future()
        self._waiting.put((future, lambda: fn(*args, **kwargs)))
        if not self._idle.acquire(blocking=False) and self._started < MOST:
            self._started += 1
            threading.Thread(target=self._work, daemon=True, name="newsreader-io").start()
        return future

    def _work(self) -> None:
        while True:
            future, call = self._waiting.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call())
                except BaseException as error:
                    future.set_exception(error)
            self._idle.release()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for nothing."""
