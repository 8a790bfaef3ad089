"""Layers of style over text, and what may reach the terminal."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from newsreader.core.text import is_clean
from newsreader.tui.painting import Mark, Marks, Part, paint, row_strip, safe
from newsreader.tui.render import Line, Piece

STYLES = {"body": Style(), "a": Style(bold=True), "b": Style(italic=True)}


def style_of(name: str) -> Style:
    return STYLES.get(name, Style())


def test_marks_are_found_by_range() -> None:
    marks = Marks([Mark(0, 3, "a"), Mark(2, 9, "b"), Mark(20, 25, "a"), Mark(7, 7, "a")])
    assert [mark.start for mark in marks.within(8, 20)] == [2]
    assert [mark.start for mark in marks.within(0, 30)] == [0, 2, 20]
    assert marks.within(9, 20) == []


@settings(max_examples=80, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12),
    st.integers(0, 50),
    st.integers(1, 20),
)
def test_marks_within_agree_with_looking_at_each(
    ranges: list[tuple[int, int]], start: int, length: int
) -> None:
    marks = Marks(Mark(left, left + size, "a") for left, size in ranges)
    end = start + length
    expected = sorted((a, a + n) for a, n in ranges if a < end and a + n > start)
    assert sorted((mark.start, mark.end) for mark in marks.within(start, end)) == expected


def test_layers_lie_over_each_other() -> None:
    line = Line((Piece("abcdef", "body", 10),))
    strip = paint(line, style_of, [Marks([Mark(11, 14, "a")]), Marks([Mark(13, 20, "b")])])
    found = [
        (s.text, bool(s.style and s.style.bold), bool(s.style and s.style.italic)) for s in strip
    ]
    assert found == [
        ("a", False, False),
        ("bc", True, False),
        ("d", True, True),
        ("ef", False, True),
    ]


def test_a_mark_tells_what_was_clicked() -> None:
    line = Line((Piece("abc", "body", 0),))
    strip = paint(line, style_of, [Marks([Mark(1, 2, "a", (("link", "https://example.org"),))])])
    metas = [segment.style.meta if segment.style else {} for segment in strip]
    assert metas == [{}, {"link": "https://example.org"}, {}]


def test_marks_do_not_touch_what_is_no_text_of_the_document() -> None:
    strip = paint(Line((Piece("• ", "body"),)), style_of, [Marks([Mark(0, 9, "a")])])
    assert [bool(segment.style and segment.style.bold) for segment in strip] == [False]


HOSTILE = "a\x1b[31mb\x1b]0;title\x07c\x9bd\u202ee\nf\tg\x00"


def test_no_control_character_is_painted() -> None:
    strip = paint(Line((Piece(HOSTILE, "body", 0),)), style_of, [Marks([Mark(2, 9, "a")])])
    assert is_clean(strip.text)
    assert "\n" not in strip.text
    assert "\t" not in strip.text


def test_no_control_character_is_in_a_row() -> None:
    strip = row_strip([Part(HOSTILE), Part("ok")], style_of, Style(), 40)
    assert is_clean(strip.text)
    assert strip.cell_length == 40


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=60))
def test_safe_text_is_clean_and_on_one_line(text: str) -> None:
    assert is_clean(safe(text))
    assert not set("\n\r\t\x1b") & set(safe(text))
