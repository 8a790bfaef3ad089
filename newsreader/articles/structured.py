"""What a page says of itself for machines: JSON-LD, microdata, Open Graph and other meta elements.

The vocabularies are schema.org, ogp.me, Dublin Core and the names that news sites use beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml.etree import _Element

from newsreader.articles.trees import attribute, tag, text_of

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report|Posting|Review|Recipe|WebPage\w*)$")
_PAGE_TYPE = re.compile(r"WebPage$|CollectionPage$|ItemPage$")
_COMMENT = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_MOST_SCRIPT = 2_000_000
_MOST_NODES = 5000

Node = dict[str, Any]


def json_ld(root: _Element) -> list[Node]:
    """Give every object of the page's JSON-LD that has a type, outermost first."""
    found: list[Node] = []
    for script in root.iter("script"):
        if "ld+json" in attribute(script, "type").lower():
            found.extend(_objects(_load(script.text or "")))
    return found


def _load(text: str) -> object:
    if len(text) > _MOST_SCRIPT:
        return None
    text = _COMMENT.sub("", text).strip().rstrip(";")
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object) -> Iterator[Node]:
    """Give the typed objects inside a value, without recursion."""
    waiting = [value]
    count = 0
    while waiting and count < _MOST_NODES:
        count += 1
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if "@type" in node:
                yield node
            waiting.extend(node.get(key) for key in ("@graph", "mainEntity", "hasPart"))


def types(node: Node) -> list[str]:
    """Give the names of a node's types, without their vocabulary."""
    names = node.get("@type")
    listed = names if isinstance(names, list) else [names]
    return [str(name).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for name in listed if name]


def article_node(nodes: list[Node]) -> Node:
    """Give the object that describes the article; {} where there is none."""
    articles = [node for node in nodes if any(_ARTICLE_TYPE.search(name) for name in types(node))]
    return max(articles, key=_fullness, default={})


def _fullness(node: Node) -> int:
    names = types(node)
    score = 4 * sum(
        1 for key in ("headline", "datePublished", "author", "articleBody") if node.get(key)
    )
    if any(_PAGE_TYPE.search(name) for name in names):
        score -= 7
    if any("News" in name or name.endswith("Article") for name in names):
        score += 3
    return score


def strings(value: object, *keys: str) -> list[str]:
    """Give the texts in a value: its own, or those of its objects under the first key that fits.

    Args:
        value: A string, an object, or a list of either.
        keys: Where an object holds its text, as ``name``.
    """
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            for key in keys:
                inner = item.get(key)
                if inner:
                    found.extend(strings(inner, *keys))
                    break
    return [text.strip() for text in found if text.strip()]


class MetaElements:
    """The ``meta`` elements of a page, by name."""

    def __init__(self, root: _Element) -> None:
        self._values: dict[str, list[str]] = {}
        for meta in root.iter("meta"):
            content = attribute(meta, "content")
            if not content:
                continue
            for key in ("property", "name", "itemprop", "http-equiv"):
                for name in attribute(meta, key).lower().split():
                    self._values.setdefault(name, []).append(content)

    def all(self, *names: str) -> list[str]:
        """Give the values of the first name that has any."""
        for name in names:
            if values := self._values.get(name):
                return values
        return []

    def first(self, *names: str) -> str:
        """Give the first value of the first name that has one, "" for none."""
        return next(iter(self.all(*names)), "")


def microdata(root: _Element, name: str) -> Iterable[_Element]:
    """Give the elements of a microdata property of the article, those in comments left out."""
    for element in root.iter():
        value = element.get("itemprop")
        if value and name in value.split() and not _belongs_elsewhere(element):
            yield element


def _belongs_elsewhere(element: _Element) -> bool:
    for ancestor in element.iterancestors():
        if re.search(
            r"/(?:Comment|Product|ImageObject|VideoObject)\b", ancestor.get("itemtype") or ""
        ):
            return True
    return False


def value_of(element: _Element) -> str:
    """Give the value of a microdata property: its content, its time, its address or its text."""
    for name in ("content", "datetime"):
        if value := attribute(element, name):
            return value
    if tag(element) == "abbr" and attribute(element, "title"):
        return attribute(element, "title")
    if tag(element) in ("link", "a", "img"):
        return attribute(element, "href") or attribute(element, "src")
    return text_of(element)
