"""A web page, or the HTML of a feed's entry -> the article: its Document and what is known of it.

`extract` finds the article in a whole page, and `explain` says how it was found;
`document_from_html` takes HTML that is the article already. This is the only room that knows lxml
and readability; both load on first use, so that importing it costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import ArticleError, InputError

if TYPE_CHECKING:
    from newsreader.articles.explaining import Trace
    from newsreader.articles.extraction import Request

__all__ = [
    "BlockReason",
    "CandidateEvidence",
    "Explanation",
    "Extracted",
    "check_selectors",
    "decode",
    "document_from_html",
    "explain",
    "extract",
]


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


class CandidateEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the page that may be the article, and what speaks for it.

    Attributes:
        name: How it was found: "readability", "article", "named as the body", and so on.
        score: The sum of the evidence; the candidate with the most is the article.
        words: How many words of text it holds.
        evidence: Each kind of evidence with its weight: ``(("prose", 0.98), ...)``.
        chosen: Whether the article was taken from it.
    """

    name: str
    score: float
    words: int
    evidence: tuple[tuple[str, float], ...] = ()
    chosen: bool = False


class BlockReason(msgspec.Struct, frozen=True, kw_only=True):
    """A block of the page, and why it is in the article or not.

    Attributes:
        kind: heading, paragraph, code, table, image, embed or definition.
        text: The beginning of its text; of a picture, what it is called.
        reason: In words that go on after the block's name: "is named 'share'".
    """

    kept: bool
    kind: str
    text: str
    reason: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """How an article was found in its page.

    Attributes:
        candidates: The best first. None where a person's selectors chose.
        blocks: All of the page, in its order.
        copied: Whether the text is the copy in the page's data, as the page shows only its start.
        refused: Why the page is no article, "" where it is one.
    """

    candidates: tuple[CandidateEvidence, ...] = ()
    blocks: tuple[BlockReason, ...] = ()
    copied: bool = False
    refused: str = ""


def check_selectors(selectors: Sequence[str]) -> None:
    """Look whether CSS selectors can be read.

    Raises:
        InputError: One can not.
    """
    from newsreader.articles import rules

    for selector in selectors:
        rules.compiled(selector)


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
    from newsreader.articles.explaining import SILENT

    request = _request(url, content_type, summary, title, keep, drop, attempt)
    return _extracted(html, request, SILENT)


def explain(
    html: bytes | str,
    url: str | None = None,
    *,
    content_type: str | None = None,
    summary: str = "",
    title: str = "",
    keep: Sequence[str] = (),
    drop: Sequence[str] = (),
    attempt: int = 0,
) -> Explanation:
    """Say how `extract` finds the article: which candidate wins, and why each block stays or goes.

    Args: As those of `extract`. A page that is no article is explained as well.

    Raises:
        InputError: A selector can not be read.
    """
    from newsreader.articles.explaining import Recorder

    recorder, refused = Recorder(), ""
    request = _request(url, content_type, summary, title, keep, drop, attempt)
    try:
        _extracted(html, request, recorder)
    except ArticleError as error:
        refused = str(error)
    return recorder.explanation(refused)


def _request(
    url: str | None,
    content_type: str | None,
    summary: str,
    title: str,
    keep: Sequence[str],
    drop: Sequence[str],
    attempt: int,
) -> Request:
    from newsreader.articles.extraction import Request

    return Request(
        url=url or "",
        content_type=content_type,
        summary=summary,
        title=title,
        keep=tuple(keep),
        drop=tuple(drop),
        attempt=max(attempt, 0),
    )


def _extracted(html: bytes | str, request: Request, trace: Trace) -> Extracted:
    from newsreader.articles import extraction

    try:
        return extraction.extract(html, request, trace)
    except (ArticleError, InputError):
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ArticleError("This page is too damaged to be read.") from error
