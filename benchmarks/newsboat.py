"""newsboat with as many articles: how long until its first list, and how long the import takes.

    python benchmarks/newsboat.py [ARTICLES...] [--feeds 300] [--times 3]

For each number, a home of newsboat is made with so many articles in its cache. Rows tell the
seconds until newsboat (where it is installed) shows its list of feeds, its memory then, and the
seconds that ``newsreader import`` takes for its ``urls`` and its ``cache.db``.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import NOW, Writer
from screen import Terminal

CACHE = """
CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0,
    is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL
    DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT "");
CREATE INDEX idx_rssurl ON rss_feed(rssurl);
CREATE INDEX idx_guid ON rss_item(guid);
CREATE INDEX idx_feedurl ON rss_item(feedurl);
CREATE INDEX idx_lastmodified ON rss_feed(lastmodified);
CREATE INDEX idx_deleted ON rss_item(deleted);
CREATE TABLE metadata (db_schema_version_major INTEGER NOT NULL,
    db_schema_version_minor INTEGER NOT NULL);
INSERT INTO metadata VALUES (2, 11);
"""


def make(home: Path, feeds: int, articles: int, words: int) -> None:
    """Write ``urls`` and ``cache.db``: a tenth is unread, one in 500 is flagged."""
    writer = Writer(1)
    addresses = [f"https://feed{number}.example/rss" for number in range(feeds)]
    (home / "urls").write_text("\n".join(addresses) + "\n")
    (home / "config").write_text("auto-reload no\n")
    texts = [f"<p>{' '.join(writer.some(words))}</p>" for _ in range(300)]
    with sqlite3.connect(home / "cache.db") as database:
        database.executescript(CACHE)
        database.executemany(
            "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(address, address, f"Feed {n}") for n, address in enumerate(addresses)],
        )
        database.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread,"
            " enclosure_url, enclosure_type, flags) VALUES (?, ?, '', ?, ?, ?, ?, ?, '', '', ?)",
            (
                (
                    f"guid-{n}",
                    writer.title(),
                    f"https://feed{n % feeds}.example/{n}",
                    addresses[n % feeds],
                    int(NOW.timestamp()) - 60 * n,
                    texts[n % len(texts)],
                    int(n % 10 == 0),
                    "s" if n % 500 == 0 else "",
                )
                for n in range(articles)
            ),
        )
        database.execute("ANALYZE")  # as newsboat does itself: without, it takes four times as long
    database.close()


def start(program: str, home: Path) -> tuple[float, int]:
    """Give the seconds until newsboat's list of feeds stands, and its memory in megabytes."""
    files = ("-u", home / "urls", "-c", home / "cache.db", "-C", home / "config")
    terminal = Terminal.start(program, *map(str, files))
    seconds = terminal.until(b"Feed 1", seconds=300)
    memory = terminal.memory
    terminal.quit()
    return seconds, memory


def imported(home: Path, directory: Path) -> float:
    """Give the seconds that taking newsboat's feeds and articles over takes."""
    started = time.perf_counter()
    for name in ("urls", "cache.db"):
        command = [sys.executable, "-m", "newsreader", "--home", str(directory)]
        subprocess.run(
            [*command, "import", str(home / name)],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("articles", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    program = shutil.which("newsboat")
    print(f"{'articles':>10}{'first list':>12}{'memory':>9}{'import':>9}")
    for articles in options.articles:
        with tempfile.TemporaryDirectory() as directory:
            home = Path(directory) / "newsboat"
            home.mkdir()
            make(home, options.feeds, articles, options.words)
            first, memory = "-", "-"
            if program is not None:
                starts = [start(program, home) for _ in range(options.times)]
                first = f"{statistics.median(seconds for seconds, _ in starts):.2f} s"
                memory = f"{starts[-1][1]} MB"
            seconds = imported(home, Path(directory) / "home")
        print(f"{articles:>10}{first:>12}{memory:>9}{seconds:>7.1f} s", flush=True)


if __name__ == "__main__":
    main()
