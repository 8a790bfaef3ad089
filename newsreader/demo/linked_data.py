"""What pages say of their article to machines: schema.org's terms as JSON-LD."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from newsreader.demo.edition import DemoArticle, Site


class Addresses(NamedTuple):
    """Where things are on the server."""

    page: str
    home: str
    image: str


def script(
    kind: str, site: Site, article: DemoArticle, times: tuple[str, str], at: Addresses
) -> str:
    """Write the script element that describes an article.

    Args:
        kind: ``article``, ``graph`` (spread over things that point to each other, as plugins do),
            ``live``, ``paywall``, or "" for a layout that has none.
        site: The publisher.
        article: What is described.
        times: When it was published and changed, in ISO 8601.
        at: Addresses.
    """
    if not kind:
        return ""
    data = _article(kind, site, article, times, at)
    whole = _graph(data, at) if kind == "graph" else data
    text = json.dumps({"@context": "https://schema.org", **whole}, ensure_ascii=False)
    safe = text.replace("</", "<\\/")
    return f'<script type="application/ld+json">{safe}</script>'


def _article(
    kind: str, site: Site, article: DemoArticle, times: tuple[str, str], at: Addresses
) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "LiveBlogPosting" if kind == "live" else "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "datePublished": times[0],
        "dateModified": times[1],
        "inLanguage": article.language,
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": site.title, "url": at.home},
        "image": [at.image],
        "mainEntityOfPage": at.page,
        "articleSection": article.section,
        "keywords": list(article.tags),
    }
    if kind == "paywall":
        closed = {"isAccessibleForFree": False}
        part = {"@type": "WebPageElement", **closed, "cssSelector": ".premium"}
        data |= {**closed, "hasPart": part}
    return data


def _graph(data: dict[str, Any], at: Addresses) -> dict[str, Any]:
    people = [
        {**person, "@id": f"{at.home}#person-{number}"}
        for number, person in enumerate(data["author"], 1)
    ]
    publisher = {**data["publisher"], "@id": f"{at.home}#organization"}
    article = {
        **data,
        "@type": "Article",
        "@id": f"{at.page}#article",
        "author": [{"@id": person["@id"]} for person in people],
        "publisher": {"@id": publisher["@id"]},
        "isPartOf": {"@id": at.page},
    }
    page = {"@type": "WebPage", "@id": at.page, "name": data["headline"]}
    site = {"@type": "WebSite", "@id": f"{at.home}#website", "name": publisher["name"]}
    return {"@graph": [article, page, site, publisher, *people]}
