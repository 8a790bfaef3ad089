"""What can still be read of a damaged file, put into a new one.

A page of the file may be lost whole: then the rows on it are, and all others are read around it, by
their keys, without the indexes. The indexes for searches are not read at all: they are made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from newsreader.library import health, verdicts
from newsreader.library.cache import TABLES, make_anew
from newsreader.library.connection import Database
from newsreader.library.migrating import build, migrate
from newsreader.library.naming import note_all_names

MOST_TRIED = 500_000
"""How many keys among lost rows are tried one by one."""
_AT_ONCE = 500
_NUMBERS = "sqlite_sequence"
"""The table in which SQLite keeps the highest numbers that were given away."""

_NO_TEXT = (
    "SELECT id FROM articles WHERE id NOT IN (SELECT article_id FROM bodies)"
    " AND id NOT IN (SELECT article_id FROM sources) AND preparation <> 'failed'"
)
_RULES = "SELECT id FROM rules"
_COUNTED = (
    "UPDATE articles SET indexed = 0,"
    " revisions = (SELECT count(*) FROM revisions WHERE article_id = articles.id)"
)


def rescue(damaged: Path, new: Path) -> list[str]:
    """Make a new file of what can be read of a damaged one, which is left as it is.

    Args:
        damaged: A file of this program, or of an older one.
        new: Where to make the new file; nothing may be there.

    Returns:
        The names of the tables of which something is lost.

    Raises:
        sqlite3.Error: Nothing can be read.
        LibraryError: The new file can not be made.
    """
    database = Database(new)
    try:
        database.keep_log()
        lost = _copy(damaged, database)
        migrate(database)
        with database.transaction():
            for statement in (_COUNTED, *make_anew(_NO_TEXT)):
                database.run(statement)
            if {"entities", "article_entities"} & set(lost):
                note_all_names(database)
            if "verdicts" in lost:
                verdicts.judge_anew(database, [row["id"] for row in database.rows(_RULES)])
        health.repair(database, texts_too=False)
    finally:
        database.close()
    return lost


def _copy(damaged: Path, database: Database) -> list[str]:
    """Copy all rows that can be read, in tables of the version that the damaged file has."""
    address = f"file:{quote(str(damaged))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source:
        source.text_factory = _text
        version = source.execute("PRAGMA user_version").fetchone()[0]
        if not version or not source.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            raise sqlite3.DatabaseError
        database.connection().execute("PRAGMA foreign_keys = OFF")
        try:
            with database.transaction():
                build(database, version)
                return _copy_tables(source, database)
        finally:
            database.connection().execute("PRAGMA foreign_keys = ON")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _copy_tables(source: sqlite3.Connection, database: Database) -> list[str]:
    """Copy the tables without what would count rows or index words meanwhile."""
    triggers = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for trigger in triggers:
        database.run(f"DROP TRIGGER {trigger['name']}")
    there = {
        row["name"]: row["sql"] for row in database.rows("SELECT name, sql FROM sqlite_schema")
    }
    lost = []
    for table in (*TABLES, _NUMBERS):
        if table in there:
            database.run(f"DELETE FROM {table}")
            if not _Table(source, database, table, there[table] or "").copy():
                lost.append(table)
    for trigger in triggers:
        database.run(trigger["sql"])
    return lost


class _Table:
    """A table that is read around what is damaged, and stored in another file."""

    def __init__(
        self, source: sqlite3.Connection, database: Database, name: str, created: str
    ) -> None:
        self._source = source
        self._database = database
        self._tried = 0
        info = database.rows(f"PRAGMA table_info({name})")
        columns = [row["name"] for row in info]
        keys = [row["name"] for row in sorted(info, key=lambda row: row["pk"]) if row["pk"]]
        self._numbered = "WITHOUT ROWID" not in created
        self._order = ["rowid"] if self._numbered else keys
        source_of_rows = f"{', '.join(columns)} FROM {name}"
        self._select = f"SELECT rowid, {source_of_rows} NOT INDEXED"
        if not self._numbered:
            self._select = f"SELECT 0, {source_of_rows}"
        marks = ", ".join("?" * len(columns))
        self._insert = f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({marks})"

    def copy(self) -> bool:
        """Copy all that can be read; say whether that was all."""
        last, whole = self._run("", (), "ASC")
        if whole:
            return True
        first, _ = self._run("", (), "DESC")
        if self._numbered and last is not None and first is not None:
            self._between(last, first)
        return False

    def _between(self, low: int, high: int) -> None:
        """Copy what can be read between two keys, from the middle to both sides."""
        if high - low < 2 or self._tried > MOST_TRIED:
            return
        self._tried += 1
        middle = (low + high) // 2
        last, whole = self._run("WHERE rowid >= ? AND rowid < ?", (middle, high), "ASC")
        if not whole:
            self._between(max(last or middle, middle), high)
        first, whole = self._run("WHERE rowid < ? AND rowid > ?", (middle, low), "DESC")
        if not whole:
            self._between(low, min(first or middle, middle))

    def _run(self, where: str, values: Sequence[int], way: str) -> tuple[int | None, bool]:
        """Copy rows in one direction; give the last key, and whether nothing was in the way."""
        order = ", ".join(f"{key} {way}" for key in self._order)
        last: int | None = None
        whole: list[bool] = []
        rows = self._read(f"{self._select} {where} ORDER BY {order}", values, whole)
        for some in _batches(rows):
            self._database.run_many(self._insert, [row[1:] for row in some])
            last = some[-1][0]
        return last, bool(whole)

    def _read(
        self, sql: str, values: Sequence[int], whole: list[bool]
    ) -> Iterator[tuple[int, ...]]:
        """Give rows until the end, which is noted, or until one can not be read."""
        try:
            yield from self._source.execute(sql, values)
        except sqlite3.DatabaseError:
            return
        whole.append(True)


def _batches(rows: Iterable[tuple[int, ...]]) -> Iterator[list[tuple[int, ...]]]:
    batch: list[tuple[int, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
