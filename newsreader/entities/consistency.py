"""One document, one opinion: the same name has the same type and edges wherever it stands.

The model reads one sentence at a time. Here its findings vote: a name gets the type that all its
occurrences together make most probable, occurrences that were passed over are added, names that
were cut short are completed, and a headline, where capitals say nothing, is read by the names of
the text below it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from newsreader.core.models import Mention
from newsreader.entities.context import reconsidered
from newsreader.entities.edges import Edges
from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer, organisations
from newsreader.entities.knowledge import (
    ORDINARY,
    awards,
    countries,
    networks,
    weighed,
    wellknown,
)
from newsreader.entities.names import ACRONYMS, NAMELESS, initials, is_acronym, is_title
from newsreader.entities.spans import (
    ORGANISATION,
    OTHER,
    PERSON,
    PLACE,
    TYPES,
    Form,
    Span,
    best,
    cover,
    name_of,
    only,
)
from newsreader.entities.tokens import Tokens
from newsreader.entities.words import words

_PRONOUNS = words("i you he she it we they that there here who what this let don can isn s t d")
_SURNAME = 2.5
"""How much it speaks for a person that someone of that surname is named."""
_SURNAME_SHARE = 1.0
"""The same, as a share of all votes, where the surname is nothing else that is known."""
_LONGEST_TRIED = 8
"""So many longer forms that begin with the same word are compared with a name."""


def settle(
    tokens: Tokens, found: Iterable[Span], headlines: list[tuple[int, int]]
) -> list[Mention]:
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
    """The words of one text, which of them names have taken, and which are in headlines."""

    def __init__(self, tokens: Tokens, headlines: list[tuple[int, int]]) -> None:
        self.tokens = tokens
        self.words = tokens.words
        self.taken = bytearray(len(tokens.words))
        self.headline = bytearray(len(tokens.words))
        for first, last in headlines:
            self.headline[first:last] = b"\x01" * (last - first)
        if all(self.headline):  # nothing stands below that could judge them
            self.headline = bytearray(len(tokens.words))
        self.starts = {first for first, _ in tokens.sentences}
        self.lower = {word for word in tokens.words if word.islower()}
        self.edges = Edges(tokens, self.starts, self.lower)

    def settle(self, found: list[Span]) -> list[Mention]:
        spans = [span for span in self.edges.mended(found) if self._is_name(span)]
        body = [span for span in spans if not self.headline[span.first]]
        head = [span for span in spans if self.headline[span.first]]
        body = self._completed(self.edges.grown(self._with_known(body)))
        body = self._take(reconsidered(self.tokens, body))
        forms = {form: best(tally) for form, tally in self._votes(body).items()}
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
                cover(self.taken, span)
                kept.append(span)
        return kept

    def _is_name(self, span: Span) -> bool:
        """Whether it can be a name: it has a capital and is no "I'm" or "CEO"."""
        if span.last - span.first > 1:
            return any(map(str.isupper, "".join(self.words[span.first : span.last])))
        if span.last == span.first:
            return False
        word = self.words[span.first]
        if len(word) == 2 and word[1] == ".":  # an initial alone
            return False
        if word in NAMELESS or word.partition("’")[0].partition("'")[0].lower() in _PRONOUNS:
            return False
        return any(map(str.isupper, word))

    # -- edges -------------------------------------------------------------------------------------

    def _completed(self, spans: list[Span]) -> list[Span]:
        """Names that were cut short are given the words that they have elsewhere."""
        longer: dict[str, list[Form]] = defaultdict(list)
        for form in {self._form(span) for span in spans}:
            if len(form) > 2:
                longer[form[0]].append(form)
        for word, forms in longer.items():
            longer[word] = sorted(forms, key=len, reverse=True)[:_LONGEST_TRIED]
        found = []
        for span in spans:
            for form in longer.get(self.words[span.first], ()):
                last = span.first + len(form)
                if last > span.last and tuple(self.words[span.first : last]) == form:
                    span = span._replace(last=last)
                    break
            found.append(span)
        return found

    def _with_known(self, spans: list[Span]) -> list[Span]:
        """Add what is known and was passed over, and vote for what is known."""
        covered = bytearray(self.headline)
        for span in spans:
            cover(covered, span)
        added: list[Span] = []
        for known in (awards, wellknown, countries, networks):
            added += known(self.tokens, covered)
        return sorted([*(weighed(self.tokens, span) for span in spans), *added])

    # -- votes -------------------------------------------------------------------------------------

    def _votes(self, spans: list[Span]) -> dict[Form, list[float]]:
        """What speaks for each type of each form, in the whole text."""
        votes: dict[Form, list[float]] = defaultdict(lambda: [0.0] * len(TYPES))
        for span in spans:
            tally = votes[self._form(span)]
            for kind, vote in enumerate(span.votes):
                tally[kind] += vote
        surnames = Counter(
            form[-1] for form, tally in votes.items() if len(form) > 1 and best(tally) == PERSON
        )
        for form, tally in votes.items():
            if len(form) == 1 and surnames[form[0]]:
                tally[PERSON] += _surname_weight(form[0], sum(tally))
        return votes

    # -- what was passed over ----------------------------------------------------------------------

    def _missed(self, forms: dict[Form, int]) -> Iterator[Span]:
        """Occurrences of the names found that the model passed over."""
        for form, kind in list(forms.items()):
            if kind == PERSON and len(form) > 1:
                forms.setdefault(form[-1:], kind)
        searched = {form: kind for form, kind in forms.items() if self._is_searched(form)}
        for first, last in self._occurrences(searched):
            if not self.headline[first]:
                yield Span(first, last, only(forms[tuple(self.words[first:last])]), "consistency")

    def _is_searched(self, form: Form) -> bool:
        if len(form) > 1:
            return any(len(word) > 2 for word in form)
        word = form[0]
        if len(word) < 3 or not word[0].isupper() or word in ORDINARY:
            return False
        return word.lower() not in self.lower

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
                form = tuple(self.words[index:last])  # shorter than it should be at the end
                if len(form) < length or form not in known or any(self.taken[index:last]):
                    continue
                if not self._is_inside_name(index, last):
                    yield index, last
                step = length
                break
            index += step

    def _is_inside_name(self, first: int, last: int) -> bool:
        """Whether a single word stands beside another capitalised one, as part of a longer name."""
        if last - first > 1 or self.headline[first]:
            return False
        after = last < len(self.words) and last not in self.starts
        if after and self.words[last][0].isupper():
            return True
        before = self.words[first - 1] if first and first not in self.starts else ""
        if not before or is_title(before) or before in gazetteer().demonyms:
            return False
        return before[0].isupper()

    def _acronyms(self, spans: list[Span], forms: dict[Form, int]) -> Iterator[Span]:
        """The acronym in brackets after an organisation's name."""
        for span in spans:
            at = span.last
            if self.words[at : at + 1] != ["("] or self.words[at + 2 : at + 3] != [")"]:
                continue
            word = self.words[at + 1]
            kind = forms[self._form(span)]
            if kind not in (ORGANISATION, OTHER) or span.last - span.first < 2:
                continue
            spelt = word.upper() == initials(name_of(self.tokens, span.first, span.last))
            if is_acronym(word) or (spelt and len(word) > 2):  # some write "Sars" for SARS
                forms[word,] = kind
                yield Span(at + 1, at + 2, only(kind), "rule")

    # -- headlines ---------------------------------------------------------------------------------

    def _headlines(self, found: list[Span], forms: dict[Form, int]) -> list[Span]:
        """The names of the text in its headlines; the model's own only where they are sure."""
        spans = [
            Span(first, last, only(forms[tuple(self.words[first:last])]), "consistency")
            for first, last in self._occurrences(forms)
            if self.headline[first]
        ]
        covered = bytearray(0 if mark else 1 for mark in self.headline)
        for span in spans:
            cover(covered, span)
        spans += countries(self.tokens, covered)
        for span in spans:
            forms.setdefault(self._form(span), span.kind)
        for span in found:
            if self._form(span) not in forms and self._is_sure_in_headline(span):
                spans.append(span)
                forms[self._form(span)] = span.kind
        return spans

    def _is_sure_in_headline(self, span: Span) -> bool:
        """Whether a name that the text below does not hold is one all the same."""
        name = name_of(self.tokens, span.first, span.last)
        if span.kind == PLACE:
            return gazetteer().people(name) > 100_000 and name not in AMBIGUOUS
        if name in ACRONYMS:
            return True
        if span.kind != PERSON or span.last - span.first != 2 or max(span.votes) < 0.8:
            return False
        return not any(word.lower() in self.lower for word in self._form(span))

    # -- results -----------------------------------------------------------------------------------

    def _mention(self, span: Span, forms: dict[Form, int]) -> Mention:
        kind = forms.get(self._form(span), span.kind)
        name = name_of(self.tokens, span.first, span.last)
        return Mention(
            start=self.tokens.starts[span.first],
            end=self.tokens.ends[span.last - 1],
            type=TYPES[kind],
            source=span.source,
            demonym=kind == OTHER and name in gazetteer().demonyms,
        )


def _surname_weight(word: str, votes: float) -> float:
    """How much it speaks for a person that a full name ends in this word."""
    if gazetteer().kind(word) or word in organisations().names or word in gazetteer().demonyms:
        return _SURNAME
    return max(_SURNAME, _SURNAME_SHARE * votes)
