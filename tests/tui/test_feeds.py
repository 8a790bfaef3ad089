"""Feeds managed in place: added, named, moved, muted, looked after, removed; all taken back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsreader.core.errors import FetchError, InputError
from newsreader.core.models import Feed, FullText, ParsedFeed, SiteText
from newsreader.core.query import ListQuery, Scope
from newsreader.feeds.discovery import FoundFeed
from newsreader.net import Response
from newsreader.services.events import Event, RefreshFinished
from newsreader.services.feed_finding import Found
from newsreader.services.session import Session
from newsreader.tui.screens.choices import ChoiceScreen
from newsreader.tui.screens.forms import FormScreen
from newsreader.tui.screens.health import HealthScreen
from newsreader.tui.screens.output import OutputScreen
from tests.tui.support import NOW, Driver, MakeWorld, World, settings

NEW = "https://new.example/feed"


def found(url: str, title: str, *others: FoundFeed) -> Found:
    response = Response(url=url, status=200, headers={}, body=b"", permanent_url=url)
    return Found(
        asked=url, response=response, parsed=ParsedFeed(url=url, title=title), others=others
    )


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, Found | Exception]:
    """What stands at addresses; nothing is fetched."""
    known: dict[str, Found | Exception] = {}

    async def look(session: Session, url: str) -> Found:
        answer = known.get(url, InputError(f"The page at {url} is no feed and names none."))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def refresh(session: Session, *rest: Any, **options: Any) -> AsyncIterator[Event]:
        asked.append(rest[0] if rest else None)
        yield RefreshFinished(new=0, errors=0)

    asked: list[object] = []
    monkeypatch.setattr("newsreader.services.subscriptions.look", look)
    monkeypatch.setattr("newsreader.services.refresh.refresh", refresh)
    return known


async def finish(see: Driver) -> None:
    await see.app.workers.wait_for_complete()
    await see.settle()


async def go_to(see: Driver, name: str) -> None:
    """Put the cursor of the tree on a feed or a folder."""
    see.main.go_to_pane("tree")
    rows = [see.main.feed_tree.row_parts(n, 0, 60) for n in range(see.main.feed_tree.row_count)]
    index = next(n for n, parts in enumerate(rows) if parts[2].text.strip() == name)
    see.main.feed_tree.cursor = index
    await see.settle()


def here(see: Driver) -> str:
    node = see.main.feed_tree.node
    assert node is not None
    return node.label


def feed(world: World, title: str) -> Feed:
    return next(feed for feed in world.library.feeds.all() if feed.title == title)


# -- adding ----------------------------------------------------------------------------------------


async def test_what_an_import_left_out_is_shown_line_by_line(
    make_world: MakeWorld,
    site: dict[str, Found | Exception],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "urls"
    file.write_text(f"{NEW}\nexec:~/bin/x\nfilter:y:{NEW}\n")
    monkeypatch.setattr("newsreader.feeds.newsboat.default_files", lambda: [file])
    async with make_world().app() as see:
        await see.press("tab", "enter")
        async with asyncio.timeout(20):
            while not isinstance(see.app.screen, OutputScreen):
                await see.pilot.pause()
        await see.settle()
        for line in ("exec:~/bin/x", f"filter:y:{NEW}"):
            assert f"{line} was left out. Commands are run only" in see.text()
        await see.press("escape")
        await finish(see)
        assert [feed.url for feed in see.main.lists.feeds.values()] == [NEW]


async def test_an_address_subscribes_and_the_cursor_goes_there(
    world: World, site: dict[str, Found | Exception]
) -> None:
    site["https://new.example"] = found(NEW, "New Feed")
    async with world.app() as see:
        await go_to(see, "Science")
        await see.press("f", "a", *"new.example", "enter")
        await finish(see)
        assert see.said == "Subscribed to New Feed."
        assert here(see) == see.main.lists.title() == "New Feed"
        assert feed(world, "New Feed").folder == "Science"
        assert feed(world, "New Feed").url == NEW
        site["exec:x 'a b'"] = found("", "My Own")
        await see.press("a", *"exec:x 'a b'", "enter")
        await finish(see)
        assert here(see) == "My Own"
        assert feed(world, "My Own").url == "exec:x 'a b'"


async def test_words_go_to_what_is_subscribed(world: World) -> None:
    async with world.app() as see:
        await see.press("a", *"harb", "enter")
        await finish(see)
        assert here(see) == see.main.lists.title() == "Harbour Post"
        await see.press("a", *"news loc", "enter")
        await finish(see)
        assert see.main.lists.title() == "News / Local"
        assert len(world.library.feeds.all()) == 4


async def test_what_can_not_be_added_stays_in_the_line(
    world: World, site: dict[str, Found | Exception]
) -> None:
    away = FetchError("off.example could not be found; is the network up?")
    site["https://off.example/feed.xml"] = away
    async with world.app() as see:
        await see.press("a", *"off.example", "enter")
        await finish(see)
        assert "is no feed and names" in see.text()
        await see.press(*"/feed.xml", "enter")
        await finish(see)
        assert "off.example could not be found" in see.text()
        assert "off.example/feed.xml" in see.text()
        assert len(world.library.feeds.all()) == 4
        await see.press("enter")
        await finish(see)
        assert len(world.library.feeds.all()) == 5
        await see.press("a", *"just words", "enter")
        await finish(see)
        assert isinstance(see.app.screen, ChoiceScreen)


async def test_the_command_line_subscribes_to_what_is_away_when_told_again(
    world: World, site: dict[str, Found | Exception]
) -> None:
    away = FetchError("off.example could not be found; is the network up?")
    site["https://off.example/feed.xml"] = away
    async with world.app() as see:
        for many in (4, 5):
            await see.press("colon", *"add-feed off.example/feed.xml", "enter")
            await finish(see)
            assert len(world.library.feeds.all()) == many


async def test_of_several_feeds_the_person_chooses(
    world: World, site: dict[str, Found | Exception]
) -> None:
    other = FoundFeed("https://new.example/sport", "Sport")
    site["https://new.example"] = found(NEW, "Everything", other)
    site["https://new.example/sport"] = found(other.url, "Sport")
    async with world.app() as see:
        await see.press("a", *"new.example", "enter")
        await finish(see)
        assert "The site offers 2 feeds" in see.text()
        await see.press("down", "enter")
        await finish(see)
        assert see.main.lists.title() == "Sport"
        assert [one.title for one in world.library.feeds.all() if "new" in one.url] == ["Sport"]


async def test_subscribing_again_brings_a_feed_back(
    world: World, site: dict[str, Found | Exception]
) -> None:
    async with world.app() as see:
        await go_to(see, "Loose Ends")
        await see.press("D", "a", *"loose-ends.example/feed", "enter")
        await finish(see)
        assert see.said == "Subscribed to Loose Ends again, with 10 articles as they were."
        assert see.main.articles.row_count == 10


# -- removing --------------------------------------------------------------------------------------


async def test_unsubscribing_asks_nothing_and_is_taken_back(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "Field Notes")
        kept = see.main.articles.article
        assert kept is not None
        await see.act("bookmark")
        await see.press("D")
        assert see.said == (
            "Unsubscribed from Field Notes: 9 articles gone, 1 bookmark stays. U takes it back."
        )
        assert [one.title for one in world.library.feeds.all()] == [
            "Loose Ends", "World Daily", "Harbour Post",
        ]  # fmt: skip
        assert here(see) == see.main.lists.title() == "Loose Ends"
        assert world.library.bookmarks.get(kept.id) is not None
        await see.press("U")
        assert see.said == "Taken back: subscribed to Field Notes again."
        assert here(see) == see.main.lists.title() == "Field Notes"
        assert see.main.articles.row_count == 10
        assert world.library.check() == []


async def test_a_folder_is_unsubscribed_with_all_in_it(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "News")
        await see.press("D")
        assert "the 2 feeds of News: 20 articles gone" in see.said
        assert see.main.lists.title() == "Science"
        await see.press("U")
        assert see.main.lists.title() == "News"
        assert len(world.library.feeds.all()) == 4
        await go_to(see, "All articles")
        await see.press("D")
        assert see.said == "Only feeds and folders can be unsubscribed from."


async def test_a_deleted_article_is_gone_at_once_and_comes_back(world: World) -> None:
    async with world.app() as see:
        await see.press("j")
        first = see.article
        await see.press("D")
        assert see.said.startswith("Deleted: Story 01")
        assert see.article.title.startswith("Story 02")
        assert see.main.articles.row_count == 39
        assert world.library.articles.count(ListQuery()) == 39
        await see.press("U")
        assert see.article == first
        assert see.main.articles.row_count == 40


async def test_deleting_while_reading_goes_on_to_the_next(world: World) -> None:
    async with world.app((80, 24)) as see:
        await see.press("j", "enter", "delete")
        assert see.pane == "reader"
        assert see.main.reader.article is not None
        assert see.main.reader.article.title.startswith("Story 02")


async def test_a_bookmark_is_not_deleted(world: World) -> None:
    async with world.app() as see:
        await see.press("s", "D")
        assert see.said == "A bookmark is not deleted; s takes the bookmark away first."
        assert see.main.articles.row_count == 40


async def test_the_last_article_can_be_deleted(make_world: MakeWorld) -> None:
    world = make_world()
    world.article(world.feed("One"), "Alone")
    async with world.app() as see:
        await see.press("enter")
        await see.act("delete-article")
        assert see.main.articles.row_count == 0
        assert see.pane == "list"
        await see.press("U")
        assert see.article.title == "Alone"


async def test_what_was_deleted_in_a_list_of_unread_ones_stays_away(world: World) -> None:
    async with world.app() as see:
        await see.press("u", "D")
        see.main.upkeep.reload()
        assert see.main.articles.row_count == 39


async def test_a_list_of_unread_ones_keeps_none_of_a_feed_that_went_or_was_muted(
    world: World,
) -> None:
    async with world.app() as see:
        await see.press("u")
        one, other = feed(world, "Field Notes"), feed(world, "Loose Ends")
        see.main.removing.unsubscribe([one], one.title, Scope("feed", one.id))
        await see.settle()
        assert see.main.articles.row_count == 40 - one.total
        await go_to(see, "Loose Ends")
        see.main.shelf.open_scope(Scope.all())
        see.main.feed_tree.go_to(Scope("feed", other.id))
        await see.act("hide-feed")
        see.main.shelf.open_scope(Scope.all())
        assert see.main.articles.row_count == 40 - one.total - other.total


# -- names, folders, muting ------------------------------------------------------------------------


async def test_a_feed_gets_a_name_of_ones_own(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "World Daily")
        await see.press("c", *"Mine", "enter")
        await finish(see)
        assert see.said == "World Daily is called Mine now. U takes it back."
        assert here(see) == "Mine"
        await see.press("U")
        assert here(see) == "World Daily"
        assert feed(world, "World Daily").own_title == ""


async def test_a_folder_is_renamed_with_all_in_it(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "News")
        await see.press("c", "ctrl+u", "enter")
        await finish(see)
        assert "A folder needs a name." in see.text()
        await see.press(*"Papers", "enter")
        await finish(see)
        assert here(see) == see.main.lists.title() == "Papers"
        assert feed(world, "Harbour Post").folder == "Papers/Local"
        await see.press("U")
        assert here(see) == see.main.lists.title() == "News"
        assert feed(world, "Harbour Post").folder == "News/Local"
        assert world.library.check() == []


async def test_a_feed_is_moved_to_a_folder_that_is_there_or_new(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "Loose Ends")
        await see.press("M", *"scie", "enter")
        await finish(see)
        assert see.said == "Moved Loose Ends to Science. U takes it back."
        assert feed(world, "Loose Ends").folder == "Science"
        await see.press("M", *"A/B", "enter")
        await finish(see)
        assert feed(world, "Loose Ends").folder == "A/B"
        assert here(see) == "Loose Ends"
        await see.press("U", "U")
        assert feed(world, "Loose Ends").folder == ""


async def test_a_closed_folder_is_moved_and_stays_closed(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "Local")
        await see.press("f", "M", *"scie", "enter")
        await finish(see)
        assert feed(world, "Harbour Post").folder == "Science/Local"
        assert see.main.feed_tree.closed == {"Science/Local"}
        assert here(see) == "Local"
        await see.press("U")
        assert see.main.feed_tree.closed == {"News/Local"}
        await go_to(see, "News")
        await see.press("M", *"News", "enter")
        await finish(see)
        assert "can not be moved into itself" in see.text()


async def test_a_muted_feed_is_left_out_and_dimmed(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "Loose Ends")
        await see.press("H")
        assert "Muted Loose Ends: it is left out of All articles." in see.said
        assert world.library.articles.count(ListQuery()) == 30
        assert "⊘ Loose Ends" in see.text()
        await see.press("U")
        assert world.library.articles.count(ListQuery()) == 40
        await see.press("H", "H")
        assert "Loose Ends is in All articles again." in see.said
        await go_to(see, "Bookmarks")
        await see.press("H")
        assert see.said == "Put the cursor of the tree on a feed or a folder first."


# -- settings and health ---------------------------------------------------------------------------


async def test_a_feeds_settings(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "World Daily")
        await see.press("comma")
        assert isinstance(see.app.screen, FormScreen)
        await see.press("tab", "right", "right", "tab", *"x", "enter")
        await finish(see)
        assert "Days to keep articles: a number from 0 to 36500, or nothing." in see.text()
        await see.press("backspace", *"30", "tab", *"90", "tab", "tab", "right", "enter")
        await finish(see)
        assert see.said == "Changed World Daily. U takes it back."
        assert world.library.sites.texts() == {"world-daily.example": SiteText.PAGE}
        now = feed(world, "World Daily")
        assert (now.full_text, now.keep_days, now.interval_minutes) == (FullText.ALWAYS, 30, 90)
        await see.press("U")
        now = feed(world, "World Daily")
        assert (now.full_text, now.keep_days, now.interval_minutes) == (None, None, None)
        assert world.library.sites.texts() == {}


async def test_a_feeds_address_is_changed_and_its_articles_stay(
    world: World, site: dict[str, Found | Exception]
) -> None:
    site[NEW] = found(NEW, "Anything")
    async with world.app() as see:
        await go_to(see, "World Daily")
        old = feed(world, "World Daily")
        await see.press("comma", "end", *"z", "enter")
        await finish(see)
        assert "is no feed and names" in see.text()
        await see.press("end", "ctrl+u", *NEW, "enter")
        await finish(see)
        assert see.said == "World Daily has another address. U takes it back."
        now = feed(world, "World Daily")
        assert (now.url, now.total) == (NEW, old.total)
        await see.press("U")
        assert feed(world, "World Daily").url == old.url


def fail(world: World, title: str, *, gone: bool = False) -> None:
    one = feed(world, title)
    world.library.feeds.record_failure(
        one.id,
        now=NOW - timedelta(days=3),
        error="x.example has nothing at this address (404).",
        status=404,
        next_fetch=NOW + timedelta(hours=4),
        gone=gone,
    )


async def test_how_feeds_are_doing_is_seen_in_the_tree(world: World) -> None:
    fail(world, "Harbour Post")
    fail(world, "Loose Ends", gone=True)
    quiet = feed(world, "Field Notes")
    world.library.feeds.record_success(quiet.id, now=NOW)
    world.now = NOW + timedelta(days=200)
    async with world.app() as see:
        await see.press("h")
        text = see.text()
        assert "! Harbour Post" in text
        assert "✕ Loose Ends" in text
        assert "z Field Notes" in text
        tree = see.main.feed_tree
        rows = ["".join(p.text for p in tree.row_parts(n, 0, 30)) for n in range(tree.row_count)]
        marked = {row.split()[1] for row in rows if "▾" in row and "!" in row}
        assert marked == {"News", "Local"}


async def test_the_signs_are_plain_where_asked(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"ascii": True}))
    world.full(4)
    fail(world, "Loose Ends", gone=True)
    world.library.feeds.set_options(feed(world, "World Daily").id, hidden=True)
    async with world.app() as see:
        await see.press("h")
        assert "x Loose Ends" in see.text()
        assert "- World Daily" in see.text()


async def test_health_says_why_since_when_and_what_to_do(world: World) -> None:
    fail(world, "Loose Ends")
    async with world.app((160, 40)) as see:
        await go_to(see, "Loose Ends")
        assert "(404). ! tells more." in " ".join(see.text().split())
        await see.press("exclamation_mark")
        text = see.text()
        assert "The last try failed, 3 days ago." in text
        assert "404 Not Found" in text
        assert "in 4 hours" in text
        assert "change the address" in text
        await see.press("D")
        assert "Unsubscribed from Loose Ends" in see.said


async def test_health_fetches_and_tells_anew(
    world: World, site: dict[str, Found | Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(world, "Loose Ends")
    one = feed(world, "Loose Ends")

    async def refresh(session: Session, *rest: Any, **options: Any) -> AsyncIterator[Event]:
        world.library.feeds.record_success(one.id, now=NOW, status=200)
        yield RefreshFinished(new=0, errors=0)

    monkeypatch.setattr("newsreader.services.refresh.refresh", refresh)
    async with world.app() as see:
        await go_to(see, "Loose Ends")
        await see.press("exclamation_mark", "r")
        await finish(see)
        assert isinstance(see.app.screen, HealthScreen)
        assert "All is well." in see.text()
        assert "200 OK" in see.text()
        await see.press("comma")
        assert "Settings of Loose Ends" in see.text()


async def test_health_of_a_folder_names_those_that_are_not_well(world: World) -> None:
    async with world.app() as see:
        await go_to(see, "News")
        await see.press("exclamation_mark")
        assert see.said == "The 2 feeds of News are well."
        fail(world, "Harbour Post")
        fail(world, "World Daily")
        see.main.feeds_changed()
        await see.press("exclamation_mark")
        assert "2 of 2 feeds are not well" in see.text()
        await see.press("enter")
        assert isinstance(see.app.screen, HealthScreen)


async def test_health_in_the_list_is_of_the_articles_feed(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "exclamation_mark")
        assert isinstance(see.app.screen, HealthScreen)
        assert see.article.feed in see.text()
        await see.press("escape")
        assert see.main.lists.scope == Scope.all()
