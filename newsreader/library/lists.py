"""Lists of articles: their rows by page, their numbers, their places; marking them read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Article
from newsreader.core.query import ListQuery, Order, PageKey
from newsreader.library import counts, verdicts
from newsreader.library.connection import Database, Row
from newsreader.library.identities import COUNT_NAMED
from newsreader.library.ranges import entity_id
from newsreader.library.selection import Selection, select
from newsreader.library.times import stamp
from newsreader.library.values import ARTICLE_COLUMNS, THERE, article_of

JOINED = (
    "LEFT JOIN feeds ON feeds.id = articles.feed_id"
    " LEFT JOIN bookmarks ON bookmarks.article_id = articles.id"
)
_MANY = 500
"""How many ids stand in one statement."""
_NEAR = 2000
"""So many rows from an end of a list are counted at once, and looked for common words at once."""
_SPARSE = 100
"""So many, where it takes long to come from each to the next."""
_WINDOWS = 10
"""How often the next rows are looked for common words, before these are looked up everywhere."""


class Lists:
    """The articles as rows of lists."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def page(
        self,
        query: ListQuery,
        *,
        after: PageKey | None = None,
        before: PageKey | None = None,
        limit: int = 100,
    ) -> list[Article]:
        """Give rows of a list in its order: the first, those after a key, or those just before one.

        Args:
            query: The list.
            after: The key of the row above the first wanted.
            before: The key of the row below the last wanted.
            limit: The most rows to give; -1 for all.

        Raises:
            InputError: The query can not be understood.
            LibraryError: The library can not be read.
        """
        selection = self._select(query)
        ids = self._ids(selection, after or before, limit, backwards=before is not None)
        return self.several(ids[::-1] if before is not None else ids)

    def several(self, ids: Sequence[int]) -> list[Article]:
        """Give articles in the order of their ids; those that are gone are left out."""
        found: dict[int, Article] = {}
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            rows = self._database.rows(
                f"SELECT {ARTICLE_COLUMNS} FROM articles {JOINED}"
                f" WHERE articles.id IN ({', '.join('?' * len(some))}) AND {THERE}",
                some,
            )
            found |= {row["id"]: article_of(row) for row in rows}
        return [found[number] for number in ids if number in found]

    def _select(self, query: ListQuery) -> Selection:
        return select(self._database, query, self._now())

    def _ids(
        self, selection: Selection, key: PageKey | None, limit: int, *, backwards: bool = False
    ) -> list[int]:
        if selection.is_looked_up and 0 < limit <= _NEAR:
            found = self._near_ids(selection, key, limit, backwards=backwards)
            if found is not None:
                return found
        sql, values = selection.keys(key, backwards=backwards, limit=limit)
        return [row["id"] for row in self._database.rows(sql, values)]

    def _near_ids(
        self, selection: Selection, key: PageKey | None, limit: int, *, backwards: bool
    ) -> list[int] | None:
        """Look for common words in the next rows only; None where these do not hold enough.

        So the commonest word takes the same time however large the library is.
        """
        found: list[int] = []
        near: list[Row] = []
        is_end = False
        most = _SPARSE if selection.is_sparse else _NEAR
        whole = selection
        for looked in range(1, _WINDOWS + 1):
            if not near and not is_end:
                sql, values = selection.unsearched.keys(key, backwards=backwards, limit=most)
                near = self._database.rows(sql, values)
                is_end = len(near) < most
            if not near:
                return found
            within, looked_at = selection.within(near, backwards=backwards)
            sql, values = within.keys(key, backwards=backwards, limit=limit - len(found))
            found += [row["id"] for row in self._database.rows(sql, values)]
            if len(found) == limit or (is_end and looked_at == len(near)):
                return found
            if len(found) * _WINDOWS < limit * looked:
                return None  # so rare here that it is in vain
            selection, key = whole.beyond(near[looked_at - 1], backwards=backwards), None
            near = near[looked_at:]
        return None

    def count(self, query: ListQuery, *, limit: int | None = None) -> int:
        """Count the rows of a list; what the library keeps count of is not counted again.

        Args:
            query: The list.
            limit: Where to stop: nobody reads more than "1000+" of a search.
        """
        kept = self._kept_count(query)
        if kept is not None:
            return kept if limit is None else min(kept, limit)
        selection = self._select(query)
        if limit is not None and selection.is_looked_up and not selection.is_in_index:
            found = self._near_ids(selection, None, limit, backwards=False)
            if found is not None:
                return len(found)
        return int(self._database.value(*selection.count(limit)))

    def _kept_count(self, query: ListQuery) -> int | None:
        if query.query:
            return None
        column: Literal["total", "unread"] = "unread" if query.unread_only else "total"
        value = query.scope.value
        match query.scope.kind:
            case "all":
                return counts.listed(self._database, column)
            case "bookmarks" if not value:
                return int(self._database.value(f"SELECT {column} FROM counts WHERE name = 'kept'"))
            case "smart":
                return verdicts.kept_count(self._database, int(value), column)
            case "feed":
                kept = self._database.value(f"SELECT {column} FROM feeds WHERE id = ?", (value,))
                return int(kept or 0)
            case "folder":
                rows = self._database.rows(f"SELECT folder, {column} AS number FROM feeds")
                inside = (r for r in rows if f"{r['folder']}/".startswith(f"{value}/"))
                return sum(int(row["number"]) for row in inside)
            case "entity" if not query.unread_only:
                number = entity_id(self._database, query)
                return int(self._database.value(COUNT_NAMED, (number,)))
            case _:
                return None

    def new_by_feed(self, since: datetime) -> dict[int, int]:
        """Count the unread articles that each feed that is not hidden got after a time."""
        rows = self._database.rows(
            "SELECT id, (SELECT count(*) FROM articles INDEXED BY articles_fresh"
            " WHERE feed_id = feeds.id AND received > ? AND removed = 0 AND read = 0) AS number"
            " FROM feeds WHERE hidden = 0 AND removed = 0",
            (stamp(since),),
        )
        return {row["id"]: row["number"] for row in rows if row["number"]}

    def key_at(self, query: ListQuery, index: int, *, total: int | None = None) -> PageKey | None:
        """Give the key of the row with a number, counted from 0; None beyond the end.

        Args:
            query: The list.
            index: The number.
            total: How many rows it has, where that is known: they are gone through from the nearer
                end.
        """
        total = self._kept_count(query) if total is None else total
        backwards = total is not None and total // 2 < index < total
        steps = total - 1 - index if backwards and total is not None else index
        selection = self._select(query)
        if steps < _NEAR:
            ids = self._ids(selection, None, steps + 1, backwards=backwards)[steps:]
        else:
            sql, values = selection.keys(backwards=backwards, limit=1, offset=steps)
            ids = [row["id"] for row in self._database.rows(sql, values)]
        found = self.several(ids)
        return query.order.key(found[0]) if found else None

    def index_of(self, query: ListQuery, article_id: int) -> int | None:
        """Give the number of an article's row, counted from 0; None where the list lacks it."""
        here = self.several([article_id])
        if not here:
            return None
        key = query.order.key(here[0])
        if not self._database.value(*self._select(query).compared("=", key).count()):
            return None
        return self.count_above(query, key)

    def count_above(self, query: ListQuery, key: PageKey) -> int:
        """Count the rows of a list that come before a key; at either end that takes no time."""
        selection = self._select(query)
        before, after = ("<", ">=") if query.order.ascending else (">", "<=")
        near = int(self._database.value(*selection.compared(before, key).count(_NEAR)))
        if near < _NEAR:
            return near
        kept = self._kept_count(query)
        if kept is not None:
            rest = int(self._database.value(*selection.compared(after, key).count(_NEAR)))
            if rest < _NEAR:
                return kept - rest
        return sum(int(self._database.value(*part.count())) for part in selection.above(key))

    def next_unread(
        self, query: ListQuery, after: PageKey | None, *, backwards: bool = False
    ) -> Article | None:
        """Give the next unread article of a list after a key, or before it."""
        unread = self._select(msgspec.structs.replace(query, unread_only=True))
        found = self.several(self._ids(unread, after, 1, backwards=backwards))
        return found[0] if found else None

    def get(self, article_id: int) -> Article:
        """Give an article.

        Raises:
            InputError: There is none.
        """
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {JOINED} WHERE articles.id = ? AND {THERE}",
            (article_id,),
        )
        if row is None:
            raise InputError("This article is no longer in the library.")
        return article_of(row)

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
        wanted = msgspec.structs.replace(query, unread_only=True, order=Order.NEWEST)
        unread = self._select(wanted)
        if up_to is not None:
            unread = unread.compared("<=", up_to)
        sql, values = unread.statement("SELECT articles.id")
        with self._database.transaction():
            return self.mark_read([row["id"] for row in self._database.rows(sql, values)], True)
