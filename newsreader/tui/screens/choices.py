"""One of several: a list to choose from, by the cursor, by a key, or by typing a part of a name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from inspect import isawaitable
from typing import NamedTuple

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from newsreader.core.text import cell_width, pad
from newsreader.tui.painting import Part, safe
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.widgets.state_line import StateLine

MOST_ROWS = 16
"""Rows on show at the same time."""
WIDEST_WORDS = 40
"""Cells for the words of a choice that has a detail beside it."""
OFFERS = "offers"
"""Under this name what is offered is looked for beside the keys."""


class Choice(NamedTuple):
    """Something to choose.

    Attributes:
        words: What it is called.
        detail: More about it, shown quietly beside it.
        key: Stands at the left; pressing it chooses, where nothing is typed to search.
    """

    words: str
    detail: str = ""
    key: str = ""


def letters(names: Iterable[str]) -> list[str]:
    """Give each of some names a letter of it as its key, as long as there are free ones."""
    taken = set("jkq")
    found = []
    for name in names:
        free = (sign for sign in name.lower() if sign.isascii() and sign.isalpha())
        key = next((sign for sign in free if sign not in taken), "")
        taken.add(key)
        found.append(key)
    return found


class Offer(NamedTuple):
    """One more choice, made of what was typed.

    Attributes:
        choice: As it is shown.
        first: Before all others, not after them.
    """

    choice: Choice
    first: bool = False


Offers = Offer | None | Awaitable[Offer | None]
"""What is offered, now or later."""


class _Rows(RowList):
    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = choices
        self._offered: Choice | None = None
        self.shown = list(range(len(choices)))
        self._keys = max((cell_width(choice.key) for choice in choices), default=0)
        self._measure()

    def _measure(self) -> None:
        """Make the column of the words as wide as what is shown needs."""
        longest = max((cell_width(self._choice(index).words) for index in self.shown), default=0)
        self._words = min(longest, WIDEST_WORDS)

    @property
    def is_led(self) -> bool:
        """The keys move the cursor, though a line of text may have them first."""
        return True

    @property
    def row_count(self) -> int:
        return len(self.shown)

    def show_matches(self, wanted: str, offer: Offer | None) -> None:
        """Show the choices that hold all of the words typed, and the one that they make."""
        words = wanted.casefold().split()
        before = self.shown[self.cursor] if 0 <= self.cursor < len(self.shown) else None
        self.shown = [
            index
            for index, choice in enumerate(self._choices)
            if all(word in f"{choice.words} {choice.detail}".casefold() for word in words)
        ]
        self._offered = offer.choice if offer else None
        if offer:
            self.shown.insert(0 if offer.first else len(self.shown), len(self._choices))
        self._measure()
        self.rows_changed()
        keep = before in self.shown and not (offer and offer.first)
        self.cursor = self.shown.index(before) if keep and before is not None else 0

    def show_nothing(self) -> None:
        """Show no choice."""
        self.shown = []
        self.rows_changed()
        self.cursor = -1

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        choice = self._choice(self.shown[index])
        keys = [Part(f" {choice.key:>{self._keys}}", "key")] if self._keys else []
        if not choice.detail:
            return [*keys, Part(f" {choice.words}")]
        words = pad(choice.words, min(self._words, width // 2))
        return [*keys, Part(f" {words}", column=True), Part(f"  {choice.detail}", "dim")]

    def _choice(self, number: int) -> Choice:
        if number < len(self._choices):
            return self._choices[number]
        return self._offered or Choice("")


class _Search(Guarded, Input):
    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, compact=True)
        self.cursor_blink = False


class ChoiceScreen(Guarded, ModalScreen[int | None]):
    """Lets the person choose; gives the index of what was chosen, None where nothing was.

    Args:
        title: What is chosen.
        choices: In their order.
        search: A line above the list takes a part of the name that is looked for.
        point: Told the index that the cursor is on, whenever it moves.
        start: The index of the choice that the cursor begins on.
        hint: What the keys do, where it is more than choosing and leaving.
        placeholder: Stands in the line while nothing is typed.
        offer: Makes one more choice of what is typed, or has it made beside the keys; its index is
            the number of ``choices``.
        attempt: Given the index of what is chosen and what is typed, does the work before the
            dialogue closes. A `NewsreaderError` is shown below, and everything stays as it is.
        busy: Shown while that is going on.
        quiet: Choices are shown only while something is typed.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        search: bool = False,
        point: Callable[[int], object] | None = None,
        start: int = 0,
        hint: str = "",
        placeholder: str = "Type to search",
        offer: Callable[[str], Offers] | None = None,
        attempt: Callable[[int, str], Awaitable[object]] | None = None,
        busy: str = "",
        quiet: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._placeholder = placeholder
        self._offer = offer
        self._attempt = attempt
        self._busy = busy
        self._quiet = quiet
        self._search = search
        self._point = point
        self._start = start
        self._hint = hint or "Enter chooses   Esc leaves"
        self._number = ""
        self._offer_comes = False
        self._enter_waits = False

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog wide"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            if self._search:
                yield _Search(self._placeholder)
            rows = _Rows(self._choices)
            most = MOST_ROWS // 2 if self._quiet else MOST_ROWS
            rows.styles.height = min(most, max(1, len(self._choices) + (self._offer is not None)))
            yield rows
            if self._attempt is not None:
                yield StateLine(classes="dialog-state", markup=False)
            yield Static(Content(safe(self._hint)), classes="dialog-keys")

    def on_mount(self) -> None:
        """Give the keys to the search line, or to the list."""
        rows = self.query_one(_Rows)
        rows.cursor = self._start
        if self._quiet:
            self._show_matches("")
        (self.query_one(_Search) if self._search else rows).focus()

    @property
    def index(self) -> int | None:
        """The index of the choice that the cursor is on; None where nothing matches."""
        rows = self.query_one(_Rows)
        return rows.shown[rows.cursor] if 0 <= rows.cursor < rows.row_count else None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        event.stop()
        self._show_matches(event.value)

    def _show_matches(self, typed: str) -> None:
        rows = self.query_one(_Rows)
        if self._quiet and not typed.strip():
            rows.show_nothing()
            return
        offer = self._offer(typed.strip()) if self._offer else None
        self._enter_waits, self._offer_comes = False, isawaitable(offer)
        if isawaitable(offer):
            rows.show_matches(typed, None)
            self._show_offer(typed, offer)
        else:
            rows.show_matches(typed, offer)

    @work(exclusive=True, group=OFFERS, exit_on_error=False)
    async def _show_offer(self, typed: str, coming: Awaitable[Offer | None]) -> None:
        """Show what is offered when it has come; what was chosen meanwhile is chosen then."""
        rows = self.query_one(_Rows)
        try:
            rows.show_matches(typed, await coming)
        except Exception as error:
            self.report(error)
        self._offer_comes = False
        if self._enter_waits:
            rows.choose()

    @property
    def typed(self) -> str:
        """What stands in the line."""
        return self.query_one(_Search).value.strip() if self._search else ""

    def on_key(self, event: events.Key) -> None:
        """Move, choose or leave."""
        if not self._take(event):
            return
        event.stop()
        event.prevent_default()

    def _take(self, event: events.Key) -> bool:
        rows = self.query_one(_Rows)
        page = max(1, rows.size.height - 1)
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if not self._search:
            steps |= {"j": 1, "k": -1}
        if event.key == "escape" or (event.key == "q" and not self._search):
            self.dismiss(None)
        elif event.key == "enter" and self._offer_comes:
            self._enter_waits = True
        elif event.key == "enter":
            rows.choose()
        elif event.key in steps and self._of_key(event) is None:
            rows.move(steps[event.key])
        else:
            return not self._search and self._take_sign(event, rows)
        return True

    def _take_sign(self, event: events.Key, rows: _Rows) -> bool:
        """Choose by a key; several digits make one number, which only moves the cursor."""
        index = self._of_key(event)
        if index is not None and not event.key.isdecimal():
            self._choose(index)
            return True
        if not event.key.isdecimal():
            return False
        keys = [choice.key for choice in self._choices]
        for typed in (self._number + event.key, event.key):
            if typed in keys:
                self._number = typed
                rows.cursor = keys.index(typed)
                return True
        return False

    def _of_key(self, event: events.Key) -> int | None:
        if self._search:
            return None
        signs = {event.key, event.character}
        found = (n for n, choice in enumerate(self._choices) if choice.key and choice.key in signs)
        return next(found, None)

    def on_row_list_cursor_moved(self, event: RowList.CursorMoved) -> None:
        """Tell where the cursor is."""
        event.stop()
        index = self.index
        if self._point is not None and index is not None:
            self._point(index)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Close with the choice."""
        event.stop()
        self._choose(self.query_one(_Rows).shown[event.index])

    def _choose(self, index: int) -> None:
        if self._attempt is None:
            self.dismiss(index)
            return
        self._state.say(self._busy)
        self._try(self._attempt(index, self.typed), index)

    @work(exclusive=True, group="choice", exit_on_error=False)
    async def _try(self, attempt: Awaitable[object], index: int) -> None:
        with self._state.telling():
            await attempt
            self.dismiss(index)

    @property
    def _state(self) -> StateLine:
        return self.query_one(StateLine)
