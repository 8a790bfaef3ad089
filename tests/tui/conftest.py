"""What the tests of the screen share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from newsreader.config.settings import Settings
from tests.tui.support import MakeWorld, World, undrawn


async def _give_way(*_: float) -> None:
    """Let other tasks run; what is to happen is waited for by messages, not by the clock."""
    for _turn in range(8):
        await asyncio.sleep(0)


def _is_calm(pump: MessagePump) -> bool:
    """Say whether a part has dealt with all its messages, and waits for the next one."""
    if pump._closing or pump._closed or pump._task is None or pump._task.done():
        return True
    queue: Any = pump._message_queue
    return queue.empty() and pump._pending_message is None and bool(queue.ready_event._waiters)


def _are_all_calm(app: Any) -> bool:
    parts = app.screen.walk_children(with_self=True) if app.screen_stack else ()
    return all(map(_is_calm, [app, *parts]))


async def _wait_until_calm(self: Any) -> bool:
    """Wait as Textual does, which sends each part a message and waits for all of them."""
    turns = 0
    async with asyncio.timeout(30):
        while not _are_all_calm(self.app):
            if self.app._exception_event.is_set():
                return False
            await asyncio.sleep(0 if turns < 100 else 0.001)
            turns += 1
    return True


@pytest.fixture(autouse=True)
def no_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for messages, not for the processor to be idle; let what is said stand.

    And let nothing come by itself, as what is loaded soon after the first list does.
    """
    monkeypatch.setattr("textual.app.wait_for_idle", _give_way)
    monkeypatch.setattr("textual.pilot.wait_for_idle", _give_way)
    monkeypatch.setattr(Pilot, "_wait_for_screen", _wait_until_calm)
    monkeypatch.setattr("newsreader.tui.widgets.status_bar.SECONDS", 3600.0)
    monkeypatch.setattr("newsreader.tui.upkeep.WARM_AFTER", 3600.0)


@pytest.fixture
def make_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWorld]:
    """Make worlds that are closed after the test."""
    monkeypatch.setenv("TZ", "UTC")
    made: list[World] = []

    def make(settings: Settings | None = None) -> World:
        world = World(tmp_path / str(len(made)), settings)
        made.append(world)
        return world

    yield make
    for world in made:
        world.session.close_now()


@pytest.fixture
def browsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was opened in the browser."""
    opened: list[str] = []
    monkeypatch.setattr(
        "newsreader.services.opening.open_url", lambda url, settings: opened.append(url)
    )
    return opened


@pytest.fixture
def world(make_world: MakeWorld) -> World:
    """A world with a few feeds and forty articles."""
    made = make_world()
    made.full()
    return made


@pytest.fixture(autouse=True)
def nothing_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put nothing together for a terminal that is not there; the driver draws when all is calm."""

    def note(self: Compositor, full: bool = False, screen_stack: object = None) -> None:
        undrawn.add(self)
        self._dirty_regions.clear()

    monkeypatch.setattr(Compositor, "render_update", note)


@cache
def _parsed(variables: tuple[tuple[str, str], ...], source: tuple[Any, ...]) -> list[RuleSet]:
    return _parse_rules(Stylesheet(variables=dict(variables)), *source)


_parse_rules = Stylesheet._parse_rules


@pytest.fixture(autouse=True)
def styles_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each style sheet once for all apps, not once for each."""

    def parsed(
        self: Stylesheet,
        css: str,
        read_from: tuple[str, str],
        is_default_rules: bool = False,
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        source = (css, read_from, is_default_rules, tie_breaker, scope)
        return _parsed(tuple(self._variables.items()), source)

    monkeypatch.setattr(Stylesheet, "_parse_rules", parsed)
