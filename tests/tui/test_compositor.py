"""What is drawn when something changes: exactly that, as the whole screen would show it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from newsreader.tui.compositor import LeanCompositor
from tests.tui.support import Driver, World

ROW = Region(40, 7, 30, 1)
ACROSS = Region(10, 12, 150, 3)
BOTTOM = Region(0, 39, 200, 1)


def drawn(see: Driver, *regions: Region) -> dict[tuple[int, int], Strip]:
    """Give what a partial update writes: each piece by its line and its first cell."""
    compositor = see.app.screen._compositor
    assert isinstance(compositor, LeanCompositor)
    compositor._dirty_regions.update(regions)
    update = compositor.render_partial_update()
    if update is None:
        return {}
    lines = enumerate(update.chops)
    return {(y, x): strip for y, line in lines for x, strip in line.items() if strip is not None}


async def test_what_changed_is_drawn_as_in_the_whole_screen(world: World) -> None:
    async with world.app((200, 40)) as see:
        await see.press("enter")
        see.main.say("A sentence that needs more than one line. " * 7)
        await see.settle()
        whole = see.app.screen._compositor.render_strips()
        for regions in ([ROW], [ACROSS], [ROW, BOTTOM], [ROW, ACROSS, BOTTOM]):
            pieces = drawn(see, *regions)
            for (y, x), strip in pieces.items():
                assert list(strip) == list(whole[y].crop(x, x + strip.cell_length))
            for region in regions:
                for y in region.line_range:
                    covered = sum(s.cell_length for (at, _), s in pieces.items() if at == y)
                    assert covered >= region.width
            for y, x in drawn(see, *regions):  # the rest stands there already
                piece = Region(x, y, pieces[y, x].cell_length, 1)
                assert not any(region.contains_region(piece) for region in regions)
            see.app.screen._compositor.render_full_update()
        assert drawn(see) == {}
        await see.press("q", "j")
        assert drawn(see, see.main.articles.region)


async def test_what_stands_there_is_passed_over_without_a_new_line(world: World) -> None:
    """A new line at the bottom would scroll the screen away."""
    async with world.app((200, 40)) as see:
        compositor = see.app.screen._compositor
        assert isinstance(compositor, LeanCompositor)
        whole = Region(0, 0, 200, 40)
        assert drawn(see, whole)
        for place in [place for place in compositor._written if place[0] == 20]:
            del compositor._written[place]
        compositor._dirty_regions.add(whole)
        update = compositor.render_partial_update()
        assert update is not None
        assert {y for y, _, _ in update.spans} == {20}
        assert "\n" not in update.render_segments(see.app.console)


async def test_of_what_was_drawn_in_part_the_rest_is_drawn_later(world: World) -> None:
    async with world.app((200, 40)) as see:
        list_ = see.main.articles.region
        row = Region(list_.x, list_.y + 3, list_.width, 1)
        left, right = row.split_vertical(row.width // 2)
        assert drawn(see, left)
        assert drawn(see, right)
        assert drawn(see, row)
        assert drawn(see, left) == {}


def watched(widget: Widget, asked: dict[str, list[Region]]) -> Callable[[Region], list[Strip]]:
    """Note what a part is asked to draw."""
    draw = widget.render_lines

    def render_lines(crop: Region) -> list[Strip]:
        asked.setdefault(str(widget.id), []).append(crop)
        return draw(crop)

    return render_lines


async def test_nothing_else_is_drawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.app((200, 40)) as see:
        asked: dict[str, list[Region]] = {}
        for widget in see.app.screen._compositor.visible_widgets:
            monkeypatch.setattr(widget, "render_lines", watched(widget, asked))
        row, side = see.main.articles.region, see.main.status.region
        drawn(see, Region(row.x, row.y + 3, row.width - 1, 1), Region(150, side.y, 50, 1))
        assert {name: [crop.height for crop in crops] for name, crops in asked.items()} == {
            "articles": [1],
            "status": [1],
        }
