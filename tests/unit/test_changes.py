"""What an edit changed, shown in one text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.core.changes import compare, marked
from newsreader.core.document import Definition, Definitions, Document, Heading, Paragraph


def shown(before: str, after: str) -> str:
    return marked(compare(Document.from_text(before), Document.from_text(after)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("One two.", "One two.", "One two."),
        ("12 people died.", "15 people died.", "[-12-] {+15+} people died."),
        ("A.\n\nB c d.", "B c d.", "[-A.-]\n\nB c d."),
        ("B c d.", "A.\n\nB c d.", "{+A.+}\n\nB c d."),
        ("Old words here.", "None are shared", "{+None are shared+}\n\n[-Old words here.-]"),
        ("", "All is new.", "{+All is new.+}"),
        ("今日は晴れ。", "今日は雨。", "今日は[-晴れ-] {+雨+}。"),
    ],
)
def test_what_went_and_what_came_stand_in_one_text(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def test_headings_stay_headings() -> None:
    text = "Head\n\nBody"
    heading = Heading(start=0, end=4, level=2)
    before = Document(text=text, blocks=(heading, *Document.from_text(text).blocks[1:]))
    assert compare(before, before).blocks[0] == heading


def test_terms_of_definitions_are_compared_too() -> None:
    def glossary(term: str) -> Document:
        meaning = Paragraph(start=len(term) + 1, end=len(term) + 8)
        item = Definition(start=0, end=len(term), blocks=(meaning,))
        block = Definitions(start=0, end=len(term) + 8, items=(item,))
        return Document(text=f"{term}\nA ship.", blocks=(block,))

    assert marked(compare(glossary("Brig"), glossary("Bark"))) == "{+Bark+}\n\n[-Brig-]\n\nA ship."


def test_what_takes_too_long_to_compare_is_replaced_as_a_whole() -> None:
    before, after = (" ".join(f"{letter} {n % 9}" for n in range(900)) for letter in "ab")
    assert shown(f"Once {before} end.", f"Once {after} end.").count("[-") == 1
    many = "\n\n".join(f"x{n % 3}" for n in range(1300))
    found = compare(Document.from_text(f"a\n\n{many}"), Document.from_text(f"b\n\n{many[:-4]}"))
    assert len(found.blocks) > 1300


PARAGRAPHS = st.lists(st.text("ab c.\u4eca", min_size=1, max_size=12), max_size=5).map("\n\n".join)


@given(PARAGRAPHS, PARAGRAPHS)
def test_without_what_came_the_words_before_remain_and_the_other_way_round(
    before: str, after: str
) -> None:
    old, new = Document.from_text(before), Document.from_text(after)
    found = compare(old, new)

    def without(kind: str) -> list[str]:
        hidden = {i for s in found.spans if s.kind == kind for i in range(s.start, s.end)}
        return "".join(c for i, c in enumerate(found.text) if i not in hidden).split()

    def letters(words: list[str]) -> list[str]:
        return sorted("".join(words))

    assert letters(without("underline")) == letters(old.text.split())
    assert "".join(without("strike")) == "".join(new.text.split())
