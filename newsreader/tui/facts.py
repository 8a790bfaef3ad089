"""The short lines under a title: who wrote it, when, how long it is, where the text is from."""

from __future__ import annotations

from datetime import datetime, timedelta

from newsreader.core.dates import age
from newsreader.core.models import Article, Bookmark, Preparation, Reading
from newsreader.core.urls import host
from newsreader.tui.glyphs import Glyphs
from newsreader.tui.languages import language_name

WORDS_PER_MINUTE = 230
LONGEST_NOTE = 12
"""Lines of a note that are shown above the text."""
EDITED_AFTER = timedelta(minutes=10)
"""How much later than its publication a change of an article counts as an edit."""


def article_facts(article: Article, now: datetime, signs: Glyphs) -> tuple[str, ...]:
    """Give the lines for an article whose text is not ready.

    Args:
        article: The article.
        now: The present time.
        signs: The signs to draw with.
    """
    separator = f" {signs.dot} "
    names = [article.feed or host(article.url), article.author]
    return tuple(
        line
        for line in (
            separator.join(name for name in names if name),
            separator.join(
                part
                for part in (
                    local_time(article.published or article.sort_time, now),
                    _edited(article, now),
                )
                if part
            ),
        )
        if line
    )


def reading_facts(reading: Reading, now: datetime, signs: Glyphs) -> tuple[str, ...]:
    """Give the lines for an article with its text; as `article_facts`."""
    article = reading.article
    separator = f" {signs.dot} "
    names = [article.feed or host(article.url)]
    if reading.site and reading.site.casefold() not in names[0].casefold():
        names.append(reading.site)
    names.append(article.author)
    details = [local_time(article.published or article.sort_time, now), _edited(article, now)]
    words = article.words or reading.document.words
    if words:
        details.append(f"{max(1, round(words / WORDS_PER_MINUTE))} min")
    if article.language:
        details.append(language_name(article.language))
    details.append({"feed": "from the feed", "page": "from the page"}.get(article.source, ""))
    return tuple(
        separator.join(part for part in parts if part) for parts in (names, details) if any(parts)
    )


def remarks_of(bookmark: Bookmark | None, signs: Glyphs) -> tuple[str, ...]:
    """Give the lines that tell what the person wrote to a bookmark: the tags, then the note."""
    if bookmark is None or not (bookmark.tags or bookmark.note):
        return ()
    tags = "  ".join(f"#{tag}" for tag in bookmark.tags)
    note = [line for line in bookmark.note.split("\n") if line.strip()]
    if len(note) > LONGEST_NOTE:
        note = [*note[: LONGEST_NOTE - 1], signs.ellipsis]
    first, *rest = [tags, *note] if tags else note
    return (f"{signs.bookmark} {first}", *rest)


def _edited(article: Article, now: datetime) -> str:
    """Say when an article was changed after its publication; "" where it was not."""
    first = article.published or article.sort_time
    if article.updated is None or not first + EDITED_AFTER < article.updated <= now:
        return ""
    earlier = article.revisions
    kept = f", {earlier} earlier text{'s' if earlier > 1 else ''}" if earlier else ""
    return f"edited {local_day(article.updated, now)}{kept}"


def notice_of(article: Article, browser_key: str) -> str:
    """Give the sentence above the text: why it is not whole.

    Args:
        article: The article.
        browser_key: What opens its page.
    """
    if article.note:
        return article.note
    if article.preparation is Preparation.PARTIAL:
        return "This is the summary of the feed; the page gave no article."
    if article.preparation is Preparation.FAILED:
        return f"The text could not be prepared; {browser_key} opens the page in the browser."
    return ""


def local_time(time: datetime, now: datetime) -> str:
    """Write a time in the reader's zone, with its age.

    Args:
        time: Aware.
        now: Aware, the present.
    """
    local = time.astimezone()
    day = f"{local.day} {local:%b %Y, %H:%M}"
    passed = age(time, now)
    return f"{day} ({passed} ago)" if passed[:1].isdigit() and " " in passed else day


def local_day(time: datetime, now: datetime) -> str:
    """Write when something was, as short as can be: ``14:05`` today, else with its day."""
    local, today = time.astimezone(), now.astimezone()
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b, %H:%M}"
