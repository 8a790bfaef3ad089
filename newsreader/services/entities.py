"""Who is in the news: identities across the library, and what the person says about them.

Every change gives a `Told`, with which `take_back` undoes it exactly. Changes write the library:
the screen has them done by `Session.write`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Article, Correction, Entity, EntityType, Identity
from newsreader.core.query import PageKey
from newsreader.library import Named
from newsreader.library.search import Snippet
from newsreader.services.session import Session

DAYS = 28
"""Of how many days the mentions are counted."""
LONGEST_SENTENCE = 300
"""Of a passage, in characters."""
_FORMS_FROM = 20
"""In how many articles, the newest, other forms of a name are looked for."""
_ENDED = re.compile(r"(?:^|\n|[.!?…。！？]['\"”’»)\]]*)\s*\Z")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*(?=\s|$)|\n")


class EntityPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that is told of an identity, but for its articles (`passages`).

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


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article names an identity first.

    Attributes:
        sentence: One line around the mention; the title where only that names it.
        spans: Where it is named in ``sentence``.
    """

    article: Article
    sentence: str
    spans: tuple[tuple[int, int], ...]


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


# -- finding ---------------------------------------------------------------------------------------


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
    for name_id, (name, kind) in session.library.entities.said(identity.id):
        if name_id == identity.id:
            found.append(f"{_quoted(name)} stands for itself.")
        elif kind is identity.type:
            found.append(f"{_quoted(name)} stands for {_quoted(identity.name)}.")
        else:
            found.append(f"{_quoted(name)} is {_named(identity.type)}, not {_named(kind)}.")
    return tuple(found)


def _quoted(name: str) -> str:
    return f"“{name}”"


def _named(kind: EntityType) -> str:
    if kind is EntityType.OTHER:
        return "a name of another kind"
    return f"{'an' if kind.value[0] in 'aeio' else 'a'} {kind.value}"


# -- passages --------------------------------------------------------------------------------------


def passages(
    session: Session,
    identity_id: int,
    after: PageKey | None = None,
    limit: int = 20,
    *,
    unread_only: bool = False,
) -> list[Passage]:
    """Give the articles that name an identity with the sentence that does first, the newest first.

    Args:
        session: The library to use.
        identity_id: Whom.
        after: Of the last article that was given before (its ``sort_time`` and id).
        limit: At most so many.
        unread_only: Only of articles that are not read.

    Raises:
        LibraryError: The library can not be read.
    """
    named = session.library.entities.named(
        identity_id, after=after, limit=limit, unread_only=unread_only
    )
    articles = session.library.articles.several([one.article_id for one in named])
    by_id = {one.article_id: one for one in named}
    return [_passage(article, by_id[article.id]) for article in articles]


def sentences(session: Session, identity_id: int, article_ids: Sequence[int]) -> dict[int, Snippet]:
    """Give of each of some articles the sentence that names an identity first.

    Raises:
        LibraryError: The library can not be read.
    """
    named = session.library.entities.named_in(identity_id, article_ids)
    return {one.article_id: _sentence(one) for one in named}


def _passage(article: Article, named: Named) -> Passage:
    found = _sentence(named)
    return Passage(article=article, sentence=found.text, spans=found.spans)


def _sentence(named: Named) -> Snippet:
    mentions, text = named.entity.mentions, named.text
    if not mentions:
        mentions, text = named.entity.title_mentions, named.title
    if not mentions:
        return Snippet(named.title, ())
    start, end = sentence_around(text, mentions[0].start, mentions[0].end)
    before = "" if _ended(text, start) else "…"
    after = "" if _ended(text, end) or text[end : end + 1] in ("", "\n") else "…"
    shift = len(before) - start
    return Snippet(
        f"{before}{text[start:end]}{after}".replace("\n", " "),
        tuple(
            (one.start + shift, one.end + shift)
            for one in mentions
            if start <= one.start < one.end <= end
        ),
    )


def _ended(text: str, place: int) -> bool:
    """Say whether a sentence, or a line, ended right before a place."""
    return _ENDED.search(text[max(0, place - 20) : place]) is not None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give where the sentence around a place of a text begins and ends; it is never very long."""
    room = max(0, LONGEST_SENTENCE - (end - start))
    lowest, highest = max(0, start - room // 2), min(len(text), end + room // 2)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, lowest, start)]
    first = ends[-1] if ends else lowest
    if not ends and lowest:
        first = text.find(" ", lowest, start) + 1 or lowest
    following = _SENTENCE_END.search(text, end, highest)
    last = following.end() if following else highest
    if following is None and highest < len(text):
        last = max(text.rfind(" ", end, highest), end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


# -- what the person says of an identity -----------------------------------------------------------


def merge(session: Session, identity_id: int, into_id: int) -> Told:
    """Have an identity and all its names stand for another one.

    Raises:
        InputError: They are one already, or one is gone.
        LibraryError: It can not be stored.
    """
    one, other = get(session, identity_id), get(session, into_id)
    if one.id == other.id:
        raise InputError(f"{_quoted(one.name)} and {_quoted(other.name)} are one already.")
    said = f"merged {_quoted(one.name)} into {_quoted(other.name)}"
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
        raise InputError(f"{_quoted(alias)} is no other name of {_quoted(identity.name)}.")
    said = f"split {_quoted(alias)} from {_quoted(identity.name)}"
    return _relink(session, {name_id: name_id}, said, name_id)


def rename(session: Session, identity_id: int, name: str) -> Told:
    """Show an identity under another name; where there is one of that name, they become one.

    Raises:
        InputError: The name is empty, or it has that name.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    name = _name(name)
    said = f"renamed {_quoted(identity.name)} to {_quoted(name)}"
    return _become(session, identity, name, identity.type, said)


def retype(session: Session, identity_id: int, type: EntityType) -> Told:
    """Have an identity be of another type; where there is one of its name, they become one.

    Raises:
        InputError: It is of that type.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    said = f"made {_quoted(identity.name)} {_named(type)}"
    return _become(session, identity, identity.name, type, said)


def drop(session: Session, identity_id: int) -> Told:
    """Say that an identity and all its names are no names: they are shown nowhere any more.

    Raises:
        InputError: It is gone.
        LibraryError: It can not be stored.
    """
    identity = get(session, identity_id)
    return _relink(session, {identity.id: 0}, f"dropped the name {_quoted(identity.name)}", 0)


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
        raise InputError(f"{_quoted(name)} is not in the library.")
    identity = entities.identity(name_id)
    same = entities.said(identity.id) if identity else []
    links: dict[int, int | None] = dict.fromkeys([n for n, _ in same] or entities.said_of(name_id))
    if not links:
        raise InputError(f"Nothing was said about {_quoted(name)}.")
    return _relink(session, links, f"took back what was said about {_quoted(name)}", name_id)


def _become(session: Session, identity: Identity, name: str, kind: EntityType, said: str) -> Told:
    session.check_writable()
    entities = session.library.entities
    with session.library.transaction():
        country = identity.country if kind is EntityType.PLACE else ""
        name_id = entities.ensure(name, kind, country=country)
        if name_id == identity.id:
            raise InputError(f"{_quoted(name)} is its name already.")
        now = entities.identity(name_id)
        if now is None or now.id in (name_id, identity.id):
            return _relink(session, {name_id: name_id, identity.id: name_id}, said, name_id)
        return _relink(session, {identity.id: now.id}, said, now.id)


def _relink(session: Session, links: Mapping[int, int | None], said: str, identity_id: int) -> Told:
    session.check_writable()
    before = session.library.entities.relink(links)
    return Told(said=said, identity_id=identity_id, links=before)


def _name(text: str) -> str:
    from newsreader.core.text import clean_line

    name = clean_line(text, 200)
    if not name:
        raise InputError("A name can not be empty.")
    return name


# -- what the person says of one article -----------------------------------------------------------


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
    entities = session.library.entities
    with session.library.transaction():
        own = entities.own_names(identity.id, article_id)
        if not own:
            raise InputError(f"This article does not name {_quoted(identity.name)}.")
        name = _name(name) if name else entities.free_name(identity.name, identity.type)
        other = entities.ensure(name, identity.type)
        articles = tuple(
            (article_id, name_id, entities.relink_in(article_id, name_id, other)) for name_id in own
        )
    said = f"told {_quoted(identity.name)} and {_quoted(name)} apart"
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
    number = session.library.entities.correct(correction)
    kind = _named(type) if type else "no name"
    return Told(
        said=f"made {_quoted(correction.words)} {kind} here", correction=(number, article_id)
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
    entities = session.library.entities
    with session.library.transaction():
        if told.correction is not None:
            entities.uncorrect(*told.correction)
        for article_id, name_id, before in told.articles:
            entities.relink_in(article_id, name_id, before)
        if told.links:
            entities.relink(told.links)


# -- training data ---------------------------------------------------------------------------------


def corrections(session: Session) -> list[dict[str, Any]]:
    """Give what the person corrected in texts, as data to train with: plain values for JSON.

    Returns:
        Of each ``text`` (the sentence), ``start`` and ``end`` in it, ``words``, ``old_type`` and
        ``new_type`` (None for no name), ``language``, ``article`` and ``corrected``.

    Raises:
        LibraryError: The library can not be read.
    """
    return [_shape(one) for one in session.library.entities.corrections()]


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
