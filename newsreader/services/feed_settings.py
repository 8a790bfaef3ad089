"""What a person chooses for one feed: as it is typed, as it is written, as it is stored."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsreader.core import decide
from newsreader.core.errors import InputError
from newsreader.core.models import Feed, FeedStatus, FullText
from newsreader.services.fetching import known_times
from newsreader.services.session import Session

LEAST_MINUTES = int(decide.MIN_INTERVAL.total_seconds() // 60)
MOST_MINUTES = int(decide.MAX_OWN_INTERVAL.total_seconds() // 60)
MOST_DAYS = 36500


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of one feed, as `newsreader.core.models.Feed` explains them."""

    full_text: FullText | None = None
    keep_days: int | None = None
    interval_minutes: int | None = None
    hidden: bool = False


def of(feed: Feed) -> Choices:
    """Give what was chosen for a feed."""
    return Choices(
        full_text=feed.full_text,
        keep_days=feed.keep_days,
        interval_minutes=feed.interval_minutes,
        hidden=feed.hidden,
    )


def write(choices: Choices) -> dict[str, str]:
    """Write choices by their names; one that was not made is left out."""
    given = {
        "full_text": choices.full_text.value if choices.full_text else "",
        "keep_days": "" if choices.keep_days is None else str(choices.keep_days),
        "interval_minutes": "" if not choices.interval_minutes else str(choices.interval_minutes),
        "hidden": "yes" if choices.hidden else "",
    }
    return {name: value for name, value in given.items() if value}


def read(given: Mapping[str, str]) -> Choices:
    """Read what `write` wrote, or what a person typed.

    Raises:
        InputError: A number is none, or too small or too large.
    """
    full_text = given.get("full_text", "")
    return Choices(
        full_text=FullText(full_text) if full_text in tuple(FullText) else None,
        keep_days=_number(given.get("keep_days", ""), 0, MOST_DAYS, "Days to keep articles"),
        interval_minutes=_number(
            given.get("interval_minutes", ""),
            LEAST_MINUTES,
            MOST_MINUTES,
            "Minutes between two fetches",
        ),
        hidden=given.get("hidden", "") == "yes",
    )


def _number(typed: str, least: int, most: int, name: str) -> int | None:
    typed = typed.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and least <= int(typed[:9]) <= most):
        raise InputError(f"{name}: a number from {least} to {most}, or nothing.")
    return int(typed)


def store(session: Session, feed: Feed, choices: Choices) -> None:
    """Store choices; a changed interval counts at once. Called on the library's writer.

    Raises:
        LibraryError: They can not be stored.
    """
    feeds = session.library.feeds
    feeds.set_options(
        feed.id,
        full_text=choices.full_text,
        keep_days=choices.keep_days,
        interval_minutes=choices.interval_minutes,
        hidden=choices.hidden,
    )
    if choices.interval_minutes == feed.interval_minutes or feed.last_fetched is None:
        return
    if feed.status is FeedStatus.OK:
        next_fetch = decide.next_fetch(
            feed.last_fetched,
            interval_minutes=session.settings.refresh.interval_minutes,
            own_minutes=choices.interval_minutes,
            ttl=feed.ttl,
            entry_times=known_times(session, feed),
        )
        feeds.set_options(feed.id, next_fetch=next_fetch)
