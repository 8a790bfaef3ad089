"""The pane of the names: their list, what is known of one of them, and the map of the places."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import structs
from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from newsreader.core.models import Entity, EntityType, Place, Reading
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.panes import THREE
from newsreader.tui.widgets.entity_sidebar import EntitySidebar
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.pane_edge import PaneEdge
from newsreader.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from newsreader.tui.widgets.name_card import NameCard
    from newsreader.tui.widgets.place_map import PlaceMap

CARD_FROM, MAP_FROM = 24, 30
"""The lines of a screen that has room for the card, and for the map."""


class NamesPane(Guarded, Vertical):
    """Shows the names of one article.

    Args:
        signs: The signs to draw with.
        with_map: Show the map where there is room for it.
    """

    class PlaceChosen(Message):
        """A place of the map was clicked; ``index`` counts in the article's entities."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    sidebar = getters.query_one("#names", EntitySidebar)

    def __init__(self, signs: Glyphs, *, with_map: bool = True) -> None:
        super().__init__(id="names-pane", classes="pane side")
        self._signs = signs
        self.with_map = with_map
        self._reading: Reading | None = None
        self._located: list[tuple[int, Place]] = []
        self._room = (0, 0)

    def compose(self) -> ComposeResult:
        """Make the parts."""
        yield PaneEdge("names", self._signs)
        yield Static("Names", id="names-title", classes="pane-title", markup=False)
        yield EntitySidebar(signs=self._signs, id="names")

    @cached_property
    def card(self) -> NameCard:
        """What is known of the name of the cursor; made when there is one."""
        from newsreader.tui.widgets.name_card import NameCard

        card = NameCard(signs=self._signs, id="name-card")
        self.mount(card, after=self.sidebar)
        return card

    @cached_property
    def chart(self) -> PlaceMap:
        """The map below everything; made when there is a place to show."""
        from newsreader.tui.widgets.place_map import PlaceMap

        chart = PlaceMap(signs=self._signs, id="name-map")
        self.mount(chart)
        return chart

    def show(self, reading: Reading | None) -> None:
        """Show the names of an article; nothing where there is none."""
        self._reading = reading
        entities = reading.entities if reading is not None else ()
        self._located = [
            (index, structs.replace(entity.place, name=entity.name))  # as the article calls it
            for index, entity in enumerate(entities)
            if entity.place is not None
        ]
        by_fallback = bool(entities) and reading is not None and reading.names_by == "fallback"
        title, words = (
            self.query_one("#names-title", Static),
            f"Names{' by fallback' * by_fallback}",
        )
        if title.content != words:
            title.update(words, layout=False)
        self.sidebar.show(entities, note="No names found." if reading is not None else "")
        self._tell()

    def choose(self, index: int | None) -> None:
        """Show which entity is chosen."""
        self.sidebar.mark_chosen(index)
        self._tell()

    def hide(self, types: Collection[EntityType]) -> None:
        """Leave out the names of some types."""
        self.sidebar.hide(types)
        self._tell()

    def fit(self, columns: int, rows: int) -> None:
        """Show what there is room for on a screen of some size."""
        self._room = columns, rows
        self._tell()

    @property
    def map_fits(self) -> bool:
        """Whether the screen has room for the map."""
        columns, rows = self._room
        return columns >= THREE and rows >= MAP_FROM

    @property
    def entity(self) -> Entity | None:
        """The entity of the cursor."""
        return self.sidebar.entity_at(self.sidebar.cursor)

    @on(RowList.CursorMoved)
    def _tell(self) -> None:
        """Tell of the name of the cursor, and show it on the map where it is a place."""
        has_card = self.entity is not None and self._room[1] >= CARD_FROM
        has_chart = self.with_map and bool(self._located) and self.map_fits
        self.query("#name-card").set(display=has_card)
        self.query("#name-map").set(display=has_chart)
        if has_card:
            self.card.show(self._reading, self.entity)
        if has_chart:
            here = self.sidebar.index_at(self.sidebar.cursor)
            chosen = (n for n, (index, _) in enumerate(self._located) if index == here)
            self.chart.show([place for _, place in self._located], next(chosen, None))

    def on_place_map_picked(self, event: PlaceMap.Picked) -> None:
        """Tell whose place was clicked."""
        event.stop()
        self.post_message(self.PlaceChosen(self._located[event.index][0]))
