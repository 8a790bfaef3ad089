"""The pages of the edition: every article in the layout of some news site.

A layout is a file in ``layouts/``: ``key: value`` lines, a blank line, then a `string.Template`.
Its keys say how paragraphs are marked up (``paragraph``: p, div or br), how pictures are
(``pictures``: plain, lazy or old), and the page's ``encoding``. What furniture says in other
languages is in ``layouts/words/``, one file a language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

from newsreader.demo.edition import (
    DemoArticle,
    Picture,
    Publication,
    articles,
    markup,
    picture,
    publications,
    read_file,
)
from newsreader.demo.pictures import HEIGHT, WIDTH

_LAYOUTS = Path(__file__).parent / "layouts"
_OPENING = 2
_SITE_PAGES = ("about", "contact", "newsletter", "privacy", "archive")
_RIGHT_TO_LEFT = ("ar",)


class Page(NamedTuple):
    """What the server sends: ``encoding`` is "" where the header does not name it."""

    body: bytes
    encoding: str


@cache
def layout(name: str) -> tuple[Mapping[str, str], str]:
    """The settings and the template of a layout."""
    return read_file(_LAYOUTS / f"{name}.html")


@cache
def words(language: str) -> Mapping[str, str]:
    """What a page's furniture says in a language; English where there is no file for it."""
    path = _LAYOUTS / "words" / f"{language}.txt"
    return read_file(path if path.exists() else _LAYOUTS / "words" / "en.txt")[0]


def render(article: DemoArticle, base_url: str, now: datetime) -> Page:
    """Render the page of an article.

    Args:
        article: One of the edition.
        base_url: The server's address.
        now: What the hours in the edition count back from, in UTC.
    """
    settings, template = layout(article.layout)
    values = {
        **words(article.language),
        **_facts(article, base_url, now),
        **_people(article),
        **_body(article, settings),
        "related": _related(article),
    }
    text = Template(template).substitute(values)
    encoding = settings.get("encoding", "utf-8")
    header = "" if settings.get("header") == "silent" else encoding
    return Page(text.encode(encoding, "xmlcharrefreplace"), header)


def _facts(article: DemoArticle, base_url: str, now: datetime) -> dict[str, str]:
    publication = next(known for known in publications() if known.key == article.feed)
    published = article.published(now)
    lead = article.pictures[0].path if article.pictures else ""
    return {
        "title": escape(article.title),
        "title_json": _json(article.title),
        "summary": escape(article.summary),
        "summary_json": _json(article.summary),
        "language": article.language,
        "direction": "rtl" if article.language in _RIGHT_TO_LEFT else "ltr",
        "iso": published.isoformat(),
        "date": f"{published:%d.%m.%Y}",
        "clock": f"{published:%H:%M}",
        "url": base_url + article.path,
        "base": base_url,
        "image": base_url + lead if lead else "",
        "site": escape(publication.title),
        "home": f"/{article.feed}/",
        "feed": publication.path,
        "section": escape(article.tags[0] if article.tags else publication.folder),
        "minutes": str(max(1, sum(len(text.split()) for text in article.paragraphs) // 200)),
    }


def _people(article: DemoArticle) -> dict[str, str]:
    names = article.authors
    return {
        "byline": escape(", ".join(names)),
        "authors": ", ".join(f'<a rel="author" href="about">{escape(name)}</a>' for name in names),
        "authors_json": _json([{"@type": "Person", "name": name} for name in names]),
        "authors_meta": "".join(f'<meta name="author" content="{escape(n)}">' for n in names),
        "authors_items": "".join(
            f'<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
            f'<span itemprop="name">{escape(name)}</span></span> '
            for name in names
        ),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("</", "<\\/")


def _related(article: DemoArticle) -> str:
    others = [other for other in articles() if other.feed == article.feed and other != article]
    return "".join(
        f'<li><a href="{other.path}">{escape(other.title)}</a></li>' for other in others[:4]
    )


# -- the body --------------------------------------------------------------------------------------


def body_html(article: DemoArticle) -> str:
    """The body as a feed holds it."""
    return "\n".join(_rendered(article.parts, {}))


def _body(article: DemoArticle, settings: Mapping[str, str]) -> dict[str, str]:
    """The body in three pieces, so that a layout can put its boxes between them."""
    parts = _rendered(article.parts, settings)
    later = max(_OPENING, round(len(parts) * 0.6))
    return {
        "opening": "\n".join(parts[:_OPENING]),
        "middle": "\n".join(parts[_OPENING:later]),
        "closing": "\n".join(parts[later:]),
    }


def _rendered(parts: Sequence[str], settings: Mapping[str, str]) -> list[str]:
    paragraph = _PARAGRAPHS[settings.get("paragraph", "p")]
    image = _PICTURES[settings.get("pictures", "plain")]
    found = []
    for part in parts:
        shown = picture(part)
        found.append(paragraph(markup(part)) if shown is None else image(shown))
    return found


def _as_divs(html: str) -> str:
    return re.sub(r"<p>(.*?)</p>", r'<div class="css-1x9d bt">\1</div>', html, flags=re.S)


def _as_breaks(html: str) -> str:
    return re.sub(r"<p>(.*?)</p>", r"\1<br><br>", html, flags=re.S)


_PARAGRAPHS: dict[str, Callable[[str], str]] = {"p": str, "div": _as_divs, "br": _as_breaks}


def _image(shown: Picture, source: str = "src", also: str = "") -> str:
    return (
        f'<img {source}="{shown.path}" alt="{escape(shown.alt)}" '
        f'width="{WIDTH}" height="{HEIGHT}"{also}>'
    )


def _plain(shown: Picture) -> str:
    credit = f' <small class="credit">{escape(shown.credit)}</small>' if shown.credit else ""
    caption = f"<figcaption>{escape(shown.caption)}{credit}</figcaption>" if shown.caption else ""
    return f"<figure>{_image(shown)}{caption}</figure>"


def _lazy(shown: Picture) -> str:
    blank = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    shell = _image(shown, "data-src", f' src="{blank}" class="lazyload"')
    caption = escape(f"{shown.caption} {shown.credit}".strip())
    return (
        f'<figure class="wp-block-image">{shell}<noscript>{_image(shown)}</noscript>'
        f'<figcaption class="wp-element-caption">{caption}</figcaption></figure>'
    )


def _old(shown: Picture) -> str:
    return (
        f'<table align="center" border="0" cellpadding="4"><tr><td>{_image(shown)}</td></tr>'
        f'<tr><td align="center"><font size="1"><i>{escape(shown.caption)}</i></font></td></tr>'
        "</table>"
    )


_PICTURES: dict[str, Callable[[Picture], str]] = {"plain": _plain, "lazy": _lazy, "old": _old}


# -- what is no article ----------------------------------------------------------------------------


def site_pages(publication: Publication) -> dict[str, bytes]:
    """The pages that a publication's navigation leads to: path -> content."""
    _, template = layout("site")
    items = "".join(
        f'<li><a href="{article.path}">{escape(article.title)}</a></li>'
        for article in articles()
        if article.feed == publication.key
    )
    found = {}
    for name in ("", *_SITE_PAGES):
        values = {
            "title": escape(publication.title + (f": {name}" if name else "")),
            "description": escape(publication.description),
            "feed": publication.path,
            "home": f"/{publication.key}/",
            "items": items,
            "language": publication.language,
        }
        found[f"/{publication.key}/{name}"] = Template(template).substitute(values).encode()
    return found
