"""The marks over the text of a page: emphasis and links, names, search hits, a chosen entity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from newsreader.core.document import Span
from newsreader.core.models import Entity, Mention
from newsreader.tui.page import Page
from newsreader.tui.painting import Mark, Marks


class PageMarks:
    """The layers of marks over a page: emphasis and links, names, search hits, a chosen entity."""

    def __init__(self, page: Page | None = None) -> None:
        self._text = page.document.text if page and page.document else ""
        self.inline = Marks(_inline(page.document.spans) if page and page.document else ())
        self.query = ""
        self.chosen: int | None = None
        self.hits = Marks()
        self.mentions = Marks()
        self._title_mentions = Marks()
        self._current = Marks()
        self._target = Marks()
        self.name(page.entities if page else ())

    @property
    def body(self) -> tuple[Marks, ...]:
        """The layers over the document's text, the topmost last."""
        return self.inline, self._names, self.hits, self.mentions, self._current, self._target

    @property
    def title(self) -> tuple[Marks, ...]:
        """The layers over the title."""
        return self._title_names, self._title_mentions

    def point_at(self, start: int, end: int) -> None:
        """Mark a range for a moment, as the one that was gone to; an empty one marks nothing."""
        self._target = Marks([Mark(start, end, "chosen-current")])

    def name(self, entities: Sequence[Entity]) -> None:
        """Mark the names; an entity that was chosen stays chosen where it still is one."""
        before = self._entities if self.chosen is not None else ()
        wanted = before[self.chosen] if self.chosen is not None else None
        self._entities = entities
        self._names = Marks(
            _of(mention, index)
            for index, entity in enumerate(entities)
            for mention in entity.mentions
        )
        self._title_names = Marks(
            _of(mention, index)
            for index, entity in enumerate(entities)
            for mention in entity.title_mentions
        )
        found = (
            index
            for index, entity in enumerate(entities)
            if wanted and (entity.name, entity.type) == (wanted.name, wanted.type)
        )
        self.choose(next(found, None))

    _entities: Sequence[Entity] = ()

    def choose(self, index: int | None) -> None:
        """Mark all mentions of one entity, or of none."""
        self.chosen = index
        entity = self._entities[index] if index is not None else None
        self.mentions = _plain(entity.mentions if entity else (), "chosen")
        self._title_mentions = _plain(entity.title_mentions if entity else (), "chosen")
        self._current = Marks()

    def search(self, query: str) -> int:
        """Mark every place that holds a text, whatever its case; give how many there are."""
        self.query = query.strip()
        found = re.finditer(re.escape(self.query), self._text, re.IGNORECASE) if self.query else ()
        self.hits = Marks(Mark(hit.start(), hit.end(), "hit") for hit in found)
        self._current = Marks()
        return len(self.hits)

    def step(self, marks: Marks, step: int, offset: int) -> int | None:
        """Make the next or the previous of some marks the current one, going round at the ends.

        Args:
            marks: The hits or the mentions.
            step: 1 for the next, -1 for the previous.
            offset: Where to start from when none is current.

        Returns:
            The index of the mark; None where there are no marks.
        """
        if not len(marks):
            return None
        if len(self._current):
            offset = self._current[0].start
            found = marks.next_after(offset) if step > 0 else marks.last_before(offset)
        else:
            found = marks.next_after(offset - 1) if step > 0 else marks.last_before(offset)
        index = found if found is not None else (0 if step > 0 else len(marks) - 1)
        mark = marks[index]
        self._current = Marks([Mark(mark.start, mark.end, f"{mark.name}-current")])
        return index


def _of(mention: Mention, index: int) -> Mark:
    return Mark(mention.start, mention.end, mention.type.value, (("entity", index),))


def _plain(mentions: Iterable[Mention], name: str) -> Marks:
    return Marks(Mark(mention.start, mention.end, name) for mention in mentions)


_SPAN_STYLES = {
    "strong": "strong",
    "emphasis": "emphasis",
    "code": "inline-code",
    "link": "link",
    "superscript": "script",
    "subscript": "script",
    "strike": "strike",
    "underline": "underline",
    "mark": "marked",
    "note": "note",
}


def _inline(spans: Iterable[Span]) -> Iterable[Mark]:
    for span in spans:
        meta: tuple[tuple[str, Any], ...] = ()
        if span.kind in ("link", "note"):
            meta = ((span.kind, span.url),)
        yield Mark(span.start, span.end, _SPAN_STYLES[span.kind], meta)
