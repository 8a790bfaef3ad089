"""Names: choosing one, walking through its mentions, leaving out types, the map."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from newsreader.core.errors import InputError
from newsreader.core.models import EntityType, Identity, Reading
from newsreader.tui.glyphs import ENTITY_TITLES
from newsreader.tui.marks import Place
from newsreader.tui.panes import THREE
from newsreader.tui.widgets.names_pane import MAP_FROM

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.screens.main import MainScreen

HIDDEN_TYPES = "screen.hidden_types"
MAP = "screen.map"


def wants_map(session: Session) -> bool:
    """Say whether the person wants the map of places."""
    return session.library.get_state(MAP) != "off"


class Naming:
    """Actions on the names of the article."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._hidden = self._load_hidden()

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "next-mention": lambda: self._mention(1),
            "previous-mention": lambda: self._mention(-1),
            "filter-names": self._fold_here,
            "toggle-map": self._toggle_map,
        }

    def begin(self) -> None:
        """Leave out what was left out the last time."""
        self._show_hidden()

    # -- choosing ----------------------------------------------------------------------------------

    def choose_here(self) -> None:
        """Mark all mentions of the name of the cursor, or none where it was chosen already."""
        self.choose(self._main.sidebar.index_at(self._main.sidebar.cursor))

    def choose(self, index: int | None) -> None:
        """Mark all mentions of a name, or none where it was chosen already."""
        main = self._main
        if index is None or main.reader.reading is None:
            return
        if main.view.chosen == index:
            self.choose_none()
            main.say("No name is marked now.")
            return
        self.mark(index)
        if main.pane == "names" and "reader" not in main.shown:
            main.go_to_pane("reader")
        entity = main.reader.reading.entities[index]
        times = "once" if entity.count == 1 else f"{entity.count} times"
        also = f", also as {', '.join(entity.aliases[:3])}" if entity.aliases else ""
        step = f" {main.key('next-mention')} goes to the next." if entity.count > 1 else ""
        main.say(f"{entity.name} ({entity.type.value}): named {times}{also}.{step}")

    def choose_none(self) -> None:
        """Mark no name."""
        self.mark(None)

    def mark(self, index: int | None, *, reveal: bool = True) -> None:
        """Mark all mentions of a name, or of none; bring one on show, unless it is not wanted."""
        self._main.view.choose_entity(index, reveal=reveal)
        self._main.names.choose(index)

    def _mention(self, step: int) -> None:
        """Go to a mention of the chosen name; among the names, of the one of the cursor."""
        main = self._main
        here = main.sidebar.index_at(main.sidebar.cursor)
        if here is not None and main.view.chosen != here and self._means_cursor:
            self.mark(here)
        if main.pane == "names" and here is not None and "reader" not in main.shown:
            main.go_to_pane("reader")
        if main.view.chosen is None or main.reader.reading is None:
            main.say(f"Choose a name first: {main.key('focus-entities')} goes to the names.")
            return
        place = main.view.step_mention(step)
        if place is not None:
            entity = main.reader.reading.entities[main.view.chosen]
            main.say(f"{entity.name} ({entity.type.value}): {place[0]} of {place[1]}")

    @property
    def _means_cursor(self) -> bool:
        return self._main.pane == "names" or self._main.view.chosen is None

    @property
    def here(self) -> int | None:
        """The name that is meant: that of the cursor, or under the pointer, or the chosen one."""
        main = self._main
        if main.pane == "names":
            return main.sidebar.index_at(main.sidebar.cursor)
        return main.view.pointed_name if main.view.pointed_name is not None else main.view.chosen

    def meant(self) -> tuple[Reading, int]:
        """Give the article, and which of its names is meant.

        Raises:
            InputError: None is.
        """
        reading, index = self._main.reader.reading, self.here
        if reading is None or index is None:
            names = self._main.key("focus-entities")
            raise InputError(f"Choose a name first: {names} goes to the names.")
        return reading, index

    def whom(self) -> Identity:
        """Give who is meant: whose page is on show, or whom the name that is meant stands for.

        Raises:
            InputError: Nobody is meant, or somebody who is not in the library.
        """
        from newsreader.services.entities import identity_of

        main = self._main
        if main.pages.is_on_show:
            if main.pages.identity is None:
                raise InputError("Nothing is known of this name.")
            return main.pages.identity
        reading, index = self.meant()
        entity = reading.entities[index]
        found = identity_of(main.session, entity)
        if found is None:
            raise InputError(f"{entity.name} is known in this article only.")
        return found

    def stay_on(self, place: Place, *, chosen: bool) -> None:
        """Go on with the name that stands at a place, after the names of the article changed."""
        main = self._main
        index = main.view.name_at(place)
        if index is None:
            self.choose_none()
        elif chosen:
            self.mark(index)
        else:
            main.sidebar.point_at(index)

    def follow(self) -> None:
        """Show beside the names which of them the reader shows, as long as it is on the screen."""
        if "reader" in self._main.shown:
            self._main.sidebar.mark_present(self._main.view.names_on_show())

    # -- types -------------------------------------------------------------------------------------

    def _load_hidden(self) -> frozenset[EntityType]:
        saved = self._main.session.library.get_state(HIDDEN_TYPES, "[]")
        with contextlib.suppress(msgspec.DecodeError):
            return msgspec.json.decode(saved, type=frozenset[EntityType])
        return frozenset()

    def _fold_here(self) -> None:
        kind = self._main.sidebar.type_here
        if kind is None:
            self._main.say("There is no name here.")
        else:
            self.fold(kind)

    def fold(self, kind: EntityType) -> None:
        """Leave out the names of a type, here and in the text, or take them in again."""
        main = self._main
        self._hidden ^= {kind}
        value = msgspec.json.encode(sorted(self._hidden)).decode()
        main.lists.remember(HIDDEN_TYPES, value)
        self._show_hidden()
        what = ENTITY_TITLES[kind]
        main.say(
            f"{what} are left out, here and in the text; {main.key('filter-names')} shows them."
            if kind in self._hidden
            else f"{what} are shown again."
        )

    def _show_hidden(self) -> None:
        self._main.view.hide_names(self._hidden)
        self._main.names.hide(self._hidden)
        self._main.sidebar.chosen = self._main.view.chosen
        self.follow()

    # -- the map -----------------------------------------------------------------------------------

    def _toggle_map(self) -> None:
        main = self._main
        main.names.with_map = not main.names.with_map
        main.lists.remember(MAP, "" if main.names.with_map else "off")
        main.names.fit(*main.app.size)
        main.pages.fit()
        if not main.names.with_map:
            main.say(f"The map is off; {main.key('toggle-map')} shows it again.")
        elif main.names.map_fits:
            main.say("The map shows the article's places.")
        else:
            main.say(f"The map is on; it needs {THREE} columns and {MAP_FROM} lines.")
