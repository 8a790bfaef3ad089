"""One SQLite file, opened safely: a connection a thread, transactions, plain errors."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from newsreader.core.errors import InputError, LibraryError, NewsreaderError
from newsreader.core.patterns import compile_pattern
from newsreader.core.text import folded

if TYPE_CHECKING:
    from newsreader.library.packing import Dictionary

BUSY_SECONDS = 30.0
PAGE_SIZE = 8192
"""Of a new file, in bytes: texts leave less of a large page unused."""
CLOSING_SECONDS = 0.2
"""How long closing waits for a read on another thread that was interrupted."""
_STEPS_UNASKED = 10_000
"""How many of its steps a statement takes, in about a millisecond, until it asks whether to end."""
LONGEST_TITLE = 500
"""How much of a title a pattern is tried on."""

Row = sqlite3.Row
T = TypeVar("T")


class _Handle:
    """A thread's connection.

    Attributes:
        lock: Held while a statement runs, so that closing never takes the connection away from it.
        depth: How many transactions are open, one inside another.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.thread = threading.current_thread()
        self.lock = threading.RLock()
        self.depth = 0
        self.version = -1

    def is_free_soon(self) -> bool:
        """Stop what runs, and take the lock; False where that would take too long."""
        self.connection.interrupt()
        return self.lock.acquire(timeout=CLOSING_SECONDS)


class Database:
    """A file and its connections.

    Args:
        path: The file; it is made where it is missing, unless ``read_only``.
        read_only: Never write, nor make anything beside the file.
        immutable: Nothing else writes to the file either; its log is not looked for.

    Attributes:
        memory: What was found out about the file, for whoever asks again; it may be out of date.
        dictionaries: Those of the file that have been read, by their numbers.
    """

    def __init__(self, path: Path, *, read_only: bool = False, immutable: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        self.memory: dict[str, bool] = {}
        self.dictionaries: dict[int, Dictionary] = {}
        self._immutable = immutable
        self._local = threading.local()
        self._handles: list[_Handle] = []
        self._lock = threading.Lock()
        self._closed = False

    # -- reading -----------------------------------------------------------------------------------

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run a statement and give all its rows.

        Raises:
            LibraryError: It can not be run.
        """
        return self._execute(sql, parameters, sqlite3.Cursor.fetchall)

    def row(self, sql: str, parameters: Sequence[Any] = ()) -> Row | None:
        """Run a statement and give its first row."""
        return self._execute(sql, parameters, _first)

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """Run a statement and give the first value of its first row, None where there is none."""
        row = self.row(sql, parameters)
        return row[0] if row is not None else None

    def _execute(
        self, sql: str, parameters: Sequence[Any], take: Callable[[sqlite3.Cursor], T]
    ) -> T:
        handle = self._handle()
        with handle.lock:
            try:
                return take(handle.connection.execute(sql, parameters))
            except UnicodeEncodeError:
                storable = [_storable(one) for one in parameters]
            except _TROUBLE as error:
                raise _plain(error, self.path, mark=not self._immutable) from error
        return self._execute(sql, storable, take)

    # -- writing -----------------------------------------------------------------------------------

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement that changes something, inside the transaction that is open.

        Raises:
            LibraryError: It can not be run.
        """
        return self._execute(sql, parameters, _itself)

    def run_many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement once for each row of parameters.

        Raises:
            LibraryError: It can not be run.
        """
        handle = self._handle()
        with handle.lock, self._plain_errors():
            try:
                handle.connection.executemany(sql, rows)
            except UnicodeEncodeError:
                storable = [[_storable(one) for one in row] for row in rows]
                handle.connection.executemany(sql, storable)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing; inside another transaction, all or nothing of this part.

        Where SQLite gives a whole transaction up (a full disk), so do all parts of it.

        Raises:
            LibraryError: The file can not be written.
        """
        if self.read_only:
            raise LibraryError(f"The library {self.path} can be read but not changed.")
        handle = self._handle()
        connection = handle.connection
        if handle.depth and not connection.in_transaction:
            raise LibraryError(f"What was to be stored in {self.path} was given up.")
        begin, commit, rollback = _words(handle.depth)
        with self._lock:  # from now on nobody interrupts this connection
            handle.depth += 1
        try:
            with self._plain_errors():
                connection.execute(begin)
            yield
            with self._plain_errors():
                connection.execute(commit)
        except BaseException:
            for statement in rollback if connection.in_transaction else ():
                with contextlib.suppress(sqlite3.Error):
                    connection.execute(statement)
            raise
        finally:
            with self._lock:
                handle.depth -= 1

    @property
    def in_transaction(self) -> bool:
        """Whether this thread has a transaction open."""
        return self._handle().connection.in_transaction

    def _plain_errors(self) -> contextlib.AbstractContextManager[None]:
        """Turn what SQLite raises into one sentence; beside a file of others nothing is left."""
        return plain_errors(self.path, mark=not self._immutable)

    # -- connections -------------------------------------------------------------------------------

    def connection(self) -> sqlite3.Connection:
        """Give this thread's connection.

        Raises:
            LibraryError: The file can not be opened, or was closed.
        """
        return self._handle().connection

    def _handle(self) -> _Handle:
        if self._closed:
            raise LibraryError("The library is closed.")
        known: _Handle | None = getattr(self._local, "handle", None)
        if known is None:
            with self._plain_errors():
                known = self._local.handle = _Handle(self._connect())
            with self._lock:
                ended = [one for one in self._handles if not one.thread.is_alive()]
                self._handles = [one for one in self._handles if one.thread.is_alive()] + [known]
            for handle in ended:
                handle.connection.close()
        return known

    def _connect(self) -> sqlite3.Connection:
        if not self.read_only and not self.path.exists():
            with contextlib.suppress(FileExistsError, OSError):
                os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        mode = ("ro&immutable=1" if self._immutable else "ro") if self.read_only else "rw"
        connection = sqlite3.connect(
            f"file:{quote(str(self.path))}?mode={mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -8000")
        if not self.read_only:
            connection.execute("PRAGMA synchronous = FULL")
        connection.create_function("matches", 2, _matches, deterministic=True)
        connection.create_function("folded", 1, folded, deterministic=True)
        connection.create_function("checksum", 1, _checksum, deterministic=True)

    def keep_log(self) -> None:
        """Have changes written to a log first, for good, so that readers never wait for a writer.

        Raises:
            LibraryError: The file can not be written.
        """
        end = time.monotonic() + BUSY_SECONDS
        if not self.read_only and not self.value("PRAGMA page_count"):
            self.value(f"PRAGMA page_size = {PAGE_SIZE}")
            self.value("PRAGMA auto_vacuum = INCREMENTAL")
        while not self.read_only and self.value("PRAGMA journal_mode") != "wal":
            try:
                self.value("PRAGMA journal_mode = WAL")
            except LibraryError as error:
                # another process, which makes the file at this moment; SQLite itself does not wait
                if not _is_busy(error) or time.monotonic() > end:
                    raise
                time.sleep(0.01)
            else:
                return  # also where the disk can not have a log

    def give_back(self, pages: int) -> None:
        """Give some of the file's free room back, inside the transaction that is open."""
        for _ in range(min(pages, self.value("PRAGMA freelist_count"))):
            self.value("PRAGMA incremental_vacuum(1)")

    def changed_elsewhere(self) -> bool:
        """Say whether another connection changed the file since this thread last asked."""
        version = self.value("PRAGMA data_version")
        handle = self._handle()
        changed = handle.version not in (-1, version)
        handle.version = version
        return changed

    @contextlib.contextmanager
    def stoppable(self, is_stopped: Callable[[], bool]) -> Iterator[None]:
        """Let what this thread reads end early, as `Library.stoppable` says."""
        connection = self.connection()
        connection.set_progress_handler(is_stopped, _STEPS_UNASKED)
        try:
            yield
        finally:
            connection.set_progress_handler(None, 0)

    def close(self) -> None:
        """Close all connections; a read that runs on another thread is interrupted."""
        self._closed = True
        with self._lock:
            handles, self._handles = self._handles, []
        for handle in handles:
            if handle.lock.acquire(timeout=0) or handle.is_free_soon():
                try:
                    with contextlib.suppress(sqlite3.Error):
                        handle.connection.close()
                finally:
                    handle.lock.release()


def _words(depth: int) -> tuple[str, str, Sequence[str]]:
    if depth:
        return "SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part")
    return "BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)


def _storable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _matches(pattern: str, text: str | None) -> bool:
    return text is not None and compile_pattern(pattern).search(text[:LONGEST_TITLE]) is not None


def _checksum(content: bytes) -> int:
    return zlib.crc32(content)


def _first(cursor: sqlite3.Cursor) -> Row | None:
    found: Row | None = cursor.fetchone()
    cursor.close()
    return found


def _itself(cursor: sqlite3.Cursor) -> sqlite3.Cursor:
    return cursor


_TROUBLE = (sqlite3.Error, OverflowError)
"""What SQLite raises."""


@contextlib.contextmanager
def plain_errors(path: Path, *, mark: bool = True) -> Iterator[None]:
    """Turn what SQLite raises into one sentence; a damaged file is marked for the next opening."""
    try:
        yield
    except _TROUBLE as error:
        raise _plain(error, path, mark=mark) from error


def _plain(error: Exception, path: Path, *, mark: bool) -> NewsreaderError:
    if isinstance(error, OverflowError):
        return InputError("This number is larger than any in the library.")
    assert isinstance(error, sqlite3.Error)
    if mark and is_damage(error):
        mark_damaged(path)
    return LibraryError(_sentence(error, path))


_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds the library {path} is full; nothing more can be"
    " stored.",
    sqlite3.SQLITE_READONLY: "The library {path} can be read but not changed.",
    sqlite3.SQLITE_PERM: "The library {path} can not be opened: permission is denied.",
    sqlite3.SQLITE_CANTOPEN: "The library {path} can not be opened: it is no file that can be read,"
    " or its directory is missing.",
    sqlite3.SQLITE_BUSY: "Another program kept the library busy for too long; please try again.",
    sqlite3.SQLITE_LOCKED: "Another program kept the library busy for too long; please try again.",
    sqlite3.SQLITE_CORRUPT: "The library {path} is damaged; the next start puts what can"
    " be read of it into a new one.",
    sqlite3.SQLITE_NOTADB: "The library {path} is damaged; the next start puts what can"
    " be read of it into a new one.",
    sqlite3.SQLITE_INTERRUPT: "The search was stopped.",
    sqlite3.SQLITE_IOERR: "The disk that holds the library {path} is full or does not work;"
    " nothing more can be stored.",
}


def _is_busy(error: LibraryError) -> bool:
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_full(error: LibraryError) -> bool:
    """Say whether something could not be stored since the disk has no room."""
    code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def is_damage(error: BaseException | None) -> bool:
    """Say whether an error means that the file is broken."""
    return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DAMAGE


def damage_mark(path: Path) -> Path:
    """Give the name of the empty file that says that a library may be damaged."""
    return path.with_name(f"{path.name}.check")


def mark_damaged(path: Path) -> None:
    """Ask the next opening to examine the whole file."""
    with contextlib.suppress(OSError):
        damage_mark(path).touch(mode=0o600)


def _sentence(error: sqlite3.Error, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    known = _SENTENCES.get(code)
    if known is not None:
        return known.format(path=path)
    return f"The library {path} can not be used: {error}."
