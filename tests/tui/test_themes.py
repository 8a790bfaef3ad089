"""Themes: what is written can be read in each of them, and tells itself apart without colours."""

from __future__ import annotations

import os
import pty
import select
import termios
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from newsreader.core.models import EntityType
from newsreader.services.terminal import Terminal, asked_terminal, light_by_answer
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.looks import LOOKS, looks_of
from newsreader.tui.themes import AA, ANSI, DARK, LIGHT, OWN, PAIRS, contrast, palette, readable
from tests.tui.support import MakeWorld, settings

COLOURED = [theme for theme in (*BUILTIN_THEMES.values(), *OWN) if not theme.ansi]
ANY = [*COLOURED, ANSI]


def _name(theme: Theme) -> str:
    return theme.name


@pytest.mark.parametrize("theme", COLOURED, ids=_name)
def test_every_pair_of_colours_passes_wcag_aa(theme: Theme) -> None:
    colours = palette(theme)
    failing = {
        pair: round(found, 2)
        for pair in PAIRS
        if (found := contrast(*(Color.parse(colours[name]) for name in pair))) < AA
    }
    assert failing == {}


@pytest.mark.parametrize("theme", ANY, ids=_name)
def test_every_part_has_its_colours_in_every_theme(theme: Theme) -> None:
    for name in LOOKS:
        assert isinstance(looks_of(theme)[name], Style)


def test_both_themes_define_the_same_colours() -> None:
    assert set(DARK.variables) == set(LIGHT.variables)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable(Color.parse("#ffffff"), [Color.parse("#000000")]).hex == "#FFFFFF"


def test_a_colour_is_moved_away_from_its_background() -> None:
    grey = Color.parse("#808080")
    assert contrast(readable(grey, [Color.parse("#707070")]), Color.parse("#707070")) >= AA
    assert contrast(readable(grey, [Color.parse("#f0f0f0")]), Color.parse("#f0f0f0")) >= AA


def _form(style: Style) -> tuple[bool, ...]:
    """What a style is without its colours."""
    names = ("bold", "dim", "italic", "underline", "underline2", "reverse", "strike")
    return tuple(bool(getattr(style, name)) for name in names)


@pytest.mark.parametrize("theme", ANY, ids=_name)
def test_types_of_entities_differ_without_their_colours(theme: Theme) -> None:
    looks = looks_of(theme)
    forms = {_form(looks[name]) for name in (*(kind.value for kind in EntityType), "link")}
    assert len(forms) == len(EntityType) + 1


def test_a_terminal_of_few_colours_shows_what_stands_out() -> None:
    looks = looks_of(ANSI)
    plain = _form(Style.null())
    for kind in EntityType:
        assert _form(looks[kind.value]) != plain
    for name in ("cursor", "cursor-idle", "hit", "chosen", "selection", "marked"):
        assert _form(looks[name]) != plain
    assert _form(looks["hit"]) != _form(looks["hit-current"])
    assert _form(looks["chosen"]) != _form(looks["chosen-current"])


# -- the terminal's background ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "light"),
    [
        (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62c", True),
        (b"\x1b]11;rgb:1c/1c/1c\x07", False),
        (b"\x1b]11;rgba:f/f/e/f\x07", True),
        (b"\x1b[?62;22c", None),
        (b"\x1b]11;rgb:zz/zz/zz\x07", None),
        (b"", None),
        (b"x" * 100_000 + b"\x1b]11;rgb:ffff/ffff/ffff\x07", None),
    ],
)
def test_the_answer_of_a_terminal_tells_its_background(answer: bytes, light: bool | None) -> None:
    assert light_by_answer(answer) is light


@pytest.mark.parametrize(
    ("value", "light"),
    [("0;15", True), ("15;0", False), ("0;default;7", True), ("", None), ("a;b", None)],
)
def test_the_variable_of_a_terminal_tells_its_background(value: str, light: bool | None) -> None:
    assert Terminal({"COLORFGBG": value}).light is light


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes, dict[str, str]], Asked]]:
    """Ask a terminal that gives an answer; tell what it made of it, and what is left to read."""
    master, end = pty.openpty()

    def asking(answer: bytes, environment: dict[str, str]) -> Asked:
        with os.fdopen(os.dup(end), "rb+", buffering=0) as terminal:
            monkeypatch.setattr("sys.stdin", terminal)
            monkeypatch.setattr("sys.stdout", terminal)
            before = termios.tcgetattr(end)
            os.set_blocking(end, False)
            with asked_terminal(environment) as found:
                os.write(master, answer)
            assert termios.tcgetattr(end) == before
            left = os.read(end, 100) if select.select([end], [], [], 0)[0] else b""
            asked = bool(select.select([master], [], [], 0)[0])
            return Asked(found.light, left, asked)

    yield asking
    os.close(master)
    os.close(end)


class Asked(NamedTuple):
    """What came of asking a terminal."""

    light: bool | None
    left: bytes
    asked: bool


LIGHT_ANSWER = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c"


def test_a_terminal_that_answers_is_followed_and_keys_after_it_stay(
    ask: Callable[[bytes, dict[str, str]], Asked],
) -> None:
    assert ask(LIGHT_ANSWER + b"j\n", {"TERM_PROGRAM": "x"}) == Asked(True, b"j\n", asked=True)


def test_a_terminal_that_says_nothing_is_not_waited_for(
    ask: Callable[[bytes, dict[str, str]], Asked],
) -> None:
    assert ask(b"", {"VTE_VERSION": "1", "COLORFGBG": "0;15"}).light is True


def test_a_terminal_far_away_is_not_asked(ask: Callable[[bytes, dict[str, str]], Asked]) -> None:
    environment = {"TERM_PROGRAM": "x", "SSH_CONNECTION": "10.0.0.1"}
    assert ask(b"", environment) == Asked(None, b"", asked=False)
    assert ask(b"", {}) == Asked(None, b"", asked=False)


@pytest.mark.parametrize(
    ("chosen", "remembered", "light", "shown"),
    [
        ("auto", "", True, LIGHT),
        ("auto", "", False, DARK),
        ("auto", "", None, DARK),
        ("auto", "nord", True, BUILTIN_THEMES["nord"]),
        ("dracula", "nord", True, BUILTIN_THEMES["dracula"]),
        ("no such theme", "", True, LIGHT),
    ],
)
def test_the_first_theme_follows_the_person_then_the_terminal(
    make_world: MakeWorld,
    monkeypatch: pytest.MonkeyPatch,
    chosen: str,
    remembered: str,
    light: bool | None,
    shown: Theme,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    world = make_world(settings(screen={"theme": chosen}))
    world.library.set_state("screen.theme", remembered)
    terminal = Terminal({"COLORFGBG": {True: "0;15", False: "15;0", None: ""}[light]})
    app = NewsreaderApp(world.session, terminal=terminal)
    assert app.current_theme.name == shown.name
