"""Write files for the person: whole or not at all, and never over another one without a word."""

from __future__ import annotations

import contextlib
import os
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from newsreader.config.settings import Settings
from newsreader.core.errors import ConfigError, InputError
from newsreader.core.text import clean_line

LONGEST_NAME = 80
"""Characters of a file's name, which is 240 bytes at most."""


class FileThere(InputError):
    """There is a file of that name already."""


def file_name(*parts: str) -> str:
    """Make the name of a file, without its ending, that every system takes and none misreads.

    Args:
        parts: As a date and a title; only letters, digits and their accents are taken.
    """
    words = "".join(
        letter if unicodedata.category(letter)[0] in "LMN" else " "
        for letter in clean_line(" ".join(parts))
    )
    name = ""
    for word in words.split():
        longer = f"{name}-{word}" if name else word[:LONGEST_NAME]
        if len(longer) > LONGEST_NAME or len(longer.encode()) > 3 * LONGEST_NAME:
            break
        name = longer
    return name or "article"


def named_file(typed: str, folder: Path) -> Path:
    """Give the file that a person means: ``~`` is their home, a bare name stands in the folder.

    Raises:
        InputError: It is no name of a file.
    """
    text = typed.strip()
    if not text or text != clean_line(text) or text.endswith(("/", os.sep)):
        raise InputError("Type the name of a file.")
    try:
        path = folder / Path(text).expanduser()
        if path.is_dir():
            raise InputError(f"{path} is a folder; type the name of a file in it.")
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError("Type the name of a file.") from error
    return path


def chosen_folder(settings: Settings) -> Path:
    """Give the folder for what is saved: that of the settings, made where it is missing, or home.

    Raises:
        ConfigError: The folder can not be made.
    """
    if not settings.save.folder:
        return Path.home()
    folder = Path.home() / Path(settings.save.folder).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"The folder {folder} of the settings can not be made.") from error
    return folder


@contextlib.contextmanager
def private_file(name: str, text: str) -> Iterator[Path]:
    """Write a text to a file that nobody else can read, and that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="newsreader-") as folder:
        path = Path(folder) / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8", errors="replace")
        yield path


def shown_path(path: Path) -> str:
    """Write a path as people know it, with ``~`` for their home."""
    home = str(Path.home())
    text = str(path)
    return "~" + text.removeprefix(home) if text.startswith(home + os.sep) else text


def save_text(text: str, path: Path, *, replace: bool = False) -> None:
    """Write a text to a file, which appears when it is whole.

    Args:
        text: What to write.
        path: Where.
        replace: A file that is there already is replaced.

    Raises:
        FileThere: There is a file, and it is not to be replaced.
        InputError: The file can not be written; nothing is left of it.
    """
    if not replace and os.path.lexists(path):
        raise _there(path)
    try:
        number, name = tempfile.mkstemp(prefix=".newsreader-", dir=path.parent)
    except OSError as error:
        raise _not_written(path, error) from error
    unfinished = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            unfinished.replace(path)
        else:
            _put_in_place(unfinished, path)
    except FileExistsError as error:
        raise _there(path) from error
    except OSError as error:
        raise _not_written(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _put_in_place(unfinished: Path, path: Path) -> None:
    """Give a file its name, unless another one has it."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        unfinished.rename(path)


def _there(path: Path) -> FileThere:
    return FileThere(f"There is a file {shown_path(path)} already.")


def _not_written(path: Path, error: OSError) -> InputError:
    reason = (error.strerror or str(error)).lower()
    if isinstance(error, FileNotFoundError):
        reason = f"there is no folder {shown_path(path.parent)}"
    return InputError(f"{shown_path(path)} can not be written: {reason}.")
