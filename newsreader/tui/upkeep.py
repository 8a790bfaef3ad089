"""Keeps what is on the screen up to date: refreshes, other processes, counts, what is due."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsreader.services import rules
from newsreader.services.events import ArticlesPrepared, Event, FeedDone
from newsreader.tui import actions, garbage
from newsreader.tui.refreshing import Progress, Refresher
from newsreader.tui.visits import Visits

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen

RELOAD = "reload"
"""Under this name the list is read again beside everything else."""
RELOAD_AFTER = 1.0
"""Seconds in which changes are gathered before the list is read again."""
TELL_AFTER = 0.25
"""Seconds in which a refresh goes on before the bottom line tells how."""
LOOK_EVERY = 2.0
"""Seconds between two looks for what other processes changed."""
DUE_EVERY = 60.0
"""Seconds between two looks for feeds that are due."""
WARM_AFTER = 0.15
"""Seconds after the first list until what fetching needs is loaded."""


class Upkeep:
    """What happens by itself."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self.refresher = Refresher(main.session, self._take)
        self.visits = Visits(main)
        self._progress = ""
        self._reloading = asyncio.Lock()

    def start(self) -> None:
        """Begin to look after things; refresh what is due, where the settings say so."""
        main = self._main
        main.set_interval(LOOK_EVERY, self._look)
        main.set_interval(DUE_EVERY, self._due)
        self.visits.begin()
        main.articles.show_since(self.visits.since)
        main.set_timer(WARM_AFTER, self._warm)
        self._count_moving()

    def _warm(self) -> None:
        """Load what actions, fetching and preparing need beside the screen, not under a key."""
        main = self._main

        def load() -> None:
            actions.load_all()
            import newsreader.net.client
            import newsreader.services.refresh
            import newsreader.tui.widgets.command_line  # noqa: F401 (loading is the aim)

            main.from_thread(main.make_lines)
            main.from_thread(garbage.settle_again)
            if main.session.settings.refresh.on_start:
                main.from_thread(self._due)

        threading.Thread(target=load, name="newsreader-warm", daemon=True).start()

    def _due(self) -> None:
        """Refresh the feeds that are due, unless that is going on; let ages grow."""
        main = self._main
        main.articles.rows_changed()
        self.visits.keep()
        if self.refresher.busy or main.session.library.read_only:
            return
        self.apply_rules()
        if main.session.library.feeds.due(main.session.now()):
            main.refresh_feeds(None, quiet=True)

    def apply_rules(self) -> None:
        """Judge by rules that came, went or ended, and go on where judging was stopped."""
        self._main.beside(self._apply_rules(), instead_of="rules")
        self._main.pages.refresh()

    async def _apply_rules(self) -> None:
        if await rules.catch_up(self._main.session):
            self.reload()

    def _look(self) -> None:
        """Show what another process wrote."""
        if self._main.session.library.changed_elsewhere():
            self.reload_soon()

    # -- a refresh ---------------------------------------------------------------------------------

    async def refresh(
        self, feed_ids: Sequence[int] | None, *, force: bool = False, quiet: bool = False
    ) -> None:
        """Refresh feeds, and say how it went: all of it, or (quiet) only what is new."""
        main = self._main
        main.lists.fetching = main.lists.fetching or feed_ids is None
        if main.articles.row_count == 0:
            main.shelf.open_list()
        try:
            progress = await self.refresher.run(feed_ids, force=force)
        finally:
            self._progress = ""
            main.lists.fetching = main.lists.fetching and feed_ids is not None
            if main.is_running:  # else the program is being left
                main.shelf.show_counts()
        await self._reload()
        if progress.watched:
            self._tell_watched(progress.watched)
        elif progress.new or not quiet:
            self._main.say(progress.outcome(), "error" if self._all_failed(progress) else "plain")

    def _tell_watched(self, lines: Sequence[str]) -> None:
        """Say what came in that the person watches for."""
        sign = f" {self._main.signs.watched} "
        self._main.say(f"{sign.lstrip()}{sign.join(lines)}")
        if self._main.session.settings.watch.bell:
            self._main.app.bell()

    @staticmethod
    def _all_failed(progress: Progress) -> bool:
        return progress.errors > 0 and progress.errors == progress.total

    def _take(self, event: Event, progress: Progress) -> None:
        """Follow an event of a refresh."""
        self._progress = str(progress)
        self._main.gather("progress", TELL_AFTER, self._main.show_side)
        if isinstance(event, FeedDone) and (event.new or event.changed or event.error):
            self.reload_soon()
        elif isinstance(event, ArticlesPrepared):
            self.reload_soon()
            shown = self._main.reader.article
            if shown is not None and shown.id in event.ids:
                self._main.reader.refresh()

    @property
    def progress(self) -> str:
        """How a refresh goes, in a few words; "" where none is running."""
        return self._progress

    # -- reading again -----------------------------------------------------------------------------

    def reload_soon(self) -> None:
        """Read the list and the counts again, once for many changes."""
        self._main.gather(RELOAD, RELOAD_AFTER, self.reload)

    def reload(self) -> None:
        """Read the list and the counts again beside the keys; nothing moves under the eyes."""
        if self._reloading.locked():
            self.reload_soon()
        else:
            self._main.beside(self._reload(), instead_of=RELOAD)

    async def _reload(self) -> None:
        main = self._main
        async with self._reloading:
            await self._read_list()
            await self._read_counts()
        main.pages.refresh()
        main.shelf.show_counts()
        self._count_moving()
        main.shelf.show_notice()
        shown = main.reader.article
        if shown is not None and main.reader.reading is None:
            main.reader.refresh()

    async def _read_list(self) -> None:
        """Read the list again, once more where the person changed it meanwhile."""
        main, taken = self._main, False
        while not taken:
            await main.lists.stored()
            taken = main.articles.take(await asyncio.to_thread(main.articles.rereading()))

    async def _read_counts(self) -> None:
        """Read the counts again, once more where they changed here meanwhile."""
        lists, taken = self._main.lists, False
        while not taken:
            await lists.stored()
            taken = lists.take(await asyncio.to_thread(lists.recounting()))

    def reload_counts(self) -> None:
        """Read the feeds and their counts again."""
        main = self._main
        main.lists.load_feeds()
        main.shelf.show_counts()
        self._count_moving()

    def _count_moving(self) -> None:
        """Count the smart feeds that are searched each time, beside the screen."""
        if any(rule.moves for rule in self._main.lists.rules):
            self._main.beside(self._counted(), instead_of="smart feeds")

    async def _counted(self) -> None:
        main = self._main
        main.lists.count_moving(await asyncio.to_thread(rules.smart_feeds, main.session))
        main.shelf.show_counts()
