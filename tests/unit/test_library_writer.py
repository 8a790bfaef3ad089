from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest

from newsreader.core.errors import InputError, LibraryError
from newsreader.core.query import ListQuery
from newsreader.library import Library, writer
from tests.support.library import clock, entry, feed_with, store

IN_A_FILE, IN_MEMORY = 1, 2
"""Where SQLite may keep what is of the moment (PRAGMA temp_store)."""


def test_a_change_in_the_background(library: Library) -> None:
    feed = library.background(lambda: library.feeds.add("https://one.example/")).result(9)
    assert library.feeds.all() == [feed]


def test_what_a_change_may_undo_is_kept_in_no_file_but_of_a_large_one(library: Library) -> None:
    for large, wanted in ((False, IN_MEMORY), (True, IN_A_FILE), (False, IN_MEMORY)):
        asked = library.background(
            lambda: library._database.value("PRAGMA temp_store"), large=large
        )
        assert asked.result(9) == wanted


@pytest.fixture
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction takes in all that there is, however slow the machine."""
    monkeypatch.setattr(writer, "LONGEST_SECONDS", 999.0)


@pytest.mark.usefixtures("no_hurry")
def test_queued_changes_share_a_transaction(library: Library, tmp_path: Path) -> None:
    feed_id = feed_with(library, 0)
    gate = threading.Event()
    library.background(lambda: gate.wait(9))
    seen: list[int] = []
    other = Library.open(tmp_path / "library.db", now=clock)

    def add(number: int) -> int:
        store(library, feed_id, [entry(number)])
        seen.append(other.feeds.get(feed_id).total)
        return number

    futures = [library.background(partial(add, number)) for number in range(20)]
    gate.set()
    assert [future.result(9) for future in futures] == list(range(20))
    assert set(seen) == {0}
    assert other.feeds.get(feed_id).total == 20
    other.close()


@pytest.mark.usefixtures("no_hurry")
def test_changes_that_have_time_share_the_transaction_of_one_that_has_none(
    library: Library, tmp_path: Path
) -> None:
    feed_id = feed_with(library, 0)
    other = Library.open(tmp_path / "library.db", now=clock)
    seen: list[int] = []

    def add(number: int) -> int:
        store(library, feed_id, [entry(number)])
        seen.append(other.feeds.get(feed_id).total)
        return number

    patient = [library.background(partial(add, number), 999.0) for number in range(20)]
    assert library.background(partial(add, 20)).result(9) == 20
    assert [future.result(9) for future in patient] == list(range(20))
    assert set(seen) == {0}
    last = library.background(partial(add, 21), 999.0)
    library.close()
    assert last.result(0) == 21
    assert other.feeds.get(feed_id).total == 22
    other.close()


def test_a_change_that_fails_takes_no_other_with_it(library: Library) -> None:
    gate = threading.Event()
    library.background(lambda: gate.wait(9))

    def fail() -> None:
        library.feeds.add("https://two.example/")
        library.articles.get(99)

    first = library.background(lambda: library.feeds.add("https://one.example/"))
    second = library.background(fail)
    third = library.background(lambda: library.feeds.add("https://three.example/"))
    gate.set()
    third.result(9)
    assert first.done()
    with pytest.raises(InputError):
        second.result(9)
    urls = {feed.url for feed in library.feeds.all()}
    assert urls == {"https://one.example/", "https://three.example/"}


def test_all_changes_are_done_before_it_closes(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=clock)
    futures = [
        library.background(partial(library.set_state, f"k{number}", "v")) for number in range(50)
    ]
    library.close()
    assert all(future.done() and future.exception() is None for future in futures)


def test_a_closed_library_says_so(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library.db", now=clock)
    library.close()
    library.close()
    with pytest.raises(LibraryError, match="closed"):
        library.feeds.all()
    with pytest.raises(LibraryError, match="closed"):
        library.background(lambda: library.set_state("a", "b")).result(9)
    with pytest.raises(LibraryError, match="closed"):
        library.set_state("a", "b")


def set_and_fail(library: Library, value: str) -> None:
    with library.transaction():
        library.set_state("a", value)
        raise ZeroDivisionError


def test_transactions_nest(library: Library) -> None:
    with library.transaction():
        library.set_state("a", "1")
        with pytest.raises(ZeroDivisionError):
            set_and_fail(library, "2")
        assert library.get_state("a") == "1"
        library.set_state("b", "1")
    assert (library.get_state("a"), library.get_state("b")) == ("1", "1")
    with pytest.raises(ZeroDivisionError):
        set_and_fail(library, "3")
    assert library.get_state("a") == "1"


def test_threads_share_a_library(library: Library) -> None:
    feed_id = feed_with(library, 0)
    errors: list[BaseException] = []

    def work(start: int) -> None:
        try:
            for number in range(start, start + 10):
                store(library, feed_id, [entry(number)])
                library.articles.page(ListQuery())
                library.articles.mark_read([number + 1], True)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n * 10,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert library.feeds.get(feed_id).total == 40
    assert library.check() == []


def test_what_another_one_changed_is_noticed(library: Library, tmp_path: Path) -> None:
    other = Library.open(tmp_path / "library.db", now=clock)
    assert not library.changed_elsewhere()
    library.set_state("a", "1")
    assert not library.changed_elsewhere()
    other.set_state("a", "2")
    assert library.changed_elsewhere()
    assert not library.changed_elsewhere()
    other.close()
