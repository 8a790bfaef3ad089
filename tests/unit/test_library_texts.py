"""How texts stand in the file: in one piece, compressed, in the forms of older programs as well."""

from __future__ import annotations

import contextlib
import random
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from newsreader.core.document import DEEPEST, Document, Paragraph, Quote
from newsreader.core.errors import LibraryError
from newsreader.core.models import Entity, EntityType, Mention, Preparation
from newsreader.core.query import ListQuery
from newsreader.library import Library, packing, schema, texts
from tests.support.library import clock, entry, feed_with, prepare, store

GIVEN = texts.EntrySource("<p>All <b>of</b> it.</p>", "<p>Some.</p>", "https://site.example/")
WORDS = [f"{one}{two}{three}" for one in "bdfgk" for two in "aeiou" for three in "lmnrs"]


@pytest.fixture
def behind(library: Library, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(tmp_path / "library.db", isolation_level=None)) as raw:
        yield raw


def whale() -> Entity:
    return Entity(
        name="Moby Dick", type=EntityType.OTHER,
        mentions=(Mention(start=0, end=4, type=EntityType.OTHER),),
    )  # fmt: skip


def with_source(library: Library) -> int:
    feed_id = feed_with(library, 0)
    given = entry(1, content=GIVEN.content, summary=GIVEN.summary, base_url=GIVEN.base_url)
    return store(library, feed_id, [given]).new[0]


def some_text(number: int) -> str:
    return " ".join(random.Random(number).choices(WORDS, k=120))


def fill(library: Library, count: int) -> list[int]:
    feed_id = feed_with(library, 0)
    ids = store(library, feed_id, [entry(number) for number in range(count)]).new
    for number, article_id in enumerate(ids):
        prepare(library, article_id, some_text(number))
    return ids


def learn(library: Library) -> None:
    library.adopt_dictionary(packing.learn(library.typical_texts()))


def old_form(value: object) -> bytes:
    """Pack as programs did that had no bodies in one piece."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zdict=packing._USUAL)
    return packer.compress(msgspec.msgpack.encode(value)) + packer.flush()


def make_old(behind: sqlite3.Connection, article_id: int, text: str) -> None:
    behind.execute(
        "INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)",
        (article_id, old_form(Document.from_text(text)), old_form((whale(),))),
    )


def test_what_was_made_and_what_was_given_stand_in_one_piece(
    library: Library, behind: sqlite3.Connection
) -> None:
    article_id = with_source(library)
    assert library.articles.source(article_id) == GIVEN
    prepare(library, article_id, "All of it.", entities=(whale(),))
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert (reading.document.text, reading.entities) == ("All of it.", (whale(),))
    assert library.entities.of(article_id) == (whale(),)
    assert library.articles.source(article_id) == GIVEN
    assert behind.execute("SELECT count(*) FROM sources").fetchone() == (0,)

    prepare(library, article_id, "Made anew.")
    assert library.articles.source(article_id) == GIVEN


def test_what_an_edited_entry_gives_goes_before_what_it_gave(library: Library) -> None:
    article_id = with_source(library)
    prepare(library, article_id, "All of it.")
    feed = library.articles.get(article_id).feed_id
    assert feed is not None
    assert store(library, feed, [entry(1, content="<p>More than all.</p>")]).changed == [article_id]
    assert library.articles.source(article_id).content == "<p>More than all.</p>"
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert reading.document.text == "All of it."


def test_texts_of_older_programs_are_read_and_packed_anew(
    library: Library, behind: sqlite3.Connection
) -> None:
    ids = fill(library, texts.ENOUGH)
    make_old(behind, ids[0], "An old text.")
    make_old(behind, ids[1], "Another one.")
    behind.execute(
        "INSERT INTO sources VALUES (?, ?, x'', 'https://old.example/')",
        (ids[0], old_form_of_text("<p>What it gave.</p>")),
    )
    given = texts.EntrySource("<p>What it gave.</p>", "", "https://old.example/")
    sizes = {}
    for state in ("old", "packed anew"):
        reading = library.articles.reading(ids[0])
        assert reading is not None
        assert (reading.document.text, reading.entities) == ("An old text.", (whale(),)), state
        assert library.articles.source(ids[0]) == given, state
        assert library.articles.source(ids[1]) == texts.EntrySource(), state
        sizes[state] = behind.execute("SELECT sum(length(body)) FROM bodies").fetchone()[0]
        if state == "old":
            assert library.pack_anew(10) == 0  # there is no dictionary yet
            learn(library)
            while library.pack_anew(300):
                pass
    assert behind.execute("SELECT count(*) FROM sources").fetchone() == (0,)
    assert behind.execute("SELECT count(*) FROM bodies WHERE entities <> x''").fetchone() == (0,)
    assert sizes["packed anew"] < 0.8 * sizes["old"]
    reading = library.articles.reading(ids[-1])
    assert reading is not None
    assert reading.document.text == some_text(texts.ENOUGH - 1)
    assert library.check() == []


def old_form_of_text(text: str) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9, zdict=packing._USUAL)
    return packer.compress(text.encode()) + packer.flush()


def test_packing_anew_leaves_what_waits_to_be_prepared(
    library: Library, behind: sqlite3.Connection
) -> None:
    ids = fill(library, texts.ENOUGH)
    feed = library.articles.get(ids[0]).feed_id
    assert feed is not None
    store(library, feed, [entry(0, content="<p>Edited.</p>")])
    assert library.articles.get(ids[0]).preparation is Preparation.PENDING
    learn(library)
    while library.pack_anew(300):
        pass
    assert library.articles.source(ids[0]).content == "<p>Edited.</p>"
    assert behind.execute("SELECT count(*) FROM sources").fetchone() == (1,)


def test_a_dictionary_is_learned_once(library: Library, tmp_path: Path) -> None:
    ids = fill(library, texts.ENOUGH - 1)
    assert library.typical_texts() == []  # too few
    feed = library.articles.get(ids[0]).feed_id
    assert feed is not None
    [last] = store(library, feed, [entry(texts.ENOUGH)]).new
    prepare(library, last, some_text(0))
    other = Library.open(tmp_path / "library.db", now=clock)
    content = packing.learn(library.typical_texts())
    other.adopt_dictionary(content)
    library.adopt_dictionary(packing.learn([*other_samples(), *other_samples()]))
    assert library.typical_texts() == []
    prepare(library, last, "Written after the other process had learned.")
    reading = other.articles.reading(last)
    assert reading is not None
    assert reading.document.text == "Written after the other process had learned."
    other.close()


def other_samples() -> list[bytes]:
    return [some_text(number).encode() for number in range(500)]


def test_a_backup_from_before_the_dictionary_can_be_restored_and_gone_on_with(
    library: Library, tmp_path: Path
) -> None:
    ids = fill(library, texts.ENOUGH)
    library.backup(tmp_path / "copy.db")
    learn(library)
    prepare(library, ids[0], "With the dictionary.")
    library.restore(tmp_path / "copy.db")
    prepare(library, ids[1], "Without it.")
    library.close()
    again = Library.open(tmp_path / "library.db", now=clock)
    for article_id, text in ((ids[0], some_text(0)), (ids[1], "Without it.")):
        reading = again.articles.reading(article_id)
        assert reading is not None
        assert reading.document.text == text
    again.close()


def test_a_dictionary_that_is_lost_or_damaged_is_told_and_stops_nothing_new(
    library: Library, behind: sqlite3.Connection, tmp_path: Path
) -> None:
    ids = fill(library, texts.ENOUGH)
    learn(library)
    prepare(library, ids[0], "With the dictionary.")
    behind.execute("DELETE FROM dictionaries")
    behind.execute("UPDATE dictionary_copies SET content = substr(content, 2)")
    library.close()
    again = Library.open(tmp_path / "library.db", now=clock)
    with pytest.raises(LibraryError, match="damaged"):
        again.articles.reading(ids[0])
    prepare(again, ids[0], "Made anew.")
    reading = again.articles.reading(ids[0])
    assert reading is not None
    assert reading.document.text == "Made anew."
    again.close()
    with pytest.raises(LibraryError, match="damaged"):
        packing.Dictionary(b"no dictionary at all")
    with pytest.raises(LibraryError, match="too little"):
        packing.learn([b"x"])


@pytest.mark.parametrize("table", ["dictionaries", "dictionary_copies"])
@pytest.mark.parametrize("fault", ["DELETE FROM {}", "UPDATE {} SET content = zeroblob(60000)"])
def test_of_two_dictionaries_one_mends_the_other(
    library: Library, behind: sqlite3.Connection, tmp_path: Path, table: str, fault: str
) -> None:
    library.adopt_dictionary(packing.learn(other_samples()))
    [article_id] = fill(library, 1)
    library.close()
    behind.execute(fault.format(table))
    again = Library.open(tmp_path / "library.db", now=clock)
    reading = again.articles.reading(article_id)
    assert reading is not None
    assert reading.document.text == some_text(0)
    told = "One of the two dictionaries of the texts is damaged."
    assert again.check() == [told]
    assert f"{told} This was mended." in again.repair()
    assert again.check() == []
    both = "SELECT * FROM dictionaries INTERSECT SELECT * FROM dictionary_copies"
    assert len(behind.execute(both).fetchall()) == 1
    again.close()


def test_the_dictionary_of_an_older_program_gets_its_copy(
    library: Library, behind: sqlite3.Connection, tmp_path: Path
) -> None:
    library.adopt_dictionary(packing.learn(other_samples()))
    [article_id] = fill(library, 1)
    library.close()
    for later in (
        *(f"DROP TRIGGER pieces_{when}" for when in ("in", "out", "leave", "come")),
        "DROP TABLE pieces",
        "DROP VIEW pieces_of",
        "DROP INDEX articles_language",
        "DROP INDEX articles_with_image",
        "DROP TABLE gathering",
        "ALTER TABLE feeds DROP COLUMN warnings",
        "DROP TABLE damaged_texts",
        "DROP INDEX articles_unindexed",
        "DROP TABLE revisions",
        "ALTER TABLE articles DROP COLUMN revisions",
        "DROP TABLE dictionary_copies",
        "ALTER TABLE dictionaries DROP COLUMN checksum",
    ):
        behind.execute(later)
    behind.execute(f"PRAGMA user_version = {schema.MIGRATIONS.index(schema._COPIES)}")
    again = Library.open(tmp_path / "library.db", now=clock)
    behind.execute("DELETE FROM dictionaries")
    reading = again.articles.reading(article_id)
    assert reading is not None
    assert reading.document.text == some_text(0)
    again.close()


def test_texts_that_can_not_be_read_are_told_and_wait_to_be_made_anew(
    library: Library, behind: sqlite3.Connection
) -> None:
    lost, kept, sound = fill(library, 3)
    library.bookmarks.add(kept, note="mine")
    behind.execute(
        "UPDATE bodies SET body = substr(body, 1, 40) WHERE article_id IN (?, ?)", (lost, kept)
    )
    [told] = library.check()
    assert told.startswith("The texts of 2 articles are damaged, 1 of them bookmarked;")
    before = behind.execute("SELECT body FROM bodies WHERE article_id = ?", (kept,)).fetchall()
    assert f"{told} This was mended." in library.repair()
    assert behind.execute("SELECT body FROM damaged_texts").fetchall() == before
    assert {article.id for article in library.articles.pending(9)} == {lost, kept}
    assert library.check() == []
    assert [mark.note for mark in library.bookmarks.all()] == ["mine"]
    reading = library.articles.reading(sound)
    assert reading is not None
    assert reading.document.text == some_text(2)


def nested(depth: int) -> Document:
    block: Paragraph | Quote = Paragraph(start=0, end=1)
    for _ in range(depth - 1):
        block = Quote(start=0, end=1, blocks=(block,))
    return Document(text="x", blocks=(block,))


def test_a_document_that_nests_beyond_all_measure_is_told_of_and_never_followed(
    library: Library,
) -> None:
    [article_id] = fill(library, 1)
    library.articles.save_prepared(article_id, document=nested(DEEPEST))
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert reading.document == nested(DEEPEST)
    library.articles.save_prepared(article_id, document=nested(DEEPEST + 1))
    with pytest.raises(LibraryError, match=r"^A text in the library is damaged\.$"):
        library.articles.reading(article_id)
    with pytest.raises(LibraryError, match=r"^A text is nested too deeply to be stored\.$"):
        library.articles.save_prepared(article_id, document=nested(900))
    with pytest.raises(LibraryError, match=r"^A text holds a number that is too large"):
        packing.encode(2**64)


def test_a_document_whose_ranges_or_letters_are_damaged_is_told_of() -> None:
    beyond = Document(text="x", blocks=(Paragraph(start=0, end=9),))
    for content in (packing.encode(beyond), b"\x81\xa4text\xa1\x80"):
        with pytest.raises(LibraryError, match="damaged"):
            packing.decode_document(content)


def test_a_damaged_text_is_replaced_even_where_one_stopped_in_it(
    library: Library, behind: sqlite3.Connection
) -> None:
    [article_id] = fill(library, 1)
    library.articles.set_position(article_id, 30)
    behind.execute("UPDATE bodies SET body = substr(body, 1, 40)")
    prepare(library, article_id, "Made anew.")
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert (reading.document.text, reading.position) == ("Made anew.", 0)


def test_the_index_of_an_older_program_ranks_as_that_of_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    former = "CREATE VIRTUAL TABLE found USING fts5 (title, author, text, content = '')"
    with contextlib.closing(sqlite3.connect(path)) as old:
        old.executescript(schema._FIRST + former)
        for step in schema.MIGRATIONS[1:3]:
            old.executescript(step)
        old.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        old.execute("PRAGMA user_version = 3")
    library = Library.open(path, now=clock)
    feed_id = feed_with(library, 0)
    dull = [entry(n, title=f"Nothing {n}") for n in range(4, 9)]
    found = [
        entry(1, title="A letter", authors=("Whale Watcher",)),
        entry(2, title="The whale"),
        entry(3, title="A note"),
    ]
    by_author, by_title, by_text, *_ = store(library, feed_id, [*found, *dull]).new
    prepare(library, by_text, "In the text there is a whale.")
    orders = []
    for _ in range(2):
        orders.append([article.id for article in library.search.best(ListQuery(query="whale"))])
        library.repair()
        assert library.check() == []
    assert orders == [[by_title, by_author, by_text]] * 2
    library.close()
