"""Feeds that a command of the person's prints, or makes of what is fetched.

They are run where the settings allow it, without a shell, with the limits of a request: time, and
bytes of output. See `newsreader.core.sources` for what makes such a feed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import structs

from newsreader.core import urls
from newsreader.core.errors import ConfigError, FetchError, InputError
from newsreader.core.sources import Source, source_of
from newsreader.services import arguments, commands

if TYPE_CHECKING:
    from newsreader.config.settings import Settings
    from newsreader.net import Response
    from newsreader.services.session import Session

HOW = "Commands are run only with commands = true under [refresh] in the settings."
"""The sentence that says what lets them run."""


def check(settings: Settings, address: str) -> None:
    """Refuse the address of a feed whose command can not be run.

    Raises:
        ConfigError: The settings do not allow it.
        InputError: The command can not be read.
    """
    if not urls.is_command(address):
        return
    if not settings.refresh.commands:
        raise ConfigError(HOW)
    _arguments(source_of(address).command)


def _arguments(command: str) -> list[str]:
    """Split a command; a word that begins with ``~/`` is in the person's home, as in a shell.

    Raises:
        InputError: It can not be split.
    """
    first, *words = arguments.split(command)
    return [first, *(_at_home(word) for word in words)]


def _at_home(word: str) -> str:
    return os.path.expanduser(word) if word.startswith("~/") else word  # noqa: PTH111 (no path)


async def run(session: Session, source: Source, fetched: Response | None = None) -> Response:
    """Run the command of a feed, and give what it prints as if a server had sent it.

    It has no address of its own but the one that was fetched, and moves nowhere.

    Args:
        session: Its settings have the limits.
        source: With a command that `check` lets pass.
        fetched: What it gets on its standard input; with nothing new, it is not run.

    Raises:
        FetchError: The command can not be run, fails, or oversteps a limit.
    """
    from newsreader.net import Response

    if fetched is not None and (fetched.not_modified or fetched.gone):
        return fetched
    limits = session.settings.network
    try:
        body = await commands.collect(
            _arguments(source.command),
            b"" if fetched is None else fetched.body,
            seconds=limits.timeout_seconds,
            most=limits.max_megabytes * 1024 * 1024,
        )
    except InputError as error:
        raise FetchError(str(error)) from error
    if fetched is None:
        return Response(url="", status=0, body=body)
    return structs.replace(fetched, body=body, content_type="", permanent_url=None)
