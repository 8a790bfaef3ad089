"""Dates in English text: where they stand, and their ISO 8601 value.

A date that lacks a part ("Monday", "January 9") gets it from the day of publication: the nearest
one that fits, a weekday the last one before it. Seasons and decades are written as ISO 8601-2
writes them ("2024-23" is the autumn of 2024, "199X" the nineties).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_SEASON = r"(?:spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter)"

_DATE = re.compile(
    rf"\b(?:"
    rf"(?P<iso>{_YEAR}-[01]\d-[0-3]\d)(?!\d)"
    rf"|(?:{_WEEKDAY},?\s(?:the\s)?)?(?P<day1>{_DAY})(?:\s(?:of\s)?|-)(?P<month1>{_MONTH})(?:,?\s(?P<year1>{_YEAR})\b|(?!\w))"
    rf"|(?:{_WEEKDAY},?\s)?(?P<month2>{_MONTH})\s(?P<day2>{_DAY})\b(?!,\d|[:%])(?:,?\s(?P<year2>{_YEAR})\b)?"
    rf"|(?:(?:early|mid|late)[\s-])?(?P<month3>{_MONTH})(?:,?\s(?:of\s)?(?P<year3>{_YEAR}))\b"
    rf"|(?P<season>{_SEASON})(?:\sof|,)?\s(?P<year4>{_YEAR})\b"
    rf"|(?:(?P<which>last|next|this)\s)?(?P<weekday>{_WEEKDAY})\b(?!-)"
    rf"|(?P<which2>[Ll]ast|[Nn]ext|[Tt]his)\s(?P<unit>week|month|year|{_MONTH}|{_SEASON})(?!\w)"
    rf"|(?P<relative>[Yy]esterday|[Tt]omorrow)\b"
    rf"|(?P<count>\d{{1,2}}|{'|'.join(_SMALL)})\s(?P<ago>day|week|month|year)s?\sago\b"
    rf"|(?:[Tt]he\s)?(?:(?:early|mid|late)[\s-])?(?P<decade>(?:1[5-9]|20)\d0)s\b"
    rf"|(?P<year5>{_YEAR})[-–](?P<year6>{_YEAR}|\d\d)(?![\w-])"
    rf")"
)
_BARE_YEAR = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|[Bb]efore|[Aa]fter|[Bb]etween|[Tt]o|and|of|for"
    rf"|[Ee]arly|[Ll]ate|[Mm]id)[\s-](?P<year>{_YEAR})\b(?![,.:]\d|[%°]|-\w|\s(?:people|troops|soldiers|km|miles|tonnes|tons|dollars|euros|pounds|men|women|children|years|metres|meters))"
)
_BRACKETED_YEAR = re.compile(rf"(?<=\()(?P<year>{_YEAR})(?=[),;])")
_BARE_MONTH = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Bb]y|[Ff]rom|[Dd]uring|[Tt]hrough|and|to|[Ee]arly|[Ll]ate|mid|of)[\s-]"
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\b(?!\s+(?:[A-Z]|\d))"
)
Found = tuple[int, int]


def find_dates(text: str) -> Iterator[Found]:
    """Yield where the dates stand: ``(start, end)``, possibly overlapping, in no special order."""
    for match in _DATE.finditer(text):
        start = match.start()
        if match.group().lower().startswith("the "):
            start += 4
        yield start, match.end()
    for pattern, name in ((_BARE_YEAR, "year"), (_BRACKETED_YEAR, "year"), (_BARE_MONTH, "month")):
        for match in pattern.finditer(text):
            yield match.span(name)


def date_value(words: str, published: datetime | None) -> str:
    """Give a date's ISO 8601 value, "" where it cannot be known.

    Args:
        words: The date as it stands in the text, as `find_dates` found it.
        published: What "Monday" or "last year" is relative to, None where it is not known.
    """
    today = published.date() if published else None
    if re.fullmatch(_YEAR, words):
        return words
    match = _DATE.fullmatch(words)
    if match is None:
        return _month(None, _month_number(words), today) if _month_number(words) else ""
    try:
        return _value(match, today)
    except (ValueError, OverflowError):
        return ""


def _value(match: re.Match[str], today: date | None) -> str:
    part = match.groupdict()
    if part["iso"]:
        return date.fromisoformat(part["iso"]).isoformat()
    for number in "12":
        if part["day" + number]:
            day = int(re.sub(r"\D", "", part["day" + number]))
            month = _month_number(part["month" + number])
            return _day(part["year" + number], month, day, today)
    for name, value in _READERS.items():
        if part[name]:
            return value(part, today)
    return ""


def _month_number(name: str) -> int:
    prefix = name.lower().rstrip(".")[:3]
    return next((index for index, month in enumerate(MONTHS, 1) if month[:3] == prefix), 0)


def _day(year: str | None, month: int, day: int, today: date | None) -> str:
    if year:
        return date(int(year), month, day).isoformat()
    if today is None:
        return f"XXXX-{month:02d}-{day:02d}"
    near = []
    for candidate in (today.year - 1, today.year, today.year + 1):
        try:
            near.append(date(candidate, month, day))
        except ValueError:  # the 29th of February
            continue
    return min(near, key=lambda one: abs(one - today)).isoformat() if near else ""


def _month(year: str | None, month: int, today: date | None) -> str:
    if year:
        return f"{year}-{month:02d}"
    if today is None:
        return f"XXXX-{month:02d}"
    years = (today.year - 1, today.year, today.year + 1)
    best = min(years, key=lambda one: abs(date(one, month, 15) - today))
    return f"{best}-{month:02d}"


def _weekday(part: dict[str, str | None], today: date | None) -> str:
    if today is None:
        return ""
    number = WEEKDAYS.index((part["weekday"] or "").lower())
    back = (today.weekday() - number) % 7
    if part["which"] == "next":
        return (today + timedelta(days=(7 - back) % 7 or 7)).isoformat()
    if part["which"] == "this":
        return (today + timedelta(days=number - today.weekday())).isoformat()
    return (today - timedelta(days=back or (7 if part["which"] == "last" else 0))).isoformat()


def _unit(part: dict[str, str | None], today: date | None) -> str:
    if today is None:
        return ""
    step = {"last": -1, "next": 1, "this": 0}[(part["which2"] or "").lower()]
    unit = (part["unit"] or "").lower()
    if unit in _SEASONS:
        return f"{today.year + step}-{_SEASONS[unit]}"
    if _month_number(unit) and unit not in ("month",):
        month = _month_number(unit)
        year = today.year
        if step < 0 and month >= today.month:
            year -= 1
        if step > 0 and month <= today.month:
            year += 1
        return f"{year}-{month:02d}"
    return _shift(today, unit, step)


def _ago(part: dict[str, str | None], today: date | None) -> str:
    if today is None:
        return ""
    count = part["count"] or ""
    number = int(count) if count.isdigit() else _SMALL.index(count) + 1
    return _shift(today, part["ago"] or "", -number)


def _shift(today: date, unit: str, steps: int) -> str:
    if unit == "day":
        return (today + timedelta(days=steps)).isoformat()
    if unit == "week":
        year, week, _ = (today + timedelta(weeks=steps)).isocalendar()
        return f"{year}-W{week:02d}"
    if unit == "month":
        months = today.year * 12 + today.month - 1 + steps
        return f"{months // 12}-{months % 12 + 1:02d}"
    return str(today.year + steps)


def _range(part: dict[str, str | None], _: date | None) -> str:
    first, last = part["year5"] or "", part["year6"] or ""
    last = last if len(last) == 4 else first[:2] + last
    return f"{first}/{last}" if last > first else ""


def _relative(part: dict[str, str | None], today: date | None) -> str:
    if today is None:
        return ""
    step = -1 if (part["relative"] or "").lower() == "yesterday" else 1
    return (today + timedelta(days=step)).isoformat()


def _season(part: dict[str, str | None], _: date | None) -> str:
    return f"{part['year4']}-{_SEASONS[(part['season'] or '').lower()]}"


_READERS: dict[str, Callable[[dict[str, str | None], date | None], str]] = {
    "month3": lambda part, today: _month(part["year3"], _month_number(part["month3"] or ""), today),
    "season": _season,
    "weekday": _weekday,
    "unit": _unit,
    "relative": _relative,
    "ago": _ago,
    "decade": lambda part, today: (part["decade"] or "")[:3] + "X",
    "year5": _range,
}
