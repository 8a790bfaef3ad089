"""The links of the article: letters over them, and a list of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


_HINTED = "A link's letters open it, with Shift they copy its address; Esc leaves."


class Linking:
    """Actions on links."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"links": self._list, "link-hints": self._hint}

    def _hint(self) -> None:
        main = self._main
        if main.reader.reading is None:
            main.say("Open an article first; its links get letters then.")
            return
        main.go_to_pane("reader")
        if main.view.hint():
            main.say(_HINTED)
        else:
            main.say(f"No link is on show here. {main.key('links')} lists those of the article.")

    def left(self) -> None:
        """The letters are gone: what was said of them no longer holds."""
        self._main.status.take_back(_HINTED)

    def _list(self) -> None:
        from newsreader.tui.screens.links import LinksScreen, links_of

        main = self._main
        found = links_of(main.reader.reading.document) if main.reader.reading else []
        if not found:
            main.say("There are no links in this article.")
            return

        def chosen(index: int | None) -> None:
            if index is not None:
                self.follow(found[index].url)

        keys = main.keyboard.dispatcher.keymap.keys["copy-link"]
        main.app.push_screen(LinksScreen(found, keys, self.copy), chosen)

    def follow(self, url: str) -> None:
        """Open what a link leads to; what goes wrong is said."""
        self._main.guarded(lambda: self._main.opening.browse(url))

    def copy(self, url: str) -> None:
        """Copy where a link leads."""
        self._main.copying.copy(url, f"Copied: {url}")
