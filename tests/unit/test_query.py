from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.errors import InputError
from newsreader.core.query import (
    FIELDS,
    HELP,
    Both,
    Either,
    Match,
    Moment,
    Not,
    Pattern,
    Words,
    parse,
)


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_is_no_query(text: str) -> None:
    assert parse(text) is None


def test_words_must_all_be_found() -> None:
    assert parse("blue whale") == Both((Words("blue"), Words("whale")))


def test_and_may_be_written() -> None:
    assert parse("blue AND whale") == parse("blue whale")


def test_or_binds_less_than_standing_side_by_side() -> None:
    assert parse("a b OR c") == Either((Both((Words("a"), Words("b"))), Words("c")))
    assert parse("a | b") == parse("a OR b")


def test_brackets_group() -> None:
    assert parse("a (b OR c)") == Both((Words("a"), Either((Words("b"), Words("c")))))


def test_phrases() -> None:
    assert parse('"blue whale"') == Words("blue whale", phrase=True)
    assert parse('title:"blue whale"') == Words("blue whale", "title", phrase=True)
    assert parse('"not closed') == Words("not closed", phrase=True)


def test_not() -> None:
    assert parse("-a NOT b") == Both((Not(Words("a")), Not(Words("b"))))
    assert parse("-(a b)") == Not(Both((Words("a"), Words("b"))))


def test_a_hyphen_inside_a_word_is_no_not() -> None:
    assert parse("well-known") == Words("well-known")


def test_fields() -> None:
    assert parse("feed:times") == Match("feed", "times")
    assert parse('tag:"two words"') == Match("tag", "two words")
    assert parse("is:unread") == Match("is", "unread")


def test_an_address_is_a_word() -> None:
    assert parse("https://site.example/a") == Words("https://site.example/a")


def test_an_unknown_field_is_a_word() -> None:
    assert parse("hint:this") == Words("hint:this")
    assert parse("warning: this") == Both((Words("warning:"), Words("this")))


def test_times() -> None:
    assert parse("after:2026-01-31") == Moment(True, at=datetime(2026, 1, 31, tzinfo=UTC))
    assert parse("before:2026-01-31") == Moment(False, at=datetime(2026, 1, 31, tzinfo=UTC))
    assert parse("newer:2d") == Moment(True, ago=timedelta(days=2))
    assert parse("older:3w") == Moment(False, ago=timedelta(weeks=3))


def test_patterns() -> None:
    assert parse("/wha.e/") == Pattern("wha.e")
    assert parse("title:/^a b$/") == Pattern("^a b$")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a )", "Column 3: this bracket closes nothing."),
        ("(a b", "Column 5: a closing bracket is expected here."),
        ("a OR", "Column 5: a word is expected here."),
        ("OR a", "Column 1: a word is expected here."),
        ("a AND", "Column 6: a word is expected here."),
        ("a AND OR b", "Column 7: a word is expected here."),
        ("()", "Column 2: a word is expected here."),
        ("a NOT", "Column 6: a word is expected here."),
        ("ab is:new", "Column 4: is: wants read, unread, bookmarked, watched, hidden."),
        ("has:fun", "Column 1: has: wants audio, video, image, text."),
        ("after:soon", "Column 1: after: wants a date, as 2026-01-31."),
        ("newer:2", "Column 1: newer: wants a time, as 2d, 3w, 12h."),
        ("feed: x", "Column 1: feed: wants a part of the feed's title or address."),
        ("feed:(a)", "Column 1: feed: wants a part of the feed's title or address."),
        ("/(/", "Column 1: the pattern is not right: missing ), unterminated subpattern"),
        ("url:/x/", "Column 1: a pattern is for titles only."),
        ('a nofield:"x y"', "Column 3: there is no field 'nofield'."),
    ],
)
def test_an_error_names_the_column_and_what_was_expected(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(text)
    assert str(caught.value).startswith(sentence)


def test_a_pattern_with_a_huge_number_is_an_input_error() -> None:
    with pytest.raises(InputError):
        parse("/a{99999999999999999999}/")


@pytest.mark.parametrize("text", ["/(a+)+$/", "/(a|b*)*c/", "/((ab)*)+/"])
def test_a_pattern_that_could_take_for_ever_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="repeats what repeats"):
        parse(text)


@pytest.mark.parametrize("text", ["(foo|bar) baz", "(?:ab)+c", "(?P<x>a)\\1", "[(+*]+", "a{2,3}"])
def test_ordinary_patterns_are_taken(text: str) -> None:
    assert parse(f"/{text}/") == Pattern(text)


def test_patterns_give_no_warnings() -> None:
    assert parse("/[[a]/") == Pattern("[[a]")


def test_length_and_depth_are_bounded() -> None:
    with pytest.raises(InputError, match="at most"):
        parse("a " * 200)
    with pytest.raises(InputError, match="deep"):
        parse("(" * 40 + "a" + ")" * 40)


def test_every_field_is_explained() -> None:
    assert all(FIELDS.values())


def test_the_examples_of_the_help_are_queries() -> None:
    assert all(parse(example) for example in HELP)


_PIECES = st.sampled_from(
    [
        *(f"{name}:" for name in FIELDS),
        "is:read",
        "newer:9d",
        "after:2020-01-01",
        "OR",
        "AND",
        "NOT",
        "-",
        "(",
        ")",
        '"',
        "/",
        "|",
        "*",
        "NEAR(",
        "^",
        "{",
        "word",
        "çà",
        "東京",
        "\0",
        "\ud800",
    ]
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=12).map(" ".join)))
def test_nothing_typed_is_more_than_an_input_error(text: str) -> None:
    try:
        tree = parse(text)
    except InputError as error:
        sentence = str(error)
    else:
        sentence = f"Column: {tree}"
    assert sentence.encode().startswith(b"Column")
