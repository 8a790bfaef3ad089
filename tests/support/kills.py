"""Kill a program that changes a library, again and again, and look whether anything is lost.

    python -m tests.support.kills LIBRARY ROUNDS SEED

In each round a process changes what a person and a refresh change, says before and after each
change which one it is, and is killed at some moment. Then all that it said was done must be there;
what it had only begun may be there or not. Prints what was found.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from newsreader.core.document import Document
from newsreader.core.errors import NewsreaderError
from newsreader.core.models import Action
from newsreader.library import Library
from tests.support.library import NOON, clock, entry, store

MOST_CHANGES = 25
ARTICLES = 40
_LOST = object()


class Changes:
    """What is done to a library, each change with what it must leave behind."""

    def __init__(self, library: Library, dice: random.Random) -> None:
        self._library = library
        self._dice = dice

    def one(self) -> tuple[str, Any, Callable[[], object]]:
        """Choose a change: the name of what it sets, the value, and the work."""
        library, dice = self._library, self._dice
        number = dice.randint(1, ARTICLES)
        word, few = f"w{dice.randrange(10**6)}", f"w{dice.randrange(9)}"
        kinds: list[tuple[str, Any, Callable[[], object]]] = [
            (f"read {number}", 1, lambda: library.articles.mark_read([number], True)),
            (f"read {number}", 0, lambda: library.articles.mark_read([number], False)),
            (f"note {number}", word, lambda: self._keep(number, word)),
            (f"note {number}", None, lambda: library.bookmarks.remove(number)),
            (f"feed {few}", 1, lambda: library.feeds.add(f"https://{few}.example/feed")),
            ("name", word, lambda: library.feeds.rename(1, word)),
            (f"rule {few}", 1, lambda: self._rule(f"title:{few}")),
            (f"text {number}", word, lambda: self._edit(number, word)),
            ("", None, library.rules.step),
            ("", None, lambda: library.articles.delete_old(NOON + timedelta(days=40), 30, 0)),
        ]
        return dice.choice(kinds)

    def _keep(self, number: int, note: str) -> None:
        self._library.bookmarks.add(number)
        self._library.bookmarks.update(number, note=note, tags=())

    def _rule(self, query: str) -> None:
        if all(rule.query != query for rule in self._library.rules.all()):
            self._library.rules.add(Action.LIST, query=query)

    def _edit(self, number: int, word: str) -> None:
        """Take a changed entry in and prepare it, in one transaction as the writer does."""

        def work() -> None:
            store(self._library, 1, [entry(number - 1, content=word)])
            text = f"{word} " + "and more of it " * 40
            self._library.articles.save_prepared(number, document=Document.from_text(text))

        self._library.background(work).result(30)


def found(library: Library, name: str) -> Any:
    """Give what a library has of what a change set."""
    kind, _, key = name.partition(" ")
    if kind == "feed":
        return int(library.feeds.find(f"https://{key}.example/feed") is not None)
    if kind == "rule":
        return int(any(rule.query == f"title:{key}" for rule in library.rules.all()))
    if kind == "name":
        return library.feeds.get(1).own_title
    reading = library.articles.reading(int(key))
    if reading is None:
        return _LOST
    match kind:
        case "read":
            return int(reading.article.read)
        case "note":
            return reading.bookmark.note if reading.bookmark else None
    return reading.document.text.partition(" ")[0]


def work(path: Path, seed: int, answer: int) -> None:
    """Change a library until killed."""
    library = Library.open(path, now=clock)
    changes = Changes(library, random.Random(seed))
    for _ in range(MOST_CHANGES):
        name, value, change = changes.one()
        os.write(answer, json.dumps(["begun", name, value]).encode() + b"\n")
        try:
            change()
        except NewsreaderError:
            name = ""  # the article is gone for its age, for example: then nothing was promised
        os.write(answer, json.dumps(["done", name, value]).encode() + b"\n")
    os._exit(0)


def killed(path: Path, seed: int, after: int) -> Iterator[list[Any]]:
    """Let a process work, kill it when it has said so many lines, and give all that it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(path, seed, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if number == after:
                os.kill(child, signal.SIGKILL)
            if line.endswith("\n"):
                yield json.loads(line)
    os.waitpid(child, 0)


def main(path: Path, rounds: int, seed: int) -> None:
    dice = random.Random(seed)
    library = Library.open(path, now=clock)
    feed = library.feeds.add("https://one.example/feed")
    store(library, feed.id, [entry(number) for number in range(ARTICLES)])
    library.close()
    promised: dict[str, Any] = {}
    acknowledged = in_the_midst = 0
    for turn in range(rounds):
        open_change = ""
        for said, name, value in killed(path, seed + turn, dice.randrange(2, 2 * MOST_CHANGES)):
            if said == "done":
                acknowledged += 1
                promised[name] = value
            open_change = name if said == "begun" else ""
        in_the_midst += bool(open_change)
        promised.pop(open_change, None)
        promised.pop("", None)
        check(path, promised)
    told = f"{rounds} kills, {in_the_midst} of them in the midst of a change"
    print(f"{told}; {acknowledged} changes were acknowledged, none is lost")


def check(path: Path, promised: dict[str, Any]) -> None:
    library = Library.open(path, now=clock)
    assert library.notice == "", library.notice
    assert library.check() == [], library.check()
    gone = [name for name in promised if found(library, name) is _LOST]
    kept = {name.partition(" ")[2] for name in promised if name.startswith("note ")}
    for name in gone:  # dropped for its age: no bookmark ever is
        assert name.partition(" ")[2] not in kept or promised.get(f"note {name[5:]}") is None, name
        del promised[name]
    wrong = {name: value for name, value in promised.items() if found(library, name) != value}
    assert not wrong, wrong
    library.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
