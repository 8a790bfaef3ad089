"""Who rises: a list of those who are named more than before, each with its days."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.text import sparkline
from newsreader.tui.glyphs import ENTITY_LETTERS

if TYPE_CHECKING:
    from newsreader.services.trends import Rise
    from newsreader.tui.screens.main import MainScreen

_GREETED = 5


class Rising:
    """The action that shows who is in the news."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"trends": self._show}

    async def _show(self) -> None:
        """List who rises in all feeds, or in the folder that is open, to open a page of one."""
        from newsreader.services.trends import BEFORE_DAYS, RECENT_DAYS
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        main = self._main
        scope = main.lists.scope
        folder = str(scope.value) if scope.kind == "folder" else ""
        found = await self._rising(folder)
        where = f" in {folder}" if folder else ""
        if not found:
            main.say(f"Nobody is named more{where} than in the {BEFORE_DAYS} days before.")
            return
        widest = max(len(str(rise.articles)) for rise in found)
        choices = [
            Choice(f"{ENTITY_LETTERS[rise.type]} {rise.name}", self._days(rise, widest))
            for rise in found
        ]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.pages.open(found[index].entity_id)

        title = f"Named more{where} in the last {RECENT_DAYS} days than in the {BEFORE_DAYS} before"
        hint = "Enter opens the page of the name   Esc leaves"
        if main.upkeep.progress:
            hint = f"Articles are still being prepared: this will change   {hint}"
        main.app.push_screen(ChoiceScreen(title, choices, hint=hint), chosen)

    def _days(self, rise: Rise, width: int) -> str:
        """Tell of a rise: its articles day by day, how many there are, and how many as before."""
        line = sparkline(rise.by_day, self._main.signs.levels)
        expected = f"{rise.expected:.1f} expected" if rise.expected else "new"
        return f"{line} {rise.articles:>{width}} articles, {expected}"

    async def words(self) -> str:
        """Say in a few words who rises most; "" where nobody does."""
        names = [rise.name for rise in (await self._rising(""))[:_GREETED]]
        return f"In the news: {', '.join(names)} ({self._main.key('trends')})." if names else ""

    async def _rising(self, folder: str) -> list[Rise]:
        from newsreader.services.trends import rising

        session = self._main.session
        return await asyncio.to_thread(rising, session, session.now(), folder)
