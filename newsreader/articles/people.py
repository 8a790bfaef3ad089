"""Names of authors, out of what pages write into their bylines."""

from __future__ import annotations

import re

from newsreader.core.text import plain_title
from newsreader.core.urls import is_web

_BY = re.compile(
    r"^(?:(?:written|reported|edited|posted|published|text|words|story|report|photos?)\s+)?(?:by"
    r"|von|par|por|di"
    r"|door|av|af|af:|van|autor(?:in|en|es|a)?|author|auteurs?|autore|text|von:|di:|από|автор"
    r"|от)\s*:?\s+",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:by|authors?|autor(?:en|in)?|auteur|text|von|fotos?|byline)\s*[:：]\s*", re.IGNORECASE
)
_SPLIT = re.compile(
    r"\s*[;|•·]\s*|\s*,\s*|\s+(?:and|und|et|y|e|en|och|og|ja|i|и|і|та|és|ve|dan|with|mit)\s+|\s*&\s*|\s+/\s+|\n",
)
_AFTER_NAME = re.compile(
    r"\s*(?:\(.*?\)|\[.*?\]|\s[-–—]\s.*|\s[|]\s.*|\b(?:updated|published|posted|on|am"
    r"|vom)\b\s.*\d.*)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|@|www\.|\.com\b|^\d|\d{4}|^(?:by|von|admin|administrator|editor|redaktion|null|none"
    r"|undefined|author"
    r"|unknown|guest|staff|anonymous|n/?a|true|false|facebook|twitter|instagram|linkedin|email)$",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|korrespondent|redakteur|writer|columnist"
    r"|contributor"
    r"|producer|analyst|professor|lecturer|fellow|researcher|chefredakt\w+|redactor|bureau chief"
    r"|senior|"
    r"freier|autor(?:in)?|director|author)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[\W_]+")
_MOST = 12
_LONGEST = 70


def names(texts: list[str], site: str) -> tuple[str, ...]:
    """Give the names in bylines, each once, in order.

    Args:
        texts: What a page gives as authors, each one name or several in one line.
        site: The site's name: it is no person, and goes where there are others.
    """
    found: dict[str, str] = {}
    for text in texts[:_MOST]:
        for name in _split(plain_title(text, 300)):
            if _is_name(name):
                found.setdefault(_WORDS.sub("", name).casefold(), name)
    people = [name for name in found.values() if not is_site(name, site)]
    return tuple((people or list(found.values()))[:_MOST])


def _split(line: str) -> list[str]:
    line = _LABEL.sub("", line)
    line = _BY.sub("", line).strip()
    parts = [_AFTER_NAME.sub("", part).strip(" \t,.:;|-–—•·/") for part in _SPLIT.split(line)]
    parts = [_BY.sub("", part) for part in parts if part]
    return [part for part in parts if not _is_role(part, parts)]


def _is_role(part: str, parts: list[str]) -> bool:
    return len(parts) > 1 and bool(_ROLE.search(part))


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= _LONGEST or is_web(name) or _NO_NAME.search(name):
        return False
    return any(character.isalpha() for character in name) and len(name.split()) <= 7


def is_site(name: str, site: str) -> bool:
    """Say whether a name is that of the site."""
    one, other = _WORDS.sub("", name).casefold(), _WORDS.sub("", site).casefold()
    return bool(one) and bool(other) and (one == other or one in other or other in one)
