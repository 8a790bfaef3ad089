"""The title of an article, among what a page calls itself, without the site's name."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(
    r"\s+[|·•»«›‹:~–—―-]+\s+|\s*[|｜]\s*|\s+/{1,2}\s+|\s*[»«›]\s+|_(?=[^_\s]+$)"
)
_WORDS = re.compile(r"[\W_]+")


def _key(text: str) -> str:
    return _WORDS.sub("", text).casefold()


def choose(named: list[str], headings: list[str], page: str, site: str) -> str:
    """Choose the title.

    Args:
        named: What JSON-LD, Open Graph, microdata and meta elements say, the most trusted first.
        headings: The texts of the main headings of the page.
        page: What the ``title`` element says.
        site: The site's name.

    Returns:
        A clean line; "" where the page has no title of any kind.
    """
    answers = [text for text in (without_site(text, site) for text in named) if text]
    for answer in answers:
        for heading in headings:
            if _key(heading) == _key(answer):
                return heading
    if answers:
        return answers[0]
    shortened = without_site(page, site, headings)
    for heading in headings:
        if _key(heading) and _key(heading) in _key(page):
            return heading
    if len(headings) == 1 and len(headings[0]) > 15:
        return headings[0]
    return shortened


def without_site(title: str, site: str, headings: list[str] | None = None) -> str:
    """Take the site's name, or what else stands behind a separator for it, off a title.

    Args:
        title: One clean line.
        site: The site's name; a part that is like it goes.
        headings: Where given, the title is the page's own, and its shortest parts go as well.
    """
    for match in reversed(list(_SEPARATOR.finditer(title))):
        head, rest = title[: match.start()].strip(), title[match.end() :].strip()
        if not head or not rest:
            continue
        if _is_site(rest, site):
            return without_site(head, site, headings)
        if _is_site(head, site):
            return rest
    if headings is None:
        return title
    parts = [part.strip() for part in _SEPARATOR.split(title) if part and part.strip()]
    strong = re.search(r"\s[|·•»–—-]\s|\s*[|｜]\s*", title)
    if len(parts) > 1 and strong:
        longest = max(parts, key=len)
        if len(longest) >= len(title) * 0.5:
            return longest
    return title


def _is_site(part: str, site: str) -> bool:
    one, other = _key(part), _key(site)
    if not one or not other:
        return False
    if one == other or _key(part.removeprefix("www.").rsplit(".", 1)[0]) == other:
        return True
    return (one in other or other in one) and min(len(one), len(other)) * 2 >= max(
        len(one), len(other)
    )
