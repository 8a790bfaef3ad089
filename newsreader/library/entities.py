"""Which articles name whom: the same person, organisation or place across the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from newsreader.core.errors import LibraryError
from newsreader.core.models import Entity, EntityType, Identity, Place
from newsreader.core.query import PageKey
from newsreader.core.text import folded
from newsreader.library import corrections, identities, texts
from newsreader.library.conditions import name_words
from newsreader.library.connection import Database, Row
from newsreader.library.identities import COUNT_NAMED, NO_NAME, Key
from newsreader.library.naming import as_told
from newsreader.library.texts import Text
from newsreader.library.times import certain_moment, stamp

SUGGESTED_FROM = (150, 50)
"""Of how many names with the same beginning, the oldest and the newest, the best are suggested."""
COMPANIONS_FROM = 200
"""In how many articles, the newest, companions are looked for."""
_COUNTED = 100
"""Where counting stops when names are merely compared; of the `_COMPARED` first that reach it, far
beyond."""
_COMPARED = 20
_DAY = 86_400_000_000
_MANY = 500
"""How many ids stand in one statement."""
_STILL = "article_id NOT IN (SELECT id FROM articles WHERE removed <> 0)"
_ALL = f"article_entities WHERE {_STILL}"
_PLAIN = "coalesce(folded, name) COLLATE NOCASE"
_NEWEST_WITH_PLACE = 20
"""In how many articles it is looked for where a place is."""


class NamedOften(msgspec.Struct, frozen=True):
    """An entity with the number of articles that name it."""

    name: str
    type: EntityType
    articles: int


class Named(msgspec.Struct, frozen=True):
    """An article that names an identity, with the entity that does."""

    article_id: int
    sort_time: datetime
    title: str
    text: str
    entity: Entity


class Entities:
    """The entities of articles, and of the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> tuple[Entity, ...]:
        """Give the entities of an article as the person sees them, the most salient first."""
        row = self._database.row("SELECT title FROM articles WHERE id = ?", (article_id,))
        title = row["title"] if row is not None else ""
        text = texts.text(self._database, article_id)
        return as_told(self._database, article_id, title, text)

    def top(self, *, since: datetime | None = None, limit: int = 50) -> list[NamedOften]:
        """Give the entities that most articles name, of those not older than ``since``."""
        recent = (
            "articles CROSS JOIN article_entities ON article_id = articles.id"
            " WHERE articles.sort_time >= ? AND articles.removed = 0"
        )
        table, values = (recent, [stamp(since)]) if since else (_ALL, [])
        rows = self._database.rows(
            f"SELECT name, type, number AS articles FROM"
            f" (SELECT entity_id, count(*) AS number FROM {table} AND entity_id NOT IN"
            " (SELECT id FROM entities WHERE identity IS NOT NULL) GROUP BY entity_id"
            " ORDER BY number DESC LIMIT ?)"
            " JOIN entities ON entities.id = entity_id ORDER BY number DESC, name",
            [*values, limit],
        )
        return [NamedOften(r["name"], EntityType(r["type"]), r["articles"]) for r in rows]

    def top_of(self, article_ids: Sequence[int], limit: int) -> list[NamedOften]:
        """Give the entities that most of some articles name."""
        counts: Counter[int] = Counter()
        for start in range(0, len(article_ids), _MANY):
            some = article_ids[start : start + _MANY]
            rows = self._database.rows(
                "SELECT entity_id FROM article_entities"
                f" WHERE article_id IN ({', '.join('?' * len(some))})"
                " AND entity_id NOT IN (SELECT id FROM entities WHERE identity IS NOT NULL)",
                some,
            )
            counts.update(row["entity_id"] for row in rows)
        found = []
        for number, times in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:limit]:
            row = self._database.row("SELECT name, type FROM entities WHERE id = ?", (number,))
            if row is not None:
                found.append(NamedOften(row["name"], EntityType(row["type"]), times))
        return found

    # -- finding -----------------------------------------------------------------------------------

    def identity(self, name_id: int) -> Identity | None:
        """Give whom a name stands for, with where it is; None for what is no name (any more)."""
        row = self._database.row(
            "SELECT * FROM entities WHERE id ="
            " (SELECT coalesce(identity, id) FROM entities WHERE id = ?)",
            (name_id,),
        )
        if row is None:
            return None
        aliases = self._database.rows("SELECT name FROM entities WHERE identity = ?", (row["id"],))
        return _identity(
            row,
            articles=self._database.value(COUNT_NAMED, (row["id"],)),
            aliases=tuple(sorted({alias["name"] for alias in aliases} - {row["name"]})),
            place=self._place(row),
        )

    def _place(self, row: Row) -> Place | None:
        """Give where a place is, as the newest of its articles say that know it."""
        if row["type"] != EntityType.PLACE or not row["country"]:
            return None
        named = self.named(row["id"], limit=_NEWEST_WITH_PLACE)
        return next((one.entity.place for one in named if one.entity.place), None)

    def name_id(
        self, name: str, kind: EntityType | None = None, *, is_name: bool = True
    ) -> int | None:
        """Find a name, whatever its capitals and accents; the one that most articles have.

        Args:
            name: What to find.
            kind: Of which type; None for any.
            is_name: False for what the person said is no name.
        """
        rows = self._database.rows(
            f"SELECT id, name, type FROM entities WHERE {_PLAIN} = ?"
            f" AND coalesce(identity, id) {'<>' if is_name else '='} ?",
            (folded(name), NO_NAME),
        )
        fitting = [row for row in rows if kind is None or row["type"] == kind]
        exact = [row for row in fitting if row["name"] == name] or fitting
        if len(exact) < 2:
            return exact[0]["id"] if exact else None
        counts = self._counts([row["id"] for row in exact])
        return max(counts, key=lambda number: counts[number])

    def _counts(self, name_ids: Sequence[int], limit: int = _COUNTED) -> dict[int, int]:
        """Count the articles of some names, each up to a limit."""
        rows = self._database.rows(
            "SELECT id, (SELECT count(*) FROM (SELECT 1 FROM article_entities"
            " WHERE entity_id = entities.id LIMIT ?)) AS number FROM entities"
            f" WHERE id IN ({', '.join('?' * len(name_ids))})",
            [limit, *name_ids],
        )
        return {row["id"]: row["number"] for row in rows}

    def suggest(self, text: str, limit: int = 8) -> list[Identity]:
        """Give identities with a name whose words begin as a text's, the most named first."""
        wanted = " AND ".join(f'"{word}" *' for word in name_words(text))
        if not wanted:
            return []
        oldest = "SELECT rowid AS id FROM names WHERE names MATCH ? ORDER BY rowid LIMIT ?"
        newest = oldest.replace("rowid LIMIT", "rowid DESC LIMIT")
        rows = self._database.rows(
            "SELECT DISTINCT entities.* FROM"
            f" (SELECT id FROM ({oldest}) UNION SELECT id FROM ({newest})) AS found"
            " JOIN entities AS name ON name.id = found.id"
            " JOIN entities ON entities.id = coalesce(name.identity, name.id)",
            [wanted, SUGGESTED_FROM[0], wanted, SUGGESTED_FROM[1]],
        )
        counts = self._counts([row["id"] for row in rows])
        often = [number for number, count in counts.items() if count == _COUNTED]
        counts |= self._counts(often[:_COMPARED], _COUNTED * _COMPARED)
        best = sorted(rows, key=lambda row: (-counts[row["id"]], row["name"]))
        return [_identity(row, articles=counts[row["id"]]) for row in best if counts[row["id"]]][
            :limit
        ]

    # -- one identity ------------------------------------------------------------------------------

    def seen(self, identity_id: int) -> tuple[datetime, datetime] | None:
        """Give the times of the oldest and the newest article that names an identity."""
        ends = [
            self._database.value(
                f"SELECT sort_time FROM article_entities WHERE entity_id = ? AND {_STILL}"
                f" ORDER BY sort_time {direction} LIMIT 1",
                (identity_id,),
            )
            for direction in ("ASC", "DESC")
        ]
        return None if ends[0] is None else (certain_moment(ends[0]), certain_moment(ends[1]))

    def by_day(self, identity_id: int, now: datetime, days: int) -> tuple[int, ...]:
        """Count the articles of each of the last days, the oldest first; days are those of UTC."""
        today = (stamp(now) or 0) // _DAY
        first = today - days + 1
        rows = self._database.rows(
            f"SELECT sort_time / {_DAY} AS day, count(*) AS number FROM article_entities"
            f" WHERE entity_id = ? AND sort_time >= ? AND sort_time < ? AND {_STILL} GROUP BY day",
            (identity_id, first * _DAY, (today + 1) * _DAY),
        )
        numbers = {row["day"]: row["number"] for row in rows}
        return tuple(numbers.get(day, 0) for day in range(first, today + 1))

    def companions(self, identity_id: int, limit: int = 8) -> list[tuple[Identity, int]]:
        """Give with whom an identity is named most in its newest articles, and in how many."""
        rows = self._database.rows(
            "SELECT entities.*, together FROM (SELECT other.entity_id, count(*) AS together FROM"
            f" (SELECT article_id FROM article_entities WHERE entity_id = ? AND {_STILL}"
            " ORDER BY sort_time DESC LIMIT ?) AS named CROSS JOIN article_entities AS other"
            " ON other.article_id = named.article_id GROUP BY other.entity_id"
            " ORDER BY together DESC LIMIT ?) CROSS JOIN entities ON entities.id = entity_id"
            " WHERE identity IS NULL AND type NOT IN ('date', 'money') AND entities.id <> ?"
            " AND name NOT GLOB '[0-9]*'"  # a quantity
            " ORDER BY together DESC, name LIMIT ?",
            (identity_id, COMPANIONS_FROM, limit * _COMPARED, identity_id, limit),
        )
        return [(_identity(row), row["together"]) for row in rows]

    def named(
        self,
        identity_id: int,
        *,
        after: PageKey | None = None,
        limit: int = 20,
        unread_only: bool = False,
    ) -> list[Named]:
        """Give the articles that name an identity, the newest first, with their texts."""
        where, values = ["entity_id = ?", "articles.removed = 0"], [identity_id]
        if unread_only:
            where.append("articles.read = 0")
        if after is not None and isinstance(after.place, datetime):
            where.append("(article_entities.sort_time, article_id) < (?, ?)")
            values += [stamp(after.place) or 0, after.id]
        rows = self._database.rows(
            "SELECT article_id, article_entities.sort_time, title FROM article_entities"
            f" CROSS JOIN articles ON articles.id = article_id WHERE {' AND '.join(where)}"
            " ORDER BY article_entities.sort_time DESC, article_id DESC LIMIT ?",
            [*values, limit],
        )
        return self._all_named(identity_id, rows)

    def named_in(self, identity_id: int, article_ids: Sequence[int]) -> list[Named]:
        """Give those of some articles that name an identity, with their texts.

        Args:
            identity_id: Whom, by any of its names.
            article_ids: The articles.
        """
        sql = "SELECT coalesce(identity, id) FROM entities WHERE id = ?"
        rows = self._database.rows(
            "SELECT id AS article_id, sort_time, title FROM articles"
            f" WHERE id IN ({', '.join('?' * len(article_ids))}) AND removed = 0",
            article_ids,
        )
        return self._all_named(self._database.value(sql, (identity_id,)), rows)

    def _all_named(self, identity_id: int, rows: Sequence[Row]) -> list[Named]:
        keys = self._keys(identity_id)
        return [self._named(row, keys) for row in rows] if keys else []

    def _keys(self, identity_id: int) -> list[Key]:
        """Give the names of an identity, its own first."""
        rows = self._database.rows(
            "SELECT name, type FROM entities WHERE id = ? UNION ALL"
            " SELECT name, type FROM entities WHERE identity = ?",
            (identity_id, identity_id),
        )
        return [(row["name"], EntityType(row["type"])) for row in rows]

    def _named(self, row: Row, keys: Sequence[Key]) -> Named:
        try:
            text = texts.text(self._database, row["article_id"])
        except LibraryError:  # who opens the article is told
            text = Text()
        found = corrections.corrected(
            self._database, row["article_id"], row["title"], text.document.text, text.entities
        )
        those = [one for one in found if identities.key_of(one) in keys]
        name, kind = keys[0]
        entity = those[0] if those else Entity(name=name, type=kind)
        for other in those[1:]:
            entity = identities.together(entity, other)
        return Named(
            row["article_id"],
            certain_moment(row["sort_time"]),
            row["title"],
            text.document.text,
            entity,
        )

    # -- its names ---------------------------------------------------------------------------------

    def alias_id(self, identity_id: int, name: str) -> int | None:
        """Find another name of an identity."""
        rows = self._database.rows(
            "SELECT id, name FROM entities WHERE identity = ? ORDER BY id", (identity_id,)
        )
        found = [row for row in rows if row["name"] == name]
        found = found or [row for row in rows if folded(row["name"]) == folded(name)]
        return found[0]["id"] if found else None

    def own_names(self, identity_id: int, article_id: int) -> list[int]:
        """Give the names under which an article names an identity."""
        rows = self._database.rows(
            "SELECT entities.id FROM article_entities JOIN entities ON entities.id = entity_id"
            " WHERE article_id = ? AND own = 1 AND (identity = ? OR entities.id = ?)",
            (article_id, identity_id, identity_id),
        )
        return [row["id"] for row in rows]

    def free_name(self, name: str, kind: EntityType) -> str:
        """Give a name with the lowest number after it that nobody has: "John Smith (2)"."""
        number = 2
        while self.name_id(f"{name} ({number})", kind) is not None:
            number += 1
        return f"{name} ({number})"

    def ensure(self, name: str, kind: EntityType, *, country: str = "") -> int:
        """Give the id of a name, which is stored where it is new, as one in a country."""
        with self._database.transaction():
            return identities.ensure(self._database, (name, kind), country=country)


def _identity(
    row: Row, *, articles: int = 0, aliases: tuple[str, ...] = (), place: Place | None = None
) -> Identity:
    return Identity(
        id=row["id"],
        name=row["name"],
        type=EntityType(row["type"]),
        country=row["country"],
        place=place,
        aliases=aliases,
        articles=articles,
    )
