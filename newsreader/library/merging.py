"""What an export holds beyond lists and texts, and taking the export of another library in.

Who merges loses nothing: what is there stays as it is, and what is missing is added to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import EntityType, ParsedEntry, Revision
from newsreader.library import entries, revisions, verdicts
from newsreader.library.connection import Database, Row
from newsreader.library.identities import Key
from newsreader.library.times import stamp
from newsreader.library.values import join_tags, split_tags

_NO_FEED = {"feed_id": None, "hidden": 0, "folder_id": 0}
_MANY = 400
"""How many values stand in one statement."""


class Kept(msgspec.Struct, frozen=True):
    """A bookmark: since when, and what the person wrote to it."""

    created: datetime
    note: str = ""
    tags: tuple[str, ...] = ()


class Exported(msgspec.Struct, frozen=True, kw_only=True):
    """An article as an export has it.

    Attributes:
        key: What identifies it in its feed (`newsreader.core.identity.entry_keys`).
        position: Where reading stopped.
        feed_title: Of one that belongs to no feed any more: of which it was, as ``feed_url``.
    """

    entry: ParsedEntry
    key: str
    received: datetime
    read: bool = False
    position: int = 0
    bookmark: Kept | None = None
    feed_title: str = ""
    feed_url: str = ""


class NameLink(msgspec.Struct, frozen=True):
    """What the person said of a name: for which it stands, None for no name.

    Attributes:
        article_id: In which article alone; None for all.
    """

    name: Key
    stands_for: Key | None
    article_id: int | None = None


class Merging:
    """What goes out into an export, and what comes back in."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    # -- out ---------------------------------------------------------------------------------------

    def keys(self, article_ids: Sequence[int]) -> dict[int, str]:
        """Give what identifies articles in their feeds."""
        marks = ", ".join("?" * len(article_ids))
        rows = self._database.rows(
            f"SELECT id, key FROM articles WHERE id IN ({marks})", article_ids
        )
        return {row["id"]: row["key"] for row in rows}

    def gone(self, feed_id: int) -> list[str]:
        """Give the keys of entries of a feed that were deleted, or dropped for their age."""
        rows = self._database.rows(
            "SELECT key FROM dropped WHERE feed_id = ? UNION"
            " SELECT key FROM articles WHERE feed_id = ? AND removed > 0",
            (feed_id, feed_id),
        )
        return [row["key"] for row in rows]

    def links(self) -> list[NameLink]:
        """Give all that the person said of names."""
        rows = self._database.rows(
            "SELECT NULL AS article_id, name.name, name.type, other.name AS other,"
            " other.type AS other_type FROM entity_links"
            " JOIN entities AS name ON name.id = entity_id"
            " LEFT JOIN entities AS other ON other.id = entity_links.identity UNION ALL"
            " SELECT article_id, name.name, name.type, other.name, other.type FROM article_links"
            " JOIN entities AS name ON name.id = entity_id"
            " JOIN entities AS other ON other.id = article_links.identity"
        )
        return [_link(row) for row in rows]

    # -- in ----------------------------------------------------------------------------------------

    def add_gone(self, feed_id: int, keys: Sequence[str]) -> None:
        """Take entries that are not there for deleted, so that the feed brings none back."""
        with self._database.transaction():
            self._database.run_many(
                "INSERT OR IGNORE INTO dropped (feed_id, key, seen) SELECT ?, ?, ? WHERE NOT EXISTS"
                " (SELECT 1 FROM articles WHERE feed_id = ? AND key = ?)",
                [(feed_id, key, stamp(self._now()), feed_id, key) for key in keys],
            )

    def add_articles(
        self, feed_id: int | None, exported: Sequence[Exported]
    ) -> tuple[dict[str, int], list[int]]:
        """Take articles in; give the ids of all by their keys, and those that are new.

        Args:
            feed_id: Their feed; None for what belongs to none.
            exported: The articles. What is deleted here comes back only as a bookmark.

        Raises:
            LibraryError: They can not be stored; then none is.
        """
        with self._database.transaction():
            wanted = {one.key: one for one in exported}
            known = self._known(feed_id, list(wanted))
            dropped = self._dropped(feed_id, [key for key in wanted if key not in known])
            fresh = [
                one
                for key, one in wanted.items()
                if key not in known and (one.bookmark is not None or key not in dropped)
            ]
            new = self._insert(feed_id, fresh)
            verdicts.judge(self._database, new, self._now())
            for key, article_id in known.items():
                self._add_state(article_id, wanted[key])
            ids = known | {one.key: number for one, number in zip(fresh, new, strict=True)}
            return ids, new

    def add_revisions(self, article_id: int, earlier: Sequence[Revision]) -> None:
        """Take the earlier texts of a new article in, the oldest first."""
        with self._database.transaction():
            for revision in sorted(earlier, key=lambda one: one.until)[-revisions.KEPT :]:
                revisions.add(self._database, article_id, revision)

    def _known(self, feed_id: int | None, keys: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(keys), _MANY):
            some = keys[start : start + _MANY]
            rows = self._database.rows(
                "SELECT id, key FROM articles WHERE feed_id IS ? AND removed IN (0, -2)"
                f" AND key IN ({', '.join('?' * len(some))})",
                (feed_id, *some),
            )
            found |= {row["key"]: row["id"] for row in rows}
        return found

    def _dropped(self, feed_id: int | None, keys: Sequence[str]) -> set[str]:
        """Give which of some keys are of what was deleted here."""
        return set(keys).intersection(self.gone(feed_id)) if feed_id is not None else set()

    def _insert(self, feed_id: int | None, exported: Sequence[Exported]) -> list[int]:
        feed = entries.place_of(self._database, feed_id) if feed_id is not None else _NO_FEED
        if feed is None:
            return []
        ids = entries.insert(
            self._database, feed, [(one.entry, one.key) for one in exported], self._now()
        )
        for number, one in zip(ids, exported, strict=True):
            self._database.run(
                "UPDATE articles SET read = ?, position = ?, received = ?, updated = ?,"
                " feed_title = ?, feed_url = ? WHERE id = ?",
                (
                    one.read,
                    one.position,
                    stamp(min(one.received, self._now())),
                    stamp(one.entry.updated),
                    one.feed_title,
                    one.feed_url,
                    number,
                ),
            )
            self._keep(number, one.bookmark)
        return ids

    def _add_state(self, article_id: int, one: Exported) -> None:
        """Add what a person has of an article to what is known of it here."""
        if one.read:
            self._database.run("UPDATE articles SET read = 1 WHERE id = ?", (article_id,))
        self._database.run(
            "UPDATE articles SET position = ? WHERE id = ? AND position = 0",
            (one.position, article_id),
        )
        self._keep(article_id, one.bookmark)

    def _keep(self, article_id: int, bookmark: Kept | None) -> None:
        if bookmark is None:
            return
        known = self._database.row(
            "SELECT note, tags FROM bookmarks WHERE article_id = ?", (article_id,)
        )
        created = stamp(min(bookmark.created, self._now()))
        self._database.run(
            "INSERT OR IGNORE INTO bookmarks (article_id, created) VALUES (?, ?)",
            (article_id, created),
        )
        note = known["note"] if known is not None else ""
        tags = split_tags(known["tags"]) if known is not None else ()
        self._database.run(
            "UPDATE bookmarks SET note = ?, tags = ? WHERE article_id = ?",
            (
                note or bookmark.note,
                join_tags(tuple(dict.fromkeys((*tags, *bookmark.tags)))),
                article_id,
            ),
        )
        self._database.run("UPDATE articles SET bookmarked = 1 WHERE id = ?", (article_id,))


def _link(row: Row) -> NameLink:
    other = None
    if row["other"] is not None:
        other = (row["other"], EntityType(row["other_type"]))
    return NameLink((row["name"], EntityType(row["type"])), other, row["article_id"])
