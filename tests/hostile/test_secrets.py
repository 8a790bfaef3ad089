"""Passwords stand in no error, log, list or export, and a file that shows them is warned about."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsreader.cli import cli
from newsreader.config.paths import resolve_paths
from newsreader.config.settings import load_settings
from newsreader.core.errors import ConfigError
from newsreader.services import files, logs

ADDRESS = "https://user:sekret@news.example/feed"
EXPOSED = {
    "a password": '[feeds."https://news.example/feed"]\nusername = "u"\npassword = "sekret"\n',
    "a header": '[feeds."https://news.example/feed".headers]\nX-Token = "sekret"\n',
    "a feed's address": f'[feeds."{ADDRESS}"]\nfull_text = "never"\n',
    "a proxy's address": '[network]\nproxy = "http://user:sekret@127.0.0.1:1"\n',
}
HARMLESS = {
    "a variable": '[feeds."https://news.example/feed"]\npassword_env = "A_VARIABLE"\n',
    "a command": '[feeds."https://news.example/feed"]\npassword_command = ["pass", "news"]\n',
    "the keyring": '[feeds."https://news.example/feed"]\npassword_keyring = "news"\n',
    "other settings": "[refresh]\non_start = false\n",
}
BROKEN = (
    f'[feeds."{ADDRESS}"]\npasword = "sekret"\n',
    f'[feeds."{ADDRESS}"]\npassword = ["sekret"]\n',
    f'feeds."{ADDRESS}" = "sekret"\n',
    f'"{ADDRESS}" = 1\n',
    '[feeds."https://news.example/feed"]\npassword = "sekret\n',
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = resolve_paths(tmp_path / "home").config_file
    file.parent.mkdir(parents=True)
    return file


@pytest.mark.parametrize("name", EXPOSED)
def test_a_secret_that_others_can_read_is_warned_about(config: Path, name: str) -> None:
    config.write_text(EXPOSED[name])
    config.chmod(0o644)
    listed, doctor = run("feeds"), run("doctor")
    assert "can be read by others" in listed.stderr
    assert "can be read by others" in doctor.stdout
    assert doctor.exit_code == 1
    assert "sekret" not in listed.output + doctor.output
    config.chmod(0o600)
    assert "can be read by others" not in run("feeds").stderr + run("doctor").stdout


@pytest.mark.parametrize("name", HARMLESS)
def test_settings_without_a_secret_may_be_read(config: Path, name: str) -> None:
    config.write_text(HARMLESS[name])
    config.chmod(0o644)
    assert "can be read by others" not in run("feeds").stderr


@pytest.mark.parametrize("source", BROKEN)
def test_an_error_in_the_settings_shows_no_secret(config: Path, source: str) -> None:
    config.write_text(source)
    with pytest.raises(ConfigError) as caught:
        load_settings(config)
    assert "sekret" not in str(caught.value)


def test_files_are_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "a" / "home"
    monkeypatch.setenv("NEWSREADER_HOME", str(home))
    usual = os.umask(0)
    try:
        assert run("add", "http://user:sekret@127.0.0.1:1/feed").exit_code == 0
        run("refresh", "--force")
        run("backup", str(home / "copy.db"))
        logs.start_log(resolve_paths())
        logging.getLogger().error("Something about http://user:sekret@127.0.0.1:1/feed")
        with files.private_file("note.md", "private") as note:
            assert not note.stat().st_mode & 0o077
    finally:
        os.umask(usual)
    made = list((tmp_path / "a").rglob("*"))
    assert {"home", "library.db", "copy.db", "newsreader.log"} <= {path.name for path in made}
    assert {path.name for path in made if path.stat().st_mode & 0o077} == set()
    assert "sekret" not in resolve_paths().log_file.read_text()


@pytest.mark.parametrize(
    "command",
    [
        ("feeds",),
        ("feeds", "--json"),
        ("export",),
        ("export", "--format", "json"),
        ("refresh", "--force"),
        ("refresh", "--force", "--json"),
        ("doctor",),
        ("doctor", "--json"),
        ("list", "--json"),
        ("refresh", "http://user:sekret@127.0.0.1:1/another"),
        ("remove", "http://user:sekret@127.0.0.1:1/another"),
        ("save", "http://user:sekret@127.0.0.1:1/another"),
        ("clean", "http://user:sekret@127.0.0.1:1/another"),
        ("show", "http://user:sekret@127.0.0.1:1/another"),
        ("import", "http://user:sekret@127.0.0.1:1/another"),
        ("open", "http://user:sekret@127.0.0.1:1/another"),
        ("mark", "--read", "http://user:sekret@127.0.0.1:1/another"),
    ],
)
def test_a_password_in_an_address_is_never_shown(command: tuple[str, ...]) -> None:
    assert "sekret" not in run("add", "http://user:sekret@127.0.0.1:1/feed").output
    assert "sekret" not in run(*command).output
