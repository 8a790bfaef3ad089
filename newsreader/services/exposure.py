"""Whether the secrets in the settings can be read by others on this machine."""

from __future__ import annotations

from pathlib import Path

from newsreader.config.settings import Settings
from newsreader.core.urls import without_credentials


def exposed(settings: Settings, file: Path) -> str:
    """Say in one sentence that the settings hold a secret which others can read; "" if not so.

    Args:
        settings: What the file holds.
        file: Where it is.
    """
    if not (_holds_secrets(settings) and _readable_by_others(file)):
        return ""
    return (
        f"{file} holds a password and can be read by others: chmod 600 {file},"
        " or use password_keyring, password_command or password_env."
    )


def _holds_secrets(settings: Settings) -> bool:
    addresses = (*settings.feeds, settings.network.proxy)
    return any(feed.password or feed.headers for feed in settings.feeds.values()) or any(
        address != without_credentials(address) for address in addresses
    )


def _readable_by_others(file: Path) -> bool:
    try:
        return bool(file.stat().st_mode & 0o077)
    except OSError:
        return False
