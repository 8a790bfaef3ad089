"""The demo: the shipped edition on a server of this machine, and a home of its own for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from newsreader.cli.common import DONE, FAILED, put, say
from newsreader.config.paths import Paths, resolve_paths
from newsreader.core.errors import NewsreaderError

if TYPE_CHECKING:
    from newsreader.demo.server import DemoServer
    from newsreader.services.session import Session

PORTS = range(47310, 47320)
"""Tried in order, so that addresses that were kept stay good; each has a home of its own."""

KEPT = timedelta(days=1)
"""How long an edition counts as today's."""


class Demonstration:
    """Serves the edition from a thread of its own while the block lasts.

    Args:
        paths: The person's own; the demo's home is under their data directory.
        clock: Gives the present time in UTC; None for the machine's.
    """

    def __init__(self, paths: Paths, *, clock: Callable[[], datetime] | None = None) -> None:
        self._data_dir = paths.data_dir
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo", daemon=True)
        self._server: DemoServer | None = None

    def __enter__(self) -> Demonstration:
        self._thread.start()
        self._server = self._run(_start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._run(self._server.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=1)
        if not self._thread.is_alive():
            self._loop.close()

    @property
    def home(self) -> Path:
        """The demo's home: one for each port, as addresses hold the port."""
        port = self._port
        return self._data_dir / ("demo" if port == PORTS[0] else f"demo-{port}")

    @property
    def _port(self) -> int:
        assert self._server is not None
        return int(self._server.base_url.rpartition(":")[2])

    def open_session(self) -> Session:
        """Open the demo's library, subscribed to the edition.

        The times of the edition are counted back from its start: on a later day it is taken in
        anew, so that it is today's. Bookmarks stay.
        """
        from newsreader.config.settings import Settings
        from newsreader.demo.edition import feeds
        from newsreader.services.home import utc_now
        from newsreader.services.session import Session

        assert self._server is not None
        session = Session(resolve_paths(self.home), Settings(), clock=self._clock or utc_now)
        if not session.library.read_only:
            _drop_yesterdays(session)
        for feed in feeds(self._server.base_url):
            if session.library.feeds.find(feed.url) is None:
                session.library.feeds.add(feed.url, title=feed.title, folder=feed.folder)
        return session

    def refresh(self) -> int:
        """Fetch the edition by the ordinary pipeline, without a screen."""
        from newsreader.services.refresh import refresh_all

        async def work() -> int:
            session = self.open_session()
            try:
                finished = await refresh_all(session, force=True)
            finally:
                await session.close()
            put(f"{finished.new} new articles in {self.home}")
            return FAILED if finished.errors else DONE

        return asyncio.run(work())

    def _run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _drop_yesterdays(session: Session) -> None:
    """Unsubscribe from an edition that was taken in more than a day ago."""
    library = session.library
    old = [
        feed.id
        for feed in library.feeds.all()
        if feed.added is not None and session.now() - feed.added > KEPT
    ]
    with library.transaction():
        for feed_id in old:
            library.feeds.remove(feed_id, for_good=True)


async def _start() -> DemoServer:
    """Serve on the first port that is free."""
    from newsreader.demo.server import DemoServer

    for port in PORTS:
        server = DemoServer(port=port)
        try:
            return await server.__aenter__()
        except OSError:
            continue
    raise NewsreaderError(
        f"The demo needs a port from {PORTS[0]} to {PORTS[-1]} on this machine, and all are taken."
    )


def serve_until_stopped() -> int:
    """Serve the edition and tell its feeds, until Ctrl-C."""
    from newsreader.demo.edition import feeds

    async def work() -> None:
        server = await _start()
        try:
            for feed in feeds(server.base_url):
                put(feed.url)
            say("Serving; Ctrl-C ends it.")
            await asyncio.Event().wait()
        finally:
            await server.__aexit__(None, None, None)

    asyncio.run(work())
    return DONE
