"""What is wrong is said, and mended; what fails in the middle leaves everything as it was."""

from __future__ import annotations

import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from newsreader.core.errors import LibraryError
from newsreader.core.query import ListQuery, Scope
from newsreader.library import Library
from tests.support.library import clock, entry, feed_with, prepare, read_for_long, store


@pytest.fixture
def filled(library: Library) -> Library:
    feed_with(library, 6, folder="World")
    library.articles.mark_read([1], True)
    library.bookmarks.add(2, note="mine")
    page = library.articles.add_page("https://site.example/", "Saved")
    prepare(library, page.id, "words of the whale")
    prepare(library, 1, "words of the heron")
    return library


@pytest.fixture
def behind(filled: Library, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another way into the file, past the library."""
    with closing(sqlite3.connect(tmp_path / "library.db", isolation_level=None)) as connection:
        yield connection


def test_to_look_for_what_is_wrong_waits_for_nobody_who_writes(
    filled: Library, behind: sqlite3.Connection
) -> None:
    behind.execute("BEGIN IMMEDIATE")
    assert filled.check() == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ("UPDATE feeds SET unread = 99", "The counts of 1 feeds are wrong."),
        ("UPDATE feeds SET total = 0", "The counts of 1 feeds are wrong."),
        ("UPDATE counts SET total = 9 WHERE name = 'kept'", "The count of bookmarks is wrong."),
        (
            "DELETE FROM counts WHERE name = 'loose'",
            "The count of articles without a feed is wrong.",
        ),
        ("UPDATE articles SET folder_id = 77", "7 articles stand in the wrong folder."),
        (
            "UPDATE articles SET hidden = 1 WHERE id = 3",
            "1 articles stand in the wrong folder.",
        ),
        (
            "UPDATE articles SET bookmarked = 0",
            "1 bookmarks are not marked as such.",
        ),
        (
            "INSERT INTO found (found) VALUES ('delete-all')",
            "7 articles can not be found by a search.",
        ),
        (
            "UPDATE articles SET indexed = 0 WHERE id = 1",
            "1 articles can not be found by a search.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_mended(
    filled: Library, behind: sqlite3.Connection, fault: str, sentence: str
) -> None:
    before = filled.articles.page(ListQuery())
    assert filled.check() == []
    behind.execute(fault)
    assert sentence in filled.check()
    done = filled.repair()
    assert any(said.startswith(sentence) for said in done)
    assert filled.check() == []
    assert filled.articles.page(ListQuery()) == before
    assert filled.articles.count(ListQuery(Scope("folder", "World"), unread_only=True)) == 5
    assert [article.id for article in filled.articles.page(ListQuery(query="heron"))] == [1]
    assert [bookmark.note for bookmark in filled.bookmarks.all()] == ["mine"]


def test_mending_what_is_right_changes_nothing(filled: Library) -> None:
    before = filled.articles.page(ListQuery())
    assert filled.repair() == ["The index for searches was made anew."]
    assert filled.articles.page(ListQuery()) == before
    assert filled.articles.count(ListQuery(query="words")) == 2


def test_a_library_that_can_only_be_read_is_not_mended(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    monkeypatch.setattr("newsreader.library.opening._is_writable", lambda path: False)
    library = Library.open(tmp_path / "library.db", now=clock)
    for change in (library.repair, lambda: library.restore(tmp_path / "library.db")):
        with pytest.raises(LibraryError, match="not changed"):
            change()
    assert library.check() == []
    library.close()


def test_a_text_that_is_damaged_hides_nothing_else(
    filled: Library, behind: sqlite3.Connection
) -> None:
    behind.execute("UPDATE bodies SET body = x'0102030405' WHERE article_id = 1")
    assert len(filled.articles.page(ListQuery())) == 7
    with pytest.raises(LibraryError, match="damaged"):
        filled.articles.reading(1)
    filled.feeds.remove(1)
    filled.repair()
    assert filled.check() == []


# -- a full disk -----------------------------------------------------------------------------------


def fill(library: Library) -> None:
    """Let the file not grow any more, as on a full disk."""
    connection = library._database.connection()
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_leaves_everything_as_it_was(filled: Library) -> None:
    fill(filled)
    before = filled.articles.page(ListQuery())
    with pytest.raises(LibraryError, match="full"):
        store(filled, 1, [entry(n, summary=str(n) * 9**5) for n in range(50, 99)])
    assert filled.articles.page(ListQuery()) == before
    assert filled.articles.count(ListQuery(query="whale")) == 1
    assert filled.check() == []
    filled.articles.mark_read([3], True)
    assert filled.articles.get(3).read


def test_what_was_given_up_is_not_half_done(filled: Library) -> None:
    """SQLite ends the whole transaction; what follows in it must not be stored by itself."""

    def change() -> None:
        with filled.transaction():
            filled.set_state("before", "1")
            filled._database.connection().execute("ROLLBACK")
            filled.set_state("after", "1")

    with pytest.raises(LibraryError, match="given up"):
        change()
    assert (filled.get_state("before"), filled.get_state("after")) == ("", "")
    filled.set_state("later", "1")
    assert filled.get_state("later") == "1"


def test_a_batch_that_is_given_up_is_done_piece_by_piece(filled: Library) -> None:
    gate = threading.Event()
    filled.background(lambda: gate.wait(9))

    def lose() -> None:
        filled.set_state("lost", "1")
        filled._database.connection().execute("ROLLBACK")
        raise LibraryError("The disk is full.")

    first = filled.background(lambda: filled.set_state("first", "1"))
    second = filled.background(lose)
    third = filled.background(lambda: filled.set_state("third", "1"))
    gate.set()
    third.result(9)
    first.result(9)
    with pytest.raises(LibraryError, match="full"):
        second.result(9)
    states = [filled.get_state(name) for name in ("first", "lost", "third")]
    assert states == ["1", "", "1"]


# -- reading on other threads ----------------------------------------------------------------------


def test_a_long_read_is_stopped_by_closing(filled: Library) -> None:
    said: list[str] = []

    def read() -> None:
        try:
            read_for_long(filled)
        except LibraryError as error:
            said.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    while thread.is_alive():
        filled.close()
        thread.join(0.01)
    assert said[0] in ("The search was stopped.", "The library is closed.")


def test_reads_can_be_stopped_and_others_go_on(filled: Library) -> None:
    asked: list[int] = []

    def third_time() -> bool:
        asked.append(1)
        return len(asked) == 3

    with filled.stoppable(third_time), pytest.raises(LibraryError, match="The search was stopped"):
        read_for_long(filled)
    assert len(asked) == 3
    assert len(filled.articles.page(ListQuery())) == filled.articles.count(ListQuery())
    assert len(asked) == 3


def test_threads_that_ended_leave_no_connection_open(filled: Library) -> None:
    for _ in range(20):
        thread = threading.Thread(target=filled.feeds.all)
        thread.start()
        thread.join()
    assert len(filled._database._handles) < 4


def test_room_is_given_back(library: Library) -> None:
    feed_id = library.feeds.add("https://one.example/").id
    dice = random.Random(1)
    texts = [dice.randbytes(30000).hex() for _ in range(40)]
    store(library, feed_id, [entry(n, summary=text) for n, text in enumerate(texts)])
    before = library._database.value("PRAGMA page_count")
    later = clock() + timedelta(days=999)
    while library.articles.delete_old(later, 1, 1, limit=10):
        pass
    assert library._database.value("PRAGMA page_count") < before / 2
