"""From mentions to entities: what names the same thing is one entry, what does not stays apart."""

from __future__ import annotations

import pytest

from newsreader.core.models import Entity, EntityType, Mention
from newsreader.entities import resolve
from newsreader.entities.resolver import MAX_ENTITIES

KINDS = {
    "P": EntityType.PERSON,
    "O": EntityType.ORGANISATION,
    "L": EntityType.PLACE,
    "M": EntityType.OTHER,
    "W": EntityType.LAW,
    "D": EntityType.DATE,
}


def entities(marked: str) -> list[Entity]:
    """Resolve a text whose mentions are marked "{P:Name}"."""
    text, mentions = "", []
    for part in marked.split("{"):
        kind, _, rest = part.partition(":") if text or part[1:2] == ":" else ("", "", part)
        if kind in KINDS and "}" in rest:
            name, _, rest = rest.partition("}")
            mentions.append(Mention(start=len(text), end=len(text) + len(name), type=KINDS[kind]))
            text += name + rest
        else:
            text += part
    return resolve(text, mentions, language="en")


def by_name(found: list[Entity]) -> dict[tuple[str, str], int]:
    return {(one.name, one.type.value): one.count for one in found}


def test_a_surname_joins_the_full_name() -> None:
    found = entities("The {P:Volodymyr Zelensky} spoke. {P:Zelensky} left; {P:Zelensky's} car too.")
    assert by_name(found) == {("Volodymyr Zelensky", "person"): 3}
    assert found[0].aliases == ("Zelensky",)


def test_a_first_name_joins_where_no_one_has_it_as_surname() -> None:
    found = entities("The {P:Daniel Montalvo} left. {P:Daniel} was told. {P:Montalvo} agreed.")
    assert by_name(found) == {("Daniel Montalvo", "person"): 3}


def test_a_middle_name_or_initial_does_not_make_another_person() -> None:
    found = entities("The {P:George W. Bush} spoke, {P:George Bush} said. {P:G. Bush} left.")
    assert by_name(found) == {("George W. Bush", "person"): 3}


def test_particles_belong_to_the_surname() -> None:
    found = entities("The {P:Ursula von der Leyen} spoke. {P:Von der Leyen} and {P:von der Leyen}.")
    assert by_name(found) == {("Ursula von der Leyen", "person"): 3}


def test_two_people_of_one_surname_stay_two() -> None:
    found = entities(
        "The {P:Bill Clinton} and {P:Hillary Clinton} came. {P:Hillary Clinton} spoke; "
        "{P:Clinton} won."
    )
    assert by_name(found) == {("Hillary Clinton", "person"): 3, ("Bill Clinton", "person"): 1}


def test_a_person_and_a_firm_of_one_name_stay_two() -> None:
    found = entities(
        "The {P:Henry Ford} built cars. {O:Ford} sells them. {P:Henry Ford} founded {O:Ford}."
    )
    assert by_name(found) == {("Henry Ford", "person"): 2, ("Ford", "organisation"): 2}


def test_an_acronym_in_brackets_and_its_later_uses_are_the_organisation() -> None:
    found = entities(
        "The {O:Security Service of Ukraine} ({O:SBU}) said. The {O:SBU} and {O:SBU’s} finding."
    )
    assert by_name(found) == {("Security Service of Ukraine", "organisation"): 4}


def test_initials_of_a_long_name_are_the_organisation() -> None:
    found = entities("The {O:National Labor Relations Board} ruled. The {O:NLRB} said so.")
    assert by_name(found) == {("National Labor Relations Board", "organisation"): 2}


def test_what_an_organisation_is_named_after_is_the_organisation() -> None:
    found = entities("The {O:Church of Scientology} sued. {M:Scientology} won in {L:Norway}.")
    assert ("Church of Scientology", "organisation") in by_name(found)
    assert by_name(found)["Church of Scientology", "organisation"] == 2


def test_a_place_that_an_organisation_is_named_after_stays_a_place() -> None:
    found = entities("The {O:Church of Norway} met. It is the largest of {L:Norway}.")
    assert by_name(found) == {("Church of Norway", "organisation"): 1, ("Norway", "place"): 1}


def test_well_known_acronyms_are_their_organisations() -> None:
    found = entities("The {O:United Nations} met. The {O:UN} and the {O:U.N.} said.")
    assert by_name(found) == {("United Nations", "organisation"): 3}


def test_a_company_is_one_with_and_without_its_legal_form() -> None:
    found = entities("The {O:Apple Inc.} said. {O:Apple} sold. {O:Apple Inc} bought.")
    assert by_name(found) == {("Apple", "organisation"): 3}


def test_a_short_name_that_could_be_two_organisations_joins_neither() -> None:
    found = entities(
        "The {O:Ministry of Defence} and the {O:Ministry of Health} met. The {O:Ministry} said."
    )
    assert len(found) == 3


@pytest.mark.parametrize(
    ("marked", "country"),
    [
        ("The {L:U.S.} and {L:United States}, {L:America}, {M:American}", "United States"),
        ("The {L:UK}, {L:Britain}, {M:British}, {L:United Kingdom}", "United Kingdom"),
        ("The {L:DPRK}, {L:North Korea}, {M:North Korean}", "North Korea"),
        ("In {L:Burma}, {L:Myanmar}, {M:Burmese}", "Myanmar"),
        ("In {L:Holland}, {L:the Netherlands}, {M:Dutch}", "Netherlands"),
    ],
)
def test_the_names_of_a_country_and_its_people_are_one(marked: str, country: str) -> None:
    (found,) = entities(marked)
    assert found.name == country
    assert found.type is EntityType.PLACE
    assert found.place is not None
    assert found.place.name == country


def test_demonyms_are_kept_apart_inside_the_country() -> None:
    (found,) = entities("The {M:Russian} army left {L:Russia}; {M:Russians} cheered.")
    assert [one.demonym for one in found.mentions] == [True, False, True]
    assert {one.type for one in found.mentions} == {EntityType.PLACE}


def test_a_towns_old_name_is_the_town() -> None:
    (found,) = entities("From {L:Kiev}, now {L:Kyiv}.")
    assert (found.name, found.aliases) == ("Kyiv", ("Kiev",))


def test_accents_of_the_table_are_not_pressed_on_the_text() -> None:
    (found,) = entities("He flew to {L:Herat} and {L:Herat}.")
    assert found.name == "Herat"
    assert found.place is not None
    assert found.place.country == "AF"


# -- places ----------------------------------------------------------------------------------------


def country_of(marked: str, name: str) -> str:
    place = next(one.place for one in entities(marked) if one.name == name)
    assert place is not None
    return place.country


def test_a_town_is_the_great_one_unless_the_text_says_otherwise() -> None:
    assert country_of("She lives in {L:Paris}.", "Paris") == "FR"
    assert country_of("She lives in {L:Paris}, {L:Texas}.", "Paris") == "US"
    assert country_of("She lives in {L:London}, {L:Ontario}.", "London") == "CA"
    assert country_of("A {L:Birmingham} man was held in the {L:U.S.}.", "Birmingham") == "US"
    assert country_of("{L:London} spoke to {L:Canada}.", "London") == "GB"


def test_a_place_the_whole_world_knows_needs_more_than_a_named_country() -> None:
    assert country_of("From {L:Venice} to the {L:United States}.", "Venice") == "IT"
    assert country_of("From {L:Venice}, {L:California}.", "Venice") == "US"


def test_planets_are_on_no_map() -> None:
    (found,) = entities("The probe passed {L:Jupiter}.")
    assert found.place is None


def test_regions_and_countries_have_coordinates() -> None:
    for name, country in (("Tuva", "RU"), ("Scotland", "GB"), ("Texas", "US"), ("Ukraine", "UA")):
        (found,) = entities("In {L:" + name + "}.")
        assert found.place is not None
        assert found.place.country == country
        assert -90 <= found.place.lat <= 90
        assert -180 <= found.place.lon <= 180


def test_a_place_that_no_table_has_is_still_a_place() -> None:
    (found,) = entities("In {L:Nowhere-on-Sea}.")
    assert found.type is EntityType.PLACE
    assert found.place is None


# -- salience --------------------------------------------------------------------------------------


def test_what_is_named_often_and_early_comes_first() -> None:
    filler = "Nothing else was said here at all. " * 30
    found = entities(
        "{P:Ada Lovelace} met {P:Charles Babbage}. {P:Lovelace} spoke. "
        + filler
        + "{P:Lovelace} left. {P:Mary Somerville} stayed. On {D:Monday} it rained."
    )
    assert [one.name for one in found] == [
        "Ada Lovelace", "Charles Babbage", "Mary Somerville", "Monday",
    ]  # fmt: skip
    assert found[0].salience == 1.0


def test_what_is_named_throughout_comes_before_what_one_passage_names() -> None:
    found = entities(
        "There {P:Anna Berg} met {P:Carl Dahl}. {P:Carl Dahl} spoke."
        + " So it was." * 40
        + " {P:Anna Berg}."
    )
    assert [one.name for one in found] == ["Anna Berg", "Carl Dahl"]


def test_names_are_clean_text() -> None:
    (found,) = entities("The {P:Evil\u202e\x1b[31m  Name} spoke.")
    assert found.name == "Evil Name"


def test_nothing_gives_nothing() -> None:
    assert resolve("", []) == []
    assert resolve("No one.", []) == []


def test_a_country_of_the_past_is_not_the_one_of_today() -> None:
    found = entities(
        "The {M:Soviet} army of the {L:Soviet Union} left. {L:Russia} and {M:Russian}."
    )
    assert by_name(found) == {("Soviet Union", "place"): 2, ("Russia", "place"): 2}


def test_a_law_is_shown_by_its_full_name() -> None:
    found = entities("The {W:Information Act} of old, {W:Access to Information Act}, {W:Act}.")
    assert ("Access to Information Act", "law") in by_name(found)


def test_very_many_names_are_cut_to_the_most_salient() -> None:
    marked = "The " + " ".join(f"{{P:Person{chr(0x4E00 + n)}}}." for n in range(1500))
    assert len(entities(marked)) == MAX_ENTITIES
