"""Lists: what comes first in them, how their rows look, what is new in them."""

from __future__ import annotations

from datetime import timedelta

from newsreader.core.query import Scope
from tests.tui.support import Driver, MakeWorld, World, settings


def titles(see: Driver) -> list[str]:
    """Give the titles of the list from its first to its last row."""
    rows = see.main.articles
    assert rows._window is not None
    return [row.title for row in rows._window.rows]


# -- what comes first ------------------------------------------------------------------------------


async def test_the_oldest_come_first_where_one_wants_it(world: World) -> None:
    async with world.app() as see:
        newest = titles(see)
        await see.act("sort")
        assert titles(see) == newest[::-1]
        assert see.main.articles.cursor == 0
        assert see.said == "All articles: oldest first."
        assert "All articles  40  oldest first" in see.text()
        await see.act("sort")
        assert titles(see) == newest
        assert "newest first" in see.said


async def test_an_order_is_kept_for_each_kind_of_list(world: World) -> None:
    feeds = [feed.id for feed in world.library.feeds.all()]
    async with world.app() as see:
        see.main.shelf.open_scope(Scope("feed", feeds[0]))
        await see.act("sort")
        see.main.shelf.open_scope(Scope("feed", feeds[1]))
        await see.settle()
        assert "oldest first" in see.lines()[0]
        see.main.shelf.open_scope(Scope.all())
        await see.settle()
        assert "oldest first" not in see.lines()[0]
    async with world.app() as see:
        see.main.shelf.open_scope(Scope("feed", feeds[2]))
        await see.settle()
        assert "oldest first" in see.lines()[0]


async def test_bookmarks_have_two_orders_more(world: World) -> None:
    async with world.app() as see:
        for step in (9, 3, 2):
            await see.press(*["j"] * step, "s")
            world.now += timedelta(minutes=1)
        await see.press("b")
        by_time = ["Story 09", "Story 12", "Story 14"]
        assert [title[:8] for title in titles(see)] == by_time
        await see.act("sort")
        assert [title[:8] for title in titles(see)] == by_time[::-1]
        await see.act("sort")
        assert see.said == "Bookmarks: last kept first."
        assert [title[:8] for title in titles(see)] == by_time[::-1]
        await see.act("sort")
        assert see.said == "Bookmarks: by title."
        assert [title[:8] for title in titles(see)] == by_time
        await see.press("slash", *"harbour", "enter")
        assert [title[:8] for title in titles(see)] == by_time


async def test_sorting_and_filtering_stay_with_the_article(world: World) -> None:
    async with world.app() as see:
        await see.press(*["j"] * 6)
        article = see.article
        for action in ("sort", "only-unread", "density", "sort", "only-unread"):
            await see.act(action)
            assert see.article.id == article.id, action
            assert article.title[:8] in see.text()


# -- rows ------------------------------------------------------------------------------------------


async def test_the_density_changes_live_and_is_remembered(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"density": "one-line"}))
    world.full()
    async with world.app((99, 30)) as see:
        rows = see.main.articles
        assert (rows.density, rows.row_height) == ("one-line", 1)
        await see.act("density")
        assert (rows.density, rows.row_height) == ("two-line", 2)
        assert see.said == "Two lines an article."
        await see.act("density")
        assert (rows.density, rows.row_height) == ("auto", 1)
        await see.act("density")
        await see.act("density")
    async with world.app((99, 30)) as see:
        assert see.main.articles.density == "two-line"
