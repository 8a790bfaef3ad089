"""Where the program keeps its files: the platform's own places, or everything under one home."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

APPLICATION = "newsreader"
HOME_VARIABLE = "NEWSREADER_HOME"


class Paths(NamedTuple):
    """The directories of one user. Nothing is made until `create` is called.

    Attributes:
        config_dir: What the person writes: settings.
        data_dir: What must not be lost: the library.
        cache_dir: What can be fetched again: pictures.
        state_dir: What helps to understand a failure: the log.
    """

    config_dir: Path
    data_dir: Path
    cache_dir: Path
    state_dir: Path

    @property
    def config_file(self) -> Path:
        """The settings, in TOML; it need not exist."""
        return self.config_dir / "config.toml"

    @property
    def library_file(self) -> Path:
        """The SQLite database."""
        return self.data_dir / "library.db"

    @property
    def log_file(self) -> Path:
        """Where unexpected failures are recorded."""
        return self.state_dir / "newsreader.log"

    def create(self) -> None:
        """Make the directories, readable by this user alone.

        Raises:
            OSError: A directory can not be made. The caller decides what still works without.
        """
        for directory in (self.config_dir, self.data_dir, self.cache_dir, self.state_dir):
            make_private(directory)


def make_private(directory: Path) -> None:
    """Make a directory with those above it that are missing, all readable by this user alone.

    Raises:
        OSError: One of them can not be made.
    """
    for folder in (*reversed(directory.parents), directory):  # mkdir's own parents get no mode
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)


def resolve_paths(home: Path | str | None = None) -> Paths:
    """Find the directories to use.

    Args:
        home: One directory for everything (``--home``). Without it the environment variable
            ``NEWSREADER_HOME`` counts, and without that the platform's places do.
    """
    chosen = home or os.environ.get(HOME_VARIABLE)
    if chosen:
        root = Path(chosen).expanduser().absolute()
        return Paths(root / "config", root / "data", root / "cache", root / "state")
    from platformdirs import PlatformDirs

    places = PlatformDirs(APPLICATION, appauthor=False)
    return Paths(
        Path(places.user_config_dir),
        Path(places.user_data_dir),
        Path(places.user_cache_dir),
        Path(places.user_state_dir),
    )
