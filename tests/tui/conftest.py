"""What the tests of the screen share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.screen import Screen

from newsreader.config.settings import Settings
from tests.tui.support import MakeWorld, World


async def _give_way(*_: float) -> None:
    """Let other tasks run; what is to happen is waited for by messages, not by the clock."""
    for _turn in range(4):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def no_sleeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for messages, not for the processor to be idle; let what is said stand."""
    monkeypatch.setattr("textual.app.wait_for_idle", _give_way)
    monkeypatch.setattr("textual.pilot.wait_for_idle", _give_way)
    monkeypatch.setattr("newsreader.tui.widgets.status_bar.SECONDS", 3600.0)


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
    """Draw what is on the screen without cutting it up for a terminal that is not there."""

    def draw(
        self: Compositor, full: bool = False, screen_stack: list[Screen[object]] | None = None
    ) -> None:
        visible_screen_stack.set(screen_stack or [])
        self._dirty_regions.clear()
        for _drawn in self._get_renders(self.size.region):
            pass

    monkeypatch.setattr(Compositor, "render_update", draw)
