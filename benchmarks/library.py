"""How long the library takes: to open, to page, to count, to search, to mark; and its size.

    python benchmarks/library.py HOME [HOME...]

Each HOME is one made by ``benchmarks/generate.py``. Times are medians in milliseconds, of a process
whose file stands in the operating system's cache; ``worst`` is the slowest of a row's queries.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from generate import Writer

from newsreader.config.paths import resolve_paths
from newsreader.core.models import Feed
from newsreader.core.query import ListQuery, Order, PageKey, Scope
from newsreader.library import Library
from newsreader.services import entities, passages
from newsreader.services.session import Session

ROUNDS = 7
ROWS = 100
"""How many articles are read at a time, as the screen does."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("homes", nargs="+", type=Path)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        json.dump(dict(measure(options.homes[0])), sys.stdout)
        return
    columns = [measured(home) for home in options.homes]
    for name in columns[0]:
        values = "".join(f"{column[name]:>12,.1f}" for column in columns)
        print(f"{name:<44}{values}")


def measured(home: Path) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--inside", str(home)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    figures: dict[str, float] = json.loads(found)
    figures["newsreader unread, whole process"] = whole_process("unread", "--home", str(home))
    figures["python -c pass, whole process"] = run([sys.executable, "-c", "pass"])
    return figures


def whole_process(*arguments: str) -> float:
    return run([sys.executable, "-m", "newsreader", *arguments])


def run(command: list[str]) -> float:
    def once() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return milliseconds(once)


def measure(home: Path) -> Iterator[tuple[str, float]]:
    file = resolve_paths(home).library_file
    started = time.perf_counter()
    library = Library.open(file)
    library.articles.page(ListQuery(), limit=ROWS)
    yield "open, with the first page, the first time", (time.perf_counter() - started) * 1000
    yield "articles", library.articles.count(ListQuery())
    yield "open, with the first page", milliseconds(lambda: open_and_list(file))
    feeds = library.feeds.all()
    yield "all feeds with their unread counts", milliseconds(library.feeds.all)
    yield from lists(library, feeds)
    yield from moves(library)
    yield from searches(library)
    yield from opening_and_marking(library)
    yield from names(home)
    count = library.articles.count(ListQuery())
    library.close()
    yield "size of the file, MB", file.stat().st_size / 1e6
    yield "of it for each article, bytes", file.stat().st_size / count
    yield "memory of the process at most, MB", memory()


def open_and_list(file: Path) -> None:
    library = Library.open(file)
    library.articles.page(ListQuery(), limit=ROWS)
    library.close()


def lists(library: Library, feeds: list[Feed]) -> Iterator[tuple[str, float]]:
    busiest = max(feeds, key=lambda feed: feed.total)
    [named] = library.entities.top(limit=1)
    scopes = {
        "all": Scope(),
        "a feed": Scope("feed", busiest.id),
        "a folder": Scope("folder", "World"),
        "bookmarks": Scope("bookmarks"),
        "an entity": Scope("entity", f"{named.type}:{named.name}"),
    }
    page = library.articles.page
    for name, scope in scopes.items():
        queries = [
            ListQuery(scope, unread_only=unread, order=order)
            for unread in (False, True)
            for order in Order
            if order.by_age or scope.kind == "bookmarks"
        ]
        times = [milliseconds(partial(page, query, limit=ROWS)) for query in queries]
        yield f"first page of {name}, worst", max(times)
        times = [milliseconds(partial(library.articles.count, query)) for query in queries]
        yield f"count of {name}, worst", max(times)


def moves(library: Library) -> Iterator[tuple[str, float]]:
    articles, query = library.articles, ListQuery()
    after: PageKey | None = None
    times = []
    for _ in range(50):
        started = time.perf_counter()
        rows = articles.page(query, after=after, limit=ROWS)
        times.append((time.perf_counter() - started) * 1000)
        after = query.order.key(rows[-1]) if rows else None
    yield "page down, 95th percentile", statistics.quantiles(times, n=20)[-1]
    last = articles.page(ListQuery(order=Order.OLDEST), limit=1)[0]
    key = query.order.key(last)
    yield "the last page", milliseconds(lambda: articles.page(query, before=key, limit=ROWS))
    middle = articles.count(query) // 2
    yield "jump to the middle", milliseconds(lambda: articles.key_at(query, middle))
    yield "place of the last row", milliseconds(lambda: articles.index_of(query, last.id))


def searches(library: Library) -> Iterator[tuple[str, float]]:
    words = Writer(seed=1).words
    wanted = {
        "the commonest word": words[0],
        "a common word": words[30],
        "a usual word": words[500],
        "a rare word": words[8000],
        "two common words": f"{words[3]} {words[4]}",
        "a common and a rare word": f"{words[0]} {words[8000]}",
        "a phrase of common words": f'"{words[0]} {words[1]}"',
        "one letter": words[0][:1],
        "two letters": words[0][:2],
        "three letters": words[0][:3],
        "a common word without another": f"{words[0]} -{words[30]}",
        "a common word, unread": f"{words[0]} is:unread",
        "a word in Chinese": "東京",
        "a common word, one feed": f"{words[0]} feed:feed7.example",
        "nothing": "nosuchwordatall",
    }
    for name, query in wanted.items():
        search = partial(library.articles.page, ListQuery(query=query), limit=ROWS)
        yield f"search for {name}", milliseconds(search)
    common = ListQuery(query=wanted["the commonest word"])
    rare = ListQuery(query=wanted["a rare word"])
    yield "count of the commonest word", milliseconds(lambda: library.articles.count(common))
    count = partial(library.articles.count, common, limit=1000)
    yield "count of the commonest word up to 1,000", milliseconds(count)
    yield "the best for a rare word", milliseconds(partial(library.search.best, rare))
    rows = library.articles.page(common, limit=40)
    ids = [row.id for row in rows]
    yield "40 snippets", milliseconds(lambda: library.search.snippets(ids, common.query))


def names(home: Path) -> Iterator[tuple[str, float]]:
    session = Session.open(home)
    often = session.library.entities.top(limit=50)
    found = [entities.find(session, one.name, one.type) for one in (often[0], often[-1])]
    pages = [
        milliseconds(partial(entities.page, session, one.id, session.now())) for one in found if one
    ]
    yield "page of an entity, worst", max(pages)
    listed = [milliseconds(partial(passages.of, session, one.id)) for one in found if one]
    yield "first 20 passages of an entity, worst", max(listed)
    begun = [often[0].name[:length] for length in (1, 2, 3, 6)]
    suggested = [milliseconds(partial(entities.suggest, session, text)) for text in begun]
    yield "names suggested while one types, worst", max(suggested)
    session.close_now()


def opening_and_marking(library: Library) -> Iterator[tuple[str, float]]:
    rows = library.articles.page(ListQuery(), limit=ROWS)
    yield "open an article", milliseconds(lambda: library.articles.reading(rows[9].id))
    read = rows[9].read
    state = iter([not read, read] * ROUNDS)
    mark = library.articles.mark_read
    yield "mark one read", milliseconds(lambda: mark([rows[9].id], next(state)), 2 * ROUNDS)
    started = time.perf_counter()
    marked = library.articles.mark_all_read(ListQuery())
    seconds = time.perf_counter() - started
    yield "mark all read, for each 1,000", seconds * 1e6 / max(1, len(marked))
    mark(marked, False)


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median of some rounds."""
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def memory() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
