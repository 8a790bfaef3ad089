"""Searching: the list, over the whole library; and the article on show."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.widgets import Input

from newsreader.core.errors import InputError, LibraryError, NewsreaderError
from newsreader.core.query import parse
from newsreader.tui.widgets.status_bar import Hint
from newsreader.tui.window import Window

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.widgets.search_bar import SearchBar
    from newsreader.tui.widgets.text_view import Spot

SEARCH_HINTS: tuple[Hint, ...] = (
    ("Enter", "to the list"), ("Esc", "ends the search"), ("Up", "earlier searches"),
)  # fmt: skip
FIND_HINTS: tuple[Hint, ...] = (
    ("Enter", "to the text"), ("Esc", "ends the search"), ("Up", "earlier searches"),
)  # fmt: skip
T = TypeVar("T")
SEARCH = "search"
"""The workers that search the list."""
COUNT = "count"
"""The workers that count what was found."""


class Finding:
    """Actions of searching."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._from: Spot = (-1, 0)
        """Where the eyes were in the article when its search began."""
        self._wanted: str | None = None
        self._is_searching = False
        self._stop = threading.Event()
        """Ends the search that runs."""
        self._complaint = ""

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
            self._from = main.view.place
            self._begin_line(main.find_bar)
        else:
            main.go_to_pane("list")
            self._begin_line(main.search_bar)
            main.search_bar.value = main.lists.search

    # -- in the list -------------------------------------------------------------------------------

    def search_list(self, text: str) -> None:
        """Show what matches what is typed so far, beside the typing; what is wrong is told calmly.

        Only the newest text is searched for: it ends the search that runs, and replaces what waits.
        """
        main = self._main
        if not main.search_bar.display:  # it was left before its time came
            return
        main.status.take_back(self._complaint)
        try:
            parse(text)
        except InputError as error:
            self._complaint = str(error)
            main.say(self._complaint)
            return
        wanted = text.strip()
        if wanted == main.lists.search and self._wanted is None:
            return
        self._wanted = wanted
        self._end()
        if not self._is_searching:
            main.run_worker(self._search(), group=SEARCH, exit_on_error=False)

    def _end(self) -> None:
        """End what is read of a search."""
        self._stop.set()
        self._stop = threading.Event()

    async def _search(self) -> None:
        self._is_searching = True
        lists = self._main.lists
        try:
            while (text := self._wanted) is not None and self._main.search_bar.display:
                self._wanted, lists.search = None, text
                listing = lists.listing()
                self._end()
                begin = partial(Window, listing.source, keep=listing.keep, counted=not text)
                window = await asyncio.to_thread(self._until, self._stop, begin)
                if window and lists.search == text and self._wanted is None:
                    self._main.shelf.open_list(window=window)
        except Exception as error:
            self._main.report(error)
        finally:
            self._is_searching = False

    def count(self) -> None:
        """Count what is found, of which the first page is shown."""
        self._end()
        self._main.beside(self._count(self._stop), instead_of=COUNT)

    async def _count(self, stop: threading.Event) -> None:
        main = self._main
        while not main.articles.is_counted:
            fresh = await asyncio.to_thread(self._until, stop, main.articles.rereading())
            if fresh is None:
                return
            if main.articles.take(fresh):
                main.shelf.show_counts()

    def _until(self, stop: threading.Event, read: Callable[[], T]) -> T | None:
        """Read from the library, on a thread; None where that was stopped."""
        try:
            with self._main.lists.library.stoppable(stop.is_set):
                return read()
        except LibraryError:
            if stop.is_set():
                return None
            raise

    def _search_now(self, text: str) -> None:
        """Show the first of what matches before the next key is taken, and count the rest.

        Raises:
            InputError: The search can not be understood; the list is the one before.
        """
        lists = self._main.lists
        self._wanted = None
        self._end()
        before, lists.search = lists.search, text.strip()
        try:
            self._main.shelf.open_list()
        except NewsreaderError as error:
            lists.search, self._complaint = before, str(error)
            raise

    def show_search(self, text: str) -> None:
        """Show above the list what it was searched for; without a word, no line at all."""
        main = self._main
        if text or main.query("#search"):
            with main.search_bar.prevent(Input.Changed):
                main.search_bar.value = text
            main.search_bar.display = bool(text)

    def end_list_search(self) -> bool:
        """Show the list as it was before a search; say whether there was one."""
        main = self._main
        self._wanted = None
        self._end()
        main.status.take_back(self._complaint)
        self.show_search("")
        if not main.lists.search:
            return False
        main.lists.search = ""
        main.shelf.open_list()
        return True

    def search_for(self, text: str) -> None:
        """Show what matches; the line above the list says what was searched for.

        Raises:
            InputError: The search can not be understood.
        """
        main = self._main
        main.go_to_pane("list")
        self._begin_line(main.search_bar)
        with main.search_bar.prevent(Input.Changed):
            main.search_bar.value = text
        self.done(main.search_bar, text)

    # -- in the article ----------------------------------------------------------------------------

    def search_article(self, text: str) -> None:
        """Mark what matches in the article, and go to the first place."""
        main = self._main
        main.view.restore(self._from)
        if main.view.search(text):
            self._hit(1)
        else:
            main.say("Not in this article." if text.strip() else "")

    def end_article_search(self) -> bool:
        """Take the marks away; say whether there were any."""
        main = self._main
        if main.query("#find"):
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

    def _end_typing(self, text: str) -> None:
        """Leave the line with the marks; nothing typed means the last search once more."""
        main = self._main
        text = text.strip() or (main.find_bar.past[-1] if main.find_bar.past else "")
        if text != main.view.searched:
            self.search_article(text)
        self._remember(main.find_bar, text)
        main.find_bar.finish()
        main.go_to_pane("reader")
        if main.view.searched and main.view.hit_count:
            keys = f"{main.key('next-hit')} and {main.key('previous-hit')} go through them"
            main.say(f"{main.view.hit_count:,} found. {keys}; {main.key('back')} ends it.")

    # -- what was searched for before --------------------------------------------------------------

    def _begin_line(self, bar: SearchBar) -> None:
        """Show a line, which knows what was searched for in it."""
        if not bar.past:
            saved = self._main.session.library.get_state(f"screen.searches.{bar.id}")
            bar.past = saved.split("\n") if saved else []
        bar.begin()

    def _remember(self, bar: SearchBar, text: str) -> None:
        bar.remember(text.strip())
        self._main.lists.remember(f"screen.searches.{bar.id}", "\n".join(bar.past))

    # -- the line ----------------------------------------------------------------------------------

    def done(self, bar: SearchBar, text: str) -> None:
        """Go to what was found."""
        main = self._main
        if bar.id == "find":
            self._end_typing(text)
            return
        self._search_now(text)
        self._remember(bar, text)
        if not main.lists.search:
            main.search_bar.finish()
        main.go_to_pane("list")

    def leave(self, bar: SearchBar) -> None:
        """End the search."""
        main = self._main
        if bar.id == "find":
            self.end_article_search()
            main.view.restore(self._from)
            main.go_to_pane("reader")
        else:
            self.end_list_search()
            main.go_to_pane("list")
