"""Browsing: which list is shown, what comes first in it, and how its rows look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from newsreader.core.query import Order, Scope
from newsreader.tui.lists import ORDER_NAMES
from newsreader.tui.widgets.article_list import Density

if TYPE_CHECKING:
    from newsreader.services.session import Session
    from newsreader.tui.screens.main import MainScreen

DENSITY = "screen.density"
_DENSITIES: tuple[Density, ...] = get_args(Density)
_DENSITY_NAMES: dict[Density, str] = {
    "auto": "One line an article where the list is wide, two where it is narrow.",
    "one-line": "One line an article.",
    "two-line": "Two lines an article.",
}


def density_of(session: Session) -> Density:
    """Give how many lines an article takes: what was chosen last, else what the settings say."""
    saved = session.library.get_state(DENSITY)
    known = (density for density in _DENSITIES if density == saved)
    return next(known, session.settings.screen.density)


class Browsing:
    """Actions that choose a list, and change how it is shown."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {
            "show-bookmarks": self._bookmarks,
            "next-feed": lambda: self._next_feed(1),
            "previous-feed": lambda: self._next_feed(-1),
            "whats-new": self._whats_new,
            "only-unread": self._only_unread,
            "sort": self._sort,
            "density": self._density,
        }

    def _bookmarks(self) -> None:
        main = self._main
        kept = Scope("bookmarks", "")
        main.shelf.open_scope(Scope.all() if main.lists.scope == kept else kept)
        main.go_to_pane("list")

    def _next_feed(self, step: int) -> None:
        """Go to the next feed with unread articles, or the one before, in the tree's order."""
        main = self._main
        order = main.feed_tree.in_order()
        inside = set(main.lists.feeds_in_scope()) if main.lists.scope != Scope.all() else set()
        here = [number for number, feed in enumerate(order) if feed.id in inside]
        whole = main.lists.scope.kind == "folder"  # its own feeds come first, going down
        start = -1 if not here else here[0] - (whole and step > 0)
        ahead = order[start + 1 :] if step > 0 else order[: max(start, 0)][::-1]
        behind = order[: start + 1] if step > 0 else []
        found = next((feed for feed in (*ahead, *behind) if feed.unread), None)
        if found is None or found is main.lists.feed:
            where = "No other feed" if step > 0 else "No feed above this one"
            main.say(f"{where} has unread articles.")
            return
        self._go_to(Scope("feed", found.id))
        again = "From the top again: " if found in behind else ""
        main.say(f"{again}{found.title}, {found.unread:,} unread.")

    def _go_to(self, scope: Scope) -> None:
        """Show a list; the tree keeps the keys where it has them."""
        main = self._main
        main.shelf.open_scope(scope)
        if main.pane != "tree":
            main.go_to_pane("list")

    async def _whats_new(self) -> None:
        """List the feeds that have new articles; the chosen one is shown."""
        from newsreader.tui.screens.choices import Choice, ChoiceScreen

        main = self._main
        visits = main.upkeep.visits
        found = await visits.new_by_feed()
        feeds = [main.lists.feeds[number] for number in found if number in main.lists.feeds]
        if not feeds:
            main.say(self._nothing_new(visits.since_words()))
            return
        feeds.sort(key=lambda feed: (-found[feed.id], feed.title.casefold()))
        choices = [
            Choice("All articles", f"{sum(found.values()):,} new"),
            *(Choice(feed.title, f"{found[feed.id]:,} new") for feed in feeds),
        ]
        scopes = [Scope.all(), *(Scope("feed", feed.id) for feed in feeds)]

        def chosen(index: int | None) -> None:
            if index is not None:
                main.shelf.open_scope(scopes[index])
                main.go_to_pane("list")

        title = f"New {visits.since_words()}"
        main.app.push_screen(ChoiceScreen(title, choices, search=len(choices) > 16), chosen)

    def _nothing_new(self, since: str) -> str:
        if since:
            return f"Nothing unread is new {since}."
        key = self._main.key("whats-new")
        return f"This is your first visit; from the next one on, {key} lists what came since."

    def _only_unread(self) -> None:
        main = self._main
        only = main.lists.toggle_only_unread()
        main.shelf.open_list(stay=True)
        main.say("Only what is unread is shown." if only else "Everything is shown.")

    def _sort(self) -> None:
        lists = self._main.lists
        self.sort(lists.orders[(lists.orders.index(lists.order) + 1) % len(lists.orders)])

    def sort(self, order: Order) -> None:
        """Show the list in another order."""
        main = self._main
        main.lists.set_order(order)
        main.shelf.open_list(stay=True)
        main.say(f"{main.lists.title()}: {ORDER_NAMES[order]}.")

    def _density(self) -> None:
        main = self._main
        at = _DENSITIES.index(main.articles.density)
        density = _DENSITIES[(at + 1) % len(_DENSITIES)]
        main.articles.set_density(density)
        main.lists.remember(DENSITY, density)
        main.say(_DENSITY_NAMES[density])
