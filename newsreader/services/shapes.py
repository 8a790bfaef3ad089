"""What goes out as JSON: the shapes that scripts rely on. Every key is always there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from newsreader.core import urls
from newsreader.core.models import (
    Article,
    Bookmark,
    Entity,
    EntityType,
    Feed,
    Mention,
    Place,
    Reading,
    Rule,
)
from newsreader.core.text import clean_body, is_clean

if TYPE_CHECKING:
    from newsreader.articles import Explanation
    from newsreader.services.edits import Edit
    from newsreader.services.events import FeedDone
    from newsreader.services.pages import Page

Shape = dict[str, Any]


def cleaned(value: Any) -> Any:
    """Clean every string on the way out; clean ones, which all should be, stay as they are."""
    if isinstance(value, str):
        return value if is_clean(value) else clean_body(value)
    if isinstance(value, dict):
        return {cleaned(key): cleaned(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(inner) for inner in value]
    return value


def rule(rule: Rule) -> Shape:
    """A rule with its counts; a smart feed, a watch and a mute are rules as well."""
    return {
        "id": rule.id,
        "then": rule.action,
        "query": rule.query,
        "entity": rule.entity,
        "type": rule.entity_type,
        "name": rule.name,
        "tag": rule.tag,
        "until": rule.until,
        "created": rule.created,
        "total": rule.total,
        "unread": rule.unread,
        "hidden": rule.hidden,
    }


def article(article: Article) -> Shape:
    """An article as a row of a list."""
    return {
        "id": article.id,
        "feed": article.feed,
        "feed_url": urls.without_credentials(article.feed_url),
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "published": article.published,
        "received": article.received,
        "updated": article.updated,
        "read": article.read,
        "bookmarked": article.bookmarked,
        "watched": article.watched,
        "hidden": article.hidden,
        "words": article.words,
        "language": article.language,
        "tags": article.tags,
        "note": article.note,
        "revisions": article.revisions,
    }


def bookmark(bookmark: Bookmark) -> Shape:
    """A bookmarked article with what the person wrote to it."""
    return article(bookmark.article) | {
        "created": bookmark.created,
        "note": bookmark.note,
        "tags": bookmark.tags,
    }


def reading(reading: Reading) -> Shape:
    """An article with its text, as it is stored."""
    about = reading.article
    return {
        "id": about.id,
        "title": about.title,
        "byline": about.author,
        "published": about.published,
        "site": reading.site or about.feed,
        "language": about.language,
        "lead_image": about.image,
        "url": about.url,
        "source": about.source or "feed",
        "note": about.note,
        "text": reading.document.text,
        "blocks": to_builtins(reading.document.blocks),
        "spans": to_builtins(reading.document.spans),
    }


def edit(edit: Edit) -> Shape:
    """An edit of an article: what it was before, and both texts in one."""
    return {
        "moment": edit.moment,
        "title": edit.title,
        "title_before": edit.before.title,
        "byline_before": edit.before.author,
        "text_before": edit.before.document.text,
        "changes": to_builtins(edit.changes),
    }


def page(page: Page) -> Shape:
    """A page that was cleaned, in the shape of `reading`."""
    prepared = page.prepared
    return {
        "title": prepared.title,
        "byline": prepared.byline or ", ".join(prepared.authors),
        "published": prepared.published,
        "site": prepared.site,
        "language": prepared.language,
        "lead_image": prepared.lead_image,
        "url": page.url,
        "source": "page",
        "note": prepared.note,
        "text": prepared.document.text,
        "blocks": to_builtins(prepared.document.blocks),
        "spans": to_builtins(prepared.document.spans),
    }


def explanation(explanation: Explanation) -> Shape:
    """How the article of a page was found."""
    return {
        "refused": explanation.refused,
        "copied": explanation.copied,
        "candidates": [
            to_builtins(candidate) | {"evidence": dict(candidate.evidence)}
            for candidate in explanation.candidates
        ],
        "blocks": to_builtins(explanation.blocks),
    }


def entity(entity: Entity, text: str, title: str = "") -> Shape:
    """An entity with the places that name it."""
    shape: Shape = {
        "name": entity.name,
        "type": str(entity.type),
        "count": entity.count,
        "salience": round(entity.salience, 4),
        "aliases": entity.aliases,
        "mentions": [_mention(mention, text) for mention in entity.mentions],
        "title_mentions": [_mention(mention, title) for mention in entity.title_mentions],
    }
    if entity.value:
        shape["value"] = entity.value
    if entity.known:
        shape["known"] = entity.known
    if entity.type is EntityType.PLACE:
        shape |= _where(entity.place)
    return shape


def _where(place: Place | None) -> Shape:
    if place is None:
        return {"country": None, "lat": None, "lon": None}
    return {"country": place.country, "lat": place.lat, "lon": place.lon}


def recognised(mentions: list[Mention], entities: list[Entity], text: str) -> Shape:
    """What was found in a plain text."""
    return {
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "type": str(mention.type),
                "text": text[mention.start : mention.end],
            }
            for mention in mentions
        ],
        "entities": [entity(one, text) for one in entities],
    }


def feed(feed: Feed) -> Shape:
    """A subscription with its health."""
    return {
        "id": feed.id,
        "url": urls.without_credentials(feed.url),
        "original_url": urls.without_credentials(feed.original_url),
        "title": feed.title,
        "site_url": feed.site_url,
        "folder": feed.folder,
        "status": str(feed.status),
        "error": feed.error,
        "warnings": feed.warnings,
        "last_status": feed.last_status,
        "last_fetched": feed.last_fetched,
        "last_success": feed.last_success,
        "next_fetch": feed.next_fetch,
        "failures": feed.failures,
        "failing_since": feed.failing_since,
        "newest": feed.newest,
        "full_text": str(feed.full_text) if feed.full_text else None,
        "keep_days": feed.keep_days,
        "interval_minutes": feed.interval_minutes,
        "hidden": feed.hidden,
        "unread": feed.unread,
        "total": feed.total,
    }


def feed_done(event: FeedDone) -> Shape:
    """What a refresh did with one feed."""
    return {
        "url": event.url,
        "title": event.title,
        "status": event.status,
        "new": event.new,
        "changed": event.changed,
        "error": event.error,
        "warnings": event.warnings,
        "seconds": event.seconds,
    }


def _mention(mention: Mention, text: str) -> Shape:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": text[mention.start : mention.end],
    }
