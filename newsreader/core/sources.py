"""What a feed is made from: a web address, or a command of the person's, as newsboat writes it.

``exec:COMMAND`` is what a command prints, ``filter:COMMAND:URL`` what it makes of the body that is
fetched. Only `normalise_source` lets such a thing in, and only what a person wrote goes through
it; every other address is read by `newsreader.core.urls`, for which there are web addresses alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from newsreader.core.errors import InputError
from newsreader.core.text import clean_line, is_clean
from newsreader.core.urls import MAX_URL, is_command, normalise_typed, without_credentials

_EXEC, _FILTER = "exec:", "filter:"
_WEB_ADDRESS_COMES = re.compile(r":(?=https?://)")


class Source(NamedTuple):
    """What a feed is made from.

    Attributes:
        command: A command line, "" for a web address.
        url: What is fetched, and given to the command where there is one; "" where nothing is.
    """

    command: str
    url: str


def source_of(address: str) -> Source:
    """Part the address of a feed."""
    if address.startswith(_EXEC):
        return Source(address.removeprefix(_EXEC), "")
    if not address.startswith(_FILTER):
        return Source("", address)
    rest = address.removeprefix(_FILTER)
    if comes := _WEB_ADDRESS_COMES.search(rest):
        return Source(rest[: comes.start()], rest[comes.end() :])
    command, _, url = rest.partition(":")
    return Source(command, url)


def web_address(address: str) -> str:
    """Give what is fetched for a feed, "" where a command alone brings it."""
    return source_of(address).url


def normalise_source(typed: str) -> str:
    """Turn what a person types or pastes into the address of a feed, which may be a command.

    A command stays as it is: what is shown is what is run.

    Raises:
        InputError: It is neither a command nor a web address.
    """
    address = _unquoted(typed.strip())
    if not is_command(address):
        return normalise_typed(typed)
    shown = clean_line(without_credentials(address), 80)
    if len(address) > MAX_URL or not is_clean(address) or {"\n", "\t"} & set(address):
        raise InputError(f"This command is too long, or holds signs that are not seen: {shown}")
    source = source_of(address)
    if not source.command.strip():
        raise InputError(f"There is no command: {shown}")
    if address.startswith(_EXEC):
        return address
    if not source.url:
        raise InputError(f"A filter needs a web address, as filter:COMMAND:URL: {shown}")
    return f"{_FILTER}{source.command}:{normalise_typed(source.url)}"


def _unquoted(typed: str) -> str:
    """Drop the quotes around a line of newsboat's, which often holds more of them."""
    inner = typed[1:-1]
    return inner if typed == f'"{inner}"' and is_command(inner) else typed
