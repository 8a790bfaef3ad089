"""Text -> words with offsets, and the sentences they form, in time linear in its length."""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_SENTENCE = 250
"""The most words that are read as one sentence: more come from tables and lists."""

_TOKEN = re.compile(
    r"https?://\S+"
    r"|[@#]\w+"
    r"|(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|(?:Mr|Mrs|Ms|Dr|Prof|St|Sgt|Lt|Col|Gen|Capt|Maj|Rev|Hon|Sen|Rep|Gov|Jr|Sr|No|Inc|Corp|Co|Ltd"
    r"|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.(?=\s|[,;)]|$)"
    r"|(?<![\w.])[A-Z]\.(?=\s+[A-Z])"  # an initial
    r"|['’]s\b"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*\d*"
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"
    r"|\S"
)
_TERMINAL = frozenset(".!?…。！？")
_CLOSING = frozenset("\"'”’»)]")
_BLANK_LINE = re.compile(r"\n\s*\n")


class Tokens(NamedTuple):
    """The words of a text.

    Attributes:
        words: As they are written.
        starts: Where each begins in the text, in characters.
        ends: Where each ends.
        sentences: ``(first, past the last)`` word of each sentence, in order, all words covered.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[tuple[int, int]]


def tokenise(text: str) -> Tokens:
    """Split a text into words and sentences.

    Hyphens stand alone, as does a possessive 's; abbreviations such as ``U.S.`` keep their dots.

    Args:
        text: Any string.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _TOKEN.finditer(text):
        words.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(words, starts, ends, _sentences(text, words, starts, ends))


def _sentences(
    text: str, words: list[str], starts: list[int], ends: list[int]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    first = 0
    line_start = 0
    after_end = False
    for index, word in enumerate(words):
        if index > first:
            gap = text[ends[index - 1] : starts[index]]
            if _ends_line(gap, starts[index] - line_start, words[index - 1]):
                breaks = True
            else:
                breaks = after_end and bool(gap) and not word[0].islower()
            if breaks or index - first >= MAX_SENTENCE:
                found.append((first, index))
                first = index
            if "\n" in gap:
                line_start = starts[index]
        after_end = word in _TERMINAL or (after_end and word in _CLOSING)
    if words:
        found.append((first, len(words)))
    return found


def _ends_line(gap: str, length: int, last_word: str) -> bool:
    """Whether the space between two words ends a sentence by its line ends.

    A single line end inside a long line that does not end in a full stop may be a hard wrap.
    """
    if "\n" not in gap:
        return False
    return bool(_BLANK_LINE.search(gap)) or length < 60 or last_word in _TERMINAL
