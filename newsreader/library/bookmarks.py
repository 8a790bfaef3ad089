"""The articles that are kept for ever, with the person's own words and tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from newsreader.core.models import Article, Bookmark
from newsreader.core.query import ListQuery, Scope
from newsreader.library.articles import Articles
from newsreader.library.connection import Database, Row
from newsreader.library.values import certain_moment, join_tags, split_tags, stamp


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
            self._articles.get(article_id)
            self._database.run(
                "INSERT INTO bookmarks (article_id, created, note, tags) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (article_id, stamp(self._now()), note, join_tags(tuple(tags))),
            )
            self._database.run("UPDATE articles SET bookmarked = 1 WHERE id = ?", (article_id,))

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

    def get(self, article_id: int) -> Bookmark | None:
        """Give a bookmark, None where the article is not kept."""
        row = self._database.row("SELECT * FROM bookmarks WHERE article_id = ?", (article_id,))
        return None if row is None else _bookmark(row, self._articles.get(article_id))

    def all(self, query: str = "") -> list[Bookmark]:
        """Give the bookmarks that a query finds, the newest articles first.

        Raises:
            InputError: The query can not be understood.
        """
        wanted = ListQuery(scope=Scope("bookmarks"), query=query)
        articles = self._articles.page(wanted, limit=-1)
        rows = {r["article_id"]: r for r in self._database.rows("SELECT * FROM bookmarks")}
        return [_bookmark(rows[one.id], one) for one in articles if one.id in rows]


def _bookmark(row: Row, article: Article) -> Bookmark:
    return Bookmark(
        article=article,
        created=certain_moment(row["created"]),
        note=row["note"],
        tags=split_tags(row["tags"]),
    )
