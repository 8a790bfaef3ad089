"""The map: what it shows, and where places stand on it."""

from __future__ import annotations

import pytest

from newsreader.core.models import Place
from newsreader.tui.maps import draw, view_of

COLUMNS, ROWS = 29, 7


def place(lat: float, lon: float) -> Place:
    return Place(name="Here", country="", lat=lat, lon=lon)


KYIV, MOSCOW, TOKYO = place(50.45, 30.52), place(55.75, 37.62), place(35.7, 139.7)
SUVA, HONOLULU = place(-18.1, 178.4), place(21.3, -157.9)


@pytest.mark.parametrize("columns", [1, 2, 16, 29, 80])
@pytest.mark.parametrize(
    "places",
    [
        [], [KYIV], [KYIV, MOSCOW], [KYIV, TOKYO], [SUVA, HONOLULU], [place(90, 180)],
        [place(-90, -180)], [place(0, 0), place(0, 120), place(0, -120)],
    ],
)  # fmt: skip
def test_a_map_has_its_size_and_every_place_of_the_inhabited_world_is_on_it(
    columns: int, places: list[Place]
) -> None:
    view = view_of(places, columns, ROWS)
    assert [len(row) for row in draw(view)] == [columns] * ROWS
    for one in places:
        if abs(one.lat) < 90:
            assert view.cell(one) is not None


def test_places_near_one_another_are_shown_from_near() -> None:
    near, far = view_of([KYIV, MOSCOW], COLUMNS, ROWS), view_of([KYIV, TOKYO], COLUMNS, ROWS)
    assert near.scale > 2 * far.scale > 2 * view_of([], COLUMNS, ROWS).scale
    (kyiv_x, kyiv_y), (moscow_x, moscow_y) = near.cell(KYIV), near.cell(MOSCOW)  # type: ignore[misc]
    assert kyiv_x < moscow_x
    assert kyiv_y > moscow_y


def test_the_pacific_is_one_piece() -> None:
    view = view_of([SUVA, HONOLULU], COLUMNS, ROWS)
    assert view.scale > 2 * view_of([], COLUMNS, ROWS).scale
    (suva, _), (honolulu, _) = view.cell(SUVA), view.cell(HONOLULU)  # type: ignore[misc]
    assert suva < honolulu


def test_land_is_where_it_is() -> None:
    view = view_of([], 60, 14)
    rows = draw(view)

    def around(lat: float, lon: float) -> str:
        column, row = view.cell(place(lat, lon))  # type: ignore[misc]
        return rows[row][max(0, column - 1) : column + 2].strip()

    for coast in ((-34.4, 18.5), (8, 77.5), (36, -5.6), (-55, -68), (25.2, -80.5), (59, 5.5)):
        assert around(*coast), coast
    for open_sea in ((-15, -20), (-40, 90), (30, -150), (0, -120), (25, 0), (62, 95)):
        assert not around(*open_sea), open_sea


def test_plain_ascii_has_the_same_shape() -> None:
    view = view_of([KYIV], COLUMNS, ROWS)
    braille, plain = draw(view), draw(view, plain=True)
    assert "".join(plain).isascii()
    assert [[sign == " " for sign in row] for row in braille] == [
        [sign == " " for sign in row] for row in plain
    ]
