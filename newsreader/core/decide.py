"""Decisions as plain functions: when a feed is due, and whether an entry holds its full text."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsreader.core.models import Feed, FeedStatus, FullText, ParsedEntry
from newsreader.core.patterns import late
from newsreader.core.urls import is_web

MIN_INTERVAL = timedelta(minutes=15)
MAX_INTERVAL = timedelta(days=1)
MAX_RETRY_AFTER = timedelta(days=2)
MAX_OWN_INTERVAL = timedelta(days=7)
"""The longest rest that a person may give to a feed."""

_RECENT_ENTRIES = 20
_CHECKS_PER_ENTRY = 4
"""How often a feed is asked in the time in which it usually publishes one entry."""

_FULL_CONTENT_WORDS = 60
_FULL_SUMMARY_WORDS = 220
_CUT_OFF_TAIL = 120

_TAG = re.compile(r"<[^<>]*>")
_WORDS = re.compile(r"\w+")
_UNSPACED = late("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CUT_OFF = late(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\]?"
    r"|\b(?:read (?:more|on|the rest|full)|continue reading|more at|weiterlesen|mehr lesen"
    r"|lire la suite|leer más|seguir leyendo|leia mais|continua a leggere|lees verder"
    r"|czytaj dalej|читать далее|читати далі|続きを読む|阅读全文)\b.{0,60}"
    r")\W*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_ARTICLE = late(
    r"\.(?:pdf|mp3|m4a|ogg|opus|mp4|m4v|webm|mov|avi|jpe?g|png|gif|webp|svg|zip|gz|exe|dmg|epub)$",
    re.IGNORECASE,
)
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "twitch.tv")


# -- time ------------------------------------------------------------------------------------------


def next_fetch(
    now: datetime,
    *,
    interval_minutes: float = 60,
    own_minutes: float | None = None,
    ttl: float | None = None,
    max_age: float | None = None,
    retry_after: float | None = None,
    failures: int = 0,
    entry_times: Sequence[datetime] = (),
) -> datetime:
    """Say when a feed should be asked again.

    The interval is learned from how often the feed publishes: four questions for each entry,
    between a quarter of the usual interval (at least 15 minutes) and a day. What the feed and its
    server ask for lengthens it, to a day at most. An interval that the person chose for the feed
    counts instead of all that, from 15 minutes to a week. After failures the first retry comes in
    15 minutes, each further one after twice the time, up to a day. Retry-After is honoured up to
    two days.

    Args:
        now: The present.
        interval_minutes: The person's usual interval, used as it is for a feed of unknown habits.
        own_minutes: The interval that the person chose for this feed.
        ttl: Minutes, as the feed says.
        max_age: Seconds, as Cache-Control says.
        retry_after: Seconds, as the server said with 429 or 503.
        failures: Tries in a row that have failed, the last one included.
        entry_times: When its entries were published, in any order.
    """
    if failures > 0:
        wait = min(MIN_INTERVAL * (1 << min(failures - 1, 10)), MAX_INTERVAL)
    elif own_minutes is not None:
        wait = max(_bounded(own_minutes, 60, MAX_OWN_INTERVAL), MIN_INTERVAL)
    else:
        wait = _learned_interval(now, interval_minutes, entry_times)
        wait = max(wait, _bounded(ttl, 60, MAX_INTERVAL), _bounded(max_age, 1, MAX_INTERVAL))
    return now + max(wait, _bounded(retry_after, 1, MAX_RETRY_AFTER))


def _learned_interval(
    now: datetime, interval_minutes: float, entry_times: Sequence[datetime]
) -> timedelta:
    usual = max(_bounded(interval_minutes, 60, MAX_INTERVAL), MIN_INTERVAL)
    past = sorted((time for time in entry_times if time <= now), reverse=True)[:_RECENT_ENTRIES]
    if len(past) < 3:
        return usual
    # the silence since the newest entry counts, so that a feed that has gone quiet is asked less
    mean_gap = (now - past[-1]) / len(past)
    return min(max(mean_gap / _CHECKS_PER_ENTRY, usual / 4, MIN_INTERVAL), MAX_INTERVAL)


def _bounded(amount: float | None, unit_seconds: float, most: timedelta) -> timedelta:
    """Make a duration of a number from outside: nonsense is zero, too much is the most."""
    if amount is None or math.isnan(amount) or amount <= 0:
        return timedelta()
    return timedelta(seconds=min(amount * unit_seconds, most.total_seconds()))


def is_due(feed: Feed, now: datetime) -> bool:
    """Say whether a feed should be asked now.

    A feed that is gone never is. A time for the next fetch that lies further ahead than any that
    `next_fetch` gives comes from a clock that was wrong, and does not count.
    """
    if feed.status is FeedStatus.GONE:
        return False
    if feed.next_fetch is None or feed.next_fetch <= now:
        return True
    longest = MAX_RETRY_AFTER if feed.interval_minutes is None else MAX_OWN_INTERVAL
    return feed.next_fetch > now + longest + timedelta(hours=1)


# -- full text -------------------------------------------------------------------------------------


def needs_page(entry: ParsedEntry, mode: FullText) -> bool:
    """Say whether the page behind an entry should be fetched for its full text.

    Args:
        entry: As its feed gives it.
        mode: With ``auto``, only an entry whose feed holds no more than a summary needs its page:
            little text, or a text that says it is cut off. Podcasts and videos do not.
    """
    if mode is FullText.NEVER or not entry.link or not is_web(entry.link):
        return False
    if _NO_ARTICLE().search(urlsplit(entry.link).path):
        return False
    return mode is FullText.ALWAYS or not (_is_media(entry) or _holds_full_text(entry))


def _is_media(entry: ParsedEntry) -> bool:
    host = (urlsplit(entry.link or "").hostname or "").removeprefix("www.")
    if host.endswith(_VIDEO_HOSTS):
        return True
    return any(file.type.startswith(("audio/", "video/")) for file in entry.enclosures)


def _holds_full_text(entry: ParsedEntry) -> bool:
    body = _visible_text(entry.content or entry.summary)
    words = _count_words(body)
    if _CUT_OFF().search(body[-_CUT_OFF_TAIL:]) and words < 3 * _FULL_SUMMARY_WORDS:
        return False
    if entry.content and len(body) > 1.2 * len(_visible_text(entry.summary)):
        return words >= _FULL_CONTENT_WORDS
    return words >= _FULL_SUMMARY_WORDS


def _visible_text(html: str) -> str:
    return " ".join(_TAG.sub(" ", html).split())


def _count_words(text: str) -> int:
    """Count words; of scripts without spaces, two characters count as a word."""
    unspaced = len(_UNSPACED().findall(text))
    return unspaced // 2 + len(_WORDS.findall(_UNSPACED().sub(" ", text)))
