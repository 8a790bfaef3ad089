"""How a query may go on: the fields of the query language, what some of them know, and names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsreader.core.models import EntityType, Identity
from newsreader.core.query import ENTITY_FIELDS, FIELDS, PARTS, STATES

if TYPE_CHECKING:
    from newsreader.services.session import Session

Suggest = Callable[[str], Sequence[Identity]]
"""Gives whom the beginnings of words may name, the most named first."""

LEAST = 3
"""Letters from which on a bare word may be the beginning of a name."""
MUCH = 3
"""So many articles name whom a bare word suggests."""
MOST = 6
"""Names that are suggested at once."""
LOOKED_AT = 24
"""Names among which those of the wanted type are looked for."""
_VALUES = {"is": STATES, "has": PARTS}
_FIELD_OF = {kind: field for field, kind in ENTITY_FIELDS.items()}
_NAME = re.compile(
    rf"(?:^|(?<=[\s(-]))(?P<field>{'|'.join(ENTITY_FIELDS)}):"
    r'(?:"(?P<quoted>[^"]*)|(?P<bare>[^\s"()]*))\Z'
)
_PLAIN = re.compile(r"[\w.’'-]+")


def names_of(session: Session) -> Suggest:
    """Give what suggests the names of a library."""

    def suggest(text: str) -> Sequence[Identity]:
        from newsreader.services import entities

        return entities.suggest(session, text, LOOKED_AT)

    return suggest


class QueryCompleter:
    """Gives the lines that a query may become.

    Args:
        suggest: Knows the names of the library.
    """

    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def complete(self, text: str) -> list[str]:
        """Give whole lines that a line may become, the best first; none where nothing is known."""
        named = _NAME.search(text)
        if named is not None:
            return self._names_of_field(text[: named.start()], named)
        word = text.rpartition(" ")[2].lstrip("(-")
        rest = ending(word)
        return [f"{text}{rest}"] if rest else self._names_of_word(text, word)

    def names(self, begun: str) -> list[str]:
        """Give names that something typed may be the beginning of."""
        return [one.name for one in self._suggest(begun)][:MOST] if begun else []

    def _names_of_field(self, before: str, named: re.Match[str]) -> list[str]:
        field, begun = named["field"], named["quoted"] or named["bare"] or ""
        kind = ENTITY_FIELDS[field]
        found = self._suggest(begun) if begun.strip() else ()
        fitting = [one for one in found if kind is None or one.type is kind]
        lines = [f"{before}{field}:{value_of(one.name)}" for one in fitting]
        return [line for line in dict.fromkeys(lines) if line != named.string][:MOST]

    def _names_of_word(self, text: str, word: str) -> list[str]:
        """Give whom a bare word may name, as the field that finds it."""
        if len(word) < LEAST or not word.isalpha() or text.count('"') % 2:
            return []
        found = [one for one in self._suggest(word) if one.articles >= MUCH]
        before = text[: len(text) - len(word)]
        return [f"{before}{field_of(one.type)}:{value_of(one.name)}" for one in found][:MOST]


def field_of(kind: EntityType) -> str:
    """Give the field of the query language that finds names of a type."""
    return _FIELD_OF.get(kind, "entity")


def value_of(name: str) -> str:
    """Write a name as the value of a field: in quotes where it is more than a word."""
    return name if _PLAIN.fullmatch(name) else '"{}"'.format(name.replace('"', " "))


def ending(word: str) -> str:
    """Give what is missing of a field's name or of its value, "" where nothing is known."""
    field, colon, begun = word.partition(":")
    if colon:
        known = [each for each in _VALUES.get(field, ()) if each.startswith(begun)]
        return known[0][len(begun) :] if known else ""
    if len(word) < 2:
        return ""
    name = next((each for each in FIELDS if each.startswith(word)), "")
    return f"{name}:"[len(word) :] if name else ""
