"""Well-known public feeds by topic, to start with."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources

import msgspec

from newsreader.services.session import Session


class PackFeed(msgspec.Struct, frozen=True):
    """One feed of a pack."""

    title: str
    url: str


class Pack(msgspec.Struct, frozen=True):
    """Feeds on one topic; the topic becomes their folder."""

    topic: str
    feeds: tuple[PackFeed, ...]


def starter_packs() -> list[Pack]:
    """Give the packs that come with the program. Nothing is fetched."""
    source = resources.files("newsreader.services").joinpath("packs.json").read_bytes()
    return msgspec.json.decode(source, type=list[Pack])


async def add_packs(session: Session, packs: Iterable[Pack]) -> int:
    """Subscribe to every feed of some packs, without fetching any yet.

    Returns:
        How many are new.

    Raises:
        LibraryError: They can not be stored.
    """
    session.check_writable()
    feeds = session.library.feeds
    wanted = [(pack.topic, feed) for pack in packs for feed in pack.feeds]

    def work() -> int:
        new = [(topic, feed) for topic, feed in wanted if feeds.find(feed.url) is None]
        for topic, feed in new:
            feeds.add(feed.url, title=feed.title, folder=topic)
        return len(new)

    return await session.write(work)
