"""The feeds of the edition, each in a format of its own.

Every function here takes a publication, its articles, the server's address and now, and returns
the file and its content type.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from newsreader.demo.edition import DemoArticle, Publication
from newsreader.demo.pages import body_html

Written = tuple[bytes, str]
Writer = Callable[[Publication, Sequence[DemoArticle], str, datetime], Written]


def write(
    publication: Publication, entries: Sequence[DemoArticle], base_url: str, now: datetime
) -> Written:
    """Write a publication's feed in its format.

    Returns:
        The file, and its Content-Type.
    """
    return _WRITERS[publication.format](publication, entries, base_url, now)


def _tag(name: str, text: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{escape(text)}</{name}>"


def _cdata(name: str, text: str) -> str:
    return f"<{name}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def _home(publication: Publication, base_url: str) -> str:
    return f"{base_url}/{publication.key}/"


def _rss_channel(publication: Publication, base_url: str) -> list[str]:
    return [
        _tag("title", publication.title),
        _tag("link", _home(publication, base_url)),
        _tag("description", publication.description),
        _tag("language", publication.language),
    ]


# -- RSS 2.0 ---------------------------------------------------------------------------------------


def _rss_full(
    publication: Publication, entries: Sequence[DemoArticle], base_url: str, now: datetime
) -> Written:
    """RSS 2.0 with the full text, as WordPress writes it."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">',
        "<channel>",
        *_rss_channel(publication, base_url),
        f'<atom:link href={quoteattr(base_url + publication.path)} rel="self" '
        'type="application/rss+xml"/>',
        _tag("generator", "https://wordpress.org/?v=6.8"),
    ]
    for entry in entries:
        url = base_url + entry.path
        lines += [
            "<item>",
            _tag("title", entry.title),
            _tag("link", url),
            *(_tag("dc:creator", name) for name in entry.authors),
            _tag("pubDate", format_datetime(entry.published(now))),
            *(_tag("category", tag) for tag in entry.tags),
            _tag("guid", f"{base_url}/{entry.feed}/?p={entry.slug}", ' isPermaLink="false"'),
            _cdata("description", f"<p>{escape(entry.summary)} [&hellip;]</p>"),
            _cdata("content:encoded", body_html(entry) + _appeared_first(publication, entry, url)),
            "</item>",
        ]
    lines.append("</channel></rss>")
    return "\n".join(lines).encode(), "application/rss+xml; charset=UTF-8"


def _appeared_first(publication: Publication, entry: DemoArticle, url: str) -> str:
    return (
        f'\n<p>The post <a href="{url}">{escape(entry.title)}</a> first appeared on '
        f'<a href="/{publication.key}/">{escape(publication.title)}</a>.</p>'
    )


def _rss_summary(
    publication: Publication, entries: Sequence[DemoArticle], base_url: str, now: datetime
) -> Written:
    """RSS 2.0 with summaries, lead pictures and categories."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        *_rss_channel(publication, base_url),
        _tag("ttl", "30"),
    ]
    for entry in entries:
        lines += [
            "<item>",
            _tag("title", entry.title),
            _tag("link", base_url + entry.path + "?utm_source=rss&utm_medium=feed"),
            _tag("description", entry.summary),
            _tag("dc:creator", ", ".join(entry.authors)) if entry.authors else "",
            _tag("dc:language", entry.language),
            _tag("pubDate", format_datetime(entry.published(now))),
            *(_tag("category", tag) for tag in entry.tags),
            _tag("guid", base_url + entry.path, ' isPermaLink="true"'),
            *(
                f'<media:thumbnail url={quoteattr(base_url + shown.path)} width="480" height="270"/>'
                for shown in entry.pictures[:1]
            ),
            "</item>",
        ]
    lines.append("</channel></rss>")
    return "\n".join(lines).encode(), "application/rss+xml; charset=utf-8"


_WRITERS: dict[str, Writer] = {"rss_full": _rss_full, "rss_summary": _rss_summary}
