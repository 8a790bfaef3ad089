"""What the library keeps count of: triggers change the numbers with what they count."""

from __future__ import annotations

from typing import Literal

from newsreader.library.connection import Database


def listed(database: Database, column: Literal["total", "unread"]) -> int:
    """Give the number of all articles or of the unread, without those of hidden feeds."""
    sql = (
        f"SELECT sum(number) FROM (SELECT {column} AS number FROM feeds"
        f" WHERE hidden = 0 UNION ALL SELECT {column} FROM counts WHERE name = 'loose')"
    )
    return int(database.value(sql))
