"""Read many articles, piece by piece: what lists, searches and exports go through."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from msgspec import to_builtins

from newsreader.core.models import Article
from newsreader.core.query import ListQuery, PageKey
from newsreader.services.session import Session

PAGE = 200
MOST_RANKED = 200
"""How many of the articles that a search finds stand in the order of their rank."""
MOST_COUNTED = 5000
"""Of how many articles the entities are counted for a query."""


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
        after = query.order.key(page[-1])


def ranked(session: Session, query: str) -> Iterator[Article]:
    """Give the articles that a query finds, the best match first.

    Where the words are too common to rank by, and after the best `MOST_RANKED`, they come by time,
    the newest first.

    Raises:
        InputError: The query can not be understood.
        LibraryError: The library can not be read.
    """
    wanted = ListQuery(query=query)
    best = session.library.search.best(wanted, limit=MOST_RANKED)
    yield from best
    known = {article.id for article in best}
    for article in articles(session, wanted) if len(best) == MOST_RANKED else ():
        if article.id not in known:
            yield article


def top_entities(session: Session, query: str, limit: int) -> list[dict[str, Any]]:
    """Give whom the articles that a query finds name, by the number of articles.

    Args:
        session: The library to use.
        query: "" for all articles; of what a query finds, the newest `MOST_COUNTED` count.
        limit: At most so many.

    Returns:
        ``name``, ``type`` and ``articles`` of each.

    Raises:
        InputError: The query can not be understood.
        LibraryError: The library can not be read.
    """
    if not query:
        return [to_builtins(named) for named in session.library.entities.top(limit=limit)]
    counted = islice(articles(session, ListQuery(query=query)), MOST_COUNTED)
    found = session.library.entities.top_of([article.id for article in counted], limit)
    return [to_builtins(named) for named in found]
