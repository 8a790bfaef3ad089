"""A query's tree as SQL: what the full-text index answers, and the conditions on articles.

Words become quoted strings of the full-text index and parameters, never part of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import structs

from newsreader.core import query as language
from newsreader.core.models import EntityType
from newsreader.core.query import Both, Either, Node, Not, Words
from newsreader.core.text import folded
from newsreader.library.required import WORD_END, required
from newsreader.library.text_index import spaced
from newsreader.library.times import stamp
from newsreader.library.values import HIDDEN, tag_pattern

Condition = tuple[str, list[Any]]

_TOKEN = re.compile(r"[^\W_]+")
_NAME_TOKEN = re.compile(r"[^\W_\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")
"""Of the index of names, which knows no phrases. At the signs left out (of Tai Lue, and Vedic ones)
SQLite parts words, though Python has them for letters."""
SHORTEST_BEGINNING = 3
"""Fewer letters are looked for as a word: as a beginning they find nearly everything, slowly."""
_PLAIN = re.compile(r"[A-Za-z0-9]{3,60}")
"""A beginning that is in the index as it is written, but for capitals."""
_SAME = re.compile(r"(?![iks])[\x01-\x7f]", re.IGNORECASE | re.ASCII)
"""Characters that a pattern takes for no others, but for capitals: i, k and s are others' too."""
_COLUMNS = {"title": "title : ", "author": "author : ", "any": ""}
_BROAD = re.compile(r'(?<!\w)\w{1,4}" \*')
"""In the syntax of the full-text index: the beginning of a word, of no more than four letters."""
FOUND = "SELECT rowid FROM found WHERE found MATCH ?"
"""The statement for the ids of the articles that hold words."""


class Near(msgspec.Struct, frozen=True):
    """The only articles that are asked for.

    Attributes:
        ids: From the lowest to the highest.
        are_apart: So few have ids among these that each is looked up by itself.
    """

    ids: range
    are_apart: bool = False


class Parts(msgspec.Struct, frozen=True):
    """A query in two parts, both of which must hold.

    Attributes:
        text: In the syntax of the full-text index, "" where there is none.
        rest: What the index can not answer.
    """

    text: str = ""
    rest: Node | None = None

    def without(self, node: Node) -> Parts:
        """Give the query without one of the conditions that must hold."""
        left = tuple(one for one in _parts(self.rest) if one != node) if self.rest else ()
        return Parts(self.text, Both(left) if left else None)


def split(node: Node | None) -> Parts:
    """Part what the full-text index can answer from what it can not."""
    node = pruned(node) if node is not None else None
    if node is None:
        return Parts()
    texts = [(operand, in_index(operand)) for operand in _parts(node)]
    wanted = [text for _, text in texts if text]
    unwanted = []
    rest = []
    for operand, text in texts:
        without = in_index(operand.operand) if wanted and isinstance(operand, Not) else ""
        if without:
            unwanted.append(without)
        elif not text:
            rest.append(operand)
    text = " AND ".join(wanted)
    if unwanted:
        text = f"({text}) NOT ({' OR '.join(unwanted)})"
    return Parts(text, Both(tuple(rest)) if rest else None)


def pruned(node: Node) -> Node | None:
    """Take out words that hold nothing to look for, and what changes nothing."""
    match node:
        case Words():
            return node if _TOKEN.search(node.text) else None
        case Not():
            operand = pruned(node.operand)
            return _opposite(operand) if operand is not None else None
        case Both():
            operands = [part for one in _kept(node) for part in _parts(one)]
            return Both(tuple(operands)) if operands else None
        case Either():
            operands = _kept(node)
            return Either(tuple(operands)) if operands else None
        case _:
            return node


def spelled_out(node: Node, terms: Callable[[str], Sequence[str] | None]) -> Node:
    """Put the words that begin so in the place of a beginning, where they are few.

    The index looks words up where they are asked for. What words with a beginning find it collects
    from all articles first, however few are asked for.

    Args:
        node: The tree.
        terms: Gives the words that begin so; None where there are too many.
    """
    match node:
        case Words() if not node.phrase and _PLAIN.fullmatch(node.text):
            found = terms(node.text.lower())
            if found is None:
                return node
            words = (structs.replace(node, text=term, phrase=True) for term in found or [node.text])
            return Either(tuple(words))
        case Not():
            return Not(spelled_out(node.operand, terms))
        case Both() | Either():
            return type(node)(tuple(spelled_out(operand, terms) for operand in node.operands))
        case _:
            return node


def _opposite(node: Node) -> Node:
    match node:
        case Not():
            return node.operand
        case language.Match("is", "read"):
            return language.Match("is", "unread")
        case language.Match("is", "unread"):
            return language.Match("is", "read")
        case _:
            return Not(node)


def _kept(node: Both | Either) -> list[Node]:
    return [kept for one in node.operands if (kept := pruned(one)) is not None]


def _parts(node: Node) -> tuple[Node, ...]:
    """Give all that must hold."""
    return node.operands if isinstance(node, Both) else (node,)


def in_index(node: Node) -> str:
    """Give a tree of nothing but words in the syntax of the full-text index, "" for any other."""
    match node:
        case Words():
            return _words(node)
        case Both() | Either():
            parts = [in_index(operand) for operand in node.operands]
            word = " AND " if isinstance(node, Both) else " OR "
            return f"({word.join(parts)})" if all(parts) else ""
        case _:
            return ""


def _words(node: Words) -> str:
    text = spaced(node.text)
    beginning = len(_TOKEN.findall(text)[-1]) >= SHORTEST_BEGINNING and not node.phrase
    quoted = '"' + text.replace('"', '""') + '"'
    return f"({_COLUMNS[node.field]}{quoted}{' *' if beginning else ''})"


def is_broad(words: str) -> bool:
    """Say whether what words find takes the index too long to tell.

    What a short beginning of words finds is collected anew for each question, and that takes longer
    than walking the list.
    """
    return _BROAD.search(words) is not None


def condition(node: Node, now: datetime, near: Near | None = None) -> Condition:
    """Give a tree (of which `split` took out empty words) as a condition on articles.

    Args:
        node: The tree.
        now: The present.
        near: Where only these articles are asked for, words and names are looked up in no others.
    """
    match node:
        case Words():
            return holding(near), [_words(node)]
        case language.Match():
            return _match(node, near)
        case language.Pattern():
            return _matching(node.pattern)
        case language.Moment():
            return moment(node, now)
        case Not():
            sql, parameters = condition(node.operand, now, near)
            return f"NOT ({sql})", parameters
        case Both():
            return _joined(" AND ", node.operands, now, near)
        case Either():
            return _joined(" OR ", node.operands, now, near)


def _matching(pattern: str) -> Condition:
    """Give the condition that titles match; what they must hold for that is looked for first.

    That takes a fraction of the time that a pattern is tried in.
    """
    *others, texts = required(pattern)
    parts = [] if others else [part for text in texts for part in text.split(WORD_END)]
    likes = [like for part in dict.fromkeys(parts) if (like := _loosely(part)).strip("%_")]
    looked_for = "articles.title LIKE ? ESCAPE '\\' AND " * len(likes)
    return f"{looked_for}matches(?, articles.title)", [*likes, pattern]


def _loosely(text: str) -> str:
    """Give the pattern of what holds a text, where SQLite knows which letters are the same."""
    return f"%{''.join(_escape(one) if _SAME.match(one) else '_' for one in text)}%"


def is_walked(node: Node) -> bool:
    """Say whether each article must be looked at, since no index leads to those that are meant."""
    match node:
        case language.Match():
            return node.field in _WALKED or (node.field, node.value) == ("is", "read")
        case language.Pattern() | Not():
            return True
        case Both():
            return all(map(is_walked, node.operands))
        case Either():
            return any(map(is_walked, node.operands))
        case _:
            return False


def _joined(word: str, operands: Sequence[Node], now: datetime, near: Near | None) -> Condition:
    parts = [condition(operand, now, near) for operand in operands]
    return (
        word.join(f"({sql})" for sql, _ in parts),
        [parameter for _, parameters in parts for parameter in parameters],
    )


def moment(node: language.Moment, now: datetime, column: str = "articles.sort_time") -> Condition:
    """Give a time as a condition on a column that has those of articles."""
    try:
        at = node.at if node.at is not None else now - (node.ago or now - now)
    except OverflowError:
        at = datetime.min.replace(tzinfo=UTC)
    return f"{column} {'>=' if node.after else '<'} ?", [stamp(at)]


def holding(near: Near | None) -> str:
    """Give the condition that articles hold what the full-text index is asked for."""
    if near and near.are_apart:
        return "EXISTS (SELECT 1 FROM found WHERE found MATCH ? AND rowid = articles.id)"
    here = f" AND rowid BETWEEN {near.ids[0]} AND {near.ids[-1]}" if near else ""
    return f"articles.id IN ({FOUND}{here})"


def naming(whom: str, near: Near | None) -> str:
    """Give the condition that articles name one of those whom a statement gives."""
    table = f"article_entities WHERE entity_id IN ({whom})"
    if near and not near.are_apart:
        here = f"article_id BETWEEN {near.ids[0]} AND {near.ids[-1]}"
        table = table.replace(
            "WHERE", f"INDEXED BY article_entities_by_article WHERE {here} AND", 1
        )
    return f"articles.id IN (SELECT article_id FROM {table})"


def _match(node: language.Match, near: Near | None) -> Condition:
    if node.field in language.ENTITY_FIELDS:
        whom, values = named(node.value, language.ENTITY_FIELDS[node.field])
        return naming(whom, near), values
    if node.field == "country":
        return naming(_IN_COUNTRY, near), [node.value.upper()]
    return _SIMPLE[node.field](node.value)


def named(name: str, kind: str | None) -> Condition:
    """Give the statement for whom a name stands for, whatever its capitals and accents.

    One word finds the people who have it in their names as well; several, or a name of what is no
    person, find whoever has them in the name where nobody has just that name.
    """
    whom = (
        "SELECT entities.id FROM {} JOIN entities ON entities.id = coalesce(name.identity, name.id)"
        f" WHERE {{}}{' AND entities.type = ?' if kind else ''}"
    )
    kinds = [kind] if kind else []
    exact = whom.format("entities AS name", "coalesce(name.folded, name.name) COLLATE NOCASE = ?")
    sql, values = exact, [folded(name), *kinds]
    words = " ".join(f'"{word}"' for word in name_words(name))
    if words:
        part = whom.format(
            "names CROSS JOIN entities AS name ON name.id = names.rowid", "names MATCH ?"
        )
        own = [words, *kinds]
        if kind != EntityType.PERSON or " " in words:
            part, own = f"{part} AND NOT EXISTS ({exact})", [*own, *values]
        sql, values = f"{sql} UNION ALL {part}", [*values, *own]
    return sql, values


def name_words(name: str) -> list[str]:
    """Give the words by which the index of names finds a name."""
    return _NAME_TOKEN.findall(folded(name))


def feeds_called(value: str) -> tuple[Condition, Condition]:
    """Give the statement for the feeds with something in their names or addresses.

    And the condition on articles that are left of such a feed.
    """
    pattern = like(value)
    return (
        "SELECT id FROM feeds WHERE own_title LIKE ? ESCAPE '\\'"
        " OR feed_title LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\'",
        [pattern] * 3,
    ), ("articles.feed_title LIKE ? ESCAPE '\\'", [pattern])


def _feed(value: str) -> Condition:
    (feeds, names), (left, title) = feeds_called(value)
    return f"articles.feed_id IN ({feeds}) OR {left}", [*names, *title]


def folders_called(value: str) -> Condition:
    """Give the statement for a folder and those inside it, whatever its capitals."""
    return (
        "SELECT id FROM folders WHERE path = ? COLLATE NOCASE OR path LIKE ? ESCAPE '\\'",
        [value, _escape(value) + "/%"],
    )


def _folder(value: str) -> Condition:
    folders, values = folders_called(value)
    return f"articles.folder_id IN ({folders})", values


def _tag(value: str) -> Condition:
    those, values = tagged(value)
    return (
        f"articles.tags LIKE ? ESCAPE '\\' OR articles.id IN ({those})",
        [like(tag_pattern(value)), *values],
    )


def tagged(tag: str) -> Condition:
    """Give the statement for the articles that have a tag of the person's, or of a rule."""
    return (
        "SELECT article_id FROM bookmarks WHERE tags LIKE ? ESCAPE '\\' UNION ALL"
        " SELECT article_id FROM verdicts CROSS JOIN rules ON rules.id = rule_id"
        " WHERE action = 'tag' AND tag = ? COLLATE NOCASE",
        [like(tag_pattern(tag)), tag],
    )


def _note(value: str) -> Condition:
    return (
        "articles.id IN (SELECT article_id FROM bookmarks WHERE note LIKE ? ESCAPE '\\')",
        [like(value)],
    )


def _has(value: str) -> Condition:
    if value == "image":
        return "articles.image IS NOT NULL", []
    if value == "text":
        return "articles.source = 'page' OR articles.preparation = 'ready'", []
    return "articles.media LIKE ?", [f"%{value}%"]


_IN_COUNTRY = "SELECT id FROM entities WHERE country = ? AND country <> '' AND identity IS NULL"
_STATES = {
    "read": "articles.read = 1",
    "unread": "articles.read = 0",
    "bookmarked": "articles.bookmarked = 1",
    "watched": "articles.id IN (SELECT article_id FROM watched_articles)",
    "hidden": f"articles.removed = {HIDDEN}",
}
_WALKED = frozenset({"feed", "tag", "has", "lang", "url"})
_SIMPLE = {  # the plus keeps SQLite from an index that has no order: it is asked where it leads
    "feed": _feed,
    "folder": _folder,
    "url": lambda value: ("articles.url LIKE ? ESCAPE '\\'", [like(value)]),
    "tag": _tag,
    "note": _note,
    "lang": lambda value: ("+articles.language LIKE ? ESCAPE '\\'", [_escape(value) + "%"]),
    "is": lambda value: (_STATES[value], []),
    "has": _has,
}


def like(value: str) -> str:
    """Give the pattern of what holds a value."""
    return f"%{_escape(value)}%"


def _escape(value: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", value)
