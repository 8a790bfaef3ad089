"""Why a name was found, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from newsreader.core.models import Entity, EntityType, Identity, Mention

_SOURCES = {
    "model": ("the model recognised it", "by the model"),
    "rule": ("it is written as such things are, by the rules", "by the rules"),
    "consistency": (
        "the same name is recognised elsewhere in this article",
        "as the same name elsewhere",
    ),
    "gazetteer": ("it stands in the table of places", "by the table of places"),
    "fallback": (
        "there is no model for this language, but it is written as a name or comes again",
        "by its letters and repetition",
    ),
    "user": ("you said so", "by you"),
}
"""Of each source of a mention: why it is a name here, and how it was found, in a list."""

TYPES = {
    EntityType.PERSON: "a person",
    EntityType.ORGANISATION: "an organisation",
    EntityType.PLACE: "a place",
    EntityType.EVENT: "an event",
    EntityType.LAW: "a law or treaty",
    EntityType.MONEY: "a sum of money",
    EntityType.DATE: "a date",
    EntityType.OTHER: "another name",
}
"""What a name of each type is."""


def why_found(
    words: str,
    entity: Entity,
    mention: Mention,
    identity: Identity | None,
    changes: Sequence[str] = (),
) -> str:
    """Tell why a place of a text was found to be a name, and how often it is one.

    Args:
        words: What stands there.
        entity: Whom the words name.
        mention: The place.
        identity: Who that is in all articles; None where it is known in this one only.
        changes: What the person said of it, in sentences.
    """
    because, _ = _SOURCES.get(mention.source, _SOURCES["model"])
    told = [f"“{words}” is taken for {TYPES[entity.type]} here: {because}."]
    if words != entity.name:
        told.append(f"It stands for {entity.name}.")
    if entity.count > 1:
        told.append(f"The article names it {entity.count} times: {_ways(entity)}.")
    if identity is not None:
        many = "1 article names" if identity.articles == 1 else f"{identity.articles} articles name"
        also = [name for name in identity.aliases if name != entity.name][:3]
        told.append(f"{many} it{', also as ' + ', '.join(also) if also else ''}.")
    if changes:
        told.append(f"You said: {' '.join(changes)}")
    return " ".join(told)


def _ways(entity: Entity) -> str:
    """Count in which ways its mentions were found."""
    mentions = [*entity.title_mentions, *entity.mentions]
    counts = Counter(_SOURCES.get(one.source, _SOURCES["model"])[1] for one in mentions)
    if len(counts) == 1:
        return f"all {next(iter(counts))}"
    return ", ".join(f"{number} {way}" for way, number in counts.most_common())
