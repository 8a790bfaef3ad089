"""The library: one file, its stores, its writer, and its own health.

Each store and task is imported when it is first used: a status bar that asks for the number of
unread articles waits for none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsreader.library import counts
from newsreader.library.connection import Database, mark_damaged
from newsreader.library.opening import open_database
from newsreader.library.times import stamp
from newsreader.library.writer import Writer

if TYPE_CHECKING:
    from concurrent.futures import Future

    from newsreader.library.articles import Articles
    from newsreader.library.bookmarks import Bookmarks
    from newsreader.library.entities import Entities
    from newsreader.library.feeds import Feeds
    from newsreader.library.merging import Merging
    from newsreader.library.naming import Naming
    from newsreader.library.rules import Rules
    from newsreader.library.search import Search
    from newsreader.library.sites import Sites
    from newsreader.library.trends import Trends

T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Library:
    """Everything that is kept on the disk. Make one with `open`.

    Attributes:
        notice: One sentence that the person should read, "" where all is well.
        read_only: The file can be read but not changed.
    """

    def __init__(self, database: Database, now: Callable[[], datetime], notice: str = "") -> None:
        self._database = database
        self._writer = Writer(database)
        self._now = now
        self.notice = notice
        self.read_only = database.read_only

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

    # -- the stores --------------------------------------------------------------------------------

    @cached_property
    def feeds(self) -> Feeds:
        """The feeds."""
        from newsreader.library.feeds import Feeds

        return Feeds(self._database, self._now)

    @cached_property
    def articles(self) -> Articles:
        """The articles, and lists of them."""
        from newsreader.library.articles import Articles

        return Articles(self._database, self._now)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """What is kept."""
        from newsreader.library.bookmarks import Bookmarks

        return Bookmarks(self._database, self.articles, self._now)

    @cached_property
    def entities(self) -> Entities:
        """Who and what is named in the articles."""
        from newsreader.library.entities import Entities

        return Entities(self._database)

    @cached_property
    def naming(self) -> Naming:
        """What the person says of names."""
        from newsreader.library.naming import Naming

        return Naming(self._database, self._now)

    @cached_property
    def rules(self) -> Rules:
        """The rules, and what they found."""
        from newsreader.library.rules import Rules

        return Rules(self._database, self._now)

    @cached_property
    def search(self) -> Search:
        """The best articles for words."""
        from newsreader.library.search import Search

        return Search(self._database, self.articles, self._now)

    @cached_property
    def sites(self) -> Sites:
        """Which text is wanted of a site's articles."""
        from newsreader.library.sites import Sites

        return Sites(self._database)

    @cached_property
    def trends(self) -> Trends:
        """How often what was written of."""
        from newsreader.library.trends import Trends

        return Trends(self._database)

    @cached_property
    def merging(self) -> Merging:
        """The store for exports."""
        from newsreader.library.merging import Merging

        return Merging(self._database, self._now)

    # -- the whole of it ---------------------------------------------------------------------------

    def unread(self) -> int:
        """Give how many articles are unread; those of feeds that are hidden do not count."""
        return counts.listed(self._database, "unread")

    def has_ended_rules(self) -> bool:
        """Say whether the time of a rule is over whose articles `Rules.step` is to let go."""
        sql = "SELECT EXISTS (SELECT 1 FROM rules WHERE until <= ? AND removed = 0)"
        return bool(self._database.value(sql, (stamp(self._now()),)))

    def background(
        self, work: Callable[[], T], patience: float = 0.0, *, large: bool = False
    ) -> Future[T]:
        """Queue a change for the writer's thread; the future is done when it is committed.

        Args:
            work: Calls the stores; it is all done or not at all.
            patience: The most seconds that it may wait for others, to be committed with them.
            large: It may change very many articles.
        """
        return self._writer.submit(work, patience, large=large)

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
        from newsreader.library import texts

        return texts.samples(self._database)

    def adopt_dictionary(self, content: bytes) -> None:
        """Compress texts with a dictionary that was learned, from now on.

        Raises:
            LibraryError: It can not be stored, or is no dictionary.
        """
        from newsreader.library import dictionaries

        dictionaries.adopt(self._database, content)

    def pack_anew(self, limit: int) -> int:
        """Compress older texts as new ones are, some at a time; give how many were looked at.

        Raises:
            LibraryError: They can not be stored.
        """
        from newsreader.library import texts

        return texts.pack_anew(self._database, limit)

    def index_missing(self, limit: int) -> int:
        """Put some articles into the index for searches that are not in it; give how many.

        Raises:
            LibraryError: They can not be stored.
        """
        from newsreader.library import text_index

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
        from newsreader.library import cache

        with self._database.transaction():
            return cache.drop_texts(self._database, after)

    # -- health ------------------------------------------------------------------------------------

    def check(self) -> list[str]:
        """Examine the file, its counts and its index; give one sentence for each problem."""
        from newsreader.library import health

        return health.check(self._database)

    def is_sound(self) -> bool:
        """Say whether the whole file can be read; where not, the next opening rescues what can."""
        from newsreader.library import health

        if health.is_sound(self._database):
            return True
        mark_damaged(self._database.path)
        return False

    def repair(self) -> list[str]:
        """Mend counts and make the index anew; give one sentence for each thing that was done.

        Raises:
            LibraryError: The library can not be changed.
        """
        from newsreader.library import health

        return health.repair(self._database)

    def backup(self, path: Path) -> None:
        """Copy the library while it is in use, to a file that must not exist yet.

        Raises:
            LibraryError: The copy can not be made; nothing is left of it.
        """
        from newsreader.library import health

        health.backup(self._database, path)

    def restore(self, path: Path) -> Path:
        """Put a backup in the place of what the library holds now; give where that is kept.

        Raises:
            LibraryError: The file is no sound backup; then nothing is changed.
        """
        from newsreader.library import health

        return health.restore(self._database, path, self._now())

    def close(self) -> None:
        """Finish the changes that are queued, and close the file."""
        self._writer.close()
        self._database.close()
