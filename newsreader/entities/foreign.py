"""Places by their names in other languages, whatever case a language has put them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsreader.entities.gazetteer import ForeignName, foreign_names
from newsreader.entities.words import words

_INFLECTED = words("ru uk bg sr pl cs sk sl hr")
_KOREAN_PARTICLE = re.compile(
    r"(?<=..)(?:에서|에게|까지|부터|으로|은|는|이|가|을|를|의|에|와|과|도|로)$"
)


def foreign_place(name: str, language: str) -> ForeignName | None:
    """Look a name up as a place's name in a language, inflected as it may stand in a text."""
    names = foreign_names()
    for form in _forms(name, language):
        found = names.get(form)
        if found and (not found.languages or not language or language in found.languages):
            return found
    if language in _INFLECTED and len(name) > 3:
        stem = _stem(name)
        # "Герман" is a first name, not a case of "Германия": an ending must have been there.
        return _stems(language).get(stem) if stem != name else None
    return None


@lru_cache(maxsize=4)
def _native_names(language: str) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name, place in foreign_names().items():
        if language in place.languages:
            found.setdefault((place.english, place.country), name)
    return found


def native_name(place: ForeignName, language: str) -> str:
    """How a language calls a place, without the endings of cases; "" where that is not known."""
    return _native_names(language).get((place.english, place.country), "")


def _forms(name: str, language: str) -> Iterator[str]:
    yield name
    if language in ("de", "sv", "da", "nb", "nl") and name.endswith("s"):
        yield name[:-1]
    if language == "ar":
        for prefix in ("ال", "و", "ب", "ل", "في"):
            if name.startswith(prefix) and len(name) > len(prefix) + 2:
                yield name[len(prefix) :]
    if language == "ko":
        yield _KOREAN_PARTICLE.sub("", name)
    if language == "tr":
        yield re.split("['’]", name)[0]


_CASE_END = re.compile(
    r"(?:[аеёиіїоуыэюяйьєaeiouyąęáéěíýůú]|ой|ом|ем|ою|ею|ах|ях|ых|их|ым|ими|ого|ому|ами|ями"
    r"|ów|em|ie)+$"
)


def _stem(name: str) -> str:
    """A name without the ending that its case gives it, if three letters are left."""
    stems = []
    for word in name.split():
        # Ukrainian: Київ, у Києві; Харків, у Харкові
        stem = re.sub("їв$", "єв", re.sub("ів$", "ов", _CASE_END.sub("", word)))
        stems.append(stem if len(stem) >= 3 else word)
    return " ".join(stems)


@lru_cache(maxsize=4)
def _stems(language: str) -> dict[str, ForeignName]:
    table: dict[str, ForeignName] = {}
    for name, place in foreign_names().items():
        fits = language in place.languages or not (place.languages or name.isascii())
        if fits and len(name) > 3:
            table.setdefault(_stem(name), place)
    return table
