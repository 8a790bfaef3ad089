"""Messages that parts of the screen share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message


@dataclass
class Later(Message):
    """Asks the screen to call something; may be posted from any thread."""

    call: Callable[[], object]
