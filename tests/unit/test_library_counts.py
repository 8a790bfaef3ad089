"""Whatever is done to a library: its counts are right, its index is in step, the file is sound."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from newsreader.core.errors import InputError, LibraryError
from newsreader.core.models import Action, Article, Feed
from newsreader.core.query import ListQuery, Scope
from newsreader.library import Library
from tests.support.library import NOON, clock, entry, prepare, store

WORDS = ("whale", "heron", "otter", "東京")
STEPS = 120


class Person:
    """Does things at random, as a person, a refresh and the retention do."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library = library
        self.choice = random.Random(seed)
        self.removed: list[int] = []
        self.deleted: list[list[int]] = []

    def step(self) -> None:
        steps: list[Callable[[], object]] = [
            self.subscribe, self.unsubscribe, self.fetch, self.fetch, self.fetch, self.mark,
            self.mark, self.mark_all, self.bookmark, self.forget, self.prepare, self.prepare,
            self.retain, self.hide, self.move, self.fail, self.save, self.bring_back, self.delete,
            self.delete, self.undelete, self.rename, self.rule, self.unrule, self.repair,
        ]  # fmt: skip
        self.choice.choice(steps)()

    def feed_ids(self) -> list[int]:
        return [feed.id for feed in self.library.feeds.all()] or [0]

    def article_ids(self) -> list[int]:
        ids = [article.id for article in self.library.articles.page(ListQuery(), limit=60)]
        return self.choice.sample(ids, min(len(ids), 5))

    def subscribe(self) -> None:
        number = self.choice.randrange(4)
        self.library.feeds.add(f"https://{number}.example/", folder=f"F{number % 2}")

    def unsubscribe(self) -> None:
        if self.library.feeds.all():
            feed_id = self.choice.choice(self.feed_ids())
            self.library.feeds.remove(feed_id)
            self.removed.append(feed_id)

    def bring_back(self) -> None:
        if self.removed:
            with contextlib.suppress(InputError):
                self.library.feeds.restore(self.removed.pop())

    def delete(self) -> None:
        self.deleted.append(self.library.articles.remove(self.article_ids()))

    def undelete(self) -> None:
        if self.deleted:
            with contextlib.suppress(InputError):
                self.library.articles.restore(self.deleted.pop())

    def fetch(self) -> None:
        start = self.choice.randrange(20)
        salt = self.choice.choice(WORDS)
        entries = [entry(n, title=f"{salt} {n}") for n in range(start, start + 6)]
        days = timedelta(days=self.choice.randrange(5))
        store(self.library, self.choice.choice(self.feed_ids()), entries, NOON - days)

    def rename(self) -> None:
        """Fetch entries that have other guids, or other guids and links, or come back."""
        start, kind = self.choice.randrange(20), self.choice.randrange(3)
        other: list[dict[str, str]] = [
            {"guid": f"renamed-{start}"},
            {"guid": f"moved-{start}", "link": f"https://www.site.example/moved/{start}"},
            {},
        ]
        store(self.library, self.choice.choice(self.feed_ids()), [entry(start, **other[kind])])

    def rule(self) -> None:
        action = self.choice.choice(list(Action))
        rules = self.library.rules
        if len(rules.all()) < 6:
            rules.add(action, query=self.choice.choice(WORDS), name="A rule", tag="a-tag")
        self.judge()

    def unrule(self) -> None:
        rules = self.library.rules
        if rules.all():
            gone = rules.remove(self.choice.choice(rules.all()).id)
            if self.choice.random() < 0.5:
                rules.restore(gone.id)
        self.judge()

    def judge(self) -> None:
        while self.library.rules.step():
            pass

    def repair(self) -> None:
        self.library.repair()

    def mark(self) -> None:
        self.library.articles.mark_read(self.article_ids(), self.choice.random() < 0.6)

    def mark_all(self) -> None:
        self.library.articles.mark_all_read(ListQuery(Scope("feed", self.feed_ids()[0])))

    def bookmark(self) -> None:
        for article_id in self.article_ids()[:2]:
            self.library.bookmarks.add(article_id)

    def forget(self) -> None:
        for article_id in self.article_ids()[:2]:
            self.library.bookmarks.remove(article_id)

    def prepare(self) -> None:
        for article_id in self.article_ids():
            title = self.choice.choice(["", f"{self.choice.choice(WORDS)} again"])
            prepare(self.library, article_id, f"of {self.choice.choice(WORDS)}", title=title)

    def retain(self) -> None:
        later = timedelta(days=self.choice.choice([0, 0, 2]))
        self.library.articles.delete_old(NOON + later, 2, 3, limit=7)

    def hide(self) -> None:
        hidden = self.choice.random() < 0.5
        self.library.feeds.set_options(self.choice.choice(self.feed_ids()), hidden=hidden)

    def move(self) -> None:
        folder = self.choice.choice(["", "F0", "F1", "F1/G"])
        self.library.feeds.move(self.choice.choice(self.feed_ids()), folder)

    def fail(self) -> None:
        """Begin, and take it all back."""
        with contextlib.suppress(LibraryError), self.library.transaction():
            self.fetch()
            self.mark()
            raise LibraryError("stop")

    def save(self) -> None:
        page = self.library.articles.add_page("https://site.example/", "A whale")
        self.library.articles.mark_read([page.id], self.choice.random() < 0.5)


def find_all(library: Library, query: str = "-is:bookmarked OR is:bookmarked") -> list[Article]:
    return library.articles.page(ListQuery(query=query), limit=-1)


def is_in(feed: Feed, folder: str) -> bool:
    return f"{feed.folder}/".startswith(f"{folder}/")


def check_counts(library: Library) -> None:
    articles = find_all(library)
    feeds = {feed.id: feed for feed in library.feeds.all()}
    visible = [a for a in articles if a.feed_id is None or not feeds[a.feed_id].hidden]
    kept = [a for a in articles if a.bookmarked]
    scopes = [(Scope(), visible), (Scope("bookmarks"), kept)]
    scopes += [
        (Scope("feed", number), [a for a in articles if a.feed_id == number]) for number in feeds
    ]
    scopes += [
        (
            Scope("folder", path),
            [a for a in articles if a.feed_id and is_in(feeds[a.feed_id], path)],
        )
        for path in ("F0", "F1", "F1/G")
    ]
    scopes += [
        (Scope("smart", rule.id), find_all(library, rule.query))
        for rule in library.rules.all(Action.LIST)
    ]
    for scope, inside in scopes:
        unread = [article for article in inside if not article.read]
        assert library.articles.count(ListQuery(scope)) == len(inside), scope
        assert library.articles.count(ListQuery(scope, unread_only=True)) == len(unread), scope


def check_index(library: Library) -> None:
    for word in WORDS:
        found = {article.id for article in library.articles.page(ListQuery(query=word), limit=-1)}
        readings = [library.articles.reading(article.id) for article in find_all(library)]
        holding = {
            reading.article.id
            for reading in readings
            if reading and word in f"{reading.article.title} {reading.document.text}"
        }
        assert found == holding


@pytest.mark.parametrize("seed", range(6))
def test_counts_index_and_file_stay_right(tmp_path: Path, seed: int) -> None:
    library = Library.open(tmp_path / "library.db", now=clock)
    person = Person(library, seed)
    for number in range(STEPS):
        person.step()
        if number % 10 == 9:
            check_counts(library)
    check_index(library)
    assert library.check() == []
    library.close()
