"""Finding the best articles for words, and showing where the words stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec

from newsreader.core import query as language
from newsreader.core.models import Article
from newsreader.core.query import ListQuery, Node
from newsreader.core.text import loose_letter
from newsreader.library import texts
from newsreader.library.articles import Articles
from newsreader.library.conditions import SHORTEST_BEGINNING
from newsreader.library.connection import Database
from newsreader.library.selection import Selection, select
from newsreader.library.text_index import is_dense
from newsreader.library.times import stamp

SNIPPET = 160
"""The length of a snippet in characters."""

_WORD = re.compile(r"[^\W_]+")
_RANK = "found.rank * (1.0 + 1.0 / (1.0 + (? - articles.sort_time) / 2.6e12))"
"""Words of the title weigh most. What is new weighs up to twice as much, a month old 1.5 times."""


class Snippet(msgspec.Struct, frozen=True):
    """A piece of an article's text around what was found.

    Attributes:
        text: One line.
        spans: Where what was found stands in ``text``.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


class Search:
    """What the lists of found articles do not give: their rank, and why they were found."""

    def __init__(self, database: Database, articles: Articles, now: Callable[[], datetime]) -> None:
        self._database = database
        self._articles = articles
        self._now = now

    def best(self, query: ListQuery, *, limit: int = 100) -> list[Article]:
        """Give what a query finds, the best first where its words are rare, else the newest.

        Raises:
            InputError: The query can not be understood.
            LibraryError: The library can not be read.
        """
        selection = select(self._database, query, self._now())
        if not selection.words:
            return self._articles.page(query, limit=limit)
        return self._articles.several(self._ranked(selection, limit))

    def _ranked(self, selection: Selection, limit: int) -> list[int]:
        sql, values = selection.statement("SELECT articles.id")
        sql += f" ORDER BY {_RANK}, articles.sort_time DESC, articles.id DESC LIMIT ?"
        rows = self._database.rows(sql, [*values, stamp(self._now()), limit])
        return [row["id"] for row in rows]

    def snippets(self, article_ids: Sequence[int], query: str) -> dict[int, Snippet]:
        """Give a piece of the text around the first word found, for the articles that have one.

        Raises:
            InputError: The query can not be understood.
        """
        pattern = highlight(query)
        if pattern is None:
            return {}
        found = {}
        for article_id in article_ids:
            snippet = _snippet(texts.plain_text(self._database, article_id), pattern)
            if snippet is not None:
                found[article_id] = snippet
        return found


def highlight(query: str) -> re.Pattern[str] | None:
    """Give what to highlight of a query: its words that must be found, None where there are none.

    The pattern finds what the index finds: with other accents, and from their beginnings.

    Raises:
        InputError: The query can not be understood.
    """
    node = language.parse(query)
    words = list(_wanted(node)) if node is not None else []
    if not words:
        return None
    return re.compile("|".join(words), re.IGNORECASE)


def _wanted(node: Node) -> Iterable[str]:
    if isinstance(node, language.Words):
        words = _WORD.findall(unicodedata.normalize("NFC", node.text))
        if words:
            yield _pattern(words, node.phrase)
    elif isinstance(node, language.Both | language.Either):
        for operand in node.operands:
            yield from _wanted(operand)


def _pattern(words: list[str], is_phrase: bool) -> str:
    first, last = words[0][0], words[-1][-1]
    begin = "" if is_dense(first) else r"(?<!\w)"
    if is_dense(last):
        end = ""
    else:
        whole = is_phrase or len(words[-1]) < SHORTEST_BEGINNING
        end = r"(?!\w)" if whole else r"\w*"
    return begin + r"\W+".join("".join(map(loose_letter, word)) for word in words) + end


def _snippet(text: str, pattern: re.Pattern[str]) -> Snippet | None:
    first = pattern.search(text)
    if first is None:
        return None
    start = max(0, first.start() - SNIPPET // 3)
    if start:
        start = text.find(" ", start, first.start()) + 1 or start
    piece = " ".join(text[start : start + SNIPPET].split())
    spans = tuple(found.span() for found in pattern.finditer(piece) if found.end() > found.start())
    return Snippet(piece, spans)
