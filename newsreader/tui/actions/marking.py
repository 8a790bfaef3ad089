"""Marking: read, unread; and taking back whatever was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from newsreader.core.models import Article
from newsreader.core.query import ListQuery

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.undo import Change


class Marking:
    """Actions that change the state of articles. All can be taken back."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "toggle-read": self._toggle_read,
            "mark-all-read": self._mark_all,
            "mark-everything-read": lambda: self._mark(ListQuery(), "all feeds"),
            "undo": self._undo,
        }

    def mark_opened(self, article: Article) -> None:
        """Mark an article read because it was opened."""
        if not article.read and self._main.session.settings.screen.mark_read_on_open:
            self._set_read([article], read=True)

    def _set_read(self, articles: Sequence[Article], *, read: bool) -> None:
        main = self._main
        changed = [article for article in articles if article.read is not read]
        if not changed:
            return
        main.lists.mark_read([article.id for article in changed], read)
        main.lists.count_unread(changed, -1 if read else 1)
        for article in changed:
            self.show(structs.replace(article, read=read))
        main.shelf.show_counts()

    def show(self, article: Article) -> None:
        """Show an article as it is now, in the list and in the reader."""
        main = self._main
        main.articles.update_article(article)
        if main.reader.article is not None and main.reader.article.id == article.id:
            main.reader.article = article

    def _toggle_read(self) -> None:
        article = self._main.current
        if article is None:
            return
        read = not article.read
        self._set_read([article], read=read)
        title = self.short(article)
        self._main.say(self.undoable(f"Marked {'read' if read else 'unread'}: {title}"))
        self._main.history.add(
            f"{title} is {'unread' if read else 'read'} again",
            lambda: self._take_back([article], read=not read),
        )

    def _take_back(self, articles: Iterable[Article], *, read: bool) -> None:
        main = self._main
        now = [
            main.articles.find(one.id) or structs.replace(one, read=not read) for one in articles
        ]
        self._set_read(now, read=read)

    def _mark_all(self) -> None:
        """Mark the list read; in the tree, what its cursor is on."""
        main = self._main
        node = main.feed_tree.node
        if main.pane == "tree" and node is not None:
            self._mark(ListQuery(node.scope), node.label)
        else:
            self._mark(main.lists.query, main.lists.title())

    def _mark(self, query: ListQuery, name: str) -> None:
        """Mark a list read; it can be taken back from now on, though a long one takes a while."""
        main = self._main
        main.check_writable()
        main.say(f"Marking {name} read{main.signs.ellipsis}")
        articles = main.session.library.articles
        marked: list[int] = []
        change = main.history.add(f"{name} unread as before", lambda: self._unmark(marked))

        def work() -> None:
            marked[:] = articles.mark_all_read(query)

        main.lists.write(
            work,
            lambda _: main.from_thread(lambda: self._marked(marked, name, change)),
            large=True,
        )

    def _marked(self, ids: Sequence[int], name: str, change: Change) -> None:
        main = self._main
        if not main.history.holds(change):  # taken back meanwhile
            return
        if not ids:
            main.history.forget(change)
            main.say(f"Everything in {name} is read already.")
            return
        self._show_read(frozenset(ids), read=True)
        main.upkeep.reload_counts()
        many = f"{len(ids):,} article{'s' if len(ids) > 1 else ''}"
        main.say(self.undoable(f"Marked {many} of {name} read"))

    def _unmark(self, ids: Sequence[int]) -> None:
        """Mark articles unread; the writer has found them by the time that it comes to this."""
        main = self._main
        main.check_writable()
        self._show_read(frozenset(ids), read=False)
        articles = main.session.library.articles
        main.lists.write(
            lambda: articles.mark_read(ids, False),
            lambda _: main.from_thread(lambda: self._unmarked(ids)),
            large=True,
        )

    def _unmarked(self, ids: Sequence[int]) -> None:
        self._show_read(frozenset(ids), read=False)
        self._main.upkeep.reload_counts()

    def _show_read(self, ids: frozenset[int], *, read: bool) -> None:
        main = self._main
        main.articles.update_all(
            lambda article: structs.replace(article, read=read) if article.id in ids else article
        )
        shown = main.reader.article
        if shown is not None and shown.id in ids:
            main.reader.article = structs.replace(shown, read=read)

    def short(self, article: Article) -> str:
        """Name an article in a sentence."""
        return self._main.signs.cut(article.title or article.url, 40)

    def undoable(self, said: str) -> str:
        """Say what was done, and which key takes it back."""
        stop = "" if said.endswith((".", "!", "?", self._main.signs.ellipsis)) else "."
        return f"{said}{stop} {self._main.key('undo')} takes it back."

    def _undo(self) -> None:
        said = self._main.history.undo()
        self._main.say(f"Taken back: {said}." if said else "There is nothing to take back.")
