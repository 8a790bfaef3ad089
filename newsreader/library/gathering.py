"""Bringing the articles of names together under whom these stand for, step by step.

An identity has a row of ``article_entities`` for each article that names it in any way. When names
come to it or leave it, the rows of its newest articles are put right at once, and those of older
ones some at a time: a name may stand in very many, and nobody waits for all of them. How far that
has come is kept in ``gathering``, whatever happens in between.
"""

from __future__ import annotations

from newsreader.library.connection import Database, Row

STEP = 2000
"""The rows of how many articles that have a name one step puts right."""
_ALL = 0
"""In the place of a name: all those that stand for an identity."""
_NEWEST = 2**63 - 1
_OLDEST = -(2**63)

_NAMES = "SELECT id FROM entities WHERE identity = ?1 AND ?2 IN (id, 0)"
_LAST = (
    "SELECT max(sort_time) FROM (SELECT (SELECT sort_time FROM article_entities"
    " WHERE entity_id = names.id AND own = (names.id <> ?1) AND sort_time < ?3"
    f" ORDER BY sort_time DESC LIMIT 1 OFFSET {{}}) AS sort_time"
    f" FROM (SELECT ?1 AS id WHERE ?2 = 0 UNION ALL {_NAMES}) AS names)"
)
_HERE = "sort_time < ?3 AND sort_time >= ?4"
_CLEAR = f"DELETE FROM article_entities WHERE entity_id = ?1 AND ?2 = 0 AND own = 0 AND {_HERE}"
_GATHER = (
    "INSERT OR IGNORE INTO article_entities (entity_id, sort_time, article_id, own)"
    f" SELECT ?1, sort_time, article_id, 0 FROM ({_NAMES}) AS names"
    f" CROSS JOIN article_entities ON entity_id = names.id WHERE own = 1 AND {_HERE}"
    " ORDER BY article_id"
)


def begin(database: Database, identity: int, name_id: int = _ALL) -> None:
    """Put right the newest articles of an identity that lost names, or got one; the others wait.

    Args:
        database: Inside a transaction, in which each name has its identity already.
        identity: Whose articles these are.
        name_id: Which name it got, where it lost none.
    """
    sql = "INSERT OR REPLACE INTO gathering (identity, name_id, before) VALUES (?, ?, ?)"
    database.run(sql, (identity, name_id, _NEWEST))
    row = database.row(
        "SELECT * FROM gathering WHERE identity = ? AND name_id = ?", (identity, name_id)
    )
    assert row is not None
    _go_on(database, row)


def step(database: Database) -> bool:
    """Put some of what waits right, inside a transaction; say whether there was anything."""
    row = database.row("SELECT * FROM gathering ORDER BY identity, name_id LIMIT 1")
    if row is None:
        return False
    _go_on(database, row)
    return True


def finish(database: Database) -> None:
    """Put all right that waits, inside a transaction."""
    while step(database):
        pass


def _go_on(database: Database, row: Row) -> None:
    unit = (row["identity"], row["name_id"])
    last = database.value(_LAST.format(STEP), (*unit, row["before"]))
    for statement in (_CLEAR, _GATHER):
        database.run(statement, (*unit, row["before"], _OLDEST if last is None else last))
    where = "identity = ? AND name_id = ?"
    if last is None:
        database.run(f"DELETE FROM gathering WHERE {where}", unit)
    else:
        database.run(f"UPDATE gathering SET before = ? WHERE {where}", (last, *unit))
