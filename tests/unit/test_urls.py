"""Addresses from strangers come out clean or not at all; what people type is understood."""

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.errors import InputError
from newsreader.core.text import is_clean
from newsreader.core.urls import (
    absolute,
    clean_url,
    host,
    is_local_host,
    is_web,
    normalise_typed,
    openable,
    same_origin,
    with_credentials_of,
    without_credentials,
)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=1"),
        ("HTTPS://Example.ORG/Path?Q=A", "https://example.org/Path?Q=A"),
        ("  https://example.org/a\n", "https://example.org/a"),
        ("https://example.org/\ta\nb", "https://example.org/ab"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/\x1b]0;x\x07", "https://example.org/"),
        ("https://example.org/‮gpj.exe", "https://example.org/gpj.exe"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/it's_(law)", "https://example.org/it's_(law)"),
        ("https://example.org/ß?q=ü", "https://example.org/ß?q=ü"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://user:pw@Example.org/", "http://user:pw@example.org/"),
        ("https:\\\\example.org\\a?b=\\", "https://example.org/a?b=%5C"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("mailto:a@example.org?attach=/etc/passwd&subject=x", "mailto:a@example.org?subject=x"),
    ],
)
def test_cleaning(dirty: str, clean: str) -> None:
    assert clean_url(dirty) == clean


@pytest.mark.parametrize(
    "query",
    ["utm_source=rss", "UTM_Medium=x&fbclid=1", "%75tm_campaign=y", "gclid=1&mc_eid=2", "xtor=RSS",
     "igshid=1&mibextid=2&__cft__[0]=3", "ymclid=1&_bhlid=2&oft_ck=3&__s=4", "s_kwcid=1&ef_id=2"],
)  # fmt: skip
def test_tracking_parameters_go_and_the_others_keep_their_bytes(query: str) -> None:
    assert clean_url(f"https://example.org/a?{query}") == "https://example.org/a"
    assert (
        clean_url(f"https://example.org/a?x=%C3%BC&{query}&y=a+b#part")
        == "https://example.org/a?x=%C3%BC&y=a+b#part"
    )
    assert clean_url(f"https://example.org/a#{query}") == "https://example.org/a"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "relative/path",
        "//example.org/x",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        "JaVaScRiPt:alert(1)//http://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/",
        "vbscript:x",
        "-new-window",
        "--help",
        "http://",
        "http:///path",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://[::1/",
        "http://[nonsense]/",
        "http://-example.org/",
        "http://a..b/",
        "http://℀.example/",
        "mailto:",
        "mailto:nobody",
        "mailto:a@example.org /x",
        "https://example.org/" + "a" * 10_000,
    ],
)
def test_what_is_no_allowed_address(url: str) -> None:
    assert clean_url(url) == ""
    with pytest.raises(InputError):
        openable(url)


@pytest.mark.parametrize(
    ("url", "base", "result"),
    [
        ("../c", "https://example.org/a/b", "https://example.org/c"),
        ("//cdn.example.org/x", "https://example.org/", "https://cdn.example.org/x"),
        ("?page=2", "https://example.org/a", "https://example.org/a?page=2"),
        ("#part", "https://example.org/a", "https://example.org/a#part"),
        ("https://other.org/x", "", "https://other.org/x"),
        ("x", "", ""),
        ("x", "file:///etc/", ""),
        ("", "https://example.org/", ""),
        ("javascript:x", "https://example.org/", ""),
        ("mailto:a@b.org", "https://example.org/", "mailto:a@b.org"),
        ("a?utm_source=x", "https://example.org/", "https://example.org/a"),
    ],
)
def test_absolute(url: str, base: str, result: str) -> None:
    assert absolute(url, base) == result


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("https://good.example@evil.example/a@b", "https://evil.example/a@b"),
        ("https://me:pw@good.example/", "https://good.example/"),
        ("//me@good.example/?a=@", "https://good.example/?a=@"),
        ("https://good.example%2f@evil.example/", "https://evil.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_no_user_name_hides_where_a_link_leads(url: str, plain: str) -> None:
    assert absolute(url, "https://n.example/") == plain


def test_a_file_keeps_what_it_may_need() -> None:
    url = "https://me:pw@n.example/a.mp3"
    assert absolute(url, "https://n.example/", secrets=True) == url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("https://www.pаypal.com/", "https://www.xn--pypal-4ve.com/"),
        ("https://www.pаypal:8080/", "https://www.xn--pypal-4ve:8080/"),
        ("https://pаypal:/", "https://xn--pypal-4ve:/"),
        ("https://ｇｏｏｇｌｅ.com/", "https://google.com/"),
        ("https://новости.example/", "https://новости.example/"),
        ("https://пример.рф/", "https://пример.рф/"),
        ("https://роса.рф/", "https://роса.рф/"),
        ("https://bücher.example/", "https://bücher.example/"),
        ("https://日本語.jp/", "https://日本語.jp/"),
    ],
)
def test_a_host_that_looks_like_another_is_shown_as_it_goes_over_the_wire(
    url: str, shown: str
) -> None:
    assert clean_url(url) == shown
    assert clean_url(shown) == shown


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("example.org", "https://example.org"),
        ("example.org/feed.xml", "https://example.org/feed.xml"),
        ("Example.org:8080/feed", "https://example.org:8080/feed"),
        (" <https://example.org/a?utm_source=x> ", "https://example.org/a?utm_source=x"),
        ('"https://example.org"', "https://example.org"),
        ("feed:https://example.org/f", "https://example.org/f"),
        ("feed://example.org/f", "https://example.org/f"),
        ("itpc://example.org/f", "https://example.org/f"),
        ("//example.org/f", "https://example.org/f"),
        ("localhost:8000/f", "http://localhost:8000/f"),
        ("192.168.1.1/f", "http://192.168.1.1/f"),
        ("[::1]:8000/f", "http://[::1]:8000/f"),
        ("http://user:pw@example.org/f", "http://user:pw@example.org/f"),
    ],
)
def test_what_people_type(typed: str, url: str) -> None:
    assert normalise_typed(typed) == url


@pytest.mark.parametrize(
    "typed", ["", "  ", "javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.org", "two words"]
)
def test_what_people_type_that_is_no_address(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        normalise_typed(typed)
    assert str(caught.value)


def test_errors_hold_no_password_and_no_control() -> None:
    with pytest.raises(InputError) as caught:
        normalise_typed("ftp://me:secret@example.org/\x1b[2J")
    assert "secret" not in str(caught.value)
    assert is_clean(str(caught.value))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("https://example.org/a", "https://EXAMPLE.org:443/b", True),
        ("https://example.org.", "https://example.org", True),
        ("https://bücher.example", "https://xn--bcher-kva.example", True),
        ("http://example.org", "https://example.org", False),
        ("https://example.org", "https://www.example.org", False),
        ("https://example.org", "https://example.org:8443", False),
        ("nonsense", "nonsense", False),
    ],
)
def test_same_origin(first: str, second: str, same: bool) -> None:
    assert same_origin(first, second) is same


def test_host_and_credentials() -> None:
    assert host("https://me:pw@Example.org:8443/x") == "example.org"
    assert host("http://[::1]:80/") == "::1"
    assert host("mailto:a@b.org") == ""
    assert without_credentials("https://me:p@ss@example.org/a@b") == "https://example.org/a@b"
    for one in ("https://example.org/a@b", "https://a.org/x//y@z", "https://a.org/?to=//y@z"):
        assert without_credentials(one) == one
    assert without_credentials(r" http:\\/me:pw@a.org/") == " http:///a.org/"


def test_credentials_go_along_on_the_same_origin_only() -> None:
    typed = "https://me:p%40ss@example.org/feed"
    assert with_credentials_of(typed, "https://example.org/x") == "https://me:p%40ss@example.org/x"
    assert with_credentials_of(typed, "https://elsewhere.org/x") == "https://elsewhere.org/x"
    assert with_credentials_of("https://example.org/", "https://a:b@example.org/x") == (
        "https://example.org/x"
    )


def test_local_hosts() -> None:
    assert all(
        is_local_host(name) for name in ["localhost", "127.0.0.1", "::1", "10.1.2.3", "x.local"]
    )
    assert not any(
        is_local_host(name) for name in ["example.org", "8.8.8.8", "2001:4860:4860::8888"]
    )


_ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("htps:/@?#&=.[]\\ -%<>\"'`\t\r\n\x00\x1b\x7f\x9b​‮ abc1")),
        st.characters(),
    ),
    max_size=60,
)
_ADDRESSES = st.one_of(_ODD, _ODD.map("https://example.org/".__add__), _ODD.map("http://".__add__))


@settings(max_examples=300, derandomize=True)
@given(_ADDRESSES)
def test_a_clean_address_is_safe_and_stays_the_same(url: str) -> None:
    cleaned = clean_url(url)
    assert clean_url(cleaned) == cleaned
    if cleaned:
        assert re.match(r"https?://[^/]|mailto:", cleaned)
        assert is_clean(cleaned)
        assert not re.search(r"[\s\"<>\\`]", cleaned)
        assert openable(cleaned) == cleaned


@settings(max_examples=200, derandomize=True)
@given(_ADDRESSES, _ADDRESSES)
def test_absolute_gives_nothing_or_a_clean_address(url: str, base: str) -> None:
    result = absolute(url, base)
    assert result == "" or clean_url(result) == result


@settings(max_examples=200, derandomize=True)
@given(_ADDRESSES)
def test_typed_addresses_are_refused_or_fetchable(typed: str) -> None:
    url, refusal = "", ""
    try:
        url = normalise_typed(typed)
    except InputError as error:
        refusal = str(error)
    assert is_clean(refusal)
    assert refusal or (is_web(url) and normalise_typed(url) == url)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/b?c#d", "HTTPS://A.example/b/../c/./d", "http://a.example?",
        "http://a.example/b;c?d", "http://a.example/b;", "http://a.example#", "https://[::1]:80/x",
        "http:/b", "http:b", "http:///b", "//a.example/b", "http://[bad/b", "http://u:p@a.example/",
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", ["http://a.example/d/e", "https://z.example/f;g?h;i#j"])
def test_an_address_that_is_absolute_is_joined_as_any_other(url: str, base: str) -> None:
    try:
        joined = urljoin(base, url)
    except ValueError:
        joined = ""
    assert absolute(url, base, secrets=True) == clean_url(joined)
