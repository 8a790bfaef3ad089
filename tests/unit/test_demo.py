"""The demo's edition and its server: what is promised is there, well-formed, and reachable."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit
from xml.etree import ElementTree

import aiohttp
import pytest

from newsreader.demo import body, pictures
from newsreader.demo.edition import DemoArticle, Site, articles, articles_of, feeds, sites
from newsreader.demo.server import DemoServer

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:1"
SITES = sites()
ROOTS = {
    "rss20": "rss",
    "rss20-summary": "rss",
    "rss091": "rss",
    "rdf": "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF",
    "atom10": "{http://www.w3.org/2005/Atom}feed",
    "atom03": "{http://purl.org/atom/ns#}feed",
}
ENTRIES = {
    "rdf": "{http://purl.org/rss/1.0/}item",
    "atom10": "{http://www.w3.org/2005/Atom}entry",
    "atom03": "{http://purl.org/atom/ns#}entry",
}


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    async with DemoServer(now=NOW) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def by_name(site: Site) -> str:
    return site.name


class Links(HTMLParser):
    """Collects the addresses that a page names."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "data-src", "action") and value:
                self.found.add(value)
            elif name in ("srcset", "data-srcset") and value:
                self.found.update(part.split()[0] for part in value.split(","))


def links(page: str, url: str) -> Iterator[str]:
    reader = Links()
    reader.feed(page)
    for found in reader.found:
        if not found.startswith(("#", "data:", "mailto:", "javascript:")):
            yield urldefrag(urljoin(url, found)).url


# -- what is promised ------------------------------------------------------------------------------


def test_there_is_a_whole_edition() -> None:
    every = articles()
    assert len(SITES) >= 8
    assert {site.format for site in SITES} == {*ROOTS, "json11"}
    assert len(every) >= 48
    assert {article.language for article in every} >= {
        *("en", "de", "fr", "es", "uk", "ru", "zh", "ja", "ar")
    }
    assert {article.encoding for article in every} >= {"utf-8", "windows-1251", "shift_jis"}
    assert len({article.layout for article in every}) >= 12
    assert len({site.folder for site in SITES}) >= 5


def test_most_is_in_english_and_no_paper_is_empty() -> None:
    count = Counter(article.language for article in articles())
    assert count["en"] > sum(count.values()) / 2
    assert all(articles_of(site) for site in SITES)


def test_articles_are_as_long_as_news_is() -> None:
    lengths = {article.path: length(article) for article in articles()}
    assert [path for path, words in lengths.items() if words < 150] == []
    assert sum(words >= 700 for words in lengths.values()) >= 3


def length(article: DemoArticle) -> float:
    """Count words; two characters of Chinese or Japanese make about one."""
    text = " ".join(article.paragraphs + article.items)
    return len(text) / 2 if article.language in ("ja", "zh") else len(text.split())


def test_the_blocks_of_news_are_all_there() -> None:
    found = {type(block) for article in articles() for block in article.blocks}
    assert found >= {
        *(body.Paragraph, body.Heading, body.Quote, body.Items, body.Code, body.Table),
        *(body.Terms, body.Figure, body.Update, body.Note),
    }
    assert any(len(article.authors) > 1 for article in articles())
    assert any(article.free for article in articles())


def test_titles_and_paths_are_unique() -> None:
    assert len({article.path for article in articles()}) == len(articles())
    assert len({article.title for article in articles()}) == len(articles())


def test_articles_are_of_the_last_six_days() -> None:
    ages = [NOW - article.published_at(NOW) for article in articles()]
    assert min(ages) > timedelta(0)
    assert max(ages) <= timedelta(days=6)
    assert len({age.days for age in ages}) >= 5
    assert all(article.updated <= article.hours for article in articles())


def test_no_text_leads_outside() -> None:
    texts = "\n".join(article.summary + "".join(article.paragraphs) for article in articles())
    assert "http" not in texts


def test_feeds_are_what_one_subscribes_to() -> None:
    found = feeds(BASE)
    assert [(feed.title, feed.folder) for feed in found] == [(s.title, s.folder) for s in SITES]
    assert all(feed.url.startswith(BASE + "/") for feed in found)


def test_importing_the_demo_is_cheap() -> None:
    program = (
        "import sys, newsreader.demo, newsreader.demo.server, newsreader.demo.edition;"
        "print([name for name in ('aiohttp', 'lxml', 'feedparser', 'textual', 'rich', 'numpy')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


# -- feeds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", SITES, ids=by_name)
async def test_a_feed_is_well_formed(
    site: Site, server: DemoServer, client: aiohttp.ClientSession
) -> None:
    async with client.get(server.base_url + site.home + site.feed) as response:
        assert response.status == 200
        content = await response.read()
        if site.format != "json11":
            assert response.charset == site.encoding
    written = articles_of(site)
    if site.format == "json11":
        feed = json.loads(content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert [item["title"] for item in feed["items"]] == [each.title for each in written]
        assert all(item["id"] and item["content_html"] for item in feed["items"])
        return
    root = parsed(content, site.encoding)
    assert root.tag == ROOTS[site.format]
    entries = list(root.iter(ENTRIES.get(site.format, "item")))
    assert [title_of(entry) for entry in entries] == [each.title for each in written]


def parsed(content: bytes, encoding: str) -> ElementTree.Element:
    """Parse XML; the standard library's parser does not decode every encoding by itself."""
    text = content.decode(encoding)
    assert text.startswith(f'<?xml version="1.0" encoding="{encoding}"?>')
    return ElementTree.fromstring(text.partition("?>")[2])


def title_of(entry: ElementTree.Element) -> str:
    return next(child.text or "" for child in entry if child.tag.rpartition("}")[2] == "title")


# -- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("site", SITES, ids=by_name)
async def test_every_link_of_a_site_resolves(
    site: Site, server: DemoServer, client: aiohttp.ClientSession
) -> None:
    todo = {server.base_url + site.home}
    todo |= {server.base_url + article.path for article in articles_of(site)}
    known: set[str] = set()
    own = server.base_url + site.home
    while todo:
        url = todo.pop()
        known.add(url)
        async with client.get(url) as response:
            assert response.status == 200, url
            if response.content_type == "text/html" and url.startswith(own):
                todo |= {*links(await response.text(), url)} - known
    assert {urlsplit(url).netloc for url in known} == {urlsplit(server.base_url).netloc}


@pytest.mark.parametrize("site", SITES, ids=by_name)
async def test_pages_decode_as_they_say(
    site: Site, server: DemoServer, client: aiohttp.ClientSession
) -> None:
    for article in articles_of(site):
        async with client.get(server.base_url + article.path) as response:
            page = await response.read()
        assert article.title.split()[0].encode(article.encoding) in page
        assert f"charset={article.encoding}".encode() in page.replace(b'"', b"").lower()


async def test_a_page_is_validated_and_compressed(
    server: DemoServer, client: aiohttp.ClientSession
) -> None:
    url = server.base_url + articles()[0].path
    async with client.get(url, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        tag = response.headers["ETag"]
    async with client.get(url, headers={"If-None-Match": tag}) as response:
        assert response.status == 304
    async with client.get(url, headers={"If-None-Match": '"of-yesterday"'}) as response:
        assert response.status == 200


async def test_what_is_not_there_is_said_to_be_missing(
    server: DemoServer, client: aiohttp.ClientSession
) -> None:
    async with client.get(server.base_url + "/pictures/../secret.png") as response:
        assert response.status == 404


async def test_a_taken_port_is_refused(server: DemoServer) -> None:
    taken = urlsplit(server.base_url).port
    assert taken is not None
    with pytest.raises(OSError, match=str(taken)):
        await DemoServer(port=taken).__aenter__()


def test_pictures_are_pictures() -> None:
    content, media_type = pictures.draw("sea-of-tranquility.png")
    assert (content[:8], media_type) == (b"\x89PNG\r\n\x1a\n", "image/png")
    assert pictures.draw("sea-of-tranquility.png") == (content, media_type)
    assert len(content) < 100_000
    chart, media_type = pictures.draw("chart-of-prices.svg")
    assert media_type == "image/svg+xml"
    assert ElementTree.fromstring(chart.decode()).tag.endswith("svg")


# -- the light format ------------------------------------------------------------------------------


def test_inline_markup_becomes_plain() -> None:
    text = "A *fine* **day** for `grep`, H~2~O and x^2^, says [one](https://example.org/).[^1]"
    assert body.plain(text) == "A fine day for grep, H2O and x2, says one."


def test_a_table_with_ragged_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="rows of different lengths"):
        body.parse("| a | b |\n| c |")
