"""The articles: lists of them, each of them, and what changes with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import InputError
from newsreader.core.models import Article, Entity, ParsedEntry, Preparation, Reading
from newsreader.core.query import ListQuery, PageKey
from newsreader.library import entries as taking_in
from newsreader.library import text_index
from newsreader.library.connection import Database
from newsreader.library.entities import store_entities
from newsreader.library.entries import Stored
from newsreader.library.selection import Selection, select
from newsreader.library.values import (
    ARTICLE_COLUMNS,
    article_of,
    certain_moment,
    pack,
    stamp,
    unpack,
    unpack_text,
)

_JOINED = "LEFT JOIN feeds ON feeds.id = articles.feed_id"
_MANY = 500
"""How many ids stand in one statement."""


RETRIES = 5
"""How often a page that could not be had is asked for again."""


class EntrySource(msgspec.Struct, frozen=True):
    """What a feed gave for an article: HTML, and what addresses in it are relative to."""

    content: str = ""
    summary: str = ""
    base_url: str = ""


def _retries_left(preparation: str, retries: int) -> int:
    return RETRIES if preparation == Preparation.PENDING else max(0, retries - 1)


class Articles:
    """The table of articles, with their texts."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    # -- lists -------------------------------------------------------------------------------------

    def page(
        self,
        query: ListQuery,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int = 100,
    ) -> list[Article]:
        """Give rows of a list in its order: the first, those after a key, or those just before one.

        Raises:
            InputError: The query can not be understood.
            LibraryError: The library can not be read.
        """
        selection = select(query, self._now())
        backwards = before is not None
        rows = self._rows(selection, after or before, limit, backwards=backwards)
        return rows[::-1] if backwards else rows

    def _rows(
        self,
        selection: Selection,
        key: PageKey | None,
        limit: int,
        *,
        backwards: bool = False,
        also: str = "1",
    ) -> list[Article]:
        beyond, values = selection.beyond(key, backwards=backwards) if key else ("1", [])
        sql = (
            f"SELECT {ARTICLE_COLUMNS} FROM {selection.table} {_JOINED}"
            f" WHERE {selection.where} AND {beyond} AND {also}"
            f" {selection.order(backwards=backwards)} LIMIT ?"
        )
        parameters = [*selection.parameters, *values, limit]
        return [article_of(row) for row in self._database.rows(sql, parameters)]

    def count(self, query: ListQuery) -> int:
        """Count the rows of a list; what the library keeps count of is not counted again."""
        kept = self._kept_count(query)
        if kept is not None:
            return kept
        selection = select(query, self._now())
        sql = f"SELECT count(*) FROM {selection.table} WHERE {selection.where}"
        return int(self._database.value(sql, selection.parameters))

    def _kept_count(self, query: ListQuery) -> int | None:
        if query.query or query.scope.kind not in ("feed", "folder"):
            return None
        column = "unread" if query.unread_only else "total"
        value = query.scope.value
        if query.scope.kind == "feed":
            kept = self._database.value(f"SELECT {column} FROM feeds WHERE id = ?", (value,))
            return int(kept or 0)
        rows = self._database.rows(f"SELECT folder, {column} AS number FROM feeds")
        inside = f"{value}/"
        inside_of = (r for r in rows if r["folder"] == value or r["folder"].startswith(inside))
        return sum(int(row["number"]) for row in inside_of)

    def key_at(self, query: ListQuery, index: int) -> PageKey | None:
        """Give the key of the row with a number, counted from 0; None beyond the end."""
        selection = select(query, self._now())
        row = self._database.row(
            f"SELECT {selection.time} AS time, {selection.id} AS id FROM {selection.table}"
            f" WHERE {selection.where} {selection.order()} LIMIT 1 OFFSET ?",
            [*selection.parameters, index],
        )
        return None if row is None else PageKey(certain_moment(row["time"]), row["id"])

    def index_of(self, query: ListQuery, article_id: int) -> int | None:
        """Give the number of an article's row, counted from 0; None where the list lacks it."""
        selection = select(query, self._now())
        here = self._database.row(
            f"SELECT {selection.time} AS time FROM {selection.table}"
            f" WHERE {selection.where} AND {selection.id} = ?",
            [*selection.parameters, article_id],
        )
        if here is None:
            return None
        key = PageKey(certain_moment(here["time"]), article_id)
        beyond, values = selection.beyond(key, backwards=True)
        sql = f"SELECT count(*) FROM {selection.table} WHERE {selection.where} AND {beyond}"
        return int(self._database.value(sql, [*selection.parameters, *values]))

    def next_unread(
        self, query: ListQuery, after: PageKey | None, *, backwards: bool = False
    ) -> Article | None:
        """Give the next unread article of a list after a key, or before it."""
        selection = select(query, self._now())
        found = self._rows(selection, after, 1, backwards=backwards, also="articles.read = 0")
        return found[0] if found else None

    # -- one article -------------------------------------------------------------------------------

    def get(self, article_id: int) -> Article:
        """Give an article.

        Raises:
            InputError: There is none.
        """
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {_JOINED} WHERE articles.id = ?", (article_id,)
        )
        if row is None:
            raise InputError("This article is no longer in the library.")
        return article_of(row)

    def find(self, text: str) -> Article | None:
        """Find an article by its id or its address, the newest where several have one."""
        column = "id" if text.isascii() and text.isdigit() and len(text) < 19 else "url"
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {_JOINED} WHERE articles.{column} = ?"
            " ORDER BY articles.id DESC LIMIT 1",
            (int(text) if column == "id" else text,),
        )
        return None if row is None else article_of(row)

    def reading(self, article_id: int) -> Reading | None:
        """Give an article with its text and entities; None where there is no such article."""
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS}, bodies.document, bodies.entities FROM articles {_JOINED}"
            " LEFT JOIN bodies ON bodies.article_id = articles.id WHERE articles.id = ?",
            (article_id,),
        )
        if row is None:
            return None
        document = unpack(row["document"], Document) if row["document"] else Document()
        entities = unpack(row["entities"], tuple[Entity, ...]) if row["entities"] else ()
        return Reading(
            article=article_of(row),
            document=document,
            entities=entities,
            names_by=row["names_by"],
            site=row["site"],
            position=row["position"],
        )

    def source(self, article_id: int) -> EntrySource:
        """Give what the feed gave; nothing for a page that is in no feed."""
        row = self._database.row("SELECT * FROM sources WHERE article_id = ?", (article_id,))
        if row is None:
            return EntrySource()
        return EntrySource(
            unpack_text(row["content"]), unpack_text(row["summary"]), row["base_url"]
        )

    def pending(self, limit: int) -> list[Article]:
        """Give articles to prepare, or to try once more, the newest first."""
        rows = self._database.rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {_JOINED}"
            " WHERE (articles.preparation = 'pending' OR articles.retries > 0)"
            " ORDER BY articles.sort_time DESC, articles.id DESC LIMIT ?",
            (limit,),
        )
        return [article_of(row) for row in rows]

    # -- taking in ---------------------------------------------------------------------------------

    def store_entries(
        self,
        feed_id: int,
        entries: Sequence[ParsedEntry],
        keys: Sequence[str],
        hashes: Sequence[str],
        *,
        now: datetime,
    ) -> Stored:
        """Store a feed's entries; state that a person gave to an article is never touched.

        Args:
            feed_id: The feed; entries of one that is no longer there are dropped.
            entries: In the feed's order.
            keys: What identifies each (`newsreader.core.decide.entry_keys`).
            hashes: Of each one's content: an article whose hash is unchanged is left as it is.
            now: The time of receipt.

        Raises:
            LibraryError: They can not be stored; then none is.
        """
        return taking_in.store(self._database, feed_id, entries, keys, hashes, now)

    def add_page(self, url: str, title: str) -> Article:
        """Store a page that is in no feed.

        Raises:
            LibraryError: It can not be stored.
        """
        now = stamp(self._now())
        with self._database.transaction():
            cursor = self._database.run(
                "INSERT INTO articles (key, url, title, received, sort_time)"
                " VALUES (?, ?, ?, ?, ?)",
                (url, url, title, now, now),
            )
            return self.get(int(cursor.lastrowid or 0))

    def save_prepared(
        self,
        article_id: int,
        *,
        document: Document,
        entities: Sequence[Entity] = (),
        names_by: str = "model",
        source: str = "feed",
        preparation: Preparation = Preparation.READY,
        note: str = "",
        language: str = "",
        site: str = "",
        image: str | None = None,
        author: str = "",
        title: str = "",
        retry: bool = False,
    ) -> None:
        """Store an article's text; "" and None leave what its feed said as it is.

        With ``retry`` it stays among `pending` for some more tries.

        Raises:
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            row = self._database.row("SELECT * FROM articles WHERE id = ?", (article_id,))
            if row is None:
                return
            text_index.forget(self._database, [article_id])
            changes: dict[str, Any] = {
                "names_by": names_by,
                "source": source,
                "preparation": preparation.value,
                "note": note,
                "words": document.words,
                "language": language or row["language"],
                "site": site or row["site"],
                "image": image or row["image"],
                "author": author or row["author"],
                "title": title or row["title"],
                "retries": _retries_left(row["preparation"], row["retries"]) if retry else 0,
            }
            names = ", ".join(f"{name} = ?" for name in changes)
            self._database.run(
                f"UPDATE articles SET {names} WHERE id = ?", (*changes.values(), article_id)
            )
            self._database.run(
                "INSERT OR REPLACE INTO bodies (article_id, document, entities) VALUES (?, ?, ?)",
                (article_id, pack(document), pack(tuple(entities))),
            )
            store_entities(self._database, article_id, row["sort_time"], entities)
            text_index.insert(self._database, article_id)

    # -- state -------------------------------------------------------------------------------------

    def mark_read(self, ids: Sequence[int], read: bool) -> list[int]:
        """Mark articles read or unread, and give those that were not so before."""
        changed: list[int] = []
        with self._database.transaction():
            for start in range(0, len(ids), _MANY):
                some = list(ids[start : start + _MANY])
                marks = ", ".join("?" * len(some))
                rows = self._database.rows(
                    f"UPDATE articles SET read = ? WHERE id IN ({marks}) AND read <> ?"
                    " RETURNING id",
                    (read, *some, read),
                )
                changed += [row["id"] for row in rows]
        return changed

    def mark_all_read(self, query: ListQuery, *, up_to: PageKey | None = None) -> list[int]:
        """Mark a list read, and give the articles that were not.

        Args:
            query: The list.
            up_to: Only what is not newer than this, so that nothing unseen is marked.
        """
        selection = select(msgspec.structs.replace(query, unread_only=True), self._now())
        where, parameters = selection.where, list(selection.parameters)
        if up_to is not None:
            where += f" AND ({selection.time}, {selection.id}) <= (?, ?)"
            parameters += [stamp(up_to.sort_time), up_to.id]
        with self._database.transaction():
            rows = self._database.rows(
                f"SELECT articles.id FROM {selection.table} WHERE {where}", parameters
            )
            return self.mark_read([row["id"] for row in rows], True)

    def set_position(self, article_id: int, offset: int) -> None:
        """Remember where reading stopped, an offset into the text."""
        with self._database.transaction():
            self._database.run(
                "UPDATE articles SET position = ? WHERE id = ?", (max(0, offset), article_id)
            )

    def delete_old(self, now: datetime, read_days: int, unread_days: int, limit: int = 500) -> int:
        """Drop articles that are older than is kept, but no bookmark, and give how many.

        Args:
            now: The present.
            read_days: For articles that were read; 0 keeps them for ever.
            unread_days: For those that were not.
            limit: The most to drop in this step.
        """
        with self._database.transaction():
            dropped = 0
            for read, days in ((1, read_days), (0, unread_days)):
                if days:
                    before = stamp(now - timedelta(days=days))
                    dropped += self._drop(read, before, limit - dropped, stamp(now))
            return dropped

    def _drop(self, read: int, before: int | None, limit: int, now: int | None) -> int:
        rows = self._database.rows(
            "SELECT id, feed_id, key FROM articles WHERE bookmarked = 0 AND read = ?"
            " AND received < ? LIMIT ?",
            (read, before, limit),
        )
        text_index.forget(self._database, [row["id"] for row in rows])
        for row in rows:
            if row["feed_id"] is not None:
                self._database.run(
                    "INSERT OR REPLACE INTO dropped (feed_id, key, seen) VALUES (?, ?, ?)",
                    (row["feed_id"], row["key"], now),
                )
            self._database.run("DELETE FROM articles WHERE id = ?", (row["id"],))
        return len(rows)
