"""Where lists stand: the indexes that hold them in their order, and what part of these.

A folder that holds folders is the merger of their ranges. Of a search, what a condition leads to,
as a feed's name or a date does, is walked alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from newsreader.core.query import ENTITY_FIELDS, ListQuery, Match, Moment, Node, Order
from newsreader.library.conditions import feeds_called, folders_called, moment, named
from newsreader.library.connection import Database
from newsreader.library.values import tag_pattern

HERE = "articles.removed = 0"
"""What every list asks for: what the person removed is in none."""
MOST_RANGES = 100
"""How many ranges are merged; SQLite takes no more than 500."""

PLACES = {Order.KEPT: "bookmarks.created", Order.TITLE: "articles.title COLLATE NOCASE"}
"""The columns by which lists are ordered that are not ordered by age."""


class Range(msgspec.Struct, frozen=True):
    """A part of a list that stands in one table or index, with values for its question marks.

    Attributes:
        place: The column that gives the order, as ``id`` does among equals.
    """

    table: str
    where: tuple[str, ...]
    values: tuple[Any, ...] = ()
    place: str = "articles.sort_time"
    id: str = "articles.id"

    def also(self, where: str, values: tuple[Any, ...] = ()) -> Range:
        """Give the part of this for which a condition holds."""
        return msgspec.structs.replace(
            self, where=(*self.where, where), values=(*self.values, *values)
        )

    def within(self, node: Moment, now: datetime) -> Range:
        """Give the part of this before or after a moment."""
        is_by_age = self.place not in PLACES.values()
        sql, values = moment(node, now, self.place if is_by_age else "articles.sort_time")
        return self.also(sql, tuple(values))


EVERYTHING = Range("articles INDEXED BY articles_time", ("1", HERE))
"""Where a search of the whole library looks."""
_NOTHING = Range("articles", ("0",))


def ranges(database: Database, query: ListQuery, *, is_forced: bool) -> tuple[Range, ...]:
    """Give what a list's scope holds.

    Args:
        database: The library's.
        query: The list; its query is not looked at, but for that there is one.
        is_forced: No other index may be used, whatever else is asked for.
    """
    value = query.scope.value
    match query.scope.kind:
        case "entity" | "smart":
            return (_members(database, query, _membership(database, query)),)
        case "folder":
            ids = folder_ids(database, str(value))
            return _folders(ids, query, 1 if query.query else MOST_RANGES)
        case "bookmarks" if not query.order.by_age:
            return (_ordered_bookmarks(query),)
        case "bookmarks":
            where, values = kept(str(value))
            here = Range("kept", (where,), values)
        case "feed":
            here = Range("feed", ("articles.feed_id = ?",), (value,))
        case _ if query.query:  # a search finds what is in hidden feeds as well
            here = Range("time", ("1",))
        case _:
            here = Range("shown", ("articles.hidden = 0",))
    return (_indexed(here, query.unread_only, is_forced=is_forced),)


def narrowed(
    database: Database, query: ListQuery, node: Node, *, most: int = MOST_RANGES
) -> tuple[Range, ...] | None:
    """Give where in the library all that a condition finds stands.

    None where no index says it, or where these would be more ranges than ``most``.
    """
    match node:
        case Match("is", "bookmarked"):
            return (_indexed(Range("kept", ("articles.bookmarked = 1",)), query.unread_only),)
        case Match("feed", value):
            return _feeds(database, value, query, most)
        case Match("folder", value):
            sql, values = folders_called(value)
            return _folders([row["id"] for row in database.rows(sql, values)], query, most)
        case Match(field, value) if field in ENTITY_FIELDS:
            return _named(database, query, *named(value, ENTITY_FIELDS[field]))
        case _:
            return None


def _named(
    database: Database, query: ListQuery, whom: str, values: list[Any]
) -> tuple[Range, ...] | None:
    """Walk what names the one whom a statement gives; None where it gives several."""
    row = database.row(f"SELECT min(id) AS first, max(id) AS last FROM ({whom})", values)
    if row is None or row["first"] is None:
        return (_NOTHING,)
    if row["first"] != row["last"]:
        return None
    return (_members(database, query, _Membership(*_NAMES, row["first"])),)


def _feeds(database: Database, value: str, query: ListQuery, most: int) -> tuple[Range, ...] | None:
    """Walk the feeds that are called so, and what is left of such feeds."""
    (feeds, names), (left, title) = feeds_called(value)
    ids = [row["id"] for row in database.rows(feeds, names)]
    found = [Range("feed", ("articles.feed_id = ?",), (number,)) for number in ids]
    if database.value("SELECT total FROM counts WHERE name = 'loose'"):
        found.append(Range("feed", ("articles.feed_id IS NULL", left), tuple(title)))
    if len(found) > most:
        return None
    return tuple(_indexed(one, query.unread_only) for one in found) or (_NOTHING,)


def kept(tag: str) -> tuple[str, tuple[str, ...]]:
    """Give the condition on the bookmarks, or on those of them that have a tag."""
    if not tag:
        return "articles.bookmarked = 1", ()
    tagged = "SELECT article_id FROM bookmarks WHERE instr(tags, ?)"
    return f"articles.bookmarked = 1 AND articles.id IN ({tagged})", (tag_pattern(tag),)


def _ordered_bookmarks(query: ListQuery) -> Range:
    """Walk the bookmarks in an order that only they have."""
    table, number = "articles INDEXED BY articles_kept_title", "articles.id"
    if query.order is Order.KEPT:
        table = (
            "bookmarks INDEXED BY bookmarks_by_time"
            " CROSS JOIN articles ON articles.id = bookmarks.article_id"
        )
        number = "bookmarks.article_id"
    tagged, values = kept(str(query.scope.value))
    where = (tagged, HERE, *(("articles.read = 0",) * query.unread_only))
    return Range(table, where, values, PLACES[query.order], number)


def _indexed(here: Range, unread_only: bool, *, is_forced: bool = True) -> Range:
    """Give a range of the index whose name stands for the table, of the unread where asked."""
    index = f"articles_{here.table}{'_unread' if unread_only else ''}"
    where = (*here.where, HERE, "articles.read = 0") if unread_only else (*here.where, HERE)
    return Range(f"articles INDEXED BY {index}" if is_forced else "articles", where, here.values)


def _folders(ids: list[int], query: ListQuery, most: int) -> tuple[Range, ...]:
    if not ids:
        return (_NOTHING,)
    if len(ids) <= most:
        found = [Range("folder", ("articles.folder_id = ?",), (number,)) for number in ids]
    else:
        found = [Range("time", (f"articles.folder_id IN ({marks(ids)})",), tuple(ids))]
    return tuple(_indexed(one, query.unread_only) for one in found)


def folder_ids(database: Database, path: str) -> list[int]:
    """Give a folder and those inside it, as far as there are feeds in them."""
    rows = database.rows(
        "SELECT id, path FROM folders"
        " WHERE EXISTS (SELECT 1 FROM feeds WHERE feeds.folder = folders.path) ORDER BY path"
    )
    return [r["id"] for r in rows if r["path"] == path or r["path"].startswith(f"{path}/")]


def marks(values: list[int]) -> str:
    """Give as many question marks as there are values."""
    return ", ".join("?" * len(values))


# -- articles of a name or a rule ------------------------------------------------------------------


def entity_id(database: Database, query: ListQuery) -> int:
    """Give the identity that a scope's name stands for."""
    kind, _, name = str(query.scope.value).partition(":")
    sql = "SELECT coalesce(identity, id) FROM entities WHERE name = ? AND type = ?"
    return int(database.value(sql, (name, kind)) or 0)


_NAMES = ("article_entities", "entity_id")


class _Membership(msgspec.Struct, frozen=True):
    """The table that says which articles stand in a list, in order, and for which number there."""

    table: str
    column: str
    number: int


def _membership(database: Database, query: ListQuery) -> _Membership:
    if query.scope.kind == "smart":
        return _Membership("verdicts", "rule_id", int(query.scope.value))
    return _Membership(*_NAMES, entity_id(database, query))


def members(database: Database, query: ListQuery) -> tuple[str, int]:
    """Give the statement for the ids of the articles of a name or a rule, with its value."""
    here = _membership(database, query)
    return f"SELECT article_id FROM {here.table} WHERE {here.column} = ?", here.number


def _members(database: Database, query: ListQuery, members: _Membership) -> Range:
    """Walk the articles of an entity or a rule, or, where these are fewer, the unread ones."""
    if query.unread_only and _are_many(database, members):
        those = (
            f"EXISTS (SELECT 1 FROM {members.table} AS held WHERE held.{members.column} = ?"
            " AND held.sort_time = articles.sort_time AND held.article_id = articles.id)"
        )
        return _indexed(Range("time", (those,), (members.number,)), unread_only=True)
    here = Range(
        f"{members.table} AS held CROSS JOIN articles ON articles.id = held.article_id",
        (f"held.{members.column} = ?", HERE),
        (members.number,),
        "held.sort_time",
        "held.article_id",
    )
    return here.also("articles.read = 0") if query.unread_only else here


def _are_many(database: Database, members: _Membership) -> bool:
    """Say whether a list has more articles than are unread."""
    unread = database.value(
        "SELECT coalesce(sum(unread), 0) + (SELECT unread FROM counts WHERE name = 'loose')"
        " FROM feeds"
    )
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {members.table} WHERE {members.column} = ? LIMIT ?)"
    return int(database.value(sql, (members.number, unread + 1))) > int(unread)
