"""Read many articles, piece by piece: what lists, searches and exports go through."""

from __future__ import annotations

from collections.abc import Iterator

from newsreader.core.models import Article
from newsreader.core.query import ListQuery, PageKey
from newsreader.services.session import Session

PAGE = 200


def articles(session: Session, query: ListQuery) -> Iterator[Article]:
    """Give all articles of a list in its order, without holding them in memory.

    Raises:
        InputError: The query can not be understood.
        LibraryError: The library can not be read.
    """
    after: PageKey | None = None
    while page := session.library.articles.page(query, after=after, limit=PAGE):
        yield from page
        if len(page) < PAGE:
            return
        after = PageKey(page[-1].sort_time, page[-1].id)
