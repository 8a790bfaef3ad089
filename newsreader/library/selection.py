"""A list's query as SQL: from which index, where, in which order, from which place on.

Every list is answered by an index that gives it in its order. A folder that holds folders is the
merger of their ranges. Words are looked up first: where they stand in few articles these are the
way to the rest, otherwise the list is walked and each article looked up among what was found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from newsreader.core import query as language
from newsreader.core.query import Both, ListQuery, Node, Order, PageKey, Scope
from newsreader.library import text_index, verdicts
from newsreader.library.conditions import Parts, condition, is_walked, spelled_out, split
from newsreader.library.connection import Database, Row
from newsreader.library.times import stamp
from newsreader.library.values import HIDDEN, tag_pattern

FEW = 2000
"""Words that stand in no more articles than this are rare: these are sorted, and can be ranked."""
MOST_APART = 10
"""Of how many ids one may be wanted, for that the full-text index is asked for no others."""
MOST_ALONE = 300
"""In how many articles whose ids are further apart common words are looked up one by one."""
MOST_RANGES = 100
"""How many folders are merged; SQLite takes no more than 500."""

_BROAD = re.compile(r'(?<!\w)\w{1,4}" \*')
"""In the syntax of the full-text index: the beginning of a word, of no more than four letters."""
_MOST_REMEMBERED = 1000
_HERE = "articles.removed = 0"
"""What every list asks for: what the person removed is in none."""
_HIDDEN = f"articles.removed = {HIDDEN}"
_INDEX = re.compile(r"articles INDEXED BY \w+")
_FOUND_ALONE = "EXISTS (SELECT 1 FROM found WHERE found MATCH ? AND rowid = articles.id)"
_FOUND = "articles.id IN (SELECT rowid FROM found WHERE found MATCH ?{})"
_PLACES = {Order.KEPT: "bookmarks.created", Order.TITLE: "articles.title COLLATE NOCASE"}


class Range(msgspec.Struct, frozen=True):
    """A part of a list that stands in one table or index, with values for its question marks."""

    table: str
    where: tuple[str, ...]
    values: tuple[Any, ...] = ()

    def also(self, where: str, values: tuple[Any, ...] = ()) -> Range:
        """Give the part of this for which a condition holds."""
        return Range(self.table, (*self.where, where), (*self.values, *values))


class Selection(msgspec.Struct, frozen=True):
    """What a list holds, and its order.

    Attributes:
        ranges: What it is the merger of.
        words: What the full-text index is asked for, where that is rare.
        common: The same where it is not: each row is looked up among what is found.
        rest: What else must hold of each row, with values for its question marks.
        walked: Each row must be looked at for the rest.
        ids: Where only rows with these ids are wanted, common words are looked up in no others.
        one_by_one: Common words are looked up for each row by itself, as where ids are far apart.
        place: The column that gives the order, as ``id`` does among equals.
    """

    ranges: tuple[Range, ...]
    order: Order
    words: str = ""
    common: str = ""
    rest: tuple[str, tuple[Any, ...]] = ("", ())
    walked: bool = False
    ids: range | None = None
    one_by_one: bool = False
    place: str = "articles.sort_time"
    id: str = "articles.id"

    def keys(
        self, key: PageKey | None = None, *, backwards: bool = False, limit: int, offset: int = 0
    ) -> tuple[str, list[Any]]:
        """Give the statement for the keys (``place``, ``id``) of rows after a key, or before it."""
        ascending = self.order.ascending != backwards
        here = self.compared(">" if ascending else "<", key) if key else self
        direction = "ASC" if ascending else "DESC"
        sql, values = here.statement(f"SELECT {self.place} AS place, {self.id} AS id")
        order = f" ORDER BY place {direction}, id {direction} LIMIT ? OFFSET ?"
        return sql + order, [*values, limit, offset]

    def compared(self, sign: str, key: PageKey) -> Selection:
        """Give the part of this on one side of a key."""
        place = key.place if isinstance(key.place, str) else stamp(key.place)
        return self._beyond(sign, place, key.id)

    def _beyond(self, sign: str, place: str | int | None, number: int) -> Selection:
        where = f"({self.place}, {self.id}) {sign} (?, ?)"
        values = (place, number)
        ranges = tuple(part.also(where, values) for part in self.ranges)
        return msgspec.structs.replace(self, ranges=ranges)

    def count(self, limit: int | None = None) -> tuple[str, list[Any]]:
        """Give the statement that counts the rows, up to a limit."""
        if self.common and self.ranges == (EVERYTHING,) and not self.rest[0]:
            if limit is not None:
                return _COUNT_SOME, [self.common, limit]
            return _COUNT_FOUND, [self.common, self.common]
        most = -1 if limit is None else limit
        if self.walked:  # in their order, articles are read as they lie in the file
            sql, values = self.keys(limit=most)
            return f"SELECT count(*) FROM ({sql})", values
        sql, values = self.statement("SELECT 1")
        return f"SELECT count(*) FROM ({sql} LIMIT ?)", [*values, most]

    def statement(self, head: str) -> tuple[str, list[Any]]:
        """Give the statement for all rows in no order, beginning with what is wanted of each."""
        ranges = tuple(map(self._matching, self.ranges))
        parts = [f"{head} FROM {part.table} WHERE {' AND '.join(part.where)}" for part in ranges]
        return " UNION ALL ".join(parts), [value for part in ranges for value in part.values]

    def _matching(self, part: Range) -> Range:
        if self.common and self.one_by_one:
            part = part.also(_FOUND_ALONE, (self.common,))
        elif self.common:
            here = f" AND rowid BETWEEN {self.ids[0]} AND {self.ids[-1]}" if self.ids else ""
            part = part.also(_FOUND.format(here), (self.common,))
        sql, values = self.rest
        return part.also(f"({sql})", values) if sql else part

    @property
    def unsearched(self) -> Selection:
        """The list without the query, as far as that is looked up for each row."""
        return msgspec.structs.replace(self, common="", rest=("", ()))

    def within(self, rows: Sequence[Row], *, backwards: bool) -> tuple[Selection, int]:
        """Give the part among rows that are the next ones of `unsearched`, as `keys` gave them.

        And among how many of the rows: where their ids are far apart, they are fewer.
        """
        ids = range(min(row["id"] for row in rows), max(row["id"] for row in rows) + 1)
        is_apart = len(ids) > len(rows) * MOST_APART
        looked_at = rows[:MOST_ALONE] if is_apart else rows
        last = looked_at[-1]
        sign = ">=" if self.order.ascending == backwards else "<="
        here = self._beyond(sign, last["place"], last["id"])
        within = msgspec.structs.replace(here, ids=None if is_apart else ids, one_by_one=is_apart)
        return within, len(looked_at)


EVERYTHING = Range("articles INDEXED BY articles_time", ("1", _HERE))
"""Where a search of the whole library looks."""
_COUNT_FOUND = (
    "SELECT (SELECT count(*) FROM found WHERE found MATCH ?)"
    " - (SELECT count(*) FROM articles INDEXED BY articles_removed"
    f" WHERE articles.removed <> 0 AND {_FOUND.format('')})"
)
"""The full-text index counts what it finds in no time, with what is in no list."""
_COUNT_SOME = (
    "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? AND rowid NOT IN"
    " (SELECT id FROM articles INDEXED BY articles_removed WHERE articles.removed <> 0) LIMIT ?)"
)


def select(database: Database, query: ListQuery, now: datetime) -> Selection:
    """Find the way to a list.

    Raises:
        InputError: The query can not be understood.
        LibraryError: The library can not be read.
    """
    node = language.parse(query.query)
    if query.scope.kind == "smart":
        query, node = _without_rule(database, query, node)
    parts = split(spelled_out(node, partial(text_index.terms, database)) if node else None)
    selection = _way(database, query, parts, now)
    return _among_hidden(selection) if _asks_for_hidden(parts) else selection


def _way(database: Database, query: ListQuery, parts: Parts, now: datetime) -> Selection:
    if parts.text and _is_rare(database, parts.text):
        return _from_words(database, query, parts, now)
    if query.scope.kind in ("entity", "smart"):
        return _with_query(_members(query, _membership(database, query), database), parts, now)
    if query.scope.kind == "folder":
        ranges = _folder(database, query, merged=not query.query)
    elif not query.order.by_age:
        return _with_query(_bookmarks(query), parts, now)
    else:
        ranges = (_simple(query, forced=bool(parts.text) or not query.query),)
    return _with_query(Selection(ranges, query.order), parts, now)


def _is_rare(database: Database, words: str) -> bool:
    """Say whether few articles hold the words, or did when that was last asked.

    A short beginning of words is taken to be common without asking: what it finds is collected
    anew for each question, and that takes longer than walking the list.
    """
    if _BROAD.search(words):
        return False
    known = database.memory.get(words)
    if known is None:
        sql = "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? LIMIT ?)"
        known = int(database.value(sql, (words, FEW + 1))) <= FEW
        if len(database.memory) >= _MOST_REMEMBERED:
            database.memory.clear()
        database.memory[words] = known
    return known


def _from_words(database: Database, query: ListQuery, parts: Parts, now: datetime) -> Selection:
    """Begin with the articles that hold the words."""
    table = "found CROSS JOIN articles ON articles.id = found.rowid"
    if query.order is Order.KEPT:
        table += " CROSS JOIN bookmarks ON bookmarks.article_id = articles.id"
    here = Range(table, ("found MATCH ?", _HERE), (parts.text,))
    value = query.scope.value
    match query.scope.kind:
        case "feed":
            here = here.also("articles.feed_id = ?", (value,))
        case "folder":
            ids = folder_ids(database, str(value))
            here = here.also(f"articles.folder_id IN ({_marks(ids)})", tuple(ids))
        case "bookmarks":
            where, values = _kept(str(value))
            here = here.also(where, values)
        case "entity" | "smart":
            members = _membership(database, query)
            those = f"SELECT article_id FROM {members.table} WHERE {members.column} = ?"
            here = here.also(f"articles.id IN ({those})", (members.number,))
    if query.unread_only:
        here = here.also("articles.read = 0")
    place = _PLACES.get(query.order, "articles.sort_time")
    selection = Selection((here,), query.order, words=parts.text, place=place)
    return _with_query(selection, Parts(rest=parts.rest), now)


def _with_query(selection: Selection, parts: Parts, now: datetime) -> Selection:
    sql, values = condition(parts.rest, now) if parts.rest is not None else ("", [])
    walked = not selection.words and parts.rest is not None and is_walked(parts.rest)
    return msgspec.structs.replace(
        selection, common=parts.text, rest=(sql, tuple(values)), walked=walked
    )


# -- scopes ----------------------------------------------------------------------------------------


def _simple(query: ListQuery, *, forced: bool) -> Range:
    value = query.scope.value
    match query.scope.kind:
        case "feed":
            here = Range("feed", ("articles.feed_id = ?",), (value,))
        case "bookmarks":
            where, values = _kept(str(value))
            here = Range("kept", (where,), values)
        case _ if query.query:  # a search finds what is in hidden feeds as well
            here = Range("time", ("1",))
        case _:
            here = Range("shown", ("articles.hidden = 0",))
    return _indexed(here, query.unread_only, forced=forced)


def _bookmarks(query: ListQuery) -> Selection:
    """Walk the bookmarks in an order that only they have."""
    table, number = "articles INDEXED BY articles_kept_title", "articles.id"
    if query.order is Order.KEPT:
        table = (
            "bookmarks INDEXED BY bookmarks_by_time"
            " CROSS JOIN articles ON articles.id = bookmarks.article_id"
        )
        number = "bookmarks.article_id"
    tagged, values = _kept(str(query.scope.value))
    where = (tagged, _HERE, *(("articles.read = 0",) * query.unread_only))
    return Selection(
        (Range(table, where, values),), query.order, place=_PLACES[query.order], id=number
    )


def _kept(tag: str) -> tuple[str, tuple[str, ...]]:
    """Give the condition on the bookmarks, or on those of them that have a tag."""
    if not tag:
        return "articles.bookmarked = 1", ()
    tagged = "SELECT article_id FROM bookmarks WHERE instr(tags, ?)"
    return f"articles.bookmarked = 1 AND articles.id IN ({tagged})", (tag_pattern(tag),)


def _indexed(here: Range, unread_only: bool, *, forced: bool = True) -> Range:
    """Give a range of the index whose name stands for the table, of the unread where asked."""
    index = f"articles_{here.table}{'_unread' if unread_only else ''}"
    where = (*here.where, _HERE, "articles.read = 0") if unread_only else (*here.where, _HERE)
    return Range(f"articles INDEXED BY {index}" if forced else "articles", where, here.values)


def _folder(database: Database, query: ListQuery, *, merged: bool) -> tuple[Range, ...]:
    ids = folder_ids(database, str(query.scope.value))
    if not ids:
        return (Range("articles", ("0",)),)
    if merged and len(ids) <= MOST_RANGES:
        ranges = [Range("folder", ("articles.folder_id = ?",), (number,)) for number in ids]
    else:
        here = f"articles.folder_id IN ({_marks(ids)})"
        ranges = [Range("time", (here,), tuple(ids))]
    return tuple(_indexed(one, query.unread_only) for one in ranges)


def folder_ids(database: Database, path: str) -> list[int]:
    """Give a folder and those inside it, as far as there are feeds in them."""
    rows = database.rows(
        "SELECT id, path FROM folders"
        " WHERE EXISTS (SELECT 1 FROM feeds WHERE feeds.folder = folders.path) ORDER BY path"
    )
    return [r["id"] for r in rows if r["path"] == path or r["path"].startswith(f"{path}/")]


def _marks(values: list[int]) -> str:
    return ", ".join("?" * len(values))


def entity_id(database: Database, query: ListQuery) -> int:
    """Give the identity that a scope's name stands for."""
    kind, _, name = str(query.scope.value).partition(":")
    sql = "SELECT coalesce(identity, id) FROM entities WHERE name = ? AND type = ?"
    return int(database.value(sql, (name, kind)) or 0)


class _Membership(msgspec.Struct, frozen=True):
    """The table that says which articles stand in a list, in order, and for which number there."""

    table: str
    column: str
    number: int


def _membership(database: Database, query: ListQuery) -> _Membership:
    if query.scope.kind == "smart":
        return _Membership("verdicts", "rule_id", int(query.scope.value))
    return _Membership("article_entities", "entity_id", entity_id(database, query))


def _members(query: ListQuery, members: _Membership, database: Database) -> Selection:
    """Walk the articles of an entity or a rule, or, where these are fewer, the unread ones."""
    if query.unread_only and _are_many(database, members):
        those = (
            f"EXISTS (SELECT 1 FROM {members.table} AS held WHERE held.{members.column} = ?"
            " AND held.sort_time = articles.sort_time AND held.article_id = articles.id)"
        )
        here = _indexed(Range("time", (those,)), unread_only=True)
        return Selection((msgspec.structs.replace(here, values=(members.number,)),), query.order)
    here = Range(
        f"{members.table} AS held CROSS JOIN articles ON articles.id = held.article_id",
        (f"held.{members.column} = ?", _HERE),
        (members.number,),
    )
    return Selection(
        (here.also("articles.read = 0") if query.unread_only else here,),
        query.order,
        place="held.sort_time",
        id="held.article_id",
    )


def _are_many(database: Database, members: _Membership) -> bool:
    """Say whether a list has more articles than are unread."""
    unread = database.value(
        "SELECT coalesce(sum(unread), 0) + (SELECT unread FROM counts WHERE name = 'loose')"
        " FROM feeds"
    )
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {members.table} WHERE {members.column} = ? LIMIT ?)"
    return int(database.value(sql, (members.number, unread + 1))) > int(unread)


# -- rules -----------------------------------------------------------------------------------------


def _without_rule(
    database: Database, query: ListQuery, node: Node | None
) -> tuple[ListQuery, Node | None]:
    """Give a smart feed of which no articles are kept as the search that it is."""
    moving = verdicts.moving_query(database, int(query.scope.value))
    if moving is None:
        return query, node
    wanted = [one for one in (language.parse(moving), node) if one is not None]
    return msgspec.structs.replace(query, scope=Scope(), query=moving), Both(tuple(wanted))


def _asks_for_hidden(parts: Parts) -> bool:
    """Say whether all that is found must be hidden."""
    wanted = parts.rest.operands if isinstance(parts.rest, Both) else ()
    return language.Match("is", "hidden") in wanted


def _among_hidden(selection: Selection) -> Selection:
    """Look where all lists do not."""
    ranges = tuple(
        Range(
            _INDEX.sub("articles INDEXED BY articles_hidden", part.table),
            tuple(_HIDDEN if where == _HERE else where for where in part.where),
            part.values,
        )
        for part in selection.ranges
    )
    return msgspec.structs.replace(selection, ranges=ranges)
