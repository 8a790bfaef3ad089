"""One document, one opinion: the same name has the same type and edges wherever it stands.

The model reads one sentence at a time. Here its findings vote: a name gets the type that all its
occurrences together make most probable, occurrences that were passed over are added, names that
were cut short are completed, and a headline, where capitals say nothing, is read by the names of
the text below it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsreader.core.models import EntityType, Mention
from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer
from newsreader.entities.names import ACRONYMS, HONORIFICS, TITLES, is_acronym
from newsreader.entities.tokens import Tokens

PERSON, ORGANISATION, PLACE, OTHER = range(4)
_TYPES = (EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE, EntityType.OTHER)
_ARTICLES = frozenset("the a an The A An THE".split())
_POSSESSIVES = frozenset(("'s", "’s", "'", "’", "'S", "’S"))
_APPOSITION = frozenset(
    "city town village region province district area suburb port county island state settlement"
    " capital municipality neighbourhood neighborhood".split()
)
_NETWORKS = frozenset("platform network site app website media".split())
_ALWAYS = 3.0
"""The weight of what is known for sure against one finding of the model."""


class Span(NamedTuple):
    """A name among the words of a text.

    Attributes:
        first: Its first word.
        last: The word after its last.
        votes: For each type, how much speaks for it.
        source: As in `newsreader.core.models.Mention`.
    """

    first: int
    last: int
    votes: tuple[float, ...]
    source: str = "model"


Form = tuple[str, ...]


def settle(tokens: Tokens, found: Iterable[Span], headlines: list[tuple[int, int]]) -> list[Mention]:
    """Make a document's findings consistent.

    Args:
        tokens: Of the whole text.
        found: What the model found, in order, not overlapping.
        headlines: ``(first, past the last)`` words of what is written as a headline.

    Returns:
        Mentions in order that do not overlap.
    """
    return _Document(tokens, headlines).settle(list(found))


class _Document:
    """The words of one text, and what is known of the names in them."""

    def __init__(self, tokens: Tokens, headlines: list[tuple[int, int]]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.taken = bytearray(len(tokens.words))
        self.headline = bytearray(len(tokens.words))
        for first, last in headlines:
            self.headline[first:last] = b"\x01" * (last - first)
        self.whole_headline = all(self.headline)
        self.lower = {word for word in tokens.words if word.islower()}

    def settle(self, found: list[Span]) -> list[Mention]:
        spans = [span for span in map(self._trimmed, found) if span.last > span.first]
        body = [span for span in spans if self.whole_headline or not self.headline[span.first]]
        head = [span for span in spans if not self.whole_headline and self.headline[span.first]]
        body = self._take(self._completed(self._known(body)))
        votes = self._votes(body)
        forms = {form: _best(tally) for form, tally in votes.items()}
        body += self._take(self._acronyms(body, forms))
        body += self._take(self._missed(forms))
        head = self._take(self._headlines(head, forms))
        return sorted(self._mention(span, forms) for span in body + head)

    def _form(self, span: Span) -> Form:
        return tuple(self.words[span.first : span.last])

    def _take(self, spans: Iterable[Span]) -> list[Span]:
        """Keep the spans whose words are free, and take those words."""
        kept = []
        for span in spans:
            if not any(self.taken[span.first : span.last]):
                self.taken[span.first : span.last] = b"\x01" * (span.last - span.first)
                kept.append(span)
        return kept

    # -- edges ---------------------------------------------------------------------------------

    def _trimmed(self, span: Span) -> Span:
        """Without a leading article or title, a trailing possessive, or loose punctuation."""
        first, last = span.first, span.last
        words = self.words
        while first < last and (words[first] in _ARTICLES or not words[first][0].isalnum()):
            first += 1
        while first < last and (words[last - 1] in _POSSESSIVES or words[last - 1] in ",;:-–—\"'("):
            last -= 1
        if _top(span) == PERSON:
            while last - first > 1 and self._is_title(first, last):
                first += 1
        return span._replace(first=first, last=last)

    def _is_title(self, first: int, last: int) -> bool:
        word = self.words[first].lower().rstrip(".")
        if word in HONORIFICS or self.words[first] in (",", "-", ".", "of"):
            return True
        return word in TITLES and word != "st" and (last - first > 2 or word not in _NAME_LIKE)

    def _completed(self, spans: list[Span]) -> list[Span]:
        """Names that were cut short are given the words that they have elsewhere."""
        longer: dict[str, set[Form]] = defaultdict(set)
        counts = Counter(self._form(span) for span in spans)
        for form in counts:
            if len(form) > 2:
                longer[form[0]].add(form)
        found = []
        for span in spans:
            form = self._form(span)
            for other in sorted(longer.get(form[0], ()), key=len, reverse=True)[:8]:
                if len(other) > len(form) and tuple(self.words[span.first : span.first + len(other)]) == other:
                    span = span._replace(last=span.first + len(other))
                    break
            found.append(span)
        return found

    # -- what is known -------------------------------------------------------------------------

    def _known(self, spans: list[Span]) -> list[Span]:
        """Add countries and demonyms that the model passed over, and vote for what is known."""
        covered = bytearray(len(self.words))
        for span in spans:
            covered[span.first : span.last] = b"\x01" * (span.last - span.first)
        added = [
            span
            for span in self._countries(covered)
            if self.whole_headline or not self.headline[span.first]
        ]
        weighed = [self._weighed(span) for span in spans]
        return sorted(weighed + added)

    def _countries(self, covered: bytearray) -> Iterator[Span]:
        known = gazetteer()
        for index, word in enumerate(self.words):
            if covered[index] or not word[0].isupper():
                continue
            for length in range(known.longest.get(word, 1), 0, -1):
                name = self._name(index, index + length)
                if any(covered[index : index + length]) or not self._is_sure(name, word):
                    continue
                kind = OTHER if name in known.demonyms else PLACE
                yield Span(index, index + length, _only(kind), "gazetteer")
                covered[index : index + length] = b"\x01" * length
                break

    def _is_sure(self, name: str, word: str) -> bool:
        known = gazetteer()
        if name in AMBIGUOUS or name.title() in AMBIGUOUS:
            return False
        if name in known.demonyms:
            return known.is_country(known.demonyms[name]) and name not in _ORDINARY
        return known.is_country(name) and (len(name) > 2 or name == "UK")

    def _name(self, first: int, last: int) -> str:
        return " ".join(self.words[first:last]).replace(" - ", "-")

    def _weighed(self, span: Span) -> Span:
        """Add what is known for sure to the model's votes."""
        known = gazetteer()
        name = self._name(span.first, span.last)
        votes = list(span.votes)
        if name in known.demonyms and name not in known.canonical:
            votes[OTHER] += _ALWAYS
        elif known.is_country(name) and name not in AMBIGUOUS:
            votes[PLACE] += _ALWAYS
        elif name.replace(".", "") in ACRONYMS:
            votes[ORGANISATION] += _ALWAYS
        elif name == "X" and self._is_network(span):
            votes[ORGANISATION] += _ALWAYS
        if self._is_apposition(span.last):
            votes[PLACE] += _ALWAYS / 2
        if span.first and self.words[span.first - 1].lower().rstrip(".") in HONORIFICS:
            votes[PERSON] += 1.0
        return span._replace(votes=tuple(votes))

    def _is_apposition(self, index: int) -> bool:
        """Whether there follows ", a region in" or "province"."""
        words = [word.lower() for word in self.words[index : index + 6]]
        if words[:1] and words[0] in ("province", "region", "district", "county", "oblast", "republic"):
            return True
        if words[:1] != [","] or words[1:2] not in (["a"], ["an"], ["the"]):
            return False
        return any(word in _APPOSITION for word in words[2:5])

    def _is_network(self, span: Span) -> bool:
        before = {word.lower() for word in self.words[max(0, span.first - 3) : span.first]}
        after = {word.lower() for word in self.words[span.last : span.last + 3]}
        return bool(before & _NETWORKS or after & {"formerly", "twitter"} or before & {"posted", "on"})

    # -- votes ---------------------------------------------------------------------------------

    def _votes(self, spans: list[Span]) -> dict[Form, list[float]]:
        """What speaks for each type of each form, in the whole text."""
        votes: dict[Form, list[float]] = defaultdict(lambda: [0.0] * 4)
        for span in spans:
            tally = votes[self._form(span)]
            for kind in range(4):
                tally[kind] += span.votes[kind]
        bearers = Counter(
            form[-1] for form, tally in votes.items() if len(form) > 1 and _best(tally) == PERSON
        )
        for form, tally in votes.items():
            if len(form) == 1 and bearers[form[0]]:
                tally[PERSON] += 1.0
        return votes

    # -- what was passed over ------------------------------------------------------------------

    def _missed(self, forms: dict[Form, int]) -> Iterator[Span]:
        """Occurrences of the names found that the model passed over."""
        searched = {form: kind for form, kind in forms.items() if self._is_searched(form, kind)}
        for first, last in self._occurrences(searched):
            if not self.headline[first] or self.whole_headline:
                form = tuple(self.words[first:last])
                yield Span(first, last, _only(forms[form]), "consistency")

    def _is_searched(self, form: Form, kind: int) -> bool:
        if len(form) > 1:
            return any(len(word) > 2 for word in form)
        word = form[0]
        return len(word) > 2 and word[0].isupper() and word.lower() not in self.lower and word not in _ORDINARY

    def _occurrences(self, forms: Iterable[Form]) -> Iterator[tuple[int, int]]:
        """Where the forms stand, the longest first, among the words that are free."""
        known = set(forms)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in known:
            lengths[form[0]].add(len(form))
        index = 0
        while index < len(self.words):
            step = 1
            for length in sorted(lengths.get(self.words[index], ()), reverse=True):
                last = index + length
                if any(self.taken[index:last]) or tuple(self.words[index:last]) not in known:
                    continue
                if not self._is_inside_name(index, last):
                    yield index, last
                step = length
                break
            index += step

    def _is_inside_name(self, first: int, last: int) -> bool:
        """Whether a single word stands beside another capitalised one, as part of a longer name."""
        if last - first > 1:
            return False
        after = self.words[last] if last < len(self.words) else ""
        return bool(after) and after[0].isupper() and not self.headline[first] and not self._breaks(last)

    def _breaks(self, index: int) -> bool:
        return any(first == index for first, _ in self.tokens.sentences[:0])

    def _acronyms(self, spans: list[Span], forms: dict[Form, int]) -> Iterator[Span]:
        """The acronym in brackets after an organisation's name."""
        for span in spans:
            at = span.last
            if self.words[at : at + 1] != ["("] or self.words[at + 2 : at + 3] != [")"]:
                continue
            word = self.words[at + 1]
            kind = forms[self._form(span)]
            if is_acronym(word) and kind in (ORGANISATION, OTHER) and span.last - span.first > 1:
                forms.setdefault((word,), kind)
                yield Span(at + 1, at + 2, _only(kind), "rule")

    # -- headlines -----------------------------------------------------------------------------

    def _headlines(self, found: list[Span], forms: dict[Form, int]) -> list[Span]:
        """The names of the text in its headlines; the model's own only where they are sure."""
        known = dict(forms)
        for form, kind in forms.items():
            if kind == PERSON and len(form) > 1:
                known.setdefault(form[-1:], kind)
        spans = [
            Span(first, last, _only(known[tuple(self.words[first:last])]), "consistency")
            for first, last in self._occurrences(known)
            if self.headline[first]
        ]
        covered = bytearray(len(self.words))
        for span in spans:
            covered[span.first : span.last] = b"\x01" * (span.last - span.first)
        for index in range(len(self.words)):
            if not self.headline[index]:
                covered[index] = 1
        spans += list(self._countries(covered))
        for span in spans:
            if tuple(self.words[span.first : span.last]) not in forms:
                forms[tuple(self.words[span.first : span.last])] = _top(span)
        for span in found:
            if self._is_sure_in_headline(span) and self._form(span) not in forms:
                spans.append(span)
                forms[self._form(span)] = _top(span)
        return spans

    def _is_sure_in_headline(self, span: Span) -> bool:
        """Whether a name that the text below does not hold is one all the same."""
        known = gazetteer()
        name = self._name(span.first, span.last)
        if _top(span) == PLACE:
            return known.people(name) > 100_000 and name not in AMBIGUOUS
        if is_acronym(name) and name in ACRONYMS:
            return True
        ordinary = any(word.lower() in self.lower for word in self._form(span))
        return _top(span) == PERSON and span.last - span.first == 2 and max(span.votes) > 0.8 and not ordinary

    # -- results -------------------------------------------------------------------------------

    def _mention(self, span: Span, forms: dict[Form, int]) -> Mention:
        form = self._form(span)
        kind = forms.get(form, _top(span))
        name = self._name(span.first, span.last)
        return Mention(
            start=self.tokens.starts[span.first],
            end=self.tokens.ends[span.last - 1],
            type=_TYPES[kind],
            source=span.source,
            demonym=kind == OTHER and name in gazetteer().demonyms,
        )


_NAME_LIKE = frozenset("major judge justice king prince bishop pope chase marshal chief miss".split())
_ORDINARY = frozenset(
    "Polish Pole Poles Swede Norman May Will Mark Bill Bush Brown White Black Green Young King Best"
    " Wood Price Rose Hope Grace Faith Chase Field Hill Stone Hunt Gore Page Long Short Bar Union"
    " Brit Turk Dane Finn Manx Thai Lao Swazi March Saxon Kiwi Kiwis Victorian Bohemian The Monday"
    " Tuesday Wednesday Thursday Friday Saturday Sunday President Minister General".split()
) - {"Polish", "Poles", "Thai"}


def _only(kind: int) -> tuple[float, ...]:
    return tuple(_ALWAYS if index == kind else 0.0 for index in range(4))


def _top(span: Span) -> int:
    return max(range(4), key=lambda kind: span.votes[kind])


def _best(tally: list[float]) -> int:
    return max(range(4), key=lambda kind: tally[kind])


_HEADLINE_SMALL = re.compile(r"[.!?][\"'”’)]*$")


def find_headlines(text: str, tokens: Tokens, title_length: int) -> list[tuple[int, int]]:
    """Find the sentences that are written as headlines: nearly every long word has a capital.

    Args:
        text: The whole text.
        tokens: Its words.
        title_length: How many characters at its start are its title; inside it, three words that
            all have capitals are enough.
    """
    found = []
    for first, last in tokens.sentences:
        long = [word for word in tokens.words[first:last] if len(word) > 3 and word[0].isalpha()]
        titled = tokens.ends[last - 1] <= title_length
        if len(long) < (2 if titled else 4):
            continue
        capital = sum(word[0].isupper() for word in long)
        ends = _HEADLINE_SMALL.search(text[tokens.starts[last - 1] : tokens.ends[last - 1]])
        if capital >= 0.75 * len(long) and (titled or not ends):
            found.append((first, last))
    return found
