"""Several processes may refresh one library: whether another one does now."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from newsreader.library import Library

_STATE = "refreshing"
_TOKEN = secrets.token_hex(4)
"""Tells this run from an earlier one under the same number, as is usual in containers."""


class _Refresh(msgspec.Struct, frozen=True, array_like=True):
    """A process that refreshes."""

    process: int
    token: str


def begin(library: Library) -> bool:
    """Note that this process refreshes. Called on the library's writer.

    Returns:
        Whether no other refresh is running.

    Raises:
        LibraryError: It can not be stored.
    """
    alive = [one for one in _noted(library) if _is_alive(one)]
    _note(library, [*alive, _Refresh(os.getpid(), _TOKEN)])
    return not alive


def end(library: Library) -> None:
    """Note that a refresh of this process is over. Called on the library's writer.

    Raises:
        LibraryError: It can not be stored.
    """
    noted = _noted(library)
    own = _Refresh(os.getpid(), _TOKEN)
    if own in noted:
        noted.remove(own)
        _note(library, noted)


def _noted(library: Library) -> list[_Refresh]:
    try:
        return msgspec.json.decode(library.get_state(_STATE) or "[]", type=list[_Refresh])
    except msgspec.DecodeError:
        return []


def _note(library: Library, refreshes: list[_Refresh]) -> None:
    library.set_state(_STATE, msgspec.json.encode(refreshes).decode())


def _is_alive(refresh: _Refresh) -> bool:
    if refresh.process == os.getpid():
        return refresh.token == _TOKEN
    try:
        os.kill(refresh.process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is another person's
    return True
