"""The reader pane: one article, drawn line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from newsreader.core.models import EntityType
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.page import Page, PageLines, PageMarks
from newsreader.tui.painting import Marks, paint
from newsreader.tui.render import Line
from newsreader.tui.widgets.guard import GuardedView

MARGIN = 2
"""Cells that stay free at both sides of the text, where there is room."""
TIGHT = 30
"""A pane narrower than this has no margin."""


class ArticleView(GuardedView):
    """Shows a page; marks names, links, search hits and one chosen entity in it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *(f"article--{role}" for role in (
            "title", "facts", "notice", "heading-1", "heading-2", "heading-3",
            "code", "code-keyword", "code-comment", "code-string", "code-number",
            "bullet", "quote", "quote-sign", "rule", "figure", "figure-sign", "caption", "credit",
            "note-sign", "term", "table", "table-head", "link", "strong", "emphasis",
            "inline-code", "script", "strike", "underline", "mark", "note",
            "hit", "hit-current", "chosen", "chosen-current", "selection",
        )),
        *(f"article--{kind.value}" for kind in EntityType),
    }  # fmt: skip
    ALLOW_SELECT = True

    @dataclass
    class LinkChosen(Message):
        """A link was clicked."""

        url: str

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

    @dataclass
    class Scrolled(Message):
        """Another part of the text is on show."""

        def can_replace(self, message: Message) -> bool:
            """Once is enough."""
            return isinstance(message, ArticleView.Scrolled)

    def __init__(
        self, *, line_length: int = 76, signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.line_length = line_length
        self.page: Page | None = None
        self._signs = signs
        self._lines = PageLines(None, 0, signs)
        self._marks = PageMarks()
        self._column = 0
        self._anchor = (-1, 0)
        self._strips: LRUCache[int, Strip] = LRUCache(512)
        self._pointed = ""

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, page: Page | None) -> None:
        """Show a page; the place is kept where it is the same article with a text before."""
        before, self.page = self.page, page
        same = before is not None and page is not None and before.key == page.key
        place = self._anchor if same and before and before.document is not None else None
        if not (same and before and page and before.document is page.document):
            query, chosen = (self._marks.query, self._marks.chosen) if same else ("", None)
            self._marks = PageMarks(page)
            self._marks.search(query)
            if chosen is not None and page and chosen < len(page.entities):
                self._marks.choose(chosen)
        elif before.entities is not page.entities:
            self._marks.name(page.entities)
        self._lay_out()
        if place is not None:
            self._restore(place)
        else:
            self._begin()

    def _begin(self) -> None:
        if self.page is not None and self.page.position:
            self._scroll(self._lines.line_of(self.page.position))
        else:
            self._scroll(0)

    def _lay_out(self) -> None:
        width = self.size.width
        self._column = width if width < TIGHT else min(self.line_length, width - 2 * MARGIN)
        self._lines = PageLines(self.page, self._column, self._signs)
        self.virtual_size = Size(width, len(self._lines))
        self._redraw()
        self.post_message(self.Scrolled())

    def _redraw(self) -> None:
        self._strips.clear()
        self.refresh()

    @property
    def _margin(self) -> int:
        return max(0, (self.size.width - self._column) // 2)

    def set_line_length(self, cells: int) -> None:
        """Make the lines of the text at most so long, and keep the place."""
        place = self._anchor
        self.line_length = cells
        self._lay_out()
        self._restore(place)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out anew, and keep the place."""
        fresh = not len(self._lines)
        if not fresh and event.size.width == self.virtual_size.width:
            return
        place = self._anchor
        self._lay_out()
        if fresh:
            self._begin()
        else:
            self._restore(place)

    # -- places ------------------------------------------------------------------------------------

    def _place(self) -> tuple[int, int]:
        """Where the eyes are: an offset and how far down its line is; or -1 and a plain line."""
        top = round(self.scroll_y)
        for line in range(top, top + max(1, self.size.height)):
            offset = self._lines.offset_at(line)
            if offset >= 0:
                return (offset, line - top) if top else (-1, 0)
        return -1, top

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that something else is on show."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

    def _restore(self, place: tuple[int, int]) -> None:
        offset, rows = place
        self._scroll(rows if offset < 0 else self._lines.line_of(offset) - rows)
        self._anchor = place

    @property
    def position(self) -> int:
        """The offset of the first text on show; 0 at the top."""
        return max(0, self._anchor[0])

    @property
    def progress(self) -> int:
        """How much of the article is above the lower edge, in percent."""
        seen = round(self.scroll_y) + self.size.height
        return min(100, 100 * seen // max(1, len(self._lines)))

    @property
    def at_end(self) -> bool:
        """Whether the last line is on show."""
        return round(self.scroll_y) + self.size.height >= len(self._lines)

    def reveal(self, offset: int) -> None:
        """Scroll only where an offset of the text is not on show."""
        line, top = self._lines.line_of(offset), round(self.scroll_y)
        if not top <= line < top + self.size.height - 1:
            self._scroll(line - max(1, self.size.height // 3))

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=max(0, y), animate=False, immediate=True, force=True)

    def scroll_to(self, *args: Any, **options: Any) -> None:
        """Scroll, and remember the place, which a change of size is to keep."""
        super().scroll_to(*args, **options)
        self._anchor = self._place()

    def move(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroll(round(self.scroll_y) + lines)

    def move_page(self, pages: int) -> None:
        """Scroll by pages, two lines overlapping."""
        self.move(pages * max(1, self.size.height - 2))

    def move_to_end(self, last: bool) -> None:
        """Scroll to the end or the beginning."""
        self._scroll(len(self._lines) if last else 0)

    # -- names and search --------------------------------------------------------------------------

    @property
    def chosen(self) -> int | None:
        """The index of the entity whose mentions are marked."""
        return self._marks.chosen

    def choose_entity(self, index: int | None, *, reveal: bool = True) -> None:
        """Mark all mentions of an entity; bring the first on show where none is."""
        self._marks.choose(index)
        self._redraw()
        mentions = self._marks.mentions
        top = round(self.scroll_y)
        shown = range(top, top + self.size.height)
        if reveal and len(mentions):
            lines = (self._lines.line_of(mark.start) for mark in mentions)
            if not any(line in shown for line in lines):
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

    def search(self, query: str) -> int:
        """Mark every place that holds a text, whatever its case; give how many there are."""
        found = self._marks.search(query)
        self._redraw()
        return found

    def step_hit(self, step: int) -> tuple[int, int] | None:
        """Go to the next or previous search hit; as `step_mention`."""
        return self._step(self._marks.hits, step)

    def _step(self, marks: Marks, step: int) -> tuple[int, int] | None:
        top = next((o for o in map(self._lines.offset_at, self._shown()) if o >= 0), 0)
        index = self._marks.step(marks, step, top)
        if index is None:
            return None
        self.reveal(marks[index].start)
        self._redraw()
        return index + 1, len(marks)

    def _shown(self) -> range:
        top = round(self.scroll_y)
        return range(top, top + max(1, self.size.height))

    # -- drawing -----------------------------------------------------------------------------------

    def style_of(self, name: str) -> Style:
        """Give the style of a role or a mark."""
        if name in ("", "body"):
            return Style.null()
        return self.get_component_rich_style(f"article--{name}", partial=True)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Work out no styles anew: none of them depends on the focus, and there are many."""

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = round(self.scroll_y) + y
        if number >= len(self._lines):
            return Strip.blank(self.size.width, self.base_style)
        strip = self._strips.get(number)
        if strip is None:
            strip = self._draw(self._lines.lines[number])
            self._strips[number] = strip
        selection = self.text_selection
        if selection is not None:
            strip = self._with_selection(strip, number, selection)
        return strip.apply_offsets(0, number)

    def _draw(self, line: Line) -> Strip:
        base = self.base_style
        text = paint(line, self.style_of, self._marks.body, self._marks.title)
        if line.fill:
            text = text.extend_cell_length(self._column, self.style_of(line.fill))
        strip = Strip.join([Strip.blank(self._margin), text])
        return strip.adjust_cell_length(self.size.width).apply_style(base)

    def _with_selection(self, strip: Strip, number: int, selection: Selection) -> Strip:
        span = selection.get_span(number)
        if span is None:
            return strip
        length = len(strip.text.rstrip())
        start, end = span[0], length if span[1] < 0 else min(span[1], length)
        if end <= start:
            return strip
        style = self.get_component_rich_style("article--selection", partial=True)
        left, right = (strip.index_to_cell_position(index) for index in (start, end))
        inner = Strip(
            [
                type(segment)(segment.text, (segment.style or Style.null()) + style)
                for segment in strip.crop(left, right)
            ]
        )
        return Strip.join([strip.crop(0, left), inner, strip.crop(right)])

    # -- copying -----------------------------------------------------------------------------------

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """Give what is selected: the article's text, without the line ends of the screen."""
        places = [
            self._lines.offset_under(place.y, place.x - self._margin) if place else None
            for place in selection
        ]
        start, end = places
        if start is not None and end is not None and end > start and self.page:
            text = self.page.document.text if self.page.document else ""
            return text[start:end], "\n"
        lines = (" " * self._margin + line.text for line in self._lines.lines)
        return selection.extract("\n".join(lines)).strip(), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Draw the selection."""
        self.refresh()

    # -- the pointer -------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Open a link, choose a name, or go to a note."""
        meta = event.style.meta
        if "link" in meta:
            self.post_message(self.LinkChosen(str(meta["link"])))
        elif "entity" in meta:
            self.post_message(self.EntityChosen(int(meta["entity"])))
        elif "note" in meta and self.page and self.page.document:
            for block in self.page.document.walk():
                if getattr(block, "label", None) == meta["note"]:
                    self.reveal(block.start)

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

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll by three lines."""
        self._wheel(event, 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll by three lines."""
        self._wheel(event, -3)

    def _wheel(self, event: events.MouseEvent, lines: int) -> None:
        event.stop()
        event.prevent_default()
        self.move(lines)
