"""How a query may go on: the fields of the query language, and what some of them know."""

from __future__ import annotations

from textual.suggester import Suggester

from newsreader.core.query import FIELDS, PARTS, STATES

_VALUES = {"is": STATES, "has": PARTS}


class QuerySuggester(Suggester):
    """Shows the rest of a field or of its value while one types; Right takes it."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Give the whole line with its last word finished; None where nothing is known."""
        rest = ending(value.rpartition(" ")[2].lstrip("(-"))
        return value + rest if rest else None


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
