"""JSON Feed 1.0 and 1.1 -> ParsedFeed (https://jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from newsreader.core.dates import parse_date
from newsreader.core.errors import FeedError
from newsreader.core.models import Enclosure, ParsedEntry, ParsedFeed
from newsreader.core.text import clean_line
from newsreader.core.urls import absolute
from newsreader.feeds import values

_MAX_GUID = 2048
_MAX_SIZE = 1 << 50


def parse_json_feed(text: str, url: str) -> ParsedFeed:
    """Parse a JSON Feed.

    Args:
        text: The decoded document.
        url: Where it came from.

    Raises:
        FeedError: The text is no JSON, or no JSON Feed.
    """
    feed = _load(text)
    items = feed.get("items")
    version = values.text_of(feed.get("version"))
    if not isinstance(items, list) or ("jsonfeed.org" not in version and "title" not in feed):
        raise FeedError("This is a JSON document, but not a JSON Feed.")
    authors = _authors(feed)
    language = values.clean_language(feed.get("language"))
    entries = [
        _build_entry(item, url, authors, language)
        for item in items[: values.MAX_ENTRIES]
        if isinstance(item, dict)
    ]
    warnings = []
    if len(items) > values.MAX_ENTRIES:
        warnings.append(values.TOO_MANY_ENTRIES)
    if len(entries) < min(len(items), values.MAX_ENTRIES):
        warnings.append("Some of the feed's entries could not be read.")
    return ParsedFeed(
        url=url,
        title=clean_line(values.text_of(feed.get("title"))),
        site_url=values.web_address(feed.get("home_page_url"), url),
        description=clean_line(values.text_of(feed.get("description"))),
        language=language,
        format="json11" if version.rstrip("/").endswith("1.1") else "json1",
        entries=tuple(entries),
        image=values.web_address(feed.get("icon"), url)
        or values.web_address(feed.get("favicon"), url),
        warnings=tuple(warnings),
    )


def _load(text: str) -> Mapping[str, Any]:
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        raise FeedError("The feed is broken: it is not valid JSON.") from None
    if not isinstance(feed, dict):
        raise FeedError("This is a JSON document, but not a JSON Feed.")
    return feed


def _build_entry(
    item: Mapping[str, Any], url: str, authors: tuple[str, ...], language: str
) -> ParsedEntry:
    permalink = values.web_address(item.get("url"), url)
    link = values.web_address(item.get("external_url"), url) or permalink
    content = _content(item)
    summary = values.clean_content(values.text_of(item.get("summary")), is_html=False)
    return ParsedEntry(
        guid=clean_line(values.text_of(item.get("id")), _MAX_GUID) or None,
        title=clean_line(values.text_of(item.get("title")))
        or values.title_from_body(content or summary),
        link=permalink or link,
        authors=_authors(item) or authors,
        published=parse_date(values.text_of(item.get("date_published")))
        or parse_date(values.text_of(item.get("date_modified"))),
        updated=parse_date(values.text_of(item.get("date_modified"))),
        summary=summary,
        content=content,
        base_url=permalink or url,
        enclosures=tuple(_enclosures(item, url)),
        image=values.web_address(item.get("image"), url)
        or values.web_address(item.get("banner_image"), url),
        tags=values.clean_tags(tag for tag in _list(item, "tags")),
        language=values.clean_language(item.get("language")) or language,
    )


def _content(item: Mapping[str, Any]) -> str:
    html = values.text_of(item.get("content_html"))
    if html:
        return values.clean_content(html, is_html=True)
    return values.clean_content(values.text_of(item.get("content_text")), is_html=False)


def _authors(holder: Mapping[str, Any]) -> tuple[str, ...]:
    """Take the authors of 1.1, or the one author of 1.0."""
    people = [*_list(holder, "authors"), holder.get("author")]
    return values.clean_names(
        person.get("name") if isinstance(person, dict) else person for person in people
    )


def _enclosures(item: Mapping[str, Any], base: str) -> Iterator[Enclosure]:
    for file in _list(item, "attachments")[: values.MAX_ENCLOSURES]:
        url = values.text_of(file.get("url")) if isinstance(file, dict) else ""
        address = absolute(url, base, secrets=True)
        if address:
            yield Enclosure(
                url=address,
                type=clean_line(values.text_of(file.get("mime_type")), 100),
                length=values.clean_number(file.get("size_in_bytes"), _MAX_SIZE),
            )


def _list(holder: Mapping[str, Any], name: str) -> list[Any]:
    value = holder.get(name)
    return value if isinstance(value, list) else []
