"""How an article looks in a list: on one line, on two, or with a piece of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from newsreader.core.dates import age
from newsreader.core.models import Article, Preparation
from newsreader.core.text import cell_width, clean_line
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.wrapping import wrap

WIDE = 64
"""From this width on, one line holds the title, the feed and the age."""
AGE = 6
"""Cells of the age."""


class Remarks(NamedTuple):
    """What the person wrote to a bookmark, in one line: the tags, then the note.

    Attributes:
        spans: Where the tags stand.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, note: str, tags: Sequence[str]) -> Remarks:
        """Write note and tags in one line."""
        signs = "  ".join(f"#{tag}" for tag in tags)
        words = clean_line(note, 400)
        return cls("  ".join(part for part in (signs, words) if part), ((0, len(signs)),))


class RowFormat:
    """Lays out the rows of one list.

    Args:
        signs: The signs to draw with.
        with_feed: Show each article's feed.
        since: Articles received after this are new.
        found: What was searched for, to be marked in titles.
    """

    def __init__(
        self,
        signs: Glyphs,
        *,
        with_feed: bool = True,
        since: datetime | None = None,
        found: re.Pattern[str] | None = None,
    ) -> None:
        self._signs = signs
        self._with_feed = with_feed
        self.since = since
        self._found = found

    def one_line(self, article: Article, width: int, now: datetime) -> list[Part]:
        """Give marks, title, star, feed (where there is room) and age."""
        feed = min(20, width // 5) if self._with_feed and width >= WIDE else 0
        room = max(4, width - 3 - 4 - (feed + 2 if feed else 0) - AGE - 2)
        star = self._signs.bookmark if article.bookmarked else " "
        return [
            *self._marks(article),
            *self._styled(self._signs.fit(self._title(article), room), article),
            Part(f" {self._state(article) or ' '}{self._media(article) or ' '}", "sign"),
            Part(star, "star"),
            Part(f"  {self._signs.fit(article.feed, feed)}" if feed else "", "feed", column=True),
            Part(f" {age(article.sort_time, now):>{AGE}} ", "age"),
        ]

    def first_of_two(self, article: Article, width: int) -> list[Part]:
        """Give marks, as much of the title as fits, and the star."""
        first, _ = self._split_title(article, width)
        text = self._signs.fit(first, max(4, width - 6))
        star = f" {self._signs.bookmark} " if article.bookmarked else "   "
        return [*self._marks(article), *self._styled(text, article), Part(star, "star")]

    def second_of_two(self, article: Article, width: int, now: datetime) -> list[Part]:
        """Give the rest of the title, the feed where there is room, the state and the age."""
        signs = self._state(article) + self._media(article)
        when = f"{signs} {age(article.sort_time, now)}".lstrip()
        room = max(0, width - 3 - cell_width(when) - 3)
        _, rest = self._split_title(article, width)
        rest = self._signs.cut(rest, room)
        left = room - cell_width(rest)
        names = article.feed if self._with_feed else article.author
        gap = "  " if rest else ""
        fits = left - len(gap) >= min(8, cell_width(names))
        names = gap + self._signs.fit(names, left - len(gap)) if fits else " " * left
        return [
            Part("   "),
            *self._styled(rest, article),
            Part(names, "feed", column=True),
            Part(f"  {when} ", "age"),
        ]

    def snippet(
        self, text: str, spans: Sequence[tuple[int, int]], width: int, mark: str = "hit"
    ) -> list[Part]:
        """Give a piece of the text with what was found in it marked, or what the person wrote.

        Args:
            text: Clean text.
            spans: Ranges of it, in order.
            width: The number of cells.
            mark: The style of the ranges.
        """
        room = max(4, width - 4)
        if spans and cell_width(text[: spans[0][1]]) > room - 4:
            begin = max(0, text.rfind(" ", 0, max(0, spans[0][0] - room // 3)) + 1)
            text = self._signs.ellipsis + text[begin:]
            shift = begin - len(self._signs.ellipsis)
            spans = [(start - shift, end - shift) for start, end in spans]
        return [Part("   "), *_marked(self._signs.cut(text, room), spans, "dim", mark)]

    def title_alone(self, article: Article, width: int) -> list[Part]:
        """Give marks and title on one line, for a row whose second line is a snippet."""
        star = f" {self._signs.bookmark} " if article.bookmarked else " "
        title = self._signs.fit(self._title(article), max(4, width - 3 - len(star)))
        return [*self._marks(article), *self._styled(title, article), Part(star, "star")]

    def _split_title(self, article: Article, width: int) -> tuple[str, str]:
        """Share a title between two lines; what does not fit is cut at the end."""
        title = self._title(article)
        lines = wrap(title, 0, len(title), max(4, width - 6))
        if len(lines) < 2:
            return title, ""
        return title[slice(*lines[0])], title[lines[1][0] :]

    def _marks(self, article: Article) -> list[Part]:
        sign = self._signs.read if article.read else self._signs.unread
        fresh = self.since is not None and article.received > self.since
        style = "new" if fresh else "mark"
        if not article.watched:
            return [Part(f" {sign} ", style)]
        return [Part(self._signs.watched, "watched"), Part(f"{sign} ", style)]

    def _state(self, article: Article) -> str:
        """Give the sign for what there is of the text: that it was edited counts before the rest.

        There is none where the feed held all of it.
        """
        match article.preparation:
            case Preparation.PENDING:
                return self._signs.pending
            case Preparation.PARTIAL:
                return self._signs.partial
            case Preparation.FAILED:
                return self._signs.error
        if article.revisions:
            return self._signs.edited
        return self._signs.page if article.source == "page" else ""

    def _media(self, article: Article) -> str:
        """Give the sign for what can be heard or seen of it."""
        kinds = {(enclosure.type or "").partition("/")[0] for enclosure in article.enclosures}
        if "video" in kinds:
            return self._signs.video
        return self._signs.audio if "audio" in kinds else ""

    @staticmethod
    def _title(article: Article) -> str:
        return article.title or article.url or "Untitled"

    def _styled(self, text: str, article: Article) -> Iterator[Part]:
        style = "dim" if article.read else "unread"
        spans = [hit.span() for hit in self._found.finditer(text)] if self._found else []
        return _marked(text, spans, style)


def _marked(
    text: str, spans: Sequence[tuple[int, int]], style: str, mark: str = "hit"
) -> Iterator[Part]:
    position = 0
    for start, end in spans:
        start, end = max(start, position), min(end, len(text))
        if start >= end:
            continue
        yield Part(text[position:start], style)
        yield Part(text[start:end], mark)
        position = end
    yield Part(text[position:], style, column=True)
