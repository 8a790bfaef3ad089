"""`unread`: one number, quickly, for a status bar."""

from __future__ import annotations

import click

from newsreader.cli.common import Command, Context, json_option, put, put_json, query_of


@click.command("unread", cls=Command, short_help="Print how many articles are unread.")
@click.argument("query", nargs=-1)
@json_option
@click.pass_obj
def unread_command(context: Context, query: tuple[str, ...], as_json: bool) -> None:
    """Print how many articles are unread, of all or of those that match QUERY."""
    from newsreader.core.query import ListQuery

    with context.session() as session:
        wanted = ListQuery(unread_only=True, query=query_of(query))
        number = session.library.articles.count(wanted)
    if as_json:
        put_json({"unread": number}, indent=False)
    else:
        put(str(number))
