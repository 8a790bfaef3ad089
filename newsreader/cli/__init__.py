"""The command line: every command parses its arguments, calls a service, and prints.

Importing this module loads click and nothing of the rest; a command's own module, the library and
the network are imported when a command needs them. Results go to stdout, everything else to
stderr. Exit codes: 0 done, 1 failed, 2 used wrongly, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import Any, NoReturn

import click

from newsreader import __version__
from newsreader.cli.common import DONE, FAILED, Context, guarded, home_option, stop_writing

COMMANDS = {
    "add": "feeds",
    "backup": "tools",
    "bookmarks": "keeping",
    "clean": "tools",
    "corrections": "naming",
    "demo": "screen",
    "doctor": "tools",
    "entities": "articles",
    "entity": "naming",
    "export": "feeds",
    "feeds": "feeds",
    "import": "feeds",
    "list": "articles",
    "mark": "articles",
    "mute": "rules",
    "open": "articles",
    "password": "feeds",
    "recognise": "tools",
    "refresh": "refreshing",
    "remove": "feeds",
    "restore": "tools",
    "rules": "rules",
    "save": "keeping",
    "search": "articles",
    "show": "articles",
    "trends": "rules",
    "unread": "counts",
    "watch": "rules",
}
"""Each command, and the module of this package that has it."""


class CommandTable(click.Group):
    """A group whose commands are imported when they are used, and which shows no traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, without importing them."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"newsreader.cli.{COMMANDS[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, or the one that was probably meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            if near:
                sentence = f"{error.message} Did you mean {near[0]!r}?"
                raise click.UsageError(sentence, ctx) from None
            raise

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run, and leave with the exit code; failures become one sentence on stderr."""
        context = Context()
        kwargs.update(standalone_mode=False, obj=context)
        sys.exit(guarded(context, lambda: super(CommandTable, self).main(*args, **kwargs)))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a pipe that nobody reads any more ends it without a word."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            stop_writing()
            return DONE


@click.group(
    cls=CommandTable,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command, the screen opens. Exit codes: 0 done, 1 failed, 2 used wrongly.",
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> int:
    """Read news in the terminal: clean articles, and the people and places in them."""
    if ctx.invoked_subcommand is None:
        from newsreader.cli.screen import open_screen

        return open_screen(ctx.obj)
    return DONE


cli.params.append(home_option())


def main() -> NoReturn:
    """Run the command line, and leave; the entry point of ``newsreader``.

    A command has closed all that it opened: to take the interpreter apart as well would keep the
    person waiting, in a short one for a seventh of its time.
    """
    code: object = DONE
    try:
        cli(prog_name="newsreader")
    except SystemExit as leave:
        code = leave.code
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else FAILED)
