"""Handing an article to other programs: commands, the pager; and to files."""

from __future__ import annotations

import asyncio
import shlex
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from newsreader.config.settings import Command
from newsreader.core.errors import InputError
from newsreader.core.models import Article, Reading

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

PIPE = "screen.pipe"
ENDING = "screen.save_ending"
MOST_REMEMBERED = 30
"""Commands that were typed and are offered again."""


class Piped(msgspec.Struct):
    """What was chosen for a pipe, to be offered again: the last command stands first."""

    commands: list[str] = []
    input: str = "text"
    terminal: bool = False


class Ran(NamedTuple):
    """How a command went.

    Attributes:
        said: A sentence, "" where there is nothing to say.
        title: What was run.
        output: What it printed.
        note: Stands below the output.
    """

    said: str
    title: str = ""
    output: str = ""
    note: str = ""


class Handing:
    """Actions that hand an article to another program. None of them changes the article."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "pipe": self._pipe,
            "open-with": self._open_with,
            "pager": self._pager,
            "save-article": self._save,
        }

    async def _reading(self, article: Article) -> Reading:
        """Give an article with its text, which is made first where it is not ready."""
        from newsreader.services.reading import open_article, ready

        reading = open_article(self._main.session, article.id)
        if reading is None:
            self._main.say(f"Preparing the text{self._main.signs.ellipsis}")
            reading = await ready(self._main.session, article.id)
        return reading

    # -- a command that is typed -------------------------------------------------------------------

    def _pipe(self) -> None:
        from newsreader.services.handing import FORMATS
        from newsreader.tui.screens.forms import Field, FormScreen

        main = self._main
        article = main.current
        if article is None:
            return
        last = self._last_piped()
        terminal = (("shown", "shown here"), ("terminal", "in the terminal, which it gets"))
        fields = [
            Field(
                "command",
                "Command",
                last.commands[0] if last.commands else "",
                "As wc -w; no shell reads it",
                suggest=lambda typed: _completed(typed, last.commands),
                replaced=True,
            ),
            Field("input", "The article as", last.input, options=tuple(FORMATS.items())),
            Field("where", "Output", "terminal" if last.terminal else "shown", options=terminal),
        ]
        ran: list[Ran] = []

        async def attempt(answers: dict[str, str]) -> str:
            ran.append(await self._run_typed(article, answers))
            return ""

        main.app.push_screen(
            FormScreen(
                "Pipe the article",
                fields,
                attempt,
                busy=f"Running{main.signs.ellipsis}",
                wide=True,
                verb="runs",
            ),
            lambda _: self.tell(ran[-1]) if ran else None,
        )

    def _last_piped(self) -> Piped:
        saved = self._main.session.library.get_state(PIPE)
        try:
            return msgspec.json.decode(saved, type=Piped) if saved else Piped()
        except msgspec.DecodeError:
            return Piped()

    async def _run_typed(self, article: Article, answers: dict[str, str]) -> Ran:
        from newsreader.services import arguments
        from newsreader.services.writing import write_reading

        typed, terminal = answers["command"], answers["where"] == "terminal"
        command = arguments.split(typed)
        before = [one for one in self._last_piped().commands if one != typed]
        remembered = Piped([typed, *before][:MOST_REMEMBERED], answers["input"], terminal)
        text = write_reading(await self._reading(article), answers["input"])
        self._main.lists.remember(PIPE, msgspec.json.encode(remembered).decode())
        return await self.run(command, text, terminal=terminal)

    async def run(self, command: Sequence[str], text: str | None, *, terminal: bool) -> Ran:
        """Run a command to its end.

        Raises:
            InputError: It failed, and there is nothing else to show of it.
        """
        from newsreader.services import commands

        if terminal:
            from newsreader.tui.terminal import run

            code = await run(self._main.app, command, text)
            return Ran(commands.failure(command, commands.Outcome(code)))
        seconds = self._main.session.settings.open.seconds
        outcome = await commands.attend(command, text or "", seconds=seconds)
        failed = commands.failure(command, outcome)
        line = shlex.join(command)
        if outcome.output:
            cut = "" if not outcome.cut else "There was more; only the beginning is shown."
            note = " ".join(part for part in (failed, cut) if part)
            return Ran(failed, line, outcome.output, note)
        if failed:
            raise InputError(failed)
        return Ran(f"{line} is done" + (f": {outcome.message}" if outcome.message else "."))

    def tell(self, ran: Ran) -> None:
        """Say how a command went, and show what it printed."""
        if ran.said:
            self._main.say(ran.said)
        if ran.output:
            from newsreader.tui.screens.output import OutputScreen

            self._main.app.push_screen(OutputScreen(ran.title, ran.output, ran.note))

    # -- commands of the settings ------------------------------------------------------------------

    def _open_with(self) -> None:
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, letters

        main = self._main
        article = main.current
        known = main.session.settings.open.commands
        if article is None:
            return
        if not known:
            file = main.session.paths.config_file
            main.say(f"No commands are named yet: [open.commands.NAME] in {file} does that.")
            return
        names = list(known)
        choices = [
            Choice(name, shlex.join(known[name].command), key)
            for name, key in zip(names, letters(names), strict=True)
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.beside(self._run_named(article, names[index], known[names[index]]))

        main.app.push_screen(ChoiceScreen("Open with", choices), chosen)

    async def _run_named(self, article: Article, name: str, command: Command) -> None:
        from newsreader.services import commands
        from newsreader.services.handing import hand, needs_text

        main = self._main
        reading = await self._reading(article) if needs_text(command) else None
        handed = hand(main.session.paths, command, article, reading)
        title = main.marking.short(article)
        main.say(f"Opened with {name}: {title}")
        if command.terminal or command.output:
            self.tell(await self.run(handed.command, handed.text, terminal=command.terminal))
            return
        failed = await asyncio.to_thread(commands.launch, handed.command, handed.text)
        if failed:
            raise InputError(failed)

    async def _pager(self) -> None:
        from newsreader.services import arguments
        from newsreader.services.writing import write_reading

        main = self._main
        article = main.current
        if article is None:
            return
        pager = arguments.program(("PAGER",), ("less", "more"))
        reading = await self._reading(article)
        width = min(main.view.line_length, main.app.size.width)
        text = write_reading(reading, "text", width=width)
        self.tell(await self.run(pager, text, terminal=True))

    # -- files -------------------------------------------------------------------------------------

    def _save(self) -> None:
        from newsreader.services.files import chosen_folder, file_name
        from newsreader.services.handing import ENDINGS
        from newsreader.tui.screens.files import FileScreen

        main = self._main
        article = main.current
        if article is None:
            return
        day = (article.published or article.sort_time).astimezone()
        ending = main.session.library.get_state(ENDING, ".md")
        name = file_name(f"{day:%Y-%m-%d}", article.title) + ending
        main.app.push_screen(
            FileScreen(
                "Save the article",
                chosen_folder(main.session.settings),
                name,
                partial(self._write, article),
                note=f"The ending says what is written: {', '.join(ENDINGS)}",
            ),
            lambda said: main.say(said) if said else None,
        )

    async def _write(self, article: Article, path: Path, replace: bool) -> str:
        from newsreader.services.files import save_text, shown_path
        from newsreader.services.handing import ENDINGS
        from newsreader.services.writing import write_reading

        ending = path.suffix.lower()
        if ending not in ENDINGS:
            raise InputError(f"The name ends with one of {', '.join(ENDINGS)}.")
        reading = await self._reading(article)
        text = write_reading(reading, ENDINGS[ending])
        await asyncio.to_thread(save_text, text, path, replace=replace)
        self._main.lists.remember(ENDING, ending)
        return f"Saved as {shown_path(path)}"


def _completed(typed: str, known: Sequence[str]) -> str | None:
    """Give the last command that begins with what is typed, None where there is none."""
    return next((one for one in known if typed and one.startswith(typed)), None)
