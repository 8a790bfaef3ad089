"""A page whose links are followed: by the pointer, by letters over them, to notes and back."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip

from newsreader.core.document import Footnote
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.hints import Hints, Target, find_targets
from newsreader.tui.widgets.picture_view import PictureView
from newsreader.tui.widgets.text_view import Spot

POINTED = 1.5
"""Seconds that a passage is marked after a jump to it."""


class LinkedView(PictureView):
    """Shows a page, and tells which of its links is chosen."""

    class LinkChosen(Message):
        """A link was chosen, to be opened or to be copied."""

        def __init__(self, url: str, copy: bool = False) -> None:
            super().__init__()
            self.url = url
            self.copy = copy

    class Pointed(Message):
        """The pointer came to a link or a name, or left it ("")."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

        def can_replace(self, message: Message) -> bool:
            """Only the last place of the pointer counts."""
            return isinstance(message, LinkedView.Pointed)

    class HintsLeft(Message):
        """The letters over the links are gone."""

    def __init__(
        self, *, line_length: int = 76, signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(line_length=line_length, signs=signs, id=id)
        self._pointed = ""
        self.pointed_name: int | None = None
        """The index of the entity under the pointer."""
        self._hints: Hints | None = None
        self._came_from: dict[str, Spot] = {}

    # -- the pointer -------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Follow a link, or go to a note and back."""
        meta = event.style.meta
        if "link" in meta:
            self.post_message(self.LinkChosen(str(meta["link"])))
        elif "note" in meta:
            self.go_to_note(str(meta["note"]))
        elif "back" in meta:
            self.go_back_from_note(str(meta["back"]))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell where the link under the pointer leads, or what kind of name is there."""
        meta = event.style.meta
        self.pointed_name = meta.get("entity")
        self._point(str(meta["link"]) if "link" in meta else self._name_of(self.pointed_name))

    def _name_of(self, index: int | None) -> str:
        if index is None or self.page is None or index >= len(self.page.entities):
            return ""
        entity = self.page.entities[index]
        return f"{entity.name} ({entity.type.value})"

    def on_leave(self) -> None:
        """The pointer is gone."""
        self.pointed_name = None
        self._point("")

    def _point(self, words: str) -> None:
        if words != self._pointed:
            self._pointed = words
            self.post_message(self.Pointed(words))

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

    def forget_jumps(self) -> None:
        """Forget where jumps came from: another article is on show."""
        self._came_from.clear()

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
            self.post_message(self.HintsLeft())

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
        self.end_hints()
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
