"""Moving about: the cursor, pages, ends, panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.tui.panes import beside
from newsreader.tui.widgets.rows import RowList

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.screens.main import MainScreen

NARROWEST, WIDEST, STEP = 40, 160, 4
LINE_LENGTH = "screen.line_length"


def line_length_of(session: Session) -> int:
    """Give the longest line of text: what was chosen last, else what the settings say."""
    saved = session.library.get_state(LINE_LENGTH)
    return int(saved) if saved.isdecimal() else session.settings.screen.line_length


class Moving:
    """Actions that change nothing but what is on show."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "cursor-down": lambda: self._by(1),
            "cursor-up": lambda: self._by(-1),
            "page-down": lambda: self._page(1),
            "page-up": lambda: self._page(-1),
            "top": lambda: self._end(last=False),
            "bottom": lambda: self._end(last=True),
            "pane-left": self.left,
            "pane-right": self.right,
            "toggle-folder": self._fold,
            "wider": lambda: self._line_length(STEP),
            "narrower": lambda: self._line_length(-STEP),
            "focus-entities": self._names,
        }

    def _rows(self) -> RowList | None:
        """The list that has the keys; None in the reader."""
        main = self._main
        return {"tree": main.feed_tree, "list": main.articles, "names": main.sidebar}.get(main.pane)

    def _by(self, step: int) -> None:
        rows = self._rows()
        if rows is None:
            self._main.view.move(step)
        else:
            rows.move(step)

    def _page(self, step: int) -> None:
        rows = self._rows()
        if rows is None:
            self._main.view.move_page(step)
        else:
            rows.move_page(step)

    def _end(self, *, last: bool) -> None:
        rows = self._rows()
        if rows is None:
            self._main.view.move_to_end(last)
        else:
            rows.move_to_end(last)

    def left(self) -> None:
        """Go to the pane on the left; in the tree, close a folder or go to the one around."""
        main = self._main
        if main.pages.is_on_show and main.pages.back():
            return
        if main.pane == "tree":
            if main.feed_tree.fold(closed=True):
                main.lists.save_closed_folders(main.feed_tree.closed)
            else:
                main.feed_tree.to_parent()
            return
        target = beside(main.pane, -1)
        if target is not None:
            main.go_to_pane(target)

    def right(self) -> None:
        """Go to the pane on the right; in the tree, open a folder first; in the list, open."""
        main = self._main
        if main.pane == "tree" and main.feed_tree.fold(closed=False):
            main.lists.save_closed_folders(main.feed_tree.closed)
        elif main.pane in ("tree", "list"):
            main.run("open")
        else:
            target = beside(main.pane, 1)
            if target is not None:
                main.go_to_pane(target)

    def _fold(self) -> None:
        if self._main.feed_tree.fold() or (
            self._main.feed_tree.to_parent() and self._main.feed_tree.fold()
        ):
            self._main.lists.save_closed_folders(self._main.feed_tree.closed)

    def _line_length(self, step: int) -> None:
        view = self._main.view
        length = max(NARROWEST, min(WIDEST, view.line_length + step))
        view.set_line_length(length)
        self._main.lists.remember(LINE_LENGTH, str(length))
        self._main.say(f"Lines of {length} characters.")

    def _names(self) -> None:
        main = self._main
        if main.pages.is_on_show:
            main.pages.choose_companion()
        elif main.pane == "names":
            main.go_to_pane("reader")
        elif main.reader.reading is None:
            main.say("Open an article first; its names are listed then.")
        else:
            main.go_to_pane("names")
