"""Following names and searches: signs, rows of the tree, what is told, and who is in the news."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from newsreader.core.models import Action, EntityType
from newsreader.core.query import Scope
from newsreader.services import rules, watch
from newsreader.services.events import ArticlesWatched, Event, RefreshFinished
from tests.tui.support import Driver, MakeWorld, World
from tests.tui.test_name_pages import entities_in

TEXT = "Anna Kovalenko spoke in Kyiv for an hour."


@pytest.fixture
def news(make_world: MakeWorld) -> World:
    """Four new articles of one feed; three of them name one person and one place."""
    world = make_world()
    feed = world.feed("World Daily", "News")
    for number in range(3):
        text = f"{number} times. {TEXT}"
        world.article(
            feed, f"Speech {number}", minutes=number, text=text, entities=entities_in(text)
        )
    world.article(feed, "Harbour quiet", minutes=9, text="Nobody is named here.")
    return world


def tree_row(see: Driver, name: str) -> str:
    width = see.main.feed_tree.region.width
    return next((row[:width].strip() for row in see.lines()[:-1] if name in row[:width]), "")


async def caught_up(see: Driver) -> None:
    await see.app.workers.wait_for_complete()
    await see.settle()


async def test_a_name_that_is_followed_marks_its_articles_and_stands_in_the_tree(
    news: World,
) -> None:
    async with news.app((160, 40)) as see:
        await see.press("e", "asterisk")
        await caught_up(see)
        assert sum("◆" in line for line in see.lines()) == 3
        assert "◆" not in next(line for line in see.lines() if "Harbour quiet" in line)
        assert tree_row(see, "Anna Kovalenko").split() == ["P", "Anna", "Kovalenko", "3"]
        see.main.go_to_pane("tree")
        see.main.feed_tree.go_to(Scope("entity", "person:Anna Kovalenko"))
        await see.settle()
        assert see.main.lists.title() == "Anna Kovalenko"
        await see.act("remove-feed")
        await caught_up(see)
        assert see.said.startswith("Anna Kovalenko is no longer followed.")
        assert not tree_row(see, "Anna Kovalenko")
        await see.press("U")
        await caught_up(see)
        assert tree_row(see, "Anna Kovalenko").startswith("P Anna Kovalenko")
        await see.act("why-shown")
        assert see.said == "Watched, since it names Anna Kovalenko (rule 1)."


async def test_a_search_is_kept_as_a_smart_feed(news: World) -> None:
    async with news.app((160, 40)) as see:
        await see.act("save-search")
        assert see.said == "/ searches; what it finds can be kept as a smart feed."
        await see.press("slash", *"title:speech", "enter")
        await see.press("asterisk", "ctrl+u", *"Talks", "enter")
        await caught_up(see)
        assert see.said.startswith("Talks is a smart feed now.")
        assert tree_row(see, "Talks").split() == ["≈", "Talks", "3"]
        see.main.shelf.open_scope(Scope("smart", 1))
        await see.settle()
        assert see.main.lists.title() == "Talks"
        assert see.main.articles.row_count == 3
        await see.press("A", "U")
        await caught_up(see)
        assert tree_row(see, "Talks").endswith("3")


async def test_a_smart_feed_that_moves_is_counted(news: World) -> None:
    rules.add(news.session, Action.LIST, "is:unread title:speech", name="Waiting")
    async with news.app((160, 40)) as see:
        await caught_up(see)
        assert tree_row(see, "Waiting").split() == ["≈", "Waiting", "3"]
        await see.press("m")
        await see.act("refresh-all")
        await caught_up(see)
        assert tree_row(see, "Waiting").split() == ["≈", "Waiting", "2"]


async def test_who_is_in_the_news_is_greeted_and_listed(news: World) -> None:
    async with news.app() as see:
        assert see.said == "In the news: Anna Kovalenko, Kyiv (^)."
        await see.press("colon", *"why", "enter")
        assert see.said == "None of your rules holds for this article."
        await see.press("circumflex_accent")
        await caught_up(see)
        row = next(line for line in see.lines() if "P Anna Kovalenko" in line)
        assert "█ 3 articles, new" in row
        await see.press("enter")
        await caught_up(see)
        assert see.main.lists.scope == Scope("entity", "person:Anna Kovalenko")
    for article in range(1, 5):
        news.library.articles.mark_read([article], True)
    feeds = news.library.feeds.all()
    news.library.feeds.remove(feeds[0].id)
    async with news.app() as see:
        await see.act("trends")
        assert see.said == "Nobody is named more than in the 14 days before."


async def test_what_comes_in_about_a_followed_name_is_told(
    news: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.watch(news.session, "Anna Kovalenko")
    rules.catch_up_now(news.session.library)

    async def refresh(*_: object, **__: object) -> AsyncIterator[Event]:
        yield ArticlesWatched(notices=("Anna Kovalenko: Speech 3", "Kyiv: Speech 4"), ids=(1, 2))
        yield RefreshFinished(new=2, errors=0)

    monkeypatch.setattr("newsreader.services.refresh.refresh", refresh)
    rung: list[bool] = []
    async with news.app() as see:
        monkeypatch.setattr(see.app, "bell", lambda: rung.append(True))
        await see.press("R")
        await caught_up(see)
        assert see.said == "◆ Anna Kovalenko: Speech 3 ◆ Kyiv: Speech 4"
        assert rung == [True]


def test_rules_with_lists_of_their_own(news: World) -> None:
    session = news.session
    watch.watch(session, "Kyiv", EntityType.PLACE)
    watch.watch(session, "Somebody Unknown")
    watch.mute(session, "Anna Kovalenko")
    rules.add(session, Action.LIST, "title:harbour", name="Harbours")
    rules.catch_up_now(session.library)
    listed = session.library.rules.listed()
    assert [(one.name or one.entity, one.unread, one.total) for one in listed] == [
        ("Kyiv", 0, 0),
        ("Harbours", 1, 1),
    ]
