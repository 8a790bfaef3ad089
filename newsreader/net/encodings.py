"""Bodies out of their content codings: gzip, deflate, br, zstd, never larger than a limit.

The limit is checked at each step of the decompression, so that a bomb costs no more than that.
Servers that say one coding and send another, or none, or say nothing, are understood where the
first bytes tell.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPT_ENCODING = "gzip, deflate, br, zstd"

MAX_CODINGS = 3
"""How many codings one on top of another are undone."""

MAX_MEMBERS = 256
"""How many members of gzip, or frames of zstd, may follow one another.

Each costs a copy of all that follows it: a body of a million empty ones would take hours.
"""

_STEP = 64 * 1024
_WINDOW_LOG = 23
"""The largest window of zstd, 8 MB (RFC 9659)."""
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_KNOWN = frozenset({"gzip", "deflate", "br", "zstd"})
_ALIASES = {"x-gzip": "gzip", "x-deflate": "deflate", "brotli": "br", "x-zstd": "zstd"}


class TooLarge(Exception):
    """The body is larger than the limit."""


class BrokenCoding(Exception):
    """The body can not be decompressed."""


def is_coded(body: bytes, content_encoding: str) -> bool:
    """Say whether `decode_body` has more to do than to look."""
    return bool(content_encoding) or body.startswith((_GZIP, _ZSTD))


def decode_body(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Undo the content codings of a body.

    Args:
        body: As it was sent.
        content_encoding: The header, "" where there is none.
        limit: The most bytes that may come out.

    Raises:
        TooLarge: More would come out.
        BrokenCoding: What was sent is damaged, or cut short.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    codings = [_ALIASES.get(name, name) for name in names if name]
    for coding in reversed(codings[-MAX_CODINGS:]):
        body = _undo(coding, body, limit)
    body = _undo("gzip", body, limit)  # a file that was stored compressed, or a doubled gzip
    if len(body) > limit:
        raise TooLarge
    return body


def _undo(coding: str, body: bytes, limit: int) -> bytes:
    """Undo one coding: what the first bytes say counts for more than its name."""
    if not body or coding not in _KNOWN:
        return body
    if body.startswith(_GZIP):
        return _collect(_gzip(body), limit)
    if body.startswith(_ZSTD):
        return _collect(_zstd(body), limit)
    if coding == "deflate":
        return _deflate(body, limit)
    if coding == "br":
        return _unless_plain(_brotli, body, limit)
    return body


def _deflate(body: bytes, limit: int) -> bytes:
    """Undo deflate, which is zlib by the standard (RFC 9110, 8.4.1.2) and often raw."""
    is_zlib = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    if is_zlib:
        return _collect(_inflate(body, zlib.MAX_WBITS), limit)
    return _unless_plain(lambda data: _inflate(data, -zlib.MAX_WBITS), body, limit)


def _unless_plain(undo: Callable[[bytes], Iterator[bytes]], body: bytes, limit: int) -> bytes:
    """Undo a coding that shows no mark; text that was never compressed is given as it is."""
    try:
        return _collect(undo(body), limit)
    except BrokenCoding:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"["):
            return body
        raise


def _collect(pieces: Iterator[bytes], limit: int) -> bytes:
    collected = bytearray()
    for piece in pieces:
        collected += piece
        if len(collected) > limit:
            raise TooLarge
    return bytes(collected)


def _gzip(body: bytes) -> Iterator[bytes]:
    """Undo gzip: several members one after the other; what follows the last is ignored."""
    members = 0
    while body.startswith(_GZIP):
        members += 1
        if members > MAX_MEMBERS:
            raise BrokenCoding
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        yield from _inflated(inflater, body)
        body = inflater.unused_data


def _inflate(body: bytes, wbits: int) -> Iterator[bytes]:
    return _inflated(zlib.decompressobj(wbits), body)


def _inflated(inflater: Any, body: bytes) -> Iterator[bytes]:
    try:
        while not inflater.eof:
            piece = inflater.decompress(body, _STEP)
            body = inflater.unconsumed_tail
            if not piece and not body and not inflater.eof:
                raise BrokenCoding
            yield piece
    except zlib.error as error:
        raise BrokenCoding from error


def _zstd(body: bytes) -> Iterator[bytes]:
    """Undo zstd: several frames one after the other; what follows the last is ignored."""
    frames = 0
    while body.startswith(_ZSTD):
        frames += 1
        if frames > MAX_MEMBERS:
            raise BrokenCoding
        inflater = zstd.ZstdDecompressor(
            options={zstd.DecompressionParameter.window_log_max: _WINDOW_LOG}
        )
        try:
            while not inflater.eof:
                piece = inflater.decompress(body, _STEP)
                body = b""
                if not piece and inflater.needs_input:
                    raise BrokenCoding
                yield piece
        except zstd.ZstdError as error:
            raise BrokenCoding from error
        body = inflater.unused_data


def _brotli(body: bytes) -> Iterator[bytes]:
    inflater = brotli.Decompressor()
    try:
        while not inflater.is_finished():
            piece = inflater.process(body, output_buffer_limit=_STEP)
            body = b""
            if not piece and inflater.can_accept_more_data() and not inflater.is_finished():
                raise BrokenCoding
            yield piece
    except brotli.error as error:
        raise BrokenCoding from error
