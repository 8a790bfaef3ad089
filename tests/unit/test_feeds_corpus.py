"""Real feeds, and the documents of feedparser's own suite; skipped where they are not at hand."""

from __future__ import annotations

import ast
import re
import tarfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from newsreader.core.errors import FeedError
from newsreader.core.identity import content_hash, entry_keys
from newsreader.core.models import ParsedFeed
from newsreader.core.text import is_clean
from newsreader.feeds import looks_like_feed, parse_feed

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
REAL = sorted((SHARED / "real").glob("*")) if SHARED.is_dir() else []
CORPUS = SHARED / "feedparser-tests.tar.gz"

# single entries cut out of their feeds, as test data of another kind
NO_FEEDS = re.compile(r"FirstEntry")


@pytest.mark.skipif(not REAL, reason="the real feeds are not at hand")
def test_real_feeds_are_read_whole() -> None:
    for path in REAL:
        if NO_FEEDS.search(path.name):
            continue
        content = path.read_bytes()
        assert looks_like_feed(content) or "Duplicate" in path.name, path.name
        feed = parse_feed(content, "https://feed.example/dir/feed.xml", None)
        assert feed.entries, path.name
        for entry in feed.entries:
            assert entry.title or not (entry.content or entry.summary), path.name
            assert is_clean(entry.title + entry.content + entry.summary)
            assert entry.link is None or entry.link.startswith("http")
        assert len(set(entry_keys(feed.entries))) == len(feed.entries)


@pytest.mark.skipif(not REAL, reason="the real feeds are not at hand")
def test_cut_out_entries_are_no_feeds() -> None:
    for path in REAL:
        if NO_FEEDS.search(path.name):
            with pytest.raises(FeedError):
                parse_feed(path.read_bytes(), "https://feed.example/feed.xml", None)


# -- feedparser's own documents


class Case(NamedTuple):
    """A document, and what feedparser's suite expects of it."""

    name: str
    content: bytes
    content_type: str | None
    location: str
    expected: str


_HEADER = rb"(?im)^\s*Header:\s*%s:\s*(.+?)\s*$"
_EXPECT = re.compile(rb"Expect:\s*(.+?)\s*(?:-->|\n\s*\n|\n[A-Z][\w-]*:)", re.DOTALL)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_read_cases())


def _read_cases() -> Iterator[Case]:
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.isfile() else None
            if file is None or not member.name.endswith((".xml", ".json")):
                continue
            content = file.read()
            name = member.name.partition("/tests/")[2]
            expect = _EXPECT.search(content[:4000].replace(b"\0", b""))
            yield Case(
                name=name,
                content=content,
                content_type=_header(content, b"Content-type") or None,
                location=_header(content, b"Content-Location") or f"http://127.0.0.1:8097/{name}",
                expected=expect[1].decode("utf-8", "replace") if expect else "",
            )


def _header(content: bytes, name: bytes) -> str:
    match = re.search(_HEADER % name, content[:1000])
    return match[1].decode() if match else ""


def parse(case: Case) -> ParsedFeed | None:
    try:
        return parse_feed(case.content, case.location, case.content_type)
    except FeedError:
        return None


needs_corpus = pytest.mark.skipif(
    not CORPUS.exists(), reason="feedparser's documents are not at hand"
)


@needs_corpus
def test_every_document_is_a_feed_or_a_feed_error() -> None:
    refused = []
    for case in cases():
        feed = parse(case)
        if feed is None:
            refused.append(case.name)
            continue
        entry_keys(feed.entries)
        for entry in feed.entries:
            content_hash(entry)
            assert is_clean(entry.title + entry.content + entry.summary), case.name
    # channels of CDF without a single entry, and one document that is really plain text
    assert len(cases()) - len(refused) >= 2_095, refused


def _time(value: datetime | None) -> tuple[int, ...] | None:
    return tuple(value.timetuple()[:6]) if value else None


FIELDS: dict[str, Callable[[ParsedFeed], object]] = {
    "feed['title']": lambda feed: feed.title,
    "feed['link']": lambda feed: feed.site_url,
    "feed['language']": lambda feed: feed.language,
    "version": lambda feed: feed.format,
    "entries[0]['title']": lambda feed: feed.entries[0].title,
    "entries[0]['link']": lambda feed: feed.entries[0].link,
    "entries[0]['id']": lambda feed: feed.entries[0].guid,
    "entries[0]['guid']": lambda feed: feed.entries[0].guid,
    "entries[0]['author']": lambda feed: feed.entries[0].authors[0],
    "entries[0]['author_detail']['name']": lambda feed: feed.entries[0].authors[0],
    "entries[0]['comments']": lambda feed: feed.entries[0].comments,
    "entries[0]['published_parsed']": lambda feed: _time(feed.entries[0].published),
    "entries[0]['created_parsed']": lambda feed: _time(feed.entries[0].published),
    "entries[0]['updated_parsed']": lambda feed: _time(feed.entries[0].updated),
    "entries[0]['enclosures'][0]['href']": lambda feed: feed.entries[0].enclosures[0].url,
    "entries[0]['media_thumbnail'][0]['url']": lambda feed: feed.entries[0].image,
}

# Where we mean something else on purpose: titles are text without markup, with folded white space
# and without invisible characters; a guid is an identifier and not resolved; names come without
# their mail addresses; the language of a header is that of the page, not of the feed.
OTHERWISE = re.compile(
    r"wellformed/(?:sanitize/|base/http_(?:entry|feed)_title|base/http_entry_id"
    r"|atom(?:10)?/\w+_title_(?:escaped|inline|naked)_markup|atom(?:10)?/entry_author_map_author"
    r"|cdf/channel|lang/http_content_language|rss/item_image_link_conflict"
    r"|rss/rss_version_091_netscape)"
    r"|entities/(?:160|emsp|ensp|lang|lrm|nbsp|rang|rlm|shy|thinsp)\.xml"
)


def _expectation(case: Case) -> tuple[str, object] | None:
    text = re.sub(r"^(?:not )?bozo(?: == 1)? and ", "", case.expected.strip())
    try:
        tree = ast.parse(text, mode="eval").body
        if not isinstance(tree, ast.Compare) or not isinstance(tree.ops[0], ast.Eq):
            return None
        field = ast.unparse(tree.left)
        value = ast.literal_eval(tree.comparators[0])
    except (SyntaxError, ValueError):
        return None
    return (field, value[:6] if isinstance(value, tuple) else value) if field in FIELDS else None


@needs_corpus
def test_what_feedparser_expects_of_titles_links_people_and_dates_holds() -> None:
    compared = 0
    for case in cases():
        expectation = _expectation(case)
        if expectation is None or OTHERWISE.search(case.name):
            continue
        field, value = expectation
        feed = parse(case)
        assert feed is not None, case.name
        assert FIELDS[field](feed) == value, case.name
        compared += 1
    assert compared > 350
