"""Where a place of a text is, after the text was replaced by another of the same article."""

from __future__ import annotations

import re

WORDS = (10, 6, 4)
"""How many words around the place are looked for, the most telling first."""
NEAR = 2000
"""Characters on either side in which the words are gathered."""

_WORD = re.compile(r"\w+")


def moved_place(before: str, after: str, place: int) -> int:
    """Find a place of one text in another: by the words from there on, else by those before.

    Args:
        before: The text that the place points into.
        after: The text that stands there now.
        place: An offset into ``before``.

    Returns:
        An offset into ``after``: as far down as before, where none of the words is in it.
    """
    if before == after or place <= 0 or not before:
        return max(0, min(place, len(after)))
    expected = place * len(after) // len(before)
    following = _WORD.findall(before[place : place + NEAR])
    preceding = _WORD.findall(before[max(0, place - NEAR) : place])
    for count in WORDS:
        found = _nearest(after, following[:count], count, expected)
        if found is not None:
            return found.start()
        found = _nearest(after, preceding[-count:], count, expected)
        if found is not None:
            return found.end()
    return expected


def _nearest(text: str, words: list[str], count: int, expected: int) -> re.Match[str] | None:
    """Find words in a row, whatever stands between them, nearest to where they are expected."""
    if len(words) < count:
        return None
    pattern = re.compile(r"\b" + r"\W+".join(map(re.escape, words)) + r"\b")
    found = pattern.finditer(text)
    return min(found, key=lambda match: abs(match.start() - expected), default=None)
