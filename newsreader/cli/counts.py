"""`unread`: one number, quickly, for a status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from newsreader.cli.common import Command, Context, json_option, put, put_json, query_of

if TYPE_CHECKING:
    from newsreader.library import Library


@click.command("unread", cls=Command, short_help="Print how many articles are unread.")
@click.argument("query", nargs=-1)
@json_option
@click.pass_obj
def unread_command(context: Context, query: tuple[str, ...], as_json: bool) -> None:
    """Print how many articles are unread, of all or of those that match QUERY."""
    with context.library() as library:
        number = _matching(library, query_of(query)) if query else library.unread()
    if as_json:
        put_json({"unread": number}, indent=False)
    else:
        put(str(number))


def _matching(library: Library, query: str) -> int:
    """Count the unread articles that match a query."""
    from newsreader.core.query import ListQuery

    return library.articles.count(ListQuery(unread_only=True, query=query))
