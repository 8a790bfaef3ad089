"""A whole page -> the article in it."""

from __future__ import annotations

import re

from lxml.etree import _Element

from newsreader.articles import (
    Extracted,
    builder,
    choosing,
    cleaning,
    furniture,
    metadata,
    pruning,
    verdict,
)
from newsreader.articles.drafts import Draft, layout
from newsreader.articles.encodings import decode
from newsreader.articles.metadata import Metadata
from newsreader.articles.trees import parse
from newsreader.core.document import Document, Image
from newsreader.core.errors import ArticleError

MAX_BYTES = 10_000_000
"""The largest page that is looked at."""
_LITTLE = 250
"""A text of fewer characters is suspected to be only a part of the article."""
_MOST_ELEMENTS = 100_000


def extract(
    html: bytes | str, url: str, *, content_type: str | None, summary: str, title: str
) -> Extracted:
    """Find the article; see `newsreader.articles.extract`."""
    if len(html) > MAX_BYTES:
        raise ArticleError("This page is larger than 10 MB, so it was not searched for an article.")
    if isinstance(html, bytes):
        verdict.check_bytes(html, content_type)
        html = decode(html, content_type)
    elif html.startswith("%PDF-"):
        raise ArticleError("This address leads to a PDF, not to a web page.")
    root = parse(html)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise ArticleError("This page has too many parts to be searched for an article.")
    known = metadata.read(root, url)
    page = verdict.Page(root, url)
    document, picture = _read(root, known, url, summary, title)
    if len(document.text) < _LITTLE:
        document = _second_try(parse(html), known, url, summary, title, document)
    document = _or_copy(document, known)
    page.check(document, known)
    return Extracted(
        document=document,
        title=known.title or title,
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
    root: _Element, known: Metadata, url: str, summary: str, title: str, *, lenient: bool = False
) -> tuple[Document, Image | None]:
    """Give the document, and the picture at the head of the article, which may stand above it."""
    measures = pruning.prune(root, lenient=lenient)
    picture = metadata.lead_picture(root, url)
    chosen = choosing.choose(root, measures, known, summary)
    drafts: list[Draft] = []
    for element in chosen.elements:
        drafts.extend(builder.build(element, known.url or url))
    drafts = cleaning.clean(drafts, known, title)
    shown = {
        draft.form.url for top in drafts for draft in top.walk() if isinstance(draft.form, Image)
    }
    if picture is not None and picture.url not in shown and drafts:
        drafts.insert(0, Draft("object", picture))
    return layout(drafts), picture


def _second_try(
    root: _Element, known: Metadata, url: str, summary: str, title: str, first: Document
) -> Document:
    """Read the page again, taking out less; the longer text is the better one by far or not."""
    second, _ = _read(root, known, url, summary, title, lenient=True)
    return second if len(second.text) > 2 * len(first.text) and second.words > 30 else first


def _or_copy(document: Document, known: Metadata) -> Document:
    """Take the copy of the text in the JSON-LD where the page itself shows only its beginning."""
    body = known.body
    if len(body) < 2 * _LITTLE or len(body) < 1.8 * len(document.text):
        return document
    own, copied = set(furniture.tokens(document.text)), set(furniture.tokens(body))
    if len(document.text) > _LITTLE and len(own & copied) < 0.6 * len(own):
        return document
    if re.search(r"</?(?:p|br|div|a|strong)\b", body):
        return layout(builder.build(parse(body), known.url))
    return Document.from_text(re.sub(r"\s*\n\s*", "\n\n", body).strip())
