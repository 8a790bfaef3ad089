from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from newsreader.core.errors import InputError
from newsreader.core.models import Article, Entity, EntityType
from newsreader.core.query import ListQuery, Order, PageKey, Scope
from newsreader.library import Library
from tests.support.library import NOON, entry, prepare, store

SCOPES = [
    Scope(),
    Scope("feed", 1),
    Scope("folder", "World"),
    Scope("folder", "World/Asia"),
    Scope("bookmarks"),
    Scope("entity", "place:Kyiv"),
]
QUERIES = [
    ListQuery(scope, unread_only=unread, query=query, order=order)
    for scope, unread, order, query in itertools.product(
        SCOPES, (False, True), Order, ("", "common", "-common newer:9d")
    )
    if order.by_age or scope.kind == "bookmarks"
]


@pytest.fixture
def full(library: Library) -> Library:
    """Four feeds in nested folders, one of them hidden; equal times, reads, bookmarks, names."""
    kyiv = Entity(name="Kyiv", type=EntityType.PLACE)
    folders = ["World", "World/Asia", "World/Asia", "", "Worldwide"]
    with library.transaction():
        for number, folder in enumerate(folders):
            feed = library.feeds.add(
                f"https://{number}.example/", folder=folder, hidden=number == 2
            )
            times = [NOON - timedelta(hours=(n * 7 + number) % 10) for n in range(12)]
            store(library, feed.id, [entry(n, published=at) for n, at in enumerate(times)])
        for article in [*library.articles.page(ListQuery(), limit=99)]:
            if article.id % 3 == 0:
                prepare(library, article.id, "A common word.", entities=[kyiv])
            if article.id % 4 == 0:
                library.bookmarks.add(article.id)
            if article.id % 5 < 2:
                library.articles.mark_read([article.id], True)
        page = library.articles.add_page("https://site.example/", "A page")
        library.bookmarks.add(page.id)
    return library


key = Order.NEWEST.key


def everything(library: Library) -> list[Article]:
    ids = range(1, 12 * 5 + 2)
    return [library.articles.get(article_id) for article_id in ids]


def is_in(library: Library, query: ListQuery, article: Article) -> bool:
    """Say what should be in a list, without any SQL."""
    feed = library.feeds.get(article.feed_id) if article.feed_id else None
    reading = library.articles.reading(article.id)
    assert reading is not None
    inside = {
        "all": query.query != "" or feed is None or not feed.hidden,
        "feed": article.feed_id == query.scope.value,
        "folder": feed is not None and f"{feed.folder}/".startswith(f"{query.scope.value}/"),
        "bookmarks": article.bookmarked,
        "entity": any(entity.name == "Kyiv" for entity in reading.entities),
    }[query.scope.kind]
    common = "common" in reading.document.text
    wanted = {"": True, "common": common, "-common newer:9d": not common}[query.query]
    return inside and wanted and not (query.unread_only and article.read)


def test_lists_pages_counts_and_places(full: Library) -> None:
    articles = everything(full)
    for query in QUERIES:
        expected = [one for one in articles if is_in(full, query, one)]
        expected.sort(key=query.order.key, reverse=not query.order.ascending)
        assert full.articles.page(query, limit=999) == expected, query
        assert full.articles.count(query) == len(expected), query
        assert full.articles.count(query, limit=3) == min(3, len(expected)), query
        check_paging(full, query, expected)
        check_places(full, query, expected)


def test_places_are_counted_from_the_nearer_end(
    full: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.library.lists._NEAR", 3)
    for query in QUERIES:
        check_places(full, query, full.articles.page(query, limit=999))


def check_paging(library: Library, query: ListQuery, expected: list[Article]) -> None:
    down: list[Article] = library.articles.page(query, limit=5)
    key = query.order.key
    while rows := library.articles.page(query, after=key(down[-1]), limit=5) if down else []:
        down += rows
    assert down == expected
    up = expected[-1:]
    while rows := library.articles.page(query, before=key(up[0]), limit=5) if up else []:
        up = rows + up
    assert up == expected


def check_places(library: Library, query: ListQuery, expected: list[Article]) -> None:
    keys = [query.order.key(article) for article in expected]
    asked = [library.articles.key_at(query, index) for index in range(len(keys))]
    assert asked == keys
    asked = [library.articles.key_at(query, n, total=len(keys)) for n in range(len(keys))]
    assert asked == keys
    assert library.articles.key_at(query, len(keys)) is None
    numbers = [library.articles.index_of(query, article.id) for article in expected]
    assert numbers == list(range(len(keys)))
    unread = [article for article in expected if not article.read]
    assert library.articles.next_unread(query, None) == (unread[0] if unread else None)
    for index in range(0, len(keys), 7):
        below = [one for one in expected[index + 1 :] if not one.read]
        above = [one for one in expected[:index] if not one.read]
        found = library.articles.next_unread(query, keys[index])
        assert found == (below[0] if below else None)
        found = library.articles.next_unread(query, keys[index], backwards=True)
        assert found == (above[-1] if above else None)


def test_bookmarks_by_title(library: Library) -> None:
    titles = ["beta", "Alpha", "Ärger", "alpha", "_", "Zulu", "日本", "[x"]
    for number, title in enumerate(titles):
        page = library.articles.add_page(f"https://{number}.example/", title)
        library.bookmarks.add(page.id)
    by_title = ListQuery(Scope("bookmarks"), order=Order.TITLE)
    found = library.articles.page(by_title)
    assert [article.title for article in found] == [
        "[x", "_", "Alpha", "alpha", "beta", "Zulu", "Ärger", "日本",
    ]  # fmt: skip
    check_paging(library, by_title, found)
    check_places(library, by_title, found)


def test_only_bookmarks_have_the_orders_of_bookmarks() -> None:
    for order in (Order.KEPT, Order.TITLE):
        with pytest.raises(ValueError, match="Only bookmarks"):
            ListQuery(Scope("feed", 1), order=order)


def test_an_article_that_is_not_in_the_list_has_no_place(full: Library) -> None:
    assert full.articles.index_of(ListQuery(Scope("feed", 2)), 1) is None
    assert full.articles.index_of(ListQuery(), 999) is None


def test_a_key_that_stands_nowhere_still_parts_the_list(full: Library) -> None:
    middle = PageKey(NOON - timedelta(hours=5, minutes=1), 10**9)
    below = full.articles.page(ListQuery(), after=middle, limit=99)
    above = full.articles.page(ListQuery(), before=middle, limit=99)
    assert above + below == full.articles.page(ListQuery(), limit=99)
    assert above
    assert below


def test_unknown_scopes_are_empty(full: Library) -> None:
    for scope in (Scope("feed", 99), Scope("folder", "no"), Scope("entity", "place:No")):
        for unread in (False, True):
            query = ListQuery(scope, unread_only=unread)
            assert full.articles.page(query) == []
            assert full.articles.count(query) == 0
            assert full.articles.key_at(query, 0) is None
            assert full.articles.mark_all_read(query) == []


def test_marking_a_list_read(full: Library) -> None:
    for query in QUERIES:
        unread = full.articles.page(
            ListQuery(query.scope, unread_only=True, query=query.query), limit=999
        )
        marked = full.articles.mark_all_read(query)
        assert sorted(marked) == sorted(article.id for article in unread)
        assert full.articles.mark_all_read(query) == []
        assert full.articles.mark_read(marked, False) == marked
    assert full.check() == []


def test_what_came_since_is_not_marked(full: Library) -> None:
    query = ListQuery(Scope("feed", 1))
    shown = full.articles.page(query)
    top = key(shown[3])
    marked = full.articles.mark_all_read(query, up_to=top)
    assert set(marked) <= {article.id for article in shown[3:]}
    assert all(article.read for article in full.articles.page(query)[3:])
    assert any(not article.read for article in full.articles.page(query)[:3])


def test_marking_gives_what_changed(full: Library) -> None:
    unread = [article.id for article in everything(full) if not article.read]
    assert full.articles.mark_read([*unread, 10**9], True) == unread
    assert full.articles.mark_read(unread, True) == []
    assert full.articles.mark_read([], True) == []


def test_an_article_that_is_gone(full: Library) -> None:
    for number in (999, -1, 10**30):
        with pytest.raises(InputError):
            full.articles.get(number)


def test_entities_named_often(full: Library) -> None:
    (top,) = full.entities.top()
    assert (top.name, top.type) == ("Kyiv", EntityType.PLACE)
    assert top.articles == full.articles.count(ListQuery(Scope("entity", "place:Kyiv")))
    assert full.entities.top(since=NOON + timedelta(days=1)) == []


def test_what_is_new_is_counted_for_each_feed(library: Library) -> None:
    feeds = [
        library.feeds.add(f"https://{number}.example/", hidden=number == 2) for number in range(4)
    ]
    for number, feed in enumerate(feeds[:3]):
        store(library, feed.id, [entry(n) for n in range(3)], now=NOON + timedelta(hours=number))
    one, two = feeds[0].id, feeds[1].id
    read, *_ = library.articles.page(ListQuery(Scope("feed", two)))
    library.articles.mark_read([read.id], True)
    assert library.articles.new_by_feed(NOON - timedelta(hours=1)) == {one: 3, two: 2}
    assert library.articles.new_by_feed(NOON) == {two: 2}
    assert library.articles.new_by_feed(NOON + timedelta(hours=2)) == {}
