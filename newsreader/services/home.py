"""A home: its directories and its library, for whoever needs nothing else of a session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from newsreader.config.paths import Paths
from newsreader.core.errors import LibraryError
from newsreader.library import Library


def utc_now() -> datetime:
    """Give the present time, aware, in UTC."""
    return datetime.now(UTC)


def open_library(
    paths: Paths,
    *,
    clock: Callable[[], datetime] = utc_now,
    tell: Callable[[str], object] = lambda _: None,
) -> Library:
    """Open the library; its directories are made where they are missing.

    Args:
        paths: Where things are.
        clock: Gives the present time in UTC.
        tell: Given a sentence for the person before something that takes long.

    Raises:
        LibraryError: It can not be opened, in one sentence.
    """
    try:
        paths.create()
    except OSError as error:
        if not paths.data_dir.is_dir():
            raise LibraryError(
                f"The directory {error.filename or paths.data_dir} can not be made:"
                f" {error.strerror or 'it is not writable'}."
            ) from error
    return Library.open(paths.library_file, now=clock, tell=tell)
