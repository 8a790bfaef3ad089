"""The texts of articles: what was made of them, in one piece with what their feeds gave.

A feed that gives whole texts gives nearly the same as what is made of them, so that both packed
together are hardly larger than one of them. That is why what a feed gave is kept for good: a better
cleaning, or a page that can be had after all, begins with it. Until an article is prepared, it
waits in ``sources``; then all stands in ``bodies``.

From some number of articles on, a library has a dictionary of its own to compress texts with. What
was stored before that, or by an older program, is packed anew little by little; all forms can be
read at any time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

import msgspec

from newsreader.core.document import Document
from newsreader.core.errors import DamagedTextError
from newsreader.core.models import Entity
from newsreader.library import dictionaries, packing
from newsreader.library.connection import Database, Row

ENOUGH = 1000
"""How many texts a dictionary is learned from."""
LEVEL = 9
"""How hard texts are compressed: twice as long would gain some three in a hundred."""

_STATE = "texts_packed_to"


class EntrySource(msgspec.Struct, frozen=True, array_like=True):
    """What a feed gave for an article: HTML, and what addresses in it are relative to."""

    content: str = ""
    summary: str = ""
    base_url: str = ""


class _Body(msgspec.Struct, frozen=True, array_like=True):
    """All that ``bodies`` holds of an article, each part decoded when it is asked for."""

    document: msgspec.Raw
    entities: msgspec.Raw
    source: msgspec.Raw


class Text(msgspec.Struct, frozen=True):
    """What was made of an article."""

    document: Document = Document()
    entities: tuple[Entity, ...] = ()


# -- reading ---------------------------------------------------------------------------------------


def text(database: Database, article_id: int) -> Text:
    """Give what was made of an article, nothing for one that is not prepared.

    Raises:
        DamagedTextError: It is damaged.
    """
    body = _body(database, article_id)
    if body is None:
        return Text()
    return Text(
        packing.decode_document(body.document),
        packing.decode(body.entities, tuple[Entity, ...]),
    )


def plain_text(database: Database, article_id: int) -> str:
    """Give the text of an article, "" for one that is not prepared.

    Raises:
        DamagedTextError: It is damaged.
    """
    body = _body(database, article_id)
    return packing.decode(body.document, Document).text if body is not None else ""


def document(database: Database, row: Row) -> Document:
    """Give the document of a row that is packed as those of ``bodies``.

    Raises:
        DamagedTextError: It is damaged.
    """
    return packing.decode_document(_opened(database, row).document)


def entities(database: Database, article_id: int) -> tuple[Entity, ...]:
    """Give the entities of an article, the most salient first.

    Raises:
        DamagedTextError: They are damaged.
    """
    body = _body(database, article_id)
    return packing.decode(body.entities, tuple[Entity, ...]) if body is not None else ()


def source(database: Database, article_id: int) -> EntrySource:
    """Give what the feed gave; nothing for a page that is in no feed.

    Raises:
        DamagedTextError: It is damaged.
    """
    row = database.row("SELECT * FROM sources WHERE article_id = ?", (article_id,))
    if row is not None:
        content, summary = map(packing.unpack_text, (row["content"], row["summary"]))
        return EntrySource(content, summary, row["base_url"])
    body = _body(database, article_id)
    return packing.decode(body.source, EntrySource) if body is not None else EntrySource()


def _body(database: Database, article_id: int) -> _Body | None:
    row = database.row("SELECT body, entities FROM bodies WHERE article_id = ?", (article_id,))
    return None if row is None else _opened(database, row)


def _opened(database: Database, row: Row) -> _Body:
    """Take a row apart; older programs packed a document and its entities each by itself."""
    expanded = _expanded(database, row["body"])
    if not row["entities"]:
        return packing.decode(expanded, _Body)
    return _Body(
        msgspec.Raw(expanded),
        msgspec.Raw(_expanded(database, row["entities"])),
        _raw(EntrySource()),
    )


def _raw(value: object) -> msgspec.Raw:
    return msgspec.Raw(packing.encode(value))


# -- storing ---------------------------------------------------------------------------------------


def store_sources(database: Database, sources: Sequence[tuple[int, EntrySource]]) -> None:
    """Store what feeds gave, for articles that are to be prepared."""
    database.run_many(
        "INSERT INTO sources (article_id, content, summary, base_url) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET"
        " content = excluded.content, summary = excluded.summary, base_url = excluded.base_url",
        [
            (
                article_id,
                packing.pack_text(one.content),
                packing.pack_text(one.summary),
                one.base_url,
            )
            for article_id, one in sources
        ],
    )


def store(
    database: Database, article_id: int, document: Document, entities: Sequence[Entity]
) -> None:
    """Store what was made of an article, together with what its feed gave."""
    try:
        given = source(database, article_id)
    except DamagedTextError:  # what is damaged can not keep the article from being made anew
        given = EntrySource()
    _put(database, article_id, _Body(_raw(document), _raw(tuple(entities)), _raw(given)))


def packed(database: Database, document: Document) -> bytes:
    """Give a document as ``bodies`` has it, without names and without what its feed gave."""
    return _packed(database, _Body(_raw(document), _raw(()), _raw(EntrySource())))


def _packed(database: Database, body: _Body) -> bytes:
    return dictionaries.own(database).compress(packing.encode(body), LEVEL)


def _put(database: Database, article_id: int, body: _Body) -> None:
    database.run(
        "INSERT OR REPLACE INTO bodies (article_id, body, entities) VALUES (?, ?, x'')",
        (article_id, _packed(database, body)),
    )
    database.run("DELETE FROM sources WHERE article_id = ?", (article_id,))


# -- the library's own dictionary ------------------------------------------------------------------


def samples(database: Database) -> list[bytes]:
    """Give what a dictionary is to be learned from; nothing where there is one, or too little."""
    few = "SELECT count(*) < ? FROM (SELECT 1 FROM bodies LIMIT ?)"
    if dictionaries.own(database).number or database.value(few, (ENOUGH, ENOUGH)):
        return []
    rows = database.rows(
        "SELECT body, entities FROM bodies ORDER BY article_id DESC LIMIT ?", (ENOUGH,)
    )
    found = []
    for row in rows:
        with contextlib.suppress(DamagedTextError):
            found.append(packing.encode(_opened(database, row)))
    return found


def pack_anew(database: Database, limit: int) -> int:
    """Pack some of the texts anew that were packed in another way; give how many were looked at."""
    own = dictionaries.own(database)
    if not own.number:
        return 0
    with database.transaction():
        done = int(database.value("SELECT value FROM state WHERE key = ?", (_STATE,)) or 0)
        rows = database.rows(
            "SELECT article_id, body, entities FROM bodies WHERE article_id > ?"
            " ORDER BY article_id LIMIT ?",
            (done, limit),
        )
        for row in rows:
            if row["entities"] or packing.dictionary_number(row["body"]) != own.number:
                _pack_one_anew(database, row)
        if rows:
            database.run(
                "INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)",
                (_STATE, str(rows[-1]["article_id"])),
            )
    return len(rows)


def _pack_one_anew(database: Database, row: Row) -> None:
    article_id = row["article_id"]
    if database.value("SELECT preparation = 'pending' FROM articles WHERE id = ?", (article_id,)):
        return  # it was edited and is about to be made anew
    try:
        body = _opened(database, row)
        given = _raw(source(database, article_id))
    except DamagedTextError:
        return  # it is damaged; who reads it is told
    _put(database, article_id, _Body(body.document, body.entities, given))


def _expanded(database: Database, data: bytes) -> bytes:
    number = packing.dictionary_number(data)
    return packing.expand(data, dictionaries.numbered(database, number))


# -- what is damaged -------------------------------------------------------------------------------

_STEP = 500


def damaged(database: Database) -> list[int]:
    """Give the articles whose texts can not be read, after a look at each text."""
    found: list[int] = []
    done = 0
    while rows := database.rows(
        "SELECT article_id, body, entities FROM bodies WHERE article_id > ?"
        " ORDER BY article_id LIMIT ?",
        (done, _STEP),
    ):
        found += [row["article_id"] for row in rows if not _is_sound(database, row)]
        done = rows[-1]["article_id"]
    return found


def _is_sound(database: Database, row: Row) -> bool:
    try:
        body = _opened(database, row)
        packing.decode_document(body.document)
        packing.decode(body.entities, tuple[Entity, ...])
    except DamagedTextError:
        return False
    return True
