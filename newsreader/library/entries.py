"""Taking a feed's entries in: what is new, what has changed, what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from newsreader.core.dates import sort_time
from newsreader.core.identity import (
    bare_text,
    entry_keys,
    heading,
    is_another,
    link_place,
    marked_keys,
    renamed_keys,
)
from newsreader.core.models import ParsedEntry
from newsreader.library import revisions, text_index, texts, verdicts
from newsreader.library.connection import Database, Row
from newsreader.library.packing import pack
from newsreader.library.times import certain_moment, moment, stamp
from newsreader.library.values import HIDDEN, join_tags

_FEED = (
    "SELECT feeds.id AS feed_id, url, original_url, hidden, folders.id AS folder_id"
    " FROM feeds JOIN folders ON folders.path = feeds.folder"
    " WHERE feeds.id = ? AND feeds.removed = 0"
)
_STARTS = ("https://", "http://", "https://www.", "http://www.")
_MISTAKEN_ZONE = timedelta(days=1)
_MANY = 400
"""How many values stand in one statement."""
_INSERTED_TOGETHER = 30
"""How many articles."""


class Stored(msgspec.Struct, frozen=True):
    """What came of storing entries.

    Attributes:
        new: Ids of articles, the oldest first.
        changed: Ids of articles, in the feed's order.
        unchanged: The number of those that were left as they were.
        times: When each article that is to be prepared stands in the lists.
    """

    new: list[int] = []
    changed: list[int] = []
    unchanged: int = 0
    times: dict[int, datetime] = {}


class _Entry(NamedTuple):
    """An entry, what it goes by, and the hash of its content."""

    entry: ParsedEntry
    key: str
    content_hash: str


def store(
    database: Database,
    feed_id: int,
    entries: Sequence[ParsedEntry],
    keys: Sequence[str],
    hashes: Sequence[str],
    *,
    now: datetime,
    index: bool,
) -> Stored:
    """Store entries as `newsreader.library.articles.Articles.store_entries` says."""
    with database.transaction():
        feed = place_of(database, feed_id)
        if feed is None:
            return Stored()
        known = _known(database, feed, keys)
        if others := _with_the_guid_of_others(entries, keys, known):
            keys = [others.get(key, key) for key in keys]
            known = _known(database, feed, keys)
        given = list(map(_Entry, entries, keys, hashes))
        unknown = len(set(keys)) - len(known)
        if unknown and _holds_any(database, feed_id) and _rename(database, feed_id, given):
            known = _known(database, feed, keys)
        dropped = _dropped(database, feed_id, [key for key in keys if key not in known], now)
        fresh: list[_Entry] = []
        changed: list[int] = []
        times: dict[int, datetime] = {}
        for entry in given:
            row = known.get(entry.key)
            if row is None:
                if entry.key not in dropped:
                    fresh.append(entry)
            elif row["content_hash"] != entry.content_hash and row["removed"] in (0, HIDDEN):
                _update(database, row, entry, now)
                if row["content_hash"]:  # else its text was thrown away: nothing of it is new
                    changed.append(row["id"])
                times[row["id"]] = certain_moment(row["sort_time"])
        # of one moment, what is stored last stands first in the lists: that is the feed's first
        fresh.reverse()
        fresh.sort(key=lambda given: _time(given.entry, now))
        index = index or verdicts.has_rules(database, now)
        new = _insert(database, feed, fresh, now, index=index)
        verdicts.judge(database, new, now, arriving=True)
        verdicts.judge(database, changed, now)
    times |= {
        article_id: _time(given.entry, now) for article_id, given in zip(new, fresh, strict=True)
    }
    unchanged = len(entries) - len(new) - len(changed) - len(dropped)
    return Stored(new, changed, unchanged, times)


def _time(entry: ParsedEntry, now: datetime) -> datetime:
    return sort_time(entry.published or entry.updated, now)


def _holds_any(database: Database, feed_id: int) -> bool:
    return bool(database.value("SELECT 1 FROM articles WHERE feed_id = ? LIMIT 1", (feed_id,)))


def _with_the_guid_of_others(
    entries: Sequence[ParsedEntry], keys: Sequence[str], known: dict[str, Row]
) -> dict[str, str]:
    """Give the keys of guids that stand for other articles by now, each with the one to use."""
    strangers = {
        key
        for entry, key in zip(entries, keys, strict=True)
        if (row := known.get(key)) is not None
        and is_another(entry, row["title"], row["url"], moment(row["published"]))
    }
    if not strangers:
        return {}
    others = entry_keys([msgspec.structs.replace(entry, guid=None) for entry in entries])
    return {key: other for key, other in zip(keys, others, strict=True) if key in strangers}


def _rename(database: Database, feed_id: int, given: Sequence[_Entry]) -> bool:
    """Let articles whose entries got another guid go by their new keys; say whether any did."""
    entries, keys = [one.entry for one in given], [one.key for one in given]
    by_key = set(_with(database, feed_id, "key", keys))
    by_link = set(_with(database, feed_id, "url", list(_spellings(entries))))
    renamed = renamed_keys(entries, keys, by_key | by_link)
    for marked in (_by_heading, _by_bare_text):
        there = {key for key, _ in by_key} | set(renamed)
        unknown = [one for one in given if one.key not in there]
        renamed |= marked(database, feed_id, unknown, {*keys, *renamed.values()})
    for new, old in renamed.items():
        database.run(
            "UPDATE articles SET key = ? WHERE feed_id = ? AND key = ?", (new, feed_id, old)
        )
    return bool(renamed)


def _by_heading(
    database: Database, feed_id: int, unknown: Sequence[_Entry], taken: Collection[str]
) -> dict[str, str]:
    """Find stored entries that have the title and the moment of an unknown one."""
    marks = [(one.key, heading(one.entry)) for one in unknown]
    known = [
        (row["key"], mark)
        for mark in {mark for _, mark in marks if mark is not None}
        for row in database.rows(
            "SELECT key FROM articles INDEXED BY articles_feed"
            " WHERE feed_id = ? AND sort_time = ? AND title = ? AND removed = 0",
            (feed_id, stamp(mark[1]), mark[0]),
        )
    ]
    return marked_keys(marks, known, taken)


def _by_bare_text(
    database: Database, feed_id: int, unknown: Sequence[_Entry], taken: Collection[str]
) -> dict[str, str]:
    """Find stored entries that have the text of an unknown one which has nothing else."""
    marks = [(one.key, bare_text(one.entry, one.content_hash)) for one in unknown]
    known = [
        (row["key"], row["content_hash"])
        for some in _chunks([mark for _, mark in marks if mark is not None])
        for row in database.rows(
            "SELECT key, content_hash FROM articles"
            " WHERE feed_id = ? AND key >= 'hash:' AND key < 'hash;'"
            f" AND url = '' AND guid = '' AND content_hash IN ({_marks(some)})",
            (feed_id, *some),
        )
    ]
    return marked_keys(marks, known, taken)


def _spellings(entries: Sequence[ParsedEntry]) -> Iterator[str]:
    """Give the links of entries in each form that counts as the same address."""
    for entry in entries:
        if place := link_place(entry.link):
            yield from (f"{start}{place}{end}" for start in _STARTS for end in ("", "/"))
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


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _known(database: Database, feed: Row, keys: Sequence[str]) -> dict[str, Row]:
    """Find the articles of entries, also those that were kept when their feed was unsubscribed."""
    known: dict[str, Row] = {}
    for some in _chunks(keys):
        where = f"feed_id = ? AND key IN ({_marks(some)})"
        known.update(_by_key(database, where, (feed["feed_id"], *some)))
    for some in _chunks([key for key in keys if key not in known]):
        where = f"feed_id IS NULL AND removed = 0 AND key IN ({_marks(some)})"
        addresses = (feed["url"], feed["original_url"])
        kept = _by_key(database, f"{where} AND feed_url IN (?, ?)", (*some, *addresses))
        for row in kept.values():
            database.run(
                "UPDATE articles SET feed_id = ?, hidden = ?, folder_id = ?, former_feed = NULL"
                " WHERE id = ?",
                (feed["feed_id"], feed["hidden"], feed["folder_id"], row["id"]),
            )
        known.update(kept)
    return known


def _by_key(database: Database, where: str, values: Sequence[Any]) -> dict[str, Row]:
    columns = "id, key, content_hash, title, url, published, updated, sort_time, removed"
    rows = database.rows(f"SELECT {columns} FROM articles WHERE {where}", values)
    return {row["key"]: row for row in rows}


def _dropped(database: Database, feed_id: int, keys: Sequence[str], now: datetime) -> set[str]:
    """Give the entries that were dropped for their age, and note that they still stand."""
    found: set[str] = set()
    for some in _chunks(keys):
        rows = database.rows(
            f"UPDATE dropped SET seen = ? WHERE feed_id = ? AND key IN ({_marks(some)})"
            " RETURNING key",
            (stamp(now), feed_id, *some),
        )
        found.update(row["key"] for row in rows)
    return found


def _columns(given: _Entry, now: datetime) -> dict[str, Any]:
    entry = given.entry
    return {
        "key": given.key,
        "content_hash": given.content_hash,
        "guid": entry.guid or "",
        "url": entry.link or "",
        "title": entry.title,
        "author": _author(entry),
        "published": stamp(_credible(entry.published, now)),
        "updated": stamp(entry.updated),
        "sort_time": stamp(_time(entry, now)),
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


def place_of(database: Database, feed_id: int) -> Row | None:
    """Give where articles of a feed belong; None where it is not subscribed to (any more)."""
    return database.row(_FEED, (feed_id,))


def insert(
    database: Database,
    feed: Mapping[str, Any] | Row,
    given: Sequence[tuple[ParsedEntry, str]],
    now: datetime,
) -> list[int]:
    """Store articles that are not there, each with its key, for what an export has of them.

    When their feed brings them again, nothing of them is new.
    """
    unhashed = [_Entry(entry, key, "") for entry, key in given]
    return _insert(database, feed, unhashed, now, index=True)


def _insert(
    database: Database,
    feed: Mapping[str, Any] | Row,
    entries: Sequence[_Entry],
    now: datetime,
    *,
    index: bool,
) -> list[int]:
    own = {name: feed[name] for name in ("feed_id", "hidden", "folder_id")}
    own["indexed"] = text_index.INDEXED if index else text_index.ARRIVED
    ids: list[int] = []
    for start in range(0, len(entries), _INSERTED_TOGETHER):
        some = entries[start : start + _INSERTED_TOGETHER]
        ids += _insert_together(database, [_columns(entry, now) | own for entry in some])
    texts.store_sources(database, list(zip(ids, map(_source, entries), strict=True)))
    if index:
        contents = (text_index.Content(one.entry.title, _author(one.entry)) for one in entries)
        text_index.add(database, zip(ids, contents, strict=True))
    return ids


def _insert_together(database: Database, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows by one statement: SQLite copies each page that one changes, since it may fail."""
    names, marks = ", ".join(rows[0]), f"({_marks(rows[0])})"
    inserted = database.rows(
        f"INSERT INTO articles ({names}) VALUES {', '.join([marks] * len(rows))} RETURNING id, key",
        [value for row in rows for value in row.values()],
    )
    ids = {row["key"]: int(row["id"]) for row in inserted}
    return [ids[row["key"]] for row in rows]


def _update(database: Database, known: Row, entry: _Entry, now: datetime) -> None:
    """Take an edited entry in; its place in the lists and its state stay."""
    article_id = known["id"]
    revisions.keep(database, article_id, stamp(now))
    text_index.forget(database, [article_id])
    values = _columns(entry, now)
    del values["sort_time"]
    received = values.pop("received")
    if values["updated"] is None or values["updated"] == known["updated"]:
        # the feed does not say when it was edited, if it was
        values["updated"] = received if known["content_hash"] else known["updated"]
    if values["published"] is None:
        del values["published"]
    names = ", ".join(f"{name} = ?" for name in values)
    database.run(f"UPDATE articles SET {names} WHERE id = ?", (*values.values(), article_id))
    texts.store_sources(database, [(article_id, _source(entry))])
    text_index.insert(database, [article_id])


def _source(given: _Entry) -> texts.EntrySource:
    entry = given.entry
    return texts.EntrySource(entry.content, entry.summary, entry.base_url)


def _author(entry: ParsedEntry) -> str:
    return ", ".join(entry.authors)
