from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds import parse_feed
from newsreader.feeds.encoding import decode_document

URL = "https://site.example/feed.xml"
WORDS = "Žluťoučký kůň úpěl ďábelské ódy"


def document(title: str, declared: str = "") -> str:
    declaration = f"<?xml version='1.0' encoding='{declared}'?>" if declared else ""
    return f"{declaration}<rss version='2.0'><channel><title>{title}</title></channel></rss>"


def title_of(content: bytes, content_type: str | None = None) -> str:
    return parse_feed(content, URL, content_type).title


@pytest.mark.parametrize(
    ("title", "encoding", "declared", "content_type"),
    [
        (WORDS, "utf-8", "", None),
        (WORDS, "utf-8", "utf-8", "text/xml"),
        (WORDS, "utf-8-sig", "iso-8859-1", "text/xml; charset=windows-1252"),
        (WORDS, "utf-16", "", None),
        (WORDS, "utf-16-le", "utf-16", None),
        (WORDS, "utf-16-be", "utf-16", "application/xml"),
        (WORDS, "utf-32", "utf-32", None),
        (WORDS, "iso-8859-2", "ISO-8859-2", None),
        (WORDS, "iso-8859-2", "", "text/xml; charset=iso-8859-2"),
        (WORDS, "iso-8859-2", "utf-8", 'text/xml; charset="iso-8859-2"'),
        ("naïve – “quoted”", "cp1252", "iso-8859-1", None),
        ("Привет, мир", "windows-1251", "windows-1251", "text/xml"),
        ("Привет, мир", "koi8-r", "", "application/rss+xml; charset=KOI8-R"),
        ("新聞の見出し", "shift_jis", "Shift_JIS", None),
        ("新聞の見出し", "euc_jp", "EUC-JP", None),
        ("新聞の見出し", "iso2022_jp", "ISO-2022-JP", None),
        ("新闻标题", "gb18030", "gb2312", None),
        ("뉴스 제목", "euc_kr", "euc-kr", None),
        ("déjà vu", "cp037", "cp037", None),
    ],
)
def test_the_named_encoding_is_used(
    title: str, encoding: str, declared: str, content_type: str | None
) -> None:
    assert title_of(document(title, declared).encode(encoding), content_type) == title


def test_valid_utf_8_is_not_mistaken_for_what_a_careless_server_says() -> None:
    content = document(WORDS, "utf-8").encode()
    assert title_of(content, "text/xml; charset=iso-8859-1") == WORDS


@pytest.mark.parametrize("declared", ["utf-8", ""])
def test_a_few_accents_of_latin_1_are_read_though_the_feed_says_utf_8(declared: str) -> None:
    title = "Grüße aus der Stadt, " + "and much more without an accent " * 20
    assert title_of(document(title, declared).encode("cp1252")) == title.strip()


def test_an_encoding_that_is_not_named_is_guessed() -> None:
    title = "Сегодня в городе открылась большая выставка современного искусства"
    assert title_of(document(title).encode("windows-1251")) == title


@pytest.mark.parametrize(
    "label", ["nonsense", "zlib", "unicode_escape", "idna", "hex", "utf-8\x1b"]
)
def test_a_label_that_is_no_encoding_of_text_is_ignored(label: str) -> None:
    content = document(r"a\x1bé", label).encode()
    assert title_of(content, f"text/xml; charset={label}") == r"a\x1bé"


def test_a_broken_byte_does_not_change_the_rest() -> None:
    content = (
        document("déjà v\N{BULLET}u", "utf-8").encode().replace("\N{BULLET}".encode(), b"\xff")
    )
    feed = parse_feed(content, URL, None)
    assert feed.title == "déjà v\ufffdu"
    assert feed.warnings == ("Some characters are broken in the feed.",)


def test_a_contradiction_is_told() -> None:
    feed = parse_feed(document(WORDS, "utf-8").encode("iso-8859-2"), URL, "text/xml")
    assert any("utf-8" in warning for warning in feed.warnings)


@given(st.binary(max_size=200), st.text(max_size=20))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_bytes_become_text(content: bytes, charset: str) -> None:
    decoded = decode_document(content, f"text/xml; charset={charset}")
    assert isinstance(decoded.text, str)
