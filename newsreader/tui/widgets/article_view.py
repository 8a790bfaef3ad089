"""The reader pane: one article with its names, its links, and what is searched for in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.color import Color
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from newsreader.core.document import Footnote
from newsreader.core.places import moved_place
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.hints import Hints, Target, find_targets
from newsreader.tui.marks import PageMarks, Place
from newsreader.tui.page import Page
from newsreader.tui.render import Slot
from newsreader.tui.widgets.marked_bar import MarkedBar
from newsreader.tui.widgets.picture_view import PictureView
from newsreader.tui.widgets.text_view import Spot

POINTED = 1.5
"""Seconds that a passage is marked after a jump to it."""


class ArticleView(PictureView):
    """Shows an article; marks names, links, search hits and one chosen entity in it."""

    @dataclass
    class LinkChosen(Message):
        """A link was chosen, to be opened or to be copied."""

        url: str
        copy: bool = False

    @dataclass
    class EntityChosen(Message):
        """A name was clicked; ``index`` counts in the page's entities."""

        index: int

    @dataclass
    class LinkPointed(Message):
        """The pointer came to a link, or left it ("")."""

        url: str

        def can_replace(self, message: Message) -> bool:
            """Only the last place of the pointer counts."""
            return isinstance(message, ArticleView.LinkPointed)

    def __init__(
        self, *, line_length: int = 76, signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(line_length=line_length, signs=signs, id=id)
        self._pointed = ""
        self._hints: Hints | None = None
        self._marks_of_bar: dict[float, str] = {}
        self._came_from: dict[str, Spot] = {}

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, page: Page | None) -> None:
        """Show a page; the place is kept where it is the same article with a text before."""
        before, self.page = self.page, page
        same = before is not None and page is not None and before.key == page.key
        if not same or before is None or page is None:
            self._came_from.clear()
            self._marks = PageMarks(page)
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
        if before.head != page.head:
            place = self.place
            self.lay_out()
            self.restore(place)
        else:
            self.redraw()

    def _show_other_text(self, before: Page, page: Page) -> None:
        """Show another text of the same article, at the place that was read."""
        (spot, rows), query, chosen = self.place, self._marks.query, self._marks.chosen_name
        self._marks = PageMarks(page)
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
            if not any(first <= place.start < last for place in mentions):
                self.reveal(mentions[0].start)

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

    def use_plain_bar(self) -> None:
        """Draw the scrollbar with spaces only, and the marks."""
        super().use_plain_bar()
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

    # -- notes -------------------------------------------------------------------------------------

    def go_to_note(self, label: str) -> None:
        """Go to a note that the text refers to."""
        for block in self.page.document.walk() if self.page and self.page.document else ():
            if isinstance(block, Footnote) and block.label == label:
                self._came_from[label] = self.place
                self._go_to(block.start, block.end)

    def go_back_from_note(self, label: str) -> None:
        """Go from a note to where the text refers to it: to where the person came from."""
        spans = self.page.document.spans if self.page and self.page.document else ()
        for span in spans:
            if span.kind == "note" and span.url == label:
                if label in self._came_from:
                    self.restore(self._came_from.pop(label))
                self._go_to(span.start, span.end)
                return

    def _go_to(self, start: int, end: int) -> None:
        """Bring a passage on show, and mark it for a moment."""
        self.reveal(start)
        self._marks.point_at(start, end)
        self.redraw()
        self.set_timer(POINTED, self._point_at_nothing)

    def _point_at_nothing(self) -> None:
        self._marks.point_at(0, 0)
        self.redraw()

    # -- hints -------------------------------------------------------------------------------------

    def hint(self) -> int:
        """Put letters over the links on show, which open what they lead to; give how many."""
        lines = ((number, self._lines.line(number)) for number in self.shown)
        known = [(number, line) for number, line in lines if line is not None]
        found = Hints(find_targets(known, self._marks.inline))
        self._hints = found if len(found) else None
        self.refresh()
        return len(found)

    def end_hints(self) -> None:
        """Take the letters away."""
        if self._hints is not None:
            self._hints = None
            self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Take the letters of a hint; every other key ends it."""
        if self._hints is None:
            return
        event.stop()
        event.prevent_default()
        letter = event.character or ""
        if event.key == "backspace" and self._hints.typed:
            self._hints.typed = self._hints.typed[:-1]
        elif not letter.isalpha():
            self.end_hints()
        else:
            self._take_letter(letter)
        self.refresh()

    def _take_letter(self, letter: str) -> None:
        assert self._hints is not None
        try:
            target = self._hints.press(letter.lower())
        except KeyError:
            target = Target(0, 0)
        if target is None:
            return
        self.end_hints()
        if target.url:
            self.post_message(self.LinkChosen(target.url, copy=letter.isupper()))
        elif target.note:
            self.go_to_note(target.note)
        elif target.back:
            self.go_back_from_note(target.back)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """The letters belong to what was on show."""
        super().watch_scroll_y(old_value, new_value)
        self.end_hints()

    def on_blur(self) -> None:
        """The keys go elsewhere."""
        self.end_hints()

    def lay_out(self) -> None:
        """Break the page into lines anew, which carry no letters."""
        self._hints = None
        super().lay_out()

    def overlay(self, strip: Strip, number: int) -> Strip:
        """Lay the letters over a line; one stands in the space before its link, if there is one."""
        if self._hints is None:
            return strip
        style = self.style_of("hint")
        for cell, label in self._hints.on_line(number):
            at = self.margin_left + cell
            if at and strip.crop(at - 1, at).text == " ":
                at -= 1
            rest = strip.crop(at + len(label))
            strip = Strip.join([strip.crop(0, at), Strip([Segment(label, style)]), rest])
        return strip

    # -- the pointer -------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Open a link, choose a name, or go to a note and back."""
        meta = event.style.meta
        if "link" in meta:
            self.post_message(self.LinkChosen(str(meta["link"])))
        elif "entity" in meta:
            self.post_message(self.EntityChosen(int(meta["entity"])))
        elif "note" in meta:
            self.go_to_note(str(meta["note"]))
        elif "back" in meta:
            self.go_back_from_note(str(meta["back"]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the link under the pointer leads."""
        self._point(str(event.style.meta.get("link", "")))

    def on_leave(self) -> None:
        """The pointer is gone."""
        self._point("")

    def _point(self, url: str) -> None:
        if url != self._pointed:
            self._pointed = url
            self.post_message(self.LinkPointed(url))
