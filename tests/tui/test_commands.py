"""Actions by their names: the command line and the palette."""

from __future__ import annotations

import pytest

from newsreader.config.keymap import ACTIONS
from newsreader.core.errors import InputError
from newsreader.services.session import Session
from newsreader.services.subscriptions import Added
from newsreader.tui.commands import Commands
from tests.tui.support import Driver, World


async def type_command(see: Driver, text: str, *keys: str) -> None:
    names = {" ": "space", "-": "minus", ".": "full_stop", "/": "slash"}
    await see.press("colon", *(names.get(sign, sign) for sign in text), *keys)


async def test_any_action_runs_by_its_name_and_by_its_title(world: World) -> None:
    async with world.app() as see:
        await type_command(see, "bookmark", "enter")
        assert see.article.bookmarked
        await type_command(see, "text alone", "enter")
        assert see.panes() == ["reader"]
        await type_command(see, "zen", "enter")
        assert see.pane == "list"
        assert see.main.focused is see.main.articles


async def test_the_best_match_is_shown_and_tab_goes_through_all(world: World) -> None:
    async with world.app((120, 35)) as see:
        await type_command(see, "toggle")
        assert see.lines()[-2].startswith(" :toggle-read")
        assert see.lines()[-1].startswith(" toggle-read Mark the article read")
        await see.press("tab", "tab")
        assert see.main.command_line.text == "toggle-folder"
        await see.press("shift+tab", "enter")
        assert see.article.read
        await type_command(see, "", "up")
        assert see.main.command_line.text == "toggle-read"
        await see.press("escape")
        assert not see.main.command_line.display


async def test_what_follows_a_command_is_completed_too(world: World) -> None:
    async with world.app() as see:
        await type_command(see, "theme newsreader-li", "tab", "enter")
        assert see.app.theme == "newsreader-light"
        await type_command(see, "goto harb", "enter")
        assert see.main.lists.title() == "Harbour Post"
        await type_command(see, "sort old", "enter")
        assert see.said == "Harbour Post: oldest first."
        await type_command(see, "search Kyiv", "enter")
        assert see.main.articles.row_count == 1
        assert see.pane == "list"


async def test_a_feed_is_added_by_its_address(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def explore(session: Session, address: str) -> Added:
        return Added(feed=session.library.feeds.all()[0], new=False)

    monkeypatch.setattr("newsreader.services.subscriptions.explore", explore)
    async with world.app() as see:
        await type_command(see, "add-feed x.example", "enter")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "is subscribed already" in see.said


async def test_a_mistake_is_one_sentence_and_stays_to_be_mended(world: World) -> None:
    async with world.app() as see:
        await type_command(see, "bokmark", "enter")
        assert see.said == "There is no command bokmark. Did you mean bookmark?"
        assert see.main.command_line.has_focus
        await see.press(*["backspace"] * 8)
        assert not see.main.command_line.display
        assert see.main.focused is see.main.articles


async def test_q_quits(world: World) -> None:
    async with world.app() as see:
        await see.press("enter", "colon", "q")
        await see.pilot.press("enter")
        await see.pilot.pause()
        assert not see.app.is_running


async def test_the_command_line_works_without_the_bottom_line(world: World) -> None:
    async with world.app() as see:
        await see.press("ctrl+b")
        see.main.status.hush()
        await type_command(see, "zzz", "enter")
        assert "There is no command zzz." in see.lines()[-1]
        await see.press("escape")
        assert "help" not in see.lines()[-1]


async def test_sentences_for_what_can_not_be_understood(world: World) -> None:
    async with world.app() as see:
        commands = Commands(see.main)
        for text, words in (
            ("mark", "mark may be mark-all-read, mark-everything-read."),
            ("help me", "help takes nothing after it."),
            ("open-feed", "open-feed needs NAME after it."),
            ("theme newsreader", "newsreader may be newsreader-"),
            ("theme xyz", "theme knows no xyz."),
        ):
            with pytest.raises(InputError, match=words):
                commands.understand(text)


async def test_the_palette_lists_every_action_and_every_feed(world: World) -> None:
    async with world.app() as see:
        words = [offer.choice.words for offer in Commands(see.main).offers(without="palette")]
        alone = [each for each in words if ":" not in each]
        assert len(alone) == len(ACTIONS) - 1  # not itself
        assert "Open feed: Field Notes" in words


async def test_actions_of_other_panes_mean_the_article_and_its_feed(world: World) -> None:
    async with world.app((80, 24)) as see:
        await type_command(see, "links", "enter")
        assert "Links in this article" in see.text()
        await see.press("escape")
        assert see.pane == "reader"
        await see.press("q", "j")
        await type_command(see, "rename", "enter")
        assert "Harbour Post" in see.text()


OUTSIDE = {
    "back", "quit", "open-browser", "refresh-feed", "refresh-all", "full-text",
    "pipe", "open-with", "share", "enclosures", "pager", "save-article", "send-bookmark",
}  # fmt: skip
"""Actions that leave, or that start what is not ours."""


@pytest.mark.parametrize("pane", ["tree", "names"])
async def test_no_action_fails_wherever_it_is_run(world: World, pane: str) -> None:
    async with world.app((80, 24)) as see:
        await see.press("j")
        for action in ACTIONS:
            if action.id in OUTSIDE:
                continue
            see.main.go_to_pane(pane)  # type: ignore[arg-type]
            await see.pilot.pause()
            see.main.run(action.id)
            await see.pilot.pause()
            while len(see.app.screen_stack) > 1:
                await see.app.pop_screen()
        await see.settle()
        assert see.app.failures == []
