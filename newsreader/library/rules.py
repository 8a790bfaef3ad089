"""The person's rules: when an article matches, something is done with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.core import query as language
from newsreader.core.errors import InputError
from newsreader.core.models import Action, EntityType, Rule
from newsreader.library import gathering, verdicts
from newsreader.library.connection import Database, Row
from newsreader.library.times import certain_moment, moment, stamp

if TYPE_CHECKING:
    from newsreader.library.verdicts import Found

_ALL_OF = "(SELECT count(*) FROM verdicts WHERE rule_id = rules.id)"
_RULES = (
    "SELECT rules.*, entities.name AS entity, entities.type AS entity_type,"
    f" {_ALL_OF} - total AS hidden"
    " FROM rules LEFT JOIN entities ON entities.id = (SELECT coalesce(identity, id) FROM entities"
    " WHERE id = entity_id)"
)


class Rules:
    """The table of rules, and what they say of articles."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    # -- the rules ---------------------------------------------------------------------------------

    def all(self, *actions: Action) -> list[Rule]:
        """Give the rules, or those that do one of some things, in the order they were made."""
        rows = self._database.rows(f"{_RULES} WHERE removed = 0 ORDER BY rules.id")
        return [rule_of(row) for row in rows if not actions or row["action"] in actions]

    def listed(self) -> list[Rule]:
        """Give what has a list of its own: whom the person follows, then the smart feeds.

        What is hidden of them is not counted, which takes longer than all else.
        """
        plain = _RULES.replace(_ALL_OF, "total")
        rows = self._database.rows(
            f"{plain} WHERE removed = 0 AND (action = 'list'"
            " OR (action = 'notify' AND entity_id IS NOT NULL AND entities.id IS NOT NULL))"
            " ORDER BY action DESC, coalesce(entities.name, rules.name) COLLATE NOCASE, rules.id"
        )
        return [rule_of(row) for row in rows]

    def get(self, rule_id: int) -> Rule:
        """Give a rule.

        Raises:
            InputError: There is none (any more).
        """
        row = self._database.row(f"{_RULES} WHERE removed = 0 AND rules.id = ?", (rule_id,))
        if row is None:
            raise InputError(f"There is no rule {rule_id}.")
        return rule_of(row)

    def add(
        self,
        action: Action,
        *,
        query: str = "",
        entity_id: int | None = None,
        name: str = "",
        tag: str = "",
        until: datetime | None = None,
    ) -> Rule:
        """Store a rule; articles that are there already are judged by `step`.

        Raises:
            InputError: The query can not be understood, or can not be that of a rule.
            LibraryError: It can not be stored.
        """
        check_query(query, action)
        with self._database.transaction():
            cursor = self._database.run(
                "INSERT INTO rules (action, query, entity_id, name, tag, until, created)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (action.value, query, entity_id, name, tag, stamp(until), stamp(self._now())),
            )
            number = int(cursor.lastrowid or 0)
            verdicts.judge_anew(self._database, [number])
            return self.get(number)

    def change(
        self, rule_id: int, *, query: str, name: str, tag: str, until: datetime | None
    ) -> Rule:
        """Change a rule, and give it as it was.

        Raises:
            InputError: As in `add`, or there is no such rule.
            LibraryError: It can not be stored.
        """
        before = self.get(rule_id)
        check_query(query, before.action)
        with self._database.transaction():
            self._database.run(
                "UPDATE rules SET query = ?, name = ?, tag = ?, until = ? WHERE id = ?",
                (query, name, tag, stamp(until), rule_id),
            )
            if query != before.query:
                verdicts.judge_anew(self._database, [rule_id])
        return before

    def remove(self, rule_id: int) -> Rule:
        """End a rule, and give it as it was; `restore` brings it back for a day.

        What it hid is shown again by `step`.

        Raises:
            InputError: There is no such rule.
            LibraryError: It can not be stored.
        """
        before = self.get(rule_id)
        with self._database.transaction():
            self._database.run(
                "UPDATE rules SET removed = ?, pending = 0 WHERE id = ?",
                (stamp(self._now()), rule_id),
            )
        return before

    def restore(self, rule_id: int) -> None:
        """Bring a rule back.

        Raises:
            InputError: It was removed too long ago, and is gone.
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            sql = "UPDATE rules SET removed = 0 WHERE id = ?"
            if not self._database.run(sql, (rule_id,)).rowcount:
                raise InputError("A rule that was removed that long ago can not be brought back.")
            verdicts.judge_anew(self._database, [rule_id])

    # -- what they say -----------------------------------------------------------------------------

    def step(self) -> bool:
        """Judge some of the stored articles that a change of rules or names concerns.

        Returns:
            Whether more wait.

        Raises:
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            return gathering.step(self._database) or verdicts.step(self._database, self._now())

    def judge_moving_anew(self) -> None:
        """Have the rules judge anew whose answers change with time (`Rule.moves`)."""
        ids = [rule.id for rule in self.all() if rule.moves and rule.action is not Action.LIST]
        with self._database.transaction():
            verdicts.judge_anew(self._database, ids)

    def of(self, article_id: int) -> list[Rule]:
        """Give the rules that hold for an article."""
        rows = self._database.rows(
            f"{_RULES} WHERE removed = 0 AND rules.id IN"
            " (SELECT rule_id FROM verdicts WHERE article_id = ?) ORDER BY rules.id",
            (article_id,),
        )
        return [rule_of(row) for row in rows]

    def tell_outside(self, after: int) -> set[int]:
        """Give the articles that `arrived` gives and nobody was told of outside the program.

        They count as told from now on, so that of several processes only one tells of each.

        Args:
            after: As in `arrived`.

        Raises:
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            rows = self._database.rows(
                f"UPDATE verdicts SET arrived = {verdicts.TOLD} WHERE id > ? AND arrived = 1"
                " AND rule_id IN (SELECT id FROM rules WHERE action = 'notify' AND removed = 0)"
                " RETURNING article_id",
                (after,),
            )
        return {row["article_id"] for row in rows}

    def last_verdict(self) -> int:
        """Give the number of the last verdict; what `arrived` gives later has higher ones."""
        return int(self._database.value("SELECT coalesce(max(id), 0) FROM verdicts"))

    def arrived(
        self, after: int, *, since: datetime | None = None, limit: int = 1000
    ) -> list[Found]:
        """Give what the rules that notify found of articles as they came in.

        Args:
            after: The number of the last verdict that is known.
            since: Of all articles that were received after this, those of before the rule too.
            limit: The most to give.
        """
        return verdicts.arrived(self._database, after, stamp(since), limit)


def rule_of(row: Row) -> Rule:
    """Make a rule of a row."""
    return Rule(
        id=row["id"],
        action=Action(row["action"]),
        query=row["query"],
        entity_id=row["entity_id"],
        entity=row["entity"] or "",
        entity_type=EntityType(row["entity_type"]) if row["entity_type"] else None,
        name=row["name"],
        tag=row["tag"],
        until=moment(row["until"]),
        created=certain_moment(row["created"]),
        moves=verdicts.moves(row["query"]),
        total=row["total"],
        unread=row["unread"],
        hidden=row["hidden"],
    )


def check_query(query: str, action: Action) -> None:
    """Refuse a query that can not be that of a rule.

    Raises:
        InputError: It can not be understood, or asks for what rules say themselves.
    """
    node = language.parse(query)
    judged = {language.Match("is", "hidden"), language.Match("is", "watched")}
    if action is not Action.LIST and judged & set(language.leaves(node)):
        raise InputError("A rule can not ask for is:hidden or is:watched: rules decide that.")
