"""The subscriptions: what is known of each feed, and what came of the last try to fetch it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Feed, FeedStatus, FullText
from newsreader.library import keeping
from newsreader.library.connection import Database, Row
from newsreader.library.keeping import Removed
from newsreader.library.times import moment, stamp
from newsreader.library.values import feed_of

_FORGOTTEN_SECONDS = 3600
"""The longest that a claim may last."""

_WELL: Mapping[str, str | int | None] = {
    "status": FeedStatus.OK.value,
    "error": "",
    "failures": 0,
    "failing_since": None,
    "claimed_until": None,
}
"""What holds of every feed that was fetched."""


def _is_claimed(row: Row, now: datetime) -> bool:
    """Say whether a process that still runs is fetching a feed."""
    until = moment(row["claimed_until"])
    if until is None or not now < until <= now + timedelta(seconds=_FORGOTTEN_SECONDS):
        return False
    return is_running(row["claimed_by"])


def is_running(process: int | None) -> bool:
    """Say whether there is a process of a number, as far as that can be told."""
    if process is None or os.name == "nt":  # there, asking with signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another person's
        return True
    return True


def _column(value: FullText | datetime | int | None) -> str | int | None:
    if isinstance(value, datetime):
        return stamp(value)
    return value.value if isinstance(value, FullText) else value


class Feeds:
    """The table of feeds."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def all(self) -> list[Feed]:
        """Give all feeds, by folder and title."""
        rows = self._database.rows("SELECT * FROM feeds WHERE removed = 0")
        feeds = [feed_of(row) for row in rows]
        return sorted(feeds, key=lambda feed: (feed.folder.casefold(), feed.title.casefold()))

    def get(self, feed_id: int) -> Feed:
        """Give a feed.

        Raises:
            InputError: There is none.
        """
        row = self._database.row("SELECT * FROM feeds WHERE id = ? AND removed = 0", (feed_id,))
        if row is None:
            raise InputError("There is no such feed in the library.")
        return feed_of(row)

    def find(self, url: str) -> Feed | None:
        """Find a feed by the address that it has, or that was subscribed to."""
        return self._find(url, "removed = 0")

    def find_removed(self, url: str) -> Feed | None:
        """Find a feed that was unsubscribed, and can be brought back."""
        return self._find(url, "removed <> 0")

    def _find(self, url: str, where: str) -> Feed | None:
        row = self._database.row(
            f"SELECT * FROM feeds WHERE url = ? AND {where} UNION ALL"
            f" SELECT * FROM feeds WHERE original_url = ? AND {where} LIMIT 1",
            (url, url),
        )
        return None if row is None else feed_of(row)

    def add(self, url: str, *, title: str = "", folder: str = "", hidden: bool = False) -> Feed:
        """Subscribe; what is subscribed to already is given as it is.

        What was unsubscribed a short time ago comes back with its articles, name and folder.

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
            removed = self.find_removed(url)
            if removed is not None:
                return self.restore(removed.id)
            cursor = self._database.run(
                "INSERT INTO feeds (url, original_url, feed_title, folder, hidden, added)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (url, url, title, folder, hidden, stamp(self._now())),
            )
            return self.get(int(cursor.lastrowid or 0))

    def remove(self, feed_id: int, *, for_good: bool = False) -> Removed:
        """Unsubscribe; bookmarked articles stay whole, with the feed's name.

        For a day `restore` brings everything back; then `Articles.delete_old` drops it for good.

        Args:
            feed_id: The feed.
            for_good: Drop it at once.

        Raises:
            InputError: There is no such feed.
        """
        now = self._now()
        with self._database.transaction():
            feed = self.get(feed_id)
            removed = keeping.remove_feed(self._database, feed_id, feed.title, feed.url, now)
            if for_good:
                keeping.finish_feed(self._database, feed_id, now)
            return removed

    def restore(self, feed_id: int) -> Feed:
        """Bring back a feed that was removed: its articles and their states, its name and folder.

        Raises:
            InputError: It was removed too long ago, and is gone.
        """
        with self._database.transaction():
            if not self._database.value("SELECT 1 FROM feeds WHERE id = ?", (feed_id,)):
                raise InputError("What was unsubscribed that long ago can not be brought back.")
            keeping.restore_feed(self._database, feed_id)
            return self.get(feed_id)

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
        keep_days: int | msgspec.UnsetType | None = msgspec.UNSET,
        interval_minutes: int | msgspec.UnsetType | None = msgspec.UNSET,
        next_fetch: datetime | msgspec.UnsetType | None = msgspec.UNSET,
        hidden: bool | msgspec.UnsetType = msgspec.UNSET,
    ) -> None:
        """Change what the person chose for a feed; what is not given stays."""
        given = {
            "full_text": full_text,
            "keep_days": keep_days,
            "interval_minutes": interval_minutes,
            "next_fetch": next_fetch,
            "hidden": hidden,
        }
        values = {
            name: _column(value)
            for name, value in given.items()
            if not isinstance(value, msgspec.UnsetType)
        }
        if values:
            self._set(feed_id, **values)

    def set_address(self, feed_id: int, url: str) -> None:
        """Fetch a feed from another address from now on; its articles stay.

        Raises:
            InputError: Another feed has that address.
        """
        with self._database.transaction():
            if self._is_taken(url, feed_id):
                other = self.find(url)
                raise InputError(
                    f"{other.title} has that address already."
                    if other
                    else "A feed that you unsubscribed from a short time ago has that address;"
                    " subscribing to it brings that feed back."
                )
            self._set(
                feed_id,
                url=url,
                original_url=url,
                etag="",
                last_modified="",
                body_hash="",
                status=FeedStatus.NEW.value,
                error="",
                failures=0,
                failing_since=None,
                warnings="",
                last_status=None,
                next_fetch=None,
            )

    def _set(self, feed_id: int, **columns: str | int | None) -> None:
        names = ", ".join(f"{name} = ?" for name in columns)
        with self._database.transaction():
            self._database.run(
                f"UPDATE feeds SET {names} WHERE id = ? AND removed = 0",
                (*columns.values(), feed_id),
            )

    def folders(self) -> list[str]:
        """Give the folders that hold feeds, in order."""
        rows = self._database.rows(
            "SELECT DISTINCT folder FROM feeds WHERE folder <> '' AND removed = 0"
        )
        return sorted((row["folder"] for row in rows), key=str.casefold)

    # -- fetching ----------------------------------------------------------------------------------

    def due(self, now: datetime) -> list[Feed]:
        """Give the feeds to fetch now, as `is_due` says, longest due first."""
        from newsreader.core.decide import is_due

        rows = self._database.rows(
            "SELECT * FROM feeds WHERE removed = 0 ORDER BY coalesce(next_fetch, 0), id"
        )
        feeds = [feed_of(row) for row in rows if not _is_claimed(row, now)]
        return [feed for feed in feeds if is_due(feed, now)]

    def claim(self, feeds: Sequence[Feed], now: datetime, seconds: float) -> set[int]:
        """Say that this process fetches feeds now; give those that no other one does, or just did.

        A claim ends with its time, and with the process that made it.

        Args:
            feeds: As they were chosen: one that was fetched since then is left alone.
            now: The present.
            seconds: How long the claim holds.
        """
        until = now + timedelta(seconds=min(seconds, _FORGOTTEN_SECONDS))
        ours: set[int] = set()
        with self._database.transaction():
            for feed in feeds:
                row = self._database.row(
                    "SELECT claimed_until, claimed_by FROM feeds"
                    " WHERE id = ? AND removed = 0 AND last_fetched IS ?",
                    (feed.id, stamp(feed.last_fetched)),
                )
                if row is not None and not _is_claimed(row, now):
                    self._set(feed.id, claimed_until=stamp(until), claimed_by=os.getpid())
                    ours.add(feed.id)
        return ours

    def renew(self, feed_ids: Sequence[int], now: datetime, seconds: float) -> None:
        """Have claims of this process hold for longer; those that have ended stay so.

        Args:
            feed_ids: What was claimed.
            now: The present.
            seconds: How long the claims hold from now on.
        """
        until = stamp(now + timedelta(seconds=min(seconds, _FORGOTTEN_SECONDS)))
        with self._database.transaction():
            self._database.run_many(
                "UPDATE feeds SET claimed_until = ?"
                " WHERE id = ? AND claimed_by = ? AND claimed_until IS NOT NULL",
                [(until, feed_id, os.getpid()) for feed_id in feed_ids],
            )

    def release(self, feed_ids: Sequence[int]) -> None:
        """Give claims of this process back."""
        with self._database.transaction():
            for feed_id in feed_ids:
                self._database.run(
                    "UPDATE feeds SET claimed_until = NULL WHERE id = ? AND claimed_by = ?",
                    (feed_id, os.getpid()),
                )

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
        rhythm: timedelta | None = None,
        ttl: int | None = None,
        warnings: Sequence[str] | None = None,
    ) -> None:
        """Store what a fetch brought; "" and None leave what is known of the feed as it is.

        A ``ttl`` of 0 says that the feed names none.

        A feed keeps its address where another one has the new one already. What comes for a feed
        that was removed meanwhile is dropped.
        """
        brought: dict[str, str | int | None] = {
            "body_hash": body_hash,
            "site_url": site_url,
            "description": description,
            "feed_title": title,
            "newest": self._newest(feed_id),
            "rhythm": int(rhythm.total_seconds()) if rhythm else None,
        }
        with self._database.transaction():
            if url and not self._is_taken(url, feed_id):
                brought["url"] = url
            self._set(
                feed_id,
                etag=etag,
                last_modified=last_modified,
                last_status=status,
                last_fetched=stamp(now),
                last_success=stamp(now),
                next_fetch=stamp(next_fetch),
                **_WELL,
                **{name: value for name, value in brought.items() if value},
                **({} if ttl is None else {"ttl": ttl}),
                **({} if warnings is None else {"warnings": "\n".join(warnings)}),
            )

    def _newest(self, feed_id: int) -> int | None:
        newest: int | None = self._database.value(
            "SELECT max(time) FROM (SELECT newest AS time FROM feeds WHERE id = ? UNION ALL"
            " SELECT max(sort_time) FROM articles WHERE feed_id = ? AND removed = 0)",
            (feed_id, feed_id),
        )
        return newest

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
                " next_fetch = ?, claimed_until = NULL, failures = failures + 1,"
                " failing_since = coalesce(failing_since, ?) WHERE id = ? AND removed = 0",
                (state.value, error, status, stamp(now), stamp(next_fetch), stamp(now), feed_id),
            )
