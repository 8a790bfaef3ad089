"""Searching: the list, over the whole library; and the article on show."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.errors import NewsreaderError
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.widgets.search_bar import SearchBar


class Finding:
    """Actions of searching."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._before: Scope | None = None

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "search": self._begin,
            "next-hit": lambda: self._hit(1),
            "previous-hit": lambda: self._hit(-1),
        }

    def _begin(self) -> None:
        main = self._main
        if main.pane in ("reader", "names") and main.reader.reading is not None:
            main.go_to_pane("reader")
            main.find_bar.begin()
        else:
            main.go_to_pane("list")
            main.search_bar.begin()
            main.search_bar.value = main.lists.search

    # -- in the list -------------------------------------------------------------------------------

    def search_list(self, text: str) -> None:
        """Show what matches; what can not be understood yet changes nothing."""
        main = self._main
        text = text.strip()
        if text == main.lists.search:
            return
        before, main.lists.search = main.lists.search, text
        try:
            main.shelf.open_list()
        except NewsreaderError as error:
            main.lists.search = before
            main.say(str(error), "error")

    def end_list_search(self) -> bool:
        """Show the list as it was before a search; say whether there was one."""
        main = self._main
        main.search_bar.finish()
        if not main.lists.search:
            return False
        main.lists.search = ""
        main.shelf.open_list()
        return True

    # -- in the article ----------------------------------------------------------------------------

    def search_article(self, text: str) -> None:
        """Mark what matches in the article."""
        main = self._main
        found = main.view.search(text)
        if not text.strip():
            main.say("")
        elif found:
            main.view.step_hit(1)
            main.say(f"{found} found")
        else:
            main.say("Not in this article.")

    def end_article_search(self) -> bool:
        """Take the marks away; say whether there were any."""
        main = self._main
        main.find_bar.finish()
        if not main.view.searched:
            return False
        main.view.search("")
        return True

    def _hit(self, step: int) -> None:
        main = self._main
        place = main.view.step_hit(step)
        if place is None:
            main.say(f"{main.view.searched} is not in this article.")
        else:
            main.say(f"{main.view.searched}: {place[0]} of {place[1]}")

    # -- the line ----------------------------------------------------------------------------------

    def done(self, bar: SearchBar, text: str) -> None:
        """Go to what was found."""
        main = self._main
        if bar is main.find_bar:
            main.find_bar.finish()
            main.go_to_pane("reader")
            main.status.hush()
            return
        self.search_list(text)
        if not main.lists.search:
            main.search_bar.finish()
        main.go_to_pane("list")

    def leave(self, bar: SearchBar) -> None:
        """End the search."""
        main = self._main
        if bar is main.find_bar:
            self.end_article_search()
            main.go_to_pane("reader")
        else:
            self.end_list_search()
            main.go_to_pane("list")
