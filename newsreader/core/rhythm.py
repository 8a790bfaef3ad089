"""How often a feed publishes, and when its silence is unusual."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta

from newsreader.core.models import Feed, FeedStatus

RECENT = 20
"""How many entries tell of the rhythm."""
FEWEST_GAPS = 3
"""Fewer gaps between entries are no rhythm."""
SILENT_GAPS = 8
"""A feed is silent when nothing came in so many times the time it usually takes."""
SILENT_AT_LEAST = timedelta(days=21)
SILENT_AT_MOST = timedelta(days=182)


def rhythm(entry_times: Iterable[datetime]) -> timedelta | None:
    """Say how long a feed usually takes to publish the next entry: the median of its last gaps.

    Returns:
        None where there are too few entries to tell.
    """
    times = sorted(set(entry_times), reverse=True)[:RECENT]
    gaps = sorted(newer - older for newer, older in itertools.pairwise(times))
    return gaps[len(gaps) // 2] if len(gaps) >= FEWEST_GAPS else None


def is_silent(feed: Feed, now: datetime) -> bool:
    """Say whether a feed that can be read has published nothing for longer than is usual for it.

    Half a year without anything is silence for any feed, less than three weeks is for none.
    """
    if feed.status is not FeedStatus.OK or feed.newest is None:
        return False
    patience = SILENT_AT_MOST
    if feed.rhythm is not None:
        patience = min(max(feed.rhythm * SILENT_GAPS, SILENT_AT_LEAST), SILENT_AT_MOST)
    return now - feed.newest > patience
