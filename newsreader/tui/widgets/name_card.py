"""What is known of one name in the article: its forms, how often, and where it comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from textual.message import Message

from newsreader.core.models import Entity, Reading
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.widgets.told import Told
from newsreader.tui.wrapping import wrap

HEIGHT = 6
"""Lines of the card, with the rule above."""
_BEFORE, _AFTER = 24, 160
"""Characters of the text that are shown before and behind the first mention, at most."""


class NameCard(Told):
    """Tells of one name, in a few lines."""

    class Picked(Message):
        """The card was clicked: more is wanted of the name."""

    def __init__(self, *, signs: Glyphs = UNICODE, id: str | None = None) -> None:
        super().__init__(signs=signs, id=id)
        self._reading: Reading | None = None
        self._entity: Entity | None = None

    def show(self, reading: Reading | None, entity: Entity | None) -> None:
        """Tell of an entity of an article."""
        if reading is not self._reading or entity is not self._entity:
            self._reading, self._entity = reading, entity
            self.tell_anew()

    def on_click(self) -> None:
        """Ask for more."""
        if self._entity is not None:
            self.post_message(self.Picked())

    def lay_out(self, width: int) -> list[list[Part]]:
        """Give a rule, and what is known of the entity."""
        lines = [Part(self._signs.rule * max(0, width - 2), "rule")]
        if self._reading is not None and self._entity is not None:
            lines += self._told(self._reading, self._entity, width - 2)
        return [[Part(" "), line] for line in lines]

    def _told(self, reading: Reading, entity: Entity, width: int) -> list[Part]:
        peoples = _peoples(reading, entity)
        others = [form for form in entity.aliases if form not in peoples]
        also = f"also {', '.join(others)}" if others else ""
        lines: list[Part] = []
        for text, name, most in (
            (entity.name, entity.type.value, 2),
            (_times(entity, peoples), "dim", 2),
            (also, "dim", 1),
            (self._first(reading, entity), "", HEIGHT),
        ):
            lines += self._broken(text, width, name, min(most, HEIGHT - 1 - len(lines)))
        return lines

    def _broken(self, text: str, width: int, name: str, most: int) -> Iterator[Part]:
        """Break text into so many lines; the last one is cut where there is more."""
        ranges = wrap(text, 0, len(text), max(1, width))
        if len(ranges) > most > 0:
            ranges[most - 1 :] = [(ranges[most - 1][0], len(text))]
        for start, end in ranges[:most]:
            yield Part(self._signs.cut(text[start:end], max(1, width)), name)

    def _first(self, reading: Reading, entity: Entity) -> str:
        """Quote the text around the first mention, with how far down it stands."""
        if entity.title_mentions:
            return "first in the title"
        text = reading.document.text
        first = next((one for one in entity.mentions if one.end <= len(text)), None)
        if first is None:
            return ""
        start = max(text.rfind("\n", 0, first.start) + 1, first.start - _BEFORE)
        if start and text[start - 1] not in " \n":
            start = text.find(" ", start, first.start) + 1 or first.start
        stop = text.find("\n", first.end)
        end = min(stop if stop >= 0 else len(text), first.end + _AFTER)
        more = self._signs.ellipsis if start and text[start - 1] != "\n" else ""
        share = 100 * first.start // max(1, len(text))
        return f"first at {share}%: {more}{text[start:end]}"


def _peoples(reading: Reading, entity: Entity) -> Counter[str]:
    """Count the forms that name a country's people or things instead of it, as "Ukrainian"."""
    text, title = reading.document.text, reading.article.title
    forms = [text[one.start : one.end] for one in entity.mentions if one.demonym]
    forms += [title[one.start : one.end] for one in entity.title_mentions if one.demonym]
    return Counter(forms)


def _times(entity: Entity, peoples: Counter[str]) -> str:
    """Say what it is and how often it is named; of a country, how often by its people."""
    where = f" {entity.place.country}" if entity.place else ""
    value = f" {entity.value}" if entity.value and entity.value != entity.name else ""
    times = "once" if entity.count == 1 else f"{entity.count} times"
    by_people = ""
    if peoples:
        number = f"{peoples.total()} " if peoples.total() < entity.count else ""
        by_people = f", {number}as {peoples.most_common(1)[0][0]}"
    return f"{entity.type.value}{where}{value}, {times}{by_people}"
