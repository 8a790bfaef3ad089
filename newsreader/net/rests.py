"""Who is left alone: hosts that asked for it, and hosts that do not answer."""

from __future__ import annotations

import time

from newsreader.core.errors import FetchError
from newsreader.net import sentences

MAX_SILENCE = 600.0
"""The longest time in seconds that a host which said 429 is not asked again."""

TRIES = 3
"""How many requests of a batch in a row a host may leave without an answer."""


class Rests:
    """Remembers for each host whether it wants or needs to be left alone.

    A batch names many requests that nobody waits for. What one batch finds out about a host counts
    for that batch only: a stranger's links can not keep the person's feeds from being asked for.
    """

    def __init__(self) -> None:
        self._silent_until: dict[str, float] = {}
        self._unanswered: dict[tuple[str, str], list[str]] = {}

    def keep_silent(self, host: str, seconds: float) -> None:
        """Leave a host alone because it asks for that, for `MAX_SILENCE` at most."""
        self._silent_until[host] = time.monotonic() + min(seconds, MAX_SILENCE)

    def answered(self, host: str, batch: str) -> None:
        """Note that a host answers, whatever it says."""
        self._unanswered.pop((host, batch), None)

    def unanswered(self, host: str, batch: str, sentence: str) -> None:
        """Note that a request brought no answer, and why."""
        if batch:
            self._unanswered.setdefault((host, batch), []).append(sentence)

    def forgive(self) -> None:
        """Forget who did not answer: the network may be up again."""
        self._unanswered.clear()

    def check(self, host: str, batch: str) -> None:
        """Refuse a request to a host that is left alone.

        Raises:
            FetchError: It is; the sentence says what it said, or did, last.
        """
        left = self._silent_until.get(host, 0.0) - time.monotonic()
        if left > 0:
            raise FetchError(sentences.for_status(429, host), status=429, retry_after=left)
        self._silent_until.pop(host, None)
        failures = self._unanswered.get((host, batch), [])
        if len(failures) >= TRIES:
            raise FetchError(failures[-1])
