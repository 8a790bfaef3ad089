"""What is the person's stays; what can be fetched again can be thrown away at any time."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsreader.core.models import Action, Entity, EntityType, Mention, SiteText
from newsreader.core.query import ListQuery
from newsreader.library import Library
from newsreader.library.cache import TABLES
from newsreader.library.connection import Database, mark_damaged
from tests.support.library import clock, entry, feed_with, in_a_child, killed_after, prepare, store

KYIV = Mention(start=0, end=4, type=EntityType.PLACE)
NAMES = (Entity(name="Kyiv", type=EntityType.PLACE, mentions=(KYIV,)),)


@pytest.fixture
def filled(library: Library) -> Library:
    """A library in which a person did something of each kind."""
    feed_id = feed_with(library, 8, folder="World")
    library.feeds.rename(feed_id, "Mine")
    for rule, query in ((Action.MARK_READ, "heron"), (Action.HIDE, "whale"), (Action.LIST, "Kyiv")):
        library.rules.add(rule, query=query, name="A smart feed")
    library.rules.add(Action.NOTIFY, query="Kyiv")
    for number in range(1, 9):
        text = f"Kyiv {'heron' if number == 4 else 'whale' if number == 5 else ''} {number}"
        prepare(library, number, text, entities=NAMES)
    library.articles.mark_read([1, 2], True)
    library.articles.mark_read([4], False)
    library.bookmarks.add(2, note="mine", tags=("a",))
    library.articles.set_position(3, 4)
    library.articles.remove([6])
    library.sites.set_text("site.example", SiteText.PAGE)
    kyiv = library.entities.ensure("Kyiv", EntityType.PLACE)
    library.naming.relink({kyiv: library.entities.ensure("Kiev", EntityType.PLACE)})
    while library.rules.step():
        pass
    return library


def state(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Give all that is the person's, by tables."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for table, meaning in TABLES.items():
            if meaning.state:
                names = meaning.state.replace(" ", ", ")
                found[table] = connection.execute(f"SELECT {names} FROM {table}").fetchall()
        found["kept"] = connection.execute(
            "SELECT bodies.* FROM bodies JOIN bookmarks USING (article_id)"
        ).fetchall()
        found["verdicts"] = connection.execute("SELECT * FROM verdicts").fetchall()
    return found


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def test_it_is_said_of_each_column_what_it_is(library: Library, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        names = {
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name.partition("_")[0] not in ("sqlite", "found", "names", "pieces")
        }
        assert set(TABLES) == names
        for table, meaning in TABLES.items():
            told = [name for part in meaning for name in part.split()]
            assert len(told) == len(set(told))
            if told != ["*"]:
                assert set(told) == columns(connection, table)


def test_what_is_thrown_away_comes_back_and_is_not_new(filled: Library, tmp_path: Path) -> None:
    before, listed = state(tmp_path / "library.db"), filled.articles.page(ListQuery())
    last = filled.rules.last_verdict()
    done = filled.drop_texts()
    while done:
        done = filled.drop_texts(done)
    assert state(tmp_path / "library.db") == before
    assert filled.check() == []
    assert filled.entities.of(1) == ()
    assert filled.feeds.get(1).body_hash == ""
    reading = filled.articles.reading(2)
    assert reading is not None
    assert reading.document.text == "Kyiv  2"
    assert len(filled.articles.page(ListQuery(query="Title"))) == 6
    assert [one.id for one in filled.articles.page(ListQuery(query="Kyiv"))] == [2]

    filled.rules.add(Action.MARK_READ, query="heron OR whale")  # acts on what comes in only
    while filled.rules.step():
        pass
    stored = store(filled, 1, [entry(n) for n in range(8)])
    assert (stored.new, stored.changed) == ([], [])
    assert sorted(stored.times) == [1, 3, 4, 5, 7, 8]
    for number in stored.times:
        text = f"Kyiv {'heron' if number == 4 else 'whale' if number == 5 else ''} {number}"
        prepare(filled, number, text, entities=NAMES)
    again = state(tmp_path / "library.db")
    for table in before.keys() - {"verdicts", "rules"}:
        assert again[table] == before[table], table
    assert filled.articles.page(ListQuery()) == listed
    assert filled.rules.arrived(last) == []
    assert filled.check() == []


def test_where_it_is_stopped_in_the_midst_the_rest_stays(
    library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("newsreader.library.cache.STEP", 2)
    feed_with(library, 6)
    for number in range(1, 7):
        prepare(library, number, f"heron {number}")
    assert library.drop_texts() == 2
    library.close()
    again = Library.open(tmp_path / "library.db", now=clock)
    assert again.check() == ["4 articles can not be found by a search."]
    assert again.index_missing(100) == 4
    assert again.check() == []
    assert again.articles.count(ListQuery(query="heron")) == 4
    again.close()


# -- damaged files ---------------------------------------------------------------------------------


def damage(path: Path, *names: str) -> None:
    """Overwrite the first page of tables or indexes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        pages = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema"))
    with path.open("r+b") as file:
        for name in names:
            file.seek((pages[name] - 1) * size)
            file.write(b"\xff" * size)
    mark_damaged(path)


@pytest.mark.parametrize(
    "names",
    [
        ["found_data", "found_idx"],
        ["bodies"],
        ["sources", "article_entities", "names_data"],
        ["articles_by_key", "articles_time", "verdicts", "counts", "folders"],
    ],
    ids=lambda names: names[0],
)
def test_what_is_no_state_can_be_damaged_and_nothing_of_the_person_is_lost(
    filled: Library, tmp_path: Path, names: list[str]
) -> None:
    path = tmp_path / "library.db"
    before, listed = state(path), filled.articles.page(ListQuery())
    filled.close()
    damage(path, *names)
    library = Library.open(path, now=clock)
    assert "all that is yours was put into a new one" in library.notice
    assert library.index_missing(-1) == 8
    assert library.check() == []
    while library.rules.step():
        pass
    after = state(path)
    for table, rows in before.items():
        if table not in ("kept", "verdicts", "entities"):
            assert after[table] == rows, table
    assert [one.title for one in library.articles.page(ListQuery())] == [
        one.title for one in listed
    ]
    if "bodies" in names:
        stored = store(library, 1, [entry(n) for n in range(8)])
        assert (stored.new, stored.changed) == ([], [])
        assert 3 in stored.times
    else:
        assert after["kept"] == before["kept"]
        assert library.articles.count(ListQuery(query="Kyiv")) == 6
        assert library.entities.of(1)[0].name == "Kiev"
    library.close()
    [aside] = tmp_path.glob("*.damaged-*[0-9]")
    assert aside.stat().st_size
    again = Library.open(path, now=clock)
    assert again.notice == ""
    again.close()


def test_of_processes_that_meet_the_damage_at_once_one_rescues(
    filled: Library, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    filled.close()
    damage(path, "found_data")
    look = (
        "import sys; from pathlib import Path; from newsreader.library import Library;"
        "library = Library.open(Path(sys.argv[1]));"
        "print(len(library.bookmarks.all()), bool(library.notice)); library.close()"
    )
    command = [sys.executable, "-c", look, str(path)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = sorted(process.communicate(timeout=60)[0] for process in both)
    assert told == ["1 False\n", "1 True\n"]
    assert len(list(tmp_path.glob("*.damaged-*[0-9]"))) == 1
    assert not list(tmp_path.glob("*.rescue*"))


@pytest.mark.skipif(sys.platform == "win32", reason="nothing can be forked")
@pytest.mark.parametrize("after", [10, 150])
def test_a_kill_in_the_midst_of_rescuing_leaves_all_to_be_rescued(
    filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    path = tmp_path / "library.db"
    before = state(path)
    filled.close()
    damage(path, "found_data")
    with monkeypatch.context() as patch:
        patch.setattr(Database, "run", killed_after(after))
        assert in_a_child(lambda: Library.open(path, now=clock)) == -signal.SIGKILL
    assert list(tmp_path.glob("*.rescue-*[0-9]"))
    library = Library.open(path, now=clock)
    assert "all that is yours was put into a new one" in library.notice
    assert state(path)["bookmarks"] == before["bookmarks"]
    assert not list(tmp_path.glob("*.rescue*"))
    library.close()


def test_a_bookmark_whose_article_is_lost_keeps_its_note_and_its_text(
    filled: Library, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM articles WHERE id IN (1, 2)")
        connection.execute("DELETE FROM feeds")
        connection.commit()
    assert any("belong to what is no longer there" in problem for problem in filled.check())
    filled.repair()
    assert filled.check() == []
    [bookmark] = filled.bookmarks.all()
    reading = filled.articles.reading(2)
    assert reading is not None
    assert (bookmark.note, reading.document.text) == ("mine", "Kyiv  2")


def test_rows_are_read_around_pages_that_are_lost(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    feed_with(library, 300)
    library.articles.mark_read(range(1, 301), True)
    library.close()
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    leaves = {content.find(b"https://site.example/%d" % number) // size for number in (60, 240)}
    for leaf in leaves:
        content[leaf * size : (leaf + 1) * size] = b"\xff" * size
    path.write_bytes(content)
    mark_damaged(path)
    again = Library.open(path, now=clock)
    assert "of articles, some is lost" in again.notice
    read = again.articles.page(ListQuery(), limit=-1)
    assert 150 < len(read) < 300
    assert all(article.read for article in read)
    assert again.index_missing(-1) == len(read)
    assert again.check() == []
    again.close()


def test_an_index_whose_words_are_damaged_is_made_anew_at_the_next_start(
    filled: Library, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        for table in ("found_data", "names_data"):
            connection.execute(f"UPDATE {table} SET block = zeroblob(9) WHERE id > 10")
        connection.commit()
    assert "The index for searches is damaged." in filled.check()
    filled.close()
    library = Library.open(path, now=clock)
    assert library.notice == ""
    assert library.index_missing(-1) == 8
    assert library.check() == []
    assert library.articles.count(ListQuery(query="heron")) == 1
    library.close()
