"""What leads to the articles that are meant by a part of a title, a tag, a language or an address.

Of titles, tags and kinds of media there is an index of pieces: of every three characters in a row,
but not of where they stand. So it leads to what may be meant, and each of that must still be looked
at. Triggers keep it up to date (`newsreader.library.schema`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsreader.core import query as language
from newsreader.core.query import Both, Either, Node, Not
from newsreader.library.conditions import FOUND, Condition, in_index, is_broad, like, tagged
from newsreader.library.connection import Database
from newsreader.library.required import MOST_CHOICES, WORD_END, Choice, required
from newsreader.library.schema import FILL_PIECES
from newsreader.library.values import tag_pattern

_IN_LANGUAGE = (
    "SELECT id FROM articles INDEXED BY articles_language"
    " WHERE language >= ? COLLATE NOCASE AND language < ? COLLATE NOCASE"
)
_IN_NO_SUCH_LANGUAGE = (
    "SELECT id FROM articles INDEXED BY articles_language WHERE language < ? COLLATE NOCASE"
    " UNION ALL"
    " SELECT id FROM articles INDEXED BY articles_language WHERE language >= ? COLLATE NOCASE"
)
_WITH_IMAGE = "SELECT id FROM articles INDEXED BY articles_with_image WHERE image IS NOT NULL"
_WITH_ADDRESS = "SELECT id FROM articles INDEXED BY articles_by_url WHERE url LIKE ? ESCAPE '\\'"
_OUTSIDE = "SELECT id FROM articles INDEXED BY articles_unindexed WHERE indexed <= 0"
_LEAD = f"SELECT rowid FROM pieces WHERE pieces MATCH ? UNION ALL {_OUTSIDE}"
_LEAD_OF_WORDS = f"{FOUND} UNION ALL {_OUTSIDE}"
_PIECE = 3
_MOST_OF_TEXT = 20
"""How many pieces of one text are looked up: they are enough to tell it from others."""
_MOST_PIECES = 2 * MOST_CHOICES
"""How many are looked up in all."""
_BOOKMARKS = "SELECT article_id FROM bookmarks"

_WORD = re.compile("[a-z0-9]+", re.IGNORECASE | re.ASCII)


def rebuild(database: Database) -> None:
    """Make the index anew from the articles."""
    database.run("INSERT INTO pieces (pieces) VALUES ('delete-all')")
    database.run(FILL_PIECES)


def leading(node: Node) -> Condition | None:
    """Give the statement for the ids of articles among which are all that a condition finds.

    None where no index leads to them.
    """
    words = in_index(node)
    if words:
        return None if is_broad(words) else (FOUND, [words])
    match node:
        case language.Pattern():
            return _lead(required(node.pattern))
        case language.Match():
            return _leading_field(node.field, node.value)
        case Not(language.Match("lang", value)):
            return _IN_NO_SUCH_LANGUAGE, _languages(value)
        case Either():
            return _together([leading(operand) for operand in node.operands])
        case Both():
            return next(filter(None, map(leading, node.operands)), None)
        case _:
            return None


def _leading_field(field: str, value: str) -> Condition | None:
    match field:
        case "url":
            return _WITH_ADDRESS, [like(value)]
        case "lang":
            return _IN_LANGUAGE, _languages(value)
        case "has" if value == "image":
            return _WITH_IMAGE, []
        case "has" if value in ("audio", "video"):
            return _lead([(value,)])
        case "tag":
            return _together([_lead([(tag_pattern(value),)]), tagged(value)])
        case "note":
            return _BOOKMARKS, []
        case "is" if value == "bookmarked":
            return _BOOKMARKS, []
        case _:
            return None


def _languages(value: str) -> list[str]:
    """Give where the languages begin and end that begin so."""
    return [value, f"{value}\U0010ffff"]


def _together(leads: list[Condition | None]) -> Condition | None:
    found = [lead for lead in leads if lead is not None]
    if len(found) < len(leads):
        return None
    return " UNION ALL ".join(sql for sql, _ in found), [v for _, values in found for v in values]


def _lead(choices: Sequence[Choice]) -> Condition | None:
    """Lead to what has all texts of one of the choices; None where they are too short for that.

    Where the end of a word is asked for before and after one, it may be as short as it likes.
    """
    most = min(_MOST_OF_TEXT, _MOST_PIECES // len(choices))
    by_pieces, by_words = [], []
    for texts in choices:
        parts = [text.split(WORD_END) for text in texts]
        pieces = [piece for text in parts for part in text for piece in _pieces(part)]
        words = [part for text in parts for part in text[1:-1] if _WORD.fullmatch(part)]
        if pieces:
            by_pieces.append(" AND ".join(pieces[:most]))
        elif words:
            by_words.append(" AND ".join(f'title : "{word}"' for word in words))
        else:
            return None
    ways = ((_LEAD, by_pieces), (_LEAD_OF_WORDS, by_words))
    return _together([(lead, [_one_of(found)]) for lead, found in ways if found])


def _one_of(found: list[str]) -> str:
    return " OR ".join(f"({one})" for one in dict.fromkeys(found))


def _pieces(text: str) -> list[str]:
    pieces = dict.fromkeys(text[i : i + _PIECE] for i in range(len(text) - _PIECE + 1))
    return ['"' + piece.replace('"', '""') + '"' for piece in pieces]
