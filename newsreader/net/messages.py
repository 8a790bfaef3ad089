"""What goes into the client and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

import newsreader

USER_AGENT = f"newsreader/{newsreader.__version__} (+{newsreader.__homepage__})"


class ClientOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The limits and the manners of a client.

    Attributes:
        user_agent: What the program calls itself; "" for its name, version and address.
        total_timeout: The most seconds for one fetch, redirects included, waiting for a turn not.
        read_timeout: The most seconds without a byte, and for a connection to come about.
        max_bytes: The largest body, as it is sent and after decompression.
        max_redirects: How many redirects are followed.
        concurrency: How many requests run at the same time.
        per_host: How many of them to one host; a server on this machine gets more.
        spacing: The least seconds between two requests to one host; none on this machine.
        proxy: An http or https proxy's address; "" for what the environment says.
    """

    user_agent: str = ""
    total_timeout: float = 30.0
    read_timeout: float = 10.0
    max_bytes: int = 15 * 1024 * 1024
    max_redirects: int = 10
    concurrency: int = 32
    per_host: int = 2
    spacing: float = 0.2
    proxy: str = ""


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: the body, or that nothing changed (304), or that it is gone for good (410).

    Attributes:
        url: Where the answer came from in the end.
        headers: By lower-cased name; several of one name are joined by ", ".
        body: Decompressed; "" for a 304 and a 410.
        content_type: The header, "" where there is none.
        permanent_url: Where permanent redirects (301, 308) led, from the first on without a break;
            None where there were none, and where they lead from https to http.
        etag: Byte for byte, as is ``last_modified``; "" where there is none.
        max_age: Seconds, 0 to `MAX_AGE`, from Cache-Control.
        retry_after: Seconds, 0 to `MAX_RETRY_AFTER`.
        date: What time it is, as the server says; None where it does not.
    """

    url: str
    status: int
    headers: Mapping[str, str] = {}
    body: bytes = b""
    content_type: str = ""
    permanent_url: str | None = None
    etag: str = ""
    last_modified: str = ""
    max_age: int | None = None
    retry_after: float | None = None
    date: datetime | None = None
    not_modified: bool = False
    gone: bool = False


class RequestRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One request that was made, for the person who wants to know who was asked.

    Attributes:
        host: Whom it went to.
        started: When, in UTC.
        seconds: How long it took.
        status: Of the answer, None where there was none.
        received: Bytes of the body, as they were sent.
    """

    host: str
    started: datetime
    seconds: float
    status: int | None = None
    received: int = 0
