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


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        # Edges: what belongs to a name, and what does not
        ("Myanmar's leader Aung San Suu Kyi was freed on Friday.", "Aung San Suu Kyi", "person"),
        ("Aides said that Kassym-Jomart Tokayev had resigned.", "Kassym-Jomart Tokayev", "person"),
        ("In Nairobi, MP Moses Kuria said it was over.", "Moses Kuria", "person"),
        ("They use Windows 10 and Apple phones at work.", "Apple", "organisation"),
        ("The Communist Party of China met.", "Communist Party of China", "organisation"),
        ("She won the Academy Award for Best Original Song in Los Angeles.",
         "Academy Award for Best Original Song", "other"),
        # Types: what the last word of a name says, and what is known
        ("Workers of Fosun Pharma met in Shanghai on Friday.", "Fosun Pharma", "organisation"),
        ("Talks on Brexit with Michel Barnier went on in London.", "Brexit", "other"),
        ("The number of COVID-19 cases in Brazil rose again.", "COVID-19", "other"),
        ("Sinn Féin and Fianna Fáil met in Dublin.", "Fianna Fáil", "organisation"),
        ("Robots are made by UiPath and sold in London.", "UiPath", "organisation"),
        ("The New Zealand Herald said so in Wellington.", "New Zealand Herald", "organisation"),
        ("The South African Revenue Service (Sars) said so. In Sars they work.",
         "South African Revenue Service", "organisation"),
        ("There Datuk Seri Anwar Ibrahim spoke of it.", "Anwar Ibrahim", "person"),
        # A full name speaks for the surname as often as that stands alone
        ("Évariste Galois was born in 1811. " + "Galois proved it. The work of Galois. " * 6,
         "Évariste Galois", "person"),
    ],
)  # fmt: skip
def test_a_name_has_its_edges_and_its_type(text: str, name: str, kind: str) -> None:
    entities = {one.name: one for one in analyse("", text, language="en").entities}
    assert name in entities, sorted(entities)
    assert entities[name].type.value == kind


def test_a_weekday_after_a_name_is_no_surname() -> None:
    text = "President Joko Widodo Friday told reporters that it was over."
    assert "Joko Widodo" in {one.name for one in analyse("", text, language="en").entities}


def test_german_names_of_people_are_found() -> None:
    text = "Konrad Zuse war Bauingenieur und rechnete ungern, und Zuse baute eine Maschine."
    names = {one.name for one in analyse("", text, language="de").entities}
    assert "Konrad Zuse" in names
