"""What the list pane shows: a scope of the library, filtered and searched, kept up to date."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from msgspec import structs

from newsreader.core.errors import NewsreaderError
from newsreader.core.models import Article, EntityType, Feed, FeedStatus, Rule
from newsreader.core.query import ListQuery, Order, PageKey, Scope
from newsreader.tui.article_rows import Remarks
from newsreader.tui.widgets.article_list import Listing, Piece

if TYPE_CHECKING:
    from newsreader.library import Library
    from newsreader.services.session import Session

T = TypeVar("T")

CLOSED_FOLDERS = "screen.closed_folders"
ONLY_UNREAD = "screen.only_unread"
ORDERS = "screen.orders"
ORDER_NAMES = {
    Order.NEWEST: "newest first",
    Order.OLDEST: "oldest first",
    Order.KEPT: "last kept first",
    Order.TITLE: "by title",
}
"""What each order is called."""


class Overlay:
    """Changes that are on their way to the library, laid over what is read from it meanwhile."""

    def __init__(self) -> None:
        self._read: dict[int, bool] = {}
        self._bookmarked: dict[int, bool] = {}

    def set_read(self, ids: Iterable[int], read: bool) -> None:
        """Show articles as read or unread."""
        self._read.update(dict.fromkeys(ids, read))

    def set_bookmarked(self, article_id: int, bookmarked: bool) -> None:
        """Show an article as bookmarked or not."""
        self._bookmarked[article_id] = bookmarked

    def written(self, ids: Iterable[int]) -> None:
        """Forget changes that the library holds now."""
        for article_id in ids:
            self._read.pop(article_id, None)
            self._bookmarked.pop(article_id, None)

    def over(self, article: Article) -> Article:
        """Give an article with its changes."""
        read = self._read.get(article.id, article.read)
        bookmarked = self._bookmarked.get(article.id, article.bookmarked)
        if (read, bookmarked) == (article.read, article.bookmarked):
            return article
        return structs.replace(article, read=read, bookmarked=bookmarked)


class LibrarySource:
    """The articles of one query, with changes under way laid over them."""

    def __init__(self, library: Library, query: ListQuery, overlay: Overlay) -> None:
        self._articles = library.articles
        self._overlay = overlay
        self.query = query

    @property
    def order(self) -> Order:
        """What comes first."""
        return self.query.order

    def count(self) -> int:
        """Give the number of rows."""
        return self._articles.count(self.query)

    def page(
        self, *, after: PageKey | None = None, before: PageKey | None = None, limit: int
    ) -> Sequence[Article]:
        """Give rows in order, as `newsreader.tui.window.Source` says."""
        rows = self._articles.page(self.query, after=after, before=before, limit=limit)
        return [self._overlay.over(article) for article in rows]

    def key_at(self, index: int, total: int) -> PageKey | None:
        """Give the key of a row, of so many."""
        return self._articles.key_at(self.query, index, total=total)

    def count_above(self, key: PageKey) -> int:
        """Count the rows before a key."""
        return self._articles.count_above(self.query, key)

    def index_of(self, article_id: int) -> int | None:
        """Give the number of an article's row."""
        return self._articles.index_of(self.query, article_id)

    def next_unread(self, after: Article | None, *, backwards: bool) -> Article | None:
        """Give the next unread article after one, or the first."""
        key = self.order.key(after) if after is not None else None
        found = self._articles.next_unread(self.query, key, backwards=backwards)
        while found is not None and self._overlay.over(found).read:
            key = self.order.key(found)
            found = self._articles.next_unread(self.query, key, backwards=backwards)
        return found


class Counts(NamedTuple):
    """The feeds with what is unread in them, and all else that stands in the tree.

    Attributes:
        changes: After how many of them it was read, as `Lists` counts them.
        tags: The tags of bookmarks, each with how many have it.
        rules: Whom the person follows, and the smart feeds.
    """

    changes: int
    feeds: dict[int, Feed]
    bookmarks: int
    tags: dict[str, int]
    rules: list[Rule]


class Lists:
    """Knows the feeds, the chosen scope, the filter and the search; writes changes of state.

    Args:
        session: Whose library is shown and changed.
        report: Told of failures in the background; called on any thread.
        key: Gives the key of an action, for sentences.
    """

    def __init__(
        self,
        session: Session,
        report: Callable[[Exception], None],
        key: Callable[[str], str],
    ) -> None:
        self._session = session
        self.library = library = session.library
        self.overlay = Overlay()
        self.scope = Scope.all()
        self.search = ""
        self.only_unread = library.get_state(ONLY_UNREAD) == "1"
        self.only_unread_named = False
        """The same for the articles that name somebody; each page begins with all of them."""
        self.named_as = ""
        """What that one is called now, "" where it is called as the scope says."""
        self._orders = self._load_orders()
        self.feeds: dict[int, Feed] = {}
        self.bookmarks = 0
        self.tags: dict[str, int] = {}
        """The tags of bookmarks, each with how many have it."""
        self.rules: list[Rule] = []
        """Whom the person follows, and the smart feeds."""
        self._changes = 0
        self.fetching = False
        """Whether all feeds are being refreshed."""
        self._report = report
        self._key = key
        self.load_feeds()

    # -- feeds -------------------------------------------------------------------------------------

    def load_feeds(self) -> None:
        """Read the feeds with their counts, and the number of bookmarks with their tags."""
        self.take(self.recounting()())

    def recounting(self) -> Callable[[], Counts]:
        """Give what reads the same, on any thread; what it gives is for `take`."""
        library, changes = self.library, self._changes

        def read() -> Counts:
            feeds = {feed.id: feed for feed in library.feeds.all()}
            bookmarks = library.articles.count(ListQuery(Scope("bookmarks", "")))
            return Counts(
                changes, feeds, bookmarks, library.bookmarks.tags(), library.rules.listed()
            )

        return read

    def take(self, counts: Counts) -> bool:
        """Show what was read; False where something was counted here meanwhile."""
        if counts.changes != self._changes:
            return False
        self._changes += 1
        self.feeds, self.bookmarks, self.tags = counts.feeds, counts.bookmarks, counts.tags
        counted = {rule.id: rule for rule in self.rules if rule.moves}
        self.rules = [counted.get(rule.id, rule) for rule in counts.rules]
        return True

    def count_moving(self, counted: Iterable[Rule]) -> None:
        """Take the counts of smart feeds that are searched each time."""
        now = {rule.id: rule for rule in counted if rule.moves}
        self.rules = [now.get(rule.id, rule) for rule in self.rules]

    def count_unread(self, articles: Iterable[Article], step: int) -> None:
        """Change the counts of the feeds of articles, without asking the library."""
        self._changes += 1
        for article in articles:
            feed = self.feeds.get(article.feed_id) if article.feed_id is not None else None
            if feed is not None:
                unread = max(0, feed.unread + step)
                self.feeds[feed.id] = structs.replace(feed, unread=unread)

    @property
    def unread(self) -> int:
        """How many articles of all feeds are unread."""
        return sum(feed.unread for feed in self.feeds.values() if not feed.hidden)

    @property
    def feed(self) -> Feed | None:
        """The feed whose list is shown, where it is a feed's."""
        return self.feeds.get(int(self.scope.value)) if self.scope.kind == "feed" else None

    def feeds_of(self, scope: Scope) -> list[Feed]:
        """Give the feed of a list, or those of its folder; of any other list, none."""
        match scope.kind:
            case "feed":
                return [feed for feed in self.feeds.values() if feed.id == scope.value]
            case "folder":
                inside = f"{scope.value}/"
                return [f for f in self.feeds.values() if f"{f.folder}/".startswith(inside)]
        return []

    def feeds_in_scope(self) -> list[int]:
        """Give the feeds that the list is made of, for a refresh."""
        if self.scope.kind in ("feed", "folder"):
            return [feed.id for feed in self.feeds_of(self.scope)]
        return list(self.feeds)

    def load_closed_folders(self) -> set[str]:
        """Give the folders that were closed when the program was left."""
        with contextlib.suppress(msgspec.DecodeError, ValueError):
            saved = self.library.get_state(CLOSED_FOLDERS, "[]")
            return set(msgspec.json.decode(saved, type=list[str]))
        return set()

    def save_closed_folders(self, closed: Iterable[str]) -> None:
        """Remember the closed folders."""
        value = msgspec.json.encode(sorted(closed)).decode()
        self.remember(CLOSED_FOLDERS, value)

    # -- the list ----------------------------------------------------------------------------------

    @property
    def query(self) -> ListQuery:
        """What the list asks the library for."""
        wanted = self.only_unread_named if self.is_named else self.only_unread
        unread = wanted and not self.is_kept and not self.search
        scope = Scope.all() if self.search and self.scope.kind != "bookmarks" else self.scope
        return ListQuery(scope, unread_only=unread, query=self.search, order=self.order)

    @property
    def _kind(self) -> str:
        """The kind of list that an order is kept for."""
        if self.scope.kind == "bookmarks":
            return "bookmarks"
        return "search" if self.search else self.scope.kind

    @property
    def order(self) -> Order:
        """What comes first in the list."""
        return self._orders.get(self._kind, Order.NEWEST)

    @property
    def orders(self) -> list[Order]:
        """The orders that this kind of list can have."""
        return [one for one in Order if one.by_age or self._kind == "bookmarks"]

    def set_order(self, order: Order) -> None:
        """Change the order of this kind of list."""
        self._orders[self._kind] = order
        self.remember(ORDERS, msgspec.json.encode(self._orders).decode())

    def _load_orders(self) -> dict[str, Order]:
        saved: dict[str, Order] = {}
        with contextlib.suppress(msgspec.DecodeError, ValueError):
            saved = msgspec.json.decode(self.library.get_state(ORDERS, "{}"), type=dict[str, Order])
        return {kind: order for kind, order in saved.items() if order.by_age or kind == "bookmarks"}

    def source(self) -> LibrarySource:
        """Give the rows of the list."""
        return LibrarySource(self.library, self.query, self.overlay)

    def listing(self) -> Listing:
        """Give what the list shows.

        Raises:
            InputError: The search can not be understood.
        """
        query = self.query
        found = None
        if self.search:
            from newsreader.library.search import highlight

            found = highlight(self.search)
        return Listing(
            source=LibrarySource(self.library, query, self.overlay),
            keep=query.unread_only,
            ruled=not self.search and self.scope.kind != "bookmarks" and query.order.by_age,
            with_feed=query.scope.kind != "feed",
            empty=self.why_empty(),
            found=found,
            pieces=self._pieces_found if found else self._pieces,
            mark=self._named[0] if query.scope.kind == "entity" else "hit" if found else "tag",
        )

    @property
    def _pieces(self) -> Callable[[Sequence[int]], Mapping[int, Piece]] | None:
        """What gives the lines below the titles of a list that is no search."""
        return self._remarks if self.is_kept else self._sentences if self.is_named else None

    def _pieces_found(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        return self.library.search.snippets(ids, self.search)

    def _remarks(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Give what the person wrote to bookmarks."""
        remarks = self.library.bookmarks.remarks(ids)
        return {number: Remarks.of(one.note, one.tags) for number, one in remarks.items()}

    def _sentences(self, ids: Sequence[int]) -> Mapping[int, Piece]:
        """Give the sentences that name whom the list is about."""
        from newsreader.services.passages import sentences

        kind, name = self._named
        name_id = self.library.entities.name_id(name, EntityType(kind))
        return {} if name_id is None else sentences(self._session, name_id, ids)

    @property
    def _named(self) -> tuple[str, str]:
        """The type and the name of whom the list is about."""
        kind, _, name = str(self.scope.value).partition(":")
        return kind, name

    @property
    def is_named(self) -> bool:
        """Whether the list shows the articles that name somebody."""
        return self.scope.kind == "entity" and not self.search

    @property
    def is_kept(self) -> bool:
        """Whether the list shows bookmarks."""
        return self.scope.kind == "bookmarks"

    def toggle_only_unread(self) -> bool:
        """Show only what is unread, or everything; give which."""
        if self.is_named:
            self.only_unread_named = not self.only_unread_named
            return self.only_unread_named
        self.only_unread = not self.only_unread
        self.remember(ONLY_UNREAD, "1" if self.only_unread else "")
        return self.only_unread

    def title(self) -> str:
        """Name the list."""
        if self.search:
            return f"Search in b{self._kept()[1:]}" if self.is_kept else "Search"
        match self.scope.kind:
            case "bookmarks":
                return self._kept()
            case "folder":
                return str(self.scope.value).replace("/", " / ")
            case "feed":
                return self.feed.title if self.feed else "Feed"
            case "entity":
                return self.named_as or self._named[1]
            case "smart":
                return next((r.name for r in self.rules if r.id == self.scope.value), "Smart feed")
        return "All articles"

    def _kept(self) -> str:
        return f"Bookmarks #{self.scope.value}" if self.scope.value else "Bookmarks"

    def why_empty(self) -> str:
        """Say why the list is empty, and what to do."""
        if self.search:
            return f"Nothing matches. {self._key('back')} ends the search."
        if self.is_kept and self.scope.value:
            return "No bookmark has this tag any more."
        if self.is_kept:
            return f"No bookmarks yet. {self._key('bookmark')} on an article keeps it for ever."
        if self.is_named:
            unread = "unread " * self.only_unread_named
            return f"No {unread}article names {self.title()}, or all that do are hidden."
        if self.scope.kind == "smart" and not self.only_unread:
            return "No article matches this smart feed."
        if not self.feeds:
            return f"No feeds yet. {self._key('add-feed')} adds one."
        feed = self.feed
        if self.fetching:
            return "The feeds are being fetched; articles appear here as they come."
        if feed is not None and feed.last_fetched is None:
            return f"This feed has not been fetched yet. {self._key('refresh-feed')} fetches it."
        if self.only_unread:
            return f"Everything here is read. {self._key('only-unread')} shows all articles."
        return f"No articles here yet. {self._key('refresh-all')} fetches all feeds."

    def feed_trouble(self) -> str:
        """Say in words what is wrong with the feed of the list; "" where nothing is."""
        feed = self.feed
        if feed is None or feed.status not in (FeedStatus.ERROR, FeedStatus.GONE):
            return ""
        return feed.error or "The last try to fetch this feed failed."

    # -- changes -----------------------------------------------------------------------------------

    async def stored(self) -> None:
        """Wait until what the person changed before is in the library."""
        if not self.library.read_only:
            await self._session.write(lambda: None)

    def write(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        *,
        settled: Callable[[], object] | None = None,
        large: bool = False,
    ) -> None:
        """Change the library in the background; failures are reported.

        Args:
            work: Calls the library.
            done: Given what ``work`` gave, when it is stored; called on the writer's thread.
            settled: Called when it is stored or has failed; on the writer's thread.
            large: It may change very many articles.
        """

        def finished(future: Future[T]) -> None:
            error = future.exception()
            if isinstance(error, Exception):
                self._report(error)
            elif done is not None:
                done(future.result())
            if settled is not None:
                settled()

        self.library.background(work, large=large).add_done_callback(finished)

    def remember(self, key: str, value: str) -> None:
        """Keep a small value for the next time; a library that can not be written keeps none."""
        if not self.library.read_only:
            self.write(lambda: self.library.set_state(key, value))

    def mark_read(self, ids: Sequence[int], read: bool) -> None:
        """Mark articles in the background; what is shown knows it at once."""
        self._check_writable()
        self.overlay.set_read(ids, read)
        self.write(
            lambda: self.library.articles.mark_read(ids, read),
            settled=lambda: self.overlay.written(ids),
        )

    def bookmark(
        self,
        article_id: int,
        bookmarked: bool,
        change: Callable[[], object],
        done: Callable[[object], object],
    ) -> None:
        """Keep an article, or no longer; as `mark_read`.

        Args:
            article_id: The article.
            bookmarked: What it is now.
            change: Stores it.
            done: As in `write`.
        """
        self._check_writable()
        self.overlay.set_bookmarked(article_id, bookmarked)
        self.write(change, done, settled=lambda: self.overlay.written([article_id]))

    def _check_writable(self) -> None:
        if self.library.read_only:
            raise NewsreaderError("The library can be read but not changed here.")
