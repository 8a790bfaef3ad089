"""A list's query as SQL: where, in which order, from which place on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from newsreader.core import query as language
from newsreader.core.query import ListQuery, PageKey
from newsreader.library.search import condition
from newsreader.library.values import stamp


class Selection(msgspec.Struct, frozen=True):
    """The parts of a statement that do not depend on what is asked of the list.

    Attributes:
        table: What stands after FROM.
        where: The condition, with ``parameters`` for its question marks.
        time: The column that gives the order, as ``id`` does among equal times.
    """

    table: str
    where: str
    parameters: list[Any]
    time: str
    id: str
    oldest_first: bool

    def order(self, *, backwards: bool = False) -> str:
        """Give the order, or its reverse."""
        direction = "ASC" if self.oldest_first != backwards else "DESC"
        return f"ORDER BY {self.time} {direction}, {self.id} {direction}"

    def beyond(self, key: PageKey, *, backwards: bool = False) -> tuple[str, list[Any]]:
        """Give the condition for what comes after a key, or before it."""
        sign = ">" if self.oldest_first != backwards else "<"
        return f"({self.time}, {self.id}) {sign} (?, ?)", [stamp(key.sort_time), key.id]


def select(query: ListQuery, now: datetime) -> Selection:
    """Make the statement of a list.

    Raises:
        InputError: The query can not be understood.
    """
    table, where, parameters = _scope(query)
    if query.unread_only:
        where.append("articles.read = 0")
    node = language.parse(query.query)
    if node is not None:
        sql, more = condition(node, now)
        where.append(f"({sql})")
        parameters += more
    entity = query.scope.kind == "entity"
    return Selection(
        table=table,
        where=" AND ".join(where) or "1",
        parameters=parameters,
        time="named.sort_time" if entity else "articles.sort_time",
        id="named.article_id" if entity else "articles.id",
        oldest_first=query.oldest_first,
    )


def _scope(query: ListQuery) -> tuple[str, list[str], list[Any]]:
    value = query.scope.value
    match query.scope.kind:
        case "feed":
            return "articles", ["articles.feed_id = ?"], [value]
        case "folder":
            inside = str(value).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
            where = (
                "articles.feed_id IN"
                " (SELECT id FROM feeds WHERE folder = ? OR folder LIKE ? ESCAPE '\\')"
            )
            return "articles", [where], [value, inside + "/%"]
        case "bookmarks":
            return "articles", ["articles.bookmarked = 1"], []
        case "entity":
            kind, _, name = str(value).partition(":")
            table = "article_entities AS named JOIN articles ON articles.id = named.article_id"
            where = "named.entity_id = (SELECT id FROM entities WHERE name = ? AND type = ?)"
            return table, [where], [name, kind]
        case _:
            return "articles", ["articles.hidden = 0"] if not query.query else [], []
