"""The application: theme, screens, and what is done about failures."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, on
from textual.actions import SkipAction
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme
from textual.worker import WorkerFailed

from newsreader.config.settings import load_keymap
from newsreader.core.errors import NewsreaderError
from newsreader.core.text import clean_body
from newsreader.services.terminal import HALF_BLOCKS, Graphics
from newsreader.tui import garbage
from newsreader.tui.actions.theming import THEME
from newsreader.tui.driver import lasting
from newsreader.tui.screens.main import MainScreen
from newsreader.tui.themes import ANSI, DARK, LIGHT, OWN, palette, wants_no_colour
from newsreader.tui.threads import DaemonThreads
from newsreader.tui.widgets.guard import PlainBar

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.services.terminal import Terminal

MOST_FAILURES, LATELY = 30, 5.0
"""More failures within so many seconds will not end by themselves."""


class NewsreaderApp(App[None]):
    """The screen on one session.

    Args:
        session: The library and everything else.
        demo: Say that this is the demonstration.
        terminal: What is known of it; None where there is none, as in tests.
    """

    TITLE = "newsreader"
    CSS_PATH = "styles/newsreader.tcss"
    ENABLE_COMMAND_PALETTE = False
    PAUSE_GC_ON_SCROLL = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "copy_or_quit", show=False, system=True, priority=True),
        Binding("ctrl+z", "suspend_anywhere", show=False, system=True, priority=True),
    ]

    _is_themed = False

    def __init__(
        self, session: Session, *, demo: bool = False, terminal: Terminal | None = None
    ) -> None:
        no_colour = wants_no_colour(os.environ)
        if not no_colour:
            os.environ.pop("NO_COLOR", None)  # empty means nothing, but Textual would follow it
        super().__init__(ansi_color=True if no_colour else None)
        self.session = session
        session.attended = monotonic()
        self.demo = demo
        self.failures: list[BaseException] = []
        """What went wrong unexpectedly in this run."""
        self._lately: list[float] = []
        self._is_up = False
        self.animation_level = "none"
        self._disable_notifications = self._disable_tooltips = True  # every screen would hold them
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (18, "-high")]
        for theme in OWN:
            self.register_theme(theme)
        self.set_class(session.settings.screen.ascii, "-ascii", update=False)
        ScrollBar.renderer = PlainBar if session.settings.screen.ascii else ScrollBarRender
        self._terminal = terminal
        self._begin_with(self._first_theme())

    def get_driver_class(self) -> type[Driver]:
        """Give the platform's driver, made to outlive its terminal."""
        return lasting(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own colours to themes that do not know them, once a theme was chosen."""
        return palette(self.current_theme) if self._is_themed else {}

    @property
    def _few_colours(self) -> bool:
        few = self._terminal is not None and self.console.color_system in ("standard", "windows")
        return self.no_color or few

    def _first_theme(self) -> Theme:
        """Choose the theme: the person's, else by the background; as far as it can be shown."""
        if self._few_colours:
            return ANSI
        for name in (self.session.settings.screen.theme, self.session.library.get_state(THEME)):
            if name in self.available_themes:
                return self.available_themes[name]
        return LIGHT if self._terminal is not None and self._terminal.light else DARK

    def _graphics(self) -> Graphics | None:
        """Choose how pictures are drawn; None where they can not be."""
        if self._few_colours:
            return None
        graphics = self._terminal.graphics if self._terminal is not None else HALF_BLOCKS
        mode = self.session.settings.screen.picture_mode
        protocol = graphics.protocol if mode == "auto" else mode
        if protocol == "kitty" and self.console.color_system != "truecolor":
            protocol = "half-block"  # its pictures have their numbers in colours
        return graphics._replace(protocol=protocol)

    def _begin_with(self, theme: Theme) -> None:
        """Set the theme before anything has its styles: to change it costs a third of the start."""
        self._is_themed = True
        self.set_reactive(App.theme, theme.name)
        modes = {"-dark-mode": theme.dark, "-light-mode": not theme.dark}
        self.update_classes(modes, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> MainScreen:
        """Give the screen that lies under all others."""
        keymap = load_keymap(self.session.settings, self.session.paths.config_file)
        return MainScreen(self.session, keymap, self._graphics())

    def on_mount(self) -> None:
        """Where nothing is subscribed to yet, lay the welcome over the main screen."""
        asyncio.get_running_loop().set_default_executor(DaemonThreads())
        main = self.screen
        assert isinstance(main, MainScreen)
        if not main.lists.feeds and not main.lists.bookmarks:
            from newsreader.tui.screens.welcome import WelcomeScreen

            self.push_screen(WelcomeScreen(self.session), main.leaving.welcomed)

    def on_ready(self) -> None:
        """Look for garbage from now on, where that had to wait, but never in what was loaded."""
        self._is_up = True
        if not gc.isenabled():
            self.call_after_refresh(garbage.settle)

    async def on_event(self, event: events.Event) -> None:
        """Note that the person is there; clean what is pasted before a field gets it."""
        if isinstance(event, events.InputEvent):
            self.session.attended = monotonic()
        if isinstance(event, events.Paste):
            event.text = clean_body(event.text)
        await super().on_event(event)

    @on(Driver.SignalResume)
    def draw_anew(self) -> None:
        """Draw all, as on a terminal of which nothing is known: another program may have had it."""
        self.refresh(layout=True)

    def _handle_exception(self, error: Exception) -> None:
        """Go on after what Textual would end for; end where it comes again and again, or at first.

        Parts report their failures themselves; this is for timers, callbacks and workers.
        """
        sentence = self.report(error.error if isinstance(error, WorkerFailed) else error)
        now = monotonic()
        self._lately = [*(time for time in self._lately if now - time < LATELY), now]
        if not self._is_up or len(self._lately) > MOST_FAILURES:
            self.exit(return_code=1, message=Text(f"{sentence} newsreader can not go on."))

    def report(self, error: BaseException) -> str:
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
        return sentence

    @property
    def _main(self) -> MainScreen | None:
        return next((each for each in self.screen_stack if isinstance(each, MainScreen)), None)

    def action_suspend_anywhere(self) -> None:
        """Go back to the shell from a dialogue as well, unless the person's keys say otherwise."""
        main = self._main
        if main is None or "ctrl+z" not in main.keyboard.dispatcher.keymap.keys["suspend"]:
            raise SkipAction
        main.leaving.suspend()

    def action_copy_or_quit(self) -> None:
        """Copy what is selected; where nothing is, quit, as in any other terminal program."""
        main = self._main
        if main is None or not main.copying.copy_selection():
            self.exit()


def run(session: Session, *, demo: bool = False, terminal: Terminal | None = None) -> int:
    """Show the screen until the person leaves.

    Args:
        session: An open session, which is closed in the end.
        demo: Say that this is the demonstration.
        terminal: What is known of it.

    Returns:
        The exit code of the program.
    """
    app = NewsreaderApp(session, demo=demo, terminal=terminal)

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
