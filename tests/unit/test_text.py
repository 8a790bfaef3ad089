"""Foreign text comes out clean, and is measured as terminals measure it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.text import (
    cell_width,
    clean_body,
    clean_line,
    fill,
    is_clean,
    pad,
    plain_title,
    truncate,
    without_sequences,
)


@pytest.mark.parametrize(
    "text",
    [
        "\x1b]0;owned\x07",
        "\x9b31m",
        "\x7f",
        "\u202eevil",
        "\u2066x\u2069",
        "\U000e0041\U000e007f",
        "\ud800",
        "\x00",
        "\u200b\ufeff",
        "x\ufe00\ufe0e\U000e0100",
        "\U0001fffe\U0010ffff",
        "\u180e\u3164\U0001d173",
    ],
)
def test_controls_and_invisible_characters_are_removed(text: str) -> None:
    assert not is_clean(text)
    assert is_clean(clean_body(text))
    assert is_clean(clean_line(text))


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍🚀"])
def test_joiners_that_languages_and_emoji_need_survive(text: str) -> None:
    assert clean_line(text) == text


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("Plain", "Plain"),
        ("<b>Bold</b> move", "Bold move"),
        ("AT&amp;T wins", "AT&T wins"),
        ("1 &lt; 2", "1 < 2"),
        ("a < b and b > c", "a < b and b > c"),
        ("one<br/>two", "one two"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("&#27;]0;x", "]0;x"),
        ("a &#27;[1;31mred&#27;[0m flag", "a red flag"),
        ("&#27;]8;;https://n.example&#27;\\link&#27;]8;;\x07", "link"),
        ("<script", "<script"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    ],
)
def test_a_title_is_text_and_its_entities_are_decoded_once(markup: str, title: str) -> None:
    assert plain_title(markup) == title


def test_a_very_long_title_is_cut() -> None:
    assert plain_title("x" * 5_000_000).endswith("x…")
    assert len(plain_title("x" * 5_000_000)) == 1000


@given(st.text())
def test_cleaning_is_idempotent_and_complete(text: str) -> None:
    once = clean_body(text)
    assert is_clean(once)
    assert clean_body(once) == once
    line = clean_line(text)
    assert is_clean(line)
    assert clean_line(line) == line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("한국어", 6), ("👩‍🚀", 2), ("ไทย", 3)],
)
def test_widths_in_cells(text: str, width: int) -> None:
    assert cell_width(text) == width


@given(st.text(), st.integers(min_value=0, max_value=40))
def test_truncation_never_exceeds_and_padding_is_exact(text: str, cells: int) -> None:
    line = clean_line(text)
    assert cell_width(truncate(line, cells)) <= cells
    assert cell_width(pad(line, cells)) == cells


@pytest.mark.parametrize(("mark", "most"), [("\u0301", 3), ("\u20dd", 3), ("\u0e49", 6)])
def test_stacked_marks_are_limited(mark: str, most: int) -> None:
    assert clean_line("a" + mark * 50 + "b") == "a" + mark * most + "b"


def test_joiners_that_join_nothing_are_one() -> None:
    assert clean_line("a" + "\u200c\u200d" * 50 + "b") == "a\u200cb"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\x1b[31mred\x1b[0m b", "ared b"),
        ("a\x1b[38:2::1:2:3mb\x1b[?1049hc\x1b[2 qd", "abcd"),
        ("a\x1b]0;title\x07b\x1b]52;c;eA==\x1b\\c\x1bP1$r\x1b\\d\x1b_x\x9ce", "abcde"),
        ("a \x1b]0; without an end\nnext line\x07", "a ]0; without an end\nnext line"),
        ("\x1b]x <p>markup</p>\x07", "]x <p>markup</p>"),
        ("array[31m] and \\x1b[31m as text", "array[31m] and \\x1b[31m as text"),
        ("\x1b\x1b[31m[32m", "[32m"),
    ],
)
def test_a_control_sequence_goes_as_a_whole(text: str, left: str) -> None:
    assert clean_body(text) == left


def test_sequences_go_from_markup_however_their_escape_is_written() -> None:
    for escape in ("\x1b", "&#27;", "&#x1B;", "&#X01b;"):
        assert without_sequences(f"<b>a{escape}[31m</b>&amp;") == "<b>a</b>&amp;"


def test_lines_are_filled_by_words() -> None:
    assert fill("one two three", 8) == ["one two", "three"]
    assert fill("one\n\ntwo", 8) == ["one", "", "two"]
    assert fill("", 8) == [""]
    assert fill("see https://example.org/long here", 10) == [
        "see",
        "https://example.org/long",
        "here",
    ]


def test_chinese_is_broken_between_characters_but_not_before_a_stop() -> None:
    assert fill("春眠不觉晓。处处", 10) == ["春眠不觉", "晓。处处"]


@given(st.text(alphabet="ab 春。é\n", max_size=60), st.integers(4, 20))
def test_filled_lines_lose_nothing_but_blanks(text: str, cells: int) -> None:
    lines = fill(text, cells)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_width(line) <= cells or " " not in line.strip() for line in lines)
