"""Bring a library's file up to date, safely: all steps in one transaction, a copy until it is done.

What the steps are stands in `newsreader.library.schema`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from newsreader.core.errors import LibraryError
from newsreader.library import schema
from newsreader.library.connection import Database, plain_errors

LARGE = 16 * 1024 * 1024
"""Bytes from which on it takes more than a moment to bring a file up to date."""


def migrate(database: Database, tell: Callable[[str], object] = lambda _: None) -> None:
    """Bring the file to the newest version, all steps in one transaction; a copy stays until done.

    Args:
        database: The file.
        tell: Told before where it takes long.

    Raises:
        LibraryError: The file is of a newer program, or can not be brought up to date.
    """
    version = checked_version(database)
    if version == len(schema.MIGRATIONS):
        return
    if database.read_only:
        raise LibraryError(
            f"The library {database.path} is of an older newsreader and can not be changed."
        )
    if version and database.path.stat().st_size >= LARGE:
        tell("The library is brought up to date; as large as it is, that takes a while.")
    kept = _keep_a_copy(database, version) if version else None
    with database.transaction():
        build(database, len(schema.MIGRATIONS))
    if kept is not None:
        kept.unlink(missing_ok=True)


def build(database: Database, version: int) -> None:
    """Bring the tables of a file to a version, which is none before theirs.

    Args:
        database: Inside a transaction.
        version: How many of the steps to have done.
    """
    for step in schema.MIGRATIONS[database.value("PRAGMA user_version") : version]:
        for statement in _statements(step):
            database.run(statement)
    database.run(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {version}")


def checked_version(database: Database) -> int:
    """Give the version of a file's tables, 0 for an empty file.

    Raises:
        LibraryError: The file is of a newer program, or of another one altogether.
    """
    version = int(database.value("PRAGMA user_version"))
    if version > len(schema.MIGRATIONS):
        raise LibraryError(
            f"The library {database.path} was made by a newer newsreader; please update this one."
        )
    ours = database.value("PRAGMA application_id") == schema.APPLICATION_ID
    if not ours and database.value("SELECT count(*) FROM sqlite_schema"):
        raise LibraryError(f"The file {database.path} is not a library of newsreader.")
    return version


def missing_tables(database: Database) -> bool:
    """Say whether a file with a version lacks the tables that every version has."""
    names = {row["name"] for row in database.rows("SELECT name FROM sqlite_schema")}
    return bool(database.value("PRAGMA user_version")) and not {"feeds", "articles"} <= names


def _statements(script: str) -> list[str]:
    """Split a script where SQLite sees a complete statement."""
    statements, current = [], ""
    for line in script.splitlines():
        current += line + "\n"
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return [statement for statement in statements if statement.strip()]


def _keep_a_copy(database: Database, version: int) -> Path:
    path = database.path.with_name(f"{database.path.name}.before-{version + 1}")
    path.unlink(missing_ok=True)
    copy(database, path)
    return path


def copy(database: Database, path: Path) -> None:
    """Copy the file as it is now to a new one that only its owner can read.

    Raises:
        LibraryError: The copy can not be made; then nothing is left of it.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LibraryError(f"{path} can not be written: {error.strerror}.") from error
    try:
        with plain_errors(path), contextlib.closing(sqlite3.connect(path)) as target:
            database.connection().backup(target)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
