"""A whole page -> the article in it."""

from __future__ import annotations

import re

import msgspec
from lxml.etree import _Element

from newsreader.articles import (
    Extracted,
    builder,
    choosing,
    cleaning,
    feed_body,
    furniture,
    media,
    metadata,
    pruning,
    rules,
    verdict,
)
from newsreader.articles.drafts import Draft, layout
from newsreader.articles.encodings import decode
from newsreader.articles.explaining import Trace
from newsreader.articles.metadata import Metadata
from newsreader.articles.trees import parse
from newsreader.core.document import Document, Image
from newsreader.core.errors import ArticleError

MAX_BYTES = 10_000_000
"""The largest page that is looked at."""
_LITTLE = 250
"""A text of fewer characters is suspected to be only a part of the article."""
_MOST_ELEMENTS = 100_000


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked for: where the page is from, what its feed says, what the person decided."""

    url: str = ""
    content_type: str | None = None
    summary: str = ""
    title: str = ""
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    attempt: int = 0


def extract(html: bytes | str, request: Request, trace: Trace) -> Extracted:
    """Find the article; see `newsreader.articles.extract`. The trace is told how."""
    if len(html) > MAX_BYTES:
        raise ArticleError("This page is larger than 10 MB, so it was not searched for an article.")
    if isinstance(html, bytes):
        verdict.check_bytes(html, request.content_type)
        html = decode(html, request.content_type)
    elif html.startswith("%PDF-"):
        raise ArticleError("This address leads to a PDF, not to a web page.")
    root = parse(html)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise ArticleError("This page has too many parts to be searched for an article.")
    known = metadata.read(root, request.url)
    page = verdict.Page(root, request.url, request.title)
    document, picture = _read(root, known, request, trace)
    if not request.keep and not request.attempt:
        if len(document.text) < _LITTLE:
            document = _second_try(parse(html), known, request, document, trace)
        if not document.text:
            document = _all_of_little(parse(html), known, trace)
        document = _or_copy(document, known, trace)
        page.check(document, known)
    if not document.text:
        raise ArticleError(verdict.NOTHING)
    return Extracted(
        document=document,
        title=known.title or request.title,
        authors=known.authors,
        published=known.published,
        updated=known.updated,
        site=known.site,
        section=known.section,
        language=known.language,
        lead_image=picture.url if picture else known.lead_image,
        url=known.url,
        note=page.note(document, known),
    )


def _read(
    root: _Element, known: Metadata, request: Request, trace: Trace, *, lenient: bool = False
) -> tuple[Document, Image | None]:
    """Give the document, and the picture at the head of the article, which may stand above it."""
    trace.begin(root, known.url)
    rules.drop_selected(root, request.drop, trace)
    if request.keep:
        drafts = [d for e in rules.select(root, request.keep) for d in builder.build(e, known.url)]
        drafts = feed_body.tidy(drafts, request.title or known.title)
        trace.kept(drafts)
        return layout(drafts), None
    measures = pruning.prune(root, trace, lenient=lenient)
    picture = metadata.lead_picture(root, request.url)
    chosen = choosing.choose(root, measures, known, request.summary, request.attempt, trace)
    drafts = [draft for e in chosen.elements for draft in builder.build(e, known.url)]
    drafts = cleaning.clean(drafts, known, request.title, trace)
    trace.kept(drafts)
    shown = [d.form for top in drafts for d in top.walk() if isinstance(d.form, Image)]
    if picture is not None and not any(media.same_picture(picture, each) for each in shown):
        drafts = [Draft("object", picture), *drafts] if drafts else []
    return layout(drafts), picture


def _second_try(
    root: _Element, known: Metadata, request: Request, first: Document, trace: Trace
) -> Document:
    """Read the page again, taking out less; a text that is much longer is the better one."""
    second, _ = _read(root, known, request, trace, lenient=True)
    if len(second.text) > 2 * len(first.text) and second.words > 30:
        return second
    trace.reject()
    return first


def _all_of_little(root: _Element, known: Metadata, trace: Trace) -> Document:
    """Give all that a page shows where that is a few words, too few to tell parts by."""
    trace.begin(root, known.url)
    pruning.prune(root, trace)
    drafts = feed_body.tidy(builder.build(root, known.url), known.title)
    trace.kept(drafts)
    document = layout(drafts)
    if len(document.text) < _LITTLE:
        return document
    trace.reject()
    return Document.from_text("")


def _or_copy(document: Document, known: Metadata, trace: Trace) -> Document:
    """Take the copy of the text in the JSON-LD where the page itself shows only its beginning."""
    body = known.body
    if len(body) < 2 * _LITTLE or len(body) < 1.8 * len(document.text):
        return document
    own, copied = set(furniture.tokens(document.text)), set(furniture.tokens(body))
    if len(document.text) > _LITTLE and len(own & copied) < 0.6 * len(own):
        return document
    trace.replaced()
    if re.search(r"</?(?:p|br|div|a|strong)\b", body):
        return layout(builder.build(parse(body), known.url))
    return Document.from_text(re.sub(r"\s*\n\s*", "\n\n", body).strip())
