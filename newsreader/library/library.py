"""The library: one file, its stores, its writer, and its own health."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from newsreader.core.errors import LibraryError
from newsreader.library.articles import Articles
from newsreader.library.bookmarks import Bookmarks
from newsreader.library.connection import Database, Writer, plain_errors
from newsreader.library.entities import Entities
from newsreader.library.feeds import Feeds
from newsreader.library.schema import migrate
from newsreader.library.search import Search

T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Everything that is kept on the disk. Make one with `open`.

    Attributes:
        feeds, articles, bookmarks, entities, search: The stores.
        notice: One sentence that the person should read, "" where all is well.
        read_only: The file can be read but not changed.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], notice: str = "") -> None:
        self._database = database
        self._writer = Writer(database)
        self._seen = -1
        self.notice = notice
        self.read_only = database.read_only
        self.feeds = Feeds(database, now)
        self.articles = Articles(database, now)
        self.bookmarks = Bookmarks(database, self.articles, now)
        self.entities = Entities(database)
        self.search = Search(database)

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime] = _utc_now) -> Library:
        """Open the library; it is made where there is none.

        A damaged file is set aside under a new name, and ``notice`` says so; a file that can not
        be written is opened for reading.

        Args:
            path: The file; its directory must be there.
            now: Gives the present time in UTC.

        Raises:
            LibraryError: It is of a newer program, or can be neither read nor made.
        """
        try:
            return cls(_opened(path), now)
        except _DamagedError:
            aside = _set_aside(path, now())
            notice = (
                f"The library was damaged. It was set aside as {aside.name} in {aside.parent},"
                " and a new one was begun."
            )
            return cls(_opened(path), now, notice)

    def background(self, work: Callable[[], T]) -> Future[T]:
        """Queue a change for the writer's thread; the future is done when it is committed.

        Args:
            work: Calls the stores; it is all done or not at all.
        """
        return self._writer.submit(work)

    def transaction(self) -> AbstractContextManager[None]:
        """Make several changes one; transactions nest."""
        return self._database.transaction()

    def changed_elsewhere(self) -> bool:
        """Say whether another connection changed the file since this was last asked."""
        version = self._database.value("PRAGMA data_version")
        changed = self._seen not in (-1, version)
        self._seen = version
        return changed

    def get_state(self, key: str, default: str = "") -> str:
        """Give a small value that was set."""
        value = self._database.value("SELECT value FROM state WHERE key = ?", (key,))
        return default if value is None else str(value)

    def set_state(self, key: str, value: str) -> None:
        """Set a small value: the time of the last visit, the width of a pane."""
        with self._database.transaction():
            self._database.run(
                "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)", (key, value)
            )

    def interrupt(self) -> None:
        """End the reads that run now."""
        self._database.interrupt()

    def check(self) -> list[str]:
        """Examine the file and its counts, and give one sentence for each problem."""
        problems = [
            f"The database says: {row[0]}."
            for row in self._database.rows("PRAGMA integrity_check(10)")
            if row[0] != "ok"
        ]
        wrong = self._database.rows(
            "SELECT feeds.id FROM feeds LEFT JOIN articles ON articles.feed_id = feeds.id"
            " GROUP BY feeds.id HAVING feeds.total <> count(articles.id)"
            " OR feeds.unread <> count(articles.id) - coalesce(sum(articles.read), 0)"
        )
        if wrong:
            problems.append(f"The counts of {len(wrong)} feeds are wrong.")
        return problems

    def backup(self, path: Path) -> None:
        """Copy the library while it is in use, to a file that must not exist yet.

        Raises:
            LibraryError: The copy can not be made.
        """
        if path.exists():
            raise LibraryError(f"{path} exists already; nothing was written.")
        with plain_errors(path), contextlib.closing(sqlite3.connect(path)) as target:
            self._database.connection().backup(target)

    def close(self) -> None:
        """Finish the changes that are queued, and close the file."""
        self._writer.close()
        self._database.close()


class _DamagedError(Exception):
    """The file is no library that can be read."""


def _opened(path: Path) -> Database:
    database = Database(path, read_only=not _writable(path))
    try:
        with _damage(path):
            sound = database.connection().execute("PRAGMA quick_check(1)").fetchone()[0]
            if sound != "ok":
                raise _DamagedError
        migrate(database)
    except BaseException:
        database.close()
        raise
    return database


@contextlib.contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        words = str(error)
        if "malformed" in words or "not a database" in words:
            raise _DamagedError from error
        raise LibraryError(f"The library {path} can not be opened: {words}.") from error


def _writable(path: Path) -> bool:
    if path.exists():
        return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    if not os.access(path.parent, os.W_OK):
        raise LibraryError(f"The library {path} can not be made: the directory is not writable.")
    return True


def _set_aside(path: Path, now: datetime) -> Path:
    name = f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(name)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{name}-{number}")
    try:
        path.rename(aside)
        for suffix in ("-wal", "-shm"):
            beside = path.with_name(path.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise LibraryError(
            f"The library {path} is damaged and can not be set aside: {error.strerror}."
        ) from error
    return aside
