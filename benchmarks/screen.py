"""How long the screen takes: to its first list, to a key press, to an open article; and its memory.

Everything runs in a real pseudo-terminal of 160x45 cells. The first list is measured in turns with
an empty Textual app, since only ratios mean something on a shared machine:

    python benchmarks/screen.py [HOME...] [--times 7] [--feeds 300]

Each HOME is one made by ``benchmarks/generate.py``. Its row tells the milliseconds (median, and
95th percentile where there are two numbers) until

    first       the first list stands on the screen: by the clock, and of the processor
    down        the cursor has moved, while the list does not scroll; ``on`` where it does
    preview     the article of the cursor stands in the reader, its rest of 80 ms included
    page, end, top, unread (the next one), filter, sort: the last change that the key makes
    quit        the process has ended

The second table is about homes made here: articles of 5,000 words; and the same keys while all
feeds of a server on this machine, which answers after 50 ms, have something new.
"""

from __future__ import annotations

import argparse
import compileall
import fcntl
import multiprocessing
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import refresh

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
EMPTY_MARK = b"an empty app is ready"
FIRST_MARK = "●".encode()
"""The sign of an unread article."""
PAGE_DOWN = b"\x1b[6~"
ENTER = b"\r"
QUIET = 0.04
"""A screen that sent nothing for so long, in seconds, has changed as far as it will."""
REST = 0.25
"""Seconds between two keys: what a key leaves to be done later is done then."""


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
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
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

    def press(self, keys: bytes, quiet: float = QUIET) -> float:
        """Press a key; give the time until the last change before a pause."""
        started = last = time.perf_counter()
        os.write(self.master, keys)
        while time.perf_counter() - started < 2:
            if self.read(quiet if last > started else 0.5):
                last = time.perf_counter()
            elif last > started:
                break
        return last - started

    @property
    def memory(self) -> int:
        """The resident memory in megabytes."""
        status = Path(f"/proc/{self.process}/status").read_text()
        return next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmRSS")) // 1024

    @property
    def cpu(self) -> float:
        """The seconds of the processor that its main thread used."""
        return int(Path(f"/proc/{self.process}/schedstat").read_text().split()[0]) / 1e9

    def quit(self) -> float:
        """Press Q; give the time until the process has ended."""
        started = time.perf_counter()
        os.write(self.master, b"Q")
        while os.waitpid(self.process, os.WNOHANG)[0] == 0:
            self.read(0.005)
        os.close(self.master)
        return time.perf_counter() - started

    def stop(self) -> None:
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.master)


def ours(home: Path) -> tuple[str, ...]:
    return sys.executable, "-m", "newsreader", "--home", str(home)


def opened(home: Path) -> Terminal:
    terminal = Terminal.start(*ours(home))
    terminal.until(FIRST_MARK)
    terminal.settle()
    return terminal


# -- the first list --------------------------------------------------------------------------------


class Start(NamedTuple):
    """What it took until the first list, in milliseconds: by the clock, and of the processor."""

    wall: float
    cpu: float


def start(mark: bytes, *arguments: str) -> Start:
    """Start a program, and stop it when a text stands on the screen."""
    terminal = Terminal.start(*arguments)
    took = Start(terminal.until(mark) * 1000, terminal.cpu * 1000)
    terminal.stop()
    return took


def median(starts: list[Start]) -> Start:
    return Start(
        statistics.median(one.wall for one in starts), statistics.median(one.cpu for one in starts)
    )


def first_list(home: Path, times: int) -> tuple[Start, Start]:
    """Start the empty app and ours in turns, and give what each takes."""
    starts = [
        (start(EMPTY_MARK, sys.executable, "-c", EMPTY), start(FIRST_MARK, *ours(home)))
        for _ in range(times)
    ]
    empty, full = (median(list(one)) for one in zip(*starts, strict=True))
    return empty, full


def compared(empty: Start, full: Start) -> str:
    return (
        f"{full.wall:.0f} ms, {full.wall / empty.wall:.2f} x an empty app by the clock;"
        f" {full.cpu:.0f} ms, {full.cpu / empty.cpu:.2f} x of the processor"
    )


# -- keys ------------------------------------------------------------------------------------------


def keys(terminal: Terminal, key: bytes, times: int, quiet: float = QUIET) -> str:
    """Press a key again and again; give the median and the 95th percentile in milliseconds."""
    took = []
    for _ in range(times):
        took.append(terminal.press(key, quiet) * 1000)
        terminal.settle(REST)
    return spread(took)


def spread(took: list[float]) -> str:
    took = sorted(took)
    return f"{statistics.median(took):.0f}/{took[max(0, round(len(took) * 0.95) - 1)]:.0f}"


def measure(home: Path, times: int, directory: Path) -> None:
    """Print what there is to tell about a home; the keys change a copy of it."""
    home = calm(Path(shutil.copytree(home, directory / home.name)))
    print(f"{home.name}\n    first list: {compared(*first_list(home, times))}")
    terminal = opened(home)
    figures = {
        "down": keys(terminal, b"j", 18),
        "preview": keys(terminal, b"j", 18, REST),
        "on": keys(terminal, b"j", 20),
        "page": keys(terminal, PAGE_DOWN, 20),
        "end": keys(terminal, b"G", 1),
        "top": keys(terminal, b"gg", 1),
        "unread": keys(terminal, b"n", 20),
        "filter": keys(terminal, b"u", 4),
        "sort": keys(terminal, b"S", 4),
        "MB": str(terminal.memory),
        "quit": f"{terminal.quit() * 1000:.0f}",
    }
    print("   ", "".join(f"{name:>9}" for name in figures))
    print("   ", "".join(f"{figure:>9}" for figure in figures.values()), flush=True)


# -- homes made here -------------------------------------------------------------------------------


def calm(home: Path) -> Path:
    """Let a home fetch nothing by itself."""
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "config.toml").write_text("[refresh]\non_start = false\n")
    return home


def long_articles(directory: Path) -> None:
    """Print how long articles of 5,000 words take."""
    home = calm(directory / "long")
    generate = [sys.executable, str(Path(__file__).with_name("generate.py")), str(home)]
    size = ["--articles", "40", "--feeds", "2", "--words", "5000"]
    subprocess.run([*generate, *size], check=True, stdout=subprocess.DEVNULL)
    terminal = opened(home)
    print(f"    open an article of 5,000 words{keys(terminal, b'J', 20):>12}")
    terminal.press(ENTER, REST)  # from the list into the article
    print(f"    page down in it               {keys(terminal, PAGE_DOWN, 3):>12}")
    print(f"    to its end                    {keys(terminal, b'G', 1):>12}")
    print(f"    to its beginning              {keys(terminal, b'gg', 1):>12}", flush=True)
    terminal.stop()


def beside_a_refresh(feeds: int, directory: Path) -> None:
    """Print how long keys take while many feeds are fetched, and how long it takes to quit then."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(
        target=refresh.serve, args=(there, feeds, 30, 0.05), daemon=True
    )
    server.start()
    try:
        port = here.recv()
        home = calm(refresh.subscribe(directory, port, feeds))
        refresh.newsreader(home)
        terminal = opened(home)
        idle = [terminal.press(b"j") * 1000 for _ in range(25)]
        refresh.edit(port)
        os.write(terminal.master, b"R")
        busy = [terminal.press(b"j") * 1000 for _ in range(25)]
        print(f"    down, with nothing going on   {spread(idle):>12}")
        print(f"    down, while {feeds} feeds are read{spread(busy):>12}")
        print(f"    quit meanwhile                {terminal.quit() * 1000:>12.0f}", flush=True)
    finally:
        server.kill()


def in_turn(*works: Callable[[Path], None]) -> None:
    for work in works:
        with tempfile.TemporaryDirectory() as directory:
            work(Path(directory))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("home", nargs="*", type=Path)
    parser.add_argument("--times", type=int, default=7, help="starts of each program")
    parser.add_argument("--feeds", type=int, default=300, help="of the refresh; 0 leaves it out")
    options = parser.parse_args()
    compileall.compile_dir(Path(__file__).parents[1] / "newsreader", quiet=2)
    for home in options.home:
        in_turn(partial(measure, home, options.times))
    if options.feeds:
        print("milliseconds")
        in_turn(long_articles, partial(beside_a_refresh, options.feeds))


if __name__ == "__main__":
    main()
