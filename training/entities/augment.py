"""Variants of sentences: other people's and towns' names, headlines, capitals.

A model that has seen ten thousand surnames relies on what stands round a name, not on the name.
"""

from __future__ import annotations

import random
import re
from pathlib import Path

from corpus import Sentence, people
from templates import Templates

from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer, organisations
from newsreader.entities.words import words

_SMALL = words("a an the of on in to for and or by at as with from but is")


class Augmenter:
    """Makes variants of sentences, the same ones for the same seed."""

    def __init__(self, first_names: list[str], last_names: list[str], seed: int) -> None:
        self._random = random.Random(seed)
        self._first = first_names
        self._last = last_names
        self._groups = people()
        kinds = organisations().kinds
        self._companies = kinds["company"] + kinds["media"]
        self._known_companies = frozenset(self._companies)
        known = gazetteer()
        towns = [line for line in known.table("T") if line[1] not in AMBIGUOUS]
        large = [line[1] for line in towns if int(line[5]) > 500_000]
        # Great towns are named more often: they stand in the list several times.
        self._towns = [line[1] for line in towns if int(line[5]) > 40_000] + 8 * large

    def vary(self, sentence: Sentence) -> Sentence:
        """Give the sentence itself, or now and then a variant of it."""
        if self._random.random() < 0.35:
            sentence = self._renamed(sentence)
        chance = self._random.random()
        if chance < 0.03:
            return _changed(sentence, _headline(sentence.text))
        if chance < 0.045:
            return _changed(sentence, sentence.text.upper())
        return sentence

    def _renamed(self, sentence: Sentence) -> Sentence:
        text = sentence.text
        renames = {}
        for start, end, kind in sentence.spans:
            form = text[start:end]
            if form not in renames and self._random.random() < 0.5:
                renames[form] = self._other(form, kind)
        parts, spans, masked, last, shift = [], [], [], 0, 0
        for start, end, kind in sorted(sentence.spans):
            if start < last:
                continue
            new = renames.get(text[start:end]) or text[start:end]
            parts += [text[last:start], new]
            spans.append((start + shift, start + shift + len(new), kind))
            masked += [(a + shift, b + shift) for a, b in sentence.masked if last <= a < start]
            shift += len(new) - (end - start)
            last = end
        masked += [(a + shift, b + shift) for a, b in sentence.masked if last <= a]
        return Sentence("".join([*parts, text[last:]]), spans, sentence.source, masked)

    def _other(self, form: str, kind: str) -> str:
        parts = form.split()
        if kind == "PER" and all(re.fullmatch(r"[A-ZÀ-Þ][\w'’-]+", word) for word in parts):
            first, last = self._person()
            if len(parts) < 3:
                return last if len(parts) == 1 else f"{first} {last}"
        if kind == "ORG" and form in self._known_companies:
            return self._random.choice(self._companies)
        known = gazetteer()
        if kind == "LOC" and known.kind(form) == "T":
            return self._random.choice(self._towns)
        return ""

    def _person(self) -> tuple[str, str]:
        """A first and a last name of one language."""
        if self._random.random() < 0.5:
            return self._random.choice(self._first[:1500]), self._random.choice(self._last)
        first, last = self._random.choice(self._groups)
        return self._random.choice(first), self._random.choice(last)

    def templates(self, path: Path, count: int) -> list[Sentence]:
        """Sentences made of templates and names."""
        made = Templates(path, self._random, self._person, self._towns)
        return [made.sentence() for _ in range(count)]


def _headline(text: str) -> str:
    def capitalised(match: re.Match[str]) -> str:
        word = match.group()
        return word if word in _SMALL and match.start() else word[0].upper() + word[1:]

    headline = re.sub(r"[^\W\d_]+(?:['’]\w+)?", capitalised, text)
    return headline[:-1] + " " if headline.endswith(".") else headline


def _changed(sentence: Sentence, text: str) -> Sentence:
    return sentence._replace(text=text) if len(text) == len(sentence.text) else sentence
