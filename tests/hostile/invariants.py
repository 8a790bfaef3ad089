"""What must hold of whatever strangers send, said once for property tests and fuzzing alike."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import msgspec
from rich.style import Style

from newsreader.articles import document_from_html, extract
from newsreader.core import changes, dates, exports, text, urls
from newsreader.core.document import Cell, Definition, Document, Item, Table
from newsreader.core.errors import (
    ArticleError,
    DamagedTextError,
    FeedError,
    InputError,
    NewsreaderError,
)
from newsreader.core.query import parse
from newsreader.feeds import newsboat, opml, parse_feed
from newsreader.feeds.discovery import find_feeds
from newsreader.library import packing
from newsreader.net import encodings, headers
from newsreader.services.jobs import PrepareJob
from newsreader.services.worker_jobs import prepare_article
from newsreader.tui.painting import Part, row_strip, safe
from newsreader.tui.render import Line, document_lines
from tests.hostile.corpus import unsafe

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def check_sentence(error: NewsreaderError) -> None:
    """What a person is told is one clean line."""
    assert text.is_clean(str(error))
    assert "\n" not in str(error)


def check_document(document: Document) -> None:
    """Every range lies within the text, spans hold something, and all of it is clean."""
    assert document.is_sound
    for block in document.walk():
        parts: list[Item | Definition | Cell] = list(getattr(block, "items", ()))
        if isinstance(block, Table):
            parts = [cell for row in block.rows for cell in row]
        for part in parts:
            assert block.start <= part.start <= part.end <= block.end
    for span in document.spans:
        assert span.start < span.end
    for link in document.links:
        assert link.url == urls.clean_url(link.url) != ""
    written = [exports.to_text(document), exports.to_markdown(document), exports.to_html(document)]
    assert unsafe([document, written]) == []
    again = msgspec.json.decode(msgspec.json.encode(document), type=Document)
    assert again == document


# -- by what reads it ------------------------------------------------------------------------------


def any_feed(content: bytes, kind: str | None = None) -> None:
    """A document is a clean feed, or an error in words."""
    try:
        feed = parse_feed(content, "https://n.example/", kind)
    except FeedError as error:
        check_sentence(error)
        return
    assert unsafe(feed) == []
    assert all(entry.link is None or urls.openable(entry.link) for entry in feed.entries)


def any_markup(markup: str) -> None:
    """Markup is a sound document."""
    check_document(document_from_html(markup, "https://n.example/"))


def any_page(content: bytes) -> None:
    """A page is a sound article, or an error in words."""
    try:
        found = extract(content, "https://n.example/a")
    except ArticleError as error:
        check_sentence(error)
        return
    check_document(found.document)
    assert unsafe([found.title, found.byline, found.site, found.authors, found.url]) == []


def any_article(markup: str, page: bytes) -> None:
    """What is prepared is sound, and has its names within its text."""
    job = PrepareJob(title="T", url="https://n.example/", content=markup, page=page)
    prepared = prepare_article(job)
    check_document(prepared.document)
    assert unsafe([prepared.title, prepared.byline, prepared.note, prepared.site]) == []
    for entity in prepared.entities:
        assert text.is_clean(entity.name)
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(prepared.document.text)


def any_document(content: bytes) -> None:
    """What a damaged library may hold is a document that can be read and written, or an error."""
    try:
        document = packing.decode_document(content)
    except DamagedTextError as error:
        check_sentence(error)
        return
    assert packing.decode_document(packing.encode(document)) == document
    changes.compare(document, Document.from_text("a b c"))
    for use in (exports.to_text, exports.to_markdown, exports.to_html, _drawn):
        use(document)
    assert document.words >= 0


def _drawn(document: Document) -> list[Line]:
    return list(document_lines(document, 20))


def any_subscriptions(content: bytes) -> None:
    """A list of subscriptions is read or refused, and holds web addresses alone."""
    try:
        found = opml.read_opml(content)
    except NewsreaderError as error:
        check_sentence(error)
        return
    assert all(urls.is_web(one.url) for one in found)
    any_newsboat_urls(content.decode("utf-8", "replace"))
    assert unsafe([tuple(one) for one in found]) == []


def any_newsboat_urls(content: str) -> None:
    """Lines of newsboat give web addresses alone."""
    lines = newsboat.read_urls(content)
    assert all(urls.is_web(one.url) for one in lines)
    assert unsafe([[tuple(one) for one in lines], list(lines.refused)]) == []


def any_discovery(content: bytes) -> None:
    """A page names only web addresses as feeds."""
    assert all(urls.is_web(one.url) for one in find_feeds(content, "https://n.example/"))


def any_words(value: str, width: int) -> None:
    """Text is safe on the screen, and cleaning it twice changes nothing."""
    assert text.is_clean(safe(value))
    assert "\n" not in safe(value)
    strip = row_strip([Part(value), Part(value, "x")], lambda _: Style(), Style(), width)
    assert strip.cell_length == width
    for cleaned in (text.clean_line(value), text.plain_title(value), text.clean_body(value)):
        assert text.is_clean(cleaned)
    assert text.clean_line(text.clean_line(value)) == text.clean_line(value)


def any_address(value: str) -> None:
    """An address is allowed and whole, or nothing."""
    for cleaned in (urls.clean_url(value), urls.absolute(value, "https://n.example/a/b")):
        assert cleaned == "" or cleaned.startswith(("http://", "https://", "mailto:"))
        assert not set(cleaned) & set(" \"'<>`\t\n") - {"'"}
        assert text.is_clean(cleaned)
        assert urls.clean_url(cleaned) == cleaned


def any_query(value: str) -> None:
    """A query is a tree, or refused in words."""
    try:
        parse(value)
    except InputError as error:
        check_sentence(error)


def any_date(value: str) -> None:
    """A date is one in UTC, or none."""
    found = dates.parse_date(value)
    assert found is None or found.utcoffset() is not None


def any_headers(value: str) -> None:
    """Numbers and dates of headers are bounded, and what is sent back is one clean line."""
    rest = headers.retry_after(value, NOW)
    assert rest is None or 0 <= rest < 10**9
    age = headers.max_age(value)
    assert age is None or 0 <= age < 10**12
    found = headers.http_date(value)
    assert found is None or found.utcoffset() is not None
    kept = headers.validator(value)
    assert kept == "" or headers.is_sendable(kept)


def any_coding(coding: str, body: bytes) -> None:
    """A body is decoded up to a limit, or refused."""
    with contextlib.suppress(encodings.TooLarge, encodings.BrokenCoding):
        assert len(encodings.decode_body(body, coding, 100_000)) <= 100_000
