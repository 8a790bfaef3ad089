"""feedparser's dictionaries -> ParsedFeed: RSS, RDF and Atom in one vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from newsreader.core.dates import parse_date
from newsreader.core.models import Enclosure, ParsedEntry, ParsedFeed
from newsreader.core.text import clean_line, plain_title
from newsreader.core.urls import absolute, is_web
from newsreader.feeds import values
from newsreader.feeds.bounded import Raw

_MAX_GUID = 2048
_MAX_TTL = 7 * 24 * 60
_MAX_LENGTH = 1 << 50
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_GOOGLE_REDIRECT = re.compile(
    r"https?://(?:www|news)\.google\.[a-z.]{2,6}/(?:news/)?url\?(?:[^#]*&)?url=(https?[^&#]+)"
)
_BLANK_LINE = re.compile(r"\n\s{0,99}\n")
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}


class _Context(NamedTuple):
    """What entries inherit from their feed."""

    url: str
    site_url: str | None
    language: str
    authors: tuple[str, ...]
    is_atom: bool


class _Body(NamedTuple):
    """A body that was found: HTML, whether it was so from the start, and its own base."""

    html: str
    was_html: bool
    base: str


def build_feed(raw: Raw, url: str) -> ParsedFeed:
    """Make a ParsedFeed of what feedparser found.

    Args:
        raw: Its dictionaries.
        url: Where the feed came from.
    """
    feed = raw.feed
    base = _base_of(_details(feed), url)
    site_url = values.web_address(feed.get("link"), base) or _alternate(feed, base)
    is_atom = raw.version.startswith("atom")
    context = _Context(
        url=url,
        site_url=site_url,
        language=values.clean_language(feed.get("language")),
        authors=_authors(feed) if is_atom else (),
        is_atom=is_atom,
    )
    entries, failed = _build_entries(raw.entries, context)
    warnings = list(raw.warnings)
    if failed:
        warnings.append(f"{failed} of the feed's entries could not be read.")
    return ParsedFeed(
        url=url,
        title=_title(feed, is_atom=is_atom),
        site_url=site_url,
        description=plain_title(values.text_of(feed.get("subtitle") or feed.get("summary"))),
        language=context.language,
        format=raw.version,
        entries=tuple(entries),
        ttl=_ttl(feed),
        image=_feed_image(feed, base),
        warnings=tuple(warnings),
        cut=raw.cut,
    )


def _build_entries(
    raw_entries: Iterable[Mapping[str, Any]], context: _Context
) -> tuple[list[ParsedEntry], int]:
    entries: list[ParsedEntry] = []
    failed = 0
    for raw in raw_entries:
        try:
            entries.append(_build_entry(raw, context))
        except Exception:  # one entry's nonsense must not cost the others
            failed += 1
    return entries, failed


def _build_entry(raw: Mapping[str, Any], context: _Context) -> ParsedEntry:
    details = _details(raw)
    base = _base_of(details, context.url)
    link = _link(raw, base)
    content, summary, body_base = _content_and_summary(raw, is_atom=context.is_atom)
    published = _date(raw, "published", "created", "updated")
    updated = _date(raw, "updated")
    return ParsedEntry(
        guid=clean_line(values.text_of(raw.get("id")), _MAX_GUID) or None,
        title=_title(raw, is_atom=context.is_atom) or values.title_from_body(content or summary),
        link=link,
        authors=_authors(raw) or context.authors,
        published=published,
        updated=updated,
        summary=summary,
        content=content,
        base_url=_document_base(body_base, base, link, context),
        enclosures=_enclosures(raw, base),
        image=_image(raw, base),
        comments=_comments(raw, base),
        tags=values.clean_tags(
            tag.get("label") or tag.get("term") for tag in _maps(raw.get("tags"))
        ),
        language=_language(details) or context.language,
    )


# -- addresses -------------------------------------------------------------------------------------


def _base_of(details: Iterable[Mapping[str, Any]], url: str) -> str:
    """Find the xml:base of a feed's or entry's own addresses; else give the feed's address."""
    for detail in details:
        base = values.text_of(detail.get("base"))
        if base:
            return values.web_address(base, url) or url
    return url


def _document_base(body_base: str, base: str, link: str | None, context: _Context) -> str:
    """Say what relative addresses in the body are relative to.

    An xml:base counts first. Without one, Atom means the feed's own address; RSS means nothing,
    and its bodies are cut from the page behind the link.
    """
    if body_base:
        return absolute(body_base, context.url) or base
    if context.is_atom or base != context.url:
        return base
    return link if link and is_web(link) else context.site_url or base


def _link(raw: Mapping[str, Any], base: str) -> str | None:
    original = values.web_address(raw.get("feedburner_origlink"), base)
    if original:
        return original
    link = values.text_of(raw.get("link")).strip()
    if raw.get("guidislink") and not is_web(link):
        link = ""  # a guid that is no address serves as none
    address = absolute(link, base) if link else _alternate(raw, base)
    return _behind_redirect(address) if address else None


def _behind_redirect(address: str) -> str:
    """Take the real address out of the counting one that Google's alerts and news put before it."""
    match = _GOOGLE_REDIRECT.match(address)
    if not match:
        return address
    return values.web_address(unquote(match[1]), "") or address


def _alternate(raw: Mapping[str, Any], base: str) -> str | None:
    for link in _maps(raw.get("links")):
        if link.get("rel", "alternate") in ("alternate", "via", "related"):
            address = values.web_address(link.get("href"), base)
            if address:
                return address
    return None


def _comments(raw: Mapping[str, Any], base: str) -> str | None:
    address = values.web_address(raw.get("comments"), base)
    if address:
        return address
    for link in _maps(raw.get("links")):
        if link.get("rel") == "replies" and link.get("type", "text/html") in _HTML_TYPES:
            return values.web_address(link.get("href"), base)
    return None


# -- texts -----------------------------------------------------------------------------------------


def _title(raw: Mapping[str, Any], *, is_atom: bool) -> str:
    """Make the title text; Atom says whether its titles are text or HTML, RSS never does."""
    kind = _map(raw.get("title_detail")).get("type", "text/plain")
    is_html = kind in _HTML_TYPES or not is_atom
    return values.clean_title(values.text_of(raw.get("title")), is_html=is_html)


def _content_and_summary(raw: Mapping[str, Any], *, is_atom: bool) -> tuple[str, str, str]:
    """Choose the full text and the summary among all bodies of an entry, and the base of the first.

    feedparser calls whatever comes second "content"; here the fuller one is the content, HTML goes
    before plain text of about the same length, and what is said twice is kept once.
    """
    bodies = [_body(part, raw, is_atom=is_atom) for part in _maps(raw.get("content"))]
    best = max(
        (body for body in bodies if body is not None),
        key=lambda body: (body.was_html, values.visible_length(body.html)),
        default=None,
    )
    summary = _summary(raw, is_atom=is_atom)
    if best is None or not best.html:
        return "", summary.html, summary.base
    if summary.html == best.html:
        return best.html, "", best.base
    if not is_atom and _is_fuller(summary, best):
        return summary.html, best.html if best.was_html else "", summary.base
    return best.html, summary.html, best.base


def _summary(raw: Mapping[str, Any], *, is_atom: bool) -> _Body:
    detail = _map(raw.get("summary_detail"))
    if not detail and raw.get("content"):
        return _Body("", False, "")  # feedparser has only copied the content
    part = {"type": "text/html", **detail, "value": raw.get("summary")}
    return _body(part, raw, is_atom=is_atom) or _Body("", False, "")


def _is_fuller(summary: _Body, content: _Body) -> bool:
    summary_length = values.visible_length(summary.html)
    content_length = values.visible_length(content.html)
    if summary.was_html and not content.was_html:
        return summary_length > 0.8 * content_length
    return summary_length > 1.2 * content_length


def _body(part: Mapping[str, Any], raw: Mapping[str, Any], *, is_atom: bool) -> _Body | None:
    kind = values.text_of(part.get("type")) or "text/html"
    value = values.text_of(part.get("value"))
    if kind not in (*_HTML_TYPES, "text/plain"):
        return None
    is_html = kind in _HTML_TYPES or (not is_atom and values.holds_markup(value))
    if is_html and kind != "application/xhtml+xml" and _is_plain_after_all(value, raw):
        is_html = False
    html = values.clean_content(value, is_html=is_html)
    return _Body(html, is_html, values.text_of(part.get("base")))


def _is_plain_after_all(value: str, raw: Mapping[str, Any]) -> bool:
    """Say whether "HTML" is really text whose line ends matter, as in descriptions of videos."""
    if "\n" not in value or values.holds_markup(value):
        return False
    return _BLANK_LINE.search(value) is not None or "yt_videoid" in raw or "media_content" in raw


def _authors(raw: Mapping[str, Any]) -> tuple[str, ...]:
    people = [person.get("name") or person.get("email") for person in _maps(raw.get("authors"))]
    return values.clean_names(people) or values.clean_names([raw.get("author")])


def _language(details: Iterable[Mapping[str, Any]]) -> str:
    for detail in details:
        language = values.clean_language(detail.get("language"))
        if language:
            return language
    return ""


def _date(raw: Mapping[str, Any], *names: str) -> Any:
    for name in names:
        found = parse_date(values.text_of(raw.get(name)))
        if found:
            return found
    return None


# -- media -----------------------------------------------------------------------------------------


def _enclosures(raw: Mapping[str, Any], base: str) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for link in (*_links(raw, "enclosure"), *_maps(raw.get("media_content"))):
        kind = values.text_of(link.get("type"))
        medium = values.text_of(link.get("medium"))
        address = values.web_address(link.get("href") or link.get("url"), base, secrets=True)
        if not address or _is_image(kind, medium):
            continue
        length = values.clean_number(link.get("length") or link.get("filesize"), _MAX_LENGTH)
        found.setdefault(
            address, Enclosure(url=address, type=clean_line(kind.lower(), 100), length=length)
        )
        if len(found) >= values.MAX_ENCLOSURES:
            break
    return tuple(found.values())


def _image(raw: Mapping[str, Any], base: str) -> str | None:
    """Choose the picture of an entry: the widest thumbnail, a media file, the podcast's image."""
    for candidate in _image_candidates(raw):
        address = values.web_address(candidate, base)
        if address and "gravatar.com/" not in address:  # the author's face is no picture of it
            return address
    return None


def _image_candidates(raw: Mapping[str, Any]) -> Iterator[Any]:
    thumbnails = _maps(raw.get("media_thumbnail"))
    thumbnails.sort(key=lambda thumb: values.clean_number(thumb.get("width"), 99_999) or 0)
    pictures = [
        media
        for media in _maps(raw.get("media_content"))
        if _is_image(values.text_of(media.get("type")), values.text_of(media.get("medium")))
    ]
    pictures.sort(key=lambda media: values.clean_number(media.get("width"), 99_999) or 0)
    for media in (*reversed(pictures), *reversed(thumbnails)):
        yield media.get("url") or media.get("href")
    for link in _links(raw, "enclosure"):
        if _is_image(values.text_of(link.get("type")), ""):
            yield link.get("href")
    yield _map(raw.get("image")).get("href")


def _is_image(kind: str, medium: str) -> bool:
    return kind.startswith("image/") or medium == "image"


def _feed_image(feed: Mapping[str, Any], base: str) -> str | None:
    for candidate in (_map(feed.get("image")).get("href"), feed.get("logo"), feed.get("icon")):
        address = values.web_address(candidate, base)
        if address:
            return address
    return None


def _ttl(feed: Mapping[str, Any]) -> int | None:
    minutes = values.clean_number(feed.get("ttl"), _MAX_TTL)
    if minutes:
        return minutes
    period = _PERIODS.get(values.text_of(feed.get("sy_updateperiod")).strip().lower())
    if not period:
        return None
    frequency = values.clean_number(feed.get("sy_updatefrequency"), 10_000) or 1
    return min(max(period // frequency, 1), _MAX_TTL)


# -- feedparser's dictionaries ---------------------------------------------------------------------


def _map(value: Any) -> Mapping[str, Any]:
    """Take a value as a map: feedparser's own give warnings when asked for some keys."""
    return dict(value) if isinstance(value, dict) else {}


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return (
        [dict(item) for item in value if isinstance(item, dict)]
        if isinstance(value, (list, tuple))
        else []
    )


def _links(raw: Mapping[str, Any], rel: str) -> list[Mapping[str, Any]]:
    return [link for link in _maps(raw.get("links")) if link.get("rel") == rel]


def _details(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give what is known of the texts of a feed or an entry."""
    names = ("summary_detail", "title_detail", "subtitle_detail")
    return [*_maps(raw.get("content")), *(_map(raw.get(name)) for name in names if name in raw)]
