"""Change the state of articles: read, unread, bookmarked or not."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.core.models import Article
from newsreader.services.bookmarks import annotate
from newsreader.services.session import Session


def mark(
    session: Session,
    article_ids: Sequence[int],
    *,
    read: bool | None = None,
    bookmark: bool | None = None,
    note: str | None = None,
    tags: Sequence[str] | None = None,
) -> list[Article]:
    """Mark articles, all of them or none.

    Args:
        session: The library to use.
        article_ids: Which.
        read: Whether they count as read; None leaves that as it is.
        bookmark: Whether they are kept; None leaves that as it is.
        note: For their bookmarks, which are made where they are missing; None leaves it as it is.
        tags: As ``note``.

    Returns:
        The articles as they are now.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    library = session.library
    with library.transaction():
        if read is not None:
            library.articles.mark_read(article_ids, read)
        for article_id in article_ids if bookmark is not None else ():
            _keep(session, article_id, bookmark=bool(bookmark))
        for article_id in article_ids if (note, tags) != (None, None) else ():
            annotate(session, article_id, note=note, tags=tags)
    return [library.articles.get(article_id) for article_id in article_ids]


def _keep(session: Session, article_id: int, *, bookmark: bool) -> None:
    bookmarked = session.library.articles.get(article_id).bookmarked
    if bookmark and not bookmarked:
        session.library.bookmarks.add(article_id)
    elif not bookmark and bookmarked:
        session.library.bookmarks.remove(article_id)
