"""A window over a long list: what is loaded of it, as one run of rows that grows at either end.

The list itself stays in the library. A row is asked for by its number; the window loads the pages
around it, by key and not by offset, and drops what is far away.
"""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from newsreader.core.models import Article
from newsreader.core.query import Order, PageKey

PAGE = 100
"""Rows that are loaded at once."""
AHEAD = 50
"""Rows that are loaded before they are needed."""
MOST = 3000
"""Rows that are kept at the same time."""


class Source(Protocol):
    """A list of articles in its order, read page by page."""

    @property
    def order(self) -> Order:
        """What comes first."""

    def count(self) -> int:
        """Give the number of rows."""

    def page(
        self, *, after: PageKey | None = None, before: PageKey | None = None, limit: int
    ) -> Sequence[Article]:
        """Give rows in the list's order: those after a key, those just before one, or the first."""

    def key_at(self, index: int, total: int) -> PageKey | None:
        """Give the key of the row with a number, of so many."""

    def count_above(self, key: PageKey) -> int:
        """Count the rows before a key."""

    def index_of(self, article_id: int) -> int | None:
        """Give the number of an article's row; None where the list does not hold it."""


class Window:
    """The loaded rows of a source.

    Args:
        source: Where rows come from.
        keep: Rows that the source no longer gives stay until the list is opened anew: in a list of
            unread articles, those that were just read.
        anchor: The article to begin at; None for the beginning.
        counted: Count all rows; without that, ``total`` is how many are loaded.

    Attributes:
        start: The number of the anchor's row, 0 for the beginning.
    """

    def __init__(
        self,
        source: Source,
        *,
        keep: bool = False,
        anchor: Article | None = None,
        counted: bool = True,
    ) -> None:
        self._source = source
        self._keep = keep
        self._key = source.order.key
        self.rows: list[Article] = []
        self.first = self.total = 0
        self.is_counted = False
        """Whether ``total`` is how many rows there are."""
        self.changes = 0
        """How often rows were changed or read again here: what was read before is old then."""
        self.start = self.reload(anchor, counted=counted)

    @property
    def end(self) -> int:
        """The number of the row after the last loaded one."""
        return self.first + len(self.rows)

    def row(self, index: int) -> Article | None:
        """Give a row, loading what is needed; None where there is none."""
        if not 0 <= index < self.total:
            return None
        self.need(index, index + 1)
        return self.rows[index - self.first] if self.first <= index < self.end else None

    def loaded(self, index: int) -> Article | None:
        """Give a row where it is loaded."""
        return self.rows[index - self.first] if self.first <= index < self.end else None

    def find(self, article_id: int) -> int | None:
        """Give the number of a loaded article."""
        for number, article in enumerate(self.rows, self.first):
            if article.id == article_id:
                return number
        return None

    def count_above(self, key: PageKey) -> int:
        """Count the rows before a key, among those that are loaded where it stands there."""
        rows, before = self.rows, self._is_before
        starts = self.first == 0 or (rows and before(self._key(rows[0]), key))
        ends = self.end == self.total or (rows and not before(self._key(rows[-1]), key))
        if not (starts and ends):
            return self._source.count_above(key)
        numbers = range(len(rows))
        return self.first + bisect_left(
            numbers, True, key=lambda number: not before(self._key(rows[number]), key)
        )

    def replace(self, article: Article) -> int | None:
        """Put a changed article in its place; give the number of its row."""
        number = self.find(article.id)
        if number is not None:
            self.rows[number - self.first] = article
            self.changes += 1
        return number

    def replace_all(self, change: Callable[[Article], Article]) -> None:
        """Change every loaded article."""
        self.rows = [change(article) for article in self.rows]
        self.changes += 1

    def remove(self, article_id: int) -> bool:
        """Take an article out, where it is loaded; say whether it was."""
        number = self.find(article_id)
        if number is None:
            return False
        del self.rows[number - self.first]
        self.total -= 1
        self.changes += 1
        return True

    # -- loading -----------------------------------------------------------------------------------

    def need(self, first: int, last: int) -> None:
        """Load the rows from ``first`` to ``last`` (exclusive), and some around them."""
        first, last = max(0, first), min(self.total, last)
        if first >= last:
            return
        far = first > self.end + PAGE or last < self.first - PAGE
        if far or not self.rows:
            self._start_at(max(0, first - AHEAD))
        while self.end < min(self.total, last + AHEAD) and self._extend_down():
            pass
        while self.first > max(0, first - AHEAD) and self._extend_up():
            pass
        self._drop_far(first, last)

    def _start_at(self, index: int) -> None:
        after = self._source.key_at(index - 1, self.total) if index else None
        self.first = index if after is not None else 0
        self.rows = list(self._source.page(after=after, limit=PAGE))

    def _extend_down(self) -> bool:
        after = self._key(self.rows[-1]) if self.rows else None
        more = self._source.page(after=after, limit=PAGE)
        self.rows.extend(more)
        if len(more) < PAGE:
            self.total = self.end
        return len(more) == PAGE

    def _extend_up(self) -> bool:
        wanted = min(PAGE, self.first)
        more = list(self._source.page(before=self._key(self.rows[0]), limit=wanted))
        self.rows[:0] = more
        self.first -= len(more)
        return len(more) == wanted

    def _drop_far(self, first: int, last: int) -> None:
        if len(self.rows) <= MOST:
            return
        begin = max(self.first, (first + last) // 2 - MOST // 2)
        end = min(self.end, begin + MOST)
        self.rows = self.rows[begin - self.first : end - self.first]
        self.first = begin

    # -- changes -----------------------------------------------------------------------------------

    def rereading(self, anchor: Article | None) -> Callable[[], Reread]:
        """Give what reads the same rows again into another window, on any thread."""
        twin, changes = copy.copy(self), self.changes
        twin.rows = list(self.rows)
        return lambda: Reread(self, changes, anchor, twin, twin.reload(anchor))

    def reload(self, anchor: Article | None, *, counted: bool = True) -> int:
        """Read everything again after changes, around one article.

        Args:
            anchor: The article to stay at; None for the beginning.
            counted: Count all rows; the first page is there sooner without that.

        Returns:
            The number of the anchor's row now, 0 for the beginning.
        """
        self.changes += 1
        kept = self.rows if self._keep else []
        if anchor is None:
            self._start_at(0)
        else:
            self._load_around(anchor)
        at_end = len(self.rows) < PAGE and self.first == 0
        self.is_counted = at_end or counted
        self.total = self._source.count() if self.is_counted and not at_end else len(self.rows)
        if kept:
            self._merge(kept)
        self.total = max(self.total, self.end)
        if anchor is None:
            return 0
        found = self.find(anchor.id)
        return self._nearest(anchor) if found is None else found

    def _load_around(self, anchor: Article) -> None:
        key = self._key(anchor)
        before = list(self._source.page(before=key, limit=PAGE))
        after = list(self._source.page(after=key, limit=PAGE))
        index = self._source.index_of(anchor.id)
        if index is None and before:
            above = self._source.index_of(before[-1].id)
            index = above + 1 if above is not None else len(before)
            middle: list[Article] = []
        elif index is None:
            index, middle = 0, []
        else:
            middle = list(self._source.page(after=self._key(before[-1]), limit=1)) if before else []
            middle = middle or list(self._source.page(limit=1))
        self.rows = [*before, *middle, *after]
        self.first = max(0, index - len(before))
        if len(before) < PAGE:
            self.first = 0

    def _merge(self, kept: Sequence[Article]) -> None:
        """Put rows that the source no longer gives back where they stood."""
        present = {article.id for article in self.rows}
        missing = [article for article in kept if article.id not in present]
        if self.rows and self.end < self.total:
            missing = [article for article in missing if self._above(article, self.rows[-1])]
        if self.rows and self.first > 0:
            missing = [article for article in missing if self._above(self.rows[0], article)]
        if missing:
            down = not self._source.order.ascending
            self.rows = sorted([*self.rows, *missing], key=self._key, reverse=down)
            self.total += len(missing)

    def _above(self, one: Article, other: Article) -> bool:
        """Say whether an article comes before another."""
        return self._is_before(self._key(one), self._key(other))

    def _is_before(self, key: PageKey, other: PageKey) -> bool:
        return key < other if self._source.order.ascending else key > other

    def _nearest(self, anchor: Article) -> int:
        above = sum(1 for article in self.rows if self._above(article, anchor))
        return max(0, min(self.first + above, self.total - 1))


class Reread(msgspec.Struct, frozen=True):
    """Rows that were read again.

    Attributes:
        old: Of which window, as it was after so many ``changes``.
        anchor: The article to stay at.
        window: The rows as they are now.
        index: Of the anchor's row in them.
    """

    old: Window
    changes: int
    anchor: Article | None
    window: Window
    index: int

    def is_news_of(self, window: Window) -> bool:
        """Say whether a window is still as it was when its rows were read again."""
        return self.old is window and self.changes == window.changes

    def index_of(self, article: Article | None) -> int | None:
        """Give the row of an article, or where the anchor was; None where it was not read."""
        moved = article is not None and (self.anchor is None or article.id != self.anchor.id)
        return self.window.find(article.id) if article is not None and moved else self.index
