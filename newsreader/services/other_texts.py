"""The other texts of an article, for a person who sees that its page came out badly.

They are the best parts of its page, the feed's own text and the whole page; those that read alike
count once. What is chosen counts for the later articles of the site as well.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec

from newsreader.core import decide
from newsreader.core.errors import ArticleError, InputError
from newsreader.core.models import Article, FullText, ParsedEntry, Reading, SiteText
from newsreader.core.urls import is_web
from newsreader.services import preparation
from newsreader.services.article_page import AskedPage, fetch_page
from newsreader.services.jobs import OtherText, OtherTextJob
from newsreader.services.session import Session
from newsreader.services.sites import WORDS, site_of, wishes_for
from newsreader.services.workers import Priority

if TYPE_CHECKING:
    from newsreader.library.articles import Snapshot


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """Another text that is on show now.

    Attributes:
        before: The article's text as it was.
        site: For whose later articles the text is remembered.
        text_before: What was remembered for it before.
        sentence: Which text it is.
    """

    before: Snapshot
    site: str
    text_before: SiteText | None
    sentence: str


async def show_other(session: Session, reading: Reading) -> Shown:
    """Store the next text of an article, and remember the choice for its site.

    Where the page can not be had, the feed's text is shown, and nothing is remembered; nor is it
    where the person never wants pages to be fetched by themselves.

    Args:
        session: The library and the network to use.
        reading: The article as it is on show.

    Raises:
        InputError: There is no other text, or no such article.
        LibraryError: It can not be stored.
        WorkerError: The page took too long.
    """
    session.check_writable()
    article, entry = await asyncio.to_thread(preparation.read, session, reading.article.id)
    page = await fetch_page(session, article) if is_web(article.url) else AskedPage()
    job = _job(session, article, entry, page, reading.document.text)
    try:
        other = await session.workers().run(
            "other_text", job, OtherText, "Looking for another text", priority=Priority.ASKED
        )
    except ArticleError as error:
        raise InputError(f"{error} {page.note}".strip()) from error
    site = site_of(article.url)
    before = await asyncio.to_thread(session.library.articles.snapshot, article.id)
    text_before = session.library.sites.text(site)
    text = _remembered(session, article, other, page, text_before)
    outcome = preparation.outcome_of(article, other.prepared, page)

    def work() -> None:
        preparation.save(session, [outcome])
        session.library.sites.set_text(site, text)

    await session.write(work)
    counts = text is not None and text is other.text
    return Shown(
        before=before,
        site=site,
        text_before=text_before,
        sentence=page.note or _told(other, site if counts else ""),
    )


def _remembered(
    session: Session, article: Article, other: OtherText, page: AskedPage, now: SiteText | None
) -> SiteText | None:
    """Give what counts for the site from now on."""
    never = preparation.page_mode(session, article) is FullText.NEVER
    if page.body is None or (never and other.text is not SiteText.FEED):
        return now
    return None if other.number == 1 else other.text


def put_back(session: Session, shown: Shown) -> None:
    """Store an article's text and the choice for its site as they were. Called on the writer.

    Raises:
        LibraryError: They can not be stored.
    """
    session.library.articles.put_back(shown.before)
    session.library.sites.set_text(shown.site, shown.text_before)


def _job(
    session: Session, article: Article, entry: ParsedEntry, page: AskedPage, shown: str
) -> OtherTextJob:
    job = preparation.job_for(session, article, entry, page)
    fields = {name: getattr(job, name) for name in job.__struct_fields__}
    fields["wishes"] = wishes_for(session.settings, article.url)
    by_itself = decide.needs_page(entry, preparation.page_mode(session, article))
    return OtherTextJob(**fields, shown=shown, feed_first=not by_itself)


def _told(other: OtherText, site: str) -> str:
    which = f"Text {other.number} of {other.total}: {WORDS[other.text]}"
    if other.number == 1:
        return f"{which}, as it comes by itself."
    return f"{which}, for {site} from now on." if site else f"{which}."
