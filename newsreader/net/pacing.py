"""Manners: how many requests run at once, how many to one host, and how close together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOCAL_TURNS = 6
"""How many requests at once a server on this machine gets at least; browsers give that to any."""


class _Host:
    """What is going on with one host."""

    def __init__(self, turns: int) -> None:
        self.turns = asyncio.Semaphore(turns)
        self.users = 0
        self.next_start = 0.0


class Pacing:
    """Hands out turns.

    Args:
        concurrency: How many turns there are at the same time.
        per_host: How many of them for one host.
        spacing: The least seconds between the starts of two turns of one host.
    """

    def __init__(self, *, concurrency: int, per_host: int, spacing: float) -> None:
        self._all = asyncio.Semaphore(max(1, concurrency))
        self._per_host = max(1, per_host)
        self._spacing = max(0.0, spacing)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, local: bool = False) -> AsyncIterator[None]:
        """Wait for a turn with a host.

        A request that waits for its host takes no place from those to other hosts.

        Args:
            host: Whom the request goes to.
            local: It is this machine itself: it needs no rest, and stands more at once.
        """
        turns = max(self._per_host, LOCAL_TURNS) if local else self._per_host
        state = self._hosts.setdefault(host, _Host(turns))
        state.users += 1
        try:
            async with state.turns:
                if not local:
                    await self._rest(state)
                async with self._all:
                    yield
        finally:
            state.users -= 1
            self._forget_idle(host, state)

    def is_wanted(self, host: str) -> bool:
        """Say whether another request to a host waits or runs beside the one that asks."""
        state = self._hosts.get(host)
        return state is not None and state.users > 1

    async def _rest(self, state: _Host) -> None:
        now = asyncio.get_running_loop().time()
        start = max(now, state.next_start)
        state.next_start = start + self._spacing
        if start > now:
            await asyncio.sleep(start - now)

    def _forget_idle(self, host: str, state: _Host) -> None:
        if not state.users and len(self._hosts) > 1000:
            self._hosts.pop(host, None)
