"""Who is whom: the names that articles give, and the identities that these stand for.

A name stands for itself until something is known of it, or the person says something. What the
person says of a name goes before what is known of it, and both lead from name to name:
"Kiev" -> "Kyiv". The last one is the identity. It has a row for each article that names it in any
way, so that every question about it is answered by one index; each name keeps the rows of its own
articles, so that everything that is said can be taken back exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Entity, EntityType
from newsreader.core.text import folded
from newsreader.library import gathering, verdicts
from newsreader.library.connection import Database, Row
from newsreader.library.times import stamp

Key = tuple[str, EntityType]
Links = dict[int, int | None]
"""Names, each with the name that it is another one for; `NO_NAME`; None for nothing said."""

NO_NAME = 0
UNNAMED = (EntityType.DATE, EntityType.MONEY)
"""Types of what has no name that could be another's."""

COUNT_NAMED = (
    "SELECT count(*) FROM article_entities WHERE entity_id = ?"
    " AND article_id NOT IN (SELECT id FROM articles WHERE removed <> 0)"
)
"""How many articles name an identity: its own rows are counted, and no article is looked up."""

_SHORTEST_FOLDED = 4
"""Shorter names differ in capitals only where they are others: "US" and "us"."""
_MANY = 200
"""How many names stand in one statement."""


def key_of(entity: Entity) -> Key:
    """Give under what an entity of an article is recorded: its name, unless that means another."""
    if entity.known.startswith(f"{entity.name} ("):
        return entity.known, entity.type
    return entity.name, entity.type


# -- names -----------------------------------------------------------------------------------------


def rows_of(database: Database, keys: Sequence[Key]) -> dict[Key, Row]:
    """Give the rows of the names that there are."""
    found: dict[Key, Row] = {}
    for start in range(0, len(keys), _MANY):
        some = keys[start : start + _MANY]
        rows = database.rows(
            f"WITH wanted (name, type) AS (VALUES {', '.join(['(?, ?)'] * len(some))})"
            " SELECT id, entities.name, entities.type, country, known, identity FROM wanted"
            " CROSS JOIN entities"
            " ON entities.name = wanted.name AND entities.type = wanted.type",
            [str(part) for key in some for part in key],
        )
        found |= {(row["name"], EntityType(row["type"])): row for row in rows}
    return found


def ensure(database: Database, key: Key, *, country: str = "", known: str = "") -> int:
    """Give the id of a name, which is stored where it is new; ``known`` as in `Entity`."""
    name, kind = key
    there = database.value("SELECT id FROM entities WHERE name = ? AND type = ?", (name, kind))
    if there is not None:
        return int(there)
    plain = folded(name)
    other: int | None = None
    if known and known != name:
        other = ensure(database, (known, kind), country=country)
    elif kind not in UNNAMED and len(plain) >= _SHORTEST_FOLDED:
        other = _folded_alike(database, plain, kind)
    cursor = database.run(
        "INSERT INTO entities (name, type, country, folded, known, identity)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            name,
            kind,
            country,
            None if plain == _ascii_lower(name) else plain,
            other,
            None if other is None else root(database, other),
        ),
    )
    return int(cursor.lastrowid or 0)


def _folded_alike(database: Database, plain: str, kind: EntityType) -> int | None:
    sql = (
        "SELECT id FROM entities WHERE coalesce(folded, name) COLLATE NOCASE = ? AND type = ?"
        " ORDER BY id LIMIT 1"
    )
    found = database.value(sql, (plain, kind))
    return None if found is None else int(found)


def _ascii_lower(name: str) -> str:
    return name.encode("utf-8", "replace").lower().decode()


def root(database: Database, name_id: int) -> int:
    """Give the identity that a name stands for, `NO_NAME` where it is none."""
    return path(database, name_id)[-1][0]


def path(database: Database, name_id: int) -> list[tuple[int, bool]]:
    """Give the names from one to its identity, each with whether the person said what it is."""
    steps: list[tuple[int, bool]] = []
    seen: set[int] = set()
    while name_id != NO_NAME:
        row = database.row(
            "SELECT known, entity_links.identity AS said FROM entities"
            " LEFT JOIN entity_links ON entity_id = id WHERE id = ?",
            (name_id,),
        )
        if row is None:
            break
        seen.add(name_id)
        steps.append((name_id, row["said"] is not None))
        following = row["known"] or name_id if row["said"] is None else row["said"]
        if following == name_id:
            return steps
        if following in seen:  # what is taken back in another order can lead round in a circle
            return [*steps, (min(seen), False)]
        name_id = following
    return [*steps, (NO_NAME, False)]


# -- what articles name ----------------------------------------------------------------------------


def store_entities(
    database: Database, article_id: int, sort_time: int, entities: Iterable[Entity]
) -> None:
    """Note whom an article names, in place of what was noted before."""
    keys = {key_of(one): one for one in entities}
    rows = rows_of(database, list(keys))
    for key, entity in keys.items():
        _note_name(database, key, entity, rows.get(key))
    rows = rows_of(database, list(keys))
    own = {row["id"] for row in rows.values()}
    others = {row["identity"] for row in rows.values() if row["identity"]} - own
    database.run("DELETE FROM article_entities WHERE article_id = ?", (article_id,))
    database.run_many(
        "INSERT INTO article_entities (entity_id, sort_time, article_id, own) VALUES (?, ?, ?, ?)",
        [
            *((number, sort_time, article_id, 1) for number in own),
            *((number, sort_time, article_id, 0) for number in others),
        ],
    )


def _note_name(database: Database, key: Key, entity: Entity, row: Row | None) -> None:
    country = entity.place.country if entity.place else ""
    if row is None:
        ensure(database, key, country=country, known=entity.known)
        return
    if country and not row["country"]:
        database.run("UPDATE entities SET country = ? WHERE id = ?", (country, row["id"]))
    if entity.known and row["known"] is None and key[0] == entity.name:
        _learn(database, row["id"], ensure(database, (entity.known, key[1]), country=country))


def _learn(database: Database, name_id: int, other: int) -> None:
    """Take up by what a name is known, which an older program stored without that.

    Rules that ask for names are then judged anew: older articles name somebody else now.
    """
    if root(database, other) == name_id:
        return
    groups = _groups(database, {_stored_root(database, name_id)})
    database.run("UPDATE entities SET known = ? WHERE id = ?", (other, name_id))
    _settle(database, groups)
    verdicts.judge_names_anew(database)


# -- what the person says of names -----------------------------------------------------------------


def relink(database: Database, links: Mapping[int, int | None], now: datetime) -> Links:
    """Have names stand for others, from now on and backwards; give what was said of them before.

    Args:
        database: Inside a transaction.
        links: Of each name what it stands for; a name that stands for itself is kept from what is
            known of it. What was given before takes it back.
        now: The present.
    """
    before: Links = {name_id: _said(database, name_id) for name_id in links}
    concerned = {*links, *(other for other in links.values() if other)}
    groups = _groups(database, {_stored_root(database, name_id) for name_id in concerned})
    for name_id, other in links.items():
        database.run("DELETE FROM entity_links WHERE entity_id = ?", (name_id,))
        if other is not None:
            database.run(
                "INSERT INTO entity_links (entity_id, identity, changed) VALUES (?, ?, ?)",
                (name_id, other, stamp(now)),
            )
    _settle(database, groups)
    return before


def _said(database: Database, name_id: int) -> int | None:
    found = database.value("SELECT identity FROM entity_links WHERE entity_id = ?", (name_id,))
    return None if found is None else int(found)


def _stored_root(database: Database, name_id: int) -> int:
    sql = "SELECT coalesce(identity, id) FROM entities WHERE id = ?"
    return int(database.value(sql, (name_id,)) or NO_NAME)


def _groups(database: Database, roots: Iterable[int]) -> dict[int, int]:
    """Give all names that stand for some identities, each with its identity."""
    return {
        row["id"]: identity
        for identity in roots
        for row in database.rows(
            "SELECT id FROM entities WHERE identity = ? UNION SELECT id FROM entities"
            " WHERE id = ? AND identity IS NULL",
            (identity, identity),
        )
    }


def _settle(database: Database, groups: Mapping[int, int]) -> None:
    """Give names, each with the identity that it had, to those that they stand for now."""
    moved = {
        name_id: (was, will)
        for name_id, was in groups.items()
        if (will := root(database, name_id)) != was
    }
    _move(database, moved)


def rebuild(database: Database) -> None:
    """Find out anew whom all names stand for, and by which words names are found."""
    linked = (
        "SELECT id FROM entities WHERE known IS NOT NULL OR identity IS NOT NULL"
        " UNION SELECT entity_id FROM entity_links"
    )
    database.run(f"UPDATE entities SET identity = NULL WHERE id IN ({linked})")
    database.run("DELETE FROM article_entities WHERE own = 0")
    database.run("DELETE FROM gathering")
    _settle(database, {row["id"]: row["id"] for row in database.rows(linked)})
    gathering.finish(database)
    database.run("INSERT INTO names (names) VALUES ('delete-all')")
    database.run(
        "INSERT INTO names (rowid, name)"
        " SELECT id, name FROM entities WHERE type NOT IN ('date', 'money')"
    )
    verdicts.judge_names_anew(database)


def _move(database: Database, moved: Mapping[int, tuple[int, int]]) -> None:
    """Give names from one identity to another, with their articles."""
    for name_id, (_, will) in moved.items():
        identity = None if will == name_id else will
        database.run("UPDATE entities SET identity = ? WHERE id = ?", (identity, name_id))
    # who lost a name is made anew, and whoever is an identity no longer; others only gain
    anew = {was for was, _ in moved.values()} | set(moved)
    for identity in anew - {NO_NAME}:
        gathering.begin(database, identity)
    for name_id, (_, will) in moved.items():
        if will not in (NO_NAME, name_id) and will not in anew:
            gathering.begin(database, will, name_id)


# -- an article as the person sees it --------------------------------------------------------------


class _Shown(msgspec.Struct, frozen=True):
    """Whom a name stands for.

    Attributes:
        is_told: The person said so: articles show it under that name.
    """

    key: Key
    is_told: bool


def joined(database: Database, entities: Sequence[Entity]) -> tuple[Entity, ...]:
    """Give the entities of an article with those that are one joined, and without what is no name.

    What the person named otherwise has its new name and type. What is merely known to be the same
    keeps the name that the article gives to it.
    """
    shown = _shown(database, [key_of(one) for one in entities])
    if not shown:
        return tuple(entities)
    found: dict[Key, Entity] = {}
    for entity in entities:
        key = key_of(entity)
        here: _Shown | None = shown.get(key, _Shown(key, is_told=False))
        if here is None:
            continue
        entity = renamed(entity, here.key) if here.is_told else entity
        same = found.get(here.key)
        found[here.key] = together(same, entity) if same is not None else entity
    return tuple(found.values())


def _shown(database: Database, keys: Sequence[Key]) -> dict[Key, _Shown | None]:
    """Give whom the names stand for that stand for others; None where it is no name."""
    found: dict[Key, _Shown | None] = {}
    for key, row in rows_of(database, keys).items():
        if row["identity"] is None:
            continue
        *steps, (identity, _) = path(database, row["id"])
        is_told = any(is_said for _, is_said in steps)
        other = database.row("SELECT name, type FROM entities WHERE id = ?", (identity,))
        found[key] = None
        if other is not None:
            found[key] = _Shown((other["name"], EntityType(other["type"])), is_told)
    return found


def renamed(entity: Entity, key: Key) -> Entity:
    """Give an entity under another name and type; the old name becomes an alias."""
    name, kind = key
    aliases = [entity.name, *entity.aliases] if name != entity.name else entity.aliases
    mentions, title_mentions = entity.mentions, entity.title_mentions
    if kind is not entity.type:
        change = {"type": kind, "source": "user"}
        mentions = tuple(msgspec.structs.replace(one, **change) for one in mentions)
        title_mentions = tuple(msgspec.structs.replace(one, **change) for one in title_mentions)
    return msgspec.structs.replace(
        entity,
        name=name,
        type=kind,
        mentions=mentions,
        title_mentions=title_mentions,
        aliases=tuple(one for one in dict.fromkeys(aliases) if one != name),
        place=entity.place if kind is EntityType.PLACE else None,
        known="",
    )


def together(one: Entity, other: Entity) -> Entity:
    """Give two entities of an article as one, under the first one's name."""
    names = dict.fromkeys([*one.aliases, other.name, *other.aliases])
    return msgspec.structs.replace(
        one,
        mentions=tuple(sorted(one.mentions + other.mentions)),
        title_mentions=tuple(sorted(one.title_mentions + other.title_mentions)),
        salience=max(one.salience, other.salience),
        aliases=tuple(name for name in names if name != one.name),
        place=one.place or other.place,
    )
