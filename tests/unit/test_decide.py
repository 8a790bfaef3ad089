from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from newsreader.core import decide
from newsreader.core.models import Enclosure, Feed, FeedStatus, FullText, ParsedEntry

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def entry(
    guid: str | None = None, link: str | None = None, title: str = "", content: str = ""
) -> ParsedEntry:
    return ParsedEntry(guid=guid, link=link, title=title, content=content)


# -- time


def minutes(at: datetime) -> float:
    return (at - NOW).total_seconds() / 60


def times(gap: timedelta, count: int = 10) -> list[datetime]:
    return [NOW - gap * number for number in range(1, count + 1)]


def test_a_feed_of_unknown_habits_is_asked_at_the_usual_interval() -> None:
    assert minutes(decide.next_fetch(NOW, interval_minutes=60)) == 60
    assert minutes(decide.next_fetch(NOW, interval_minutes=1)) == 15


@pytest.mark.parametrize(
    ("gap", "expected"),
    [(timedelta(minutes=2), 15), (timedelta(hours=4), 60), (DAY, 360), (30 * DAY, 1440)],
)
def test_the_interval_is_learned_from_how_often_the_feed_publishes(
    gap: timedelta, expected: float
) -> None:
    assert minutes(decide.next_fetch(NOW, entry_times=times(gap))) == pytest.approx(expected)


def test_dates_in_the_future_teach_nothing() -> None:
    ahead = [NOW + DAY * number for number in range(1, 9)]
    assert minutes(decide.next_fetch(NOW, entry_times=ahead)) == 60


def test_what_the_feed_and_its_server_ask_for_is_honoured_within_bounds() -> None:
    assert minutes(decide.next_fetch(NOW, ttl=180)) == 180
    assert minutes(decide.next_fetch(NOW, max_age=7200)) == 120
    assert minutes(decide.next_fetch(NOW, ttl=5, max_age=60)) == 60
    assert minutes(decide.next_fetch(NOW, ttl=10**9, max_age=10**12)) == 1440
    assert minutes(decide.next_fetch(NOW, retry_after=6 * 3600)) == 360
    assert minutes(decide.next_fetch(NOW, retry_after=10**20)) == 2 * 1440
    assert minutes(decide.next_fetch(NOW, retry_after=float("inf"))) == 2 * 1440
    assert minutes(decide.next_fetch(NOW, retry_after=float("nan"), ttl=-3)) == 60


def test_failures_are_retried_soon_and_then_ever_less_often() -> None:
    waits = [minutes(decide.next_fetch(NOW, failures=count)) for count in range(1, 10)]
    assert waits[:3] == [15, 30, 60]
    assert waits[-1] == 1440
    assert minutes(decide.next_fetch(NOW, failures=10**6)) == 1440


def test_the_persons_own_interval_counts_before_what_was_learned() -> None:
    often = times(timedelta(minutes=2))
    assert minutes(decide.next_fetch(NOW, own_minutes=300, entry_times=often)) == 300
    assert minutes(decide.next_fetch(NOW, own_minutes=30, ttl=600, max_age=86400)) == 30
    assert minutes(decide.next_fetch(NOW, own_minutes=1)) == 15
    assert minutes(decide.next_fetch(NOW, own_minutes=10**9)) == 7 * 1440
    assert minutes(decide.next_fetch(NOW, own_minutes=60, retry_after=7200)) == 120
    assert minutes(decide.next_fetch(NOW, own_minutes=5000, failures=1)) == 15


def test_a_feed_with_a_long_interval_of_its_own_is_not_due_before() -> None:
    weekly = structs.replace(feed(next_fetch=NOW + 7 * DAY), interval_minutes=7 * 1440)
    assert not decide.is_due(weekly, NOW)
    assert decide.is_due(structs.replace(weekly, next_fetch=NOW + 8 * DAY), NOW)


_NUMBERS = st.none() | st.floats() | st.integers(-(10**25), 10**25)


@given(_NUMBERS, _NUMBERS, _NUMBERS, st.integers(0, 10**9))
@settings(max_examples=100, derandomize=True, deadline=None)
def test_any_numbers_give_a_time_within_two_days(
    ttl: float | None, max_age: float | None, retry_after: float | None, failures: int
) -> None:
    at = decide.next_fetch(
        NOW, ttl=ttl, max_age=max_age, retry_after=retry_after, failures=failures
    )
    assert 15 <= minutes(at) <= 2 * 1440


def feed(status: FeedStatus = FeedStatus.OK, next_fetch: datetime | None = None) -> Feed:
    url = "https://x.example/feed"
    return Feed(id=1, url=url, original_url=url, title="X", status=status, next_fetch=next_fetch)


def test_a_feed_is_due_at_its_time_and_never_once_it_is_gone() -> None:
    assert decide.is_due(feed(), NOW)
    assert decide.is_due(feed(next_fetch=NOW), NOW)
    assert not decide.is_due(feed(next_fetch=NOW + timedelta(minutes=1)), NOW)
    assert not decide.is_due(feed(FeedStatus.GONE), NOW)
    assert decide.is_due(feed(FeedStatus.ERROR, NOW - DAY), NOW)


def test_a_clock_that_was_wrong_does_not_silence_a_feed() -> None:
    assert decide.is_due(feed(next_fetch=NOW + 365 * DAY), NOW)


# -- full text

LINK = "https://x.example/article"
LONG = "<p>" + "word " * 400 + "</p>"
SHORT = "<p>" + "word " * 80 + "</p>"


@pytest.mark.parametrize(
    ("given_entry", "expected"),
    [
        (ParsedEntry(link=LINK, summary="Two sentences. No more."), True),
        (ParsedEntry(link=LINK), True),
        (ParsedEntry(link=LINK, content=LONG), False),
        (ParsedEntry(link=LINK, summary=LONG), False),
        (ParsedEntry(link=LINK, summary=SHORT), True),
        (ParsedEntry(link=LINK, content=SHORT, summary="One sentence."), False),
        (ParsedEntry(link=LINK, content=SHORT, summary=SHORT), True),
        (ParsedEntry(link=LINK, content=SHORT + "<p>[…]</p>", summary="One."), True),
        (ParsedEntry(link=LINK, content=SHORT + "<a href='x'>Continue reading A &rarr;</a>"), True),
        (ParsedEntry(link=LINK, content="<p>" + "記事" * 400 + "</p>"), False),
        (ParsedEntry(link="https://www.youtube.com/watch?v=1"), False),
        (ParsedEntry(link=LINK + ".pdf"), False),
        (ParsedEntry(link="mailto:a@b.example"), False),
        (ParsedEntry(), False),
        (ParsedEntry(link=LINK, enclosures=(Enclosure(url=LINK, type="audio/mpeg"),)), False),
    ],
)
def test_only_a_summary_needs_its_page(given_entry: ParsedEntry, expected: bool) -> None:
    assert decide.needs_page(given_entry, FullText.AUTO) is expected


def test_the_persons_choice_comes_first() -> None:
    assert decide.needs_page(ParsedEntry(link=LINK, content=LONG), FullText.ALWAYS)
    assert not decide.needs_page(ParsedEntry(link=LINK), FullText.NEVER)
    assert not decide.needs_page(ParsedEntry(), FullText.ALWAYS)
