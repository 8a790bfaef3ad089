"""Taking a feed's entries in: what is new, what has changed, what is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from newsreader.core.dates import sort_time
from newsreader.core.decide import link_identity, renamed_keys
from newsreader.core.models import ParsedEntry
from newsreader.library import text_index
from newsreader.library.connection import Database, Row
from newsreader.library.values import join_tags, pack, pack_text, stamp


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
        feed = database.row("SELECT url, original_url, hidden FROM feeds WHERE id = ?", (feed_id,))
        if feed is None:
            return stored
        _rename(database, feed_id, entries, keys)
        for entry, key, content_hash in zip(entries, keys, hashes, strict=True):
            known = _known(database, feed_id, feed, key)
            if known is None:
                if not _was_dropped(database, feed_id, key, now):
                    values = _columns(entry, key, content_hash, now)
                    stored.new.append(_insert(database, feed_id, feed["hidden"], values, entry))
            elif known["content_hash"] != content_hash:
                _update(database, known, _columns(entry, key, content_hash, now), entry)
                stored.changed.append(known["id"])
            else:
                unchanged += 1
    return Stored(stored.new, stored.changed, unchanged)


def _rename(
    database: Database, feed_id: int, entries: Sequence[ParsedEntry], keys: Sequence[str]
) -> None:
    """Let articles whose entries got another guid go by their new keys."""
    known = _known_links(database, feed_id, entries, keys)
    for new, old in renamed_keys(entries, keys, known).items():
        database.run(
            "UPDATE articles SET key = ? WHERE feed_id = ? AND key = ?", (new, feed_id, old)
        )


def _known_links(
    database: Database, feed_id: int, entries: Sequence[ParsedEntry], keys: Sequence[str]
) -> list[tuple[str, str]]:
    """Give key and address of the feed's articles that have a key or an address of these."""
    known = {
        key
        for key in keys
        if database.row("SELECT 1 FROM articles WHERE feed_id = ? AND key = ?", (feed_id, key))
    }
    unknown = {
        address
        for entry, key in zip(entries, keys, strict=True)
        if key not in known
        for address in _spellings(entry.link)
    }
    found = [(key, "") for key in known]
    for address in unknown:
        rows = database.rows(
            "SELECT key, url FROM articles WHERE url = ? AND feed_id = ?", (address, feed_id)
        )
        found += [(row["key"], row["url"]) for row in rows]
    return found


def _spellings(link: str | None) -> list[str]:
    """Give the addresses that `newsreader.core.decide.link_identity` takes for the same."""
    identity = link_identity(link)
    if not identity:
        return []
    return [
        f"{scheme}://{identity}{ending}" for scheme in ("https", "http") for ending in ("", "/")
    ]


def _known(database: Database, feed_id: int, feed: Row, key: str) -> Row | None:
    """Find the article of an entry, also one that was kept when its feed was unsubscribed."""
    columns = "SELECT id, content_hash, published FROM articles WHERE "
    found = database.row(columns + "feed_id = ? AND key = ?", (feed_id, key))
    if found is None:
        found = database.row(
            columns + "feed_id IS NULL AND key = ? AND feed_url IN (?, ?)",
            (key, feed["url"], feed["original_url"]),
        )
        if found is not None:
            database.run("UPDATE articles SET feed_id = ? WHERE id = ?", (feed_id, found["id"]))
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
        "published": stamp(entry.published),
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


def _insert(
    database: Database, feed_id: int, hidden: int, values: dict[str, Any], entry: ParsedEntry
) -> int:
    values = {**values, "feed_id": feed_id, "hidden": hidden}
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
    del values["sort_time"], values["received"]
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
