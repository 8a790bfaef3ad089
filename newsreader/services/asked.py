"""Remember for an hour which servers were asked, so that a person can see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from newsreader.library import Library
    from newsreader.net import RequestRecord

KEPT = timedelta(hours=1)
MOST = 2000
"""How many lines are kept at most."""

_STATE = "requests"


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """How often a host was asked in one run of the program."""

    time: datetime
    host: str
    times: int


def remember(library: Library, records: Iterable[RequestRecord], now: datetime) -> None:
    """Add what one run asked to what the last hour's runs did.

    Raises:
        LibraryError: It can not be stored.
    """
    counts = Counter(record.host for record in records)
    new = [Asked(now, host, times) for host, times in counts.items()]
    if new:
        kept = [*_read(library, now), *new][-MOST:]
        library.set_state(_STATE, msgspec.json.encode(kept).decode())


def last_hour(library: Library, now: datetime) -> list[tuple[str, int]]:
    """Give the hosts that were asked within the last hour and how often, the most asked first."""
    counts: Counter[str] = Counter()
    for asked in _read(library, now):
        counts[asked.host] += asked.times
    return counts.most_common()


def _read(library: Library, now: datetime) -> list[Asked]:
    stored: Any = library.get_state(_STATE) or "[]"
    try:
        lines = msgspec.json.decode(stored, type=list[Asked])
    except msgspec.DecodeError:
        return []
    return [line for line in lines if now - KEPT <= line.time <= now]
