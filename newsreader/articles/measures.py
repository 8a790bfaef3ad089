"""How much of an element is prose, and how much is links: measured once for a whole tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.etree import _Element

from newsreader.articles.trees import tag

INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn"}
    | {"em", "font", "i", "img", "ins", "kbd", "label", "mark", "meter", "q", "ruby", "rb", "rt"}
    | {"rp", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"}
    | {"var", "wbr", "picture", "source", "svg", "amp-img", "nobr", "object", "output"}
)
_DENSE = re.compile("[぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿]")
PARAGRAPH = 80
"""From this length on, in letters of an alphabet, a block of text is surely prose."""
_LINE = 30
_DENSE_WORTH = 2.2


@dataclass(slots=True)
class Measure:
    """What is below one element, in characters; one of a dense script counts as several.

    Attributes:
        text: All text.
        link: Text inside links.
        loose: Text inside links that stand in no paragraph of prose.
        prose: Text in blocks that are long enough, and no links for the most part.
        own: Text that belongs to no block further down, and how much of that is in links.
    """

    text: float = 0.0
    link: float = 0.0
    prose: float = 0.0
    loose: float = 0.0
    own: float = 0.0
    own_link: float = 0.0

    @property
    def link_density(self) -> float:
        """The share of the text that is in links."""
        return self.link / self.text if self.text else 0.0

    @property
    def score(self) -> float:
        """How much an element speaks for being the article: prose less everything else."""
        return self.prose - self.loose - 0.3 * max(0.0, self.text - self.prose - self.loose)


NOTHING = Measure()


def weight(text: str | None) -> float:
    """Give the length of a text without white space at its ends."""
    if not text:
        return 0.0
    text = text.strip()
    if not text or text.isascii():
        return float(len(text))
    return len(text) + (_DENSE_WORTH - 1) * len(_DENSE.findall(text))


def measure(root: _Element) -> dict[_Element, Measure]:
    """Measure every element of a tree, in one pass from its leaves up."""
    measures: dict[_Element, Measure] = {}
    for element in reversed(list(root.iter())):
        name = tag(element)
        if name in ("script", "style", "noscript", "template", "select", "option", "textarea"):
            measures[element] = NOTHING
            continue
        measures[element] = _measured(element, name, measures)
    return measures


def _measured(element: _Element, name: str, measures: dict[_Element, Measure]) -> Measure:
    own = weight(element.text)
    result = Measure(text=own, own=own)
    for child in element:
        inner = measures[child]
        tail = weight(child.tail)
        result.text += inner.text + tail
        result.link += inner.link
        result.prose += inner.prose
        if tag(child) not in INLINE:
            result.loose += inner.loose
        result.own += tail
        if tag(child) in INLINE:
            result.own += inner.own
            result.own_link += inner.own_link
    if name == "a":
        result.link, result.own_link = result.text, result.own
    if name not in INLINE:
        prose = _prose(result.own, result.own_link, name == "p")
        result.prose += prose
        result.loose += 0.0 if prose else result.own_link
    elif name == "a" and result.text > result.own:
        result.loose = result.text - result.own
    return result


def _prose(own: float, link: float, paragraph: bool) -> float:
    """Give how much of a block's own text counts as prose: more where it is a ``p``."""
    if (own < _LINE and not paragraph) or link > own * (0.9 if paragraph else 0.5):
        return 0.0
    worth = own - link * 0.5
    return worth if own >= PARAGRAPH else worth * 0.5
