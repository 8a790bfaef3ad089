from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.dates import age, parse_date, sort_time

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21"),
        ("Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00"),
        ("1 Jan 99 10:00 GMT", "1999-01-01T10:00:00"),
        ("Thu 01 Jan 2004 00:00:00 -0500", "2004-01-01T05:00:00"),
        ("Mon Jan  5 16:18:07 UTC 2004", "2004-01-05T16:18:07"),
        ("Sat Jun 1 2024 10:20:30 GMT+0200 (Central European Summer Time)", "2024-06-01T08:20:30"),
        ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55"),
        ("2003-12-31T10:14:55.123456-08:00", "2003-12-31T18:14:55"),
        ("2003-12-31 10:14:55 +0530", "2003-12-31T04:44:55"),
        ("20031231T101455Z", "2003-12-31T10:14:55"),
        ("20031231", "2003-12-31T00:00:00"),
        ("2003-335", "2003-12-01T00:00:00"),
        ("2003-12", "2003-12-01T00:00:00"),
        ("2003", "2003-01-01T00:00:00"),
        ("2024-3-4T5:06:07Z", "2024-03-04T05:06:07"),
        ("Fri, 2006/09/15 08:19:53 EDT", "2006-09-15T12:19:53"),
        ("3/4/2024 5:07 PM", "2024-03-04T17:07:00"),
        ("12:05 a.m., March 4th, 2024", "2024-03-04T00:05:00"),
        ("13/4/2024", "2024-04-13T00:00:00"),
        ("05.03.2024 10:00", "2024-03-05T10:00:00"),
        ("4. März 2024, 17:05 Uhr", "2024-03-04T17:05:00"),
        ("mar. 5 mai 2024 12:30", "2024-05-05T12:30:00"),
        ("5 février 2024 à 14h30", "2024-02-05T14:30:00"),
        ("4 мая 2024 г. 10:10", "2024-05-04T10:10:00"),
        ("12 червня 2024", "2024-06-12T00:00:00"),
        ("2024年3月4日 12:30", "2024-03-04T12:30:00"),
        ("1700000000", "2023-11-14T22:13:20"),
        ("1700000000000", "2023-11-14T22:13:20"),
        ("20240304050607", "2024-03-04T05:06:07"),
        ("Mon, 25 Oct 2004 24:00:00 GMT", "2004-10-26T00:00:00"),
        ("Mon, 25 Oct 2004 13:00:60 GMT", "2004-10-25T13:00:59"),
        ("Mon, 25 Oct 2004 13:00:00 +2500", "2004-10-25T13:00:00"),
        ("Mon, 25 Oct 2004 31:99:00 GMT", "2004-10-25T00:00:00"),
    ],
)
def test_dates_of_many_forms_are_read(text: str, expected: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.tzinfo is UTC
    assert found.strftime("%Y-%m-%dT%H:%M:%S") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "yesterday",
        "0000-00-00",
        "0000-00-00T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "Sun, 31 Dec 1969 23:59:59 GMT",
        "Thu, 31 Feb 2004 10:00:00 GMT",
        "9999-12-31T23:59:59Z",
        "2201-01-01",
        "-1",
        "5" * 5000,
        "Thu, 99 Jan 99999 10:00:00 GMT",
        "\x1b[2J",
    ],
)
def test_nonsense_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(max_size=120))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_any_text_gives_a_sane_date_or_none(text: str) -> None:
    found = parse_date(text)
    assert found is None or 1970 <= found.year <= 2200


@given(
    st.datetimes(datetime(1970, 1, 3), datetime(2199, 12, 29)),
    st.integers(-12 * 60, 14 * 60),
)
@settings(max_examples=100, derandomize=True, deadline=None)
def test_what_machines_write_is_read_to_the_second(moment: datetime, offset: int) -> None:
    aware = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_date(aware.isoformat()) == aware
    assert parse_date(aware.strftime("%a, %d %b %Y %H:%M:%S %z")) == aware
    assert parse_date(aware.strftime("%A %d. %B %Y %H:%M:%S GMT%z")) == aware


def test_lists_are_ordered_by_publication_but_never_by_the_future() -> None:
    earlier = NOW - timedelta(days=3)
    assert sort_time(earlier, NOW) == earlier
    assert sort_time(NOW + timedelta(days=900), NOW) == NOW
    assert sort_time(None, NOW) == NOW


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=6, hours=23), "6 d"),
        (timedelta(days=89), "Mar 4"),
        (timedelta(days=200), "Nov 14"),
        (timedelta(days=400), "2023"),
    ],
)
def test_age_is_short(ago: timedelta, expected: str) -> None:
    assert age(NOW - ago, NOW) == expected


def test_days_are_those_of_the_readers_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    then = datetime(2024, 3, 4, 20, 0, tzinfo=UTC)
    assert age(then, NOW.astimezone(tokyo)) == "Mar 5"
