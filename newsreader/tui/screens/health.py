"""How a feed is doing: what is wrong, since when, and what can be done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from newsreader.config.keynames import show_key
from newsreader.core.text import pad
from newsreader.tui.painting import safe
from newsreader.tui.widgets.guard import Guarded

if TYPE_CHECKING:
    from newsreader.services.feed_health import Account

FETCH = "refresh-feed"
"""The action that the screen does itself, so that it can show what came of it."""
_NAMES = 17
"""Cells for the names of facts."""


class Way(NamedTuple):
    """Something that can be done about it.

    Attributes:
        action: The id of the action.
        words: What it does.
        keys: Its keys.
    """

    action: str
    words: str
    keys: tuple[str, ...]


class HealthScreen(Guarded, ModalScreen[str]):
    """Tells how a feed is doing; gives the action that was chosen, "" for none.

    Args:
        title: The feed.
        account: Gives what to tell, as it is now.
        ways: What can be done.
        fetch: Fetches the feed.
        busy: Shown while that is going on.
    """

    def __init__(
        self,
        title: str,
        account: Callable[[], Account],
        ways: Sequence[Way],
        fetch: Callable[[], Awaitable[None]],
        *,
        busy: str,
    ) -> None:
        super().__init__()
        self._title = title
        self._account = account
        self._ways = ways
        self._fetch = fetch
        self._busy = busy

    def compose(self) -> ComposeResult:
        """Make the parts."""
        with Vertical(classes="dialog"):
            yield Static(Content(safe(self._title)), classes="dialog-title")
            with VerticalScroll(can_focus=False, id="health-text"):
                yield Static(id="health-words", markup=False)
                yield Static(id="health-advice", markup=False)
                yield Static(id="health-facts", markup=False)
            yield Static(self._keys(), classes="dialog-keys")

    def _keys(self) -> Content:
        ways = [(show_key(way.keys[0]), way.words) for way in self._ways if way.keys]
        ways.append(("Esc", "leaves"))
        parts = [Content.assemble((key, "bold"), f" {words}") for key, words in ways]
        return Content("   ").join(parts)

    def on_mount(self) -> None:
        """Tell how things are."""
        self._show()

    def _show(self) -> None:
        told = self._account()
        words = self.query_one("#health-words", Static)
        words.update(Content(safe(told.words)))
        words.set_class(told.health in ("failing", "gone"), "error")
        self.query_one("#health-advice", Static).update(Content(safe(told.advice)))
        facts = (f"{pad(name, _NAMES)}{safe(value)}" for name, value in told.facts)
        self.query_one("#health-facts", Static).update(Content("\n".join(facts)))

    def on_key(self, event: events.Key) -> None:
        """Do something about it, scroll, or leave."""
        text = self.query_one(VerticalScroll)
        if event.key in ("escape", "enter", "q"):
            self.dismiss("")
        elif event.key in ("down", "j"):
            text.scroll_down(animate=False)
        elif event.key in ("up", "k"):
            text.scroll_up(animate=False)
        else:
            action = next((way.action for way in self._ways if event.key in way.keys), "")
            if not action:
                return
            self._do(action)
        event.stop()
        event.prevent_default()

    def _do(self, action: str) -> None:
        if action == FETCH:
            self.query_one("#health-words", Static).update(self._busy)
            self._fetch_now()
        else:
            self.dismiss(action)

    @work(exclusive=True, group="health", exit_on_error=False)
    async def _fetch_now(self) -> None:
        try:
            await self._fetch()
        except Exception as error:
            self.report(error)
        self._show()
