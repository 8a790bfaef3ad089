"""Take subscriptions over: OPML, newsboat's ``urls`` and ``cache.db``, an export of a library."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from newsreader.core import urls
from newsreader.core.errors import ConfigError, InputError
from newsreader.core.models import Action
from newsreader.core.sources import normalise_source
from newsreader.core.text import clean_line
from newsreader.services import feed_commands, feed_settings, rules
from newsreader.services.session import Session

if TYPE_CHECKING:
    from newsreader.feeds.opml import Outline, Outlines

MAX_BYTES = 50 * 1024 * 1024
MAX_EXPORT = 2048 * 1024 * 1024
"""Of the export of a library: with its texts."""
STDIN = "-"

_SQLITE = b"SQLite format 3\0"


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import.

    Attributes:
        added: Feeds that are new.
        known: Feeds that were there already.
        articles: Articles that came along, with their read state.
        smart: Smart feeds that are new.
        rules: Other rules that are new: follows and mutes among them.
        names: What was said of names, and chosen for sites, and is new.
        refused: One sentence for each thing that could not be taken over.
    """

    added: int = 0
    known: int = 0
    articles: int = 0
    smart: int = 0
    rules: int = 0
    names: int = 0
    refused: tuple[str, ...] = ()


async def import_file(session: Session, source: str | Path | bytes) -> ImportReport:
    """Subscribe to everything that a file names. What is known already stays as it is.

    Commands are taken from a file ``urls`` of the person's only, never from the web, OPML or JSON.

    Args:
        session: The library and the network to use.
        source: A path, a web address, ``-`` for standard input, or the bytes themselves. What it
            is, is seen by its content.

    Raises:
        InputError: It can not be read, or is none of the known formats.
        FetchError: The address can not be fetched.
        LibraryError: It can not be stored.
    """
    session.check_writable()
    path = _existing_path(source)
    if path is not None and await asyncio.to_thread(_is_database, path):
        from newsreader.services.newsboat import import_cache

        return await import_cache(session, path)
    content = source if isinstance(source, bytes) else await _read(session, source)
    if len(content) > _most(content):
        most = _most(content) // 1024 // 1024
        raise InputError(f"A file that is imported may have {most} MB; this has more.")
    if _is_json(content):
        from newsreader.services.exported import read_export
        from newsreader.services.merging import merge

        export = await asyncio.to_thread(read_export, content)
        return await merge(session, export)
    outlines = await asyncio.to_thread(_outlines, content)
    return await _subscribe_to(session, outlines, commands=not _is_web(source))


def _is_json(content: bytes) -> bool:
    return content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def _most(content: bytes) -> int:
    """Give how many bytes a file may have that begins as a content does."""
    return MAX_EXPORT if _is_json(content) else MAX_BYTES


def _read_all(file: IO[bytes]) -> bytes:
    """Read a file, but not much more of it than it may have."""
    head = file.read(512)
    return head + file.read(_most(head))


def _is_web(source: str | Path | bytes) -> bool:
    return isinstance(source, str) and urls.is_web(source)


def _existing_path(source: str | Path | bytes) -> Path | None:
    if isinstance(source, bytes) or source == STDIN or _is_web(source):
        return None
    return Path(source).expanduser()


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}.") from error


async def _read(session: Session, source: str | Path) -> bytes:
    if source == STDIN:
        return await asyncio.to_thread(_read_all, sys.stdin.buffer)
    if _is_web(source):
        client = await session.client()
        return (await client.fetch(str(source))).body
    return await asyncio.to_thread(_read_file, source)


def _read_file(source: str | Path) -> bytes:
    path = Path(source).expanduser()
    try:
        with path.open("rb") as file:
            return _read_all(file)
    except OSError as error:
        raise InputError(f"{path} can not be read: {error.strerror}.") from error


def _outlines(content: bytes) -> Outlines:
    """Read OPML, or else newsboat's format, whichever the content looks like."""
    from newsreader.feeds import newsboat, opml

    if opml.is_opml(content) or content.lstrip()[:1] == b"<":
        return opml.read_opml(content)
    if b"\0" in content[:4096]:
        raise InputError("This is neither OPML nor a newsboat file: it is no text.")
    outlines = newsboat.read_urls(content.decode("utf-8", errors="replace"))
    if not outlines and not outlines.searches:
        why = f" {outlines.refused[0]}" if outlines.refused else ""
        raise InputError(f"No feed is named there: it is neither OPML nor a newsboat file.{why}")
    return outlines


async def _subscribe_to(session: Session, outlines: Outlines, *, commands: bool) -> ImportReport:
    problems = list(outlines.refused)
    wanted: list[tuple[str, Outline]] = []
    for outline in outlines:
        try:
            wanted.append((address_of(session, outline.url, commands=commands), outline))
        except InputError as error:
            problems.append(str(error))
    added = await session.write(lambda: sum(_add(session, *one) for one in wanted))
    smart = await session.write(lambda: _add_searches(session, outlines.searches))
    await rules.catch_up(session)
    return ImportReport(
        added=added, known=len(wanted) - added, smart=smart, refused=tuple(problems)
    )


def address_of(session: Session, url: str, *, commands: bool) -> str:
    """Clean an address of a list.

    Args:
        session: Knows what the settings allow, and what is subscribed to.
        url: As it stands there.
        commands: The list is the person's own and may name commands; else only those are taken
            that are subscribed to already.

    Raises:
        InputError: It is none, or a command; with what was left out, and why.
    """
    address = normalise_source(url)
    if not urls.is_command(address) or session.library.feeds.find(address) is not None:
        return address
    shown = clean_line(urls.without_credentials(address), 100)
    if not commands:
        raise InputError(
            f"{shown} was left out: no command is taken from there."
            " Subscribe to it by newsreader add, and import again."
        )
    try:
        feed_commands.check(session.settings, address)
    except (ConfigError, InputError) as error:
        raise InputError(f"{shown} was left out. {error}") from error
    return address


def _add_searches(session: Session, searches: Sequence[tuple[str, str]]) -> int:
    """Make smart feeds, but none that is there already; give how many."""
    known = {rule.name for rule in session.library.rules.all(Action.LIST)}
    new = [(name, query) for name, query in searches if name not in known]
    for name, query in new:
        rules.add(session, Action.LIST, query, name=name)
    return len(new)


def _add(session: Session, url: str, outline: Outline) -> bool:
    """Subscribe to one feed of a list; what is known already stays as it is."""
    feeds = session.library.feeds
    if feeds.find(url) is not None:
        return False
    feed = feeds.add(url, title=outline.title, folder=outline.folder)
    if outline.own_title:
        feeds.rename(feed.id, outline.own_title)
    if outline.options:
        with contextlib.suppress(InputError):
            feed_settings.store(session, feed, feed_settings.read(dict(outline.options)))
    if outline.hidden:
        feeds.set_options(feed.id, hidden=True)
    return True
