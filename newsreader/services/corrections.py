"""What the person says of names: of an identity in all articles, or of one article alone.

Every change gives a `Told`, with which `take_back` undoes it exactly. Changes write the library:
the screen has them done by `Session.write`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Correction, Entity, EntityType, Identity
from newsreader.services.entities import get, quoted, type_in_words
from newsreader.services.passages import sentence_around
from newsreader.services.session import Session


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A change that the person made, with what `take_back` needs.

    Attributes:
        said: What was done, in words, as ``merged “Kiev” into “Kyiv”``.
        identity_id: Whom it leads to now; 0 where it is no name any more.
    """

    said: str
    identity_id: int = 0
    links: dict[int, int | None] = {}
    articles: tuple[tuple[int, int, int | None], ...] = ()
    correction: tuple[int, int | None] | None = None


# -- of an identity, in all articles ---------------------------------------------------------------


def merge(session: Session, identity_id: int, into_id: int) -> Told:
    """Have an identity and all its names stand for another one.

    Raises:
        InputError: They are one already, or one is gone.
        LibraryError: It can not be stored.
    """
    one, other = get(session, identity_id), get(session, into_id)
    if one.id == other.id:
        raise InputError(f"{quoted(one.name)} and {quoted(other.name)} are one already.")
    said = f"merged {quoted(one.name)} into {quoted(other.name)}"
    return _relink(session, {one.id: other.id}, said, other.id)


def split(session: Session, identity_id: int, alias: str) -> Told:
    """Have a name stand for itself again, with what stands for it.

    Raises:
        InputError: It is no other name of that identity.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    entities = session.library.entities
    name_id = entities.alias_id(identity.id, alias)
    if name_id is None:
        raise InputError(f"{quoted(alias)} is no other name of {quoted(identity.name)}.")
    said = f"split {quoted(alias)} from {quoted(identity.name)}"
    return _relink(session, {name_id: name_id}, said, name_id)


def rename(session: Session, identity_id: int, name: str) -> Told:
    """Show an identity under another name; where there is one of that name, they become one.

    Raises:
        InputError: The name is empty, or it has that name.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    name = _name(name)
    said = f"renamed {quoted(identity.name)} to {quoted(name)}"
    return _become(session, identity, name, identity.type, said)


def retype(session: Session, identity_id: int, type: EntityType) -> Told:
    """Have an identity be of another type; where there is one of its name, they become one.

    Raises:
        InputError: It is of that type.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    said = f"made {quoted(identity.name)} {type_in_words(type)}"
    return _become(session, identity, identity.name, type, said)


def drop(session: Session, identity_id: int) -> Told:
    """Say that an identity and all its names are no names: they are shown nowhere any more.

    Raises:
        InputError: It is gone.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    return _relink(session, {identity.id: 0}, f"dropped the name {quoted(identity.name)}", 0)


def reset(session: Session, name: str, type: EntityType | None = None) -> Told:
    """Take back all that the person said about a name, and about what stands for the same.

    What was said about places of texts stays.

    Args:
        session: The library to use.
        name: Also one that was dropped.
        type: Of which type; None for any.

    Raises:
        InputError: There is no such name, or nothing was said about it.
        LibraryError: It can not be stored.
    """
    entities = session.library.entities
    name_id = entities.name_id(name, type) or entities.name_id(name, type, is_name=False)
    if name_id is None:
        raise InputError(f"{quoted(name)} is not in the library.")
    identity, naming = entities.identity(name_id), session.library.naming
    same = naming.said(identity.id) if identity else []
    links: dict[int, int | None] = dict.fromkeys([n for n, _ in same] or naming.said_of(name_id))
    if not links:
        raise InputError(f"Nothing was said about {quoted(name)}.")
    return _relink(session, links, f"took back what was said about {quoted(name)}", name_id)


def _become(session: Session, identity: Identity, name: str, kind: EntityType, said: str) -> Told:
    session.check_writable()
    entities = session.library.entities
    with session.library.transaction():
        country = identity.country if kind is EntityType.PLACE else ""
        name_id = entities.ensure(name, kind, country=country)
        if name_id == identity.id:
            raise InputError(f"{quoted(name)} is its name already.")
        now = entities.identity(name_id)
        if now is None or now.id in (name_id, identity.id):
            return _relink(session, {name_id: name_id, identity.id: name_id}, said, name_id)
        return _relink(session, {identity.id: now.id}, said, now.id)


def _relink(session: Session, links: Mapping[int, int | None], said: str, identity_id: int) -> Told:
    session.check_writable()
    before = session.library.naming.relink(links)
    return Told(said=said, identity_id=identity_id, links=before)


def _name(text: str) -> str:
    from newsreader.core.text import clean_line

    name = clean_line(text, 200)
    if not name:
        raise InputError("A name can not be empty.")
    return name


# -- of one article --------------------------------------------------------------------------------


def split_article(session: Session, identity_id: int, article_id: int, name: str = "") -> Told:
    """Say that an article names another one of the same name.

    Args:
        session: The library to use.
        identity_id: Whom it is taken to name.
        article_id: The article.
        name: Of whom it names; "" for the same with the next free number.

    Raises:
        InputError: The article does not name it.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    identity = get(session, identity_id)
    entities, naming = session.library.entities, session.library.naming
    with session.library.transaction():
        own = entities.own_names(identity.id, article_id)
        if not own:
            raise InputError(f"This article does not name {quoted(identity.name)}.")
        name = _name(name) if name else entities.free_name(identity.name, identity.type)
        other = entities.ensure(name, identity.type)
        articles = tuple(
            (article_id, name_id, naming.relink_in(article_id, name_id, other)) for name_id in own
        )
    said = f"told {quoted(identity.name)} and {quoted(name)} apart"
    return Told(said=said, identity_id=other, articles=articles)


def correct(
    session: Session,
    article_id: int,
    start: int,
    end: int,
    type: EntityType | None,
    *,
    in_title: bool = False,
) -> Told:
    """Say what a place of an article's text is: a name of some type, or none.

    Args:
        session: The library to use.
        article_id: The article.
        start: Where the words begin in its text, as ``end`` is where they end.
        end: See ``start``.
        type: What they are; None for no name.
        in_title: They stand in the title, not in the text.

    Raises:
        InputError: There are no such words.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    reading = session.library.articles.reading(article_id)
    if reading is None:
        raise InputError("This article is no longer in the library.")
    text = reading.article.title if in_title else reading.document.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise InputError("There are no words there.")
    first, last = sentence_around(text, start, end)
    correction = Correction(
        id=0,
        article_id=article_id,
        in_title=in_title,
        start=start,
        words=text[start:end],
        old_type=_type_at(reading.entities, start, end, in_title=in_title),
        new_type=type,
        context=text[first:last],
        context_start=start - first,
        language=reading.article.language,
        changed=session.now(),
    )
    number = session.library.naming.correct(correction)
    kind = type_in_words(type) if type else "no name"
    return Told(
        said=f"made {quoted(correction.words)} {kind} here", correction=(number, article_id)
    )


def _type_at(
    entities: tuple[Entity, ...], start: int, end: int, *, in_title: bool
) -> EntityType | None:
    for entity in entities:
        mentions = entity.title_mentions if in_title else entity.mentions
        if any(one.start < end and start < one.end for one in mentions):
            return entity.type
    return None


def take_back(session: Session, told: Told) -> None:
    """Undo a change exactly.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    naming = session.library.naming
    with session.library.transaction():
        if told.correction is not None:
            naming.uncorrect(*told.correction)
        for article_id, name_id, before in told.articles:
            naming.relink_in(article_id, name_id, before)
        if told.links:
            naming.relink(told.links)


# -- training data ---------------------------------------------------------------------------------


def as_data(session: Session) -> list[dict[str, Any]]:
    """Give what the person corrected in texts, as data to train with: plain values for JSON.

    Returns:
        Of each ``text`` (the sentence), ``start`` and ``end`` in it, ``words``, ``old_type`` and
        ``new_type`` (None for no name), ``language``, ``article`` and ``corrected``.

    Raises:
        LibraryError: The library can not be read.
    """
    return [_shape(one) for one in session.library.naming.corrections()]


def _shape(correction: Correction) -> dict[str, Any]:
    return {
        "text": correction.context,
        "start": correction.context_start,
        "end": correction.context_start + len(correction.words),
        "words": correction.words,
        "old_type": correction.old_type and str(correction.old_type),
        "new_type": correction.new_type and str(correction.new_type),
        "language": correction.language,
        "article": correction.article_id,
        "corrected": correction.changed,
    }
