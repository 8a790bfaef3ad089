"""Giving the terminal away, to a program that needs it for itself, until that ends."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from textual.app import App, SuspendNotSupported

from newsreader.core.errors import InputError
from newsreader.core.text import clean_body
from newsreader.services import arguments, commands
from newsreader.services.files import private_file

LONGEST_TEXT = 100_000
"""Characters that are taken from an editor."""


@contextmanager
def given_away(app: App[None]) -> Iterator[None]:
    """Leave the terminal to another program; the rest of this one goes on, and draws nothing.

    Ctrl-C is meant for the other program meanwhile.

    Raises:
        InputError: The terminal can not be given away here.
    """
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        with app.suspend(), app.batch_update():
            yield
    except SuspendNotSupported as error:
        raise InputError("This terminal can not be given to another program.") from error
    finally:
        signal.signal(signal.SIGINT, before)
        app.refresh(layout=True)


async def run(app: App[None], command: Sequence[str], text: str | None = None) -> int:
    """Run a command that has the terminal until it ends, and give its exit code.

    Args:
        app: It draws nothing meanwhile.
        command: An argument list.
        text: What the command finds on its standard input; None leaves it the terminal.

    Raises:
        InputError: It can not be started.
    """
    with given_away(app):
        return await asyncio.to_thread(commands.run_in_terminal, command, text)


async def edit(app: App[None], text: str) -> str:
    """Have a text edited in the person's editor, and give what comes back, cleaned.

    Raises:
        InputError: There is no editor, or it failed; the text is as it was.
    """
    editor = arguments.program(("VISUAL", "EDITOR"), ("nano", "vi"))
    with private_file("note.md", text) as path:
        code = await run(app, [*editor, str(path)])
        if code:
            raise InputError(f"The editor ended with exit code {code}; nothing was changed.")
        edited = path.read_text(encoding="utf-8", errors="replace")
    return clean_body(edited[:LONGEST_TEXT]).strip()
