"""The command palette: every command, and every value that one may take."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from newsreader.tui.commands import Command, Commands
from newsreader.tui.painting import safe

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


class CommandProvider(Provider):
    """Finds commands by their names, by what they do, and by what they may be given."""

    @property
    def _main(self) -> MainScreen:
        return cast("MainScreen", self.screen)

    async def discover(self) -> Hits:
        """Give every command while nothing is typed."""
        for command in Commands(self._main).all():
            if command.run is not None and command.name != "palette":
                yield DiscoveryHit(_words(command), command.run)

    async def search(self, query: str) -> Hits:
        """Give the commands that match."""
        matcher = self.matcher(query)
        for command in Commands(self._main).all():
            if command.run is not None and command.name != "palette":
                words = _words(command)
                score = max(map(matcher.match, (words, command.name, command.title)))
                if score > 0:
                    yield Hit(score, matcher.highlight(words), command.run)
            if (argument := command.argument) is None:
                continue
            for value in argument.values():
                words = safe(f"{command.title.capitalize()}: {value}")
                if (score := matcher.match(words)) > 0:
                    run = partial(self._main.attempt, partial(argument.take, value))
                    yield Hit(score, matcher.highlight(words), run)


def _words(command: Command) -> str:
    words = command.help.rstrip(".")
    return f"{words}  ({command.keys})" if command.keys else words
