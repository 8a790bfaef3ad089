"""The vocabulary of the whole program: feeds, articles, mentions, entities, bookmarks.

All are frozen values. Times are aware ``datetime`` objects in UTC. Texts named ``title``,
``author`` and the like are clean text (see `newsreader.core.text`); texts named ``content`` or
``summary`` are foreign HTML until a `newsreader.core.document.Document` is made of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from newsreader.core.document import Document


class _Value(msgspec.Struct, frozen=True, omit_defaults=True):
    """The base of the values here."""


# -- what a feed says ------------------------------------------------------------------------------


class Enclosure(_Value, frozen=True, kw_only=True):
    """A file that belongs to an entry: a podcast episode, a video."""

    url: str
    type: str = ""
    length: int | None = None


class ParsedEntry(_Value, frozen=True, kw_only=True):
    """One entry as its feed gives it, before anything is decided about it.

    Attributes:
        guid: The feed's own identifier, None where it gives none.
        content: The full text as HTML, "" where the feed gives only a summary.
        summary: The summary as HTML.
        base_url: What relative addresses in ``content`` and ``summary`` are relative to.
        image: The address of a thumbnail or lead picture.
        comments: The address of the page with the comments.
    """

    guid: str | None = None
    title: str = ""
    link: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    content: str = ""
    base_url: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    comments: str | None = None
    tags: tuple[str, ...] = ()
    language: str = ""


class ParsedFeed(_Value, frozen=True, kw_only=True):
    """A feed as its document gives it.

    Attributes:
        format: ``rss20``, ``atom10``, ``json11`` and the like, as feedparser names versions.
        ttl: How long the feed asks to be left alone, in minutes.
        warnings: One sentence for each thing that was odd and was put up with.
        cut: The document breaks off: the rest of it is still to be asked for.
    """

    url: str
    title: str = ""
    site_url: str | None = None
    description: str = ""
    language: str = ""
    format: str = ""
    entries: tuple[ParsedEntry, ...] = ()
    ttl: int | None = None
    image: str | None = None
    warnings: tuple[str, ...] = ()
    cut: bool = False


# -- what the library holds ------------------------------------------------------------------------


class FeedStatus(StrEnum):
    """How a feed is doing."""

    NEW = "new"
    """Subscribed, not fetched yet."""
    OK = "ok"
    ERROR = "error"
    """The last try failed; ``Feed.error`` says why, and it is tried again."""
    GONE = "gone"
    """The server said 410: it is not asked again until the person does."""


class FullText(StrEnum):
    """When the page behind an entry is fetched for its full text."""

    AUTO = "auto"
    """When the feed holds only a summary."""
    ALWAYS = "always"
    NEVER = "never"


class SiteText(StrEnum):
    """Which text a person wants of a site's articles, instead of what comes by itself."""

    PAGE = "page"
    """The article of its page, though the feed's own text be longer."""
    SECOND = "second"
    """The next best part of its page."""
    THIRD = "third"
    FEED = "feed"
    """What the feed gives."""
    WHOLE = "whole"
    """All that its page shows."""


class Feed(_Value, frozen=True, kw_only=True):
    """A subscription, and what is known of its feed.

    Attributes:
        url: Where it is fetched from now (a permanent redirect changes it).
        original_url: What the person subscribed to.
        title: What the screen shows: the person's name for it, or the feed's, or its host.
        own_title: The person's name for it, "" where they gave none.
        feed_title: What the feed calls itself, "" where that is not known.
        folder: Names joined by "/", "" for the top.
        error: One sentence, "" where all is well.
        full_text: The person's choice for this feed, None to follow the setting.
        hidden: Left out of the list of all articles.
        keep_days: How long its articles are kept, 0 for ever, None to follow the settings.
        interval_minutes: How often it is fetched, None where its own rhythm says so.
        failing_since: When the first of the tries failed that have failed in a row.
        newest: When its newest article was published.
        rhythm: How long it usually takes to publish the next article, None where that is not known.
        ttl: Minutes between two requests, as it asks itself.
        etag: Stored byte for byte, as is ``last_modified``.
        body_hash: Of the last body that was parsed.
        failures: How many tries in a row have failed.
        warnings: What was odd when it was last read, and put up with; as in `ParsedFeed`.
        unread: Kept by the library, as is ``total``.
    """

    id: int
    url: str
    original_url: str
    title: str
    own_title: str = ""
    feed_title: str = ""
    site_url: str | None = None
    description: str = ""
    folder: str = ""
    status: FeedStatus = FeedStatus.NEW
    error: str = ""
    last_status: int | None = None
    last_fetched: datetime | None = None
    last_success: datetime | None = None
    next_fetch: datetime | None = None
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    failures: int = 0
    full_text: FullText | None = None
    hidden: bool = False
    keep_days: int | None = None
    interval_minutes: int | None = None
    failing_since: datetime | None = None
    newest: datetime | None = None
    rhythm: timedelta | None = None
    ttl: int | None = None
    added: datetime | None = None
    warnings: tuple[str, ...] = ()
    unread: int = 0
    total: int = 0


class Preparation(StrEnum):
    """Whether an article's text stands ready."""

    PENDING = "pending"
    READY = "ready"
    PARTIAL = "partial"
    """Ready from the feed's summary, since its page could not be had or holds no article."""
    FAILED = "failed"


class Article(_Value, frozen=True, kw_only=True):
    """One article, as a row of a list shows it.

    Attributes:
        feed: The title of its feed; for a saved page that is in no feed, its site.
        feed_id: None for a bookmarked article whose feed is gone, and for a saved page.
        author: The names joined by ", ".
        received: When it was first seen here.
        sort_time: What lists are ordered by: ``published``, never later than ``received``.
        kept: When it was bookmarked; None where it is not.
        watched: A rule notifies of it: it names whom the person watches, for example.
        hidden: A rule hides it: no list has it that does not ask for what is hidden.
        source: ``feed`` or ``page``: where the text came from; "" while it is pending.
        note: One sentence about the text: why only a summary could be shown, for example.
        words: Of the text, 0 while it is pending.
        revisions: How many earlier texts there are of it.
    """

    id: int
    title: str
    feed_id: int | None = None
    feed: str = ""
    feed_url: str = ""
    guid: str = ""
    url: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    received: datetime
    sort_time: datetime
    read: bool = False
    bookmarked: bool = False
    kept: datetime | None = None
    watched: bool = False
    hidden: bool = False
    words: int = 0
    language: str = ""
    preparation: Preparation = Preparation.PENDING
    source: str = ""
    note: str = ""
    image: str | None = None
    comments: str | None = None
    enclosures: tuple[Enclosure, ...] = ()
    tags: tuple[str, ...] = ()
    revisions: int = 0


class Revision(_Value, frozen=True, kw_only=True):
    """An earlier text of an article that its feed has changed.

    Attributes:
        until: When it was replaced.
        title: What the article had then, as ``author``.
    """

    until: datetime
    title: str
    author: str = ""
    document: Document


# -- who and where ---------------------------------------------------------------------------------


class EntityType(StrEnum):
    """What kind of thing a name stands for."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    DATE = "date"
    MONEY = "money"
    LAW = "law"
    EVENT = "event"
    OTHER = "other"


class Mention(_Value, frozen=True, kw_only=True, order=True):
    """A place in a text where an entity is named: ``text[start:end]``.

    Attributes:
        source: ``model``, ``rule``, ``consistency``, ``gazetteer``, ``fallback`` or ``user``.
        demonym: The mention names the people or the adjective ("North Korean"), not the country.
    """

    start: int
    end: int
    type: EntityType
    source: str = "model"
    demonym: bool = False


class Place(_Value, frozen=True, kw_only=True):
    """Where a place is.

    Attributes:
        country: ISO 3166-1 alpha-2, as "UA".
        lat: Degrees north, as ``lon`` is degrees east.
    """

    name: str
    country: str
    lat: float
    lon: float


class Entity(_Value, frozen=True, kw_only=True):
    """Everything in one article that names the same person, organisation, place or thing.

    Attributes:
        name: The canonical name.
        mentions: In the article's text, in order.
        title_mentions: In its title, in order; offsets into the title.
        salience: 0 to 1: how much the article is about it.
        aliases: The other forms in which it is named here, most frequent first.
        value: A normal form: an ISO 8601 date, an amount with its currency.
        known: The name that it is known by in all articles and languages, where that is another:
            ``Ukraine`` for "Украина", ``Paris (US)`` for the Paris of Texas.
    """

    name: str
    type: EntityType
    mentions: tuple[Mention, ...] = ()
    title_mentions: tuple[Mention, ...] = ()
    salience: float = 0.0
    aliases: tuple[str, ...] = ()
    place: Place | None = None
    value: str = ""
    known: str = ""

    @property
    def count(self) -> int:
        """How often it is named, title included."""
        return len(self.mentions) + len(self.title_mentions)


class Identity(_Value, frozen=True, kw_only=True):
    """The same person, organisation, place or thing in all articles of the library.

    Attributes:
        country: Of a place, ISO 3166-1 alpha-2; "" where that is not known.
        place: Where it is; given only where one identity is asked for.
        aliases: The other names under which articles name it.
        articles: How many name it.
    """

    id: int
    name: str
    type: EntityType
    country: str = ""
    place: Place | None = None
    aliases: tuple[str, ...] = ()
    articles: int = 0


class Correction(_Value, frozen=True, kw_only=True):
    """What the person said about one place of a text.

    Attributes:
        article_id: None where the article is gone.
        start: Offset of ``words`` in the text of then, or in the title.
        old_type: What was found there, None where nothing was.
        new_type: What it is, None for no name.
        context: The sentence around, in which ``words`` begin at ``context_start``.
        language: Of the article, ISO 639-1; "" where it is not known.
    """

    id: int
    article_id: int | None
    in_title: bool = False
    start: int
    words: str
    old_type: EntityType | None = None
    new_type: EntityType | None = None
    context: str
    context_start: int
    language: str = ""
    changed: datetime


# -- rules -----------------------------------------------------------------------------------------


class Action(StrEnum):
    """What is done with the articles for which a rule holds."""

    HIDE = "hide"
    """They stand in no list and no count, unless they are bookmarked or asked for."""
    MARK_READ = "mark-read"
    """Once, when they come in; what the person does later holds."""
    BOOKMARK = "bookmark"
    """As ``mark-read``."""
    TAG = "tag"
    NOTIFY = "notify"
    """They are marked in lists, and the person is told when they come in."""
    LIST = "list"
    """They are the articles of a smart feed."""


class Rule(_Value, frozen=True, kw_only=True):
    """When an article matches a query, or names somebody, something is done with it.

    To watch an entity is a rule that notifies of whoever names it, to mute it is one that hides.

    Attributes:
        query: In the query language; "" for all articles that name the entity.
        entity_id: Of the identity that an article must name, merged ones and aliases included.
        entity: Its name and type, "" and None where there is none.
        name: Of a smart feed; what else the person calls it.
        tag: That the articles get.
        until: When it ends; None for never.
        moves: The answer changes with time or with what the person does (``newer:2d``,
            ``is:unread``): of a smart feed like that no articles are kept, its list is a search,
            and its counts are made when they are asked for, up to `MOST_COUNTED`.
        total: How many articles that stand in lists it holds for, kept by the library.
        unread: As ``total``.
        hidden: How many articles it holds for that are hidden, by it or by another rule.
    """

    id: int
    action: Action
    query: str = ""
    entity_id: int | None = None
    entity: str = ""
    entity_type: EntityType | None = None
    name: str = ""
    tag: str = ""
    until: datetime | None = None
    created: datetime
    moves: bool = False
    total: int = 0
    unread: int = 0
    hidden: int = 0


# -- an article, kept and opened -------------------------------------------------------------------


class Bookmark(_Value, frozen=True, kw_only=True):
    """An article that is kept for ever.

    Attributes:
        note: The person's own words.
        tags: The person's own, apart from the feed's.
    """

    article: Article
    created: datetime
    note: str = ""
    tags: tuple[str, ...] = ()


class Reading(_Value, frozen=True, kw_only=True):
    """All that the reader pane and the sidebar show of one article.

    Attributes:
        entities: By salience, the most salient first.
        names_by: ``model``, or ``fallback`` where the language has no model.
        position: Where reading stopped last time, an offset into the document's text.
        bookmark: None where the article is not kept.
    """

    article: Article
    document: Document
    entities: tuple[Entity, ...] = ()
    names_by: str = "model"
    site: str = ""
    position: int = 0
    bookmark: Bookmark | None = None
