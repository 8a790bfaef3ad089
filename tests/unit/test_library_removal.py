"""What is removed stands nowhere, comes back as it was, and goes for good after a day."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsreader.core.errors import InputError
from newsreader.core.models import Entity, EntityType
from newsreader.core.query import ListQuery, Scope
from newsreader.library import Library
from newsreader.library.keeping import Removed
from newsreader.library.schema import APPLICATION_ID, MIGRATIONS
from newsreader.library.times import moment
from tests.support.library import NOON, clock, entry, feed_with, prepare, store

URL = "https://one.example/feed"
TABLES = ("feeds", "articles", "bodies", "sources", "bookmarks", "counts", "article_entities")
LATER = NOON + timedelta(days=2)


@pytest.fixture
def filled(library: Library) -> Library:
    """Two feeds of six; of the first, articles are read, bookmarked, prepared, deleted."""
    feed_with(library, 6, folder="World/Asia", hidden=True)
    feed_with(library, 6, name="two", folder="World")
    library.feeds.rename(1, "Mine")
    library.feeds.set_options(1, keep_days=7, interval_minutes=90)
    kyiv = Entity(name="Kyiv", type=EntityType.PLACE)
    prepare(library, 2, "A whale was seen.", entities=[kyiv])
    prepare(library, 8, "A heron was seen.", entities=[kyiv])
    library.articles.mark_read([1, 2, 7], True)
    library.bookmarks.add(3, note="why", tags=["a", "b"])
    library.articles.set_position(3, 42)
    library.articles.remove([4])
    return library


def everything(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    rows = {name: library._database.rows(f"SELECT * FROM {name}") for name in TABLES}
    return {name: sorted(tuple(row) for row in found) for name, found in rows.items()}


def ids(library: Library, query: str = "", scope: Scope | None = None) -> list[int]:
    wanted = ListQuery(scope or Scope(), query=query)
    found = sorted(article.id for article in library.articles.page(wanted, limit=99))
    assert library.articles.count(wanted) == len(found)
    return found


def test_a_feed_comes_back_exactly_as_it_was(filled: Library) -> None:
    before = everything(filled)
    assert filled.feeds.remove(1) == Removed(articles=4, bookmarks=1)
    assert filled.check() == []
    assert filled.feeds.restore(1).title == "Mine"
    assert everything(filled) == before
    assert filled.check() == []


def test_an_unsubscribed_feed_stands_nowhere(filled: Library) -> None:
    removed = filled.feeds.get(1)
    filled.feeds.remove(1)
    assert [feed.id for feed in filled.feeds.all()] == [2]
    assert filled.feeds.find(URL) is None
    assert filled.feeds.folders() == ["World"]
    assert filled.feeds.due(LATER) == [filled.feeds.get(2)]
    assert not filled.feeds.claim([removed], NOON, 60)
    with pytest.raises(InputError):
        filled.feeds.get(1)
    assert ids(filled) == [3, 7, 8, 9, 10, 11, 12]
    assert ids(filled, scope=Scope("bookmarks")) == [3]
    assert ids(filled, scope=Scope("folder", "World")) == [7, 8, 9, 10, 11, 12]
    assert ids(filled, scope=Scope("folder", "World/Asia")) == []
    assert ids(filled, scope=Scope("feed", 1)) == []
    assert ids(filled, "seen") == [8]
    assert ids(filled, "is:read") == [7]
    assert ids(filled, scope=Scope("entity", "place:Kyiv")) == [8]
    assert [named.articles for named in filled.entities.top()] == [1]
    assert [named.articles for named in filled.entities.top(since=NOON - timedelta(9))] == [1]
    assert filled.articles.find("2") is None
    assert filled.articles.reading(2) is None
    assert 1 not in [article.id for article in filled.articles.pending(99)]


def test_what_comes_for_an_unsubscribed_feed_is_dropped(filled: Library) -> None:
    before = everything(filled)
    filled.feeds.remove(1)
    store(filled, 1, [entry(n) for n in range(9)])
    filled.feeds.record_success(1, now=LATER, etag="e", body_hash="h")
    filled.feeds.record_failure(1, now=LATER, error="No.")
    filled.feeds.restore(1)
    assert everything(filled) == before


def test_subscribing_again_brings_everything_back(filled: Library) -> None:
    before = everything(filled)
    filled.feeds.remove(1)
    assert filled.feeds.add(URL, folder="Elsewhere").folder == "World/Asia"
    assert everything(filled) == before


def test_what_a_bookmark_became_meanwhile_stays(filled: Library) -> None:
    filled.feeds.remove(1)
    filled.bookmarks.remove(3)
    filled.articles.mark_read([3], True)
    filled.feeds.restore(1)
    article = filled.articles.get(3)
    assert (article.feed_id, article.bookmarked, article.read) == (1, False, True)
    assert filled.check() == []


def test_after_a_day_it_is_gone_for_good(filled: Library) -> None:
    filled.feeds.remove(1)
    assert filled.articles.delete_old(NOON + timedelta(hours=23), 0, 0) == 0
    steps = [filled.articles.delete_old(LATER, 0, 0, limit=2) for _ in range(4)]
    assert steps == [2, 2, 1, 0]
    with pytest.raises(InputError):
        filled.feeds.restore(1)
    assert filled.feeds.find_removed(URL) is None
    assert [one.note for one in filled.bookmarks.all()] == ["why"]
    assert filled.articles.get(3).feed == "Mine"
    assert filled.check() == []
    again = filled.feeds.add(URL).id
    assert len(store(filled, again, [entry(n) for n in range(6)]).new) == 5
    assert filled.articles.get(3).feed_id == again


def test_a_feed_can_be_dropped_at_once(filled: Library) -> None:
    filled.feeds.remove(1, for_good=True)
    assert filled.feeds.find_removed(URL) is None
    assert ids(filled) == [3, 7, 8, 9, 10, 11, 12]
    assert filled.check() == []


def test_a_deleted_article_does_not_come_back_with_a_refresh(filled: Library) -> None:
    assert ids(filled, scope=Scope("feed", 1)) == [1, 2, 3, 5, 6]
    changed = [entry(n, title=f"Other {n}") for n in range(6)]
    stored = store(filled, 1, changed)
    assert (stored.new, stored.changed) == ([], [1, 2, 3, 5, 6])
    filled.articles.delete_old(LATER, 0, 0)
    stored = store(filled, 1, [entry(n) for n in range(6)])
    assert stored.new == []
    with pytest.raises(InputError):
        filled.articles.restore([4])
    assert filled.check() == []


def test_deleted_articles_come_back(filled: Library) -> None:
    before = everything(filled)
    assert filled.articles.remove([1, 2, 3]) == [1, 2]  # not the bookmark
    assert ids(filled, scope=Scope("feed", 1)) == [3, 5, 6]
    assert filled.check() == []
    filled.articles.restore([1, 2])
    assert everything(filled) == before


def test_an_article_that_comes_back_before_its_feed(filled: Library) -> None:
    filled.feeds.remove(1)
    filled.articles.restore([4])
    assert ids(filled, scope=Scope("feed", 1)) == []
    filled.feeds.restore(1)
    assert ids(filled, scope=Scope("feed", 1)) == [1, 2, 3, 4, 5, 6]
    assert filled.check() == []


def test_a_restored_backup_holds_what_was_removed(filled: Library, tmp_path: Path) -> None:
    before = everything(filled)
    filled.feeds.remove(1)
    filled.backup(tmp_path / "copy.db")
    filled.articles.delete_old(LATER, 0, 0)
    filled.restore(tmp_path / "copy.db")
    filled.feeds.restore(1)
    assert everything(filled) == before


def test_a_feed_can_get_another_address(filled: Library) -> None:
    filled.feeds.record_success(1, now=NOON, etag="e", body_hash="h")
    filled.feeds.set_address(1, "https://new.example/feed")
    feed = filled.feeds.get(1)
    assert (feed.url, feed.etag, feed.body_hash) == ("https://new.example/feed", "", "")
    assert feed.total == 5
    with pytest.raises(InputError, match="Two has that address"):
        filled.feeds.set_address(1, "https://two.example/feed")
    filled.feeds.remove(2)
    with pytest.raises(InputError, match="brings that feed back"):
        filled.feeds.set_address(1, "https://two.example/feed")


def test_the_newest_article_and_the_first_failure_are_known(library: Library) -> None:
    feed_id = feed_with(library, 3)
    library.feeds.record_success(feed_id, now=NOON, rhythm=timedelta(hours=5))
    feed = library.feeds.get(feed_id)
    assert (feed.newest, feed.rhythm) == (entry(2).published, timedelta(hours=5))
    library.feeds.record_failure(feed_id, now=NOON, error="No.")
    library.feeds.record_failure(feed_id, now=LATER, error="No.")
    assert library.feeds.get(feed_id).failing_since == NOON
    library.feeds.record_success(feed_id, now=LATER)
    assert library.feeds.get(feed_id).failing_since is None


def test_a_library_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "library.db")) as old:
        old.executescript(MIGRATIONS[0])
        old.executescript(
            "INSERT INTO feeds (url, original_url, added, failures) VALUES ('u', 'u', 1, 2);"
            "INSERT INTO articles (feed_id, folder_id, key, title, received, sort_time)"
            " VALUES (1, 1, 'k', 'A title', 5, 4);"
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
        )
    library = Library.open(tmp_path / "library.db", now=clock)
    library.repair()
    assert library.check() == []
    feed = library.feeds.get(1)
    assert (feed.total, feed.newest, feed.failing_since) == (1, moment(4), moment(1))
    library.feeds.remove(1)
    assert library.articles.count(ListQuery()) == 0
    assert library.check() == []
    library.close()


# -- against a model -------------------------------------------------------------------------------


class Model:
    """A library and what it should hold: sets of numbers, changed in the plainest way."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library = library
        self.choice = random.Random(seed)
        self.feeds: set[int] = set()
        self.deleted: set[int] = set()
        self.read: set[int] = set()
        self.kept: set[int] = set()
        self.owner: dict[int, int] = {}
        self.undo: list[Callable[[], None]] = []
        for number in range(3):
            feed_id = feed_with(library, 5, name=f"n{number}")
            self.feeds.add(feed_id)
            self.owner |= dict.fromkeys(ids(library, scope=Scope("feed", feed_id)), feed_id)

    def shown(self) -> set[int]:
        return {
            one
            for one in self.owner
            if (self.owner[one] in self.feeds and one not in self.deleted) or one in self.kept
        }

    def step(self) -> None:
        steps = [self.unsubscribe, self.subscribe, self.delete, self.mark, self.keep]
        self.choice.choice([*steps, self.take_back, self.take_back])()

    def unsubscribe(self) -> None:
        if not self.feeds:
            return
        feed_id = self.choice.choice(sorted(self.feeds))
        self.library.feeds.remove(feed_id)
        self.feeds.discard(feed_id)
        self.undo.append(lambda: self._restore(feed_id))

    def _restore(self, feed_id: int) -> None:
        self.library.feeds.restore(feed_id)
        self.feeds.add(feed_id)

    def subscribe(self) -> None:
        number = self.choice.randrange(3)
        self.feeds.add(self.library.feeds.add(f"https://n{number}.example/feed").id)

    def _some(self) -> list[int]:
        return self.choice.sample(sorted(self.shown()), min(2, len(self.shown())))

    def delete(self) -> None:
        gone = self.library.articles.remove(self._some())
        self.deleted.update(gone)
        self.undo.append(lambda: self._undelete(gone))

    def _undelete(self, gone: list[int]) -> None:
        self.library.articles.restore(gone)
        self.deleted.difference_update(gone)

    def mark(self) -> None:
        changed = self.library.articles.mark_read(self._some(), True)
        self.read.update(changed)
        self.undo.append(lambda: self._unmark(changed))

    def _unmark(self, changed: list[int]) -> None:
        self.library.articles.mark_read(changed, False)
        self.read.difference_update(changed)

    def keep(self) -> None:
        for one in self._some():
            self.library.bookmarks.add(one)
            self.kept.add(one)

    def take_back(self) -> None:
        if self.undo:
            self.undo.pop()()

    def compare(self) -> None:
        shown, library = self.shown(), self.library
        assert set(ids(library)) == shown
        assert set(ids(library, "title")) == shown
        assert set(ids(library, scope=Scope("bookmarks"))) == self.kept
        assert set(ids(library, "is:read")) == shown & self.read
        assert {feed.id for feed in library.feeds.all()} == self.feeds
        for feed_id in self.feeds:
            mine = {one for one in shown if self.owner[one] == feed_id}
            assert set(ids(library, scope=Scope("feed", feed_id))) == mine


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_removing_and_taking_back(tmp_path: Path, seed: int) -> None:
    library = Library.open(tmp_path / "library.db", now=clock)
    model = Model(library, seed)
    for _ in range(60):
        model.step()
        model.compare()
    assert library.check() == []
    library.close()
