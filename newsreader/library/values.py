"""How values of the program stand in columns."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from newsreader.core import urls
from newsreader.core.models import (
    Article,
    Bookmark,
    Enclosure,
    Feed,
    FeedStatus,
    FullText,
    Preparation,
)
from newsreader.core.sources import web_address
from newsreader.library.packing import unpack
from newsreader.library.times import certain_moment, moment

HIDDEN = -2
"""In ``articles.removed``: the mark of an article that a rule hides."""
THERE = f"articles.removed IN (0, {HIDDEN})"
"""What holds for each article that the person did not remove, in a list or not."""
_TAG_END = "\x1f"


def join_tags(tags: tuple[str, ...]) -> str:
    """Store tags in one column, so that each can be found whole."""
    return "".join(f"{_TAG_END}{tag}" for tag in tags) + _TAG_END if tags else ""


def split_tags(stored: str) -> tuple[str, ...]:
    """Read what `join_tags` stored."""
    return tuple(tag for tag in stored.split(_TAG_END) if tag)


def tag_pattern(tag: str) -> str:
    """Give what to look for in a column of tags."""
    return f"{_TAG_END}{tag}{_TAG_END}"


ARTICLE_COLUMNS = """
    articles.id, articles.title, articles.feed_id,
    coalesce(nullif(feeds.own_title, ''), nullif(feeds.feed_title, ''),
             nullif(articles.feed_title, ''), articles.site) AS feed,
    coalesce(feeds.url, articles.feed_url) AS feed_url,
    articles.guid, articles.url, articles.author, articles.published, articles.updated,
    articles.received, articles.sort_time, articles.read, articles.bookmarked, articles.words,
    articles.language, articles.preparation, articles.source, articles.note, articles.image,
    articles.comments, articles.enclosures, articles.tags, articles.position, articles.site,
    articles.names_by, articles.revisions, bookmarks.created AS kept, articles.removed,
    EXISTS (SELECT 1 FROM watched_articles WHERE article_id = articles.id) AS watched,
    (SELECT group_concat(tag, char(31)) FROM verdicts CROSS JOIN rules ON rules.id = rule_id
     WHERE article_id = articles.id AND action = 'tag') AS ruled_tags
"""


def feed_of(row: sqlite3.Row) -> Feed:
    """Make a feed of a row of its table."""
    title = row["own_title"] or row["feed_title"] or _name_of(row["url"])
    return Feed(
        id=row["id"],
        url=row["url"],
        original_url=row["original_url"],
        title=title,
        own_title=row["own_title"],
        feed_title=row["feed_title"],
        site_url=row["site_url"],
        description=row["description"],
        folder=row["folder"],
        status=FeedStatus(row["status"]),
        error=row["error"],
        last_status=row["last_status"],
        last_fetched=moment(row["last_fetched"]),
        last_success=moment(row["last_success"]),
        next_fetch=moment(row["next_fetch"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        body_hash=row["body_hash"],
        failures=row["failures"],
        full_text=FullText(row["full_text"]) if row["full_text"] else None,
        hidden=bool(row["hidden"]),
        keep_days=row["keep_days"],
        interval_minutes=row["interval_minutes"],
        failing_since=moment(row["failing_since"]),
        newest=moment(row["newest"]),
        ttl=row["ttl"] or None,
        rhythm=None if row["rhythm"] is None else timedelta(seconds=row["rhythm"]),
        added=moment(row["added"]),
        warnings=tuple(row["warnings"].splitlines()),
        unread=row["unread"],
        total=row["total"],
    )


def _name_of(url: str) -> str:
    """Name a feed that has no title: by its host, or by its command."""
    return urls.host(web_address(url)) or urls.without_credentials(url)


def article_of(row: sqlite3.Row) -> Article:
    """Make an article of a row of `ARTICLE_COLUMNS`."""
    enclosures = row["enclosures"]
    return Article(
        id=row["id"],
        title=row["title"],
        feed_id=row["feed_id"],
        feed=row["feed"] or urls.host(row["url"]),
        feed_url=row["feed_url"],
        guid=row["guid"],
        url=row["url"],
        author=row["author"],
        published=moment(row["published"]),
        updated=moment(row["updated"]),
        received=certain_moment(row["received"]),
        sort_time=certain_moment(row["sort_time"]),
        read=bool(row["read"]),
        bookmarked=bool(row["bookmarked"]),
        kept=moment(row["kept"]),
        watched=bool(row["watched"]),
        hidden=row["removed"] == HIDDEN,
        words=row["words"],
        language=row["language"],
        preparation=Preparation(row["preparation"]),
        source=row["source"],
        note=row["note"],
        image=row["image"],
        comments=row["comments"],
        enclosures=unpack(enclosures, tuple[Enclosure, ...]) if enclosures else (),
        revisions=row["revisions"],
        tags=tuple(dict.fromkeys(split_tags(f"{row['tags']}{row['ruled_tags'] or ''}"))),
    )


BOOKMARK_COLUMNS = "bookmarks.created, bookmarks.note AS remark, bookmarks.tags AS own_tags"


def bookmark_of(row: sqlite3.Row, article: Article) -> Bookmark | None:
    """Make a bookmark of a row of `BOOKMARK_COLUMNS`, None where the article is not kept."""
    if row["created"] is None:
        return None
    return Bookmark(
        article=article,
        created=certain_moment(row["created"]),
        note=row["remark"],
        tags=split_tags(row["own_tags"]),
    )
