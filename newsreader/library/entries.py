"""Taking a feed's entries in: what is new, what has changed, what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from newsreader.core.dates import sort_time
from newsreader.core.decide import link_identity, renamed_keys
from newsreader.core.models import ParsedEntry
from newsreader.library import text_index
from newsreader.library.connection import Database, Row
from newsreader.library.values import join_tags, pack, pack_text, stamp

_FEED = (
    "SELECT feeds.id AS feed_id, url, original_url, hidden, folders.id AS folder_id"
    " FROM feeds JOIN folders ON folders.path = feeds.folder"
    " WHERE feeds.id = ? AND feeds.removed = 0"
)
_SCHEMES = ("https", "http")
_MISTAKEN_ZONE = timedelta(days=1)
_MANY = 400
"""How many values stand in one statement."""


class Stored(msgspec.Struct, frozen=True):
    """What came of storing entries: ids of articles, and the number of those left as they were."""

    new: list[int] = []
    changed: list[int] = []
    unchanged: int = 0


def store(
    database: Database,
    feed_id: int,
    entries: Sequence[ParsedEntry],
    keys: Sequence[str],
    hashes: Sequence[str],
    now: datetime,
) -> Stored:
    """Store entries as `newsreader.library.articles.Articles.store_entries` says."""
    stored = Stored(new=[], changed=[])
    unchanged = 0
    with database.transaction():
        feed = database.row(_FEED, (feed_id,))
        if feed is None:
            return stored
        if not _knows_all(database, feed_id, keys):
            _rename(database, feed_id, entries, keys)
        for entry, key, content_hash in zip(entries, keys, hashes, strict=True):
            known = _known(database, feed_id, feed, key)
            if known is None:
                if not _was_dropped(database, feed_id, key, now):
                    values = _columns(entry, key, content_hash, now)
                    stored.new.append(_insert(database, values | _from_feed(feed), entry))
            elif known["content_hash"] != content_hash and not known["removed"]:
                _update(database, known, _columns(entry, key, content_hash, now), entry)
                stored.changed.append(known["id"])
            else:
                unchanged += 1
    return Stored(stored.new, stored.changed, unchanged)


def _knows_all(database: Database, feed_id: int, keys: Sequence[str]) -> bool:
    known = 0
    for some in _chunks(keys):
        sql = f"SELECT count(*) FROM articles WHERE feed_id = ? AND key IN ({_marks(some)})"
        known += int(database.value(sql, (feed_id, *some)))
    return known == len(set(keys))


def _rename(
    database: Database, feed_id: int, entries: Sequence[ParsedEntry], keys: Sequence[str]
) -> None:
    """Let articles whose entries got another guid go by their new keys."""
    known = set(_with(database, feed_id, "key", keys))
    known |= set(_with(database, feed_id, "url", list(_spellings(entries))))
    for new, old in renamed_keys(entries, keys, known).items():
        database.run(
            "UPDATE articles SET key = ? WHERE feed_id = ? AND key = ?", (new, feed_id, old)
        )


def _spellings(entries: Sequence[ParsedEntry]) -> Iterator[str]:
    """Give the links of entries in each form that counts as the same address."""
    for entry in entries:
        address = link_identity(entry.link)
        if address:
            yield from (f"{scheme}://{address}{end}" for scheme in _SCHEMES for end in ("", "/"))
            yield entry.link or ""


def _with(
    database: Database, feed_id: int, column: str, values: Sequence[str]
) -> Iterator[tuple[str, str]]:
    for some in _chunks(values):
        where = f"feed_id = ? AND {column} IN ({_marks(some)})"
        rows = database.rows(f"SELECT key, url FROM articles WHERE {where}", (feed_id, *some))
        yield from ((row["key"], row["url"]) for row in rows)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _MANY] for start in range(0, len(values), _MANY))


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _from_feed(feed: Row) -> dict[str, Any]:
    return {name: feed[name] for name in ("feed_id", "hidden", "folder_id")}


def _known(database: Database, feed_id: int, feed: Row, key: str) -> Row | None:
    """Find the article of an entry, also one that was kept when its feed was unsubscribed."""
    columns = "SELECT id, content_hash, published, updated, removed FROM articles WHERE "
    found = database.row(columns + "feed_id = ? AND key = ?", (feed_id, key))
    if found is None:
        found = database.row(
            columns + "feed_id IS NULL AND removed = 0 AND key = ? AND feed_url IN (?, ?)",
            (key, feed["url"], feed["original_url"]),
        )
        if found is not None:
            database.run(
                "UPDATE articles SET feed_id = ?, hidden = ?, folder_id = ?, former_feed = NULL"
                " WHERE id = ?",
                (*_from_feed(feed).values(), found["id"]),
            )
    return found


def _was_dropped(database: Database, feed_id: int, key: str, now: datetime) -> bool:
    """Say whether an entry was here and was dropped for its age; then note that it still stands."""
    cursor = database.run(
        "UPDATE dropped SET seen = ? WHERE feed_id = ? AND key = ?", (stamp(now), feed_id, key)
    )
    return cursor.rowcount > 0


def _columns(entry: ParsedEntry, key: str, content_hash: str, now: datetime) -> dict[str, Any]:
    return {
        "key": key,
        "content_hash": content_hash,
        "guid": entry.guid or "",
        "url": entry.link or "",
        "title": entry.title,
        "author": ", ".join(entry.authors),
        "published": stamp(_credible(entry.published, now)),
        "updated": stamp(entry.updated),
        "sort_time": stamp(sort_time(entry.published or entry.updated, now)),
        "received": stamp(now),
        "language": entry.language,
        "image": entry.image,
        "comments": entry.comments,
        "enclosures": pack(entry.enclosures) if entry.enclosures else None,
        "media": " ".join(file.type for file in entry.enclosures),
        "tags": join_tags(entry.tags),
        "preparation": "pending",
    }


def _credible(published: datetime | None, now: datetime) -> datetime | None:
    """Give a time of publication; None for one that has not come yet, zones mistaken aside."""
    return published if published is None or published <= now + _MISTAKEN_ZONE else None


def _insert(database: Database, values: dict[str, Any], entry: ParsedEntry) -> int:
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    cursor = database.run(f"INSERT INTO articles ({names}) VALUES ({marks})", (*values.values(),))
    article_id = int(cursor.lastrowid or 0)
    _store_source(database, article_id, entry)
    text_index.insert(database, article_id)
    return article_id


def _update(database: Database, known: Row, values: dict[str, Any], entry: ParsedEntry) -> None:
    """Take an edited entry in; its place in the lists and its state stay."""
    article_id = known["id"]
    text_index.forget(database, [article_id])
    del values["sort_time"]
    received = values.pop("received")
    if values["updated"] is None or values["updated"] == known["updated"]:
        values["updated"] = received  # the feed does not say when it was edited
    if values["published"] is None:
        del values["published"]
    names = ", ".join(f"{name} = ?" for name in values)
    database.run(f"UPDATE articles SET {names} WHERE id = ?", (*values.values(), article_id))
    _store_source(database, article_id, entry)
    text_index.insert(database, article_id)


def _store_source(database: Database, article_id: int, entry: ParsedEntry) -> None:
    database.run(
        "INSERT OR REPLACE INTO sources (article_id, content, summary, base_url)"
        " VALUES (?, ?, ?, ?)",
        (article_id, pack_text(entry.content), pack_text(entry.summary), entry.base_url),
    )
