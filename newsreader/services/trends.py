"""Who rises: named more in the last two days than in the two weeks before them."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from newsreader.core.models import EntityType
from newsreader.services.session import Session

RECENT_DAYS = 2
BEFORE_DAYS = 14
DAYS = RECENT_DAYS + BEFORE_DAYS
LEAST_ARTICLES = 3
"""In so many articles of the last two days somebody must be named to be in the news."""
LEAST_RATIO = 1.5
_SMOOTHING = 1.0
"""Added to both numbers, so that few articles prove little."""


class Rise(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is named more than before.

    Attributes:
        entity_id: The identity.
        country: Of a place; "" where it is not known.
        articles: How many of the last two days name it.
        expected: How many would, had nothing changed since the two weeks before.
        ratio: How many times that it is, where few articles count for less.
        by_day: The articles of each of the last `DAYS` days, the oldest day first.
    """

    entity_id: int
    name: str
    type: EntityType
    country: str = ""
    articles: int
    expected: float
    ratio: float
    by_day: tuple[int, ...]


def rising(session: Session, now: datetime, folder: str = "", limit: int = 20) -> list[Rise]:
    """Give who rises in the feeds, or in those of a folder, the steepest first.

    What is expected of two days is what the two weeks before had, in proportion to all articles of
    both times: so a feed that is new raises nobody. It takes longer than the event loop may wait.

    Raises:
        LibraryError: The library can not be read.
    """
    trends = session.library.trends
    turn, start = now - timedelta(days=RECENT_DAYS), now - timedelta(days=DAYS)
    recent = trends.named(turn, now, LEAST_ARTICLES, folder)
    if not recent:
        return []
    before = trends.counts([one.entity_id for one in recent], start, turn, folder)
    all_before = trends.articles(start, turn, folder)
    share = trends.articles(turn, now, folder) / all_before if all_before else 0.0

    def ratio(articles: int, expected: float) -> float:
        return (articles + _SMOOTHING) / (expected + _SMOOTHING)

    found = [(one, before[one.entity_id] * share) for one in recent]
    found = [one for one in found if ratio(one[0].articles, one[1]) >= LEAST_RATIO]
    found.sort(key=lambda one: (-ratio(one[0].articles, one[1]), -one[0].articles, one[0].name))
    return [
        Rise(
            entity_id=one.entity_id,
            name=one.name,
            type=one.type,
            country=one.country,
            articles=one.articles,
            expected=round(expected, 2),
            ratio=round(ratio(one.articles, expected), 2),
            by_day=tuple(trends.by_day(one.entity_id, now, DAYS, folder)),
        )
        for one, expected in found[:limit]
    ]
