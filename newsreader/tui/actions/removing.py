"""Removing: feeds and articles, at once and without a question, since it can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from newsreader.core.models import Article, Feed
from newsreader.core.query import Scope

if TYPE_CHECKING:
    from newsreader.library.keeping import Removed
    from newsreader.tui.screens.main import MainScreen


class Removing:
    """Actions that take something away."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"remove-feed": self._unsubscribe, "delete-article": self._delete}

    # -- feeds -------------------------------------------------------------------------------------

    def _unsubscribe(self) -> None:
        main = self._main
        node = main.feed_tree.node
        if node is not None and node.rule is not None:
            main.beside(main.following.end(node.rule))
            return
        feeds = main.lists.feeds_of(node.scope) if node else []
        if node is None or not feeds:
            main.say("Only feeds and folders can be unsubscribed from.")
            return
        many = f"the {_count(len(feeds), 'feed')} of {node.label}"
        self.unsubscribe(feeds, node.label if node.feed else many, node.scope)

    def unsubscribe(self, feeds: Sequence[Feed], name: str, scope: Scope) -> None:
        """Unsubscribe from a feed, or from all feeds of a folder.

        Args:
            feeds: The feeds.
            name: What they are called together.
            scope: Their list.
        """
        main = self._main
        main.check_writable()
        store = main.session.library.feeds
        main.lists.write(
            lambda: [store.remove(feed.id) for feed in feeds],
            lambda gone: main.from_thread(lambda: self._unsubscribed(feeds, name, scope, gone)),
        )

    def _unsubscribed(
        self, feeds: Sequence[Feed], name: str, scope: Scope, gone: Sequence[Removed]
    ) -> None:
        main = self._main
        self._feeds_changed()
        articles = _count(sum(one.articles for one in gone), "article")
        kept = sum(one.bookmarks for one in gone)
        stay = f", {_count(kept, 'bookmark')} {'stays' if kept == 1 else 'stay'}" if kept else ""
        undo = main.key("undo")
        main.say(f"Unsubscribed from {name}: {articles} gone{stay}. {undo} takes it back.")
        main.history.add(f"subscribed to {name} again", lambda: self._bring_back(feeds, scope))

    def _bring_back(self, feeds: Sequence[Feed], scope: Scope) -> None:
        main = self._main
        store = main.session.library.feeds

        def done() -> None:
            self._feeds_changed()
            main.shelf.open_scope(scope)

        main.lists.write(
            lambda: [store.restore(feed.id) for feed in feeds], lambda _: main.from_thread(done)
        )

    def _feeds_changed(self) -> None:
        """Show that feeds came or went; a list that went with its feed gives way to the next.

        Any other is opened anew: a list of unread articles would keep those of feeds that are gone.
        """
        main = self._main
        main.feeds_changed()
        scope = main.lists.scope
        if scope.kind in ("feed", "folder") and not main.lists.feeds_of(scope):
            node = main.feed_tree.node
            main.shelf.open_scope(node.scope if node else Scope.all())
        else:
            main.shelf.open_list(stay=True)

    # -- articles ----------------------------------------------------------------------------------

    def _delete(self) -> None:
        main = self._main
        article = main.current
        if article is None:
            return
        main.check_writable()
        if article.bookmarked:
            main.say(
                f"A bookmark is not deleted; {main.key('bookmark')} takes the bookmark away first."
            )
            return
        articles = main.session.library.articles
        main.lists.write(
            lambda: articles.remove([article.id]),
            lambda gone: main.from_thread(lambda: self._deleted(article, gone)),
        )
        main.articles.take_out(article.id)
        self._show_next(article)

    def _show_next(self, gone: Article) -> None:
        """Where the deleted article was being read, show the one that has its place."""
        main = self._main
        shown = main.reader.article
        if shown is None or shown.id != gone.id:
            return
        following = main.articles.article
        if following is not None:
            main.show_article(following)
            return
        main.reader.clear("newsreader", (main.lists.why_empty(),))
        if main.pane in ("reader", "names"):
            main.go_to_pane("list")

    def _deleted(self, article: Article, gone: Sequence[int]) -> None:
        main = self._main
        main.upkeep.reload_counts()
        if not gone:  # bookmarked or deleted by another process meanwhile
            main.articles.reload()
            return
        title = main.signs.cut(article.title or article.url, 50)
        main.say(main.marking.undoable(f"Deleted: {title}"))
        main.history.add(f"{title} is here again", lambda: self._undelete(article))

    def _undelete(self, article: Article) -> None:
        main = self._main
        articles = main.session.library.articles

        def done() -> None:
            main.upkeep.reload_counts()
            main.articles.reload()
            main.articles.seek(article)

        main.lists.write(lambda: articles.restore([article.id]), lambda _: main.from_thread(done))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
