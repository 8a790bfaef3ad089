"""Lines that are written as headlines, where capitals do not say what is a name."""

from __future__ import annotations

from newsreader.entities.tokens import Tokens

_ENDS = frozenset(".!?")


def find_headlines(tokens: Tokens, title_length: int) -> list[tuple[int, int]]:
    """Find the sentences that are written as headlines: nearly every long word has a capital.

    Args:
        tokens: The words of the whole text.
        title_length: How many characters at its start are its title; there, two long words with
            capitals are enough.

    Returns:
        ``(first, past the last)`` word of each.
    """
    found = []
    for first, last in tokens.sentences:
        long = [word for word in tokens.words[first:last] if len(word) > 3 and word[0].isalpha()]
        titled = tokens.ends[last - 1] <= title_length
        if len(long) < (2 if titled else 4):
            continue
        capital = sum(word[0].isupper() for word in long)
        ends = tokens.words[last - 1] in _ENDS
        if capital >= 0.75 * len(long) and (titled or not ends):
            found.append((first, last))
    return found
