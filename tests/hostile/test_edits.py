"""Entries that change, return under other names, or lie about their time: never twice, never lost.

The order of a feed's versions is played to the library as refreshes would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsreader.core.models import Article
from newsreader.core.query import ListQuery
from newsreader.feeds import parse_feed
from newsreader.library import Library
from newsreader.tui.facts import article_facts, reading_facts
from newsreader.tui.glyphs import glyphs
from tests.support.library import NOON, clock, prepare, store

URL = "https://news.example/feed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(tmp_path / "library.db", now=clock)
    yield opened
    opened.close()


def item(guid: str = "", title: str = "A", link: str = "", body: str = "b", more: str = "") -> str:
    named = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    linked = f"<link>{link}</link>" if link else ""
    return (
        f"<item>{named}{linked}<title>{title}</title><description>{body}</description>{more}</item>"
    )


def receive(library: Library, feed_id: int, items: Sequence[str], *, hours: int = 0) -> None:
    """Take one version of a feed in, as a refresh that many hours after noon does."""
    document = f"<rss version='2.0'><channel><title>F</title>{''.join(items)}</channel></rss>"
    parsed = parse_feed(document.encode(), URL, None)
    store(library, feed_id, parsed.entries, now=NOON + timedelta(hours=hours))


def articles(library: Library) -> list[Article]:
    return library.articles.page(ListQuery(), limit=100)


ONE = "https://news.example/1"
TWO = "https://news.example/2"
DATED = "<pubDate>Sun, 01 Feb 2026 10:00:00 GMT</pubDate>"
VERSIONS = {
    "the link changes": ([item("g", link=ONE)], [item("g", link=TWO)], 1),
    "the guid changes": ([item("g", link=ONE)], [item("h", link=ONE)], 1),
    "the guid goes": ([item("g", link=ONE)], [item("", link=ONE)], 1),
    "a guid comes": ([item("", link=ONE)], [item("g", link=ONE)], 1),
    "the scheme changes": (
        [item("", link="http://news.example/1")],
        [item("", link="https://news.example/1")],
        1,
    ),
    "the body changes": ([item("g", body="one")], [item("g", body="two")], 1),
    "the title changes": ([item("g", link=ONE)], [item("g", title="Z", link=ONE)], 1),
    "the same twice in one version": ([item("g")], [item("g"), item("g")], 1),
    "one guid for two articles": (
        [item("g", "A", ONE), item("g", "B", TWO)],
        [item("g", "A", ONE), item("g", "B", TWO)],
        2,
    ),
    "nothing but a body": (
        ["<item><description>only</description></item>"],
        ["<item><description>only</description></item>"],
        1,
    ),
    "the order changes": ([item("a", "A"), item("b", "B")], [item("b", "B"), item("a", "A")], 2),
    "guid and link change at one moment": (
        [item("g", "A", ONE, more=DATED), item("h", "B", TWO, more=DATED)],
        [item("n1", "A", f"{ONE}/new", more=DATED), item("n2", "B", f"{TWO}/new", more=DATED)],
        2,
    ),
    "an empty version between": ([item("g")], [], 1),
}


@pytest.mark.parametrize("name", VERSIONS)
def test_an_article_stays_one_and_read(library: Library, name: str) -> None:
    before, after, count = VERSIONS[name]
    feed = library.feeds.add(URL)
    receive(library, feed.id, before)
    library.articles.mark_read([one.id for one in articles(library)], True)
    for hour, version in enumerate((after, before, after), start=1):
        receive(library, feed.id, version, hours=hour)
    assert [one.read for one in articles(library)] == [True] * count


def test_one_title_on_two_days_is_two_articles(library: Library) -> None:
    feed = library.feeds.add(URL)
    receive(library, feed.id, [item("g", "Open thread", ONE, more=DATED)])
    later = DATED.replace("Sun, 01", "Mon, 02")
    receive(library, feed.id, [item("h", "Open thread", TWO, more=later)], hours=1)
    assert len(articles(library)) == 2


def test_the_same_guid_in_two_feeds_is_two_articles(library: Library) -> None:
    for name in ("one", "two"):
        feed = library.feeds.add(f"https://{name}.example/feed")
        receive(library, feed.id, [item("1", title=name)])
    assert {one.title for one in articles(library)} == {"one", "two"}


def test_an_edit_leaves_a_mark_and_the_state(library: Library) -> None:
    feed = library.feeds.add(URL)
    receive(library, feed.id, [item("g", body="one")])
    [article] = articles(library)
    prepare(library, article.id, "one")
    library.articles.mark_read([article.id], True)
    library.bookmarks.add(article.id, note="mine")
    now = NOON + timedelta(hours=6)
    assert "edited" not in " ".join(article_facts(article, now, glyphs(False)))
    receive(library, feed.id, [item("g", body="two")], hours=5)
    [edited] = articles(library)
    assert edited.read
    assert edited.bookmarked
    assert edited.sort_time == article.sort_time
    assert edited.updated == NOON + timedelta(hours=5)
    reading = library.articles.reading(article.id)
    assert reading is not None
    assert "edited" in " ".join(reading_facts(reading, now, glyphs(False)))
    assert "edited" in " ".join(article_facts(edited, now, glyphs(False)))


def test_the_text_before_an_edit_can_be_read_again(library: Library) -> None:
    feed = library.feeds.add(URL)
    receive(library, feed.id, [item("g", "First", body="one")])
    [article] = articles(library)
    prepare(library, article.id, "It was one.")
    receive(library, feed.id, [item("g", "Second", body="two")], hours=1)
    receive(library, feed.id, [item("g", "Third", body="three")], hours=2)  # before it was ready
    prepare(library, article.id, "It was three.")
    [revision] = library.articles.revisions(article.id)
    assert (revision.title, revision.document.text) == ("First", "It was one.")
    assert revision.until == NOON + timedelta(hours=1)
    assert articles(library)[0].revisions == 1
    library.articles.remove([article.id])
    library.articles.restore([article.id])
    assert library.articles.revisions(article.id) == [revision]
    assert library.check() == []


def test_an_edit_that_nobody_sees_keeps_no_text(library: Library) -> None:
    feed = library.feeds.add(URL)
    receive(library, feed.id, [item("g", body="one")])
    [article] = articles(library)
    prepare(library, article.id, "It was one.")
    receive(library, feed.id, [item("g", body="one!")], hours=1)
    prepare(library, article.id, "It was  one!")
    assert library.articles.revisions(article.id) == []
    assert articles(library)[0].revisions == 0


def test_a_feed_that_changes_its_entries_for_ever_fills_no_disk(library: Library) -> None:
    feed = library.feeds.add(URL)
    for version in range(15):
        receive(library, feed.id, [item("g", body=f"v{version}")], hours=version)
        [article] = articles(library)
        prepare(library, article.id, f"It was {version}.")
    kept = [one.document.text for one in library.articles.revisions(article.id)]
    assert kept == [f"It was {version}." for version in (*range(13, 4, -1), 0)]


def test_the_feeds_own_word_about_an_edit_counts(library: Library) -> None:
    feed = library.feeds.add(URL)
    atom = (
        "<a10:updated xmlns:a10='http://www.w3.org/2005/Atom'>2026-03-01T1{}:00:00Z</a10:updated>"
    )
    receive(library, feed.id, [item("g", body="one", more=atom.format(0))])
    receive(library, feed.id, [item("g", body="two", more=atom.format(4))], hours=5)
    assert articles(library)[0].updated == datetime(2026, 3, 1, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 01 Jan 2099 00:00:00 GMT",
        "9999-12-31T23:59:59-25:00",
        "2026-03-03T12:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "-1",
        "9" * 5000,
        "1e400",
        "Mon, 01 Jan 0 00:00:00 +9999",
        "NaN",
    ],
)
def test_no_article_is_from_the_future_or_before_all_time(library: Library, date: str) -> None:
    feed = library.feeds.add(URL)
    receive(library, feed.id, [item("g", more=f"<pubDate>{date}</pubDate>")])
    receive(library, feed.id, [item("h")], hours=1)
    newest, _ = articles(library)
    assert newest.guid == "h"
    for one in articles(library):
        assert one.published is None or one.published.year in range(1970, 2027)
        assert one.published is None or one.published <= NOON + timedelta(days=1)
