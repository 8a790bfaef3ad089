"""Copying: addresses, what is selected, and whole articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.errors import InputError
from newsreader.core.text import clean_body

if TYPE_CHECKING:
    from newsreader.core.models import Reading
    from newsreader.tui.screens.main import MainScreen


class Copying:
    """Actions that fill the clipboard."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"copy-link": self._link, "copy-text": self._text}

    def _link(self) -> None:
        article = self._main.current
        if article is not None:
            if not article.url:
                raise InputError("This article has no address to copy.")
            self.copy(article.url, f"Copied: {article.url}")

    def _text(self) -> None:
        if self.copy_selection():
            return
        reading = self._main.reader.reading
        if reading is None:
            raise InputError("There is no text to copy yet.")
        text = _as_text(reading)
        self.copy(text, f"Copied the article with its title and address: {_words(text)}.")

    def copy_selection(self) -> bool:
        """Copy what is selected, if something is; say whether it was."""
        screen = self._main.app.screen
        selected = screen.get_selected_text()
        if not selected:
            return False
        self.copy(selected, f"Copied what is selected: {_words(selected)}.")
        screen.clear_selection()
        return True

    def copy(self, text: str, said: str) -> None:
        """Copy a text by the terminal and, where there is one, by the machine's own program."""
        main = self._main
        text = clean_body(text)
        main.app.copy_to_clipboard(text)
        main.say(said)
        if not main.app.is_headless:
            main.beside(self._fill(text, said))

    async def _fill(self, text: str, said: str) -> None:
        from newsreader.services import clipboard

        command = clipboard.clipboard_program()
        if command:
            filled = await asyncio.to_thread(clipboard.fill_clipboard, text, command)
            if filled:
                return
        if await asyncio.to_thread(clipboard.tmux_keeps_copies):
            stop = "" if said.endswith(".") else "."
            self._main.say(f"{said}{stop} tmux passes it on only with: set -g set-clipboard on")


def _as_text(reading: Reading) -> str:
    from newsreader.core.exports import to_text

    article = reading.article
    parts = (article.title, article.url, to_text(reading.document).rstrip())
    return "\n\n".join(part for part in parts if part) + "\n"


def _words(text: str) -> str:
    count = len(text.split())
    return "one word" if count == 1 else f"{count:,} words"
