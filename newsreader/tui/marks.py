"""The marks over the text of a page: emphasis and links, names, search hits, a chosen entity."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from newsreader.core.document import Span
from newsreader.core.models import Entity, EntityType, Mention
from newsreader.core.text import loose_pattern
from newsreader.tui.page import Page
from newsreader.tui.painting import Mark, Marks

MOST_HITS = 20_000
"""Hits that are marked; nobody steps through more."""


class Place(NamedTuple):
    """A range that can be gone to: of the title, or of the document's text."""

    in_text: bool
    start: int
    end: int


class PageMarks:
    """The layers of marks over a page: emphasis and links, names, search hits, a chosen entity."""

    def __init__(
        self, page: Page | None = None, hidden: Collection[EntityType] = frozenset()
    ) -> None:
        self._hidden = hidden
        self._text = page.document.text if page and page.document else ""
        self._title = page.title if page else ""
        self.inline = Marks(_inline(page.document.spans) if page and page.document else ())
        self.query = ""
        self.chosen: int | None = None
        self.hits: list[Place] = []
        self.mentions: list[Place] = []
        self._hit_marks = self._title_hit_marks = Marks()
        self._mention_marks = self._title_mention_marks = Marks()
        self._target = Marks()
        self._stay(None, "")
        self.name(page.entities if page else ())

    @property
    def body(self) -> tuple[Marks, ...]:
        """The layers over the document's text that mark anything, the topmost last."""
        names, hits, mentions = self._names, self._hit_marks, self._mention_marks
        layers = (self.inline, names, hits, mentions, self._current, self._target)
        return tuple(filter(None, layers))

    @property
    def title(self) -> tuple[Marks, ...]:
        """The layers over the title that mark anything."""
        names, hits, mentions = (
            self._title_names,
            self._title_hit_marks,
            self._title_mention_marks,
        )
        return tuple(filter(None, (names, hits, mentions, self._title_current)))

    def point_at(self, start: int, end: int) -> None:
        """Mark a range for a moment, as the one that was gone to; an empty one marks nothing."""
        self._target = Marks([Mark(start, end, "chosen-current")])

    def name(self, entities: Sequence[Entity]) -> None:
        """Mark the names; an entity that was chosen stays chosen where it still is one."""
        chosen = self.chosen_name
        self._entities = entities
        marked = [each for each in enumerate(entities) if each[1].type not in self._hidden]
        self._names = Marks(
            _of(entity, mention, index) for index, entity in marked for mention in entity.mentions
        )
        self._title_names = Marks(
            _of(entity, mention, index)
            for index, entity in marked
            for mention in entity.title_mentions
        )
        self.choose_by_name(chosen)

    def hide(self, types: Collection[EntityType]) -> None:
        """Mark no names of some types."""
        self._hidden = types
        self.name(self._entities)

    def named_within(self, start: int, end: int) -> frozenset[int]:
        """Give the entities that a range of the text names; one that begins at -1 has the title."""
        marks = [*self._names.within(max(0, start), end), *(self._title_names if start < 0 else ())]
        return frozenset(value for mark in marks for _, value in mark.meta)

    _entities: Sequence[Entity] = ()

    @property
    def chosen_name(self) -> tuple[str, EntityType] | None:
        """What tells the chosen entity apart from the others."""
        if self.chosen is None:
            return None
        entity = self._entities[self.chosen]
        return entity.name, entity.type

    def choose_by_name(self, chosen: tuple[str, EntityType] | None) -> None:
        """Mark the entity that `chosen_name` told of, where there still is one."""
        known = ((entity.name, entity.type) for entity in self._entities)
        found = next((n for n, each in enumerate(known) if each == chosen), None)
        self.choose(found if chosen is None or chosen[1] not in self._hidden else None)

    def choose(self, index: int | None) -> None:
        """Mark all mentions of one entity, or of none."""
        self.chosen = index
        entity = self._entities[index] if index is not None else None
        in_title, in_text = (entity.title_mentions, entity.mentions) if entity else ((), ())
        self.mentions = [Place(False, mention.start, mention.end) for mention in in_title]
        self.mentions += [Place(True, mention.start, mention.end) for mention in in_text]
        self._mention_marks = _plain(entity.mentions if entity else (), "chosen")
        self._title_mention_marks = _plain(entity.title_mentions if entity else (), "chosen")
        self._stay(None, "")

    def place_of(self, index: int, start: int, end: int) -> Place:
        """Give the place of an entity that is meant: the current one, or the first in a range.

        Args:
            index: The entity.
            start: Where the range begins, in the text; -1 where the title is in it.
            end: Where it ends.
        """
        entity = self._entities[index]
        places = [Place(False, one.start, one.end) for one in entity.title_mentions]
        places += [Place(True, one.start, one.end) for one in entity.mentions]
        if self._place in places:
            return self._place
        near = (one for one in places if (start <= one.start < end if one.in_text else start < 0))
        return next(near, places[0] if places else Place(True, 0, 0))

    def name_at(self, place: Place) -> int | None:
        """Give the entity that is named at a place, None where nobody is."""
        marks = self._names if place.in_text else self._title_names
        found = (value for mark in marks.within(place.start, place.end) for _, value in mark.meta)
        return next(found, None)

    def words_at(self, place: Place) -> str:
        """Give what stands at a place."""
        return (self._text if place.in_text else self._title)[place.start : place.end]

    def search(self, query: str) -> int:
        """Mark every place that holds a text, whatever its case and accents; give how many."""
        self.query = query.strip()
        pattern = re.compile(loose_pattern(self.query), re.IGNORECASE) if self.query else None
        in_title, in_text = (
            list(islice((hit.span() for hit in pattern.finditer(text)), MOST_HITS))
            if pattern
            else []
            for text in (self._title, self._text)
        )
        self._title_hit_marks = Marks(Mark(*span, "hit") for span in in_title)
        self._hit_marks = Marks(Mark(*span, "hit") for span in in_text)
        self.hits = [Place(False, *span) for span in in_title]
        self.hits += [Place(True, *span) for span in in_text]
        self._stay(None, "")
        return len(self.hits)

    def step(self, places: Sequence[Place], step: int, offset: int) -> int | None:
        """Make the next or the previous of some places the current one, going round at the ends.

        Args:
            places: The hits or the mentions.
            step: 1 for the next, -1 for the previous.
            offset: Where to start from when none is current; -1 for the title.

        Returns:
            The index of the place; None where there are none.
        """
        if not places:
            return None
        if self._place is None:
            here = Place(offset >= 0, max(0, offset), 0)
            index = bisect_left(places, here) - (step < 0)
        elif step > 0:
            index = bisect_right(places, self._place)
        else:
            index = bisect_left(places, self._place) - 1
        index %= len(places)
        self._stay(places[index], "hit-current" if places is self.hits else "chosen-current")
        return index

    def _stay(self, place: Place | None, name: str) -> None:
        """Mark one place as the current one."""
        self._place = place
        current = [Mark(place.start, place.end, name)] if place else []
        self._current = Marks(current if place and place.in_text else ())
        self._title_current = Marks(current if place and not place.in_text else ())


def _of(entity: Entity, mention: Mention, index: int) -> Mark:
    return Mark(mention.start, mention.end, entity.type.value, (("entity", index),))


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
