"""What is in the library: list, search, show, open, mark, entities."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from newsreader.cli.common import (
    FORMATS,
    NO_FEEDS,
    Command,
    Context,
    coloured,
    columns,
    find_article,
    json_option,
    put,
    put_json,
    put_json_array,
    query_of,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from newsreader.core.models import Article, Reading
    from newsreader.services.session import Session

SCREENFUL = 200
"""How many articles a list on a terminal shows unless more are asked for."""

limit_option = click.option(
    "--limit",
    "-n",
    type=click.IntRange(min=0),
    default=None,
    help=f"At most so many; 0 for all. On a terminal {SCREENFUL} unless said otherwise.",
)


# -- list and search -------------------------------------------------------------------------------


@click.command("list", cls=Command)
@click.argument("query", nargs=-1)
@click.option("--unread", "-u", "only_unread", is_flag=True, help="Only unread articles.")
@click.option("--oldest-first", is_flag=True, help="The oldest first.")
@limit_option
@json_option
@click.pass_obj
def list_command(
    context: Context,
    query: tuple[str, ...],
    only_unread: bool,
    oldest_first: bool,
    limit: int | None,
    as_json: bool,
) -> None:
    """List articles, the newest first.

    QUERY takes words and quoted phrases, and conditions such as is:unread, feed:, author:,
    entity:, newer:2d; a leading - excludes (put -- before such a QUERY), OR and parentheses
    combine.
    """
    from newsreader.core.query import ListQuery, Order
    from newsreader.services.lists import articles

    with context.session() as session:
        order = Order.OLDEST if oldest_first else Order.NEWEST
        wanted = ListQuery(query=query_of(query), unread_only=only_unread, order=order)
        _put_articles(session, articles(session, wanted), limit, as_json=as_json)


@click.command("search", cls=Command)
@click.argument("query", nargs=-1, required=True)
@limit_option
@json_option
@click.pass_obj
def search_command(
    context: Context, query: tuple[str, ...], limit: int | None, as_json: bool
) -> None:
    """Find articles, the best match first. QUERY is as for list."""
    from newsreader.services.lists import ranked

    wanted = query_of(query)
    with context.session() as session:
        _put_articles(session, ranked(session, wanted), limit, as_json=as_json)


def _put_articles(
    session: Session, articles: Iterable[Article], limit: int | None, *, as_json: bool
) -> None:
    from newsreader.services import shapes

    width = columns()
    if limit is None and width and not as_json:
        limit = SCREENFUL
    chosen = islice(articles, limit) if limit else articles
    if as_json:
        put_json_array(shapes.article(article) for article in chosen)
        return
    number = 0
    for article in chosen:
        number += 1
        put_row(article, session.now(), width)
    if not number:
        say("There are no such articles." if session.library.feeds.all() else NO_FEEDS)
    elif width and number == limit:
        say(f"The first {number}; --limit 0 shows all.")


def put_row(article: Article, now: datetime, width: int | None) -> None:
    """Print an article as one line: number, marks, age, feed, title."""
    from newsreader.core.dates import age
    from newsreader.core.text import pad, truncate

    marks = ("*" if article.bookmarked else " ") + (" " if article.read else "N")
    line = (
        f"{article.id:>7} {marks} {pad(age(article.sort_time, now), 6)}"
        f" {pad(article.feed, min(20, (width or 80) // 4))} {article.title}"
    )
    line = truncate(line, width) if width else line
    if coloured() and not article.read:
        click.echo(click.style(line, bold=True))
    else:
        put(line)


# -- show ------------------------------------------------------------------------------------------


@click.command("show", cls=Command)
@click.argument("article")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--edits", is_flag=True, help="Print what its feed changed in it, the newest first.")
@json_option
@click.pass_obj
def show_command(context: Context, article: str, kind: str, edits: bool, as_json: bool) -> None:
    """Print an ARTICLE, named by number or address. What is not ready yet is prepared first.

    With --edits, [-what went-] and {+what came+} stand in one text for each edit.
    """
    if edits:
        if kind in ("markdown", "html"):
            raise click.UsageError("--edits is printed as text or as JSON.")
        _put_edits(context, article, as_json=as_json or kind == "json")
        return
    reading = _reading(context, article)
    from newsreader.services.writing import write_reading

    kind = "json" if as_json else kind
    put(write_reading(reading, kind, width=columns()), end="")
    if reading.article.note and kind != "json":
        say(reading.article.note)


def _put_edits(context: Context, article: str, *, as_json: bool) -> None:
    from newsreader.core.changes import marked
    from newsreader.core.text import fill
    from newsreader.services import shapes
    from newsreader.services.edits import edits

    with context.session() as session:
        found = edits(session, find_article(session, article).id)
    if as_json:
        put_json([shapes.edit(one) for one in found])
        return
    for one in found:
        put(f"Edited {one.moment:%Y-%m-%d %H:%M} UTC: {one.title}")
        if one.before.title != one.title:
            put(f"Was called: {one.before.title}")
        text, width = marked(one.changes), columns()
        put("\n" + (text if width is None else "\n".join(fill(text, width))) + "\n")


def _reading(context: Context, text: str) -> Reading:
    """Open an article; the network and a running loop are needed only where it is not ready."""
    from newsreader.services.reading import open_article, ready

    with context.session() as session:
        article_id = find_article(session, text).id
        reading = open_article(session, article_id)
    if reading is not None:
        return reading
    return context.run(lambda session: ready(session, article_id))


# -- open and mark ---------------------------------------------------------------------------------


@click.command("open", cls=Command)
@click.argument("article")
@json_option
@click.pass_obj
def open_command(context: Context, article: str, as_json: bool) -> None:
    """Open an ARTICLE's page in the browser."""
    from newsreader.services.opening import open_url

    with context.session() as session:
        found = find_article(session, article)
        open_url(found.url, session.settings)
        if session.settings.screen.mark_read_on_open and not session.library.read_only:
            session.library.articles.mark_read([found.id], True)
    if as_json:
        put_json({"opened": found.url})


@click.command("mark", cls=Command, short_help="Mark ARTICLEs read or unread, or bookmark them.")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option("--read/--unread", "read", default=None, help="Mark read, or unread.")
@click.option("--bookmark/--no-bookmark", "bookmark", default=None, help="Keep, or no longer.")
@click.option("--note", default=None, help="Bookmark, with this note.")
@click.option("--tag", "tags", multiple=True, help="Bookmark, with this tag; may be repeated.")
@json_option
@click.pass_obj
def mark_command(
    context: Context,
    articles: tuple[str, ...],
    read: bool | None,
    bookmark: bool | None,
    note: str | None,
    tags: tuple[str, ...],
    as_json: bool,
) -> None:
    """Mark ARTICLEs read or unread, or bookmark them.

    A note or tags take the place of those that a bookmark has.
    """
    written = note is not None or bool(tags)
    if read is None and bookmark is None and not written:
        raise click.UsageError("Say what to do: --read, --unread, --bookmark or --no-bookmark.")
    if bookmark is False and written:
        raise click.UsageError("--no-bookmark leaves nothing to put a note or a tag on.")
    from newsreader.services import shapes
    from newsreader.services.marking import mark

    with context.session() as session:
        ids = [find_article(session, name).id for name in articles]
        marked = mark(session, ids, read=read, bookmark=bookmark, note=note, tags=tags or None)
        if as_json:
            put_json([shapes.article(article) for article in marked])
        else:
            many = "1 article" if len(marked) == 1 else f"{len(marked)} articles"
            say(f"Marked {many}.")


# -- entities --------------------------------------------------------------------------------------


@click.command("entities", cls=Command, short_help="List people, organisations and places.")
@click.argument("query", nargs=-1, metavar="[ARTICLE|QUERY]")
@click.option("--limit", "-n", type=click.IntRange(min=1), default=100, show_default=True)
@json_option
@click.pass_obj
def entities_command(context: Context, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """List the people, organisations and places of an ARTICLE, or of the articles that match.

    Of one article they come with where they stand in its text; of many, with the number of
    articles that name them. The command entity tells of one of them.
    """
    wanted = " ".join(query)
    with context.session() as session:
        article = _article_named(session, wanted)
    if article is not None:
        _put_entities_of(_reading(context, str(article.id)), as_json=as_json)
        return
    from newsreader.services.lists import top_entities

    wanted = query_of(query)
    with context.session() as session:
        found = top_entities(session, wanted, limit)
    if as_json:
        put_json(found)
        return
    for row in found:
        put(f"{row['articles']:>6}  {row['type']:<12}  {row['name']}")


def _article_named(session: Session, text: str) -> Article | None:
    from newsreader.core.urls import is_web

    if not (text.isdecimal() or is_web(text)):
        return None
    return find_article(session, text)


def _put_entities_of(reading: Reading, *, as_json: bool) -> None:
    if as_json:
        put_json(list(_entity_shapes(reading)))
        return
    for entity in reading.entities:
        also = f"  (also {', '.join(entity.aliases[:4])})" if entity.aliases else ""
        put(f"{entity.count:>4}  {entity.salience:4.2f}  {entity.type:<12}  {entity.name}{also}")


def _entity_shapes(reading: Reading) -> Iterator[dict[str, Any]]:
    from newsreader.services import shapes

    for entity in reading.entities:
        yield shapes.entity(entity, reading.document.text, reading.article.title)
