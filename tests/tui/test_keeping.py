"""Bookmarks on the screen: notes and tags, their own view, files, and the person's command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import App

from newsreader.core.models import Bookmark
from newsreader.core.query import ListQuery, Scope
from newsreader.services.bookmarks import annotate
from newsreader.tui.actions.keeping import suggest_tag
from tests.service.test_commands import script
from tests.tui.support import Driver, MakeWorld, World, settings


def kept(world: World, see: Driver) -> Bookmark:
    bookmark = world.library.bookmarks.get(see.article.id)
    assert bookmark is not None
    return bookmark


def kept_ids(world: World) -> list[int]:
    return [bookmark.article.id for bookmark in world.library.bookmarks.all()]


async def finish(see: Driver) -> None:
    """Wait for what goes on beside everything else."""
    await see.app.workers.wait_for_complete()
    await see.settle()


# -- notes and tags --------------------------------------------------------------------------------


async def test_a_note_and_tags_are_written_shown_and_taken_back(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "B", *"Why now", "tab", *"sea, to read", "ctrl+s")
        await finish(see)
        assert "U takes it back" in see.said
        bookmark = kept(world, see)
        assert (bookmark.note, bookmark.tags) == ("Why now", ("sea", "to read"))
        assert see.article.bookmarked
        assert "★ #sea  #to read" in see.text()
        await see.press("B", *"!", "ctrl+s")
        await finish(see)
        assert kept(world, see).note == "Why now!"
        await see.press("U")
        assert kept(world, see) == bookmark
        await see.press("U")
        assert world.library.bookmarks.get(see.article.id) is None
        assert "#sea" not in see.text()


async def test_a_bookmark_that_is_given_up_comes_back_whole(world: World) -> None:
    async with world.app() as see:
        annotate(world.session, see.article.id, note="One", tags=["two"])
        see.main.upkeep.reload()
        await see.settle()
        await see.press("s")
        assert world.library.bookmarks.get(see.article.id) is None
        await see.press("U")
        assert kept(world, see).note == "One"
        assert see.main.lists.tags == {"two": 1}


def test_the_last_tag_is_completed() -> None:
    tags = ["Sea", "to read"]
    assert suggest_tag(tags, "x, se") == "x, Sea"
    assert suggest_tag(tags, "to") == "to read"
    assert suggest_tag(tags, "x,") is None
    assert suggest_tag(tags, "nothing") is None


@contextmanager
def _given(app: App[None]) -> Iterator[None]:
    """Stand in for the terminal, which a test can not give away."""
    yield


async def test_a_note_is_edited_outside(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = script(
        tmp_path,
        "open(sys.argv[1], 'r+').write('From \\x1b[1moutside\\n')",
    )
    monkeypatch.setattr("newsreader.tui.terminal.given_away", _given)
    monkeypatch.setenv("VISUAL", program)
    async with world.app() as see:
        await see.press("B", "ctrl+e")
        await finish(see)
        await see.press("ctrl+s")
        await finish(see)
        assert kept(world, see).note == "From outside"


async def test_an_editor_that_fails_changes_nothing(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", script(tmp_path, "sys.exit(1)"))
    async with world.app() as see:
        await see.press("B", *"Mine", "ctrl+e")
        await finish(see)
        assert "This terminal can not be given" in see.text()
        monkeypatch.setattr("newsreader.tui.terminal.given_away", _given)
        await see.press("ctrl+e")
        await finish(see)
        assert "exit code 1; nothing was changed" in see.text()
        await see.press("ctrl+s")
        await finish(see)
        assert kept(world, see).note == "Mine"


# -- the view --------------------------------------------------------------------------------------


async def test_bookmarks_show_what_was_written_and_their_tags_are_lists(world: World) -> None:
    ids = [article.id for article in world.library.articles.page(ListQuery(), limit=3)]
    annotate(world.session, ids[0], note="The first\nof all", tags=["sea"])
    annotate(world.session, ids[1], tags=["sea", "night"])
    async with world.app((170, 35)) as see:
        await see.press("b")
        assert "#sea  The first of all" in see.text()
        await see.press("h")
        node = see.main.feed_tree.node
        assert node is not None
        assert node.label == "Bookmarks"
        await see.press("j", "enter")
        assert see.main.lists.scope == Scope("bookmarks", "night")
        assert see.main.lists.title() == "Bookmarks #night"
        assert see.main.articles.row_count == 1
        await see.press("s")
        assert see.main.lists.tags == {"sea": 1}
        assert "No bookmark has this tag any more" in see.text()
        await see.press("U")
        assert see.main.articles.row_count == 1
        await see.press("h", "k", "f")
        assert "#night" not in "\n".join(line[:28] for line in see.lines())
        await see.press("enter", "slash", *"tag:sea", "enter")
        assert see.main.articles.row_count == 2


# -- handing on ------------------------------------------------------------------------------------


async def test_bookmarks_are_exported_and_nothing_is_replaced_unasked(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    world = make_world(settings(save={"folder": str(tmp_path / "out")}))
    world.full(5)
    path = tmp_path / "out" / "bookmarks-2026-11-24.json"
    async with world.app() as see:
        await see.press("E")
        assert see.said == "There are no bookmarks yet. s makes one."
        await see.press("s", "j", "s", "E", "j", "enter")
        await finish(see)
        assert see.said == f"Exported 2 bookmarks to {path}"
        assert len(json.loads(path.read_text())) == 2
        path.write_text("mine")
        await see.press("E", "j", "enter")
        await finish(see)
        assert "Enter again replaces it." in see.text()
        assert path.read_text() == "mine"
        await see.press("enter")
        await finish(see)
        assert len(json.loads(path.read_text())) == 2


async def test_only_the_tag_on_show_is_exported(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world(settings(save={"folder": str(tmp_path)}))
    world.full(5)
    async with world.app() as see:
        annotate(world.session, see.article.id, tags=["sea"])
        await see.press("j", "s")
        see.main.shelf.open_scope(Scope("bookmarks", "sea"))
        await see.press("E", "m", "enter")
        await finish(see)
        assert see.said.startswith("Exported 1 bookmark to ")


async def test_an_article_is_sent_to_the_bookmark_command(
    make_world: MakeWorld, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = script(tmp_path, f"open({str(out)!r}, 'a').write(sys.argv[1] + '\\n')")
    world = make_world(settings(bookmarks={"command": [program], "send": True}))
    world.full(5)
    async with world.app() as see:
        await see.press("ctrl+k")
        await finish(see)
        assert see.said.startswith("Sent to your bookmark command")
        assert not kept_ids(world)
        await see.press("s")
        await finish(see)
        assert kept_ids(world) == [see.article.id]
        assert out.read_text() == f"{see.article.url}\n" * 2
        await see.press("s")
        await finish(see)
        assert out.read_text() == f"{see.article.url}\n" * 2


async def test_without_a_bookmark_command_it_says_where_to_name_one(world: World) -> None:
    async with world.app() as see:
        await see.press("ctrl+k")
        await finish(see)
        assert "No bookmark command is named" in see.said
