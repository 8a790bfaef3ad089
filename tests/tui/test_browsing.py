"""Lists: what comes first in them, how their rows look, what is new in them."""

from __future__ import annotations

from datetime import timedelta

from newsreader.core.models import Action
from newsreader.core.query import ListQuery, Scope
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
    async with world.app((85, 30)) as see:
        rows = see.main.articles
        assert (rows.density, rows.row_height) == ("one-line", 1)
        await see.act("density")
        assert (rows.density, rows.row_height) == ("two-line", 2)
        assert see.said == "Two lines an article."
        await see.act("density")
        assert (rows.density, rows.row_height) == ("auto", 1)
        await see.act("density")
        await see.act("density")
    async with world.app((85, 30)) as see:
        assert see.main.articles.density == "two-line"


# -- from feed to feed -----------------------------------------------------------------------------


async def test_the_next_article_is_opened_read_or_not(world: World) -> None:
    async with world.app() as see:
        await see.press("J")
        assert see.article.title.startswith("Story 01")
        assert see.article.read
        await see.press("k", "J")
        assert see.article.title.startswith("Story 01")
        await see.press("enter", "J")
        assert (see.pane, see.article.title[:8]) == ("reader", "Story 02")
        await see.press("K", "K")
        assert see.main.reader.article is not None
        assert see.main.reader.article.title.startswith("Ukraine")
        await see.act("previous-article")
        assert see.said == "This is the first article of All articles."
        await see.press("h", "G", "J")
        assert see.said == "This is the last article of All articles."


async def test_the_next_feed_with_something_unread(world: World) -> None:
    names = {feed.title: feed.id for feed in world.library.feeds.all()}
    order = ["Harbour Post", "World Daily", "Field Notes", "Loose Ends"]
    async with world.app() as see:
        for name in order:
            await see.act("next-feed")
            assert see.main.lists.scope == Scope("feed", names[name])
        assert see.said == "Loose Ends, 10 unread."
        await see.press("h")
        await see.act("previous-feed")
        assert see.main.lists.scope == Scope("feed", names["Field Notes"])
        assert see.pane == "tree"
        await see.act("next-feed")
        await see.act("next-feed")
        assert see.said.startswith("From the top again: Harbour Post")
        await see.act("previous-feed")
        assert see.said == "No feed above this one has unread articles."


async def test_feeds_without_unread_articles_are_passed_over(world: World) -> None:
    for feed in world.library.feeds.all():
        if feed.title != "Field Notes":
            world.library.articles.mark_all_read(ListQuery(Scope("feed", feed.id)))
    async with world.app() as see:
        await see.press("enter")
        await see.act("next-feed")
        assert (see.main.lists.title(), see.pane) == ("Field Notes", "list")
        await see.act("next-feed")
        assert see.said == "No other feed has unread articles."


async def test_going_to_a_feed_opens_its_folder(world: World) -> None:
    async with world.app() as see:
        await see.press("h", "j", "j", "h")
        assert see.main.feed_tree.closed == {"News"}
        await see.act("next-feed")
        assert see.main.feed_tree.closed == set()
        assert see.main.feed_tree.node is not None
        assert see.main.feed_tree.node.label == "Harbour Post"
        assert see.main.lists.title() == "Harbour Post"


# -- what is new -----------------------------------------------------------------------------------


def come_back(world: World, hours: float, new: int) -> list[int]:
    """Let time pass, in which articles come to the feeds in turn; give them."""
    world.now += timedelta(hours=hours)
    feeds = [feed.id for feed in world.library.feeds.all()]
    return [
        world.article(feeds[number % 2], f"News {number} of {world.now:%H:%M}", minutes=number)
        for number in range(new)
    ]


async def test_what_is_new_is_told_and_marked(world: World) -> None:
    async with world.app() as see:
        assert see.said == ""
        await see.act("whats-new")
        assert see.said == (
            "This is your first visit; from the next one on, W lists what came since."
        )
    come_back(world, 9, new=3)
    async with world.app() as see:
        assert see.said == "3 new articles in 2 feeds since 12:00. W lists them."
        lines = see.lines()
        (rule,) = [number for number, line in enumerate(lines) if "new since 12:00 ──" in line]
        assert "↑" in lines[rule]
        await see.press("j", "j", "j")
        assert see.article.title.startswith("Ukraine")
        assert see.main.articles.cursor == 3
        await see.pilot.click("#articles", offset=(9, rule - 1))
        assert see.main.articles.cursor == 3
        await see.pilot.click("#articles", offset=(9, rule))
        assert see.main.articles.cursor == 3
        await see.pilot.click("#articles", offset=(9, rule - 2))
        assert see.main.articles.cursor == 2


async def test_the_rule_is_in_every_order_and_only_where_it_parts_something(world: World) -> None:
    async with world.app():
        pass
    come_back(world, 9, new=3)
    async with world.app() as see:
        await see.act("sort")
        await see.press("G")
        lines = see.lines()
        (rule,) = [number for number, line in enumerate(lines) if "↓ new since 12:00" in line]
        assert "News 2" in lines[rule + 1]
        await see.act("sort")
        assert see.main.articles.rule == 3
        await see.act("density")
        assert any("↑ new since 12:00" in line for line in see.lines())
        await see.act("show-bookmarks")
        assert see.main.articles.rule == -1
        await see.act("show-bookmarks")
        await see.press("slash", *"News", "enter")
        assert see.main.articles.rule == -1


async def test_the_rule_goes_along_when_an_article_above_it_is_deleted(world: World) -> None:
    async with world.app():
        pass
    come_back(world, 9, new=3)
    async with world.app() as see:
        await see.act("delete-article")
        assert see.main.articles.rule == 2


async def test_the_feeds_with_new_articles_are_listed(world: World) -> None:
    async with world.app():
        pass
    ids = come_back(world, 30, new=3)
    titles_of_feeds = {world.library.articles.get(one).feed for one in ids[:2]}
    world.library.articles.mark_read(ids[-1:], True)
    async with world.app() as see:
        await see.act("whats-new")
        screen = see.text()
        assert "New since 24 Nov, 12:00" in screen
        assert "All articles" in screen
        assert "2 new" in screen
        await see.press("j", "enter")
        assert see.main.lists.title() in titles_of_feeds
        assert see.pane == "list"
        assert see.article.title.startswith("News")


async def test_a_visit_goes_on_when_one_is_back_soon(world: World) -> None:
    async with world.app():
        pass
    come_back(world, 9, new=2)
    for _ in range(2):
        async with world.app() as see:
            assert see.said.startswith("2 new articles in 2 feeds since 12:00.")
            world.now += timedelta(minutes=1)
            await see.press("j")
    world.now += timedelta(hours=2)
    async with world.app() as see:
        assert see.said == ""
        assert see.main.articles.rule == -1


async def test_a_screen_left_open_begins_a_new_visit(world: World) -> None:
    async with world.app() as see:
        world.now += timedelta(minutes=5)
        await see.press("j")
        come_back(world, 9, new=2)
        see.main.upkeep.reload()
        await see.press("g", "g")
        assert see.said.startswith("2 new articles in 2 feeds since 12:05.")
        assert see.main.articles.rule == 2


async def test_an_error_on_start_is_not_hidden_by_what_is_new(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"bind": {"nothing": "x"}}))
    world.full()
    world.library.set_state("screen.last_visit", (world.now - timedelta(hours=3)).isoformat())
    async with world.app() as see:
        assert "nothing" in see.said


async def test_the_cursor_stays_on_its_article_in_every_order(world: World) -> None:
    async with world.app() as see:
        for action in ("next-unread", "sort"):
            await see.act(action)
            await see.press(*["j"] * 4)
            article, rows = see.article, see.main.articles
            line = rows.line_of(rows.cursor) - rows.scroll_y
            come_back(world, 1, new=30)
            see.main.upkeep.reload()
            await see.settle()
            assert see.article.id == article.id
            assert rows.line_of(rows.cursor) - rows.scroll_y == line


async def test_what_a_mute_hid_comes_back_on_its_day(world: World) -> None:
    day = world.now + timedelta(days=1)
    world.library.rules.add(Action.HIDE, query="is:unread", until=day)
    while world.library.rules.step():
        pass
    async with world.app() as see:
        hidden = set(titles(see))
        world.now = day
        see.main.upkeep._due()
        await see.settle()
        see.main.upkeep.reload()
        await see.settle()
        assert len(titles(see)) == 40
        assert len(hidden) < 40
