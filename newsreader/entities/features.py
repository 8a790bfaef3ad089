"""What the model sees of a word: hashes of its form, a word vector, and what is known of it.

The same code serves training and use, so that a model can never see other features than it was
trained on.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer, organisations
from newsreader.entities.names import TITLES
from newsreader.entities.tokens import Tokens
from newsreader.entities.words import words

TABLES = (8192, 2048, 2048, 512)
"""The rows of the tables of embeddings: of the whole word, its beginning, its end, its shape."""
WORD_FLAGS = 23
FLAGS = 33
"""How many yes-or-no features a word has; those from `WORD_FLAGS` on depend on where it stands."""

_MONTHS = words(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_ORGANISATION_WORDS = words(
    "inc corp co ltd llc plc company group bank university ministry department party agency "
    "council commission committee court association institute union federation foundation club "
    "fc team police army force forces service bureau office authority senate parliament "
    "congress house times news post journal airlines airways organization organisation league "
    "society school college hospital center centre church museum network coalition movement "
    "front brigade corporation holdings partners capital international national"
)
_PLACE_WORDS = words(
    "city town village province region district county state island islands river lake mountain "
    "mount valley bay sea ocean gulf strait coast north south east west northern southern "
    "eastern western central street avenue road square park airport bridge port beach desert "
    "peninsula republic kingdom"
)
_DIGITS = re.compile(r"\d")
_SHAPE_RUNS = re.compile(r"(.)\1{3,}")

Bits = int
_Word = tuple[int, int, int, int, int, Bits]


class Features(NamedTuple):
    """The features of a text's words.

    Attributes:
        ids: Rows of the tables and, last, of the word vectors; one line a word.
        flags: 0 or 1, `FLAGS` a word.
    """

    ids: npt.NDArray[np.int32]
    flags: npt.NDArray[np.float32]


class WordLists(NamedTuple):
    """What the features look up, all by the crc32 of a word.

    Attributes:
        vector_keys: Sorted; the words that have a vector.
        vector_rows: Their rows, the first being 1.
        first_names: Sorted, as are ``last_names``.
    """

    vector_keys: npt.NDArray[np.uint32]
    vector_rows: npt.NDArray[np.uint16]
    first_names: npt.NDArray[np.uint32]
    last_names: npt.NDArray[np.uint32]


def hashed(word: str) -> int:
    """The hash by which words are looked up."""
    return crc32(word.encode("utf-8", "replace"))


class Featuriser:
    """Turns words into features; it remembers the words that it has seen."""

    def __init__(self, lists: WordLists) -> None:
        self._vectors = lists
        self._first = frozenset(lists.first_names.tolist())
        self._last = frozenset(lists.last_names.tolist())
        self._known: dict[str, _Word] = {}

    def featurise(self, tokens: Tokens) -> Features:
        """Make the features of all words of a text."""
        count = len(tokens.words)
        self._learn([word for word in dict.fromkeys(tokens.words) if word not in self._known])
        known = self._known
        table = np.array([known[word] for word in tokens.words], dtype=np.int64).reshape(count, 6)
        flags = np.zeros((count, FLAGS), dtype=np.float32)
        flags[:, :WORD_FLAGS] = (table[:, 5:6] >> np.arange(WORD_FLAGS)) & 1
        _mark_positions(tokens, flags)
        _mark_long_names(tokens, flags)
        _mark_organisations(tokens, flags)
        return Features(table[:, :5].astype(np.int32), flags)

    def _learn(self, words: list[str]) -> None:
        if len(self._known) > 200_000:
            self._known.clear()
        rows = self._rows(words)
        lowered = self._rows([word.lower() for word in words])
        titled = self._rows([word.title() for word in words])
        for index, word in enumerate(words):
            row = rows[index] or lowered[index] or titled[index]
            self._known[word] = self._word(word, row, lowered[index])

    def _rows(self, words: list[str]) -> list[int]:
        """The rows of the words' vectors, 0 for those without one."""
        lists = self._vectors
        hashes = np.array([hashed(word) for word in words], dtype=np.uint32)
        at = np.minimum(np.searchsorted(lists.vector_keys, hashes), len(lists.vector_keys) - 1)
        rows: list[int] = np.where(
            lists.vector_keys[at] == hashes, lists.vector_rows[at], 0
        ).tolist()
        return rows

    def _word(self, word: str, row: int, lowered_row: int) -> _Word:
        word = word[:60]
        norm = _DIGITS.sub("0", word.lower())
        return (
            crc32(norm.encode("utf-8", "replace")) % TABLES[0],
            crc32(b"<" + norm[:3].encode("utf-8", "replace")) % TABLES[1],
            crc32(norm[-4:].encode("utf-8", "replace") + b">") % TABLES[2],
            crc32(_shape(word).encode("utf-8", "replace")) % TABLES[3],
            row,
            self._bits(word, row, lowered_row),
        )

    def _bits(self, word: str, row: int, lowered_row: int) -> Bits:
        known = gazetteer()
        capital = word[0].isupper()
        lower = word.lower().rstrip(".")
        name = word if not word.isupper() or len(word) < 4 else word.title()
        kind = known.kind(name) if capital else ""
        title = hashed(lower.title()) if capital else 0
        facts = (
            capital,
            len(word) > 1 and word.isupper(),
            any(map(str.islower, word)),
            any(map(str.isdigit, word)),
            word.isalpha(),
            bool(title) and title in self._first,
            bool(title) and title in self._last,
            kind == "C",
            capital and name in known.demonyms,
            kind == "T",
            kind == "T" and known.people(name) > 500_000,
            kind == "R",
            name in AMBIGUOUS,
            lower in TITLES,
            lower in _ORGANISATION_WORDS,
            lower in _PLACE_WORDS,
            lower in _MONTHS,
            row == 0,
            capital and lowered_row > 0,
            len(word) <= 2,
            "." in word and len(word) > 1,
            not word[0].isalnum(),
            word in organisations().names,
        )
        return sum(1 << index for index, fact in enumerate(facts) if fact)


def _shape(word: str) -> str:
    shape = "".join(
        "X" if one.isupper() else "x" if one.islower() else "0" if one.isdigit() else one
        for one in word
    )
    return _SHAPE_RUNS.sub(r"\1\1\1", shape)


def _mark_positions(tokens: Tokens, flags: npt.NDArray[np.float32]) -> None:
    flag = WORD_FLAGS
    starts, ends = np.array(tokens.starts), np.array(tokens.ends)
    flags[1:, flag] = starts[1:] > ends[:-1]  # a space before
    for first, last in tokens.sentences:
        flags[first, flag + 1] = 1
        words = [word for word in tokens.words[first:last] if word[0].isalpha()]
        long = [word for word in words if len(word) > 3]
        if len(words) > 3 and sum(word.isupper() for word in words) > 0.7 * len(words):
            flags[first:last, flag + 2] = 1
        elif len(long) > 2 and sum(word[0].isupper() for word in long) > 0.75 * len(long):
            flags[first:last, flag + 3] = 1


def _mark_long_names(tokens: Tokens, flags: npt.NDArray[np.float32]) -> None:
    """Mark known names of several words: places and what their people are called."""
    known = gazetteer()
    words = tokens.words
    flag = WORD_FLAGS + 4
    for index, word in enumerate(words):
        longest = known.longest.get(word)
        if longest is None:
            continue
        for length in range(min(longest, len(words) - index), 1, -1):
            name = " ".join(words[index : index + length]).replace(" - ", "-")
            place, demonym = known.kind(name), name in known.demonyms
            if place or demonym:
                flags[index, flag] = bool(place)
                flags[index + 1 : index + length, flag + 1] = bool(place)
                flags[index : index + length, flag + 2] = demonym
                flags[index : index + length, flag + 3] = place in ("C", "R")
                break


def _mark_organisations(tokens: Tokens, flags: npt.NDArray[np.float32]) -> None:
    """Mark known organisations whose names have several words."""
    known = organisations()
    words = tokens.words
    flag = WORD_FLAGS + 8
    for index, word in enumerate(words):
        for length in known.lengths.get(word, ()):
            if tuple(words[index : index + length]) in known.forms:
                flags[index, flag] = 1
                flags[index + 1 : index + length, flag + 1] = 1
                break
