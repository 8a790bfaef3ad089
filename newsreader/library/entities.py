"""Which articles name whom: the same person, organisation or place across the library."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Entity, EntityType
from newsreader.library import texts
from newsreader.library.connection import Database
from newsreader.library.values import stamp


class NamedOften(msgspec.Struct, frozen=True):
    """An entity with the number of articles that name it."""

    name: str
    type: EntityType
    articles: int


class Entities:
    """The entities of articles, and of the library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> tuple[Entity, ...]:
        """Give the entities of an article, the most salient first."""
        return texts.entities(self._database, article_id)

    def top(self, *, since: datetime | None = None, limit: int = 50) -> list[NamedOften]:
        """Give the entities that most articles name, of those not older than ``since``."""
        recent = (
            "articles CROSS JOIN article_entities ON article_id = articles.id"
            " WHERE articles.sort_time >= ? AND articles.removed = 0"
        )
        still = (
            "article_entities WHERE article_id NOT IN (SELECT id FROM articles WHERE removed <> 0)"
        )
        table, values = (recent, [stamp(since)]) if since else (still, [])
        rows = self._database.rows(
            f"SELECT name, type, number AS articles FROM"
            f" (SELECT entity_id, count(*) AS number FROM {table} GROUP BY entity_id"
            " ORDER BY number DESC LIMIT ?)"
            " JOIN entities ON entities.id = entity_id ORDER BY number DESC, name",
            [*values, limit],
        )
        return [NamedOften(r["name"], EntityType(r["type"]), r["articles"]) for r in rows]


def store_entities(
    database: Database, article_id: int, sort_time: int, entities: Sequence[Entity]
) -> None:
    """Note which entities an article names, in place of what was noted before."""
    database.run("DELETE FROM article_entities WHERE article_id = ?", (article_id,))
    database.run_many(
        "INSERT INTO entities (name, type, country) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(one.name, one.type.value, one.place.country if one.place else "") for one in entities],
    )
    database.run_many(
        "INSERT OR REPLACE INTO article_entities"
        " (entity_id, sort_time, article_id)"
        " SELECT id, ?, ? FROM entities WHERE name = ? AND type = ?",
        [(sort_time, article_id, one.name, one.type.value) for one in entities],
    )
