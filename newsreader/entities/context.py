"""What the words around a name say of it, after the model: ships, stars, people, towns.

Each opinion is a vote; the consistency step counts them with the model's over the whole text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from newsreader.entities.gazetteer import AMBIGUOUS, first_names, gazetteer, organisations
from newsreader.entities.knowledge import AWARDS, award_end
from newsreader.entities.spans import ORGANISATION, OTHER, PERSON, PLACE, SURE, Span, name_of
from newsreader.entities.tokens import Tokens
from newsreader.entities.wellknown import BODIES, LIGHTS, PLANETS
from newsreader.entities.words import words

_SHIP_PREFIXES = words("HMS USS SS RMS MV RRS HMAS HMCS USNS")
_VESSELS = words(
    "ship lander spacecraft rover rocket satellite orbiter steamer steamship frigate ferry tanker "
    "schooner yacht submarine locomotive module aircraft shuttle trawler freighter probe"
)
_NAMING = words("named called")
_ARTICLES = words("a an the A An The")
_LOCATIVE = words("in at near from to into around outside towards toward between of through via")
_PERSONAL_VERBS = words(
    "wrote writes proved proves argued argues believed thought shows showed died himself herself "
    "taught calculated observed painted composed married"
)
_PERSONAL_THINGS = words(
    "theorem theory method law proof algorithm wife husband son daughter father mother brother "
    "sister widow book books writings teacher pupil"
)
_PLACE_HEADS = words(
    "Creek River Canal Island Islands Ocean Peninsula Sea Strait Desert Glacier Reef Lagoon"
)
_THING_HEADS = AWARDS | words("Telescope Trophy")
_FACILITIES = words(
    "Airport Arena Stadium Bridge Towers Tower Dam Mosque Cathedral Square Memorial Palace Street "
    "Avenue Highway Canal Airfield Barracks Boulevard Prison Road Strasse Creek"
)
_COMPANIES = words(
    "Pharma Pharmaceuticals Bank Airlines Airways Motors Energy Technologies Systems Holdings "
    "Industries Entertainment Records Foundation Institute Ministry Party Police Federation "
    "Association University Corporation Ventures Petroleum Telecom Electronics Brigade Battalion "
    "Newspaper Herald Tribune Gazette Daily Times Council Commission Agency Alliance Movement"
)
_CAMEL = re.compile(r"(?!Mc|Mac|De|Di|Le|La|Fitz|Van|O['’])[A-Z][a-z]+(?:[A-Z]+[a-z]*)+")
"""A word with capitals inside, as no surname has them."""
_COMPANY_ENDS = ("group", "bank", "corp", "soft", "tech", "media", "pharma")
_BY_LAST_WORD = (
    dict.fromkeys(_FACILITIES, PLACE)
    | dict.fromkeys(_THING_HEADS, OTHER)
    | dict.fromkeys(_COMPANIES, ORGANISATION)
)
"""What the last word of a longer name says of its type."""
_BODIES_OF = words("Party Federation Association Confederation Academy Parliament")
"""What is of a country and has its name: "Communist Party of China"."""
_NOBLE = words("Lord Sir Empress Emperor Pope Prince Princess")
_NO_SURNAMES = words(
    "Society Democracy Brothers Sisters Theater Theatre Airplane Company Group Fund Party Hall "
    "House Street Airport Station Stadium College School Hospital Church Award Prize"
)
_NO_FIRST_NAMES = words("Christian Royal Van Sun Rocky Golden Saint")
_SMALL_TOWN = 200_000
"""A town of fewer people may be no town at all in this text."""
_GREAT_TOWN = 500_000
"""A town of more people is what its name means."""


def reconsidered(tokens: Tokens, spans: Iterable[Span]) -> list[Span]:
    """Add to the spans' votes what the words around them say.

    Args:
        tokens: Of the whole text.
        spans: In order, not overlapping.

    Returns:
        The same spans, some of them longer or with other votes, in order.
    """
    reader = _Reader(tokens, list(spans))
    return reader.read()


class _Reader:
    """The names of one text, and the words beside them."""

    def __init__(self, tokens: Tokens, spans: list[Span]) -> None:
        self.words = tokens.words
        self.tokens = tokens
        self.starts = {first for first, _ in tokens.sentences}
        self.spans = self._numbered(self._of_places([self._joined(span) for span in spans]))
        self.names = [name_of(tokens, span.first, span.last) for span in self.spans]
        self.counts = Counter(self.names)

    def read(self) -> list[Span]:
        sky = self._sky()
        vessels = self._vessels()
        people = self._people()
        found = []
        for index, (span, name) in enumerate(zip(self.spans, self.names, strict=True)):
            if name in sky:
                span = _voted(span, PLACE)
            elif name in vessels:
                span = _voted(span, OTHER)
            elif name in people:
                span = _voted(span, PERSON)
            else:
                span = self._by_parts(span, index)
            found.append(span)
        return found

    def _before(self, span: Span, distance: int = 1) -> str:
        return self.words[span.first - distance] if span.first >= distance else ""

    def _after(self, span: Span, distance: int = 0) -> str:
        at = span.last + distance
        return self.words[at] if at < len(self.words) else ""

    # -- edges -------------------------------------------------------------------------------------

    def _joined(self, span: Span) -> Span:
        """With the word beside it that is part of its name: "French Guiana", "Hugo Award"."""
        known = gazetteer()
        if self._after(span) in AWARDS and span.kind != PERSON:
            last = award_end(self.tokens, span.last + 1)
            return _voted(span._replace(last=last), OTHER)
        if span.kind == PLACE and self._after(span) in ("'s", "’s"):  # "Cox's Bazar"
            owner = name_of(self.tokens, span.first, span.last)
            if known.kind(f"{owner}'s {self._after(span, 1)}"):
                return span._replace(last=span.last + 2)
        if span.kind == PLACE and self._before(span) in known.demonyms:
            name = name_of(self.tokens, span.first - 1, span.last)
            if known.kind(name) in ("C", "R"):
                return span._replace(first=span.first - 1)
        return span

    def _of_places(self, spans: list[Span]) -> list[Span]:
        """Organisations with the country that is part of their names."""
        found: list[Span] = []
        for span in spans:
            before = found[-1] if found else None
            if before and self._has_place(before, span):
                found[-1] = before._replace(last=span.last)
            else:
                found.append(span)
        return found

    def _has_place(self, body: Span, place: Span) -> bool:
        between = self.words[body.last : place.first]
        if between not in (["of"], ["of", "the"]) or place.kind != PLACE:
            return False
        named = self.words[body.last - 1] in _BODIES_OF and body.last - body.first > 1
        return named and body.kind == ORGANISATION

    def _numbered(self, spans: list[Span]) -> list[Span]:
        """With its number what is one of a series ("an Ariane 5"); no overlap with the last."""
        found: list[Span] = []
        for span in spans:
            if found and span.first < found[-1].last:
                if span.last <= found[-1].last:
                    continue
                found.pop()
            if self._has_number(span):
                span = _voted(span._replace(last=span.last + 1), OTHER)
            found.append(span)
        return found

    def _has_number(self, span: Span) -> bool:
        number = self._after(span)
        if span.last - span.first != 1 or not number.isdecimal() or len(number) > 2:
            return False
        if self._before(span) not in _ARTICLES or self._after(span, 1) in ("-", "–", "%"):
            return False
        return not self._is_known(self.words[span.first])

    def _is_known(self, word: str) -> bool:
        known = gazetteer()
        return word in known.demonyms or bool(known.kind(word)) or word in organisations().names

    # -- names of a text ---------------------------------------------------------------------------

    def _sky(self) -> set[str]:
        """Bodies of the sky, where a planet or "the Moon" says that the text looks up."""
        lit = {
            name
            for span, name in zip(self.spans, self.names, strict=True)
            if name in LIGHTS and self._before(span) == "the"
        }
        if PLANETS.isdisjoint(set(self.names) - {"Earth"}):
            return lit
        return lit | {name for name in self.names if name in BODIES and name not in LIGHTS}

    def _vessels(self) -> set[str]:
        """Ships and craft: HMS, "the lander Philae", and the bare name of "Voyager 2"."""
        found: set[str] = set()
        for span, name in zip(self.spans, self.names, strict=True):
            first, rest = self.words[span.first], name.partition(" ")[2]
            if first in _SHIP_PREFIXES and rest:
                found |= {name, rest}
            elif span.last - span.first == 2 and self._after(span, -1).isdecimal():
                if span.kind == OTHER and len(rest) <= 2 and not self._is_known(first):
                    found |= {name, first}
            elif self._is_called_vessel(span) and self._may_be_vessel(name):
                found.add(name)
        return found

    def _may_be_vessel(self, name: str) -> bool:
        """Whether nothing says that the name means a place: its fame, or "in" before it."""
        if gazetteer().people(name) > _GREAT_TOWN or gazetteer().kind(name) == "C":
            return False
        spans = zip(self.spans, self.names, strict=True)
        return not any(self._before(span) in _LOCATIVE for span, other in spans if other == name)

    def _is_called_vessel(self, span: Span) -> bool:
        if span.first and self.tokens.starts[span.first] - self.tokens.ends[span.first - 1] > 1:
            return False
        distance = 2 if self._before(span) in _NAMING else 1
        return self._before(span, distance) in _VESSELS and self._before(span, distance + 1) != "to"

    def _people(self) -> set[str]:
        """What is taken for a town that nothing supports, but writes and proves."""
        rows: dict[str, list[Span]] = {}
        for span, name in zip(self.spans, self.names, strict=True):
            if span.last - span.first == 1 and span.kind in (PLACE, ORGANISATION):
                rows.setdefault(name, []).append(span)
        return {name for name, spans in rows.items() if self._is_person(name, spans)}

    def _is_person(self, name: str, spans: list[Span]) -> bool:
        known = gazetteer()
        if known.kind(name) in ("C", "R") or known.people(name) > _SMALL_TOWN:
            return False
        if name in organisations().names or name.isupper():
            return False
        if any(self._before(span) in _LOCATIVE | _ARTICLES for span in spans):
            return False
        return any(self._acts(span) for span in spans)

    def _acts(self, span: Span) -> bool:
        after = self._after(span)
        if after in ("'s", "’s"):
            return self._after(span, 1) in _PERSONAL_THINGS
        if span.kind == ORGANISATION:
            return after in ("wrote", "died", "himself", "herself")
        return after in _PERSONAL_VERBS or (after == "was" and self._after(span, 1) == "born")

    # -- one name ----------------------------------------------------------------------------------

    def _by_parts(self, span: Span, index: int) -> Span:
        """What the words of a name itself say: its last, its title, its first name."""
        last = self.words[span.last - 1]
        several = span.last - span.first > 1
        if several and span.kind in (PERSON, ORGANISATION) and last in _BY_LAST_WORD:
            return _voted(span, _BY_LAST_WORD[last])
        if several and span.kind == PLACE and last in _COMPANIES and last != "Bank":
            return _voted(span, ORGANISATION)
        if not several and span.kind in (PERSON, PLACE) and self._is_brand(span):
            return _voted(span, ORGANISATION, 1.0)
        if span.kind == PERSON:
            if several and last in _PLACE_HEADS and self.words[span.first] not in first_names():
                return _voted(span, PLACE)
            if self._is_work(span, index) or any(map(str.isdigit, self.names[index])):
                return _voted(span, OTHER)
        pair = span.last - span.first == 2 and span.kind in (ORGANISATION, PLACE)
        if pair and (self.words[span.first] in _NOBLE or self._is_full_name(span)):
            return _voted(span, PERSON, 1.0)
        return span

    def _is_brand(self, span: Span) -> bool:
        """Whether a word is written as firms are: "UiPath", "CDPJ", "Vingroup"."""
        word = self.words[span.first]
        if word.endswith(_COMPANY_ENDS) and span.kind == PERSON:
            return True
        if gazetteer().kind(word) or gazetteer().kind(word.title()) or span.first in self.starts:
            return False
        capitals = 3 <= len(word) <= 5 and word.isupper() and word.isalpha()
        return capitals or bool(_CAMEL.fullmatch(word))

    def _is_work(self, span: Span, index: int) -> bool:
        """Whether it belongs to a person named just before: "Chuck Berry's Johnny B. Goode"."""
        owned = index > 0 and self._before(span) in ("'s", "’s")
        if not owned or self.counts[self.names[index]] > 1:
            return False
        owner = self.spans[index - 1]
        return owner.last == span.first - 1 and owner.kind == PERSON and max(owner.votes) > 0.8

    def _is_full_name(self, span: Span) -> bool:
        first, second = self.words[span.first : span.last]
        if first not in first_names() or first in AMBIGUOUS | _NO_FIRST_NAMES:
            return False
        if gazetteer().kind(first) or second in _NO_SURNAMES:
            return False
        if (first, second) in organisations().forms or gazetteer().kind(f"{first} {second}"):
            return False
        return second[0].isupper() and second[1:].islower() and max(span.votes) < 0.8


def _voted(span: Span, kind: int, weight: float = SURE) -> Span:
    votes = list(span.votes)
    votes[kind] += weight
    return span._replace(votes=tuple(votes))
