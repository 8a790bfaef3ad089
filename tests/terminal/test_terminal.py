"""The screen in a real terminal: start, read, bookmark, search, quit, sizes, sudden ends."""

from __future__ import annotations

import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.core.query import ListQuery, Scope
from newsreader.services.session import Session
from tests.tui.support import World

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

ALTERNATE, MAIN = b"\x1b[?1049h", b"\x1b[?1049l"
"""What leads to the screen of the program, and back to that of the shell."""
PATIENCE = 30
"""Seconds until a screen must show what is waited for, on a busy machine."""


class Terminal:
    """A terminal of tmux that nobody looks at."""

    def __init__(self, socket: Path, process: Path) -> None:
        self._socket = socket
        self._process = process

    def tmux(self, *arguments: str) -> str:
        """Run tmux on a server of its own."""
        command = ["tmux", "-S", str(self._socket), "-f", os.devnull, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys."""
        self.tmux("send-keys", *keys)

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self.tmux("resize-window", "-x", str(width), "-y", str(height))

    def kill(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(int(self._process.read_text()), number)

    def text(self) -> str:
        """Give what is on the screen."""
        return self.tmux("capture-pane", "-p")

    def wait_for(self, *texts: str) -> str:
        """Wait until all of these are on the screen; give the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.text()
            if all(text in shown for text in texts):
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{texts} did not appear:\n{self.text()}")


@contextmanager
def terminal(
    tmp_path: Path, home: Path, size: tuple[int, int], environment: str
) -> Iterator[Terminal]:
    """Run the program in a terminal; its exit code is written when it ends."""
    made = Terminal(tmp_path / f"tmux-{time.monotonic_ns()}", tmp_path / "process")
    program = f"{sys.executable} -m newsreader --home {home}"
    run = f"sh -c 'echo $$ > {tmp_path / 'process'}; exec {program}'"
    command = f"env -u COLUMNS -u LINES {environment} {run}; echo left with $?; cat"
    width, height = size
    made.tmux("new-session", "-d", "-x", str(width), "-y", str(height), command)
    try:
        yield made
    finally:
        made.tmux("kill-server")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a filled library, whose feeds are not due."""
    world = World(tmp_path)
    world.full()
    world.session.close_now()
    config = tmp_path / "home" / "config"
    (config / "config.toml").write_text("[refresh]\non_start = false\n", encoding="utf-8")
    return tmp_path / "home"


def test_start_read_bookmark_search_and_quit(home: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, home, (200, 50), "A=1") as term:
        term.wait_for("All articles", "Story 01", "Zelensky")
        term.press("j", "Enter")
        term.wait_for("Paragraph 0 of story 1", "39 unread")
        term.press("s")
        term.wait_for("Bookmarked, kept for ever: Story 01")
        term.press("q", "/")
        term.press("K", "y", "i", "v")
        term.wait_for("1 found")
        term.press("Escape")
        term.wait_for("All articles  40")
        term.press("b")
        term.wait_for("Bookmarks  1")
        term.press("q")
        term.wait_for("All articles  40")
        term.press("q")
        term.wait_for("left with 0")
    session = Session(resolve_paths(home))
    assert session.library.articles.count(ListQuery(Scope("bookmarks", ""))) == 1
    assert session.library.check() == []
    session.close_now()


def test_a_narrow_terminal_without_colours(home: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, home, (80, 24), "NO_COLOR=1") as term:
        term.wait_for("All articles", "Story 01")
        term.press("Enter")
        term.wait_for("Volodymyr Zelensky")
        coloured = term.tmux("capture-pane", "-p", "-e")
        assert "\x1b[38;" not in coloured
        assert "\x1b[48;" not in coloured
        term.press("Q")
        term.wait_for("left with 0")


def test_a_tiny_terminal_and_back(home: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, home, (120, 35), "A=1") as term:
        term.wait_for("Story 01", "Zelensky")
        term.press("j", "j", "Enter")
        term.wait_for("Paragraph 0 of story 2")
        term.resize(20, 5)
        while "Zelensky" in term.text():
            time.sleep(0.05)
        term.resize(120, 35)
        term.wait_for("Paragraph 0 of story 2", "Story 01")
        term.press("Q")
        term.wait_for("left with 0")


def test_an_article_is_whole_when_the_terminal_grows(home: Path, tmp_path: Path) -> None:
    with terminal(tmp_path, home, (80, 24), "A=1") as term:
        term.wait_for("All articles", "Story 01")
        term.press("j", "Enter")
        term.wait_for("Paragraph 0 of story 1")
        term.resize(200, 50)
        term.wait_for(
            "Story 01", "Story 20", "Paragraph 0 of story 1", "Paragraph 9", "No names found"
        )
        term.resize(120, 35)
        term.wait_for(
            "Story 01", "Story 09", "Paragraph 0 of story 1", "Paragraph 3", "No names found"
        )
        term.press("Q")
        term.wait_for("left with 0")


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, 137), (signal.SIGHUP, 129)], ids=["killed", "hung-up"]
)
def test_what_was_done_is_there_after_a_sudden_end(
    home: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    with terminal(tmp_path, home, (80, 24), "A=1") as term:
        term.wait_for("Story 01")
        term.press("j", "s")
        term.wait_for("Bookmarked, kept for ever: Story 01")
        term.kill(number)
        term.wait_for(f"left with {code}")
    with terminal(tmp_path, home, (80, 24), "A=1") as term:
        term.wait_for("All articles  40")
        term.press("b")
        term.wait_for("Bookmarks  1", "Story 01")
        term.press("Q")
        term.wait_for("left with 0")


# -- a bare terminal -------------------------------------------------------------------------------


class Bare:
    """The program on a terminal that only this test reads from."""

    def __init__(self, home: Path) -> None:
        self.process, self._screen = pty.fork()
        if self.process == 0:
            termios.tcsetwinsize(0, (35, 120))  # before it looks, and before it hears of a change
            program = [sys.executable, "-m", "newsreader", "--home", str(home)]
            for variable in ("COLUMNS", "LINES"):
                os.environ.pop(variable, None)
            os.execve(sys.executable, program, {**os.environ, "TERM": "xterm-256color"})

    def read_until(self, *texts: bytes) -> bytes:
        """Read until all of these were drawn; give all that was."""
        shown = b""
        while not all(text in shown for text in texts):
            if not select.select([self._screen], [], [], PATIENCE)[0]:
                raise AssertionError(f"{texts} did not appear: {shown[-2000:]!r}")
            shown += os.read(self._screen, 65536)
        return shown

    def press(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self._screen, keys)

    def close(self) -> None:
        """Close the terminal."""
        os.close(self._screen)

    def wait(self, options: int = 0) -> int:
        """Wait until the program ends, or stops; give how."""
        end = time.monotonic() + PATIENCE
        while (ended := os.waitpid(self.process, os.WNOHANG | options))[0] == 0:
            if time.monotonic() > end:
                os.kill(self.process, signal.SIGKILL)
                os.waitpid(self.process, 0)
                raise AssertionError("it goes on")
            time.sleep(0.05)
        return ended[1]


def test_a_terminal_that_closes_while_it_is_drawn_on_ends_the_program(home: Path) -> None:
    bare = Bare(home)
    bare.read_until(b"Story 01")
    bare.close()
    assert os.waitstatus_to_exitcode(bare.wait()) == 129
    log = home / "state" / "newsreader.log"
    assert not log.exists(), log.read_text(encoding="utf-8")


def test_it_is_left_for_the_shell_and_comes_back_and_a_frozen_terminal_does_not_hold_it(
    home: Path,
) -> None:
    bare = Bare(home)
    bare.read_until(b"Story 01", b"Zelensky", ALTERNATE)
    bare.press(b"\x1a")
    bare.read_until(MAIN)
    assert os.WIFSTOPPED(bare.wait(os.WUNTRACED))
    os.kill(bare.process, signal.SIGCONT)
    bare.read_until(ALTERNATE, b"Story 01", b"Zelensky")
    bare.press(b"J?")
    bare.read_until(b"What the keys do")
    bare.press(b"\x1a")  # a dialogue is no trap
    bare.read_until(MAIN)
    assert os.WIFSTOPPED(bare.wait(os.WUNTRACED))
    os.kill(bare.process, signal.SIGCONT)
    bare.read_until(ALTERNATE, b"What the keys do")
    bare.press(b"q")
    bare.read_until(b"Paragraph 0 of story 1")
    os.kill(bare.process, signal.SIGSTOP)
    assert os.WIFSTOPPED(bare.wait(os.WUNTRACED))
    os.kill(bare.process, signal.SIGCONT)
    bare.read_until(ALTERNATE, b"Paragraph 0 of story 1", b"Story 02")
    bare.press(b"jjjjjjjjjjjjjjjjjjjjjjjjjjjjjj")  # what is drawn for that, nobody takes
    os.kill(bare.process, signal.SIGTERM)
    assert os.waitstatus_to_exitcode(bare.wait()) == 143
    bare.close()
