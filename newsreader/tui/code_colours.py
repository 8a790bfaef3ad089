"""What the words of a piece of code are, told by Pygments, which comes with Textual."""

from __future__ import annotations

LONGEST = 50_000
"""Longer code is shown in one colour."""

_ROLES = {
    "Keyword": "code-keyword",
    "Comment": "code-comment",
    "String": "code-string",
    "Number": "code-number",
}


def code_tokens(code: str, language: str, offset: int) -> list[tuple[int, int, str]]:
    """Find the parts of code that get a colour of their own.

    Args:
        code: The code.
        language: Its language, as the page names it.
        offset: What to add to every position.

    Returns:
        Start, end and role of each part, in order; nothing for a language that is not known.
    """
    if len(code) > LONGEST:
        return []
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language.lower(), stripnl=False, ensurenl=False)
        found = list(lexer.get_tokens_unprocessed(code))
    except (ClassNotFound, RecursionError):
        return []
    tokens = []
    for start, kind, text in found:
        role = next((_ROLES[part] for part in kind if part in _ROLES), "")
        if role and text:
            tokens.append((offset + start, offset + start + len(text), role))
    return tokens
