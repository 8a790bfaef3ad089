"""Every list is answered by an index: nothing is read that is not shown, nothing is sorted."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from functools import partial

import pytest

from newsreader.core.models import Action, Entity, EntityType
from newsreader.core.query import ListQuery, Order, PageKey, Scope
from newsreader.library import Library, selection
from tests.support.library import NOON, feed_with, prepare

SCOPES = [
    Scope(),
    Scope("feed", 1),
    Scope("folder", "World"),
    Scope("bookmarks"),
    Scope("entity", "place:Kyiv"),
    Scope("smart", 1),
    Scope("bookmarks", "kept"),
]
LISTS = [
    ListQuery(scope, unread_only=unread, order=order)
    for scope, unread, order in itertools.product(SCOPES, (False, True), Order)
    if order.by_age or scope.kind == "bookmarks"
]


def key_in(query: ListQuery) -> PageKey:
    """Give a key in the middle of a list."""
    return PageKey("title 5" if query.order is Order.TITLE else NOON, 5)


@pytest.fixture
def filled(library: Library) -> Library:
    with library.transaction():
        for number, folder in enumerate(["World", "World/Asia", ""]):
            feed_with(library, 20, name=f"n{number}", folder=folder)
        kyiv = Entity(name="Kyiv", type=EntityType.PLACE)
        for article_id in range(1, 60, 7):
            prepare(library, article_id, "A text.", entities=[kyiv])
            library.bookmarks.add(article_id, tags=["kept"])
        library.rules.add(Action.LIST, name="Ones", query="title:/1/")
        library.rules.add(Action.HIDE, query="/2/")
        library.rules.add(Action.NOTIFY, query="/3/")
        library.rules.step()
    return library


def plans(library: Library, ask: Callable[[], object]) -> dict[str, list[str]]:
    """Give the plan of each statement that a question runs."""
    connection = library._database.connection()
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    try:
        ask()
    finally:
        connection.set_trace_callback(None)
    return {
        statement: [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        for statement in statements
        if statement.lstrip().upper().startswith(("SELECT", "WITH"))
    }


def assert_by_index(library: Library, ask: Callable[[], object]) -> None:
    found = plans(library, ask)
    assert found
    for statement, steps in found.items():
        if "article" not in statement and "entities" not in statement:
            continue  # feeds, folders and counts are few
        for step in steps:
            assert "TEMP B-TREE" not in step, (step, statement)
            # a partial index holds nothing but what is listed
            is_whole = step.startswith(("SCAN articles", "SCAN named", "SCAN found", "SCAN book"))
            is_matched = step.startswith("SCAN found VIRTUAL TABLE INDEX 0:M")
            is_tagged = step == "SCAN bookmarks" and "tags" in statement  # these are few
            assert not is_whole or " USING " in step or is_matched or is_tagged, (step, statement)
            is_linked = "entities_of_identity" in step
            assert is_linked or not step.startswith("SCAN entities"), (step, statement)


@pytest.mark.parametrize("query", LISTS, ids=str)
def test_a_page_of_any_list(filled: Library, query: ListQuery) -> None:
    articles, key = filled.articles, key_in(query)
    assert_by_index(filled, lambda: articles.page(query, limit=10))
    assert_by_index(filled, lambda: articles.page(query, after=key, limit=10))
    assert_by_index(filled, lambda: articles.page(query, before=key, limit=10))
    assert_by_index(filled, lambda: articles.next_unread(query, key))
    assert_by_index(filled, lambda: articles.next_unread(query, key, backwards=True))


@pytest.mark.parametrize("query", LISTS, ids=str)
def test_places_in_any_list(filled: Library, query: ListQuery) -> None:
    assert_by_index(filled, lambda: filled.articles.key_at(query, 3))
    assert_by_index(filled, lambda: filled.articles.index_of(query, 1))
    assert_by_index(filled, lambda: filled.articles.count_above(query, key_in(query)))


@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("text", ["is:hidden", "is:hidden before:2027-01-01"])
def test_what_rules_hide(filled: Library, text: str, unread: bool, order: Order) -> None:
    query = ListQuery(query=text, unread_only=unread, order=order)
    assert_by_index(filled, lambda: filled.articles.page(query, limit=2))
    assert_by_index(filled, lambda: filled.articles.page(query, after=key_in(query), limit=2))
    assert_by_index(filled, lambda: filled.articles.count(query, limit=2))


def test_what_rules_hide_is_walked_once_whatever_else_is_asked_for(filled: Library) -> None:
    for text in ("is:hidden feed:n", "is:hidden folder:world"):
        found = plans(filled, partial(filled.articles.page, ListQuery(query=text)))
        walks = [one for steps in found.values() for one in steps if "INDEX articles_hidden" in one]
        assert walks == ["SCAN articles USING INDEX articles_hidden"], text


@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("scope", [*SCOPES[:4], SCOPES[5]], ids=str)
def test_counts_are_kept_and_not_counted(filled: Library, scope: Scope, unread: bool) -> None:
    found = plans(filled, lambda: filled.articles.count(ListQuery(scope, unread_only=unread)))
    assert found
    for statement, steps in found.items():
        assert not any("articles" in step for step in steps), statement


def test_what_the_background_asks(filled: Library) -> None:
    assert_by_index(filled, lambda: filled.articles.pending(10))
    assert_by_index(filled, lambda: filled.articles.page(ListQuery(query="is:hidden")))
    assert_by_index(filled, lambda: filled.articles.get(3))
    assert_by_index(filled, lambda: filled.articles.reading(3))
    assert_by_index(filled, lambda: filled.articles.find("https://site.example/3"))
    assert_by_index(filled, lambda: filled.feeds.find("https://n1.example/feed"))


def test_what_is_asked_of_names(filled: Library) -> None:
    entities, now = filled.entities, filled.articles.get(1).received
    number = entities.name_id("kyiv")
    assert number is not None
    assert_by_index(filled, lambda: entities.of(1))
    assert_by_index(filled, lambda: entities.name_id("Kyiv", EntityType.PLACE))
    assert_by_index(filled, lambda: entities.identity(number))
    assert_by_index(filled, lambda: entities.seen(number))
    assert_by_index(filled, lambda: entities.named(number, after=PageKey(now, 5)))
    fields = ("entity:kyiv", "place:kyiv", "person:lee", "org:lee", "country:ua")
    for query in (ListQuery(query=field) for field in fields):
        assert_by_index(filled, partial(filled.articles.count, query))


@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_common_words_are_looked_for_by_an_index(
    filled: Library, monkeypatch: pytest.MonkeyPatch, scope: Scope, unread: bool
) -> None:
    monkeypatch.setattr(selection, "FEW", 0)
    for order in (Order.NEWEST, Order.OLDEST):
        query = ListQuery(scope, unread_only=unread, query="title", order=order)
        ask = partial(filled.articles.page, query, limit=2)
        assert_by_index(filled, ask)
        assert any("rowid BETWEEN" in statement for statement in plans(filled, ask))


@pytest.mark.parametrize(
    ("query", "step"),
    [
        ("feed:n1 has:text", "articles USING INDEX articles_feed (feed_id=?)"),
        ("has:text folder:world", "articles USING INDEX articles_folder (folder_id=?)"),
        ("is:bookmarked has:text", "articles USING INDEX articles_kept"),
        ("entity:kyiv has:text", "held USING PRIMARY KEY (entity_id=?)"),
        ("is:unread has:text", "articles USING INDEX articles_time_unread"),
        ("-is:read has:text", "articles USING INDEX articles_time_unread"),
        ("before:2026-02-27 title", "articles USING INDEX articles_time (sort_time<?)"),
        ("-title before:2026-02-27", "articles USING INDEX articles_time (sort_time<?)"),
        ("title feed:n1", "articles USING INDEX articles_feed (feed_id=?)"),
    ],
)
def test_a_search_is_walked_where_its_conditions_lead(
    filled: Library, monkeypatch: pytest.MonkeyPatch, query: str, step: str
) -> None:
    monkeypatch.setattr(selection, "FEW", 0)
    ask = partial(filled.articles.page, ListQuery(query=query), limit=5)
    assert_by_index(filled, ask)
    assert any(step in one for steps in plans(filled, ask).values() for one in steps)


def test_common_words_are_counted_by_the_full_text_index(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "FEW", 0)
    filled.articles.remove([3])
    assert filled.articles.count(ListQuery(query="title")) == 59
    for steps in plans(filled, lambda: filled.articles.count(ListQuery(query="title"))).values():
        assert not any("articles_time" in step for step in steps)


def test_what_is_looked_for_in_every_article_is_counted_as_it_is_listed(filled: Library) -> None:
    for text in ("/x.y/", "-is:unread /x/", "/x.y/ OR is:read", "is:read"):
        for ask in (filled.articles.page, filled.articles.count):
            (steps,) = plans(filled, partial(ask, ListQuery(query=text))).values()
            assert "SCAN articles USING INDEX articles_time" in steps


PIECES = (
    "lang:en", "-lang:en", "url:example/3", "tag:x", "has:audio", "has:image", "/^tit.e? title 1/",
)  # fmt: skip

LEADS = (
    "SCAN pieces VIRTUAL TABLE INDEX 0:M",
    "SEARCH articles USING COVERING INDEX articles_language",
    "SCAN articles USING COVERING INDEX articles_by_url",
    "SCAN articles USING INDEX articles_with_image",
)


@pytest.mark.parametrize("unread", [False, True])
@pytest.mark.parametrize("text", [*PIECES, f"title {PIECES[0]}", " OR ".join(PIECES)])
def test_an_index_leads_to_a_part_of_a_word_or_a_language(
    filled: Library, monkeypatch: pytest.MonkeyPatch, text: str, unread: bool
) -> None:
    """To few as to rare words, to many along the list; what is nearly everywhere is looked at."""
    ask = partial(filled.articles.page, ListQuery(query=text, unread_only=unread), limit=5)
    few = [step for steps in plans(filled, ask).values() for step in steps]
    assert "SEARCH articles USING INTEGER PRIMARY KEY (rowid=?)" in few
    monkeypatch.setattr(selection, "FEW", -1)
    filled._database.memory.clear()
    assert any("json_each" in statement for statement in plans(filled, ask))
    monkeypatch.setattr(selection, "MOST_SORTED", -1)
    assert_by_index(filled, ask)
    some = [step for steps in plans(filled, ask).values() for step in steps]
    assert any("articles_time" in step for step in some)
    assert any(step.startswith(LEADS) for step in some)
    monkeypatch.setattr(selection, "MOST_LED_TO", -1)
    filled._database.memory.clear()
    assert_by_index(filled, ask)
    none = [step for steps in plans(filled, ask).values() for step in steps]
    assert any("articles_time" in step for step in none)
    assert not any(step.startswith(LEADS) for step in none)


def test_the_end_of_a_search_is_gone_to_from_there(filled: Library) -> None:
    query = ListQuery(query="-has:image")
    assert filled.articles.count(query) == 60
    found = plans(filled, partial(filled.articles.key_at, query, 57, total=60))
    assert any("ORDER BY place ASC" in statement for statement in found)


def test_what_an_index_leads_to_is_looked_for_once(filled: Library) -> None:
    statements: list[str] = []
    filled._database.connection().set_trace_callback(statements.append)
    assert len(filled.articles.page(ListQuery(query="url:example/3"))) == 3
    filled._database.connection().set_trace_callback(None)
    assert sum("articles_by_url" in statement for statement in statements) == 1


def test_the_file_keeps_the_plans(filled: Library) -> None:
    """A database that was analysed may change its mind; ours must not."""
    connection: sqlite3.Connection = filled._database.connection()
    connection.execute("ANALYZE")
    for query in LISTS:
        after = key_in(query)
        assert_by_index(filled, partial(filled.articles.page, query, after=after, limit=10))


def test_what_is_new_is_counted_by_an_index(filled: Library) -> None:
    found = plans(filled, lambda: filled.articles.new_by_feed(NOON))
    (steps,) = found.values()
    assert any("INDEX articles_fresh (feed_id=? AND received>?)" in step for step in steps)
    assert not any("TEMP B-TREE" in step for step in steps)
