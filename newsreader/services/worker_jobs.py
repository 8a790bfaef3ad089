"""What runs inside a worker process: reading a feed, and preparing an article.

Preparing is the CPU-bound half of the way from a page (or from what its feed holds) to a text
with its names. It never loses an article: a page that holds none leaves the feed's text, and one
sentence that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newsreader.core import identity
from newsreader.core.document import Document
from newsreader.core.errors import ArticleError, InputError, PortalError
from newsreader.core.text import clean_body, plain_title
from newsreader.services.jobs import (
    RULED_OUT,
    ExplainJob,
    LearnJob,
    ParseJob,
    Prepared,
    PrepareJob,
    ReadFeed,
    Wishes,
)

if TYPE_CHECKING:
    from newsreader.articles import Explanation, Extracted

UNREADABLE_PAGE = "The page could not be cleaned."
SHORT_PAGE = "The page holds less text than the feed."
NO_TEXT = "There is no text, neither in the feed nor on its page."
ONLY_FEED = "This is the text of the feed."
NO_NAMES = "Names could not be looked for in this text."
MAX_PLAIN = 200_000
"""The most characters of markup that are shown as plain text when no better can be done."""


def parse_feed(job: ParseJob) -> ReadFeed:
    """Read a feed, and find out what identifies its entries.

    Raises:
        FeedError: The bytes are no feed.
    """
    from newsreader import feeds

    feed = feeds.parse_feed(job.content, job.url, job.content_type)
    feed = msgspec.structs.replace(feed, entries=identity.once(feed.entries))
    return ReadFeed(
        feed=feed,
        keys=identity.entry_keys(feed.entries),
        hashes=[identity.content_hash(entry) for entry in feed.entries],
    )


def prepare_article(job: PrepareJob) -> Prepared:
    """Make an article ready to be read.

    Args:
        job: With a page, the text comes from the page where that works; without one, from the
            feed's content or else its summary.

    Raises:
        PortalError: The page is not what was asked for, and may be that another time.
    """
    extracted, reason = _from_page(job)
    own = feed_document(job)
    wishes = job.wishes
    chosen = bool(wishes.keep or wishes.insist) and not reason
    if extracted is not None and (chosen or len(extracted.document.text) >= len(own.text)):
        return with_names(page_result(job, extracted, reason), job)
    if extracted is not None:
        reason = reason or SHORT_PAGE
    note = f"{reason} {ONLY_FEED if own.text else NO_TEXT}" if reason else ""
    return with_names(feed_result(job, own, extracted, note), job)


def explain_page(job: ExplainJob) -> Explanation:
    """Say how the article of a page is found, and why each of its blocks stays or goes.

    Raises:
        InputError: A selector can not be read.
    """
    from newsreader import articles

    return articles.explain(
        job.page,
        job.url or None,
        content_type=job.page_type or None,
        keep=job.wishes.keep,
        drop=job.wishes.drop,
        attempt=job.wishes.attempt,
    )


def learn_dictionary(job: LearnJob) -> bytes:
    """Make a dictionary to compress a library's texts with.

    Raises:
        LibraryError: There is too little to learn from.
    """
    from newsreader.library import packing

    return packing.learn(job.samples)


def _from_page(job: PrepareJob) -> tuple[Extracted | None, str]:
    """Give what the page holds, and what is wrong with it or with the rules for it.

    Raises:
        PortalError: As in `prepare_article`.
    """
    if job.page is None:
        return None, ""
    try:
        return extract_page(job, job.wishes), ""
    except InputError as error:
        reason = f"{error} The page is shown without your rules."
    except PortalError:
        raise
    except ArticleError as error:
        if job.wishes == Wishes():
            return None, str(error)
        reason = RULED_OUT if job.wishes.keep or job.wishes.drop else ""
    extracted, other = _from_page(msgspec.structs.replace(job, wishes=Wishes()))
    return extracted, other or reason


def extract_page(job: PrepareJob, wishes: Wishes) -> Extracted:
    """Give the article of a job's page as a person wants it.

    Raises:
        ArticleError: There is none.
        InputError: A selector can not be read.
    """
    from newsreader import articles

    assert job.page is not None
    try:
        return articles.extract(
            job.page,
            job.page_url or job.url or None,
            content_type=job.page_type or None,
            summary=job.summary,
            title=job.title,
            keep=wishes.keep,
            drop=wishes.drop,
            attempt=wishes.attempt,
        )
    except (ArticleError, InputError, MemoryError):
        raise
    except Exception as error:  # whatever a page does to the cleaner, its article is not lost
        raise ArticleError(UNREADABLE_PAGE) from error


def feed_document(job: PrepareJob) -> Document:
    """Give what the feed holds, nothing where it holds no text."""
    markup = job.content or job.summary
    if not markup.strip():
        return Document()
    from newsreader import articles

    try:
        return articles.document_from_html(
            markup, job.base_url or job.url, title=job.title, feed_body=True
        )
    except MemoryError:
        raise
    except Exception:  # as above
        return plain_document(markup)


def plain_document(markup: str) -> Document:
    """Give the words of markup when no better can be done."""
    return Document.from_text(clean_body(plain_title(markup[:MAX_PLAIN], MAX_PLAIN)))


def page_result(job: PrepareJob, extracted: Extracted, remark: str = "") -> Prepared:
    """Take the page's text, with a remark to its own note."""
    return Prepared(
        document=extracted.document,
        title=job.title or extracted.title,
        byline=extracted.byline,
        authors=extracted.authors,
        published=extracted.published,
        site=extracted.site,
        language=extracted.language or job.language,
        lead_image=extracted.lead_image or None,
        source="page",
        note=f"{remark} {extracted.note}".strip(),
    )


def feed_result(
    job: PrepareJob, document: Document, extracted: Extracted | None, note: str
) -> Prepared:
    """Take the feed's text, with what a page that is too short still says about itself."""
    about = page_result(job, extracted) if extracted else Prepared(document=document)
    return Prepared(
        document=document,
        title=job.title or about.title,
        byline=about.byline,
        authors=about.authors,
        published=about.published,
        site=about.site,
        language=job.language or about.language,
        lead_image=about.lead_image,
        source="feed",
        note=note,
    )


def with_names(prepared: Prepared, job: PrepareJob) -> Prepared:
    """Have the names in a text recognised."""
    from newsreader import entities

    try:
        analysis = entities.analyse(
            prepared.title,
            prepared.document.text,
            language=prepared.language,
            published=job.published or prepared.published,
        )
    except MemoryError:
        raise
    except Exception:  # the article can be read without its names
        note = f"{prepared.note} {NO_NAMES}".strip()
        return msgspec.structs.replace(prepared, names_by="", note=note)
    return msgspec.structs.replace(
        prepared,
        entities=analysis.entities,
        names_by=analysis.names_by,
        language=analysis.language or prepared.language,
    )
