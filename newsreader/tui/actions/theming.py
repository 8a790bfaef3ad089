"""Choosing a theme: the other of dark and light, or any of them while it is tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.theme import Theme

from newsreader.tui.themes import ANSI, DARK, LIGHT, OWN

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

THEME = "screen.theme"


class Theming:
    """Actions of themes."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._last = {True: DARK.name, False: LIGHT.name}
        """The last dark and the last light theme."""

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"theme": self._other, "themes": self._choose}

    def set_theme(self, name: str) -> None:
        """Change the theme, and remember it."""
        main = self._main
        if main.app.no_color:
            main.say("NO_COLOR is set, so that nothing is shown in colours.")
            return
        self._note()
        main.app.theme = name
        main.lists.remember(THEME, name)
        wanted = main.session.settings.screen.theme
        if wanted in main.app.available_themes and wanted != name:
            main.say(f"Theme {name}. At the next start it is {wanted}, as the settings say.")

    def _note(self) -> None:
        theme = self._main.app.current_theme
        self._last[theme.dark] = theme.name

    def _other(self) -> None:
        self._note()
        self.set_theme(self._last[not self._main.app.current_theme.dark])

    def _choose(self) -> None:
        """Show the themes; the one that the cursor is on is tried at once."""
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        app = self._main.app
        if app.no_color:
            self.set_theme("")
            return
        before = app.theme
        themes = self.in_order()
        names = [theme.name for theme in themes]

        def show(name: str) -> None:
            app.theme = name

        def chosen(index: int | None) -> None:
            show(before)
            if index is not None:
                self.set_theme(names[index])

        screen = ChoiceScreen(
            "Themes",
            [Choice(theme.name, _kind(theme)) for theme in themes],
            point=lambda index: show(names[index]),
            start=names.index(before) if before in names else 0,
            hint="Enter keeps it   Esc goes back",
        )
        app.push_screen(screen.add_class("aside"), chosen)

    def in_order(self) -> list[Theme]:
        """Give the themes: ours, then all others, the dark ones first."""
        others = (theme for theme in self._main.app.available_themes.values() if not theme.ansi)
        known = [theme for theme in others if theme not in OWN]
        return [DARK, LIGHT, ANSI, *sorted(known, key=lambda theme: (not theme.dark, theme.name))]


def _kind(theme: Theme) -> str:
    if theme.ansi:
        return "the terminal's"
    return "dark" if theme.dark else "light"
