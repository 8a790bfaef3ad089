"""Make the pictures of the main views from the demo edition.

    python screenshots/make.py [--to DIRECTORY] [NAME...]

The home is private, the clock stands still, and nothing outside this machine is asked, so that
the same code gives the same pictures. It needs the fonts DejaVu Sans Mono and, for Chinese and
Japanese, Noto Sans CJK.
"""

from __future__ import annotations

import argparse
import asyncio
import html
import os
import re
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import msgspec
from textual.pilot import Pilot

from newsreader.config.paths import resolve_paths
from newsreader.config.settings import Settings
from newsreader.core.document import Document
from newsreader.core.identity import entry_keys
from newsreader.core.models import ParsedEntry
from newsreader.core.text import cell_width
from newsreader.demo.edition import articles, feeds
from newsreader.demo.server import DemoServer
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.main import MainScreen

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PORT = 47399
"""Always the same, as the addresses of articles show it."""

READ = ("harbour-record/suez", "orrery/smallpox", "touchline/story/rumble", "atlas/baarle")
BOOKMARKED = ("orbit-ground/voyager", "long-gallery/p/ninth", "counting-house/story/ostrom")
FONTS = "'DejaVu Sans Mono', monospace"
WIDE_FONTS = "'Noto Sans CJK JP', 'Noto Sans Mono CJK JP', sans-serif"
WIDE_SIZE = 23
"""Of characters as wide as two cells, in pixels of the SVG."""
ZOOM = 0.75
"""How large a PNG is, compared with its SVG."""

_TEXT = re.compile(r'(<text [^>]*?)textLength="([\d.]+)"([^>]*)>([^<]*)</text>')
_RIGHT_TO_LEFT = re.compile("([\u0590-\u08ff]+(?:[ \u00a0][\u0590-\u08ff]+)*)")
_PLACE = re.compile(r'\bx="([\d.]+)"')


class Stage:
    """An app that is running, to be brought to what a picture shows."""

    def __init__(self, app: NewsreaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    @property
    def main(self) -> MainScreen:
        """The main screen, wherever it is in the stack."""
        return next(each for each in self.app.screen_stack if isinstance(each, MainScreen))

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text."""
        await self.press(*("space" if each == " " else each for each in text))

    async def show(self, address: str) -> None:
        """Open the article whose address holds this text, and go back to the list."""
        await self.press("g", "g")
        for _ in range(self.main.articles.row_count):
            article = self.main.articles.article
            if article is not None and address in article.url:
                break
            await self._pilot.press("j")
        else:
            raise LookupError(f"there is no article at {address}")
        await self.settle()
        await self.press("enter")

    async def choose(self, name: str) -> None:
        """Choose an entity in the sidebar."""
        await self.press("e", "g", "g")
        sidebar = self.main.sidebar
        for _ in range(sidebar.row_count):
            entity = sidebar.entity_at(sidebar.cursor)
            if entity is not None and entity.name == name:
                break
            await self._pilot.press("j")
        else:
            raise LookupError(f"the sidebar does not name {name}")
        await self.press("right_square_bracket")

    async def settle(self) -> None:
        """Wait until nothing is waiting."""
        for _ in range(5):
            delayed = self.main.delays() if self.app.is_running else []
            for now in delayed:
                now()
            self.app.session.library.background(lambda: None).result(10)
            await self._pilot.pause()
            if not delayed:
                break


class Shot(NamedTuple):
    """A picture: its name, its size in cells, and how to get there."""

    name: str
    size: tuple[int, int]
    play: Callable[[Stage], Awaitable[None]]
    empty: bool = False
    """With nothing subscribed."""


async def _article(stage: Stage) -> None:
    await stage.show("marie-tharp")


async def _list(stage: Stage) -> None:
    await stage.press("j", "j")


async def _name(stage: Stage) -> None:
    await stage.show("orbit-ground/voyager")
    await stage.choose("Carl Sagan")


async def _light(stage: Stage) -> None:
    await stage.show("long-gallery/p/sydney-opera")
    await stage.press("t")


async def _code(stage: Stage) -> None:
    await stage.show("machine-room/posts/euclid")


async def _search(stage: Stage) -> None:
    await stage.press("slash")
    await stage.type("moon")
    await stage.press("enter")


async def _bookmarks(stage: Stage) -> None:
    await stage.press("b")


async def _help(stage: Stage) -> None:
    await stage.press("question_mark")


async def _japanese(stage: Stage) -> None:
    await stage.show("hoshi/shinkansen")


async def _pictures(stage: Stage) -> None:
    await stage.show("orbit-ground/voyager")
    await stage.press("i")
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def _alone(stage: Stage) -> None:
    await stage.show("long-gallery/p/sydney-opera")
    await stage.press("z")


async def _health(stage: Stage) -> None:
    await stage.press("h", "G", "exclamation_mark")


async def _edits(stage: Stage) -> None:
    """Let an article be one that its feed has changed this morning."""
    articles = stage.app.session.library.articles
    await stage.show("orrery/smallpox")
    article = stage.main.current
    reading = articles.reading(article.id) if article else None
    assert article is not None
    assert article.feed_id is not None
    assert reading is not None
    first, *others = reading.document.text.split("\n\n")
    earlier = first.replace(" the ", " this ", 2), *others[1:3], "More follows.", *others[3:]
    articles.save_prepared(article.id, document=Document.from_text("\n\n".join(earlier)))
    entry = ParsedEntry(
        guid=article.guid, title=article.title, link=article.url, published=article.published
    )
    articles.store_entries(article.feed_id, [entry], entry_keys([entry]), ["edited"], now=NOW)
    articles.save_prepared(article.id, document=reading.document, entities=reading.entities)
    await stage.press("H")
    await stage.app.workers.wait_for_complete()
    await stage.settle()


async def _themes(stage: Stage) -> None:
    await stage.show("marie-tharp")
    await stage.press("T", *("down",) * 6)


async def _note(stage: Stage) -> None:
    await stage.press("b", "B")
    await stage.type("For the lecture in May")
    await stage.press("tab")
    await stage.type("history, music")


async def _welcome(stage: Stage) -> None:
    del stage


async def _places(stage: Stage) -> None:
    await stage.show("orbit-ground/chandrayaan-3")
    await stage.choose("India")


async def _why(stage: Stage) -> None:
    await stage.show("marie-tharp")
    await stage.choose("Bruce Heezen")
    await stage.press("I")


async def _name_page(stage: Stage) -> None:
    await stage.show("touchline/story/rumble")
    await stage.press("colon")
    await stage.type("entity germany")
    await stage.press("enter")
    await stage.app.workers.wait_for_complete()
    await stage.press("j", "j")


async def _followed(stage: Stage) -> None:
    for name in ("germany", "france"):
        await stage.press("colon")
        await stage.type(f"entity {name}")
        await stage.press("enter")
        await stage.app.workers.wait_for_complete()
        await stage.press("asterisk", "q")
        await stage.app.workers.wait_for_complete()
    await stage.press("slash")
    await stage.type("moon OR rocket")
    await stage.press("enter", "asterisk", "ctrl+u")
    await stage.type("Space")
    await stage.press("enter")
    await stage.app.workers.wait_for_complete()
    await stage.press("q", "l")


async def _news(stage: Stage) -> None:
    await stage.show("marie-tharp")
    await stage.press("circumflex_accent")
    await stage.app.workers.wait_for_complete()
    await stage.press("j")


SHOTS = (
    Shot("article", (160, 45), _article),
    Shot("article-120", (120, 35), _article),
    Shot("article-80", (80, 24), _article),
    Shot("list-80", (80, 24), _list),
    Shot("name-chosen", (160, 45), _name),
    Shot("places", (160, 45), _places),
    Shot("why", (120, 35), _why),
    Shot("name-page", (120, 35), _name_page),
    Shot("followed", (160, 45), _followed),
    Shot("in-the-news", (120, 35), _news),
    Shot("light", (160, 45), _light),
    Shot("code", (160, 45), _code),
    Shot("search", (160, 45), _search),
    Shot("bookmarks", (120, 35), _bookmarks),
    Shot("help", (120, 45), _help),
    Shot("pictures", (160, 45), _pictures),
    Shot("text-alone", (120, 35), _alone),
    Shot("feed-health", (160, 45), _health),
    Shot("edits", (120, 35), _edits),
    Shot("themes", (160, 45), _themes),
    Shot("note", (120, 35), _note),
    Shot("japanese", (120, 35), _japanese),
    Shot("welcome", (120, 35), _welcome, empty=True),
)


def _open(home: Path) -> Session:
    settings = msgspec.convert({"refresh": {"on_start": False, "spacing_ms": 0}}, Settings)
    return Session(resolve_paths(home), settings, clock=lambda: NOW)


async def _fill(home: Path) -> None:
    """Subscribe to the edition, fetch it by the ordinary pipeline, read and keep a few articles."""
    session = _open(home)
    async with DemoServer(port=PORT, now=NOW) as server:
        for feed in feeds(server.base_url):
            session.library.feeds.add(feed.url, title=feed.title, folder=feed.folder)
        await refresh_all(session, force=True)
        for path in BOOKMARKED:
            session.library.bookmarks.add(_find(session, server.base_url, path))
        session.library.articles.mark_read(
            [_find(session, server.base_url, path) for path in READ], True
        )
    await session.close()


def _find(session: Session, base_url: str, path: str) -> int:
    for written in articles():
        if path in written.path:
            article = session.library.articles.find(base_url + written.path)
            if article is not None:
                return article.id
    raise LookupError(f"the library has no article at {path}")


@asynccontextmanager
async def _stage(home: Path, size: tuple[int, int]) -> AsyncIterator[Stage]:
    session = _open(home)
    app = NewsreaderApp(session, demo=True)
    try:
        async with app.run_test(size=size) as pilot:
            stage = Stage(app, pilot)
            await stage.settle()
            yield stage
    finally:
        await session.close()


async def _take(shot: Shot, home: Path, to: Path) -> None:
    async with _stage(home, shot.size) as stage:
        await shot.play(stage)
        svg = _repaired(stage.app.export_screenshot(title="newsreader", simplify=True))
    (to / f"{shot.name}.png").write_bytes(_png(svg))


def _repaired(svg: str) -> str:
    """Use fonts of this machine, not of the network, and give wide characters their two cells."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"font-family:\s*Fira Code[^;]*;", f"font-family: {FONTS};", svg)
    svg = svg.replace("font-family: arial;", "font-family: 'DejaVu Sans', sans-serif;")
    return _TEXT.sub(_measured, svg)


def _measured(match: re.Match[str]) -> str:
    head, length, tail, markup = match.groups()
    text = html.unescape(markup)
    cells = cell_width(text)
    if cells > len(text):
        width = float(length) / len(text) * cells
        head += f'style="font-family: {WIDE_FONTS}; font-size: {WIDE_SIZE}px" '
        return f'{head}textLength="{width:g}"{tail}>{markup}</text>'
    if _RIGHT_TO_LEFT.search(text):
        return "".join(_in_places(head, float(length) / len(text), tail, text))
    return f'{head}textLength="{length}"{tail}>{markup}</text>'


def _in_places(head: str, cell: float, tail: str, text: str) -> Iterator[str]:
    """Part a text where its direction changes, and give each piece the place that it has in cells.

    Args:
        head: The beginning of the element, with its place.
        cell: The width of a cell.
        tail: The rest of the element's attributes.
        text: What to show.
    """
    place = _PLACE.search(head)
    left = float(place[1]) if place else 0.0
    for piece in _RIGHT_TO_LEFT.split(text):
        width = cell_width(piece) * cell
        if piece.strip():
            placed = _PLACE.sub(f'x="{left:g}"', head, count=1)
            yield f'{placed}textLength="{width:g}"{tail}>{html.escape(piece)}</text>'
        left += width


def _png(svg: str) -> bytes:
    from resvg_py import svg_to_bytes

    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM))


async def _make(shots: list[Shot], to: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        filled, empty = Path(place) / "filled", Path(place) / "empty"
        empty.mkdir()
        await _fill(filled)
        async with DemoServer(port=PORT, now=NOW):  # for the pictures in articles
            for shot in shots:
                home = Path(place) / shot.name
                shutil.copytree(empty if shot.empty else filled, home, dirs_exist_ok=True)
                await _take(shot, home, to)
                print(to / f"{shot.name}.png")


def main() -> None:
    """Make all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description="Make the pictures of the main views.")
    parser.add_argument("--to", type=Path, default=Path(__file__).parent, help="where to put them")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which; all of them if none")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - {shot.name for shot in SHOTS}
    if unknown:
        parser.error(f"there are no pictures named {', '.join(sorted(unknown))}")
    os.environ["TZ"] = "UTC"
    time.tzset()
    shots = [shot for shot in SHOTS if not chosen.names or shot.name in chosen.names]
    chosen.to.mkdir(parents=True, exist_ok=True)
    asyncio.run(_make(shots, chosen.to))


if __name__ == "__main__":
    main()
