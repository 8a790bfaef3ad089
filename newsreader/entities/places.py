"""Which of the places of one name an article means, and where it is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from newsreader.core.models import Mention, Place
from newsreader.entities.foreign import foreign_place
from newsreader.entities.gazetteer import Row, gazetteer
from newsreader.entities.words import words

_NAMED_COUNTRY = 1.2
"""How many powers of ten of people it outweighs that the article names the place's country."""
_APPOSITION = 6.0
"""The same for "Paris, Texas"."""
_FAME = 1.5
"""The same for the one place of a name that the whole world knows."""
_TOO_SMALL = 60_000
"""A town of fewer people, whose country the article does not name, is as likely another."""
_SETTLED = words("US CA AU NZ ZA")
"""Countries whose towns are often named after others."""
_FAMOUS = {
    "Venice": "IT", "Florence": "IT", "Rome": "IT", "Naples": "IT", "Athens": "GR", "Geneva": "CH",
    "Oxford": "GB", "Greenwich": "GB", "Manchester": "GB", "Dublin": "IE", "Moscow": "RU",
    "St. Petersburg": "RU", "Alexandria": "EG", "Tripoli": "LY", "Odessa": "UA", "Paris": "FR",
    "London": "GB", "Berlin": "DE", "Vienna": "AT", "Warsaw": "PL", "Lima": "PE", "Santiago": "CL",
    "Melbourne": "AU", "Perth": "AU", "Sydney": "AU", "Delhi": "IN", "Hyderabad": "IN",
    "Toledo": "ES", "Granada": "ES", "Valencia": "ES", "Barcelona": "ES", "Bethlehem": "PS",
    "Lebanon": "LB", "Damascus": "SY", "Cairo": "EG", "Panama City": "PA", "San José": "CR",
}  # fmt: skip
_AFTER = re.compile(r",\s+([A-Z][\w.’'-]+(?:\s[A-Z][\w.’'-]+){0,3})")


def resolve_place(name: str, language: str = "") -> list[Row]:
    """The places that a name may mean, in English or in the article's language."""
    known = gazetteer()
    rows = known.candidates(name) or known.candidates(known.demonyms.get(name, ""))
    if rows:
        return rows
    foreign = foreign_place(name, language) if language not in ("", "en") else None
    if foreign is None:
        return []
    return [row for row in known.candidates(foreign.english) if row.country == foreign.country]


def named_countries(names: Iterable[str], language: str = "") -> set[str]:
    """The countries that are named outright: by name, by their people, or by a region of theirs."""
    found = set()
    for name in names:
        rows = resolve_place(name, language)
        if rows and rows[0].kind in "CR":
            found.add(rows[0].country)
    return found


def choose_place(rows: list[Row], countries: set[str], after: Iterable[str]) -> Place | None:
    """Choose among the places of one name.

    Args:
        rows: All places of that name.
        countries: The countries that the article names.
        after: What stands after the name and a comma, wherever it is mentioned.
    """
    if not rows:
        return None
    beside = [row for name in after for row in resolve_place(name)[:1] if row.kind in "CR"]

    def weight(row: Row) -> float:
        score = math.log10(row.people + 1) + {"C": 9.0, "R": 1.5, "T": 0.0}[row.kind]
        if row.country in countries:
            score += _NAMED_COUNTRY
        if _FAMOUS.get(row.name) == row.country:
            score += _FAME
        for near in beside:
            if near.country == row.country and near.name != row.name:
                score += _APPOSITION - (_distance(near, row) if near.kind == "R" else 0)
        return score

    best = max(rows, key=weight)
    supported = best.country in countries or _FAMOUS.get(best.name) == best.country or beside
    if not supported and best.people < _TOO_SMALL and _is_doubtful(best, rows):
        return None
    return Place(name=best.name, country=best.country, lat=best.lat, lon=best.lon)


def _is_doubtful(best: Row, rows: list[Row]) -> bool:
    """Whether the name is also another country's, or a settler's copy of one of the old world."""
    if best.kind != "T":
        return False
    return best.country in _SETTLED or any(row.country != best.country for row in rows)


def _distance(one: Row, other: Row) -> float:
    """How far two places are from one another, 0 to 5: in steps of four degrees."""
    return min(5.0, math.hypot(one.lat - other.lat, one.lon - other.lon) / 4)


def names_after(text: str, mentions: Iterable[Mention]) -> list[str]:
    """What stands after each mention and a comma: the "Texas" of "Paris, Texas"."""
    found = []
    for mention in mentions:
        match = _AFTER.match(text, mention.end, mention.end + 60)
        if match:
            words = match.group(1).split()
            found += [" ".join(words[:count]).rstrip(".,") for count in range(len(words), 0, -1)]
            found += [match.group(1)]
    return found
