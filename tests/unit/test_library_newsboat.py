"""Newsboat's cache of articles, of old and new versions, sound and not."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from newsreader.core.errors import InputError
from newsreader.library.newsboat_cache import NewsboatCache

FEED = "https://one.example/feed"
FEEDS = "CREATE TABLE rss_feed (rssurl VARCHAR, url VARCHAR, title VARCHAR)"
OLD = ["id", "guid", "title", "author", "url", "feedurl", "pubDate", "content", "unread"]
NEW = [*OLD, "enclosure_url", "enclosure_type", "flags", "deleted", "base"]
ITEM: dict[str, Any] = {
    "id": 1,
    "guid": "g1",
    "title": "One",
    "author": "Ann",
    "url": "https://one.example/1",
    "feedurl": FEED,
    "pubDate": 1_700_000_000,
    "content": "<p>text</p>",
    "unread": 0,
    "enclosure_url": "https://one.example/1.mp3",
    "enclosure_type": "audio/mpeg",
    "flags": "ab",
    "deleted": 0,
    "base": "https://one.example/",
}


def cache(tmp_path: Path, items: Sequence[dict[str, Any]], columns: Sequence[str] = NEW) -> Path:
    path = tmp_path / "cache.db"
    marks = ", ".join("?" * len(columns))
    with sqlite3.connect(path) as database:
        database.execute(FEEDS)
        database.execute("INSERT INTO rss_feed VALUES (?, 'https://one.example/', 'One')", (FEED,))
        database.execute("INSERT INTO rss_feed VALUES ('https://empty.example/', '', '')")
        database.execute(f"CREATE TABLE rss_item ({', '.join(columns)})")
        for item in items:
            values = [item[column] for column in columns]
            database.execute(f"INSERT INTO rss_item VALUES ({marks})", values)
    database.close()
    return path


def test_feeds_and_articles(tmp_path: Path) -> None:
    with NewsboatCache(cache(tmp_path, [ITEM])) as read:
        [feed] = read.feeds()
        assert (feed.url, feed.site_url, feed.title) == (FEED, "https://one.example/", "One")
        [item] = read.items(FEED)
    assert (item.guid, item.title, item.author) == ("g1", "One", "Ann")
    assert (item.url, item.base) == ("https://one.example/1", "https://one.example/")
    assert (item.published, item.unread, item.flags) == (1_700_000_000, False, "ab")
    assert (item.enclosure_url, item.enclosure_type) == ("https://one.example/1.mp3", "audio/mpeg")
    assert item.content == "<p>text</p>"


def test_a_cache_of_an_old_newsboat(tmp_path: Path) -> None:
    with NewsboatCache(cache(tmp_path, [ITEM | {"unread": 1}], OLD)) as read:
        [item] = read.items(FEED)
    assert item.unread
    assert (item.flags, item.enclosure_url, item.base) == ("", "", "")


def test_deleted_articles_stay_deleted(tmp_path: Path) -> None:
    items = [ITEM, ITEM | {"id": 2, "guid": "g2", "deleted": 1}]
    with NewsboatCache(cache(tmp_path, items)) as read:
        assert [item.guid for item in read.items(FEED)] == ["g1"]


def test_nulls_blobs_and_nonsense_are_put_up_with(tmp_path: Path) -> None:
    odd = dict.fromkeys(NEW) | {"feedurl": FEED, "deleted": 0}
    worse = ITEM | {"pubDate": "soon", "title": b"\xff\xfe", "author": 7}
    with NewsboatCache(cache(tmp_path, [odd, worse])) as read:
        first, second = read.items(FEED)
    assert (first.guid, first.title, first.published) == ("", "", 0)
    assert (second.published, second.author) == (0, "7")


def test_the_file_is_not_touched(tmp_path: Path) -> None:
    path = cache(tmp_path, [ITEM])
    before = path.read_bytes()
    with NewsboatCache(path) as read:
        list(read.items(FEED))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_what_is_no_cache_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cache.db"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"cache\.db"):
        NewsboatCache(path)


def test_another_database_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE rss_item (x)")
    database.close()
    for wrong in (path, tmp_path / "missing.db"):
        with pytest.raises(InputError):
            NewsboatCache(wrong)
