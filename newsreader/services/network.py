"""The network and the worker processes as the settings want them, each made on first use."""

from __future__ import annotations

from contextlib import AsyncExitStack
from importlib import import_module
from typing import TYPE_CHECKING

from newsreader.config.settings import Settings

if TYPE_CHECKING:
    from newsreader.net import Client
    from newsreader.services.workers import Workers

PAGE_TYPES = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"
"""What is asked for where a web page is wanted."""


class Network:
    """The HTTP client and the worker processes, each made on first use.

    Args:
        settings: The person's settings.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.eager = False
        """As in `newsreader.services.workers.Workers`, to be said before they are asked for."""
        self._client: Client | None = None
        self._workers: Workers | None = None
        self._exits = AsyncExitStack()

    async def client(self) -> Client:
        """Give the one HTTP client, made on first use inside the running loop."""
        if self._client is None:
            import asyncio

            # this takes a quarter of a second, in which the screen must answer keys
            await asyncio.to_thread(import_module, "newsreader.net.client")
        if self._client is None:
            self._client = make_client(self.settings)
            await self._exits.enter_async_context(self._client)
        return self._client

    def forgive(self) -> None:
        """Begin anew with the hosts that did not answer before."""
        if self._client is not None:
            self._client.forgive()

    def workers(self) -> Workers:
        """Give the worker processes, made on first use; none is started before its first job."""
        if self._workers is None:
            from newsreader.services.workers import Workers

            self._workers = Workers(eager=self.eager)
        return self._workers

    async def close(self) -> None:
        """End the workers and the client, whatever they are doing."""
        if self._workers is not None:
            await self._workers.close()
            self._workers = None
        await self._exits.aclose()
        self._client = None


def make_client(settings: Settings) -> Client:
    """Make a client, which must be entered inside the running loop.

    Args:
        settings: The person's settings; "" as user agent or proxy means the client's defaults.
    """
    from newsreader.net import Client, ClientOptions

    network, refresh = settings.network, settings.refresh
    options = ClientOptions(
        total_timeout=float(network.timeout_seconds),
        read_timeout=float(network.read_timeout_seconds),
        max_bytes=network.max_megabytes * 1024 * 1024,
        per_host=refresh.per_host,
        spacing=refresh.spacing_ms / 1000,
        concurrency=refresh.concurrency,
        user_agent=network.user_agent,
        proxy=network.proxy,
    )
    return Client(options)
