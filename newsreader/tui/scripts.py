"""What is set higher or lower, in characters that are: H₂O, 10⁶, and the numbers of notes."""

from __future__ import annotations

from newsreader.core.document import Document

_RAISED = str.maketrans("0123456789+-−=()adehimnorst", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵈᵉʰⁱᵐⁿᵒʳˢᵗ")
_LOWERED = str.maketrans("0123456789+-−=()aehiklmnopst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢₖₗₘₙₒₚₛₜ")
_TABLES = {"superscript": _RAISED, "note": _RAISED, "subscript": _LOWERED}
LONGEST = 12
"""Longer passages are left as they are: a sentence in small letters is hard to read."""


def with_scripts(document: Document) -> str:
    """Give the text with raised and lowered characters where Unicode has all that are needed.

    Every character stands where it stood before, so that every place in the text stays right.
    """
    parts: list[str] = []
    done = 0
    for span in document.spans:
        table = _TABLES.get(span.kind)
        text = document.text[span.start : span.end]
        if table is None or span.start < done or not 0 < len(text) <= LONGEST:
            continue
        if all(ord(character) in table for character in text):
            parts += [document.text[done : span.start], text.translate(table)]
            done = span.end
    return "".join([*parts, document.text[done:]]) if parts else document.text
