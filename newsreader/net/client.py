"""One polite HTTP client for everything: limits, deadlines, manners, and one sentence an error."""

from __future__ import annotations

import asyncio
import time
import unicodedata
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import TracebackType
from urllib.parse import urlsplit

import aiohttp
import msgspec

from newsreader.core import urls
from newsreader.core.errors import FetchError
from newsreader.core.text import clean_line
from newsreader.net import headers as header_values
from newsreader.net import sentences
from newsreader.net.encodings import BrokenCoding, TooLarge, decode_body, is_coded
from newsreader.net.guard import Lookup, Resolver, as_number, is_public, look_up, public_socket
from newsreader.net.messages import ClientOptions, RequestRecord, Response
from newsreader.net.pacing import Pacing
from newsreader.net.proxies import Proxies, is_loopback
from newsreader.net.rests import Rests
from newsreader.net.wire import (
    part_credentials,
    public_headers,
    read_body,
    received_headers,
    redirect_target,
    secret_headers,
    wire_url,
)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

MAX_HEADER = 32 * 1024
"""The longest line of a header, in bytes; their number is limited by aiohttp."""

KEPT_RECORDS = 2000
"""How many of the latest requests are remembered."""

_INLINE_DECODING = 64 * 1024
_CLOSE = {"Connection": "close"}


def _utc_now() -> datetime:
    return datetime.now(UTC)


class _Hop(msgspec.Struct, kw_only=True):
    """Where a fetch stands between redirects.

    Attributes:
        start: The address that was asked for: secrets go to its origin only.
        may_be_private: Whether this hop may lead to this machine or network.
        moved: Where permanent redirects have led so far; None where there were none.
        unbroken: All redirects so far were permanent.
    """

    start: str
    url: str
    may_be_private: bool
    moved: str | None = None
    unbroken: bool = True
    seen: set[str] = msgspec.field(default_factory=set)


class _Answer(msgspec.Struct, kw_only=True):
    """What one request brought: status, headers, the body as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class _Ask(msgspec.Struct, frozen=True, kw_only=True):
    """What a fetch sends with each of its requests.

    Attributes:
        public: Headers for every hop.
        secret: Headers for the origin of the start only.
    """

    public: Mapping[str, str]
    secret: Mapping[str, str]
    max_bytes: int
    keep: bool
    batch: str


class Client:
    """The one HTTP client: made once, used inside one running event loop, an async context manager.

    Args:
        options: Limits and manners.
        on_request: Called with a record of every request that was made, when it is over.
        lookup: What resolves names; the tests bring their own.
        clock: Gives the present time in UTC.
    """

    def __init__(
        self,
        options: ClientOptions | None = None,
        *,
        on_request: Callable[[RequestRecord], None] | None = None,
        lookup: Lookup = look_up,
        clock: Callable[[], datetime] = _utc_now,
    ) -> None:
        self.options = options or ClientOptions()
        self.requests: deque[RequestRecord] = deque(maxlen=KEPT_RECORDS)
        """The latest requests, oldest first."""
        self._on_request = on_request
        self._lookup = lookup
        self._clock = clock
        self._pacing = Pacing(
            concurrency=self.options.concurrency,
            per_host=self.options.per_host,
            spacing=self.options.spacing,
        )
        self._proxies = Proxies(self.options.proxy)
        self._private_hosts: set[str] = set()
        self._rests = Rests()
        self._sessions: dict[bool, aiohttp.ClientSession] = {}
        self._closed = False

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections at once; fetches under way end with a FetchError."""
        self._closed = True
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()

    async def fetch(
        self,
        url: str,
        *,
        etag: str = "",
        last_modified: str = "",
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        accept: str = "",
        max_bytes: int | None = None,
        allow_private: bool = True,
        keep: bool = True,
        batch: str = "",
    ) -> Response:
        """Fetch an address.

        Args:
            url: A web address. A user name and password in it are used as ``auth``.
            etag: The validator of what is at hand, byte for byte, as is ``last_modified``.
            last_modified: As above; "" for none.
            headers: More headers, for the origin of ``url`` only.
            auth: User name and password (basic authentication), for that origin only.
            accept: The types that are wanted, as in the header.
            max_bytes: The largest body, instead of the options' limit.
            allow_private: The address may be one of this machine or network: True for what the
                person named, False for what a stranger's feed or page names. A redirect from the
                public network to a private address is refused in any case.
            keep: The connection is worth being kept open for a while. Without it, it is kept only
                where another request waits for the same host.
            batch: Names the many requests, that nobody waits for, of which this is one: a host that
                left the last few of them unanswered is not asked again before `forgive`.

        Returns:
            The answer to a status of 2xx but 206, to 304 or 410.

        Raises:
            FetchError: For everything else, in one sentence without secrets.
        """
        start, auth = part_credentials(url, auth)
        if not urls.is_web(start):
            shown = clean_line(urls.without_credentials(url), 100)
            raise FetchError(f"{shown or 'Nothing'} is no http or https address.")
        ask = _Ask(
            public=public_headers(self.options, etag, last_modified, accept),
            secret=secret_headers(headers or {}, auth),
            max_bytes=max_bytes or self.options.max_bytes,
            keep=keep,
            batch=batch,
        )
        hop = _Hop(start=start, url=start, may_be_private=allow_private)
        answer = await self._follow(hop, ask)
        return await self._response(hop, answer, ask)

    def forgive(self) -> None:
        """Begin anew with the hosts that did not answer: a later refresh may find them well."""
        self._rests.forgive()

    # -- redirects ---------------------------------------------------------------------------------

    async def _follow(self, hop: _Hop, ask: _Ask) -> _Answer:
        """Ask, and follow redirects; waiting for turns does not count against the deadline."""
        left = self.options.total_timeout
        while True:
            host = urls.host(hop.url)
            self._check(hop, host)
            pace = _pace(hop.url)
            self._rests.check(pace, ask.batch)
            async with self._pacing.turn(pace, local=is_loopback(host)):
                self._rests.check(pace, ask.batch)
                began = time.monotonic()
                answer = await self._request(hop, ask, max(left, 0.001))
                left -= time.monotonic() - began
            if answer.status not in REDIRECTS:
                return answer
            self._redirect(hop, answer, host)

    def _check(self, hop: _Hop, host: str) -> None:
        """Refuse a host that is written as a private one, where that is not allowed.

        What a name led to before does not count: that is looked up anew, and may have changed.
        """
        if not hop.may_be_private and _is_written_private(host):
            raise FetchError(sentences.private(host))

    def _redirect(self, hop: _Hop, answer: _Answer, host: str) -> None:
        """Move on to where a redirect leads."""
        hop.seen.add(hop.url)
        target = redirect_target(answer.headers.get("location", ""), hop.url)
        if not target:
            raise FetchError(
                f"{host} redirects to nowhere, or to what is no web address.", status=answer.status
            )
        if target in hop.seen:
            raise FetchError(f"{host} redirects in a circle.", status=answer.status)
        if len(hop.seen) > self.options.max_redirects:
            raise FetchError(
                f"{urls.host(hop.start)} redirects more than {self.options.max_redirects} times.",
                status=answer.status,
            )
        hop.may_be_private = hop.may_be_private and self._is_private(host)
        downgrade = hop.url.startswith("https:") and target.startswith("http:")
        hop.unbroken = hop.unbroken and answer.status in PERMANENT and not downgrade
        if hop.unbroken:
            hop.moved = target
        hop.url = target

    def _is_private(self, host: str) -> bool:
        """Say whether a host that answered is private, by how it is written or its addresses."""
        return _as_sent(host) in self._private_hosts or _is_written_private(host)

    # -- one request -------------------------------------------------------------------------------

    async def _request(self, hop: _Hop, ask: _Ask, seconds: float) -> _Answer:
        host = urls.host(hop.url)
        began, started = time.monotonic(), self._clock()
        answer: _Answer | None = None
        try:
            async with asyncio.timeout(seconds):
                answer = await self._exchange(hop, ask, host)
        except TooLarge:
            raise FetchError(_too_large(host, ask)) from None
        except (aiohttp.ClientError, OSError, ValueError, RuntimeError) as error:
            sentence = self._sentence(error, host)
            if sentence != sentences.private(host):
                self._rests.unanswered(_pace(hop.url), ask.batch, sentence)
            raise FetchError(sentence) from None
        finally:
            self._record(
                RequestRecord(
                    host=host,
                    started=started,
                    seconds=time.monotonic() - began,
                    status=answer.status if answer else None,
                    received=len(answer.body) if answer else 0,
                )
            )
        self._rests.answered(_pace(hop.url), ask.batch)
        return answer

    def _sentence(self, error: Exception, host: str) -> str:
        """Say why there is no answer."""
        if self._closed:  # what aiohttp says of a closed session is a RuntimeError
            return "The program is closing."
        if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
            return f"{host} took longer than {self.options.total_timeout:g} seconds."
        return sentences.for_error(error, host)

    async def _exchange(self, hop: _Hop, ask: _Ask, host: str) -> _Answer:
        proxy = self._proxies.find(hop.url)
        session = self._session(public_only=not hop.may_be_private and proxy is None)
        own = ask.secret if ask.secret and urls.same_origin(hop.start, hop.url) else {}
        ending = {} if ask.keep or proxy or self._pacing.is_wanted(_pace(hop.url)) else _CLOSE
        async with session.get(
            wire_url(hop.url),
            headers={**ask.public, **own, **ending},
            allow_redirects=False,
            proxy=proxy,
        ) as response:
            answer = _Answer(status=response.status, headers=received_headers(response.headers))
            if 200 <= response.status < 300:
                answer.body = await read_body(response, ask.max_bytes)
            elif response.status == 429:
                self._keep_silent(hop, answer)
            return answer

    def _keep_silent(self, hop: _Hop, answer: _Answer) -> None:
        seconds = self._retry_after(answer)
        if seconds and not is_loopback(urls.host(hop.url)):
            self._rests.keep_silent(_pace(hop.url), seconds)

    def _session(self, *, public_only: bool) -> aiohttp.ClientSession:
        """Give the session for any address, or the one for public ones only."""
        if self._closed:
            raise FetchError("The program is closing.")
        if public_only not in self._sessions:
            resolver = Resolver(
                public_only=public_only, lookup=self._lookup, private_hosts=self._private_hosts
            )
            connector = aiohttp.TCPConnector(
                resolver=resolver,
                socket_factory=public_socket if public_only else None,
                limit=0,
                ttl_dns_cache=60,
                keepalive_timeout=15,
            )
            read = self.options.read_timeout
            self._sessions[public_only] = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(total=None, connect=read, sock_read=read),
                max_line_size=MAX_HEADER,
                max_field_size=MAX_HEADER,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
            )
        return self._sessions[public_only]

    def _record(self, record: RequestRecord) -> None:
        self.requests.append(record)
        if self._on_request is not None:
            self._on_request(record)

    def _retry_after(self, answer: _Answer) -> float | None:
        now = header_values.http_date(answer.headers.get("date", "")) or self._clock()
        return header_values.retry_after(answer.headers.get("retry-after", ""), now)

    # -- the answer --------------------------------------------------------------------------------

    async def _response(self, hop: _Hop, answer: _Answer, ask: _Ask) -> Response:
        """Turn the last answer into what the caller gets."""
        host = urls.host(hop.url)
        asked_for_change = "If-None-Match" in ask.public or "If-Modified-Since" in ask.public
        if answer.status == 304 and not asked_for_change:
            raise FetchError(f"{host} says that nothing changed, unasked (304).", status=304)
        if answer.status == 206:  # no request of ours asks for a range
            raise FetchError(f"{host} sent only a part of what is there (206).", status=206)
        if not (200 <= answer.status < 300 or answer.status in (304, 410)):
            raise FetchError(
                sentences.for_status(answer.status, host),
                status=answer.status,
                retry_after=self._retry_after(answer),
            )
        return Response(
            url=hop.url,
            status=answer.status,
            headers=answer.headers,
            body=await _decoded(answer, host, ask),
            content_type=answer.headers.get("content-type", ""),
            permanent_url=hop.moved,
            etag=header_values.validator(answer.headers.get("etag", "")),
            last_modified=header_values.validator(answer.headers.get("last-modified", "")),
            max_age=header_values.max_age(answer.headers.get("cache-control", "")),
            retry_after=self._retry_after(answer),
            date=header_values.http_date(answer.headers.get("date", "")),
            not_modified=answer.status == 304,
            gone=answer.status == 410,
        )


def _pace(url: str) -> str:
    """Give what requests are paced by: the host; on this machine each port is a server."""
    host = urls.host(url)
    return urlsplit(url).netloc if is_loopback(host) else host


def _as_sent(host: str) -> str:
    """Give a host as it goes over the wire: ① is 1."""
    return unicodedata.normalize("NFKC", host).lower()


def _is_written_private(host: str) -> bool:
    """Say whether a host is written as one of this machine or network."""
    host = _as_sent(host)
    number = as_number(host)
    return urls.is_local_host(host) if number is None else not is_public(number)


async def _decoded(answer: _Answer, host: str, ask: _Ask) -> bytes:
    """Decompress a body; a large one in a thread, as zlib and its like let go of the lock."""
    coding = answer.headers.get("content-encoding", "")
    try:
        if len(answer.body) <= _INLINE_DECODING or not is_coded(answer.body, coding):
            return decode_body(answer.body, coding, ask.max_bytes)
        return await asyncio.to_thread(decode_body, answer.body, coding, ask.max_bytes)
    except TooLarge:
        raise FetchError(_too_large(host, ask)) from None
    except BrokenCoding:
        raise FetchError(f"The answer of {host} is damaged and can not be unpacked.") from None


def _too_large(host: str, ask: _Ask) -> str:
    size = (
        f"{ask.max_bytes / 1024 / 1024:.3g} MB"
        if ask.max_bytes >= 1e5
        else f"{ask.max_bytes} bytes"
    )
    return f"The answer of {host} is larger than {size}."
