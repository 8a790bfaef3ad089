"""Several processes may refresh one library: whether another one does now, who asks for what."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from newsreader.core.models import Feed
from newsreader.library.feeds import is_running

if TYPE_CHECKING:
    from newsreader.library import Library
    from newsreader.services.session import Session

CLAIM_SECONDS = 120.0
"""How long a feed stays claimed by a process that says no more of it, though it runs."""
RENEWED_AFTER = CLAIM_SECONDS / 3
"""Seconds after which claims are renewed: a feed may wait long for its turn, or for its server."""

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
    return is_running(refresh.process)


class FeedClaims:
    """The feeds that a refresh has claimed: no other one asks for them until it is done with them.

    Args:
        session: Whose library holds the feeds.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._feeds = session.library.feeds
        self._held: set[int] = set()

    async def take(self, feeds: Sequence[Feed]) -> set[int]:
        """Claim feeds; give the ids of those that no other refresh asks for, or just did.

        Raises:
            LibraryError: It can not be stored.
        """
        now = self._session.now()
        ours = await self._session.write(lambda: self._feeds.claim(feeds, now, CLAIM_SECONDS))
        self._held |= ours
        return ours

    async def keep(self) -> None:
        """Renew what is held, again and again; cancel this when all is done.

        Raises:
            LibraryError: It can not be stored.
        """
        while True:
            await asyncio.sleep(RENEWED_AFTER)
            await self._session.write(partial(self._renew, tuple(self._held)))

    def _renew(self, ids: Sequence[int]) -> None:
        self._feeds.renew(ids, self._session.now(), CLAIM_SECONDS)

    def forget(self, feed: Feed) -> None:
        """Hold a feed no longer: what came of it is stored, which ends its claim."""
        self._held.discard(feed.id)

    def release(self, feeds: Iterable[Feed]) -> None:
        """Give feeds back that were not asked for."""
        ids = [feed.id for feed in feeds]
        self._held.difference_update(ids)
        if ids:
            self._session.library.background(lambda: self._feeds.release(ids))
