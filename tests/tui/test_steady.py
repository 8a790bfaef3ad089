"""What must not move, break or reach the terminal, whatever happens."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from textual import events

from newsreader.core.document import Document
from newsreader.core.errors import LibraryError
from newsreader.core.models import Entity, EntityType, Mention, Preparation
from newsreader.core.query import Scope
from newsreader.core.text import is_clean
from newsreader.services.events import (
    ArticlesPrepared,
    Event,
    FeedDone,
    RefreshFinished,
    RefreshStarted,
)
from newsreader.tui.widgets.rows import RowList
from tests.tui.support import MakeWorld, World

HOSTILE = "\x1b]0;owned\x07\x1b[31mRed[/x] [@click=app.quit]quit[/] \x9b2J\u202eevil\u2066 \x00end"


# -- hostile text ----------------------------------------------------------------------------------


async def test_no_control_character_reaches_the_terminal(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed(HOSTILE, HOSTILE)
    world.article(feed, HOSTILE, text=HOSTILE, note=HOSTILE)
    async with world.app((200, 40)) as see:
        for keys in (("j",), ("enter",), ("e",), ("h", "h", "h"), ("question_mark",)):
            await see.press(*keys)
            assert is_clean(see.raw())
            assert "\x1b" not in see.raw()
        await see.press("escape")
        assert "[/x]" in see.text()


async def test_markup_is_text(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed("[bold]Feed[/bold]", "[red]")
    world.article(feed, "Deal [/x] done [b] now", text="A [link=x]body[/link].")
    async with world.app((200, 40)) as see:
        await see.press("enter")
        text = see.text()
        assert "Deal [/x] done [b] now" in text
        assert "A [link=x]body[/link]." in text
        assert "[bold]Feed[/bold]" in text


async def test_an_endless_title_and_an_endless_word(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed("Feed")
    world.article(feed, "title " * 2000, text="w" * 5000)
    async with world.app((80, 24)) as see:
        await see.press("enter", "G")
        assert "wwww" in see.text()


async def test_names_that_point_outside_the_text(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed("Feed")
    lost = Mention(start=900, end=950, type=EntityType.PERSON)
    entity = Entity(name="Nobody", type=EntityType.PERSON, mentions=(lost,))
    world.article(feed, "One", text="Short.", entities=(entity,))
    async with world.app() as see:
        await see.press("enter", "e", "right_square_bracket")
        assert "Short." in see.text()


# -- sizes -----------------------------------------------------------------------------------------


async def test_a_tiny_screen_and_back(world: World) -> None:
    async with world.app((120, 35)) as see:
        await see.press("j", "j", "enter", "space")
        *before, _ = see.text().splitlines()
        for size in ((20, 5), (1, 1), (99, 10), (160, 60), (120, 35)):
            await see.resize(*size)
        *after, _ = see.text().splitlines()  # the bottom line tells the progress a moment later
        assert after == before


async def test_a_change_of_width_keeps_the_place(world: World) -> None:
    async with world.app((120, 20)) as see:
        await see.press("j", "enter", "pagedown", "pagedown")
        before = see.main.view.position
        assert before > 0
        await see.resize(60, 20)
        narrow = see.main.view.position
        assert abs(narrow - before) < 60
        await see.resize(120, 20)
        assert abs(see.main.view.position - before) < 60


async def test_panes_come_and_go_with_the_width(world: World) -> None:
    async with world.app((120, 30)) as see:
        assert list(see.main.shown) == ["list", "reader", "names"]
        await see.resize(80, 30)
        assert list(see.main.shown) == ["list"]
        await see.resize(170, 30)
        assert list(see.main.shown) == ["tree", "list", "reader", "names"]


# -- things arrive ---------------------------------------------------------------------------------


async def test_the_cursor_and_the_text_stay_when_articles_arrive(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "j", "enter", "pagedown")
        article, text = see.article, see.main.view.scroll_y
        row = see.main.articles.cursor * 2 - see.main.articles.scroll_y
        world.now += timedelta(minutes=9)
        feed = world.library.feeds.all()[0].id
        for number in range(60):
            world.article(feed, f"Breaking {number}", minutes=0)
        see.main.upkeep.reload()
        await see.settle()
        assert see.article.id == article.id
        assert see.main.reader.article is not None
        assert see.main.reader.article.id == article.id
        assert see.main.view.scroll_y == text
        assert see.main.articles.cursor * 2 - see.main.articles.scroll_y == row
        assert "60 new" in see.text()


async def test_names_that_arrive_move_nothing(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "enter", "pagedown")
        place = see.main.view.scroll_y
        article = see.article
        reading = world.library.articles.reading(article.id)
        assert reading is not None
        harbour = reading.document.text.index("harbour")
        mention = Mention(start=harbour, end=harbour + 7, type=EntityType.PLACE)
        world.library.articles.save_prepared(
            article.id,
            document=reading.document,
            entities=(Entity(name="Harbour", type=EntityType.PLACE, mentions=(mention,)),),
            source="page",
        )
        see.main.reader.refresh()
        await see.settle()
        assert see.main.view.scroll_y == place
        assert "Harbour" in see.text()


async def test_what_another_process_did_is_seen(world: World) -> None:
    async with world.app() as see:
        await see.press("j")
        article = see.article
        world.library.articles.mark_read([article.id], True)
        see.main.upkeep.reload()
        await see.settle()
        assert see.article.read
        assert see.main.lists.unread == 39


async def test_what_is_read_again_is_read_beside_the_keys(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app() as see:
        threads: list[threading.Thread] = []
        for store, name in ((world.library.feeds, "all"), (world.library.articles, "page")):
            monkeypatch.setattr(store, name, _noting(getattr(store, name), threads))
        world.now += timedelta(minutes=1)
        world.article(world.library.feeds.all()[0].id, "Breaking", minutes=0)
        threads.clear()
        see.main.upkeep.reload()
        await see.settle()
        assert threads
        assert threading.current_thread() not in threads
        assert "Breaking" in see.text()


def _noting(call: Callable[..., Any], threads: list[threading.Thread]) -> Callable[..., Any]:
    """Note the threads on which something is called."""

    def noted(*arguments: Any, **options: Any) -> Any:
        threads.append(threading.current_thread())
        return call(*arguments, **options)

    return noted


async def test_what_was_read_before_a_change_takes_nothing_of_it_back(world: World) -> None:
    async with world.app() as see:
        rows, lists = see.main.articles, see.main.lists
        before, counts = rows.rereading()(), lists.recounting()()
        await see.press("m")
        assert not rows.take(before)
        assert not lists.take(counts)
        assert see.article.read
        assert lists.unread == 39
        before = rows.rereading()()
        await see.press("D")
        assert not rows.take(before)
        before = rows.rereading()()
        await see.press("j", "j")
        assert rows.take(before)  # the cursor may move meanwhile: it stays where it is now
        assert rows.cursor == 2
        await see.press("slash", "K", "enter")
        assert not rows.take(before)


async def test_what_is_read_again_and_the_same_is_not_drawn_again(world: World) -> None:
    async with world.app((200, 40)) as see:
        panes = see.main.articles, see.main.feed_tree
        known = [_strips(pane) for pane in panes]
        assert all(known)
        feed = world.library.feeds.all()[0]
        world.library.feeds.record_success(feed.id, now=world.now + timedelta(minutes=1))
        see.main.upkeep.reload()
        await see.settle()
        assert see.main.lists.feeds[feed.id].last_fetched == world.now + timedelta(minutes=1)
        for pane, strips in zip(panes, known, strict=True):
            assert all(pane._strips.get(row) is drawn for row, drawn in strips.items())


def _strips(pane: RowList) -> dict[int, object]:
    """Give what was drawn of the rows."""
    rows = pane._strips.keys()
    return {row: pane._strips.get(row) for row in rows}


async def test_reading_goes_on_where_it_stopped(world: World) -> None:
    async with world.app((80, 20)) as see:
        await see.press("j", "enter", "pagedown")
        place = see.main.view.position
        await see.press("q")
    async with world.app((80, 20)) as see:
        await see.press("j", "enter")
        assert see.main.view.position == place


# -- a refresh -------------------------------------------------------------------------------------


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What the next refresh tells."""
    events: list[Event] = []

    async def refresh(session: object, *rest: Any, **options: Any) -> AsyncIterator[Event]:
        for event in events:
            yield event

    monkeypatch.setattr("newsreader.services.refresh.refresh", refresh)
    return events


async def test_a_refresh_tells_how_it_goes(world: World, scripted: list[Event]) -> None:
    feed = world.library.feeds.all()[0]
    scripted += [
        RefreshStarted(total=2),
        FeedDone(feed_id=feed.id, url=feed.url, title=feed.title, status="new", new=1),
        FeedDone(feed_id=2, url="u", title="t", status="error", error="It is not there."),
        ArticlesPrepared(ids=(1,), waiting=0),
        RefreshFinished(new=1, errors=1),
    ]
    async with world.app() as see:
        await see.press("R")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert see.said == "1 new article from 2 feeds; 1 feed could not be fetched."


async def test_a_refresh_that_can_not_write_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refresh(session: object, *rest: Any, **options: Any) -> AsyncIterator[Event]:
        yield RefreshStarted(total=1)
        raise LibraryError("The disk is full; nothing was lost.")

    monkeypatch.setattr("newsreader.services.refresh.refresh", refresh)
    async with world.app() as see:
        await see.press("R")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert see.said == "The disk is full; nothing was lost."
        await see.press("j", "enter")
        assert see.pane == "reader"


# -- failures --------------------------------------------------------------------------------------


async def test_an_unexpected_failure_is_a_sentence_and_the_rest_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app() as see:
        monkeypatch.setattr(see.main.view, "move_page", _broken)
        await see.press("enter", "pagedown")
        assert see.said.startswith("Something went wrong here")
        assert [str(error) for error in see.app.failures] == ["broken on purpose"]
        assert world.session.paths.log_file.is_file()
        see.app.failures.clear()
        await see.press("q", "j")
        assert see.article.title.startswith("Story 01")


async def test_a_row_that_can_not_be_drawn_leaves_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app() as see:
        monkeypatch.setattr(see.main.sidebar, "row_parts", _broken)
        await see.press("j", "k", "enter")
        assert see.app.failures
        see.app.failures.clear()
        monkeypatch.undo()
        assert "Zelensky said on" in see.text()


def _broken(*_: object) -> None:
    raise ValueError("broken on purpose")


async def test_a_text_that_can_not_be_prepared_says_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prepare(*_: object, **__: object) -> None:
        raise LibraryError("The page could not be stored.")

    monkeypatch.setattr("newsreader.services.reading.prepare", prepare)
    world.now += timedelta(minutes=1)
    world.article(world.library.feeds.all()[0].id, "Fresh", ready=False)
    async with world.app() as see:
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "The page could not be stored." in see.text()


async def test_a_partial_text_says_so(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed("Feed")
    identifier = world.article(feed, "One", ready=False)
    world.library.articles.save_prepared(
        identifier,
        document=Document.from_text("The summary."),
        preparation=Preparation.PARTIAL,
        note="The page wants a subscription; this is the feed's summary.",
    )
    async with world.app() as see:
        assert "The page wants a subscription" in see.text()


# -- the mouse -------------------------------------------------------------------------------------


async def test_rows_names_and_links_are_clicked(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        "newsreader.services.opening.open_url", lambda url, settings: opened.append(url)
    )
    async with world.app((200, 50)) as see:
        await see.pilot.click("#tree", offset=(5, 4))
        await see.settle()
        assert see.main.lists.scope != Scope.all()
        await see.pilot.click("#tree", offset=(5, 0))
        await see.pilot.click("#articles", offset=(10, 1))
        await see.settle()
        assert see.article.title.startswith("Ukraine")
        assert see.article.read
        await see.pilot.click(offset=_find(see.lines(), "Zelensky"))
        await see.settle()
        assert see.main.view.chosen == 0
        await see.pilot.click(offset=_find(see.lines(), "confirmed the"))
        await see.settle()
        assert opened == ["https://example.org/finding"]
        await see.pilot.click("#names", offset=(5, 2))
        await see.settle()
        assert see.main.view.chosen == 1


def _find(lines: list[str], text: str) -> tuple[int, int]:
    """Find text in the reader pane of a screen of 200 columns."""
    for number, line in enumerate(lines):
        column = line.find(text, 82, 170)
        if column >= 0:
            return column + 1, number
    raise AssertionError(f"{text} is not on the screen")


async def test_what_is_typed_at_once_after_the_search_key_is_the_text(world: World) -> None:
    async with world.app() as see:
        for key in ("slash", "K", "y", "i", "v"):
            see.app.post_message(events.Key(key, "/" if key == "slash" else key))
        await see.settle()
        assert see.main.search_bar.value == "Kyiv"
        assert see.main.lists.search == "Kyiv"
