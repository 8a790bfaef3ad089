"""Where the names that the model found begin and end: titles, articles, "and", missing surnames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from newsreader.entities.dates import MONTHS, WEEKDAYS
from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer, organisations
from newsreader.entities.knowledge import PLACE_KINDS
from newsreader.entities.names import HONORIFICS, TITLES, is_title
from newsreader.entities.spans import ORGANISATION, PERSON, PLACE, Span, name_of, only
from newsreader.entities.tokens import Tokens
from newsreader.entities.words import words

_ARTICLES = words("the a an The A An THE")
_POSSESSIVES = frozenset(("'s", "’s", "'", "’", "'S", "’S"))
_TITLES_TOO = words(
    "mp mep msp ceo pm datuk dato tun datin seri haji novelist author singer rapper actor actress "
    "comedian footballer midfielder striker winger goalkeeper businessman businesswoman"
)
"""Titles that `TITLES`, which the model sees, has not."""
_NAME_LIKE = words("major judge justice king prince bishop pope chase marshal chief miss")
_CALENDAR = frozenset(MONTHS) | frozenset(WEEKDAYS)
_GREAT_TOWN = 500_000
"""The name of a town of more people is hardly a part of a person's name."""
_ORGANISATION_KINDS = words(
    "Agency News Party University Council Ministry Company Bank Group Corporation Association "
    "Union Department Committee Commission"
)


class Edges:
    """Mends where the names of one text begin and end.

    Args:
        tokens: Of the whole text.
        starts: The first word of each of its sentences.
        lower: Its words that are written in lower case.
    """

    def __init__(self, tokens: Tokens, starts: set[int], lower: set[str]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.starts = starts
        self.lower = lower

    def mended(self, spans: Iterable[Span]) -> Iterator[Span]:
        """Take apart what are two names, and away what is part of none; some may be empty."""
        for span in spans:
            for part in self._parted(span):
                yield self._trimmed(part)

    def grown(self, spans: list[Span]) -> list[Span]:
        """Names of people with the words beside them that can only belong to them."""
        found: list[Span] = []
        for span, after in zip_longest(spans, spans[1:]):
            begin = found[-1].last if found else 0
            end = after.first if after else len(self.words)
            first, last = span.first, span.last
            while span.kind == PERSON and last < end and self._is_surname(last):
                last += 1
            if span.kind == PERSON and self._is_hyphenated(first):
                if begin < first - 1:
                    first -= 2
                elif found[-1].kind == PERSON:
                    first = found.pop().first
            found.append(span._replace(first=first, last=last))
        return found

    def _parted(self, span: Span) -> list[Span]:
        """Two names where "and" joins one to another that is known: "Windows 10 and Apple"."""
        words = self.words[span.first : span.last]
        if "and" not in words or gazetteer().kind(name_of(self.tokens, span.first, span.last)):
            return [span]
        at = span.first + words.index("and")
        after = name_of(self.tokens, at + 1, span.last)
        if after in organisations().names:
            return [span._replace(last=at), Span(at + 1, span.last, only(ORGANISATION))]
        if gazetteer().kind(after) and after not in AMBIGUOUS:
            return [span._replace(last=at), Span(at + 1, span.last, only(PLACE))]
        return [span]

    def _trimmed(self, span: Span) -> Span:
        """Without a leading article or title, a trailing possessive, or loose punctuation."""
        first, last = span.first, span.last
        if gazetteer().kind(name_of(self.tokens, first, last)):  # "The Hague"
            return span
        while first < last and (
            self.words[first] in _ARTICLES or not self.words[first][0].isalnum()
        ):
            first += 1
        while first < last and self._is_loose(self.words[last - 1]):
            last -= 1
        if span.kind == PERSON:
            while last - first > 1 and self._is_title(first, last):
                first += 1
        while span.kind == ORGANISATION and self._goes_on(last):
            last += 1
        if span.kind == PLACE and last - first > 1 and self.words[last - 1] in PLACE_KINDS:
            last -= 1
        return span._replace(first=first, last=last)

    def _goes_on(self, index: int) -> bool:
        """Whether the next word belongs to an organisation's name: "AFP" "News" "Agency"."""
        if index >= len(self.words) or index in self.starts:
            return False
        return self.words[index] in _ORGANISATION_KINDS

    def _is_loose(self, word: str) -> bool:
        return word in _POSSESSIVES or word in ",;:-–—\"'("

    def _is_title(self, first: int, last: int) -> bool:
        word = self.words[first].lower().rstrip(".")
        if word in HONORIFICS or word in _TITLES_TOO or self.words[first] in (",", "-", ".", "of"):
            return True
        return word in TITLES and word != "st" and (last - first > 2 or word not in _NAME_LIKE)

    def _is_surname(self, index: int) -> bool:
        """Whether a word that begins no sentence is written as a name is, and never otherwise."""
        word = self.words[index]
        if index in self.starts or not word[0].isupper() or not word[-1].islower():
            return False
        if not word.isalpha() or is_title(word) or word.lower() in _CALENDAR:
            return False
        if word.lower() in self.lower:
            return False
        known = gazetteer()
        return known.people(word) < _GREAT_TOWN and word not in known.demonyms

    def _is_hyphenated(self, index: int) -> bool:
        """Whether a hyphen joins a word to a name before it: "Kassym-Jomart"."""
        hyphen, starts, ends = index - 1, self.tokens.starts, self.tokens.ends
        if hyphen < 1 or self.words[hyphen] != "-" or not self.words[hyphen - 1][0].isupper():
            return False
        tight = ends[hyphen - 1] == starts[hyphen] and ends[hyphen] == starts[index]
        return tight and self.words[hyphen - 1] not in gazetteer().demonyms
