"""The page of a name: what is told of it, its articles, and every way back."""

from __future__ import annotations

import pytest

from newsreader.core.models import Entity, EntityType, Mention, Place
from newsreader.core.query import Scope
from newsreader.library import gathering
from newsreader.tui.widgets.name_card import NameCard
from newsreader.tui.widgets.name_page import NameFacts, NamePage
from tests.tui.support import Driver, MakeWorld, World

PERSON, PLACE = EntityType.PERSON, EntityType.PLACE
DAY = 24 * 60
KYIV = Place(name="Kyiv", country="UA", lat=50.4, lon=30.5)
TEXTS = (
    ("The mayor speaks", 10, "The square was full. Anna Kovalenko spoke in Kyiv for an hour."),
    ("A visit", 2 * DAY, "Nobody had expected it: Anna Kovalenko and Boris Marchuk met in Kyiv."),
    ("A letter", 9 * DAY, "Boris Marchuk wrote to the town."),
    ("The beginning", 40 * DAY, "In those days Anna Kovalenko was a teacher."),
)
NAMES = (("Anna Kovalenko", PERSON), ("Boris Marchuk", PERSON), ("Kyiv", PLACE))


def entities_in(text: str) -> tuple[Entity, ...]:
    found = []
    for name, kind in NAMES:
        start = text.find(name)
        if start >= 0:
            mention = Mention(start=start, end=start + len(name), type=kind)
            place = KYIV if kind is PLACE else None
            found.append(Entity(name=name, type=kind, mentions=(mention,), place=place))
    return tuple(found)


@pytest.fixture
def named(make_world: MakeWorld) -> World:
    """Four articles, three of which name one person."""
    world = make_world()
    feed = world.feed("World Daily")
    for title, minutes, text in TEXTS:
        world.article(feed, title, minutes=minutes, text=text, entities=entities_in(text))
    world.article(world.feed("Loose Ends"), "No names", minutes=5, text="Nobody is named here.")
    return world


def title(see: Driver) -> str:
    return see.lines()[0].strip()


def facts(see: Driver) -> str:
    region = see.main.query_one(NamePage).region
    return " ".join(" ".join(see.lines()[region.y : region.bottom]).split())


async def open_page(see: Driver) -> None:
    """Open the page of the first name of the second article."""
    await see.press("j", "enter", "e", "enter")
    await see.app.workers.wait_for_complete()
    await see.settle()


async def settled(see: Driver, *keys: str) -> None:
    await see.press(*keys)
    await see.app.workers.wait_for_complete()
    await see.settle()


async def test_a_page_tells_of_a_name_and_every_way_leads_back(named: World) -> None:
    async with named.app((120, 35)) as see:
        await open_page(see)
        assert see.panes() == ["list"]
        assert title(see) == "Anna Kovalenko  3"
        assert "P Anna Kovalenko person" in facts(see)
        assert "3 articles · first 15 Oct · last today" in facts(see)
        assert "Named most with" in facts(see)
        assert "L Kyiv 2" in facts(see)
        assert "Anna Kovalenko and Boris Marchuk met in Kyiv." in see.text()
        # an article, its mentions marked, and back to the same row
        await see.press("j", "enter")
        reading = see.main.reader.reading
        assert reading is not None
        assert reading.article.title == "A visit"
        assert see.main.view.chosen == see.main.pages.own_index == 0
        await see.press("J")
        assert see.main.view.page is not None
        assert see.main.view.page.title == "The beginning"
        assert see.main.view.chosen == 0
        await see.press("K", "q")
        assert (see.panes(), see.article.title) == (["list"], "A visit")
        # somebody else's page, and back again
        await settled(see, "e", "enter")
        assert title(see) == "Kyiv  2"
        assert "also" not in facts(see)
        await see.press("j", "h")
        assert (title(see), see.article.title) == ("Anna Kovalenko  3", "A visit")
        await see.press("q")
        assert (see.pane, title(see)[:15]) == ("names", "All articles  5")
        assert see.main.reader.article is not None
        assert see.main.reader.article.title == "The mayor speaks"
        assert not see.main.query_one(NamePage).display
        assert see.main.pages.own_index is None


async def test_a_name_is_changed_on_its_page_and_that_is_taken_back(
    named: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STEP", 0)
    async with named.app((120, 35)) as see:
        await open_page(see)
        await settled(see, "c", *"-Li", "enter")
        assert title(see) == "Anna Kovalenko-Li  3"
        assert "also Anna Kovalenko" in facts(see)
        await settled(see, "U")
        assert title(see) == "Anna Kovalenko  3"
        await settled(see, "ampersand", *"boris", "enter")
        assert title(see) == "Boris Marchuk  4"
        await settled(see, "U")
        assert title(see) == "Anna Kovalenko  3"
        # only what is unread: here, and nowhere else
        await see.press("u")
        assert see.main.articles.row_count == 2
        await see.press("escape")
        assert (see.main.lists.only_unread, see.main.articles.row_count) == (False, 5)


async def test_a_name_is_followed_and_muted_on_its_page(named: World) -> None:
    async with named.app((120, 35)) as see:
        await open_page(see)
        await settled(see, "asterisk")
        assert see.said == "Anna Kovalenko is followed. U takes it back."
        assert "● followed" in facts(see)
        await settled(see, "U")
        assert "followed" not in facts(see)
        await settled(see, "H", "w")
        assert see.said == "Anna Kovalenko is muted for a week. U takes it back."
        assert "⊘ muted until 1 Dec" in facts(see)
        await settled(see, "q", "q", "q")
        assert title(see)[:15] == "All articles  2"
        await settled(see, "U")
        assert see.said == "Taken back: Anna Kovalenko is no longer muted."
        assert title(see)[:15] == "All articles  5"
        await settled(see, "j", "enter", "e", "asterisk", "asterisk")
        assert see.said == "Anna Kovalenko is no longer followed. U takes it back."
        await settled(see, "U", "enter")
        assert "● followed" in facts(see)


async def test_a_page_takes_clicks_and_stands_in_narrow_terminals(named: World) -> None:
    async with named.app((120, 35)) as see:
        await open_page(see)
        await see.check("name-page-middle")
        await see.resize(80, 24)
        await see.check("name-page-narrow", colours=False)
        await see.resize(60, 24)
        shown = see.main.query_one(NameFacts)
        [line] = [line for line in see.lines() if line.startswith(" with")]
        await see.pilot.click(shown, offset=(line.index("Kyiv"), see.lines().index(line) - 1))
        await settled(see)
        assert title(see) == "Kyiv  2"
        await see.resize(200, 50)
        await see.check("name-page-wide", colours=False)
        await see.resize(40, 12)
        assert "The mayor speaks" in see.text()
        await see.resize(120, 35)
        await see.press("h", "h")
        await see.pilot.click(NameCard, offset=(3, 2))
        await settled(see)
        assert title(see) == "Anna Kovalenko  3"


async def test_a_page_is_reached_by_typing_a_name(named: World) -> None:
    async with named.app((120, 35)) as see:
        await see.press("colon", *"entity mar")
        assert "Boris Marchuk" in see.lines()[-1]
        await settled(see, "tab", "enter")
        assert title(see) == "Boris Marchuk  2"
        await see.press("q", "slash", *"place:ky")
        assert see.lines()[-1].startswith(" Tab place:Kyiv")
        await see.press("tab", "enter")
        assert (title(see)[:6], see.main.articles.row_count) == ("Search", 2)
        await see.press("escape", "slash", *"kova")
        assert 'Tab person:"Anna Kovalenko"' in see.lines()[-1]
        await settled(see, "escape", "ctrl+p", *"kova", "enter")
        assert title(see) == "Anna Kovalenko  3"


async def test_a_list_of_a_name_is_its_page_wherever_it_is_opened(named: World) -> None:
    async with named.app((120, 35)) as see:
        see.main.shelf.open_scope(Scope("entity", "person:Boris Marchuk"))
        await settled(see)
        assert "P Boris Marchuk person" in facts(see)
        await settled(see, "enter", "e", "g", "g", "enter", "q", "q", "q")
        assert title(see) == "Boris Marchuk  2"
        await see.press("q")
        assert title(see)[:15] == "All articles  5"
        assert see.panes()[:2] == ["list", "reader"]
