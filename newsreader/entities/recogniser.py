"""Text -> mentions: the model or the fallback, then one document's consistency, then the rules."""

from __future__ import annotations

import os
import sys
from datetime import datetime

from newsreader.core.models import EntityType, Mention
from newsreader.entities import spacy_models
from newsreader.entities.consistency import settle
from newsreader.entities.fallback import find_names
from newsreader.entities.headlines import find_headlines
from newsreader.entities.language import detect_language
from newsreader.entities.names import is_plausible
from newsreader.entities.rules import find_rules, without_overlaps
from newsreader.entities.spans import Span
from newsreader.entities.tokens import Tokens, tokenise

OWN_LANGUAGE = "en"
"""The language of the shipped model."""
TOLD = 400
"""From so many characters on a text whose language is not told is in one that is not known."""
MODEL_WORDS = 40_000
"""Only so many words are read by the model; in the rest, the names found by then are searched."""


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
    language = (language or guess_language(text))[:2].lower()
    if language == OWN_LANGUAGE:
        tokens = tokenise(text)
        names = settle(tokens, _by_model(tokens), find_headlines(tokens, title_length))
        found = _merged(find_rules(text, published, quantities=quantities), names)
    elif name := spacy_models.model_name(language):
        found = spacy_models.find_names(text, name)
    else:
        found = find_names(text, language)
    return [mention for mention in found if is_plausible(text[mention.start : mention.end])]


def guess_language(text: str) -> str:
    """The language to read a text in: English where it is too short to tell, "" if not known."""
    return detect_language(text) or ("en" if len(text) < TOLD else "")


def has_model(language: str) -> bool:
    """Whether names in the language are found by a model, not by the fallback."""
    return language == OWN_LANGUAGE or bool(spacy_models.model_name(language))


def _by_model(tokens: Tokens) -> list[Span]:
    if "numpy" not in sys.modules:  # the matrices are small: more threads only cost time
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    from newsreader.entities.network import network

    sentences = [one for one in tokens.sentences if one[1] <= MODEL_WORDS]
    read = sentences[-1][1] if sentences else 0
    part = Tokens(tokens.words[:read], tokens.starts[:read], tokens.ends[:read], sentences)
    return [Span(span.first, span.last, span.votes) for span in network().find(part)]


def _merged(rules: list[Mention], names: list[Mention]) -> list[Mention]:
    """Put what rules and model found together: a rule's finding displaces what it overlaps.

    A law or an event that lies inside a longer name, or that only adds words to one, gives way to
    it and lends it its type.
    """
    found: list[Mention] = []
    index = 0
    for rule in sorted(rules):
        while index < len(names) and names[index].end <= rule.start:
            found.append(names[index])
            index += 1
        longest = rule
        while index < len(names) and names[index].start < rule.end:
            name = names[index]
            if name.start <= rule.start and name.end == rule.end and rule.type in _NAMED:
                longest = Mention(start=name.start, end=name.end, type=rule.type, source="rule")
            index += 1
        found.append(longest)
    return without_overlaps(found + names[index:])


_NAMED = frozenset({EntityType.LAW, EntityType.EVENT})
