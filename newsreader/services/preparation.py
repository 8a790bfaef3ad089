"""Make articles ready to read: the full text where the feed has only a summary, and the entities.

What the feed gave is never lost: where a page can not be had or holds no article, the feed's own
text is shown, with a note that says why, and a page that failed for a passing reason is asked for
again by a later refresh.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from newsreader.core import decide, urls
from newsreader.core.document import Document
from newsreader.core.errors import (
    ArticleError,
    DamagedTextError,
    InputError,
    LibraryError,
    NewsreaderError,
    PortalError,
    WorkerError,
)
from newsreader.core.models import Article, Entity, FullText, ParsedEntry, Preparation, SiteText
from newsreader.core.sources import web_address
from newsreader.services.article_page import AskedPage, PageBudget, Postponed, fetch_page
from newsreader.services.credentials import feed_settings
from newsreader.services.jobs import PrepareJob
from newsreader.services.session import Session
from newsreader.services.sites import site_of, wishes_for
from newsreader.services.worker_jobs import plain_document

if TYPE_CHECKING:
    from newsreader.library.texts import EntrySource
    from newsreader.services.jobs import Prepared

SIDE_BY_SIDE = 12
"""How many articles are fetched and prepared at the same time."""
BATCH = 16
"""How many prepared articles are stored in one transaction, while more are waiting."""
AT_FIRST = 50
"""How many articles of one feed are prepared before it is the turn of the others."""
_NONE = 0
"""No article's id: nothing more will come."""
MOST_LEFTOVERS = 1000
"""How many articles that an earlier refresh left behind one refresh takes up again."""

NO_FULL_TEXT = "This is the feed's summary; the page was not asked for."

_log = logging.getLogger(__name__)


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of preparing one article; what the library stores.

    Attributes:
        retry: It is not what it should be for a reason that may pass.
    """

    article_id: int
    preparation: Preparation
    document: Document = Document()
    entities: tuple[Entity, ...] = ()
    names_by: str = "model"
    source: str = "feed"
    note: str = ""
    language: str = ""
    site: str = ""
    image: str | None = None
    author: str = ""
    retry: bool = False


async def make(
    session: Session,
    article_id: int,
    *,
    full_text: FullText | None = None,
    budget: PageBudget | None = None,
) -> Outcome:
    """Prepare one article, without storing it.

    Args:
        session: The library and the network to use.
        article_id: The article.
        full_text: When to fetch its page, instead of what its feed and the settings say.
        budget: Of the refresh that this is part of. Without one a person is waiting for it: it
            goes before everything else.

    Raises:
        Postponed: Its page is left to a later refresh.
        LibraryError: There is no such article, or it can not be read.
    """
    article, entry = await asyncio.to_thread(read, session, article_id)
    mode = full_text or _chosen_mode(session, article, entry)
    page = AskedPage()
    if decide.needs_page(entry, mode):
        page = await fetch_page(session, article, budget)
    elif full_text is FullText.NEVER and decide.needs_page(entry, page_mode(session, article)):
        page = AskedPage(note=NO_FULL_TEXT, retry=True)
    return await _prepare(session, article, entry, page, urgent=budget is None)


def page_mode(session: Session, article: Article) -> FullText:
    """Say when pages are fetched: by the feed's own choice, its settings, or the general one."""
    if article.feed_id is None:
        return FullText.ALWAYS
    feed = session.library.feeds.get(article.feed_id)
    addresses = (feed.url, feed.original_url)
    own = feed_settings(session.settings, *addresses, *map(web_address, addresses))
    return feed.full_text or own.full_text or session.settings.full_text


def _chosen_mode(session: Session, article: Article, entry: ParsedEntry) -> FullText:
    """Say when pages are fetched, with what the person chose for the article's site."""
    mode = page_mode(session, article)
    text = session.library.sites.text(site_of(article.url))
    if text is None or mode is FullText.NEVER:
        return mode
    if text is SiteText.FEED:
        return FullText.NEVER if entry.content or entry.summary else mode
    return FullText.ALWAYS


def save(session: Session, outcomes: Iterable[Outcome]) -> None:
    """Store prepared articles. Called on the library's writer.

    Raises:
        LibraryError: They can not be stored.
    """
    for outcome in outcomes:
        session.library.articles.save_prepared(
            outcome.article_id,
            document=outcome.document,
            entities=outcome.entities,
            names_by=outcome.names_by,
            source=outcome.source,
            preparation=outcome.preparation,
            note=outcome.note,
            language=outcome.language,
            site=outcome.site,
            image=outcome.image,
            author=outcome.author,
            retry=outcome.retry,
        )


def read(session: Session, article_id: int) -> tuple[Article, ParsedEntry]:
    """Give an article, and what its feed gave for it.

    Raises:
        LibraryError: There is no such article, or it can not be read.
    """
    articles = session.library.articles
    article = articles.get(article_id)
    try:
        return article, _entry(article, articles.source(article_id))
    except DamagedTextError:  # the page can be had all the same
        return article, _entry(article)


def _entry(article: Article, source: EntrySource | None = None) -> ParsedEntry:
    return ParsedEntry(
        title=article.title,
        link=article.url or None,
        published=article.published,
        summary=source.summary if source else "",
        content=source.content if source else "",
        base_url=source.base_url if source else "",
        enclosures=article.enclosures,
        language=article.language,
    )


# -- the worker ------------------------------------------------------------------------------------


async def _prepare(
    session: Session, article: Article, entry: ParsedEntry, page: AskedPage, *, urgent: bool
) -> Outcome:
    """Have the text and its entities made; without a usable page, of what the feed gave."""
    try:
        prepared = await _work(session, article, entry, page, urgent=urgent)
    except (ArticleError, WorkerError) as error:
        if page.body is None:
            return _words_of(article, entry, error)
        note = f"This is the feed's text; its page could not be used. {error}"
        page = AskedPage(note=note, retry=isinstance(error, PortalError))
        return await _prepare(session, article, entry, page, urgent=urgent)
    return outcome_of(article, prepared, page)


def _words_of(article: Article, entry: ParsedEntry, error: NewsreaderError) -> Outcome:
    """Give the mere words of what the feed gave, where its text can not be made for now."""
    document = plain_document(entry.content or entry.summary)
    if not document.text:
        return Outcome(article_id=article.id, preparation=Preparation.FAILED, note=str(error))
    return Outcome(
        article_id=article.id,
        preparation=Preparation.PARTIAL,
        document=document,
        source="feed",
        note=f"{error} These are the words of the feed's text.",
        retry=True,
    )


async def _work(
    session: Session, article: Article, entry: ParsedEntry, page: AskedPage, *, urgent: bool
) -> Prepared:
    return await session.workers().prepare(job_for(session, article, entry, page), urgent=urgent)


def job_for(session: Session, article: Article, entry: ParsedEntry, page: AskedPage) -> PrepareJob:
    """Give the work that an article is, with what the person wants of its site's pages."""
    text = session.library.sites.text(site_of(article.url))
    return PrepareJob(
        title=article.title,
        url=article.url,
        language=article.language,
        published=article.published,
        page=page.body,
        page_url=page.url,
        page_type=page.type,
        content=entry.content,
        summary=entry.summary,
        base_url=entry.base_url,
        wishes=wishes_for(session.settings, article.url, text),
    )


def outcome_of(article: Article, prepared: Prepared, page: AskedPage) -> Outcome:
    """Say what the library stores of an article that was prepared."""
    note = page.note or prepared.note
    return Outcome(
        article_id=article.id,
        preparation=Preparation.PARTIAL if note else Preparation.READY,
        document=prepared.document,
        entities=prepared.entities,
        names_by=prepared.names_by,
        source=prepared.source,
        note=note,
        language=prepared.language or article.language,
        site=_site(article, prepared),
        image=prepared.lead_image or article.image,
        author=article.author or ", ".join(prepared.authors) or prepared.byline,
        retry=page.retry,
    )


def _site(article: Article, prepared: Prepared) -> str:
    """Give the name of the site; a mere host says less than the title of the article's feed."""
    is_host = prepared.site == urls.host(article.url).removeprefix("www.")
    return "" if is_host and article.feed_id is not None else prepared.site


# -- many, in the background -----------------------------------------------------------------------


class Preparer:
    """Prepares what a refresh brings in, side by side, and stores it in batches.

    Args:
        session: The library and the network to use.
        tell: Called with the articles that are ready and the number of those that wait.
        full_text: False leaves all pages alone for now.
    """

    def __init__(
        self,
        session: Session,
        tell: Callable[[Sequence[int], int], None],
        *,
        full_text: bool = True,
    ) -> None:
        self._session = session
        self._tell = tell
        self._mode = None if full_text else FullText.NEVER
        self._budget = PageBudget()
        self._waiting: asyncio.PriorityQueue[tuple[float, float, int]] = asyncio.PriorityQueue()
        self._seen: set[int] = set()
        self._before = 0
        self._calm = asyncio.Event()
        self._calm.set()
        self._left = 0
        self._outbox: list[Outcome] = []

    def add(self, times: Mapping[int, datetime]) -> None:
        """Take up more articles of one feed, each with when it stands in the lists.

        The newest go first, but no more than `AT_FIRST` of a feed before those of all others.
        """
        newest = sorted(times, key=times.__getitem__, reverse=True)
        for rank, article_id in enumerate(newest):
            self._seen.add(article_id)
            self._left += 1
            turn = (rank // AT_FIRST, -times[article_id].timestamp(), article_id)
            self._waiting.put_nowait(turn)

    def no_more(self) -> None:
        """Say that everything was added."""
        for _ in range(SIDE_BY_SIDE):
            self._waiting.put_nowait((math.inf, math.inf, _NONE))

    @contextmanager
    def standing_back(self) -> Iterator[None]:
        """Take up nothing meanwhile: a feed that is read and stored goes before all articles."""
        self._before += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._before -= 1
            if not self._before:
                self._calm.set()

    async def run(self, *, leftovers: bool = True) -> None:
        """Prepare what is added until `no_more`, then what earlier refreshes left behind.

        Args:
            leftovers: False where another process is at work on what seems to be left behind.

        Raises:
            LibraryError: What was prepared can not be stored.
        """
        try:
            await self._until_empty()
            if leftovers:
                self.add(await asyncio.to_thread(self._leftovers))
                self.no_more()
                await self._until_empty()
        finally:
            self._store_the_rest()

    async def _until_empty(self) -> None:
        async with asyncio.TaskGroup() as group:
            for _ in range(SIDE_BY_SIDE):
                group.create_task(self._take_turns())

    async def _take_turns(self) -> None:
        while (article_id := await self._next()) != _NONE:
            outcome = await self._one(article_id)
            self._left -= 1
            if outcome is not None:
                self._outbox.append(outcome)
            if len(self._outbox) >= BATCH or self._waiting.empty():
                await self._store()
        await self._store()

    async def _next(self) -> int:
        await self._calm.wait()
        *_, article_id = await self._waiting.get()
        await self._calm.wait()
        return article_id

    async def _one(self, article_id: int) -> Outcome | None:
        """Prepare one article; what is wrong with it stays with it."""
        try:
            return await make(self._session, article_id, full_text=self._mode, budget=self._budget)
        except Postponed:
            return None  # it stays as it is: opened, or by a later refresh, it is made ready
        except InputError:
            return None  # it was unsubscribed from or dropped meanwhile
        except LibraryError:
            raise
        except NewsreaderError as error:
            note = str(error)
        except Exception:
            _log.exception("Article %d could not be prepared", article_id)
            note = "Something unexpected went wrong with this article; the log file says more."
        return Outcome(article_id=article_id, preparation=Preparation.FAILED, note=note)

    async def _store(self) -> None:
        batch, self._outbox = self._outbox, []
        if not batch:
            return
        await self._session.write(lambda: save(self._session, batch))
        self._tell([outcome.article_id for outcome in batch], self._left)

    def _store_the_rest(self) -> None:
        """Stopped early: what is done already is not thrown away."""
        batch, self._outbox = self._outbox, []
        if batch:
            self._session.library.background(lambda: save(self._session, batch))

    def _leftovers(self) -> dict[int, datetime]:
        """Give what is not prepared yet, and pages to try again unless pages are left alone."""
        found = self._session.library.articles.pending(MOST_LEFTOVERS)
        return {
            article.id: article.sort_time
            for article in found
            if article.id not in self._seen
            and (self._mode is None or article.preparation is Preparation.PENDING)
        }
