"""Files for the person: whole or not at all, and never over another one without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.config.settings import Save, Settings
from newsreader.core.errors import ConfigError, InputError
from newsreader.services.files import (
    FileThere,
    chosen_folder,
    file_name,
    named_file,
    save_text,
    shown_path,
)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What: a *day*? \"Really\" <no> | a\\b/c", "2026-11-24-What-a-day-Really-no-a-b-c"),
        ("../../etc/passwd", "2026-11-24-etc-passwd"),
        ("...", "2026-11-24"),
        ("CON", "2026-11-24-CON"),
        ("हिन्दी में समाचार", "2026-11-24-हिन्दी-में-समाचार"),
        ("日本語の見出し", "2026-11-24-日本語の見出し"),
    ],
)  # fmt: skip
def test_the_name_of_a_file(title: str, name: str) -> None:
    assert file_name("2026-11-24", title) == name


def test_names_are_never_too_long() -> None:
    for title in ("word " * 100, "x" * 5000, "語" * 5000, "👍" * 300):
        name = file_name("2026-11-24", title)
        assert len(name.encode()) <= 240
        assert Path(name).name == name


def test_a_file_is_never_replaced_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    save_text("one", path)
    with pytest.raises(FileThere, match="already"):
        save_text("two", path)
    assert path.read_text() == "one"
    save_text("two", path, replace=True)
    assert path.read_text() == "two"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_nowhere_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileThere):
        save_text("one", path)
    save_text("one", path, replace=True)
    assert not (tmp_path / "elsewhere").exists()


def test_what_can_not_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no folder"):
        save_text("x", tmp_path / "none" / "a.md")
    assert list(tmp_path.iterdir()) == []


def test_what_a_person_types(tmp_path: Path) -> None:
    assert named_file(" a.md ", tmp_path) == tmp_path / "a.md"
    assert named_file("~/a.md", tmp_path) == Path.home() / "a.md"
    assert named_file("/x/a.md", tmp_path) == Path("/x/a.md")
    for typed in ("", "  ", "a/", str(tmp_path), "a\x00b"):
        with pytest.raises(InputError):
            named_file(typed, tmp_path)


def test_the_folder_of_the_settings_is_made(tmp_path: Path) -> None:
    assert chosen_folder(Settings()) == Path.home()
    folder = tmp_path / "a" / "b"
    assert chosen_folder(Settings(save=Save(folder=str(folder)))) == folder
    assert folder.is_dir()
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError):
        chosen_folder(Settings(save=Save(folder=str(tmp_path / "file" / "x"))))


def test_paths_are_shown_as_people_know_them() -> None:
    assert shown_path(Path.home() / "x" / "a.md") == "~/x/a.md".replace("/", str(Path("/"))[-1])
