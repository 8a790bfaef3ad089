"""What pages say around an article in its language: dates in words, and how names are joined."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class _Wording(NamedTuple):
    """How a language writes a date and joins the last two names."""

    months: tuple[str, ...]
    date: str
    last_two: str
    by: str


def _months(names: str) -> tuple[str, ...]:
    return tuple(names.split())


_EAST_ASIAN = tuple(str(number) for number in range(1, 13))

_WORDINGS = {
    "en": _Wording(
        _months(
            "January February March April May June July August September October November December"
        ),
        "{day} {month} {year}",
        " and ",
        "By ",
    ),
    "de": _Wording(
        _months(
            "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
        ),
        "{day}. {month} {year}",
        " und ",
        "Von ",
    ),
    "fr": _Wording(
        _months(
            "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
        ),
        "{day} {month} {year}",
        " et ",
        "Par ",
    ),
    "es": _Wording(
        _months(
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
            " diciembre"
        ),
        "{day} de {month} de {year}",
        " y ",
        "Por ",
    ),
    "pt": _Wording(
        _months(
            "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
            " dezembro"
        ),
        "{day} de {month} de {year}",
        " e ",
        "Por ",
    ),
    "it": _Wording(
        _months(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
            " dicembre"
        ),
        "{day} {month} {year}",
        " e ",
        "di ",
    ),
    "ru": _Wording(
        _months(
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        ),
        "{day} {month} {year}",
        " и ",
        "Автор: ",
    ),
    "uk": _Wording(
        _months(
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"
        ),
        "{day} {month} {year}",
        " і ",
        "Автор: ",
    ),
    "ja": _Wording(_EAST_ASIAN, "{year}年{month}月{day}日", "・", "文："),
    "zh": _Wording(_EAST_ASIAN, "{year}年{month}月{day}日", "、", "作者："),
    "ar": _Wording(
        _months("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        "{day} {month} {year}",
        " و",
        "بقلم ",
    ),
}


def date_in_words(time: datetime, language: str) -> str:
    """Write a date as a paper in this language prints it.

    Args:
        time: An aware time; its date in its own zone is written.
        language: An IETF tag; English is taken for what is not known here.
    """
    wording = _wording(language)
    return wording.date.format(day=time.day, month=wording.months[time.month - 1], year=time.year)


def names_in_words(names: tuple[str, ...], language: str) -> str:
    """Join names as a line that says who wrote an article does."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + _wording(language).last_two + names[-1]


def byline(names: tuple[str, ...], language: str) -> str:
    """Write who wrote an article, "" where nobody is named."""
    return _wording(language).by + names_in_words(names, language) if names else ""


def _wording(language: str) -> _Wording:
    return _WORDINGS.get(language.partition("-")[0].lower(), _WORDINGS["en"])
