"""A site, a clock that is set by hand, and sessions on a home of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsreader.config.paths import Paths, resolve_paths
from newsreader.config.settings import Refresh, Settings
from newsreader.services.session import Session
from tests.service.site import Site

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Clock:
    """Gives the time that the test says."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """Let time pass, as `timedelta` names it."""
        self.time += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return resolve_paths(tmp_path / "home")


@pytest.fixture
def settings() -> Settings:
    return Settings(refresh=Refresh(spacing_ms=0))


@pytest.fixture
async def session(paths: Paths, settings: Settings, clock: Clock) -> AsyncIterator[Session]:
    opened = Session(paths, settings, clock=clock)
    yield opened
    await opened.close()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as served:
        yield served
