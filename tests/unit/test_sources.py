from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.errors import InputError
from newsreader.core.sources import Source, normalise_source, source_of, web_address
from newsreader.core.text import is_clean
from newsreader.core.urls import is_command, is_web, without_credentials


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("one.example/feed", ("", "https://one.example/feed")),
        (" exec:~/bin/x  'a  b' ", ("~/bin/x  'a  b'", "")),
        ('"exec:x \'a\' "b""', ("x 'a' \"b\"", "")),
        ("filter:~/bin/f -x:https://me:pw@One.example/f", ("~/bin/f -x", "https://me:pw@one.example/f")),
        ("filter:f --of https://a.example:https://b.example/", ("f --of https://a.example", "https://b.example/")),
        ("filter:f:one.example", ("f", "https://one.example")),
        ("filter:f:feed://one.example/", ("f", "https://one.example/")),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, source: tuple[str, str]) -> None:
    address = normalise_source(typed)
    assert source_of(address) == Source(*source)
    assert web_address(address) == source[1]


@pytest.mark.parametrize(
    "typed",
    [
        *("exec:", "exec: ", "filter:", "filter:x", "filter:x:", "filter::https://a.example"),
        *("filter:x:exec:y", "filter:x:file:///etc/passwd", "exec:a\nb", "exec:a\x1b[31m"),
        *("exec:a\tb", "exec:a\u202eb", f"exec:{'x' * 9000}", "EXEC:x", "javascript:x"),
    ],
)  # fmt: skip
def test_what_is_no_source(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        normalise_source(typed)
    assert str(caught.value).isprintable()


@given(st.sampled_from(("exec:", "filter:", "")), st.text(max_size=60))
@settings(max_examples=200, derandomize=True, deadline=None)
def test_what_is_typed_is_refused_or_stays_the_same(kind: str, text: str) -> None:
    try:
        address = normalise_source(kind + text)
    except InputError:
        return
    assert is_clean(address)
    assert "\n" not in address
    assert normalise_source(address) == address
    assert is_command(address) or is_web(address)
    assert not is_web(address) or web_address(address) == address


def test_no_password_is_shown() -> None:
    shown = without_credentials(r"filter:x 'a\b' https://a:b@c.example/:https://me:pw@d.example/")
    assert shown == r"filter:x 'a\b' https://c.example/:https://d.example/"
