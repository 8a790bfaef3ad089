"""Arranging the panes: which are on the screen, how wide they are, and the text alone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec import structs
from textual.widget import Widget

from newsreader.tui.panes import FOUR, ORDER, THREE, Arrangement, Pane, visible_panes, widths

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

ARRANGEMENT = "screen.panes"
STEP = 4
"""Cells by which a pane grows or shrinks."""
PREVIEW_AFTER = 0.08
"""Seconds that the cursor rests before the reader shows its article."""
TINY = (10, 3)
"""A screen with no more columns or fewer lines than these only asks for room."""
_FOCUS: dict[Pane, str] = {
    "tree": "#tree", "list": "#articles", "reader": "#view", "names": "#names",
}  # fmt: skip
_NAMES: dict[Pane, str] = {"tree": "feeds", "names": "names"}
_WAYS: dict[Pane, tuple[str, str]] = {
    "tree": ("pane-left", "toggle-tree"), "names": ("focus-entities", "toggle-names"),
}  # fmt: skip
"""The actions that go to a pane, and that show it again."""


class Arranging:
    """Actions on the panes; and what follows from a change of size or of the focus."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self.arrangement = self._load()
        self._before_zen: Pane | None = None

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "zen": self._zen,
            "toggle-tree": lambda: self._toggle("tree"),
            "toggle-names": lambda: self._toggle("names"),
            "toggle-footer": self._toggle_footer,
            "grow-pane": lambda: self._grow(STEP),
            "shrink-pane": lambda: self._grow(-STEP),
            "reset-panes": self._reset,
        }

    def _load(self) -> Arrangement:
        saved = self._main.session.library.get_state(ARRANGEMENT, "{}")
        with contextlib.suppress(msgspec.DecodeError, ValueError):
            return msgspec.json.decode(saved, type=Arrangement)
        return Arrangement()

    def _keep(self, arrangement: Arrangement) -> None:
        """Show an arrangement, and remember it."""
        self.arrangement = arrangement
        self._main.lists.remember(ARRANGEMENT, msgspec.json.encode(arrangement).decode())
        self.place()

    # -- placing -----------------------------------------------------------------------------------

    def place(self) -> None:
        """Show the panes that belong on the screen now, as wide as they should be."""
        main = self._main
        width, height = main.app.size
        shown: tuple[Pane, ...] = ("reader",)
        if main.pages.is_on_show:
            shown = ("list",)
        elif not self.zen:
            shown = visible_panes(width, main.pane, self.arrangement.hidden)
        main.names.fit(width, height)
        main.pages.fit()
        came = "reader" in shown and "reader" not in main.shown
        main.shown = shown
        sizes = widths(width, shown, self.arrangement)
        for pane in ORDER:
            place = main.query_one(f"#{pane}-pane")
            place.display = pane in shown
            place.set_class(pane == shown[0], "first")
            if pane in shown:
                place.styles.width = sizes[pane]
        main.set_class(self.zen, "zen")
        main.set_class(width <= TINY[0] or height < TINY[1], "tiny")
        main.set_class(not self.arrangement.footer, "footless")
        main.status.stay(self.arrangement.footer)
        if came:
            main.delay("preview", PREVIEW_AFTER, main.preview)
        main.show_hints()

    def go_to(self, pane: Pane) -> None:
        """Give the keys to a pane, bringing it on the screen."""
        main = self._main
        main.pane = pane
        if pane != "reader":
            self._before_zen = None
        self.place()
        main.set_focus(main.query_one(_FOCUS[pane]))  # at once: keys that follow are for it

    def follow(self, focused: Widget) -> None:
        """Follow the focus, which clicks move as well."""
        main = self._main
        for place in focused.ancestors_with_self:
            for pane in ORDER:
                if place.id == f"{pane}-pane":
                    main.pane = pane
        for title in main.query(".pane-title"):
            title.set_class(title.id == f"{main.pane}-title", "active")
        self.place()

    # -- the text alone ----------------------------------------------------------------------------

    @property
    def zen(self) -> bool:
        """Whether the text stands alone."""
        return self._before_zen is not None

    def _zen(self) -> None:
        main = self._main
        article = main.current
        if self.end_zen():
            return
        if article is None:
            main.say("There is no article here to read alone.")
            return
        before = main.pane
        main.opening.open(article)
        self._before_zen = before
        self.go_to("reader")

    def end_zen(self) -> bool:
        """Show the other panes again; say whether the text stood alone."""
        if self._before_zen is None:
            return False
        before, self._before_zen = self._before_zen, None
        self.go_to(before)
        return True

    # -- hiding ------------------------------------------------------------------------------------

    def _toggle(self, pane: Pane) -> None:
        """Hide a pane or show it; where the screen is too narrow for it, go there or come back."""
        main = self._main
        if main.pages.is_on_show:
            main.run("focus-entities") if pane == "names" else self.go_to(pane)
            return
        on_screen = pane in main.shown
        hidden = pane in self.arrangement.hidden
        room = main.app.size.width >= (FOUR if pane == "tree" else THREE)
        if room and on_screen is not hidden:
            self._before_zen = None
            self._keep(self.arrangement.toggled(pane))
        if on_screen and main.pane == pane:
            self.go_to("list" if pane == "tree" else "reader")
        if not room and not on_screen:
            main.run("focus-entities") if pane == "names" else self.go_to(pane)
        elif room:
            self._tell(pane, shown=not on_screen)

    def _tell(self, pane: Pane, *, shown: bool) -> None:
        main = self._main
        if shown:
            main.say(f"The {_NAMES[pane]} are on the screen.")
            return
        there, back = _WAYS[pane]
        main.say(
            f"The {_NAMES[pane]} are hidden; {main.key(there)} goes to them,"
            f" {main.key(back)} shows them again."
        )

    def _toggle_footer(self) -> None:
        main = self._main
        footer = not self.arrangement.footer
        self._keep(structs.replace(self.arrangement, footer=footer))
        key = main.key("toggle-footer")
        main.say(
            "The bottom line is here to stay."
            if footer
            else f"The bottom line shows only what is said; {key} brings it back."
        )

    # -- sizes -------------------------------------------------------------------------------------

    def _grow(self, step: int) -> None:
        main = self._main
        if len(main.shown) < 2:
            main.say("This pane fills the screen; there is nothing to take from or to give to.")
            return
        width = main.app.size.width
        now = widths(width, main.shown, self.arrangement)[main.pane]
        self._keep(self.arrangement.sized(width, main.shown, main.pane, now + step))
        after = widths(width, main.shown, self.arrangement)[main.pane]
        if after == now:
            main.say("There is no room for that.")
        else:
            main.say(
                f"{after} columns; {main.key('reset-panes')} gives every pane its usual width."
            )

    def _reset(self) -> None:
        self._keep(structs.replace(self.arrangement, changes={}))
        self._main.say("Every pane has its usual width.")

    def drag(self, pane: Pane, column: int) -> None:
        """Put the left edge of a pane at a column of the screen."""
        shown = self._main.shown
        if pane not in shown[1:]:
            return
        width = self._main.app.size.width
        sizes = widths(width, shown, self.arrangement)
        index = shown.index(pane)
        moved = column - sum(sizes[one] for one in shown[:index])
        left = shown[index - 1]
        pane, cells = (pane, -moved) if left == "reader" else (left, moved)
        self.arrangement = self.arrangement.sized(width, shown, pane, sizes[pane] + cells)
        self.place()

    def drop(self) -> None:
        """Remember what was dragged."""
        self._keep(self.arrangement)
