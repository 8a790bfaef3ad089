"""How an article looks in a list."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from rich.cells import cell_len

from newsreader.core.models import Article, Preparation
from newsreader.tui.article_rows import RowFormat
from newsreader.tui.glyphs import UNICODE
from newsreader.tui.painting import Part

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
    assert row == " ● A headline".ljust(52) + " ★  World Daily         3 h "
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


def test_new_and_waiting_articles_have_signs() -> None:
    rows = RowFormat(UNICODE, since=NOW - timedelta(minutes=1))
    waiting = article("T", preparation=Preparation.PENDING, words=0)
    parts = rows.one_line(waiting, 60, NOW)
    assert parts[0] == Part(" ● ", "new")
    assert text(parts).startswith(" ● T …")
