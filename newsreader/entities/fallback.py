"""Names in languages that have no model: known places, known first names, and what repeats.

A name of a country or a great town is found in any script by the gazetteer's names in that
language. Persons are found where a known first name begins a run of capitalised words, or where
the last word of such a run stands alone elsewhere; other runs only where they repeat. In German
every noun has a capital, so that there only first names, known organisations and acronyms count.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator

from newsreader.core.models import EntityType, Mention
from newsreader.entities.foreign import foreign_place
from newsreader.entities.gazetteer import first_names, foreign_names, gazetteer, organisations
from newsreader.entities.language import common_words
from newsreader.entities.tokens import Tokens, tokenise
from newsreader.entities.words import words

_CAPITALLESS = words("zh ja ko th ar fa he hi ka")
_SPACELESS = words("zh ja th")
_LINKS = words(
    "de del della der den di da do dos du des la le el van von zu zur af av of bin ibn al ben ter "
    "ten фон дер де ван аль ибн"
)
_GERMAN_LINKS = words("von van de zu der den bin al ibn")
_ORGANISATION = re.compile(
    r"GmbH|AG\b|SE\b|SpA\b|Ministeri|Minist[eéè]r|Universi|Bank|Banco|Banque|Banca|Partei|Parti"
    r"|Bund|Verband|Gericht|Tribuna|Corte|Cour\b|[Ss][eé]na[dt]|[Uu]ni[oó]n|União|Unione|Союз|Amt\b"
    r"|Commission|Comisi|Kommission|Consei|Consej|Rat\b|Club|FC\b|Verein|Assembl|Asamblea|Agen[cz]"
    r"|Istitut|Institut|Naciones|Nations|Nazioni|Nações|Министерств|Міністерств|Банк|Университет"
    r"|Університет|Партия|Партія|Совет|Рада|Суд\b|Служба|Комиссия"
)
_ACRONYM = re.compile(r"(?!(?:[IVXLC]+)$)[A-ZÄÖÜÀ-ÞА-ЯІЇЄ]{2,6}")
_ELISION = re.compile(r"(?:l|d|qu|n|s|L|(?:[Dd]e|[Nn]e|[Aa]|[Ss]u|[Dd]a)?ll|un|Un)['’](?=[A-ZÀ-Þ])")
_SURNAMES = 2
"""How many words may follow a person's first names."""
_COUNTRY_ACRONYMS = words("USA UK UAE DDR DRC")
_WORDS_ELSEWHERE = words(
    "Bild Orange Target Inter Total Williams Rangers Visa Vice Variety Nature Science Congress "
    "Parliament Senate Greens Fed Meta Forbes Vox Roma Lega Santos Monaco Porto Sevilla Valencia "
    "Barcelona Lyon Lille Leeds Liverpool Morena Sol"
)
"""Organisations whose names are ordinary words or places in other languages."""
_Run = tuple[int, int]


def find_names(text: str, language: str) -> list[Mention]:
    """Find names without a model.

    Args:
        text: Text in any language.
        language: ISO 639-1, "" where it is not known.

    Returns:
        Mentions in order that do not overlap.
    """
    if language in _SPACELESS:
        return _places_inside(text, language)
    tokens = tokenise(text)
    if language in ("fr", "it"):
        tokens = _without_elisions(tokens)
    taken = bytearray(len(tokens.words))
    found = []
    for first, last in _Places(tokens, language).find():
        taken[first:last] = b"\x01" * (last - first)
        found.append(_mention(tokens, (first, last), EntityType.PLACE, "gazetteer"))
    if language not in _CAPITALLESS:
        found += _Names(tokens, taken, language).find()
    return sorted(found)


def _without_elisions(tokens: Tokens) -> Tokens:
    """Split "l'Ukraine" and "dell'Ucraina" into the article and the name."""
    parts = Tokens([], [], [], [])
    for first, last in tokens.sentences:
        begin = len(parts.words)
        for index in range(first, last):
            word, start = tokens.words[index], tokens.starts[index]
            elided = _ELISION.match(word)
            for piece in (elided.group(), word[elided.end() :]) if elided else (word,):
                parts.words.append(piece)
                parts.starts.append(start)
                start += len(piece)
                parts.ends.append(start)
        parts.sentences.append((begin, len(parts.words)))
    return parts


def _mention(
    tokens: Tokens, span: tuple[int, int], kind: EntityType, source: str = "fallback"
) -> Mention:
    first, last = span
    start, end = tokens.starts[first], tokens.ends[last - 1]
    return Mention(start=start, end=end, type=kind, source=source)


# -- places ----------------------------------------------------------------------------------------


class _Places:
    """Looks the words of a text up as places."""

    def __init__(self, tokens: Tokens, language: str) -> None:
        self._tokens = tokens
        self._language = language
        self._lower = {word for word in tokens.words if word.islower()}
        self._starts = {first for first, _ in tokens.sentences}

    def find(self) -> Iterator[_Run]:
        words = self._tokens.words
        index = 0
        while index < len(words):
            step = 1
            if words[index][0].isupper() or self._language in _CAPITALLESS:
                for length in (5, 4, 3, 2, 1):
                    name = _joined(self._tokens, index, index + length)
                    if len(name) > 1 and self._is_place(name, index, index + length):
                        yield index, index + length
                        step = length
                        break
            index += step

    def _is_place(self, name: str, first: int, last: int) -> bool:
        if self._is_attached(first, last):
            return False
        if name in _COUNTRY_ACRONYMS or (not self._language and gazetteer().is_country(name)):
            return True
        place = foreign_place(name, self._language)
        if place and place.languages:
            return True
        if place is None and gazetteer().people(name) < 1_000_000:
            return False
        # The table does not say in which language this is a name: it may be an ordinary word.
        if not name[0].isascii() and not "À" <= name[0] <= "ɏ":
            return len(name) > 3 or self._language in _CAPITALLESS
        if (
            len(name) < (5 if self._language == "de" else 4)
            or first in self._starts
            or name.lower() in self._lower
        ):
            return False
        return name.split()[0] not in first_names()

    def _is_attached(self, first: int, last: int) -> bool:
        """Whether it is part of a compound ("US-Präsident") or somebody's surname."""
        words, tokens = self._tokens.words, self._tokens
        if (
            last < len(words)
            and words[last] == "-"
            and tokens.ends[last - 1] == tokens.starts[last]
        ):
            return True
        if first == 0 or last - first > 1:
            return False
        before = words[first - 1]
        return before in first_names() and tokens.starts[first] - tokens.ends[first - 1] == 1


def _joined(tokens: Tokens, first: int, last: int) -> str:
    """The words as one name, "" where they do not stand beside one another."""
    if last > len(tokens.words):
        return ""
    parts = [tokens.words[first]]
    for index in range(first + 1, last):
        gap = tokens.starts[index] - tokens.ends[index - 1]
        if gap > 1:
            return ""
        parts.append((" " if gap else "") + tokens.words[index])
    return "".join(parts)


def _places_inside(text: str, language: str) -> list[Mention]:
    """Places in a script without spaces: the longest known name at each place of the text."""
    names = {
        name
        for name, place in foreign_names().items()
        if len(name) > 1
        and (language in place.languages or not place.languages)
        and not name[0].isascii()
    }
    firsts: dict[str, set[int]] = {}
    for name in names:
        firsts.setdefault(name[0], set()).add(len(name))
    found = []
    index = 0
    while index < len(text):
        lengths = sorted(firsts.get(text[index], ()), reverse=True)
        length = next((one for one in lengths if text[index : index + one] in names), 0)
        if length:
            found.append(
                Mention(start=index, end=index + length, type=EntityType.PLACE, source="gazetteer")
            )
        index += length or 1
    return found


# -- other names -----------------------------------------------------------------------------------


class _Names:
    """Finds persons and organisations by the capitals of their names."""

    def __init__(self, tokens: Tokens, taken: bytearray, language: str) -> None:
        self._tokens = tokens
        self._words = tokens.words
        self._taken = taken
        self._language = language
        self._german = language == "de"
        self._links = _GERMAN_LINKS if self._german else _LINKS
        self._common = common_words(language)
        self._lower = {word for word in tokens.words if word.islower()}
        self._first_names = first_names()

    def find(self) -> list[Mention]:
        runs = list(self._runs())
        counts = Counter(_joined(self._tokens, *run) for run in runs)
        alone = {self._words[first] for first, last in runs if last - first == 1}
        persons = [self._person(run, alone) for run in runs]
        people = [person for person in persons if person]
        rest = [run for run, person in zip(runs, persons, strict=True) if not person]
        surnames = {self._words[last - 1] for _, last in people}
        found = [_mention(self._tokens, run, EntityType.PERSON) for run in people]
        for run in rest:
            kind = self._kind(run, counts, surnames)
            if kind:
                found.append(_mention(self._tokens, run, kind))
        return found

    def _runs(self) -> Iterator[_Run]:
        """Runs of capitalised words that are no place, without ordinary first words."""
        for start, end in self._tokens.sentences:
            if self._is_headline(start, end):
                continue
            index = start
            while index < end:
                last = self._run_end(index, end)
                first = index
                while first < last and self._is_ordinary(self._words[first]):
                    first += 1
                if last > first:
                    yield first, last
                index = max(last, index + 1)

    def _is_ordinary(self, word: str) -> bool:
        return word.lower() in self._common or word in self._links or word[-1] in "'’"

    def _is_headline(self, start: int, end: int) -> bool:
        words = [word for word in self._words[start:end] if word[0].isalpha()]
        return len(words) > 5 and sum(word[0].isupper() for word in words) > 0.85 * len(words)

    def _run_end(self, index: int, end: int) -> int:
        last = step = index
        tokens = self._tokens
        while step < end and step - index < 8 and not self._taken[step]:
            word = self._words[step]
            if step > index and tokens.starts[step] - tokens.ends[step - 1] > 1:
                break
            if word[0].isupper() and (1 < len(word) <= 40):
                last = step + 1
            elif last == index or (
                word not in self._links and word != "-" and not _is_initial(word)
            ):
                break
            step += 1
        return last

    def _person(self, run: _Run, alone: set[str]) -> _Run | None:
        """The part of a run that names a person, None where it names none."""
        first, last = run
        for index in range(first, last - 1):
            if self._words[index] in self._first_names:
                end = self._person_end(index, last)
                if end > self._word_end(index, last):
                    return index, end
        if self._german or not 2 <= last - first <= 3 or _ORGANISATION.search(self._text(run)):
            return None
        if self._words[first].lower() in self._lower:
            return None
        return run if self._words[last - 1] in alone else None

    def _person_end(self, index: int, last: int) -> int:
        """Where a name that begins with a first name ends: first names, links, one or two more."""
        end = self._word_end(index, last)
        while end < last and self._words[end] in self._first_names:
            end = self._word_end(end, last)
        for _ in range(_SURNAMES):
            after = end
            while after < last and self._words[after] in self._links:
                after += 1
            surnamed = end > self._word_end(index, last)
            if after == last or (after > end and surnamed and self._german):
                break
            end = self._word_end(after, last)
        return end

    def _word_end(self, index: int, last: int) -> int:
        """Where the word ends, with what hyphens join to it."""
        end = index + 1
        while end + 1 < last and self._words[end] == "-":
            end += 2
        return end

    def _text(self, run: _Run) -> str:
        return _joined(self._tokens, *run)

    def _kind(self, run: _Run, counts: Counter[str], surnames: set[str]) -> EntityType | None:
        first, last = run
        name = self._text(run)
        known = organisations()
        if tuple(self._words[first:last]) in known.forms or (
            name in known.names and name not in _WORDS_ELSEWHERE
        ):
            return EntityType.ORGANISATION
        if _ACRONYM.fullmatch(name):
            country = foreign_place(name, self._language)  # "USA" in a compound
            return EntityType.ORGANISATION if counts[name] > 1 and not country else None
        if last - first == 1 and name in surnames:
            return EntityType.PERSON
        if self._german:
            return None
        if last - first > 1 and _ORGANISATION.search(name):
            return EntityType.ORGANISATION
        enough = 2 if last - first > 1 else 3
        if counts[name] < enough or name.lower() in self._lower:
            return None
        return None if last - first == 1 and self._begins_sentence(first) else EntityType.OTHER

    def _begins_sentence(self, index: int) -> bool:
        at = bisect_left(self._tokens.sentences, (index,))
        sentences = self._tokens.sentences
        return at < len(sentences) and sentences[at][0] == index


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."
