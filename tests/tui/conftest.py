"""What the tests of the screen share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader.config.settings import Settings
from tests.tui.support import MakeWorld, World


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
def world(make_world: MakeWorld) -> World:
    """A world with a few feeds and forty articles."""
    made = make_world()
    made.full()
    return made
