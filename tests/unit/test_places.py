"""Where a place is after its text was replaced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.places import moved_place

SUMMARY = "The harbour was quiet in the morning, and nobody spoke of the night before it came."
PAGE = (
    f"By A. Writer\n\nAn introduction of a few words.\n\n{SUMMARY}\n\nAnd then it went on and on."
)


def test_the_words_at_the_place_are_found_in_the_other_text() -> None:
    place = SUMMARY.index("nobody")
    assert moved_place(SUMMARY, PAGE, place) == PAGE.index("nobody")


def test_at_the_end_the_words_before_the_place_are_found() -> None:
    assert moved_place(SUMMARY, PAGE, len(SUMMARY) - 1) == PAGE.index("it came") + len("it came")


def test_other_white_space_and_marks_do_not_matter() -> None:
    other = "New. " + SUMMARY.replace(", ", " - ").replace(" of ", "\nof ")
    assert moved_place(SUMMARY, other, SUMMARY.index("nobody")) == other.index("nobody")


def test_of_several_passages_the_nearest_is_meant() -> None:
    passage = "one two three four five six seven eight nine ten eleven twelve. "
    before = passage * 10
    assert moved_place(before, f"Title. {before}", len(passage) * 6) == len(passage) * 6 + 7


@pytest.mark.parametrize(("place", "moved"), [(0, 0), (50, 100), (100, 200)])
def test_what_has_nothing_in_common_is_read_from_as_far_down(place: int, moved: int) -> None:
    assert moved_place("a" * 100, "b" * 200, place) == moved


@given(st.text(max_size=60), st.text(max_size=60), st.integers(-5, 80))
def test_the_place_is_always_in_the_text(before: str, after: str, place: int) -> None:
    assert 0 <= moved_place(before, after, min(place, len(before))) <= len(after)
