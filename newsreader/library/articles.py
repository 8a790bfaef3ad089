"""The articles: lists of them, each of them, and what changes with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import DamagedTextError, InputError
from newsreader.core.models import (
    Article,
    Entity,
    ParsedEntry,
    Preparation,
    Reading,
    Revision,
)
from newsreader.core.places import moved_place
from newsreader.library import keeping, revisions, text_index, texts, verdicts
from newsreader.library.connection import Row
from newsreader.library.lists import JOINED, Lists
from newsreader.library.naming import as_told, note_names
from newsreader.library.texts import EntrySource, Text
from newsreader.library.times import certain_moment, stamp
from newsreader.library.values import (
    ARTICLE_COLUMNS,
    BOOKMARK_COLUMNS,
    THERE,
    article_of,
    bookmark_of,
)

if TYPE_CHECKING:
    from newsreader.library.entries import Stored

RETRIES = 5
"""How often a page that could not be had is asked for again."""

_OF_TEXT = (
    "source", "preparation", "retries", "note", "words", "language", "site", "image", "author",
    "names_by", "position",
)  # fmt: skip
"""The columns that change with an article's text."""


class Snapshot(msgspec.Struct, frozen=True):
    """The text of an article with all that changes with it, as it was once."""

    article_id: int
    columns: dict[str, Any]
    text: Text


def _retries_left(preparation: str, retries: int) -> int:
    return RETRIES if preparation == Preparation.PENDING else max(0, retries - 1)


class Articles(Lists):
    """The table of articles, with their texts."""

    # -- one article -------------------------------------------------------------------------------

    def find(self, text: str) -> Article | None:
        """Find an article by its id or its address, the newest where several have one."""
        column = "id" if text.isascii() and text.isdigit() and len(text) < 19 else "url"
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {JOINED} WHERE articles.{column} = ?"
            f" AND {THERE} ORDER BY articles.id DESC LIMIT 1",
            (int(text) if column == "id" else text,),
        )
        return None if row is None else article_of(row)

    def reading(self, article_id: int) -> Reading | None:
        """Give an article with its text and entities; None where there is no such article."""
        row = self._database.row(
            f"SELECT {ARTICLE_COLUMNS}, {BOOKMARK_COLUMNS} FROM articles {JOINED}"
            f" WHERE articles.id = ? AND {THERE}",
            (article_id,),
        )
        if row is None:
            return None
        text = texts.text(self._database, article_id)
        article = article_of(row)
        return Reading(
            article=article,
            document=text.document,
            entities=as_told(self._database, article_id, article.title, text),
            names_by=row["names_by"],
            site=row["site"],
            position=row["position"],
            bookmark=bookmark_of(row, article),
        )

    def source(self, article_id: int) -> EntrySource:
        """Give what the feed gave; nothing for a page that is in no feed."""
        return texts.source(self._database, article_id)

    def revisions(self, article_id: int) -> list[Revision]:
        """Give the earlier texts of an article, the newest first; damaged ones are left out."""
        return revisions.of(self._database, article_id)

    def times(self, feed_id: int, limit: int) -> list[datetime]:
        """Give when the newest articles of a feed were published, as far as is known."""
        rows = self._database.rows(
            "SELECT published FROM articles WHERE feed_id = ? AND removed = 0"
            " ORDER BY sort_time DESC, id DESC LIMIT ?",
            (feed_id, limit),
        )
        return [certain_moment(row["published"]) for row in rows if row["published"] is not None]

    def pending(self, limit: int) -> list[Article]:
        """Give articles to prepare, or to try once more, the newest first."""
        rows = self._database.rows(
            f"SELECT {ARTICLE_COLUMNS} FROM articles {JOINED}"
            f" WHERE {THERE}"
            " AND (articles.preparation = 'pending' OR articles.retries > 0)"
            " ORDER BY articles.sort_time DESC, articles.id DESC LIMIT ?",
            (limit,),
        )
        return [article_of(row) for row in rows]

    # -- taking in ---------------------------------------------------------------------------------

    def store_entries(
        self,
        feed_id: int,
        entries: Sequence[ParsedEntry],
        keys: Sequence[str],
        hashes: Sequence[str],
        *,
        now: datetime,
        index: bool = True,
    ) -> Stored:
        """Store a feed's entries; state that a person gave to an article is never touched.

        Args:
            feed_id: The feed; entries of one that is no longer there are dropped.
            entries: In the feed's order.
            keys: What identifies each (`newsreader.core.identity.entry_keys`).
            hashes: Of each one's content: an article whose hash is unchanged is left as it is.
            now: The time of receipt.
            index: Let searches find what is new at once. Otherwise `Library.index_missing` must
                follow soon: of many, that takes half as long.

        Raises:
            LibraryError: They can not be stored; then none is.
        """
        from newsreader.library import entries as taking_in

        return taking_in.store(self._database, feed_id, entries, keys, hashes, now=now, index=index)

    def add_page(self, url: str, title: str) -> Article:
        """Store a page that is in no feed.

        Raises:
            LibraryError: It can not be stored.
        """
        now = stamp(self._now())
        with self._database.transaction():
            cursor = self._database.run(
                "INSERT INTO articles (key, url, title, received, sort_time)"
                " VALUES (?, ?, ?, ?, ?)",
                (url, url, title, now, now),
            )
            article_id = int(cursor.lastrowid or 0)
            text_index.insert(self._database, [article_id])
            verdicts.judge(self._database, [article_id], self._now(), arriving=True)
            return self.get(article_id)

    def save_prepared(
        self,
        article_id: int,
        *,
        document: Document,
        entities: Sequence[Entity] = (),
        names_by: str = "model",
        source: str = "feed",
        preparation: Preparation = Preparation.READY,
        note: str = "",
        language: str = "",
        site: str = "",
        image: str | None = None,
        author: str = "",
        title: str = "",
        retry: bool = False,
    ) -> None:
        """Store an article's text; "" and None leave what its feed said as it is.

        With ``retry`` it stays among `pending` for some more tries.

        Raises:
            LibraryError: It can not be stored.
        """
        given = {
            "names_by": names_by,
            "source": source,
            "preparation": preparation.value,
            "note": note,
            "words": document.words,
            "indexed": text_index.INDEXED,
        }
        found = {
            "language": language,
            "site": site,
            "image": image,
            "author": author,
            "title": title,
        }
        with self._database.transaction():
            row = self._database.row("SELECT * FROM articles WHERE id = ?", (article_id,))
            if row is None:
                return
            given |= {name: value or row[name] for name, value in found.items()}
            given["retries"] = _retries_left(row["preparation"], row["retries"]) if retry else 0
            given["position"] = self._moved_position(article_id, row["position"], document)
            self._store_text(row, given, Text(document, tuple(entities)))

    def snapshot(self, article_id: int) -> Snapshot:
        """Give the text of an article for `put_back`.

        Raises:
            InputError: There is no such article.
            DamagedTextError: It can not be read.
        """
        self.get(article_id)
        row = self._database.row(
            f"SELECT {', '.join(_OF_TEXT)} FROM articles WHERE id = ?", (article_id,)
        )
        return Snapshot(article_id, dict(row or {}), texts.text(self._database, article_id))

    def put_back(self, before: Snapshot) -> None:
        """Store the text of an article as it was.

        Raises:
            LibraryError: It can not be stored.
        """
        with self._database.transaction():
            row = self._database.row("SELECT * FROM articles WHERE id = ?", (before.article_id,))
            if row is not None:
                given = {**before.columns, "title": row["title"], "indexed": text_index.INDEXED}
                self._store_text(row, given, before.text)

    def _store_text(self, row: Row, given: dict[str, Any], text: Text) -> None:
        """Store the text of an article with all that follows from it.

        Args:
            row: The article as it was.
            given: The columns of it that change.
            text: What was made of it.
        """
        article_id, document = row["id"], text.document
        before = text_index.stored_content(self._database, article_id)
        names = ", ".join(f"{name} = ?" for name in given)
        self._database.run(
            f"UPDATE articles SET {names} WHERE id = ?", (*given.values(), article_id)
        )
        pending = row["preparation"] == Preparation.PENDING
        texts.store(self._database, article_id, document, text.entities)
        if pending:
            revisions.settle(self._database, article_id, given["title"], document)
        note_names(self._database, article_id, given["title"], row["sort_time"], text)
        now = text_index.Content(given["title"], given["author"], document.text)
        if before.is_in:
            text_index.replace(self._database, article_id, before, now)
        else:
            text_index.add(self._database, [(article_id, now)])
        arriving = pending and not row["source"]  # no text was ever made of it
        verdicts.judge(self._database, [article_id], self._now(), arriving=arriving)

    def _moved_position(self, article_id: int, position: int, document: Document) -> int:
        """Give where reading stopped in a text that replaces another."""
        if not position:
            return 0
        try:
            before = texts.plain_text(self._database, article_id)
        except DamagedTextError:
            return 0
        return moved_place(before, document.text, position)

    def set_position(self, article_id: int, offset: int) -> None:
        """Remember where reading stopped, an offset into the text."""
        with self._database.transaction():
            self._database.run(
                "UPDATE articles SET position = ? WHERE id = ?", (max(0, offset), article_id)
            )

    # -- going -------------------------------------------------------------------------------------

    def remove(self, ids: Sequence[int]) -> list[int]:
        """Delete articles, but no bookmarks, and give those that went; `restore` brings them back.

        They do not come back by themselves, as long as their feeds hold them.
        """
        with self._database.transaction():
            return keeping.remove_articles(self._database, ids, self._now())

    def restore(self, ids: Sequence[int]) -> None:
        """Bring deleted articles back, as they were.

        Raises:
            InputError: They were deleted too long ago, and are gone.
        """
        with self._database.transaction():
            if ids and not keeping.restore_articles(self._database, ids):
                raise InputError("What was deleted that long ago can not be brought back.")

    def delete_old(self, now: datetime, read_days: int, unread_days: int, limit: int = 500) -> int:
        """Drop articles that are older than is kept, but no bookmark, and give how many.

        What was removed more than a day ago goes for good as well.

        Args:
            now: The present.
            read_days: For articles that were read; 0 keeps them for ever. A feed's own time counts
                before this and the next.
            unread_days: For those that were not.
            limit: The most to drop in this step.
        """
        with self._database.transaction():
            return keeping.drop(self._database, now, read_days, unread_days, limit)
