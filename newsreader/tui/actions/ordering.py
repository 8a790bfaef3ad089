"""Feeds in order: their names, their folders, whether they are muted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from newsreader.core.models import Feed
from newsreader.core.query import Scope
from newsreader.tui.widgets.feed_tree import Node

if TYPE_CHECKING:
    from newsreader.tui.screens.main import MainScreen


class Ordering:
    """Actions on the place of feeds in the tree. All can be taken back."""

    def __init__(self, main: MainScreen) -> None:
        self._main = main

    def table(self) -> dict[str, Callable[[], object]]:
        """Give the actions by their ids."""
        return {"rename": self._rename, "move-feed": self._move, "hide-feed": self._hide}

    def _chosen(self) -> tuple[Node, list[Feed]] | None:
        """Give the feed or the folder of the tree's cursor, with its feeds."""
        main = self._main
        node = main.feed_tree.node
        feeds = main.lists.feeds_of(node.scope) if node else []
        if node is None or not feeds:
            main.say("Put the cursor of the tree on a feed or a folder first.")
            return None
        main.check_writable()
        return node, feeds

    def _say(self, said: str | None) -> None:
        if said:
            self._main.say(said)

    def _changed(self) -> None:
        self._main.feeds_changed()
        self._main.articles.reload()

    # -- names -------------------------------------------------------------------------------------

    def _rename(self) -> None:
        from newsreader.tui.screens.forms import Field, FormScreen

        chosen = self._chosen()
        if chosen is None:
            return
        node, _ = chosen
        feed = node.feed
        if feed is not None:
            own, theirs = feed.own_title, feed.feed_title or feed.title
            field = Field("name", "Name", own, hint=f"{theirs} (its own name)")
        else:
            field = Field("name", "Name", node.label)

        async def attempt(given: Mapping[str, str]) -> str:
            if feed is not None:
                return await self._name_feed(feed, given["name"])
            return await self._name_folder(node, given["name"])

        what = "" if feed else "the folder "
        screen = FormScreen(f"Rename {what}{node.label}", [field], attempt)
        self._main.app.push_screen(screen, self._say)

    async def _name_feed(self, feed: Feed, name: str) -> str:
        from newsreader.services import subscriptions

        main = self._main
        session = main.session
        await session.write(lambda: subscriptions.rename(session, feed.id, name))
        self._changed()
        now = main.lists.feeds[feed.id].title
        if now == feed.title:
            return ""
        main.history.add(f"{now} is called {feed.title} again", lambda: self._unname(feed))
        return f"{feed.title} is called {now} now. {main.key('undo')} takes it back."

    def _unname(self, feed: Feed) -> None:
        main = self._main
        store = main.session.library.feeds
        main.lists.write(
            lambda: store.rename(feed.id, feed.own_title),
            lambda _: main.from_thread(self._changed),
        )

    async def _name_folder(self, node: Node, name: str) -> str:
        from newsreader.core.errors import InputError

        if not name.strip("/ "):
            raise InputError("A folder needs a name.")
        return await self._put_folder(node, node.folder.rpartition("/")[0], name)

    # -- folders -----------------------------------------------------------------------------------

    def _move(self) -> None:
        from newsreader.tui.screens.choices import Choice, ChoiceScreen, Offer

        chosen = self._chosen()
        if chosen is None:
            return
        node, _ = chosen
        folders = _all_folders(feed.folder for feed in self._main.lists.feeds.values())
        if node.folder:  # not into itself
            folders = [one for one in folders if not f"{one}/".startswith(f"{node.folder}/")]
        here = node.feed.folder if node.feed else node.folder.rpartition("/")[0]

        async def attempt(index: int, typed: str) -> None:
            target = folders[index] if index < len(folders) else typed
            if node.feed is not None:
                self._say(await self._put_feed(node, node.feed, target))
            else:
                self._say(await self._put_folder(node, target, node.folder.rpartition("/")[2]))

        screen = ChoiceScreen(
            f"Move {node.label} to",
            [Choice(one.replace("/", " / ") or "(no folder)") for one in folders],
            search=True,
            start=folders.index(here),
            placeholder="Words of a folder, or the name of a new one; / parts nested ones",
            offer=lambda typed: Offer(Choice(f"A new folder: {typed}")) if typed else None,
            attempt=attempt,
        )
        self._main.app.push_screen(screen)

    async def _put_feed(self, node: Node, feed: Feed, folder: str) -> str:
        from newsreader.feeds.opml import clean_folder

        folder = clean_folder(folder)
        return await self._put(node, node.scope, {feed.id: folder}, folder)

    async def _put_folder(self, node: Node, above: str, name: str) -> str:
        """Give a folder another path; everything in it goes along."""
        from newsreader.feeds.opml import clean_folder
        from newsreader.services import subscriptions

        folder = clean_folder(f"{above}/{name}")
        places = subscriptions.moved(self._main.lists.feeds.values(), node.folder, folder)
        return await self._put(node, Scope("folder", folder), places, folder)

    async def _put(self, node: Node, scope: Scope, places: Mapping[int, str], folder: str) -> str:
        from newsreader.services import subscriptions

        main = self._main
        before = await main.session.write(lambda: subscriptions.place(main.session, places))
        if before == places:
            return f"{node.label} is there already."
        old = node.folder or next(iter(before.values()))
        self._placed(scope, old, folder)
        main.history.add(
            f"{node.label} is where it was",
            lambda: self._put_back(before, lambda: self._placed(node.scope, folder, old)),
        )
        where = f"to {folder.replace('/', ' / ')}" if folder else "out of its folder"
        return f"Moved {node.label} {where}. {main.key('undo')} takes it back."

    def _put_back(self, before: Mapping[int, str], done: Callable[[], None]) -> None:
        from newsreader.services import subscriptions

        main = self._main
        main.lists.write(
            lambda: subscriptions.place(main.session, before), lambda _: main.from_thread(done)
        )

    def _placed(self, scope: Scope, old: str, folder: str) -> None:
        """Show feeds at their places, with the cursor on what was moved; what was closed stays so.

        Args:
            scope: What was moved, as it is called now.
            old: The folder's path before, or the one that held the feed.
            folder: The same now.
        """
        main, tree = self._main, self._main.feed_tree
        if scope.kind == "folder":
            tree.closed = {
                f"{folder}{one[len(old) :]}" if f"{one}/".startswith(f"{old}/") else one
                for one in tree.closed
            }
            main.lists.save_closed_folders(tree.closed)
        main.feeds_changed()
        main.shelf.open_scope(scope)

    # -- muting ------------------------------------------------------------------------------------

    def _hide(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        node, feeds = chosen
        hidden = not all(feed.hidden for feed in feeds)
        changed = [feed for feed in feeds if feed.hidden is not hidden]
        self._set_hidden(changed, hidden)
        undo = self._main.key("undo")
        if hidden:
            what = f"Muted {node.label}: it is left out of All articles."
        else:
            what = f"{node.label} is in All articles again."
        self._main.say(f"{what} {undo} takes it back.")
        self._main.history.add(
            f"{node.label} is {'no longer muted' if hidden else 'muted again'}",
            lambda: self._set_hidden(changed, not hidden),
        )

    def _set_hidden(self, feeds: Sequence[Feed], hidden: bool) -> None:
        main = self._main
        store = main.session.library.feeds

        def work() -> None:
            for feed in feeds:
                store.set_options(feed.id, hidden=hidden)

        def done() -> None:
            main.feeds_changed()
            main.shelf.open_list(stay=True)  # a list of unread articles would keep those muted

        main.lists.write(work, lambda _: main.from_thread(done))


def _all_folders(used: Iterable[str]) -> list[str]:
    """Give folders with those that hold them, in order; "" is the top."""
    found = {""}
    for folder in used:
        names = folder.split("/")
        found.update("/".join(names[: number + 1]) for number in range(len(names)))
    return sorted(found, key=str.casefold)
