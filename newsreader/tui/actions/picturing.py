"""Pictures: shown on request or with every article, as far as the terminal can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.document import Image
from newsreader.core.errors import NewsreaderError
from newsreader.tui.render import Slot

if TYPE_CHECKING:
    from newsreader.services.jobs import Picture
    from newsreader.services.pictures import PictureSource
    from newsreader.tui.album import Album
    from newsreader.tui.screens.main import MainScreen

AT_ONCE = 4
"""How many pictures are loaded at the same time."""
GATHER = 0.05
"""Seconds in which pictures that arrive are gathered, before the text is laid out with them."""
GROUP = "pictures"


class Picturing:
    """Shows and hides pictures, and loads those that are near what is on show."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main
        self._article: int | None = None
        self._decided = False
        """Whether it was decided for this article if its pictures are shown."""
        self._source: PictureSource | None = None
        self._arranges = False
        self._turns = asyncio.Semaphore(AT_ONCE)

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"pictures": self._toggle}

    def look(self) -> None:
        """Follow what is on show: another article, another part of it, one that was opened."""
        main = self._main
        article = main.reader.reading.article.id if main.reader.reading else None
        if article != self._article:
            self._turn_to(article)
        always = main.session.settings.screen.pictures == "on"
        if always and main.reader.opened and article is not None and not self._decided:
            self._decided = True
            if self._images() and not self._hindrance():
                self._show()
        album = main.view.album
        if album is not None and album.shown:
            self._load_near(album)

    # -- showing and hiding ------------------------------------------------------------------------

    def _toggle(self) -> None:
        main = self._main
        album = main.view.album
        self._decided = True
        if album is not None and album.shown:
            self._stop()
            album.hide()
            main.view.pictures_changed()
            main.say("The pictures are hidden.")
            return
        images = self._images()
        why_not = self._hindrance()
        if not images or why_not:
            main.say(why_not if images else self._nothing())
            return
        self._show()
        many = "the picture" if len(images) == 1 else f"{len(images)} pictures"
        main.say(f"Showing {many}; {main.key('pictures')} hides {_them(images)}.")

    def _nothing(self) -> str:
        if self._main.reader.reading is None:
            return "Open an article first; its pictures are shown then."
        return "There are no pictures in this article."

    def _hindrance(self) -> str:
        """Say why pictures can not be shown here; "" where they can."""
        from newsreader.services.terminal import HOW_TO_INSTALL, can_draw_pictures

        settings = self._main.session.settings.screen
        if settings.pictures == "off":
            return 'Pictures are switched off: screen.pictures is "off" in the settings.'
        if settings.ascii:
            return "Pictures can not be shown with plain ASCII signs, which the settings ask for."
        if self._main.graphics is None:
            return "Pictures can not be shown here: the terminal has too few colours."
        return "" if can_draw_pictures() else HOW_TO_INSTALL

    def _images(self) -> list[Image]:
        page = self._main.view.page
        if page is None or page.document is None:
            return []
        return [*([page.lead] if page.lead else []), *page.document.images]

    def _show(self) -> None:
        from newsreader.tui.album import Album

        main, view = self._main, self._main.view
        if view.album is None and main.graphics is not None:
            view.album = Album(main.graphics, main.signs)
        assert view.album is not None
        view.album.show(self._images())
        view.pictures_changed()

    def _turn_to(self, article: int | None) -> None:
        self._article, self._decided = article, False
        view = self._main.view
        if view.album is None:
            return
        before = view.album.shown
        self._stop()
        view.album.turn()
        if before:
            view.pictures_changed()

    def _stop(self) -> None:
        self._main.workers.cancel_group(self._main, GROUP)

    # -- loading -----------------------------------------------------------------------------------

    def _load_near(self, album: Album) -> None:
        near = self._main.view.slots_near()
        album.keep(near)
        wanted = album.wanted(near)
        for slot in wanted:
            self._main.run_worker(self._load(album, slot), group=GROUP, exit_on_error=False)
        if wanted:
            self._arrange()

    async def _load(self, album: Album, slot: Slot) -> None:
        async with self._turns:
            try:
                if slot in self._main.view.slots_near():
                    await self._fetch(album, slot)
                else:
                    album.give_up(slot)
            except NewsreaderError as error:
                album.fail(slot, f"Not shown: {error}")
            except Exception as error:
                album.fail(slot, "Not shown.")
                self._main.report(error)
        self._arrange()

    async def _fetch(self, album: Album, slot: Slot) -> None:
        from newsreader.services.pictures import PictureSource
        from newsreader.tui.drawing import draw

        if self._source is None:
            self._source = PictureSource(self._main.session)
        picture: Picture = await self._source.load(
            slot.url, album.box(slot), may_be_private=self._may_be_private()
        )
        seen = picture.columns and picture.rows
        drawing = await asyncio.to_thread(draw, picture, album.graphics) if seen else None
        album.take(slot, picture, drawing)

    def _may_be_private(self) -> bool:
        from newsreader.services.article_page import is_private_feed

        reading = self._main.reader.reading
        return reading is not None and is_private_feed(reading.article.feed_url)

    def _arrange(self) -> None:
        """Lay the text out anew in a moment, for all pictures that come until then."""
        if not self._arranges:
            self._arranges = True
            self._main.delay(GROUP, GATHER, self._arrange_now)

    def _arrange_now(self) -> None:
        self._arranges = False
        self._main.view.pictures_changed()


def _them(images: list[Image]) -> str:
    return "it" if len(images) == 1 else "them"
