"""Pictures that were fetched, as files that can be thrown away at any time."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

MOST_BYTES = 100 * 1024 * 1024
"""How much is kept; what was not looked at for the longest time goes first."""
TIDY_TO = 0.8
"""How much of that stays when it is tidied, so that this is seldom needed."""


class PictureCache:
    """Keeps files by the address that they came from. It fails by forgetting, never by an error.

    Args:
        directory: Where; it is made when there is something to keep, for this user alone.
        most_bytes: How much is kept.
    """

    def __init__(self, directory: Path, most_bytes: int = MOST_BYTES) -> None:
        self._directory = directory
        self._most_bytes = most_bytes

    def get(self, url: str) -> bytes | None:
        """Give what came from an address, None where that is not known any more."""
        path = self._path(url)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it was looked at now
        return content

    def put(self, url: str, content: bytes) -> None:
        """Keep what came from an address; drop the oldest where it gets too much."""
        path = self._path(url)
        part = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(private, "wb") as out:
                    out.write(content)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
            self._tidy()

    def drop(self, url: str) -> None:
        """Forget what came from an address."""
        with contextlib.suppress(OSError):
            self._path(url).unlink(missing_ok=True)

    def _path(self, url: str) -> Path:
        return self._directory / hashlib.sha256(url.encode()).hexdigest()

    def _tidy(self) -> None:
        files = [(entry.stat(), entry.path) for entry in os.scandir(self._directory)]
        total = sum(state.st_size for state, _ in files)
        if total <= self._most_bytes:
            return
        files.sort(key=lambda file: file[0].st_mtime_ns)
        for state, path in files:
            if total <= self._most_bytes * TIDY_TO:
                return
            with contextlib.suppress(OSError):
                Path(path).unlink()
                total -= state.st_size
