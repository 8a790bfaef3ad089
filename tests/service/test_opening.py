"""Addresses reach a browser as one argument, or not at all."""

from __future__ import annotations

import subprocess
import webbrowser
from typing import Any

import pytest

from newsreader.config.settings import Open, Settings
from newsreader.core.errors import InputError
from newsreader.services.opening import browser_command, open_url

URL = "https://example.org/a?b=c&d='e"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect what would be started."""
    calls: list[list[str]] = []

    def popen(command: list[str], **options: Any) -> None:
        assert not options.get("shell")
        calls.append(command)

    monkeypatch.setattr(subprocess, "Popen", popen)
    return calls


def test_the_settings_come_first() -> None:
    own = Settings(open=Open(browser=("firefox", "--new-tab")))
    assert browser_command(own, URL, {"BROWSER": "lynx"}) == ["firefox", "--new-tab", URL]


def test_a_placeholder_says_where_the_address_goes() -> None:
    own = Settings(open=Open(browser=("app", "--url={url}", "--wait")))
    assert browser_command(own, URL, {}) == ["app", f"--url={URL}", "--wait"]


@pytest.mark.parametrize("variable", ["w3m -N", "w3m -N:lynx", "w3m -N %u", "w3m -N %s"])
def test_then_the_environment(variable: str) -> None:
    assert browser_command(Settings(), URL, {"BROWSER": variable}) == ["w3m", "-N", URL]


def test_then_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def remember(url: str) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", remember)
    open_url("https://example.org/", Settings())
    assert opened == ["https://example.org/"]


def test_no_browser_at_all_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    with pytest.raises(InputError, match="No browser was found"):
        open_url("https://example.org/", Settings())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "--version",
        "-P profile",
        "vscode://open",
        "https://",
    ],
)
def test_anything_but_web_and_mail_is_refused(url: str, started: list[list[str]]) -> None:
    with pytest.raises(InputError):
        open_url(url, Settings(open=Open(browser=("true",))))
    assert not started


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/$(touch x)`id`;&|",
        "https://example.org/ --load=evil",
        "https://example.org/\n\x1b]0;x\x07",
        "mailto:me@example.org",
    ],
)
def test_an_address_stays_one_argument_whatever_is_in_it(
    url: str, started: list[list[str]]
) -> None:
    open_url(url, Settings(open=Open(browser=("browser", "{url}"))))
    [[program, argument]] = started
    assert program == "browser"
    assert not argument.startswith("-")
    assert not any(mark.isspace() or mark < " " for mark in argument)


def test_a_browser_that_is_not_there_is_one_sentence() -> None:
    with pytest.raises(InputError, match="can not be started"):
        open_url("https://example.org/", Settings(open=Open(browser=("/nowhere/at-all",))))
