"""The window over a long list, against a list in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core.models import Article
from newsreader.core.query import Order, PageKey
from newsreader.tui.window import AHEAD, MOST, PAGE, Window

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def article(number: int, *, read: bool = False) -> Article:
    """An article; the higher its number, the newer it is, and the longer it is kept."""
    time = NOW + timedelta(minutes=number)
    return Article(
        id=number,
        title="aBcD"[number % 4] * (number % 5 + 1),
        received=time,
        sort_time=time,
        kept=NOW - timedelta(minutes=number),
        read=read,
    )


class Memory:
    """A source in memory that counts how often it is asked."""

    def __init__(self, numbers: Sequence[int], order: Order = Order.NEWEST) -> None:
        self.order = order
        self.key = order.key
        self.rows = self.sorted(article(n) for n in numbers)
        self.pages = 0

    def sorted(self, rows: Iterable[Article]) -> list[Article]:
        return sorted(rows, key=self.key, reverse=not self.order.ascending)

    def is_before(self, row: Article, place: PageKey) -> bool:
        return self.key(row) < place if self.order.ascending else self.key(row) > place

    def count(self) -> int:
        return len(self.rows)

    def page(
        self, *, after: PageKey | None = None, before: PageKey | None = None, limit: int
    ) -> Sequence[Article]:
        self.pages += 1
        if before is not None:
            return [row for row in self.rows if self.is_before(row, before)][-limit:]
        if after is None:
            return self.rows[:limit]
        rest = [r for r in self.rows if not self.is_before(r, after) and self.key(r) != after]
        return rest[:limit]

    def key_at(self, index: int, total: int) -> PageKey | None:
        assert total == len(self.rows)
        return self.key(self.rows[index]) if 0 <= index < len(self.rows) else None

    def count_above(self, key: PageKey) -> int:
        return sum(1 for row in self.rows if self.is_before(row, key))

    def index_of(self, article_id: int) -> int | None:
        return next((n for n, row in enumerate(self.rows) if row.id == article_id), None)


def test_only_the_first_page_is_loaded_at_first() -> None:
    source = Memory(range(10_000))
    window = Window(source)
    assert (len(window.rows), window.total, source.pages) == (PAGE, 10_000, 1)


def test_a_window_at_an_article_loads_only_what_is_around_it() -> None:
    source = Memory(range(10_000))
    window = Window(source, anchor=article(4_000))
    assert window.loaded(window.start) == article(4_000)
    assert window.first > 0
    assert source.pages == 3


def test_a_short_list_is_not_even_counted() -> None:
    window = Window(Memory(range(5)))
    assert window.total == 5
    assert [row.id for row in window.rows] == [4, 3, 2, 1, 0]


def test_scrolling_loads_page_by_page_ahead_of_the_eyes() -> None:
    source = Memory(range(1000))
    window = Window(source)
    window.need(PAGE - AHEAD, PAGE - AHEAD + 1)
    assert window.end == 2 * PAGE
    assert source.pages == 2


def test_the_end_is_reached_at_once() -> None:
    source = Memory(range(100_000))
    window = Window(source)
    assert window.row(99_999) == article(0)
    assert source.pages <= 3
    assert window.row(99_000) == article(999)
    assert window.row(0) == article(99_999)


def test_far_rows_are_dropped() -> None:
    window = Window(Memory(range(MOST * 2)))
    for index in range(0, MOST * 2, AHEAD):
        assert window.row(index) is not None
    assert len(window.rows) <= MOST + 2 * PAGE
    assert window.row(0) == article(MOST * 2 - 1)


def test_there_is_no_row_outside() -> None:
    window = Window(Memory(range(10)))
    assert window.row(-1) is None
    assert window.row(10) is None
    assert Window(Memory([])).row(0) is None


def test_a_count_that_was_too_high_is_put_right() -> None:
    source = Memory(range(PAGE + 10))
    window = Window(source)
    source.rows = source.rows[: PAGE + 2]
    window.need(PAGE, PAGE + 5)
    assert window.total == PAGE + 2


def test_the_anchor_keeps_its_place_when_rows_arrive() -> None:
    source = Memory(range(0, 2000, 2))
    window = Window(source)
    anchor = window.row(300)
    assert anchor is not None
    source.rows = Memory(range(2000)).rows
    index = window.reload(anchor)
    assert window.row(index) == anchor
    assert window.total == 2000
    assert window.row(index + 1) == article(anchor.id - 1)
    assert window.row(index - 1) == article(anchor.id + 1)


def test_what_was_read_stays_where_the_list_is_of_unread() -> None:
    for order in Order:
        source = Memory(range(20), order)
        window = Window(source, keep=True)
        anchor = window.row(5)
        assert anchor is not None
        left = [row for row in source.rows if row.id not in (anchor.id, 3)]
        source.rows = source.sorted([*left, article(50)])
        assert window.row(window.reload(anchor)) == anchor
        expected = source.sorted(article(number) for number in (*range(20), 50))
        assert window.rows == expected
        assert window.total == 21


def test_an_anchor_that_is_gone_leaves_its_neighbour() -> None:
    source = Memory(range(20))
    window = Window(source)
    anchor = window.row(5)
    assert anchor is not None
    source.rows = [row for row in source.rows if row.id != anchor.id]
    assert window.row(window.reload(anchor)) == article(13)


def test_the_anchor_of_an_old_list_leaves_its_neighbour_too() -> None:
    source = Memory(range(20), Order.OLDEST)
    window = Window(source)
    anchor = window.row(5)
    assert anchor is not None
    source.rows = [row for row in source.rows if row.id != anchor.id]
    assert window.row(window.reload(anchor)) == article(6)


def test_a_list_may_become_empty() -> None:
    source = Memory(range(3))
    window = Window(source)
    anchor = window.row(1)
    source.rows = []
    assert window.reload(anchor) == 0
    assert window.total == 0


@settings(max_examples=60, derandomize=True)
@given(
    st.sets(st.integers(0, 700), max_size=500),
    st.sets(st.integers(0, 700), max_size=120),
    st.integers(0, 499),
    st.lists(st.integers(0, 600), max_size=6),
    st.sampled_from(Order),
)
def test_reloading_is_as_good_as_opening(
    before: set[int], changed: set[int], at: int, looks: list[int], order: Order
) -> None:
    source = Memory(sorted(before), order)
    window = Window(source)
    anchor = window.row(min(at, len(before) - 1))
    source.rows = Memory(sorted(before ^ changed), order).rows
    index = window.reload(anchor)
    assert window.total == len(source.rows)
    if anchor is not None and anchor in source.rows:
        assert window.row(index) == anchor
    for look in looks:
        expected = source.rows[look] if look < len(source.rows) else None
        assert window.row(look) == expected
