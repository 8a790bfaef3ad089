"""Bodies in every content coding, and bombs in them."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def raw_deflate(data: bytes) -> bytes:
    """Deflate without the header and the check that the standard asks for."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(data) + deflater.flush()


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("x-gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd.compress),
    "several": ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    "members": ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
    "frames": ("zstd", lambda data: zstd.compress(data[:9]) + zstd.compress(data[9:])),
    "identity": ("identity", bytes),
    "nonsense": ("utf-8", bytes),
}
"""Name -> Content-Encoding header, and what makes a body in it."""
