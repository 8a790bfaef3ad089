"""What the screen looks like, as text, at three sizes."""

from __future__ import annotations

import pytest

from newsreader.feeds.opml import Outline
from newsreader.feeds.packs import Pack
from tests.tui.support import MakeWorld, World, settings

SIZES = {"wide": (200, 50), "middle": (120, 35), "narrow": (80, 24)}
COLOURS = "middle"
"""The size at which colours are compared as well; they are the same at all."""


@pytest.mark.parametrize("size", SIZES)
async def test_list_article_names_tree_and_help(world: World, size: str) -> None:
    async with world.app(SIZES[size]) as see:
        await see.press("j")
        await see.check(f"list-{size}", colours=size == COLOURS)
        await see.press("k", "enter")
        await see.check(f"article-{size}", colours=size == COLOURS)
        await see.press("e")
        await see.check(f"names-{size}", colours=size == COLOURS)
        await see.press("I")
        await see.check(f"why-{size}", colours=False)
        await see.press("escape")
        await see.press("h", "h", "h")
        await see.check(f"tree-{size}", colours=size == COLOURS)
        await see.press("question_mark")
        await see.check(f"help-{size}", colours=size == COLOURS)


@pytest.mark.parametrize("size", SIZES)
async def test_searches_bookmarks_links_and_the_text_alone(world: World, size: str) -> None:
    async with world.app(SIZES[size]) as see:
        await see.press("slash", *"quiet", "enter")
        await see.check(f"search-{size}", colours=size == COLOURS)
        await see.press("escape", "g", "g", "enter", "slash", *"shells", "enter")
        await see.check(f"find-{size}", colours=size == COLOURS)
        await see.press("escape", "f")
        await see.check(f"hints-{size}", colours=size == COLOURS)
        await see.press("escape", "L")
        await see.check(f"links-{size}", colours=size == COLOURS)
        await see.press("escape", "z")
        await see.check(f"zen-{size}", colours=size == COLOURS)
        await see.press("z", "s", "b")
        await see.check(f"bookmarks-{size}", colours=size == COLOURS)
        await see.press("B")
        await see.check(f"note-{size}", colours=size == COLOURS)


@pytest.mark.parametrize("size", SIZES)
async def test_what_lies_over_the_panes(world: World, size: str) -> None:
    feed = next(one for one in world.library.feeds.all() if one.title == "Loose Ends")
    world.library.feeds.record_failure(
        feed.id, now=world.now, error="The server does not answer.", next_fetch=world.now
    )
    async with world.app(SIZES[size]) as see:
        await see.press("h", "h", "h", "G", "exclamation_mark")
        await see.check(f"health-{size}", colours=size == COLOURS)
        await see.press("escape", "comma")
        await see.check(f"feed-settings-{size}", colours=size == COLOURS)
        await see.press("escape", "M")
        await see.check(f"move-{size}", colours=size == COLOURS)
        await see.press("escape", "a", *"field")
        await see.check(f"add-{size}", colours=size == COLOURS)
        await see.press("escape", "escape", "T")
        await see.check(f"themes-{size}", colours=size == COLOURS)
        await see.press("escape", "colon", *"sor")
        await see.check(f"command-line-{size}", colours=size == COLOURS)
        await see.press("escape", "ctrl+p", *"book")
        await see.check(f"palette-{size}", colours=size == COLOURS)


async def test_a_feed_that_fails_says_why_above_its_list(world: World) -> None:
    feed = next(one for one in world.library.feeds.all() if one.title == "Loose Ends")
    world.library.feeds.record_failure(
        feed.id,
        now=world.now,
        error="The server loose-ends.example could not be reached: its name is not known.",
        status=None,
        next_fetch=world.now,
    )
    async with world.app((80, 24)) as see:
        await see.press("h")
        assert "! Loose Ends" in see.text()
        await see.press("G", "enter")
        assert "could not be reached: its name is not known." in " ".join(see.text().split())


@pytest.mark.parametrize("size", SIZES)
async def test_the_welcome(
    make_world: MakeWorld, size: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = tuple(
        Outline(url=f"https://{name}.example", title=name.title()) for name in ("one", "two")
    )
    packs = [Pack(topic, "en", feeds) for topic in ("World", "Science", "Українською")]
    monkeypatch.setattr("newsreader.services.packs.starter_packs", lambda: packs)
    monkeypatch.setattr("newsreader.feeds.newsboat.default_files", lambda: [])
    async with make_world().app(SIZES[size]) as see:
        await see.check(f"welcome-{size}", colours=size == COLOURS)


async def test_plain_ascii(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"ascii": True}))
    world.full(12)
    async with world.app((120, 35)) as see:
        await see.press("s", "enter")
        assert see.text().isascii()


async def test_light_and_dark_show_the_same(world: World) -> None:
    async with world.app((120, 35)) as see:
        await see.press("enter")
        dark = see.text()
        await see.press("t")
        assert see.text() == dark
