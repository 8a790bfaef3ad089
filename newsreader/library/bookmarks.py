"""The articles that are kept for ever, with the person's own words and tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Bookmark
from newsreader.core.query import ListQuery, Scope
from newsreader.library.articles import Articles
from newsreader.library.connection import Database
from newsreader.library.times import stamp
from newsreader.library.values import BOOKMARK_COLUMNS, bookmark_of, join_tags, split_tags


class Remark(msgspec.Struct, frozen=True):
    """What a person wrote to a bookmark."""

    note: str
    tags: tuple[str, ...]


class Bookmarks:
    """The table of bookmarks."""

    def __init__(self, database: Database, articles: Articles, now: Callable[[], datetime]) -> None:
        self._database = database
        self._articles = articles
        self._now = now

    def add(self, article_id: int, *, note: str = "", tags: Sequence[str] = ()) -> None:
        """Keep an article; one that is kept already stays as it is.

        Raises:
            InputError: There is no such article.
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            if self.get(article_id) is None:
                article = self._articles.get(article_id)
                self._put(
                    Bookmark(article=article, created=self._now(), note=note, tags=tuple(tags))
                )

    def update(self, article_id: int, *, note: str, tags: Sequence[str]) -> None:
        """Change the note and the tags of a bookmark."""
        with self._database.transaction():
            self._database.run(
                "UPDATE bookmarks SET note = ?, tags = ? WHERE article_id = ?",
                (note, join_tags(tuple(tags)), article_id),
            )

    def remove(self, article_id: int) -> None:
        """Keep an article no longer; it stays until it is too old."""
        with self._database.transaction():
            self._database.run("DELETE FROM bookmarks WHERE article_id = ?", (article_id,))
            self._database.run("UPDATE articles SET bookmarked = 0 WHERE id = ?", (article_id,))

    def restore(self, article_id: int, before: Bookmark | None) -> None:
        """Keep an article, or not, as it was kept before: with that time, that note, those tags.

        Raises:
            InputError: It is to be kept, and was deleted since.
        """
        with self._database.transaction():
            self.remove(article_id)
            if before is not None:
                self._articles.get(article_id)  # what is marked as removed could not be dropped
                self._put(before)

    def _put(self, bookmark: Bookmark) -> None:
        number = bookmark.article.id
        self._database.run(
            "INSERT INTO bookmarks (article_id, created, note, tags) VALUES (?, ?, ?, ?)",
            (number, stamp(bookmark.created), bookmark.note, join_tags(bookmark.tags)),
        )
        self._database.run("UPDATE articles SET bookmarked = 1 WHERE id = ?", (number,))

    def get(self, article_id: int) -> Bookmark | None:
        """Give a bookmark, None where the article is not kept."""
        row = self._database.row(
            f"SELECT {BOOKMARK_COLUMNS} FROM bookmarks WHERE article_id = ?", (article_id,)
        )
        return None if row is None else bookmark_of(row, self._articles.get(article_id))

    def all(self, query: str = "", *, tag: str = "") -> list[Bookmark]:
        """Give the bookmarks that a query finds, the newest articles first.

        Args:
            query: In the query language.
            tag: Only those that have it.

        Raises:
            InputError: The query can not be understood.
        """
        wanted = ListQuery(scope=Scope("bookmarks", tag), query=query)
        articles = self._articles.page(wanted, limit=-1)
        rows = {
            row["article_id"]: row
            for row in self._database.rows(f"SELECT article_id, {BOOKMARK_COLUMNS} FROM bookmarks")
        }
        found = (bookmark_of(rows[one.id], one) for one in articles if one.id in rows)
        return [bookmark for bookmark in found if bookmark is not None]

    def remarks(self, article_ids: Sequence[int]) -> dict[int, Remark]:
        """Give what the person wrote to some bookmarks; those with nothing are left out."""
        marks = ", ".join("?" * len(article_ids))
        rows = self._database.rows(
            "SELECT article_id, note, tags FROM bookmarks"
            f" WHERE article_id IN ({marks}) AND (note <> '' OR tags <> '')",
            article_ids,
        )
        return {row["article_id"]: Remark(row["note"], split_tags(row["tags"])) for row in rows}

    def tags(self) -> dict[str, int]:
        """Give the tags of all bookmarks with how many have each, in the order of the alphabet."""
        rows = self._database.rows("SELECT tags FROM bookmarks WHERE tags <> ''")
        counts = Counter(tag for row in rows for tag in split_tags(row["tags"]))
        return dict(sorted(counts.items(), key=lambda counted: counted[0].casefold()))
