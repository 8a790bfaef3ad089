"""The subscriptions: what is known of each feed, and what came of the last try to fetch it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Feed, FeedStatus, FullText
from newsreader.library import text_index
from newsreader.library.connection import Database, Row
from newsreader.library.values import feed_of, moment, stamp

_FORGOTTEN_SECONDS = 3600
"""The longest that a claim may last."""


def _is_claimed(row: Row, now: datetime) -> bool:
    """Say whether a process that still runs is fetching a feed."""
    until = moment(row["claimed_until"])
    if until is None or not now < until <= now + timedelta(seconds=_FORGOTTEN_SECONDS):
        return False
    return _is_running(row["claimed_by"])


def _is_running(process: int | None) -> bool:
    if process is None or os.name == "nt":  # there, asking with signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Feeds:
    """The table of feeds."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def all(self) -> list[Feed]:
        """Give all feeds, by folder and title."""
        feeds = [feed_of(row) for row in self._database.rows("SELECT * FROM feeds")]
        return sorted(feeds, key=lambda feed: (feed.folder.casefold(), feed.title.casefold()))

    def get(self, feed_id: int) -> Feed:
        """Give a feed.

        Raises:
            InputError: There is none.
        """
        row = self._database.row("SELECT * FROM feeds WHERE id = ?", (feed_id,))
        if row is None:
            raise InputError("There is no such feed in the library.")
        return feed_of(row)

    def find(self, url: str) -> Feed | None:
        """Find a feed by the address that it has, or that was subscribed to."""
        row = self._database.row(
            "SELECT * FROM feeds WHERE url = ? UNION ALL"
            " SELECT * FROM feeds WHERE original_url = ? LIMIT 1",
            (url, url),
        )
        return None if row is None else feed_of(row)

    def add(self, url: str, *, title: str = "", folder: str = "", hidden: bool = False) -> Feed:
        """Subscribe; what is subscribed to already is given as it is.

        Args:
            url: A clean address.
            title: What the feed calls itself, as far as is known.
            folder: Names joined by "/", "" for the top.
            hidden: Leave it out of the list of all articles.
        """
        with self._database.transaction():
            known = self.find(url)
            if known is not None:
                return known
            cursor = self._database.run(
                "INSERT INTO feeds (url, original_url, feed_title, folder, hidden, added)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (url, url, title, folder, hidden, stamp(self._now())),
            )
            return self.get(int(cursor.lastrowid or 0))

    def remove(self, feed_id: int) -> None:
        """Unsubscribe; bookmarked articles stay whole, with the feed's name."""
        with self._database.transaction():
            feed = self.get(feed_id)
            self._database.run(
                "UPDATE articles SET feed_title = ?, feed_url = ?, hidden = 0, folder_id = 0"
                " WHERE feed_id = ? AND bookmarked = 1",
                (feed.title, feed.url, feed_id),
            )
            gone = self._database.rows(
                "SELECT id FROM articles WHERE feed_id = ? AND bookmarked = 0", (feed_id,)
            )
            text_index.forget(self._database, [row["id"] for row in gone])
            self._database.run(
                "DELETE FROM articles WHERE feed_id = ? AND bookmarked = 0", (feed_id,)
            )
            self._database.run("DELETE FROM feeds WHERE id = ?", (feed_id,))

    def rename(self, feed_id: int, own_title: str) -> None:
        """Give a feed the person's own name; "" takes it back."""
        self._set(feed_id, own_title=own_title)

    def move(self, feed_id: int, folder: str) -> None:
        """Put a feed into a folder, "" for the top."""
        self._set(feed_id, folder=folder)

    def set_options(
        self,
        feed_id: int,
        *,
        full_text: FullText | msgspec.UnsetType | None = msgspec.UNSET,
        hidden: bool | None = None,
    ) -> None:
        """Change what the person chose for a feed; what is not given stays."""
        with self._database.transaction():
            if full_text is not msgspec.UNSET:
                self._set(feed_id, full_text=full_text.value if full_text else None)
            if hidden is not None:
                self._set(feed_id, hidden=int(hidden))

    def _set(self, feed_id: int, **columns: str | int | None) -> None:
        names = ", ".join(f"{name} = ?" for name in columns)
        with self._database.transaction():
            self._database.run(
                f"UPDATE feeds SET {names} WHERE id = ?", (*columns.values(), feed_id)
            )

    def folders(self) -> list[str]:
        """Give the folders that hold feeds, in order."""
        rows = self._database.rows("SELECT DISTINCT folder FROM feeds WHERE folder <> ''")
        return sorted((row["folder"] for row in rows), key=str.casefold)

    # -- fetching ----------------------------------------------------------------------------------

    def due(self, now: datetime) -> list[Feed]:
        """Give the feeds to fetch now, as `is_due` says, longest due first."""
        from newsreader.core.decide import is_due

        rows = self._database.rows("SELECT * FROM feeds ORDER BY coalesce(next_fetch, 0), id")
        feeds = [feed_of(row) for row in rows if not _is_claimed(row, now)]
        return [feed for feed in feeds if is_due(feed, now)]

    def claim(self, feed_id: int, now: datetime, seconds: float) -> bool:
        """Say that this process fetches a feed now; False where another one does.

        A claim ends with its time, and with the process that made it.
        """
        until = now + timedelta(seconds=min(seconds, _FORGOTTEN_SECONDS))
        with self._database.transaction():
            row = self._database.row("SELECT * FROM feeds WHERE id = ?", (feed_id,))
            if row is None or _is_claimed(row, now):
                return False
            self._set(feed_id, claimed_until=stamp(until), claimed_by=os.getpid())
            return True

    def release(self, feed_id: int) -> None:
        """Give a claim back."""
        self._set(feed_id, claimed_until=None)

    def record_success(
        self,
        feed_id: int,
        *,
        now: datetime,
        url: str = "",
        etag: str = "",
        last_modified: str = "",
        body_hash: str = "",
        title: str = "",
        site_url: str | None = None,
        description: str = "",
        next_fetch: datetime | None = None,
        status: int | None = None,
    ) -> None:
        """Store what a fetch brought; "" and None leave what is known of the feed as it is.

        A feed keeps its address where another one has the new one already. What comes for a feed
        that was removed meanwhile is dropped.
        """
        brought = {
            "body_hash": body_hash,
            "site_url": site_url,
            "description": description,
            "feed_title": title,
        }
        with self._database.transaction():
            if url and not self._is_taken(url, feed_id):
                brought["url"] = url
            self._set(
                feed_id,
                etag=etag,
                last_modified=last_modified,
                status=FeedStatus.OK.value,
                error="",
                last_status=status,
                last_fetched=stamp(now),
                last_success=stamp(now),
                next_fetch=stamp(next_fetch),
                claimed_until=None,
                failures=0,
                **{name: value for name, value in brought.items() if value},
            )

    def _is_taken(self, url: str, feed_id: int) -> bool:
        row = self._database.row("SELECT 1 FROM feeds WHERE url = ? AND id <> ?", (url, feed_id))
        return row is not None

    def record_failure(
        self,
        feed_id: int,
        *,
        now: datetime,
        error: str,
        status: int | None = None,
        next_fetch: datetime | None = None,
        gone: bool = False,
    ) -> None:
        """Store why a fetch failed, and when the next try is due."""
        state = FeedStatus.GONE if gone else FeedStatus.ERROR
        with self._database.transaction():
            self._database.run(
                "UPDATE feeds SET status = ?, error = ?, last_status = ?, last_fetched = ?,"
                " next_fetch = ?, claimed_until = NULL, failures = failures + 1 WHERE id = ?",
                (state.value, error, status, stamp(now), stamp(next_fetch), feed_id),
            )
