"""Footnotes: the references in the text, and the notes that they lead to."""

from __future__ import annotations

import re

from lxml.etree import _Element

from newsreader.articles.trees import attribute, labels, tag, text_of

_REFERENCE = re.compile(r"^[\[(]?(\d{1,3}|[a-z]|[ivxl]{1,5}|[*†‡§]{1,3})[\])]?$", re.IGNORECASE)
_REFERENCE_LABELS = re.compile(r"footnote|noteref|fn-?ref|(?:^|\s)reference|sidenote")
_NOTE_TAGS = frozenset({"li", "p", "div", "dd", "aside", "section", "span", "td", "tr"})


class Footnotes:
    """The notes of one page: which links are references, and which elements are notes."""

    def __init__(self, root: _Element) -> None:
        self._label_of_link: dict[_Element, str] = {}
        self._label_of_note: dict[_Element, str] = {}
        self._back: set[_Element] = set()
        inner = [link for link in root.iter("a") if attribute(link, "href").startswith("#")]
        if inner:
            self._find(root, inner)

    def _find(self, root: _Element, inner: list[_Element]) -> None:
        targets = {name: node for node in root.iter() if (name := attribute(node, "id"))}
        for link in inner:
            target = targets.get(attribute(link, "href")[1:])
            label = _reference(link)
            if target is None or not label or self._is_in_note(link):
                continue
            note = _note(target)
            if note is None or any(ancestor is note for ancestor in link.iterancestors()):
                continue
            if note in self._label_of_note or self._is_after(link, note):
                self._label_of_link[link] = self._label_of_note.setdefault(note, label)
        for note in self._label_of_note:
            for link in note.iter("a"):
                if attribute(link, "href").startswith("#") and link not in self._label_of_link:
                    self._back.add(link)

    def _is_in_note(self, link: _Element) -> bool:
        """Say whether a link stands in a known note: it leads back, whatever it looks like."""
        return any(ancestor in self._label_of_note for ancestor in link.iterancestors())

    @staticmethod
    def _is_after(link: _Element, note: _Element) -> bool:
        """Say whether the note is no heading's anchor or contents' target: it has text to read."""
        return len(text_of(note)) > 3 and next(note.iter("h1", "h2", "h3"), None) is None

    def reference(self, link: _Element) -> str:
        """Give the label of the note that a link refers to, "" for any other link."""
        return self._label_of_link.get(link, "")

    def note(self, element: _Element) -> str:
        """Give the label of the note that an element is, "" for any other element."""
        return self._label_of_note.get(element, "")

    def is_back_link(self, link: _Element) -> bool:
        """Say whether a link in a note only leads back to its reference."""
        return link in self._back


def _reference(link: _Element) -> str:
    """Give the label where a link looks like a reference to a note."""
    text = text_of(link)
    match = _REFERENCE.match(text)
    if match is None:
        return ""
    parent = link.getparent()
    raised = next(link.iter("sup"), None) is not None or (
        parent is not None and tag(parent) == "sup"
    )
    roles = " ".join(attribute(link, name) for name in ("rel", "role", "href"))
    named = _REFERENCE_LABELS.search(f"{labels(link)} {roles.lower()}")
    return match[1] if raised or named else ""


def _note(target: _Element) -> _Element | None:
    """Give the element that holds the whole note, where the target is only an anchor in it."""
    node: _Element | None = target
    for _ in range(3):
        if node is None:
            return None
        if tag(node) in _NOTE_TAGS and tag(node) != "span" and len(text_of(node)) > 3:
            return node
        node = node.getparent()
    return None
