"""An article in its layout -> the web page; and the few other pages that a site has.

A layout is a template of the whole page, ``layouts/<name>.html``, and what else it needs to say in
``layouts/<name>.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

import msgspec

from newsreader.demo import linked_data, pictures
from newsreader.demo.edition import DemoArticle, Site, articles, articles_of, sites
from newsreader.demo.markup import Markup
from newsreader.demo.wording import byline, date_in_words

STANDING = {
    "about": "About us",
    "contact": "Contact",
    "newsletter": "Newsletter",
    "subscribe": "Subscribe",
    "privacy": "Privacy",
    "terms": "Terms of use",
}
"""The pages that each site has beside its articles, and their titles."""

_NO_PICTURE = "sky-default"
_RELATED = 3


class _Insert(msgspec.Struct, frozen=True):
    """What a layout sets after so many blocks of an article, if there are more."""

    after: int
    html: str


class _Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the pages of an article look.

    Attributes:
        page: The template of the whole page.
        elements: See `newsreader.demo.markup.ELEMENTS`.
        insert: Furniture in the middle of the text.
        linked_data: See `newsreader.demo.linked_data.script`.
    """

    page: str
    elements: dict[str, str] = {}
    insert: tuple[_Insert, ...] = ()
    linked_data: str = ""


@cache
def _layout(name: str) -> _Layout:
    folder = files("newsreader.demo").joinpath("layouts")
    table: dict[str, Any] = {"page": folder.joinpath(f"{name}.html").read_text(encoding="utf-8")}
    options = folder.joinpath(f"{name}.toml")
    if options.is_file():
        table |= tomllib.loads(options.read_text(encoding="utf-8"))
    return msgspec.convert(table, _Layout)


class Pages:
    """Writes the pages for one run of the server.

    Args:
        base_url: Of the server, without a slash at its end.
        now: What the times of articles are counted back from, aware.
    """

    def __init__(self, base_url: str, now: datetime) -> None:
        self.base_url = base_url
        self.now = now

    # -- addresses ---------------------------------------------------------------------------------

    def link(self, target: str) -> str:
        """Give the address for a link's target: ``article:site/name``, a path, or an address."""
        if target.startswith("article:"):
            return self.base_url + _paths()[target.removeprefix("article:")]
        return self.base_url + target if target.startswith("/") else target

    def picture(self, file_name: str) -> str:
        """Give the address of a picture."""
        return f"{self.base_url}/pictures/{file_name}"

    # -- pages -------------------------------------------------------------------------------------

    def article(self, site: Site, article: DemoArticle) -> bytes:
        """Write the page of an article, in its encoding."""
        layout = _layout(article.layout)
        values = self._values(site, article, layout)
        markup = Markup(layout.elements, self.link, self.picture)
        pieces = markup.pieces(article.shown)
        for insert in sorted(layout.insert, key=lambda each: -each.after):
            if insert.after < len(pieces):
                pieces.insert(insert.after, Template(insert.html).substitute(values))
        values["lead"] = markup.figure(article.lead) if article.lead else ""
        values["body"] = "\n".join(pieces)
        return encoded(Template(layout.page).substitute(values), article.encoding)

    def content(self, article: DemoArticle) -> str:
        """Write the text of an article as HTML for its feed."""
        markup = Markup({}, self.link, self.picture)
        lead = [markup.figure(article.lead)] if article.lead else []
        return "\n".join(lead + markup.pieces(article.blocks))

    def front(self, site: Site) -> bytes:
        """Write the front page of a site."""
        return self._listing(site, site.title, articles_of(site))

    def section(self, site: Site, slug: str) -> bytes:
        """Write the page of a section of a site."""
        listed = [each for each in articles_of(site) if section_slug(each.section) == slug]
        return self._listing(site, f"{listed[0].section} - {site.title}", listed)

    def standing(self, site: Site, name: str) -> bytes:
        """Write one of the pages that each site has."""
        text = (
            f"<p>{escape(site.title)} is one of the papers of the edition that comes with"
            " newsreader. It is served by this machine, and it is printed nowhere else.</p>"
        )
        return self._plain(site, f"{STANDING[name]} - {site.title}", text)

    def index(self) -> bytes:
        """Write the page that lists the sites."""
        lines = "".join(
            f'<li><a href="{self.base_url}{site.home}">{escape(site.title)}</a></li>'
            for site in sites()
        )
        return encoded(
            '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
            f"<title>The demo edition</title></head><body><ul>{lines}</ul></body></html>",
            "utf-8",
        )

    def _listing(self, site: Site, title: str, listed: Iterable[DemoArticle]) -> bytes:
        lines = "".join(
            f'<li><a href="{self.base_url}{each.path}">{escape(each.title)}</a>'
            f" <span>{escape(each.summary)}</span></li>\n"
            for each in listed
        )
        return self._plain(site, title, f'<ul class="teasers">{lines}</ul>')

    def _plain(self, site: Site, title: str, text: str) -> bytes:
        values = self._site_values(site)
        values |= {
            "language": site.language,
            "direction": direction(site.language),
            "charset": site.encoding,
            "title": escape(title),
            "text": text,
        }
        return encoded(Template(_layout("plain").page).substitute(values), site.encoding)

    # -- what a layout may name --------------------------------------------------------------------

    def _site_values(self, site: Site) -> dict[str, str]:
        home = self.base_url + site.home
        return {
            "base": self.base_url,
            "home": home,
            "site": escape(site.title),
            "slogan": escape(site.description),
            "feed": home + site.feed,
            "feed_type": feed_type(site.format),
        }

    def _values(self, site: Site, article: DemoArticle, layout: _Layout) -> dict[str, str]:
        published, updated = article.published_at(self.now), article.updated_at(self.now)
        common = self._site_values(site)
        page = self.base_url + article.path
        image = pictures.file_name(article.lead.picture if article.lead else _NO_PICTURE)
        addresses = linked_data.Addresses(page, common["home"], self.picture(image))
        times = published.isoformat(), updated.isoformat()
        return common | {
            "charset": article.encoding,
            "canonical": page,
            "language": article.language,
            "direction": direction(article.language),
            "title": escape(article.title),
            "summary": escape(article.summary),
            "section": escape(article.section),
            "section_url": f"{common['home']}section/{section_slug(article.section)}/",
            "byline": escape(byline(article.authors, article.language)),
            "authors": escape(", ".join(article.authors)),
            "author_meta": _author_meta(article.authors),
            "published": times[0],
            "published_words": date_in_words(published, article.language),
            "clock": f"{published:%H:%M}",
            "updated": times[1],
            "updated_words": date_in_words(updated, article.language),
            "image": addresses.image,
            "tags": "".join(
                f'<a rel="tag" href="{common["home"]}">{escape(tag)}</a> ' for tag in article.tags
            ),
            "related": self._links(_others(article, 0)),
            "latest": self._links(_others(article, _RELATED)),
            "linked_data": linked_data.script(layout.linked_data, site, article, times, addresses),
        }

    def _links(self, listed: Iterable[DemoArticle]) -> str:
        return "".join(
            f'<li><a href="{self.base_url}{each.path}">{escape(each.title)}</a></li>\n'
            for each in listed
        )


def encoded(text: str, encoding: str) -> bytes:
    """Encode a page; what the encoding lacks becomes a character reference."""
    return text.encode(encoding, "xmlcharrefreplace")


def direction(language: str) -> str:
    """Give the value of the ``dir`` attribute for a language."""
    return "rtl" if language.startswith(("ar", "he", "fa")) else "ltr"


def section_slug(section: str) -> str:
    """Give the part of a path that stands for a section."""
    words = re.findall(r"[a-z0-9]+", section.lower())
    return "-".join(words) or f"s{sum(map(ord, section))}"


def feed_type(kind: str) -> str:
    """Give the media type of a feed's format."""
    if kind.startswith("atom"):
        return "application/atom+xml"
    return {"json11": "application/feed+json", "rdf": "application/rdf+xml"}.get(
        kind, "application/rss+xml"
    )


@cache
def _paths() -> dict[str, str]:
    return {f"{article.site}/{article.name}": article.path for article in articles()}


def _others(article: DemoArticle, start: int) -> list[DemoArticle]:
    """Give a few other articles: those that follow in the site, and then those of other sites."""
    same = [each for each in articles() if each.site == article.site]
    place = same.index(article)
    rest = [
        each
        for each in articles()
        if each.site != article.site and each.language == article.language
    ]
    following = same[place + 1 :] + same[:place] + rest
    return following[start : start + _RELATED]


def _author_meta(authors: tuple[str, ...]) -> str:
    return "".join(f'<meta name="author" content="{escape(name)}">' for name in authors)
