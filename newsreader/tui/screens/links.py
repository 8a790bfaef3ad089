"""The links of the article on show, numbered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from textual import events

from newsreader.config.keynames import show_key
from newsreader.core.document import Document, Embed
from newsreader.core.text import clean_line
from newsreader.tui.screens.choices import Choice, ChoiceScreen


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


class LinksScreen(ChoiceScreen):
    """Lets the person choose a link, by the cursor or by its number; gives its index.

    Args:
        links: The links.
        keys: What copies the address of the cursor's link, the first being named.
        copy: Copies an address.
    """

    def __init__(
        self, links: Sequence[Link], keys: Sequence[str], copy: Callable[[str], None]
    ) -> None:
        copies = f"   {show_key(keys[0])} copies" if keys else ""
        super().__init__(
            "Links in this article",
            [Choice(link.words, link.url, str(n)) for n, link in enumerate(links, start=1)],
            hint=f"Enter opens{copies}   a number goes there   Esc leaves",
        )
        self._links = links
        self._keys = keys
        self._copy = copy

    def on_key(self, event: events.Key) -> None:
        """Copy an address; all else is the list's."""
        if event.key in self._keys and self.index is not None:
            event.stop()
            event.prevent_default()
            self._copy(self._links[self.index].url)
            self.dismiss(None)
