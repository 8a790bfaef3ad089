"""Which rules hold for which articles: judged when they come in, and when the rules change.

Triggers (`newsreader.library.schema`) keep all that follows from a verdict: what is hidden, and the
counts. A rule that changed is tried on what is stored from the newest article to the oldest, some
ids in one transaction; ``rules.pending`` says how far it has come, whatever happens in between.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from newsreader.core import query as language
from newsreader.core.errors import InputError
from newsreader.core.models import Action
from newsreader.library import text_index
from newsreader.library.conditions import Condition, Near, condition, naming, pruned, spelled_out
from newsreader.library.connection import Database, Row
from newsreader.library.keeping import RESTORABLE
from newsreader.library.times import stamp
from newsreader.library.values import THERE

TOLD = 2
"""In ``verdicts.arrived``: the person was told of it outside the program, and is so once."""
STEP = 1000
"""How many ids one step judges."""
_LIVE = "removed = 0 AND (until IS NULL OR until > ?)"
_MANY = 500
"""How many ids stand in one statement."""


class Found(msgspec.Struct, frozen=True):
    """An article that a rule notifies of.

    Attributes:
        number: Of the verdict; later ones have higher ones.
    """

    number: int
    rule_id: int
    article_id: int


# -- when articles come in -------------------------------------------------------------------------


def judge(database: Database, ids: Sequence[int], now: datetime, *, arriving: bool = False) -> None:
    """Try all rules on some articles.

    Args:
        database: Inside a transaction.
        ids: The articles.
        now: The present.
        arriving: They have just come in, or became ready to read: the person has had no chance to
            mark them, so that rules may.
    """
    for rule in _rules(database, now) if ids else ():
        for start in range(0, len(ids), _MANY):
            some = ids[start : start + _MANY]
            where = f"articles.id IN ({', '.join(map(str, some))})"
            new = _judge(database, rule, where, range(min(some), max(some) + 1), now, arriving)
            if arriving:
                _act(database, rule["action"], _there(database, new), now)


def has_rules(database: Database, now: datetime) -> bool:
    """Say whether there is any rule to try."""
    return bool(_rules(database, now))


def _rules(database: Database, now: datetime) -> list[Row]:
    return database.rows(f"SELECT * FROM rules WHERE {_LIVE} ORDER BY id", (stamp(now),))


def _judge(
    database: Database, rule: Row, where: str, ids: range, now: datetime, arriving: bool
) -> list[int]:
    """Store for which of some articles a rule holds; give those for which it did not before."""
    sql, values = _condition(database, rule, Near(ids), now)
    holds = {
        row["id"]: row["sort_time"]
        for row in database.rows(
            f"SELECT id, sort_time FROM articles WHERE {where} AND ({sql})", values
        )
    }
    known = {
        row["article_id"]
        for row in database.rows(
            "SELECT article_id FROM articles CROSS JOIN verdicts ON article_id = articles.id"
            f" WHERE {where} AND rule_id = ?",
            (rule["id"],),
        )
    }
    _forget(database, rule["id"], known - holds.keys())
    new = [article_id for article_id in holds if article_id not in known]
    database.run_many(
        "INSERT INTO verdicts (rule_id, article_id, sort_time, arrived) VALUES (?, ?, ?, ?)",
        [(rule["id"], article_id, holds[article_id], arriving) for article_id in new],
    )
    return new


def _forget(database: Database, rule_id: int, ids: Iterable[int]) -> None:
    database.run_many(
        "DELETE FROM verdicts WHERE rule_id = ? AND article_id = ?",
        [(rule_id, article_id) for article_id in ids],
    )


def _condition(database: Database, rule: Row, near: Near, now: datetime) -> Condition:
    """Give what a rule asks for; one that no longer can be understood holds for nothing."""
    parts: list[str] = []
    values: list[Any] = []
    if rule["entity_id"] is not None:
        parts.append(naming("SELECT coalesce(identity, id) FROM entities WHERE id = ?", near))
        values.append(rule["entity_id"])
    try:
        node = language.parse(rule["query"])
    except InputError:
        return "0", []
    node = pruned(node) if node is not None else None
    if moves(rule["query"]) and rule["action"] == Action.LIST:
        return "0", []  # the list is a search, each time that it is looked at
    if node is not None:
        node = spelled_out(node, partial(text_index.terms, database))
        sql, more = condition(node, now, near)
        parts.append(f"({sql})")
        values += more
    return " AND ".join(parts) or "0", values


def moves(query: str) -> bool:
    """Say whether what a query finds changes with time, or with what the person does."""
    try:
        return language.moves(language.parse(query))
    except InputError:
        return False


def _there(database: Database, ids: Sequence[int]) -> list[int]:
    """Leave out what was removed meanwhile: it is not marked, and never becomes a bookmark."""
    sql = f"SELECT id FROM articles WHERE id IN ({', '.join(map(str, ids))}) AND {THERE}"
    return [row["id"] for row in database.rows(sql)]


def _act(database: Database, action: str, ids: Sequence[int], now: datetime) -> None:
    """Do once what a rule does with articles that the person can change afterwards."""
    if action == Action.MARK_READ:
        database.run_many("UPDATE articles SET read = 1 WHERE id = ?", [(one,) for one in ids])
    elif action == Action.BOOKMARK:
        database.run_many(
            "INSERT OR IGNORE INTO bookmarks (article_id, created) VALUES (?, ?)",
            [(one, stamp(now)) for one in ids],
        )
        database.run_many(
            "UPDATE articles SET bookmarked = 1 WHERE id = ?", [(one,) for one in ids]
        )


# -- when rules change -----------------------------------------------------------------------------


def judge_anew(database: Database, rule_ids: Collection[int]) -> None:
    """Have rules tried on all articles, by the next calls of `step`."""
    newest = database.value("SELECT coalesce(max(id), 0) FROM articles")
    database.run_many(
        "UPDATE rules SET pending = ? WHERE id = ? AND removed = 0",
        [(newest, rule_id) for rule_id in rule_ids],
    )


def judge_names_anew(database: Database) -> None:
    """Have the rules judge anew that ask for names, since the person says otherwise who is who."""
    rows = database.rows("SELECT id, query, entity_id FROM rules WHERE removed = 0")
    judge_anew(
        database,
        [
            row["id"]
            for row in rows
            if row["entity_id"] is not None or _asks_for_names(row["query"])
        ],
    )


def _asks_for_names(query: str) -> bool:
    try:
        found = list(language.leaves(language.parse(query)))
    except InputError:
        return False
    names = {*language.ENTITY_FIELDS, "country"}
    return any(isinstance(leaf, language.Match) and leaf.field in names for leaf in found)


def step(database: Database, now: datetime) -> bool:
    """Judge some stored articles, or forget some verdicts of rules that have ended.

    Returns:
        Whether there is more to do.
    """
    database.run(
        "UPDATE rules SET removed = ? WHERE NOT (until IS NULL OR until > ?) AND removed = 0",
        (stamp(now), stamp(now)),
    )
    ended = database.row(
        "SELECT id FROM rules WHERE removed <> 0"
        " AND EXISTS (SELECT 1 FROM verdicts WHERE rule_id = rules.id)"
    )
    if ended is not None:
        _forget_some(database, ended["id"])
        return True
    database.run("DELETE FROM rules WHERE removed <> 0 AND removed < ?", (stamp(now - RESTORABLE),))
    rule = database.row("SELECT * FROM rules WHERE pending > 0 AND removed = 0 ORDER BY id")
    if rule is None:
        return False
    high = rule["pending"]
    low = max(0, high - STEP)
    where = f"articles.id > {low} AND articles.id <= {high}"
    _judge(database, rule, where, range(low + 1, high + 1), now, arriving=False)
    database.run("UPDATE rules SET pending = ? WHERE id = ?", (low, rule["id"]))
    return True


def _forget_some(database: Database, rule_id: int) -> None:
    rows = database.rows(
        "SELECT article_id FROM verdicts WHERE rule_id = ? ORDER BY sort_time DESC LIMIT ?",
        (rule_id, STEP),
    )
    _forget(database, rule_id, [row["article_id"] for row in rows])


# -- what they say ---------------------------------------------------------------------------------


def arrived(database: Database, after: int, since: int | None, limit: int) -> list[Found]:
    """Give what rules that notify found (`Rules.arrived`)."""
    coming = "" if since else " AND arrived > 0"
    rows = database.rows(
        "SELECT verdicts.id, rule_id, article_id FROM verdicts"
        " CROSS JOIN rules ON rules.id = rule_id CROSS JOIN articles ON articles.id = article_id"
        f" WHERE verdicts.id > ?{coming} AND action = 'notify' AND rules.removed = 0"
        " AND articles.removed = 0 AND received >= ? ORDER BY verdicts.id LIMIT ?",
        (after, since or 0, limit),
    )
    return [Found(row["id"], row["rule_id"], row["article_id"]) for row in rows]


def kept_count(database: Database, rule_id: int, column: str) -> int | None:
    """Give the number of a smart feed's articles, None where it is not kept."""
    if moving_query(database, rule_id) is not None:
        return None
    return int(database.value(f"SELECT {column} FROM rules WHERE id = ?", (rule_id,)) or 0)


def moving_query(database: Database, rule_id: int) -> str | None:
    """Give the query of a smart feed of which no articles are kept, None for any other."""
    query = database.value("SELECT query FROM rules WHERE id = ?", (rule_id,))
    return query if query is not None and moves(query) else None
