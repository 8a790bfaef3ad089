"""What is known without a model: countries, peoples, acronyms, and what the words around tell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer
from newsreader.entities.names import ACRONYMS, HONORIFICS
from newsreader.entities.spans import (
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    SURE,
    Span,
    cover,
    name_of,
    only,
)
from newsreader.entities.tokens import Tokens, tokenise
from newsreader.entities.wellknown import (
    KNOWN_ORGANISATIONS,
    KNOWN_OTHERS,
    KNOWN_PLACES,
    NATURE,
    PEOPLE_OF_OLD,
    PLANETS,
)
from newsreader.entities.words import words

ORDINARY = words(
    "Pole Swede Norman May Will Mark Bill Bush Brown White Black Green Young King Best Wood Price "
    "Rose Hope Grace Faith Chase Field Hill Stone Hunt Gore Page Long Short Bar Union Brit Turk "
    "Dane Finn Manx Lao Swazi March Saxon Kiwi Kiwis Victorian Bohemian The Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday President Minister General Emirates"
)
"""Words that are names only beside others."""
PLACE_KINDS = words("province region district county oblast republic governorate prefecture")
_APPOSITION = PLACE_KINDS | words(
    "city town village area suburb port island state settlement capital municipality "
    "neighbourhood neighborhood"
)
KNOWN = (
    dict.fromkeys(KNOWN_ORGANISATIONS, ORGANISATION)
    | dict.fromkeys(KNOWN_OTHERS, OTHER)
    | dict.fromkeys(KNOWN_PLACES, PLACE)
)
"""Names that mean one thing only -> its type."""
AWARDS = words("Award Awards Prize Prizes Medal")
_NETWORKS = words("platform network site app website media")
_POSTING = words("post posts posted posting wrote written write said message account")


def countries(tokens: Tokens, covered: bytearray) -> Iterator[Span]:
    """Countries and peoples among the words that are not covered; covers what it yields."""
    known = gazetteer()
    for index, word in enumerate(tokens.words):
        if covered[index] or not word[0].isupper():
            continue
        longest = min(known.longest.get(word, 1), len(tokens.words) - index)
        for length in range(longest, 0, -1):
            name = name_of(tokens, index, index + length)
            if any(covered[index : index + length]) or not _is_sure(name):
                continue
            kind = OTHER if name in known.demonyms else PLACE
            span = Span(index, index + length, only(kind), "gazetteer")
            cover(covered, span)
            yield span
            break


def _is_sure(name: str) -> bool:
    known = gazetteer()
    if name in AMBIGUOUS or name.title() in AMBIGUOUS:
        return False
    if name in known.demonyms:
        return known.is_country(known.demonyms[name]) and name not in ORDINARY
    return known.is_country(name) and name not in ORDINARY and (len(name) > 2 or name == "UK")


def weighed(tokens: Tokens, span: Span) -> Span:
    """Add to a span's votes what is known for sure, and what the words beside it say."""
    known = gazetteer()
    name = name_of(tokens, span.first, span.last)
    votes = list(span.votes)
    if name in known.demonyms and name not in known.canonical:
        votes[OTHER] += SURE
    elif known.is_country(name) and name not in AMBIGUOUS and name not in ORDINARY:
        votes[PLACE] += SURE
    elif name.replace(".", "") in ACRONYMS or (name == "X" and _is_network(tokens, span.first)):
        votes[ORGANISATION] += SURE
    elif name in KNOWN:
        votes[KNOWN[name]] += SURE
    if name.isupper() and len(name) > 4 and known.kind(name.title()):  # a dateline
        votes[PLACE] += SURE / 2
    if name in PLANETS or name in NATURE:
        votes[PLACE] += SURE / 2
    if name in PEOPLE_OF_OLD:
        votes[PERSON] += SURE / 2
    if _is_apposition(tokens, span.last):
        votes[PLACE] += SURE / 2
    if span.first and tokens.words[span.first - 1].lower().rstrip(".") in HONORIFICS:
        votes[PERSON] += 1.0
    return span._replace(votes=tuple(votes))


def _is_apposition(tokens: Tokens, index: int) -> bool:
    """Whether there follows ", a region in" or "province"."""
    following = tokens.words[index : index + 6]
    if following[:1] and following[0] in PLACE_KINDS:
        return True
    if following[:1] != [","] or following[1:2] not in (["a"], ["an"], ["the"]):
        return False
    return any(word in _APPOSITION for word in following[2:5])


def wellknown(tokens: Tokens, covered: bytearray) -> Iterator[Span]:
    """Names that mean one thing only, among the words that are not covered."""
    lengths = _lengths()
    for index, word in enumerate(tokens.words):
        for length in lengths.get(word, ()):
            name = name_of(tokens, index, index + length)
            if name in KNOWN and not any(covered[index : index + length]):
                span = Span(index, index + length, only(KNOWN[name]), "gazetteer")
                cover(covered, span)
                yield span
                break


@lru_cache(maxsize=1)
def _lengths() -> dict[str, list[int]]:
    """The first word of a well-known name -> of how many words such names are, the most first."""
    found: dict[str, set[int]] = {}
    for name in KNOWN:
        form = tokenise(name).words
        found.setdefault(form[0], set()).add(len(form))
    return {word: sorted(counts, reverse=True) for word, counts in found.items()}


def awards(tokens: Tokens, covered: bytearray) -> Iterator[Span]:
    """Prizes, whose names end in what they are: "Pulitzer Prize"."""
    starts = {first for first, _ in tokens.sentences}
    for index, word in enumerate(tokens.words):
        if word not in AWARDS or covered[index]:
            continue
        first = index
        while first not in starts and _is_capital(tokens.words[first - 1]):
            first -= 1
        if first < index and not any(covered[first:index]):
            span = Span(first, award_end(tokens, index + 1), only(OTHER), "gazetteer")
            cover(covered, span)
            yield span


def award_end(tokens: Tokens, index: int) -> int:
    """Where an award's name ends: "for Best Original Song" belongs to it."""
    words = tokens.words
    if words[index : index + 2] != ["for", "Best"]:
        return index
    index += 2
    while index < len(words) and _is_capital(words[index]):
        index += 1
    return index


def _is_capital(word: str) -> bool:
    return word[0].isupper() and word.lower() not in ("the", "a", "an") and word.isalpha()


def networks(tokens: Tokens, covered: bytearray) -> Iterator[Span]:
    """The network X, where what stands round the letter tells that it is meant."""
    for index, word in enumerate(tokens.words):
        if word == "X" and not covered[index] and _is_network(tokens, index):
            span = Span(index, index + 1, only(ORGANISATION), "rule")
            cover(covered, span)
            yield span


def _is_network(tokens: Tokens, index: int) -> bool:
    before = [word.lower() for word in tokens.words[max(0, index - 8) : index]]
    after = {word.lower() for word in tokens.words[index + 1 : index + 4]}
    if set(before[-2:]) & _NETWORKS or after & {"formerly", "twitter"}:
        return True
    return before[-1:] == ["on"] and bool(set(before) & _POSTING)
