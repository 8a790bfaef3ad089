"""Any web page or file -> an article, without the library. `save` and `clean` share this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newsreader.core import urls
from newsreader.core.errors import ArticleError
from newsreader.core.models import Preparation
from newsreader.services.jobs import RULED_OUT, ExplainJob, Prepared, PrepareJob, Wishes
from newsreader.services.network import PAGE_TYPES, Network
from newsreader.services.sites import check, wishes_for

if TYPE_CHECKING:
    from newsreader.articles import Explanation
    from newsreader.services.preparation import Outcome


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was fetched and cleaned.

    Attributes:
        url: Where it was in the end; "" where that is not known.
    """

    url: str
    prepared: Prepared

    def outcome(self, article_id: int) -> Outcome:
        """Say the same as the library wants to hear it."""
        from newsreader.services.preparation import Outcome

        prepared = self.prepared
        return Outcome(
            article_id=article_id,
            preparation=Preparation.READY,
            document=prepared.document,
            entities=prepared.entities,
            names_by=prepared.names_by,
            source="page",
            note=prepared.note,
            language=prepared.language,
            site=prepared.site or urls.host(self.url),
            image=prepared.lead_image,
            author=", ".join(prepared.authors) or prepared.byline,
        )


class Raw(msgspec.Struct, frozen=True):
    """A page before it is cleaned.

    Attributes:
        url: What its links are relative to; "" where that is not known.
        content_type: As its server named it, with the charset; "" where there was none.
    """

    content: bytes
    url: str = ""
    content_type: str = ""


async def fetch_page(network: Network, url: str) -> Raw:
    """Fetch a page.

    Args:
        network: A session, or what stands for one where there is no library.
        url: A web address.

    Raises:
        FetchError: It can not be fetched.
        ArticleError: It is gone.
    """
    client = await network.client()
    response = await client.fetch(url, accept=PAGE_TYPES)
    if response.gone:
        raise ArticleError(f"The server says that {urls.without_credentials(url)} is gone.")
    return Raw(response.body, response.url, response.content_type)


async def read_page(network: Network, url: str) -> Page:
    """Fetch a page and clean it, as `fetch_page` and `clean_page` do.

    Raises:
        FetchError: It can not be fetched.
        ArticleError: It holds no article.
        WorkerError: It took too long to clean.
    """
    return await clean_page(network, await fetch_page(network, url))


async def clean_page(network: Network, raw: Raw, wishes: Wishes | None = None) -> Page:
    """Clean a page that is at hand.

    Args:
        network: As in `fetch_page`.
        raw: The page.
        wishes: What the person wants of it; None for what the settings say of its site, which
            are passed over where they leave nothing.

    Raises:
        ArticleError: It holds no article, or the wishes leave nothing of it.
        InputError: A selector among the wishes can not be read.
        WorkerError: It took too long to clean.
    """
    wanted = wishes_for(network.settings, raw.url) if wishes is None else wishes
    if wishes is not None:
        check(wishes)
    job = PrepareJob(url=raw.url, page=raw.content, page_type=raw.content_type, wishes=wanted)
    prepared = await network.workers().prepare(job, urgent=True)
    if not prepared.document.text or (wishes is not None and RULED_OUT in prepared.note):
        raise ArticleError(prepared.note or "This page holds no article.")
    return Page(url=raw.url, prepared=prepared)


async def explain_page(network: Network, raw: Raw, wishes: Wishes | None = None) -> Explanation:
    """Say how the article of a page is found; the arguments are those of `clean_page`.

    Raises:
        InputError: A selector can not be read.
        WorkerError: It took too long.
    """
    from newsreader.articles import Explanation
    from newsreader.services.workers import Priority

    wishes = wishes_for(network.settings, raw.url) if wishes is None else wishes
    job = ExplainJob(page=raw.content, url=raw.url, page_type=raw.content_type, wishes=wishes)
    return await network.workers().run(
        "explain", job, Explanation, "Explaining the page", priority=Priority.ASKED
    )
