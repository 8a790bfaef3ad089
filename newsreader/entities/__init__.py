"""Who and where: text -> mentions -> entities.

Cheap to import: numpy, the model and the table of places are read when they are first needed.

    recognise(text)           -> mentions: where something is named, and what kind of thing
    resolve(text, mentions)   -> entities: one for each person, organisation, place, ...
    analyse(title, text)      -> both for an article, with its headline kept apart
    detect_language(text)     -> ISO 639-1
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from newsreader.core.models import Entity, Mention

__all__ = ["Analysis", "analyse", "detect_language", "recognise", "resolve"]


class Analysis(msgspec.Struct, frozen=True, kw_only=True):
    """What an article is about.

    Attributes:
        entities: The most salient first; their mentions point into the text, their title mentions
            into the title.
        language: ISO 639-1, "" where it could not be told.
        names_by: ``model``, or ``fallback`` where the language has no model.
    """

    entities: tuple[Entity, ...] = ()
    language: str = ""
    names_by: str = "model"


def analyse(
    title: str, text: str, *, language: str = "", published: datetime | None = None
) -> Analysis:
    """Find what an article names.

    Args:
        title: Its headline; the names in it are judged by those in the text.
        text: Its plain text, as a document holds it: offsets of mentions point into it.
        language: What its page or feed says, "" to detect it; a long text's own words win.
        published: What "Monday" and "last year" are relative to.
    """
    from newsreader.entities import article

    return article.analyse(title, text, language=language, published=published)


def recognise(text: str, *, language: str = "", published: datetime | None = None) -> list[Mention]:
    """Find the names, dates, amounts, laws and events in a text.

    Args:
        text: Plain text of any size and kind.
        language: ISO 639-1, "" to detect it.
        published: What relative dates are relative to.

    Returns:
        Mentions in order that do not overlap, each within the text. A demonym ("North Korean")
        has the type ``other`` and is marked as one; `resolve` counts it for its country.
    """
    from newsreader.entities.recogniser import recognise as find

    return find(text, language=language, published=published)


def resolve(
    text: str,
    mentions: Sequence[Mention],
    *,
    language: str = "",
    published: datetime | None = None,
) -> list[Entity]:
    """Group the mentions of a text into entities, the most salient first, places located.

    Args:
        text: The text that the mentions point into.
        mentions: As `recognise` gives them.
        language: ISO 639-1 of the text, "" to detect it.
        published: What relative dates are relative to; it gives dates their values.
    """
    from newsreader.entities.resolver import resolve as group

    language = language or detect_language(text)
    return group(text, mentions, language=language, published=published)


def detect_language(text: str) -> str:
    """Say which language a text is in: ISO 639-1, "" where it cannot be told."""
    from newsreader.entities.language import detect_language as detect

    return detect(text)
