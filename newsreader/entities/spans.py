"""Names among the words of a text, before they are mentions: with what speaks for each type."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.core.models import EntityType
from newsreader.entities.tokens import Tokens

PERSON, ORGANISATION, PLACE, OTHER = range(4)
TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE, EntityType.OTHER)
SURE = 3.0
"""The weight of what is known for sure against one finding of the model, whose votes sum to 1."""
Form = tuple[str, ...]
"""A name as its words."""


class Span(NamedTuple):
    """A name among the words of a text.

    Attributes:
        first: Its first word.
        last: The word after its last.
        votes: For each of `TYPES`, how much speaks for it.
        source: As in `newsreader.core.models.Mention`.
    """

    first: int
    last: int
    votes: tuple[float, ...]
    source: str = "model"

    @property
    def kind(self) -> int:
        """The type that most speaks for, an index into `TYPES`."""
        return best(self.votes)


def best(votes: tuple[float, ...] | list[float]) -> int:
    """The type with the most votes."""
    return votes.index(max(votes))


def only(kind: int) -> tuple[float, ...]:
    """Votes for one type alone."""
    return tuple(SURE if index == kind else 0.0 for index in range(len(TYPES)))


def name_of(tokens: Tokens, first: int, last: int) -> str:
    """The words as one name, hyphens without spaces."""
    return " ".join(tokens.words[first:last]).replace(" - ", "-")


def cover(marks: bytearray, span: Span) -> None:
    """Mark the words of a span."""
    marks[span.first : span.last] = b"\x01" * (span.last - span.first)
