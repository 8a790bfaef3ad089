"""The first run: three ways to the first feeds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from newsreader.core.errors import NewsreaderError
from newsreader.core.text import pad
from newsreader.tui.glyphs import Glyphs, glyphs
from newsreader.tui.painting import Part
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.widgets.state_line import StateLine

if TYPE_CHECKING:
    from newsreader.services.packs import Pack
    from newsreader.services.session import Session


_GREETING = Content.assemble(
    "News in the terminal: clean articles, with the ",
    ("people", "bold $entity-person"),
    ", ",
    ("organisations", "bold italic $entity-organisation"),
    " and ",
    ("places", "italic $entity-place"),
    " they name. What would you like to read?",
)
"""Names look here as they will in every article."""
_KEYS = Content("   ").join(
    Content.assemble((key, "bold $text-strong"), f" {does}")
    for key, does in (
        ("Tab", "next"),
        ("Space", "ticks"),
        ("Enter", "goes on"),
        ("Esc", "looks around first"),
        ("Ctrl-Q", "quits"),
    )
)


class PackList(RowList):
    """The packs of feeds, to be ticked."""

    def __init__(self, packs: Sequence[Pack], signs: Glyphs) -> None:
        super().__init__(id="packs")
        self._packs = packs
        self._signs = signs
        self._ticked: set[int] = set()

    @property
    def row_count(self) -> int:
        """How many packs there are."""
        return len(self._packs)

    @property
    def ticked(self) -> list[Pack]:
        """The packs that were chosen."""
        return [pack for index, pack in enumerate(self._packs) if index in self._ticked]

    def tick(self, index: int) -> None:
        """Choose a pack, or no longer."""
        if 0 <= index < len(self._packs):
            self._ticked ^= {index}
            self.row_changed(index)

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give a pack with the names of its feeds."""
        pack = self._packs[index]
        sign = self._signs.checked if index in self._ticked else self._signs.unchecked
        names = ", ".join(feed.title for feed in pack.feeds)
        style = "ticked" if index in self._ticked else ""
        names = self._signs.cut(names, max(0, width - 29))
        return [Part(f" {sign} "), Part(pad(pack.topic, 24), style), Part(f" {names}", "dim")]


class WelcomeScreen(Guarded, Screen[str]):
    """Asks for the first feeds; closes with a sentence about what was added."""

    AUTO_FOCUS = "#address"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._signs = glyphs(session.settings.screen.ascii)
        self._found = _newsboat_file()

    def compose(self) -> ComposeResult:
        """Make the three ways."""
        from newsreader.services.packs import starter_packs

        packs = starter_packs()
        with VerticalScroll(id="welcome", can_focus=False), Vertical(id="welcome-inner"):
            yield Static("Welcome to newsreader", id="welcome-title", markup=False)
            yield Static(_GREETING)
            yield Static("Paste the address of a site or a feed", classes="way", markup=False)
            yield _line("https://example.org", "address")
            yield Static("Or import an OPML file, or newsboat's urls", classes="way", markup=False)
            yield _line("~/subscriptions.opml", "file", str(self._found or ""))
            yield Static("Or tick some topics", classes="way", markup=False)
            pack_list = PackList(packs, self._signs)
            pack_list.styles.height = len(packs)
            yield pack_list
        yield StateLine(id="welcome-state", markup=False)
        yield Static(_KEYS, id="welcome-keys")

    def on_key(self, event: events.Key) -> None:
        """Move between the ways, tick, go on, or leave."""
        packs = self.query_one(PackList)
        in_packs = self.focused is packs
        match event.key:
            case "escape":
                self.dismiss("")
            case "down" | "j" if in_packs and packs.cursor < packs.row_count - 1:
                packs.move(1)
            case "up" | "k" if in_packs and packs.cursor > 0:
                packs.move(-1)
            case "down":
                self.focus_next()
            case "up":
                self.focus_previous()
            case "space" if in_packs:
                packs.tick(packs.cursor)
            case "enter" if in_packs:
                self._take_packs()
            case _:
                return
        event.stop()
        event.prevent_default()

    @on(RowList.Chosen)
    def _clicked(self, event: RowList.Chosen) -> None:
        self.query_one(PackList).tick(event.index)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take an address or a file; an empty line goes on with the topics."""
        event.stop()
        text = event.value.strip()
        if not text:
            self._take_packs()
        elif event.input.id == "address":
            self._state.say(f"Looking for the feed{self._signs.ellipsis}")
            self.attempt(lambda: self._subscribe(text))
        else:
            self._state.say(f"Reading the file{self._signs.ellipsis}")
            self.attempt(lambda: self._import(text))

    def _take_packs(self) -> None:
        packs = self.query_one(PackList).ticked
        if packs:
            self.attempt(lambda: self._add_packs(packs))
        else:
            self._state.say("Type an address or a file, or tick a topic with Space.")

    @work(exclusive=True, group="welcome", exit_on_error=False)
    async def attempt(self, way: Callable[[], Awaitable[str]]) -> None:
        """Try one way; what goes wrong is said, and everything stays for another try."""
        with self._state.telling():
            self.dismiss(await way())

    async def _subscribe(self, address: str) -> str:
        from newsreader.services.subscriptions import add

        feed = await add(self._session, address)
        return f"Subscribed to {feed.title}."

    async def _import(self, source: str) -> str:
        from newsreader.services.importing import import_file

        report = await import_file(self._session, source)
        if report.refused:
            from newsreader.tui.screens.output import OutputScreen

            await self.app.push_screen_wait(OutputScreen("Left out", "\n".join(report.refused)))
        if not report.added and not report.known:
            raise NewsreaderError("There is no feed in this file that can be subscribed to.")
        return f"Imported {report.added} feed{'' if report.added == 1 else 's'}."

    async def _add_packs(self, packs: list[Pack]) -> str:
        from newsreader.services.packs import add_packs

        added = await add_packs(self._session, packs)
        return f"Subscribed to {added} feeds."

    @property
    def _state(self) -> StateLine:
        return self.query_one(StateLine)


def _line(placeholder: str, identifier: str, value: str = "") -> Input:
    line = Input(value, placeholder=placeholder, id=identifier, compact=True)
    line.cursor_blink = False
    return line


def _newsboat_file() -> Path | None:
    """Find the file where newsboat keeps its addresses."""
    from newsreader.feeds.newsboat import default_files

    return next((path for path in default_files() if path.is_file()), None)
