"""What the screen looks like, as text, at three sizes."""

from __future__ import annotations

import pytest

from newsreader.feeds.opml import Outline
from newsreader.feeds.packs import Pack
from tests.tui.support import MakeWorld, World, settings

SIZES = {"wide": (200, 50), "middle": (120, 35), "narrow": (80, 24)}


@pytest.mark.parametrize("size", SIZES)
async def test_list_article_names_tree_and_help(world: World, size: str) -> None:
    async with world.app(SIZES[size]) as see:
        await see.press("j")
        await see.check(f"list-{size}")
        await see.press("k", "enter")
        await see.check(f"article-{size}")
        await see.press("e")
        await see.check(f"names-{size}")
        await see.press("h", "h", "h")
        await see.check(f"tree-{size}")
        await see.press("question_mark")
        await see.check(f"help-{size}")


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
        await see.check(f"welcome-{size}")


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
