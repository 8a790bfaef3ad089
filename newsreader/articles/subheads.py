"""Lines in bold that stand alone above the text they name: headings, whatever the page calls them.

Many editors, and most old pages, write ``<p><b>Two months of change</b></p>`` for a heading.
"""

from __future__ import annotations

import re

from newsreader.articles.drafts import Draft
from newsreader.core.document import Heading, Image, Paragraph

_LONGEST = 90
_MOST_WORDS = 14
_LEAST_BELOW = 60
"""How much text the block below a heading has at least."""
_NO_HEADING = re.compile(r"[.,;:?…。、：；？，]\W*$|^\W*[\d:.]+\W*$|\n")
"""A line that ends as a sentence or an interview's question does, is a number, or has a break."""


def name_subheads(drafts: list[Draft]) -> list[Draft]:
    """Make headings of the bold lines that stand above text, each below the heading before it."""
    named = list(drafts)
    level, begun = 1, False
    for index, draft in enumerate(drafts):
        if isinstance(draft.form, Heading):
            level = draft.form.level
        elif begun and _is_subhead(draft) and _heads_text(drafts[index + 1 :]):
            form = Heading(start=0, end=0, level=min(level + 1, 6))
            spans = [span for span in draft.spans if span.kind != "strong"]
            named[index] = Draft("text", form, draft.text, spans, element=draft.element)
        begun = begun or len(draft.text) >= _LEAST_BELOW
    return named


def _is_subhead(draft: Draft) -> bool:
    text = draft.text
    if not isinstance(draft.form, Paragraph) or len(text) > _LONGEST or _NO_HEADING.search(text):
        return False
    bold = sum(span.end - span.start for span in draft.spans if span.kind == "strong")
    linked = any(span.kind == "link" for span in draft.spans)
    return bold >= len(text) and not linked and len(text.split()) <= _MOST_WORDS


def _heads_text(below: list[Draft]) -> bool:
    for draft in below:
        if isinstance(draft.form, Image):
            continue
        if draft.kind in ("list", "table", "quote", "definitions"):
            return True
        plain = isinstance(draft.form, Paragraph) and not _is_subhead(draft)
        return plain and len(draft.text) >= _LEAST_BELOW
    return False
