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
from itertools import accumulate
from typing import Any

import msgspec

from newsreader.core import query as language
from newsreader.core.query import Both, ListQuery, Match, Moment, Node, Order, PageKey, Scope, Words
from newsreader.library import pieces, text_index, verdicts
from newsreader.library.conditions import (
    FOUND,
    Near,
    Parts,
    condition,
    holding,
    is_broad,
    is_walked,
    spelled_out,
    split,
)
from newsreader.library.connection import Database, Row
from newsreader.library.ranges import (
    EVERYTHING,
    HERE,
    MOST_RANGES,
    PLACES,
    Range,
    folder_ids,
    kept,
    marks,
    members,
    narrowed,
    ranges,
)
from newsreader.library.times import stamp
from newsreader.library.values import HIDDEN

FEW = 2000
"""Words that stand in no more articles than this are rare: these are sorted, and can be ranked."""
MOST_SORTED = 5_000
"""Where no list is shorter, so many articles to which an index leads are looked at and sorted."""
MOST_LED_TO = 50_000
"""Among how many articles something is looked for before they are; among more it is no help."""
WIDEST = 20_000
"""From how many ids in a row the full-text index gives all, of which some are wanted: that takes
less time for a hundred of them than to look up one by itself."""
MOST_ALONE = 100
"""In how many articles whose ids are further apart common words are looked up one by one."""
MOST_SEARCHED = 3
"""How many ranges are merged where each row is looked up: in each, all is looked up anew."""

_MOST_REMEMBERED = 1000
_HIDDEN = f"articles.removed = {HIDDEN}"
_INDEX = re.compile(r"articles INDEXED BY \w+")
_UNREAD, _IS_HIDDEN = Match("is", "unread"), Match("is", "hidden")
_NARROW = ({"is"}, {"feed"}, set(language.ENTITY_FIELDS), {"folder"})
"""Fields by which a search may be walked, those first that lead to the fewest articles."""


class Selection(msgspec.Struct, frozen=True):
    """What a list holds, and its order.

    Attributes:
        ranges: What it is the merger of.
        words: What the full-text index is asked for, where that is rare.
        common: The same where it is not: each row is looked up among what is found.
        rest: What else must hold of each row.
        now: When that is asked.
        near: Where only these rows are wanted, words are looked up in no others.
        is_sparse: Few rows of the list that is walked are in the ranges.
    """

    ranges: tuple[Range, ...]
    order: Order
    now: datetime
    words: str = ""
    common: str = ""
    rest: Node | None = None
    near: Near | None = None
    is_sparse: bool = False

    @property
    def _place(self) -> str:
        return self.ranges[0].place

    @property
    def _id(self) -> str:
        return self.ranges[0].id

    @property
    def is_in_index(self) -> bool:
        """Whether the full-text index alone can count what is found."""
        return bool(self.common) and self.ranges == (EVERYTHING,) and self.rest is None

    @property
    def is_looked_up(self) -> bool:
        """Whether words are looked up for each row, so that it is better done for few."""
        leaves = language.leaves(self.rest)
        return bool(self.common) or any(isinstance(leaf, Words) for leaf in leaves)

    def keys(
        self, key: PageKey | None = None, *, backwards: bool = False, limit: int, offset: int = 0
    ) -> tuple[str, list[Any]]:
        """Give the statement for the keys (``place``, ``id``) of rows after a key, or before it."""
        ascending = self.order.ascending != backwards
        here = self.compared(">" if ascending else "<", key) if key else self
        direction = "ASC" if ascending else "DESC"
        sql, values = here.statement(f"SELECT {self._place} AS place, {self._id} AS id")
        order = f" ORDER BY place {direction}, id {direction} LIMIT ? OFFSET ?"
        return sql + order, [*values, limit, offset]

    def compared(self, sign: str, key: PageKey) -> Selection:
        """Give the part of this on one side of a key."""
        return self._beyond(sign, _stored(key), key.id)

    def above(self, key: PageKey) -> tuple[Selection, Selection]:
        """Give what comes before a key: what has another place, and what has the same.

        Each is counted in half the time that both together take.
        """
        sign = "<" if self.order.ascending else ">"
        place = _stored(key)
        return (
            self._also(f"{self._place} {sign} ?", (place,)),
            self._also(f"{self._place} = ? AND {self._id} {sign} ?", (place, key.id)),
        )

    def _beyond(self, sign: str, place: str | int | None, number: int) -> Selection:
        return self._also(f"({self._place}, {self._id}) {sign} (?, ?)", (place, number))

    def _also(self, where: str, values: tuple[str | int | None, ...]) -> Selection:
        ranges = tuple(part.also(where, values) for part in self.ranges)
        return msgspec.structs.replace(self, ranges=ranges)

    def count(self, limit: int | None = None) -> tuple[str, list[Any]]:
        """Give the statement that counts the rows, up to a limit."""
        if self.is_in_index:
            if limit is not None:
                return _COUNT_SOME, [self.common, limit]
            return _COUNT_FOUND, [self.common, self.common]
        if self._is_walked:  # in their order, articles are read as they lie in the file
            sql, values = self.keys(limit=-1 if limit is None else limit)
            return f"SELECT count(*) FROM ({sql})", values
        if limit is None:
            sql, values = self.statement("SELECT count(*) AS number")
            return f"SELECT sum(number) FROM ({sql})", values
        sql, values = self.statement("SELECT 1")
        return f"SELECT count(*) FROM ({sql} LIMIT ?)", [*values, limit]

    @property
    def _is_walked(self) -> bool:
        """Whether each row must be looked at for the rest."""
        return not self.words and self.rest is not None and is_walked(self.rest)

    def statement(self, head: str) -> tuple[str, list[Any]]:
        """Give the statement for all rows in no order, beginning with what is wanted of each."""
        ranges = tuple(map(self._matching, self.ranges))
        parts = [f"{head} FROM {part.table} WHERE {' AND '.join(part.where)}" for part in ranges]
        return " UNION ALL ".join(parts), [value for part in ranges for value in part.values]

    def _matching(self, part: Range) -> Range:
        if self.common:
            part = part.also(holding(self.near), (self.common,))
        if self.rest is None:
            return part
        sql, values = condition(self.rest, self.now, self.near)
        return part.also(f"({sql})", tuple(values))

    @property
    def unsearched(self) -> Selection:
        """The list without the query, as far as that is looked up for each row."""
        return msgspec.structs.replace(self, common="", rest=None)

    def beyond(self, row: Row, *, backwards: bool) -> Selection:
        """Give the part after a row that `keys` gave, or before it."""
        sign = ">" if self.order.ascending != backwards else "<"
        return self._beyond(sign, row["place"], row["id"])

    def within(self, rows: Sequence[Row], *, backwards: bool) -> tuple[Selection, int]:
        """Give the part among rows that are the next ones of `unsearched`, as `keys` gave them.

        And among how many of the rows: where their ids are far apart, they are fewer.
        """
        ids = [row["id"] for row in rows]
        low, high = accumulate(ids, min), accumulate(ids, max)
        together = sum(top - bottom < WIDEST for bottom, top in zip(low, high, strict=True))
        alone = min(len(rows), MOST_ALONE)
        looked_at = ids[: max(together, alone)]
        near = Near(range(min(looked_at), max(looked_at) + 1), are_apart=together < alone)
        last = rows[len(looked_at) - 1]
        sign = ">=" if self.order.ascending == backwards else "<="
        here = self._beyond(sign, last["place"], last["id"])
        return msgspec.structs.replace(here, near=near), len(looked_at)


def _stored(key: PageKey) -> str | int | None:
    """Give a key's place as it stands in the library."""
    return key.place if isinstance(key.place, str) else stamp(key.place)


_COUNT_FOUND = (
    "SELECT (SELECT count(*) FROM found WHERE found MATCH ?)"
    " - (SELECT count(*) FROM articles INDEXED BY articles_removed"
    f" WHERE articles.removed <> 0 AND {holding(None)})"
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
    if _UNREAD in _operands(parts):
        query = msgspec.structs.replace(query, unread_only=True)
        parts = parts.without(_UNREAD)
    selection = _way(database, query, parts, now)
    return _among_hidden(selection) if _asks_for_hidden(parts) else selection


def _way(database: Database, query: ListQuery, parts: Parts, now: datetime) -> Selection:
    if parts.text and _is_rare(database, parts.text):
        return _from_words(database, query, parts, now)
    led = _led_to(database, parts)
    if led is not None and led.number <= FEW:
        return _from_few(database, query, parts, now, led)
    if query.scope.kind == "all" and not _asks_for_hidden(parts):
        most = MOST_SEARCHED if parts.text else MOST_RANGES
        for field in sorted(_operands(parts), key=_breadth):
            found = narrowed(database, query, field, most=most)
            if found is not None:
                return _with_query(found, query, parts.without(field), now)
        if led is not None and led.number <= MOST_SORTED:
            return _from_few(database, query, parts, now, led)
    found = ranges(database, query, is_forced=bool(parts.text or led) or not query.query)
    if led is not None:
        found = tuple(one.also(_LED_TO, (led.ids,)) for one in found)
    selection = _with_query(found, query, parts, now)
    return msgspec.structs.replace(selection, is_sparse=led is not None)


class _Led(msgspec.Struct, frozen=True):
    """To which articles an index leads.

    Attributes:
        number: How many they are.
        ids: A list in JSON.
    """

    number: int
    ids: str


_IDS = (
    "WITH led (id) AS ({}) SELECT count(*) AS number, json_group_array(id) AS ids"
    " FROM (SELECT id FROM led LIMIT ?)"
)
_LED_TO = "articles.id IN (SELECT value FROM json_each(?))"


def _led_to(database: Database, parts: Parts) -> _Led | None:
    """Give the fewest articles among which all is that is looked for.

    None where so many are no help; where they were so many the last time, they are not asked for.
    """
    fewest: _Led | None = None
    for sql, values in filter(None, map(pieces.leading, _operands(parts))):
        asked = repr((sql, values))
        if asked in database.memory:
            continue
        row = database.row(_IDS.format(sql), (*values, MOST_LED_TO + 1))
        assert row is not None
        led = _Led(*row)
        if led.number <= FEW:
            return led
        if led.number > MOST_LED_TO:
            _remember(database, asked, known=False)
        elif fewest is None or led.number < fewest.number:
            fewest = led
    return fewest


def _operands(parts: Parts) -> tuple[Node, ...]:
    """Give what must hold besides the words."""
    return parts.rest.operands if isinstance(parts.rest, Both) else ()


def _breadth(node: Node) -> int:
    """Give the place of a field in `_NARROW`."""
    fields = (
        i for i, names in enumerate(_NARROW) if isinstance(node, Match) and node.field in names
    )
    return next(fields, len(_NARROW))


def _is_rare(database: Database, words: str) -> bool:
    """Say whether few articles hold the words, or did when that was last asked."""
    if is_broad(words):
        return False
    known = database.memory.get(words)
    if known is None:
        count = f"SELECT count(*) FROM ({FOUND} LIMIT ?)"
        known = int(database.value(count, (words, FEW + 1))) <= FEW
        _remember(database, words, known=known)
    return known


def _remember(database: Database, asked: str, *, known: bool) -> None:
    if len(database.memory) >= _MOST_REMEMBERED:
        database.memory.clear()
    database.memory[asked] = known


def _from_words(database: Database, query: ListQuery, parts: Parts, now: datetime) -> Selection:
    """Begin with the articles that hold the words."""
    table = "found CROSS JOIN articles ON articles.id = found.rowid"
    here = _looked_up(database, query, Range(table, ("found MATCH ?", HERE), (parts.text,)))
    return Selection((here,), query.order, now, words=parts.text, rest=parts.rest)


def _from_few(
    database: Database, query: ListQuery, parts: Parts, now: datetime, led: _Led
) -> Selection:
    """Begin with the few articles among which is what is looked for."""
    those = Range("articles NOT INDEXED", (_LED_TO, HERE), (led.ids,))
    here = _looked_up(database, query, those)
    return Selection((here,), query.order, now, common=parts.text, rest=parts.rest)


def _looked_up(database: Database, query: ListQuery, here: Range) -> Range:
    """Give the part of some articles that a list's scope holds, in its order."""
    if query.order is Order.KEPT:
        bookmarks = " CROSS JOIN bookmarks ON bookmarks.article_id = articles.id"
        here = msgspec.structs.replace(here, table=here.table + bookmarks)
    here = msgspec.structs.replace(here, place=PLACES.get(query.order, here.place))
    value = query.scope.value
    match query.scope.kind:
        case "feed":
            here = here.also("articles.feed_id = ?", (value,))
        case "folder":
            ids = folder_ids(database, str(value))
            here = here.also(f"articles.folder_id IN ({marks(ids)})", tuple(ids))
        case "bookmarks":
            here = here.also(*kept(str(value)))
        case "entity" | "smart":
            those, number = members(database, query)
            here = here.also(f"articles.id IN ({those})", (number,))
    return here.also("articles.read = 0") if query.unread_only else here


def _with_query(
    found: tuple[Range, ...], query: ListQuery, parts: Parts, now: datetime
) -> Selection:
    """Ask for the rest of a query; times say where in the ranges to begin and to end."""
    for moment in _operands(parts):
        if isinstance(moment, Moment):
            found = tuple(one.within(moment, now) for one in found)
            parts = parts.without(moment)
    return Selection(found, query.order, now, common=parts.text, rest=parts.rest)


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
    return _IS_HIDDEN in _operands(parts)


def _among_hidden(selection: Selection) -> Selection:
    """Look where all lists do not."""
    there = tuple(
        msgspec.structs.replace(
            part,
            table=_INDEX.sub("articles INDEXED BY articles_hidden", part.table),
            where=tuple(_HIDDEN if where == HERE else where for where in part.where),
        )
        for part in selection.ranges
    )
    return msgspec.structs.replace(selection, ranges=there)
