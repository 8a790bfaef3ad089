"""Block by block: what is boilerplate goes, what is article stays."""

from __future__ import annotations

from newsreader.articles import feed_body
from newsreader.articles.drafts import Draft
from newsreader.articles.metadata import Metadata


def clean(drafts: list[Draft], known: Metadata, title: str) -> list[Draft]:
    """Drop the blocks that are no part of the article."""
    return feed_body.tidy(drafts, title or known.title)
