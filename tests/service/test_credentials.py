"""Secrets come by value, environment, command or keyring, and go to their own feed only."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from newsreader.cli import cli
from newsreader.config.paths import resolve_paths
from newsreader.config.settings import FeedSettings, Settings, load_settings
from newsreader.core.errors import ConfigError
from newsreader.services import system_keyring
from newsreader.services.credentials import access, feed_settings, takes_time

URL = "https://example.org/private.xml"


def settings(**values: object) -> Settings:
    return Settings(feeds={URL: FeedSettings(**values)})  # type: ignore[arg-type]


def test_a_feed_without_settings_gets_nothing() -> None:
    assert access(Settings(), URL).auth is None
    assert not access(Settings(), URL).headers


def test_a_password_by_value() -> None:
    assert access(settings(username="me", password="secret"), URL).auth == ("me", "secret")


def test_a_password_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_PASSWORD", "from outside")
    found = access(settings(username="me", password_env="FEED_PASSWORD"), URL)
    assert found.auth == ("me", "from outside")


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(ConfigError, match="FEED_PASSWORD, which is not set"):
        access(settings(username="me", password_env="FEED_PASSWORD"), URL)


def test_a_password_from_a_command_is_its_first_line() -> None:
    command = (sys.executable, "-c", "print('first'); print('second')")
    own = settings(username="me", password_command=command)
    assert access(own, URL).auth == ("me", "first")
    assert takes_time(own, URL)


def test_a_command_is_no_shell_line() -> None:
    command = (sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME; echo no")
    assert access(settings(password_command=command), URL).auth == ("", "$HOME; echo no")


def test_a_failing_command_tells_its_code_and_not_its_output() -> None:
    command = (sys.executable, "-c", "print('secret'); raise SystemExit(3)")
    with pytest.raises(ConfigError) as caught:
        access(settings(password_command=command), URL)
    assert "exit code 3" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_command_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match="can not be run"):
        access(settings(password_command=("/nowhere/at-all",)), URL)


class Keyring(ModuleType):
    """Stands for the package of this name: the passwords are in memory."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    keyring = Keyring()
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    return keyring


def test_a_password_is_stored_in_the_keyring_and_read_from_there(
    keyring: Keyring, tmp_path: Path
) -> None:
    def run(typed: str) -> str:
        done = CliRunner().invoke(cli, ["password", URL], input=typed)
        assert "Traceback" not in done.output
        assert "sekret" not in done.output
        return done.output

    assert "password_keyring" in run("sekret\n")
    assert not keyring.held
    file = resolve_paths(tmp_path / "home").config_file
    file.parent.mkdir(parents=True)
    file.write_text(f'[feeds."{URL}"]\nusername = "me"\npassword_keyring = "news"\n')
    assert "no password on stdin" in run("")
    assert "is in the system's keyring" in run("sekret\n")
    assert keyring.held == {("news", "me"): "sekret"}
    loaded = load_settings(file)
    assert takes_time(loaded, URL)
    assert access(loaded, URL).auth == ("me", "sekret")


def raises(name: str) -> Callable[..., str]:
    def fail(*_: str) -> str:
        raise type(name, (Exception,), {})("sekret detail")

    return fail


def hangs(*_: str) -> str:
    forever.wait()
    return ""


forever = threading.Event()


@pytest.mark.parametrize(
    ("get", "sentence"),
    [
        (lambda *_: None, "holds no password of 'me' for 'news'"),
        (raises("NoKeyringError"), "no keyring on this system"),
        (raises("KeyringLocked"), "is locked"),
        (raises("DBusError"), "failed \\(DBusError\\)"),
        (hangs, "gave no answer"),
    ],
)
def test_a_keyring_that_gives_nothing_is_one_sentence(
    keyring: Keyring, monkeypatch: pytest.MonkeyPatch, get: Callable[..., str], sentence: str
) -> None:
    monkeypatch.setattr(system_keyring, "SECONDS", 0.01 if get is hangs else 30)
    monkeypatch.setattr(keyring, "get_password", get)
    with pytest.raises(ConfigError, match=sentence) as caught:
        access(settings(username="me", password_keyring="news"), URL)
    assert "sekret" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_keyring_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigError, match=r"pip install 'newsreader\[keyring\]'"):
        access(settings(username="me", password_keyring="news"), URL)


def test_headers_by_value_environment_and_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEED_TOKEN", "two")
    own = settings(
        headers={"X-One": "one"},
        headers_env={"X-Two": "FEED_TOKEN"},
        headers_command={"X-Three": (sys.executable, "-c", "print('three')")},
    )
    assert access(own, URL).headers == {"X-One": "one", "X-Two": "two", "X-Three": "three"}


def test_a_user_name_in_the_address_is_taken_out_of_it() -> None:
    found = access(Settings(), "https://me:p%40ss@example.org/feed")
    assert found.url == "https://example.org/feed"
    assert found.auth == ("me", "p@ss")


def test_settings_are_found_by_the_first_address_of_a_feed_that_moved() -> None:
    moved = "https://example.org/new.xml"
    assert access(settings(username="me", password="x"), moved, URL).auth == ("me", "x")


def test_settings_are_found_whatever_user_name_the_address_holds() -> None:
    assert feed_settings(settings(username="me"), "https://you@example.org/private.xml").username


def test_no_secret_goes_where_a_feed_moved_to_on_another_origin() -> None:
    own = settings(username="me", password="secret", headers={"X-Token": "secret"})
    for moved in (
        "https://elsewhere.org/feed",
        "http://example.org/new",
        "https://example.org:8443/",
    ):
        found = access(own, moved, URL)
        assert found.auth is None
        assert not found.headers
    commanded = settings(password_command=("/nowhere/at-all",))
    assert not takes_time(commanded, "https://elsewhere.org/feed", URL)


def test_secrets_go_along_when_a_host_turns_to_https() -> None:
    own = Settings(feeds={"http://example.org/feed": FeedSettings(username="me", password="x")})
    found = access(own, "https://example.org/feed", "http://example.org/feed")
    assert found.auth == ("me", "x")
