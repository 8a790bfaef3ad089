"""How a feed is doing, in words: what is wrong, since when, and what to do about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus

import msgspec

from newsreader.core import decide, urls
from newsreader.core.models import Feed, FeedStatus
from newsreader.core.rhythm import is_silent

LONG_DEAD = timedelta(days=30)
"""A feed that has failed for so long will hardly come back by itself."""


class Health(StrEnum):
    """How a feed is doing."""

    WELL = "well"
    NEW = "new"
    FAILING = "failing"
    GONE = "gone"
    SILENT = "silent"


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a feed's health.

    Attributes:
        health: In one word.
        words: What is the matter, in a sentence or two.
        advice: What to do, in a sentence or two.
        facts: Names and values, each a few words.
    """

    health: Health
    words: str
    advice: str
    facts: tuple[tuple[str, str], ...]


def health_of(feed: Feed, now: datetime) -> Health:
    """Say in one word how a feed is doing."""
    match feed.status:
        case FeedStatus.NEW:
            return Health.NEW
        case FeedStatus.GONE:
            return Health.GONE
        case FeedStatus.ERROR:
            return Health.FAILING
        case FeedStatus.OK:
            return Health.SILENT if is_silent(feed, now) else Health.WELL


def brief(feed: Feed, now: datetime) -> str:
    """Say what is the matter with a feed in one line; "" where nothing is."""
    match health_of(feed, now):
        case Health.FAILING | Health.GONE as health:
            return f"[{health}{_since(feed.failing_since, now)}] {feed.error}".rstrip()
        case Health.SILENT:
            return f"[silent] Nothing new since {_day(feed.newest)}."
        case _:
            return ""


def account(feed: Feed, now: datetime) -> Account:
    """Tell everything about a feed's health."""
    health = health_of(feed, now)
    return Account(
        health=health,
        words=_words(feed, health, now),
        advice=_advice(feed, health, now),
        facts=tuple((name, value) for name, value in _facts(feed, now) if value),
    )


# -- what is the matter ----------------------------------------------------------------------------


def _words(feed: Feed, health: Health, now: datetime) -> str:
    match health:
        case Health.NEW:
            return "It has not been fetched yet."
        case Health.FAILING:
            return f"{_tries(feed, now)} {feed.error}".rstrip()
        case Health.GONE:
            return feed.error or "The server says that this feed is gone for good."
        case Health.SILENT:
            usual = f"; it used to publish {_every(feed.rhythm)}" if feed.rhythm else ""
            silent = (
                f"It can be read, but nothing new has come since {_day(feed.newest)}"
                f"{_ago(feed.newest, now)}{usual}."
            )
            return " ".join((silent, *feed.warnings))
        case Health.WELL:
            return (
                " ".join(("It can be read.", *feed.warnings)) if feed.warnings else "All is well."
            )


def _tries(feed: Feed, now: datetime) -> str:
    since = feed.failing_since
    passed = lasting(now - since) if since and now > since else ""
    if feed.failures < 2:
        return f"The last try failed{f', {passed} ago' if passed else ''}."
    return f"The last {feed.failures} tries failed{f', over {passed}' if passed else ''}."


_BY_STATUS = {
    401: "It wants a user name and a password: they go into the settings, with its address.",
    403: "Some servers refuse readers for a while. If it goes on, look at the site in the browser.",
    404: "Perhaps its address has changed: look for its feed on the site, and change the address.",
    429: "Nothing needs to be done: it is asked less often until the server is content.",
    503: "Nothing needs to be done: it is tried again by itself.",
}


def _advice(feed: Feed, health: Health, now: datetime) -> str:
    match health:
        case Health.NEW:
            return "Fetch it now, or wait for the next refresh."
        case Health.GONE:
            return "Look whether the site has another feed, change the address, or unsubscribe."
        case Health.SILENT:
            return (
                "Perhaps it has ended, or goes on at another address: look at the site."
                " It costs next to nothing to keep it."
            )
        case Health.WELL:
            return "Nothing needs to be done."
        case Health.FAILING:
            return _advice_on_failure(feed, now)


def _advice_on_failure(feed: Feed, now: datetime) -> str:
    if feed.last_status is None and urls.is_command(feed.url):
        return "It is tried again by itself. To see what its command does, run it in a terminal."
    if feed.failing_since is not None and now - feed.failing_since > LONG_DEAD:
        return (
            "It will hardly come back by itself: look whether the site lives on, change the"
            " address, or unsubscribe."
        )
    if feed.last_status is None:
        return (
            "It is tried again by itself. If other feeds fail as well, look at your connection;"
            " if only this one does, look at the site."
        )
    if feed.last_status in _BY_STATUS:
        return _BY_STATUS[feed.last_status]
    if feed.last_status >= 500:
        return "The server is in trouble. Nothing needs to be done: it is tried again by itself."
    if feed.last_status >= 400:
        return "Look at the site in the browser: perhaps its feed has another address now."
    return "What is there can not be read: look at the site, or wait until it is mended."


# -- facts -----------------------------------------------------------------------------------------


def _facts(feed: Feed, now: datetime) -> list[tuple[str, str]]:
    moved = feed.original_url != feed.url
    return [
        ("Failing since", _when(feed.failing_since, now)),
        ("Tries in a row", f"{feed.failures} failed" if feed.failures else ""),
        ("Last status", _status(feed)),
        ("Last try", _when(feed.last_fetched, now)),
        ("Last success", _when(feed.last_success, now) or "never"),
        ("Newest article", _when(feed.newest, now) or "none yet"),
        ("Publishes", f"about {_every(feed.rhythm)}" if feed.rhythm else "not known yet"),
        ("Next try", _next_try(feed, now)),
        ("Interval", _interval(feed)),
        ("Articles", f"{feed.total:,}, {feed.unread:,} unread"),
        ("Address", urls.without_credentials(feed.url)),
        ("Moved from", urls.without_credentials(feed.original_url) if moved else ""),
        ("Site", feed.site_url or ""),
    ]


def _status(feed: Feed) -> str:
    if feed.last_fetched is None:
        return ""
    if feed.last_status is None:
        return "" if urls.is_command(feed.url) else "no answer"
    try:
        return f"{feed.last_status} {HTTPStatus(feed.last_status).phrase}"
    except ValueError:
        return str(feed.last_status)


def _next_try(feed: Feed, now: datetime) -> str:
    if feed.status is FeedStatus.GONE:
        return "only when you ask for it"
    if decide.is_due(feed, now) or feed.next_fetch is None:
        return "with the next refresh"
    return f"in {lasting(feed.next_fetch - now)}"


def _interval(feed: Feed) -> str:
    if feed.interval_minutes is None:
        return "learned from how often it publishes"
    return f"{_every(timedelta(minutes=feed.interval_minutes))}, as you chose"


def lasting(time: timedelta | None) -> str:
    """Say how long something lasts, in its largest unit: ``3 days``."""
    seconds = max(0.0, time.total_seconds()) if time else 0.0
    units = (("year", 365 * 86400), ("month", 30 * 86400), ("day", 86400), ("hour", 3600))
    for name, size in units:
        if seconds >= 2 * size or (name == "day" and seconds >= size):
            return _count(round(seconds / size), name)
    return _count(max(1, round(seconds / 60)), "minute")


def _every(time: timedelta) -> str:
    return f"every {lasting(time)}".replace("every 1 ", "every ")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _when(time: datetime | None, now: datetime) -> str:
    if time is None:
        return ""
    return f"{time.astimezone():%Y-%m-%d %H:%M}{_ago(time, now)}"


def _day(time: datetime | None) -> str:
    return f"{time.astimezone():%Y-%m-%d}" if time else "it was subscribed to"


def _ago(time: datetime | None, now: datetime) -> str:
    return f" ({lasting(now - time)} ago)" if time and now > time else ""


def _since(time: datetime | None, now: datetime) -> str:
    return f" for {lasting(now - time)}" if time and now > time else ""
