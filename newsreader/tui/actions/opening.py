"""Opening: articles, the next one, the browser."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from newsreader.core.errors import InputError
from newsreader.core.models import Article, FullText, Reading
from newsreader.tui.facts import notice_of

if TYPE_CHECKING:
    from newsreader.services.other_texts import Shown
    from newsreader.tui.screens.main import MainScreen


class Opening:
    """Actions that bring something before the eyes."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "open": self._open,
            "read-on": self._read_on,
            "next-unread": lambda: self.next_unread(backwards=False),
            "previous-unread": lambda: self.next_unread(backwards=True),
            "next-article": lambda: self._beside(1),
            "previous-article": lambda: self._beside(-1),
            "open-browser": self._browser,
            "full-text": self._full_text,
            "other-text": self._other_text,
            "edits": self._edits,
        }

    def _open(self) -> None:
        main = self._main
        if main.pane == "tree":
            main.shelf.follow_tree()
            main.go_to_pane("list")
            main.leaving.chose_feed()
        elif main.pane == "list":
            article = main.articles.article
            if article is not None:
                self.open(article)
                main.go_to_pane("reader")
        elif main.pane == "names":
            self._open_name()

    def _open_name(self) -> None:
        """Open the page of the name of the cursor; the heading of names left out takes them in."""
        main = self._main
        kind = main.sidebar.type_here
        if kind is not None and main.naming.here is None:
            main.naming.fold(kind)
        else:
            main.pages.open_here()

    def open(self, article: Article) -> None:
        """Open an article: show it, mark it read, prepare it where it is not ready."""
        main = self._main
        main.show_article(article)
        main.reader.opened = True
        main.picturing.look()
        main.marking.mark_opened(article)

    # -- reading on --------------------------------------------------------------------------------

    def _read_on(self) -> None:
        """Page through the article, then open the next unread one."""
        main = self._main
        article = main.articles.article
        shown = main.reader.article
        if shown is None or (main.pane == "list" and article and article.id != shown.id):
            if article is not None:
                self._go_and_open(article)
            return
        if "reader" not in main.shown:
            self._go_and_open(shown)
            return
        if not main.reader.opened:
            self.open(shown)
        if main.view.at_end:
            self.next_unread(backwards=False)
        else:
            main.view.move_page(1)

    def next_unread(self, *, backwards: bool) -> None:
        """Open the next unread article of the list, beginning anew at its end."""
        main = self._main
        here = main.articles.article
        fresh = here is not None and not here.read and not self._is_open(here)
        if here is not None and fresh and not backwards:
            self._go_and_open(here)
            return
        source = main.lists.source()
        found = source.next_unread(here, backwards=backwards)
        again = False
        if found is None and here is not None and not backwards:
            found, again = source.next_unread(None, backwards=False), True
        if found is None or (here is not None and found.id == here.id):
            where = "before this one" if backwards else f"in {main.lists.title()}"
            main.say(f"Nothing unread {where}.")
            return
        main.articles.seek(found)
        self._go_and_open(main.articles.find(found.id) or found)
        if again:
            main.say("From the top again.")

    def _beside(self, step: int) -> None:
        """Open the next article of the list or the one before, whether it was read or not."""
        main = self._main
        before = main.articles.cursor
        main.articles.move(step)
        article = main.articles.article
        if article is None or main.articles.cursor == before:
            end = "last" if step > 0 else "first"
            main.say(f"This is the {end} article of {main.lists.title()}.")
        else:
            self._go_and_open(article)

    def _is_open(self, article: Article) -> bool:
        reader = self._main.reader
        return reader.opened and reader.article is not None and reader.article.id == article.id

    def _go_and_open(self, article: Article) -> None:
        self.open(article)
        if "reader" not in self._main.shown or self._main.pane == "tree":
            self._main.go_to_pane("reader")

    # -- the world outside -------------------------------------------------------------------------

    def _browser(self) -> None:
        article = self._main.current
        if article is None:
            return
        if not article.url:
            raise InputError("This article has no page of its own.")
        self.browse(article.url)
        self._main.marking.mark_opened(article)

    def browse(self, url: str) -> None:
        """Open an address outside."""
        from newsreader.services.opening import open_url

        open_url(url, self._main.session.settings)
        self._main.say(f"Opened in the browser: {url}")

    def _full_text(self) -> None:
        main = self._main
        article = main.current
        if article is None:
            return
        if not article.url:
            raise InputError("This article has no page to fetch.")
        main.show_article(article)
        main.say(f"Fetching the page for its full text{main.signs.ellipsis}")
        main.beside(self._fetch_full_text(article), instead_of="prepare")

    async def _fetch_full_text(self, article: Article) -> None:
        main = self._main
        await main.reader.prepare(article, FullText.ALWAYS)
        reading = main.reader.reading
        if reading is not None and reading.article.id == article.id:
            if reading.article.source == "page":
                main.say("This is the text of the page.")
            else:
                main.say(notice_of(reading.article, main.key("open-browser")), "error")

    # -- another text ------------------------------------------------------------------------------

    def _other_text(self) -> None:
        main = self._main
        main.check_writable()
        reading = main.reader.reading
        if reading is None:
            raise InputError("The text of this article is not here yet.")
        main.say(f"Looking for another text of this article{main.signs.ellipsis}")
        main.beside(self._show_other(reading), instead_of="prepare")

    async def _show_other(self, reading: Reading) -> None:
        from newsreader.services.other_texts import show_other

        main = self._main
        shown = await show_other(main.session, reading)
        main.history.add("the article has the text it had", lambda: self._put_back(shown))
        main.reader.refresh()
        again, undo = main.key("other-text"), main.key("undo")
        main.say(f"{shown.sentence} {again} shows the next, {undo} takes it back.")

    def _put_back(self, shown: Shown) -> None:
        from newsreader.services.other_texts import put_back

        main = self._main
        main.lists.write(
            lambda: put_back(main.session, shown), lambda _: main.from_thread(main.reader.refresh)
        )

    # -- what was changed --------------------------------------------------------------------------

    async def _edits(self) -> None:
        """Show the edits of the article, compared beside the screen."""
        from newsreader.services.edits import edits
        from newsreader.tui.screens.edits import EditsScreen

        main = self._main
        article = main.current
        if article is None:
            return
        found = await asyncio.to_thread(edits, main.session, article.id)
        main.app.push_screen(EditsScreen(found, main.session.now(), main.signs))
