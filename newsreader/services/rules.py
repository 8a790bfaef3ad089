"""Rules and smart feeds: make, change and end them, try them on what is stored, and say why."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.core.errors import InputError
from newsreader.core.models import Action, Rule
from newsreader.core.query import ListQuery, Scope
from newsreader.core.text import clean_line

if TYPE_CHECKING:
    from newsreader.library import Library
    from newsreader.services.session import Session

MOST_COUNTED = 1000
"""How many articles of a smart feed are counted that is a search; more are "1000+"."""
LONGEST_NAME = 100
PAUSE = 0.01
"""Seconds between two steps of judging, in which another process may write."""

_DOES = {
    Action.HIDE: "Hidden",
    Action.MARK_READ: "Marked read when it came in",
    Action.BOOKMARK: "Bookmarked when it came in",
    Action.TAG: "Tagged “{tag}”",
    Action.NOTIFY: "Watched",
    Action.LIST: "In the smart feed “{name}”",
}


def add(
    session: Session,
    action: Action,
    query: str,
    *,
    name: str = "",
    tag: str = "",
    until: datetime | None = None,
) -> Rule:
    """Make a rule; `catch_up` then tries it on what is stored. To undo it, `remove` it.

    Args:
        session: The library to use.
        action: What to do with the articles that match; `Action.LIST` makes a smart feed.
        query: In the query language.
        name: Of a smart feed.
        tag: That a rule gives.
        until: When it ends.

    Raises:
        InputError: Something is missing, the query can not be understood, or ``until`` is over.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    name, tag = clean_line(name, LONGEST_NAME), clean_line(tag, LONGEST_NAME)
    _check(action, query, name, tag)
    check_until(session, until)
    return session.library.rules.add(action, query=query, name=name, tag=tag, until=until)


def _check(action: Action, query: str, name: str, tag: str) -> None:
    if not query.strip():
        raise InputError("A rule wants a query, as title:football.")
    if action is Action.LIST and not name:
        raise InputError("A smart feed wants a name.")
    if action is Action.TAG and not tag:
        raise InputError("A rule that tags wants a tag.")


def check_until(session: Session, until: datetime | None) -> None:
    """Refuse an end that is over.

    Raises:
        InputError: It is.
    """
    if until is not None and until <= session.now():
        raise InputError("The day on which a rule ends must be still to come.")


def change(session: Session, rule: Rule) -> Rule:
    """Store a rule's query, name, tag and end as they are given here; give it as it was before.

    To undo it, store what it was before. An end that is over ends the rule.

    Raises:
        InputError: Something is missing, the query can not be understood, or there is no such rule.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    name, tag = clean_line(rule.name, LONGEST_NAME), clean_line(rule.tag, LONGEST_NAME)
    if rule.entity_id is None:
        _check(rule.action, rule.query, name, tag)
    return session.library.rules.change(
        rule.id, query=rule.query, name=name, tag=tag, until=rule.until
    )


def remove(session: Session, rule_id: int) -> Rule:
    """End a rule, a smart feed, a watch or a mute; `catch_up` then shows what it hid.

    Returns:
        The rule as it was; `restore` brings it back within a day.

    Raises:
        InputError: There is no such rule.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    return session.library.rules.remove(rule_id)


def restore(session: Session, rule_id: int) -> None:
    """Bring back a rule that was removed.

    Raises:
        InputError: It was removed too long ago.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    session.library.rules.restore(rule_id)


def smart_feeds(session: Session) -> list[Rule]:
    """Give the smart feeds with their counts, in the order they were made.

    What is kept of them is not counted again; the others (`Rule.moves`) are searched, up to
    `MOST_COUNTED` articles: ask beside the event loop.

    Raises:
        LibraryError: The library can not be read.
    """
    from msgspec.structs import replace

    return [
        replace(rule, total=_count(session, rule), unread=_count(session, rule, unread_only=True))
        if rule.moves
        else rule
        for rule in session.library.rules.all(Action.LIST)
    ]


def _count(session: Session, rule: Rule, *, unread_only: bool = False) -> int:
    query = ListQuery(Scope("smart", rule.id), unread_only=unread_only)
    return session.library.articles.count(query, limit=MOST_COUNTED)


# -- what is stored --------------------------------------------------------------------------------


async def catch_up(session: Session) -> bool:
    """Try rules that changed on what is stored, in steps that keep nobody waiting; end what is due.

    It may be cancelled between them, or the program killed: the next call goes on there.

    Returns:
        Whether there was anything to do.

    Raises:
        LibraryError: It can not be stored.
    """
    import asyncio

    worked = False
    while await session.write(session.library.rules.step):
        worked = True
        await asyncio.sleep(PAUSE)
    return worked


def catch_up_now(library: Library) -> None:
    """Do as `catch_up` where nothing else is going on.

    Raises:
        LibraryError: It can not be stored.
    """
    while library.rules.step():
        time.sleep(PAUSE)


def matches(session: Session, query: str) -> int:
    """Count the stored articles that a rule with a query would hold for.

    Raises:
        InputError: The query can not be understood.
        LibraryError: The library can not be read.
    """
    return session.library.articles.count(ListQuery(query=query))


# -- in words --------------------------------------------------------------------------------------


def why(session: Session, article_id: int) -> list[str]:
    """Say what rules do with an article, and why: one sentence for each.

    Raises:
        LibraryError: The library can not be read.
    """
    return [sentence(rule) for rule in session.library.rules.of(article_id)]


def sentence(rule: Rule) -> str:
    """Say why a rule holds for an article, as ``Hidden, since it names Kyiv (rule 3)``."""
    does = _DOES[rule.action].format(tag=rule.tag, name=rule.name)
    return f"{does}, since it {condition(rule)} (rule {rule.id}{_until(rule)})."


def line(rule: Rule) -> str:
    """Tell of a rule in a line, as ``3  hide what names Kyiv, until 2026-12-31: 12 hidden``."""
    then = f"tag “{rule.tag}”" if rule.action is Action.TAG else str(rule.action)
    named = f" “{rule.name}”" if rule.name else ""
    articles = "1 article" if rule.total == 1 else f"{rule.total} articles"
    counts = [articles, f"{rule.unread} unread", f"{rule.hidden} hidden"]
    if rule.action is Action.HIDE:
        counts = counts[2:]
    elif not rule.hidden:
        counts = counts[:2]
    return f"{rule.id:>3}  {then}{named} what {condition(rule)}{_until(rule)}: {', '.join(counts)}"


def condition(rule: Rule) -> str:
    """Say for which articles a rule holds, as ``names Kyiv`` or ``matches title:football``."""
    whom = rule.entity or "what is no name any more"
    parts = [f"names {whom}"] if rule.entity_id is not None else []
    if rule.query:
        parts.append(f"matches {rule.query}")
    return " and ".join(parts)


def _until(rule: Rule) -> str:
    return f", until {rule.until:%Y-%m-%d}" if rule.until is not None else ""
