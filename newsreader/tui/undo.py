"""What was changed, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

MOST = 100
"""Changes that are remembered."""


class Change(NamedTuple):
    """One change.

    Attributes:
        said: What was done, in words, as ``marked 12 articles read``.
        take_back: Undoes it.
    """

    said: str
    take_back: Callable[[], None]


class History:
    """The changes of this run, the last one first to be taken back."""

    def __init__(self) -> None:
        self._changes: list[Change] = []

    def add(self, said: str, take_back: Callable[[], None]) -> Change:
        """Remember a change."""
        change = Change(said, take_back)
        self._changes = [*self._changes[-MOST + 1 :], change]
        return change

    def holds(self, change: Change) -> bool:
        """Say whether a change can still be taken back."""
        return change in self._changes

    def forget(self, change: Change) -> None:
        """Remember a change no longer: it changed nothing."""
        self._changes = [one for one in self._changes if one != change]

    def undo(self) -> str:
        """Take the last change back; give what it was, "" where there is none."""
        if not self._changes:
            return ""
        change = self._changes[-1]
        change.take_back()
        self._changes.remove(change)
        return change.said
