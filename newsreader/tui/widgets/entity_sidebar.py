"""The sidebar: who and what the article names, by type, the most important first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from newsreader.core.models import Entity, EntityType
from newsreader.core.text import cell_width
from newsreader.tui.glyphs import ENTITY_LETTERS, ENTITY_TITLES, UNICODE, Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.widgets.rows import RowList


class _Row(NamedTuple):
    """A heading (no entity), an entity by its index, or a space between groups (no type)."""

    type: EntityType | None
    entity: int = -1


class EntitySidebar(RowList):
    """The entities of the article on show, grouped by type."""

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(id=id)
        self._signs = signs
        self._entities: Sequence[Entity] = ()
        self._rows: list[_Row] = []
        self._note = ""
        self.chosen: int | None = None

    def show(self, entities: Sequence[Entity], *, note: str = "") -> None:
        """Show the entities of an article, in order of salience; a note where there are none."""
        before = self.entity_at(self.cursor)
        self._entities = entities
        self._note = note
        self.chosen = None
        self._rows = []
        for kind in ENTITY_TITLES:
            found = [index for index, entity in enumerate(entities) if entity.type is kind]
            if found:
                spacer = [_Row(None)] if self._rows else []
                self._rows += [*spacer, _Row(kind), *(_Row(kind, index) for index in found)]
        self.rows_changed()
        self.cursor = self._row_of(before)
        if self.cursor <= 1:
            self.scroll_row(0)

    def _row_of(self, wanted: Entity | None) -> int:
        for number, row in enumerate(self._rows):
            entity = self._entities[row.entity] if row.entity >= 0 else None
            same = wanted and entity and (wanted.name, wanted.type) == (entity.name, entity.type)
            if entity is not None and (same or wanted is None):
                return number
        return next((n for n, row in enumerate(self._rows) if row.entity >= 0), -1)

    def mark_chosen(self, index: int | None) -> None:
        """Show which entity is chosen, and put the cursor on it."""
        self.chosen = index
        self.rows_changed()
        for number, row in enumerate(self._rows):
            if index is not None and row.entity == index:
                self.cursor = number

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
    def row_count(self) -> int:
        """Rows, headings included."""
        return len(self._rows) or (1 if self._note else 0)

    def selectable(self, index: int) -> bool:
        """The cursor stands on entities only."""
        return self.index_at(index) is not None

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give a heading with its letter, or a name with its count."""
        if not self._rows:
            return [Part(f" {self._note}", "dim")]
        row = self._rows[index]
        if row.type is None:
            return []
        if row.entity < 0:
            letter, title = ENTITY_LETTERS[row.type], ENTITY_TITLES[row.type]
            return [Part(" "), Part(letter, row.type.value), Part(f" {title}", "dim")]
        entity = self._entities[row.entity]
        count = str(entity.count) if entity.count > 1 else ""
        room = max(1, width - 3 - 4)
        name = self._signs.cut(entity.name, room)
        gap = " " * (room - cell_width(name))
        style = "chosen" if row.entity == self.chosen else row.type.value
        return [Part("   "), Part(name, style, column=True), Part(f"{gap}{count:>3} ", "count")]
