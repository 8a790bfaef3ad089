"""What touches no library: clean, recognise; and what looks after it: backup, restore, doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsreader.cli.common import (
    DONE,
    FAILED,
    FORMATS,
    Command,
    Context,
    columns,
    json_option,
    put,
    put_json,
    say,
)

if TYPE_CHECKING:
    from newsreader.articles import Explanation
    from newsreader.services.jobs import Wishes
    from newsreader.services.network import Network
    from newsreader.services.pages import Page, Raw

MAX_BYTES = 50 * 1024 * 1024


# -- clean -----------------------------------------------------------------------------------------


@click.command("clean", cls=Command, short_help="Turn a web page into the article in it.")
@click.argument("source", metavar="FILE|-|URL")
@click.option("--url", default="", help="Where the page comes from, for its links and its rules.")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--keep", multiple=True, metavar="CSS", help="Take only what this selector chooses.")
@click.option("--drop", multiple=True, metavar="CSS", help="Leave out what this selector chooses.")
@click.option(
    "--attempt",
    type=click.IntRange(0, 99),
    default=0,
    metavar="N",
    help="Take the next best part of the page (1), the one after it (2), at last the whole page.",
)
@click.option("--explain", is_flag=True, help="Tell how the article is found, instead.")
@json_option
@click.pass_obj
def clean_command(
    context: Context,
    source: str,
    url: str,
    kind: str,
    keep: tuple[str, ...],
    drop: tuple[str, ...],
    attempt: int,
    explain: bool,
    as_json: bool,
) -> None:
    """Turn a web page into the article that is in it.

    --keep and --drop may be repeated, and try what a table [sites."example.org"] of the settings
    would do; without them, what stands there counts. --explain tells which parts of the page were
    thought to be the article and why, and for each block why it stays or goes.
    """
    wishes = _wishes(keep, drop, attempt)
    as_json = as_json or kind == "json"
    if explain:
        _tell(
            context.run_network(lambda network: _explained(network, source, url, wishes)), as_json
        )
        return
    page = context.run_network(lambda network: _cleaned(network, source, url, wishes))
    if as_json:
        from newsreader.services import shapes

        put_json(shapes.page(page))
        return
    from newsreader.services.writing import write

    put(write(page.prepared.document, kind, head=_head(page), width=columns()), end="")
    if page.prepared.note:
        say(page.prepared.note)


def _wishes(keep: tuple[str, ...], drop: tuple[str, ...], attempt: int) -> Wishes | None:
    """Give what the options ask for; None where they leave it to the settings."""
    from newsreader.services.jobs import Wishes
    from newsreader.services.sites import check

    wishes = Wishes(keep=keep, drop=drop, attempt=attempt)
    check(wishes)
    return None if wishes == Wishes() else wishes


async def _cleaned(network: Network, source: str, url: str, wishes: Wishes | None) -> Page:
    from newsreader.services.pages import clean_page

    return await clean_page(network, await _raw(network, source, url), wishes)


async def _explained(network: Network, source: str, url: str, wishes: Wishes | None) -> Explanation:
    from newsreader.services.pages import explain_page

    return await explain_page(network, await _raw(network, source, url), wishes)


async def _raw(network: Network, source: str, url: str) -> Raw:
    from newsreader.core.urls import is_web
    from newsreader.services.pages import Raw, fetch_page

    if is_web(source):
        return await fetch_page(network, source)
    return Raw(read_source(source), url)


def _tell(explanation: Explanation, as_json: bool) -> None:
    """Print how an article was found."""
    from newsreader.services import shapes
    from newsreader.services.explaining import explained

    if as_json:
        put_json(shapes.explanation(explanation))
    else:
        put(explained(explanation, columns()), end="")


def _head(page: Page) -> dict[str, Any]:
    prepared = page.prepared
    return {
        "title": prepared.title,
        "byline": prepared.byline or ", ".join(prepared.authors),
        "published": prepared.published,
        "site": prepared.site,
        "url": page.url,
    }


# -- recognise -------------------------------------------------------------------------------------


@click.command("recognise", cls=Command, short_help="Find the names in a plain text, as JSON.")
@click.argument("source", metavar="FILE|-")
@click.option("--language", default="", help="ISO 639-1; without it the language is detected.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, which is the default.")
@click.pass_obj
def recognise_command(context: Context, source: str, language: str, as_json: bool) -> None:
    """Find the people, organisations, places, dates and amounts in a plain text, as JSON."""
    from newsreader import entities
    from newsreader.core.text import clean_body
    from newsreader.services import shapes

    text = clean_body(read_source(source).decode("utf-8", errors="replace"))
    mentions = entities.recognise(text, language=language)
    found = entities.resolve(text, mentions, language=language)
    put_json(shapes.recognised(mentions, found, text))


def read_source(source: str) -> bytes:
    """Read a file, or standard input for ``-``.

    Raises:
        InputError: It can not be read, or is too large.
    """
    from newsreader.core.errors import InputError

    try:
        if source == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{source} can not be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise InputError(f"{source} is larger than {MAX_BYTES // 1024 // 1024} MB.")
    return content


# -- backup ----------------------------------------------------------------------------------------


@click.command("backup", cls=Command, short_help="Copy the whole library to a new FILE.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def backup_command(context: Context, file: Path, as_json: bool) -> None:
    """Copy the whole library to a new FILE, while everything may go on."""
    with context.session() as session:
        session.library.backup(file)
    size = file.stat().st_size
    if as_json:
        put_json({"file": str(file), "bytes": size})
    else:
        put(f"Copied {size / 1_000_000:.1f} MB to {file}")


@click.command("restore", cls=Command, short_help="Put a backup in the library's place.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def restore_command(context: Context, file: Path, as_json: bool) -> None:
    """Put the backup FILE in the place of the library, which is kept beside it."""
    with context.session() as session:
        session.check_writable()
        kept = session.library.restore(file)
    if as_json:
        put_json({"file": str(file), "kept": str(kept)})
    else:
        put(f"The library is again as in {file}; what it was before is kept in {kept}")


# -- doctor ----------------------------------------------------------------------------------------

_MARKS = {"fine": "ok  ", "note": "note", "problem": "BAD "}


@click.command("doctor", cls=Command, short_help="Tell where things are, and whether all is well.")
@click.option("--repair", is_flag=True, help="Make what can be made anew: counts and the index.")
@click.option("--refetch", is_flag=True, help="Throw the texts away, to be fetched again.")
@json_option
@click.pass_obj
def doctor_command(context: Context, repair: bool, refetch: bool, as_json: bool) -> int:
    """Tell where things are, and whether all is well.

    --repair mends what follows from the rest of the library, and puts what can be read of a damaged
    file into a new one. --refetch throws the texts of articles away, but of no bookmark; the next
    refreshes fetch them again, as far as feeds and pages are still there. What you gave the
    library (read marks, bookmarks, notes, subscriptions) is never touched. Exit code 1 says that
    something wants to be done.
    """
    from newsreader.services.doctor import examine

    if refetch:
        _refetch(context)
    if repair:
        _repair(context)
    report = examine(context.paths, tell=say)
    if as_json:
        put_json({"healthy": report.healthy, "findings": report.findings})
        return DONE if report.healthy else FAILED
    topic = ""
    for finding in report.findings:
        if finding.topic != topic:
            topic = finding.topic
            put(f"{topic}:")
        put(f"  {_MARKS[finding.state]}  {finding.sentence}")
    return DONE if report.healthy else FAILED


def _refetch(context: Context) -> None:
    from newsreader.services.doctor import refetch

    with context.session() as session:
        refetch(session)
    say("The texts were thrown away, but for those of bookmarks: newsreader refresh")


def _repair(context: Context) -> None:
    with context.session() as session:
        session.check_writable()
        session.library.is_sound()
    with context.session() as session:  # where it was not, this tells what was rescued
        for sentence in session.library.repair():
            say(sentence)
