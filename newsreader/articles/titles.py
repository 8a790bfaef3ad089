"""The title of an article, among what a page calls itself, without the site's name."""

from __future__ import annotations

import re

_SEPARATOR = re.compile(
    r"\s+[|·•»«›‹:~–—―-]+\s+|\s*[|｜]\s*|\s+/{1,2}\s+|\s*[»«›]\s+|_(?=[^_\s]+$)"
)
_SEPARATOR_AT_START = re.compile(r"\s+[|·•»–—―-]|\s*[|｜：]|:\s*\S{1,20}$")
_KICKER = re.compile(r".{3,60}?(?:\s[|·•–—-]\s|:\s)\s*(\S.*)")
_WORDS = re.compile(r"[\W_]+")


def _key(text: str) -> str:
    return _WORDS.sub("", text).casefold()


def choose(named: list[str], headings: list[str], page: str, site: str, *, shared: str = "") -> str:
    """Choose the title.

    Args:
        named: What JSON-LD, Open Graph, microdata and meta elements say, in this order.
        headings: The texts of the main headings of the page.
        page: What the ``title`` element says.
        site: The site's name.
        shared: What is shown where the page is shared (Open Graph), often without the kicker.

    Returns:
        A clean line; "" where the page has no title of any kind.
    """
    named = [text for text in named if text and not _is_site(text, site)]
    answers = [text for text in (without_site(text, site) for text in named) if text]
    answers = [text for text in answers if not _is_site(text, site)]
    visible = [heading for heading in headings if not _is_site(heading, site)]
    if not answers or _is_of_another_thing(answers, visible, page):
        return _of_the_page(visible, page, site)
    title = _visible(answers, visible) or _of_many(answers, visible) or answers[0]
    for shorter in [*answers, *visible]:
        if _is_title_of(shorter, title):
            title = shorter
    shared = without_site(shared, site)
    if common := _behind_kickers(title, shared):
        return common
    return shared if _is_without_kicker(shared, title) else title


def _is_of_another_thing(answers: list[str], headings: list[str], page: str) -> bool:
    """Say whether the page has one name for itself that it shows, and another for machines only."""
    keys = {_key(answer) for answer in answers}
    if len(keys) != 1 or not headings or len(headings[0]) <= 11:
        return False
    shown, hidden, whole = _key(headings[0]), keys.pop(), _key(page)
    return whole.startswith(shown) and hidden not in whole and not _alike(shown, hidden)


def _alike(one: str, other: str) -> bool:
    """Say whether two titles tell of the same: a good part of one is in the other."""
    pieces = {one[i : i + 5] for i in range(len(one) - 4)}
    return sum(piece in other for piece in pieces) >= 0.2 * len(pieces)


def _visible(answers: list[str], headings: list[str]) -> str:
    """Give the heading that is one of the answers, as a reader of the page sees it.

    The sign between two parts of it may be there by its style only; then an answer has it.
    """
    for heading in headings:
        same = [answer for answer in answers if _key(answer) == _key(heading)]
        if same:
            return max([heading, *same], key=len)
    return ""


def _of_many(answers: list[str], headings: list[str]) -> str:
    """Give the one main heading where the page names itself otherwise each time it does."""
    keys = {_key(answer) for answer in answers}
    return headings[0] if len(keys) > 1 and headings and len(headings[0]) > 20 else ""


def _behind_kickers(one: str, other: str) -> str:
    """Give what two titles have in common behind a kicker of its own before each of them."""
    parts = [_KICKER.match(title) for title in (one, other)]
    if parts[0] is None or parts[1] is None:
        return ""
    first, second = parts[0][1], parts[1][1]
    common = len(first) > 25 and _key(first) == _key(second) and _key(one) != _key(other)
    kickers = [_key(title)[: -len(_key(first))] for title in (one, other)]
    return first if common and not _alike(*kickers) else ""


def _is_title_of(part: str, whole: str) -> bool:
    """Say whether one title is the other without what stands behind a separator."""
    rest = whole[len(part) :]
    return whole.startswith(part) and len(part) > 11 and bool(_SEPARATOR_AT_START.match(rest))


def _is_without_kicker(part: str, whole: str) -> bool:
    """Say whether one title is the other without the kicker before it."""
    one, other = _key(part), _key(whole)
    return len(one) > max(11, 0.45 * len(other)) and one != other and other.endswith(one)


def _of_the_page(headings: list[str], page: str, site: str) -> str:
    for heading in headings:
        if _key(heading) and _key(heading) in _key(page) and not _is_site(heading, site):
            return heading
    return without_site(page, site, headings) or next(iter(headings), "")


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
