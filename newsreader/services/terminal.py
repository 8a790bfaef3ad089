"""What can be learned of the terminal before the screen takes it: its background, and pictures.

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
from importlib.util import find_spec
from typing import Literal, NamedTuple

PATIENCE = 0.05
"""The most seconds that an answer is waited for when everything else is ready."""
LONGEST = 256
"""The most bytes that are read of an answer."""

_BACKGROUND = b"\x1b]11;?\x1b\\"
_KITTY = b"\x1b_Gi=1,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"
_CELL = b"\x1b[16t"
_ATTRIBUTES = b"\x1b[c"
"""The last question: every terminal answers it, so that the end of it all is known."""

_END = re.compile(rb"\x1b\[\?([\d;]*)c\Z")
_COLOUR = re.compile(rb"\x1b\]11;rgba?:([\da-fA-F]{1,4})/([\da-fA-F]{1,4})/([\da-fA-F]{1,4})")
_SPEAKS_KITTY = re.compile(rb"\x1b_Gi=1;OK\x1b\\")
_CELL_SIZE = re.compile(rb"\x1b\[6;(\d{1,3});(\d{1,3})t")
_SPEAKS_SIXEL = b"4"

_ANSWERING = (
    "TERM_PROGRAM", "VTE_VERSION", "KITTY_WINDOW_ID", "ALACRITTY_WINDOW_ID", "KONSOLE_VERSION",
    "WEZTERM_PANE", "WT_SESSION", "ITERM_SESSION_ID", "GHOSTTY_RESOURCES_DIR", "XTERM_VERSION",
    "MLTERM",
)  # fmt: skip
"""Variables that terminals set which answer."""
_ANSWERING_TERMS = ("foot", "mlterm", "xterm-kitty", "xterm-ghostty")
_FAR_AWAY = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "MOSH_CONNECTION")
_PRINTS_QUESTIONS = "Apple_Terminal"
"""The terminal that would show the question for Kitty's protocol."""

Protocol = Literal["kitty", "sixel", "half-block"]

HOW_TO_INSTALL = "Pictures need two more packages: pip install 'newsreader[images]' installs them."


class Graphics(NamedTuple):
    """How pictures can be drawn.

    Attributes:
        cell_width: Of a cell of the terminal, in pixels, as is ``cell_height``.
    """

    protocol: Protocol = "half-block"
    cell_width: int = 10
    cell_height: int = 20


HALF_BLOCKS = Graphics()
"""What every terminal with enough colours can do."""


class Terminal:
    """The terminal, as far as it is known.

    Args:
        environment: The environment's variables.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.light = _light_by_variable(environment.get("COLORFGBG", ""))
        """Whether the background is light; None where nothing tells."""
        self.graphics = HALF_BLOCKS

    def hear(self, answer: bytes) -> None:
        """Take the terminal's answer."""
        light = light_by_answer(answer)
        self.light = self.light if light is None else light
        self.graphics = graphics_by_answer(answer)


@contextlib.contextmanager
def asked_terminal(environment: Mapping[str, str] = os.environ) -> Iterator[Terminal]:
    """Ask the terminal what it is, and hear its answer when the block is done."""
    terminal = Terminal(environment)
    if not _answers(environment):
        yield terminal
        return
    with _silent_terminal(_question(environment)) as answer:
        yield terminal
        terminal.hear(answer(PATIENCE))


def can_draw_pictures() -> bool:
    """Say whether the packages are there that decode and draw pictures; they are not loaded."""
    return find_spec("PIL") is not None and find_spec("textual_image") is not None


def _answers(environment: Mapping[str, str]) -> bool:
    """Say whether there is a terminal that is near, and known to answer."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        return False
    known = any(environment.get(name) for name in _ANSWERING)
    known = known or environment.get("TERM", "").startswith(_ANSWERING_TERMS)
    return known and not any(environment.get(name) for name in _FAR_AWAY)


def _question(environment: Mapping[str, str]) -> bytes:
    pictures = can_draw_pictures() and environment.get("TERM_PROGRAM") != _PRINTS_QUESTIONS
    return _BACKGROUND + (_KITTY + _CELL if pictures else b"") + _ATTRIBUTES


@contextlib.contextmanager
def _silent_terminal(question: bytes) -> Iterator[_Answer]:
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
        os.write(sys.stdout.fileno(), question)
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


# -- the answers -----------------------------------------------------------------------------------


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


def graphics_by_answer(answer: bytes) -> Graphics:
    """Tell from an answer how pictures can be drawn.

    Sixel goes first: some terminals speak Kitty's protocol without the place holders that text
    which scrolls needs, and those speak Sixel as well.
    """
    attributes, cell = _END.search(answer), _CELL_SIZE.search(answer)
    protocol: Protocol = "half-block"
    if attributes and _SPEAKS_SIXEL in attributes[1].split(b";")[1:]:
        protocol = "sixel"
    elif _SPEAKS_KITTY.search(answer):
        protocol = "kitty"
    height, width = (int(cell[1]), int(cell[2])) if cell else (0, 0)
    return Graphics(protocol, width, height) if width and height else Graphics(protocol)


def _light_by_variable(value: str) -> bool | None:
    """Tell it from COLORFGBG, as ``0;15``: the last number is that of the background."""
    number = value.rpartition(";")[2]
    if not number.isdecimal() or not number.isascii() or len(number) > 2:
        return None
    return int(number) in (7, *range(9, 16))
