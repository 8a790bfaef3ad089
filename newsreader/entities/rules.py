"""Rules for what a pattern finds more surely than a model: dates, money, shares, laws, events.

Each pattern's work is bounded for every place in the text, so the whole is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from newsreader.core.models import EntityType, Mention
from newsreader.entities.dates import date_value, find_dates
from newsreader.entities.gazetteer import gazetteer
from newsreader.entities.words import words

_NUMBER = r"\d{1,3}(?:[,\u202f ]\d{3}){1,6}(?:\.\d{1,6})?|\d{1,15}(?:\.\d{1,6})?"
_SIZE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|crore|lakh|mn|bn|tn|[mk]\b))"
_SYMBOL = (
    r"(?:(?:US|A|C|NZ|HK|S|NT|AU|CA)?\$|R\$|€|£|¥|₽|₴|₹|₩|₺|₪|Rs\.?\s?|CHF\s|EUR\s|USD\s|GBP\s)"
)
_CURRENCY = (
    r"(?:(?:US|U\.S\.|Canadian|Australian|New Zealand|Hong Kong|Singapore|Swiss|British|Turkish"
    r"|Danish|Swedish|Norwegian|Mexican|Russian|Ukrainian|Indian|Chinese|Japanese)\s)?"
    r"(?:dollars?|euros?|pounds?|yen|yuan|renminbi|roubles?|rubles?|hryvnias?|rupees?|won|lira|francs?"
    r"|kronor|kroner?|zlotys?|forints?|pesos?|reais|riyals?|dirhams?|shekels?|rand|naira|cents|pence"
    r"|EUR|USD|GBP|CHF|JPY|CNY|RUB|UAH|INR)\b"
)
_MONEY = re.compile(
    rf"(?<!\w)(?:{_SYMBOL}(?:{_NUMBER}){_SIZE}?|R(?:{_NUMBER}){_SIZE}|(?:{_NUMBER}){_SIZE}?\s{_CURRENCY})"
)
_PERCENT = re.compile(
    rf"(?<![\w.,])(?:{_NUMBER})\s?(?:%|per\s?cent\b(?:age points?)?|percentage points?\b)"
)
_UNIT = (
    r"(?:kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?|km²?|km/h|kph|mph|miles?|feet"
    r"|hectares?|acres?"
    r"|square (?:kilomet(?:er|re)s?|miles?|met(?:er|re)s?|feet)|tonnes?|tons?"
    r"|kilograms?|kilogrammes?|kg|lit(?:er|re)s?|gallons?|barrels?|megawatts?|gigawatts?|terawatt-hours?|MW|GW|TWh|kWh|°C|°F"
    r"|degrees (?:Celsius|Fahrenheit))"
)
_QUANTITY = re.compile(rf"(?<![\w.,$€£])(?:{_NUMBER}){_SIZE}?[\s-]{_UNIT}(?!\w)")
_PEOPLE = re.compile(
    r"(?<![\w.,$€£])(?:\d{1,3}(?:,\d{3})+|\d{3,9}|\d{1,4}(?:\.\d)?(?=\s[mbth]+(?:ill|ous)))"
    r"(?:\s(?:million|thousand|billion))?"
    r"\s(?:[a-z]+\s)?(?:people|troops|soldiers|civilians|refugees|voters|residents|workers|jobs"
    r"|employees|homes|households|deaths|casualties|injuries|prisoners|migrants|children|students|passengers)\b"
)

_NUMBERED_LAW = re.compile(
    r"\b(?:(?:UN|U\.N\.|United Nations|Security Council|UN Security Council)\s)?"
    r"(?:Resolution\s\d{3,4}|Article\s\d{1,3}\b|Section\s\d{1,4}(?=\sof\b)|Title (?:IX|VII)\b)"
)
_CAPITALS = re.compile(
    r"\b(?:(?:19|20)\d\d\s)?[A-Z][\w’'-]{0,40}"
    r"(?:\s(?:(?:of|on|the|for|and|in|against|to)\s){0,3}[A-Z][\w’'-]{0,40}){0,11}"
    r"(?:\sof\s(?:19|20)\d\d\b)?"
)
_WORD = re.compile(r"\S+")
_LAW_WORDS = words(
    "Act Convention Conventions Treaty Accord Accords Protocol Constitution Bill Amendment "
    "Directive Pact Covenant Statute Memorandum Ordinance Declaration Agreement Agreements Code "
    "Law"
)
_LAW_STARTS = words("Treaty Convention Declaration Constitution Statute Charter Covenant Protocol")
_EVENT_WORDS = words(
    "Games Olympics Paralympics Cup Championship Championships Prix Open Summit War Revolution "
    "Uprising Festival Massacre Genocide Marathon Bowl Intifada Masters"
)
_GAMES = words(
    "Olympic Paralympic Asian Commonwealth Winter Summer European Pan-American Youth Invictus"
)
_STORMS = words("Hurricane Typhoon Cyclone Storm")
_GLUE = words("of on the for and in against to")
_LEADING = words(
    "The A An In On At Of To By For From Under After Before During Since Until With And But As "
    "If When While Although Though This That These Those Its Their His Her Our It He She They "
    "We"
)


def find_rules(
    text: str, published: datetime | None = None, *, quantities: bool = False
) -> list[Mention]:
    """Find dates, amounts, laws and events.

    Args:
        text: English text.
        published: Unused where only the places of dates matter; their values depend on it.
        quantities: Also percentages, measures and large numbers of people, as ``other``.

    Returns:
        Mentions in order that do not overlap; of two that do, the earlier, then the longer stays.
    """
    found = [
        Mention(start=a, end=b, type=EntityType.MONEY, source="rule")
        for a, b in _spans(_MONEY, text)
    ]
    found += [_rule(a, b, EntityType.DATE) for a, b in find_dates(text)]
    if not _shouts(text):
        found += [_rule(a, b, EntityType.LAW) for a, b in _spans(_NUMBERED_LAW, text)]
        found += _laws_and_events(text)
    if quantities:
        for pattern in (_PERCENT, _QUANTITY, _PEOPLE):
            found += [_rule(a, b, EntityType.OTHER) for a, b in _spans(pattern, text)]
    return without_overlaps(found)


def without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Keep, of mentions that overlap, the one that begins first, then the longest."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda one: (one.start, -one.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def rule_value(words: str, kind: EntityType, published: datetime | None) -> str:
    """Give the normal form of what a rule found: an ISO 8601 date, an amount and its currency.

    Args:
        words: The mention's text.
        kind: Its type; others than dates and money have no normal form.
        published: See `newsreader.entities.dates.date_value`.
    """
    if kind is EntityType.DATE:
        return date_value(words, published)
    if kind is EntityType.MONEY:
        return money_value(words)
    return ""


def money_value(words: str) -> str:
    """Give an amount as ``USD 1500000``, "" where its currency has no one code."""
    number = re.search(_NUMBER, words)
    code = next((code for mark, code in _CODES if mark in words.lower()), "")
    if number is None or not code:
        return ""
    amount = float(re.sub(r"[,\u202f ]", "", number.group()))
    size = re.match(r"\s?([a-z]+)", words[number.end() :])
    amount *= _SIZES.get(size.group(1), 1) if size else 1
    if re.search(r"\b(?:cents|pence)\b", words):
        amount /= 100
    return f"{code} {amount:.2f}".removesuffix(".00")


_SIZES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "million": 1e6, "m": 1e6, "mn": 1e6,
    "crore": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
# The longer marks stand before those that they contain.
_CODES = (
    ("hk$", "HKD"), ("nz$", "NZD"), ("nt$", "TWD"), ("au$", "AUD"), ("a$", "AUD"), ("ca$", "CAD"),
    ("us$", "USD"), ("c$", "CAD"), ("s$", "SGD"), ("r$", "BRL"),
    ("canadian dollar", "CAD"), ("australian dollar", "AUD"), ("new zealand dollar", "NZD"),
    ("hong kong dollar", "HKD"), ("singapore dollar", "SGD"), ("$", "USD"), ("dollar", "USD"),
    ("usd", "USD"), ("€", "EUR"), ("euro", "EUR"), ("eur", "EUR"), ("£", "GBP"), ("gbp", "GBP"),
    ("turkish lira", "TRY"), ("₺", "TRY"), ("lira", "TRY"), ("pound", "GBP"), ("pence", "GBP"),
    ("yen", "JPY"), ("jpy", "JPY"), ("yuan", "CNY"), ("renminbi", "CNY"), ("cny", "CNY"),
    ("₽", "RUB"), ("ruble", "RUB"), ("rouble", "RUB"), ("rub", "RUB"), ("₴", "UAH"),
    ("hryvnia", "UAH"), ("uah", "UAH"), ("₹", "INR"), ("rs", "INR"), ("rupee", "INR"),
    ("inr", "INR"), ("₩", "KRW"), ("won", "KRW"), ("chf", "CHF"), ("franc", "CHF"),
    ("₪", "ILS"), ("shekel", "ILS"), ("zloty", "PLN"), ("forint", "HUF"), ("rand", "ZAR"),
    ("naira", "NGN"), ("riyal", "SAR"), ("dirham", "AED"), ("cents", "USD"),
)  # fmt: skip


def _rule(start: int, end: int, kind: EntityType) -> Mention:
    return Mention(start=start, end=end, type=kind, source="rule")


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        yield match.span()


def _shouts(text: str) -> bool:
    """Whether the text is in capitals, so that they say nothing."""
    sample = text[:5000]
    upper = sum(map(str.isupper, sample))
    return upper > 0.5 * (upper + sum(map(str.islower, sample)))


def _laws_and_events(text: str) -> Iterator[Mention]:
    for run in _CAPITALS.finditer(text):
        words = [(match.group(), *match.span()) for match in _WORD.finditer(run.group())]
        while words and (words[0][0] in _LEADING or words[0][0] in _GLUE):
            words.pop(0)
        found = _law(words) or _event(words)
        if found:
            first, last, kind = found
            start, end = run.start() + words[first][1], run.start() + words[last][2]
            if text[start:end].endswith(("'s", "’s")):
                end -= 2
            yield _rule(start, end, kind)


_Words = list[tuple[str, int, int]]
_Found = tuple[int, int, EntityType]


def _law(words: _Words) -> _Found | None:
    for index, (word, _, _) in enumerate(words):
        plain = word.removesuffix("'s").removesuffix("’s")
        following = [text for text, _, _ in words[index + 1 :]]
        if following and following[0] not in _GLUE and following[0] not in ("and", "in"):
            continue  # "North Atlantic Treaty Organization"
        if index and plain in _LAW_WORDS and words[index - 1][0] not in _GLUE:
            if plain == "Convention" and words[index - 1][0] in ("National", "Party"):
                return _start(words, index), index, EntityType.EVENT
            return _start(words, index), _law_end(index, following), EntityType.LAW
        if (
            plain in _LAW_STARTS
            and following[:1]
            and following[0] in ("of", "on", "for", "against")
        ):
            return index, _law_end(index, following), EntityType.LAW
    return None


def _law_end(index: int, following: list[str]) -> int:
    """Where the law's name ends: "of 1964", "on the Rights of the Child" belong to it."""
    if not following or following[0] not in ("of", "on", "for", "against"):
        return index
    last = index
    for step, word in enumerate(following, index + 1):
        if word in ("in", "to", "and"):
            break
        if word not in _GLUE:
            last = step
    return last


def _event(words: _Words) -> _Found | None:
    for index, (word, _, _) in enumerate(words):
        plain = word.removesuffix("'s").removesuffix("’s")
        if plain == "Games" and index and not _are_games(words[index - 1][0]):
            continue
        if index and plain in _EVENT_WORDS and words[index - 1][0] not in _GLUE:
            numeral = index + 1 < len(words) and re.fullmatch(r"[IVX]{1,6}", words[index + 1][0])
            return _start(words, index), index + bool(numeral), EntityType.EVENT
        if plain in _STORMS and index + 2 == len(words) and words[index + 1][0] not in _GLUE:
            return index, index + 1, EntityType.EVENT
    return None


def _are_games(word: str) -> bool:
    """Whether "Games" after this word are a sports event, not a maker of games."""
    return word in _GAMES or gazetteer().kind(word) == "T"


def _start(words: _Words, index: int) -> int:
    """Where the name that ends at ``index`` begins: after what "in", "to" or "for" separates."""
    first = 0
    for step in range(index):
        if words[step][0] in ("in", "to", "on", "for", "against", "the") or words[step][0].endswith(
            ("'s", "’s")
        ):
            first = step + 1
    return min(first, index - 1)
