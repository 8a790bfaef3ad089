"""Who an article is about: how often, how early, how far through it something is named."""

from __future__ import annotations

import math

from newsreader.core.models import Entity, EntityType

_WEIGHT = {
    EntityType.PERSON: 1.0,
    EntityType.ORGANISATION: 1.0,
    EntityType.PLACE: 1.1,
    EntityType.EVENT: 0.8,
    EntityType.LAW: 0.6,
    EntityType.OTHER: 0.5,
    EntityType.MONEY: 0.15,
    EntityType.DATE: 0.1,
}
_QUANTITY = 0.02
"""What a rule found that is no name: percentages, measures."""
_IN_TITLE = 1.6
_DEMONYM = 0.5
"""How much a mention by the demonym counts: "Russian" says less than "Russia"."""


def weigh(entity: Entity, length: int) -> float:
    """Weigh an entity against the others of its article.

    Args:
        entity: With all its mentions.
        length: Of the article's text, in characters.
    """
    count = sum(_DEMONYM if mention.demonym else 1.0 for mention in entity.mentions)
    count += len(entity.title_mentions)
    first = 0 if entity.title_mentions else entity.mentions[0].start if entity.mentions else length
    early = 1 + 2 * math.exp(-8 * first / max(length, 1))
    last = entity.mentions[-1].start if entity.mentions else first
    throughout = 1 + max(last - first, 0) / max(length, 1)
    title = _IN_TITLE if entity.title_mentions else 1.0
    return math.pow(max(count, 0.1), 0.7) * early * throughout * title * _type_weight(entity)


def _type_weight(entity: Entity) -> float:
    mentions = (*entity.mentions, *entity.title_mentions)
    if entity.type is EntityType.OTHER and all(one.source == "rule" for one in mentions):
        return _QUANTITY
    return _WEIGHT[entity.type]
