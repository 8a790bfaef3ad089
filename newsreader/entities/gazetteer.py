"""The shipped knowledge of places: countries, regions, towns, and what their people are called.

The tables are extracted from GeoNames (CC BY 4.0) and CLDR; see ``training/entities``.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from newsreader.entities.words import words

_DATA = files("newsreader.entities") / "data"

AMBIGUOUS = words(
    "Georgia Jordan Chad Turkey Guinea Jersey Niger Cuba Dominica Victoria Washington Orange "
    "Male Of Best Man Reading Most Split Nice Mobile Bath Derby Hull Wells Buffalo Enterprise "
    "Lincoln Jackson Houston Austin Dallas Clinton Madison Charlotte Sydney Florence Paris Lima "
    "Granada Santiago Cordoba Valencia Carolina Virginia Montana Dakota Java Altai Komi Saxony "
    "Victoria Bali Norman CAR Congo Asia Central Sale Deal Ash Batman Opportunity University "
    "March May Date Along Same Young Bar Bonn Troy Union Progress Liberty Independence Hope "
    "Salem Eden"
)
"""Places whose names are also the names of people or other things."""


class Row(NamedTuple):
    """A place of the table.

    Attributes:
        kind: ``C`` country, ``R`` region, ``T`` town.
        country: ISO 3166-1 alpha-2.
        people: Its population; for a capital more, since it is meant more often.
    """

    kind: str
    name: str
    country: str
    lat: float
    lon: float
    people: int


class Gazetteer:
    """Looks names up: places, demonyms, names in other languages."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = []
        self._places: dict[str, list[int]] = {}
        self.demonyms: dict[str, str] = {}
        """What a people or its things are called -> the name of the country or region."""
        self.countries: dict[str, str] = {}
        """A country's code -> its name."""
        self.canonical: dict[str, str] = {}
        """Every English name of a country or region -> the one that is shown."""
        self.longest: dict[str, int] = {}
        """The first word of a name of several words -> the most words of such a name."""
        for line in _read("places.tsv.gz"):
            self._add(line.split("\t"))

    def _add(self, cells: list[str]) -> None:
        kind, name, code, _, _, _, others, demonyms = cells
        index = len(self._lines)
        self._lines.append(cells)
        names = [name, *others.split("|")] if others else [name]
        for form in names:
            self._places.setdefault(form, []).append(index)
            if " " in form or "-" in form:
                words = form.replace("-", " - ").split()
                self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        if kind == "C":
            self.countries[code] = name
        if kind != "T":
            for form in names:
                self.canonical.setdefault(form, name)
            for demonym in demonyms.split("|") if demonyms else ():
                self.demonyms.setdefault(demonym, name)
                words = demonym.split()
                if len(words) > 1:
                    self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def candidates(self, name: str) -> list[Row]:
        """The places of that English name: countries, then regions, then towns by size."""
        return [self._row(index) for index in self._places.get(name, ())]

    def table(self, kind: str) -> list[list[str]]:
        """The lines of one kind of place, as the table holds them."""
        return [line for line in self._lines if line[0] == kind]

    def _row(self, index: int) -> Row:
        kind, name, code, lat, lon, people, _, _ = self._lines[index]
        return Row(kind, name, code, float(lat), float(lon), int(people))

    def kind(self, name: str) -> str:
        """The kind of the foremost place of that name, "" where there is none."""
        found = self._places.get(name)
        return self._lines[found[0]][0] if found else ""

    def people(self, name: str) -> int:
        """How many live in the foremost place of that name, 0 where there is none."""
        found = self._places.get(name)
        return int(self._lines[found[0]][5]) if found else 0

    def is_country(self, name: str) -> bool:
        """Whether it is an English name of a country."""
        return self.kind(name) == "C"


class Organisations(NamedTuple):
    """Well-known organisations.

    Attributes:
        names: Those of one word.
        forms: Those of several, as their words.
        lengths: The first word of such a name -> how many words it may have, the most first.
        kinds: The kind (``company``, ``team``, ...) -> all its names.
    """

    names: frozenset[str]
    forms: frozenset[tuple[str, ...]]
    lengths: dict[str, list[int]]
    kinds: dict[str, list[str]]


class ForeignName(NamedTuple):
    """A place's name in another language: which languages use it, and which place it is."""

    languages: frozenset[str]
    english: str
    country: str


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The gazetteer, read at its first use."""
    return Gazetteer()


@lru_cache(maxsize=1)
def organisations() -> Organisations:
    """The well-known organisations, read at first use."""
    from newsreader.entities.tokens import tokenise

    kinds: dict[str, list[str]] = {}
    for line in (_DATA / "organisations.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, names = line.partition(": ")
            kinds[kind] = names.split("; ")
    forms = {tuple(tokenise(name).words) for names in kinds.values() for name in names}
    lengths: dict[str, set[int]] = {}
    for form in forms:
        if len(form) > 1:
            lengths.setdefault(form[0], set()).add(len(form))
    return Organisations(
        frozenset(form[0] for form in forms if len(form) == 1),
        frozenset(form for form in forms if len(form) > 1),
        {word: sorted(counts, reverse=True) for word, counts in lengths.items()},
        kinds,
    )


@lru_cache(maxsize=1)
def first_names() -> frozenset[str]:
    """Common first names of many languages, read at first use."""
    return frozenset(_read("first_names.txt.gz"))


@lru_cache(maxsize=1)
def foreign_names() -> dict[str, ForeignName]:
    """Names of countries and great towns in other languages, read at first use."""
    names: dict[str, ForeignName] = {}
    everyday = (_DATA / "foreign_everyday.tsv").read_text(encoding="utf-8").splitlines()
    for line in [*_read("foreign_places.tsv.gz"), *everyday[1:]]:
        form, languages, english, country = line.split("\t")
        place = ForeignName(frozenset(languages.split()), english, country)
        known = names.setdefault(form, place)
        if known.english == english:
            names[form] = known._replace(languages=known.languages | place.languages)
    return names


def _read(name: str) -> list[str]:
    content = gzip.decompress((_DATA / name).read_bytes())
    return content.decode("utf-8").splitlines()
