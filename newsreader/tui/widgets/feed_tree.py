"""The tree of feeds in their folders, with what is unread in each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from newsreader.core.models import Action, Feed, FeedStatus, Rule
from newsreader.core.query import Scope
from newsreader.core.rhythm import is_silent
from newsreader.core.text import cell_width
from newsreader.tui.glyphs import ENTITY_LETTERS, UNICODE, Glyphs
from newsreader.tui.painting import Part
from newsreader.tui.widgets.rows import RowList


class Node(NamedTuple):
    """A row of the tree.

    Attributes:
        scope: What its list holds.
        label: Clean text.
        depth: How many folders it stands in.
        unread: Unread articles; for the bookmarks, all of them.
        feed: Its feed, None for folders and collections.
        folder: The full name of a folder, "" for anything else.
        branch: What is folded with it is kept under this name; "" where nothing is inside.
        state: How the feed is doing: ``error``, ``gone``, ``silent``, ``muted``, or "" where all
            is well; of a folder, ``error`` where a feed in it is failing or gone.
        rule: By which somebody is followed, or of a smart feed.
    """

    scope: Scope
    label: str
    depth: int = 0
    unread: int = 0
    feed: Feed | None = None
    folder: str = ""
    branch: str = ""
    state: str = ""
    rule: Rule | None = None

    @property
    def drawn(self) -> tuple[object, ...]:
        """What its row shows: not when its feed was fetched."""
        kind = self.rule.entity_type if self.rule is not None else None
        return *self._replace(feed=None, rule=None), self.feed is None, self.rule is None, kind


KEPT = "//bookmarks"
"""The branch of the bookmarks' tags; no folder is called so."""


def scope_of(rule: Rule) -> Scope:
    """Give the list of whom a rule follows, or of a smart feed."""
    if rule.action is Action.LIST:
        return Scope("smart", rule.id)
    return Scope("entity", f"{rule.entity_type}:{rule.entity}")


def state_of(feed: Feed, now: datetime) -> str:
    """Say how a feed is doing, as `Node` has it."""
    if feed.status is FeedStatus.ERROR:
        return "error"
    if feed.status is FeedStatus.GONE:
        return "gone"
    return "muted" if feed.hidden else "silent" if is_silent(feed, now) else ""


class FeedTree(RowList):
    """All articles, the bookmarks, names and smart feeds, then folders and feeds."""

    def __init__(
        self, *, now: Callable[[], datetime], signs: Glyphs = UNICODE, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._signs = signs
        self._feeds: Sequence[Feed] = ()
        self._bookmarks = 0
        self._tags: Mapping[str, int] = {}
        self._rules: Sequence[Rule] = ()
        self._open_rows: list[Node] = []
        self.closed: set[str] = set()
        """The branches of which nothing is shown but themselves."""

    # -- what is shown -----------------------------------------------------------------------------

    def show(
        self,
        feeds: Sequence[Feed],
        bookmarks: int,
        tags: Mapping[str, int],
        rules: Sequence[Rule] = (),
    ) -> None:
        """Show feeds, bookmarks with their tags, and what rules list; the cursor stays."""
        known = self._feeds, self._bookmarks, self._tags, self._rules
        self._feeds, self._bookmarks, self._tags, self._rules = feeds, bookmarks, tags, rules
        if (feeds, bookmarks, tags, rules) != known:
            self._rebuild()

    def _rebuild(self) -> None:
        before = self.node.scope if self.node else None
        shown = [feed for feed in self._feeds if not feed.hidden]
        old = self._open_rows
        self._open_rows = [
            Node(Scope.all(), "All articles", unread=sum(feed.unread for feed in shown)),
            *self._kept(),
            *self._listed(),
            *self._branch("", self._feeds, 0),
        ]
        if len(old) != len(self._open_rows):
            self.rows_changed()
        else:  # mostly one number is another one: the rest need not be drawn again
            for index, (node, known) in enumerate(zip(self._open_rows, old, strict=True)):
                if node != known and node.drawn != known.drawn:
                    self.row_changed(index)
        self.go_to(before) if before is not None else self.go_to(Scope.all())

    def _kept(self) -> Iterable[Node]:
        """Give the bookmarks, and below them their tags."""
        branch = KEPT if self._tags else ""
        yield Node(Scope("bookmarks", ""), "Bookmarks", unread=self._bookmarks, branch=branch)
        if KEPT not in self.closed:
            for tag, number in self._tags.items():
                yield Node(Scope("bookmarks", tag), f"#{tag}", 1, number)

    def _listed(self) -> Iterable[Node]:
        """Give whom the person follows, and the smart feeds."""
        for rule in self._rules:
            yield Node(scope_of(rule), rule.name or rule.entity, unread=rule.unread, rule=rule)

    def _branch(
        self, folder: str, feeds: Iterable[Feed], depth: int, *, all_open: bool = False
    ) -> Iterable[Node]:
        """Give what stands directly in a folder: its folders, then its feeds."""
        now = self._now()
        inner: dict[str, list[Feed]] = {}
        direct = []
        for feed in feeds:
            if feed.folder == folder:
                direct.append(feed)
            else:
                rest = feed.folder[len(folder) :].lstrip("/")
                name = f"{folder}/{rest.partition('/')[0]}".lstrip("/")
                inner.setdefault(name, []).append(feed)
        for name in sorted(inner, key=str.casefold):
            unread = sum(feed.unread for feed in inner[name])
            label = name.rpartition("/")[2]
            bad = any(state_of(feed, now) in ("error", "gone") for feed in inner[name])
            state = "error" if bad else ""
            scope = Scope("folder", name)
            yield Node(scope, label, depth, unread, folder=name, branch=name, state=state)
            if (all_open or name not in self.closed) and depth < 12:
                yield from self._branch(name, inner[name], depth + 1, all_open=all_open)
        for feed in sorted(direct, key=lambda feed: feed.title.casefold()):
            label, state = feed.title or feed.url, state_of(feed, now)
            yield Node(Scope("feed", feed.id), label, depth, feed.unread, feed, state=state)

    @property
    def node(self) -> Node | None:
        """The row of the cursor."""
        return self._open_rows[self.cursor] if 0 <= self.cursor < len(self._open_rows) else None

    def go_to(self, scope: Scope) -> None:
        """Put the cursor on a list."""
        found = (n for n, node in enumerate(self._open_rows) if node.scope == scope)
        self.cursor = next(found, min(max(self.cursor, 0), len(self._open_rows) - 1))

    def unfold(self, scope: Scope) -> bool:
        """Open the closed folders that a list stands in; say whether there were any."""
        folders = (feed.folder for feed in self._feeds if scope == Scope("feed", feed.id))
        path = next(folders, "")
        if scope.kind == "folder":
            path = str(scope.value).rpartition("/")[0]
        around = {name for name in self.closed if f"{path}/".startswith(f"{name}/")}
        self.closed -= around
        if around:
            self._rebuild()
        return bool(around)

    def in_order(self) -> list[Feed]:
        """Give all feeds in the tree's order, those of closed folders as well."""
        return [node.feed for node in self._branch("", self._feeds, 0, all_open=True) if node.feed]

    def fold(self, closed: bool | None = None) -> bool:
        """Close or open the branch of the cursor, or change it; say whether there was one to do."""
        node = self.node
        if node is None or not node.branch:
            return False
        is_closed = node.branch in self.closed
        if closed is is_closed:
            return False
        self.closed ^= {node.branch}
        self._rebuild()
        return True

    def to_parent(self) -> bool:
        """Go to the folder that holds the row of the cursor; say whether there is one."""
        node = self.node
        if node is None or not node.depth:
            return False
        for number in range(self.cursor - 1, -1, -1):
            if self._open_rows[number].depth < node.depth:
                self.cursor = number
                return True
        return False

    # -- drawing -----------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows are open."""
        return len(self._open_rows)

    def row_parts(self, index: int, line: int, width: int) -> list[Part]:
        """Give a name, indented, with its count and a sign for how it is doing."""
        node = self._open_rows[index]
        count = str(node.unread) if node.unread else ""
        inner = f" {self._signs.error}" if node.folder and node.state else ""
        sign, style = self._sign(node)
        indent = "  " * min(node.depth, 6)
        room = max(1, width - cell_width(indent) - 3 - len(inner) - len(count) - 2)
        return [
            Part(f" {indent}"),
            Part(f"{sign} ", style),
            Part(self._signs.fit(node.label, room), _style(node), column=True),
            Part(inner, "error"),
            Part(f" {count} ", "count"),
        ]

    def _sign(self, node: Node) -> tuple[str, str]:
        """Give the sign before a name, and its style."""
        if node.branch:
            closed = node.branch in self.closed
            return (self._signs.folder_closed if closed else self._signs.folder_open), "sign"
        if node.rule is not None and node.rule.entity_type is not None:
            return ENTITY_LETTERS[node.rule.entity_type], node.rule.entity_type.value
        if node.rule is not None:
            return self._signs.smart, "sign"
        if not node.state:
            return " ", "sign"
        style = {"error": "error", "gone": "error", "silent": "silent"}.get(node.state, "sign")
        sign: str = getattr(self._signs, node.state)
        return sign, style


def _style(node: Node) -> str:
    if node.feed is not None:
        return "unread" if node.unread and node.state != "muted" else "dim"
    if node.folder:
        return "folder"
    return "tag" if node.depth else "top"
