"""The names: what stands beside them, choosing, leaving types out, the map."""

from __future__ import annotations

from newsreader.core.models import Entity, EntityType, Mention, Place
from newsreader.tui.widgets.name_card import NameCard
from newsreader.tui.widgets.place_map import PlaceMap
from tests.tui.support import Driver, MakeWorld, World, settings

FIRST = "North Korean troops left North Korea, said Anna Kovalenko in Kyiv."
LAST = "In 2025 Kovalenko had been in 平壌市, far from home."
TEXT = "\n\n".join([FIRST, *["Nobody is named here, line after line. " * 6] * 20, LAST])


def named(name: str, kind: EntityType, *forms: str, place: Place | None = None) -> Entity:
    mentions = []
    for form in forms:
        start = TEXT.rindex(form) if form == "Kovalenko" else TEXT.index(form)
        end = start + len(form)
        mentions.append(Mention(start=start, end=end, type=kind, demonym=form.endswith("Korean")))
    return Entity(
        name=name, type=kind, mentions=tuple(sorted(mentions)), aliases=forms[1:], place=place
    )


ENTITIES = (
    named(
        "North Korea", EntityType.PLACE, "North Korea,", "North Korean",
        place=Place(name="North Korea", country="KP", lat=40, lon=127),
    ),
    named("Anna Kovalenko", EntityType.PERSON, "Anna Kovalenko", "Kovalenko"),
    named(
        "Kyiv", EntityType.PLACE, "Kyiv", place=Place(name="Kyiv", country="UA", lat=50.4, lon=30.5)
    ),
    named(
        "平壌市", EntityType.PLACE, "平壌市",
        place=Place(name="平壌市", country="KP", lat=39, lon=125.8),
    ),
    named("2025", EntityType.DATE, "2025"),
)  # fmt: skip


def with_names(make_world: MakeWorld, **screen: object) -> World:
    world = make_world(settings(screen=screen))
    world.article(world.feed("Feed"), "A visit", text=TEXT, entities=ENTITIES)
    return world


def rows(see: Driver) -> list[str]:
    """The rows of the sidebar that are on the screen."""
    left = see.main.sidebar.region.x
    return [line[left:].strip() for line in see.lines()[1 : 1 + see.main.sidebar.size.height]]


def card(see: Driver) -> str:
    region = see.main.query_one(NameCard).region
    lines = see.lines()[region.y : region.bottom]
    return " ".join(" ".join(line[region.x :] for line in lines).split())


async def test_the_names_tell_who_is_on_the_screen_and_where_each_comes_first(
    make_world: MakeWorld,
) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter", "e")
        assert rows(see)[:8] == [
            "P People", "▌ Anna Kovalenko      2", "",
            "L Places", "▌ North Korea KP      2", "▌ Kyiv UA", "平壌市 KP", "",
        ]  # fmt: skip
        assert "person, 2 times also Kovalenko first at 0%: …left North Korea, said Anna" in card(
            see
        )
        await see.press("j")
        assert "place KP, 2 times, 1 as North Korean first at 0%: North Korean" in card(see)
        see.main.view.move_to_end(last=True)
        await see.settle()
        assert [row for row in rows(see) if row.startswith("▌")] == [
            "▌ Anna Kovalenko      2", "▌ 平壌市 KP", "▌ 2025",
        ]  # fmt: skip


async def test_brackets_walk_through_the_name_of_the_cursor(make_world: MakeWorld) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter", "e", "right_square_bracket")
        assert see.said == "Anna Kovalenko (person): 1 of 2"
        await see.press("right_square_bracket")
        assert see.said == "Anna Kovalenko (person): 2 of 2"
        assert "home." in see.text()
        await see.press("j", "right_square_bracket")
        assert see.said.startswith("North Korea (place): ")
        await see.press("h", "k", "right_square_bracket")
        assert see.said.startswith("North Korea (place): ")


def on_show(see: Driver) -> set[str]:
    """The names that the sidebar marks as named in the lines on show."""
    rows = (see.main.sidebar.row_parts(n, 0, 30) for n in range(see.main.sidebar.row_count))
    return {row[3].text for row in rows if len(row) > 3 and row[1].text.strip()}


async def test_who_is_on_show_is_marked_in_the_turn_in_which_the_page_moves(
    make_world: MakeWorld,
) -> None:
    world = with_names(make_world)
    async with world.app((120, 40)) as see:
        await see.press("enter")
        assert on_show(see) == {"North Korea", "Anna Kovalenko", "Kyiv"}
        see.main.run("bottom")
        assert on_show(see) == {"Anna Kovalenko", "平壌市", "2025"}


async def test_a_type_is_left_out_here_and_in_the_text_and_that_is_remembered(
    make_world: MakeWorld,
) -> None:
    world = with_names(make_world)
    async with world.app((120, 40)) as see:
        await see.press("enter", "e", "j", "right_square_bracket", "F")
        assert see.main.view.chosen is None
        assert "L Places ▸            3" in rows(see)
        assert not any("Kyiv" in row for row in rows(see))
        assert see.main.view.names_on_show() == {1}
        assert see.main.sidebar.type_here is EntityType.PLACE
        await see.press("enter")
        assert see.said == "Places are shown again."
        await see.press("F")
    async with world.app((120, 40)) as see:
        await see.press("enter", "e")
        places = rows(see).index("L Places ▸            3")
        await see.pilot.click(see.main.sidebar, offset=(4, places))
        await see.settle()
        assert "▌ Kyiv UA" in rows(see)
        assert see.said == "Places are shown again."


async def test_the_map_shows_the_places_where_there_is_room_and_takes_clicks(
    make_world: MakeWorld,
) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter", "e", "j")
        chart = see.main.query_one(PlaceMap)
        drawn = see.lines()[chart.region.y : chart.region.bottom]
        assert any("●North Korea" in line or "North Korea●" in line for line in drawn)
        assert any("•" in line for line in drawn)
        kyiv = chart._view().cell(ENTITIES[2].place)  # type: ignore[arg-type]
        assert kyiv is not None
        await see.pilot.click(chart, offset=kyiv)
        await see.settle()
        assert see.main.view.chosen == 2
        assert "Kyiv" in card(see)
        shown = [chart.display]
        await see.press("ctrl+g")
        assert see.said == "The map is off; Ctrl-G shows it again."
        shown.append(chart.display)
        await see.press("ctrl+g")
        for size in ((109, 40), (120, 29), (120, 40)):
            await see.resize(*size)
            shown.append(chart.display)
        assert shown == [True, False, False, False, True]


async def test_the_names_in_plain_ascii(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"ascii": True}))
    world.article(world.feed("Feed"), "A visit", text=TEXT, entities=ENTITIES[:3])
    async with world.app((120, 40)) as see:
        await see.press("enter", "e", "j", "F", "F", "right_square_bracket")
        assert "| North Korea KP      2" in rows(see)
        left = see.main.sidebar.region.x
        assert all(line[left:].isascii() for line in see.lines())
        assert "*North Korea" in see.text() or "North Korea*" in see.text()


async def test_a_name_is_explained_corrected_and_put_right_again(make_world: MakeWorld) -> None:
    world = with_names(make_world)
    async with world.app((120, 40)) as see:
        await see.press("enter", "e", "I")
        shown = " ".join(see.text().replace("│", " ").split())
        assert "“Anna Kovalenko” is taken for a person here: the model recognised it." in shown
        assert "2 times: all by the model. 1 article names it." in shown
        await see.press("right", "enter")
        assert see.said == "Made “Anna Kovalenko” an organisation. U takes it back."
        assert rows(see)[0] == "O Organisations"
        assert card(see).startswith("───────────────────────── Anna Kovalenko organisation")
        await see.press("I")
        shown = " ".join(see.text().replace("│", " ").split())
        assert "is taken for an organisation here" in shown
        assert "You said: “Anna Kovalenko” is an organisation, not a person." in shown
        await see.press("escape")
        await see.press("U")
        assert rows(see)[:2] == ["P People", "▌ Anna Kovalenko      2"]
        await see.press("right_square_bracket", "I", "left", "down", "right", "enter")
        assert see.said == "Made “Anna Kovalenko” no name here. U takes it back."
        assert "Anna Kovalenko" in rows(see)
        await see.press("U")
        assert rows(see)[1] == "▌ Anna Kovalenko      2"


async def test_a_name_is_renamed_and_made_one_with_another(make_world: MakeWorld) -> None:
    world = with_names(make_world)
    async with world.app((120, 40)) as see:
        await see.press("enter", "e", "c", *"X", "enter")
        assert see.said == "Renamed “Anna Kovalenko” to “Anna KovalenkoX”. U takes it back."
        assert "▌ Anna KovalenkoX     2" in rows(see)
        await see.press("U", "j", "j", "ampersand", *"nor", "enter")
        assert see.said == "Merged “Kyiv” into “North Korea”. U takes it back."
        assert "▌ North Korea KP      3" in rows(see)
        await see.press("U")
        assert "▌ Kyiv UA" in rows(see)


async def test_a_name_that_was_not_found_is_pointed_out(make_world: MakeWorld) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter")
        row = next(y for y, line in enumerate(see.lines()) if "Nobody is named" in line)
        column = see.lines()[row].index("Nobody")
        await see.pilot.mouse_down(offset=(column, row))
        await see.pilot.hover(offset=(column + 5, row))
        await see.pilot.mouse_up(offset=(column + 5, row))
        await see.press("I")
        assert "What is “Nobody”?" in see.text()
        await see.press("enter")
        assert see.said == "Made “Nobody” a person here. U takes it back."
        assert "▌ Nobody" in rows(see)
        await see.press("I")
        assert see.said == "Choose a name first: e goes to the names."
        await see.press("U")
        assert "▌ Nobody" not in rows(see)


async def test_a_name_is_looked_up_in_the_browser(
    make_world: MakeWorld, browsed: list[str]
) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter", "e", "ctrl+w")
        assert browsed == ["https://en.wikipedia.org/w/index.php?search=Anna+Kovalenko"]


async def test_the_name_under_the_pointer_is_meant(make_world: MakeWorld) -> None:
    async with with_names(make_world).app((120, 40)) as see:
        await see.press("enter")
        row = next(y for y, line in enumerate(see.lines()) if "in Kyiv." in line)
        await see.pilot.hover(offset=(see.lines()[row].index("Kyiv."), row))
        await see.press("I")
        assert "“Kyiv” is taken for a place here" in see.text()
