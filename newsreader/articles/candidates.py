"""Where the article may be: readability's answer, semantic containers, and the densest prose."""

from __future__ import annotations

import copy
import logging
import re
from dataclasses import dataclass, field

from lxml.etree import _Element
from lxml.html import HtmlElement
from readability import Document as Readability
from readability.readability import Unparseable

from newsreader.articles.measures import PARAGRAPH, Measure
from newsreader.articles.trees import labels, tag

_MARK = "data-newsreader-mark"
_BODY_LABELS = re.compile(
    r"(?:^|[\s_-])(?:article|story|post|entry|news|content)[_-]*(?:body|text|content|copy|main)"
    r"|(?:^|\s)(?:articlebody|storybody|body-?copy|richtext|rich-text|text-?body)(?:\s|$|[_-])"
)
_PARTS = frozenset(
    {
        "p",
        "table",
        "tbody",
        "tr",
        "ul",
        "ol",
        "li",
        "dl",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "span",
    }
    | {"a", "b", "strong", "em", "i", "img", "h1", "h2", "h3", "center", "font"}
)
_MOST_PARTS = 12
_MOST_ELEMENTS = 40_000
logging.getLogger("readability").setLevel(logging.CRITICAL)


@dataclass(slots=True)
class Candidate:
    """One or more elements that may hold the article.

    Attributes:
        why: How it was found, for a person.
        evidence: What speaks for it, each kind with its weight.
    """

    elements: list[_Element]
    why: str
    evidence: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The sum of the evidence."""
        return sum(self.evidence.values())


class _Chooser(Readability):  # type: ignore[misc]
    """Readability's scoring, without its parsing, cleaning and printing."""

    html: HtmlElement | None
    chosen: tuple[HtmlElement, ...] = ()

    def _html(self, force: bool = False) -> HtmlElement:
        if force or self.html is None:
            self.html = copy.deepcopy(self.input)
        return self.html

    def get_article(
        self, candidates: object, best_candidate: object, html_partial: bool = False
    ) -> HtmlElement:
        article = super().get_article(candidates, best_candidate, html_partial=html_partial)
        root = article.find("body/div") if not html_partial else article
        self.chosen = tuple(root if root is not None else article)
        return article

    def sanitize(self, node: HtmlElement, candidates: object, keep_all_images: bool = False) -> str:
        return str(node.text_content())


def by_readability(root: _Element) -> list[_Element]:
    """Give the elements that readability-lxml takes for the article, in document order."""
    elements = list(root.iter())
    if len(elements) > _MOST_ELEMENTS:
        return []
    for index, element in enumerate(elements):
        element.set(_MARK, str(index))
    chooser = _Chooser(root)
    try:
        chooser.summary()
    except (Unparseable, RecursionError):
        return []
    finally:
        for element in elements:
            del element.attrib[_MARK]
    marks = [mark for node in chooser.chosen if (mark := node.get(_MARK))]
    found = [elements[int(mark)] for mark in marks]
    return [_whole(found[0])] if len(found) == 1 else found


def semantic(root: _Element) -> list[Candidate]:
    """Give the containers that the page marks as article, body or main part."""
    found = []
    bodies = [
        element for element in root.iter() if "articleBody" in (element.get("itemprop") or "")
    ]
    if bodies:
        found.append(Candidate(_outermost(bodies), "microdata articleBody"))
    named = []
    for element in root.iter("article", "main", "div", "section"):
        name = tag(element)
        if name not in ("article", "main"):
            name = element.get("role") or ""
        if name in ("article", "main"):
            found.append(Candidate([element], name))
        elif _BODY_LABELS.search(labels(element)):
            named.append(element)
    found.extend(Candidate([element], "named as the body") for element in named)
    parts = _outermost(named)
    if 1 < len(parts) <= _MOST_PARTS:
        found.append(Candidate(parts, "named as the body"))
    return found


def _outermost(elements: list[_Element]) -> list[_Element]:
    inside = set(elements)
    return [e for e in elements if not any(a in inside for a in e.iterancestors())]


def densest(root: _Element, measures: dict[_Element, Measure]) -> _Element:
    """Give the element with the most prose and the least of everything else."""
    best = max(
        (element for element in root.iter() if isinstance(element.tag, str)),
        key=lambda element: measures[element].score,
        default=root,
    )
    return _whole(best)


def parts_beside(element: _Element, measures: dict[_Element, Measure]) -> list[_Element]:
    """Give an element with its siblings of the same kind that hold prose too.

    Some pages put each paragraph, or each part of the text, into a box of its own. Boxes with a
    headline of the first level are articles by themselves.
    """
    parent, kind = element.getparent(), element.get("class") or ""
    if parent is None or not kind or tag(element) not in ("div", "section"):
        return [element]
    parts = [
        child
        for child in parent.iterchildren(element.tag)
        if (child.get("class") or "") == kind and measures[child].prose >= PARAGRAPH
    ]
    alone = any(next(part.iter("h1", "article"), None) is not None for part in parts)
    return [element] if alone else parts


def _whole(element: _Element) -> _Element:
    """Give the element, or the one around it where it is only a row, an item or a line."""
    parent = element.getparent()
    while tag(element) in _PARTS and parent is not None:
        element, parent = parent, parent.getparent()
    return element
