"""A web page, or the HTML of a feed's entry -> the article: its Document and what is known of it.

`extract` finds the article in a whole page; `document_from_html` takes HTML that is the article
already. This is the only room that knows lxml and readability; both load on first use, so that
importing it costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import ArticleError, InputError

__all__ = ["Extracted", "decode", "document_from_html", "extract"]


class Extracted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article as its page gives it.

    Attributes:
        title: Without the site's name.
        byline: The names of ``authors`` joined by ", ".
        authors: People, as the page names them; an agency or desk where it names nobody.
        published: In UTC, as is ``updated``.
        language: An IETF tag such as ``en`` or ``pt-BR``, "" where the page does not say.
        lead_image: The address of the picture that stands for the article.
        url: The canonical address, or the one that was given.
        note: One sentence about what is missing ("The rest of this article is for subscribers.").
    """

    document: Document
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    site: str = ""
    section: str = ""
    language: str = ""
    lead_image: str = ""
    url: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The plain text of the document."""
        return self.document.text

    @property
    def byline(self) -> str:
        """The authors in one line."""
        return ", ".join(self.authors)


def decode(content: bytes, content_type: str | None = None) -> str:
    """Decode a page: of its header, its meta elements and a guess, the one that reads right wins.

    Args:
        content: The body of the response.
        content_type: Its Content-Type header, None where there is none.
    """
    from newsreader.articles import encodings

    return encodings.decode(content, content_type)


def document_from_html(
    html: str, base_url: str = "", *, title: str = "", feed_body: bool = True
) -> Document:
    """Make a document of HTML that is the article already.

    Args:
        html: Markup of any quality; foreign.
        base_url: What its links and sources are relative to.
        title: The entry's title: a first line that only repeats it is left out.
        feed_body: Whether to drop what feeds and their plugins leave around the text: share
            rows, 'appeared first on', 'read more', empty section headings and their like.
    """
    from newsreader.articles import feed_body as bodies

    return bodies.document(html, base_url, title=title, clean=feed_body)


def extract(
    html: bytes | str,
    url: str | None = None,
    *,
    content_type: str | None = None,
    summary: str = "",
    title: str = "",
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    attempt: int = 0,
) -> Extracted:
    """Find the article in a web page.

    Args:
        html: The page as it was fetched, or decoded; at most 10 MB are looked at.
        url: Where it came from; relative addresses need it.
        content_type: The Content-Type header, None where there is none.
        summary: The feed's summary of this entry, HTML or text: where the text begins.
        title: The feed's title of this entry, clean text.
        keep: CSS selectors of what a person wants of this site's pages, and nothing else.
        drop: CSS selectors of what a person does not want of this site's pages.
        attempt: 0 for the best candidate, 1 for the next best, and so on; after the last one the
            whole page: for a person who says that the page came out badly.

    Raises:
        ArticleError: The page holds no article; the sentence says what it is instead.
        InputError: A selector can not be read.
    """
    from newsreader.articles import extraction

    try:
        return extraction.extract(
            html,
            extraction.Request(
                url=url or "",
                content_type=content_type,
                summary=summary,
                title=title,
                keep=tuple(keep),
                drop=tuple(drop),
                attempt=max(attempt, 0),
            ),
        )
    except (ArticleError, InputError):
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArticleError("This page is too damaged to be read.") from error
