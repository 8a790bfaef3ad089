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
_BEFORE_BY = re.compile(r"^.*\sby\s+|^[a-zà-ž]+\s(?:von|par|por|di)\s+")
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
    r"|unknown|guest|staff|anonymous|n/?a|true|false|facebook|twitter|instagram|linkedin|email"
    r"|follow|follow author|share|subscribe)$|^(?:last )?(?:updated|published|posted)\b",
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
_DEGREE = re.compile(
    r"(?:[MB]\.?[AS]c?|Ph\.?\s?D|[MJ]\.?D|R\.?N|M\.?P\.?H|M\.?B\.?A|D\.?O|LL\.?[BM]|R\.?D|Esq)\.?"
)
_AGENCY = re.compile(
    r"(?:afp|apa|ap|dpa|reuters|ansa|efe|tass|ria novosti|interfax|ukrinform|kyodo(?: news)?|jiji"
    r"|xinhua|yonhap|pti|ians|ani|bernama|antara|anadolu(?: ajans[ıi]| agency)?|aa|dha|iha|ntb|tt"
    r"|ritzau|stt|belga|anp|lusa|pap|čtk|ctk|tasr|sita|mti|agerpres|hina|tanjug|keystone-sda|sda"
    r"|sid|epd|kna|cnw|upi|bloomberg|europa press|pa media|press association|canadian press"
    r"|(?:the )?associated press|agence france-presse|agenc(?:y|ies)|agencias?|agences?|agenturen"
    r"|news agency)(?:[-/ ][A-Z]{2,12}| deutschland)?",
    re.IGNORECASE,
)
_TIME_AFTER = re.compile(
    r"\s+(?:(?:(?:jan|feb|mar|apr|ma[yi]|ju[nl]|aug|sep|o[ck]t|nov|de[cz])[a-z]*)\.?,?"
    r"\s+)?\d.*$",
    re.IGNORECASE,
)
"""What is written behind a name: "May 20", "22 Dec 2016", "3 hours ago"."""
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
        line = plain_title(text, 300)
        for name in [line] if _key(line) == _key(site) else _split(line):
            if _is_name(name):
                found.setdefault(_key(name), name)
    people = [name for name in found.values() if not is_site(name, site)]
    return tuple((people or list(found.values()))[:_MOST])


def _key(text: str) -> str:
    return _WORDS.sub("", text).casefold()


def _split(line: str) -> list[str]:
    line = _LABEL.sub("", line)
    line = _BEFORE_BY.sub("", _BY.sub("", line)).strip()
    parts = [_AFTER_NAME.sub("", part).strip(" \t,.:;|-–—•·/") for part in _SPLIT.split(line)]
    parts = [_TIME_AFTER.sub("", _BY.sub("", part)) for part in parts if part]
    parts = [part for part in parts if not _DEGREE.fullmatch(part)]
    return [part for part in parts if not _is_role(part, parts)]


def _is_role(part: str, parts: list[str]) -> bool:
    return len(parts) > 1 and bool(_ROLE.search(part))


def _is_name(name: str) -> bool:
    if not 2 <= len(name) <= _LONGEST or is_web(name) or _NO_NAME.search(name):
        return False
    return any(character.isalpha() for character in name) and len(name.split()) <= 7


def trust(names: tuple[str, ...], site: str) -> int:
    """Say what an answer is worth: 2 where it names a person, 1 an agency, 0 only the site."""
    worth = [0 if is_site(name, site) else 1 if is_agency(name) else 2 for name in names]
    return max(worth, default=-1)


def is_agency(name: str) -> bool:
    """Say whether a name is that of a news agency."""
    return bool(_AGENCY.fullmatch(name))


def is_site(name: str, site: str) -> bool:
    """Say whether a name is that of the site, or one of the two is the other's initials."""
    one, other = _key(name), _key(site)
    if not one or not other:
        return False
    if one == _initials(site) or _initials(name) == _key(site.partition(".")[0]):
        return True
    return one in other or other in one


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in words).casefold() if len(words) > 1 else ""
