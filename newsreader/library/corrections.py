"""What the person said about the names of one article; it stays when the article is made anew.

A place of the text can be another type of name, or none; a name can stand for another one in this
article than elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Correction, Entity, EntityType, Mention
from newsreader.library.connection import Database, Row
from newsreader.library.identities import key_of, renamed, together
from newsreader.library.times import certain_moment, stamp

_POSSESSIVE = re.compile(r"['’]s?$")
_FAINT = 0.1
"""How much an article is about what only the person found in it."""


# -- storing ---------------------------------------------------------------------------------------


def add(database: Database, correction: Correction) -> int:
    """Store a correction, whose id is not looked at; give its id."""
    cursor = database.run(
        "INSERT INTO corrections (article_id, in_title, start, words, old_type, new_type, context,"
        " context_start, language, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            correction.article_id,
            correction.in_title,
            correction.start,
            correction.words,
            correction.old_type or "",
            correction.new_type or "",
            correction.context,
            correction.context_start,
            correction.language,
            stamp(correction.changed),
        ),
    )
    return int(cursor.lastrowid or 0)


def remove(database: Database, correction_id: int) -> None:
    """Take a correction back."""
    database.run("DELETE FROM corrections WHERE id = ?", (correction_id,))


def every(database: Database) -> list[Correction]:
    """Give all corrections, in the order in which they were made."""
    return [_correction(row) for row in database.rows("SELECT * FROM corrections ORDER BY id")]


def _correction(row: Row) -> Correction:
    return Correction(
        id=row["id"],
        article_id=row["article_id"],
        in_title=bool(row["in_title"]),
        start=row["start"],
        words=row["words"],
        old_type=EntityType(row["old_type"]) if row["old_type"] else None,
        new_type=EntityType(row["new_type"]) if row["new_type"] else None,
        context=row["context"],
        context_start=row["context_start"],
        language=row["language"],
        changed=certain_moment(row["changed"]),
    )


def link(
    database: Database, article_id: int, name_id: int, identity: int | None, now: datetime
) -> int | None:
    """Have a name stand for another in one article; None takes that back. Give what it was."""
    where = "WHERE article_id = ? AND entity_id = ?"
    before = database.value(f"SELECT identity FROM article_links {where}", (article_id, name_id))
    database.run(f"DELETE FROM article_links {where}", (article_id, name_id))
    if identity is not None:
        database.run(
            "INSERT INTO article_links (article_id, entity_id, identity, changed)"
            " VALUES (?, ?, ?, ?)",
            (article_id, name_id, identity, stamp(now)),
        )
    return None if before is None else int(before)


# -- an article as the person corrected it ---------------------------------------------------------


def corrected(
    database: Database, article_id: int, title: str, text: str, entities: Sequence[Entity]
) -> tuple[Entity, ...]:
    """Give the entities of an article with what the person said about them in this article."""
    found = tuple(entities)
    rows = database.rows(
        "SELECT * FROM corrections WHERE article_id = ? ORDER BY id", (article_id,)
    )
    for row in rows:
        correction = _correction(row)
        found = apply(title if correction.in_title else text, found, correction)
    links = database.rows(
        "SELECT name.name, name.type, other.name AS other_name, other.type AS other_type"
        " FROM article_links JOIN entities AS name ON name.id = entity_id"
        " JOIN entities AS other ON other.id = article_links.identity WHERE article_id = ?",
        (article_id,),
    )
    for row in links:
        name, other = (row["name"], row["type"]), (row["other_name"], EntityType(row["other_type"]))
        found = tuple(renamed(one, other) if key_of(one) == name else one for one in found)
    return found


def apply(text: str, entities: tuple[Entity, ...], correction: Correction) -> tuple[Entity, ...]:
    """Give the entities of an article after one correction.

    Args:
        text: The article's text, or its title where that is corrected; as it is now.
        entities: Of the article.
        correction: What was said of it; where the words are gone, nothing changes.
    """
    start = _place(text, correction)
    if start is None:
        return entities
    end = start + len(correction.words)
    left = [_without(one, start, end, in_title=correction.in_title) for one in entities]
    found = [one for one in left if one.count]
    if correction.new_type is not None:
        touched = [one.salience for one in entities if _names(one, start, end, correction)]
        mention = Mention(start=start, end=end, type=correction.new_type, source="user")
        _put(found, _entity(mention, correction, max(touched, default=_FAINT)))
    return tuple(sorted(found, key=lambda one: -one.salience))


def _place(text: str, correction: Correction) -> int | None:
    """Find the words of a correction in a text that may have changed: nearest to where they were.

    Words that stand in the same sentence as then go before all others.
    """
    words, start = correction.words, correction.start
    if text[start : start + len(words)] == words:
        return start
    around = [one.start() + correction.context_start for one in _all(correction.context, text)]
    places = around or [one.start() for one in _all(words, text)]
    return min(places, key=lambda place: abs(place - start), default=None)


def _all(words: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(re.escape(words), text))


def _mentions(entity: Entity, *, in_title: bool) -> tuple[Mention, ...]:
    return entity.title_mentions if in_title else entity.mentions


def _names(entity: Entity, start: int, end: int, correction: Correction) -> bool:
    mentions = _mentions(entity, in_title=correction.in_title)
    return any(one.start < end and start < one.end for one in mentions)


def _without(entity: Entity, start: int, end: int, *, in_title: bool) -> Entity:
    """Give an entity without its mentions at a place."""
    before = _mentions(entity, in_title=in_title)
    kept = tuple(one for one in before if one.end <= start or end <= one.start)
    if kept == before:
        return entity
    if in_title:
        return msgspec.structs.replace(entity, title_mentions=kept)
    return msgspec.structs.replace(entity, mentions=kept)


def _entity(mention: Mention, correction: Correction, salience: float) -> Entity:
    name = _POSSESSIVE.sub("", correction.words)
    mentions, none = (mention,), ()
    return Entity(
        name=name,
        type=mention.type,
        mentions=none if correction.in_title else mentions,
        title_mentions=mentions if correction.in_title else none,
        salience=salience,
    )


def _put(entities: list[Entity], new: Entity) -> None:
    """Add an entity, or give its mentions to the one that goes by its name or has it as a part."""
    same = [one for one in entities if one.type is new.type]
    named = [one for one in same if new.name in (one.name, *one.aliases)]
    if not named and new.type is EntityType.PERSON:
        named = [one for one in same if new.name in one.name.split()]
    if len(named) == 1:
        index = entities.index(named[0])
        entities[index] = together(entities[index], new)
    else:
        entities.append(new)
