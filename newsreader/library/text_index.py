"""The full-text index: what goes in for an article, and out again.

The index keeps no text (that would double the file), so taking an article out means telling it
again what went in: always do so before the article's title, byline or text change. It does keep
where each word stands: that is half of it, and what finds phrases at once. Scripts that are written
without spaces are indexed character by character, and searched for as phrases.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from newsreader.core.errors import DamagedTextError
from newsreader.core.patterns import late
from newsreader.library import schema, texts
from newsreader.library.connection import Database

MOST_TERMS = 40
"""How many words with one beginning are looked up each by itself."""
_TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, found, instance)"
_NEXT_TERM = "SELECT term FROM temp.terms WHERE term >= ? AND term <= ? LIMIT 1"
_READ_TOGETHER = 100
"""Of how many articles the texts are in memory at once."""
_PAGES_MERGED = 200
"""How much of the index one step of merging writes."""
_THAI_AND_EAST_ASIAN = (
    "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_DENSE = late(f"([{_THAI_AND_EAST_ASIAN}{schema.LAO_BURMESE_KHMER}])")
_DENSE_BEFORE = late(f"([{_THAI_AND_EAST_ASIAN}])")
INDEXED = 2
"""In ``articles.indexed``: the article is in the index. Of those that older programs put in, it
has 1, and -1 where they are to be put in anew since scripts were not parted; 0 of those left out.
"""
ARRIVED = schema.ARRIVED
"""In ``articles.indexed``: the article has come in, and is in no index yet."""
_LEFT_OUT = (0, ARRIVED)


def spaced(text: str) -> str:
    """Part the characters of scripts that are written without spaces."""
    return text if text.isascii() else _DENSE().sub(r" \1 ", text)


def is_dense(character: str) -> bool:
    """Say whether a character is of a script that is written without spaces."""
    return _DENSE().match(character) is not None


class Content(NamedTuple):
    """What goes in for an article, or went in."""

    title: str
    author: str
    text: str = ""
    indexed: int = INDEXED

    @property
    def is_in(self) -> bool:
        """Whether it is in the index, in whatever form."""
        return self.indexed not in _LEFT_OUT

    def parted(self) -> tuple[str, str, str]:
        """Give the columns of the index."""
        if self.indexed == INDEXED:
            return spaced(self.title), spaced(self.author), spaced(self.text)
        part = _DENSE_BEFORE().sub
        return part(r" \1 ", self.title), part(r" \1 ", self.author), part(r" \1 ", self.text)


def terms(database: Database, beginning: str) -> list[str] | None:
    """Give the words in the index that begin so, in order; None where they are too many.

    Args:
        database: Of the index.
        beginning: Of a word in plain letters and digits, as the index has them.

    Raises:
        LibraryError: The index can not be read.
    """
    database.rows(_TERMS)
    found: list[str] = []
    after, end = beginning, f"{beginning}\U0010ffff"
    while (term := database.value(_NEXT_TERM, (after, end))) is not None:
        if len(found) == MOST_TERMS:
            return None
        found.append(term)
        after = f"{term}\x01"  # in no word: where the next one begins
    return found


def add(database: Database, contents: Iterable[tuple[int, Content]]) -> None:
    """Put articles in that are not, and are marked as `INDEXED` by whoever calls this."""
    rows = [(article_id, *content.parted()) for article_id, content in contents]
    database.run_many("INSERT INTO found (rowid, title, author, text) VALUES (?, ?, ?, ?)", rows)


def replace(database: Database, article_id: int, old: Content, new: Content) -> None:
    """Put what an article holds now in the place of what went in for it before."""
    _take_out(database, article_id, old)
    add(database, [(article_id, new)])


def insert(database: Database, article_ids: Iterable[int]) -> None:
    """Put articles in, as they are stored now; those that are in already stay."""
    contents = {article_id: stored_content(database, article_id) for article_id in article_ids}
    coming = {article_id: one for article_id, one in contents.items() if one.indexed <= 0}
    for article_id, content in coming.items():
        if content.is_in:
            _take_out(database, article_id, content)
    add(database, ((one, content._replace(indexed=INDEXED)) for one, content in coming.items()))
    ids = ", ".join(map(str, coming))
    database.run(f"UPDATE articles SET indexed = ? WHERE id IN ({ids})", (INDEXED,))


def forget(database: Database, article_ids: Iterable[int]) -> None:
    """Take articles out; call it before anything that went in changes."""
    for article_id in article_ids:
        content = stored_content(database, article_id)
        if not content.is_in:
            continue
        _take_out(database, article_id, content)
        database.run("UPDATE articles SET indexed = 0 WHERE id = ?", (article_id,))


def empty(database: Database) -> None:
    """Take all articles out, and give the index the form that new libraries have."""
    database.run("DROP TABLE found")
    database.run(schema.INDEX)
    database.run(schema.INDEX_WEIGHTS)
    database.run("UPDATE articles SET indexed = 0 WHERE indexed <> 0")


def insert_missing(database: Database, limit: int) -> int:
    """Put in some articles that are not, or not as now, all of them for -1; give how many."""
    rows = database.rows("SELECT id FROM articles WHERE indexed <= 0 LIMIT ?", (limit,))
    ids = [int(row["id"]) for row in rows]
    for start in range(0, len(ids), _READ_TOGETHER):
        insert(database, ids[start : start + _READ_TOGETHER])
    return len(ids)


def merge(database: Database) -> None:
    """Bring the pieces of the index a step closer to being one."""
    database.run("INSERT INTO found (found, rank) VALUES ('merge', ?)", (_PAGES_MERGED,))


def _take_out(database: Database, article_id: int, content: Content) -> None:
    database.run(
        "INSERT INTO found (found, rowid, title, author, text) VALUES ('delete', ?, ?, ?, ?)",
        (article_id, *content.parted()),
    )


def stored_content(database: Database, article_id: int) -> Content:
    """Give what an article holds, as it is stored now."""
    sql = "SELECT title, author, indexed FROM articles WHERE id = ?"
    row = database.row(sql, (article_id,))
    assert row is not None
    try:
        text = texts.plain_text(database, article_id)
    except DamagedTextError:  # a damaged text can not keep the article from going
        text = ""
    return Content(row["title"], row["author"], text, row["indexed"])
