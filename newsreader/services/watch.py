"""Watch people, organisations and places, or mute them; tell of what comes in about them."""

from __future__ import annotations

import asyncio
import html
import shutil
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime

import msgspec

from newsreader.core.errors import InputError, NewsreaderError
from newsreader.core.models import Action, Article, EntityType, Identity, Rule
from newsreader.core.query import ENTITY_FIELDS
from newsreader.core.text import clean_line
from newsreader.services.entities import find, get
from newsreader.services.rules import LONGEST_NAME, check_until
from newsreader.services.session import Session

MOST_NOTICES = 3
"""How many articles one refresh tells of one by one; where there are more, the last sums up."""
LOOK_AGAIN = 1.0
"""Seconds between two looks at what other processes wrote."""
_NOTICE_SECONDS = 10
_FIELDS = {kind: field for field, kind in ENTITY_FIELDS.items() if kind is not None}
"""Type to the field of a query that asks for its names."""


class Arrival(msgspec.Struct, frozen=True, kw_only=True):
    """An article that came in and that a rule notifies of.

    Attributes:
        names: What is watched: the names of entities, the names or queries of rules.
    """

    article: Article
    names: tuple[str, ...]


# -- whom to watch ---------------------------------------------------------------------------------


def watch(
    session: Session, who: str | int, type: EntityType | None = None, until: datetime | None = None
) -> Rule:
    """Watch somebody: articles that name them are marked, and told of when they come in.

    Who is watched already stays so. To undo it, `newsreader.services.rules.remove` the rule.

    Args:
        session: The library to use.
        who: A name, or the id of an identity. A name that no article has yet is watched for.
        type: Of the name, where several have it.
        until: When it ends.

    Raises:
        InputError: It is no name, or the end is over.
        LibraryError: It can not be stored.
    """
    return _rule(session, Action.NOTIFY, who, type, until)


def mute(
    session: Session, who: str | int, type: EntityType | None = None, until: datetime | None = None
) -> Rule:
    """Hide the articles that name somebody, but no bookmarks; as `watch` otherwise.

    Raises:
        InputError: It is no name, or the end is over.
        LibraryError: It can not be stored.
    """
    return _rule(session, Action.HIDE, who, type, until)


def watched(session: Session) -> list[Rule]:
    """Give the rules that notify, those that watch an entity among them."""
    return session.library.rules.all(Action.NOTIFY)


def muted(session: Session) -> list[Rule]:
    """Give the rules that hide, those that mute an entity among them."""
    return session.library.rules.all(Action.HIDE)


def rule_on(
    session: Session, action: Action, who: str | int, type: EntityType | None = None
) -> Rule | None:
    """Find the rule by which somebody is watched or muted, None where there is none.

    Args:
        session: The library to use.
        action: `Action.NOTIFY` or `Action.HIDE`.
        who: A name, or the id of an identity.
        type: Of the name, where several have it; None for any.

    Raises:
        InputError: It is no name.
        LibraryError: The library can not be read.
    """
    found = _whom(session, who, type)
    whom = (found.name, found.type) if found is not None else None
    queries = _queries(who if isinstance(who, str) else found.name if found else "", type)
    for rule in session.library.rules.all(action):
        if rule.entity_id is None:
            if rule.query.lower() in queries:
                return rule
        elif whom is not None and (rule.entity, rule.entity_type) == whom:
            return rule
    return None


def _queries(name: str, type: EntityType | None) -> set[str]:
    """Give the queries of rules that were made when no article had a name yet, in small letters."""
    types = (None, *_FIELDS) if type is None else (type,)
    return {_query(name, one).lower() for one in types}


def _whom(session: Session, who: str | int, type: EntityType | None) -> Identity | None:
    return find(session, who, type) if isinstance(who, str) else get(session, who)


def _rule(
    session: Session,
    action: Action,
    who: str | int,
    type: EntityType | None,
    until: datetime | None,
) -> Rule:
    session.check_writable()
    check_until(session, until)
    known = rule_on(session, action, who, type)
    rules = session.library.rules
    if known is not None:
        if known.until != until:
            rules.change(known.id, query=known.query, name=known.name, tag=known.tag, until=until)
        return rules.get(known.id)
    found = _whom(session, who, type)
    if found is not None:
        return rules.add(action, entity_id=found.id, until=until)
    name = clean_line(str(who), LONGEST_NAME)
    return rules.add(action, query=_query(name, type), name=name, until=until)


def _query(name: str, type: EntityType | None) -> str:
    """Give the query for a name that no article has yet."""
    plain = clean_line(name.replace('"', " "), LONGEST_NAME)
    if not plain:
        raise InputError("Say whom, by a name.")
    return f'{_FIELDS.get(type, "entity") if type else "entity"}:"{plain}"'


# -- what comes in ---------------------------------------------------------------------------------


def arrivals(
    session: Session, after: int, *, since: datetime | None = None
) -> tuple[list[Arrival], int]:
    """Give the watched articles that came in, and the number to ask with for later ones.

    Args:
        session: The library to use.
        after: The number that the last call gave; at first `Library.rules.last_verdict`.
        since: Only articles received after this.

    Raises:
        LibraryError: The library can not be read.
    """
    found = session.library.rules.arrived(after, since=since)
    names = {rule.id: rule.entity or rule.name or rule.query for rule in watched(session)}
    of: dict[int, list[str]] = {}
    for one in found:
        of.setdefault(one.article_id, []).append(names.get(one.rule_id, ""))
    articles = session.library.articles.several(list(of))
    told = [Arrival(article=article, names=tuple(of[article.id])) for article in articles]
    return told, max((one.number for one in found), default=after)


async def follow(session: Session, since: datetime | None = None) -> AsyncGenerator[Arrival, None]:
    """Give each watched article as it comes in, whichever process brings it, without end.

    Args:
        session: The library to use.
        since: Begin with those that were received after this; without it, from now on.

    Raises:
        LibraryError: The library can not be read.
    """
    last = 0 if since is not None else await asyncio.to_thread(session.library.rules.last_verdict)
    while True:
        before = last
        found, last = await asyncio.to_thread(arrivals, session, before, since=since)
        for arrival in found:
            yield arrival
        if last == before:
            await asyncio.sleep(LOOK_AGAIN)


# -- telling ---------------------------------------------------------------------------------------


def notices(found: Sequence[Arrival]) -> list[str]:
    """Give what to tell of arrivals: a line for each, or, of many, a last one that sums up."""
    shown = found if len(found) <= MOST_NOTICES else found[: MOST_NOTICES - 1]
    lines = [clean_line(f"{', '.join(one.names)}: {one.article.title}") for one in shown]
    rest = len(found) - len(shown)
    return [*lines, f"{rest} more articles that you watch for."] if rest else lines


async def announce(session: Session, found: Sequence[Arrival]) -> None:
    """Tell of arrivals outside the program, as the settings say; a failure is only logged.

    On the screen, and where the desktop has no ``notify-send``, nothing is done here.
    """
    command = _command(session)
    on_desktop = session.settings.watch.notify == "desktop"
    for line in notices(found) if command else ():
        await _tell([*command, _as_body(line) if on_desktop else line])


def _as_body(line: str) -> str:
    """Give plain text as the body of a desktop's notice: markup, with the escapes of C."""
    return html.escape(line.replace("\\", r"\\"), quote=False)


def _command(session: Session) -> list[str]:
    notify = session.settings.watch.notify
    if notify == "screen":
        return []
    if notify == "desktop":
        program = shutil.which("notify-send")
        return [program, "--app-name=newsreader", "--", "newsreader"] if program else []
    return list(notify)


async def _tell(command: list[str]) -> None:
    import logging

    from newsreader.services import commands
    from newsreader.services.arguments import plain_argument

    command[-1] = plain_argument(command[-1])
    try:
        done = await commands.attend(command, seconds=_NOTICE_SECONDS)
        failed = commands.failure(command, done)
    except NewsreaderError as error:
        failed = str(error)
    if failed:
        logging.getLogger(__name__).warning("A notification failed: %s", failed)
