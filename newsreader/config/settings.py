"""The settings: one TOML file that holds only what the person changes.

Every field below has its default and its meaning beside it. The file is read strictly: an unknown
key or a value of the wrong kind is a `ConfigError` that names the file, the line, the key and
what was probably meant.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta

from newsreader.config.keymap import Keymap, build_keymap
from newsreader.core.errors import ConfigError
from newsreader.core.models import FullText
from newsreader.core.patterns import late
from newsreader.core.text import clean_line
from newsreader.core.urls import without_credentials

Days = Annotated[int, Meta(ge=0, le=36500)]
Arguments = Annotated[tuple[str, ...], Meta(min_length=1)]


class _Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base of all sections: unknown keys are refused."""


class Retention(_Section, frozen=True):
    """How long articles are kept; bookmarks are kept for ever. 0 means for ever."""

    read_days: Days = 90
    """Days after which an article that was read is dropped."""
    unread_days: Days = 365
    """Days after which an article that was never read is dropped."""


class Refresh(_Section, frozen=True):
    """When feeds are fetched."""

    on_start: bool = True
    """Fetch what is due when the screen opens."""
    interval_minutes: Annotated[int, Meta(ge=15, le=10080)] = 60
    """How long a feed rests, until its own rhythm is known."""
    concurrency: Annotated[int, Meta(ge=1, le=64)] = 32
    """How many feeds are fetched at the same time."""
    per_host: Annotated[int, Meta(ge=1, le=8)] = 2
    """How many requests one server gets at the same time."""
    edited_unread: bool = False
    """An article that its feed has changed is unread again."""
    spacing_ms: Annotated[int, Meta(ge=0, le=60000)] = 200
    """The least pause between two requests to one server."""
    commands: bool = False
    """Run the commands of feeds whose addresses are newsboat's ``exec:`` and ``filter:``."""


class Network(_Section, frozen=True):
    """Limits of every request."""

    timeout_seconds: Annotated[int, Meta(ge=1, le=300)] = 30
    """The most time for one request, redirects included, and for a feed's command."""
    read_timeout_seconds: Annotated[int, Meta(ge=1, le=300)] = 10
    """The most time without a single byte."""
    max_megabytes: Annotated[int, Meta(ge=1, le=200)] = 15
    """The largest body, after decompression, and the most that a feed's command may print."""
    proxy: str = ""
    """A proxy's address; without it the environment's variables count."""
    user_agent: str = ""
    """What the program calls itself; without it its name, version and address."""


class Screen(_Section, frozen=True):
    """How the screen looks and behaves."""

    theme: str = "auto"
    """A theme's name; auto is the last one chosen, at first that of the terminal's background."""
    line_length: Annotated[int, Meta(ge=30, le=200)] = 76
    """The longest line of text in the reader, in cells."""
    density: Literal["auto", "one-line", "two-line"] = "auto"
    """How many lines an article takes in the list; auto is two where the list is narrow."""
    pictures: Literal["off", "on-request", "on"] = "on-request"
    """When pictures are shown: never, when a key asks for them, or with what is opened."""
    picture_mode: Literal["auto", "kitty", "sixel", "half-block"] = "auto"
    """How pictures are drawn; auto asks the terminal what it can do."""
    mark_read_on_open: bool = True
    """Opening an article marks it read."""
    mouse: bool = True
    """Take mouse events; without it the terminal's own selection works."""
    ascii: bool = False
    """Draw with plain ASCII characters only."""


class Command(_Section, frozen=True):
    """A command of the person's, run without a shell."""

    command: Arguments
    """A list of arguments. ``{url}`` and ``{title}`` stand for the article's address and title,
    ``{file}`` for a file that only this person can read, with the article in it."""
    input: Literal["none", "text", "markdown", "html", "json"] = "none"
    """How the article is given on standard input; in ``{file}`` where that stands in the command,
    and as Markdown there where this is none."""
    terminal: bool = False
    """It gets the whole terminal until it ends."""
    output: bool = False
    """It is waited for, and what it prints is shown."""


class Open(_Section, frozen=True):
    """Programs outside."""

    browser: tuple[str, ...] = ()
    """A command as a list of arguments; ``{url}`` stands for the address, which else comes last."""
    player: tuple[str, ...] = ()
    """A command for what can be heard or seen, as for the browser, which else is taken."""
    player_terminal: bool = False
    """The player gets the whole terminal until it ends."""
    commands: dict[str, Command] = {}
    """Commands to open an article with, by their names."""
    seconds: Annotated[int, Meta(ge=1, le=3600)] = 60
    """How long a command may take whose output is waited for."""


class Bookmarks(_Section, frozen=True):
    """Bookmarks elsewhere."""

    command: tuple[str, ...] = ()
    """A command as a list of arguments. Four more are added: address, title, note (which may be
    empty) and the feed's title. What it prints is taken for what went wrong."""
    send: bool = False
    """Bookmarking an article runs the command as well."""


class Save(_Section, frozen=True):
    """Files that are written."""

    folder: str = ""
    """Where they go if the person types nothing else; without it their home directory."""


class Watch(_Section, frozen=True):
    """How to tell of articles that are watched for (``newsreader watch``)."""

    notify: Literal["screen", "desktop"] | Arguments = "screen"
    """On the screen only, through the desktop's ``notify-send``, or by a command as a list of
    arguments, to which the headline is added as one more."""
    bell: bool = True
    """Ring the terminal's bell, once for each refresh that brought some."""


class FeedSettings(_Section, frozen=True):
    """What one feed needs, by its address.

    A secret is given by value, by the name of an environment variable, by a command (a list of
    arguments) that prints it, or by the service that it stands under in the system's keyring. It is
    sent to the feed's own origin only.
    """

    username: str = ""
    password: str = ""
    password_env: str = ""
    password_command: tuple[str, ...] = ()
    password_keyring: str = ""
    headers: dict[str, str] = {}
    """More request headers, by value."""
    headers_env: dict[str, str] = {}
    """More request headers, each from the environment variable named."""
    headers_command: dict[str, tuple[str, ...]] = {}
    """More request headers, each printed by a command."""
    full_text: FullText | None = None
    """When pages are fetched for this feed; without it the general setting counts."""


class SiteRules(_Section, frozen=True):
    """What counts on the pages of one site, by its host; subdomains are of the site as well."""

    keep: tuple[str, ...] = ()
    """CSS selectors of the article; nothing else of the page is taken then."""
    drop: tuple[str, ...] = ()
    """CSS selectors of what is no part of the article."""


class Keys(_Section, frozen=True):
    """The keyboard."""

    preset: Literal["default", "newsboat", "google-reader"] = "default"
    bind: dict[str, str | list[str]] = {}
    """Action id to key, or list of keys; an empty list leaves the action to the palette."""


class Settings(_Section, frozen=True):
    """All settings."""

    full_text: FullText = FullText.AUTO
    """When the page behind an entry is fetched: auto is where the feed holds only a summary."""
    retention: Retention = Retention()
    refresh: Refresh = Refresh()
    network: Network = Network()
    screen: Screen = Screen()
    open: Open = Open()
    bookmarks: Bookmarks = Bookmarks()
    share: dict[str, str] = {}
    """Addresses to share an article through, by name, with ``{url}`` and ``{title}`` in them."""
    save: Save = Save()
    watch: Watch = Watch()
    feeds: dict[str, FeedSettings] = {}
    sites: dict[str, SiteRules] = {}
    keys: Keys = Keys()


def load_settings(path: Path) -> Settings:
    """Read the settings; a file that does not exist means the defaults.

    Raises:
        ConfigError: With the file, the line, the key and the nearest known key in its sentence.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise ConfigError(f"The settings in {path} can not be read: {reason}.") from error
    import tomllib

    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"The settings in {path} are no valid TOML: {error}.") from error
    return _convert(values, source, path)


def _convert(values: dict[str, Any], source: str, path: Path) -> Settings:
    unknown = _unknown_key(values, Settings, ())
    if unknown:
        keys, nearest = unknown
        hint = f" Did you mean {nearest}?" if nearest else ""
        raise ConfigError(
            f"{path}, line {_line_of(source, keys)}: there is no setting {_shown(keys)}.{hint}"
        )
    try:
        return msgspec.convert(values, Settings)
    except msgspec.ValidationError as error:
        message, _, where = str(error).partition(" - at ")
        keys = _keys_of(where)
        raise ConfigError(
            f"{path}, line {_line_of(source, keys)}: {_shown(keys)} is not right:"
            f" {message[:1].lower()}{message[1:]}."
        ) from error


def _shown(keys: tuple[str, ...]) -> str:
    """Name a key in a sentence, without the password that a feed's address may hold."""
    return ".".join(clean_line(without_credentials(key), 200) for key in keys)


def _unknown_key(
    values: dict[str, Any], section: type[msgspec.Struct], above: tuple[str, ...]
) -> tuple[tuple[str, ...], str] | None:
    """Find the first key that no section knows, with the nearest that one does."""
    fields = {field.name: field for field in msgspec.structs.fields(section)}
    for name, value in values.items():
        keys = (*above, name)
        if name not in fields:
            return keys, next(iter(difflib.get_close_matches(name, fields, n=1)), "")
        if not isinstance(value, dict):
            continue
        for table, inner, where in _tables(fields[name].type, value, keys):
            found = _unknown_key(inner, table, where)
            if found:
                return found
    return None


def _tables(
    kind: Any, value: dict[str, Any], keys: tuple[str, ...]
) -> list[tuple[type[msgspec.Struct], dict[str, Any], tuple[str, ...]]]:
    """Give the sections in a value, each with what it holds and where: one, or many by name."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [(kind, value, keys)]
    inner = (get_args(kind) or (None,))[-1]
    if get_origin(kind) is dict and isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        named = [(name, one) for name, one in value.items() if isinstance(one, dict)]
        return [(inner, one, (*keys, name)) for name, one in named]
    return []


def _keys_of(where: str) -> tuple[str, ...]:
    """Turn msgspec's path, "`$.screen.theme`", into keys."""
    return tuple(re.findall(r"[\w-]+", where.strip("`$")))


def load_keymap(settings: Settings, path: Path) -> Keymap:
    """Build the keys that settings ask for; its problems name the line of the file.

    Args:
        settings: What the file says.
        path: The file, for the lines only.
    """

    def where(action: str) -> str:
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ""
        return f"{path.name}, line {_line_of(source, ('keys', 'bind', action))}: "

    return build_keymap(settings.keys.preset, settings.keys.bind, where)


_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)"""
_PATH = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = late(rf"\s*\[\[?\s*({_PATH})\s*\]")
_ASSIGNMENT = late(rf"\s*({_PATH})\s*=")


def _line_of(source: str, keys: tuple[str, ...]) -> int:
    """Find the line that sets a key, as well as can be told from the text; 1 where it can not."""
    best, most = 1, 0
    table: tuple[str, ...] = ()
    for number, line in enumerate(source.splitlines(), start=1):
        if header := _HEADER().match(line):
            path = table = _split(header[1])
        elif assignment := _ASSIGNMENT().match(line):
            path = (*table, *_split(assignment[1]))
        else:
            continue
        known = _in_common(path, keys)
        if known > most:
            best, most = number, known
    return best


def _split(path: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_KEY, path))


def _in_common(path: tuple[str, ...], keys: tuple[str, ...]) -> int:
    """Count how many of the keys, from the first on, stand in a path in their order."""
    found = 0
    for name in path:
        if found < len(keys) and name == keys[found]:
            found += 1
    return found
