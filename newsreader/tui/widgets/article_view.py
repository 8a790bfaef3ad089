"""The reader pane: one article with its names, its links, and what is searched for in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from rich.color import Color
from textual import events
from textual.message import Message

from newsreader.core.models import EntityType
from newsreader.core.places import moved_place
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.marks import PageMarks, Place
from newsreader.tui.page import Page
from newsreader.tui.render import Slot
from newsreader.tui.widgets.linked_view import LinkedView
from newsreader.tui.widgets.marked_bar import MarkedBar


class ArticleView(LinkedView):
    """Shows an article; marks names, links, search hits and one chosen entity in it."""

    class EntityChosen(Message):
        """A name was clicked; ``index`` counts in the page's entities."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(
        self, *, line_length: int = 76, signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(line_length=line_length, signs=signs, id=id)
        self._marks_of_bar: dict[float, str] = {}
        self._hidden_types: Collection[EntityType] = frozenset()

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, page: Page | None) -> None:
        """Show a page; the place is kept where it is the same article with a text before."""
        before, self.page = self.page, page
        self.pointed_name = None
        same = before is not None and page is not None and before.key == page.key
        if not same or before is None or page is None:
            self.forget_jumps()
            self._marks = PageMarks(page, self._hidden_types)
            self.lay_out()
            self.begin()
        elif before.document == page.document:
            self._show_changes(before, page)
        else:
            self._show_other_text(before, page)

    def _show_changes(self, before: Page, page: Page) -> None:
        """Show what is new around the text, which is the same."""
        if before.entities != page.entities:
            self._marks.name(page.entities)
            self.post_message(self.Scrolled())  # other names are on show
        if before.head != page.head:
            place = self.place
            self.lay_out()
            self.restore(place)
        else:
            self.redraw()

    def _show_other_text(self, before: Page, page: Page) -> None:
        """Show another text of the same article, at the place that was read."""
        (spot, rows), query, chosen = self.place, self._marks.query, self._marks.chosen_name
        self._marks = PageMarks(page, self._hidden_types)
        self._marks.search(query)
        self._marks.choose_by_name(chosen)
        self.lay_out()
        if before.document is None:
            self.begin()
        elif isinstance(spot, Slot) or spot < 0 or page.document is None:
            self.restore((spot, rows))
        else:
            moved = moved_place(before.document.text, page.document.text, spot)
            self.restore((moved, rows))

    # -- names and search --------------------------------------------------------------------------

    @property
    def chosen(self) -> int | None:
        """The index of the entity whose mentions are marked."""
        return self._marks.chosen

    def choose_entity(self, index: int | None, *, reveal: bool = True) -> None:
        """Mark all mentions of an entity; bring the first on show where none is."""
        self._marks.choose(index)
        self.redraw()
        mentions = self._marks.mentions
        if reveal and mentions:
            first, last = self.offsets_on_show()
            in_text = [place.start for place in mentions if place.in_text]
            on_show = any(first <= start < last for start in in_text)
            if not on_show and (first >= 0 or len(in_text) == len(mentions)):
                self.reveal(in_text[0]) if in_text else self.move_to_end(last=False)

    def hide_names(self, types: Collection[EntityType]) -> None:
        """Mark no names of some types."""
        self._hidden_types = types
        self._marks.hide(types)
        self.redraw()

    def names_on_show(self) -> frozenset[int]:
        """Give the indexes of the entities that are named in the lines on show."""
        return self._marks.named_within(*self.offsets_on_show())

    def place_of_name(self, index: int) -> Place:
        """Give the place of an entity that is meant: the current one, or the first on show."""
        return self._marks.place_of(index, *self.offsets_on_show())

    def name_at(self, place: Place) -> int | None:
        """Give the index of the entity that is named at a place, None where nobody is."""
        return self._marks.name_at(place)

    @property
    def selected(self) -> Place | None:
        """The place of the text that is selected, without the space around it; None for none."""
        selection = self.text_selection
        if selection is None or self.page is None or self.page.document is None:
            return None
        start, end = self._lines.range_within(selection.start, selection.end)
        words = self.page.document.text[start:end]
        start += len(words) - len(words.lstrip())
        return Place(True, start, start + len(words.strip())) if words.strip() else None

    def words_at(self, place: Place) -> str:
        """Give what stands at a place."""
        return self._marks.words_at(place)

    def step_mention(self, step: int) -> tuple[int, int] | None:
        """Go to the next or previous mention of the chosen entity.

        Returns:
            Which one of how many, counted from 1; None where there is none.
        """
        return self._step(self._marks.mentions, step)

    @property
    def searched(self) -> str:
        """What is searched for in the article, "" for nothing."""
        return self._marks.query

    @property
    def hit_count(self) -> int:
        """How many places the search found."""
        return len(self._marks.hits)

    def search(self, query: str) -> int:
        """Mark every place that holds a text, whatever its case and accents; give how many."""
        found = self._marks.search(query)
        self.redraw()
        return found

    def step_hit(self, step: int) -> tuple[int, int] | None:
        """Go to the next or previous search hit; as `step_mention`."""
        return self._step(self._marks.hits, step)

    def _step(self, places: Sequence[Place], step: int) -> tuple[int, int] | None:
        index = self._marks.step(places, step, self.offsets_on_show()[0])
        if index is None:
            return None
        place = places[index]
        if place.in_text:
            self.reveal(place.start)
        else:
            self.move_to_end(last=False)
        self.redraw()
        return index + 1, len(places)

    # -- the scrollbar -----------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show on the scrollbar where something is marked."""
        self._mark_bar()

    def _mark_bar(self) -> None:
        bar = self.vertical_scrollbar
        plain = bar.renderer

        def marked(**options: Any) -> MarkedBar:
            colours = {share: self._colour(name) for share, name in self._marks_of_bar.items()}
            return MarkedBar(plain(**options), colours, self._signs.mark)

        setattr(bar, "renderer", marked)  # noqa: B010 (Textual declares it for the class only)

    def redraw(self) -> None:
        """Draw everything on show anew, and the marks of the scrollbar."""
        super().redraw()
        self._marks_of_bar = {
            self.share_of(place.start if place.in_text else -1): name
            for places, name in (
                (self._marks.hits, "hit-current"),
                (self._marks.mentions, "chosen-current"),
            )
            for place in places
        }
        self.vertical_scrollbar.refresh()

    def _colour(self, name: str) -> Color | None:
        style = self.style_of(name)
        return style.bgcolor or style.color

    # -- the pointer -------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Choose a name; links are followed as in every page."""
        meta = event.style.meta
        if "entity" in meta and "link" not in meta:
            self.post_message(self.EntityChosen(int(meta["entity"])))
