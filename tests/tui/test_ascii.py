"""A terminal of ASCII only: whatever is opened, everything that is drawn can be shown there."""

from __future__ import annotations

from collections.abc import Coroutine

import pytest

from newsreader.tui.screens.main import MainScreen
from tests.tui.support import Driver, MakeWorld, World, settings

OPENING = {
    "list": (
        "help", "palette", "command-line", "themes", "add-feed", "sort", "edit-bookmark", "share",
        "whats-new", "search", "show-bookmarks",
    ),
    "reader": ("links", "link-hints", "search", "zen"),
    "tree": ("feed-settings", "rename", "move-feed", "feed-health", "remove-feed"),
}  # fmt: skip
"""Actions that bring something else on the screen, by the pane where they do."""


@pytest.fixture
def plain(make_world: MakeWorld) -> World:
    world = make_world(settings(screen={"ascii": True}))
    world.full(12)
    return world


def _strange(see: Driver) -> set[str]:
    return {sign for sign in see.raw() if not sign.isascii()}


async def test_every_view_is_drawn_in_ascii(plain: World) -> None:
    async with plain.app((160, 45)) as see:
        await see.press("s", "enter")
        assert _strange(see) == set()
        for pane, actions in OPENING.items():
            for action in actions:
                see.main.go_to_pane(pane)  # type: ignore[arg-type]
                await see.act(action)
                assert _strange(see) == set(), (action, pane)
                await see.press("escape")


async def test_what_is_waited_for_is_said_in_ascii(
    plain: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: MainScreen, work: Coroutine[object, None, None], **_: str) -> None:
        work.close()

    monkeypatch.setattr(MainScreen, "beside", never)
    plain.article(plain.feed("Slow"), "Not ready yet", minutes=-5, ready=False)
    async with plain.app((160, 45)) as see:
        await see.press("enter")
        assert "Preparing the text~" in see.text()
        assert _strange(see) == set()


async def test_one_pane_is_drawn_in_ascii(plain: World) -> None:
    async with plain.app((80, 24)) as see:
        for pane in ("list", "reader", "names", "tree"):
            see.main.go_to_pane(pane)
            await see.settle()
            assert _strange(see) == set(), pane


async def test_the_welcome_is_drawn_in_ascii(
    make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.services.packs.starter_packs", lambda: [])
    async with make_world(settings(screen={"ascii": True})).app((80, 24)) as see:
        assert _strange(see) == set()
