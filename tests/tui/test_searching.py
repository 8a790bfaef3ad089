"""Searching in the article on show, and in the list."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from textual import events

from newsreader.core.models import Entity, EntityType, Identity, Mention
from newsreader.core.query import FIELDS
from newsreader.core.text import loose_pattern
from newsreader.services import entities
from newsreader.tui import window
from newsreader.tui.lists import LibrarySource
from newsreader.tui.suggesting import QueryCompleter, ending
from newsreader.tui.window import Window
from tests.support.library import read_for_long
from tests.tui.support import MakeWorld, World

PARTS = [f"Paragraph {number} says nothing." for number in range(60)]


@pytest.fixture
def cafes(make_world: MakeWorld) -> World:
    """An article whose title and text name a café, near the top and far below."""
    world = make_world()
    text = "\n\n".join(["One Café, “quoted”.", *PARTS, "Another cafe\u0301 and a CAFE."])
    start = text.index("Another")
    name = Entity(
        name="Another",
        type=EntityType.PLACE,
        salience=0.5,
        mentions=(Mention(start=start, end=start + 7, type=EntityType.PLACE),),
    )
    world.article(world.feed("Feed"), "The cafe", text=text, entities=(name,))
    return world


async def test_a_search_finds_other_accents_in_title_and_text_and_counts(cafes: World) -> None:
    async with cafes.app((100, 20)) as see:
        await see.press("enter", "slash", *"cafe")
        assert see.said == "cafe: 1 of 4"
        await see.press("enter")
        assert see.said == "4 found. n and N go through them; q ends it."
        await see.press("n", "n")
        assert see.said == "cafe: 3 of 4"
        assert "Another cafe" in see.text()
        await see.press("n", "n")
        assert see.said == "cafe: 1 of 4"
        assert see.main.view.scroll_y == 0
        await see.press("N")
        assert see.said == "cafe: 4 of 4"


async def test_the_scrollbar_shows_where_hits_and_mentions_are(cafes: World) -> None:
    async with cafes.app((100, 20)) as see:
        await see.press("enter")

        def marked() -> list[int]:
            return [y for y, line in enumerate(see.lines()[:-1]) if line.endswith("━")]

        assert marked() == []
        await see.press("slash", *"cafe", "enter")
        assert marked() == [0, 18]
        await see.press("escape")
        assert marked() == []
        see.main.view.choose_entity(0, reveal=False)
        await see.settle()
        assert marked() == [18]


async def test_escape_leaves_a_search_where_it_began(cafes: World) -> None:
    async with cafes.app((100, 20)) as see:
        await see.press("enter", "pagedown")
        place = see.main.view.scroll_y
        await see.press("slash", *"another")
        assert see.main.view.scroll_y != place
        await see.press("escape")
        assert see.main.view.scroll_y == place
        assert see.main.view.searched == ""


async def test_nothing_typed_searches_for_the_last_thing_again(cafes: World) -> None:
    async with cafes.app((100, 20)) as see:
        await see.press("enter", "slash", *"cafe", "enter", "escape")
        await see.press("slash", "enter")
        assert see.main.view.searched == "cafe"
        await see.press("escape", "slash", *"nothing", "enter", "escape")
        await see.press("slash", "up", "up")
        assert see.main.find_bar.value == "cafe"
        await see.press("down", "enter")
        assert see.main.view.searched == "nothing"


async def test_searches_are_remembered(cafes: World) -> None:
    async with cafes.app((100, 20)) as see:
        await see.press("slash", *"cafe", "enter", "escape")
    async with cafes.app((100, 20)) as see:
        await see.press("slash", "up")
        assert see.main.search_bar.value == "cafe"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cafe", "CAFÉ"),
        ("café", "cafe"),
        ("don't", "don’t"),
        ('"no"', "“no”"),
        ("two  words", "two\nwords"),
        ("a.b", "a.b"),
        ("[x]", "[x]"),
    ],
)
def test_what_is_typed_finds_what_is_written_otherwise(query: str, text: str) -> None:
    import re

    assert re.fullmatch(loose_pattern(query), text, re.IGNORECASE)


def test_a_pattern_stays_a_text() -> None:
    import re

    assert not re.search(loose_pattern("a.b"), "axb")


# -- the list --------------------------------------------------------------------------------------


async def test_a_query_half_typed_is_explained_calmly(world: World) -> None:
    async with world.app() as see:
        await see.press("slash", *"is:")
        assert see.said.endswith("is: wants read, unread, bookmarked, watched, hidden.")
        calm = see.app.screen.get_style_at(10, see.app.size.height - 1)
        await see.press("enter")
        assert see.app.screen.get_style_at(10, see.app.size.height - 1) != calm
        assert see.main.search_bar.display
        await see.press(*"unread")
        assert see.said == ""
        await see.press("enter")
        assert see.pane == "list"


async def test_a_slow_search_does_not_hold_up_the_typing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = Window.__init__
    searched: list[str] = []

    def slow(self: Window, source: object, **options: bool) -> None:
        searched.append(source.query.query)  # type: ignore[attr-defined]
        if threading.current_thread() is not threading.main_thread():
            assert gate.wait(10)
        real(self, source, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Window, "__init__", slow)
    async with world.app() as see:
        await see.pilot.press("slash", *"sto")
        for delay in see.main.delays():
            delay()
        await see.pilot.pause()
        await see.pilot.press(*"ry 0")
        assert see.main.search_bar.value == "story 0"
        see.main.delays()[-1]()
        await see.pilot.press("9")
        see.main.delays()[-1]()
        gate.set()
        await see.settle()
        assert see.main.articles.row_count == 1
    assert searched[1:] == ["sto", "story 09"]


async def test_a_search_that_is_left_while_it_runs_shows_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    real = Window.__init__

    def slow(self: Window, source: object, **options: bool) -> None:
        if threading.current_thread() is not threading.main_thread():
            assert gate.wait(10)
        real(self, source, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Window, "__init__", slow)
    async with world.app() as see:
        await see.pilot.press("slash", *"story 09")
        see.main.delays()[-1]()
        await see.pilot.press("escape")
        gate.set()
        await see.settle()
        assert see.main.articles.row_count == 40
        assert see.main.lists.search == ""


@pytest.mark.parametrize(("keys", "rows"), [([*"ry 09"], 1), (["escape"], 40)])
async def test_a_search_that_runs_ends_when_its_answer_is_not_wanted(
    world: World, monkeypatch: pytest.MonkeyPatch, keys: list[str], rows: int
) -> None:
    real = Window.__init__
    ended: list[bool] = []
    begun = threading.Event()

    def endless(self: Window, source: object, **options: bool) -> None:
        if source.query.query == "sto":  # type: ignore[attr-defined]
            ended.append(False)
            begun.set()
            read_for_long(see.main.lists.library)
            ended.append(True)
        real(self, source, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Window, "__init__", endless)
    async with world.app() as see:
        await see.pilot.press("slash", *"sto")
        for delay in see.main.delays():
            delay()
        assert await asyncio.to_thread(begun.wait, 20)
        await see.pilot.press(*keys)
        for delay in see.main.delays():
            delay()
        await see.settle()
        assert see.main.articles.row_count == rows
        assert "stopped" not in see.said
    assert ended == [False]


async def test_the_first_page_of_what_is_found_waits_for_no_count(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "PAGE", 10)
    gate = threading.Event()
    real = LibrarySource.count

    def slow(self: LibrarySource) -> int:
        assert threading.current_thread() is not threading.main_thread()
        assert gate.wait(20)
        return real(self)

    async with world.app((120, 35)) as see:
        monkeypatch.setattr(LibrarySource, "count", slow)
        for keys in (["slash", *"story"], ["enter"]):
            gate.clear()
            await see.pilot.press(*keys)
            for delay in see.main.delays():
                delay()
            while see.main.articles.is_counted:
                await see.pilot.pause()
            await see.pilot.pause()
            assert see.main.articles.row_count == 10
            assert "10+ found" in "\n".join(see.lines())
            see.main.finding.search_list("story")  # what is shown already is not searched for anew
            gate.set()
            await see.settle()
            assert see.main.articles.row_count == 39
            assert "39 found" in "\n".join(see.lines())


async def test_what_is_left_before_it_is_searched_for_is_never_searched_for(world: World) -> None:
    async with world.app() as see:
        await see.pilot.press("slash", *"story 09", "escape")
        await see.settle()
        assert see.main.lists.search == ""
        assert see.main.articles.row_count == 40


@pytest.mark.parametrize(
    ("word", "rest"),
    [("fee", "d:"), ("is:un", "read"), ("has:", "audio"), ("f", ""), ("zz", ""), ("feed:x", "")],
)
def test_fields_and_their_values_are_suggested(word: str, rest: str) -> None:
    assert ending(word) == rest
    assert "feed" in FIELDS


KNOWN = (
    Identity(id=1, name="Volodymyr Zelensky", type=EntityType.PERSON, articles=9),
    Identity(id=2, name="Zelenograd", type=EntityType.PLACE, articles=4),
    Identity(id=3, name="Zelda II", type=EntityType.OTHER, articles=2),
)


def known_names(text: str) -> list[Identity]:
    words = text.casefold().split()
    return [one for one in KNOWN if all(word in one.name.casefold() for word in words)]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("kyiv person:zel", ['kyiv person:"Volodymyr Zelensky"']),
        ('person:"volodymyr ze', ['person:"Volodymyr Zelensky"']),
        ("-place:zel", ["-place:Zelenograd"]),
        ("(entity:zeld", ['(entity:"Zelda II"']),
        ("org:zel", []),
        ("person:", []),
        ('person:"Volodymyr Zelensky"', []),
        ("zelen", ['person:"Volodymyr Zelensky"', "place:Zelenograd"]),
        ("war zelens", ['war person:"Volodymyr Zelensky"']),
        ("ze", []),
        ("zelda", []),
        ('"zelen', []),
        ("is:un", ["is:unread"]),
    ],
)
def test_names_are_suggested_as_the_query_wants_them(typed: str, lines: list[str]) -> None:
    assert QueryCompleter(known_names).complete(typed) == lines


async def test_tab_takes_what_is_suggested(world: World) -> None:
    async with world.app() as see:
        await see.press("slash", *"cranes is:unr", "tab")
        assert see.main.search_bar.value == "cranes is:unread"
        await see.press("tab")
        assert see.pane == "list"


async def test_names_are_looked_up_beside_the_keys(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    suggest = entities.suggest

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread())
        return suggest(*arguments)

    monkeypatch.setattr(entities, "suggest", noted)
    async with world.app() as see:
        see.app.post_message(events.Key("slash", "/"))
        for key in "entity:Zel":
            see.app.post_message(events.Key(key, key))
        see.app.post_message(events.Key("tab", None))  # before it is known what there is
        await see.settle()
        await see.settle()
        assert see.main.search_bar.value.startswith("entity:")
        assert "Zelensky" in see.main.search_bar.value
        assert see.main.search_bar.display
        await see.press("escape", "enter", "e")
        await see.act("merge-name")
        await see.press("K", "y")
    assert threads
    assert threading.current_thread() not in threads
