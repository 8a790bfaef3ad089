"""Blocks of code: their lines, and what their words are, told by Pygments, which Textual brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from newsreader.core.document import Code
from newsreader.tui.wrapping import hard_wrap

if TYPE_CHECKING:
    from newsreader.tui.render import Layout, Line, Piece

LONGEST = 400_000
"""Longer code is shown in one colour."""
LONGEST_LINE = 4_000
"""So is code with such a line, which no person wrote, and which some lexers choke on."""

_ROLES = {
    "Keyword": "code-keyword",
    "Comment": "code-comment",
    "String": "code-string",
    "Number": "code-number",
}
Token = tuple[int, int, str]


def code_tokens(code: str, language: str, offset: int) -> Iterator[Token]:
    """Find the parts of code that get a colour of their own, one after another.

    Args:
        code: The code.
        language: Its language, as the page names it.
        offset: What to add to every position.

    Returns:
        Start, end and role of each part, in order; nothing for a language that is not known.
    """
    if len(code) > LONGEST or any(len(line) > LONGEST_LINE for line in code.split("\n")):
        return
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
        for start, kind, text in lexer.get_tokens_unprocessed(code):
            role = next((_ROLES[part] for part in kind if part in _ROLES), "")
            if role and text:
                yield offset + start, offset + start + len(text), role
    except (ClassNotFound, RecursionError):
        return


def code_lines(layout: Layout, block: Code, width: int) -> Iterator[Line]:
    """Give the lines of a block of code; a line that is too long goes on with a sign before it."""
    from newsreader.tui.render import Line, Piece

    colours = _Colours(_tokens(layout, block))
    inner = max(1, width - 2)
    position = block.start
    while position <= block.end:
        stop = layout.text.find("\n", position, block.end)
        stop = block.end if stop < 0 else stop
        for number, (left, right) in enumerate(hard_wrap(layout.text, position, stop, inner)):
            mark = layout.glyphs.wrap if number else " "
            sign = Piece(f"{mark} "[:2], "code")
            yield Line((sign, *colours.pieces(layout, left, right)), "code")
        position = stop + 1


def _tokens(layout: Layout, block: Code) -> Iterable[Token]:
    if not (layout.highlight and block.language):
        return ()
    return code_tokens(layout.text[block.start : block.end], block.language, block.start)


class _Colours:
    """Deals out tokens to lines, which ask for them from the first to the last."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self._tokens = iter(tokens)
        self._token = next(self._tokens, None)

    def pieces(self, layout: Layout, start: int, end: int) -> Iterator[Piece]:
        """Give the pieces of a line."""
        position = start
        while self._token is not None and self._token[0] < end:
            left, right, role = self._token
            if right > position:
                left = max(left, position)
                if left > position:
                    yield layout.piece(position, left, "code")
                position = min(right, end)
                yield layout.piece(left, position, role)
            if right > end:
                break
            self._token = next(self._tokens, None)
        if position < end or start == end:
            yield layout.piece(position, end, "code")
