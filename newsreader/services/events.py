"""What a refresh tells while it runs: plain values, for a progress bar, a status line, a script."""

from __future__ import annotations

from typing import Literal

import msgspec

FeedOutcome = Literal["new", "unchanged", "error", "gone"]


class _Event(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all events."""


class RefreshStarted(_Event, frozen=True, kw_only=True):
    """The feeds to fetch are known.

    Attributes:
        total: How many feeds will be fetched; as many `FeedDone` follow.
    """

    total: int


class FeedDone(_Event, frozen=True, kw_only=True):
    """One feed was asked, and what it gave is in the library.

    Attributes:
        url: Where it was fetched, without credentials.
        status: ``new`` where at least one entry is new or changed.
        error: One sentence, "" where all is well.
        warnings: One sentence for each thing that was odd in the feed and was put up with.
        seconds: From the request until it was stored.
    """

    feed_id: int
    url: str
    title: str
    status: FeedOutcome
    new: int = 0
    changed: int = 0
    error: str = ""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


class ArticlesPrepared(_Event, frozen=True, kw_only=True):
    """The texts and entities of these articles are in the library.

    Attributes:
        ids: The articles.
        waiting: How many are still to be prepared, as far as is known now.
    """

    ids: tuple[int, ...]
    waiting: int = 0


class ArticlesWatched(_Event, frozen=True, kw_only=True):
    """Articles came in that the person watches for.

    Attributes:
        notices: What to tell of them, each in a line; of many the last one sums up.
        ids: The articles.
    """

    notices: tuple[str, ...]
    ids: tuple[int, ...]


class RefreshFinished(_Event, frozen=True, kw_only=True):
    """Everything is done.

    Attributes:
        new: Entries that were not known before.
        errors: Feeds that failed.
    """

    new: int
    errors: int
    seconds: float = 0.0


Event = RefreshStarted | FeedDone | ArticlesPrepared | ArticlesWatched | RefreshFinished
