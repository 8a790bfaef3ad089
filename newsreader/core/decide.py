"""Decisions as plain functions: which entry is which, what changed, what is due, what is whole.

Identity, which is decided here and nowhere else:

1. `entry_keys` names each entry inside its feed: by its guid, so that a changed link or title does
   not matter; where the guid is missing or shared by several entries, by its link; where that is
   missing or shared too, by a hash of its title and date, or of its text. Addresses count without
   scheme and tracking parameters, so that a site's move to https renames nothing.
2. `renamed_keys` is the second look, with what the library knows: an entry under an unknown key
   whose link belongs to exactly one known entry that is no longer in the feed under its own key is
   that entry under a new name. So a changed guid is harmless as long as the link stays.
3. `moved_keys` is the third, for a site that gives its entries new guids and new links: an entry
   that is still unknown is the only known one of the same title and the same moment that is no
   longer in the feed.

An entry of one feed is never the entry of another, whatever their guids.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from newsreader.core.models import Feed, FeedStatus, FullText, ParsedEntry
from newsreader.core.urls import clean_url, is_web

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
_ADDRESS = re.compile(r"""\b(?:src|href)\s{0,9}=\s{0,9}["']?([^"'\s<>?#]+)""", re.IGNORECASE)
_WORDS = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\]?"
    r"|\b(?:read (?:more|on|the rest|full)|continue reading|more at|weiterlesen|mehr lesen"
    r"|lire la suite|leer más|seguir leyendo|leia mais|continua a leggere|lees verder"
    r"|czytaj dalej|читать далее|читати далі|続きを読む|阅读全文)\b.{0,60}"
    r")\W*$",
    re.IGNORECASE | re.DOTALL,
)
_NO_ARTICLE = re.compile(
    r"\.(?:pdf|mp3|m4a|ogg|opus|mp4|m4v|webm|mov|avi|jpe?g|png|gif|webp|svg|zip|gz|exe|dmg|epub)$",
    re.IGNORECASE,
)
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "twitch.tv")


# -- identity --------------------------------------------------------------------------------------


def entry_keys(entries: Sequence[ParsedEntry]) -> list[str]:
    """Say what identifies each entry inside its feed.

    Args:
        entries: All entries of one fetch of one feed.

    Returns:
        One key for each entry, in their order; no two are equal. A key begins with ``guid:``,
        ``link:`` or ``hash:``.
    """
    own = [_guid_key(entry) for entry in entries]
    guids = Counter(own)
    if "" not in guids and len(guids) == len(own):
        return own
    links = Counter(_link_key(entry) for entry in entries)
    headings = Counter(_heading_key(entry) for entry in entries)
    keys: list[str] = []
    used: Counter[str] = Counter()
    for entry in entries:
        key = next(
            (
                key
                for key, counts in (
                    (_guid_key(entry), guids),
                    (_link_key(entry), links),
                    (_heading_key(entry), headings),
                )
                if key and counts[key] == 1
            ),
            _text_key(entry),
        )
        used[key] += 1
        keys.append(key if used[key] == 1 else f"{key}~{used[key]}")
    return keys


def renamed_keys(
    entries: Sequence[ParsedEntry], keys: Sequence[str], known: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """Find the entries that the library knows under another key.

    Args:
        entries: All entries of one fetch of one feed.
        keys: What `entry_keys` said of them.
        known: ``(key, link)`` of the stored entries of this feed; at least of all those whose key
            or link is among the fetched ones.

    Returns:
        ``{new key: known key}``; the stored entry should go by the new key from now on.
    """
    known_by_link: dict[str, list[str]] = {}
    known_keys = set()
    for key, link in known:
        known_keys.add(key)
        known_by_link.setdefault(link_identity(link), []).append(key)
    links = Counter(link_identity(entry.link) for entry in entries)
    present = set(keys)
    renamed = {}
    for entry, key in zip(entries, keys, strict=True):
        link = link_identity(entry.link)
        if key in known_keys or not link or links[link] > 1:
            continue
        candidates = known_by_link.get(link, [])
        if len(candidates) == 1 and candidates[0] not in present:
            renamed[key] = candidates[0]
    return renamed


Heading = tuple[str, datetime]
"""A title, and when it was published."""


def heading(entry: ParsedEntry) -> Heading | None:
    """Give what an entry may be known again by, whatever it is called; None for too little."""
    return (entry.title, entry.published) if entry.title and entry.published else None


def moved_keys(
    unknown: Sequence[tuple[str, ParsedEntry]],
    known: Iterable[tuple[str, Heading]],
    taken: Collection[str],
) -> dict[str, str]:
    """Find the entries that the library knows under another key and another link.

    Args:
        unknown: What is still unknown after `renamed_keys`, by its key.
        known: ``(key, heading)`` of the stored entries of this feed that have one of the headings.
        taken: The keys of all entries of the fetch, and those that some of them had before.

    Returns:
        As `renamed_keys`.
    """
    stored: dict[Heading, list[str]] = {}
    for key, one in known:
        if key not in taken:
            stored.setdefault(one, []).append(key)
    headings = Counter(heading(entry) for _, entry in unknown)
    moved = {}
    for key, entry in unknown:
        own = heading(entry)
        if own is not None and headings[own] == 1 and len(stored.get(own, ())) == 1:
            moved[key] = stored[own][0]
    return moved


@lru_cache(maxsize=4096)  # keys, hashes and renaming each ask for the same links
def link_identity(link: str | None) -> str:
    """Reduce an address to what identifies it: no scheme, tracking parameters or ending slash.

    Returns:
        "" where there is no address that can be followed.
    """
    cleaned = clean_url(link) if link else ""
    return cleaned.partition("://")[2].rstrip("/") if cleaned else ""


def _guid_key(entry: ParsedEntry) -> str:
    guid = (entry.guid or "").strip()
    if not guid:
        return ""
    address = guid.lower().startswith(("http://", "https://"))
    return f"guid:{guid.partition('://')[2] if address else guid}"


def _link_key(entry: ParsedEntry) -> str:
    link = link_identity(entry.link)
    return f"link:{link}" if link else ""


def _heading_key(entry: ParsedEntry) -> str:
    if not entry.title:
        return ""
    published = entry.published.isoformat() if entry.published else ""
    return _hash_key(entry.title, published)


def _text_key(entry: ParsedEntry) -> str:
    published = entry.published.isoformat() if entry.published else ""
    body = entry.content or entry.summary
    return _hash_key(entry.guid or "", entry.link or "", entry.title, published, body)


def _hash_key(*parts: str) -> str:
    return f"hash:{_digest(parts)}"


def _digest(parts: Iterable[str]) -> str:
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


# -- change ----------------------------------------------------------------------------------------


def content_hash(entry: ParsedEntry) -> str:
    """Give a hash that changes when what a person would read has changed.

    Dates, white space, attributes and the queries of addresses (signatures, sizes, tracking) do not
    count: many feeds change those in every answer.

    Returns:
        32 hexadecimal digits.
    """
    parts = [entry.title, link_identity(entry.link), *entry.authors]
    for html in (entry.content, entry.summary):
        parts.append(" ".join(_TAG.sub(" ", html).split()))
        folded = html.casefold()
        if "src" in folded or "href" in folded:  # looking for the pattern takes far longer
            parts.extend(_ADDRESS.findall(html))
    return _digest(parts)


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
    if _NO_ARTICLE.search(urlsplit(entry.link).path):
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
    if _CUT_OFF.search(body[-_CUT_OFF_TAIL:]) and words < 3 * _FULL_SUMMARY_WORDS:
        return False
    if entry.content and len(body) > 1.2 * len(_visible_text(entry.summary)):
        return words >= _FULL_CONTENT_WORDS
    return words >= _FULL_SUMMARY_WORDS


def _visible_text(html: str) -> str:
    return " ".join(_TAG.sub(" ", html).split())


def _count_words(text: str) -> int:
    """Count words; of scripts without spaces, two characters count as a word."""
    unspaced = len(_UNSPACED.findall(text))
    return unspaced // 2 + len(_WORDS.findall(_UNSPACED.sub(" ", text)))
