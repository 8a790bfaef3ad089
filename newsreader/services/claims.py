"""Several processes may refresh one library: whether another one does now."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from newsreader.library import Library

_STATE = "refreshing"


def begin(library: Library) -> bool:
    """Note that this process refreshes. Called on the library's writer.

    Returns:
        Whether no other refresh is running.

    Raises:
        LibraryError: It can not be stored.
    """
    alive = [process for process in _noted(library) if _is_alive(process)]
    _note(library, [*alive, os.getpid()])
    return not alive


def end(library: Library) -> None:
    """Note that a refresh of this process is over. Called on the library's writer.

    Raises:
        LibraryError: It can not be stored.
    """
    noted = _noted(library)
    if os.getpid() in noted:
        noted.remove(os.getpid())
        _note(library, noted)


def _noted(library: Library) -> list[int]:
    try:
        return msgspec.json.decode(library.get_state(_STATE) or "[]", type=list[int])
    except msgspec.DecodeError:
        return []


def _note(library: Library, processes: list[int]) -> None:
    library.set_state(_STATE, msgspec.json.encode(processes).decode())


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is another person's
    return True
