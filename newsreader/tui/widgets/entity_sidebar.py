"""The list of the names: who and what the article names, by type, the most important first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from textual import events
from textual.message import Message

from newsreader.core.models import Entity, EntityType
from newsreader.core.text import cell_width
from newsreader.tui.glyphs import ENTITY_LETTERS, ENTITY_TITLES, UNICODE, Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.widgets.rows import RowList

BEFORE = 3
"""Cells before a name: a margin, the sign of who is on show, a space."""


class _Row(NamedTuple):
    """A heading (no entity), an entity by its index, or a space between groups (no type)."""

    type: EntityType | None
    entity: int = -1


class EntitySidebar(RowList):
    """The entities of the article on show, grouped by type; a type can be left out."""

    class Folded(Message):
        """The heading of a type was clicked."""

        def __init__(self, type: EntityType) -> None:
            super().__init__()
            self.type = type

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._entities: Sequence[Entity] = ()
        self._rows: list[_Row] = []
        self._note = ""
        self._hidden: Collection[EntityType] = ()
        self._numbers: Counter[EntityType] = Counter()
        self._present: Collection[int] = ()
        self.chosen: int | None = None

    def show(self, entities: Sequence[Entity], *, note: str = "") -> None:
        """Show the entities of an article, in order of salience; a note where there are none."""
        before = self.entity_at(self.cursor)
        self._entities = entities
        self._numbers = Counter(entity.type for entity in entities)
        self._note = note
        self._present = ()
        self.chosen = None
        self._arrange()
        self.cursor = self._row_of(before)
        if self.cursor <= 1:
            self.scroll_row(0)

    def hide(self, types: Collection[EntityType]) -> None:
        """Leave out the names of some types; their headings stay, with how many there are."""
        kind = self.type_here
        before = self.entity_at(self.cursor)
        self._hidden = types
        self._arrange()
        gone = before is not None and before.type in types
        self.cursor = self._heading_of(kind) if gone or before is None else self._row_of(before)

    def _arrange(self) -> None:
        self._rows = []
        for kind in ENTITY_TITLES:
            if not self._numbers[kind]:
                continue
            self._rows += [*([_Row(None)] if self._rows else []), _Row(kind)]
            if kind not in self._hidden:
                named = enumerate(self._entities)
                self._rows += [_Row(kind, index) for index, one in named if one.type is kind]
        self.rows_changed()

    def _row_of(self, wanted: Entity | None) -> int:
        for number, row in enumerate(self._rows):
            entity = self._entities[row.entity] if row.entity >= 0 else None
            same = wanted and entity and (wanted.name, wanted.type) == (entity.name, entity.type)
            if entity is not None and (same or wanted is None):
                return number
        return next((n for n in range(len(self._rows)) if self.selectable(n)), -1)

    def _heading_of(self, kind: EntityType | None) -> int:
        """Give the row of a heading, or of the first name below it where it has names."""
        found = next((n for n, row in enumerate(self._rows) if row.type and row.type is kind), -1)
        return found if self.selectable(found) else found + 1

    # -- what is marked ----------------------------------------------------------------------------

    def mark_chosen(self, index: int | None) -> None:
        """Show which entity is chosen, and put the cursor on it."""
        self.chosen = index
        self.rows_changed()
        if index is not None:
            self.point_at(index)

    def point_at(self, index: int) -> None:
        """Put the cursor on an entity, where it is not left out."""
        for number, row in enumerate(self._rows):
            if row.entity == index:
                self.cursor = number

    def mark_present(self, indexes: Collection[int]) -> None:
        """Show which entities are named in the lines that are on the screen."""
        if indexes == self._present:
            return
        changed = set(indexes) ^ set(self._present)
        self._present = indexes
        for number, row in enumerate(self._rows):
            if row.entity in changed:
                self.row_changed(number)

    # -- the rows ----------------------------------------------------------------------------------

    def entity_at(self, row: int) -> Entity | None:
        """Give the entity of a row."""
        index = self.index_at(row)
        return self._entities[index] if index is not None else None

    def index_at(self, row: int) -> int | None:
        """Give the index of the entity of a row, in the order in which they were given."""
        if 0 <= row < len(self._rows) and self._rows[row].entity >= 0:
            return self._rows[row].entity
        return None

    @property
    def type_here(self) -> EntityType | None:
        """The type that the cursor is on: of a name, or of a heading."""
        return self._rows[self.cursor].type if 0 <= self.cursor < len(self._rows) else None

    @property
    def row_count(self) -> int:
        """Rows, headings included."""
        return len(self._rows) or (1 if self._note else 0)

    def selectable(self, index: int) -> bool:
        """The cursor stands on names, and on headings of types whose names are left out."""
        if not 0 <= index < len(self._rows):
            return False
        row = self._rows[index]
        return row.entity >= 0 or (row.type is not None and row.type in self._hidden)

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give a heading with its letter, or a name with its count."""
        if not self._rows:
            return [Part(f" {self._note}", "dim")]
        row = self._rows[index]
        if row.type is None:
            return []
        return self._heading(row.type, width) if row.entity < 0 else self._named(row, width)

    def _heading(self, kind: EntityType, width: int) -> list[Part]:
        letter, title = ENTITY_LETTERS[kind], ENTITY_TITLES[kind]
        if kind not in self._hidden:
            return [Part(" "), Part(letter, kind.value), Part(f" {title}", "dim")]
        words = self._signs.fit(f" {title} {self._signs.folder_closed}", max(1, width - 2 - 4))
        return [
            Part(" "),
            Part(letter, "dim"),
            Part(words, "dim", column=True),
            Part(f"{self._numbers[kind]:>3} ", "count"),
        ]

    def _named(self, row: _Row, width: int) -> list[Part]:
        entity = self._entities[row.entity]
        assert row.type is not None
        count = str(entity.count) if entity.count > 1 else ""
        country = f" {entity.place.country}" if entity.place and entity.place.country else ""
        room = max(1, width - BEFORE - 4)
        if room - len(country) < 8:
            country = ""
        name = self._signs.cut(entity.name, room - len(country))
        gap = " " * (room - len(country) - cell_width(name))
        here = self._signs.quote if row.entity in self._present else " "
        return [
            Part(" "),
            Part(here, "mark"),
            Part(" "),
            Part(name, "chosen" if row.entity == self.chosen else row.type.value, column=True),
            Part(f"{country}{gap}{count:>3} ", "count"),
        ]

    def on_click(self, event: events.Click) -> None:
        """Choose the name under the pointer; a heading leaves its names out, or takes them in."""
        index = self.row_at(event.y)
        row = self._rows[index] if 0 <= index < len(self._rows) else _Row(None)
        if row.type is not None and row.entity < 0:
            event.prevent_default()
            self.focus()
            self.post_message(self.Folded(row.type))
