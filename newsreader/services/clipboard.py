"""The clipboard of the machine: a program that fills it, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

PATIENCE = 2.0
"""Seconds that such a program may take."""


def clipboard_program(
    environment: Mapping[str, str] | None = None,
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> list[str]:
    """Say which program fills the clipboard of the screen that the person looks at.

    Args:
        environment: Tells of the session; None for the program's own.
        find: Gives the path of a program, None where there is none.
        platform: As `sys.platform`.

    Returns:
        The argument list; the text goes to its standard input. Empty where there is no such
        program, or where it would fill the clipboard of a machine that is far away.
    """
    known = os.environ if environment is None else environment
    if known.get("SSH_CONNECTION") or known.get("SSH_TTY"):
        return []
    candidates: list[list[str]] = []
    if platform == "darwin":
        candidates.append(["pbcopy"])
    if known.get("WAYLAND_DISPLAY"):
        candidates.append(["wl-copy"])
    if known.get("DISPLAY"):
        candidates += [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]]
    return next((command for command in candidates if find(command[0])), [])


def fill_clipboard(text: str, command: Sequence[str]) -> bool:
    """Hand a text to a program that fills the clipboard; say whether it took it."""
    try:
        subprocess.run(
            list(command),
            input=text.encode(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return True


def tmux_keeps_copies(environment: Mapping[str, str] | None = None) -> bool:
    """Say whether tmux is known to keep from the terminal what is copied in it."""
    known = os.environ if environment is None else environment
    if not known.get("TMUX"):
        return False
    try:
        answer = subprocess.run(
            ["tmux", "show-options", "-sv", "set-clipboard"],
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return False
    return answer.stdout.strip() in (b"external", b"off")
