"""A small web site on the loopback: what each path answers is set by the test."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from types import TracebackType

from aiohttp import web

Headers = dict[str, str]


@dataclass
class Answer:
    """What a path answers; ``gate`` holds the answer back until it is set."""

    body: bytes = b""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: Headers = field(default_factory=dict)
    gate: asyncio.Event | None = None
    etag: str = ""


@dataclass
class Asked:
    """A request that came."""

    path: str
    headers: Headers


class Site:
    """``async with Site() as site``: set ``site.answers[path]``, look at ``site.asked``."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.arrived = asyncio.Event()
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Site:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._runner is not None
        for answer in self.answers.values():
            if answer.gate is not None:
                answer.gate.set()
        await self._runner.cleanup()

    def paths(self) -> list[str]:
        """Give what was asked for, in order."""
        return [asked.path for asked in self.asked]

    def last(self, path: str) -> Asked:
        """Give the last request for a path."""
        return [asked for asked in self.asked if asked.path == path][-1]

    def feed(self, path: str, *items: str, title: str = "A feed", **more: object) -> str:
        """Serve an RSS feed of these items, and give its address."""
        body = rss(self.url + path, *items, title=title)
        self.answers[path] = Answer(body=body, type="application/rss+xml", **more)  # type: ignore[arg-type]
        return self.url + path

    def page(self, path: str, title: str, *paragraphs: str) -> str:
        """Serve a web page with an article, and give its address."""
        self.answers[path] = Answer(body=article_page(title, *paragraphs))
        return self.url + path

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path, dict(request.headers)))
        self.arrived.set()
        answer = self.answers.get(request.path)
        if answer is None:
            return web.Response(status=404, text="There is nothing here.")
        if answer.gate is not None:
            await answer.gate.wait()
        headers = {"Content-Type": answer.type, **answer.headers}
        if answer.etag:
            headers["ETag"] = answer.etag
            if request.headers.get("If-None-Match") == answer.etag:
                return web.Response(status=304, headers=headers)
        return web.Response(status=answer.status, body=answer.body, headers=headers)


SENTENCES = (
    "Ada Lovelace met Charles Babbage in London in June 1833, at a party in his house.",
    "He showed her a part of the machine that he was building, and she understood it at once.",
    "Ten years later she translated a paper on the machine from French into English.",
    "Her notes to it were three times as long as the paper, and are remembered to this day.",
    "In the last of them she described how the machine could work out the Bernoulli numbers.",
)
LONG = tuple(f"{' '.join(SENTENCES)} This is paragraph {number}." for number in range(1, 6))
"""Paragraphs enough for a full text."""


def rss(url: str, *items: str, title: str = "A feed") -> bytes:
    """Write an RSS document."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{url}</link><description>Of a test</description>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def item(
    number: int | str, *, title: str = "", link: str = "", text: str = "", full: str = ""
) -> str:
    """Write one item."""
    content = f"<content:encoded><![CDATA[{full}]]></content:encoded>" if full else ""
    address = f"<link>{link}</link>" if link else ""
    return (
        f"<item><guid isPermaLink='false'>entry-{number}</guid>"
        f"<title>{title or f'Entry {number}'}</title>{address}"
        f"<pubDate>Tue, 03 Nov 2026 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[{text or 'A short summary.'}]]></description>{content}</item>"
    )


def full_item(number: int | str, **more: str) -> str:
    """Write one item with its full text."""
    return item(number, full="".join(f"<p>{part}</p>" for part in LONG), **more)


def article_page(title: str, *paragraphs: str) -> bytes:
    """Write a web page as sites do, with an article among other things."""
    body = "".join(f"<p>{part}</p>" for part in paragraphs or LONG)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/about'>About</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved.</footer>"
        "</body></html>"
    ).encode()
