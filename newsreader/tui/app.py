"""The application: theme, screens, and what is done about failures."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from newsreader.config.settings import load_keymap
from newsreader.core.errors import NewsreaderError
from newsreader.tui.actions.leaving import THEME
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.themes import ANSI, DARK, OWN, palette, wants_no_colour
from newsreader.tui.threads import DaemonThreads

if TYPE_CHECKING:
    from newsreader.services.session import Session


class NewsreaderApp(App[None]):
    """The screen on one session.

    Args:
        session: The library and everything else.
        demo: Say that this is the demonstration.
    """

    TITLE = "newsreader"
    CSS_PATH = "styles/newsreader.tcss"
    ENABLE_COMMAND_PALETTE = False
    PAUSE_GC_ON_SCROLL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy_or_quit", show=False, system=True, priority=True),
    ]

    def __init__(self, session: Session, *, demo: bool = False) -> None:
        no_colour = wants_no_colour(os.environ)
        if not no_colour:
            os.environ.pop("NO_COLOR", None)  # empty means nothing, but Textual would follow it
        super().__init__(ansi_color=True if no_colour else None)
        self.session = session
        self.demo = demo
        self.failures: list[Exception] = []
        """What went wrong unexpectedly in this run."""
        self.animation_level = "none"
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]
        for theme in OWN:
            self.register_theme(theme)
        self._keymap_of_settings = load_keymap(session.settings, session.paths.config_file)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own colours to themes that do not know them."""
        return palette(self.current_theme)

    def on_mount(self) -> None:
        """Show the main screen; where nothing is subscribed to yet, the welcome over it."""
        asyncio.get_running_loop().set_default_executor(DaemonThreads())
        self.theme = self._first_theme()
        main = MainScreen(self.session, self._keymap_of_settings)
        self.push_screen(main)
        if not main.lists.feeds and not main.lists.bookmarks:
            from newsreader.tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen(self.session), main.leaving.welcomed)

    def _first_theme(self) -> str:
        """Choose the theme: the person's, as far as the terminal can show it."""
        few = not self.is_headless and self.console.color_system in ("standard", "windows")
        if self.no_color or few:
            return ANSI.name
        chosen = self.session.settings.screen.theme or self.session.library.get_state(THEME)
        return chosen if chosen in self.available_themes else DARK.name

    def report(self, error: Exception) -> None:
        """Say what went wrong: its own sentence, or that the log file has the details."""
        sentence = str(error)
        if not isinstance(error, NewsreaderError):
            from newsreader.services.logs import record

            self.failures.append(error)
            path = record(self.session.paths, error)
            where = f"; {path} has the details" if path else ""
            sentence = f"Something went wrong here{where}."
        for screen in self.screen_stack:
            if isinstance(screen, MainScreen) and screen.is_attached:
                screen.say(sentence, "error")

    def action_copy_or_quit(self) -> None:
        """Copy what is selected; where nothing is, quit, as in any other terminal program."""
        main = next((each for each in self.screen_stack if isinstance(each, MainScreen)), None)
        if main is None or not main.copying.copy_selection():
            self.exit()


def run(session: Session, *, demo: bool = False) -> int:
    """Show the screen until the person leaves.

    Args:
        session: An open session, which is closed in the end.
        demo: Say that this is the demonstration.

    Returns:
        The exit code of the program.
    """
    app = NewsreaderApp(session, demo=demo)

    async def show() -> None:
        _end_on_signals(app)
        try:
            await app.run_async(mouse=session.settings.screen.mouse)
        finally:
            await session.close()

    asyncio.run(show())
    return app.return_code or 0


def _end_on_signals(app: NewsreaderApp) -> None:
    """Let SIGTERM and SIGHUP (a closed terminal) end the screen in order, as quitting does."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        with contextlib.suppress(NotImplementedError, RuntimeError):
            loop.add_signal_handler(number, _leave, app, 128 + number)


def _leave(app: NewsreaderApp, code: int) -> None:
    app.exit(return_code=code)
