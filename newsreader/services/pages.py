"""Any web page or file -> an article, without the library. `save` and `clean` share this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from newsreader.core import urls
from newsreader.core.errors import ArticleError
from newsreader.core.models import Preparation
from newsreader.services.jobs import Prepared, PrepareJob
from newsreader.services.network import PAGE_TYPES, Network

if TYPE_CHECKING:
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


async def read_page(network: Network, url: str) -> Page:
    """Fetch a page and clean it.

    Args:
        network: A session, or what stands for one where there is no library.
        url: A web address.

    Raises:
        FetchError: It can not be fetched.
        ArticleError: It holds no article.
        WorkerError: It took too long to clean.
    """
    client = await network.client()
    response = await client.fetch(url, accept=PAGE_TYPES)
    if response.gone:
        raise ArticleError(f"The server says that {urls.without_credentials(url)} is gone.")
    return await clean_page(network, response.body, response.url, response.content_type)


async def clean_page(network: Network, content: bytes, url: str, content_type: str = "") -> Page:
    """Clean a page that is at hand.

    Args:
        network: As in `read_page`.
        content: The page.
        url: What its links are relative to; "" where that is not known.
        content_type: As its server named it, with the charset; "" where there was none.

    Raises:
        ArticleError: It holds no article.
        WorkerError: It took too long to clean.
    """
    job = PrepareJob(url=url, page=content, page_type=content_type)
    prepared = await network.workers().prepare(job, urgent=True)
    if not prepared.document.text:
        raise ArticleError(prepared.note or "This page holds no article.")
    return Page(url=url, prepared=prepared)
