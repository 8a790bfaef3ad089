"""Whom to watch and to mute, rules and smart feeds, and who rises."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from newsreader.cli.common import (
    Command,
    Context,
    find_article,
    home_option,
    json_option,
    put,
    put_json,
    query_of,
    say,
)
from newsreader.cli.naming import kind_option, type_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.core.models import Rule
    from newsreader.services.session import Session

LOOK_AGAIN = 1.0
"""Seconds between two looks whether anybody reads what is written."""
THEN = ("hide", "mark-read", "bookmark", "tag", "notify", "list")

_DAY = click.DateTime(["%Y-%m-%d"])
until_option = click.option("--until", type=_DAY, help="It ends on this day, as 2026-12-31.")


def _utc(day: datetime | None) -> datetime | None:
    return None if day is None else day.replace(tzinfo=UTC)


# -- watch and mute --------------------------------------------------------------------------------


@click.command("watch", cls=Command, short_help="Be told of articles that name somebody.")
@click.argument("name", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="List who is watched.")
@click.option("--remove", is_flag=True, help="Watch NAME no longer.")
@kind_option
@until_option
@click.option("--since", type=click.DateTime(), help="With --json: begin with what came in then.")
@json_option
@click.pass_obj
def watch_command(
    context: Context,
    name: tuple[str, ...],
    listed: bool,
    remove: bool,
    kind: str | None,
    until: datetime | None,
    since: datetime | None,
    as_json: bool,
) -> None:
    """Watch a person, organisation or place: articles that name it are marked and told of.

    With --json and no NAME, write each such article as it comes in, one object a line, until
    stopped: whichever program brings it (the screen, a refresh by cron).
    """
    if as_json and not (name or listed or remove):
        context.run(lambda session: _follow(session, _utc(since)))
        return
    _watch_or_mute(context, "notify", " ".join(name), listed, remove, kind, until, as_json=as_json)


async def _follow(session: Session, since: datetime | None) -> None:
    """Write what comes in until nobody reads it any more, which may be while nothing comes in."""
    import asyncio

    tasks = [asyncio.create_task(_write(session, since)), asyncio.create_task(_reader_gone())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _reader_gone() -> None:
    """Wait until the other end of standard output is closed; for ever where none can tell."""
    import asyncio
    import select

    if not hasattr(select, "poll"):  # on Windows the next line that is written fails
        await asyncio.Event().wait()
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    while not poll.poll(0):  # noqa: ASYNC110 (the loop watches for what can be read, not for this)
        await asyncio.sleep(LOOK_AGAIN)


async def _write(session: Session, since: datetime | None) -> None:
    from newsreader.services import shapes
    from newsreader.services.watch import follow

    async for arrival in follow(session, since):
        put_json(shapes.article(arrival.article) | {"watches": arrival.names}, indent=False)
        sys.stdout.flush()


@click.command("mute", cls=Command, short_help="Hide articles that name somebody.")
@click.argument("name", nargs=-1)
@click.option("--list", "listed", is_flag=True, help="List who is muted.")
@click.option("--remove", is_flag=True, help="Mute NAME no longer.")
@kind_option
@until_option
@json_option
@click.pass_obj
def mute_command(
    context: Context,
    name: tuple[str, ...],
    listed: bool,
    remove: bool,
    kind: str | None,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Hide the articles that name a person, organisation or place; bookmarks are never hidden.

    `newsreader list is:hidden` shows them all the same.
    """
    _watch_or_mute(context, "hide", " ".join(name), listed, remove, kind, until, as_json=as_json)


def _watch_or_mute(
    context: Context,
    then: str,
    name: str,
    listed: bool,
    remove: bool,
    kind: str | None,
    until: datetime | None,
    *,
    as_json: bool,
) -> None:
    from newsreader.core.errors import InputError
    from newsreader.core.models import Action
    from newsreader.services import rules, watch

    action = Action(then)
    if listed and (name or remove):
        raise click.UsageError("--list lists all: it takes no NAME.")
    if remove and not name:
        raise click.UsageError("Say whom, by NAME.")
    with context.session() as session:
        if not name:
            _put_rules(session.library.rules.all(action), as_json=as_json)
            return
        if remove:
            rule = watch.rule_on(session, action, name, type_of(kind))
            if rule is None:
                raise InputError(f"{name} is not {'watched' if then == 'notify' else 'muted'}.")
            rules.remove(session, rule.id)
        else:
            make = watch.watch if action is Action.NOTIFY else watch.mute
            rule = make(session, name, type_of(kind), _utc(until))
        rules.catch_up_now(session.library)
        _put_changed(session, rule, as_json=as_json, removed=remove)


# -- rules -----------------------------------------------------------------------------------------


@click.group("rules", invoke_without_command=True, short_help="Rules and smart feeds.")
@json_option
@click.pass_context
def rules_command(ctx: click.Context, as_json: bool) -> None:
    """List the rules, smart feeds among them, with how many articles each holds for."""
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, as_json=as_json)


rules_command.params.append(home_option())


@rules_command.command("list", cls=Command)
@json_option
@click.pass_obj
def list_rules(context: Context, as_json: bool) -> None:
    """List the rules, with how many articles each holds for."""
    _list(context, as_json=as_json)


def _list(context: Context, *, as_json: bool) -> None:
    from newsreader.services import rules

    with context.session() as session:
        smart = {rule.id: rule for rule in rules.smart_feeds(session)}
        every = [smart.get(rule.id, rule) for rule in session.library.rules.all()]
        _put_rules(every, as_json=as_json)


@rules_command.command("add", cls=Command)
@click.argument("then", type=click.Choice(THEN))
@click.argument("query", nargs=-1, required=True)
@click.option("--name", default="", help="The smart feed's name, for list.")
@click.option("--tag", default="", help="The tag, for tag.")
@until_option
@json_option
@click.pass_obj
def add_rule(
    context: Context,
    then: str,
    query: tuple[str, ...],
    name: str,
    tag: str,
    until: datetime | None,
    as_json: bool,
) -> None:
    """Hide, mark-read, bookmark, tag or notify of the articles that match QUERY; or list them.

    list makes a smart feed. mark-read and bookmark are done once, when an article comes in; all
    else holds for what is stored as well. QUERY is as for `newsreader list`.
    """
    from newsreader.core.models import Action
    from newsreader.services import rules

    wanted = query_of(query)
    with context.session() as session:
        rule = rules.add(session, Action(then), wanted, name=name, tag=tag, until=_utc(until))
        rules.catch_up_now(session.library)
        _put_changed(session, rule, as_json=as_json)


@rules_command.command("remove", cls=Command)
@click.argument("rule", type=int)
@json_option
@click.pass_obj
def remove_rule(context: Context, rule: int, as_json: bool) -> None:
    """End a RULE, by its number: what it hid is shown again."""
    from newsreader.services import rules

    with context.session() as session:
        before = rules.remove(session, rule)
        rules.catch_up_now(session.library)
        _put_changed(session, before, as_json=as_json, removed=True)


@rules_command.command("test", cls=Command)
@click.argument("query", nargs=-1, required=True)
@json_option
@click.pass_obj
def test_rule(context: Context, query: tuple[str, ...], as_json: bool) -> None:
    """Say how many of the stored articles a rule with QUERY would hold for."""
    from newsreader.services import rules

    wanted = query_of(query)
    with context.session() as session:
        number = rules.matches(session, wanted)
    if as_json:
        put_json({"query": wanted, "articles": number})
    else:
        put("1 article." if number == 1 else f"{number} articles.")


@rules_command.command("why", cls=Command)
@click.argument("article")
@json_option
@click.pass_obj
def why_rule(context: Context, article: str, as_json: bool) -> None:
    """Say which rules hold for an ARTICLE: why it is hidden, marked or tagged."""
    from newsreader.services import rules

    with context.session() as session:
        found = rules.why(session, find_article(session, article).id)
    if as_json:
        put_json(found)
        return
    for sentence in found:
        put(sentence)
    if not found:
        say("No rule holds for this article.")


def _put_changed(session: Session, rule: Rule, *, as_json: bool, removed: bool = False) -> None:
    from newsreader.services import rules, shapes

    rule = rule if removed else session.library.rules.get(rule.id)
    if as_json:
        put_json(shapes.rule(rule))
    elif removed:
        say(f"Ended: {rules.line(rule)}")
    else:
        put(rules.line(rule))


def _put_rules(found: Sequence[Rule], *, as_json: bool) -> None:
    from newsreader.services import rules, shapes

    if as_json:
        put_json([shapes.rule(rule) for rule in found])
        return
    for rule in found:
        put(rules.line(rule))
    if not found:
        say("There are none.")


# -- trends ----------------------------------------------------------------------------------------


@click.command("trends", cls=Command, short_help="Show who is named more than before.")
@click.option("--folder", default="", metavar="F", help="Only in the feeds of this folder.")
@click.option("--limit", "-n", type=click.IntRange(min=1), default=20, show_default=True)
@json_option
@click.pass_obj
def trends_command(context: Context, folder: str, limit: int, as_json: bool) -> None:
    """Show who is named more in the last two days than in the two weeks before them.

    Each with how many times what was to be expected, the articles of two days, and those of each
    of 16 days.
    """
    from newsreader.core.text import pad, sparkline
    from newsreader.services.trends import rising

    with context.session() as session:
        found = rising(session, session.now(), folder, limit)
    if as_json:
        put_json(found)
        return
    for one in found:
        put(
            f"{one.ratio:5.1f} x {one.articles:>5}  {pad(sparkline(one.by_day), 16)}"
            f"  {one.type:<12}  {one.name}"
        )
    if not found:
        say("Nobody is named more than before.")
