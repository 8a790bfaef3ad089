"""How long the screen takes: to its first list, to a key press, to an open article; and its memory.

Everything runs in a real pseudo-terminal of 160x45 cells, beside an empty Textual app in the same
run, since only ratios mean something on a shared machine:

    python benchmarks/screen.py HOME [HOME...]

Each HOME is one made by ``benchmarks/generate.py``.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

ROWS, COLUMNS = 45, 160
ANSWERS = {b"\x1b[c": b"\x1b[?62c", b"\x1b[6n": b"\x1b[1;1R"}
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("an empty app is ready")
Empty().run()
"""
QUIET = 0.04
"""A screen that sent nothing for so long, in seconds, has changed as far as it will."""


@dataclass
class Terminal:
    """A program in a pseudo-terminal."""

    process: int
    master: int
    seen: bytes = b""
    _started: float = field(default_factory=time.perf_counter)

    @classmethod
    def start(cls, *arguments: str) -> Terminal:
        started = time.perf_counter()
        process, master = pty.fork()
        if process == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execv(arguments[0], arguments)
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        return cls(process, master, _started=started)

    def read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.seen += data
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self.master, answer)
        return data

    def until(self, text: bytes, seconds: float = 60) -> float:
        """Wait until a text was written, and give the time since the start."""
        end = time.perf_counter() + seconds
        while text not in self.seen:
            if time.perf_counter() > end:
                raise TimeoutError(f"{text!r} never came; seen: {self.seen[-500:]!r}")
            self.read(0.01)
        return time.perf_counter() - self._started

    def settle(self, seconds: float = 0.4) -> None:
        """Wait until nothing more is written for some time."""
        while self.read(seconds):
            pass

    def press(self, keys: bytes) -> float:
        """Press a key; give the time until the last change that it made."""
        started = last = time.perf_counter()
        os.write(self.master, keys)
        while time.perf_counter() - started < 2:
            if self.read(QUIET if last > started else 0.5):
                last = time.perf_counter()
            elif last > started:
                break
        return last - started

    @property
    def memory(self) -> int:
        """The resident memory in megabytes."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmRSS")) // 1024

    def stop(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.master)


def first_paint(times: int, text: bytes, *arguments: str) -> float:
    """Give the median time until a text stands on the screen."""
    took = []
    for _ in range(times):
        terminal = Terminal.start(*arguments)
        took.append(terminal.until(text))
        terminal.stop()
    return statistics.median(took)


def keys(terminal: Terminal, key: bytes, times: int) -> tuple[float, float]:
    """Press a key again and again; give the median and the 95th percentile in milliseconds."""
    took = sorted(terminal.press(key) * 1000 for _ in range(times))
    return statistics.median(took), took[int(len(took) * 0.95) - 1]


def measure(home: str, empty: float, times: int) -> None:
    """Print one row for a home."""
    command = (sys.executable, "-m", "newsreader", "--home", home)
    marker = "●".encode()
    first = first_paint(times, marker, *command)
    terminal = Terminal.start(*command)
    terminal.until(marker)
    terminal.settle()
    down, down95 = keys(terminal, b"j", 60)
    page, page95 = keys(terminal, b"\x1b[6~", 20)
    end, _ = keys(terminal, b"G", 1)
    top, _ = keys(terminal, b"gg", 1)
    opened, opened95 = keys(terminal, b"n", 20)
    filtered, _ = keys(terminal, b"u", 4)
    sorted_, _ = keys(terminal, b"S", 4)
    memory = terminal.memory
    terminal.stop()
    print(
        f"{Path(home).name:>16} {first * 1000:8.0f} {first / empty:6.2f}"
        f" {down:6.1f}/{down95:5.1f} {page:6.1f}/{page95:5.1f} {end:6.1f} {top:6.1f}"
        f" {opened:6.1f}/{opened95:5.1f} {filtered:6.1f} {sorted_:6.1f} {memory:7}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("home", nargs="+")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    empty = first_paint(options.times, b"an empty app is ready", sys.executable, "-c", EMPTY)
    print(f"An empty Textual app: {empty * 1000:.0f} ms. Times in ms, median/95th percentile.")
    print(
        f"{'home':>16} {'first':>8} {'ratio':>6} {'key down':>12} {'page down':>12}"
        f" {'end':>6} {'top':>6} {'next unread':>12} {'filter':>6} {'sort':>6} {'MB':>7}"
    )
    for home in options.home:
        measure(home, empty, options.times)


if __name__ == "__main__":
    main()
