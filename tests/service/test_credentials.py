"""Secrets come by value, environment or command, and go to their own feed only."""

from __future__ import annotations

import sys

import pytest

from newsreader.config.settings import FeedSettings, Settings
from newsreader.core.errors import ConfigError
from newsreader.services.credentials import access, feed_settings, needs_command

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
    assert needs_command(own, URL)


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
    assert not needs_command(commanded, "https://elsewhere.org/feed", URL)


def test_secrets_go_along_when_a_host_turns_to_https() -> None:
    own = Settings(feeds={"http://example.org/feed": FeedSettings(username="me", password="x")})
    found = access(own, "https://example.org/feed", "http://example.org/feed")
    assert found.auth == ("me", "x")
