"""A small world for the tests of the screen: a library filled by hand, an app on it, its text."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import string
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from weakref import WeakSet

import msgspec
from rich.style import Style
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.pilot import Pilot

from newsreader.config.paths import resolve_paths
from newsreader.config.settings import Settings
from newsreader.core.document import Document
from newsreader.core.models import Article, Entity, ParsedEntry, Preparation
from newsreader.services.session import Session
from newsreader.tui.actions.correcting import LIKELY
from newsreader.tui.actions.finding import COUNT, SEARCH
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.screens.choices import OFFERS
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.themes import DARK, LIGHT
from newsreader.tui.upkeep import RELOAD
from newsreader.tui.visits import GREETING
from newsreader.tui.widgets.search_bar import SearchBar
from tests.support.library import fill, kept
from tests.tui.documents import entities_of, every_kind

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SNAPSHOTS = Path(__file__).parent / "snapshots"
UPDATE = "UPDATE_SNAPSHOTS"
"""Set this variable to write the text snapshots instead of comparing them."""

undrawn: WeakSet[Compositor] = WeakSet()
"""What has changed since it was drawn."""


class World:
    """A session whose library holds what a test puts there."""

    def __init__(self, tmp_path: Path, settings: Settings | None = None) -> None:
        quiet = msgspec.convert({"refresh": {"on_start": False}}, Settings)
        self.now = NOW
        self.session = Session(
            resolve_paths(tmp_path / "home"), settings or quiet, clock=lambda: self.now
        )
        self.library = self.session.library

    def feed(self, title: str, folder: str = "") -> int:
        """Subscribe to a feed that is never fetched; give its id."""
        name = title.lower().replace(" ", "-")
        feed = self.library.feeds.add(f"https://{name}.example/feed", title=title, folder=folder)
        return feed.id

    def article(
        self,
        feed_id: int,
        title: str,
        *,
        minutes: int = 0,
        text: str = "",
        document: Document | None = None,
        entities: tuple[Entity, ...] = (),
        ready: bool = True,
        note: str = "",
    ) -> int:
        """Store an article that is some minutes old; give its id."""
        key = f"{feed_id}-{title[:80]}-{minutes}"
        entry = ParsedEntry(
            guid=key,
            title=title,
            link=f"https://example.org/{abs(hash(key))}",
            authors=("A. Writer",),
            published=self.now - timedelta(minutes=minutes),
            content="<p>x</p>",
        )
        articles = self.library.articles
        stored = articles.store_entries(feed_id, [entry], [key], [key], now=self.now)
        identifier = int(stored.new[0])
        if ready:
            articles.save_prepared(
                identifier,
                document=document or Document.from_text(text or f"This is the text of {title}."),
                entities=entities,
                names_by="model",
                source="page",
                preparation=Preparation.READY,
                note=note,
            )
        return identifier

    def full(self, articles: int = 40) -> None:
        """Fill the new library with a few feeds and articles."""
        assert self.now == NOW
        fill(self.library, _full(articles))

    def _fill(self, articles: int) -> None:
        feeds = [
            self.feed("World Daily", "News"),
            self.feed("Harbour Post", "News/Local"),
            self.feed("Field Notes", "Science"),
            self.feed("Loose Ends"),
        ]
        document = every_kind()
        self.article(
            feeds[0],
            "Ukraine says North Korean shells were found near Kyiv after a night of strikes",
            document=document,
            entities=entities_of(document.text),
        )
        for number in range(1, articles):
            self.article(
                feeds[number % 4],
                f"Story {number:02} about the harbour",
                minutes=7 * number,
                text="\n\n".join(
                    f"Paragraph {part} of story {number}. The harbour was quiet in the morning,"
                    " and nobody spoke of the night before; the cranes stood still."
                    for part in range(12)
                ),
            )

    @asynccontextmanager
    async def app(self, size: tuple[int, int] = (120, 35)) -> AsyncIterator[Driver]:
        """Run the app on this world; unexpected failures fail the test."""
        app = NewsreaderApp(self.session)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.settle()
            yield driver
            await driver.settle()
        assert app.failures == [], [repr(e) for e in app.failures]


_AWAITED = (SEARCH, COUNT, GREETING, RELOAD, LIKELY, OFFERS)
"""What is done beside the keys, and waited for."""


@cache
def _full(articles: int) -> sqlite3.Connection:
    with TemporaryDirectory() as home:
        world = World(Path(home))
        with world.library.transaction():
            world._fill(articles)
        content = kept(world.library)
        world.session.close_now()
    return content


class Driver:
    """Presses keys, and tells what is on the screen."""

    def __init__(self, app: NewsreaderApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def main(self) -> MainScreen:
        """The main screen, wherever it is in the stack."""
        for screen in self.app.screen_stack:
            if isinstance(screen, MainScreen):
                self._main = screen
        return self._main

    async def settle(self) -> None:
        """Wait until nothing is waiting: messages, delays, what the library has to write."""
        for _ in range(4):
            await self.pilot.pause()
            self._draw()
            delayed = self.main.delays() if self.app.is_running else []
            for now in delayed:
                now()
            self.main.session.library.background(lambda: None).result(10)
            await self._wait_for_workers()
        for _ in range(2):
            await self.pilot.pause()
            self._draw()

    async def _wait_for_workers(self) -> None:
        """Wait for what is done beside the screen, but not long for what the test may hold back."""
        workers = self.app.workers
        awaited = [
            one for one in workers if one.group in _AWAITED or isinstance(one.node, SearchBar)
        ]
        if awaited:
            await workers.wait_for_complete(awaited)
        others = [one._task for one in workers if one._task is not None]
        if others:
            await asyncio.wait(others, timeout=0.05)

    def _draw(self) -> None:
        """Draw what has changed on the screen, without cutting it up for a terminal."""
        screen = self.app.screen
        if screen._compositor in undrawn:
            undrawn.discard(screen._compositor)
            visible_screen_stack.set(self.app._background_screens)
            for _drawn in screen._compositor._get_renders(screen.size.region):
                pass

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        self.app._check_resize()  # which waits whether the terminal goes on changing
        await self.settle()

    async def act(self, action: str) -> None:
        """Do an action by its id."""
        self.main.run(action)
        await self.settle()

    @property
    def pane(self) -> str:
        """The pane that has the keys."""
        return self.main.pane

    def panes(self) -> list[str]:
        """The panes on the screen, from left to right."""
        return list(self.main.shown)

    @property
    def said(self) -> str:
        """The message in the bottom line."""
        return self.main.status.message

    @property
    def article(self) -> Article:
        """The article of the cursor."""
        article = self.main.articles.article
        assert article is not None
        return article

    def lines(self) -> list[str]:
        """Give the text of the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    def text(self) -> str:
        """Give the text of the screen."""
        return "\n".join(self.lines()) + "\n"

    def colours(self) -> str:
        """Give the styles of the screen: a letter for each, how many cells of it a line has."""
        letters: dict[str, str] = {}
        lines = []
        for strip in self.app.screen._compositor.render_strips():
            runs: list[tuple[int, str]] = []
            for segment in strip:
                letter = letters.setdefault(_look(segment.style), _LETTERS[len(letters)])
                cells = runs.pop()[0] if runs and runs[-1][1] == letter else 0
                runs.append((cells + segment.cell_length, letter))
            lines.append(" ".join(f"{cells}{letter}" for cells, letter in runs))
        legend = [f"{letter}: {look}" for look, letter in letters.items()]
        return "\n".join([*lines, "", *legend]) + "\n"

    async def check(self, name: str, *, colours: bool = True) -> None:
        """Compare the screen with what was kept: its text, and its colours, dark and light."""
        self.main.status.hush()  # what is said goes by itself, after a time
        self.main.view._lines.finish()  # long pages are laid out bit by bit, when there is time
        self.main.show_side()
        await self.settle()
        check_snapshot(name, self.text())
        for theme in (DARK, LIGHT) if colours else ():
            self.app.theme = theme.name
            await self.settle()
            check_snapshot(f"{name}.{'dark' if theme.dark else 'light'}", self.colours())
        if colours:
            self.app.theme = DARK.name
            await self.settle()

    def raw(self) -> str:
        """Give everything that the screen would write, without styles."""
        strips = self.app.screen._compositor.render_strips()
        return "".join(segment.text for strip in strips for segment in strip)


_LETTERS = string.ascii_lowercase + string.ascii_uppercase


def _look(style: Style | None) -> str:
    """Say what a style looks like: its colours, and what else it does to the letters."""
    if style is None:
        return "plain"
    colours = [colour.name if colour else "none" for colour in (style.color, style.bgcolor)]
    more = ("bold", "dim", "italic", "underline", "underline2", "overline", "reverse", "strike")
    return " ".join([colours[0], "on", colours[1], *(one for one in more if getattr(style, one))])


def check_snapshot(name: str, text: str) -> None:
    """Compare the text of a screen with the one that was kept under a name."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"There is no snapshot {name}; run the test once with {UPDATE}=1."
    assert text == path.read_text(encoding="utf-8")


MakeWorld = Callable[..., World]


def settings(**sections: Any) -> Settings:
    """Make settings of plain values, without a refresh on start."""
    refresh = {"on_start": False, **sections.pop("refresh", {})}
    return msgspec.convert({"refresh": refresh, **sections}, Settings)
