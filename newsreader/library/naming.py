"""Whom articles name by what the person said of names, here and there or everywhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime

from newsreader.core.errors import DamagedTextError
from newsreader.core.models import Correction, Entity, EntityType
from newsreader.library import corrections, identities, texts, verdicts
from newsreader.library.connection import Database
from newsreader.library.identities import Key, Links
from newsreader.library.texts import Text


class Naming:
    """What the person says of names; all that follows from it is changed with it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def said(self, identity_id: int) -> list[tuple[int, Key]]:
        """Give the names that stand for an identity by what the person said.

        Itself is among them where it is known to be another, and was split from that.
        """
        rows = self._database.rows(
            "SELECT id, name, type FROM entity_links CROSS JOIN entities ON id = entity_id"
            " WHERE coalesce(entities.identity, id) = ?"
            " AND (entities.identity IS NOT NULL OR known IS NOT NULL) ORDER BY changed, id",
            (identity_id,),
        )
        return [(row["id"], (row["name"], EntityType(row["type"]))) for row in rows]

    def said_of(self, name_id: int) -> list[int]:
        """Give the names from one on to what it stands for of which the person said something."""
        return [number for number, is_said in identities.path(self._database, name_id) if is_said]

    def relink(self, links: Mapping[int, int | None]) -> Links:
        """Have names stand for others (`identities.relink`); give what was said before."""
        with self._database.transaction():
            before = identities.relink(self._database, links, self._now())
            verdicts.judge_names_anew(self._database)
            return before

    def relink_in(self, article_id: int, name_id: int, identity: int | None) -> int | None:
        """Have a name stand for another in one article; None takes that back. Give what it was."""
        with self._database.transaction():
            before = corrections.link(self._database, article_id, name_id, identity, self._now())
            _note_anew(self._database, article_id, self._now())
            return before

    def correct(self, correction: Correction) -> int:
        """Store what the person said about a place of a text; give the correction's id."""
        with self._database.transaction():
            number = corrections.add(self._database, correction)
            _note_anew(self._database, correction.article_id, self._now())
            return number

    def uncorrect(self, correction_id: int, article_id: int | None) -> None:
        """Take a correction back."""
        with self._database.transaction():
            corrections.remove(self._database, correction_id)
            _note_anew(self._database, article_id, self._now())

    def corrections(self) -> list[Correction]:
        """Give all corrections of places of texts, in the order in which they were made."""
        return corrections.every(self._database)


# -- one article -----------------------------------------------------------------------------------


def as_told(database: Database, article_id: int, title: str, text: Text) -> tuple[Entity, ...]:
    """Give the entities of an article as the person sees them: with all that was said of them."""
    found = corrections.corrected(database, article_id, title, text.document.text, text.entities)
    return identities.joined(database, found)


def note_names(database: Database, article_id: int, title: str, sort_time: int, text: Text) -> None:
    """Note whom an article names, with what the person said about it in this article."""
    found = corrections.corrected(database, article_id, title, text.document.text, text.entities)
    identities.store_entities(database, article_id, sort_time, found)


def note_all_names(database: Database) -> None:
    """Note anew whom all articles name, as their texts say."""
    for row in database.rows("SELECT id, title, sort_time FROM articles"):
        with contextlib.suppress(DamagedTextError):
            text = texts.text(database, row["id"])
            note_names(database, row["id"], row["title"], row["sort_time"], text)


def _note_anew(database: Database, article_id: int | None, now: datetime) -> None:
    row = database.row("SELECT id, title, sort_time FROM articles WHERE id = ?", (article_id,))
    if row is not None:
        text = texts.text(database, row["id"])
        note_names(database, row["id"], row["title"], row["sort_time"], text)
        verdicts.judge(database, [row["id"]], now)
