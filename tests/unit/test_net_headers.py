"""Header values of all kinds are read or left, and numbers are clamped."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.net.guard import is_public
from newsreader.net.headers import MAX_AGE, MAX_RETRY_AFTER, max_age, retry_after, validator
from newsreader.net.wire import redirect_target, wire_url

PRIVATE = """127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0
    255.255.255.255 224.0.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 ff02::1 ::ffff:127.0.0.1
    ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1:: nonsense"""
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999999", MAX_RETRY_AFTER),
        ("9" * 5000, MAX_RETRY_AFTER),
        ("Sun, 01 Mar 2026 12:10:00 GMT", 600),
        ("Sun, 01 Mar 2026 12:10:00", 600),
        ("Sun, 01 Mar 2026 14:10:00 +0200", 600),
        ("Sun, 01 Mar 2020 12:00:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", MAX_RETRY_AFTER),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("١٢", None),
        ("Mon, 99 Foo 20260 99:99:99 GMT", None),
        ("Sun, 01 Mar 2026 12:10:00 +9999999999", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("max-age=600", 600),
        ("public, MAX-AGE = 600, must-revalidate", 600),
        ('max-age="600"', 600),
        ("s-maxage=5, max-age=600", 600),
        ("s-maxage=5", None),
        ("max-age=0", 0),
        ("max-age=" + "9" * 4000, MAX_AGE),
        ("max-age=-1", None),
        ("no-cache, max-age=600", None),
        ("", None),
    ],
)
def test_max_age(value: str, seconds: int | None) -> None:
    assert max_age(value) == seconds


@settings(max_examples=150, derandomize=True)
@given(st.text(max_size=40))
def test_nothing_in_a_header_raises(value: str) -> None:
    assert 0 <= (retry_after(value, NOW) or 0) <= MAX_RETRY_AFTER
    assert 0 <= (max_age(f"max-age={value}") or 0) <= MAX_AGE
    assert validator(value) in (value, "")


def test_validators_are_kept_byte_for_byte_or_not_at_all() -> None:
    assert validator('W/"a  b-gzip"') == 'W/"a  b-gzip"'
    assert validator("unquoted") == "unquoted"
    assert validator('"ü"') == '"ü"'
    assert validator('"a\r\nX: y"') == ""
    assert validator('"\udcff"') == ""
    assert validator("a" * 5000) == ""


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://example.org/b"),
        ("b?utm_source=x#part", "https://example.org/a/b?utm_source=x"),
        ("//other.org", "https://other.org"),
        ("http://user:pw@other.org/", "http://other.org/"),
        ("/ü b", "https://example.org/%C3%BC%20b"),
        (b"/\xff".decode("utf-8", "surrogateescape"), "https://example.org/%FF"),
        ("/%41%2f", "https://example.org/%41%2f"),
        ("https:\\\\other.org\\x", "https://other.org/x"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("gopher://other.org/", ""),
        ("http://", ""),
        ("http://[", ""),
        ("https://other.org:99999/", ""),
        ("/" + "a" * 10_000, ""),
    ],
)
def test_where_redirects_lead(location: str, target: str) -> None:
    assert redirect_target(location, "https://example.org/a/x") == target


def test_addresses_keep_their_bytes_on_the_wire() -> None:
    kept = "https://example.org/%7Ea%2Fb/c+d?x=%2B&y=a%20b&z=%E2%82%AC;u"
    assert str(wire_url(kept)) == kept
    assert str(wire_url("https://bücher.example/ü?q=€")) == (
        "https://xn--bcher-kva.example/%C3%BC?q=%E2%82%AC"
    )
    assert str(wire_url("https://example.org")) == "https://example.org/"


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE.split())
def test_private_addresses(address: str) -> None:
    assert not is_public(address)
