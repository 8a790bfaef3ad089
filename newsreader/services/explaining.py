"""How an article was found in its page, as text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsreader.core.text import fill, truncate

if TYPE_CHECKING:
    from newsreader.articles import BlockReason, CandidateEvidence, Explanation

_INDENT = " " * 11
_LEAST = 20
"""Cells of a block's text that are shown at least."""
_USUAL = 100
"""Cells of a line that goes to no terminal."""


def explained(explanation: Explanation, width: int | None) -> str:
    """Write an explanation: the parts that may be the article, then every block of the page.

    Args:
        explanation: As `newsreader.articles.explain` gives it.
        width: The most cells of a line; None where it goes to no terminal.
    """
    lines = fill(explanation.refused, width or _USUAL) if explanation.refused else []
    if explanation.candidates:
        lines += ["Parts of the page that may be the article, the one that was taken marked:"]
        for candidate in explanation.candidates:
            lines += _candidate(candidate, width or _USUAL)
    elif explanation.blocks:
        lines += ["Your selectors chose the article."]
    if explanation.copied:
        lines += ["The text is the copy in the page's data: the page shows only its beginning."]
    if explanation.blocks:
        kept = sum(block.kept for block in explanation.blocks)
        lines += [f"Blocks of the page, of which {kept} of {len(explanation.blocks)} stay:"]
        lines += [line for block in explanation.blocks for line in _block(block, width or _USUAL)]
    return "".join(f"{line}\n" for line in lines)


def _candidate(candidate: CandidateEvidence, width: int) -> Iterator[str]:
    """Give its score, name and size, and below them what speaks for it."""
    words = f"{candidate.words} word{'' if candidate.words == 1 else 's'}"
    yield f"  {'*' if candidate.chosen else ' '} {candidate.score:5.2f}  {candidate.name}, {words}"
    evidence = ", ".join(f"{name} {value:.2f}" for name, value in candidate.evidence)
    yield from (f"{_INDENT}{line}" for line in fill(evidence, width - len(_INDENT)) if line)


def _block(block: BlockReason, width: int) -> Iterator[str]:
    """Give a line, or two where the reason leaves too little room for the text."""
    start = f"  {'stays' if block.kept else 'goes '}  {block.kind}: "
    room = width - len(start) - len(block.reason) - 3
    if room >= _LEAST:
        yield f"{start}{truncate(block.text, room)} ({block.reason})"
    else:
        yield truncate(start + block.text, width)
        yield f"         ({block.reason})"
