"""A library to test with: a clock that stands still, entries by number, ways to store them."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from newsreader.core.document import Document
from newsreader.core.identity import content_hash, entry_keys
from newsreader.core.models import ParsedEntry
from newsreader.library import Library
from newsreader.library.connection import Database
from newsreader.library.entries import Stored

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


def entry(number: int, **values: Any) -> ParsedEntry:
    """Make an entry; a higher number is younger."""
    known: dict[str, Any] = {
        "guid": f"guid-{number}",
        "title": f"Title {number}",
        "link": f"https://site.example/{number}",
        "published": NOON - timedelta(days=1) + timedelta(minutes=number),
        "summary": f"<p>Summary {number}</p>",
    }
    return ParsedEntry(**(known | values))


def store(
    library: Library,
    feed_id: int,
    entries: Sequence[ParsedEntry],
    now: datetime = NOON,
    *,
    index: bool = True,
) -> Stored:
    """Store entries as a new subscription does; as a refresh does where ``index`` is not set."""
    hashes = [content_hash(one) for one in entries]
    return library.articles.store_entries(
        feed_id, entries, entry_keys(entries), hashes, now=now, index=index
    )


def feed_with(library: Library, count: int, *, name: str = "one", **options: Any) -> int:
    """Subscribe to a feed and store as many entries; give the feed's id."""
    feed = library.feeds.add(f"https://{name}.example/feed", title=name.title(), **options)
    store(library, feed.id, [entry(n) for n in range(count)])
    return feed.id


def prepare(library: Library, article_id: int, text: str, **values: Any) -> None:
    """Store a text for an article."""
    library.articles.save_prepared(article_id, document=Document.from_text(text), **values)


def kept(library: Library) -> sqlite3.Connection:
    """Keep in memory what a library holds, to fill new ones with: its `backup` takes no time."""
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    library._database.connection().backup(copy)
    return copy


def fill(library: Library, content: sqlite3.Connection) -> None:
    """Put what was kept of another library into a new one."""
    assert not library.feeds.all()
    content.backup(library._database.connection())


def read_for_long(library: Library) -> None:
    """Read what takes many seconds, unless it is stopped."""
    library._database.rows(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 60000000)"
        " SELECT count(*) FROM n"
    )


# -- sudden ends -----------------------------------------------------------------------------------


def in_a_child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; give how it ended."""
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_after(statements: int) -> Callable[..., sqlite3.Cursor]:
    """Give what runs statements as `Database.run` does, and kills the program after so many."""
    done: list[str] = []
    run = Database.run

    def and_die(database: Database, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Cursor:
        cursor = run(database, sql, parameters)
        done.append(sql)
        if len(done) == statements:
            os.kill(os.getpid(), signal.SIGKILL)
        return cursor

    return and_die
