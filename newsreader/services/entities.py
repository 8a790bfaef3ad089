"""Who is in the news: the identities of the library, and all that is told of one.

How a person corrects them is in `newsreader.services.corrections`, where articles name them in
`newsreader.services.passages`.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Entity, EntityType, Identity
from newsreader.library.entities import Named
from newsreader.services.session import Session

DAYS = 28
"""Of how many days the mentions are counted."""
_FORMS_FROM = 20
"""In how many articles, the newest, other forms of a name are looked for."""


class EntityPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that is told of an identity, but for the articles that name it.

    Attributes:
        first_seen: When the oldest article in the library that names it was published.
        mentions_by_day: How many articles name it, of each of the last `DAYS` days of UTC, the
            oldest first.
        companions: With whom it is named most, and in how many of its newest articles.
        forms: How its newest articles name it otherwise, the most frequent first.
        changes: What the person said about it, in words.
    """

    identity: Identity
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    mentions_by_day: tuple[int, ...] = ()
    companions: tuple[tuple[Identity, int], ...] = ()
    forms: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def find(session: Session, name: str, type: EntityType | None = None) -> Identity | None:
    """Find whom a name stands for, whatever its capitals and accents; None where nobody.

    Where several are of that name, it is the one that most articles name.

    Raises:
        LibraryError: The library can not be read.
    """
    name_id = session.library.entities.name_id(name, type)
    return None if name_id is None else session.library.entities.identity(name_id)


def identity_of(session: Session, entity: Entity) -> Identity | None:
    """Find the identity of an entity of an opened article; None where it is not in the library.

    Raises:
        LibraryError: The library can not be read.
    """
    known = find(session, entity.known, entity.type) if entity.known else None
    return known or find(session, entity.name, entity.type)


def get(session: Session, identity_id: int) -> Identity:
    """Give an identity by its id, or whom it has been merged into since.

    Raises:
        InputError: It is gone, or is no name.
        LibraryError: The library can not be read.
    """
    found = session.library.entities.identity(identity_id)
    if found is None:
        raise InputError("This name is not in the library.")
    return found


def suggest(session: Session, text: str, limit: int = 8) -> list[Identity]:
    """Give identities with a name whose words begin as those of a text, the most named first.

    Raises:
        LibraryError: The library can not be read.
    """
    return session.library.entities.suggest(text, limit)


def page(session: Session, identity_id: int, now: datetime) -> EntityPage:
    """Tell of an identity.

    Raises:
        InputError: It is gone, or is no name.
        LibraryError: The library can not be read.
    """
    identity = get(session, identity_id)
    entities = session.library.entities
    first, last = entities.seen(identity.id) or (None, None)
    return EntityPage(
        identity=identity,
        first_seen=first,
        last_seen=last,
        mentions_by_day=entities.by_day(identity.id, now, DAYS),
        companions=tuple(entities.companions(identity.id)),
        forms=_forms(identity, entities.named(identity.id, limit=_FORMS_FROM)),
        changes=changes(session, identity),
    )


def _forms(identity: Identity, named: list[Named]) -> tuple[str, ...]:
    counts = Counter(form for one in named for form in (one.entity.name, *one.entity.aliases))
    known = {identity.name, *identity.aliases}
    return tuple(form for form, _ in counts.most_common() if form not in known)


def changes(session: Session, identity: Identity) -> tuple[str, ...]:
    """Tell in sentences what the person said about an identity.

    Raises:
        LibraryError: The library can not be read.
    """
    found = []
    for name_id, (name, kind) in session.library.naming.said(identity.id):
        if name_id == identity.id:
            found.append(f"{quoted(name)} stands for itself.")
        elif kind is identity.type:
            found.append(f"{quoted(name)} stands for {quoted(identity.name)}.")
        else:
            found.append(
                f"{quoted(name)} is {type_in_words(identity.type)}, not {type_in_words(kind)}."
            )
    return tuple(found)


def quoted(name: str) -> str:
    """Give a name as sentences show it."""
    return f"“{name}”"


def type_in_words(kind: EntityType) -> str:
    """Give a type as sentences name it: ``a person``."""
    if kind is EntityType.OTHER:
        return "a name of another kind"
    return f"{'an' if kind.value[0] in 'aeio' else 'a'} {kind.value}"
