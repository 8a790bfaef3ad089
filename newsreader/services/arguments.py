"""Commands of the person's own as argument lists: read, filled in, or found; never for a shell.

What stands in an article is written by strangers: it goes to a command as a whole argument, which
can become neither an option nor a part of a script.
"""

from __future__ import annotations

import itertools
import os
import re
import shlex
import shutil
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from newsreader.core.errors import ConfigError, InputError

_CALLED_OPTIONS = ("-", "+", "@")
"""With these programs begin what they do not take for plain words."""
_READERS_OF_SCRIPTS = {
    "sh", "bash", "dash", "zsh", "ksh", "fish", "cmd", "powershell", "pwsh", "python", "python3",
    "perl", "ruby", "node", "osascript",
}  # fmt: skip
_SCRIPT_COMES = re.compile(r"(?i)-[a-z]*[ce]|/[ck]|--?(?:command|eval)")


def split(line: str) -> list[str]:
    """Split a command line as a shell would, without anything else that a shell does.

    Raises:
        InputError: It is empty, or a quote is left open.
    """
    try:
        command = shlex.split(line)
    except ValueError as error:
        raise InputError("A quote in this command is not closed.") from error
    if not command:
        raise InputError("Type a command, as wc -w.")
    command[0] = os.path.expanduser(command[0])  # noqa: PTH111 (a name need not be a path)
    return command


def plain_argument(text: str) -> str:
    """Give foreign text as one argument that no program takes for an option: a blank goes before.

    Args:
        text: Clean text of one line.
    """
    return f" {text}" if text.startswith(_CALLED_OPTIONS) else text


def fill(command: Sequence[str], values: Mapping[str, str]) -> list[str]:
    """Put values where their names stand in braces, each within one argument.

    Args:
        command: An argument list of the settings.
        values: Name to value, as ``title``; clean text of one line.

    Raises:
        ConfigError: A value would become a part of a script, as in ``sh -c "echo {title}"``.
    """
    if not command:
        raise ConfigError("This command in the settings is empty.")
    names = re.compile("|".join(re.escape(f"{{{name}}}") for name in values))
    _refuse_in_scripts(command, names)
    filled = [command[0]]
    for argument in command[1:]:
        text = names.sub(lambda found: values[found[0][1:-1]], argument)
        filled.append(plain_argument(text) if names.match(argument) else text)
    return filled


def _refuse_in_scripts(command: Sequence[str], names: re.Pattern[str]) -> None:
    reader = ""
    for before, argument in itertools.pairwise(command):
        name = PurePath(before).name.removesuffix(".exe")
        reader = name if name in _READERS_OF_SCRIPTS else reader
        if reader and _SCRIPT_COMES.fullmatch(before) and names.search(argument):
            raise ConfigError(
                f"What an article holds can not be put into a script for {reader}, which would run"
                " it. Pass it behind the script, where the script calls it $1."
            )


def program(variables: Sequence[str], usual: Sequence[str]) -> list[str]:
    """Give the command that the person names in the environment, or else one of the usual ones.

    Args:
        variables: As ``EDITOR``; the first that is set counts.
        usual: Names of programs; the first that is there is taken.

    Raises:
        InputError: There is none.
    """
    for variable in variables:
        if wanted := os.environ.get(variable, "").strip():
            return split(wanted)
    found = next((name for name in usual if shutil.which(name)), None)
    if found is None:
        raise InputError(f"Name a program in ${variables[-1]}; {' or '.join(usual)} is not here.")
    return [found]
