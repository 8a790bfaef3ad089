"""`refresh`: fetch what is due, for a person and for cron."""

from __future__ import annotations

import sys
from contextlib import aclosing
from typing import TYPE_CHECKING

import click

from newsreader.cli.common import (
    DONE,
    FAILED,
    NO_FEEDS,
    Command,
    Context,
    find_feed,
    is_able,
    put,
    put_json,
    say,
)

if TYPE_CHECKING:
    from newsreader.services.events import Event, FeedDone
    from newsreader.services.session import Session


NOT_DUE = "No feed is due; --force fetches all of them."


@click.command("refresh", cls=Command, short_help="Fetch the feeds that are due.")
@click.argument("names", nargs=-1, metavar="[FEED...]")
@click.option("--force", is_flag=True, help="Fetch all feeds, also those that are not due.")
@click.option("--no-full-text", is_flag=True, help="Fetch no pages, only the feeds.")
@click.option("--quiet", "-q", is_flag=True, help="No progress, only failures.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each feed.")
@click.pass_obj
def refresh_command(
    context: Context,
    names: tuple[str, ...],
    force: bool,
    no_full_text: bool,
    quiet: bool,
    as_json: bool,
) -> int:
    """Fetch the feeds that are due, or the FEEDs named, and make new articles ready to read.

    Exit code 1 says that every feed that was asked for failed.
    """

    async def work(session: Session) -> int:
        from newsreader.services.refresh import refresh

        session.eager = True
        wanted = [find_feed(session, name).id for name in names] or None
        idle = NOT_DUE if session.library.feeds.all() else NO_FEEDS
        display = _Display(as_json=as_json, quiet=quiet, idle=idle)
        events = refresh(session, wanted, force=force, full_text=not no_full_text)
        try:
            async with aclosing(events):
                async for event in events:
                    display.show(event)
        finally:
            display.clear()
        return display.code

    return context.run(work)


class _Display:
    """A bar on a terminal, a line a feed elsewhere; failures are always told.

    Args:
        as_json: Write one object a feed instead.
        quiet: Tell of failures only.
        idle: What to say where no feed was asked for.
    """

    def __init__(self, *, as_json: bool, quiet: bool, idle: str) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self.idle = idle
        self.bar = is_able(sys.stderr) and not quiet and not as_json
        self.total = 0
        self.done = 0
        self.failed = 0
        self.prepared = 0

    @property
    def code(self) -> int:
        return FAILED if self.total and self.failed == self.total else DONE

    def show(self, event: Event) -> None:
        from newsreader.services import events

        if isinstance(event, events.RefreshStarted):
            self.total = event.total
        elif isinstance(event, events.FeedDone):
            self._feed(event)
        elif isinstance(event, events.ArticlesPrepared):
            self.prepared += len(event.ids)
            self._draw(waiting=event.waiting)
        elif isinstance(event, events.ArticlesWatched):
            self._watched(event.notices)
        elif not self.quiet and not self.as_json:
            self.clear()
            say(_summary(event, self.total) if self.total else self.idle)

    def _feed(self, event: FeedDone) -> None:
        from newsreader.services import shapes

        self.done += 1
        self.failed += bool(event.error)
        if self.as_json:
            put_json(shapes.feed_done(event), indent=False)
            sys.stdout.flush()
            return
        if event.error:
            self.clear()
            say(f"{event.title}: {event.error}")
        elif not self.quiet and event.new + event.changed:
            self.clear()
            changed = f", {event.changed} changed" if event.changed else ""
            put(f"{event.title}: {event.new} new{changed}")
        self._draw()

    def _watched(self, notices: tuple[str, ...]) -> None:
        if not self.quiet and not self.as_json:
            self.clear()
            for line in notices:
                say(line)

    def _draw(self, waiting: int = 0) -> None:
        if not self.bar or not self.total:
            return
        width = 24
        filled = width * self.done // self.total
        more = f", {self.prepared} articles ready" if self.prepared else ""
        more += f", {waiting} waiting" if waiting else ""
        bar = "#" * filled + "-" * (width - filled)
        click.echo(f"\r\x1b[K[{bar}] {self.done}/{self.total} feeds{more}", nl=False, err=True)

    def clear(self) -> None:
        if self.bar:
            click.echo("\r\x1b[K", nl=False, err=True)


def _summary(event: Event, total: int) -> str:
    from newsreader.services.events import RefreshFinished

    assert isinstance(event, RefreshFinished)
    failed = f", {event.errors} failed" if event.errors else ""
    feeds = "1 feed" if total == 1 else f"{total} feeds"
    articles = "1 new article" if event.new == 1 else f"{event.new} new articles"
    return f"{feeds} in {event.seconds:.1f} s: {articles}{failed}."
