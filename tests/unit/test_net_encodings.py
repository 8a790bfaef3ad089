"""Bodies come out of every coding, never larger than the limit."""

import contextlib
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.net.encodings import MAX_MEMBERS, BrokenCoding, TooLarge, decode_body
from tests.support.codings import CODINGS

TEXT = b"<rss>" + b"some words, some words " * 500 + b"</rss>"
NAMES = sorted(CODINGS)
COMPRESSED = [name for name in NAMES if name not in ("identity", "nonsense")]
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("name", NAMES)
def test_every_coding_is_undone(name: str) -> None:
    header, encode = CODINGS[name]
    assert decode_body(encode(TEXT), header, MEGABYTE) == TEXT
    assert decode_body(encode(TEXT), header.upper(), MEGABYTE) == TEXT


@pytest.mark.parametrize("name", COMPRESSED)
def test_the_limit_is_exact(name: str) -> None:
    header, encode = CODINGS[name]
    assert decode_body(encode(TEXT), header, len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        decode_body(encode(TEXT), header, len(TEXT) - 1)


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_bomb_is_too_large(name: str) -> None:
    header, encode = CODINGS[name]
    with pytest.raises(TooLarge):
        decode_body(encode(bytes(5 * MEGABYTE)), header, MEGABYTE)


def test_a_bomb_in_a_bomb_is_too_large() -> None:
    with pytest.raises(TooLarge):
        decode_body(gzip.compress(gzip.compress(bytes(50 * MEGABYTE))), "gzip, gzip", MEGABYTE)


@pytest.mark.parametrize("name", ["gzip", "zstd"])
def test_no_more_members_than_a_sound_body_has(name: str) -> None:
    """Each costs a copy of the rest: a million empty ones would keep a thread busy for hours."""
    coding, encode = CODINGS[name]
    assert decode_body(encode(b"a") * MAX_MEMBERS, coding, MEGABYTE) == b"a" * MAX_MEMBERS
    with pytest.raises(BrokenCoding):
        decode_body(encode(b"") * (MAX_MEMBERS + 1), coding, MEGABYTE)


@pytest.mark.parametrize("name", COMPRESSED)
def test_a_body_cut_short_is_damaged(name: str) -> None:
    header, encode = CODINGS[name]
    body = encode(TEXT)
    with pytest.raises(BrokenCoding):
        decode_body(body[: len(body) - 9], header, MEGABYTE)


def test_a_wrong_or_missing_header_is_put_up_with() -> None:
    packed = gzip.compress(TEXT)
    for header in ("", "gzip", "deflate", "br", "zstd", "identity", "utf-8", ",, ,"):
        assert decode_body(packed, header, MEGABYTE) == TEXT
        assert decode_body(TEXT, header, MEGABYTE) == TEXT
        assert decode_body(b"", header, MEGABYTE) == b""
    assert decode_body(gzip.compress(packed), "gzip", MEGABYTE) == TEXT
    assert decode_body(packed + b"\x00" * 100, "gzip", MEGABYTE) == TEXT


@settings(max_examples=200, derandomize=True)
@given(st.binary(max_size=200), st.sampled_from(["", "gzip", "deflate", "br", "zstd", "br, gzip"]))
def test_any_bytes_give_bytes_within_the_limit_or_one_of_two_errors(
    body: bytes, header: str
) -> None:
    outcome = b""
    with contextlib.suppress(TooLarge, BrokenCoding):
        outcome = decode_body(body, header, 1000)
    assert len(outcome) <= 1000


@settings(max_examples=100, derandomize=True)
@given(st.binary(max_size=2000), st.sampled_from(NAMES))
def test_what_was_encoded_comes_back(data: bytes, name: str) -> None:
    header, encode = CODINGS[name]
    assert decode_body(encode(b"<" + data), header, MEGABYTE) == b"<" + data
