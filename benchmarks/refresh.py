"""How long a refresh takes beside newsboat, and what it costs.

    python benchmarks/refresh.py [--feeds 300] [--entries 30] [--latency 50] [--many 2000]

A server on this machine gives feeds with full texts after a pause. Each feed has a host of its own
(127.0.0.1, 127.0.0.2 ...; where a system has only the first, all of them share it), as most feeds
have. Both programs are started anew for each row, and are asked for the same feeds with 30 threads
(newsboat) and the usual settings (newsreader):

    cold        nothing is known. ``stored`` is when all entries are stored, listed and can be
                opened, which is all that newsboat does; ``ready`` is when the last text has been
                cleaned and its names found as well, which goes on behind, the newest first
    unchanged   all feeds answer 304; newsboat sends no validators before its third reload
    one edited  all feeds have a new body in which one entry of all differs

``cpu`` is the processor time of a program with all its processes. The second table is what one feed
costs step by step, the third how a refresh of many feeds, first cold, then unchanged, treats the
process of a screen: how long its event loop is busy until it looks for the next key (of the
processor, and by the clock, which counts what else the machine does), its memory, and the files and
sockets that it has open.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import resource
import selectors
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeVar

T = TypeVar("T")

WORDS = [
    "council",
    "minister",
    "river",
    "harvest",
    "engine",
    "museum",
    "theatre",
    "border",
    "market",
    "teacher",
    "winter",
    "signal",
    "Geneva",
    "Warsaw",
    "Lima",
    "Nairobi",
    "Osaka",
    "Toronto",
    "parliament",
    "railway",
    "glacier",
    "festival",
    "telescope",
    "treaty",
]


class Spent(NamedTuple):
    """What a run took: seconds until all was stored, until its end, and of the processor."""

    stored: float
    whole: float
    cpu: float


def feed(number: int, entries: int, edition: int = 0) -> bytes:
    """Write a feed of articles of about 300 words; in later editions one of them is edited."""
    dice = random.Random(number)
    items = []
    for entry in range(entries):
        text = "".join(
            f"<p>{' '.join(dice.choices(WORDS, k=60)).capitalize()}.</p>" for _ in range(5)
        )
        if edition and entry == entries // 2:
            text += f"<p>Correction {edition}.</p>"
        items.append(
            f"<item><guid>{number}-{entry}</guid>"
            f"<title>{' '.join(dice.choices(WORDS, k=8))}</title>"
            f"<link>http://example.org/{number}/{entry}</link>"
            f"<pubDate>Tue, 03 Nov 2026 10:{entry % 60:02}:00 GMT</pubDate>"
            f"<description><![CDATA[{text}]]></description></item>"
        )
    return (
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Feed {number}</title>"
        f"<link>http://example.org/</link><description>x</description>{''.join(items)}"
        "</channel></rss>"
    ).encode()


# -- the server ------------------------------------------------------------------------------------


def serve(pipe: Connection, feeds: int, entries: int, latency: float) -> None:
    """Serve the feeds until killed; a POST brings the next edition out."""
    from aiohttp import web

    raise_limit()
    edition = 0
    bodies: list[bytes] = []

    def publish() -> None:
        bodies[:] = [feed(number, entries, edition) for number in range(feeds)]

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(latency)
        number = int(request.match_info["number"])
        headers = {
            "ETag": f'"{number}-{edition}"',
            "Last-Modified": f"Tue, 03 Nov 2026 11:00:{edition:02} GMT",
        }
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        body = bodies[number]
        return web.Response(body=body, content_type="application/rss+xml", headers=headers)

    async def next_edition(_: web.Request) -> web.Response:
        nonlocal edition
        edition += 1
        publish()
        return web.Response()

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{number}", answer)
        app.router.add_post("/", next_edition)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        everywhere = "0.0.0.0" if sys.platform == "linux" else "127.0.0.1"
        await web.TCPSite(runner, everywhere, 0, backlog=1024).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    publish()
    asyncio.run(run())


def address(port: int, number: int) -> str:
    own = sys.platform == "linux"
    host = f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return f"http://{host if own else '127.0.0.1'}:{port}/{number - 1}"


def raise_limit() -> None:
    """Let this process have as many sockets as the system allows it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


# -- both programs ---------------------------------------------------------------------------------


def newsreader(home: Path, *arguments: str) -> Spent:
    """Run a refresh."""
    started, before = time.perf_counter(), children()
    stored = 0.0
    command = [sys.executable, "-m", "newsreader", "--home", str(home), "refresh", "--json"]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            assert json.loads(line)["status"] != "error", line
            stored = time.perf_counter() - started
    return Spent(stored, time.perf_counter() - started, children() - before)


def newsboat(home: Path) -> Spent:
    """Run newsboat's reload."""
    started, before = time.perf_counter(), children()
    files = [f"-u{home}/urls", f"-c{home}/cache.db", f"-C{home}/config"]
    environment = {**os.environ, "HOME": str(home)}
    subprocess.run(["newsboat", *files, "-x", "reload"], check=True, env=environment)
    whole = time.perf_counter() - started
    return Spent(whole, whole, children() - before)


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compare(directory: Path, port: int, feeds: int) -> None:
    """Measure both programs in turn, and print a row for each."""
    has_newsboat = shutil.which("newsboat") is not None
    home = subscribe(directory, port, feeds)
    (directory / "config").write_text("reload-threads 30\n")
    print(f"{'':14}{'stored':>9}{'ready':>9}{'cpu':>9}{'newsboat':>12}{'cpu':>9}{'ratio':>9}")
    theirs = newsboat(directory) if has_newsboat else None
    row("cold", newsreader(home), theirs)
    if has_newsboat:
        newsboat(directory)
    theirs = newsboat(directory) if has_newsboat else None
    row("unchanged", newsreader(home, "--force"), theirs)
    edit(port)
    theirs = newsboat(directory) if has_newsboat else None
    row("one edited", newsreader(home, "--force"), theirs)


def subscribe(directory: Path, port: int, feeds: int) -> Path:
    urls = "".join(f"{address(port, number + 1)}\n" for number in range(feeds))
    (directory / "urls").write_text(urls)
    home = directory / "home"
    add = [sys.executable, "-m", "newsreader", "--home", str(home), "import"]
    subprocess.run([*add, str(directory / "urls")], check=True, stdout=subprocess.DEVNULL)
    return home


def edit(port: int) -> None:
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/", method="POST"))


def row(name: str, ours: Spent, theirs: Spent | None) -> None:
    figures = f"{ours.stored:>7.2f} s{ours.whole:>7.2f} s{ours.cpu:>7.2f} s"
    if theirs:
        ratio = ours.stored / theirs.whole
        figures += f"{theirs.whole:>10.2f} s{theirs.cpu:>7.2f} s{ratio:>9.2f}"
    print(f"{name:14}{figures}", flush=True)


# -- step by step ----------------------------------------------------------------------------------


def steps(entries: int) -> Iterator[tuple[str, float]]:
    """Give what each step of the way of one feed costs, in milliseconds of one processor."""
    import msgspec

    from newsreader.entities import analyse
    from newsreader.library import Library
    from newsreader.services import worker_jobs
    from newsreader.services.jobs import ParseJob, PrepareJob

    bodies = [feed(number, entries) for number in range(12)]
    jobs = [ParseJob(content=body, url="http://example.org/feed") for body in bodies]
    worker_jobs.parse_feed(jobs[0])
    cost, read = measured(lambda: [worker_jobs.parse_feed(job) for job in jobs])
    yield "parse, with keys and hashes", cost / len(jobs)
    cost, sent = measured(lambda: [msgspec.msgpack.encode(one) for one in read])
    kind = type(read[0])
    back, _ = measured(lambda: [msgspec.msgpack.decode(one, type=kind) for one in sent])
    yield "between the processes", (cost + back) / len(jobs)
    with tempfile.TemporaryDirectory() as directory:
        library = Library.open(Path(directory) / "library.db")
        feeds = [library.feeds.add(f"http://example.org/{number}") for number in range(len(jobs))]
        now = datetime.now(UTC)

        def store() -> list[int]:
            with library.transaction():
                stored = [
                    library.articles.store_entries(
                        known.id, one.feed.entries, one.keys, one.hashes, now=now
                    )
                    for known, one in zip(feeds, read, strict=True)
                ]
            return [article_id for one in stored for article_id in one.new]

        cost, ids = measured(store)
        yield "store", cost / len(jobs)
        entry_jobs = [
            PrepareJob(title=entry.title, url=entry.link or "", summary=entry.summary)
            for one in read
            for entry in one.feed.entries
        ]
        worker_jobs.prepare_article(entry_jobs[0])
        cost, made = measured(lambda: [worker_jobs.prepare_article(job) for job in entry_jobs])
        names, _ = measured(
            lambda: [
                analyse(job.title, one.document.text)
                for job, one in zip(entry_jobs, made, strict=True)
            ]
        )
        yield "prepare: clean the text", (cost - names) / len(jobs)
        yield "prepare: find the names", names / len(jobs)

        def save() -> None:
            with library.transaction():
                for article_id, one in zip(ids, made, strict=True):
                    library.articles.save_prepared(
                        article_id, document=one.document, entities=one.entities
                    )

        cost, _ = measured(save)
        yield "store the prepared, with index", cost / len(jobs)
        library.close()


def measured(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    result = work()
    return (time.process_time() - started) * 1000, result


# -- many feeds, beside a screen -------------------------------------------------------------------


def strain(directory: Path, port: int, feeds: int) -> None:
    """Refresh many feeds in a process of its own, and print how that process fared."""
    directory.mkdir()
    home = subscribe(directory, port, feeds)
    command = [sys.executable, __file__, "--inside", str(home)]
    subprocess.run(command, check=True)


class Watched(selectors.DefaultSelector):
    """Notes how long the event loop takes from one look for news to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds: list[tuple[float, float]] = []
        self._since: tuple[float, float] | None = None

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self._since is not None:
            used, passed = self._since
            self.rounds.append((time.thread_time() - used, time.perf_counter() - passed))
        found = super().select(timeout)
        self._since = time.thread_time(), time.perf_counter()
        return found

    def sum_up(self) -> str:
        rounds, self.rounds = self.rounds, []
        processor, clock = ([1000 * one for one in column] for column in zip(*rounds, strict=True))
        return f"{busy(processor)} of the processor; {busy(clock)} by the clock"


def busy(times: Sequence[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return f"{cuts[94]:.0f} ms (95 %), {cuts[98]:.0f} ms (99 %), {max(times):.0f} ms (most)"


async def inside(home: Path, watched: Watched) -> None:
    """Refresh, and watch the loop, the memory and the open files meanwhile."""
    from newsreader.services.events import FeedDone
    from newsreader.services.refresh import refresh
    from newsreader.services.session import Session

    session = Session.open(home)
    for name, force in (("cold", False), ("unchanged", True)):
        most_open, left = 0, len(session.library.feeds.all())
        started, stored = time.perf_counter(), 0.0
        await asyncio.sleep(0)  # what this function did itself does not count
        watched.rounds.clear()
        async with aclosing(refresh(session, force=force)) as events:
            async for event in events:
                if isinstance(event, FeedDone):
                    left -= 1
                    most_open = max(most_open, open_files())
                    if not left:
                        stored = time.perf_counter() - started
                        until_stored = watched.sum_up()
        whole = time.perf_counter() - started
        print(f"{name}: stored {stored:.1f} s, ready {whole:.1f} s, {most_open} files open at most")
        print(f"    the loop was busy until all was stored: {until_stored}")
        if not force:
            print(f"    while articles were prepared: {watched.sum_up()}")
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"memory of the process at most: {used.ru_maxrss / 1024:.0f} MB", flush=True)
    await session.close()


def open_files() -> int:
    directory = Path("/proc/self/fd")
    return len(list(directory.iterdir())) if directory.is_dir() else 0


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--latency", type=float, default=50, help="milliseconds")
    parser.add_argument("--many", type=int, default=0, help="feeds of the third table")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        watched = Watched()
        with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(watched)) as runner:
            runner.run(inside(options.inside, watched))
        return
    ours, theirs = multiprocessing.Pipe()
    most = max(options.feeds, options.many)
    server = multiprocessing.Process(
        daemon=True, target=serve, args=(theirs, most, options.entries, options.latency / 1000)
    )
    server.start()
    try:
        with tempfile.TemporaryDirectory() as directory:
            port = ours.recv()
            if options.feeds:
                compare(Path(directory), port, options.feeds)
                print("\none feed, milliseconds of one processor:")
                for name, cost in steps(options.entries):
                    print(f"    {name:34}{cost:>8.1f}", flush=True)
            if options.many:
                print(f"\n{options.many} feeds:", flush=True)
                strain(Path(directory) / "many", port, options.many)
    finally:
        server.kill()


if __name__ == "__main__":
    main()
