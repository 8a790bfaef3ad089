"""An article handed to the world outside, by the actions' ids and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App

from newsreader.core.models import Enclosure, ParsedEntry
from newsreader.tui.screens.choices import letters
from newsreader.tui.screens.output import OutputScreen
from tests.service.test_commands import script
from tests.tui.support import Driver, MakeWorld, World, settings


async def finish(see: Driver) -> None:
    """Wait for what goes on beside everything else."""
    await see.app.workers.wait_for_complete()
    await see.settle()


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand in for the terminal, which a test can not give away; tells how often it was asked."""
    times: list[str] = []

    @contextmanager
    def given_away(app: App[None]) -> Iterator[None]:
        times.append("given")
        yield

    monkeypatch.setattr("newsreader.tui.terminal.given_away", given_away)
    return times


# -- pipe ------------------------------------------------------------------------------------------


async def test_an_article_is_piped_and_the_output_shown(world: World, tmp_path: Path) -> None:
    program = script(tmp_path, "print(sys.argv[1:], len(sys.stdin.read().split()) > 100)")
    async with world.app() as see:
        await see.press("j", "vertical_line", *f"{program} '[/x] a'", "tab", "right", "enter")
        await finish(see)
        assert isinstance(see.app.screen, OutputScreen)
        assert "['[/x] a'] True" in see.text()
        await see.press("y")
        assert see.app.clipboard == "['[/x] a'] True"
        await see.press("escape", "vertical_line")
        assert "< Markdown >" in see.text()
        assert "program '[/x] a'" in see.text()
        await see.press("escape")
        assert not see.article.read


async def test_what_goes_wrong_is_said_in_the_form(world: World, tmp_path: Path) -> None:
    program = script(tmp_path, "sys.exit('no network')")
    async with world.app() as see:
        await see.press("vertical_line", *"'x", "enter")
        await finish(see)
        assert "A quote in this command is not closed." in see.text()
        await see.press("ctrl+a", "ctrl+k", *program, "enter")
        await finish(see)
        assert "program failed with exit code 1: no network" in see.text()


async def test_a_command_may_have_the_terminal(
    world: World, tmp_path: Path, given: list[str]
) -> None:
    out = tmp_path / "out"
    program = script(tmp_path, f"open({str(out)!r}, 'w').write(sys.stdin.read())")
    async with world.app() as see:
        await see.press("vertical_line", *program, "tab", "left", "tab", "right", "enter")
        await finish(see)
        assert given == ["given"]
        assert json.loads(out.read_text())["title"] == see.article.title


# -- commands of the settings ----------------------------------------------------------------------


async def test_an_article_is_opened_with_a_command_of_the_settings(
    make_world: MakeWorld, tmp_path: Path, given: list[str]
) -> None:
    out = tmp_path / "out"
    program = script(tmp_path, f"open({str(out)!r}, 'a').write(' '.join(sys.argv[1:]) + '\\n')")
    shown = script(tmp_path / "x", "print(sys.stdin.read())")
    commands = {
        "alone": {"command": [program, "alone", "{url}"]},
        "terminal": {"command": [program, "terminal", "{title}"], "terminal": True},
        "shown": {"command": [shown], "input": "text", "output": True},
        "script": {"command": ["sh", "-c", "echo {title}"]},
    }
    world = make_world(settings(open={"commands": commands}))
    world.full(5)
    async with world.app() as see:
        article = see.article
        await see.press("O", "a")
        await finish(see)
        await see.press("O", "t")
        await finish(see)
        assert out.read_text() == f"alone {article.url}\nterminal {article.title}\n"
        assert given == ["given"]
        await see.press("O", "s")
        await finish(see)
        assert "Volodymyr Zelensky" in see.text()
        await see.press("q", "O", "c")
        await finish(see)
        assert "can not be put into a script for sh" in see.said


async def test_without_commands_it_says_where_to_name_them(world: World) -> None:
    async with world.app() as see:
        await see.press("O")
        assert "[open.commands.NAME]" in see.said


def test_every_choice_gets_a_letter_of_its_own() -> None:
    assert letters(["Mail", "Mastodon", "quick", "ma", "日本"]) == ["m", "a", "u", "", ""]


# -- the pager and files ---------------------------------------------------------------------------


async def test_the_pager_gets_the_text(
    world: World, tmp_path: Path, given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    program = script(tmp_path, f"open({str(out)!r}, 'w').write(sys.stdin.read())")
    monkeypatch.setenv("PAGER", program)
    async with world.app() as see:
        await see.press("V")
        await finish(see)
        assert out.read_text().startswith("Ukraine says North Korean shells")
        assert given == ["given"]
        assert max(map(len, out.read_text().splitlines()[:3])) <= see.main.view.line_length


async def test_an_article_is_saved_in_the_format_of_its_ending(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(settings(save={"folder": str(tmp_path / "kept")}))
    world.article(world.feed("Feed"), "../../etc/passwd: a \x1b[1mstory?")
    async with world.app() as see:
        await see.press("ctrl+s", "enter")
        await finish(see)
        [file] = (tmp_path / "kept").iterdir()
        assert file.name == "2026-11-24-etc-passwd-a-story.md"
        assert see.said == f"Saved as {file}"
        await see.press("ctrl+s", "backspace", *"x", "enter")
        await finish(see)
        assert "The name ends with one of .md, .html, .txt, .json." in see.text()
        await see.press(*["backspace"] * 2, *"html", "enter")
        await finish(see)
        assert file.with_suffix(".html").read_text().startswith("<!DOCTYPE html>")
        await see.press("ctrl+s", "enter")
        await finish(see)
        assert "already. Enter again replaces it." in see.text()


# -- sharing and playing ---------------------------------------------------------------------------


async def test_an_article_is_shared(make_world: MakeWorld, browsed: list[str]) -> None:
    world = make_world(settings(share={"Mine": "https://m.example/?u={url}"}))
    world.full(3)
    async with world.app() as see:
        await see.press("w", "m")
        assert see.said.startswith("Shared through Mine:")
        await see.press("w", "a")
        assert browsed[0].startswith("https://m.example/?u=https%3A%2F%2Fexample.org%2F")
        assert browsed[1].startswith("mailto:?subject=Ukraine%20says")


def with_enclosures(world: World, *urls: str) -> None:
    """Store an article with files."""
    entry = ParsedEntry(
        guid="e",
        title="Episode",
        link="https://example.org/e",
        published=world.now,
        enclosures=tuple(Enclosure(url=url, type="audio/mpeg", length=5_000_000) for url in urls),
    )
    feed = world.feed("Pod")
    world.library.articles.store_entries(feed, [entry], ["e"], ["e"], now=world.now)


async def test_one_enclosure_plays_at_once(make_world: MakeWorld, tmp_path: Path) -> None:
    out = tmp_path / "out"
    program = script(tmp_path, f"open({str(out)!r}, 'w').write(sys.argv[1])")
    world = make_world(settings(open={"player": [program]}))
    with_enclosures(world, "https://example.org/one.mp3")
    async with world.app() as see:
        await see.press("P")
        await finish(see)
        assert out.read_text() == "https://example.org/one.mp3"
        assert see.said == "Playing: one.mp3"
        assert not see.article.read


async def test_of_several_enclosures_one_is_chosen(
    make_world: MakeWorld, browsed: list[str]
) -> None:
    world = make_world()
    with_enclosures(world, "https://example.org/one.mp3", "https://example.org/two.mp3")
    async with world.app() as see:
        await see.press("P")
        assert "audio/mpeg, 5.0 MB" in see.text()
        await see.press("2", "enter")
        await finish(see)
        assert browsed == ["https://example.org/two.mp3"]


async def test_nothing_to_play(world: World) -> None:
    async with world.app() as see:
        await see.press("P")
        assert see.said == "Nothing to play comes with this article."
