"""What is handed to commands, sites and players: never more than was meant."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsreader.config.paths import Paths
from newsreader.config.settings import Command, Open, Settings
from newsreader.core.document import Document
from newsreader.core.errors import ConfigError, InputError
from newsreader.core.models import Article, Enclosure, Reading
from newsreader.services import commands
from newsreader.services.handing import (
    SHARES,
    enclosure_detail,
    enclosure_name,
    hand,
    needs_text,
    player_command,
    share_address,
    shares,
)
from tests.service.test_commands import script

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ARTICLE = Article(
    id=7,
    title="-x & “y” <z> {url} ../..",
    url="https://one.example/a?b=1&c=2",
    received=NOW,
    sort_time=NOW,
)
READING = Reading(article=ARTICLE, document=Document.from_text("The text."))


def handed(paths: Paths, **values: object) -> tuple[list[str], str | None]:
    command = Command(**values)  # type: ignore[arg-type]
    made = hand(paths, command, ARTICLE, READING if needs_text(command) else None)
    return made.command, made.text


def test_address_and_title_stand_each_in_its_argument(paths: Paths) -> None:
    command, text = handed(paths, command=("x", "{url}", "{title}", "--t={title}"))
    assert command == ["x", ARTICLE.url, f" {ARTICLE.title}", f"--t={ARTICLE.title}"]
    assert text is None


@pytest.mark.parametrize(
    ("format", "begins"),
    [("text", "-x & “y”"), ("markdown", "# -x & “y”"), ("html", "<!DOCTYPE html>"), ("json", "{")],
)
def test_the_article_comes_on_standard_input(paths: Paths, format: str, begins: str) -> None:
    _, text = handed(paths, command=("x",), input=format)
    assert text is not None
    assert text.startswith(begins)
    assert "The text." in text


def test_a_file_is_for_this_person_only_and_stays_a_day(paths: Paths) -> None:
    [_, name], text = handed(paths, command=("x", "{file}"), input="html")
    file = Path(name)
    assert text is None
    assert file.suffix == ".html"
    assert file.parent == paths.cache_dir / "handed"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "The text." in file.read_text()
    os.utime(file, (1, 1))
    [_, other], _ = handed(paths, command=("x", "{file}"))
    assert other.endswith(".md")
    assert not file.exists()


def test_a_script_is_never_made_of_an_article(paths: Paths) -> None:
    with pytest.raises(ConfigError, match=r"\$1"):
        handed(paths, command=("sh", "-c", "cat {file} {title}"))
    assert not (paths.cache_dir / "handed").exists()


def test_what_fails_at_once_is_said(tmp_path: Path) -> None:
    program = script(tmp_path, "sys.exit(4)")
    assert commands.launch([program]) == "program failed with exit code 4."
    program = script(tmp_path, "sys.exit(0 if sys.stdin.read() == 'x' else 1)")
    assert commands.launch([program], "x") == ""


# -- sharing ---------------------------------------------------------------------------------------


def test_values_are_encoded_and_addresses_checked() -> None:
    url = share_address("https://s.example/post?u={url}&t={title}", ARTICLE)
    assert url == (
        "https://s.example/post?u=https%3A%2F%2Fone.example%2Fa%3Fb%3D1%26c%3D2"
        "&t=-x%20%26%20%E2%80%9Cy%E2%80%9D%20%3Cz%3E%20%7Burl%7D%20..%2F.."
    )
    for template in ("file:///{title}", "javascript:{title}", "{title}"):
        with pytest.raises(InputError):
            share_address(template, ARTICLE)


@pytest.mark.parametrize("name", SHARES)
def test_every_usual_way_gives_an_address(name: str) -> None:
    assert "one.example%2Fa%3Fb%3D1%26c%3D2" in share_address(SHARES[name], ARTICLE)


def test_own_ways_come_first_and_may_hide_the_usual() -> None:
    own = Settings(share={"Mine": "https://m.example/{url}", "Reddit": ""})
    assert list(shares(own)) == ["Mine", "Mail", "Bluesky", "Hacker News"]


# -- what can be heard or seen ---------------------------------------------------------------------


def test_an_enclosure_is_named_and_described() -> None:
    file = Enclosure(
        url="https://c.example/x/ep%20one.mp3?a=1", type="audio/mpeg", length=12_345_678
    )
    assert enclosure_name(file) == "ep one.mp3"
    assert enclosure_detail(file) == "audio/mpeg, 12.3 MB"
    assert enclosure_name(Enclosure(url="https://c.example/")) == "c.example"


def test_only_web_addresses_are_played() -> None:
    own = Settings(open=Open(player=("mpv", "--", "{url}")))
    assert player_command(own, "https://c.example/a.mp3") == [
        "mpv",
        "--",
        "https://c.example/a.mp3",
    ]
    assert player_command(Settings(), "https://c.example/a.mp3") == []
    for url in ("file:///etc/passwd", "--script=x", "mailto:a@b.example", "ytdl://x"):
        with pytest.raises(InputError):
            player_command(own, url)
