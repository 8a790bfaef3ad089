"""How long a refresh takes, cold and when nothing has changed, beside newsboat where it is there.

    python benchmarks/refresh.py [--feeds 300] [--entries 30] [--latency 50]

A server on the loopback gives feeds with full texts after a pause. ``fetched`` is the time until
the last feed was stored, ``ready`` the time until the last article was prepared as well (text and
names), which newsboat does not do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

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


def feed(number: int, entries: int) -> bytes:
    """Write a feed of articles of about 300 words."""
    dice = random.Random(number)
    items = []
    for entry in range(entries):
        text = "".join(
            f"<p>{' '.join(dice.choices(WORDS, k=60)).capitalize()}.</p>" for _ in range(5)
        )
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


def serve(pipe: Connection, feeds: int, entries: int, latency: float) -> None:
    """Serve the feeds until killed."""
    from aiohttp import web

    bodies = [feed(number, entries) for number in range(feeds)]

    async def answer(request: web.Request) -> web.Response:
        await asyncio.sleep(latency)
        number = int(request.match_info["number"])
        headers = {"ETag": f'"{number}"', "Last-Modified": "Tue, 03 Nov 2026 11:00:00 GMT"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(
            body=bodies[number], content_type="application/rss+xml", headers=headers
        )

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{number}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(run())


def newsreader(home: Path, *arguments: str) -> tuple[float, float]:
    """Run a refresh; give the seconds until the last feed, and until the end."""
    started = time.perf_counter()
    fetched = 0.0
    command = [sys.executable, "-m", "newsreader", "--home", str(home), "refresh", "--json"]
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            assert json.loads(line)["status"] != "error", line
            fetched = time.perf_counter() - started
    return fetched, time.perf_counter() - started


def newsboat(home: Path) -> float:
    """Run newsboat's reload."""
    started = time.perf_counter()
    files = [f"-u{home}/urls", f"-c{home}/cache.db", f"-C{home}/config"]
    environment = {**os.environ, "HOME": str(home)}
    subprocess.run(["newsboat", *files, "-x", "reload"], check=True, env=environment)
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--latency", type=float, default=50, help="milliseconds")
    options = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(
        target=serve, args=(theirs, options.feeds, options.entries, options.latency / 1000)
    )
    server.start()
    try:
        with tempfile.TemporaryDirectory() as directory:
            compare(Path(directory), ours.recv(), options.feeds)
    finally:
        server.kill()


def compare(directory: Path, port: int, feeds: int) -> None:
    """Measure both programs in turn."""
    urls = "".join(f"http://127.0.0.1:{port}/{number}\n" for number in range(feeds))
    (directory / "urls").write_text(urls)
    (directory / "config").write_text("reload-threads 30\n")
    home = directory / "home"
    add = [sys.executable, "-m", "newsreader", "--home", str(home), "import"]
    subprocess.run([*add, str(directory / "urls")], check=True, stdout=subprocess.DEVNULL)
    cold = newsreader(home)
    again = newsreader(home, "--force")
    print(f"newsreader, cold:      fetched {cold[0]:6.2f} s, ready {cold[1]:6.2f} s")
    print(f"newsreader, unchanged: fetched {again[0]:6.2f} s, ready {again[1]:6.2f} s")
    if not shutil.which("newsboat"):
        print("newsboat is not installed.")
        return
    first = newsboat(directory)
    newsboat(directory)  # it sends no validators before the third time
    third = newsboat(directory)
    print(f"newsboat,   cold:      {first:6.2f} s   newsreader / newsboat {cold[0] / first:5.2f}")
    print(f"newsboat,   unchanged: {third:6.2f} s   newsreader / newsboat {again[0] / third:5.2f}")


if __name__ == "__main__":
    main()
