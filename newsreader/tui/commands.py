"""The command palette: every action of the one table, and the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from newsreader.config.keymap import ACTIONS

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


_NOT_HERE = {
    "palette", "cursor-down", "cursor-up", "page-down", "page-up", "top", "bottom",
    "pane-left", "pane-right", "next-hit", "previous-hit",
}  # fmt: skip
"""Actions that are of no use from a list."""


class ActionProvider(Provider):
    """Finds actions by their names and by what they do."""

    @property
    def _main(self) -> MainScreen:
        return cast("MainScreen", self.screen)

    def _commands(self) -> list[tuple[str, str, partial[None]]]:
        main = self._main
        commands = []
        for action in sorted(ACTIONS, key=lambda action: -action.footer):
            if action.id in _NOT_HERE:
                continue
            keys = main.keyboard.dispatcher.keys_of(action.id)
            name = f"{action.help.rstrip('.')}  ({keys})" if keys else action.help.rstrip(".")
            commands.append((name, action.id, partial(main.run, action.id)))
        for theme in sorted(self.app.available_themes):
            name = f"Theme: {theme}"
            commands.append((name, "theme", partial(main.leaving.set_theme, theme)))
        return commands

    async def discover(self) -> Hits:
        """Give every action while nothing is typed."""
        for name, _, run in self._commands():
            if not name.startswith("Theme:"):
                yield DiscoveryHit(name, run)

    async def search(self, query: str) -> Hits:
        """Give the actions that match."""
        matcher = self.matcher(query)
        for name, identifier, run in self._commands():
            score = max(matcher.match(name), matcher.match(identifier))
            if score > 0:
                yield Hit(score, matcher.highlight(name), run)
