"""Pages made to hurt: an answer or one sentence, never another exception."""

from __future__ import annotations

import gzip

import pytest

from newsreader.articles import document_from_html, extract
from newsreader.core.document import Document
from newsreader.core.errors import ArticleError
from newsreader.core.text import is_clean
from newsreader.library.packing import pack, unpack

WORDS = "Plain words that make up a sentence, and go on for a while. " * 8

PAGES = {
    "empty": b"",
    "white space": b" \n ",
    "NUL": b"\x00" * 1000,
    "NUL between words": f"<p>{WORDS}</p>".encode().replace(b" ", b" \x00"),
    "60,000 nested tags": b"<div>" * 60_000 + WORDS.encode() + b"</div>" * 60_000,
    "60,000 open lists": b"<ul><li>" * 60_000 + WORDS.encode(),
    "one line of 5 MB": b"<p>" + b"word " * 1_000_000,
    "an attribute without end": f"<p>{WORDS}</p><a href='".encode() + b"x" * 1_000_000,
    "tags without end": b"<a " * 300_000,
    "40,000 attributes": b"<p "
    + b" ".join(b"a%d=1" % n for n in range(40_000))
    + b">"
    + WORDS.encode(),
    "PDF": b"%PDF-1.7\n" + bytes(range(256)) * 100,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "still compressed": gzip.compress(WORDS.encode()),
    "more than 10 MB": b"x" * 10_000_001,
    "too many parts": b"<br>x" * 200_000,
    "frames": b'<frameset><frame src="a"><frameset><frame src="a"></frameset></frameset>',
    "deep JSON-LD": b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script>",
    "escape codes": f"<title>\x1b]0;x\x07</title><p>\x1b[31m{WORDS}\x9b \u202e</p>".encode(),
    "only entities": b"&amp;" * 100_000,
    "a long class": b'<div class="' + b"share-" * 100_000 + b'">x</div>',
    "white space of 1 MB": b"<p>" + b" \n" * 500_000 + b"x",
    "odd encodings": b"\xff\xfe" + WORDS.encode("utf-16-le"),
    "broken UTF-8": f"<p>{WORDS}</p>".encode() + b"\xc3\x28\xff",
    "unknown charset": f'<meta charset="x-none"><p>{WORDS}\xe9</p>'.encode("latin-1"),
}


@pytest.mark.parametrize("name", PAGES)
def test_extract_answers(name: str) -> None:
    try:
        found = extract(PAGES[name], "https://example.org/a")
    except ArticleError as error:
        sentence = str(error)
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert is_clean(sentence)
    else:
        assert found.text
        assert is_clean(found.text + found.title)


@pytest.mark.parametrize(
    "name",
    [
        "60,000 nested tags",
        "40,000 attributes",
        "NUL between words",
        "broken UTF-8",
        "odd encodings",
    ],
)
def test_the_text_of_a_damaged_page_is_not_lost(name: str) -> None:
    assert extract(PAGES[name], "https://example.org/a").document.words > 80


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "dl><dd"])
def test_no_depth_is_too_deep_for_a_feed_body(tag: str) -> None:
    document = document_from_html(f"<{tag}>" * 60_000 + "inner")
    assert "inner" in document.text
    assert unpack(pack(document), Document) == document
