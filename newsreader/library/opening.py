"""Opening the file: what is damaged is set aside and rescued, what can not be written is read.

What mends a file is seldom needed, and imported where it is.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from newsreader.core.errors import LibraryError
from newsreader.library.connection import Database, damage_mark, is_damage, is_full
from newsreader.library.migrating import checked_version, migrate, missing_tables

_BESIDE = ("-wal", "-shm")
"""What SQLite keeps beside a file, by what it adds to its name."""


class DamagedError(Exception):
    """The file is no library that can be read."""


def open_database(path: Path, now: datetime, tell: Callable[[str], object]) -> tuple[Database, str]:
    """Open a library's file; give it, and a sentence for the person where it had to be set aside.

    What is looked at does not grow with the file. A file in which something was found to be broken
    while it was used (`newsreader.library.connection.mark_damaged`) is examined whole.

    Raises:
        LibraryError: It is of a newer program, or can be neither read nor made.
    """
    for _ in range(2):  # once more, for another process may have set it aside meanwhile
        try:
            return _open(path, tell), ""
        except DamagedError:
            continue
    tell("The library is damaged; what can be read of it is put into a new one.")
    file, part = _number(path), path.with_name(f"{path.name}.rescue-{os.getpid()}")
    _drop_parts(path)
    try:
        lost = _rescue(path, part)
        with contextlib.suppress(DamagedError):
            if _number(path) != file:  # another process was faster
                return _open(path, tell), ""
        if lost is not None:
            part.rename(_rescued(path))
        aside = _set_aside(path, now)
        _finish_rescue(path)
    finally:
        _drop(part)
    notice = f"The library was damaged. It was set aside as {aside.name} in {aside.parent}, and"
    return _open(path, tell), f"{notice} {_told(lost)}"


def _rescue(path: Path, part: Path) -> list[str] | None:
    """Put what can be read of a damaged file into a new one; give what is lost, None for all.

    Raises:
        LibraryError: There is no room for it.
    """
    from newsreader.library.rescue import rescue

    if not path.stat().st_size:  # SQLite would throw away the log beside it
        return None
    try:
        part.unlink(missing_ok=True)
        return rescue(path, part)
    except (sqlite3.Error, OSError):
        return None
    except LibraryError as error:
        if is_full(error):
            raise
        return None


def _drop_parts(path: Path) -> None:
    """Drop what processes left behind that were ended in the midst of rescuing."""
    from newsreader.library.feeds import is_running

    for part in path.parent.glob(f"{path.name}.rescue-*"):
        number = part.name.rpartition("-")[2]
        if number.isdigit() and not is_running(int(number)):
            _drop(part)


def _drop(file: Path) -> None:
    for end in ("", *_BESIDE):
        with contextlib.suppress(OSError):
            file.with_name(file.name + end).unlink(missing_ok=True)


def _rescued(path: Path) -> Path:
    """Give the name of a whole new file that is to take the place of a damaged one."""
    return path.with_name(f"{path.name}.rescued")


def _finish_rescue(path: Path) -> None:
    """Put a rescued file in its place, also where the program was ended right before that."""
    if not path.exists():
        with contextlib.suppress(OSError):
            _rescued(path).rename(path)


def _number(path: Path) -> int:
    """Tell a file from another one that took its place."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _told(lost: list[str] | None) -> str:
    if lost is None:
        return "a new one was begun, since nothing could be read of it."
    from newsreader.library.cache import TABLES, Meaning

    yours = [name.replace("_", " ") for name in lost if TABLES.get(name, Meaning()).state]
    if yours:
        return (
            f"what could be read of it was put into a new one; of {', '.join(yours)}, some is lost."
        )
    return "all that is yours was put into a new one; the next refresh fetches what is missing."


def _open(path: Path, tell: Callable[[str], object] = lambda _: None) -> Database:
    _finish_rescue(path)
    _look_for_emptied(path)
    if _is_writable(path):
        database = _opened(Database(path), tell)
        with contextlib.suppress(OSError):
            _made_mark(path).touch(mode=0o600)
        return database
    if not any(path.with_name(path.name + end).exists() for end in _BESIDE):
        return _opened(Database(path, read_only=True, immutable=True))
    try:
        return _opened(Database(path, read_only=True))
    except LibraryError as error:  # a log that can not be read without writing: what is older can
        with contextlib.suppress(LibraryError):
            return _opened(Database(path, read_only=True, immutable=True))
        raise error


def _made_mark(path: Path) -> Path:
    """Give the name of the empty file that says that a library was made here."""
    return path.with_name(f"{path.name}.made")


def _look_for_emptied(path: Path) -> None:
    """Tell a file that lost all its bytes from one that another process is just making.

    SQLite takes both for new, and would throw away what stands beside the first.
    """
    try:
        if not path.stat().st_size and _made_mark(path).exists():
            raise DamagedError
    except FileNotFoundError:  # a library that a person took away is made anew
        with contextlib.suppress(OSError):
            _made_mark(path).unlink(missing_ok=True)
    except OSError:
        return  # opening it says why


def _opened(database: Database, tell: Callable[[str], object] = lambda _: None) -> Database:
    try:
        is_doubtful = damage_mark(database.path).exists()
        with _damage(database.path):  # whenever it shows: the file may be set aside just now
            _examine(database)
            database.keep_log()
            migrate(database, tell)
            if is_doubtful:
                _mend_indexes(database)
    except BaseException:
        database.close()
        raise
    return database


def _mend_indexes(database: Database) -> None:
    from newsreader.library import health

    if health.broken_indexes(database):
        health.repair(database, texts_too=False)


def _examine(database: Database) -> None:
    if not checked_version(database):
        return
    if _is_cut_off(database.path):
        raise DamagedError
    mark = damage_mark(database.path)
    if mark.exists():
        from newsreader.library import health

        if not health.is_sound(database):
            raise DamagedError
        with contextlib.suppress(OSError):
            mark.unlink(missing_ok=True)
    if missing_tables(database):
        raise DamagedError


def _is_cut_off(path: Path) -> bool:
    """Say whether a file without a log is shorter than its header says."""
    if any(path.with_name(path.name + end).exists() for end in _BESIDE):
        return False
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError:
        return False
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    is_known = header[24:28] == header[92:96]
    return is_known and pages * (65536 if page_size == 1 else page_size) > path.stat().st_size


@contextlib.contextmanager
def _damage(path: Path) -> Iterator[None]:
    try:
        yield
    except LibraryError as error:
        if isinstance(error.__cause__, sqlite3.Error) and is_damage(error.__cause__):
            raise DamagedError from error
        raise


def _is_writable(path: Path) -> bool:
    directory = path.parent
    if path.exists():
        return os.access(path, os.W_OK) and os.access(directory, os.W_OK)
    if not directory.is_dir():
        raise LibraryError(f"The library {path} can not be made: there is no such directory.")
    if not os.access(directory, os.W_OK):
        raise LibraryError(f"The library {path} can not be made: the directory is not writable.")
    return True


def _set_aside(path: Path, now: datetime) -> Path:
    name = f"{path.name}.damaged-{now:%Y%m%d-%H%M%S}"
    aside = path.with_name(name)
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{name}-{number}")
    try:
        path.rename(aside)
        for end in _BESIDE:
            beside = path.with_name(path.name + end)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + end))
    except OSError as error:
        raise LibraryError(
            f"The library {path} is damaged and can not be set aside: {error.strerror}."
        ) from error
    damage_mark(path).unlink(missing_ok=True)
    return aside
