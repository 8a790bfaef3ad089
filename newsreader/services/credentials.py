"""What one feed needs to be let in: a user name, a password, more headers, from the settings.

A secret is a value, the name of an environment variable, a command, or in the system's keyring.
None of them is ever put into an error, a log or an export.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import unquote, urlsplit

import msgspec

from newsreader.config.settings import FeedSettings, Settings
from newsreader.core.errors import ConfigError
from newsreader.core.text import clean_line
from newsreader.core.urls import origin, same_origin, without_credentials
from newsreader.services import system_keyring

COMMAND_SECONDS = 30
"""How long a command may take to print a secret (it may have to ask the person)."""


class Access(msgspec.Struct, frozen=True):
    """How to ask for one feed.

    Attributes:
        url: The address without a user name and password in it.
        auth: User name and password, None where there are none.
    """

    url: str
    auth: tuple[str, str] | None = None
    headers: Mapping[str, str] = {}


def feed_settings(settings: Settings, *addresses: str) -> FeedSettings:
    """Find the settings of a feed by any of its addresses; the defaults where it has none."""
    return settings.feeds.get(_key(settings, *addresses), FeedSettings())


def _key(settings: Settings, *addresses: str) -> str:
    """Find the address that the settings of a feed stand under, "" where it has none."""
    for address in addresses:
        if address in settings.feeds:
            return address
    bare = {without_credentials(address) for address in addresses}
    return next((key for key in settings.feeds if without_credentials(key) in bare), "")


def _secrets(settings: Settings, url: str, *other_addresses: str) -> FeedSettings:
    """Find the settings whose secrets may go to an address, wherever the feed moved to."""
    key = _key(settings, url, *other_addresses)
    if key and (same_origin(key, url) or _is_upgrade(key, url)):
        return settings.feeds[key]
    return FeedSettings()


def _is_upgrade(old: str, new: str) -> bool:
    """Say whether an address is on the host of another, now with https."""
    first, second = origin(old), origin(new)
    if first is None or second is None or first.host != second.host:
        return False
    return (first.scheme, first.port, second.scheme, second.port) == ("http", 80, "https", 443)


def access(settings: Settings, url: str, *other_addresses: str) -> Access:
    """Find what to send with a request for a feed. It may block: not for an event loop.

    Where the feed has moved to another origin than the settings name, no secret goes there.

    Args:
        settings: The person's settings.
        url: Where the feed is now.
        other_addresses: Where it was when the settings were written.

    Raises:
        ConfigError: A variable is not set, a command fails, or the keyring does not give it.
    """
    own = _secrets(settings, url, *other_addresses)
    headers = dict(own.headers)
    for name, variable in own.headers_env.items():
        headers[name] = _from_environment(variable, url)
    for name, command in own.headers_command.items():
        headers[name] = _from_command(command, url)
    return Access(without_credentials(url), _auth(own, url), headers)


def takes_time(settings: Settings, *addresses: str) -> bool:
    """Say whether `access` would wait for a command or the keyring for this feed."""
    own = _secrets(settings, *addresses)
    return bool(own.password_command or own.password_keyring or own.headers_command)


def keyring_place(settings: Settings, url: str) -> tuple[str, str]:
    """Give the service and the user name that the password of a feed stands under in the keyring.

    Raises:
        ConfigError: The settings do not say that it is there.
    """
    own = feed_settings(settings, url)
    if not (own.password_keyring and own.username):
        raise ConfigError(
            f'Write username = "..." and password_keyring = "newsreader" into the settings, under'
            f' [feeds."{clean_line(without_credentials(url))}"], first.'
        )
    return own.password_keyring, own.username


def _auth(own: FeedSettings, url: str) -> tuple[str, str] | None:
    sources = (own.password, own.password_env, own.password_command, own.password_keyring)
    if own.username or any(sources):
        return own.username, _password(own, url)
    parts = urlsplit(url)
    if parts.username is None:
        return None
    return unquote(parts.username), unquote(parts.password or "")


def _password(own: FeedSettings, url: str) -> str:
    if own.password_command:
        return _from_command(own.password_command, url)
    if own.password_keyring:
        return system_keyring.read(own.password_keyring, own.username)
    if own.password_env:
        return _from_environment(own.password_env, url)
    return own.password


def _from_environment(variable: str, url: str) -> str:
    import os

    value = os.environ.get(variable)
    if value is None:
        raise ConfigError(
            f"The settings of {without_credentials(url)} name the environment variable"
            f" {variable}, which is not set."
        )
    return value


def _from_command(command: Sequence[str], url: str) -> str:
    """Run a command, without a shell, and take the first line that it prints."""
    import subprocess

    name = command[0] if command else ""
    where = f"The command {name!r} in the settings of {without_credentials(url)}"
    try:
        done = subprocess.run(  # an argument list: nothing is ever read by a shell
            list(command), capture_output=True, timeout=COMMAND_SECONDS, check=False
        )
    except (OSError, IndexError, ValueError) as error:
        raise ConfigError(f"{where} can not be run.") from error
    except subprocess.TimeoutExpired as error:
        raise ConfigError(f"{where} took more than {COMMAND_SECONDS} seconds.") from error
    if done.returncode:
        raise ConfigError(f"{where} failed with exit code {done.returncode}.")
    lines = done.stdout.decode(errors="replace").splitlines()
    return lines[0] if lines else ""
