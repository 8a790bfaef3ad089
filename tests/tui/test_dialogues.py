"""The two dialogues that everything else uses: choosing one of several, and filling in fields."""

from __future__ import annotations

import asyncio

from newsreader.core.errors import InputError
from newsreader.tui.screens.choices import Choice, ChoiceScreen
from newsreader.tui.screens.forms import Field, FormScreen
from tests.tui.support import Driver, World

FRUIT = [Choice("Apple", "red", "a"), Choice("Banana", "yellow", "b"), Choice("Cherry", "red", "c")]


async def _choose(see: Driver, screen: ChoiceScreen) -> list[int | None]:
    chosen: list[int | None] = []
    see.app.push_screen(screen, chosen.append)
    await see.settle()
    return chosen


async def test_a_choice_is_made_with_the_cursor(world: World) -> None:
    async with world.app() as see:
        chosen = await _choose(see, ChoiceScreen("Fruit", FRUIT, start=1))
        await see.press("j", "enter")
        assert chosen == [2]


async def test_a_choice_is_made_with_its_key(world: World) -> None:
    async with world.app() as see:
        chosen = await _choose(see, ChoiceScreen("Fruit", FRUIT))
        await see.press("b")
        assert chosen == [1]


async def test_several_digits_go_to_one_number(world: World) -> None:
    numbers = [Choice(f"Link {n}", key=str(n)) for n in range(1, 31)]
    async with world.app() as see:
        chosen = await _choose(see, ChoiceScreen("Links", numbers))
        await see.press("2", "3", "enter")
        assert chosen == [22]


async def test_nothing_is_chosen_by_escape(world: World) -> None:
    async with world.app() as see:
        chosen = await _choose(see, ChoiceScreen("Fruit", FRUIT))
        await see.press("escape")
        assert chosen == [None]


async def test_typing_narrows_the_choices(world: World) -> None:
    async with world.app() as see:
        chosen = await _choose(see, ChoiceScreen("Fruit", FRUIT, search=True))
        await see.press("r", "e", "d", "down", "enter")
        assert chosen == [2]
        chosen = await _choose(see, ChoiceScreen("Fruit", FRUIT, search=True))
        await see.press("z", "enter")
        assert chosen == []
        await see.press("backspace", "enter")
        assert chosen == [0]


async def test_the_cursor_tells_where_it_is(world: World) -> None:
    pointed: list[int] = []
    async with world.app() as see:
        await _choose(see, ChoiceScreen("Fruit", FRUIT, point=pointed.append))
        await see.press("j", "j")
        assert pointed[-2:] == [1, 2]


FIELDS = [
    Field("name", "Name", value="Old"),
    Field("size", "Size", options=(("s", "small"), ("l", "large"))),
    Field("note", "Note", lines=3),
]


async def _save(answers: dict[str, str]) -> str:
    if not answers["name"]:
        raise InputError("A name is needed.")
    return ", ".join(answers.values())


async def test_a_form_gives_its_answers(world: World) -> None:
    said: list[str | None] = []
    async with world.app() as see:
        see.app.push_screen(FormScreen("Thing", FIELDS, _save), said.append)
        await see.settle()
        await see.press("end", "e", "r", "tab", "right", "tab", "a", "enter", "b", "ctrl+s")
        assert said == ["Older, l, a\nb"]


async def test_a_form_says_what_is_wrong_and_stays(world: World) -> None:
    said: list[str | None] = []
    async with world.app() as see:
        see.app.push_screen(FormScreen("Thing", FIELDS[:1], _save), said.append)
        await see.settle()
        await see.press("backspace", "backspace", "backspace", "enter")
        assert said == []
        assert "A name is needed." in see.text()
        await see.press("x", "enter")
        assert said == ["x"]


async def test_a_form_is_left_by_escape(world: World) -> None:
    said: list[str | None] = []
    async with world.app() as see:
        see.app.push_screen(FormScreen("Thing", FIELDS, _save), said.append)
        await see.settle()
        await see.press("tab", "tab", "escape")
        assert said == [""]


async def test_a_form_is_tried_once_though_the_key_is_pressed_twice(world: World) -> None:
    tried: list[str] = []
    gate = asyncio.Event()

    async def attempt(answers: dict[str, str]) -> str:
        tried.append(answers["name"])
        await gate.wait()
        return "done"

    said: list[str | None] = []
    async with world.app() as see:
        see.app.push_screen(FormScreen("Thing", FIELDS[:1], attempt), said.append)
        await see.settle()
        await see.press("enter", "enter")
        gate.set()
        await see.settle()
        assert (tried, said) == (["Old"], ["done"])
