"""Passwords in the system's keyring, by the optional package keyring, loaded only where it is used.

A keyring may ask the person to unlock it, or never answer. So it is asked on a thread that nobody
waits for longer than a while.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

from newsreader.core.errors import ConfigError

SECONDS = 30
"""How long a keyring may take (the person may have to unlock it)."""

_HOW_TO_INSTALL = (
    "The system's keyring needs one more package: pip install 'newsreader[keyring]' installs it."
)
_REASONS = {
    "NoKeyringError": "There is no keyring on this system that can be used.",
    "KeyringLocked": "The system's keyring is locked.",
}


def read(service: str, username: str) -> str:
    """Give the password that the keyring holds for a user name of a service. It blocks.

    Raises:
        ConfigError: There is none, or the keyring can not be asked.
    """
    password = _asked(lambda keyring: keyring.get_password(service, username))
    if not isinstance(password, str):
        raise ConfigError(
            f"The system's keyring holds no password of {username!r} for {service!r};"
            " newsreader password URL stores one."
        )
    return password


def store(service: str, username: str, password: str) -> None:
    """Store a password in the keyring, in place of the one that was there. It blocks.

    Raises:
        ConfigError: The keyring can not be asked, or does not take it.
    """
    _asked(lambda keyring: keyring.set_password(service, username, password))


def _asked(question: Callable[[Any], Any]) -> Any:
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise ConfigError(_HOW_TO_INSTALL) from None
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(question(keyring))
        except Exception as error:  # the keyring of each system raises what it likes
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name="newsreader-keyring").start()
    try:
        answer = answers.get(timeout=SECONDS)
    except queue.Empty:
        raise ConfigError(
            f"The system's keyring gave no answer in {SECONDS} seconds; is it locked?"
        ) from None
    if isinstance(answer, Exception):  # its own words may hold anything, and are not repeated
        name = type(answer).__name__
        raise ConfigError(_REASONS.get(name, f"The system's keyring failed ({name}).")) from None
    return answer
