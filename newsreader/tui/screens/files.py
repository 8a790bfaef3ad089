"""Asking for the name of a file; one that is there is replaced only when that is said twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from newsreader.services.files import FileThere, named_file, shown_path
from newsreader.tui.screens.forms import Field, FormScreen


class FileScreen(FormScreen):
    """Asks for a file's name, has the file written, and closes when that worked.

    Args:
        title: What is written.
        folder: Where names without a folder go.
        name: What is suggested.
        write: Given the path, and whether a file that is there is replaced; gives what is said.
        note: What the person should know of the name.
    """

    def __init__(
        self,
        title: str,
        folder: Path,
        name: str,
        write: Callable[[Path, bool], Awaitable[str]],
        note: str = "",
    ) -> None:
        fields = [Field("file", "File", shown_path(folder / name))]
        super().__init__(title, fields, self._attempt_path, note=note, wide=True)
        self._folder = folder
        self._write = write
        self._refused: Path | None = None

    async def _attempt_path(self, answers: dict[str, str]) -> str:
        path = named_file(answers["file"], self._folder)
        try:
            return await self._write(path, path == self._refused)
        except FileThere as error:
            self._refused = path
            raise FileThere(f"{error} Enter again replaces it.") from error
