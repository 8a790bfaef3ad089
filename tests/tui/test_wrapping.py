"""Breaking text into lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from newsreader.tui.wrapping import hard_wrap, wrap


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), width)]


def test_words_stay_whole() -> None:
    assert lines("the quick brown fox jumps", 10) == ["the quick", "brown fox", "jumps"]


def test_a_line_may_be_full_to_the_last_cell() -> None:
    assert lines("abcde fghij", 5) == ["abcde", "fghij"]


def test_a_word_longer_than_a_line_is_cut() -> None:
    assert lines("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_newline_ends_a_line_and_an_empty_one_stays() -> None:
    assert lines("one\n\ntwo", 10) == ["one", "", "two"]


def test_a_hyphenated_word_may_part_after_its_hyphen() -> None:
    assert lines("a well-known author", 8) == ["a well-", "known", "author"]


def test_ideographs_part_anywhere_but_before_a_full_stop() -> None:
    assert lines("日本語の文章。次", 12) == ["日本語の文", "章。次"]


def test_a_family_joined_to_one_emoji_is_not_parted() -> None:
    family = "👨\u200d👩\u200d👧"
    assert lines(f"{family} {family} {family}", 5) == [f"{family} {family}", family]


def test_a_combining_mark_stays_with_its_letter() -> None:
    assert lines("e\u0301" * 6, 3) == ["e\u0301" * 3, "e\u0301" * 3]


def test_only_the_range_asked_for_is_broken() -> None:
    assert wrap("xxxx one two yyyy", 5, 12, 4) == [(5, 8), (9, 12)]


def test_preformatted_lines_keep_their_spaces() -> None:
    text = "    if  x:"
    assert [text[a:b] for a, b in hard_wrap(text, 0, len(text), 6)] == ["    if", "  x:"]


def test_an_empty_preformatted_line_is_a_line() -> None:
    assert hard_wrap("", 0, 0, 10) == [(0, 0)]


@settings(max_examples=150, derandomize=True)
@given(
    st.text(alphabet=st.sampled_from("ab -日本。「👍👨\u200de\u0301א\n\tçñ"), max_size=80),
    st.integers(min_value=1, max_value=20),
)
def test_nothing_is_lost_or_too_wide(text: str, width: int) -> None:
    ranges = wrap(text, 0, len(text), width)
    shown = "".join(text[a:b] for a, b in ranges)
    assert "".join(shown.split()) == "".join(text.split())
    assert ranges == sorted(ranges)
    for start, end in ranges:
        line = text[start:end].replace("\t", " ")
        assert cell_len(line) <= width or end - start == 1 or "\u200d" in line


@pytest.mark.parametrize("width", [0, -5])
def test_a_width_of_nothing_still_ends(width: int) -> None:
    assert lines("ab", width) == ["a", "b"]
