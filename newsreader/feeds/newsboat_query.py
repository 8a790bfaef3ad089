"""newsboat's filter expressions (``query:`` feeds) in this program's query language."""

from __future__ import annotations

import re
from collections.abc import Callable

from newsreader.core import query as language
from newsreader.core.errors import InputError

_TOKEN = re.compile(
    r"\s*(?:(?P<sign>[()])|(?P<word>\w+)\s*(?P<operator>==|=~|!~|!=|!#|<=|>=|[=<>#]|between\b)"
    r'\s*(?:"(?P<text>[^"]*)"|(?P<number>\d+(?::\d+)?))|(?P<join>and|or)\b)',
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[\w\s'’.,-]+")
"""Of a regular expression: nothing but words."""
_DEEPEST = 10


def translate(expression: str) -> str:
    """Give a filter expression as a query.

    Raises:
        InputError: It asks for what the query language does not know.
    """
    tokens = _tokens(expression)
    query, rest = _either(tokens, 0)
    if rest:
        raise InputError("The filter expression can not be understood.")
    language.parse(query)
    return query


def _tokens(expression: str) -> list[re.Match[str]]:
    tokens: list[re.Match[str]] = []
    position = 0
    while expression[position:].strip():
        found = _TOKEN.match(expression, position)
        if found is None:
            raise InputError("The filter expression can not be understood.")
        tokens.append(found)
        position = found.end()
    return tokens


_Tokens = list[re.Match[str]]


def _joined(
    tokens: _Tokens, word: str, part: Callable[[_Tokens], tuple[str, _Tokens]]
) -> tuple[list[str], _Tokens]:
    """Read parts that stand on both sides of a word."""
    query, tokens = part(tokens)
    parts = [query]
    while tokens and (tokens[0]["join"] or "").lower() == word:
        query, tokens = part(tokens[1:])
        parts.append(query)
    return parts, tokens


def _either(tokens: _Tokens, depth: int) -> tuple[str, _Tokens]:
    if depth > _DEEPEST:
        raise InputError("The filter expression is nested too deeply.")
    parts, rest = _joined(tokens, "or", lambda here: _both(here, depth))
    return " OR ".join(parts), rest


def _both(tokens: _Tokens, depth: int) -> tuple[str, _Tokens]:
    parts, rest = _joined(tokens, "and", lambda here: _one(here, depth))
    return " ".join(parts), rest


def _one(tokens: _Tokens, depth: int) -> tuple[str, _Tokens]:
    if not tokens or tokens[0]["join"] or tokens[0]["sign"] == ")":
        raise InputError("The filter expression can not be understood.")
    if tokens[0]["sign"] == "(":
        query, rest = _either(tokens[1:], depth + 1)
        if not rest or rest[0]["sign"] != ")":
            raise InputError("A bracket in the filter expression is not closed.")
        return f"({query})", rest[1:]
    return _condition(tokens[0]), tokens[1:]


def _condition(found: re.Match[str]) -> str:
    """Translate one comparison."""
    field, operator = found["word"].lower(), found["operator"].lower().replace("==", "=")
    value = found["text"] if found["text"] is not None else found["number"]
    query = _FIELDS.get(field, _words)(field, operator.lstrip("!") or "=", value)
    if not query:
        raise InputError(f"It asks for {field} {operator} in a way that is not known here.")
    return f"-{query}" if operator.startswith("!") else query


def _unread(_: str, operator: str, value: str) -> str:
    if operator != "=":
        return ""
    return "is:unread" if value.lower() == "yes" else "is:read"


def _title(_: str, operator: str, value: str) -> str:
    if not value or operator not in _MATCHES:
        return ""
    return (
        f"title:/^{_pattern(re.escape(value))}$/"
        if operator == "="
        else f"title:/{_pattern(value)}/"
    )


def _age(_: str, operator: str, value: str) -> str:
    low, colon, high = value.partition(":")
    if operator == "between" and colon:
        return f"(older:{int(low)}d newer:{int(high) + 1}d)"
    if not value.isdigit():
        return ""
    days = int(value)
    return {
        "<": f"newer:{days}d",
        "<=": f"newer:{days + 1}d",
        ">": f"older:{days + 1}d",
        ">=": f"older:{days}d",
    }.get(operator, "")


def _words(field: str, operator: str, value: str) -> str:
    """Translate a comparison with words: a pattern that is more than words can not be asked."""
    if (field in _LISTS) != (operator == "#") or operator not in (*_MATCHES, "#"):
        return ""
    template = _TEMPLATES.get(field, "")
    return template.format(value) if _PLAIN.fullmatch(value) else ""


_MATCHES = ("=", "=~", "~")
_LISTS = ("tags", "flags")
_TEMPLATES = {
    "content": '"{}"',
    "description": '"{}"',
    "author": 'author:"{}"',
    "feedtitle": 'feed:"{}"',
    "link": 'url:"{}"',
    "tags": 'folder:"{}"',
    "flags": 'tag:"flag-{}"',
}
_FIELDS = {"unread": _unread, "title": _title, "age": _age}


def _pattern(expression: str) -> str:
    return re.sub(r"(?<!\\)/", r"\/", expression)
