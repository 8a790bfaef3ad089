"""Names by an installed spaCy model, for languages that the shipped model does not know.

Only where the person has installed spaCy (the extra ``spacy``) and a model of the language; nothing
is ever downloaded.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from newsreader.core.models import EntityType, Mention

MAX_CHARACTERS = 200_000
"""Only so much of a text is given to spaCy."""
_TYPES = {
    "PER": EntityType.PERSON, "PERSON": EntityType.PERSON, "persName": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION, "orgName": EntityType.ORGANISATION,
    "LOC": EntityType.PLACE, "GPE": EntityType.PLACE, "FAC": EntityType.PLACE,
    "placeName": EntityType.PLACE, "geogName": EntityType.PLACE,
    "EVENT": EntityType.EVENT, "LAW": EntityType.LAW, "MISC": EntityType.OTHER,
    "NORP": EntityType.OTHER, "PRODUCT": EntityType.OTHER, "WORK_OF_ART": EntityType.OTHER,
}  # fmt: skip


@lru_cache(maxsize=8)
def model_name(language: str) -> str:
    """The name of an installed model of the language, "" where there is none.

    Of several the largest is taken; looking costs nothing where spaCy is not installed.
    """
    if find_spec("spacy") is None:
        return ""
    from spacy.util import get_installed_models

    sizes = ("_sm", "_md", "_lg", "_trf")
    found = [name for name in get_installed_models() if name.startswith(f"{language}_")]
    return max(found, key=lambda name: (name.endswith(sizes[1:]), name), default="")


@lru_cache(maxsize=2)
def _pipeline(name: str) -> Any:
    import spacy

    return spacy.load(name, exclude=["parser", "lemmatizer", "attribute_ruler"])


def find_names(text: str, name: str) -> list[Mention]:
    """Find names by an installed model.

    Args:
        text: Plain text in the model's language.
        name: As `model_name` gives it.
    """
    found = _pipeline(name)(text[:MAX_CHARACTERS])
    return [
        Mention(start=one.start_char, end=one.end_char, type=_TYPES[one.label_])
        for one in found.ents
        if one.label_ in _TYPES and one.text.strip() == one.text
    ]
