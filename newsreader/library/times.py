"""How times stand in columns: as microseconds since 1970 in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stamp(moment: datetime | None) -> int | None:
    """Turn a time into microseconds since 1970."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def moment(value: int | None) -> datetime | None:
    """Turn microseconds since 1970 into a time."""
    return None if value is None else _EPOCH + timedelta(microseconds=value)


def certain_moment(value: int) -> datetime:
    """Turn microseconds since 1970 into a time, where there is one."""
    return _EPOCH + timedelta(microseconds=value)
