"""Which panes are on the screen: decided by its width, and by the pane that has the keys."""

from __future__ import annotations

from typing import Literal

Pane = Literal["tree", "list", "reader", "names"]
ORDER: tuple[Pane, ...] = ("tree", "list", "reader", "names")
"""From left to right."""

TWO = 100
"""From so many columns on, list and reader stand side by side."""
THREE = 110
"""From so many columns on, the names stand beside them."""
FOUR = 160
"""From so many columns on, everything is on the screen."""


def visible_panes(width: int, focus: Pane) -> tuple[Pane, ...]:
    """Say which panes are shown.

    Args:
        width: Of the screen, in cells.
        focus: The pane that has the keys; it is always among them.
    """
    if width >= FOUR:
        return ORDER
    if width < TWO:
        return (focus,)
    left: Pane = "tree" if focus == "tree" else "list"
    if width >= THREE:
        return (left, "reader", "names")
    return ("reader", "names") if focus == "names" else (left, "reader")


def beside(pane: Pane, step: int) -> Pane | None:
    """Give the pane to the left (-1) or to the right (1) of one; None at the edge."""
    index = ORDER.index(pane) + step
    return ORDER[index] if 0 <= index < len(ORDER) else None
