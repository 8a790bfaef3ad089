"""Open an article: from the library at once, or prepared first where it is not ready."""

from __future__ import annotations

from newsreader.core.errors import InputError
from newsreader.core.models import FullText, Preparation, Reading
from newsreader.services.session import Session


def open_article(session: Session, article_id: int) -> Reading | None:
    """Give an article with its text and entities: one indexed read, and nobody is asked.

    Returns:
        None where it is not prepared yet; see `prepare`.

    Raises:
        LibraryError: The library can not be read.
    """
    reading = session.library.articles.reading(article_id)
    if reading is None or reading.article.preparation is Preparation.PENDING:
        return None
    return reading


async def prepare(
    session: Session, article_id: int, *, full_text: FullText | None = None
) -> Reading:
    """Make an article ready, before everything that waits in the background.

    Args:
        session: The library and the network to use.
        article_id: The article.
        full_text: ``ALWAYS`` where the person asks for the page; None follows the settings.

    Raises:
        InputError: There is no such article.
        LibraryError: It can not be stored.
    """
    from newsreader.services.preparation import make, save  # reading alone needs none of it

    session.check_writable()
    outcome = await make(session, article_id, full_text=full_text)
    await session.write(lambda: save(session, [outcome]))
    reading = session.library.articles.reading(article_id)
    if reading is None:
        raise InputError("This article is no longer in the library.")
    return reading


async def ready(session: Session, article_id: int) -> Reading:
    """Give an article that can be read, preparing it only where that was not done.

    Raises:
        InputError: There is no such article.
        LibraryError: It can not be read or stored.
    """
    reading = open_article(session, article_id)
    return reading if reading is not None else await prepare(session, article_id)
