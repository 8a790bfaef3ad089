"""What the bottom line says: whole sentences, as long as they hold, and nothing lost."""

from __future__ import annotations

import pytest

from newsreader.core.errors import NewsreaderError
from tests.tui.support import World


async def test_a_sentence_longer_than_the_line_is_read_to_its_end(world: World) -> None:
    async with world.app((60, 24)) as see:
        above = see.lines()[:-3]
        see.main.say("Much has to be said. " * 6 + "This is the end.", "error")
        await see.settle()
        assert " ".join(see.text().split()[-4:]) == "This is the end."
        assert see.lines()[:-3] == above
        see.main.say("It is short.")
        await see.settle()
        assert see.lines()[-1].startswith(" It is short.   ")
        assert see.lines()[:-3] == above
        assert see.lines()[-2] != ""


async def test_a_long_sentence_leaves_most_of_a_low_screen(world: World) -> None:
    async with world.app((40, 12)) as see:
        first = see.lines()[:8]
        see.main.say("word " * 500)
        await see.settle()
        assert see.lines()[:8] == first
        assert see.lines()[-1].endswith("…")


async def test_a_greeting_that_fails_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(_: object) -> None:
        raise NewsreaderError("The library can not be counted.")

    monkeypatch.setattr("newsreader.tui.visits.Visits.new_by_feed", fail)
    async with world.app() as see:
        assert see.said == "The library can not be counted."


async def test_the_palette_begins_with_what_counts_in_this_pane(world: World) -> None:
    async with world.app() as see:
        await see.press("ctrl+p")
        text = see.text()
        assert "Open what the cursor is on." in text
        assert "the search in the article found" not in text
