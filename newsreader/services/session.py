"""One run of the program: its paths, settings and library, and its network when first needed."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsreader.config.paths import Paths, resolve_paths
from newsreader.config.settings import Settings, load_settings
from newsreader.core.errors import LibraryError
from newsreader.services.home import open_library, utc_now
from newsreader.services.network import Network

if TYPE_CHECKING:
    from newsreader.net import Response

T = TypeVar("T")


class Session(Network):
    """What every use case gets: the library at hand, the network and the workers on first use.

    Args:
        paths: Where things are; the directories are made where they are missing.
        settings: The person's settings.
        clock: Gives the present time in UTC; the tests bring their own.
        tell: Given a sentence for the person before something that takes long.

    Raises:
        LibraryError: The library can not be opened, in one sentence.
    """

    def __init__(
        self,
        paths: Paths,
        settings: Settings | None = None,
        *,
        clock: Callable[[], datetime] = utc_now,
        tell: Callable[[str], object] = lambda _: None,
    ) -> None:
        super().__init__(settings)
        self.paths = paths
        self.now = clock
        self.library = open_library(paths, clock=clock, tell=tell)
        self.at_hand: dict[int, Response] = {}
        """Answers of feeds that were looked at to subscribe to them, for their first refresh."""
        self.attended = -math.inf
        """When the person last did something at a screen, by `time.monotonic`."""
        self._closed = False

    @classmethod
    def open(
        cls, home: Path | str | None = None, *, clock: Callable[[], datetime] = utc_now
    ) -> Session:
        """Open the library of a home with the settings that it holds.

        Args:
            home: As in `newsreader.config.paths.resolve_paths`.
            clock: As in the class.

        Raises:
            ConfigError: The settings can not be used.
            LibraryError: The library can not be opened.
        """
        paths = resolve_paths(home)
        return cls(paths, load_settings(paths.config_file), clock=clock)

    async def write(self, work: Callable[[], T], patience: float = 0.0) -> T:
        """Do a change of the library on its writer's thread, so that the loop never waits.

        Args:
            work: Calls the library; it is one transaction, or part of a larger one.
            patience: The most seconds that it may wait for others, to be committed with them.

        Raises:
            LibraryError: The library can not be written.
        """
        import asyncio

        return await asyncio.wrap_future(self.library.background(work, patience))

    def check_writable(self) -> None:
        """Refuse early what would fail at its end.

        Raises:
            LibraryError: The library is open for reading only.
        """
        if self.library.read_only:
            raise LibraryError(
                f"The library in {self.paths.data_dir} can be read but not changed:"
                " the directory is not writable."
            )

    async def close(self) -> None:
        """End the workers and the client, finish the writes that were asked for, and close."""
        if self._closed:
            return
        self._closed = True
        self._remember_who_was_asked()
        await super().close()
        self.library.close()

    def _remember_who_was_asked(self) -> None:
        from newsreader.services.asked import remember

        if self._client is not None and not self.library.read_only:
            with contextlib.suppress(LibraryError):
                remember(self.library, self._client.requests, self.now())

    def close_now(self) -> None:
        """Close the library of a session whose network was never used."""
        if not self._closed:
            self._closed = True
            self.library.close()
