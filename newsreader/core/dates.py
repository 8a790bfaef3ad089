"""Dates as feeds and pages write them, read leniently; and how long ago something was, in words.

`parse_date` knows RFC 822 with its two-digit years and zone names, ISO 8601 in its long, short and
ordinal forms, what ``asctime`` writes, month names of a dozen languages, East Asian dates, and Unix
time. Everything comes out as an aware ``datetime`` in UTC. "Now" is always passed in.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from newsreader.core.patterns import late

FIRST_YEAR = 1970
LAST_YEAR = 2200

_MAX_LENGTH = 100
_EAST_ASIAN = str.maketrans({"年": "-", "月": "-", "日": " ", "년": "-", "월": "-", "일": " "})

_ISO = late(
    r"(\d{4})(?:-?(\d{2})-?(\d{2})|-(\d{1,2})(?:-(\d{1,2}))?|-?(\d{3}))?"
    r"(?:(?:[Tt]|\s+)(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*([Zz]|[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]{1,4})?$"
)
_TIME = late(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([ap]\.?m\b\.?)?", re.IGNORECASE)
_OFFSET = late(r"(?:GMT|UTC)?\s*([+-])\s*(\d{1,2}):?(\d{2})?(?!\d)", re.IGNORECASE)
_ORDINAL_ENDING = late(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|\.)(?=[\s,]|$)", re.IGNORECASE)
_THREE_NUMBERS = late(r"(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*[-/.]\s*(\d{1,4})")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]+")

_HOURS_FROM_UTC = {
    "a": 1, "acdt": 10.5, "acst": 9.5, "adt": -3, "aedt": 11, "aest": 10, "akdt": -8, "akst": -9,
    "ast": -4, "awst": 8, "brt": -3, "bst": 1, "cat": 2, "cdt": -5, "cest": 2, "cet": 1, "cst": -6,
    "eat": 3, "edt": -4, "eest": 3, "eet": 2, "est": -5, "et": -5, "gmt": 0, "hkt": 8, "hst": -10,
    "idt": 3, "ist": 5.5, "jst": 9, "kst": 9, "mdt": -6, "mest": 2, "met": 1, "mez": 1, "mesz": 2,
    "msd": 4, "msk": 3, "mst": -7, "mt": -7, "ndt": -2.5, "nst": -3.5, "nzdt": 13, "nzst": 12,
    "pdt": -7, "pht": 8, "pkt": 5, "pst": -8, "pt": -8, "sast": 2, "sgt": 8, "trt": 3, "ut": 0,
    "utc": 0, "wat": 1, "west": 1, "wet": 0, "wib": 7, "z": 0,
}  # fmt: skip

# English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech,
# Russian, Ukrainian, Greek, Hungarian, Turkish, Finnish, Romanian; without accents
_MONTH_NAMES = (
    "january januar janvier enero gennaio janeiro januari styczen stycznia leden ledna январь"
    " января сiчень сiчня ιανουαριος ιανουαριου ιαν ocak tammikuu tammikuuta ianuarie janner",
    "february februar fevrier febrero febbraio fevereiro februari luty lutego unor unora февраль"
    " февраля лютии лютого φεβρουαριος φεβρουαριου φεβ subat helmikuu helmikuuta februarie",
    "march marz mars marzo marco maart mrt marts marzec marca brezen brezna март марта березень"
    " березня μαρτιος μαρτιου μαρ marcius mart maaliskuu maaliskuuta martie maerz",
    "april avril abril aprile kwiecien kwietnia duben dubna апрель апреля квiтень квiтня απριλιος"
    " απριλιου απρ aprilis nisan huhtikuu huhtikuuta aprilie",
    "may mai mayo maggio maio mei maj maja kveten kvetna маи мая травень травня μαιος μαιου μαϊ"
    " majus mayis toukokuu toukokuuta",
    "june juni juin junio giugno junho czerwiec czerwca cerven cervna июнь июня червень червня"
    " ιουνιος ιουνιου ιουν junius haziran kesakuu kesakuuta iunie",
    "july juli juillet julio luglio julho lipiec lipca cervenec cervence июль июля липень липня"
    " ιουλιος ιουλιου ιουλ julius temmuz heinakuu heinakuuta iulie",
    "august aout agosto augustus augusti sierpien sierpnia srpen srpna август августа серпень"
    " серпня αυγουστος αυγουστου αυγ augusztus agustos elokuu elokuuta",
    "september septembre septiembre setiembre settembre setembro wrzesien wrzesnia zari сентябрь"
    " сентября вересень вересня σεπτεμβριος σεπτεμβριου σεπ szeptember eylul syyskuu syyskuuta"
    " septembrie",
    "october oktober octobre octubre ottobre outubro pazdziernik pazdziernika rijen rijna октябрь"
    " октября жовтень жовтня οκτωβριος οκτωβριου οκτ ekim lokakuu lokakuuta octombrie",
    "november novembre noviembre novembro listopad listopada ноябрь ноября листопад листопада"
    " νοεμβριος νοεμβριου νοε kasim marraskuu marraskuuta noiembrie",
    "december dezember decembre diciembre dicembre dezembro desember grudzien grudnia prosinec"
    " prosince декабрь декабря грудень грудня δεκεμβριος δεκεμβριου δεκ aralik joulukuu"
    " joulukuuta decembrie",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_SHORT_MONTHS = {
    name[:length]: number
    for length in (3, 4)
    for name, number in reversed(_MONTHS.items())
    if len(name) > length
}
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def parse_date(text: str) -> datetime | None:
    """Read a date in any of the forms that feeds and pages use.

    A date without a zone is taken as UTC, a date without a time as midnight, a two-digit year as
    1970 to 2069. Where two numbers may be month or day, slashes mean month first, dots and dashes
    day first.

    Args:
        text: Foreign text.

    Returns:
        An aware datetime in UTC; None for nonsense, for years before 1970 or after 2200, and for
        the first second of 1970, which is how programs write "not known".
    """
    if not text:
        return None
    text = text[:_MAX_LENGTH]
    if not text.isascii():
        text = text.translate(_EAST_ASIAN)
    text = " ".join(text.split()).strip(" -,")
    if not text:
        return None
    try:
        found = _parse_number(text) or _parse_iso(text) or _parse_words(text)
    except (ValueError, OverflowError):
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR or found.timestamp() == 0:
        return None
    return found


def _parse_number(text: str) -> datetime | None:
    """Read Unix time in seconds or milliseconds, and dates written as 8 or 14 digits."""
    if not text.isdigit():
        return None
    if len(text) == 14:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(text) in (9, 10):
        return datetime.fromtimestamp(int(text), UTC)
    if len(text) in (12, 13):
        return datetime.fromtimestamp(int(text) / 1000, UTC)
    return None


def _parse_iso(text: str) -> datetime | None:
    match = _ISO().match(text)
    if not match:
        return None
    year, month, day, odd_month, odd_day, ordinal, hour, minute, second, zone = match.groups()
    if ordinal:
        date = datetime(int(year), 1, 1, tzinfo=UTC) + timedelta(days=int(ordinal) - 1)
    else:
        date = datetime(
            int(year), int(month or odd_month or 1), int(day or odd_day or 1), tzinfo=UTC
        )
    return _at(date, int(hour or 0), int(minute or 0), int(second or 0), _zone(zone or ""))


def _parse_words(text: str) -> datetime | None:
    """Read everything else: find the time, what follows it as the zone, and the day in the rest."""
    match = _TIME().search(text)
    if not match:
        day = _parse_day(text)
        return _at(day, 0, 0, 0, UTC) if day else None
    after = text[match.end() :].strip()
    day = _parse_day(f"{text[: match.start()]} {_without_zone(after)}")
    if not day:
        return None
    hour = int(match[1])
    half = (match[4] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _at(day, hour, int(match[2]), int(match[3] or 0), _zone(after))


@lru_cache(maxsize=256)
def _without_zone(after_time: str) -> str:
    """Drop the offset from what follows a time, so that only a year or a day may remain."""
    return re.sub(r"[+-]\s*\d{1,2}:?(?:\d{2})?(?!\d)", " ", after_time, count=1)


def _at(day: datetime, hour: int, minute: int, second: int, zone: tzinfo) -> datetime:
    """Put a time to a day; an impossible time is dropped, 24:00 is the next day's midnight."""
    if hour > 24 or minute > 59 or second > 61 or (hour == 24 and (minute or second)):
        hour = minute = second = 0
    local = day + timedelta(seconds=3600 * hour + 60 * minute + min(second, 59))
    return local if zone is UTC else local.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=256)  # as the day of most entries, so their zone
def _zone(text: str) -> tzinfo:
    """Make a zone of an offset or a name; one that no place on earth has counts as UTC."""
    text = text.strip(" ()")
    match = _OFFSET().match(text)
    if match:
        minutes = int(match[2]) * 60 + int(match[3] or 0)
        if len(match[2]) == 2 and minutes > 14 * 60:
            return UTC
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    for word in _WORD.findall(text):
        if word.lower() in _HOURS_FROM_UTC:
            return timezone(timedelta(hours=_HOURS_FROM_UTC[word.lower()]))
    return UTC


@lru_cache(maxsize=256)  # most entries of a feed share their day with others
def _parse_day(text: str) -> datetime | None:
    """Find year, month and day in the words and numbers of a date without its time."""
    text = _ORDINAL_ENDING().sub("", text)
    month = _month_by_name(text)
    if month:
        return _day_beside_month(month, _NUMBER.findall(text))
    match = _THREE_NUMBERS().search(text)
    if not match:
        return None
    first, separator, second, last = match[1], match[2], int(match[3]), match[4]
    if len(first) == 4:
        return datetime(int(first), second, int(last), tzinfo=UTC)
    month_first = (separator == "/" and int(first) <= 12) or second > 12
    month, day = (int(first), second) if month_first else (second, int(first))
    return datetime(_full_year(last), month, day, tzinfo=UTC)


def _day_beside_month(month: int, numbers: list[str]) -> datetime | None:
    years = [number for number in numbers if len(number) == 4]
    others = [number for number in numbers if len(number) <= 2]
    if not years and len(others) >= 2:
        years = [others.pop()]
    if not years:
        return None
    return datetime(_full_year(years[0]), month, int(others[0]) if others else 1, tzinfo=UTC)


def _month_by_name(text: str) -> int | None:
    """Find the month's name; the last that fits, since "mar." may be Tuesday in front of it."""
    found = None
    for word in _WORD.findall(text.lower() if text.isascii() else _plain_letters(text)):
        found = _MONTHS.get(word) or _SHORT_MONTHS.get(word) or found
    return found


def _plain_letters(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c)).replace("і", "i")
    return plain.replace("ς", "σ").replace("ı", "i")


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < 70 else 1900)


def sort_time(published: datetime | None, received: datetime) -> datetime:
    """Give the time that lists are ordered by: when it was published, never later than received.

    Args:
        published: What the feed says, None where it says nothing.
        received: When the entry was first seen here.
    """
    return received if published is None else min(published, received)


def age(then: datetime, now: datetime) -> str:
    """Say how long ago something was, in at most six characters of ASCII.

    Args:
        then: An aware time.
        now: The present, aware; days and years are those of its zone.

    Returns:
        ``now``, ``5 min``, ``3 h``, ``2 d`` within a week, ``Mar 4`` within some ten months,
        the year before that. A time to come counts as now.
    """
    seconds = (now - then).total_seconds()
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    if seconds < 7 * 86_400:
        return f"{int(seconds // 86_400)} d"
    local = then.astimezone(now.tzinfo)
    if seconds < 300 * 86_400:
        return f"{_ENGLISH[local.month - 1]} {local.day}"
    return str(local.year)
