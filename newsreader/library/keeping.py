"""What goes: articles for their age, and what the person removes; that can be taken back for a day.

What is removed stays in its tables, marked in ``removed``: an article by the time at which it was
deleted, by `WITH_FEED`, or by `HIDDEN`; a feed by the time at which it was unsubscribed. No index
of a list holds what is marked, and the triggers that keep counts leave it out. So removing and
restoring change marks and nothing else, whatever happens in between. Bookmarks stay when their feed
goes: they stand alone then, and know the feed that they were of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from newsreader.library import text_index
from newsreader.library.connection import Database, Row
from newsreader.library.times import stamp
from newsreader.library.values import HIDDEN, THERE

WITH_FEED = -1
"""The mark of an article that went because its feed did."""
RESTORABLE = timedelta(days=1)
"""How long what was removed can be brought back."""
REMEMBERED = timedelta(days=400)
"""How long it is known of an entry that left its feed that it was dropped for its age."""

_PAGES_AT_ONCE = 400
"""How much of the file's free room one step of dropping gives back."""
_MANY = 500
"""How many ids stand in one statement."""


class Removed(msgspec.Struct, frozen=True):
    """What went with a feed, and the bookmarks that stayed."""

    articles: int = 0
    bookmarks: int = 0


# -- what the person removes -----------------------------------------------------------------------


def remove_feed(database: Database, feed_id: int, title: str, url: str, now: datetime) -> Removed:
    """Unsubscribe; bookmarked articles stay whole, with the feed's name."""
    kept = database.run(
        "UPDATE articles SET feed_title = ?, feed_url = ?, hidden = 0, folder_id = 0,"
        " former_feed = feed_id, feed_id = NULL WHERE feed_id = ? AND bookmarked = 1",
        (title, url, feed_id),
    )
    gone = database.run(
        f"UPDATE articles SET removed = ? WHERE feed_id = ? AND {THERE}", (WITH_FEED, feed_id)
    )
    database.run(
        "UPDATE feeds SET removed = ?, claimed_until = NULL WHERE id = ?", (stamp(now), feed_id)
    )
    return Removed(gone.rowcount, kept.rowcount)


def restore_feed(database: Database, feed_id: int) -> None:
    """Subscribe again, with everything that was there."""
    database.run("UPDATE feeds SET removed = 0 WHERE id = ?", (feed_id,))
    database.run(
        "UPDATE articles SET removed = 0 WHERE feed_id = ? AND removed = ?", (feed_id, WITH_FEED)
    )
    database.run(
        "UPDATE articles SET feed_id = former_feed, former_feed = NULL, feed_title = '',"
        " feed_url = '', (hidden, folder_id) = (SELECT hidden, folders.id FROM feeds"
        " JOIN folders ON path = folder WHERE feeds.id = former_feed) WHERE former_feed = ?",
        (feed_id,),
    )


def remove_articles(database: Database, ids: Sequence[int], now: datetime) -> list[int]:
    """Delete articles, but no bookmarks; give those that went."""
    gone: list[int] = []
    for some in _parts(ids):
        rows = database.rows(
            f"UPDATE articles SET removed = ? WHERE id IN ({', '.join('?' * len(some))})"
            f" AND {THERE} AND bookmarked = 0 RETURNING id",
            (stamp(now), *some),
        )
        gone += [row["id"] for row in rows]
    return gone


def restore_articles(database: Database, ids: Sequence[int]) -> list[int]:
    """Bring deleted articles back; give those that could be."""
    back: list[int] = []
    for some in _parts(ids):
        rows = database.rows(
            "UPDATE articles SET removed = CASE WHEN EXISTS (SELECT 1 FROM feeds"
            f" WHERE feeds.id = feed_id AND feeds.removed <> 0) THEN {WITH_FEED} ELSE 0 END"
            f" WHERE id IN ({', '.join('?' * len(some))}) AND removed > 0 RETURNING id",
            some,
        )
        back += [row["id"] for row in rows]
    return back


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + _MANY] for start in range(0, len(ids), _MANY)]


# -- growing old -----------------------------------------------------------------------------------


def drop(
    database: Database, now: datetime, read_days: int, unread_days: int, limit: int = 500
) -> int:
    """Drop what is too old, and what can not be brought back any more; give how many articles.

    The room that they took is given back a little at a time.

    Args:
        database: Inside a transaction.
        now: The present.
        read_days: For articles that were read, of feeds without a time of their own; 0 keeps them
            for ever.
        unread_days: For those that were not.
        limit: The most to drop in this step.
    """
    dropped = _finish(database, now, limit)
    for mark in (0, HIDDEN):
        for feed in database.rows("SELECT id, keep_days FROM feeds WHERE keep_days > 0"):
            before = stamp(now - timedelta(days=feed["keep_days"]))
            old = _old_of_feed(database, mark, feed["id"], before, limit - dropped)
            dropped += _drop(database, old, now)
        for read, days in ((1, read_days), (0, unread_days)):
            if days:
                before = stamp(now - timedelta(days=days))
                old = _old(database, mark, read, before, limit - dropped)
                dropped += _drop(database, old, now)
    database.run("DELETE FROM dropped WHERE seen < ?", (stamp(now - REMEMBERED),))
    if dropped:
        text_index.merge(database)
        database.give_back(_PAGES_AT_ONCE)
    return dropped


def _old(database: Database, mark: int, read: int, before: int | None, limit: int) -> list[Row]:
    return database.rows(
        "SELECT id, feed_id, key FROM articles WHERE bookmarked = 0"
        f" AND removed = {mark} AND read = ?"
        " AND received < ? AND (feed_id IS NULL OR feed_id NOT IN"
        " (SELECT id FROM feeds WHERE keep_days IS NOT NULL)) LIMIT ?",
        (read, before, limit),
    )


def _old_of_feed(
    database: Database, mark: int, feed_id: int, before: int | None, limit: int
) -> list[Row]:
    return database.rows(
        f"SELECT id, feed_id, key FROM articles WHERE feed_id = ? AND removed = {mark}"
        " AND bookmarked = 0 AND sort_time < ? AND received < ? LIMIT ?",  # no sort_time is later
        (feed_id, before, before, limit),
    )


def _finish(database: Database, now: datetime, limit: int) -> int:
    """Make final what was removed so long ago that nobody takes it back."""
    before = stamp(now - RESTORABLE)
    articles = database.rows(
        "SELECT id, feed_id, key FROM articles WHERE removed <> 0 AND removed > 0 AND removed < ?"
        " LIMIT ?",
        (before, limit),
    )
    dropped = _drop(database, articles, now)
    for feed in database.rows("SELECT id FROM feeds WHERE removed <> 0 AND removed < ?", (before,)):
        dropped += finish_feed(database, feed["id"], now, limit - dropped)
    return dropped


def finish_feed(database: Database, feed_id: int, now: datetime, limit: int = -1) -> int:
    """Drop a feed that was removed, as far as the limit allows; -1 allows all."""
    rows = database.rows(
        "SELECT id, NULL AS feed_id FROM articles WHERE feed_id = ? LIMIT ?", (feed_id, limit)
    )
    dropped = _drop(database, rows, now)
    if limit < 0 or dropped < limit:
        database.run("UPDATE articles SET former_feed = NULL WHERE former_feed = ?", (feed_id,))
        database.run("DELETE FROM feeds WHERE id = ?", (feed_id,))
    return dropped


def _drop(database: Database, rows: Sequence[Row], now: datetime) -> int:
    """Take articles out for good, and keep in mind that entries of feeds were here."""
    text_index.forget(database, [row["id"] for row in rows])
    for row in rows:
        if row["feed_id"] is not None:
            database.run(
                "INSERT OR REPLACE INTO dropped (feed_id, key, seen) VALUES (?, ?, ?)",
                (row["feed_id"], row["key"], stamp(now)),
            )
        database.run("DELETE FROM verdicts WHERE article_id = ?", (row["id"],))
        database.run("DELETE FROM articles WHERE id = ?", (row["id"],))
    return len(rows)
