"""Marking many articles read, and taking exactly that back."""

from __future__ import annotations

from newsreader.core.query import ListQuery
from tests.tui.support import Driver, World


def unread(world: World) -> set[int]:
    articles = world.library.articles
    rows = articles.page(ListQuery(unread_only=True), limit=200)
    return {article.id for article in rows}


async def settled(see: Driver) -> None:
    await see.settle()
    await see.settle()


async def test_every_change_says_how_it_is_undone(world: World) -> None:
    async with world.app() as see:
        for action in ("toggle-read", "bookmark", "mark-all-read"):
            await see.act(action)
            assert "U takes it back." in see.said
            await see.act("undo")
            assert see.said.startswith("Taken back: ")


async def test_everything_is_marked_read_and_exactly_that_is_taken_back(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "m", "j", "j", "m")
        before = unread(world)
        assert len(before) == 38
        await see.press("C")
        await settled(see)
        assert unread(world) == set()
        assert see.main.lists.unread == 0
        assert see.said == "Marked 38 articles of all feeds read. U takes it back."
        await see.press("U")
        await settled(see)
        assert unread(world) == before
        assert see.main.lists.unread == 38


async def test_in_the_feeds_what_the_cursor_is_on_is_marked(world: World) -> None:
    async with world.app() as see:
        await see.press("h", "j", "j", "j", "A")
        await settled(see)
        assert see.said.startswith("Marked 10 articles of Local read.")
        assert len(unread(world)) == 30
        await see.press("A")
        await settled(see)
        assert see.said == "Everything in Local is read already."


async def test_opening_is_not_in_the_way_of_undo(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "s", "enter", "U")
        assert see.said.startswith("Taken back: ")
        assert not see.article.bookmarked
        assert see.article.read
        await see.press("m")
        assert not see.article.read


async def test_it_can_be_taken_back_while_it_is_still_going_on(world: World) -> None:
    async with world.app() as see:
        before = unread(world)
        see.main.run("mark-everything-read")
        see.main.run("undo")
        await settled(see)
        assert unread(world) == before
        assert see.main.lists.unread == 40
        assert not see.article.read
        await see.press("U")
        assert see.said == "There is nothing to take back."
