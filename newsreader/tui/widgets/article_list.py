"""The list of articles: draws what it shows, loads what it draws."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple, Protocol

import msgspec
from textual.strip import Strip

from newsreader.core.models import Article
from newsreader.core.query import PageKey
from newsreader.core.text import cell_width
from newsreader.tui.article_rows import WIDE, RowFormat
from newsreader.tui.facts import local_day
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.window import Reread, Source, Window
from newsreader.tui.wrapping import wrap

Density = Literal["auto", "one-line", "two-line"]
_LAST_ID = 2**63 - 1
"""No article has a higher id: a key with it stands after all articles of its time."""


class Piece(Protocol):
    """What stands below a title: a piece of the text with what was found, or a person's remarks."""

    @property
    def text(self) -> str:
        """One line."""

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Ranges of the text."""


class Listing(msgspec.Struct, frozen=True):
    """What a list shows.

    Attributes:
        source: Where the articles come from.
        keep: Articles that leave the list while it is open stay on show.
        ruled: A rule parts what was published since the last visit from what is older.
        with_feed: Show each article's feed.
        empty: What is said where there are none.
        found: What was searched for, to be marked; None for a list that is no search.
        pieces: Gives what stands below the titles of articles.
        mark: The look of what is marked in them.
    """

    source: Source
    keep: bool = False
    ruled: bool = True
    with_feed: bool = True
    empty: str = ""
    found: re.Pattern[str] | None = None
    pieces: Callable[[Sequence[int]], Mapping[int, Piece]] | None = None
    mark: str = "hit"


class Standing(NamedTuple):
    """Where the cursor of a list stands.

    Attributes:
        line: Of the screen of the list.
        touched: Whether it was moved since the list was opened.
    """

    article: Article | None
    line: int
    touched: bool


Fresh = tuple[Reread, Mapping[int, Piece | None]]
"""A list that was read again: its rows, and what stands below the titles on show."""


class ArticleList(RowList):
    """Articles of one list, with a cursor that stays on its article whatever happens around it."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        density: Density = "auto",
        signs: Glyphs = UNICODE,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self.density = density
        """How many lines an article takes; see `set_density`."""
        self._signs = signs
        self._window: Window | None = None
        self._listing: Listing | None = None
        self._format = RowFormat(signs)
        self._pieces: dict[int, Piece | None] = {}
        self.touched = False
        """Whether the cursor was moved since the list was opened."""
        self.above = 0
        """How many articles came above what is on show."""
        self._since: datetime | None = None

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def standing(self) -> Standing:
        """Where the cursor stands, so that a list can be opened there again."""
        line = self.line_of(self.cursor) - round(self.scroll_y)
        return Standing(self.article, line, self.touched)

    def open(
        self,
        listing: Listing,
        *,
        at: Standing | None = None,
        window: Window | None = None,
        counted: bool = True,
    ) -> None:
        """Show another list.

        Args:
            listing: What it shows.
            at: Where to stand, if the cursor was moved there; None for the beginning.
            window: The rows of the list, where they were read already.
            counted: Count the rows, where it begins at the beginning.
        """
        anchor = at.article if at is not None and at.touched else None
        if window is None:
            counted = counted or anchor is not None
            window = Window(listing.source, keep=listing.keep, anchor=anchor, counted=counted)
            index = window.start
        else:
            index = window.reload(anchor) if anchor else 0
        self._window = window
        self._listing = listing
        self._format = RowFormat(
            self._signs,
            with_feed=listing.with_feed,
            since=self._since,
            found=listing.found,
        )
        self._pieces = {}
        self.touched = anchor is not None
        self._choose_height()
        self._place_rule()
        self.rows_changed()
        self.scroll_row(self.line_of(index) - at.line if anchor and at else 0)
        self.above = 0
        self._stand(index if self._window.total else -1)

    def reload(self) -> None:
        """Read the list again; the cursor stays on its article, and that where it is."""
        self.take(self.rereading()())

    def rereading(self) -> Callable[[], Fresh | None]:
        """Give what reads the list again, on any thread; what it gives is for `take`."""
        window, listing = self._window, self._listing
        if window is None or listing is None:
            return lambda: None
        rows = window.rereading(self.article)
        shown = [row.id for row in map(window.loaded, self._rows_on_show) if row is not None]

        def read() -> Fresh:
            fresh, pieces = rows(), {}
            if listing.found is None and listing.pieces is not None:
                pieces = dict.fromkeys(shown) | dict(listing.pieces(shown))
            return fresh, pieces

        return read

    @property
    def _rows_on_show(self) -> range:
        top = round(self.scroll_y)
        last = (top + self.size.height) // self.row_height + 1
        return range(max(0, top - 1) // self.row_height, min(self.row_count, last))

    def take(self, fresh: Fresh | None) -> bool:
        """Show the list as it was read again; the cursor stays on its article, where that is.

        Returns:
            False where the list was changed or left meanwhile, or the cursor went far away: then
            nothing is shown, and the list is to be read once more.
        """
        if fresh is None or self._window is None:
            return self._window is None
        rows, pieces = fresh
        index = rows.index_of(self.article)
        if not rows.is_news_of(self._window) or index is None:
            return False
        self._show_again(rows.window, pieces, index)
        return True

    def _show_again(self, window: Window, pieces: Mapping[int, Piece | None], index: int) -> None:
        before, at_top = self.cursor, round(self.scroll_y) == 0
        offset = self.line_of(before) - round(self.scroll_y)
        shown = self._all_on_show()
        self._window = window
        if self._listing is not None and self._listing.found is None:
            self._pieces = dict(pieces)  # remarks may have changed, pieces of a text have not
        self._place_rule()
        if shown != self._all_on_show():
            self.rows_changed()
        if window.total == 0:
            self._stand(-1)
            return
        if at_top and not self.touched:
            self.scroll_row(0)
        else:
            self.scroll_row(self.line_of(index) - offset)
        with self.prevent(RowList.CursorMoved):
            self.cursor = index
        self.keep_visible(index)
        if before < 0:
            self.post_message(self.CursorMoved(self, index))
        elif round(self.scroll_y) > 0:
            self.above += max(0, index - before)

    def _all_on_show(self) -> tuple[object, ...]:
        """Give what is drawn: where it is the same as before, nothing need be drawn again."""
        rows = (
            [self._window.loaded(number) for number in self._rows_on_show] if self._window else []
        )
        pieces = [self._pieces.get(row.id) for row in rows if row is not None]
        return self.row_count, self.rule, rows, pieces

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """At the top, everything new has been seen."""
        super().watch_scroll_y(old_value, new_value)
        if round(new_value) == 0:
            self.above = 0

    def _stand(self, index: int) -> None:
        """Put the cursor on a row; said even where the number is the same."""
        if self.cursor == index:
            self.post_message(self.CursorMoved(self, index))
        else:
            self.cursor = index

    @property
    def row_count(self) -> int:
        """How many articles the list holds."""
        return self._window.total if self._window else 0

    @property
    def is_counted(self) -> bool:
        """Whether it is known how many articles the list holds."""
        return self._window is None or self._window.is_counted

    @property
    def article(self) -> Article | None:
        """The article of the cursor."""
        return self._window.row(self.cursor) if self._window else None

    def find(self, article_id: int) -> Article | None:
        """Give an article where it is loaded."""
        if self._window is None:
            return None
        number = self._window.find(article_id)
        return self._window.loaded(number) if number is not None else None

    def show_since(self, since: datetime | None) -> None:
        """Show what is new: what was received after a time, None for nothing."""
        self._since = self._format.since = since
        self._place_rule()
        self.rows_changed()

    def _place_rule(self) -> bool:
        """Put the rule where what was published since the last visit begins, or ends."""
        before, self.rule = self.rule, -1
        if self._window and self._since and self._listing and self._listing.ruled:
            place = self._window.count_above(PageKey(self._since, _LAST_ID))
            self.rule = place if 0 < place < self._window.total else -1
        return self.rule != before

    def update_article(self, article: Article) -> None:
        """Show a changed article in its place."""
        number = self._window.replace(article) if self._window else None
        if number is not None:
            self.row_changed(number)

    def take_out(self, article_id: int) -> None:
        """Show an article no longer; the cursor goes to the one below it."""
        if self._window is not None and self._window.remove(article_id):
            self.touched = True
            self._place_rule()
            self.rows_changed()
            self._stand(min(self.cursor, self._window.total - 1))

    def update_all(self, change: Callable[[Article], Article]) -> None:
        """Change every loaded article."""
        if self._window is not None:
            self._window.replace_all(change)
            self.rows_changed()

    def go_to(self, article_id: int) -> bool:
        """Put the cursor on an article; say whether the list holds it where it is loaded."""
        number = self._window.find(article_id) if self._window else None
        if number is None:
            return False
        self.touched = True
        self.cursor = number
        return True

    def seek(self, article: Article) -> None:
        """Put the cursor on an article of the list, loading what is around it."""
        if self._window is None or self.go_to(article.id):
            return
        self.touched = True
        index = self._window.reload(article)
        self._place_rule()
        self.rows_changed()
        self._stand(index)

    def move(self, step: int) -> None:
        """Move the cursor."""
        self.touched = True
        super().move(step)

    def move_to_end(self, last: bool) -> None:
        """Move the cursor to the first or the last article."""
        self.touched = True
        super().move_to_end(last)

    # -- drawing -----------------------------------------------------------------------------------

    def rows_shown(self, first: int, last: int) -> None:
        """Load what will be drawn."""
        if self._window is None or self._listing is None:
            return
        before = self._window.total, self._window.first, self._window.end
        self._window.need(first, last)
        after = self._window.total, self._window.first, self._window.end
        if before != after and (self._place_rule() or before[0] != after[0]):
            self.call_later(self.rows_changed)
        if self._listing.pieces is not None:
            rows = (self._window.loaded(index) for index in range(first, last))
            missing = [row.id for row in rows if row and row.id not in self._pieces]
            if missing:
                found = self._listing.pieces(missing)
                self._pieces.update((identifier, found.get(identifier)) for identifier in missing)

    def set_density(self, density: Density) -> None:
        """Take one line or two an article, or what the width allows."""
        self.density = density
        self._fit_height()
        if self.cursor >= 0:
            self.keep_visible(self.cursor)

    def on_resize(self) -> None:
        """Take one line or two an article, as the width allows."""
        self._fit_height()
        super().on_resize()

    def _fit_height(self) -> None:
        offset = self.cursor - round(self.scroll_y) // self.row_height
        if self._choose_height():
            self.rows_changed()
            self.scroll_row(self.line_of(max(0, self.cursor - offset)))

    def _choose_height(self) -> bool:
        """Take two lines where the person wants it, for pieces, and in a narrow list."""
        narrow = self.density == "auto" and 0 < self.size.width < WIDE
        pieces = self._listing is not None and self._listing.pieces is not None
        height = 2 if narrow or pieces or self.density == "two-line" else 1
        changed, self.row_height = height != self.row_height, height
        return changed

    def render_line(self, y: int) -> Strip:
        """Draw one line; an empty list says why it is empty."""
        if self.row_count == 0 and self._listing is not None:
            return self._say(self._listing.empty, y)
        return super().render_line(y)

    def _say(self, text: str, y: int) -> Strip:
        width = self.size.width
        lines = wrap(text, 0, len(text), max(1, width - 4))
        number = y - 1
        shown = text[slice(*lines[number])] if 0 <= number < len(lines) else ""
        return row_strip([Part(f"  {shown}", "empty")], self.style_of, self.base_style, width)

    def rule_parts(self, width: int) -> list[Part]:
        """Say since when articles are new, and point to where they are."""
        assert self._since is not None
        assert self._listing is not None
        signs = self._signs
        arrow = signs.down if self._listing.source.order.ascending else signs.up
        words = f" {arrow} new since {local_day(self._since, self._now())} "
        words = signs.cut(words, max(0, width - 4))
        return [
            Part(signs.rule * 3 + words + signs.rule * (width - 3 - cell_width(words)), "since")
        ]

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give one line of an article's row."""
        article = self._window.loaded(index) if self._window else None
        if article is None:
            return [Part(f"   {self._signs.ellipsis}", "dim")]
        piece = self._pieces.get(article.id)
        if line == 1 and piece is not None and self._listing is not None:
            return self._format.snippet(piece.text, piece.spans, width, self._listing.mark)
        if self.row_height == 1 or (piece is not None and width >= WIDE):
            return self._format.one_line(article, width, self._now())
        if line == 0 and piece is not None:
            return self._format.title_alone(article, width)
        if line == 0:
            return self._format.first_of_two(article, width)
        return self._format.second_of_two(article, width, self._now())
