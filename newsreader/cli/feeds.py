"""Subscriptions: add, remove, feeds, import, export."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from newsreader.cli.common import (
    DONE,
    FAILED,
    NO_FEEDS,
    Command,
    Context,
    columns,
    fail,
    find_feed,
    json_option,
    put,
    put_json,
    say,
    warn,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from newsreader.core.models import Feed
    from newsreader.services.session import Session
    from newsreader.services.subscriptions import Added


# -- add -------------------------------------------------------------------------------------------


@click.command("add", cls=Command, short_help="Subscribe to feeds. A site's address is enough.")
@click.argument("addresses", nargs=-1, required=True, metavar="URL...")
@click.option("--folder", default="", help="Put the feeds into this folder; / parts nested ones.")
@click.option("--title", default="", help="Your own name for the feed.")
@click.option("--anyway", is_flag=True, help="Subscribe also where nothing can be read there now.")
@json_option
@click.pass_obj
def add_command(
    context: Context,
    addresses: tuple[str, ...],
    folder: str,
    title: str,
    anyway: bool,
    as_json: bool,
) -> int:
    """Subscribe to feeds. A site's address is enough.

    Where the settings allow it (commands = true under [refresh]), a feed may be what a command
    prints, as "exec:~/bin/feed a b", or makes of a body, as "filter:~/bin/mend:https://host/feed".
    """
    if title and len(addresses) > 1:
        raise click.UsageError("--title needs a single URL.")

    async def work(session: Session) -> tuple[list[Added], int]:
        from newsreader.core.errors import ConfigError, FeedError, FetchError, InputError
        from newsreader.services.subscriptions import subscribe

        done, failed = [], 0
        for address in addresses:
            try:
                added = await subscribe(session, address, folder=folder, title=title, anyway=anyway)
            except (ConfigError, FeedError, FetchError, InputError) as error:
                fail(error)
                failed += 1
                continue
            done.append(added)
            if not as_json:
                _tell_added(added)
        return done, failed

    done, failed = context.run(work)
    if as_json:
        from newsreader.services import shapes

        put_json([shapes.feed(added.feed) | {"new": added.new} for added in done])
    return FAILED if failed else DONE


def _tell_added(added: Added) -> None:
    feed = added.feed
    if not added.new:
        put(f"Already subscribed: {feed.title} ({_shown(feed)})")
        return
    if added.restored:
        put(f"Subscribed again, with everything that was there: {feed.title} ({_shown(feed)})")
        return
    many = _count(added.articles, "article")
    waiting = f"; newsreader refresh fetches its {many}" if added.articles else ""
    put(f"Subscribed: {feed.title} ({_shown(feed)}){waiting}")
    if added.problem:
        warn(f"Nothing could be read there yet, and it is tried again: {added.problem}")
    for other in added.others:
        say(f"  also there: {other.title or other.url} ({other.url})")


def _shown(feed: Feed) -> str:
    from newsreader.core.urls import without_credentials

    return without_credentials(feed.url)


# -- remove ----------------------------------------------------------------------------------------


@click.command("remove", cls=Command, short_help="Unsubscribe from feeds.")
@click.argument("names", nargs=-1, required=True, metavar="FEED...")
@json_option
@click.pass_obj
def remove_command(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Unsubscribe from feeds, named by number, address or title. Bookmarked articles stay.

    Whoever subscribes again within a day gets everything back as it was.
    """
    from newsreader.services import shapes
    from newsreader.services.subscriptions import remove

    with context.session() as session:
        feeds = list(
            {feed.id: feed for feed in (find_feed(session, name) for name in names)}.values()
        )
        for feed in feeds:
            remove(session, feed.id)
            if not as_json:
                put(f"Unsubscribed: {feed.title} ({_shown(feed)})")
    if as_json:
        put_json([shapes.feed(feed) for feed in feeds])


# -- feeds -----------------------------------------------------------------------------------------


@click.command("feeds", cls=Command, short_help="List the feeds with their health.")
@click.argument("names", nargs=-1, metavar="[FEED...]")
@json_option
@click.pass_obj
def feeds_command(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """List the feeds with their health.

    Of feeds that are named, by number, address or title, everything is told: what is wrong, since
    when, and what to do.
    """
    from newsreader.services import shapes

    with context.session() as session:
        feeds = session.library.feeds.all()
        if names:
            feeds = [find_feed(session, name) for name in names]
        if as_json:
            put_json([shapes.feed(feed) for feed in feeds])
            return
        tell = _account_lines if names else _feed_lines
        for line in tell(feeds, session.now()):
            put(line)
    if not feeds:
        say(NO_FEEDS)


def _feed_lines(feeds: Sequence[Feed], now: datetime) -> list[str]:
    from newsreader.core.text import truncate
    from newsreader.services.feed_health import brief

    width = columns()
    lines = []
    folder = ""
    for feed in sorted(feeds, key=lambda feed: (feed.folder.casefold(), feed.title.casefold())):
        if feed.folder != folder:
            folder = feed.folder
            lines.append(f"{folder}/")
        line = (
            f"{feed.id:>5}  {feed.unread:>5}/{feed.total:<5}  {feed.title}  {_shown(feed)}"
            f"  {brief(feed, now)}"
        ).rstrip()
        lines.append(truncate(line, width) if width else line)
    return lines


def _account_lines(feeds: Sequence[Feed], now: datetime) -> list[str]:
    from newsreader.services.feed_health import account

    lines = []
    for feed in feeds:
        told = account(feed, now)
        facts = [f"  {name:<15} {value}" for name, value in told.facts]
        lines += [feed.title, f"  {told.words}", f"  {told.advice}", *facts]
    return lines


# -- password --------------------------------------------------------------------------------------


@click.command("password", cls=Command, short_help="Store a feed's password in the keyring.")
@click.argument("url", metavar="URL")
@click.pass_obj
def password_command(context: Context, url: str) -> None:
    """Store the password of a feed in the system's keyring: asked for, or a line of stdin.

    The settings say under which service and user name, as in [feeds."URL"] username = "me"
    and password_keyring = "newsreader".
    """
    from newsreader.services import system_keyring
    from newsreader.services.credentials import keyring_place

    service, username = keyring_place(context.settings, url)
    if sys.stdin.isatty():
        password = click.prompt(
            f"Password of {username}", hide_input=True, confirmation_prompt=True, err=True
        )
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise click.UsageError("There is no password on stdin.")
    system_keyring.store(service, username, password)
    put(f"The password of {username} is in the system's keyring, under {service}.")


# -- import ----------------------------------------------------------------------------------------


@click.command("import", cls=Command, short_help="Subscribe from OPML, newsboat, or an export.")
@click.argument("source", metavar="FILE|URL|-")
@json_option
@click.pass_obj
def import_command(context: Context, source: str, as_json: bool) -> int:
    """Subscribe to the feeds of an OPML file or of newsboat's urls file.

    From newsboat's cache.db, articles come along with their read state. What is subscribed to
    already stays as it is. Its exec: and filter: commands are taken over where the settings allow
    them: commands = true under [refresh].

    What newsreader export --format json wrote brings all back: feeds with their settings, articles
    with read marks, bookmarks, notes and tags, rules, smart feeds, and what you said of names. What
    is there already is not overwritten.
    """

    async def work(session: Session) -> int:
        from newsreader.services.importing import import_file

        report = await import_file(session, source)
        for sentence in report.refused:
            warn(sentence)
        if as_json:
            put_json(report)
        else:
            brought = (
                (report.articles, "article"),
                (report.smart, "smart feed"),
                (report.rules, "rule"),
            )
            more = "".join(f", {_count(*one)}" for one in brought if one[0])
            more += f", {report.names} things said of names and sites" if report.names else ""
            put(f"{_count(report.added, 'new feed')}, {report.known} known already{more}.")
        return (
            DONE if report.added or report.smart or report.known or not report.refused else FAILED
        )

    return context.run(work)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


# -- export ----------------------------------------------------------------------------------------


@click.command(
    "export", cls=Command, short_help="Write the subscriptions, or everything, to stdout."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["opml", "json"]),
    default="opml",
    show_default=True,
    help="Subscriptions as OPML, or the whole library as JSON.",
)
@json_option
@click.pass_obj
def export_command(context: Context, kind: str, as_json: bool) -> None:
    """Write the subscriptions, or the whole library, to standard output."""
    from newsreader.services import exporting

    with context.session() as session:
        if kind == "json" or as_json:
            for piece in exporting.export_json(session):
                put(piece, end="")
        else:
            put(exporting.export_opml(session), end="")
            for feed in exporting.commands_in(session):
                warn(f"{_shown(feed)} is left out: a list of feeds holds web addresses only.")
