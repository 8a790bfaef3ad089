"""Make the pictures of this directory from the demo edition.

    python screenshots/make.py [NAME...]

The edition is served on the loopback and refreshed by the ordinary pipeline into a home that is
thrown away; the clock stands still. The pictures are what Textual exports, drawn with the fonts of
this machine: Fira Code, and Noto Sans Mono CJK for Chinese and Japanese.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import resvg_py

from newsreader.config.paths import resolve_paths
from newsreader.config.settings import Refresh, Settings
from newsreader.core.query import ListQuery, Scope
from newsreader.demo.edition import feeds
from newsreader.demo.server import DemoServer
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from newsreader.tui.app import NewsreaderApp

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
WIDE, MIDDLE, SMALL = (160, 45), (120, 35), (80, 24)


@dataclass(frozen=True)
class Picture:
    """One picture: what is pressed before it is taken; a word that begins with : is typed."""

    name: str
    size: tuple[int, int]
    keys: Sequence[str] = ()
    article: str = ""
    """A query: the first article that it finds is opened first."""
    empty: bool = False


PICTURES = (
    Picture("main", WIDE, article="feed:orrery is:unread"),
    Picture("list-and-reader", MIDDLE, article="feed:orrery is:unread"),
    Picture("small-list", SMALL),
    Picture("small-reader", SMALL, article="feed:orrery is:unread"),
    Picture("entity-chosen", WIDE, ("e", "enter"), article="feed:orrery is:unread"),
    Picture("search", WIDE, ("slash", ":telescope", "enter")),
    Picture("bookmarks", WIDE, ("b",)),
    Picture("help", MIDDLE, ("question_mark",)),
    Picture("light", WIDE, ("t",), article="feed:orrery is:unread"),
    Picture("table-and-code", MIDDLE, article="has:text code"),
    Picture("japanese", MIDDLE, article="lang:ja"),
    Picture("arabic", MIDDLE, article="lang:ar"),
    Picture("welcome", MIDDLE, empty=True),
)


async def prepare(home: Path) -> None:
    """Fill a home with the edition, some of it read and some kept."""
    async with DemoServer(now=NOW) as server:
        session = Session(resolve_paths(home), Settings(), clock=lambda: NOW)
        for feed in feeds(server.base_url):
            session.library.feeds.add(feed.url, title=feed.title, folder=feed.folder)
        await refresh_all(session)
        articles = session.library.articles.page(ListQuery(Scope.all()), limit=200)
        session.library.articles.mark_read([article.id for article in articles[4::3]], True)
        for article in articles[2:60:11]:
            session.library.bookmarks.add(article.id)
        await session.close()


async def take(picture: Picture, home: Path) -> None:
    """Open the screen, press the keys, and write the picture."""
    settings = Settings(refresh=Refresh(on_start=False))
    session = Session(resolve_paths(home), settings, clock=lambda: NOW)
    app = NewsreaderApp(session, demo=True)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        if picture.article:
            await find_and_open(pilot, session, picture.article)
        for key in picture.keys:
            await pilot.press(*(list(key[1:]) if key.startswith(":") else [key]))
            await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        write(picture.name, app.export_screenshot(title="newsreader"))
        app.exit()
    await session.close()


async def find_and_open(pilot: object, session: Session, query: str) -> None:
    """Walk to an article in the list and open it, as a person would."""
    [article, *_] = session.library.articles.page(ListQuery(query=query), limit=1)
    index = session.library.articles.index_of(ListQuery(), article.id)
    for _ in range(index or 0):
        await pilot.press("j")  # type: ignore[attr-defined]
    await pilot.press("enter")  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


def write(name: str, svg: str) -> None:
    """Write a picture as PNG."""
    png = resvg_py.svg_to_bytes(
        svg_string=svg, monospace_family="Fira Code", font_family="Fira Code", width=1600
    )
    (HERE / f"{name}.png").write_bytes(bytes(png))
    print(name)


async def main(names: Sequence[str]) -> None:
    """Make the pictures that are named, or all."""
    os.environ["TZ"] = "UTC"
    chosen = [picture for picture in PICTURES if not names or picture.name in names]
    with tempfile.TemporaryDirectory() as directory:
        full, empty = Path(directory) / "full", Path(directory) / "empty"
        if any(not picture.empty for picture in chosen):
            await prepare(full)
        for picture in chosen:
            await take(picture, empty if picture.empty else full)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
