"""Between what callers say and what goes over the wire: addresses, headers, bodies."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import quote, unquote, urljoin, urlsplit

import aiohttp
from yarl import URL

from newsreader.core import urls
from newsreader.core.errors import FetchError
from newsreader.core.text import clean_line
from newsreader.net import headers as header_values
from newsreader.net.encodings import ACCEPT_ENCODING, TooLarge
from newsreader.net.messages import USER_AGENT, ClientOptions

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_RESERVED = "!#$%&'()*+,/:;=?@[]~"
"""What has its own meaning in an address, and is never encoded there once more."""

_VERBATIM = frozenset({"etag", "last-modified", "location"})
_NEVER_KEPT = frozenset({"set-cookie", "set-cookie2"})

# -- what is sent ----------------------------------------------------------------------------------


def public_headers(
    options: ClientOptions, etag: str, last_modified: str, accept: str
) -> dict[str, str]:
    """Make the headers that every hop of a fetch gets."""
    sent = {
        "User-Agent": clean_line(options.user_agent) or USER_AGENT,
        "Accept": accept or "*/*",
        "Accept-Encoding": ACCEPT_ENCODING,
    }
    if header_values.validator(etag):
        sent["If-None-Match"] = etag
    if header_values.validator(last_modified):
        sent["If-Modified-Since"] = last_modified
    return sent


def secret_headers(headers: Mapping[str, str], auth: tuple[str, str] | None) -> dict[str, str]:
    """Make the headers that only the origin of the start gets.

    Raises:
        FetchError: One of them can not be sent.
    """
    sent: dict[str, str] = {}
    for name, value in headers.items():
        if not _TOKEN.fullmatch(name) or not header_values.is_sendable(value):
            shown = clean_line(name, 40)
            raise FetchError(f"The header {shown!r} in the settings can not be sent as it stands.")
        sent[name] = value
    if auth is not None:
        token = base64.b64encode(f"{auth[0]}:{auth[1]}".encode(errors="replace")).decode("ascii")
        sent["Authorization"] = f"Basic {token}"
    return sent


def part_credentials(url: str, auth: tuple[str, str] | None) -> tuple[str, tuple[str, str] | None]:
    """Part an address from the credentials and the fragment in it."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.username is not None and auth is None:
            auth = unquote(parts.username), unquote(parts.password or "")
        place = parts.netloc.rpartition("@")[2].lower()
        url = parts._replace(netloc=place, fragment="").geturl()
    return url, auth


def redirect_target(location: str, base: str) -> str:
    """Give the address that a Location header leads to, "" where it is no web address."""
    try:
        raw = location.strip().encode("utf-8", "surrogateescape")  # some bytes are no UTF-8
        if not raw:
            return ""
        joined = urljoin(base, quote(raw, safe=_RESERVED + "\\").replace("\\", "/"))
        target, _ = part_credentials(joined, None)
    except ValueError:
        return ""
    return target if urls.is_web(target) and len(target) <= urls.MAX_URL else ""


def wire_url(url: str) -> URL:
    """Encode what is not ASCII in a web address, and leave every byte of the rest as it is."""
    parts = urlsplit(url)
    return URL(
        parts._replace(
            netloc=URL(f"{parts.scheme}://{parts.netloc}").raw_authority,
            path=quote(parts.path, safe=_RESERVED) or "/",
            query=quote(parts.query, safe=_RESERVED),
        ).geturl(),
        encoded=True,
    )


# -- what is received ------------------------------------------------------------------------------


def received_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Take headers by lower-cased name, cleaned; several of one name are joined.

    Validators and Location stay as they came, the first of each; cookies are not taken.
    """
    taken: dict[str, str] = {}
    for name, value in headers.items():
        name = clean_line(name.lower())
        if name in _VERBATIM:
            taken.setdefault(name, value)
        elif name not in _NEVER_KEPT:
            value = clean_line(value)
            taken[name] = f"{taken[name]}, {value}" if name in taken else value
    return taken


async def read_body(response: aiohttp.ClientResponse, limit: int) -> bytes:
    """Read a body as it was sent.

    Raises:
        TooLarge: It has more bytes than the limit, or says so.
    """
    if (response.content_length or 0) > limit:
        raise TooLarge
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise TooLarge
    return bytes(body)
