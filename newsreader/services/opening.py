"""Open an address in the person's browser: one checked address as one argument, never a shell."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from newsreader.config.settings import Settings
from newsreader.core import urls
from newsreader.core.errors import InputError
from newsreader.services import commands

PLACEHOLDERS = ("{url}", "%u", "%s")


def browser_command(
    settings: Settings, url: str, environment: Mapping[str, str] | None = None
) -> list[str]:
    """Say which command opens an address: the settings' own, or else that of ``$BROWSER``.

    Args:
        settings: ``open.browser`` is a list of arguments.
        url: An address that `newsreader.core.urls.openable` has let pass.
        environment: Where ``BROWSER`` is looked up; None for the program's own environment.

    Returns:
        The argument list, empty where the platform's own way is to be used.
    """
    if settings.open.browser:
        return with_url(settings.open.browser, url)
    variable = (os.environ if environment is None else environment).get("BROWSER", "")
    first = variable.split(os.pathsep)[0].strip()
    if not first:
        return []
    try:
        return with_url(shlex.split(first), url)
    except ValueError:
        return []


def open_url(url: str, settings: Settings) -> None:
    """Open a web page or a mail address outside.

    Args:
        url: Any address; only http, https and mailto are opened.
        settings: Name the program, where the person chose one.

    Raises:
        InputError: The address is refused, or no program could be started.
    """
    address = urls.openable(url)
    command = browser_command(settings, address)
    if command:
        commands.start(command)
        return
    import webbrowser

    if not webbrowser.open(address):
        raise InputError(
            "No browser was found. Name one in the settings (open.browser) or in $BROWSER."
        )


def wikipedia_search(words: str, language: str) -> str:
    """Give the address of Wikipedia's search for a name, in the edition of a language.

    Args:
        words: What to look for.
        language: ISO 639-1; the English edition is taken where it is not known.
    """
    edition = language if re.fullmatch("[a-z]{2,3}", language) else "en"
    return f"https://{edition}.wikipedia.org/w/index.php?{urlencode({'search': words})}"


def with_url(command: Sequence[str], url: str) -> list[str]:
    """Put the address where a placeholder stands, or else at the end."""
    if not any(mark in argument for argument in command for mark in PLACEHOLDERS):
        return [*command, url]
    return [_fill(argument, url) for argument in command]


def _fill(argument: str, url: str) -> str:
    for mark in PLACEHOLDERS:
        if mark in argument:
            return argument.replace(mark, url)
    return argument
