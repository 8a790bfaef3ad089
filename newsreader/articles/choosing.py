"""Which candidate is the article: every kind of evidence has its say."""

from __future__ import annotations

import math

from lxml.etree import _Element

from newsreader.articles import candidates, furniture
from newsreader.articles.candidates import Candidate
from newsreader.articles.explaining import Trace
from newsreader.articles.measures import NOTHING, Measure
from newsreader.articles.metadata import Metadata
from newsreader.articles.trees import text_of
from newsreader.core.text import plain_title

_SEMANTIC = {"microdata articleBody": 0.2, "named as the body": 0.15, "article": 0.12, "main": 0.05}
_READABILITY = 0.35
_COPY = 0.5
_ANCHOR = 0.15
_LEAST_SHARE = 0.15
_MOST_RIVALS = 12
_MOST_TEXT = 5_000_000
"""How many characters readability looks at, at most: it reads a text once for each element around
it. Pages with more are data, a whole book, or nested to keep it busy: they get no second opinion.
"""

Measures = dict[_Element, Measure]
Shingles = set[tuple[str, ...]]


def choose(
    root: _Element,
    measures: Measures,
    known: Metadata,
    summary: str,
    attempt: int,
    trace: Trace,
) -> Candidate:
    """Choose where the article is.

    Prose is the first evidence; a candidate gains by being marked as the article, by sharing its
    prose with readability's answer, by holding the copy of the text in the JSON-LD, and by
    holding the beginning that the page's description or the feed's summary quotes.

    Args:
        root: The pruned page.
        measures: Of every element in it.
        known: What the page says of itself.
        summary: The feed's summary, HTML or text.
        attempt: 0 for the best candidate, 1 for the next best that holds another text, and so on;
            after the last one the whole page.
        trace: Is told what speaks for each.
    """
    rivals = _ranked(root, measures, known, summary)
    different: list[Candidate] = []
    for rival in rivals:
        texts = [_text(other, measures) for other in different]
        if not any(abs(_text(rival, measures) - text) < 0.02 * text for text in texts):
            different.append(rival)
    whole = Candidate([root], "the whole page")
    chosen = different[attempt] if attempt < len(different) else whole
    trace.rivals([*rivals, whole], chosen)
    return chosen


def _ranked(root: _Element, measures: Measures, known: Metadata, summary: str) -> list[Candidate]:
    densest = candidates.densest(root, measures)
    rivals = [Candidate([densest], "densest prose")]
    parts = candidates.parts_beside(densest, measures)
    if len(parts) > 1:
        rivals.append(Candidate(parts, "parts of one kind"))
    top = max(_score(rivals[-1], measures), 1.0)
    for candidate in candidates.semantic(root):
        if _score(candidate, measures) >= _LEAST_SHARE * top:
            rivals.append(candidate)
    rivals = sorted(rivals, key=lambda rival: -_score(rival, measures))[:_MOST_RIVALS]
    readable = Candidate([], "readability")
    if sum(measure.text for measure in measures.values()) <= _MOST_TEXT:
        readable.elements = candidates.by_readability(root)
    if readable.elements:
        rivals.append(readable)
    body = _shingles(known.body)
    anchors = [_shingles(text) for text in (known.description, plain_title(summary, 2000))]
    for rival in rivals:
        rival.evidence = {
            "prose": math.sqrt(min(max(_score(rival, measures), 0.0) / top, 1.0)),
            "marked as the article": _SEMANTIC.get(rival.why, 0.0),
            "agreement with readability": _READABILITY * _agreement(rival, readable, measures),
            **_evidence_of_text(rival, body, anchors),
        }
    return sorted(rivals, key=lambda rival: (-round(rival.score, 3), _text(rival, measures)))


def _score(candidate: Candidate, measures: Measures) -> float:
    return sum(measures.get(element, NOTHING).score for element in candidate.elements)


def _text(candidate: Candidate, measures: Measures) -> float:
    return sum(measures.get(element, NOTHING).text for element in candidate.elements)


def _prose(candidate: Candidate, measures: Measures) -> float:
    return sum(measures.get(element, NOTHING).prose for element in candidate.elements)


def _agreement(one: Candidate, other: Candidate, measures: Measures) -> float:
    """Give the share of prose that two candidates have in common: 0 to 1."""
    if not other.elements:
        return 0.0
    shared = 0.0
    others = set(other.elements)
    ones = set(one.elements)
    for element in one.elements:
        if element in others or any(a in others for a in element.iterancestors()):
            shared += measures[element].prose
    for element in other.elements:
        if element not in ones and any(a in ones for a in element.iterancestors()):
            shared += measures[element].prose
    union = _prose(one, measures) + _prose(other, measures) - shared
    return shared / union if union > 0 else 0.0


def _evidence_of_text(
    candidate: Candidate, body: Shingles, anchors: list[Shingles]
) -> dict[str, float]:
    anchors = [anchor for anchor in anchors if len(anchor) > 8]
    if len(body) < 60 and not anchors:
        return {}
    own = _shingles(" ".join(text_of(element) for element in candidate.elements))
    begins = any(len(own & anchor) > 0.5 * len(anchor) for anchor in anchors)
    return {
        "the copy in the page's data": (
            _COPY * len(own & body) / len(body) if len(body) >= 60 else 0.0
        ),
        "the beginning that is known": _ANCHOR if begins else 0.0,
    }


def _shingles(text: str) -> Shingles:
    tokens = furniture.tokens(text)
    return {tuple(tokens[i : i + 3]) for i in range(len(tokens) - 2)}
