"""Browsing: which list is shown, what comes first in it, and how its rows look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from newsreader.core.query import Scope
from newsreader.tui.lists import ORDER_NAMES
from newsreader.tui.widgets.article_list import Density

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.screens.main import MainScreen

DENSITY = "screen.density"
_DENSITIES: tuple[Density, ...] = get_args(Density)
_DENSITY_NAMES: dict[Density, str] = {
    "auto": "One line an article where the list is wide, two where it is narrow.",
    "one-line": "One line an article.",
    "two-line": "Two lines an article.",
}


def density_of(session: Session) -> Density:
    """Give how many lines an article takes: what was chosen last, else what the settings say."""
    saved = session.library.get_state(DENSITY)
    known = (density for density in _DENSITIES if density == saved)
    return next(known, session.settings.screen.density)


class Browsing:
    """Actions that choose a list, and change how it is shown."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "show-bookmarks": self._bookmarks,
            "only-unread": self._only_unread,
            "sort": self._sort,
            "density": self._density,
        }

    def _bookmarks(self) -> None:
        main = self._main
        kept = Scope("bookmarks", "")
        main.shelf.open_scope(Scope.all() if main.lists.scope == kept else kept)
        main.go_to_pane("list")

    def _only_unread(self) -> None:
        main = self._main
        only = main.lists.toggle_only_unread()
        main.shelf.open_list(stay=True)
        main.say("Only what is unread is shown." if only else "Everything is shown.")

    def _sort(self) -> None:
        main = self._main
        name = ORDER_NAMES[main.lists.next_order()]
        main.shelf.open_list(stay=True)
        main.say(f"{main.lists.title()}: {name}.")

    def _density(self) -> None:
        main = self._main
        at = _DENSITIES.index(main.articles.density)
        density = _DENSITIES[(at + 1) % len(_DENSITIES)]
        main.articles.set_density(density)
        main.lists.remember(DENSITY, density)
        main.say(_DENSITY_NAMES[density])
