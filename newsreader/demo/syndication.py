"""The feeds of the edition, each in the format of its site.

Sources: RSS 0.91 and 2.0 (rssboard.org), RSS 1.0 (web.resource.org/rss/1.0/spec), Atom 0.3 and
RFC 4287, JSON Feed 1.1 (jsonfeed.org/version/1.1).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from newsreader.demo.edition import DemoArticle, Site, articles_of
from newsreader.demo.pages import Pages, encoded, feed_type


def feed(pages: Pages, site: Site) -> tuple[bytes, str]:
    """Write the feed of a site.

    Returns:
        The document, and its Content-Type.
    """
    entries = [_Entry(pages, site, each) for each in articles_of(site)]
    text = _FORMATS[site.format](_Channel(pages, site), entries)
    if site.format == "json11":
        return text.encode(), feed_type(site.format)
    declaration = f'<?xml version="1.0" encoding="{site.encoding}"?>\n'
    media_type = f"{feed_type(site.format)}; charset={site.encoding}"
    return encoded(declaration + text, site.encoding), media_type


class _Channel:
    """What all formats say of a site."""

    def __init__(self, pages: Pages, site: Site) -> None:
        self.title = escape(site.title)
        self.description = escape(site.description)
        self.home = pages.base_url + site.home
        self.url = self.home + site.feed
        self.language = site.language
        self.now = pages.now
        self.site = site


class _Entry:
    """What all formats say of an article."""

    def __init__(self, pages: Pages, site: Site, article: DemoArticle) -> None:
        self.article = article
        self.title = escape(article.title)
        self.summary = escape(article.summary)
        self.permalink = pages.base_url + article.path
        self.link = self.permalink + escape(site.tracking)
        self.published = article.published_at(pages.now)
        self.updated = article.updated_at(pages.now)
        self.authors = [escape(name) for name in article.authors]
        self._pages = pages

    @property
    def content(self) -> str:
        """The whole text as HTML."""
        return self._pages.content(self.article)

    def each(self, template: str, values: list[str] | tuple[str, ...]) -> str:
        """Repeat an element for each of several values."""
        return "".join(template.format(value) for value in values)


def _rfc822(time: datetime) -> str:
    return format_datetime(time)


def _rss20(channel: _Channel, entries: list[_Entry]) -> str:
    items = "".join(
        f"<item><title>{entry.title}</title><link>{entry.link}</link>\n"
        f'<guid isPermaLink="false">{channel.site.name}-{entry.article.name}</guid>'
        f"{entry.each('<dc:creator><![CDATA[{}]]></dc:creator>', entry.article.authors)}"
        f"<pubDate>{_rfc822(entry.published)}</pubDate>"
        f"<category><![CDATA[{entry.article.section}]]></category>"
        f"{entry.each('<category><![CDATA[{}]]></category>', entry.article.tags)}\n"
        f"<description><![CDATA[<p>{entry.summary} [&#8230;]</p>]]></description>\n"
        f"<content:encoded><![CDATA[{entry.content}\n{_appeared(channel, entry)}]]>"
        "</content:encoded></item>\n"
        for entry in entries
    )
    return _rss_document(channel, items, "<generator>https://wordpress.org/</generator>")


def _appeared(channel: _Channel, entry: _Entry) -> str:
    return (
        f'<p>The post <a href="{entry.permalink}">{entry.title}</a> appeared first on '
        f'<a href="{channel.home}">{channel.title}</a>.</p>'
    )


def _rss20_summary(channel: _Channel, entries: list[_Entry]) -> str:
    items = "".join(
        f"<item><title>{entry.title}</title><link>{entry.link}</link>"
        f'<guid isPermaLink="true">{entry.permalink}</guid>'
        f"<pubDate>{_rfc822(entry.published)}</pubDate>"
        f"{entry.each('<dc:creator>{}</dc:creator>', entry.authors)}"
        f"{entry.each('<category>{}</category>', [escape(tag) for tag in entry.article.tags])}"
        f"<description>{entry.summary}</description></item>\n"
        for entry in entries
    )
    return _rss_document(channel, items, "<ttl>60</ttl>")


def _rss_document(channel: _Channel, items: str, more: str) -> str:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">'
        f"<channel><title>{channel.title}</title><link>{channel.home}</link>"
        f"<description>{channel.description}</description><language>{channel.language}</language>"
        f'<atom:link href="{channel.url}" rel="self" type="application/rss+xml"/>'
        f"<lastBuildDate>{_rfc822(channel.now)}</lastBuildDate>{more}\n{items}</channel></rss>\n"
    )


def _rss091(channel: _Channel, entries: list[_Entry]) -> str:
    items = "".join(
        f"<item><title>{entry.title}</title><link>{entry.link}</link>"
        f"<description>{entry.summary}</description>"
        f"<pubDate>{_rfc822(entry.published)}</pubDate></item>\n"
        for entry in entries
    )
    return (
        f'<rss version="0.91"><channel><title>{channel.title}</title><link>{channel.home}</link>'
        f"<description>{channel.description}</description>"
        f"<language>{channel.language}</language>\n{items}</channel></rss>\n"
    )


def _rdf(channel: _Channel, entries: list[_Entry]) -> str:
    contents = "".join(f'<rdf:li rdf:resource="{entry.permalink}"/>' for entry in entries)
    items = "".join(
        f'<item rdf:about="{entry.permalink}"><title>{entry.title}</title>'
        f"<link>{entry.link}</link><description>{entry.summary}</description>"
        f"{entry.each('<dc:creator>{}</dc:creator>', entry.authors)}"
        f"<dc:subject>{escape(entry.article.section)}</dc:subject>"
        f"<dc:date>{entry.published.isoformat()}</dc:date></item>\n"
        for entry in entries
    )
    return (
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<channel rdf:about="{channel.url}"><title>{channel.title}</title>'
        f"<link>{channel.home}</link><description>{channel.description}</description>"
        f"<dc:language>{channel.language}</dc:language>"
        f"<items><rdf:Seq>{contents}</rdf:Seq></items></channel>\n{items}</rdf:RDF>\n"
    )


def _atom10(channel: _Channel, entries: list[_Entry]) -> str:
    author = "<author><name>{}</name></author>"
    items = "".join(
        f'<entry xml:lang="{entry.article.language}"><title type="text">{entry.title}</title>'
        f'<link rel="alternate" type="text/html" href="{entry.link}"/>'
        f"<id>{_tag_uri(channel, entry)}</id>"
        f"<published>{entry.published.isoformat()}</published>"
        f"<updated>{entry.updated.isoformat()}</updated>"
        f"{entry.each(author, entry.authors)}"
        f'<category term="{escape(entry.article.section)}"/>'
        f'<summary type="text">{entry.summary}</summary>'
        f'<content type="html">{escape(entry.content, quote=False)}</content></entry>\n'
        for entry in entries
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{channel.language}">'
        f"<title>{channel.title}</title><subtitle>{channel.description}</subtitle>"
        f'<link rel="alternate" type="text/html" href="{channel.home}"/>'
        f'<link rel="self" type="application/atom+xml" href="{channel.url}"/>'
        f"<id>tag:newsreader.example,2026:{channel.site.name}</id>"
        f"<author><name>{channel.title}</name></author>"
        f"<updated>{channel.now.isoformat()}</updated>\n{items}</feed>\n"
    )


def _tag_uri(channel: _Channel, entry: _Entry) -> str:
    return f"tag:newsreader.example,2026:{channel.site.name}/{entry.article.name}"


def _atom03(channel: _Channel, entries: list[_Entry]) -> str:
    items = "".join(
        f"<entry><title>{entry.title}</title>"
        f'<link rel="alternate" type="text/html" href="{entry.link}"/>'
        f"<id>{_tag_uri(channel, entry)}</id>"
        f"<issued>{entry.published.isoformat()}</issued>"
        f"<modified>{entry.updated.isoformat()}</modified>"
        f"{entry.each('<author><name>{}</name></author>', entry.authors[:1])}"
        f'<summary type="text/plain">{entry.summary}</summary></entry>\n'
        for entry in entries
    )
    return (
        f'<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="{channel.language}">'
        f"<title>{channel.title}</title><tagline>{channel.description}</tagline>"
        f'<link rel="alternate" type="text/html" href="{channel.home}"/>'
        f"<modified>{channel.now.isoformat()}</modified>\n{items}</feed>\n"
    )


def _json11(channel: _Channel, entries: list[_Entry]) -> str:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.site.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.site.description,
        "language": channel.language,
        "items": [_json_item(entry) for entry in entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _json_item(entry: _Entry) -> dict[str, Any]:
    article = entry.article
    return {
        "id": entry.permalink,
        "url": entry.permalink,
        "title": article.title,
        "summary": article.summary,
        "content_html": entry.content,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": name} for name in article.authors],
        "tags": [article.section, *article.tags],
        "language": article.language,
    }


_FORMATS: dict[str, Callable[[_Channel, list[_Entry]], str]] = {
    "rss20": _rss20,
    "rss20-summary": _rss20_summary,
    "rss091": _rss091,
    "rdf": _rdf,
    "atom10": _atom10,
    "atom03": _atom03,
    "json11": _json11,
}
