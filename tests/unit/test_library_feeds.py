from __future__ import annotations

import os
from datetime import timedelta

import pytest

from newsreader.core.errors import InputError
from newsreader.core.models import FeedStatus, FullText
from newsreader.core.query import ListQuery, Scope
from newsreader.library import Library
from tests.support.library import NOON, entry, feed_with, store

URL = "https://one.example/feed"


def test_subscribing(library: Library) -> None:
    feed = library.feeds.add(URL, title="One", folder="World/Asia")
    assert feed.title == "One"
    assert feed.status is FeedStatus.NEW
    assert feed.added == NOON
    assert library.feeds.all() == [feed]
    assert library.feeds.folders() == ["World/Asia"]


def test_subscribing_twice_gives_the_feed_as_it_is(library: Library) -> None:
    first = library.feeds.add(URL, folder="A")
    assert library.feeds.add(URL, folder="B") == first


def test_a_feed_is_found_by_where_it_was_and_where_it_is(library: Library) -> None:
    feed = library.feeds.add(URL)
    library.feeds.record_success(feed.id, now=NOON, url="https://two.example/feed")
    assert library.feeds.find(URL) == library.feeds.find("https://two.example/feed")
    assert library.feeds.get(feed.id).original_url == URL
    assert library.feeds.find("https://three.example/feed") is None


def test_a_feed_that_moves_to_the_address_of_another_stays(library: Library) -> None:
    feed, other = library.feeds.add(URL), library.feeds.add("https://two.example/feed")
    library.feeds.record_success(feed.id, now=NOON, url=other.url, etag="e")
    assert library.feeds.get(feed.id).url == URL
    assert library.feeds.get(feed.id).etag == "e"


def test_what_the_person_chooses(library: Library) -> None:
    feed_id = library.feeds.add(URL, title="One").id
    library.feeds.rename(feed_id, "Mine")
    library.feeds.move(feed_id, "Folder")
    library.feeds.set_options(feed_id, full_text=FullText.ALWAYS)
    feed = library.feeds.get(feed_id)
    assert (feed.title, feed.folder, feed.full_text) == ("Mine", "Folder", FullText.ALWAYS)
    library.feeds.set_options(feed_id, hidden=True)
    assert library.feeds.get(feed_id).full_text is FullText.ALWAYS
    library.feeds.set_options(feed_id, full_text=None)
    library.feeds.rename(feed_id, "")
    assert library.feeds.get(feed_id).full_text is None
    assert library.feeds.get(feed_id).title == "One"


def test_an_unknown_feed(library: Library) -> None:
    with pytest.raises(InputError):
        library.feeds.get(99)
    with pytest.raises(InputError):
        library.feeds.remove(99)


def test_success_and_failure(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    later = NOON + timedelta(hours=1)
    library.feeds.record_failure(feed_id, now=NOON, error="No answer.", next_fetch=later)
    library.feeds.record_failure(feed_id, now=NOON, error="No.", status=500, next_fetch=later)
    feed = library.feeds.get(feed_id)
    assert (feed.status, feed.error, feed.failures) == (FeedStatus.ERROR, "No.", 2)
    library.feeds.record_success(feed_id, now=NOON, title="T", etag='"x"', next_fetch=later)
    feed = library.feeds.get(feed_id)
    assert (feed.status, feed.error, feed.failures) == (FeedStatus.OK, "", 0)
    assert (feed.title, feed.etag, feed.next_fetch) == ("T", '"x"', later)


def test_what_is_recorded_of_a_feed_that_is_gone_is_dropped(library: Library) -> None:
    library.feeds.record_success(99, now=NOON)
    library.feeds.record_failure(99, now=NOON, error="No.")
    assert library.feeds.all() == []


def test_due_feeds(library: Library) -> None:
    new, waiting, gone = (library.feeds.add(f"https://{n}.example/").id for n in "abc")
    later = NOON + timedelta(hours=1)
    library.feeds.record_success(waiting, now=NOON, next_fetch=later)
    library.feeds.record_failure(gone, now=NOON, error="Gone.", gone=True)
    assert [feed.id for feed in library.feeds.due(NOON)] == [new]
    assert [feed.id for feed in library.feeds.due(later)] == [new, waiting]


def test_a_time_that_a_wrong_clock_gave_keeps_no_feed_waiting(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    library.feeds.record_success(feed_id, now=NOON, next_fetch=NOON + timedelta(days=400))
    assert [feed.id for feed in library.feeds.due(NOON)] == [feed_id]


def test_a_feed_is_claimed_once(library: Library) -> None:
    feed = library.feeds.add(URL)
    assert library.feeds.claim([feed], NOON, 60)
    assert not library.feeds.claim([feed], NOON, 60)
    assert library.feeds.due(NOON) == []
    assert library.feeds.claim([feed], NOON + timedelta(seconds=61), 60)
    library.feeds.release([feed.id])
    assert library.feeds.claim([feed], NOON, 60)
    library.feeds.record_success(feed.id, now=NOON)
    assert not library.feeds.claim([feed], NOON, 60)  # it was chosen before that
    assert library.feeds.claim([library.feeds.get(feed.id)], NOON, 60)


def test_a_claim_of_another_process_is_not_given_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = library.feeds.add(URL)
    assert library.feeds.claim([feed], NOON, 60)
    with monkeypatch.context() as another:
        another.setattr(os, "getpid", lambda: 1)
        library.feeds.release([feed.id])
    assert not library.feeds.claim([feed], NOON, 60)


def test_a_claim_holds_for_as_long_as_it_is_renewed(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = library.feeds.add(URL)
    assert library.feeds.claim([feed], NOON, 60)
    library.feeds.renew([feed.id], NOON + timedelta(seconds=50), 60)
    assert not library.feeds.claim([feed], NOON + timedelta(seconds=100), 60)
    with monkeypatch.context() as another:
        another.setattr(os, "getpid", os.getppid)
        library.feeds.renew([feed.id], NOON + timedelta(seconds=100), 60)
    assert library.feeds.claim([feed], NOON + timedelta(seconds=111), 60)
    library.feeds.release([feed.id])
    library.feeds.renew([feed.id], NOON, 60)  # what was given back stays free
    assert library.feeds.claim([feed], NOON, 60)


def test_a_claim_from_the_future_does_not_last(library: Library) -> None:
    feed = library.feeds.add(URL)
    assert library.feeds.claim([feed], NOON + timedelta(days=9), 60)
    assert library.feeds.claim([feed], NOON, 60)


def test_unsubscribing_takes_all_but_bookmarks(library: Library) -> None:
    feed_id = feed_with(library, 5, folder="World")
    keep = library.articles.page(ListQuery())[2].id
    library.bookmarks.add(keep, note="mine", tags=["a", "b"])
    library.feeds.remove(feed_id)
    assert library.feeds.all() == []
    assert [article.id for article in library.articles.page(ListQuery())] == [keep]
    kept = library.articles.get(keep)
    assert (kept.feed, kept.feed_url, kept.feed_id) == ("One", URL, None)
    assert library.articles.source(keep).summary == "<p>Summary 2</p>"
    assert library.articles.count(ListQuery(query="title")) == 1
    assert library.check() == []


def test_a_bookmark_comes_home_when_its_feed_is_subscribed_again(library: Library) -> None:
    feed_id = feed_with(library, 5)
    keep = library.articles.page(ListQuery())[2].id
    library.bookmarks.add(keep, note="mine")
    library.articles.mark_read([keep], True)
    library.feeds.remove(feed_id)
    assert library.articles.delete_old(NOON + timedelta(days=2), 0, 0) == 4
    again = library.feeds.add(URL, hidden=True, folder="Back").id
    stored = store(library, again, [entry(n) for n in range(5)])
    assert len(stored.new) == 4
    article = library.articles.get(keep)
    assert (article.feed_id, article.read, article.bookmarked) == (again, True, True)
    assert library.articles.count(ListQuery(Scope("feed", again))) == 5
    assert library.articles.count(ListQuery(Scope("feed", again), unread_only=True)) == 4
    assert library.articles.page(ListQuery()) == []
    assert len(library.articles.page(ListQuery(Scope("folder", "Back")))) == 5
    assert library.check() == []


def test_hiding_and_showing(library: Library) -> None:
    feed_id = feed_with(library, 3)
    feed_with(library, 2, name="two")
    library.feeds.set_options(feed_id, hidden=True)
    assert len(library.articles.page(ListQuery())) == 2
    assert library.articles.count(ListQuery()) == 2
    assert library.articles.count(ListQuery(Scope("feed", feed_id))) == 3
    store(library, feed_id, [entry(n) for n in range(4)])
    assert library.articles.count(ListQuery()) == len(library.articles.page(ListQuery())) == 2
    library.feeds.set_options(feed_id, hidden=False)
    assert library.articles.count(ListQuery()) == len(library.articles.page(ListQuery())) == 6


def test_a_feed_moves_with_its_articles(library: Library) -> None:
    feed_id = feed_with(library, 3, folder="A")
    library.feeds.move(feed_id, "B/C")
    for folder, count in (("A", 0), ("B", 3), ("B/C", 3), ("B/", 0), ("b", 0), ("%", 0)):
        query = ListQuery(Scope("folder", folder))
        assert len(library.articles.page(query)) == library.articles.count(query) == count
    library.feeds.move(feed_id, "")
    assert library.feeds.folders() == []
    assert library.articles.count(ListQuery(Scope("folder", "B"))) == 0
