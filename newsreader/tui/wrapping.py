"""Breaking text into lines that fit a number of terminal cells.

Lines are ranges of the text that was given, so that everything that points into the text still
points into the right line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import get_character_cell_size

_ONE_CELL_ONLY = re.compile(
    r"[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u21ff\u2500-\u259f]*\Z"
)
_TO_THE_LAST_DASH = re.compile(r".*[—–\-/]", re.DOTALL)
_NO_LINE_START = frozenset(
    "、。，．・：；？！）］｝」』】〉》〕〗〙’”…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ%"
)
_NO_LINE_END = frozenset("（［｛「『【〈《〔〖〘‘“")
_ZERO_WIDTH_JOINER = "\u200d"

Range = tuple[int, int]


def wrap(text: str, start: int, end: int, width: int) -> list[Range]:
    """Break ``text[start:end]`` into lines of at most ``width`` cells.

    A newline ends a line; white space at the end of a line is left out; a word that is longer
    than a line is cut. A text of nothing gives no line.

    Args:
        text: Clean text; tabs count as one cell.
        start: Where to begin, an offset into the text.
        end: Where to stop, an offset into the text.
        width: The most cells, at least 1.

    Returns:
        The lines as half-open ranges of ``text``, in order.
    """
    return list(wrapped(text, start, end, width))


def wrapped(text: str, start: int, end: int, width: int) -> Iterator[Range]:
    """Break text as `wrap` does, giving one line after another as they are asked for."""
    width = max(1, width)
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        narrow = _ONE_CELL_ONLY.match(text, position, stop) is not None
        part = _wrap_narrow if narrow else _wrap_wide
        empty = True
        for line in part(text, position, stop, width):
            empty = False
            yield line
        if empty:
            yield position, position
        position = stop + 1


def _wrap_narrow(text: str, start: int, end: int, width: int) -> Iterator[Range]:
    """Break text in which every character takes one cell: by jumps, not by characters."""
    position = _skip_spaces(text, start, end)
    while position < end:
        if end - position <= width:
            yield position, _trim(text, position, end)
            return
        limit = position + width
        cut = text.rfind(" ", position, limit + 1)
        dashed = _TO_THE_LAST_DASH.match(text, max(cut, position) + 1, limit)
        if dashed is not None and _is_word(text[dashed.end() : dashed.end() + 1]):
            cut = dashed.end()
        if cut <= position:
            cut = limit
        yield position, _trim(text, position, cut)
        position = _skip_spaces(text, cut, end)


def _wrap_wide(text: str, start: int, end: int, width: int) -> Iterator[Range]:
    """Break text with wide or combining characters: ideographs may part anywhere but at marks."""
    position = _skip_spaces(text, start, end)
    while position < end:
        stop, best = _fill(text, position, end, width)
        if stop >= end:
            yield position, _trim(text, position, end)
            return
        cut = best if best > position else max(stop, position + 1)
        yield position, _trim(text, position, cut)
        position = _skip_spaces(text, cut, end)


def _fill(text: str, position: int, end: int, width: int) -> Range:
    """Find where a line is full, and the last place before it where it may be broken."""
    used = 0
    best = position
    index = position
    joined = False
    while index < end:
        character = text[index]
        cells = 0 if joined else character_cells(character)
        if used + cells > width and character != " ":
            break
        used += cells
        joined = character == _ZERO_WIDTH_JOINER
        index += 1
        if _may_break(text, index, end):
            best = index
    return index, best


def _may_break(text: str, index: int, end: int) -> bool:
    """Say whether a line may end before ``text[index]``."""
    if index >= end:
        return True
    before, after = text[index - 1], text[index]
    if before == " ":
        return True
    if after in _NO_LINE_START or before in _NO_LINE_END or before == _ZERO_WIDTH_JOINER:
        return False
    if character_cells(after) == 0:
        return False
    return _is_ideograph(before) or _is_ideograph(after)


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or "\uf900" <= character <= "\uffef"


def _is_word(character: str) -> bool:
    return character.isalpha()


def _skip_spaces(text: str, position: int, end: int) -> int:
    while position < end and text[position] in " \t":
        position += 1
    return position


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t":
        end -= 1
    return end


def character_cells(character: str) -> int:
    """Give the number of cells of one character, as the screen's own library counts them."""
    return 1 if character == "\t" else get_character_cell_size(character)


def hard_wrap(text: str, start: int, end: int, width: int) -> list[Range]:
    """Cut one line of preformatted text where it is full, keeping every space.

    Args:
        text: Clean text.
        start: Where the line begins, an offset into the text.
        end: Where the line ends, an offset into the text.
        width: The most cells, at least 1.
    """
    width = max(1, width)
    if end - start <= width and text[start:end].isascii():
        return [(start, end)]
    lines: list[Range] = []
    position = start
    while position < end:
        used = 0
        index = position
        while index < end:
            cells = character_cells(text[index])
            if used + cells > width:
                break
            used += cells
            index += 1
        index = max(index, position + 1)
        lines.append((position, index))
        position = index
    return lines or [(start, end)]
