"""The list pane and the tree: which list is open, its name and numbers, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from newsreader.core.query import Order, Scope
from newsreader.tui.lists import ORDER_NAMES
from newsreader.tui.painting import safe

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen
    from newsreader.tui.widgets.article_list import Standing
    from newsreader.tui.window import Window


class Shelf:
    """Opens lists."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def open_scope(self, scope: Scope) -> None:
        """Show the list of a feed, a folder, a name, or all; a search ends."""
        main = self._main
        main.pages.forget()
        main.lists.scope = scope
        main.lists.search = ""
        main.finding.show_search("")
        if main.feed_tree.unfold(scope):
            main.lists.save_closed_folders(main.feed_tree.closed)
        main.feed_tree.go_to(scope)
        self.open_list()

    def follow_tree(self) -> None:
        """Show the list of what the cursor of the tree is on."""
        main = self._main
        node = main.feed_tree.node
        if node is not None and node.scope != main.lists.scope and main.pane == "tree":
            self.open_scope(node.scope)

    def open_list(
        self, *, stay: bool = False, at: Standing | None = None, window: Window | None = None
    ) -> None:
        """Read the list anew.

        Args:
            stay: With the cursor on its article, where it was moved; else from the beginning.
            at: Where the cursor stood when the list was left, to go on there.
            window: The rows, where they were read already.

        Raises:
            InputError: The search can not be understood.
        """
        articles = self._main.articles
        at = articles.standing if stay else at
        lists = self._main.lists
        articles.open(lists.listing(), at=at, window=window, counted=not lists.search)
        if not articles.is_counted:
            self._main.finding.count()
        self._main.pages.follow()
        self.show_counts()
        self.show_notice()

    def show_counts(self) -> None:
        """Show names and numbers of the feeds and of the list."""
        main = self._main
        lists = main.lists
        main.feed_tree.show(list(lists.feeds.values()), lists.bookmarks, lists.tags, lists.rules)
        detail = f"  {main.articles.row_count:,}{'' if main.articles.is_counted else '+'}"
        detail += " found" if lists.search else ""
        if lists.query.unread_only:
            detail += "  only unread"
        if lists.order is not Order.NEWEST:
            detail += f"  {ORDER_NAMES[lists.order]}"
        if main.articles.above:
            detail += f"  {main.signs.up} {main.articles.above} new"
        title = Content.assemble((safe(lists.title()), "bold"), detail)
        main.query_one("#list-title", Static).update(title, layout=False)
        main.show_side()

    def show_notice(self) -> None:
        """Say above the list what is wrong with its feed."""
        main = self._main
        notice = main.query_one("#list-notice", Static)
        trouble = main.lists.feed_trouble()
        if trouble:
            trouble += f" {main.key('feed-health')} tells more."
        notice.update(Content(safe(trouble)), layout=bool(trouble))
        notice.display = bool(trouble)
