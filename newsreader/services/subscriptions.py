"""Subscribe, for which a site's address is enough; unsubscribe; order what is subscribed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from newsreader.core import urls
from newsreader.core.errors import FetchError, InputError, NewsreaderError
from newsreader.core.models import Feed
from newsreader.core.sources import normalise_source
from newsreader.core.text import clean_line
from newsreader.services import feed_commands
from newsreader.services.feed_finding import Found, look, looks_like_feed_address
from newsreader.services.fetching import store_failure
from newsreader.services.session import Session

if TYPE_CHECKING:
    from newsreader.feeds.discovery import FoundFeed


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """What came of subscribing.

    Attributes:
        new: False where the feed was known already.
        restored: It was unsubscribed a short time ago, and came back with everything.
        articles: How many entries it has now; the next refresh brings them.
        others: More feeds that the same site names.
        problem: Why the feed can not be fetched for now, "" where it was.
    """

    feed: Feed
    new: bool = True
    restored: bool = False
    articles: int = 0
    others: tuple[FoundFeed, ...] = ()
    problem: str = ""


async def add(
    session: Session, address: str, *, folder: str = "", title: str = "", anyway: bool = False
) -> Feed:
    """Subscribe to a feed, or to the feed of a site.

    Args:
        session: The library and the network to use.
        address: What the person typed: a feed's address or a site's, or a command
            (`newsreader.core.sources`).
        folder: Names joined by "/", "" for the top.
        title: The person's own name for it.
        anyway: Subscribe also where nothing can be fetched now.

    Returns:
        The feed, which is due: the next refresh brings its articles. The one that is there
        already, where there is one.

    Raises:
        InputError: It is no address, or neither is nor has a feed.
        FetchError: It can not be reached, and does not look like a feed's address.
        ConfigError: It is a command, and may not be run.
        LibraryError: It can not be stored.
    """
    return (await subscribe(session, address, folder=folder, title=title, anyway=anyway)).feed


async def subscribe(
    session: Session, address: str, *, folder: str = "", title: str = "", anyway: bool = False
) -> Added:
    """Do as `add`, and tell more of what came of it."""
    try:
        found = await explore(session, address)
    except NewsreaderError as error:
        if not anyway and not may_be_away(error, address):
            raise
        url = normalise_source(address)
        feed_commands.check(session.settings, url)
        return await _add_unseen(session, url, error, folder=folder, title=title)
    if isinstance(found, Added):
        return found
    return await add_found(session, found, address, folder=folder, title=title)


async def explore(session: Session, address: str) -> Found | Added:
    """Find the feed at what a person typed, without subscribing to it.

    Returns:
        What was found; or, where that feed is subscribed to, or was until a short time ago, that
        feed, which is brought back.

    Raises:
        InputError, FetchError, ConfigError, LibraryError: As in `add`.
    """
    session.check_writable()
    url = normalise_source(address)
    known = await _known(session, url)
    if known is not None:
        return known
    found = await look(session, url)
    known = await _known(session, found.url)
    return found if known is None else msgspec.structs.replace(known, others=found.others)


def may_be_away(error: NewsreaderError, address: str) -> bool:
    """Say whether there may be a feed at an address that could not be reached."""
    reached = not isinstance(error, FetchError) or error.status is not None
    return not reached and looks_like_feed_address(normalise_source(address))


async def _known(session: Session, url: str) -> Added | None:
    """Find what is subscribed to already, or bring back what was until a short time ago."""
    feeds = session.library.feeds
    known = feeds.find(url)
    if known is not None:
        return Added(feed=known, new=False)
    removed = feeds.find_removed(url)
    if removed is None:
        return None
    feed = await session.write(lambda: feeds.restore(removed.id))
    return Added(feed=feed, restored=True, articles=feed.total)


async def add_found(
    session: Session, found: Found, typed: str, *, folder: str = "", title: str = ""
) -> Added:
    """Subscribe to a feed that was found; what was fetched of it serves for its first refresh.

    Args:
        session: The library to use.
        found: What `explore` gave.
        typed: What the person typed, which may hold a password.
        folder: Names joined by "/", "" for the top.
        title: The person's own name for it.

    Raises:
        LibraryError: It can not be stored.
    """
    from newsreader.feeds.opml import clean_folder

    library, folder = session.library, clean_folder(folder)
    url = _address(normalise_source(typed), found)
    feed = await session.write(
        lambda: library.feeds.add(url, title=title or found.parsed.title, folder=folder)
    )
    if title:
        await session.write(lambda: library.feeds.rename(feed.id, title))
    session.at_hand[feed.id] = found.response
    entries = len(found.parsed.entries)
    return Added(feed=library.feeds.get(feed.id), articles=entries, others=found.others)


def _address(typed: str, found: Found) -> str:
    """Give the address to keep: a command as it was typed, else where the feed was found."""
    return typed if urls.is_command(typed) else urls.with_credentials_of(typed, found.url)


async def _add_unseen(
    session: Session, url: str, error: NewsreaderError, *, folder: str, title: str
) -> Added:
    """Subscribe to what can not be fetched now; the feed says so until it can."""
    from newsreader.feeds.opml import clean_folder

    library, folder = session.library, clean_folder(folder)
    feed = await session.write(lambda: library.feeds.add(url, title=title, folder=folder))
    if title:
        await session.write(lambda: library.feeds.rename(feed.id, title))
    await store_failure(session, feed, error, try_again=session.now())
    return Added(feed=library.feeds.get(feed.id), problem=str(error))


# -- what is subscribed to -------------------------------------------------------------------------


def find(session: Session, text: str) -> Feed:
    """Find the feed that a person names: by its number, its address, or its title.

    Raises:
        InputError: There is none, or there are several.
    """
    feeds = session.library.feeds.all()
    wanted = text.strip()
    by_number = [feed for feed in feeds if str(feed.id) == wanted]
    by_address = [feed for feed in feeds if _same_address(feed, wanted)]
    by_title = [feed for feed in feeds if feed.title.casefold() == wanted.casefold()]
    parts = [feed for feed in feeds if wanted.casefold() in feed.title.casefold()]
    matches = by_number or by_address or by_title or (parts if wanted else [])
    shown = clean_line(urls.without_credentials(wanted), 100)
    if not matches:
        raise InputError(f"You are not subscribed to {shown!r}.")
    if len(matches) > 1:
        names = ", ".join(f"{feed.id} ({feed.title})" for feed in matches[:5])
        raise InputError(f"{shown!r} may be any of several feeds: {names}. Name one by its number.")
    return matches[0]


def _same_address(feed: Feed, wanted: str) -> bool:
    try:
        typed = normalise_source(wanted)
    except InputError:
        return False
    candidates = {typed, typed.rstrip("/"), typed.replace("https://", "http://", 1)}
    return any(
        address in candidates or urls.without_credentials(address).rstrip("/") in candidates
        for address in (feed.url, feed.original_url)
    )


def remove(session: Session, feed_id: int) -> None:
    """Unsubscribe: its articles go, but those that are bookmarked, which stay whole.

    For a day, subscribing again brings everything back.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    session.library.feeds.remove(feed_id)


def rename(session: Session, feed_id: int, title: str) -> None:
    """Give a feed the person's own name; "" gives it its feed's title again.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    session.library.feeds.rename(feed_id, clean_line(title, 200))


def move(session: Session, feed_id: int, folder: str) -> None:
    """Put a feed into a folder.

    Args:
        session: The library to use.
        feed_id: The feed.
        folder: Names joined by "/", "" for the top.

    Raises:
        LibraryError: It can not be stored.
    """
    session.check_writable()
    from newsreader.feeds.opml import clean_folder

    session.library.feeds.move(feed_id, clean_folder(folder))


def moved(feeds: Iterable[Feed], folder: str, to: str) -> dict[int, str]:
    """Say where feeds stand when a folder gets another path: those in it, and in its folders.

    Raises:
        InputError: The folder would stand in itself.
    """
    from newsreader.feeds.opml import clean_folder

    to = clean_folder(to)
    if to.startswith(f"{folder}/"):
        raise InputError("A folder can not be moved into itself.")
    return {
        feed.id: f"{to}{feed.folder[len(folder) :]}".strip("/")
        for feed in feeds
        if f"{feed.folder}/".startswith(f"{folder}/")
    }


def place(session: Session, folders: Mapping[int, str]) -> dict[int, str]:
    """Put feeds into folders, and give where they stood. Called on the library's writer.

    Raises:
        LibraryError: It can not be stored.
    """
    feeds = session.library.feeds
    before = {feed_id: feeds.get(feed_id).folder for feed_id in folders}
    for feed_id, folder in folders.items():
        feeds.move(feed_id, folder)
    return before


async def change_address(session: Session, feed: Feed, address: str) -> None:
    """Fetch a feed from another address from now on, or by another command; its articles stay.

    Raises:
        InputError: There is no feed, or it is another one's address.
        FetchError: It can not be reached, or the command fails.
        ConfigError: The command may not be run.
        LibraryError: It can not be stored.
    """
    typed = normalise_source(address)
    found = await look(session, typed)
    url = _address(typed, found)
    await session.write(lambda: session.library.feeds.set_address(feed.id, url))
    session.at_hand[feed.id] = found.response
