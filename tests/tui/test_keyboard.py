"""Keys on the screen: sequences, the bottom line, what is wrong with a person's keys."""

from __future__ import annotations

import pytest

from tests.tui.support import MakeWorld, World, settings


async def test_a_sequence_shows_what_may_follow_and_ends_with_escape(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "g")
        assert see.lines()[-1].startswith(" g …   g top")
        await see.press("escape")
        assert see.main.articles.cursor == 1
        assert "g …" not in see.lines()[-1]
        await see.press("g", "g")
        assert see.main.articles.cursor == 0


async def test_a_key_that_does_not_go_on_does_nothing_else(world: World) -> None:
    async with world.app() as see:
        await see.press("g", "m")
        assert not see.article.read
        assert see.said == "No action begins with g and goes on like that."
        await see.press("m")
        assert see.article.read


async def test_a_sequence_works_in_every_pane(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"bind": {"help": "F5 x", "toggle-folder": "g f"}}))
    world.full(8)
    async with world.app() as see:
        for keys in (("h",), ("l",), ("enter",), ("e",)):
            await see.press(*keys)
            await see.press("f5", "x")
            assert "What the keys do" in see.text()
            await see.press("escape")


@pytest.mark.parametrize("width", [200, 80, 40, 24, 12])
async def test_the_key_of_the_help_is_in_sight_at_every_width(world: World, width: int) -> None:
    async with world.app((width, 24)) as see:
        assert "?" in see.lines()[-1]
        see.main.say("A sentence.")
        assert see.lines()[-1].startswith(" A sent")


async def test_the_first_message_tells_what_is_wrong_with_the_keys(make_world: MakeWorld) -> None:
    bind = {"bokmark": "B", "help": "wibble"}
    world = make_world(settings(keys={"bind": bind}))
    world.full(4)
    world.session.paths.config_file.write_text("[keys.bind]\nbokmark = 'B'\nhelp = 'wibble'\n")
    async with world.app((160, 24)) as see:
        assert see.said.startswith("config.toml, line 2: There is no action 'bokmark'")
        assert "1 more" in see.said
        await see.press("question_mark")
        assert "What the keys do" in see.text()
