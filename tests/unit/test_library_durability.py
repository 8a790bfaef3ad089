"""Sudden ends, several processes, damaged and foreign files: nothing that was stored is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.core.errors import LibraryError
from newsreader.core.query import ListQuery
from newsreader.library import Library, migrating, schema
from newsreader.library.connection import Database
from tests.support.library import clock, entry, feed_with, in_a_child, killed_after, store

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).parents[2]
URL = "https://one.example/feed"
WRITE = """
import sys
from pathlib import Path
from newsreader.library import Library
from tests.support.library import clock, entry, prepare, store

library = Library.open(Path(sys.argv[1]), now=clock)
feed = library.feeds.add("https://one.example/feed")
first, count = int(sys.argv[2]), int(sys.argv[3])
for number in range(first, first + count):
    def work():
        [new] = store(library, feed.id, [entry(number)]).new
        prepare(library, new, "words of " + "a long text " * 50)
        library.articles.mark_read([new], True)
        if number % 3 == 0:
            library.bookmarks.add(new, note=str(number))
    library.background(work).result(30)
    print(number, flush=True)
library.close()
"""
FILL_THE_DISK = """
import resource, sys
from pathlib import Path
from newsreader.core.errors import LibraryError
from newsreader.core.query import ListQuery
from newsreader.library import Library
from tests.support.library import clock, entry, store

library = Library.open(Path(sys.argv[1]), now=clock)
feed = library.feeds.add("https://one.example/feed")
store(library, feed.id, [entry(n) for n in range(5)])
resource.setrlimit(resource.RLIMIT_FSIZE, (1_250_000, 1_250_000))
stored = 5
try:
    for number in range(5, 9999):
        text = str(number) * 20000
        work = lambda: store(library, feed.id, [entry(number, content=text + str(hash(text)))])
        library.background(work).result(30)
        stored += 1
except LibraryError as error:
    print(error)
print(stored, len(library.articles.page(ListQuery(), limit=-1)), library.feeds.all()[0].total)
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def titles(library: Library) -> set[str]:
    return {article.title for article in library.articles.page(ListQuery(), limit=-1)}


def opened(path: Path) -> Library:
    return Library.open(path, now=clock)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A library that was closed: one feed, ten articles."""
    path = tmp_path / "library.db"
    library = opened(path)
    feed_with(library, 10)
    library.close()
    return path


# -- sudden ends -----------------------------------------------------------------------------------


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    dice = random.Random(1)
    acknowledged: set[int] = set()
    for turn in range(4):
        process = start(WRITE, path, turn * 1000, 999)
        assert process.stdout is not None
        for _ in range(dice.randrange(1, 60)):
            acknowledged.add(int(process.stdout.readline()))
        process.kill()
        acknowledged |= {int(line) for line in process.stdout if line.endswith("\n")}
        process.stdout.close()
        process.wait()
        library = opened(path)
        assert library.notice == ""
        assert library.check() == []
        assert {f"Title {number}" for number in acknowledged} <= titles(library)
        notes = {bookmark.note for bookmark in library.bookmarks.all()}
        assert {str(number) for number in acknowledged if number % 3 == 0} <= notes
        assert library.articles.count(ListQuery(unread_only=True)) == 0
        library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked")
def test_two_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    file = str(tmp_path / "library.db")
    command = [sys.executable, "-m", "tests.support.kills", file, "200", "1"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert told.stderr == ""
    assert told.stdout.startswith("200 kills, ")
    assert told.stdout.endswith("none is lost\n")


def test_a_kill_before_the_first_table_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.touch()
    library = opened(path)
    feed_with(library, 1)
    assert library.notice == ""
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits to set")
def test_a_full_disk_gives_a_sentence_and_reading_goes_on(tmp_path: Path) -> None:
    process = start(FILL_THE_DISK, tmp_path / "library.db")
    sentence, numbers = process.communicate(timeout=60)[0].splitlines()
    assert process.returncode == 0
    assert "disk" in sentence
    stored, listed, counted = map(int, numbers.split())
    assert 5 < stored == listed == counted
    library = opened(tmp_path / "library.db")
    assert library.check() == []
    assert len(titles(library)) == stored
    library.close()


def test_a_log_that_was_written_in_part_leaves_all_that_came_before(tmp_path: Path) -> None:
    """A power cut: of the log, any part of its end may be missing, or be something else."""
    path = tmp_path / "library.db"
    library = opened(path)
    feed_id = feed_with(library, 12)
    states: list[set[str]] = [set()]
    sizes = [0]
    log = path.with_name(f"{path.name}-wal")
    library._database.value("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(12):
        store(library, feed_id, [entry(number, content=f"changed {number}")])
        library.bookmarks.add(number + 1, note=str(number))
        states.append({*states[-1], str(number)})
        sizes.append(log.stat().st_size)
    content, changes = path.read_bytes(), log.read_bytes()
    library.close()
    dice = random.Random(7)
    for turn in range(10):
        cut = dice.randrange(len(changes) + 1)
        copy = tmp_path / f"copy-{turn}.db"
        copy.write_bytes(content)
        end = dice.randbytes(len(changes) - cut) if turn % 2 else b""
        copy.with_name(f"{copy.name}-wal").write_bytes(changes[:cut] + end)
        again = opened(copy)
        assert again.notice == ""
        assert again.check() == []
        least = max(number for number, size in enumerate(sizes) if size <= cut)
        notes = {bookmark.note for bookmark in again.bookmarks.all()}
        assert notes in (states[least], states[min(least + 1, 12)])
        again.close()


# -- several processes -----------------------------------------------------------------------------


def test_processes_write_at_once_from_the_first_start_on(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    processes = [start(WRITE, path, turn * 100, 25) for turn in range(3)]
    for process in processes:
        process.communicate(timeout=60)
    assert [process.returncode for process in processes] == [0, 0, 0]
    library = opened(path)
    assert len(library.feeds.all()) == 1
    assert len(titles(library)) == 75
    assert library.check() == []
    library.close()


def test_reading_goes_on_while_another_process_writes(file: Path) -> None:
    library = opened(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("UPDATE articles SET read = 1")
    assert library.articles.count(ListQuery(unread_only=True)) == 10
    other.execute("COMMIT")
    other.close()
    assert library.articles.count(ListQuery(unread_only=True)) == 0
    assert library.feeds.all()[0].unread == 0
    library.close()


# -- damaged files ---------------------------------------------------------------------------------


def asides(path: Path) -> list[Path]:
    return sorted(
        one
        for one in path.parent.iterdir()
        if one.name.startswith(f"{path.name}.") and not one.name.endswith(("-wal", "-shm", ".made"))
    )


def test_garbage_is_set_aside_each_time_under_another_name(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    for number in range(1, 4):
        garbage = f"this is no database, number {number} ".encode() * 200
        path.write_bytes(garbage)
        library = opened(path)
        assert "damaged" in library.notice
        kept = asides(path)
        assert len(kept) == number
        assert any(one.name in library.notice for one in kept)
        assert garbage in [one.read_bytes() for one in kept]
        assert library.feeds.all() == []
        library.set_state("works", "1")
        library.close()
        again = opened(path)
        assert again.notice == ""
        again.close()
        path.unlink()


def test_a_file_that_was_cut_off_is_set_aside(file: Path) -> None:
    content = file.read_bytes()[: file.stat().st_size // 2]
    file.write_bytes(content)
    library = opened(file)
    assert "damaged" in library.notice
    assert content in [one.read_bytes() for one in asides(file)]
    library.close()


def test_a_file_that_lost_all_its_bytes_is_set_aside_with_its_log(file: Path) -> None:
    Library.open(file, now=clock).close()
    file.write_bytes(b"")
    file.with_name(f"{file.name}-wal").write_bytes(b"changes")
    library = Library.open(file, now=clock)
    assert library.notice.startswith("The library was damaged. It was set aside as")
    library.close()
    [log] = file.parent.glob("*.damaged-*-wal")
    assert log.read_bytes() == b"changes"


def test_an_empty_file_where_no_library_was_is_made_one(file: Path, tmp_path: Path) -> None:
    for path in (file, tmp_path / "other.db"):
        Library.open(path, now=clock).close()
        path.unlink()
        library = Library.open(path, now=clock)
        assert library.notice == ""
        library.close()
    begun = tmp_path / "begun.db"
    begun.touch()
    library = Library.open(begun, now=clock)
    assert library.notice == ""
    library.close()


def test_damage_that_is_met_later_is_set_aside_at_the_next_start(file: Path) -> None:
    with sqlite3.connect(file) as database:
        page_size = database.execute("PRAGMA page_size").fetchone()[0]
        root = database.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'articles'"
        ).fetchone()[0]
    database.close()
    content = bytearray(file.read_bytes())
    start = (root - 1) * page_size
    content[start : start + page_size] = b"\xff" * page_size
    file.write_bytes(content)
    library = opened(file)
    if not library.notice:
        with pytest.raises(LibraryError, match="damaged"):
            library.articles.page(ListQuery())
        library.close()
        library = opened(file)
    assert "damaged" in library.notice
    assert bytes(content) in [one.read_bytes() for one in asides(file)]
    library.close()
    again = opened(file)
    assert again.notice == ""
    again.close()


# -- files of others -------------------------------------------------------------------------------


def refused(path: Path, *words: str) -> None:
    before = path.read_bytes()
    beside = set(path.parent.iterdir())
    with pytest.raises(LibraryError) as caught:
        opened(path)
    assert all(word in str(caught.value) for word in words)
    assert path.read_bytes() == before
    assert set(path.parent.iterdir()) == beside


def test_a_newer_library_is_refused_and_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    refused(file, "newer", str(file))


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE photographs (name TEXT)")
    database.close()
    refused(path, "not a library", str(path))


def test_a_directory_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    path.mkdir()
    with pytest.raises(LibraryError, match="can not be opened"):
        opened(path)


# -- reading only ----------------------------------------------------------------------------------


def nothing_is_writable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say what a read-only disk says, also to the superuser of a container."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))


def test_a_library_that_can_not_be_written_is_opened_for_reading(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_is_writable(monkeypatch)
    library = opened(file)
    assert library.read_only
    assert len(titles(library)) == 10
    assert library.feeds.all()[0].unread == 10
    with pytest.raises(LibraryError, match="not changed"):
        library.articles.mark_read([1], True)
    with pytest.raises(LibraryError, match="not changed"):
        library.background(lambda: library.set_state("a", "b")).result(30)
    library.close()


def test_what_is_not_there_can_not_be_made_where_nothing_is_writable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing_is_writable(monkeypatch)
    with pytest.raises(LibraryError, match="can not be made"):
        opened(tmp_path / "library.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there are no such permissions")
def test_only_the_owner_may_read_the_files(tmp_path: Path) -> None:
    library = opened(tmp_path / "library.db")
    library.set_state("a", "b")
    library.backup(tmp_path / "copy.db")
    files = list(tmp_path.iterdir())
    assert len(files) >= 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    library.close()


# -- migrations ------------------------------------------------------------------------------------


def test_a_migration_keeps_everything_and_no_copy(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "ALTER TABLE articles ADD COLUMN mood TEXT;\nUPDATE articles SET title = 'x' || title;"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    library = opened(file)
    assert {title[0] for title in titles(library)} == {"x"}
    library.close()
    assert set(file.parent.iterdir()) == {file, file.with_name("library.db.made")}
    opened(file).close()


def test_a_long_migration_is_told_before_it_begins(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int]] = []

    def tell(sentence: str) -> None:
        with closing(sqlite3.connect(file)) as other:
            told.append((sentence, other.execute("PRAGMA user_version").fetchone()[0]))

    before = len(schema.MIGRATIONS)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE mood (a)"))
    monkeypatch.setattr(migrating, "LARGE", file.stat().st_size)
    for _ in range(2):
        Library.open(file, tell=tell).close()
    assert [version for _, version in told] == [before]
    assert told[0][0].startswith("The library is brought up to date")
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, "CREATE TABLE joy (a)"))
    monkeypatch.setattr(migrating, "LARGE", 2 * file.stat().st_size)
    Library.open(file, tell=tell).close()
    assert len(told) == 1


def test_a_migration_that_fails_changes_nothing_and_leaves_a_copy(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "UPDATE articles SET title = 'x' || title;\nALTER TABLE nothing ADD COLUMN mood TEXT;"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
        with pytest.raises(LibraryError):
            opened(file)
    assert len(asides(file)) == 1
    for path in (file, *asides(file)):
        library = opened(path)
        assert "Title 1" in titles(library)
        library.close()


LONG_STEP = "".join(
    f"UPDATE articles SET title = '{number}' || title, note = hex(randomblob(40000));\n"
    for number in range(6)
)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked")
@pytest.mark.parametrize("after", [1, 4, 8])
def test_a_kill_in_the_midst_of_a_migration_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LONG_STEP))
    with monkeypatch.context() as patch:
        patch.setattr(Database, "run", killed_after(after))
        assert in_a_child(lambda: opened(file)) == -signal.SIGKILL
    [kept] = asides(file)
    with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(kept)) as before:
        ask = "SELECT title FROM articles"
        assert now.execute(ask).fetchall() == before.execute(ask).fetchall()
    library = opened(file)
    assert library.notice == ""
    assert {title[:6] for title in titles(library)} == {"543210"}
    assert asides(file) == []
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits to set")
def test_a_disk_that_is_full_in_the_midst_of_a_migration_is_told_and_changes_nothing(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, LONG_STEP))
    size = file.stat().st_size

    def on_a_full_disk(limit: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            opened(file)
        except LibraryError as error:
            os._exit(7 if "is full" in str(error) else 8)

    assert in_a_child(lambda: on_a_full_disk(size // 2)) == 7
    assert asides(file) == []
    assert in_a_child(lambda: on_a_full_disk(size + 60_000)) == 7
    assert len(asides(file)) == 1
    library = opened(file)
    assert library.check() == []
    assert {title[:6] for title in titles(library)} == {"543210"}
    library.close()


# -- copies ----------------------------------------------------------------------------------------


def test_a_backup_of_a_library_in_use(file: Path, tmp_path: Path) -> None:
    library = opened(file)
    copy = tmp_path / "copy.db"
    library.backup(copy)
    store(library, 1, [entry(99)])
    with pytest.raises(LibraryError, match="exists"):
        library.backup(copy)
    with pytest.raises(LibraryError):
        library.backup(tmp_path / "nowhere" / "copy.db")
    kept = opened(copy)
    assert (len(titles(kept)), len(titles(library))) == (10, 11)
    assert kept.check() == []
    kept.close()
    library.close()


def test_a_backup_is_restored_under_a_library_in_use(file: Path, tmp_path: Path) -> None:
    library, other = opened(file), opened(file)
    copy = tmp_path / "copy.db"
    library.backup(copy)
    store(library, 1, [entry(99)])
    before = library.restore(copy)
    assert (len(titles(library)), len(titles(other))) == (10, 10)
    store(other, 1, [entry(100)])
    assert len(titles(library)) == 11
    for one in (library, other):
        assert one.check() == []
        one.close()
    present = opened(before)
    assert "Title 99" in titles(present)
    present.close()


@pytest.mark.parametrize("fault", ["missing", "garbage", "foreign", "newer"])
def test_only_a_sound_library_is_restored(file: Path, tmp_path: Path, fault: str) -> None:
    copy = tmp_path / "copy.db"
    if fault == "garbage":
        copy.write_bytes(b"no database" * 1000)
    elif fault != "missing":
        if fault == "newer":
            shutil.copy(file, copy)
        with sqlite3.connect(copy) as database:
            database.execute("CREATE TABLE other (x)")
            database.execute("PRAGMA user_version = 99")
        database.close()
    library = opened(file)
    with pytest.raises(LibraryError, match=str(copy)):
        library.restore(copy)
    assert len(titles(library)) == 10
    assert copy.exists() == (fault != "missing")
    library.close()
