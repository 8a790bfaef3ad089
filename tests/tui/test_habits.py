"""What people bring from other readers: their keys, their ways, and what they are told instead."""

from __future__ import annotations

import pytest

from newsreader.core.query import Scope
from newsreader.tui.painting import Part
from tests.tui.support import MakeWorld, World, settings


@pytest.mark.parametrize("choose", ["enter", "right"])
async def test_back_from_the_list_of_a_feed_leads_to_the_feeds_that_it_was_chosen_in(
    world: World, choose: str
) -> None:
    async with world.app((80, 24)) as see:
        await see.press("h", "G", choose)
        feed = see.main.lists.scope
        await see.press("enter", "q", "q")
        assert (see.pane, see.main.lists.scope) == ("tree", feed)
        await see.press("q")
        assert (see.pane, see.main.lists.scope) == ("list", Scope.all())
        await see.press("h", "q")
        assert see.pane == "list"
        await see.press("q")
        assert not see.app.is_running


async def test_back_stays_in_the_list_where_the_feeds_stand_beside_it(world: World) -> None:
    async with world.app((180, 35)) as see:
        await see.press("h", "G", "enter", "q")
        assert (see.pane, see.main.lists.scope) == ("list", Scope.all())


async def test_a_key_that_does_nothing_here_says_where_it_does(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"preset": "newsboat"}))
    world.full(4)
    async with world.app() as see:
        await see.press("u")
        assert see.said == "u, links, works in the article."
        await see.press("enter", "A")
        assert see.said == "A, all read, works in the feeds."
        await see.press("tilde")
        assert see.said == "~ does nothing; ? shows what each key does."
        await see.press("tab")
        assert "Tab" not in see.said


async def test_what_takes_it_back_is_said_however_long_the_title_is(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("Feed"), "A title. " * 20)
    async with world.app((80, 24)) as see:
        await see.press("s")
        assert "Bookmarked, kept for ever: A title." in see.lines()[-1]
        assert "U takes it back." in see.lines()[-1]
        see.main.say("Copied: https://example.org/long/address. Only with: set -g set-clipboard on")
        assert "Copied: https://example" in see.lines()[-1]
        await see.resize(60, 24)
        assert "Only with: set -g set-clipboard on" in see.lines()[-1]
        await see.resize(20, 24)
        assert " Copied: https" in "\n".join(see.lines()[-4:])


async def test_escape_names_the_key_that_quits_whatever_goes_back(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"bind": {"quit": "q", "back": ["escape"]}}))
    world.full(4)
    async with world.app() as see:
        await see.press("escape")
        assert see.said == "q quits."


async def test_a_command_of_endless_words_leaves_room_for_what_it_printed(
    make_world: MakeWorld,
) -> None:
    command = {"command": ["printf", "The output of %.4s", "{title}"], "output": True}
    world = make_world(settings(open={"commands": {"print": command}}))
    world.article(world.feed("Feed"), "long " * 2000)
    async with world.app((80, 24)) as see:
        await see.press("O", "p")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "The output of long" in see.text()


async def test_the_help_is_never_seen_in_another_width(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsreader.tui.screens import help as helping

    seen: set[str] = set()
    draw = helping._HelpRows.row_parts

    def watched(rows: helping._HelpRows, index: int, line: int, width: int) -> list[Part]:
        parts = draw(rows, index, line, width)
        seen.update(part.text.strip() for part in parts)
        return parts

    monkeypatch.setattr(helping._HelpRows, "row_parts", watched)
    async with world.app() as see:
        await see.press("question_mark")
    assert "Move down one line or row." in seen
    assert "Move down one line" not in seen


async def test_what_is_said_of_a_deleted_article_has_one_stop(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("Feed"), "A title of many words " * 5)
    async with world.app() as see:
        await see.press("D")
        assert see.said.startswith("Deleted: A title")
        assert see.said.endswith("… U takes it back.")
