"""How often a feed publishes, and when its silence is unusual."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import structs

from newsreader.core.models import Feed, FeedStatus
from newsreader.core.rhythm import is_silent, rhythm

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = Feed(id=1, url="https://x.example/", original_url="", title="X", status=FeedStatus.OK)


def test_the_rhythm_is_the_usual_gap() -> None:
    assert rhythm([]) is None
    assert rhythm([NOW, NOW, NOW - DAY, NOW - 2 * DAY]) is None
    assert rhythm([*(NOW - number * DAY for number in range(6)), NOW - 900 * DAY]) == DAY


@pytest.mark.parametrize(
    ("usual", "days", "silent"),
    [
        (timedelta(hours=1), 20, False),
        (timedelta(hours=1), 22, True),
        (7 * DAY, 50, False),
        (7 * DAY, 57, True),
        (90 * DAY, 180, False),
        (90 * DAY, 183, True),
        (None, 180, False),
        (None, 183, True),
    ],
)
def test_a_feed_is_silent_when_it_breaks_its_habit(
    usual: timedelta | None, days: int, silent: bool
) -> None:
    quiet = structs.replace(FEED, rhythm=usual, newest=NOW - days * DAY)
    assert is_silent(quiet, NOW) is silent
    assert not is_silent(structs.replace(quiet, status=FeedStatus.ERROR), NOW)
    assert not is_silent(structs.replace(quiet, newest=None), NOW)
