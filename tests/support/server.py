"""A server on the loopback that answers, or misbehaves, byte by byte as a test says.

It speaks plain asyncio streams, so that nothing between the test and the wire repairs what is
meant to be broken. Every connection serves one request and is closed, unless the answer holds it.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit


class Request(NamedTuple):
    """What a client asked, with lower-cased header names."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path


Answer = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


class OddServer:
    """The server; use it as an async context manager.

    Attributes:
        seen: Every request, in order.
        asked: Set with the first of them.
        answers: Path -> answer; any other path gets a 404.
        most_at_once: How many connections were open at the same time.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.seen: list[Request] = []
        self.answers: dict[str, Answer] = {}
        self.asked = asyncio.Event()
        self.most_at_once = 0
        self._at_once = 0
        self._tls = tls
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> OddServer:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", 0, ssl=self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for connection in list(self._connections):
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def base(self) -> str:
        """The address of this server, without a slash at its end."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    def on(self, path: str, answer: Answer | bytes) -> str:
        """Answer a path with a function or with raw bytes; gives its whole address."""
        self.answers[path] = raw(answer) if isinstance(answer, bytes) else answer
        return self.base + path

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._at_once -= 1
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
        first, *lines = head.strip().split("\r\n")
        method, target, _ = first.split(" ")
        pairs = (line.split(":", 1) for line in lines)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        request = Request(method, target, headers)
        self.seen.append(request)
        self.asked.set()
        await self.answers.get(request.path, reply(404))(request, writer)
        await writer.drain()


# -- answers ---------------------------------------------------------------------------------------


def raw(data: bytes) -> Answer:
    """Send bytes as they are, and close."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def head(status: int = 200, /, **headers: str) -> bytes:
    """Make the head of an answer; underscores in names stand for hyphens."""
    lines = [f"HTTP/1.1 {status} Some Words"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")


def reply(status: int = 200, body: bytes = b"", /, **headers: str) -> Answer:
    """Send a proper answer."""
    headers.setdefault("Content_Length", str(len(body)))
    return raw(head(status, Connection="close", **headers) + body)


def redirect(location: str, status: int = 302) -> Answer:
    """Send a redirect."""
    return reply(status, Location=location)


def chunked(*pieces: bytes, **headers: str) -> Answer:
    """Send a body in chunks."""
    body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    headers["Transfer_Encoding"] = "chunked"
    return raw(head(200, **headers) + body + b"0\r\n\r\n")


def hold(data: bytes = b"") -> Answer:
    """Send some bytes, and then nothing for ever."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.Event().wait()

    return answer


def drip(data: bytes, piece: bytes, pause: float = 0.005) -> Answer:
    """Send some bytes, and then the same piece again and again, slowly."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def flood(data: bytes, piece: bytes) -> Answer:
    """Send some bytes, and then the same piece again and again, as fast as it goes."""
    return drip(data, piece, 0)


def reset(data: bytes = b"") -> Answer:
    """Send some bytes, and break the connection off with a reset."""

    async def answer(_: Request, writer: asyncio.StreamWriter) -> None:
        import socket
        import struct

        writer.write(data)
        await writer.drain()
        connection = writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return answer


def in_turn(*answers: Answer) -> Answer:
    """Give one answer after the other, the last one again and again."""
    left = list(answers)

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return answer
