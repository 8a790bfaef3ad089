"""Hand an article on: to a command of the settings, to a site or mail to share it, to a player."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import msgspec

from newsreader.config.paths import Paths
from newsreader.config.settings import Command, Settings
from newsreader.core import urls
from newsreader.core.errors import InputError
from newsreader.core.models import Article, Enclosure, Reading
from newsreader.core.text import clean_line
from newsreader.services import arguments
from newsreader.services.files import file_name
from newsreader.services.opening import with_url
from newsreader.services.writing import write_reading

FORMATS = {"text": "Text", "markdown": "Markdown", "html": "HTML", "json": "JSON"}
"""How an article can be given, each with its name."""
ENDINGS = {".md": "markdown", ".html": "html", ".txt": "text", ".json": "json"}
"""The format that the ending of a file's name stands for."""
SHARES = {
    "Mail": "mailto:?subject={title}&body={url}",
    "Bluesky": "https://bsky.app/intent/compose?text={title}%20{url}",
    "Hacker News": "https://news.ycombinator.com/submitlink?u={url}&t={title}",
    "Reddit": "https://www.reddit.com/submit?url={url}&title={title}",
}
"""Ways to share that need no settings."""
KEPT_SECONDS = 86_400
"""How long a file stays that was handed to a program, which may read it later."""


class Handed(msgspec.Struct, frozen=True):
    """What is to be run.

    Attributes:
        command: An argument list.
        text: For its standard input, None where it gets nothing there.
    """

    command: list[str]
    text: str | None = None


# -- commands of the settings ----------------------------------------------------------------------


def needs_text(command: Command) -> bool:
    """Say whether a command is given the article itself, and not only its address and title."""
    return command.input != "none" or _wants_file(command)


def hand(paths: Paths, command: Command, article: Article, reading: Reading | None) -> Handed:
    """Make a command of the settings ready to be run with an article.

    Args:
        paths: Where the file goes that the command may ask for.
        command: Of the settings.
        article: The article.
        reading: With its text, where `needs_text` says so.

    Raises:
        ConfigError: The command would make a script of what the article holds.
        InputError: The file can not be written.
    """
    values = {"url": article.url, "title": clean_line(article.title or article.url), "file": ""}
    text = None
    arguments.fill(command.command, values)  # refused before a file is made for it
    if reading is not None and _wants_file(command):
        format = "markdown" if command.input == "none" else command.input
        values["file"] = str(_file(paths, article, write_reading(reading, format), format))
    elif reading is not None and command.input != "none":
        text = write_reading(reading, command.input)
    return Handed(arguments.fill(command.command, values), text)


def _wants_file(command: Command) -> bool:
    return any("{file}" in argument for argument in command.command)


def _file(paths: Paths, article: Article, text: str, format: str) -> Path:
    """Write a file that only this person can read, and drop those of yesterday."""
    ending = next(ending for ending, known in ENDINGS.items() if known == format)
    folder = paths.cache_dir / "handed"
    path = folder / f"{article.id}-{file_name(article.title)}{ending}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in folder.iterdir():
            with contextlib.suppress(OSError):
                if old.stat().st_mtime < time.time() - KEPT_SECONDS:
                    old.unlink()
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise InputError(f"The file {path} can not be written for the command.") from error
    return path


# -- sharing ---------------------------------------------------------------------------------------


def shares(settings: Settings) -> dict[str, str]:
    """Give the ways to share by name, the person's own first; an empty one hides a usual one."""
    own = {clean_line(name, 40): template for name, template in settings.share.items()}
    usual = {name: template for name, template in SHARES.items() if name not in own}
    return {name: template for name, template in (own | usual).items() if template}


def share_address(template: str, article: Article) -> str:
    """Fill a template with an article's address and title, both encoded for an address.

    Raises:
        InputError: The article has no address, or the template gives none that may be opened.
    """
    if not article.url:
        raise InputError("This article has no address to share.")
    values = {"url": article.url, "title": clean_line(article.title or article.url)}
    return urls.openable(_encoded(template, values))


def _encoded(template: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():  # an encoded value holds no brace
        template = template.replace(f"{{{name}}}", quote(value, safe=""))
    return template


# -- what can be heard or seen ---------------------------------------------------------------------


def enclosure_name(enclosure: Enclosure) -> str:
    """Name an enclosure by the last part of its address."""
    path = unquote(urlsplit(enclosure.url).path)
    return clean_line(path.rstrip("/").rpartition("/")[2], 100) or urls.host(enclosure.url)


def enclosure_detail(enclosure: Enclosure) -> str:
    """Tell an enclosure's type and size."""
    size = enclosure.length or 0
    parts = [clean_line(enclosure.type, 40)]
    if size >= 1_000_000:
        parts.append(f"{size / 1_000_000:,.1f} MB")
    elif size > 0:
        parts.append(f"{max(1, size // 1000)} kB")
    return ", ".join(part for part in parts if part)


def player_command(settings: Settings, url: str) -> list[str]:
    """Say which command plays an address; empty where the browser is to be used.

    Raises:
        InputError: It is no web address.
    """
    address = urls.clean_url(url)
    if not urls.is_web(address):
        raise InputError("Only http and https addresses are played.")
    return with_url(settings.open.player, address) if settings.open.player else []
