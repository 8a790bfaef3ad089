"""The panes: which are on the screen, how wide, hidden, dragged; the text alone; any size."""

from __future__ import annotations

import random

import pytest

from newsreader.tui.panes import LEAST, ORDER, Arrangement, Pane, visible_panes, widths
from tests.tui.support import Driver, World

# -- decisions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("focus", ORDER)
def test_a_narrow_screen_shows_the_pane_that_has_the_keys(focus: Pane) -> None:
    assert visible_panes(89, focus) == (focus,)


def test_panes_by_width() -> None:
    assert visible_panes(90, "list") == ("list", "reader")
    assert visible_panes(109, "names") == ("reader", "names")
    assert visible_panes(110, "reader") == ("list", "reader", "names")
    assert visible_panes(159, "tree") == ("tree", "reader", "names")
    assert visible_panes(160, "list") == ("tree", "list", "reader", "names")


def test_hidden_panes_are_shown_while_they_have_the_keys() -> None:
    hidden: frozenset[Pane] = frozenset({"tree", "names"})
    assert visible_panes(200, "list", hidden) == ("list", "reader")
    assert visible_panes(200, "tree", hidden) == ("tree", "reader")
    assert visible_panes(200, "names", hidden) == ("list", "reader", "names")
    assert visible_panes(100, "names", hidden) == ("reader", "names")


def test_whatever_was_changed_the_panes_fill_the_screen_and_none_vanishes() -> None:
    chance = random.Random(3)
    for _ in range(400):
        arrangement = Arrangement(hidden=frozenset(chance.sample(["tree", "names"], 1)))
        for _step in range(6):
            width, focus = chance.randint(90, 320), chance.choice(ORDER)
            shown = visible_panes(width, focus, arrangement.hidden)
            wanted = chance.randint(-50, 400)
            arrangement = arrangement.sized(width, shown, focus, wanted)
            sizes = widths(width, shown, arrangement)
            assert sum(sizes.values()) == width
            assert all(sizes[pane] >= LEAST[pane] for pane in shown)


def test_a_pane_gets_the_width_that_it_was_given() -> None:
    shown = visible_panes(200, "list")
    for pane, cells in (("tree", 40), ("list", 50), ("names", 20), ("reader", 70)):
        arrangement = Arrangement().sized(200, shown, pane, cells)  # type: ignore[arg-type]
        assert widths(200, shown, arrangement)[pane] == cells  # type: ignore[index]


# -- sizes -----------------------------------------------------------------------------------------


def width_of(see: Driver, pane: str) -> int:
    return see.main.query_one(f"#{pane}-pane").size.width


@pytest.mark.parametrize("size", [(200, 50), (120, 35), (95, 24)])
async def test_panes_grow_and_shrink_and_that_is_remembered(
    world: World, size: tuple[int, int]
) -> None:
    async with world.app(size) as see:
        usual = width_of(see, "list")
        await see.press("plus", "plus", "minus")
        assert width_of(see, "list") == usual + 4
        assert "= gives every pane its usual width" in see.said
        await see.press("enter", "plus")
        assert width_of(see, "list") == usual
        await see.press("minus", "minus")
    async with world.app(size) as see:
        assert width_of(see, "list") == usual + 8
        await see.press("equals_sign")
        assert width_of(see, "list") == usual


async def test_a_lone_pane_has_nothing_to_take_from(world: World) -> None:
    async with world.app((80, 24)) as see:
        await see.press("plus")
        assert see.said.startswith("This pane fills the screen")


async def test_an_edge_is_dragged_with_the_mouse(world: World) -> None:
    async with world.app((200, 50)) as see:
        for pane, left, step in (
            ("reader", "list", 10),
            ("names", "reader", -7),
            ("list", "tree", 5),
        ):
            edge = see.main.query_one(f"#{pane}-pane").region.x
            before = width_of(see, left)
            await see.pilot.mouse_down(offset=(edge, 10))
            await see.pilot.hover(offset=(edge + step, 12))
            await see.settle()
            assert width_of(see, left) == before + step
            await see.pilot.mouse_up(offset=(edge + step, 12))
            await see.settle()
        assert see.main.focused is see.main.articles
        kept = [width_of(see, pane) for pane in ORDER]
    async with world.app((200, 50)) as see:
        assert [width_of(see, pane) for pane in ORDER] == kept


# -- hiding ----------------------------------------------------------------------------------------


async def test_feeds_and_names_are_hidden_and_come_when_they_are_wanted(world: World) -> None:
    async with world.app((200, 50)) as see:
        await see.press("ctrl+n", "h", "ctrl+f")
        assert see.panes() == ["list", "reader"]
        assert see.pane == "list"
        assert "h goes to them, Ctrl-F shows them again" in see.said.replace("←", "h")
    async with world.app((200, 50)) as see:
        assert see.panes() == ["list", "reader"]
        await see.press("h")
        assert see.panes() == ["tree", "reader"]
        await see.press("l", "e")
        assert see.panes() == ["list", "reader", "names"]
        await see.press("q", "q", "ctrl+f", "ctrl+n")
        assert see.panes() == list(ORDER)


async def test_on_a_narrow_screen_the_keys_go_there_and_back(world: World) -> None:
    async with world.app((80, 24)) as see:
        await see.press("ctrl+f")
        assert see.pane == "tree"
        await see.press("ctrl+f")
        assert see.pane == "list"
        await see.press("enter", "ctrl+n")
        assert see.pane == "names"
        await see.press("ctrl+n")
        assert see.pane == "reader"


async def test_without_the_bottom_line_messages_still_appear(world: World) -> None:
    async with world.app() as see:
        rows = see.main.articles.size.height
        await see.press("ctrl+b")
        assert "Ctrl-B brings it back" in see.lines()[-1]
        assert see.main.articles.size.height == rows + 1
        see.main.status.hush()
        await see.settle()
        assert "help" not in see.lines()[-1]
        await see.press("m")
        assert "Marked read" in see.lines()[-1]
        assert see.main.articles.size.height == rows + 1
    async with world.app() as see:
        assert "help" not in see.lines()[-1]
        await see.press("ctrl+b")
        assert see.main.articles.size.height == rows
        assert "? help" in see.lines()[-1]


# -- the text alone --------------------------------------------------------------------------------


def alone(see: Driver) -> bool:
    return see.main.has_class("zen")


@pytest.mark.parametrize("size", [(200, 50), (80, 24)])
async def test_zen_shows_the_text_alone_and_articles_go_on_in_it(
    world: World, size: tuple[int, int]
) -> None:
    async with world.app(size) as see:
        await see.press("j", "z")
        assert see.panes() == ["reader"]
        assert "Paragraph 0 of story 1" in see.text()
        assert "Story 02" not in see.text()
        assert see.article.read
        await see.press("n")
        assert "Paragraph 0 of story 2" in see.text()
        assert alone(see)
        await see.press("slash", *"cranes", "enter", "escape")
        assert alone(see)
        await see.press("escape")
        assert not alone(see)
        assert see.pane == "list"
        await see.press("enter", "z", "z")
        assert see.pane == "reader"
        await see.press("z", "e")
        assert not alone(see)
        assert see.pane == "names"


async def test_zen_needs_an_article(world: World) -> None:
    async with world.app() as see:
        await see.press("b", "z")
        assert see.said == "There is no article here to read alone."


# -- any size --------------------------------------------------------------------------------------


async def test_through_many_sizes_everything_keeps_its_place(world: World) -> None:
    chance = random.Random(5)
    async with world.app((120, 35)) as see:
        await see.press("j", "j", "j", "enter", "pagedown")
        article, place = see.article.id, see.main.view.position
        for pane in ORDER:
            see.main.go_to_pane(pane)
            for _ in range(6):
                await see.resize(chance.randint(1, 240), chance.randint(1, 60))
                assert see.pane == pane
                assert see.main.focused is not None
        see.main.go_to_pane("reader")
        await see.resize(120, 35)
        assert see.article.id == article
        assert see.main.view.position == place


@pytest.mark.parametrize("size", [(20, 5), (10, 3), (4, 2), (1, 1)])
async def test_however_small_it_is_readable_or_says_so(world: World, size: tuple[int, int]) -> None:
    async with world.app((120, 35)) as see:
        await see.press("j", "enter")
        before = see.lines()[:-1]
        await see.resize(*size)
        await see.press("j", "slash", "escape", "question_mark", "escape")
        told = " ".join(see.text().split())
        assert told.startswith(("Story", "newsreader"[: size[0]]))
        await see.resize(120, 35)
        await see.press("pageup")
        assert see.lines()[:-1] == before
