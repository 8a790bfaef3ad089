"""A whole page -> the article in it."""

from __future__ import annotations

from newsreader.articles import Extracted, builder, choosing, cleaning, metadata, pruning, verdict
from newsreader.articles.drafts import layout
from newsreader.articles.encodings import decode
from newsreader.articles.trees import parse
from newsreader.core.errors import ArticleError

MAX_BYTES = 10_000_000
"""The largest page that is looked at."""


def extract(
    html: bytes | str,
    url: str,
    *,
    content_type: str | None,
    summary: str,
    title: str,
) -> Extracted:
    """Find the article; see `newsreader.articles.extract`."""
    if len(html) > MAX_BYTES:
        raise ArticleError("This page is larger than 10 MB, so it was not searched for an article.")
    if isinstance(html, bytes):
        verdict.check_bytes(html, content_type)
        html = decode(html, content_type)
    root = parse(html)
    known = metadata.read(root, url)
    verdict.check_page(root, known)
    measures = pruning.prune(root)
    picture = metadata.lead_picture(root, url)
    chosen = choosing.choose(root, measures, known, summary)
    drafts = []
    for element in chosen.elements:
        drafts.extend(builder.build(element, known.url or url))
    drafts = cleaning.clean(drafts, known, title)
    document = layout(drafts)
    verdict.check_document(document, known)
    return Extracted(
        document=document,
        title=known.title,
        authors=known.authors,
        published=known.published,
        updated=known.updated,
        site=known.site,
        section=known.section,
        language=known.language,
        lead_image=picture or known.lead_image,
        url=known.url,
        note="",
    )
