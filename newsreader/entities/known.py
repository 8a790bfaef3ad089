"""By which name a place, an organisation or a person is known in all articles and languages.

Only what is safe by itself is known: a place that was found on the map, and names of a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import msgspec

from newsreader.core.models import Entity, EntityType, Place
from newsreader.entities.gazetteer import gazetteer
from newsreader.entities.resolver import HISTORIC

_PAST = frozenset(HISTORIC) | {
    "СССР", "Советский Союз", "СРСР", "Sowjetunion", "UdSSR", "URSS", "Union soviétique",
    "Unión Soviética", "União Soviética", "Unione Sovietica", "Sovjet-Unie", "苏联", "ソ連", "DDR",
    "RDA", "Ostdeutschland", "Westdeutschland",
}  # fmt: skip
"""Countries of the past: the map has those that stand where they stood."""
_USUAL = {"New York City": "New York"}
"""Names of the map -> what the news says."""
_TABLE = files("newsreader.entities") / "data" / "known_names.txt"


def with_known_names(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Give entities with the names that they are known by, where these are others than theirs."""
    return tuple(
        msgspec.structs.replace(one, known=known)
        if (known := _known(one)) not in ("", one.name)
        else one
        for one in entities
    )


def _known(entity: Entity) -> str:
    if entity.type is EntityType.PLACE:
        return _known_place(entity.name, entity.place) if entity.place else ""
    return _names().get((entity.type, entity.name), "")


def _known_place(name: str, place: Place) -> str:
    """Give a place's English name, or its own with the country where another has that first."""
    if name in _PAST:
        return ""
    first = next(iter(gazetteer().candidates(place.name)), None)
    if first is None or first.country == place.country:
        return _USUAL.get(place.name, place.name)
    return f"{name} ({place.country})"


@lru_cache(maxsize=1)
def _names() -> dict[tuple[EntityType, str], str]:
    """Every name of the table -> the one that is known, read at first use."""
    found: dict[tuple[EntityType, str], str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, names = line.partition(": ")
            known, *others = names.split("; ")
            found |= {(EntityType(kind), other): known for other in others}
    return found
