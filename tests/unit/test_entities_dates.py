"""Dates and amounts: found where they stand, with their normal forms."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.models import EntityType
from newsreader.entities.dates import date_value, find_dates
from newsreader.entities.rules import find_rules, money_value

PUBLISHED = datetime(2025, 1, 14, 9, tzinfo=UTC)  # a Tuesday


def found(text: str, kind: EntityType, *, quantities: bool = False) -> list[str]:
    mentions = find_rules(text, quantities=quantities)
    return [text[one.start : one.end] for one in mentions if one.type is kind]


@pytest.mark.parametrize(
    ("text", "date", "value"),
    [
        ("captured on January 9, they", "January 9", "2025-01-09"),
        ("captured on December 20.", "December 20", "2024-12-20"),
        ("in the autumn of 2024, and", "autumn of 2024", "2024-23"),
        ("was born in 1999 and", "1999", "1999"),
        ("On Monday, South", "Monday", "2025-01-13"),
        ("next Monday we", "next Monday", "2025-01-20"),
        ("on Tuesday it", "Tuesday", "2025-01-14"),
        ("last Tuesday it", "last Tuesday", "2025-01-07"),
        ("Reports last year said", "last year", "2024"),
        ("Reports last month said", "last month", "2024-12"),
        ("this week the", "this week", "2025-W03"),
        ("on 12 March 2021 and", "12 March 2021", "2021-03-12"),
        ("on Friday, 12 March 2021 and", "Friday, 12 March 2021", "2021-03-12"),
        ("on Aug. 29, 2005, when", "Aug. 29, 2005", "2005-08-29"),
        ("the 4th of July 1976 was", "4th of July 1976", "1976-07-04"),
        ("in September 2019 the", "September 2019", "2019-09"),
        ("in early January 2020 the", "early January 2020", "2020-01"),
        ("dated 2024-02-29.", "2024-02-29", "2024-02-29"),
        ("in the 1990s, when", "1990s", "199X"),
        ("three days ago he", "three days ago", "2025-01-11"),
        ("two years ago he", "two years ago", "2023"),
        ("yesterday he", "yesterday", "2025-01-13"),
        ("from 1999-2003 he", "1999-2003", "1999/2003"),
        ("from 1914–18 he", "1914–18", "1914/1918"),
        ("in May the", "May", "2025-05"),
    ],
)
def test_a_date_is_found_and_has_its_value(text: str, date: str, value: str) -> None:
    assert found(text, EntityType.DATE) == [date]
    assert date_value(date, PUBLISHED) == value


@pytest.mark.parametrize(
    "text",
    ["Theresa May said", "the march went on", "at 2000 metres", "in 2500 homes", "room 1984"],
)
def test_what_only_looks_like_a_date_is_left_alone(text: str) -> None:
    assert found(text, EntityType.DATE) == []


def test_without_a_day_of_publication_only_absolute_dates_have_a_value() -> None:
    assert date_value("12 March 2021", None) == "2021-03-12"
    assert date_value("January 9", None) == "XXXX-01-09"
    assert date_value("Monday", None) == ""
    assert date_value("last year", None) == ""


def test_days_that_do_not_exist_have_no_value() -> None:
    assert date_value("31 February 2021", PUBLISHED) == ""
    assert date_value("2021-02-31", PUBLISHED) == ""
    assert date_value("February 29", PUBLISHED) == "2024-02-29"


@pytest.mark.parametrize(
    ("text", "amount", "value"),
    [
        ("paid $1.5 billion for", "$1.5 billion", "USD 1500000000"),
        ("paid €300m for", "€300m", "EUR 300000000"),
        ("paid 20 million dollars for", "20 million dollars", "USD 20000000"),
        ("paid £2,500.50 for", "£2,500.50", "GBP 2500.50"),
        ("paid A$40,000 for", "A$40,000", "AUD 40000"),
        ("paid Rs 500 crore for", "Rs 500 crore", "INR 5000000000"),
        ("paid 100 roubles for", "100 roubles", "RUB 100"),
        ("paid 50 cents for", "50 cents", "USD 0.50"),
        ("paid 3 million Swiss francs for", "3 million Swiss francs", "CHF 3000000"),
    ],
)
def test_money_is_found_with_its_sign_and_has_a_normal_form(
    text: str, amount: str, value: str
) -> None:
    assert found(text, EntityType.MONEY) == [amount]
    assert money_value(amount) == value


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("In accordance with the Geneva Convention, it", "Geneva Convention"),
        ("under the Clean Air Act of 1970 and", "Clean Air Act of 1970"),
        ("Under the Treaty of Versailles, Germany", "Treaty of Versailles"),
        ("the Convention on the Rights of the Child says", "Convention on the Rights of the Child"),
        ("the Affordable Care Act's rules", "Affordable Care Act"),
        ("UN Security Council Resolution 1701 ended", "UN Security Council Resolution 1701"),
    ],
)
def test_laws_and_treaties_are_found_whole(text: str, law: str) -> None:
    assert found(text, EntityType.LAW) == [law]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("After World War II ended", "World War II"),
        ("won the US Open again", "US Open"),
        ("at the 2024 Olympic Games in Paris", "2024 Olympic Games"),
        ("when Hurricane Katrina struck", "Hurricane Katrina"),
        ("at the Republican National Convention in", "Republican National Convention"),
    ],
)
def test_events_are_found_whole(text: str, event: str) -> None:
    assert found(text, EntityType.EVENT) == [event]


def test_quantities_are_only_found_when_asked_for() -> None:
    text = "Sales rose 12.5% over 500 km; 10,000 troops and 3 men came second."
    assert found(text, EntityType.OTHER) == []
    assert found(text, EntityType.OTHER, quantities=True) == ["12.5%", "500 km", "10,000 troops"]


def test_text_in_capitals_holds_no_laws_and_events() -> None:
    text = "THE GENEVA CONVENTION AND THE WORLD WAR ARE NAMED HERE. " * 3
    assert found(text, EntityType.LAW) == []
    assert found(text, EntityType.EVENT) == []


@given(st.text(max_size=200))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_text_gives_spans_inside_it_in_order(text: str) -> None:
    last = 0
    for mention in find_rules(text, PUBLISHED, quantities=True):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
    for start, end in find_dates(text):
        date_value(text[start:end], PUBLISHED)
