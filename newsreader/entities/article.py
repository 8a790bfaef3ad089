"""An article, title and text together: its entities, its language, and what found the names."""

from __future__ import annotations

from datetime import datetime

import msgspec

from newsreader.core.models import Entity, Mention
from newsreader.entities import Analysis
from newsreader.entities.known import with_known_names
from newsreader.entities.language import common_words, detect_language
from newsreader.entities.recogniser import TOLD, guess_language, has_model, recognise
from newsreader.entities.resolver import resolve

_ENOUGH = 200
"""From how many characters on a text's own words say its language more surely than its page."""
_GAP = "\n\n"


def analyse(title: str, text: str, *, language: str, published: datetime | None) -> Analysis:
    """See `newsreader.entities.analyse`."""
    language = _language(title, text, language)
    head = title + _GAP if title else ""
    whole = head + text
    reading = language or guess_language(whole)
    mentions = recognise(
        whole,
        language=reading,
        published=published,
        title_length=len(title),
        quantities=True,
    )
    mentions = [one for one in mentions if one.end <= len(title) or one.start >= len(head)]
    entities = resolve(
        whole, mentions, language=language, published=published, title_length=len(title)
    )
    return Analysis(
        entities=with_known_names(_shifted(entity, len(head)) for entity in entities),
        language=language,
        names_by="model" if has_model(reading) else "fallback",
    )


def _language(title: str, text: str, told: str) -> str:
    told = told[:2].lower()
    detected = detect_language(text if len(text) >= _ENOUGH else f"{title}\n{text}")
    if len(text) < _ENOUGH:
        return told or detected
    if not detected and len(text) >= TOLD and common_words(told):
        return ""  # its page says a language whose commonest words it has not
    return detected or told


def _shifted(entity: Entity, by: int) -> Entity:
    if not by:
        return entity
    moved: tuple[Mention, ...] = tuple(
        msgspec.structs.replace(one, start=one.start - by, end=one.end - by)
        for one in entity.mentions
    )
    return msgspec.structs.replace(entity, mentions=moved)
