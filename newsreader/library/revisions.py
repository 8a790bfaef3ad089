"""The earlier texts of articles that their feeds changed: what was read can be read again.

When an entry changes, what is stored of its article is copied as it is packed. When the article is
ready again, that copy stays if a reader would see a difference. A refresh alone can so never lose
what a person has read.
"""

from __future__ import annotations

import re

from newsreader.core.document import Document
from newsreader.core.errors import DamagedTextError
from newsreader.core.models import Revision
from newsreader.library import texts
from newsreader.library.connection import Database, Row
from newsreader.library.times import certain_moment, stamp

KEPT = 10
"""How many earlier texts an article has at most; of more, the first and the newest stay."""
_WORD = re.compile(r"\w+")


def keep(database: Database, article_id: int, until: int | None) -> None:
    """Copy the text of an article whose entry has changed; nothing where none was made yet.

    Args:
        database: Inside a transaction, before the entry is taken in.
        article_id: The article.
        until: When it changed, in microseconds.
    """
    database.run(
        "INSERT INTO revisions (article_id, until, title, author, body, entities)"
        " SELECT id, ?, title, author, bodies.body, bodies.entities"
        " FROM articles JOIN bodies ON article_id = articles.id"
        " WHERE articles.id = ? AND preparation <> 'pending'",  # else that text was copied already
        (until, article_id),
    )


def add(database: Database, article_id: int, revision: Revision) -> None:
    """Store an earlier text that another library had of an article, unless it has it."""
    if any(one.until == revision.until for one in of(database, article_id)):
        return
    database.run(
        "INSERT INTO revisions (article_id, until, title, author, body, entities)"
        " VALUES (?, ?, ?, ?, ?, x'')",
        (
            article_id,
            stamp(revision.until),
            revision.title,
            revision.author,
            texts.packed(database, revision.document),
        ),
    )


def settle(database: Database, article_id: int, title: str, document: Document) -> None:
    """Drop the newest copy where the text that is there now says the same, and what is too many.

    Args:
        database: Inside a transaction.
        article_id: The article.
        title: What it has now.
        document: The same.
    """
    rows = database.rows(
        "SELECT * FROM revisions WHERE article_id = ? ORDER BY id DESC", (article_id,)
    )
    dropped = rows[KEPT - 1 : -1]
    if rows and _says_the_same(database, rows[0], title, document.text):
        dropped = [rows[0]]
    for row in dropped:
        database.run("DELETE FROM revisions WHERE id = ?", (row["id"],))


def of(database: Database, article_id: int) -> list[Revision]:
    """Give the earlier texts of an article, the newest first; damaged ones are left out."""
    rows = database.rows(
        "SELECT * FROM revisions WHERE article_id = ? ORDER BY id DESC", (article_id,)
    )
    return [found for row in rows if (found := _revision(database, row)) is not None]


def _revision(database: Database, row: Row) -> Revision | None:
    try:
        document = texts.document(database, row)
    except DamagedTextError:
        return None
    until = certain_moment(row["until"])
    return Revision(until=until, title=row["title"], author=row["author"], document=document)


def _says_the_same(database: Database, row: Row, title: str, text: str) -> bool:
    """Say whether a copy has the same words: white space and signs change and nobody sees it."""
    revision = _revision(database, row)
    return revision is not None and (
        _WORD.findall(f"{revision.title}\n{revision.document.text}")
        == _WORD.findall(f"{title}\n{text}")
    )
