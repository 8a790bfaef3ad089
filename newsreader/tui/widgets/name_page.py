"""What is told of a name above its articles: what it is, since when, with whom, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Horizontal
from textual.message import Message

from newsreader.core.models import Action, Rule
from newsreader.core.text import cell_width, sparkline
from newsreader.tui.glyphs import ENTITY_LETTERS, Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.panes import THREE
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.names_pane import MAP_FROM
from newsreader.tui.widgets.place_map import PlaceMap
from newsreader.tui.widgets.told import Told

if TYPE_CHECKING:
    from newsreader.services.entities import EntityPage

BESIDE = 72
"""From so many columns on the company stands beside what is told."""
COMPANY = 32
"""Columns of it."""
LOW = 18
"""A screen with fewer lines shows only what is most important."""
HEIGHT, NARROW_HEIGHT, LOW_HEIGHT = 7, 5, 2


class NameFacts(Told):
    """A few lines about a name; with whom it is named can be clicked."""

    class Picked(Message):
        """Somebody was clicked that is named with it; ``index`` counts in the page's companions."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, signs: Glyphs) -> None:
        super().__init__(signs=signs)
        self._page: EntityPage | None = None
        self._rules: Sequence[Rule] = ()
        self._now = datetime.min
        self._targets: dict[int, list[tuple[int, int, int]]] = {}

    def show(self, page: EntityPage, rules: Sequence[Rule], now: datetime) -> None:
        """Tell of a name, with the rules by which it is followed or muted."""
        self._page, self._rules, self._now = page, rules, now
        self.tell_anew()

    def lines_wanted(self, columns: int) -> int:
        """Say how many lines would show all there is, on a screen of so many columns."""
        page = self._page
        if page is None:
            return 0
        if columns < BESIDE:
            return NARROW_HEIGHT
        facts = len(self._facts(page, columns))
        return min(HEIGHT, max(facts, 1 + len(page.companions)))

    # -- the lines ---------------------------------------------------------------------------------

    def lay_out(self, width: int) -> list[list[Part]]:
        """Give the facts, and with whom it is named: beside them, or in the last line."""
        self._targets = {}
        page = self._page
        if page is None:
            return []
        height, beside = self.size.height, width >= BESIDE
        room = max(1, width - 2 - (COMPANY + 1 if beside else 0))
        facts = self._facts(page, room)
        if not beside:
            facts = [[Part(" "), *parts] for parts in facts[: NARROW_HEIGHT - 1]]
            return [*facts, self._company_in_line(page, len(facts), room)]
        left = [self._filled(parts, room) for parts in [*facts, *[[]] * height][:height]]
        company = [
            [Part("Named most with" if page.companions else "", "dim")],
            *self._company(page, width - COMPANY),
        ]
        return [
            [Part(" "), *parts, Part(" "), *right]
            for parts, right in zip(left, [*company, *[[]] * height], strict=False)
        ]

    def _filled(self, parts: Sequence[Part], room: int) -> list[Part]:
        used = sum(cell_width(part.text) for part in parts)
        return [*parts, Part(" " * max(0, room - used), column=True)]

    def _facts(self, page: EntityPage, room: int) -> list[list[Part]]:
        kind = page.identity.type
        letter = Part(f"{ENTITY_LETTERS[kind]} ", kind.value)
        what = f"{kind.value}{f' {page.identity.country}' if page.identity.country else ''}"
        name = self._signs.cut(page.identity.name, max(1, room - len(what) - 4))
        states = self._signs.cut("  ".join(self._state(rule) for rule in self._rules), room)
        others = [*page.identity.aliases, *page.forms]
        also = self._signs.cut(f"also {', '.join(others)}" if others else "", room)
        said = [[Part(self._signs.cut(text, room), "dim")] for text in page.changes]
        return [
            [letter, Part(name, kind.value), Part(f"  {what}", "dim")],
            [Part(self._signs.cut(self._seen(page), room))],
            self._by_day(page, room),
            *([[Part(states, "mark")]] if states else []),
            *([[Part(also, "dim")]] if also else []),
            *said,
        ]

    def _state(self, rule: Rule) -> str:
        """Say that it is followed or muted, and until when."""
        until = f" until {self._day(rule.until)}" if rule.until is not None else ""
        if rule.action is Action.NOTIFY:
            return f"{self._signs.unread} followed{until}"
        return f"{self._signs.muted} muted{until}"

    def _seen(self, page: EntityPage) -> str:
        number = page.identity.articles
        parts = [f"{number:,} article{'' if number == 1 else 's'}"]
        if page.first_seen is not None and page.last_seen is not None:
            first, last = self._day(page.first_seen), self._day(page.last_seen)
            parts += [f"first {first}", f"last {last}"] if number > 1 else [first]
        return f" {self._signs.dot} ".join(parts)

    def _day(self, time: datetime) -> str:
        local, today = time.astimezone(), self._now.astimezone()
        if local.date() == today.date():
            return "today"
        year = "" if local.year == today.year else f" {local.year}"
        return f"{local.day} {local:%b}{year}"

    def _by_day(self, page: EntityPage, room: int) -> list[Part]:
        """Draw how many articles a day name it, between the first day and the last."""
        first = self._now - timedelta(days=len(page.mentions_by_day) - 1)
        before, after = (f"{day.day} {day:%b}" for day in (first, self._now))
        most = max(page.mentions_by_day, default=0)
        line = sparkline(page.mentions_by_day, self._signs.levels)
        parts = [Part(f"{before} ", "dim"), Part(line, page.identity.type.value)]
        parts.append(Part(f" {after}", "dim"))
        if most and sum(cell_width(part.text) for part in parts) + 16 <= room:
            parts.append(Part(f"  at most {most:,} a day", "dim"))
        return parts

    # -- company -----------------------------------------------------------------------------------

    def _company(self, page: EntityPage, column: int) -> Iterator[list[Part]]:
        """List with whom it is named, one a line, from a column on."""
        shown = page.companions[: max(0, self.size.height - 1)]
        for index, (identity, together) in enumerate(shown):
            self._targets[index + 1] = [(column, column + COMPANY, index)]
            name = self._signs.fit(identity.name, COMPANY - 9)
            yield [
                Part(f"{ENTITY_LETTERS[identity.type]} ", identity.type.value),
                Part(name, identity.type.value, column=True),
                Part(f"{together:>5,} ", "count"),
            ]

    def _company_in_line(self, page: EntityPage, row: int, room: int) -> list[Part]:
        """List with whom it is named, as many as fit into one line."""
        parts, at = [Part(" with", "dim")], 5
        for index, (identity, together) in enumerate(page.companions):
            words = f"  {identity.name}"
            if at + cell_width(words) + 6 > room:
                break
            start, at = at + 2, at + cell_width(words)
            self._targets.setdefault(row, []).append((start, at, index))
            parts += [Part(words, identity.type.value), Part(f" {together}", "count")]
            at += 1 + len(str(together))
        return parts if len(parts) > 1 else []

    def on_click(self, event: events.Click) -> None:
        """Tell who was clicked."""
        for start, end, index in self._targets.get(event.y, ()):
            if start <= event.x < end:
                self.post_message(self.Picked(index))


class NamePage(Guarded, Horizontal):
    """The facts, and the map where there is room for it."""

    def __init__(self, signs: Glyphs) -> None:
        self.facts = NameFacts(signs)
        self.chart = PlaceMap(signs=signs)
        super().__init__(self.facts, self.chart, id="name-page")
        self._page: EntityPage | None = None

    def show(self, page: EntityPage, rules: Sequence[Rule], now: datetime) -> None:
        """Tell of a name, with the rules by which it is followed or muted."""
        self._page = page
        self.facts.show(page, rules, now)
        place = page.identity.place
        self.chart.show([place] if place is not None else [], 0)

    def fit(self, columns: int, rows: int, *, with_map: bool) -> None:
        """Show what there is room for on a screen of some size."""
        located = self._page is not None and self._page.identity.place is not None
        has_map = with_map and located and columns >= THREE and rows >= MAP_FROM
        high = HEIGHT if has_map else self.facts.lines_wanted(columns)
        self.styles.height = LOW_HEIGHT if rows < LOW else high
        self.chart.display = has_map

    @on(PlaceMap.Picked)
    def _place_clicked(self, event: PlaceMap.Picked) -> None:
        event.stop()  # there is one place only, that of the page
