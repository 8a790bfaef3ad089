"""The list of articles: draws what it shows, loads what it draws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, Literal

from textual.strip import Strip

from newsreader.core.dates import age
from newsreader.core.models import Article, Preparation
from newsreader.core.text import cell_width, pad, truncate
from newsreader.tui.glyphs import UNICODE, Glyphs
from newsreader.tui.painting import Part, row_strip
from newsreader.tui.widgets.rows import RowList
from newsreader.tui.window import Source, Window
from newsreader.tui.wrapping import wrap

Density = Literal["auto", "one-line", "two-line"]
WIDE = 64
"""From this width on, one line holds the title, the feed and the age."""
AGE = 6
"""Cells of the age."""


class ArticleList(RowList):
    """Articles of one list, with a cursor that stays on its article whatever happens around it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--unread", "rows--mark", "rows--star", "rows--age", "rows--feed", "rows--new",
        "rows--empty",
    }  # fmt: skip

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
        self._density = density
        self._signs = signs
        self._window: Window | None = None
        self._with_feed = True
        self.empty = ""
        """What is said where there is no row."""
        self.touched = False
        """Whether the cursor was moved since the list was opened."""
        self.above = 0
        """How many articles came above what is on show."""
        self.last_visit: datetime | None = None
        """Articles received after this are new."""

    # -- what is shown -----------------------------------------------------------------------------

    def open(
        self, source: Source, *, keep: bool = False, with_feed: bool = True, empty: str = ""
    ) -> None:
        """Show another list, from its beginning.

        Args:
            source: Where the articles come from.
            keep: Articles that leave the list while it is open stay on show.
            with_feed: Show each article's feed.
            empty: What is said where there are none.
        """
        self._window = Window(source, keep=keep)
        self._with_feed = with_feed
        self.empty = empty
        self.touched = False
        self.above = 0
        self.rows_changed()
        self.scroll_row(0)
        self._stand(0 if self._window.total else -1)

    def reload(self) -> None:
        """Read the list again; the cursor stays on its article, and that where it is."""
        if self._window is None:
            return
        before, at_top = self.cursor, round(self.scroll_y) == 0
        offset = before * self.row_height - round(self.scroll_y)
        index = self._window.reload(self.article)
        self.rows_changed()
        if self._window.total == 0:
            self._stand(-1)
            return
        if at_top and not self.touched:
            self.scroll_row(0)
        else:
            self.scroll_row(index * self.row_height - offset)
        with self.prevent(RowList.CursorMoved):
            self.cursor = index
        self.keep_visible(index)
        if before < 0:
            self.post_message(self.CursorMoved(self, index))
        elif round(self.scroll_y) > 0:
            self.above += max(0, index - before)

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
    def article(self) -> Article | None:
        """The article of the cursor."""
        return self._window.row(self.cursor) if self._window else None

    def find(self, article_id: int) -> Article | None:
        """Give an article where it is loaded."""
        if self._window is None:
            return None
        number = self._window.find(article_id)
        return self._window.loaded(number) if number is not None else None

    def count_new(self) -> tuple[int, int]:
        """Give how many loaded articles came since the last visit, and from how many feeds."""
        since = self.last_visit
        if self._window is None or since is None:
            return 0, 0
        fresh = [row for row in self._window.rows if row.received > since and not row.read]
        return len(fresh), len({row.feed_id for row in fresh})

    def update_article(self, article: Article) -> None:
        """Show a changed article in its place."""
        number = self._window.replace(article) if self._window else None
        if number is not None:
            self.row_changed(number)

    def update_all(self, change: Callable[[Article], Article]) -> None:
        """Change every loaded article."""
        if self._window is not None:
            self._window.rows = [change(article) for article in self._window.rows]
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
        if self._window is not None:
            before = self._window.total
            self._window.need(first, last)
            if self._window.total != before:
                self.call_later(self.rows_changed)

    def on_resize(self) -> None:
        """Take one line or two an article, as the width allows."""
        self.set_density(self._density)
        super().on_resize()

    def set_density(self, density: Density) -> None:
        """Take one line or two an article; ``auto`` takes two where the list is narrow."""
        self._density = density
        two = density == "two-line" or (density == "auto" and 0 < self.size.width < WIDE)
        height = 2 if two else 1
        if height != self.row_height:
            offset = self.cursor - round(self.scroll_y) // self.row_height
            self.row_height = height
            self.rows_changed()
            self.scroll_row(max(0, self.cursor - offset) * height)

    def render_line(self, y: int) -> Strip:
        """Draw one line; an empty list says why it is empty."""
        if self.row_count == 0 and self.empty:
            return self._say(y)
        return super().render_line(y)

    def _say(self, y: int) -> Strip:
        width = self.size.width
        lines = wrap(self.empty, 0, len(self.empty), max(1, width - 4))
        number = y - 1
        text = self.empty[slice(*lines[number])] if 0 <= number < len(lines) else ""
        plain = self.rich_style
        return row_strip([Part(f"  {text}", "empty")], self.style_of, plain, width)

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give one line of an article's row."""
        article = self._window.loaded(index) if self._window else None
        if article is None:
            return [Part(f"   {self._signs.ellipsis}", "dim")]
        if self.row_height == 1:
            return self._one_line(article, width)
        return self._first_line(article, width) if line == 0 else self._second_line(article, width)

    def _one_line(self, article: Article, width: int) -> list[Part]:
        feed = min(20, width // 5) if self._with_feed and width >= WIDE else 0
        room = max(4, width - 3 - 2 - (feed + 2 if feed else 0) - AGE - 2)
        title = self._title(article)
        parts = [*self._marks(article), Part(pad(title, room), self._title_style(article))]
        parts.append(Part(f" {self._signs.bookmark if article.bookmarked else ' '}", "star"))
        if feed:
            parts.append(Part(f"  {pad(article.feed, feed)}", "feed"))
        parts.append(Part(f" {self._age(article):>{AGE}} ", "age"))
        return parts

    def _split_title(self, article: Article, width: int) -> tuple[str, str]:
        """Share a title between two lines; what does not fit is cut at the end."""
        title = self._title(article)
        lines = wrap(title, 0, len(title), max(4, width - 6))
        if len(lines) < 2:
            return title, ""
        return title[slice(*lines[0])], title[lines[1][0] :]

    def _first_line(self, article: Article, width: int) -> list[Part]:
        first, _ = self._split_title(article, width)
        text = pad(first, max(4, width - 6))
        star = f" {self._signs.bookmark} " if article.bookmarked else "   "
        return [*self._marks(article), Part(text, self._title_style(article)), Part(star, "star")]

    def _second_line(self, article: Article, width: int) -> list[Part]:
        """Give the rest of the title, the feed where there is room, and the age."""
        when = self._age(article)
        room = max(0, width - 3 - cell_width(when) - 3)
        _, rest = self._split_title(article, width)
        rest = truncate(rest, room)
        parts = [Part("   "), Part(rest, self._title_style(article))]
        left = room - cell_width(rest)
        names = article.feed if self._with_feed else article.author
        gap = "  " if rest else ""
        if left - len(gap) >= min(8, cell_width(names)):
            parts.append(Part(gap + pad(names, left - len(gap)), "feed"))
        else:
            parts.append(Part(" " * left))
        return [*parts, Part(f"  {when} ", "age")]

    def _marks(self, article: Article) -> list[Part]:
        sign = self._signs.read if article.read else self._signs.unread
        fresh = self.last_visit is not None and article.received > self.last_visit
        return [Part(f" {sign} ", "new" if fresh else "mark")]

    def _title(self, article: Article) -> str:
        title = article.title or truncate(article.url, 200) or "Untitled"
        waiting = article.preparation is Preparation.PENDING and not article.words
        return f"{title} {self._signs.pending}" if waiting and not article.read else title

    def _title_style(self, article: Article) -> str:
        return "dim" if article.read else "unread"

    def _age(self, article: Article) -> str:
        return age(article.sort_time, self._now())
