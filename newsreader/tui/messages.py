"""Messages that parts of the screen share."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message


class Later(Message):
    """Asks the screen to call something; may be posted from any thread."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__()
        self.call = call
