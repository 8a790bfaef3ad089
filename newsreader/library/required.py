r"""What a title must have for that a regular expression matches it.

A pattern is taken apart into choices, of which a title must have one: all its texts. So
``(rust|go) 1\.[0-9]`` gives twenty choices of one text each. What stands for very many characters,
or may be left out, parts a text into two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from newsreader.core.patterns import late

Choice = tuple[str, ...]
"""Texts: in each, the characters stand in a row."""

WORD_END = "\b"
"""In a text, where a word begins or ends."""
MOST_CHOICES = 1000
"""Three digits are as many."""
_LARGEST_SET = 10
"""Of how many characters in brackets each is a choice."""
_LONG_ENOUGH = 3
"""How often something that is repeated is put into a text."""

_PART = late(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\((?:\?:)?"
    r"|(?:[?*+]|\{(?!\})[0-9]*,?[0-9]*\})[?+]?|.",
    re.DOTALL,
)
_REPEATS = late(r"[?*+]|\{([0-9]*)(,?)([0-9]*)\}")
_OF_SET = late(r"([^\\-])-([^\\])|\\(\W)|([^\\-])", re.DOTALL)
_TELLS_LITTLE = late(r"\\[0-9NUux]|\(\?(?!:)")
"""What stands for other characters than it is written with, or changes how the rest is read."""
_SAME_CASES = late(
    "[ -~\xa1-\u012f\u0132-\u024f\u0386-\u038f\u0391-\u03af\u03b1-\u03ce\u0400-\u0527]"
)
"""Letters of which the index has the large and the small for the same, as a pattern does."""

_NOTHING: list[Choice] = [("",)]
_ANYTHING: list[Choice] = [("", "")]


@lru_cache(maxsize=32)
def required(pattern: str) -> list[Choice]:
    """Give what a title must have for that a pattern matches: all texts of one of the choices.

    A choice without texts, or with empty ones, is what all titles have.
    """
    if _TELLS_LITTLE().search(pattern.replace("\\\\", "")):
        return _ANYTHING
    groups = [_Group()]
    for found in _PART().finditer(pattern):
        part = found[0]
        if part.startswith("("):
            groups.append(_Group())
        elif part == ")":
            inside = groups.pop()
            groups[-1].add(inside.choices())
        elif part == "|":
            groups[-1].end()
        elif repeats := _REPEATS().match(part):
            least, is_exact = _least(repeats)
            groups[-1].repeat(least, is_exact=is_exact)
        else:
            groups[-1].add(_meant(part))
    return groups[-1].choices()


class _Group:
    """What stands between brackets, as far as it has been read."""

    def __init__(self) -> None:
        self._ended: list[Choice] = []
        self._before = self._last = _NOTHING

    def add(self, choices: list[Choice]) -> None:
        """Put something behind what there is."""
        self._before = _joined(self._before, self._last)
        self._last = choices

    def repeat(self, least: int, *, is_exact: bool) -> None:
        """Have what was put in last so often."""
        once, self._last = self._last, _NOTHING
        for _ in range(min(least, _LONG_ENOUGH)):
            self._last = _joined(self._last, once)
        if not is_exact or least > _LONG_ENOUGH:
            self._last = _joined(self._last, _ANYTHING)

    def end(self) -> None:
        """Begin with what may stand instead."""
        self._ended += _joined(self._before, self._last)
        self._before = self._last = _NOTHING

    def choices(self) -> list[Choice]:
        """Give all choices."""
        self.end()
        return self._ended if len(self._ended) <= MOST_CHOICES else _ANYTHING


def _joined(before: list[Choice], after: list[Choice]) -> list[Choice]:
    """Put one behind the other; what would be too many choices says nothing."""
    if len(before) * len(after) > MOST_CHOICES:
        after = _ANYTHING
    return [(*one[:-1], one[-1] + other[0], *other[1:]) for one, other in product(before, after)]


def _least(repeats: re.Match[str]) -> tuple[int, bool]:
    """Say how often something stands at least, and whether no more often."""
    if repeats[0] in ("?", "*"):
        return 0, False
    if repeats[0] == "+":
        return 1, False
    least = int(repeats[1] or 0)
    return least, not repeats[2] or repeats[3] == repeats[1]


def _meant(part: str) -> list[Choice]:
    """Give what a part of a pattern stands for that is neither brackets nor says how often."""
    if part == r"\b":
        return [(WORD_END,)]
    if part[0] == "[" and len(part) > 1:
        return _one_of(part[1:-1])
    if len(part) == 2 and not part[1].isalnum():
        return _character(part[1])
    return _ANYTHING if part in ("^", "$", ".") or len(part) > 1 else _character(part)


def _character(character: str) -> list[Choice]:
    is_caseless = character.lower() == character.upper()
    is_same = is_caseless or _SAME_CASES().match(character)
    return [(character,)] if is_same else _ANYTHING


def _one_of(inside: str) -> list[Choice]:
    """Give what brackets stand for of which each character is one."""
    found: dict[str, Choice] = {}
    at = 0
    while at < len(inside):
        part = _OF_SET().match(inside, at)
        if part is None or inside[0] == "^":
            return _ANYTHING
        first, last = (part[1], part[2]) if part[1] else (part[3] or part[4],) * 2
        if ord(last) - ord(first) >= _LARGEST_SET:
            return _ANYTHING
        characters = map(chr, range(ord(first), ord(last) + 1))
        found |= {one.lower(): _character(one)[0] for one in characters}
        at = part.end()
    choices = list(found.values())
    return choices if len(choices) <= _LARGEST_SET and _ANYTHING[0] not in choices else _ANYTHING
