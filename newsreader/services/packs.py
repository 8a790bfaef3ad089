"""Subscribe to packs of well-known public feeds, to start with."""

from __future__ import annotations

from collections.abc import Iterable

from newsreader.feeds.packs import Pack, starter_packs
from newsreader.services.session import Session

__all__ = ["Pack", "add_packs", "starter_packs"]


async def add_packs(session: Session, packs: Iterable[Pack]) -> int:
    """Subscribe to every feed of some packs, without fetching any yet.

    Returns:
        How many are new.

    Raises:
        LibraryError: They can not be stored.
    """
    session.check_writable()
    feeds = session.library.feeds
    wanted = [feed for pack in packs for feed in pack.feeds]

    def work() -> int:
        new = [feed for feed in wanted if feeds.find(feed.url) is None]
        for feed in new:
            feeds.add(feed.url, title=feed.title, folder=feed.folder)
        return len(new)

    return await session.write(work)
