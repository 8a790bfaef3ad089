"""Which panes are on the screen, and how wide they are: decided by its width and by the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

Pane = Literal["tree", "list", "reader", "names"]
ORDER: tuple[Pane, ...] = ("tree", "list", "reader", "names")
"""From left to right."""

TWO = 90
"""From so many columns on, list and reader stand side by side."""
THREE = 110
"""From so many columns on, the names stand beside them."""
FOUR = 160
"""From so many columns on, everything is on the screen."""

LEAST: dict[Pane, int] = {"tree": 16, "list": 26, "reader": 36, "names": 16}
"""The fewest cells of each pane that stands beside others."""


class Arrangement(msgspec.Struct, frozen=True):
    """How a person wants the panes.

    Attributes:
        hidden: Panes that are on the screen only while they have the keys.
        footer: Whether the bottom line stays.
        changes: By how many cells a column is wider than it would be, by the number of columns for
            which that counts and the pane: ``"4 list"``.
    """

    hidden: frozenset[Pane] = frozenset()
    footer: bool = True
    changes: dict[str, int] = {}

    def toggled(self, pane: Pane) -> Arrangement:
        """Hide a pane, or show it again."""
        return msgspec.structs.replace(self, hidden=self.hidden ^ {pane})

    def sized(self, width: int, shown: Sequence[Pane], pane: Pane, cells: int) -> Arrangement:
        """Make a pane so wide, as far as there is room; the reader takes or gives what is needed.

        Args:
            width: Of the screen.
            shown: The panes on it.
            pane: Any of them; for the reader, its neighbour is sized instead.
            cells: The width that is wanted.
        """
        if len(shown) < 2:
            return self
        now = widths(width, shown, self)
        if pane == "reader":
            pane, cells = (other := _beside_reader(shown)), now[other] + now["reader"] - cells
        most = now[pane] + now["reader"] - LEAST["reader"]
        wanted = max(LEAST[pane], min(cells, most))
        change = wanted - _default(width, shown, pane)
        changes = {**self.changes, _key(width, shown, pane): change}
        return msgspec.structs.replace(self, changes=changes)


def visible_panes(
    width: int, focus: Pane, hidden: frozenset[Pane] = frozenset()
) -> tuple[Pane, ...]:
    """Say which panes are shown.

    Args:
        width: Of the screen, in cells.
        focus: The pane that has the keys; it is always among them.
        hidden: Panes that are shown only when they have the keys.
    """
    if width < TWO:
        return (focus,)
    left: tuple[Pane, ...] = ("tree",) if focus == "tree" else ("list",)
    if width >= FOUR and "tree" not in hidden:
        left = ("tree", "list")
    if width >= THREE and ("names" not in hidden or focus == "names"):
        return (*left, "reader", "names")
    return ("reader", "names") if focus == "names" else (*left, "reader")


def widths(width: int, shown: Sequence[Pane], arrangement: Arrangement) -> dict[Pane, int]:
    """Say how many cells each of the panes on the screen gets; together they fill it."""
    if len(shown) < 2:
        return dict.fromkeys(shown, width)
    sizes = {pane: LEAST[pane] for pane in shown}
    room = width - sum(sizes.values())
    for pane in sorted(set(shown) - {"reader"}, key=("tree", "names", "list").index):
        change = arrangement.changes.get(_key(width, shown, pane), 0)
        more = max(0, min(room, _default(width, shown, pane) + change - LEAST[pane]))
        sizes[pane] += more
        room -= more
    sizes["reader"] += room
    return sizes


def beside(pane: Pane, step: int) -> Pane | None:
    """Give the pane to the left (-1) or to the right (1) of one; None at the edge."""
    index = ORDER.index(pane) + step
    return ORDER[index] if 0 <= index < len(ORDER) else None


def _beside_reader(shown: Sequence[Pane]) -> Pane:
    index = shown.index("reader")
    return shown[index - 1] if index else shown[1]


def _key(width: int, shown: Sequence[Pane], pane: Pane) -> str:
    """Name what a change counts for; the tree in the list's place is as wide as the list."""
    columns = 4 if width >= FOUR else 3 if width >= THREE else 2
    return f"{columns} {'list' if pane == 'tree' and 'list' not in shown else pane}"


def _default(width: int, shown: Sequence[Pane], pane: Pane) -> int:
    """Give the width of a pane that nobody changed."""
    narrow = {"tree": 28, "names": 31 if width >= FOUR else 27}
    if "list" not in shown:
        del narrow["tree"]  # it stands in the list's place
    if width < THREE:
        del narrow["names"]  # they stand in the article's neighbour's place
    if pane in narrow:
        return narrow[pane]
    rest = width - sum(narrow[other] for other in shown if other in narrow)
    return rest * 5 // 13 if width >= FOUR else rest * 2 // 5
