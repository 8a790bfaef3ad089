"""The reader pane: one article with its names, its links, and what is searched for in it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from newsreader.tui.marks import PageMarks
from newsreader.tui.page import Page
from newsreader.tui.painting import Marks
from newsreader.tui.widgets.text_view import TextView


class ArticleView(TextView):
    """Shows an article; marks names, links, search hits and one chosen entity in it."""

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

    _pointed = ""

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, page: Page | None) -> None:
        """Show a page; the place is kept where it is the same article with a text before."""
        before, self.page = self.page, page
        same = before is not None and page is not None and before.key == page.key
        place = self.place if same and before and before.document is not None else None
        if not (same and before and page and before.document is page.document):
            query, chosen = (self._marks.query, self._marks.chosen) if same else ("", None)
            self._marks = PageMarks(page)
            self._marks.search(query)
            if chosen is not None and page and chosen < len(page.entities):
                self._marks.choose(chosen)
        elif before.entities is not page.entities:
            self._marks.name(page.entities)
        self.lay_out()
        if place is not None:
            self.restore(place)
        else:
            self.begin()

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
        if reveal and len(mentions):
            lines = (self._lines.line_of(mark.start) for mark in mentions)
            if not any(line in self.shown for line in lines):
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
        self.redraw()
        return found

    def step_hit(self, step: int) -> tuple[int, int] | None:
        """Go to the next or previous search hit; as `step_mention`."""
        return self._step(self._marks.hits, step)

    def _step(self, marks: Marks, step: int) -> tuple[int, int] | None:
        top = next((o for o in map(self._lines.offset_at, self.shown) if o >= 0), 0)
        index = self._marks.step(marks, step, top)
        if index is None:
            return None
        self.reveal(marks[index].start)
        self.redraw()
        return index + 1, len(marks)

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
