"""Bookmarks are kept for ever, other articles for their time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from newsreader.core.errors import InputError
from newsreader.core.query import ListQuery, Order, Scope
from newsreader.library import Library
from tests.support.library import NOON, entry, feed_with, prepare, store

URL = "https://one.example/feed"


def ids(library: Library, query: str = "") -> list[int]:
    return [article.id for article in library.articles.page(ListQuery(query=query), limit=99)]


def at(days: float) -> datetime:
    return NOON + timedelta(days=days)


def test_a_bookmark(library: Library) -> None:
    feed_with(library, 2)
    article_id = ids(library)[0]
    assert library.bookmarks.get(article_id) is None
    library.bookmarks.add(article_id, note="why", tags=["a", "b c"])
    bookmark = library.bookmarks.get(article_id)
    assert bookmark is not None
    assert (bookmark.note, bookmark.tags, bookmark.created) == ("why", ("a", "b c"), NOON)
    assert bookmark.article.bookmarked
    assert library.bookmarks.all() == [bookmark]
    assert library.bookmarks.all('tag:"b c"') == [bookmark]
    assert library.bookmarks.all("tag:x") == []


def test_bookmarking_twice_keeps_the_note(library: Library) -> None:
    feed_with(library, 1)
    library.bookmarks.add(1, note="why", tags=["a"])
    library.bookmarks.add(1)
    bookmark = library.bookmarks.get(1)
    assert bookmark is not None
    assert bookmark.note == "why"
    library.bookmarks.update(1, note="because", tags=[])
    bookmark = library.bookmarks.get(1)
    assert bookmark is not None
    assert (bookmark.note, bookmark.tags) == ("because", ())


def test_taking_a_bookmark_away(library: Library) -> None:
    feed_with(library, 1)
    library.bookmarks.add(1)
    library.bookmarks.remove(1)
    library.bookmarks.remove(1)
    assert library.bookmarks.get(1) is None
    assert not library.articles.get(1).bookmarked
    assert library.articles.count(ListQuery(Scope("bookmarks"))) == 0


def test_only_what_is_there_can_be_bookmarked(library: Library) -> None:
    with pytest.raises(InputError):
        library.bookmarks.add(99)
    assert library.check() == []


def test_old_articles_go_read_ones_first(library: Library) -> None:
    feed_with(library, 6)
    library.articles.mark_read([1, 2, 3], True)
    library.bookmarks.add(1)
    library.bookmarks.add(4)
    prepare(library, 1, "kept words")
    assert library.articles.delete_old(at(80), 90, 365) == 0
    assert library.articles.delete_old(at(100), 90, 365) == 2
    assert sorted(ids(library)) == [1, 4, 5, 6]
    assert library.articles.delete_old(at(400), 90, 365) == 2
    assert sorted(ids(library)) == [1, 4]
    assert ids(library, "kept") == [1]
    assert ids(library, "title") == [4, 1]
    assert library.check() == []


def test_old_articles_go_in_small_steps(library: Library) -> None:
    feed_with(library, 10)
    steps = [library.articles.delete_old(at(400), 90, 365, limit=4) for _ in range(4)]
    assert steps == [4, 4, 2, 0]


def test_nothing_goes_where_all_is_kept_for_ever(library: Library) -> None:
    feed_with(library, 3)
    library.articles.mark_read([1], True)
    assert library.articles.delete_old(at(9999), 0, 0) == 0


def test_a_feed_keeps_its_articles_for_its_own_time(library: Library) -> None:
    brief, ever, usual = (feed_with(library, 4, name=name) for name in ("one", "two", "three"))
    library.feeds.set_options(brief, keep_days=7)
    library.feeds.set_options(ever, keep_days=0)
    library.bookmarks.add(1)
    assert library.articles.delete_old(at(6), 90, 365) == 0
    assert library.articles.delete_old(at(8), 90, 365, limit=2) == 2
    assert library.articles.delete_old(at(8), 90, 365) == 1
    assert library.articles.delete_old(at(400), 90, 365) == 4
    totals = [library.feeds.get(number).total for number in (brief, ever, usual)]
    assert totals == [1, 4, 0]
    library.feeds.set_options(ever, keep_days=None)
    assert library.articles.delete_old(at(400), 90, 365) == 4
    assert library.check() == []


def test_what_was_dropped_does_not_come_back_unread(library: Library) -> None:
    feed_id = feed_with(library, 3)
    library.articles.delete_old(at(400), 90, 365)
    stored = store(library, feed_id, [entry(n) for n in range(4)], at(401))
    assert len(stored.new) == 1
    assert library.feeds.get(feed_id).total == 1


def test_an_entry_that_was_away_for_very_long_is_new(library: Library) -> None:
    feed_id = feed_with(library, 1)
    library.articles.delete_old(at(400), 90, 365)
    library.articles.delete_old(at(2000), 90, 365)
    assert len(store(library, feed_id, [entry(0)], at(2000)).new) == 1


def test_a_bookmark_outlives_everything(library: Library) -> None:
    feed_id = feed_with(library, 3)
    prepare(library, 2, "a text to keep")
    library.bookmarks.add(2, note="n", tags=["t"])
    library.articles.mark_read([2], True)
    library.articles.delete_old(at(4000), 1, 1)
    library.feeds.remove(feed_id)
    library.articles.delete_old(at(9000), 1, 1)
    library.feeds.remove(feed_with(library, 1, name="two"))
    reading = library.articles.reading(2)
    assert reading is not None
    assert reading.document.text == "a text to keep"
    assert [bookmark.note for bookmark in library.bookmarks.all()] == ["n"]


def test_state(library: Library) -> None:
    assert library.get_state("width", "7") == "7"
    library.set_state("width", "9")
    library.set_state("width", "8")
    assert library.get_state("width") == "8"


def test_a_bookmark_comes_back_as_it_was(library: Library) -> None:
    feed_with(library, 1)
    [article_id] = ids(library)
    library.bookmarks.add(article_id, note="why", tags=["a"])
    before = library.bookmarks.get(article_id)
    library.bookmarks.remove(article_id)
    library.bookmarks.restore(article_id, before)
    assert library.bookmarks.get(article_id) == before
    library.bookmarks.restore(article_id, None)
    assert library.bookmarks.get(article_id) is None
    assert library.articles.count(ListQuery(Scope("bookmarks"))) == 0
    assert library.check() == []


def test_tags_are_counted_and_each_is_a_list(library: Library) -> None:
    feed_with(library, 3)
    first, second, third = ids(library)
    library.bookmarks.add(first, tags=["read later", "Later"], note="100% sure\nof it")
    library.bookmarks.add(second, tags=["later"])
    library.bookmarks.add(third)
    assert library.bookmarks.tags() == {"Later": 1, "later": 1, "read later": 1}
    for tag, expected in (("later", [second]), ("Later", [first]), ("read", [])):
        query = ListQuery(Scope("bookmarks", tag))
        assert [article.id for article in library.articles.page(query)] == expected
        assert library.articles.count(query) == len(expected)
    by_title = ListQuery(Scope("bookmarks", "later"), order=Order.TITLE)
    assert [article.id for article in library.articles.page(by_title)] == [second]
    assert [one.article.id for one in library.bookmarks.all(tag="read later")] == [first]
    assert ids(library, 'note:"100% sure"') == [first]
    assert ids(library, "note:1000") == []
    assert library.bookmarks.remarks([first, third]).keys() == {first}


def test_a_reading_knows_the_bookmark(library: Library) -> None:
    feed_with(library, 1)
    [article_id] = ids(library)
    prepare(library, article_id, "Text.")
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert reading.bookmark is None
    library.bookmarks.add(article_id, note="why", tags=["a"])
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert reading.bookmark == library.bookmarks.get(article_id)


def test_no_bookmark_comes_back_to_what_was_deleted_since(library: Library) -> None:
    feed_with(library, 1)
    [article_id] = ids(library)
    library.bookmarks.add(article_id, note="why")
    before = library.bookmarks.get(article_id)
    library.bookmarks.remove(article_id)
    library.articles.remove([article_id])
    with pytest.raises(InputError, match="no longer in the library"):
        library.bookmarks.restore(article_id, before)
    assert library.articles.delete_old(at(2), 0, 0) == 1
    assert library.check() == []
