"""Going back, and the help over the panes."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.config.keymap import PAGE
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


class Leaving:
    """Actions that leave, or look at the program itself."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._chose_feed = False
        self._back_among_feeds = False

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "back": self._back,
            "suspend": self.suspend,
            "quit": self._quit,
            "help": self._help,
        }

    def _back(self) -> None:
        """Undo the last step into something; from all articles, quit, but never by Escape."""
        main = self._main
        match main.pane:
            case "names":
                main.go_to_pane("reader")
            case "reader":
                self._back_from_reader()
            case "tree":
                self._back_from_feeds()
            case _:
                self._back_from_list()

    def _back_from_reader(self) -> None:
        main = self._main
        if main.finding.end_article_search():
            return
        if main.view.chosen is not None and main.view.chosen != main.pages.own_index:
            main.naming.choose_none()
            return
        if main.arranging.end_zen():
            return
        main.reader.keep_place()
        main.go_to_pane("list")

    def chose_feed(self) -> None:
        """The feeds were left for the list of one of them: going back leads there again."""
        self._chose_feed, self._back_among_feeds = "tree" not in self._main.shown, False

    def _back_from_feeds(self) -> None:
        """Go to the list; to that of all articles where this was reached by going back."""
        if self._back_among_feeds:
            self._main.shelf.open_scope(Scope.all())
        self._chose_feed = self._back_among_feeds = False
        self._main.go_to_pane("list")

    def _back_from_list(self) -> None:
        main = self._main
        if main.finding.end_list_search() or main.pages.back():
            return
        if main.lists.scope != Scope.all():
            if self._chose_feed and "tree" not in main.shown:
                self._chose_feed, self._back_among_feeds = False, True
                main.go_to_pane("tree")
            else:
                main.shelf.open_scope(Scope.all())
            return
        if main.keyboard.pressed == "escape":
            main.say(f"{self._quitting_key()} quits.")
            return
        self._quit()

    def _quitting_key(self) -> str:
        """Give the key that quits here, which Escape never does."""
        keys = self._main.keyboard.dispatcher
        found = next((key for key in keys.keymap.keys["back"] if key != "escape"), "")
        return keys.show(found) if found else self._main.key("quit")

    def _quit(self) -> None:
        self._main.reader.keep_place()
        self._main.app.exit()

    def suspend(self) -> None:
        """Stop, as programs in a terminal do, until the shell has this one go on."""
        main = self._main
        main.reader.keep_place()
        if os.name == "nt" or main.app.is_headless:
            main.say("A program can not be suspended here.")
        else:
            main.app.action_suspend_process()

    def _help(self) -> None:
        from newsreader.tui.screens.help import HelpScreen

        keyboard = self._main.keyboard
        first = PAGE if PAGE in keyboard.contexts else keyboard.contexts[-2]
        self._main.app.push_screen(HelpScreen(keyboard.dispatcher, first))

    def welcomed(self, said: str | None) -> None:
        """Go on after the welcome: fetch what was subscribed to."""
        main = self._main
        main.feeds_changed()
        main.shelf.open_list()
        if main.lists.feeds:
            main.refresh_feeds(None)
        if said:
            main.say(said)
