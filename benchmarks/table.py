"""The table of the README: the same at every size, beside newsboat where it is installed.

    python benchmarks/table.py HOME... [--times 7] [--newsboat 1000 10000 100000]

Each HOME is one made by ``benchmarks/generate.py``. Rows are of one run: of each home a copy is
started in turns with an empty Textual app, and measured by `screen.py` and `library.py`.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import library
import newsboat
import screen

WANTED = {
    "all feeds with their unread counts": "the tree of feeds with its counts",
    "first page of all, worst": "first page of a list",
    "first page of an entity, worst": "first page of a name's list",
    "search for the commonest word": "search, first page: the commonest word",
    "search for two common words": "two common words",
    "search for a rare word": "a rare word",
    "newsreader unread, whole process": "`newsreader unread`, whole process",
}
"""What is taken from `library.py`, in milliseconds, and what it is called."""


def figures(home: Path, times: int) -> Iterator[tuple[str, str]]:
    """Give the rows of a home."""
    empty, full = screen.first_list(home, times)
    yield "first list, times an empty Textual app", f"{full.wall / empty.wall:.2f}"
    yield "the same of the processor", f"{full.cpu / empty.cpu:.2f}"
    yield "first list", f"{full.wall:.0f} ms"
    terminal = screen.opened(home)
    yield "a key down, median / 95th percentile", f"{screen.keys(terminal, b'j', 30)} ms"
    yield "next unread", f"{screen.keys(terminal, b'n', 20)} ms"
    yield "memory of the screen", f"{terminal.memory} MB"
    yield "quit", f"{terminal.quit() * 1000:.0f} ms"
    found = library.measured(home)
    for name, called in WANTED.items():
        yield called, f"{found[name]:.1f} ms"
    yield "the file, with its index", f"{found['size of the file, MB']:,.0f} MB"


def beside(articles: int) -> Iterator[tuple[str, str]]:
    """Give the rows of newsboat with as many articles, and of taking them over."""
    program = shutil.which("newsboat")
    with tempfile.TemporaryDirectory() as directory:
        home = Path(directory) / "newsboat"
        home.mkdir()
        newsboat.make(home, 300, articles, 400)
        if program is not None:
            seconds, memory = newsboat.start(program, home)
            yield "newsboat: its list of feeds", f"{seconds:.2f} s"
            yield "newsboat's memory then", f"{memory} MB"
        seconds = newsboat.imported(home, Path(directory) / "home")
        yield "taking its articles over", f"{seconds:.0f} s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("homes", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=7, help="starts of each program")
    parser.add_argument("--newsboat", nargs="*", type=int, default=[], help="numbers of articles")
    options = parser.parse_args()
    compileall.compile_dir(Path(__file__).parents[1] / "newsreader", quiet=2)
    columns = []
    for home in options.homes:
        with tempfile.TemporaryDirectory(dir=home.parent) as directory:
            copied = screen.calm(Path(shutil.copytree(home, Path(directory) / home.name)))
            os.sync()  # else the first commit waits until all of the copy is on the disk
            columns.append({"home": home.name} | dict(figures(copied, options.times)))
    show(columns)
    show([{"articles": f"{n:,}"} | dict(beside(n)) for n in options.newsboat])


def show(columns: list[dict[str, str]]) -> None:
    """Print columns as a table in Markdown."""
    for number, name in enumerate(columns[0] if columns else ()):
        print("|", " | ".join([name, *(column[name] for column in columns)]), "|")
        if not number:
            print("|---" * (len(columns) + 1) + "|")
    print(flush=True)


if __name__ == "__main__":
    main()
