"""The local server for the edition: loopback only, with the validators of a real site."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from newsreader.demo import edition, pages, pictures, writers

if TYPE_CHECKING:
    from aiohttp import web

_HOST = "127.0.0.1"


class _Resource(NamedTuple):
    body: bytes
    content_type: str


class DemoServer:
    """Serves the edition while its ``async with`` block lasts.

    Args:
        port: Where to listen on 127.0.0.1; 0 for any free port.
        now: What the edition's times count back from; the time of starting if it is None.

    Attributes:
        base_url: The address, without a slash at its end; known once it listens.

    Raises:
        OSError: On entering: the port is taken.
    """

    def __init__(self, *, port: int = 0, now: datetime | None = None) -> None:
        self.base_url = ""
        self._port = port
        self._now = now
        self._runner: web.AppRunner | None = None
        self._resources: dict[str, _Resource] = {}

    async def __aenter__(self) -> DemoServer:
        from aiohttp import web

        application = web.Application()
        application.router.add_get("/{path:.*}", self._answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, _HOST, self._port, reuse_address=True).start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.base_url = f"http://{_HOST}:{runner.addresses[0][1]}"
        self._resources = resources(self.base_url, self._now or datetime.now(UTC))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        from aiohttp import web

        found = self._find(request.path)
        if found is None:
            return web.Response(status=404, text="There is no such page in this edition.")
        tag = f'"{hashlib.sha256(found.body).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Vary": "Accept-Encoding"}
        if tag in request.headers.get("If-None-Match", ""):
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = found.content_type
        answer = web.Response(body=found.body, headers=headers)
        if not found.content_type.startswith("image/"):
            answer.enable_compression()
        return answer

    def _find(self, path: str) -> _Resource | None:
        name = path.removeprefix("/pictures/").removesuffix(".png")
        if path == f"/pictures/{name}.png" and name in _pictures():
            return _Resource(pictures.draw(name), "image/png")
        return self._resources.get(path)


def _pictures() -> set[str]:
    return {shown.name for article in edition.articles() for shown in article.pictures}


def resources(base_url: str, now: datetime) -> dict[str, _Resource]:
    """Render everything but the pictures: path -> what is served there."""
    found: dict[str, _Resource] = {}
    everything = edition.articles()
    for publication in edition.publications():
        for path, body in pages.site_pages(publication).items():
            found[path] = _Resource(body, "text/html; charset=utf-8")
        entries = [article for article in everything if article.feed == publication.key]
        found[publication.path] = _Resource(*writers.write(publication, entries, base_url, now))
    for article in everything:
        body, encoding = pages.render(article, base_url, now)
        header = f"text/html; charset={encoding}" if encoding else "text/html"
        found[article.path] = _Resource(body, header)
    return found
