"""Make a home with a large library to measure with: the same one every time for the same numbers.

    python benchmarks/generate.py HOME [--feeds 300] [--articles 100000] [--words 400] [--seed 1]
    python benchmarks/generate.py HOME --times 10

The second makes ten articles of each that is in a home already: the same texts under other keys,
each time ninety days earlier, which takes a fraction of the time.

Words follow Zipf's law over 30,000 made-up ones, lengths vary as those of news do, a tenth of the
articles are unread, one in 500 is bookmarked, and names of people, organisations and places recur.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from newsreader.config.paths import resolve_paths
from newsreader.core.document import Document
from newsreader.core.identity import content_hash, entry_keys
from newsreader.core.models import Entity, EntityType, Mention, ParsedEntry
from newsreader.core.query import ListQuery
from newsreader.library import Library, text_index
from newsreader.library.connection import Database
from newsreader.library.packing import learn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FOLDERS = ("World", "World/Europe", "World/Asia", "Science", "Technology", "Sport", "Culture", "")
KINDS = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE)
SYLLABLES = re.findall(
    "..",
    "babebibobudadedidodufafegagohahekakikolalelilomamemimonanenopapeporareriro"
    "sasesisotatetitovavevowaweyazazestndrtckll",
)
VOCABULARY = 30_000
OF_ARTICLE = {"article_id": "article_id + ?4"}
QUARTER = 90 * 24 * 3600 * 1_000_000
EARLIER = {"sort_time": f"sort_time - ?3 * {QUARTER}"}
COPIED: dict[str, dict[str, str]] = {
    "articles": EARLIER
    | {name: f"{name} || '-' || ?3" for name in ("key", "guid", "url")}
    | {"id": "id + ?4", "published": f"published - ?3 * {QUARTER}", "bookmarked": "0"},
    "bodies": OF_ARTICLE,
    "article_entities": OF_ARTICLE | EARLIER,
}
"""What copies of an article have of their own, by table; times are in microseconds."""
BATCH = 500
"""How many articles are stored in one transaction."""


class Writer:
    """Writes titles, texts and names; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        made = dict.fromkeys("".join(self.dice.choices(SYLLABLES, k=3)) for _ in range(90_000))
        self.words = list(made)[:VOCABULARY]
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.names = [(self._name(), KINDS[number % 3]) for number in range(3000)]
        self.name_weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.names))))

    def some(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self.weights, k=count)

    def title(self) -> str:
        return " ".join(self.some(self.dice.randint(5, 12))).capitalize()

    def document(self, words: int) -> tuple[Document, tuple[Entity, ...]]:
        """Write a text of about so many words, with names in it."""
        total = max(40, int(self.dice.lognormvariate(0, 0.5) * words * 0.88))
        named = self.dice.choices(self.names, cum_weights=self.name_weights, k=6)
        paragraphs = []
        while total > 0:
            part = self.some(min(total, self.dice.randint(30, 90)))
            part.insert(self.dice.randint(0, len(part)), self.dice.choice(named)[0])
            text = " ".join(part)
            paragraphs.append(f"{text[0].upper()}{text[1:]}.")
            total -= len(part)
        document = Document.from_text("\n\n".join(paragraphs))
        return document, tuple(self._entities(document.text, dict(named)))

    def _entities(self, text: str, named: dict[str, EntityType]) -> Iterator[Entity]:
        for rank, (name, kind) in enumerate(named.items()):
            start = text.find(name)
            if start >= 0:
                mention = Mention(start=start, end=start + len(name), type=kind)
                yield Entity(name=name, type=kind, mentions=(mention,), salience=1 / (rank + 1))

    def _name(self) -> str:
        return " ".join(word.capitalize() for word in self.dice.sample(self.words[50:], 2))


def main() -> None:
    options = read_options()
    paths = resolve_paths(options.home)
    paths.create()
    if paths.library_file.exists() == (options.times == 1):
        raise SystemExit(f"{paths.library_file} exists already, or does not for --times.")
    started = time.perf_counter()
    library = Library.open(paths.library_file, now=lambda: NOW)
    if options.times > 1:
        multiply(library, options.times)
    else:
        fill(library, options.feeds, options.articles, options.words, options.seed)
    count = library.articles.count(ListQuery())
    library.close()
    size = paths.library_file.stat().st_size / 1e6
    print(f"{count} articles, {size:.0f} MB, {time.perf_counter() - started:.0f} s")


def fill(library: Library, feeds: int, articles: int, words: int, seed: int) -> None:
    """Fill a library.

    Args:
        library: An empty one.
        feeds: How many there are; the first publish more than the last.
        articles: Of all feeds together, over the last ninety days.
        words: The usual length of a text.
        seed: The same number makes the same library.
    """
    writer = Writer(seed)
    ids = [subscribe(library, writer, number) for number in range(feeds)]
    busy = list(accumulate(1 / (rank + 20) for rank in range(feeds)))
    step = timedelta(days=90) / articles
    for first in range(0, articles, BATCH):
        count = min(BATCH, articles - first)
        with library.transaction():
            for number in range(first, first + count):
                feed_id = writer.dice.choices(ids, cum_weights=busy)[0]
                at = NOW - timedelta(days=90) + step * number
                store(library, writer, feed_id, number, at, words)
        if samples := library.typical_texts():  # as after a refresh
            library.adopt_dictionary(learn(samples))


def multiply(library: Library, times: int) -> None:
    """Make more articles of each one, with its text and names, but without its bookmark."""
    database = library.articles._database
    statements = [_copying(database, table) for table in COPIED]
    first, last = database.rows("SELECT min(id), max(id) FROM articles")[0]
    for low in range(first, last + 1, BATCH // times):
        high = min(low + BATCH // times, last + 1)
        with library.transaction():
            for copy in range(1, times):
                shift = copy * (last - first + 1)
                for statement in statements:
                    database.run(statement, (low, high, copy, shift))
            for article_id in range(low, high):
                content = text_index.stored_content(database, article_id)
                shifts = (copy * (last - first + 1) for copy in range(1, times))
                text_index.add(database, ((article_id + shift, content) for shift in shifts))


def _copying(database: Database, table: str) -> str:
    """Give the statement that copies the rows of articles ?1 to ?2, as copy ?3, ?4 ids further."""
    names = [row["name"] for row in database.rows(f"SELECT name FROM pragma_table_info('{table}')")]
    values = [COPIED[table].get(name, name) for name in names]
    article = "id" if table == "articles" else "article_id"
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table}"
        f" WHERE {article} >= ?1 AND {article} < ?2"
    )


def subscribe(library: Library, writer: Writer, number: int) -> int:
    url = f"https://feed{number}.example/feed.xml"
    title = " ".join(writer.some(2)).title()
    folder = FOLDERS[number % len(FOLDERS)]
    feed = library.feeds.add(url, title=title, folder=folder)
    next_fetch = NOW + timedelta(days=1)
    library.feeds.record_success(feed.id, now=NOW, status=200, next_fetch=next_fetch)
    return feed.id


def store(
    library: Library, writer: Writer, feed_id: int, number: int, at: datetime, words: int
) -> None:
    document, entities = writer.document(words)
    summary = document.text[:300]
    entry = ParsedEntry(
        guid=f"guid-{number}",
        title=writer.title(),
        link=f"https://feed{feed_id}.example/articles/{number}",
        authors=(writer.names[number % 500][0],),
        published=at - timedelta(minutes=writer.dice.randint(0, 600)),
        summary=f"<p>{summary}</p>",
    )
    articles = library.articles
    stored = articles.store_entries(
        feed_id, [entry], entry_keys([entry]), [content_hash(entry)], now=at
    )
    for article_id in stored.new:
        articles.save_prepared(
            article_id, document=document, entities=entities, source="page", language="en"
        )
        if number % 10:
            articles.mark_read([article_id], True)
        if number % 500 == 0:
            library.bookmarks.add(article_id)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--times", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
