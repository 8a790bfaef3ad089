"""The help: every key and what it does, from the one table of actions, searchable."""

from __future__ import annotations

from itertools import zip_longest

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from newsreader.config.keymap import ACTIONS, EVERYWHERE, FIND, LIST, PAGE, READER, SIDEBAR, TREE
from newsreader.core.text import pad
from newsreader.tui.keys import Dispatcher
from newsreader.tui.painting import Part
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.wrapping import wrap

_GROUPS = (
    ("In the list", LIST),
    ("In the article", READER),
    ("In the names", SIDEBAR),
    ("On the page of a name", PAGE),
    ("In the feeds", TREE),
    ("Everywhere", EVERYWHERE),
    ("While a search in the article is marked", FIND),
)


def help_rows(dispatcher: Dispatcher, wanted: str = "", first: str = LIST) -> list[tuple[str, str]]:
    """Give the rows of the help: a heading with no text, or keys with what they do.

    Args:
        dispatcher: Knows the keys.
        wanted: Only what holds all of these words.
        first: The context that comes first.
    """
    rows: list[tuple[str, str]] = []
    seen: set[str] = set()
    for heading, context in sorted(_GROUPS, key=lambda group: group[1] != first):
        found = [
            action for action in ACTIONS if action.id not in seen and context in action.contexts
        ]
        seen.update(action.id for action in found)
        shown = [
            (dispatcher.keys_of(action.id) or f":{action.id}", action.help)
            for action in found
            if _matches(
                f"{action.id} {action.title} {action.help}", dispatcher.keys_of(action.id), wanted
            )
        ]
        rows += _group(heading, shown)
    preset = f"The preset is {dispatcher.keymap.preset}; [keys] in the settings changes keys."
    about = [
        ("", sentence)
        for sentence in (preset, *dispatcher.problems)
        if _matches(sentence, "keys", wanted)
    ]
    return (rows + _group("Your keys", about))[1:]


def _group(heading: str, rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("", ""), (heading, ""), *rows] if rows else []


def _matches(text: str, keys: str, wanted: str) -> bool:
    text = f"{text} {keys}".casefold()
    return all(word in text for word in wanted.casefold().split())


class _HelpRows(RowList):
    def __init__(self) -> None:
        super().__init__()
        self._help: list[tuple[str, str]] = []
        self._lines: list[tuple[str, str, str]] = []

    def show(self, rows: list[tuple[str, str]]) -> None:
        self._help = rows
        self.cursor = -1
        self._lay_out()
        self.scroll_row(0)

    def on_resize(self) -> None:
        super().on_resize()
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.size.width:  # it has no place yet, and would be seen in a wrong width
            return
        column, width = self._column, max(20, self.size.width - self._column - 6)
        self._lines = []
        for keys, text in self._help:
            if not text:
                self._lines.append((keys, "", ""))
                continue
            left = [keys[slice(*one)] for one in wrap(keys, 0, len(keys), column)]
            right = [text[slice(*one)] for one in wrap(text, 0, len(text), width)]
            for key, words in zip_longest(left, right, fillvalue=""):
                self._lines.append(("", key, words))
        self.rows_changed()

    @property
    def _column(self) -> int:
        return min(18, max(8, self.size.width // 4))

    @property
    def row_count(self) -> int:
        return len(self._lines)

    def selectable(self, index: int) -> bool:
        return False

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        heading, keys, text = self._lines[index]
        if not keys and not text:
            return [Part(f" {heading}", "heading")]
        return [Part("   "), Part(pad(keys, self._column), "key"), Part(f"  {text}")]


class _HelpSearch(Input):
    def __init__(self) -> None:
        super().__init__(placeholder="Type to search", compact=True)
        self.cursor_blink = False

    def on_key(self, event: events.Key) -> None:
        if event.key in ("q", "question_mark") and not self.value:
            event.stop()
            event.prevent_default()
            self.screen.dismiss()


class HelpScreen(Guarded, ModalScreen[None]):
    """Shows the help until Escape.

    Args:
        dispatcher: Knows the keys.
        context: What the person is doing; its keys come first.
    """

    def __init__(self, dispatcher: Dispatcher, context: str) -> None:
        super().__init__()
        self._dispatcher = dispatcher
        self._first = context

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog tall"):
            yield Static("What the keys do", classes="dialog-title", markup=False)
            yield _HelpSearch()
            yield _HelpRows()
            yield Static(
                "Up, Down, PgUp, PgDn scroll   Esc leaves", classes="dialog-keys", markup=False
            )

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(_HelpRows).show(help_rows(self._dispatcher, first=self._first))
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self.query_one(_HelpRows).show(help_rows(self._dispatcher, event.value, self._first))

    def on_key(self, event: events.Key) -> None:
        """Scroll, or leave."""
        rows = self.query_one(_HelpRows)
        page = max(1, rows.size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.key in steps:
            rows.scroll_row(round(rows.scroll_y) + steps[event.key])
        elif event.key in ("escape", "enter"):
            self.dismiss()
        else:
            return
        event.stop()
        event.prevent_default()
