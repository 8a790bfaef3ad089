"""Sentences made of templates: what newspapers write that the other data hardly holds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from corpus import Sentence

from newsreader.entities.dates import MONTHS, WEEKDAYS
from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer, organisations

_SLOT = re.compile(r"\{([A-Z]+)\}")
_KINDS = {
    "PER": "PER", "LAST": "PER", "CITY": "LOC", "CAPS": "LOC", "COUNTRY": "LOC", "REGION": "LOC",
    "NORP": "MISC", "EVENT": "MISC", "COMPANY": "ORG", "MEDIA": "ORG", "AGENCY": "ORG",
    "BODY": "ORG", "PARTY": "ORG", "UNIVERSITY": "ORG", "TEAM": "ORG",
}  # fmt: skip
_EVENTS = """
French Open; Australian Open; U.S. Open; US Open; World Cup; Champions League; Europa League;
Olympic Games; Tokyo Olympics; Super Bowl; Asian Games; Davis Cup; Tour de France; Ryder Cup;
European Championship; Six Nations; Commonwealth Games; Copa America; World Series
"""
_EVENT_NAMES = [" ".join(name.split()) for name in _EVENTS.split(";")]
_DAYS = [day.title() for day in WEEKDAYS]
_MONTH_NAMES = [month.title() for month in MONTHS]


class Templates:
    """Fills templates with names."""

    def __init__(
        self,
        path: Path,
        chance: random.Random,
        person: Callable[[], tuple[str, str]],
        towns: list[str],
    ) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self._templates = [line for line in lines if line and not line.startswith("#")]
        self._chance = chance
        self._person = person
        known = gazetteer()
        self._towns = towns
        self._countries = [
            line[1]
            for line in known.table("C")
            if int(line[5]) > 1_000_000 and line[1] not in AMBIGUOUS
        ] + ["Georgia", "Jordan", "Chad", "Turkey", "Britain", "U.S.", "UK", "United States"]
        self._regions = [line[1] for line in known.table("R")]
        self._demonyms = sorted(known.demonyms)

    def sentence(self) -> Sentence:
        """One sentence, its names marked."""
        template = self._chance.choice(self._templates)
        parts: list[str] = []
        spans = []
        length = last = 0
        for match in _SLOT.finditer(template):
            before = template[last : match.start()]
            name = self._fill(match.group(1))
            length += len(before)
            kind = _KINDS.get(match.group(1))
            if kind:
                spans.append((length, length + len(name), kind))
            parts += [before, name]
            length += len(name)
            last = match.end()
        return Sentence("".join(parts) + template[last:], spans, 4, [])

    def _fill(self, slot: str) -> str:
        choose = self._chance.choice
        if slot in ("PER", "LAST"):
            first, last = self._person()
            return last if slot == "LAST" else f"{first} {last}"
        if slot in ("CITY", "CAPS"):
            town = choose(self._towns)
            return town.upper() if slot == "CAPS" else town
        simple = {
            "COUNTRY": self._countries, "REGION": self._regions, "NORP": self._demonyms,
            "EVENT": _EVENT_NAMES, "DAY": _DAYS, "MONTH": _MONTH_NAMES,
        }  # fmt: skip
        if slot in simple:
            return choose(simple[slot])
        if slot == "N":
            return str(self._chance.randint(2, 99))
        if slot == "S":
            return f"{self._chance.randint(0, 5)}-{self._chance.randint(0, 5)}"
        if slot == "TEAM" and self._chance.random() < 0.45:  # most clubs are called as their towns
            suffix = choose(["", "", "", " United", " City", " FC", " Rovers", " Athletic"])
            return choose(self._towns) + suffix
        return choose(organisations().kinds[slot.lower()])
