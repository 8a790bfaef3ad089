"""What stands in an export of a library, as `newsreader.services.exporting` writes it.

Anybody may have written it: all of it is looked at before anything is stored, and cleaned as what
comes from feeds, so that a file that is no export changes nothing.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from newsreader.core import identity, urls
from newsreader.core.errors import InputError
from newsreader.core.models import Action, Enclosure, EntityType, FullText, ParsedEntry, SiteText
from newsreader.core.text import clean_body, clean_line
from newsreader.library.merging import Exported, Kept
from newsreader.services import feed_settings
from newsreader.services.rules import LONGEST_NAME

_AT_ONCE = 200
"""How many entries are looked at before they are let go of again."""
LONGEST_KEY = 2000
FIRST_YEAR, LAST_YEAR = 2, 9998

Time = Annotated[datetime, msgspec.Meta(tz=True)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Text = Annotated[str, msgspec.Meta(max_length=20_000_000)]


class _Given(msgspec.Struct, frozen=True):
    """What holds times."""

    def __post_init__(self) -> None:
        """Refuse times that are none any more in another zone."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, datetime) and not FIRST_YEAR <= value.year <= LAST_YEAR:
                raise ValueError(f"the year {value.year} is too far away")


class Name(msgspec.Struct, frozen=True):
    """A name of some type."""

    name: str
    type: EntityType


class File(msgspec.Struct, frozen=True):
    """A file that belongs to an entry."""

    url: str
    type: str = ""


class Bookmark(_Given, frozen=True):
    """Since when an entry is kept, and what the person wrote to it."""

    created: Time
    note: Text = ""
    tags: tuple[str, ...] = ()


class Revision(_Given, frozen=True):
    """An earlier text of an entry."""

    until: Time
    title: str
    content: Text
    author: str = ""


class Entry(_Given, frozen=True, kw_only=True):
    """An article with its text as HTML, and with what the person has of it."""

    id: Number = 0
    key: str = ""
    guid: str = ""
    title: str = ""
    link: str = ""
    author: str = ""
    content: Text = ""
    summary: Text = ""
    published: Time | None = None
    updated: Time | None = None
    received: Time | None = None
    language: str = ""
    image: str | None = None
    comments: str | None = None
    enclosures: tuple[File, ...] = ()
    tags: tuple[str, ...] = ()
    read: bool = False
    position: Number = 0
    bookmarked: bool = False
    bookmark: Bookmark | None = None
    revisions: tuple[Revision, ...] = ()
    feed: str = ""
    feed_url: str = ""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed and what the person chose for it; its entries are not decoded yet."""

    url: str
    entries: list[msgspec.Raw]
    original_url: str = ""
    own_title: str = ""
    feed_title: str = ""
    folder: str = ""
    full_text: FullText | None = None
    keep_days: Annotated[int, msgspec.Meta(ge=0, le=feed_settings.MOST_DAYS)] | None = None
    interval_minutes: (
        Annotated[int, msgspec.Meta(ge=feed_settings.LEAST_MINUTES, le=feed_settings.MOST_MINUTES)]
        | None
    ) = None
    hidden: bool = False
    gone: tuple[str, ...] = ()


class Rule(_Given, frozen=True, kw_only=True):
    """A rule, or a smart feed."""

    then: Action
    query: str = ""
    entity: Name | None = None
    name: str = ""
    tag: str = ""
    until: Time | None = None


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """What the person said of a name: for which it stands, None for no name."""

    name: str
    type: EntityType
    stands_for: Name | None
    article: Number | None = None


class Correction(_Given, frozen=True, kw_only=True):
    """What the person said about one place of a text."""

    article_id: Number | None = None
    in_title: bool = False
    start: Number
    words: str
    old_type: EntityType | None = None
    new_type: EntityType | None = None
    context: str = ""
    context_start: Number = 0
    language: str = ""
    changed: Time


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """A whole export."""

    feeds: list[Feed]
    rules: tuple[Rule, ...] = ()
    names: tuple[Link, ...] = ()
    corrections: tuple[Correction, ...] = ()
    sites: dict[str, SiteText] = {}


# -- reading ---------------------------------------------------------------------------------------


def read_export(content: bytes) -> Export:
    """Read an export, and look at all that is in it.

    Raises:
        InputError: It is none.
    """
    try:
        export = msgspec.json.decode(content, type=Export)
        for feed in export.feeds:
            for start in range(0, len(feed.entries), _AT_ONCE):
                decoded(feed.entries[start : start + _AT_ONCE])
    except (msgspec.DecodeError, RecursionError, ValueError, OverflowError) as error:
        why = clean_line(str(error), 200).removesuffix(".")
        raise InputError(f"This is no export of a library: {why}.") from error
    return export


def decoded(entries: Sequence[msgspec.Raw]) -> list[Entry]:
    """Decode entries of a feed of an export that was read."""
    return [msgspec.json.decode(one, type=Entry) for one in entries]


def article(given: Entry, now: datetime) -> Exported:
    """Make an article of an entry.

    Args:
        given: The entry.
        now: When it is taken for received where it does not say so.
    """
    author = clean_line(given.author)
    link = urls.clean_url(given.link)
    content = given.content or html.escape(clean_body(given.summary), quote=False)
    entry = ParsedEntry(
        guid=clean_line(given.guid) or None,
        title=clean_line(given.title),
        link=link or None,
        authors=(author,) if author else (),
        published=given.published,
        updated=given.updated,
        content=content,
        base_url=link,
        enclosures=tuple(
            Enclosure(url=url, type=clean_line(file.type))
            for file in given.enclosures
            if (url := urls.clean_url(file.url))
        ),
        image=urls.clean_url(given.image or "") or None,
        comments=urls.clean_url(given.comments or "") or None,
        tags=_tags(given.tags),
        language=clean_line(given.language, 20),
    )
    return Exported(
        entry=entry,
        key=clean_line(given.key, LONGEST_KEY) or identity.entry_keys([entry])[0],
        received=given.received or now,
        read=given.read,
        position=given.position,
        bookmark=_kept(given, now),
        feed_title=clean_line(given.feed),
        feed_url=urls.clean_url(given.feed_url),
    )


def _kept(given: Entry, now: datetime) -> Kept | None:
    if given.bookmark is None:
        return Kept(now) if given.bookmarked else None
    note = clean_body(given.bookmark.note)
    return Kept(given.bookmark.created, note, _tags(given.bookmark.tags))


def _tags(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for one in given if (tag := clean_line(one, LONGEST_NAME)))
