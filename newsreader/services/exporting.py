"""Hand everything on: subscriptions as OPML, the whole library as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

import msgspec

from newsreader.core import urls
from newsreader.core.errors import DamagedTextError
from newsreader.core.exports import to_html
from newsreader.core.models import Article, Bookmark, EntityType, Feed, Reading, Rule
from newsreader.core.query import ListQuery, Scope
from newsreader.core.text import plain_title
from newsreader.services import feed_settings
from newsreader.services.lists import articles
from newsreader.services.session import Session
from newsreader.services.shapes import cleaned

MAX_SUMMARY = 100_000


def export_opml(session: Session) -> str:
    """Write all subscriptions, with folders, names and settings, as OPML 2.0. No password is in it.

    Commands are not in it either: nobody else can use them (`commands_in`).

    Raises:
        LibraryError: The library can not be read.
    """
    from newsreader.feeds.opml import Outline, write_opml

    outlines = [
        Outline(
            url=feed.url,
            title=feed.feed_title,
            folder=feed.folder,
            site_url=feed.site_url or "",
            own_title=feed.own_title,
            options=tuple(feed_settings.write(feed_settings.of(feed)).items()),
        )
        for feed in session.library.feeds.all()
        if not urls.is_command(feed.url)
    ]
    return write_opml(outlines, title="Subscriptions in newsreader", now=session.now())


def commands_in(session: Session) -> list[Feed]:
    """Give the feeds that OPML leaves out, which commands bring.

    Raises:
        LibraryError: The library can not be read.
    """
    return [feed for feed in session.library.feeds.all() if urls.is_command(feed.url)]


def export_json(session: Session) -> Iterator[str]:
    """Write the whole library as one JSON document, piece by piece: no article waits in memory.

    What rules hide is in it as well, last among the entries of its feed.

    All that is the person's is in it, for `newsreader.services.merging` to take in again, but no
    password.

    Yields:
        Pieces of text; together they are ``{"feeds": [{..., "entries": [...]}], "rules": [...],
        "names": [...], "corrections": [...], "sites": {...}}``. What is kept of no feed any more
        stands last among the feeds, in one without an address.

    Raises:
        LibraryError: The library can not be read.
    """
    yield '{"feeds": ['
    separator = "\n"
    for feed in session.library.feeds.all():
        yield separator
        about = _about(feed) | {"gone": session.library.merging.gone(feed.id)}
        yield from _feed(session, about, Scope(kind="feed", value=feed.id))
        separator = ",\n"
    if next(_kept(session), None) is not None:
        yield separator
        yield from _items(_NO_FEED, _entries(session, _kept(session)))
    yield "\n],\n"
    yield _encode(_told(session))[1:] + "\n"


def _told(session: Session) -> dict[str, Any]:
    """Give what the person said that is of no one feed."""
    library = session.library
    return {
        "rules": [_rule(rule) for rule in library.rules.all()],
        "names": [
            {
                "name": link.name[0],
                "type": link.name[1],
                "stands_for": _name(link.stands_for),
                "article": link.article_id,
            }
            for link in library.merging.links()
        ],
        "corrections": [msgspec.to_builtins(one) for one in library.naming.corrections()],
        "sites": library.sites.texts(),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    entity = (rule.entity, rule.entity_type) if rule.entity_type else None
    return {
        "then": rule.action,
        "query": rule.query,
        "entity": _name(entity),
        "name": rule.name,
        "tag": rule.tag,
        "until": rule.until,
        "created": rule.created,
    }


def _name(key: tuple[str, EntityType] | None) -> dict[str, str] | None:
    return None if key is None else {"name": key[0], "type": str(key[1])}


_NO_FEED = {"url": "", "original_url": "", "title": "Saved", "folder": "", "error": ""}


def _about(feed: Feed) -> dict[str, Any]:
    return {
        "url": urls.without_credentials(feed.url),
        "original_url": urls.without_credentials(feed.original_url),
        "title": feed.title,
        "folder": feed.folder,
        "error": feed.error,
        "own_title": feed.own_title,
        "feed_title": feed.feed_title,
        "site_url": feed.site_url,
        "added": feed.added,
        **msgspec.to_builtins(feed_settings.of(feed)),
    }


def _feed(session: Session, about: dict[str, Any], scope: Scope) -> Iterator[str]:
    shown = articles(session, ListQuery(scope=scope))
    hidden = articles(session, ListQuery(scope=scope, query="is:hidden"))
    yield from _items(about, _entries(session, chain(shown, hidden)))


def _items(about: dict[str, Any], entries: Iterator[dict[str, Any]]) -> Iterator[str]:
    """Write a feed's object with its entries as its last key, one after the other."""
    yield _encode(about)[:-1] + ',"entries":['
    separator = "\n"
    for entry in entries:
        yield separator + _encode(entry)
        separator = ",\n"
    yield "]}"


def _kept(session: Session) -> Iterator[Article]:
    """Give the bookmarked articles that belong to no feed."""
    for article in articles(session, ListQuery(scope=Scope(kind="bookmarks"))):
        if article.feed_id is None:
            yield article


def _entries(session: Session, exported: Iterator[Article]) -> Iterator[dict[str, Any]]:
    for article in exported:
        key = session.library.merging.keys([article.id]).get(article.id, "")
        yield _entry(session, article) | {"key": key}


def _entry(session: Session, article: Article) -> dict[str, Any]:
    reading, summary = _texts(session, article)
    return {
        "id": article.id,
        "feed": article.feed,
        "feed_url": urls.without_credentials(article.feed_url),
        "guid": article.guid,
        "title": article.title,
        "link": article.url,
        "author": article.author,
        "content": to_html(reading.document) if reading else "",
        "summary": plain_title(summary, MAX_SUMMARY),
        "published": article.published,
        "updated": article.updated,
        "received": article.received,
        "language": article.language,
        "image": article.image,
        "comments": article.comments,
        "enclosures": [{"url": file.url, "type": file.type} for file in article.enclosures],
        "tags": article.tags,
        "read": article.read,
        "position": reading.position if reading else 0,
        "bookmarked": article.bookmarked,
        "bookmark": _remark(
            session.library.bookmarks.get(article.id) if article.bookmarked else None
        ),
        "hidden": article.hidden,
        "revisions": [
            {
                "until": one.until,
                "title": one.title,
                "author": one.author,
                "content": to_html(one.document),
            }
            for one in (session.library.articles.revisions(article.id) if article.revisions else ())
        ],
    }


def _texts(session: Session, article: Article) -> tuple[Reading | None, str]:
    """Give an article's text, and its feed's summary; a damaged one can not keep the rest back."""
    try:
        reading = session.library.articles.reading(article.id)
        source = session.library.articles.source(article.id)
    except DamagedTextError:
        return None, ""
    is_waiting = reading is None or not reading.document.text
    return reading, source.summary or (source.content if is_waiting else "")


def _remark(bookmark: Bookmark | None) -> dict[str, Any] | None:
    """Give what the person wrote to a bookmark, and since when it is one."""
    if bookmark is None:
        return None
    return {"created": bookmark.created, "note": bookmark.note, "tags": bookmark.tags}


def _encode(value: dict[str, Any]) -> str:
    """Encode an object; its strings are cleaned once more, as they may go to a terminal."""
    return msgspec.json.encode(cleaned(value)).decode()
