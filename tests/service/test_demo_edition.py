"""The articles of the shipped edition, as written against as extracted from their pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

import pytest

from newsreader.articles import Extracted, document_from_html, extract
from newsreader.demo import edition, pages
from newsreader.demo.edition import DemoArticle

BASE = "http://127.0.0.1:47310"
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
ARTICLES = edition.articles()
SENTENCE = 4
"""Pieces of furniture with fewer words than this may well stand in an article too."""


def by_path(article: DemoArticle) -> str:
    return article.path


def extracted(article: DemoArticle) -> Extracted:
    page = pages.render(article, BASE, NOW)
    header = f"text/html; charset={page.encoding}" if page.encoding else "text/html"
    return extract(
        page.body,
        BASE + article.path,
        content_type=header,
        summary=article.summary,
        title=article.title,
    )


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def furniture(article: DemoArticle) -> set[str]:
    """What the layout says around the article, and the titles that it links to."""
    _, template = pages.layout(article.layout)
    template = re.sub(r"(?s)<(style|script)\b.*?</\1>|<!--.*?-->|<head>.*?</head>", "\n", template)
    said = lines(unescape(re.sub(r"<[^>]+>|\$\{?\w+\}?", "\n", template)))
    said += [words for key, words in pages.words(article.language).items() if key.startswith("w_")]
    said += [other.title for other in ARTICLES if other.feed == article.feed and other != article]
    foreign = article.language in ("zh", "ja")
    return {one for one in said if len(one.split()) >= SENTENCE or (foreign and len(one) > 7)}


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_the_text_that_was_written(article: DemoArticle) -> None:
    found = lines(extracted(article).text)
    written = [line for paragraph in article.paragraphs for line in lines(paragraph)]
    assert [line for line in written if line not in found] == []
    assert found[0] == written[0]
    assert found[-1] == lines(last_text(article))[-1]


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_none_of_the_furniture(article: DemoArticle) -> None:
    text = " ".join(lines(extracted(article).text))
    written = " ".join(" ".join(article.parts).split())
    assert [one for one in furniture(article) if one in text and one not in written] == []


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_page_gives_title_authors_language_and_time(article: DemoArticle) -> None:
    found = extracted(article)
    assert found.title == article.title
    assert found.authors == article.authors
    assert found.language.partition("-")[0] == article.language.partition("-")[0]
    if found.published is not None:
        assert abs((found.published - article.published(NOW)).total_seconds()) < 86_400


@pytest.mark.parametrize("article", ARTICLES, ids=by_path)
def test_the_feed_gives_the_text_that_was_written(article: DemoArticle) -> None:
    document = document_from_html(pages.body_html(article), BASE + article.path)
    found = lines(document.text)
    written = [line for paragraph in article.paragraphs for line in lines(paragraph)]
    assert [line for line in written if line not in found] == []
    assert found[0] == written[0]


def last_text(article: DemoArticle) -> str:
    """The text that the article ends with: of a paragraph, mostly."""
    return article.paragraphs[-1]
