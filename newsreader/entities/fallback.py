"""Names in languages that have no model: known places, and what keeps being written with capitals.

A name of a country or a great town is found in any script by the gazetteer's names in that
language. Other names are found only where capitals mark them: runs of capitalised words away from
a sentence's start, of two words or more, or named again. In German every noun has a capital, so
that there only runs that hold a known first name or that repeat are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from newsreader.core.models import EntityType, Mention
from newsreader.entities.gazetteer import ForeignName, foreign_names, gazetteer
from newsreader.entities.tokens import Tokens, tokenise

_CAPITALLESS = frozenset("zh ja ko th ar fa he hi ka".split())
_SPACELESS = frozenset("zh ja th".split())
_INFLECTED = frozenset("ru uk bg sr pl cs sk sl hr".split())
_LINKS = frozenset(
    "de del della der den di da do dos das du des la le el van von zu zur af av of y e und et"
    " bin ibn al ben ter ten".split()
)
_ORGANISATION = re.compile(
    r"(?:GmbH|AG|SE|SA|SpA|NV|BV|AB|AS|Oyj?|Ministeri|Minist[eéè]r|Universi|Bank|Banco|Banque|Banca"
    r"|Partei|Parti|Partido|Partito|Partij|Bund|Verband|Gericht|Tribuna|Corte|Cour|Senado|Sénat|Senat"
    r"|Commission|Comisi|Kommission|Consei|Consej|Rat$|Club|FC|Verein|Assembl|Agen[cz]|Institut|Istitut"
    r"|Министерств|Міністерств|Банк|Университет|Університет|Партия|Партія|Совет|Рада|Суд|Служба|Комиссия)",
)
_ENDINGS = 3
"""How many letters an inflected name may have after its stem."""


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
    places = list(_places(tokens, language))
    taken = bytearray(len(tokens.words))
    for first, last in places:
        taken[first:last] = b"\x01" * (last - first)
    found = [_mention(tokens, span, EntityType.PLACE, "gazetteer") for span in places]
    if language not in _CAPITALLESS:
        found += _names(tokens, taken, language)
    return sorted(found)


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
    if language in _INFLECTED:
        return _stems(language).get(_stem(name))
    return None


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
_stem_tables: dict[str, dict[str, ForeignName]] = {}


def _stem(name: str) -> str:
    words = name.split()
    return " ".join(
        _VOWEL_END.sub("", word)[: max(3, len(word) - 1)] if len(word) > 3 else word
        for word in words
    )


def _stems(language: str) -> dict[str, ForeignName]:
    table = _stem_tables.get(language)
    if table is None:
        table = {}
        for name, place in foreign_names().items():
            if language in place.languages and len(name) > 3:
                table.setdefault(_stem(name), place)
        _stem_tables[language] = table
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
    return known.kind(name) == "C" or known.people(name) > 1_000_000 and len(name) > 3


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


def _names(tokens: Tokens, taken: bytearray, language: str) -> list[Mention]:
    runs = list(_runs(tokens, taken))
    counts = Counter(_joined(tokens, *span) for span, _ in runs)
    mid_sentence = {_joined(tokens, *span) for span, first in runs if not first}
    found = []
    for span, first in runs:
        name = _joined(tokens, *span)
        length = span[1] - span[0]
        if not name or len(name) < 2 or (first and name not in mid_sentence):
            continue
        enough = 3 if language == "de" and length == 1 else 2
        strong = length >= 2 and language != "de"
        if strong or counts[name] >= enough or (length >= 2 and counts[name] >= 2):
            found.append(_mention(tokens, span, _kind(name, length)))
    return found


def _kind(name: str, length: int) -> EntityType:
    if _ORGANISATION.search(name) or (name.isupper() and len(name) > 1):
        return EntityType.ORGANISATION
    return EntityType.PERSON if 2 <= length <= 4 else EntityType.OTHER


def _runs(tokens: Tokens, taken: bytearray) -> Iterator[tuple[tuple[int, int], bool]]:
    """Runs of capitalised words that are no place, and whether each begins a sentence."""
    for start, end in tokens.sentences:
        if _all_capitals(tokens, start, end):
            continue
        index = start
        while index < end:
            last = _run_end(tokens, taken, index, end)
            if last > index:
                yield (index, last), index == start or not tokens.words[index - 1][0].isalnum()
            index = max(last, index + 1)


def _all_capitals(tokens: Tokens, start: int, end: int) -> bool:
    words = [word for word in tokens.words[start:end] if word[0].isalpha()]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _run_end(tokens: Tokens, taken: bytearray, index: int, end: int) -> int:
    last = index
    step = index
    while step < end and step - index < 8 and not taken[step]:
        word = tokens.words[step]
        if step > index and tokens.starts[step] - tokens.ends[step - 1] > 1:
            break
        if word[0].isupper() and len(word) > 1 and len(word) <= 40:
            last = step + 1
        elif last == index or (word not in _LINKS and word != "-"):
            break
        step += 1
    return last
