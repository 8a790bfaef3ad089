"""By which name what an article names is known in all articles and languages."""

from __future__ import annotations

import pytest

from newsreader.core.models import Entity, EntityType, Place
from newsreader.entities.known import with_known_names

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


@pytest.mark.parametrize(
    ("name", "kind", "place", "known"),
    [
        ("Украина", PLACE, ("Ukraine", "UA"), "Ukraine"),
        ("Ukraine", PLACE, ("Ukraine", "UA"), ""),
        ("Paris", PLACE, ("Paris", "FR"), ""),
        ("Paris", PLACE, ("Paris", "US"), "Paris (US)"),
        ("Nueva York", PLACE, ("New York City", "US"), "New York"),
        ("Soviet Union", PLACE, ("Russia", "RU"), ""),
        ("Atlantis", PLACE, None, ""),
        ("OTAN", ORGANISATION, None, "NATO"),
        ("NATO", ORGANISATION, None, ""),
        ("Владимир Путин", PERSON, None, "Vladimir Putin"),
        ("Putin", PERSON, None, ""),
        ("NATO", PERSON, None, ""),
    ],
)
def test_known_names(
    name: str, kind: EntityType, place: tuple[str, str] | None, known: str
) -> None:
    where = Place(name=place[0], country=place[1], lat=0, lon=0) if place else None
    [found] = with_known_names([Entity(name=name, type=kind, place=where)])
    assert found.known == known
