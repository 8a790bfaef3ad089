"""What can be learned of the terminal before the screen takes it: whether its background is light.

The terminal is asked first, and its answer is read when the screen has been loaded, so that asking
costs no time. Only terminals that are known to answer are asked, and none that may be far away: an
answer that comes late would be taken for keys.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import time
from collections.abc import Iterator, Mapping

PATIENCE = 0.05
"""The most seconds that an answer is waited for when everything else is ready."""
LONGEST = 256
"""The most bytes that are read of an answer."""
_QUESTION = b"\x1b]11;?\x1b\\\x1b[c"
"""What the background is; then what every terminal answers, so that the end of it all is known."""
_END = re.compile(rb"\x1b\[\?[\d;]*c\Z")
_COLOUR = re.compile(rb"\x1b\]11;rgba?:([\da-fA-F]{1,4})/([\da-fA-F]{1,4})/([\da-fA-F]{1,4})")
_ANSWERING = (
    "TERM_PROGRAM", "VTE_VERSION", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "KONSOLE_VERSION",
    "WEZTERM_PANE", "WT_SESSION", "ITERM_SESSION_ID", "GHOSTTY_RESOURCES_DIR", "XTERM_VERSION",
)  # fmt: skip
"""Variables that terminals set which tell their background."""
_FAR_AWAY = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "MOSH_CONNECTION")


class Background:
    """Whether the terminal's background is light, as far as that is known.

    Args:
        environment: The environment's variables.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.light = _light_by_variable(environment.get("COLORFGBG", ""))
        """None where nothing tells."""

    def hear(self, answer: bytes) -> None:
        """Take the terminal's answer."""
        light = light_by_answer(answer)
        self.light = self.light if light is None else light


@contextlib.contextmanager
def asked_background(environment: Mapping[str, str] = os.environ) -> Iterator[Background]:
    """Ask the terminal for its background, and hear its answer when the block is done."""
    background = Background(environment)
    if not _answers(environment):
        yield background
        return
    with _silent_terminal() as answer:
        yield background
        background.hear(answer(PATIENCE))


def _answers(environment: Mapping[str, str]) -> bool:
    """Say whether the terminal is near, and known to answer."""
    known = any(environment.get(name) for name in _ANSWERING)
    return known and not any(environment.get(name) for name in _FAR_AWAY)


@contextlib.contextmanager
def _silent_terminal() -> Iterator[_Answer]:
    """Put the question; until the end, the terminal shows nothing of what comes in."""
    try:
        import termios
        import tty

        source = sys.stdin.fileno()
        before = termios.tcgetattr(source)
        tty.setcbreak(source, termios.TCSANOW)
    except (ImportError, OSError, ValueError):  # no terminal, or one of another kind
        yield _Answer(None)
        return
    try:
        os.write(sys.stdout.fileno(), _QUESTION)
        yield _Answer(source)
    finally:
        termios.tcsetattr(source, termios.TCSANOW, before)


class _Answer:
    """Reads what the terminal answers, and nothing of what is typed after it."""

    def __init__(self, source: int | None) -> None:
        self._source = source

    def __call__(self, seconds: float) -> bytes:
        """Wait for the rest of the answer, at most so long."""
        heard = b""
        end = time.monotonic() + seconds
        while self._source is not None and len(heard) < LONGEST and not _END.search(heard):
            ready, _, _ = select.select([self._source], [], [], max(0.0, end - time.monotonic()))
            byte = os.read(self._source, 1) if ready else b""
            if not byte:
                break
            heard += byte
        return heard


def light_by_answer(answer: bytes) -> bool | None:
    """Tell from an answer whether the background is light; None where it does not say.

    Args:
        answer: As ``ESC ] 11 ; rgb:ffff/ffff/ffff ST``, with one to four digits a colour.
    """
    found = _COLOUR.search(answer[:LONGEST])
    if found is None:
        return None
    red, green, blue = (int(part, 16) / int("f" * len(part), 16) for part in found.groups())
    return 0.299 * red + 0.587 * green + 0.114 * blue > 0.5


def _light_by_variable(value: str) -> bool | None:
    """Tell it from COLORFGBG, as ``0;15``: the last number is that of the background."""
    number = value.rpartition(";")[2]
    if not number.isdecimal() or not number.isascii() or len(number) > 2:
        return None
    return int(number) in (7, *range(9, 16))
