"""How often names stand in the articles of the last days, by an index of time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import EntityType
from newsreader.library.connection import Database
from newsreader.library.ranges import folder_ids
from newsreader.library.times import stamp

DAY = 86_400_000_000
"""Microseconds."""
_LISTED = "articles.removed = 0 AND articles.hidden = 0"


class Frequency(msgspec.Struct, frozen=True):
    """How many articles of some days name somebody."""

    entity_id: int
    name: str
    type: EntityType
    country: str
    articles: int


class Trends:
    """Counts of articles by name and day; days are the last 24 hours, those before, and so on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(self, since: datetime, until: datetime, folder: str = "") -> int:
        """Count the articles of a time, those of feeds in a folder where one is given."""
        here, values = self._folder(folder)
        sql = (
            "SELECT count(*) FROM articles INDEXED BY articles_shown"
            f" WHERE sort_time > ? AND sort_time <= ? AND {_LISTED}{here}"
        )
        return int(self._database.value(sql, (stamp(since), stamp(until), *values)))

    def named(
        self, since: datetime, until: datetime, least: int, folder: str = ""
    ) -> list[Frequency]:
        """Give whom at least so many articles of a time name; no dates and no sums of money."""
        here, values = self._folder(folder)
        rows = self._database.rows(
            "SELECT entities.*, number FROM (SELECT entity_id, count(*) AS number FROM articles"
            " INDEXED BY articles_shown CROSS JOIN article_entities ON article_id = articles.id"
            f" WHERE articles.sort_time > ? AND articles.sort_time <= ? AND {_LISTED}{here}"
            " GROUP BY entity_id HAVING number >= ?) CROSS JOIN entities ON id = entity_id"
            " WHERE identity IS NULL AND type NOT IN ('date', 'money')",
            (stamp(since), stamp(until), *values, least),
        )
        return [
            Frequency(r["id"], r["name"], EntityType(r["type"]), r["country"], r["number"])
            for r in rows
        ]

    def counts(
        self, ids: Collection[int], since: datetime, until: datetime, folder: str = ""
    ) -> dict[int, int]:
        """Count the articles of a time that name each of some identities."""
        of = self._of(folder)
        sql = f"SELECT count(*) FROM {of[0]} AND held.sort_time > ? AND held.sort_time <= ?"
        times = (stamp(since), stamp(until))
        return {one: int(self._database.value(sql, (one, *of[1], *times))) for one in ids}

    def by_day(self, identity_id: int, now: datetime, days: int, folder: str = "") -> list[int]:
        """Count the articles of each of the last days that name somebody, the oldest day first."""
        of = self._of(folder)
        end = stamp(now) or 0
        rows = self._database.rows(
            f"SELECT (? - held.sort_time) / {DAY} AS ago, count(*) AS number FROM {of[0]}"
            " AND held.sort_time > ? AND held.sort_time <= ? GROUP BY ago",
            (end, identity_id, *of[1], end - days * DAY, end),
        )
        numbers = {row["ago"]: row["number"] for row in rows}
        return [numbers.get(ago, 0) for ago in reversed(range(days))]

    def _of(self, folder: str) -> tuple[str, Sequence[int]]:
        """Give the table and the condition for the articles that name somebody."""
        here, values = self._folder(folder)
        if here:
            table = "article_entities AS held CROSS JOIN articles ON articles.id = held.article_id"
            return f"{table} WHERE entity_id = ? AND {_LISTED}{here}", values
        gone = "SELECT id FROM articles WHERE removed <> 0"
        return f"article_entities AS held WHERE entity_id = ? AND article_id NOT IN ({gone})", ()

    def _folder(self, folder: str) -> tuple[str, Sequence[int]]:
        if not folder:
            return "", ()
        ids = folder_ids(self._database, folder) or [-1]  # a folder that is not there
        return f" AND articles.folder_id IN ({', '.join('?' * len(ids))})", ids
