"""Which entry is which, and whether it has changed. It is decided here and nowhere else.

1. `once` drops what stands twice in one fetch.
2. `entry_keys` names each entry inside its feed: by its guid, so that a changed link or title does
   not matter; where the guid is missing or shared by several entries, by its link; where that is
   missing or shared too, by a hash of its title and date, or of its text. Addresses count without
   scheme and tracking parameters, so that a site's move to https renames nothing.
3. `is_another` takes its guid from an entry that has nothing but that in common with the article
   that is known by it: some feeds give all their entries the same one.
4. `renamed_keys` is the second look, with what the library knows: an entry under an unknown key
   whose link belongs to exactly one known entry that is no longer in the feed under its own key is
   that entry under a new name. So a changed guid is harmless as long as the link stays.
5. `marked_keys` is the third, for a site that gives its entries new guids and new links, and for
   one that gives neither and dates its entries anew each time: an entry that is still unknown is
   the only known one of the same `heading`, or the same `bare_text`, that is no longer in the feed.

An entry of one feed is never the entry of another, whatever their guids.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from newsreader.core.models import ParsedEntry
from newsreader.core.urls import clean_url

_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"""\b(?:src|href)\s{0,9}=\s{0,9}["']?([^"'\s<>?#]+)""", re.IGNORECASE)


def once(entries: Iterable[ParsedEntry]) -> tuple[ParsedEntry, ...]:
    """Drop what stands twice in a feed, in the order of the rest; of two versions the later stays.

    Entries are the same where guid, link, title and date are; those with neither guid nor link
    where their texts are, too.
    """
    kept: dict[Hashable, ParsedEntry] = {}
    for entry in entries:
        text = () if entry.guid or entry.link else (entry.content, entry.summary)
        same = (entry.guid, link_identity(entry.link), entry.title, entry.published, *text)
        other = kept.get(same)
        if other is None or _is_later(entry, other):
            kept[same] = entry
    return tuple(kept.values())


def _is_later(entry: ParsedEntry, other: ParsedEntry) -> bool:
    return entry.updated is not None and (other.updated is None or entry.updated > other.updated)


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
        known_by_link.setdefault(link_place(link), []).append(key)
    links = Counter(link_place(entry.link) for entry in entries)
    present = set(keys)
    renamed = {}
    for entry, key in zip(entries, keys, strict=True):
        link = link_place(entry.link)
        if key in known_keys or not link or links[link] > 1:
            continue
        candidates = known_by_link.get(link, [])
        if len(candidates) == 1 and candidates[0] not in present:
            renamed[key] = candidates[0]
    return renamed


def heading(entry: ParsedEntry) -> tuple[str, datetime] | None:
    """Give what an entry may be known again by, whatever it is called; None for too little."""
    return (entry.title, entry.published) if entry.title and entry.published else None


def bare_text(entry: ParsedEntry, content_hash: str) -> str | None:
    """Give what an entry may be known again by that has nothing but its text; None for others."""
    has_text = entry.title or entry.content or entry.summary
    return content_hash if has_text and not (entry.guid or entry.link) else None


Mark = TypeVar("Mark", bound=Hashable)


def marked_keys(
    unknown: Sequence[tuple[str, Mark | None]],
    known: Iterable[tuple[str, Mark]],
    taken: Collection[str],
) -> dict[str, str]:
    """Find the entries that the library knows under another key and another link.

    Args:
        unknown: ``(key, mark)`` of what is still unknown after `renamed_keys`; the mark is the
            `heading` or the `bare_text`.
        known: ``(key, mark)`` of the stored entries of this feed that have one of the marks.
        taken: The keys of all entries of the fetch, and those that some of them had before.

    Returns:
        As `renamed_keys`.
    """
    stored: dict[Mark, list[str]] = {}
    for key, mark in known:
        if key not in taken:
            stored.setdefault(mark, []).append(key)
    marks = Counter(mark for _, mark in unknown)
    return {
        key: stored[mark][0]
        for key, mark in unknown
        if mark is not None and marks[mark] == 1 and len(stored.get(mark, ())) == 1
    }


def is_another(
    entry: ParsedEntry, title: str, link: str | None, published: datetime | None
) -> bool:
    """Say whether an entry is not the article that is known by its guid: it shares nothing else.

    Args:
        entry: The one of the feed.
        title: Of the article, as are ``link`` and ``published``.
        link: As above.
        published: As above. What either lacks tells nothing: then they are the same.
    """
    told = entry.title and title and entry.link and link and entry.published and published
    return bool(
        told
        and entry.title != title
        and entry.published != published
        and link_place(entry.link) != link_place(link)
    )


@lru_cache(maxsize=4096)  # keys, hashes and renaming each ask for the same links
def link_identity(link: str | None) -> str:
    """Reduce an address to what identifies it: no scheme, tracking parameters or ending slash.

    Returns:
        "" where there is no address that can be followed.
    """
    cleaned = clean_url(link) if link else ""
    return cleaned.partition("://")[2].rstrip("/") if cleaned else ""


def link_place(link: str | None) -> str:
    """Reduce an address further: with and without ``www.`` it is the same place."""
    return link_identity(link).removeprefix("www.")


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
    import hashlib

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
        folded = html.casefold() if "=" in html else ""
        if "src" in folded or "href" in folded:  # looking for the pattern takes far longer
            parts.extend(_ADDRESS.findall(html))
    return _digest(parts)
