"""What is read out of the headers of an answer. Nothing here raises; numbers are clamped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_AGE = 7 * 24 * 3600
"""The longest time in seconds that Cache-Control can ask for."""

MAX_RETRY_AFTER = 2 * 24 * 3600
"""The longest time in seconds that Retry-After can ask for."""

MAX_VALIDATOR = 2048
"""The longest ETag or Last-Modified that is kept, in characters."""

_DIGITS = re.compile(r"\d+")
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d+)", re.IGNORECASE | re.ASCII)
_NO_STORE = re.compile(r"(?:^|[\s,])(?:no-store|no-cache)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def max_age(cache_control: str) -> int | None:
    """Read how long an answer stays fresh, in seconds; None where nothing usable is said."""
    found = _MAX_AGE.search(cache_control[:1000])
    if not found or _NO_STORE.search(cache_control[:1000]):
        return None
    return _clamped(found.group(1), MAX_AGE)


def retry_after(value: str, now: datetime) -> float | None:
    """Read Retry-After (RFC 9110, 10.2.3): seconds or a date.

    Args:
        value: The header.
        now: The present time, or what the server takes it for.

    Returns:
        Seconds from 0 to `MAX_RETRY_AFTER`, None where nothing usable is said.
    """
    value = value.strip()[:100]
    if value.isascii() and _DIGITS.fullmatch(value):
        return float(_clamped(value, MAX_RETRY_AFTER))
    then = http_date(value)
    if then is None:
        return None
    return min(max((then - now).total_seconds(), 0.0), float(MAX_RETRY_AFTER))


def http_date(value: str) -> datetime | None:
    """Read a date of a header, in UTC; None for nonsense."""
    try:
        then = parsedate_to_datetime(value[:100])
        return then.replace(tzinfo=UTC) if then.tzinfo is None else then.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def validator(value: str) -> str:
    """Keep an ETag or Last-Modified byte for byte, if it can be sent back so; else ""."""
    return value if len(value) <= MAX_VALIDATOR and is_sendable(value) else ""


def is_sendable(value: str) -> bool:
    """Say whether a value can be sent in a header: no line ends or controls, sound UTF-8."""
    if _CONTROL.search(value):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # bytes that are no UTF-8
        return False
    return True


def _clamped(digits: str, highest: int) -> int:
    return highest if len(digits) > 12 else min(int(digits), highest)
