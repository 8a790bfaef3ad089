"""What the words around a name, and general knowledge, say after the model."""

from __future__ import annotations

import pytest

from newsreader.entities import analyse

_SPACE = "The craft flew past Jupiter and Saturn, and looked at Titan. It was far from the Sun."
_SHIP = "In 1858 the USS Niagara sailed from Ireland. On 5 August the Niagara reached the bay."
_EUCLID = "Euclid shows how to find the number. Euclid's theorem is still taught in schools."
_RIVER = "Carp followed it down the Syr Darya, and the lake shrank when cotton was planted."
_ROCKET = "The probe was launched in March on an Ariane 5, and it will arrive in ten years."


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (_SPACE, "Jupiter", "place"),
        (_SHIP, "USS Niagara", "other"),
        (_EUCLID, "Euclid", "person"),
        (_RIVER, "Syr Darya", "place"),
        (_ROCKET, "Ariane 5", "other"),
    ],
)
def test_a_name_is_what_its_surroundings_say(text: str, name: str, kind: str) -> None:
    entities = {one.name: one for one in analyse("", text, language="en").entities}
    assert entities[name].type.value == kind
    assert entities[name].place is None


def test_german_names_of_people_are_found() -> None:
    text = "Konrad Zuse war Bauingenieur und rechnete ungern, und Zuse baute eine Maschine."
    names = {one.name for one in analyse("", text, language="de").entities}
    assert "Konrad Zuse" in names
