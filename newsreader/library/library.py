"""The library: one file, its stores, its writer, and its own health."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsreader.library import cache, dictionaries, health, text_index, texts
from newsreader.library.articles import Articles
from newsreader.library.bookmarks import Bookmarks
from newsreader.library.connection import Database, mark_damaged
from newsreader.library.entities import Entities
from newsreader.library.feeds import Feeds
from newsreader.library.naming import Naming
from newsreader.library.opening import open_database
from newsreader.library.rules import Rules
from newsreader.library.search import Search
from newsreader.library.sites import Sites
from newsreader.library.trends import Trends
from newsreader.library.writer import Writer

if TYPE_CHECKING:
    from newsreader.library.merging import Merging

T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Everything that is kept on the disk. Make one with `open`.

    Attributes:
        feeds, articles, bookmarks, entities, naming, rules, search, sites, trends: The stores.
        notice: One sentence that the person should read, "" where all is well.
        read_only: The file can be read but not changed.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], notice: str = "") -> None:
        self._database = database
        self._writer = Writer(database)
        self._now = now
        self.notice = notice
        self.read_only = database.read_only
        self.feeds = Feeds(database, now)
        self.articles = Articles(database, now)
        self.bookmarks = Bookmarks(database, self.articles, now)
        self.entities = Entities(database)
        self.naming = Naming(database, now)
        self.rules = Rules(database, now)
        self.search = Search(database, self.articles, now)
        self.sites = Sites(database)
        self.trends = Trends(database)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        now: Callable[[], datetime] = _utc_now,
        tell: Callable[[str], object] = lambda _: None,
    ) -> Library:
        """Open the library; it is made where there is none.

        A damaged file is set aside under a new name, and ``notice`` says so; a file that can not
        be written is opened for reading.

        Args:
            path: The file; its directory must be there.
            now: Gives the present time in UTC.
            tell: Given a sentence for the person before something that takes long.

        Raises:
            LibraryError: It is of a newer program, or can be neither read nor made.
        """
        database, notice = open_database(path, now(), tell)
        return cls(database, now, notice)

    @cached_property
    def merging(self) -> Merging:
        """The store for exports, which is loaded when one is made or taken in."""
        from newsreader.library.merging import Merging

        return Merging(self._database, self._now)

    def background(self, work: Callable[[], T], patience: float = 0.0) -> Future[T]:
        """Queue a change for the writer's thread; the future is done when it is committed.

        Args:
            work: Calls the stores; it is all done or not at all.
            patience: The most seconds that it may wait for others, to be committed with them.
        """
        return self._writer.submit(work, patience)

    def paused(self) -> AbstractContextManager[None]:
        """Begin no queued change meanwhile: a program that is stopped must not keep others out."""
        return self._writer.paused()

    def transaction(self) -> AbstractContextManager[None]:
        """Make several changes one; transactions nest."""
        return self._database.transaction()

    def changed_elsewhere(self) -> bool:
        """Say whether another connection changed the file since this thread last asked."""
        return self._database.changed_elsewhere()

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

    def stoppable(self, is_stopped: Callable[[], bool]) -> AbstractContextManager[None]:
        """Let what this thread reads inside end early, with LibraryError, once that is wanted.

        Args:
            is_stopped: Asked again and again while a statement runs; must take no time.
        """
        return self._database.stoppable(is_stopped)

    # -- room -------------------------------------------------------------------------------------

    def typical_texts(self) -> list[bytes]:
        """Give what a dictionary for texts is to be learned from (`packing.learn`).

        Nothing where the library has its dictionary already, or too few texts.
        """
        return texts.samples(self._database)

    def adopt_dictionary(self, content: bytes) -> None:
        """Compress texts with a dictionary that was learned, from now on.

        Raises:
            LibraryError: It can not be stored, or is no dictionary.
        """
        dictionaries.adopt(self._database, content)

    def pack_anew(self, limit: int) -> int:
        """Compress older texts as new ones are, some at a time; give how many were looked at.

        Raises:
            LibraryError: They can not be stored.
        """
        return texts.pack_anew(self._database, limit)

    def index_missing(self, limit: int) -> int:
        """Put some articles into the index for searches that are not in it; give how many.

        Raises:
            LibraryError: They can not be stored.
        """
        with self._database.transaction():
            return text_index.insert_missing(self._database, limit)

    def drop_texts(self, after: int = 0) -> int:
        """Throw away the texts of some articles, but of no bookmark; refreshing brings them back.

        Nothing is unread or new by that, and nothing changes but texts.

        Args:
            after: What the last step gave; 0 begins.

        Returns:
            Where to go on, 0 where nothing is left.

        Raises:
            LibraryError: The library can not be changed.
        """
        with self._database.transaction():
            return cache.drop_texts(self._database, after)

    # -- health ------------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """Examine the file, its counts and its index; give one sentence for each problem."""
        return health.check(self._database)

    def is_sound(self) -> bool:
        """Say whether the whole file can be read; where not, the next opening rescues what can."""
        if health.is_sound(self._database):
            return True
        mark_damaged(self._database.path)
        return False

    def repair(self) -> list[str]:
        """Mend counts and make the index anew; give one sentence for each thing that was done.

        Raises:
            LibraryError: The library can not be changed.
        """
        return health.repair(self._database)

    def backup(self, path: Path) -> None:
        """Copy the library while it is in use, to a file that must not exist yet.

        Raises:
            LibraryError: The copy can not be made; nothing is left of it.
        """
        health.backup(self._database, path)

    def restore(self, path: Path) -> Path:
        """Put a backup in the place of what the library holds now; give where that is kept.

        Raises:
            LibraryError: The file is no sound backup; then nothing is changed.
        """
        return health.restore(self._database, path, self._now())

    def close(self) -> None:
        """Finish the changes that are queued, and close the file."""
        self._writer.close()
        self._database.close()
