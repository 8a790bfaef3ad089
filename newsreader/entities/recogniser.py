"""Text -> mentions: the model or the fallback, then the rules, then one document's consistency."""

from __future__ import annotations

from datetime import datetime

from newsreader.core.models import Mention
from newsreader.entities.fallback import find_names
from newsreader.entities.language import detect_language
from newsreader.entities.rules import find_rules, without_overlaps


def recognise(
    text: str,
    *,
    language: str = "",
    published: datetime | None = None,
    title_length: int = 0,
    quantities: bool = False,
) -> list[Mention]:
    """Find the names, dates, amounts, laws and events in a text.

    Args:
        text: Plain text of any size and kind.
        language: ISO 639-1, "" to detect it.
        published: What relative dates are relative to.
        title_length: How many characters at the start of the text are its title.
        quantities: Also percentages, measures and large numbers, as ``other``.

    Returns:
        Mentions in order that do not overlap, each within the text.
    """
    language = (language or detect_language(text) or "en")[:2].lower()
    found = find_names(text, language)
    rules = find_rules(text, published, quantities=quantities) if language == "en" else []
    return merge(rules, found)


def merge(first: list[Mention], second: list[Mention]) -> list[Mention]:
    """Put two lists of mentions together: where they overlap, those of the first stay."""
    taken = sorted(first)
    found = list(first)
    index = 0
    for mention in sorted(second):
        while index < len(taken) and taken[index].end <= mention.start:
            index += 1
        if index == len(taken) or taken[index].start >= mention.end:
            found.append(mention)
    return without_overlaps(found)


def has_model(language: str) -> bool:
    """Whether names in the language are found by a model, not by the fallback."""
    return language == "en"
