"""HTML that is the article already: a feed's own content, or what a person kept."""

from __future__ import annotations

import re

from newsreader.articles import builder, residue
from newsreader.articles.drafts import Draft, layout
from newsreader.articles.subheads import name_subheads
from newsreader.articles.trees import parse
from newsreader.core.document import Document, Heading, Paragraph, Rule

_WORDS = re.compile(r"[\W_]+")
_LONGEST = 5000
"""Lines with more characters are compared as they are."""


def document(html: str, base_url: str, *, title: str, clean: bool) -> Document:
    """Make a document of the whole of the markup.

    Args:
        html: Markup of any quality.
        base_url: What links and sources are relative to.
        title: A first line that only repeats it is left out; "" to leave all.
        clean: Whether to drop the residue of feeds and plugins.
    """
    drafts = builder.build(parse(html), base_url)
    if clean:
        drafts = tidy(drafts, title)
    elif title:
        drafts = without_title(drafts, title)
    return layout(drafts)


def tidy(drafts: list[Draft], title: str) -> list[Draft]:
    """Drop a repeated title, residue, headings without a section, and rules at the ends.

    Lines in bold above text become the headings that they are.
    """
    drafts = without_title(drafts, title) if title else drafts
    return name_subheads(_without_loose_ends(_without_residue(drafts)))


def _without_residue(drafts: list[Draft]) -> list[Draft]:
    kept = []
    for draft in drafts:
        if is_line(draft) and residue.is_residue(draft.text):
            continue
        if draft.kind in ("list", "item", "quote", "footnote"):
            had = bool(draft.children)
            draft.children = _without_residue(draft.children)
            if had and not draft.children:
                continue
        kept.append(draft)
    return kept


def is_line(draft: Draft) -> bool:
    """Say whether a draft is a heading or a paragraph."""
    return isinstance(draft.form, Heading | Paragraph)


def same_words(first: str, second: str) -> bool:
    """Say whether two lines are the same but for case, spaces and punctuation."""
    if max(len(first), len(second)) > _LONGEST:
        return first.strip().casefold() == second.strip().casefold()
    words = _WORDS.sub("", first).casefold()
    return bool(words) and words == _WORDS.sub("", second).casefold()


def without_title(drafts: list[Draft], title: str) -> list[Draft]:
    """Drop the line that repeats the title, where it stands before any other text."""
    for index, draft in enumerate(drafts[:4]):
        if draft.kind == "text":
            if same_words(draft.text, title):
                return drafts[:index] + drafts[index + 1 :]
            break
    return drafts


def _without_loose_ends(drafts: list[Draft]) -> list[Draft]:
    """Drop headings that head nothing, and rules with no text on one side or next to another."""
    kept: list[Draft] = []
    for draft in drafts:
        if _is_rule(draft) and (not kept or _is_rule(kept[-1])):
            continue
        if _is_heading(draft):
            while kept and _is_empty_section(kept[-1]):
                kept.pop()
        kept.append(draft)
    notes = len(kept)
    while notes and kept[notes - 1].kind == "footnote":
        notes -= 1
    if 0 < notes < len(kept) and _is_empty_section(kept[notes - 1]):
        kept.pop(notes - 1)
    last = len(kept)
    while last and _is_loose_end(kept[last - 1]):
        last -= 1
    return kept[:last] if any(draft.kind != "object" for draft in kept[:last]) else kept


def _is_rule(draft: Draft) -> bool:
    return isinstance(draft.form, Rule)


def _is_heading(draft: Draft) -> bool:
    return isinstance(draft.form, Heading)


def _is_empty_section(draft: Draft) -> bool:
    """Say whether a line heads a section that ends at once, at the heading that follows."""
    return is_line(draft) and residue.names_empty_section(draft.text)


def _is_loose_end(draft: Draft) -> bool:
    if _is_rule(draft) or _is_heading(draft):
        return True
    return is_line(draft) and residue.names_empty_section(draft.text)
