"""A query's tree as SQL, and the snippets that show what was found.

Words become quoted strings of the full-text index and parameters, never part of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from newsreader.core import query as language
from newsreader.core.document import Document
from newsreader.core.query import Node
from newsreader.library.connection import Database
from newsreader.library.text_index import spaced
from newsreader.library.values import stamp, tag_pattern, unpack

Condition = tuple[str, list[Any]]

_WORD = re.compile(r"\w+", re.UNICODE)
MOST_RANKED = 5000
"""With more articles than these that hold the words of a query, they are not ranked."""
_MONTH = 30 * 24 * 3600 * 1e6
"""In the microseconds of the columns."""
SNIPPET = 160
"""The length of a snippet in characters."""


class Snippet(msgspec.Struct, frozen=True):
    """A piece of an article's text around what was found.

    Attributes:
        text: One line.
        spans: Where what was found stands in ``text``.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


def condition(node: Node, now: datetime) -> Condition:
    """Give a tree as a condition on the table of articles, with its parameters."""
    match node:
        case language.Words():
            return _words(node)
        case language.Match():
            return _match(node)
        case language.Pattern():
            return "matches(?, articles.title)", [node.pattern]
        case language.Moment():
            return _time(node, now)
        case language.Not():
            sql, parameters = condition(node.operand, now)
            return f"NOT ({sql})", parameters
        case language.Both():
            return _joined(" AND ", node.operands, now)
        case language.Either():
            return _joined(" OR ", node.operands, now)


def _joined(word: str, operands: Sequence[Node], now: datetime) -> Condition:
    parts = [condition(operand, now) for operand in operands]
    return (
        "(" + word.join(sql for sql, _ in parts) + ")",
        [parameter for _, parameters in parts for parameter in parameters],
    )


def _words(node: language.Words) -> Condition:
    words = _WORD.findall(spaced(node.text))
    if not words:
        return "1", []
    column = {"title": "title : ", "author": "author : "}.get(node.field, "")
    phrase = '"' + " ".join(words) + '"' + ("" if node.phrase else " *")
    return "articles.id IN (SELECT rowid FROM found WHERE found MATCH ?)", [column + phrase]


def _time(node: language.Moment, now: datetime) -> Condition:
    at = node.at if node.at is not None else now - (node.ago or now - now)
    return f"articles.sort_time {'>=' if node.after else '<'} ?", [stamp(at)]


def _match(node: language.Match) -> Condition:
    if node.field in language.ENTITY_FIELDS:
        return _named(node.value, language.ENTITY_FIELDS[node.field])
    return _SIMPLE[node.field](node.value)


def _named(name: str, kind: str | None) -> Condition:
    sql = (
        "articles.id IN (SELECT article_id FROM article_entities WHERE entity_id IN"
        " (SELECT id FROM entities WHERE name = ? COLLATE NOCASE"
    )
    return (sql + " AND type = ?))", [name, kind]) if kind else (sql + "))", [name])


def _feed(value: str) -> Condition:
    pattern = _like(value)
    return (
        "(articles.feed_id IN (SELECT id FROM feeds WHERE own_title LIKE ? ESCAPE '\\'"
        " OR feed_title LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\')"
        " OR articles.feed_title LIKE ? ESCAPE '\\')",
        [pattern] * 4,
    )


def _folder(value: str) -> Condition:
    return (
        "articles.feed_id IN (SELECT id FROM feeds WHERE folder = ? COLLATE NOCASE"
        " OR folder LIKE ? ESCAPE '\\')",
        [value, _like(value)[1:-1] + "/%"],
    )


def _tag(value: str) -> Condition:
    pattern = "%" + _escape(tag_pattern(value)) + "%"
    return (
        "(articles.tags LIKE ? ESCAPE '\\' OR articles.id IN"
        " (SELECT article_id FROM bookmarks WHERE tags LIKE ? ESCAPE '\\'))",
        [pattern, pattern],
    )


def _has(value: str) -> Condition:
    if value == "image":
        return "articles.image IS NOT NULL", []
    if value == "text":
        return "articles.source = 'page' OR articles.preparation = 'ready'", []
    return "articles.media LIKE ?", [f"%{value}%"]


def _country(value: str) -> Condition:
    return (
        "articles.id IN (SELECT article_id FROM article_entities WHERE entity_id IN"
        " (SELECT id FROM entities WHERE country = ?))",
        [value.upper()],
    )


_SIMPLE = {
    "feed": _feed,
    "folder": _folder,
    "url": lambda value: ("articles.url LIKE ? ESCAPE '\\'", [_like(value)]),
    "tag": _tag,
    "country": _country,
    "lang": lambda value: ("articles.language LIKE ? ESCAPE '\\'", [_escape(value) + "%"]),
    "is": lambda value: (
        {"read": "articles.read = 1", "unread": "articles.read = 0"}.get(
            value, "articles.bookmarked = 1"
        ),
        [],
    ),
    "has": _has,
}


def _like(value: str) -> str:
    return f"%{_escape(value)}%"


def _escape(value: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", value)


class Search:
    """What shows why an article was found."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
            body = self._database.value(
                "SELECT document FROM bodies WHERE article_id = ?", (article_id,)
            )
            snippet = _snippet(unpack(body, Document).text, pattern) if body else None
            if snippet is not None:
                found[article_id] = snippet
        return found

    def ranked(self, query: str, now: datetime, limit: int = 200) -> list[int]:
        """Give the articles that a query finds, the best match first (BM25, newer ones favoured).

        Args:
            query: In the query language.
            now: The present.
            limit: The most to give.

        Returns:
            Ids; none where the query has no words to rank by, or where more than `MOST_RANKED`
            articles hold them, so that their order means little and takes long.

        Raises:
            InputError: The query can not be understood.
        """
        node = language.parse(query)
        terms = list(_terms(node)) if node is not None else []
        if node is None or not terms:
            return []
        match = " OR ".join(f"({term})" for term in terms)
        hits = self._database.value(
            "SELECT count(*) FROM (SELECT 1 FROM found WHERE found MATCH ? LIMIT ?)",
            (match, MOST_RANKED + 1),
        )
        if hits > MOST_RANKED:
            return []
        where, parameters = condition(node, now)
        rows = self._database.rows(
            "SELECT articles.id FROM found JOIN articles ON articles.id = found.rowid"
            f" WHERE found MATCH ? AND ({where})"
            " ORDER BY bm25(found, 10.0, 3.0, 1.0) * (1 + 0.5 / (1 + max(0, ? - sort_time) / ?)),"
            " sort_time DESC LIMIT ?",
            (match, *parameters, stamp(now), _MONTH, limit),
        )
        return [row["id"] for row in rows]


def _terms(node: Node) -> Iterator[str]:
    """Give the words that a query wants, as the full-text index asks for them."""
    if isinstance(node, language.Words):
        yield from _words(node)[1]
    elif isinstance(node, language.Both | language.Either):
        for operand in node.operands:
            yield from _terms(operand)


def highlight(query: str) -> re.Pattern[str] | None:
    """Give what to highlight of a query: its words that must be found, None where there are none.

    Raises:
        InputError: The query can not be understood.
    """
    node = language.parse(query)
    words = list(_wanted(node)) if node is not None else []
    if not words:
        return None
    return re.compile("|".join(words), re.IGNORECASE)


def _wanted(node: Node) -> list[str]:
    if isinstance(node, language.Words):
        words = _WORD.findall(node.text)
        return [r"\b" + r"\W+".join(map(re.escape, words))] if words else []
    if isinstance(node, language.Both | language.Either):
        return [word for operand in node.operands for word in _wanted(operand)]
    return []


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
