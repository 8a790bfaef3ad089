"""The one place that cleans foreign text, and measures it in terminal cells.

Every string from outside passes through here once, after its last decoding step: titles, names
and other one-line texts through `clean_line`, markup that should be a title through
`plain_title`, bodies through `clean_body`. What comes out holds no control character (but newline
and tab in bodies), no bidirectional control, no invisible tag character, and none of the few
sequences whose width terminals disagree about; joiners that Persian, Indic scripts and emoji need
are kept. A control sequence goes as a whole, so that no rest such as ``[31m`` is read as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from newsreader.core.patterns import late

MAX_LINE = 1000
"""The longest title or name that is kept, in characters."""

ELLIPSIS = "…"

_UNSAFE = late(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\xad"  # soft hyphen: invisible, breaks search
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # bidi and invisible controls
    "\u180e\u3164\uffa0"  # invisible signs of single scripts
    "\u2028\u2029"  # separators that some programs take for line ends
    "\ufe00-\ufe0f"  # variation selectors: terminals disagree, and a text can be hidden in them
    "\ufeff\ufff9-\ufffb"  # BOM, interlinear marks
    "\ud800-\udfff"  # lone surrogates
    "\ufdd0-\ufdef\ufffe\uffff"  # never characters
    "]"
)
_BEYOND = late("[\U00010000-\U0010ffff]")
_UNSAFE_BEYOND = late(
    "["
    "\U0001f3fb-\U0001f3ff"  # skin tones (terminals disagree)
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # invisible signs of single scripts
    "\U000e0000-\U000e0fff"  # tags and variation selectors supplement
    + "".join(f"{chr(end - 1)}{chr(end)}" for end in range(0x1FFFF, 0x110000, 0x10000))  # never
    + "]"
)
"""The same of the planes beyond the first, which hardly any text has: sets of both are slow."""
_SEQUENCE = late(
    "\x1b(?:"
    r"\[[0-9:;=?]*[ !$]?[@-~]"  # CSI: colours, the cursor
    "|[\\]PX^_][^\x00-\x1f\x7f-\x9f<]*(?:\x07|\x1b\\\\|\x9c)"  # OSC, DCS and the like
    ")"
)
"""A control sequence of terminals (ECMA-48, 5.4 and 5.6) that begins with ESC, which no text does.
It never reaches over a line end or into a tag."""
_ESCAPE_REFERENCE = late("&#(?:0{0,9}27|[xX]0{0,9}1[bB]);")
_LINE_ENDS = late("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LINE_ENDS_IN_ASCII = bytes.maketrans(b"\v\f", b"\n\n")
_UNSAFE_IN_ASCII = bytes((*range(0x09), *range(0x0E, 0x20), 0x7F))
"""The two patterns above for ASCII, at a thirtieth of their cost."""
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MORE_MARKS = "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0e31-\u0e3a\u0e47-\u0e4e"
"""Of scripts whose letters may bear several: Hebrew, Arabic, Thai."""
_PILE = late(f"[{_MARKS}{_MORE_MARKS}]{{4,}}")
_TOO_HIGH = late(f"([{_MARKS}]{{3}})[{_MARKS}]+|([{_MORE_MARKS}]{{6}})[{_MORE_MARKS}]+")
"""Marks over marks, more than any script needs."""
_IDLE_JOINERS = late("([\u200c\u200d])[\u200c\u200d]+")
_TAG = late(r"<!--.*?(?:-->|\Z)|<(?:/?[a-zA-Z][^<>]*|![^<>]*|\?[^<>]*)>", re.DOTALL)
_MARKUP = late(r"<[a-zA-Z/!?]|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")


def clean_body(text: str) -> str:
    """Clean text of several lines: newline and tab stay, every other control goes.

    Args:
        text: Any string, of any length.
    """
    if "\x1b" in text:
        text = _SEQUENCE().sub("", text)
    if text.isascii():
        plain = text.replace("\r\n", "\n").replace("\r", "\n").encode()
        return plain.translate(_LINE_ENDS_IN_ASCII, _UNSAFE_IN_ASCII).decode()
    text = _LINE_ENDS().sub("\n", text)
    text = _UNSAFE().sub("", text)
    if _BEYOND().search(text):
        text = _UNSAFE_BEYOND().sub("", text)
    if "\u200c" in text or "\u200d" in text:
        text = _IDLE_JOINERS().sub(r"\1", text)
    return _PILE().sub(lambda pile: _TOO_HIGH().sub(r"\1\2", pile[0]), text)


def clean_line(text: str, limit: int = MAX_LINE) -> str:
    """Clean a title, a name or another text of one line: white space is folded, ends are trimmed.

    Args:
        text: Any string.
        limit: The most characters to keep; a longer text ends in an ellipsis.
    """
    text = " ".join(clean_body(text[: limit * 20]).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def plain_title(markup: str, limit: int = MAX_LINE) -> str:
    """Make one clean line of what may be HTML: tags are dropped, then entities decoded once.

    Args:
        markup: A title as a feed holds it after its own XML was decoded.
        limit: As in `clean_line`.
    """
    markup = without_sequences(markup[: limit * 20])
    if _MARKUP().search(markup):
        import html

        markup = html.unescape(
            _TAG().sub(" ", markup) if _has_block_tag(markup) else _untag(markup)
        )
    return clean_line(markup, limit)


def _has_block_tag(markup: str) -> bool:
    return bool(re.search(r"<(?:br|p|div|li|tr|td|h\d)\b", markup, re.IGNORECASE))


def _untag(markup: str) -> str:
    return _TAG().sub("", markup)


def without_sequences(markup: str) -> str:
    """Drop whole control sequences from markup, before a parser drops or keeps only their ESC."""
    if "&#" in markup:
        markup = _ESCAPE_REFERENCE().sub("\x1b", markup)
    return _SEQUENCE().sub("", markup) if "\x1b" in markup else markup


def is_clean(text: str) -> bool:
    """Say whether the text may be written to a terminal as it is (newline and tab allowed)."""
    if _UNSAFE().search(text):
        return False
    return not (_BEYOND().search(text) and _UNSAFE_BEYOND().search(text))


# -- finding ---------------------------------------------------------------------------------------

_COMBINING = "[\u0300-\u036f]*"
_ALIKE = {sign: signs for signs in ("'’‘ʼ", '"“”„«»', "-–—‐‑") for sign in signs}


def folded(text: str) -> str:
    """Give a name so that it is equal to itself in other capitals, accents, dots and quotes."""
    if text.isascii():
        return " ".join(text.replace(".", "").lower().split())
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace(".", ""))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(unicodedata.normalize("NFC", plain).casefold().split())


def loose_pattern(text: str) -> str:
    """Give a pattern that finds a text whatever its accents, quotation marks and white space.

    Case is for the flags of the pattern. What it finds stands where it says, as nothing is folded.
    """
    return r"\s+".join("".join(map(loose_letter, word)) for word in text.split())


def loose_letter(letter: str) -> str:
    """Give a pattern that finds a letter with any accents, composed or not; or a sign like it."""
    if letter in _ALIKE:
        return f"[{re.escape(_ALIKE[letter])}]"
    base = unicodedata.normalize("NFD", letter)[0].lower()
    others = _accented().get(base, "")
    return f"[{base}{others}]{_COMBINING}" if others else re.escape(letter)


@lru_cache(maxsize=1)
def _accented() -> dict[str, str]:
    """Give each letter's forms with accents, for the letters that have some."""
    found: dict[str, str] = {}
    for start, end in ((0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000)):
        for code in range(start, end):
            base = unicodedata.normalize("NFD", chr(code))[0].lower()
            if base != chr(code) and base.isalpha():
                found[base] = found.get(base, "") + chr(code)
    return found


# -- widths ----------------------------------------------------------------------------------------


@lru_cache(maxsize=16384)
def _character_width(character: str) -> int:
    code = ord(character)
    if code < 0x300:
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or 0x1160 <= code <= 0x11FF:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cell_width(text: str) -> int:
    """Measure clean one-line text in terminal cells; an emoji joined by ZWJ counts once.

    Args:
        text: Clean text without newlines.
    """
    if text.isascii():
        return len(text)
    width = 0
    joined = False
    for character in text:
        if character == "\u200d":
            joined = True
            continue
        if not joined:
            width += _character_width(character)
        joined = False
    return width


def truncate(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """Cut clean one-line text to at most ``cells`` terminal cells, ending in the ellipsis if cut.

    Args:
        text: Clean text without newlines.
        cells: The most cells, 0 or more.
        ellipsis: What shows the cut; "" for a hard cut.
    """
    if cell_width(text) <= cells:
        return text
    room = cells - cell_width(ellipsis)
    if room <= 0:
        return ellipsis if cells >= cell_width(ellipsis) > 0 else ""
    used = 0
    for index, character in enumerate(text):
        step = _character_width(character)
        if used + step > room:
            return text[:index].rstrip() + ellipsis
        used += step
    return text


def pad(text: str, cells: int) -> str:
    """Truncate or fill clean one-line text to exactly ``cells`` terminal cells."""
    text = truncate(text, cells)
    return text + " " * (cells - cell_width(text))


_UNSPACED = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
_PIECE = late(rf"\s*(?:[{_UNSPACED}]|[^\s{_UNSPACED}]+)[、。，．：；？！）］｝」』】〉》”’ー々]*")
"""What is not broken: a word, or a Chinese or Japanese character, and the marks that end it."""


def fill(text: str, cells: int) -> list[str]:
    """Break clean text into lines of at most ``cells`` terminal cells.

    Args:
        text: Its own line ends stay.
        cells: The most cells of a line; a longer word, such as an address, stays whole.
    """
    return [line for part in text.split("\n") for line in _fill_line(part, cells)]


def _fill_line(text: str, cells: int) -> list[str]:
    lines = [""]
    used = 0
    for piece in _PIECE().findall(text):
        width = cell_width(piece)
        if used and used + width > cells:
            piece = piece.lstrip()
            width = cell_width(piece)
            lines.append("")
            used = 0
        lines[-1] += piece
        used += width
    return lines


# -- numbers ---------------------------------------------------------------------------------------


def sparkline(numbers: Sequence[int], levels: str = "▁▂▃▄▅▆▇█") -> str:
    """Draw numbers as a line of bars, a cell each; none is a space, the largest the last level."""
    most = max(numbers, default=0)
    return "".join(
        levels[(number * len(levels) - 1) // most] if number > 0 else " " for number in numbers
    )
