"""How an article looks in a list."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from newsreader.core.models import Article, Enclosure, Preparation
from newsreader.core.text import cell_width, clean_line
from newsreader.tui.article_rows import RowFormat
from newsreader.tui.glyphs import ASCII, UNICODE, Glyphs
from newsreader.tui.painting import Part, row_strip

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def article(title: str, **changes: object) -> Article:
    base: dict[str, object] = {
        "id": 1,
        "feed": "World Daily",
        "received": NOW,
        "sort_time": NOW - timedelta(hours=3),
        "preparation": Preparation.READY,
        "words": 100,
    }
    return Article(title=title, **{**base, **changes})  # type: ignore[arg-type]


def text(parts: list[Part]) -> str:
    return "".join(part.text for part in parts)


def test_one_line_holds_title_feed_and_age() -> None:
    row = text(RowFormat(UNICODE).one_line(article("A headline", bookmarked=True), 80, NOW))
    assert row == " ● A headline".ljust(53) + "★  World Daily         3 h "
    assert cell_len(row) == 80


def test_wide_characters_keep_the_columns_in_place() -> None:
    rows = RowFormat(UNICODE)
    for title in (
        "日本の首都圏で記録的な大雪、交通に大きな影響" * 3,
        "👍" * 90,
        "e\u0301" * 200,
        "x",
    ):
        assert cell_len(text(rows.one_line(article(title), 70, NOW))) == 70
        assert cell_len(text(rows.first_of_two(article(title), 40))) == 40
        assert cell_len(text(rows.second_of_two(article(title), 40, NOW))) == 40


def test_a_long_title_goes_on_below_and_the_feed_follows_it() -> None:
    rows = RowFormat(UNICODE)
    long = article("A headline of so many words that it needs more")
    assert text(rows.first_of_two(long, 40)).rstrip() == " ● A headline of so many words that"
    assert text(rows.second_of_two(long, 40, NOW)) == "   it needs more  World Daily       3 h "


def test_what_was_found_is_marked_in_the_title() -> None:
    rows = RowFormat(UNICODE, found=re.compile("head", re.IGNORECASE))
    parts = rows.one_line(article("A headline"), 60, NOW)
    assert [part.text for part in parts if part.name == "hit"] == ["head"]


def test_a_snippet_shows_what_was_found_however_narrow() -> None:
    words = "one two three four five six seven eight nine harbour ten eleven"
    start = words.index("harbour")
    parts = RowFormat(UNICODE).snippet(words, [(start, start + 7)], 36)
    assert [part.text for part in parts if part.name == "hit"] == ["harbour"]
    assert cell_len(text(parts)) <= 36
    assert text(parts).startswith("   …")


def test_new_articles_have_a_sign() -> None:
    rows = RowFormat(UNICODE, since=NOW - timedelta(minutes=1))
    assert rows.one_line(article("T"), 60, NOW)[0] == Part(" ● ", "new")
    old = article("T", received=NOW - timedelta(hours=1))
    assert rows.one_line(old, 60, NOW)[0] == Part(" ● ", "mark")


AUDIO = (Enclosure(url="https://site.example/a.mp3", type="audio/mpeg"),)
VIDEO = (*AUDIO, Enclosure(url="https://site.example/a.mp4", type="video/mp4"))


@pytest.mark.parametrize(
    ("changes", "signs", "plain"),
    [
        ({"source": "feed"}, "", ""),
        ({"source": "page"}, "≡", "="),
        ({"preparation": Preparation.PARTIAL}, "½", "-"),
        ({"preparation": Preparation.PENDING}, "…", "."),
        ({"preparation": Preparation.FAILED}, "!", "!"),
        ({"enclosures": AUDIO}, "♪", "&"),
        ({"source": "page", "enclosures": VIDEO}, "≡▶", "=>"),
        ({"enclosures": (Enclosure(url="https://site.example/x"),)}, "", ""),
    ],
)
def test_what_there_is_of_the_text_has_a_sign(
    changes: dict[str, object], signs: str, plain: str
) -> None:
    for glyphs, expected in ((UNICODE, signs), (ASCII, plain)):
        rows = RowFormat(glyphs)
        one = text(rows.one_line(article("T", **changes), 60, NOW))
        assert one.split("T", 1)[1].removesuffix("3 h ").strip() == expected
        two = text(rows.second_of_two(article("T", **changes), 40, NOW))
        assert two.endswith(f"  {expected} 3 h " if expected else "  3 h ")


# -- widths ----------------------------------------------------------------------------------------

TITLES = (
    "日本の首都圏で記録的な大雪、交通に大きな影響",
    "👩\u200d👩\u200d👧\u200d👦 Families 👍🏽 love ❤\ufe0f flags 🇩🇪🇫🇷, 1\ufe0f⃣ said 🧑🏾\u200d🚀",
    "Z̵̢̛a̷l̶g̴o e\u0301 marks a\u030a\u0323",
    "وزراء الخارجية العرب يجتمعون في القاهرة!",
    "הממשלה אישרה את התקציב לשנת 2027",
    "BBC عربي: انطلاق iPhone 18 بسعر 999",
    "प्रधानमंत्री ने संसद में नए कानून की घोषणा की",
    "นายกรัฐมนตรีแถลงนโยบายเศรษฐกิจใหม่ต่อรัฐสภา",
    "대통령, 새 총리 후보자 지명",
)
ANY_TITLE = st.one_of(st.text(max_size=80), st.sampled_from(TITLES), st.just("w" * 300))


def painted(parts: list[Part], width: int) -> str:
    strip = row_strip(parts, lambda _: Style(), Style(), width)
    assert strip.cell_length == width
    return strip.text


@settings(max_examples=300, derandomize=True, deadline=None)
@given(ANY_TITLE, ANY_TITLE, st.integers(24, 130), st.booleans(), st.sampled_from([UNICODE, ASCII]))
def test_a_row_is_as_wide_as_the_list(
    title: str, feed: str, width: int, kept: bool, signs: Glyphs
) -> None:
    rows = RowFormat(signs, found=re.compile(r"\w\w"))
    one = article(
        clean_line(title), feed=clean_line(feed), bookmarked=kept, source="page", enclosures=AUDIO
    )
    for parts in (
        rows.one_line(one, width, NOW),
        rows.first_of_two(one, width),
        rows.second_of_two(one, width, NOW),
        rows.title_alone(one, width),
    ):
        written = text(parts)
        assert cell_width(written) == width, (written, width)
        assert painted(parts, width).replace(CLOSING, "") == written  # nothing was cut or filled


# -- from right to left ----------------------------------------------------------------------------

CLOSING = "\u200f\u200e"


def test_what_stands_right_of_a_title_from_the_right_stays_there() -> None:
    rows = RowFormat(UNICODE)
    arabic, hebrew = TITLES[3], TITLES[4]
    for title in (arabic, hebrew):
        row = painted(rows.one_line(article(title, feed=arabic), 100, NOW), 100)
        assert row.startswith(f" ● {title}{CLOSING}  ")
        assert row.count(CLOSING) == 2  # the title's, and the feed's
        assert row.rstrip().endswith("3 h")


def test_a_cut_title_from_the_right_ends_with_its_ellipsis() -> None:
    row = painted(RowFormat(UNICODE).one_line(article(TITLES[3] * 5), 50, NOW), 50)
    assert f"…{CLOSING}" in row


def test_a_title_is_closed_once_however_much_of_it_is_marked() -> None:
    rows = RowFormat(UNICODE, found=re.compile(TITLES[4].split()[1]))
    parts = rows.one_line(article(TITLES[4]), 60, NOW)
    assert [part.text for part in parts if part.name == "hit"] == [TITLES[4].split()[1]]
    assert painted(parts, 60).count(CLOSING) == 1


def test_other_titles_are_left_alone() -> None:
    for title in (*TITLES[:3], *TITLES[6:], "Plain", "عنوان iPhone"):
        assert CLOSING not in painted(RowFormat(UNICODE).one_line(article(title), 90, NOW), 90)
