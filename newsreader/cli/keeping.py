"""Bookmarks: save any page, hand on what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsreader.cli.articles import put_row
from newsreader.cli.common import (
    Command,
    Context,
    columns,
    json_option,
    put,
    put_json,
    query_of,
    say,
)

if TYPE_CHECKING:
    from newsreader.core.models import Article
    from newsreader.services.session import Session


@click.command("save", cls=Command, short_help="Keep any web page.")
@click.argument("url")
@click.option("--tag", "tags", multiple=True, help="A tag for the bookmark; may be repeated.")
@json_option
@click.pass_obj
def save_command(context: Context, url: str, tags: tuple[str, ...], as_json: bool) -> None:
    """Keep a web page, of a feed or of none: cleaned, searchable, for ever."""
    from newsreader.services import shapes

    async def work(session: Session) -> Article:
        from newsreader.services.bookmarks import save_url

        return await save_url(session, url, tags=tags)

    article = context.run(work)
    if as_json:
        put_json(shapes.article(article))
    else:
        put(f"Kept: {article.title} ({article.words} words), article {article.id}")


@click.command("bookmarks", cls=Command, short_help="List what is kept, or export it.")
@click.argument("query", nargs=-1)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["markdown", "html", "json"]),
    help="Export: Markdown, a file for browsers (Netscape format), or JSON.",
)
@click.option(
    "--output",
    "-o",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Export to a file, which must not be there yet.",
)
@json_option
@click.pass_obj
def bookmarks_command(
    context: Context, query: tuple[str, ...], kind: str | None, file: Path | None, as_json: bool
) -> None:
    """List what is kept, of all or of what matches QUERY; export it with --format."""
    from newsreader.services import bookmarks

    wanted = query_of(query)
    kind = "json" if as_json else kind
    if file is not None and kind is None:
        raise click.UsageError("Say what the file should hold: --format markdown, html or json.")
    with context.session() as session:
        if kind is None:
            _put_rows(session, wanted)
            return
        found = bookmarks.export(session, kind, wanted)
    if file is None:
        put(found.text, end="")
        return
    from newsreader.services.files import save_text

    save_text(found.text, file)
    say(f"Exported {found.many} to {file}")


def _put_rows(session: Session, query: str) -> None:
    found = session.library.bookmarks.all(query)
    for bookmark in found:
        put_row(bookmark.article, session.now(), columns())
    if not found:
        say("Nothing is kept yet.")
