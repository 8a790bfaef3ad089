"""The articles of the shipped edition: as they were written against as they are extracted."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from newsreader.articles import Extracted, document_from_html, extract
from newsreader.core.document import Document, Image
from newsreader.demo import body
from newsreader.demo.edition import DemoArticle, articles, sites
from newsreader.demo.pages import Pages

PAGES = Pages("http://127.0.0.1:47310", datetime(2026, 3, 14, 9, 30, tzinfo=UTC))
ARTICLES = articles()
SILENT = {"oldtable"}
"""Layouts from before there was a way to say in which language and when."""
SITES = {site.name: site for site in sites()}


def by_path(article: DemoArticle) -> str:
    return article.path


@cache
def extracted(article: DemoArticle) -> Extracted:
    return extract(
        PAGES.article(SITES[article.site], article),
        PAGES.base_url + article.path,
        content_type=f"text/html; charset={article.encoding}",
        summary=article.summary,
        title=article.title,
    )


def pieces(article: DemoArticle, document: Document) -> list[str]:
    """Each line and cell of the text, without footnotes' marks and the times of live updates."""
    text = document.text
    for span in sorted(document.spans, key=lambda span: -span.start):
        if span.kind == "note":
            text = text[: span.start] + text[span.end :]
    clocks = [block.clock for block in article.shown if isinstance(block, body.Update)]
    return [without(clocks, line) for line in lines(text) if line not in clocks]


def without(clocks: list[str], line: str) -> str:
    for clock in clocks:
        line = line.removeprefix(clock)
    return line.strip()


def lines(text: str) -> list[str]:
    parts = text.replace("\t", "\n").splitlines()
    return [" ".join(part.split()) for part in parts if part.strip()]


def written(article: DemoArticle) -> list[str]:
    """Each line and cell that the page shows, as written."""
    texts = [*article.paragraphs, *article.headings, *article.items, *article.codes]
    return [line for text in texts for line in lines(text)]


def allowed(article: DemoArticle) -> set[str]:
    """What may stand in the text besides: the summary, and who is quoted.

    Captions too, where a table of the old kind is all that holds them.
    """
    found = {*lines(article.summary)}
    for block in article.blocks:
        if isinstance(block, body.Quote):
            found |= {block.source, f"— {block.source}"}
    if article.layout == "oldtable":
        found |= {f"{each.caption} {each.credit}".strip() for each in article.figures}
        found |= {each.caption for each in article.figures}
    return found


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_what_was_written_and_nothing_else(article: DemoArticle) -> None:
    found = pieces(article, extracted(article).document)
    expected = written(article)
    missing = [line for line in expected if line not in found]
    residue = [line for line in found if line not in expected and line not in allowed(article)]
    assert (missing, residue) == ([], [])


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_the_paragraphs_in_their_order(article: DemoArticle) -> None:
    found = pieces(article, extracted(article).document)
    paragraphs = [line for text in article.paragraphs for line in lines(text)]
    assert [line for line in found if line in paragraphs] == paragraphs


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_title_authors_and_language(article: DemoArticle) -> None:
    found = extracted(article)
    assert found.title == article.title
    assert found.authors == article.authors
    if article.layout not in SILENT:
        assert found.language.partition("-")[0] == article.language.partition("-")[0]


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_its_time(article: DemoArticle) -> None:
    found = extracted(article).published
    if article.layout in SILENT:
        assert found is None or found.date() == article.published_at(PAGES.now).date()
    else:
        assert found is not None
        assert found.replace(second=0) == article.published_at(PAGES.now)


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_its_pictures(article: DemoArticle) -> None:
    found = extracted(article)
    urls = {block.url for block in found.document.blocks if isinstance(block, Image)}
    names = {PurePosixPath(urlsplit(url).path).stem for url in urls | {found.lead_image}}
    assert [each.picture for each in article.figures if each.picture not in names] == []


@pytest.mark.parametrize("article", [each for each in ARTICLES if not each.free], ids=by_path)
def test_a_feed_with_the_whole_text_gives_what_was_written(article: DemoArticle) -> None:
    html = PAGES.content(article)
    document = document_from_html(html, PAGES.base_url + article.path, title=article.title)
    found = pieces(article, document)
    expected = written(article)
    missing = [line for line in expected if line not in found]
    residue = [line for line in found if line not in expected and line not in allowed(article)]
    assert (missing, residue) == ([], [])
