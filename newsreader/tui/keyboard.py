"""The keys of the main screen: which of them count now, what they do, what the bottom line says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.widgets import Input

from newsreader.config.keymap import EVERYWHERE, FIND, LIST, PAGE, READER, SIDEBAR, TREE, Keymap
from newsreader.tui.keys import Dispatcher

if TYPE_CHECKING:
    from newsreader.tui.panes import Pane
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.widgets.search_bar import SearchBar

_CONTEXTS: dict[Pane, str] = {"tree": TREE, "list": LIST, "reader": READER, "names": SIDEBAR}

_PLACES = {
    TREE: "in the feeds", LIST: "in the list", READER: "in the article", SIDEBAR: "in the names",
    PAGE: "on the page of a name", FIND: "in an article that was searched",
}  # fmt: skip

_IN_ZEN = ("read-on", "next-article", "previous-article")
"""The actions that the bottom line names while the text stands alone."""


class Keyboard:
    """Takes the keys that no line of text wants.

    Args:
        main: Whose keys they are.
        keymap: What they do.
    """

    def __init__(self, main: MainScreen, keymap: Keymap) -> None:
        self._main = main
        self.dispatcher = Dispatcher(keymap, plain=main.session.settings.screen.ascii)
        self.pressed = ""
        """The last key, as Textual names it."""

    @property
    def contexts(self) -> tuple[str, ...]:
        """What counts for keys now, the most special first."""
        main = self._main
        context = _CONTEXTS[main.pane]
        if main.pane == "reader" and main.view.searched:
            return FIND, context, EVERYWHERE
        if main.pages.is_on_show:
            return PAGE, context, EVERYWHERE
        return context, EVERYWHERE

    def take(self, event: events.Key) -> None:
        """Do what a key stands for."""
        main = self._main
        if isinstance(main.focused, Input):
            self._hand_on(event, main.focused)
            return
        self.pressed = event.key
        began = self.dispatcher.pending
        action = self.dispatcher.press(event.key, self.contexts)
        if action is None:
            if event.is_printable or self.dispatcher.elsewhere(event.key):
                main.say(self._useless(event.key))
            return
        event.stop()
        event.prevent_default()
        if action:
            main.run(action)
        elif began and not self.dispatcher.pending and event.key != "escape":
            main.say(f"No action begins with {began} and goes on like that.")
        self.show_hints()

    def _useless(self, key: str) -> str:
        """Say where a key does something, or which one tells what keys do."""
        shown = self.dispatcher.show(key)
        action = self.dispatcher.elsewhere(key)
        if action is None:
            return f"{shown} does nothing; {self._main.key('help')} shows what each key does."
        return f"{shown}, {action.title}, works {_PLACES[action.contexts[0]]}."

    def _hand_on(self, event: events.Key, line: Input) -> None:
        """Give a line what was typed for it before it had the focus; its own keys end with it."""
        if event.is_printable or event.key in ("enter", "escape", "tab"):
            event.stop()
            line.post_message(events.Key(event.key, event.character))

    def show_hints(self) -> None:
        """Show in the bottom line what can be pressed now."""
        main = self._main
        line = main.focused
        if main.app.screen is not main:  # a dialogue shows its own
            main.status.show_hints(())
            return
        if isinstance(line, Input):
            main.status.show_hints(cast("SearchBar", line).hints)
            return
        hints = self.dispatcher.hints(self.contexts)
        if main.arranging.zen and not self.dispatcher.pending:
            leave = (main.key("zen"), "all panes")
            hints = [leave, *self.dispatcher.hints_of(_IN_ZEN)]
        help_key = self.dispatcher.key_of("help")
        last = (help_key, "help") if help_key and not self.dispatcher.pending else None
        main.status.show_hints(hints, last=last, begun=self.dispatcher.pending)

    def first_problem(self) -> str:
        """Say what is wrong with the person's keys; "" where nothing is."""
        problems = self.dispatcher.problems
        more = len(problems) - 1
        if more > 0:
            return f"{problems[0]} {more} more: newsreader doctor tells."
        return problems[0] if problems else ""
