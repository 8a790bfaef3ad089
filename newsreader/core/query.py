"""What to list: a scope, a filter, an order, and the query language, from text to a tree.

The language is the one of the screen's search, the command line and saved searches. Words must all
be found; what else there is stands in `FIELDS` and in `HELP`, which the documentation is made of.
Nothing that a person types can be more than an `InputError`, which names the column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import Article, EntityType
from newsreader.core.patterns import compile_pattern, late

ScopeKind = Literal["all", "folder", "feed", "bookmarks", "entity", "smart"]


class Scope(msgspec.Struct, frozen=True):
    """Where to look.

    Attributes:
        kind: ``all`` leaves out feeds that are hidden; a search of it finds what is in them.
        value: A folder's path, a feed's id, an entity as ``type:name``, the id of a smart feed's
            rule, or one of the person's tags for the bookmarks that have it; "" otherwise.
    """

    kind: ScopeKind = "all"
    value: str | int = ""

    @classmethod
    def all(cls) -> Scope:
        """Give the scope of everything."""
        return cls()


class PageKey(msgspec.Struct, frozen=True, order=True):
    """Where an article stands in the order of a list: by a time or a title, then by its id."""

    place: datetime | str
    id: int


class Order(StrEnum):
    """What comes first in a list. The last two are for bookmarks."""

    NEWEST = "newest"
    OLDEST = "oldest"
    KEPT = "kept"
    """What was bookmarked last."""
    TITLE = "title"
    """From A to Z; large and small letters are the same."""

    @property
    def ascending(self) -> bool:
        """Whether what is less comes first."""
        return self in (Order.OLDEST, Order.TITLE)

    @property
    def by_age(self) -> bool:
        """Whether articles stand in the order of their times."""
        return self in (Order.NEWEST, Order.OLDEST)

    def key(self, article: Article) -> PageKey:
        """Give an article's place in this order."""
        if self is Order.TITLE:
            return PageKey(_ascii_lower(article.title), article.id)
        if self is Order.KEPT:
            return PageKey(article.kept or article.sort_time, article.id)
        return PageKey(article.sort_time, article.id)


def _ascii_lower(text: str) -> str:
    """Make letters small as the library's index does it: only those from A to Z."""
    return text.encode("utf-8", "replace").lower().decode()


class ListQuery(msgspec.Struct, frozen=True):
    """What a list shows.

    Attributes:
        query: In the query language, "" for everything in the scope.
        order: What comes first.
    """

    scope: Scope = Scope()
    unread_only: bool = False
    query: str = ""
    order: Order = Order.NEWEST

    def __post_init__(self) -> None:
        """Refuse an order that the scope does not have."""
        if not self.order.by_age and self.scope.kind != "bookmarks":
            raise ValueError(f"Only bookmarks have the order {self.order}.")


# -- the tree --------------------------------------------------------------------------------------


class Words(msgspec.Struct, frozen=True):
    """A word, or a phrase, in title, byline or text.

    Where it is no phrase, three letters and more may be the beginning of a word only.
    """

    text: str
    field: Literal["any", "title", "author"] = "any"
    phrase: bool = False


class Match(msgspec.Struct, frozen=True):
    """A test of one field: its name in `FIELDS` and what it is compared with."""

    field: str
    value: str


class Pattern(msgspec.Struct, frozen=True):
    """A regular expression on titles."""

    pattern: str


class Moment(msgspec.Struct, frozen=True):
    """Before or after a moment; ``ago`` counts back from the time of asking."""

    after: bool
    at: datetime | None = None
    ago: timedelta | None = None


class Not(msgspec.Struct, frozen=True):
    """Everything that the operand does not find."""

    operand: Node


class Both(msgspec.Struct, frozen=True):
    """What all operands find."""

    operands: tuple[Node, ...]


class Either(msgspec.Struct, frozen=True):
    """What any operand finds."""

    operands: tuple[Node, ...]


Node = Words | Match | Pattern | Moment | Not | Both | Either

FIELDS: dict[str, str] = {
    "feed": "a part of the feed's title or address",
    "folder": "a folder, with what is inside it",
    "author": "a word of the byline",
    "title": "a word of the title",
    "url": "a part of the address",
    "tag": "a tag of the feed or of yours",
    "note": "a part of your note on a bookmark",
    "entity": "a person, organisation or place by name",
    "person": "a person by name, or by one word of it",
    "org": "an organisation by name",
    "place": "a place by name",
    "country": "a place in a country, by its two letters",
    "lang": "the language, by its two letters",
    "is": "read, unread, bookmarked, watched, hidden",
    "has": "audio, video, image, text",
    "after": "published on or after a date, as 2026-01-31",
    "before": "published before a date",
    "newer": "younger than, as 2d, 3w, 12h",
    "older": "older than, as 2d, 3w, 12h",
}
"""The fields of the language, each with what it is compared with."""

HELP: dict[str, str] = {
    "wind power": "both words, in title, byline or text; three letters may begin a word",
    '"wind power"': "the words side by side",
    "wind OR solar": "either word; also with |",
    "wind -solar": "the first word but not the second; also with NOT",
    "(wind OR solar) power": "brackets group",
    "/gr[ae]y/": "a regular expression on titles",
    "feed:times": "a field; its value may stand in quotes",
}
"""How queries are written, by example."""

ENTITY_FIELDS: dict[str, EntityType | None] = {
    "entity": None,
    "person": EntityType.PERSON,
    "org": EntityType.ORGANISATION,
    "place": EntityType.PLACE,
}
STATES = ("read", "unread", "bookmarked", "watched", "hidden")
PARTS = ("audio", "video", "image", "text")
MOST_TERMS = 100
DEEPEST = 20
LONGEST_PATTERN = 200
MOST_REPEATS = 4
"""In a pattern: the time to find that a title does not match grows with their power."""

_TOKEN = late(
    r"""\s*(?:
    (?P<open>\()|(?P<close>\))|(?P<or>OR(?![^\s()"])|\|)|(?P<and>AND(?![^\s()"]))
    |(?P<not>-(?=[^\s-])|NOT(?![^\s()"]))
    |(?P<empty>[a-z]+:)(?=[\s()]|\Z)
    |(?:(?P<field>[a-z]+):)?(?:"(?P<phrase>[^"]*)(?:"|\Z)|/(?P<regex>(?:[^/\\]|\\.)+)/|(?P<word>[^\s()"]+))
    )""",
    re.VERBOSE,
)
_AGO = re.compile(r"(\d{1,5})\s*(min|h|d|w|m|y)\Z")
_UNENCODABLE = late("[\x00\ud800-\udfff]")
_PATTERN_PART = late(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?(?:P?<\w+>|<[=!]|[:=!]|[a-z-]+:?))?|\{[\d,]+\}|.",
    re.DOTALL,
)
_UNIT_HOURS = {"min": 1 / 60, "h": 1, "d": 24, "w": 168, "m": 720, "y": 8760}


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str
    field: str
    column: int


def parse(text: str) -> Node | None:
    """Read a query.

    Args:
        text: What the person typed.

    Returns:
        The tree; None for a text of nothing but white space.

    Raises:
        InputError: With the column, counted from 1, and what was expected there.
    """
    tokens = _tokens(_UNENCODABLE().sub("\ufffd", text))
    if not tokens:
        return None
    reader = _Reader(tokens, len(text) + 1)
    node = reader.either(0)
    if reader.here is not None:
        raise InputError(f"Column {reader.here.column}: this bracket closes nothing.")
    return node


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while text[position:].strip():
        found = _TOKEN().match(text, position)
        if found is None or found.end() == position:
            raise InputError(f"Column {position + 1}: this can not be understood.")
        tokens.append(_token(found))
        position = found.end()
        if len(tokens) > MOST_TERMS:
            raise InputError(f"Column {position}: a query has at most {MOST_TERMS} parts.")
    return tokens


def _token(found: re.Match[str]) -> _Token:
    kind = next(
        k
        for k in ("open", "close", "or", "and", "not", "empty", "phrase", "regex", "word")
        if found[k] is not None
    )
    column = found.end() - len(found[0].lstrip()) + 1
    field = found["field"] or ""
    value = found[kind]
    if kind == "empty" and value[:-1] not in FIELDS:
        kind = "word"
    if field and field not in FIELDS:
        if kind == "word":
            return _Token(kind, f"{field}:{value}", "", column)
        raise InputError(f"Column {column}: there is no field {field!r}.")
    return _Token(kind, value, field, column)


class _Reader:
    """Reads tokens by recursive descent: either > both > one."""

    def __init__(self, tokens: Sequence[_Token], end: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._end = end

    @property
    def here(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def either(self, depth: int) -> Node:
        parts = [self._both(depth)]
        while self.here is not None and self.here.kind == "or":
            self._take()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Node:
        parts = [self._one(depth)]
        while self.here is not None and self.here.kind not in ("or", "close"):
            if self.here.kind == "and":
                self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def _one(self, depth: int) -> Node:
        if self.here is None or self.here.kind in ("or", "and", "close"):
            column = self.here.column if self.here else self._end
            raise InputError(f"Column {column}: a word is expected here.")
        token = self._take()
        if depth > DEEPEST:
            raise InputError(f"Column {token.column}: this is nested too deeply.")
        if token.kind == "not":
            return Not(self._one(depth + 1))
        if token.kind == "open":
            node = self.either(depth + 1)
            if self.here is None:
                raise InputError(f"Column {self._end}: a closing bracket is expected here.")
            self._take()
            return node
        return _leaf(token)


def _leaf(token: _Token) -> Node:
    if token.kind == "empty":
        raise InputError(
            f"Column {token.column}: {token.text} wants {FIELDS.get(token.text[:-1], 'a value')}."
        )
    if token.kind == "regex":
        return _pattern(token)
    if token.field in ("", "title", "author"):
        return Words(token.text, token.field or "any", token.kind == "phrase")  # type: ignore[arg-type]
    if token.field in ("after", "before"):
        return Moment(token.field == "after", at=_date(token))
    if token.field in ("newer", "older"):
        return Moment(token.field == "newer", ago=_ago(token))
    if token.field == "is":
        _one_of(token, STATES)
    if token.field == "has":
        _one_of(token, PARTS)
    return Match(token.field, token.text)


def _pattern(token: _Token) -> Pattern:
    if token.field not in ("", "title"):
        raise InputError(f"Column {token.column}: a pattern is for titles only.")
    if len(token.text) > LONGEST_PATTERN or _is_endless(token.text):
        raise InputError(
            f"Column {token.column}: the pattern is too long, or repeats what repeats, and could"
            " take for ever."
        )
    try:
        compile_pattern(token.text)
    except (re.error, OverflowError, RecursionError) as error:
        raise InputError(f"Column {token.column}: the pattern is not right: {error}.") from error
    return Pattern(token.text)


def leaves(node: Node | None) -> Iterator[Words | Match | Pattern | Moment]:
    """Give the conditions that a tree is made of."""
    match node:
        case None:
            return
        case Not():
            yield from leaves(node.operand)
        case Both() | Either():
            for operand in node.operands:
                yield from leaves(operand)
        case _:
            yield node


def moves(node: Node | None) -> bool:
    """Say whether what a tree finds changes with time, or with what the person does to articles."""
    return any(
        (isinstance(leaf, Moment) and leaf.ago is not None)
        or (isinstance(leaf, Match) and leaf.field in ("is", "note", "tag"))
        for leaf in leaves(node)
    )


def _is_endless(pattern: str) -> bool:
    """Say whether a pattern can take more time than anybody waits.

    A group that repeats and holds a repetition or a choice can take exponential time; many
    repetitions in a row take a high power of the title's length.
    """
    groups = [False]
    closed = None
    repeats = 0
    for found in _PATTERN_PART().finditer(pattern):
        part = found[0]
        is_repeat = part[0] in "*+{"
        if is_repeat and closed:
            return True
        repeats += is_repeat
        if part[0] == "(":
            groups.append(False)
        elif part in ("|", "?") or is_repeat:
            groups[-1] = True
        closed = groups.pop() if part == ")" and len(groups) > 1 else None
        if closed:
            groups[-1] = True
    return repeats > MOST_REPEATS


def _one_of(token: _Token, known: Sequence[str]) -> None:
    if token.text not in known:
        raise InputError(f"Column {token.column}: {token.field}: wants {', '.join(known)}.")


def _date(token: _Token) -> datetime:
    try:
        moment = datetime.fromisoformat(token.text)
    except ValueError as error:
        raise InputError(
            f"Column {token.column}: {token.field}: wants a date, as 2026-01-31."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ago(token: _Token) -> timedelta:
    found = _AGO.match(token.text)
    if found is None:
        raise InputError(f"Column {token.column}: {token.field}: wants a time, as 2d, 3w, 12h.")
    return timedelta(hours=int(found[1]) * _UNIT_HOURS[found[2]])
