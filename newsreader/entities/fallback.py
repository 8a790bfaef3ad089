"""Names in languages that have no model: known places, and what keeps being written with capitals.

A name of a country or a great town is found in any script by the gazetteer's names in that
language. Other names are found only where capitals mark them: runs of capitalised words away from
a sentence's start, of two words or more, or named again. In German every noun has a capital, so
that there only runs that hold a known first name or that repeat are taken.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from newsreader.core.models import EntityType, Mention
from newsreader.entities.gazetteer import ForeignName, foreign_names, gazetteer
from newsreader.entities.language import common_words
from newsreader.entities.tokens import Tokens, tokenise
from newsreader.entities.words import words

_CAPITALLESS = words("zh ja ko th ar fa he hi ka")
_SPACELESS = words("zh ja th")
_INFLECTED = words("ru uk bg sr pl cs sk sl hr")
_LINKS = words(
    "de del della der den di da do dos du des la le el van von zu zur af av of bin ibn al ben "
    "ter ten фон дер де ван аль ибн"
)
_ORGANISATION = re.compile(
    r"(?:GmbH|AG|SE|SA|SpA|NV|BV|AB|AS|Oyj?|Ministeri|Minist[eéè]r|Universi|Bank|Banco|Banque|Banca"
    r"|Partei|Parti|Partido|Partito|Partij|Bund|Verband|Gericht|Tribuna|Corte|Cour|Senado|Sénat|Senat"
    r"|[Uu]ni[oó]n|União|Unione|Союз|Amt$|Commission|Comisi|Kommission|Consei|Consej|Rat$|Club|FC|Verein|Assembl|Agen[cz]|Institut|Istitut"
    r"|Министерств|Міністерств|Банк|Университет|Університет|Партия|Партія|Совет|Рада|Суд|Служба|Комиссия)",
)
_ELISION = re.compile(r"(?:l|d|qu|n|s|L|(?:[Dd]e|[Nn]e|[Aa]|[Ss]u|[Dd]a)?ll|un|Un)['’](?=[A-ZÀ-Þ])")
_TITLE = re.compile(
    r"(?:\w*(?:[Mm]inister|[Pp]räsident|[Kk]anzler|[Cc]hef|[Ss]precher)(?:in|s|en)?|Herr|Herrn|Frau"
    r"|Trainer|Professor|Doktor|König|Königin|Papst|General|Staatsanwalt|Autor|Autorin|Partei"
    r"|Monsieur|Madame|Señor|Señora|Don|Doña|Signor|Signora|Sr|Sra|Dr|Prof|Meneer|Mevrouw)\.?"
)


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
    places = list(_places(tokens, language))
    taken = bytearray(len(tokens.words))
    for first, last in places:
        taken[first:last] = b"\x01" * (last - first)
    found = [_mention(tokens, span, EntityType.PLACE, "gazetteer") for span in places]
    if language not in _CAPITALLESS:
        found += _names(tokens, taken, language)
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
    if language == "ko" and len(name) > 2:
        for cut in (1, 2):
            yield name[:-cut]
    if language == "tr":
        yield re.split("['’]", name)[0]


_VOWEL_END = re.compile(r"(?:[аеёиіїоуыэюяйьєaeiouyąęáéíýůú]|ой|ом|ем|ою|ею|ах|ях|ów|em|ie)+$")


def _stem(name: str) -> str:
    """A name without the ending that its case gives it, if three letters are left."""
    stems = []
    for word in name.split():
        # Ukrainian: Київ, у Києві; Харків, у Харкові
        stem = re.sub("їв$", "єв", re.sub("ів$", "ов", _VOWEL_END.sub("", word)))
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


def _places(tokens: Tokens, language: str) -> Iterator[tuple[int, int]]:
    words = tokens.words
    index = 0
    while index < len(words):
        step = 1
        if words[index][0].isupper() or language in _CAPITALLESS:
            for length in (5, 4, 3, 2, 1):
                name = _joined(tokens, index, index + length)
                if name and len(name) > 1 and _is_place(name, language):
                    yield index, index + length
                    step = length
                    break
        index += step


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


def _is_place(name: str, language: str) -> bool:
    if foreign_place(name, language):
        return True
    known = gazetteer()
    return known.kind(name) == "C" or (known.people(name) > 1_000_000 and len(name) > 3)


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

_Run = tuple[int, int]


def _names(tokens: Tokens, taken: bytearray, language: str) -> list[Mention]:
    """Runs of capitalised words: of two words or more, or named again, or part of a longer one."""
    runs = list(_runs(tokens, taken, language))
    counts = Counter(_joined(tokens, *span) for span in runs)
    people = {
        tokens.words[last - 1]
        for first, last in runs
        if last - first > 1 and _kind(_joined(tokens, first, last)) is EntityType.PERSON
    }
    found = []
    for first, last in runs:
        name = _joined(tokens, first, last)
        if last - first > 1:
            found.append(_mention(tokens, (first, last), _kind(name)))
        elif name in people:
            found.append(_mention(tokens, (first, last), EntityType.PERSON))
        elif counts[name] > 1 and language != "de" and not _begins_sentence(tokens, first):
            found.append(_mention(tokens, (first, last), _kind(name)))
    return found


def _kind(name: str) -> EntityType:
    if _ORGANISATION.search(name) or name.replace("-", "").isupper():
        return EntityType.ORGANISATION
    length = len(name.split())
    return EntityType.PERSON if 2 <= length <= 4 else EntityType.OTHER


def _begins_sentence(tokens: Tokens, index: int) -> bool:
    return index == 0 or tokens.words[index - 1] in '.!?:"«»„“”–—-' or _is_first(tokens, index)


def _is_first(tokens: Tokens, index: int) -> bool:
    at = bisect_left(tokens.sentences, (index,))
    return at < len(tokens.sentences) and tokens.sentences[at][0] == index


def _runs(tokens: Tokens, taken: bytearray, language: str) -> Iterator[_Run]:
    """Runs of capitalised words that are no place, without titles and ordinary first words."""
    common = common_words(language)
    for start, end in tokens.sentences:
        if _all_capitals(tokens, start, end):
            continue
        index = start
        while index < end:
            last = _run_end(tokens, taken, index, end)
            first = index
            while first < last and _is_no_name(tokens.words[first], common):
                first += 1
            if last > first:
                yield first, last
            index = max(last, index + 1)


def _is_no_name(word: str, common: frozenset[str]) -> bool:
    return word.lower() in common or bool(_TITLE.fullmatch(word)) or word in _LINKS


def _all_capitals(tokens: Tokens, start: int, end: int) -> bool:
    words = [word for word in tokens.words[start:end] if word[0].isalpha()]
    return len(words) > 5 and sum(word[0].isupper() for word in words) > 0.85 * len(words)


def _run_end(tokens: Tokens, taken: bytearray, index: int, end: int) -> int:
    last = index
    step = index
    while step < end and step - index < 8 and not taken[step]:
        word = tokens.words[step]
        if step > index and tokens.starts[step] - tokens.ends[step - 1] > 1:
            break
        if word[0].isupper() and 1 < len(word) <= 40:
            last = step + 1
        elif last == index or (word not in _LINKS and word != "-"):
            break
        step += 1
    return last
