"""The links of the article on show, numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.core.document import Document, Embed
from newsreader.core.text import clean_line, pad
from newsreader.tui.painting import Part
from newsreader.tui.widgets.guard import Guarded
from newsreader.tui.widgets.rows import RowList


class Link(NamedTuple):
    """A link: its words and its address."""

    words: str
    url: str


def links_of(document: Document) -> list[Link]:
    """Give the links of a document in its order, each address once; embeds come last."""
    found: dict[str, Link] = {}
    for span in document.links:
        words = clean_line(document.text[span.start : span.end], 200)
        found.setdefault(span.url, Link(words or span.title or span.url, span.url))
    for block in document.walk():
        if isinstance(block, Embed):
            found.setdefault(block.url, Link(block.title or block.media, block.url))
    return list(found.values())


class _LinkRows(RowList):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--key"}

    def __init__(self, links: Sequence[Link]) -> None:
        super().__init__()
        self._links = links

    @property
    def row_count(self) -> int:
        return len(self._links)

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        link = self._links[index]
        words = min(40, width // 2)
        return [
            Part(f"{index + 1:>4} ", "key"),
            Part(pad(link.words, words)),
            Part(f"  {link.url}", "dim"),
        ]


class LinksScreen(Guarded, ModalScreen[str]):
    """Lets the person choose a link, by the cursor or by its number; gives its address."""

    def __init__(self, links: Sequence[Link]) -> None:
        super().__init__()
        self._links = links
        self._typed = ""

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog wide"):
            yield Static("Links in this article", classes="dialog-title", markup=False)
            rows = _LinkRows(self._links)
            rows.styles.height = min(16, max(1, len(self._links)))
            yield rows
            yield Static(
                "Enter opens   a number goes there   Esc leaves",
                classes="dialog-keys",
                markup=False,
            )

    def on_mount(self) -> None:
        """Give the keys to the list."""
        self.query_one(_LinkRows).focus()

    def on_key(self, event: events.Key) -> None:
        """Move, choose or leave."""
        rows = self.query_one(_LinkRows)
        steps = {"j": 1, "down": 1, "k": -1, "up": -1}
        if event.key in steps:
            rows.move(steps[event.key])
        elif event.key in ("escape", "q"):
            self.dismiss("")
        elif event.key == "enter":
            rows.choose()
        elif event.key.isdecimal():
            self._number(event.key, rows)
        else:
            return
        event.stop()
        event.prevent_default()

    def _number(self, digit: str, rows: _LinkRows) -> None:
        for typed in (self._typed + digit, digit):
            if typed.isdecimal() and 1 <= int(typed) <= len(self._links):
                self._typed = typed
                rows.cursor = int(typed) - 1
                return

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Close with the link."""
        event.stop()
        self.dismiss(self._links[event.index].url)
