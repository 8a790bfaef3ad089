"""Running actions by their names: the command line and the palette."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsreader.core.errors import InputError
from newsreader.tui.commands import Commands
from newsreader.tui.suggesting import LEAST
from newsreader.tui.widgets.command_line import SIGN
from newsreader.tui.widgets.status_bar import Hint

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

_EMPTY: tuple[Hint, ...] = (
    ("Enter", "runs"), ("Tab", "completes"), ("Up", "earlier"), ("Esc", "leaves"),
)  # fmt: skip


class Commanding:
    """Actions that run other actions; what the command line does."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._commands = Commands(main)

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"command-line": self._begin, "palette": self._palette}

    def _palette(self) -> None:
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, Offer

        main = self._main
        offers = self._commands.offers(without="palette")
        names: list[str] = []

        async def offer(typed: str) -> Offer | None:
            found = await asyncio.to_thread(main.completer.names, typed * (len(typed) >= LEAST))
            names[:] = found[:1]
            return Offer(Choice(f"Page of {names[0]}", "Its articles.")) if names else None

        def chosen(index: int | None) -> None:
            if index == len(offers):
                main.pages.open_named(names[0])
            elif index is not None:
                main.attempt(offers[index].run)

        choices = [offer.choice for offer in offers]
        screen = ChoiceScreen("Commands", choices, search=True, offer=offer)
        main.app.push_screen(screen, chosen)

    def _begin(self) -> None:
        main = self._main
        main.status.stay(True)  # it shows what may be typed, and what went wrong
        main.command_line.begin()

    # -- the line ----------------------------------------------------------------------------------

    def complete(self, text: str) -> list[str]:
        """Give whole lines that a line may become, the best first."""
        return self._commands.complete(text)

    def hints(self, lines: Sequence[str]) -> Sequence[Hint]:
        """Say what belongs below a line that may become one of these: the first with its help."""
        if not lines:
            return _EMPTY
        best, *others = lines
        name, space, _ = best.partition(" ")
        if space:
            return [(line.partition(" ")[2], "") for line in lines]
        command = self._commands.named(name)
        assert command is not None
        what = f" {command.argument.what}" if command.argument else ""
        return [(f"{name}{what}", command.help), *((other, "") for other in others)]

    def typed(self) -> None:
        """Show what the line may become."""
        self._main.status.hush()
        self._main.show_hints()

    def enter(self, text: str) -> None:
        """Do what a line asks for; what can not be understood stays, to be mended."""
        main = self._main
        if not text.strip():
            self.leave()
            return
        main.command_line.remember(f"{SIGN}{text.strip()}")
        try:
            run = self._commands.understand(text)
        except InputError as error:
            main.say(str(error), "error")
            return
        self.leave()
        main.attempt(run)

    def leave(self) -> None:
        """Put the line away."""
        main = self._main
        main.command_line.finish()
        main.status.hush()
        main.go_to_pane(main.pane)
