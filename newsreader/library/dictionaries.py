"""The dictionaries that the texts of a library were packed with, each kept twice.

Without its dictionary no text can be read. So there is a copy in a table of its own, which begins
where the first one is lost or damaged; a checksum tells which of the two is sound.
"""

from __future__ import annotations

import zlib

from newsreader.core.errors import DamagedTextError
from newsreader.library import packing
from newsreader.library.connection import Database

_ALL = (
    "SELECT number, content, checksum FROM dictionaries"
    " UNION ALL SELECT number, content, checksum FROM dictionary_copies"
)
_SOUND = "checksum = checksum(content)"
_NUMBERS = "SELECT number FROM dictionaries UNION SELECT number FROM dictionary_copies"
_HALF = (
    f"SELECT known.number FROM ({_NUMBERS}) AS known WHERE"
    f" (SELECT count(*) FROM ({_ALL}) AS kept WHERE {_SOUND} AND kept.number = known.number) = 1"
)
"""Those of which one of the two is sound."""
MEND = tuple(
    f"INSERT OR REPLACE INTO {one} (number, content, checksum)"
    f" SELECT number, content, checksum FROM {other} WHERE {_SOUND}"
    for one, other in (
        ("dictionaries", "dictionary_copies"),
        ("dictionary_copies", "dictionaries"),
    )
)
"""What puts the sound one of two in the place of the other."""


def own(database: Database) -> packing.Dictionary:
    """Give the dictionary to compress with: the library's own, or the common one.

    It is looked for each time: the file may have been replaced by a backup.
    """
    for row in database.rows(f"{_NUMBERS} ORDER BY number"):
        try:
            return numbered(database, row["number"])
        except DamagedTextError:
            continue
    return packing.common()


def numbered(database: Database, number: int) -> packing.Dictionary:
    """Give the dictionary of a number, 0 for the common one.

    Raises:
        DamagedTextError: It is lost.
    """
    if not number:
        return packing.common()
    known = database.dictionaries.get(number)
    if known is None:
        known = database.dictionaries[number] = packing.Dictionary(_content(database, number))
    return known


def _content(database: Database, number: int) -> bytes:
    for row in database.rows(f"SELECT content, checksum FROM ({_ALL}) WHERE number = ?", (number,)):
        content: bytes = row["content"]
        if zlib.crc32(content) == row["checksum"]:
            return content
    raise DamagedTextError


def adopt(database: Database, content: bytes) -> None:
    """Take up a dictionary that was learned; where another process was faster, its one counts."""
    dictionary = packing.Dictionary(content)
    with database.transaction():
        if own(database).number:
            return
        for table in ("dictionaries", "dictionary_copies"):
            database.run(
                f"INSERT OR REPLACE INTO {table} (number, content, checksum) VALUES (?, ?, ?)",
                (dictionary.number, content, zlib.crc32(content)),
            )


def halves(database: Database) -> int:
    """Count those of which one of the two is lost or damaged, so that the other mends it."""
    return len(database.rows(_HALF))
