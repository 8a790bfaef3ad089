"""Small foreign values -> clean ones: names, titles, bodies, addresses, numbers, languages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from newsreader.core.text import MAX_LINE, clean_body, clean_line, plain_title
from newsreader.core.urls import absolute, is_web

MAX_ENTRIES = 5_000
TOO_MANY_ENTRIES = f"The feed has more than {MAX_ENTRIES:,} entries; only the first were taken."
MAX_BODY = 2_000_000
"""The longest content of one entry, in characters."""
MAX_ENCLOSURES = 50
MAX_TAGS = 50
MAX_NAMES = 20
"""How many files, tags and authors of one entry are taken."""

_TITLE_FROM_TEXT = 100
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(r"<(script|style|svg)\b.*?(?:</\1[^>]*>|\Z)", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\w{1,8}|[a-zA-Z]\w{1,30});")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")
_PLACEHOLDERS = frozenset(("unknown", "noreply", "no-reply", "none", "null", "author"))


def text_of(value: Any) -> str:
    """Take a value as text where it is one: numbers are, lists and maps are not."""
    if isinstance(value, str):
        return value
    return str(value) if type(value) in (int, float) else ""


def clean_title(value: str, *, is_html: bool) -> str:
    """Make a title of a value that its format says is HTML, or plain text."""
    return plain_title(value) if is_html else clean_line(value)


def title_from_body(body: str) -> str:
    """Make a title of the first words of a body, for an entry that has none of its own.

    Args:
        body: HTML.

    Returns:
        At most about 100 characters, ending in an ellipsis where the body goes on.
    """
    start = _UNSEEN.sub(" ", body[: _TITLE_FROM_TEXT * 40])
    text = plain_title(_TAG.sub(" ", start), MAX_LINE)
    if len(text) <= _TITLE_FROM_TEXT:
        return text
    words = text[:_TITLE_FROM_TEXT].rpartition(" ")[0] or text[:_TITLE_FROM_TEXT]
    return words.rstrip(" ,;:-–—") + "…"


def clean_content(value: str, *, is_html: bool) -> str:
    """Give a body as HTML without control characters; plain text becomes paragraphs."""
    value = clean_body(value[:MAX_BODY]).strip()
    return value if is_html or not value else text_to_html(value)


def text_to_html(text: str) -> str:
    """Write plain text as HTML: blank lines part paragraphs, line ends stay."""
    paragraphs = (part.strip() for part in _BLANK_LINES.split(text))
    return "".join(
        f"<p>{html.escape(part, quote=False).replace(chr(10), '<br>')}</p>"
        for part in paragraphs
        if part
    )


def holds_markup(value: str) -> bool:
    """Say whether a text has anything in it that only HTML has."""
    return _ANY_TAG.search(value) is not None


def visible_length(body: str) -> int:
    """Count the characters of HTML that a person would see, roughly."""
    return len(" ".join(_TAG.sub(" ", body).split()))


def web_address(value: Any, base: str, *, secrets: bool = False) -> str | None:
    """Make an address absolute; None where it is not one of the web. ``secrets`` as there."""
    text = text_of(value).strip()
    address = text and absolute(text, base, secrets=secrets)
    return address if is_web(address) else None


def clean_names(names: Iterable[Any]) -> tuple[str, ...]:
    """Clean the names of authors; doubles and placeholders go."""
    found: dict[str, None] = {}
    for name in filter(None, map(text_of, names)):
        cleaned = person_name(name)
        if cleaned and cleaned.casefold() not in _PLACEHOLDERS:
            found.setdefault(cleaned, None)
        if len(found) >= MAX_NAMES:
            break
    return tuple(found)


def person_name(text: str) -> str:
    """Take the name out of ``a@b.example (Name)``, ``Name <a@b.example>`` and plain names.

    Returns:
        The mail address itself where there is no name beside it.
    """
    text = plain_title(text.replace("<", " <").replace("mailto:", ""), 300) or clean_line(text, 300)
    if "@" not in text:
        return text.strip(" ()<>,;")
    words = text.split()
    name = " ".join(word for word in words if "@" not in word).strip(' ()<>[],;"')
    return name or clean_line(words[0].strip("()<>[],;"), 200)


def clean_tags(tags: Iterable[Any]) -> tuple[str, ...]:
    """Clean categories; doubles, addresses and empty ones go."""
    found: dict[str, str] = {}
    for tag in tags:
        cleaned = plain_title(text_of(tag), 80)
        if cleaned and "://" not in cleaned:
            found.setdefault(cleaned.casefold(), cleaned)
        if len(found) >= MAX_TAGS:
            break
    return tuple(found.values())


def clean_language(value: Any) -> str:
    """Give a BCP 47 tag such as ``en`` or ``pt-BR``, "" for anything else."""
    tag = text_of(value).strip().replace("_", "-")
    match = _LANGUAGE.fullmatch(tag)
    if not match:
        return ""
    language, _, rest = tag.partition("-")
    return f"{language.lower()}-{rest}" if rest else language.lower()


def clean_number(value: Any, most: int) -> int | None:
    """Read a whole number from 0 to ``most``; None for anything else."""
    digits = text_of(value).strip()[:20]
    if not (digits.isascii() and digits.isdigit()):
        return None
    return min(int(digits), most)
