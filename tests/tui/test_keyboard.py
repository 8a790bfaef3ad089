"""Keys on the screen: sequences, the bottom line, what is wrong with a person's keys."""

from __future__ import annotations

import pytest

from tests.tui.support import MakeWorld, World, settings


async def test_a_sequence_shows_what_may_follow_and_ends_with_escape(world: World) -> None:
    async with world.app() as see:
        world.session.attended = 0.0
        await see.press("j", "g")
        assert world.session.attended > 0.0
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
        see.main.say("A word.")
        assert see.lines()[-1].startswith(" A word.")


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


async def test_the_bottom_line_shows_the_keys_of_what_is_done(world: World) -> None:
    async with world.app((120, 24)) as see:
        await see.press("slash")
        assert see.lines()[-1].startswith(" Enter to the list   Esc ends the search")
        await see.press("escape", "question_mark")
        assert "Enter open" not in see.lines()[-1]
        assert "Esc leaves" in see.text()
        await see.press("escape", "z")
        assert see.lines()[-1].startswith(" z all panes   Space read on   J next")
        assert "unread" not in see.lines()[-1]


async def test_a_short_message_leaves_room_for_keys(world: World) -> None:
    async with world.app((120, 24)) as see:
        see.main.say("Done.")
        assert see.lines()[-1].startswith(" Done.   Enter open")
        see.main.say("x" * 600)
        await see.settle()
        assert see.lines()[-1].endswith("xx…")


async def test_sentences_name_the_keys_of_the_preset(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"preset": "google-reader", "bind": {"only-unread": []}}))
    world.full(3)
    async with world.app((120, 24)) as see:
        await see.act("mark-all-read")
        await see.settle()
        await see.act("only-unread")
        assert see.main.lists.why_empty().endswith(":only-unread shows all articles.")
        await see.press("escape")
        assert see.said == "q quits."
        await see.press("question_mark", *"preset")
        assert "The preset is google-reader" in see.text()


async def test_the_help_tells_what_is_wrong_with_the_keys(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"bind": {"bokmark": "B"}}))
    world.full(3)
    async with world.app((100, 40)) as see:
        await see.press("question_mark", *"bokmark")
        assert "There is no action 'bokmark'" in see.text()


async def test_with_ascii_only_the_arrows_are_words(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"ascii": True}))
    world.full(3)
    async with world.app((100, 40)) as see:
        await see.press("question_mark")
        assert "j, Down" in see.text()
        assert see.main.key("pane-left") == "h"


@pytest.mark.parametrize("keys", ["j n N l r s", "J K p N A C U", "o u m"])
async def test_a_newsboat_user_s_fingers_work(
    make_world: MakeWorld, keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    world = make_world(settings(keys={"preset": "newsboat"}))
    world.full(8)
    wanted = {
        "j": "cursor-down", "n": "next-unread", "N": "toggle-read", "l": "only-unread",
        "r": "refresh-feed", "s": "save-article", "J": "next-article", "K": "previous-article",
        "p": "previous-unread", "A": "mark-all-read", "C": "mark-everything-read", "U": "undo",
        "o": "open-browser", "u": "", "m": "focus-entities",
    }  # fmt: skip
    async with world.app() as see:
        monkeypatch.setattr(see.main, "run", done.append)
        await see.press(*keys.split())
        assert done == [action for key in keys.split() if (action := wanted[key])]
