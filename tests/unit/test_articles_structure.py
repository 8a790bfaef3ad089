"""The structure of an article comes out of the pages of forty unlike sites.

``fixtures/pages`` holds a page of each kind that the demo edition does not have, with the outline
of its article; the layouts of the demo edition are compared with the text that they were made of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from newsreader.articles import document_from_html, extract
from newsreader.demo.edition import DemoArticle, Site, articles_of, sites
from newsreader.demo.pages import Pages
from tests.support.outline import outline

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
URL = "https://site.example/story"
BASE = "http://127.0.0.1:8000"
CUT = "paywall"
"""The layout that shows only the beginning of its article."""


@cache
def layouts() -> dict[str, tuple[Site, DemoArticle]]:
    """Give of each layout the article with the most kinds of blocks."""
    found: dict[str, list[tuple[Site, DemoArticle]]] = defaultdict(list)
    for site in sites():
        for article in articles_of(site):
            found[article.layout].append((site, article))
    found.pop(CUT)
    return {
        layout: max(articles, key=lambda pair: len({type(block) for block in pair[1].blocks}))
        for layout, articles in found.items()
    }


def test_there_are_forty_unlike_sites() -> None:
    assert len(layouts()) + len(list(PAGES.glob("*.html"))) >= 40


@pytest.mark.parametrize("name", sorted(path.stem for path in PAGES.glob("*.html")))
def test_the_structure_of_a_page_is_kept(name: str) -> None:
    html = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    wanted = (PAGES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert outline(extract(html, URL).document) == wanted


@pytest.mark.parametrize("layout", sorted(layouts()))
def test_a_layout_gives_back_what_was_set_in_it(layout: str) -> None:
    site, article = layouts()[layout]
    pages = Pages(BASE, datetime(2026, 5, 17, tzinfo=UTC))
    wanted = outline(document_from_html(pages.content(article), BASE + article.path))
    found = outline(extract(pages.article(site, article), BASE + article.path).document)
    plain = [re.sub(r"(\.png)\?w=\d+|\[(?=\d\])|(?<=\d)\]", r"\1", line) for line in found]
    assert [line for line in plain if line != f"p {article.summary}"] == wanted
