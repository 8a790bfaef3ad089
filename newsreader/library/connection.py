"""One SQLite file, opened safely: a connection a thread, transactions, one writer, plain errors."""

from __future__ import annotations

import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from newsreader.core.errors import LibraryError

T = TypeVar("T")

BUSY_SECONDS = 30.0
MOST_AT_ONCE = 200
"""How many queued changes share one transaction."""

Row = sqlite3.Row


class Database:
    """A file and its connections.

    Args:
        path: The file; it is made where it is missing, unless ``read_only``.
        read_only: Never write, nor make anything beside the file.
    """

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False

    # -- reading -----------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and give all its rows.

        Raises:
            LibraryError: It can not be run.
        """
        with plain_errors(self.path):
            return self.connection().execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """Run a statement and give its first row."""
        with plain_errors(self.path):
            found: Row | None = self.connection().execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run a statement and give the first value of its first row, None where there is none."""
        row = self.row(sql, parameters)
        return row[0] if row is not None else None

    # -- writing -----------------------------------------------------------------------------------

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement that changes something, inside the transaction that is open."""
        with plain_errors(self.path):
            return self.connection().execute(sql, parameters)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing; inside another transaction, all or nothing of this part.

        Raises:
            LibraryError: The file can not be written.
        """
        if self.read_only:
            raise LibraryError(f"The library {self.path} can be read but not changed.")
        connection = self.connection()
        begin, commit, rollback = _words(connection.in_transaction)
        with plain_errors(self.path):
            connection.execute(begin)
        try:
            yield
            with plain_errors(self.path):
                connection.execute(commit)
        except BaseException:
            if connection.in_transaction:
                for statement in rollback:
                    with contextlib.suppress(sqlite3.Error):
                        connection.execute(statement)
            raise

    # -- connections -------------------------------------------------------------------------------

    def connection(self) -> sqlite3.Connection:
        """Give this thread's connection."""
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            if self._closed:
                raise LibraryError("The library is closed.")
            known = self._local.connection = self._connect()
            with self._lock:
                self._all.append(known)
        return known

    def _connect(self) -> sqlite3.Connection:
        mode = "ro" if self.read_only else "rwc"
        if not self.read_only and not self.path.exists():
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA temp_store = MEMORY")
        if not self.read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        connection.create_function("matches", 2, _matches, deterministic=True)
        return connection

    def interrupt(self) -> None:
        """End the reads that run now, on all threads."""
        with self._lock:
            for connection in self._all:
                connection.interrupt()

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        with self._lock:
            for connection in self._all:
                with contextlib.suppress(sqlite3.Error):
                    connection.close()
            self._all.clear()
        self._local = threading.local()


def _words(nested: bool) -> tuple[str, str, Sequence[str]]:
    if nested:
        return "SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part")
    return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)


def _matches(pattern: str, text: str | None) -> bool:
    import re

    return text is not None and re.search(pattern, text, re.IGNORECASE) is not None


@contextlib.contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite raises into one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise LibraryError(_sentence(error, path)) from error


def _sentence(error: sqlite3.Error, path: Path) -> str:
    words = str(error)
    if "full" in words:
        return f"The disk that holds the library {path} is full; nothing more can be stored."
    if "readonly" in words or "read-only" in words:
        return f"The library {path} can be read but not changed."
    if "locked" in words or "busy" in words:
        return "Another program kept the library busy for too long; please try again."
    if "malformed" in words or "not a database" in words:
        return f"The library {path} is damaged; the next start sets it aside and begins a new one."
    if "interrupted" in words:
        return "The search was stopped."
    return f"The library {path} can not be used: {words}."


class Writer:
    """The one thread that changes the library for a program that must not wait.

    What is queued while a transaction runs shares the next one, each piece in a part of its own: a
    piece that fails takes nothing else with it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None]
        self._queue = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Queue a change; the future is done when it is committed."""
        future: Future[T] = Future()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="library", daemon=True)
                self._thread.start()
            self._queue.put((work, future))
        return future

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
            self._commit(batch)

    def _batch(self) -> tuple[list[tuple[Callable[[], Any], Future[Any]]], bool]:
        batch: list[tuple[Callable[[], Any], Future[Any]]] = []
        item = self._queue.get()
        while item is not None:
            if item[1].set_running_or_notify_cancel():
                batch.append(item)
            if len(batch) >= MOST_AT_ONCE or self._queue.empty():
                return batch, True
            item = self._queue.get()
        return batch, False

    def _commit(self, batch: list[tuple[Callable[[], Any], Future[Any]]]) -> None:
        done: list[tuple[Future[Any], Any]] = []
        try:
            with self._database.transaction():
                for work, future in batch:
                    try:
                        with self._database.transaction():
                            done.append((future, work()))
                    except Exception as error:
                        future.set_exception(error)
        except Exception as error:
            for future, _ in done:
                future.set_exception(error)
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        for future, result in done:
            future.set_result(result)
