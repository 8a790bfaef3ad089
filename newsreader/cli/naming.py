"""Whom articles name: one of them, and what you say about it; your corrections as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from newsreader.cli.common import Command, Context, find_article, json_option, put, put_json, say

if TYPE_CHECKING:
    from newsreader.core.models import EntityType, Identity
    from newsreader.services.corrections import Told
    from newsreader.services.entities import EntityPage
    from newsreader.services.passages import Passage
    from newsreader.services.session import Session

TYPES = ("person", "organisation", "place", "law", "event", "other")
kind_option = click.option(
    "--of", "kind", type=click.Choice(TYPES), help="The type, where several have NAME."
)


# -- one of them -----------------------------------------------------------------------------------


@click.command("entity", cls=Command, short_help="Tell of a person, organisation or place.")
@click.argument("name", nargs=-1, required=True, metavar="NAME")
@kind_option
@click.option("--limit", "-n", type=click.IntRange(min=0), default=10, show_default=True,
              help="How many of its articles to show.")  # fmt: skip
@click.option("--merge", "into", metavar="OTHER", help="It is the same as OTHER.")
@click.option("--split", "alias", metavar="ALIAS", help="ALIAS is another after all.")
@click.option("--apart", metavar="ARTICLE", help="ARTICLE names another one of this name.")
@click.option("--rename", "shown", metavar="TEXT", help="Show it under another name.")
@click.option("--type", "other_kind", type=click.Choice(TYPES), help="It is of this type.")
@click.option("--drop", is_flag=True, help="It is no name, and is shown nowhere.")
@click.option("--reset", is_flag=True, help="Take back all that you said about it.")
@json_option
@click.pass_obj
def entity_command(
    context: Context,
    /,
    name: tuple[str, ...],
    kind: str | None,
    limit: int,
    *,
    as_json: bool,
    **changes: Any,
) -> None:
    """Tell of a person, organisation or place: its names, its company, its articles.

    One option that changes something has it hold from now on and for all articles that are stored.
    """
    wanted = [option for option, value in changes.items() if value]
    if len(wanted) > 1:
        raise click.UsageError("Change one thing at a time.")
    whom = " ".join(name)
    with context.session() as session:
        if wanted:
            from newsreader.services.rules import catch_up_now

            told = _change(session, whom, type_of(kind), wanted[0], changes[wanted[0]])
            catch_up_now(session.library)
            _put_told(session, told, as_json=as_json)
            return
        from newsreader.services import entities, passages

        identity = _find(session, whom, type_of(kind))
        page = entities.page(session, identity.id, session.now())
        named = passages.of(session, identity.id, limit=limit)
        if as_json:
            put_json(_page_shape(page, named))
        else:
            _put_page(session, page, named)


def type_of(kind: str | None) -> EntityType | None:
    """Give the type that was asked for, None for any."""
    from newsreader.core.models import EntityType

    return EntityType(kind) if kind else None


def _find(session: Session, name: str, kind: EntityType | None) -> Identity:
    from newsreader.core.errors import InputError
    from newsreader.services import entities

    found = entities.find(session, name, kind)
    if found is None:
        near = ", ".join(one.name for one in entities.suggest(session, name, 5))
        hint = f" Names that begin so: {near}." if near else ""
        raise InputError(f"No article in the library names {name!r}.{hint}")
    return found


def _change(session: Session, name: str, kind: EntityType | None, change: str, value: Any) -> Told:
    from newsreader.core.models import EntityType
    from newsreader.services import corrections

    if change == "reset":
        return corrections.reset(session, name, kind)
    identity = _find(session, name, kind)
    match change:
        case "into":
            return corrections.merge(session, identity.id, _find(session, value, None).id)
        case "alias":
            return corrections.split(session, identity.id, value)
        case "apart":
            article = find_article(session, value)
            return corrections.split_article(session, identity.id, article.id)
        case "shown":
            return corrections.rename(session, identity.id, value)
        case "other_kind":
            return corrections.retype(session, identity.id, EntityType(value))
        case _:
            return corrections.drop(session, identity.id)


def _put_told(session: Session, told: Told, *, as_json: bool) -> None:
    from newsreader.services import entities

    said = f"{told.said[0].upper()}{told.said[1:]}."
    if not as_json:
        say(said)
        return
    identity = entities.get(session, told.identity_id) if told.identity_id else None
    put_json({"said": said, "identity": _identity_shape(identity) if identity else None})


def _identity_shape(identity: Identity) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "name": identity.name,
        "type": str(identity.type),
        "aliases": identity.aliases,
        "articles": identity.articles,
    }
    if identity.type == "place":
        place = identity.place
        shape |= {
            "country": identity.country or None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
        }
    return shape


def _page_shape(page: EntityPage, passages: list[Passage]) -> dict[str, Any]:
    return _identity_shape(page.identity) | {
        "forms": page.forms,
        "first_seen": page.first_seen,
        "last_seen": page.last_seen,
        "mentions_by_day": page.mentions_by_day,
        "companions": [
            {"name": one.name, "type": str(one.type), "articles": times}
            for one, times in page.companions
        ],
        "changes": page.changes,
        "passages": [
            {
                "article": one.article.id,
                "title": one.article.title,
                "published": one.article.published,
                "sentence": one.sentence,
                "spans": one.spans,
            }
            for one in passages
        ],
    }


def _put_page(session: Session, page: EntityPage, passages: list[Passage]) -> None:
    from newsreader.core.dates import age
    from newsreader.core.text import sparkline

    identity, now = page.identity, session.now()
    where = f", {identity.country}" if identity.country else ""
    put(f"{identity.name}  ({identity.type}{where})")
    if also := [*identity.aliases, *page.forms]:
        put(f"also     {', '.join(also)}")
    if page.first_seen and page.last_seen:
        many = "1 article" if identity.articles == 1 else f"{identity.articles} articles"
        first, last = age(page.first_seen, now), age(page.last_seen, now)
        put(f"named    in {many}, first {first}, last {last}")
    if any(page.mentions_by_day):
        put(f"28 days  {sparkline(page.mentions_by_day)}")
    if page.companions:
        put(f"with     {', '.join(f'{one.name} ({times})' for one, times in page.companions)}")
    for change in page.changes:
        put(f"you      {change}")
    for passage in passages:
        article = passage.article
        put(f"\n{article.id:>7}  {age(article.sort_time, now)}  {article.title}")
        put(f"         {passage.sentence}")


# -- corrections -----------------------------------------------------------------------------------


@click.command("corrections", cls=Command, short_help="List what you corrected in texts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout.")
@click.pass_obj
def corrections_command(context: Context, as_json: bool) -> None:
    """List what you corrected in texts, as data that a recogniser of names can be trained with."""
    from newsreader.services.corrections import as_data

    with context.session() as session:
        found = as_data(session)
    for one in found:
        if as_json:
            put_json(one, indent=False)
        else:
            was, now = (one[key] or "no name" for key in ("old_type", "new_type"))
            put(f"{one['words']}: {was} -> {now}  {one['text']}")
    if not found and not as_json:
        say("Nothing was corrected yet.")
