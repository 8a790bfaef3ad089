"""Choosing themes: live, undone by Escape, kept by Enter, remembered."""

from __future__ import annotations

import pytest

from newsreader.tui.screens.choices import ChoiceScreen
from newsreader.tui.themes import ANSI, DARK, LIGHT
from tests.tui.support import Driver, MakeWorld, World, settings


def _theme(see: Driver) -> str:
    return see.app.current_theme.name


async def test_themes_are_shown_while_they_are_chosen_and_escape_takes_them_back(
    world: World,
) -> None:
    async with world.app() as see:
        await see.act("themes")
        assert isinstance(see.app.screen, ChoiceScreen)
        await see.press("j")
        assert _theme(see) == LIGHT.name
        await see.press("j")
        assert _theme(see) == ANSI.name
        await see.press("escape")
        assert _theme(see) == DARK.name
        assert world.library.get_state("screen.theme") == ""


async def test_a_theme_that_is_chosen_is_kept_for_the_next_start(world: World) -> None:
    async with world.app() as see:
        await see.act("themes")
        await see.press("j", "j", "j", "enter")
        chosen = _theme(see)
        assert chosen not in (DARK.name, LIGHT.name, ANSI.name)
        await see.act("theme")
        assert _theme(see) == LIGHT.name
        await see.act("theme")
        assert _theme(see) == chosen
    async with world.app() as see:
        assert _theme(see) == chosen


async def test_the_settings_are_named_where_they_will_win(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"theme": "nord"}))
    world.full(3)
    async with world.app() as see:
        await see.act("theme")
        assert _theme(see) == LIGHT.name
        assert "nord, as the settings say" in see.said


async def test_without_colours_there_is_nothing_to_choose(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with world.app() as see:
        for action in ("theme", "themes"):
            await see.act(action)
            assert _theme(see) == ANSI.name
            assert "NO_COLOR" in see.said


async def test_the_pointer_on_a_name_tells_its_type_in_words(world: World) -> None:
    async with world.app((120, 35)) as see:
        await see.press("enter")
        lines = see.lines()
        left, right = see.main.view.region.column_span
        row = next(y for y, line in enumerate(lines) if "Volodymyr" in line[left:right])
        await see.pilot.hover(offset=(lines[row].index("Volodymyr", left) + 2, row))
        await see.settle()
        assert "Volodymyr Zelensky (person)" in see.lines()[-1]
