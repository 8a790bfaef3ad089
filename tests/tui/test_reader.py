"""The reader pane: long texts, selecting and copying."""

from __future__ import annotations

import contextlib
import sqlite3
from unittest.mock import Mock

import pytest
from textual.geometry import Offset

from newsreader.core.document import Document
from newsreader.core.models import Entity, EntityType, Mention
from newsreader.tui.compositor import LeanCompositor
from newsreader.tui.glyphs import UNICODE
from newsreader.tui.page import AT_ONCE, Page, PageLines
from tests.tui.support import MakeWorld


def lines_of(text: str, width: int = 40, title: str = "A title") -> PageLines:
    return PageLines(Page(1, title, document=Document.from_text(text)), width, UNICODE)


# -- long texts ------------------------------------------------------------------------------------


def long_text(paragraphs: int = 2000) -> str:
    return "\n\n".join(f"Paragraph {number} of a long text." for number in range(paragraphs))


def test_a_long_text_is_laid_out_as_far_as_it_is_wanted() -> None:
    lines = lines_of(long_text())
    assert not lines.complete
    assert len(lines.lines) <= AT_ONCE + 1
    assert lines.height > 2000
    lines.reach(900)
    assert not lines.complete
    lines.finish()
    assert lines.height == len(lines.lines)


def test_the_height_of_a_long_text_is_guessed_well() -> None:
    lines = lines_of(long_text())
    guessed = lines.height
    lines.finish()
    assert abs(guessed - lines.height) < lines.height / 10


def test_a_place_far_down_is_found_and_what_stands_above_does_not_move() -> None:
    text = long_text()
    lines = lines_of(text)
    before = list(lines.lines)
    offset = text.index("Paragraph 1500")
    line = lines.line(lines.line_of(offset))
    assert line is not None
    assert line.text.startswith("Paragraph 1500")
    assert lines.lines[: len(before)] == before


async def test_the_end_of_a_long_text_is_reached_at_once(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("Feed"), "Long", text=long_text(9000))
    async with world.app((100, 20)) as see:
        await see.press("enter", "end")
        assert "Paragraph 8999" in see.text()
        assert see.main.view.at_end


async def test_long_texts_and_short_ones_in_turn_leave_the_panes_as_they_are(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scrollbar that came and went would have everything laid out and drawn twice."""
    world = make_world()
    feed = world.feed("Feed")
    for number in range(4):
        world.article(feed, f"Story {number}", text=long_text(50 if number % 2 else 1))
    async with world.app((160, 30)) as see:
        await see.press("enter", "J")
        reflow = Mock()
        monkeypatch.setattr(LeanCompositor, "reflow", reflow)
        await see.press("J", "J")
        reflow.assert_not_called()


# -- selecting -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ((0, 1), "日"),
        ((0, 2), "日"),
        ((1, 2), "日"),
        ((0, 3), "日本"),
        ((2, 6), "本語"),
        ((7, 9), "ab"),
    ],
)
def test_a_wide_character_is_selected_by_either_half(cells: tuple[int, int], wanted: str) -> None:
    lines = lines_of("日本語 abc")
    number = lines.line_of(0)
    start, end = (Offset(cell, number) for cell in cells)
    assert lines.text_within(start, end, "日本語 abc") == wanted


def test_a_selection_has_the_line_ends_of_the_text_and_not_of_the_screen() -> None:
    text = "one two three four five six seven\n\nThe end"
    lines = lines_of(text, 12)
    first, last = lines.line_of(0), lines.line_of(len(text) - 1)
    assert lines.text_within(Offset(4, first), Offset(3, last), text) == text[4:-4]
    assert lines.text_within(None, None, text) == f"A title\n\n{text}"


async def test_text_is_selected_with_the_mouse(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("Feed"), "Wide", text="日本語の記事 and more")
    async with world.app((100, 20)) as see:
        await see.press("enter")
        row = next(y for y, line in enumerate(see.lines()) if "日本語の" in line)
        view = see.main.view
        left = next(
            x
            for x in range(view.region.x, view.region.right)
            if view.place_under(x + 1 - view.region.x, 0).x == 1
        )
        await see.pilot.mouse_down(offset=(left, row))
        await see.pilot.hover(offset=(left + 3, row))
        await see.pilot.mouse_up(offset=(left + 3, row))
        await see.settle()
        assert see.app.screen.get_selected_text() == "日本"


def test_a_selection_without_text_is_nothing() -> None:
    lines = lines_of("word")
    assert lines.text_within(Offset(30, 0), Offset(39, 0), "word") == ""


# -- the place -------------------------------------------------------------------------------------


async def test_the_place_is_stored_while_one_reads(make_world: MakeWorld) -> None:
    world = make_world()
    article = world.article(world.feed("Feed"), "Long", text=long_text(300))
    async with world.app((100, 20)) as see:
        await see.press("enter", "pagedown", "pagedown")
        reading = world.library.articles.reading(article)
        assert reading is not None
        assert reading.position == see.main.view.position > 0


async def test_a_preview_stores_no_place(make_world: MakeWorld) -> None:
    world = make_world()
    article = world.article(world.feed("Feed"), "Long", text=long_text(300))
    async with world.app((100, 20)) as see:
        see.main.view.move(10)
        await see.settle()
        reading = world.library.articles.reading(article)
        assert reading is not None
        assert reading.position == 0


async def test_the_full_text_comes_and_the_eyes_stay(make_world: MakeWorld) -> None:
    world = make_world()
    summary = long_text(40)
    article = world.article(world.feed("Feed"), "Long", text=summary)
    async with world.app((100, 20)) as see:
        await see.press("enter", "pagedown", "j", "slash", *"paragraph 3", "enter", "pagedown")
        before = see.lines()[:-1]
        world.library.articles.save_prepared(
            article,
            document=Document.from_text(f"{long_text(7).upper()}\n\n{summary}\n\nThe end."),
            source="page",  # as before: the list says so
        )
        see.main.reader.refresh()
        await see.settle()
        assert [line[:95].rstrip() for line in see.lines()[:-1]] == [
            line[:95].rstrip() for line in before
        ]
        assert see.main.view.searched == "paragraph 3"
        await see.settle()
    reading = world.library.articles.reading(article)
    assert reading is not None
    assert reading.document.text[reading.position :].startswith("Paragraph ")


async def test_names_that_arrive_leave_the_selection(make_world: MakeWorld) -> None:
    world = make_world()
    article = world.article(world.feed("Feed"), "Short", text="President Zelensky spoke.")
    async with world.app((100, 20)) as see:
        await see.press("enter")
        row, line = next((y, line) for y, line in enumerate(see.lines()) if "President" in line)
        left = line.index("President")
        await see.pilot.mouse_down(offset=(left, row))
        await see.pilot.hover(offset=(left + 8, row))
        await see.pilot.mouse_up(offset=(left + 8, row))
        mention = Mention(start=10, end=18, type=EntityType.PERSON)
        world.library.articles.save_prepared(
            article,
            document=Document.from_text("President Zelensky spoke."),
            source="page",
            entities=(
                Entity(name="Zelensky", type=EntityType.PERSON, mentions=(mention,), salience=0.5),
            ),
        )
        see.main.reader.refresh()
        await see.settle()
        assert see.app.screen.get_selected_text() == "President"


async def test_a_damaged_text_is_told_with_what_fetches_it_anew(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("Feed"), "Damaged", text=long_text(9))
    with contextlib.closing(sqlite3.connect(world.session.paths.library_file)) as behind, behind:
        behind.execute("UPDATE bodies SET body = substr(body, 1, 40)")
    async with world.app((100, 20)) as see:
        await see.press("enter")
        assert "A text in the library is damaged. x fetches its page." in see.text()
