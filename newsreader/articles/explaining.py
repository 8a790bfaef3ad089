"""Why each part of a page was taken or left out: noted on the way, for a person who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from newsreader.articles import BlockReason, CandidateEvidence, Explanation, builder
from newsreader.articles.candidates import Candidate
from newsreader.articles.drafts import Draft
from newsreader.articles.trees import tag, text_of
from newsreader.core.document import Code, Embed, Heading, Image, Paragraph, Rule, Table

OUTSIDE = "stands outside the part that was chosen"
_LONGEST = 300
"""How much of a block's text is shown."""


class Trace:
    """Is told why each part of a page goes. This one forgets it, so that asking costs nothing."""

    def begin(self, root: _Element, base: str) -> None:
        """Begin to read a page, which is still whole."""

    def reject(self) -> None:
        """Forget what was noted since `begin`: that reading was no better than the one before."""

    def rivals(self, rivals: list[Candidate], chosen: Candidate) -> None:
        """Note the candidates, the best one first, and which was taken."""

    def dropped(self, element: _Element, reason: str) -> None:
        """Note why an element is taken out of the page."""

    def left_out(self, before: list[Draft], after: list[Draft], reason: str) -> None:
        """Note why some blocks of the chosen part are left out."""

    def kept(self, drafts: list[Draft]) -> None:
        """Note the blocks that are shown."""

    def replaced(self) -> None:
        """Note that the copy of the text in the page's data is shown instead."""


SILENT = Trace()


@dataclass(slots=True)
class _Reading:
    """What was noted while a page was read once."""

    blocks: list[Draft]
    rivals: list[CandidateEvidence] = field(default_factory=list)
    dropped: dict[_Element, str] = field(default_factory=dict)
    left_out: dict[tuple[_Element | None, str], str] = field(default_factory=dict)
    kept: dict[tuple[_Element | None, str], Draft] = field(default_factory=dict)
    shown: set[_Element] = field(default_factory=set)
    captions: str = ""


class Recorder(Trace):
    """Notes everything, and puts it into words."""

    def __init__(self) -> None:
        self._readings: list[_Reading] = []
        self._replaced = False

    def begin(self, root: _Element, base: str) -> None:
        """Begin a reading, with all blocks of the page."""
        blocks = [leaf for draft in builder.build(root, base) for leaf in _leaves(draft)]
        self._readings.append(_Reading(blocks))

    def reject(self) -> None:
        """Forget the last reading."""
        self._readings.pop()

    def rivals(self, rivals: list[Candidate], chosen: Candidate) -> None:
        """Put the candidates into words."""
        self._readings[-1].rivals = [_explained(rival, rival is chosen) for rival in rivals]

    def dropped(self, element: _Element, reason: str) -> None:
        """Note the first reason; an element is dropped once."""
        self._readings[-1].dropped.setdefault(element, reason)

    def left_out(self, before: list[Draft], after: list[Draft], reason: str) -> None:
        """Note the first reason for each block that is no more there after a step."""
        remain = {id(leaf) for draft in after for leaf in _leaves(draft)}
        for draft in before:
            for leaf in _leaves(draft):
                if id(leaf) not in remain:
                    self._readings[-1].left_out.setdefault(_key(leaf), reason)

    def kept(self, drafts: list[Draft]) -> None:
        """Note what is shown, captions of pictures included."""
        reading = self._readings[-1]
        reading.kept = {_key(leaf): leaf for draft in drafts for leaf in _leaves(draft)}
        reading.shown = {element for element, _ in reading.kept if element is not None}
        reading.captions = "\n".join(
            f"{leaf.form.caption} {leaf.form.credit}"
            for leaf in reading.kept.values()
            if isinstance(leaf.form, Image)
        )

    def replaced(self) -> None:
        """Note that it is the copy that is shown."""
        self._replaced = True

    def explanation(self, refused: str) -> Explanation:
        """Give all that was noted.

        Args:
            refused: The sentence that says why the page is no article, "" where it is one.
        """
        if not self._readings:
            return Explanation(refused=refused)
        reading = self._readings[-1]
        return Explanation(
            candidates=tuple(reading.rivals),
            blocks=tuple(_judged(reading, leaf) for leaf in reading.blocks),
            copied=self._replaced,
            refused=refused,
        )


def _explained(rival: Candidate, chosen: bool) -> CandidateEvidence:
    text = " ".join(text_of(element) for element in rival.elements)
    return CandidateEvidence(
        name=rival.why,
        score=round(rival.score, 3),
        words=len(text.split()),
        evidence=tuple((name, round(value, 3)) for name, value in rival.evidence.items() if value),
        chosen=chosen,
    )


def _leaves(draft: Draft) -> Iterator[Draft]:
    """Give the parts of a block that are judged by themselves: a table is one, a list is many."""
    if draft.kind in ("text", "object", "table"):
        if not isinstance(draft.form, Rule):
            yield draft
        return
    if draft.text:
        yield draft
    for child in draft.children:
        yield from _leaves(child)


def _key(leaf: Draft) -> tuple[_Element | None, str]:
    if isinstance(leaf.form, Image | Embed):
        return None, leaf.form.url  # it may be found by itself, or by the figure around it
    return leaf.element, _shown(leaf)


def _shown(leaf: Draft) -> str:
    """Give the words by which a person knows a block."""
    form = leaf.form
    if isinstance(form, Image):
        return form.alt or form.caption or form.url
    if isinstance(form, Embed):
        return form.title or form.url
    return " ".join((leaf.full_text() if leaf.kind == "table" else leaf.text).split())


def _judged(reading: _Reading, leaf: Draft) -> BlockReason:
    kept, reason = _reason(reading, leaf)
    return BlockReason(kept=kept, kind=_kind(leaf), text=_shown(leaf)[:_LONGEST], reason=reason)


def _reason(reading: _Reading, leaf: Draft) -> tuple[bool, str]:
    """Say whether a block was kept, and why."""
    key = _key(leaf)
    if key in reading.kept:
        return True, _why_kept(reading.kept[key])
    if key in reading.left_out:
        return False, reading.left_out[key]
    around = list(_lineage(leaf.element))
    for element in around:
        if element in reading.dropped:
            return False, reading.dropped[element]
    if any(tag(element) in ("figure", "figcaption") for element in around) and key[1]:
        shown = key[1] in reading.captions
        return shown, "is the caption of a picture" if shown else "belongs to a picture left out"
    if leaf.element in reading.shown and leaf.kind == "text":
        return True, "is in the article, without the parts that pages add"
    return False, OUTSIDE


def _lineage(element: _Element | None) -> Iterable[_Element]:
    if element is not None:
        yield element
        yield from element.iterancestors()


def _why_kept(leaf: Draft) -> str:
    if isinstance(leaf.form, Heading):
        return "heads a part of the article"
    if isinstance(leaf.form, Paragraph) and len(leaf.text) < 80:
        return "is a short line in the article, and like none that pages add"
    return "is in the article"


def _kind(leaf: Draft) -> str:
    form = leaf.form
    for kind, name in _KINDS.items():
        if isinstance(form, kind):
            return name
    return "definition"


_KINDS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Code: "code",
    Table: "table",
    Image: "image",
    Embed: "embed",
}
