"""Throw bytes at each parser for as long as one likes, and see whether what must hold does.

    pip install atheris
    python -m tests.hostile.fuzz TARGET [FOLDER] [-max_total_time=60] [libFuzzer's other options]

Run by hand, or at night. Without a target it names them. What is found is written to a file in the
working directory, which the same command takes as its FOLDER; it then wants a test of its own.

The same is thrown by the property tests, some hundred examples each; for as many as one likes:

    PROPERTY_EXAMPLES=20000 pytest -n0 tests/hostile/test_properties.py
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec

if __name__ == "__main__":
    import atheris

    with atheris.instrument_imports(include=["newsreader", "feedparser", "readability"]):
        from newsreader.core.document import Document
        from newsreader.core.errors import LibraryError
        from newsreader.library import packing
        from tests.hostile import invariants
else:
    from newsreader.core.document import Document
    from newsreader.core.errors import LibraryError
    from newsreader.library import packing
    from tests.hostile import invariants
from tests.hostile.corpus import PARAGRAPH, STEERING

WIDTH = 40


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _coding(content: bytes) -> None:
    codings = ("gzip", "deflate", "br", "zstd", "gzip, br")
    invariants.any_coding(codings[content[0] % len(codings)] if content else "", content[1:])


def _document(content: bytes) -> None:
    with contextlib.suppress(msgspec.MsgspecError, RecursionError, UnicodeError, LibraryError):
        content = packing.encode(msgspec.json.decode(content, type=Document))
    invariants.any_document(content)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "feed": invariants.any_feed,
    "json-feed": lambda content: invariants.any_feed(content, "application/feed+json"),
    "opml": invariants.any_subscriptions,
    "newsboat": lambda content: invariants.any_newsboat_urls(_text(content)),
    "discovery": invariants.any_discovery,
    "markup": lambda content: invariants.any_markup(_text(content)),
    "page": invariants.any_page,
    "document": _document,
    "text": lambda content: invariants.any_words(_text(content), WIDTH),
    "address": lambda content: invariants.any_address(_text(content)),
    "query": lambda content: invariants.any_query(_text(content)),
    "date": lambda content: invariants.any_date(_text(content)),
    "headers": lambda content: invariants.any_headers(_text(content)),
    "coding": _coding,
}
"""Each takes any bytes, and fails where something does not hold."""

SEEDS = (
    b"",
    STEERING.encode(),
    PARAGRAPH.encode(),
    b"<rss><channel><title>T</title><item><guid>1</guid><link>https://n.example/1</link>"
    b"<pubDate>Thu, 01 Jan 2026 00:00:00 GMT</pubDate><description>&lt;b&gt;x</description>"
    b"</item></channel></rss>",
    b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"\\u001b"}]}',
    b"<opml><body><outline text='a'><outline xmlUrl='https://n.example/f'/></outline></body></opml>",
    b'{"text":"a b","blocks":[{"kind":"quote","start":0,"end":3,"blocks":[{"kind":"list","start":0,'
    b'"end":3,"items":[{"start":2,"end":3,"blocks":[{"kind":"paragraph","start":-2,"end":9}]}]}]}],'
    b'"spans":[{"start":2,"end":1,"kind":"link","url":"x"}]}',
    b'title:"a b" OR (-is:unread newer:2d) /x+/',
    b"Thu, 01 Jan 2026 00:00:00 GMT",
    b"max-age=99999999999999999999, public",
    b"https://user:pass@n.example:8/a?utm_source=b#c",
)


def main() -> None:
    """Fuzz one target."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        sys.exit(f"Say which: {', '.join(TARGETS)}.")
    with tempfile.TemporaryDirectory() as begun:
        for number, seed in enumerate(SEEDS):
            (Path(begun) / str(number)).write_bytes(seed)
        atheris.Setup([*sys.argv, begun], TARGETS[name])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
