"""How a feed is doing, in the words of the screen and of the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsreader.core.models import Feed, FeedStatus
from newsreader.services.feed_health import Health, account, brief, health_of, lasting

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://me:secret@one.example/feed"


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def feed(**values: Any) -> Feed:
    known: dict[str, Any] = {
        "id": 1,
        "url": URL,
        "original_url": URL,
        "title": "One",
        "status": FeedStatus.OK,
    }
    return Feed(**(known | values))


def failing(status: int | None, days: int = 2, **values: Any) -> Feed:
    return feed(
        status=FeedStatus.ERROR,
        error="one.example has nothing at this address (404).",
        failures=5,
        failing_since=NOW - days * DAY,
        last_fetched=NOW,
        last_status=status,
        next_fetch=NOW + timedelta(hours=4),
        **values,
    )


def test_a_feed_that_fails_tells_why_since_when_and_what_to_do() -> None:
    told = account(failing(404, last_success=NOW - 3 * DAY), NOW)
    assert told.health is Health.FAILING
    assert told.words == (
        "The last 5 tries failed, over 2 days. one.example has nothing at this address (404)."
    )
    assert "change the address" in told.advice
    facts = dict(told.facts)
    assert facts["Last status"] == "404 Not Found"
    assert facts["Last success"].endswith("(3 days ago)")
    assert facts["Next try"] == "in 4 hours"
    assert facts["Tries in a row"] == "5 failed"
    assert facts["Address"] == "https://one.example/feed"
    assert "Moved from" not in facts
    assert brief(failing(404), NOW) == (
        "[failing for 2 days] one.example has nothing at this address (404)."
    )


def test_advice_follows_the_kind_of_failure() -> None:
    advice = [account(failing(status), NOW).advice for status in (None, 401, 429, 500, 410, 200)]
    assert len(set(advice)) == 6
    assert "connection" in advice[0]
    assert "unsubscribe" in account(failing(None, days=40), NOW).advice


def test_a_feed_that_is_gone() -> None:
    told = account(feed(status=FeedStatus.GONE, error="It is gone for good."), NOW)
    assert (told.health, told.words) == (Health.GONE, "It is gone for good.")
    assert dict(told.facts)["Next try"] == "only when you ask for it"


def test_a_silent_feed() -> None:
    quiet = feed(newest=NOW - 60 * DAY, rhythm=DAY, last_fetched=NOW, next_fetch=NOW + DAY)
    told = account(quiet, NOW)
    assert told.health is Health.SILENT
    assert told.words == (
        "It can be read, but nothing new has come since 2026-09-25 (2 months ago);"
        " it used to publish every day."
    )
    assert brief(quiet, NOW) == "[silent] Nothing new since 2026-09-25."


def test_a_healthy_feed_and_a_new_one() -> None:
    well = feed(newest=NOW, interval_minutes=90, url="https://two.example/feed")
    told = account(well, NOW)
    assert (told.health, told.words) == (Health.WELL, "All is well.")
    odd = account(feed(newest=NOW, warnings=("It is too long.",)), NOW)
    assert (odd.health, odd.words) == (Health.WELL, "It can be read. It is too long.")
    facts = dict(told.facts)
    assert facts["Interval"] == "every 90 minutes, as you chose"
    assert facts["Moved from"] == "https://one.example/feed"
    assert brief(well, NOW) == ""
    assert health_of(feed(status=FeedStatus.NEW), NOW) is Health.NEW
    assert "not been fetched" in account(feed(status=FeedStatus.NEW), NOW).words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=23), "23 hours"),
        (DAY, "1 day"),
        (59 * DAY, "59 days"),
        (90 * DAY, "3 months"),
        (800 * DAY, "2 years"),
    ],
)
def test_how_long_things_last(time: timedelta, words: str) -> None:
    assert lasting(time) == words
