"""What is made anew, and what is brought back, leaves what a person gave the library alone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsreader.cli import cli
from newsreader.config.paths import resolve_paths
from newsreader.core.query import ListQuery
from newsreader.services.session import Session
from tests.support.library import feed_with


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose library has five articles: one is read, one bookmarked with a note."""
    session = Session(resolve_paths(tmp_path / "home"))
    feed_with(session.library, 5)
    first, second, *_ = session.library.articles.page(ListQuery(), limit=5)
    session.library.articles.mark_read([first.id], True)
    session.library.bookmarks.add(second.id, note="mine")
    session.close_now()
    return tmp_path / "home"


def state(home: Path) -> tuple[int, int, list[str]]:
    session = Session(resolve_paths(home))
    try:
        library = session.library
        unread = library.articles.count(ListQuery(unread_only=True))
        return unread, len(library.feeds.all()), [one.note for one in library.bookmarks.all()]
    finally:
        session.close_now()


def damage(home: Path, *statements: str) -> None:
    connection = sqlite3.connect(resolve_paths(home).library_file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_wrong_counts_are_found_and_mended(home: Path) -> None:
    damage(home, "UPDATE feeds SET unread = 99", "UPDATE counts SET unread = 77")
    assert run("doctor").exit_code == 1
    mended = run("doctor", "--repair")
    assert mended.exit_code == 0
    assert "mended" in mended.stderr
    assert "the counts of" not in mended.stdout.lower()
    assert state(home) == (4, 1, ["mine"])


def test_a_backup_comes_back_and_what_was_there_is_kept(home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    assert run("backup", str(backup)).exit_code == 0
    assert run("remove", "1").exit_code == 0
    assert state(home)[1] == 0
    restored = run("restore", str(backup))
    assert restored.exit_code == 0
    assert "is kept in" in restored.stdout
    assert state(home) == (4, 1, ["mine"])
    assert len(list(resolve_paths(home).data_dir.glob("*.before-restore-*"))) == 1


@pytest.mark.parametrize("content", [b"", b"no library", b"SQLite format 3\0" + bytes(5000), None])
def test_what_is_no_backup_changes_nothing(
    home: Path, tmp_path: Path, content: bytes | None
) -> None:
    other = tmp_path / "other.db"
    if content is not None:
        other.write_bytes(content)
    refused = run("restore", str(other))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("newsreader: ")
    assert len(refused.stderr.splitlines()) == 1
    assert "next start" not in refused.stderr
    assert [*tmp_path.glob("other.db?*")] == []
    assert state(home) == (4, 1, ["mine"])
