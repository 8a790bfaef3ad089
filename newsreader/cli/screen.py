"""The screen, and the demo that it can show. Textual is imported here, inside the commands.

Nothing that is loaded until the screen is there becomes garbage, so that none is looked for until
then: that would take a tenth of the start.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

import click

from newsreader.cli.common import Command, Context

if TYPE_CHECKING:
    from newsreader.services.session import Session


def open_screen(context: Context) -> int:
    """Open the screen on the person's own library, and give the program's exit code.

    Raises:
        ConfigError: The settings can not be used.
        LibraryError: The library can not be opened.
        UsageError: There is no terminal.
    """
    _need_a_terminal()
    gc.disable()
    context.start_log()
    return _show(context.open_session(), demo=False)


def _need_a_terminal() -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "The screen needs a terminal; newsreader --help lists what works without one."
        )


def _show(session: Session, *, demo: bool) -> int:
    try:
        from newsreader.services.terminal import asked_terminal

        with asked_terminal() as terminal:
            from newsreader.tui.app import run

        return run(session, demo=demo, terminal=terminal)
    finally:
        session.close_now()


# -- demo ------------------------------------------------------------------------------------------


@click.command("demo", cls=Command, short_help="Open the screen on the edition that ships with it.")
@click.option("--refresh-only", is_flag=True, help="Fetch the edition, and open no screen.")
@click.option("--serve", is_flag=True, help="Only serve the edition, until Ctrl-C.")
@click.pass_obj
def demo_command(context: Context, refresh_only: bool, serve: bool) -> int:
    """Open the screen on an edition that comes with the program.

    It is served by this machine, fetched like any news, and kept in a place of its own.
    """
    from newsreader.cli.demonstration import Demonstration, serve_until_stopped

    if serve:
        return serve_until_stopped()
    if not refresh_only:
        _need_a_terminal()
        gc.disable()
    context.start_log()
    with Demonstration(context.paths) as demonstration:
        if refresh_only:
            return demonstration.refresh()
        return _show(demonstration.open_session(), demo=True)
