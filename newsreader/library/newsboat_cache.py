"""Read newsboat's ``cache.db``: its feeds and articles, with their read state and flags.

The file is opened for reading only and may belong to a newsboat that runs. Columns that an older
newsboat lacks read as empty. Nothing of it is trusted: texts are cleaned by whoever stores them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import msgspec

from newsreader.core.errors import InputError

ITEM_COLUMNS = (
    "guid",
    "title",
    "author",
    "url",
    "pubDate",
    "content",
    "unread",
    "enclosure_url",
    "enclosure_type",
    "flags",
    "base",
)


class CachedFeed(msgspec.Struct, frozen=True):
    """A feed as newsboat knows it: where it is fetched, its site, its title."""

    url: str
    site_url: str
    title: str


class CachedItem(msgspec.Struct, frozen=True, kw_only=True):
    """An article as newsboat keeps it.

    Attributes:
        published: Seconds since 1970, 0 where it is not known.
        flags: The person's own, a letter each.
    """

    guid: str
    title: str
    author: str
    url: str
    published: int
    content: str
    unread: bool
    enclosure_url: str
    enclosure_type: str
    flags: str
    base: str


class NewsboatCache:
    """A context manager over the file.

    Args:
        path: Of the ``cache.db``.

    Raises:
        InputError: The file is no cache of newsboat's, or can not be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._database = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False
            )
            self._database.text_factory = lambda value: value.decode("utf-8", "replace")
            self._columns = self._columns_of("rss_item")
            known = self._columns_of("rss_feed") and "feedurl" in self._columns
        except sqlite3.Error as error:
            raise InputError(f"{path} can not be read as a database: {error}.") from error
        if not known:
            self._database.close()
            raise InputError(f"{path} is no cache of newsboat's.")

    def __enter__(self) -> NewsboatCache:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def feeds(self) -> list[CachedFeed]:
        """Give all feeds that have articles.

        Raises:
            InputError: The file is damaged.
        """
        rows = self._select(
            "SELECT rssurl, max(url), max(title) FROM rss_feed"
            " WHERE rssurl IN (SELECT feedurl FROM rss_item) GROUP BY rssurl"
        )
        return [CachedFeed(*(str(value or "") for value in row)) for row in rows]

    def items(self, feed_url: str) -> Iterator[CachedItem]:
        """Give the articles of a feed that are not deleted.

        Raises:
            InputError: The file is damaged.
        """
        chosen = ", ".join(
            column if column in self._columns else f"'' AS {column}" for column in ITEM_COLUMNS
        )
        # without the sign SQLite may choose newsboat's index of what is deleted: nearly everything
        kept = " AND +deleted = 0" if "deleted" in self._columns else ""
        for row in self._select(f"SELECT {chosen} FROM rss_item WHERE feedurl = ?{kept}", feed_url):
            yield _item(dict(zip(ITEM_COLUMNS, row, strict=True)))

    def _columns_of(self, table: str) -> set[str]:
        return {str(row[1]) for row in self._database.execute(f"PRAGMA table_info({table})")}

    def _select(self, statement: str, *values: str) -> Iterator[tuple[object, ...]]:
        try:
            with closing(self._database.execute(statement, values)) as rows:
                yield from rows
        except sqlite3.Error as error:
            raise InputError(f"{self._path} is damaged: {error}.") from error


def _item(row: dict[str, object]) -> CachedItem:
    text = {name: str(value if value is not None else "") for name, value in row.items()}
    return CachedItem(
        guid=text["guid"],
        title=text["title"],
        author=text["author"],
        url=text["url"],
        published=_whole(text["pubDate"]),
        content=text["content"],
        unread=text["unread"] != "0",
        enclosure_url=text["enclosure_url"],
        enclosure_type=text["enclosure_type"],
        flags=text["flags"],
        base=text["base"],
    )


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
