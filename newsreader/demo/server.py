"""The local server of the edition: on the loopback only, and polite as a good web site is."""

from __future__ import annotations

import gzip
import hashlib
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING

from newsreader.demo.resources import Resources

if TYPE_CHECKING:
    from aiohttp import web

_LOOPBACK = "127.0.0.1"


class DemoServer:
    """Serves the edition while the block lasts: ``async with DemoServer() as server``.

    Args:
        port: 0 for any that is free.
        now: What the times of articles are counted back from; the present time if it is None.

    Attributes:
        base_url: ``http://127.0.0.1:PORT``, known inside the block.
    """

    def __init__(self, *, port: int = 0, now: datetime | None = None) -> None:
        self.base_url = ""
        self.now = now or datetime.now(UTC)
        self._port = port
        self._resources: Resources | None = None
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> DemoServer:
        """Start to serve.

        Raises:
            OSError: The port is taken.
        """
        from aiohttp import web

        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, _LOOPBACK, self._port).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.base_url = f"http://{_LOOPBACK}:{runner.addresses[0][1]}"
        self._resources = Resources(self.base_url, self.now)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop at once."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def resources(self) -> Resources:
        """What is served; only inside the block."""
        if self._resources is None:
            raise RuntimeError("the server has not been started")
        return self._resources

    async def _answer(self, request: web.Request) -> web.Response:
        from aiohttp import web

        resource = self.resources.get(request.path)
        if resource is None:
            return web.Response(status=404, text="There is no such page in this edition.\n")
        body, content_type = resource
        tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
        headers = {"Content-Type": content_type, "ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        if "gzip" in request.headers.get("Accept-Encoding", "") and "png" not in content_type:
            headers |= {"Content-Encoding": "gzip", "ETag": f"W/{tag}"}
            body = gzip.compress(body, mtime=0)
        return web.Response(body=body, headers=headers)
