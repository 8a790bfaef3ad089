from __future__ import annotations

from datetime import timedelta

from newsreader.core.document import Document
from newsreader.core.models import Enclosure, Entity, EntityType, Mention, Preparation
from newsreader.core.query import ListQuery, Scope
from newsreader.library import Library
from tests.support.library import NOON, clock, entry, feed_with, prepare, store

URL = "https://one.example/feed"


def test_new_entries(library: Library) -> None:
    feed_id = library.feeds.add(URL, title="One").id
    one = entry(
        1,
        authors=("Ann", "Bo"),
        tags=("x", "y z"),
        enclosures=(Enclosure(url="https://one.example/a.mp3", type="audio/mpeg", length=5),),
        comments="https://one.example/c",
        content="<p>Long</p>",
        base_url="https://one.example/",
    )
    stored = store(library, feed_id, [one, entry(2)])
    assert (len(stored.new), stored.changed, stored.unchanged) == (2, [], 0)
    article = library.articles.get(stored.new[0])
    assert (article.title, article.author, article.feed) == ("Title 1", "Ann, Bo", "One")
    assert (article.tags, article.enclosures) == (one.tags, one.enclosures)
    assert (article.published, article.received) == (one.published, NOON)
    assert article.preparation is Preparation.PENDING
    source = library.articles.source(article.id)
    assert (source.content, source.summary) == ("<p>Long</p>", "<p>Summary 1</p>")
    assert source.base_url == "https://one.example/"


def test_entries_that_are_known_are_left_alone(library: Library) -> None:
    feed_id = feed_with(library, 3)
    stored = store(library, feed_id, [entry(n) for n in range(4)])
    assert (len(stored.new), stored.changed, stored.unchanged) == (1, [], 3)


def test_an_edited_entry_keeps_its_place_and_state(library: Library) -> None:
    feed_id = feed_with(library, 3)
    before = library.articles.page(ListQuery())[1]
    library.articles.mark_read([before.id], True)
    library.bookmarks.add(before.id, note="n")
    prepare(library, before.id, "An oldword text.")
    edited = entry(1, title="Corrected", published=NOON, summary="<p>New</p>")
    later = NOON + timedelta(hours=2)
    stored = store(library, feed_id, [edited], now=later)
    assert (stored.new, stored.changed) == ([], [before.id])
    after = library.articles.get(before.id)
    assert (after.title, after.read, after.bookmarked) == ("Corrected", True, True)
    assert (after.sort_time, after.received) == (before.sort_time, before.received)
    assert after.preparation is Preparation.PENDING
    assert library.articles.source(after.id).summary == "<p>New</p>"
    assert library.articles.count(ListQuery(query="title:corrected")) == 1
    assert library.articles.count(ListQuery(query="title:title")) == 2
    assert library.articles.count(ListQuery(query="oldword")) == 1
    assert library.check() == []


def test_an_entry_with_a_new_guid_is_the_same_article(library: Library) -> None:
    feed_id = feed_with(library, 3)
    known = library.articles.page(ListQuery())[1].id
    library.articles.mark_read([known], True)
    stored = store(library, feed_id, [entry(1, guid="other", link="http://site.example/1/")])
    assert stored.new == []
    assert library.articles.get(known).read
    assert library.articles.count(ListQuery(Scope("feed", feed_id))) == 3


def test_the_same_guid_in_two_feeds_is_two_articles(library: Library) -> None:
    feed_with(library, 2)
    feed_with(library, 2, name="two")
    assert library.articles.count(ListQuery()) == 4


def test_a_date_in_the_future_counts_as_now(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    stored = store(library, feed_id, [entry(1, published=NOON + timedelta(days=400))])
    assert library.articles.get(stored.new[0]).sort_time == NOON


def test_a_feed_that_is_gone_takes_nothing_in(library: Library) -> None:
    assert store(library, 99, [entry(1)]).new == []


def test_a_prepared_article(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    article_id = store(library, feed_id, [entry(1)]).new[0]
    kyiv = Entity(
        name="Kyiv",
        type=EntityType.PLACE,
        mentions=(Mention(start=0, end=4, type=EntityType.PLACE),),
        salience=0.5,
    )
    document = Document.from_text("Kyiv is a city.")
    library.articles.save_prepared(
        article_id, document=document, entities=[kyiv], source="page", language="en", site="Site"
    )
    library.articles.set_position(article_id, 7)
    reading = library.articles.reading(article_id)
    assert reading is not None
    assert (reading.document, reading.entities) == (document, (kyiv,))
    assert (reading.position, reading.site, reading.names_by) == (7, "Site", "model")
    assert (reading.article.words, reading.article.language) == (4, "en")
    assert library.entities.of(article_id) == (kyiv,)
    assert library.articles.pending(9) == []


def test_preparing_again_replaces_text_and_entities(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    article_id = store(library, feed_id, [entry(1)]).new[0]
    person = Entity(name="Ann Bo", type=EntityType.PERSON)
    prepare(library, article_id, "walrus", entities=[person])
    prepare(library, article_id, "dolphin")
    assert library.articles.count(ListQuery(query="walrus")) == 0
    assert library.articles.count(ListQuery(query="dolphin")) == 1
    assert library.articles.count(ListQuery(query='person:"ann bo"')) == 0
    assert library.entities.top() == []


def test_a_page_that_could_not_be_had_is_tried_a_few_times(library: Library) -> None:
    feed_id = library.feeds.add(URL).id
    article_id = store(library, feed_id, [entry(1)]).new[0]
    tries = 0
    while library.articles.pending(1) and tries < 20:
        tries += 1
        prepare(library, article_id, "x", preparation=Preparation.PARTIAL, retry=True)
    assert 2 < tries < 20


def test_preparing_an_article_that_is_gone_does_nothing(library: Library) -> None:
    prepare(library, 99, "text")
    assert library.articles.reading(99) is None


def test_a_saved_page(library: Library) -> None:
    article = library.articles.add_page("https://site.example/saved", "Saved")
    prepare(library, article.id, "words of it", site="Site")
    assert library.articles.find("https://site.example/saved") == library.articles.get(article.id)
    assert library.articles.find(str(article.id)) is not None
    assert library.articles.find("9" * 30) is None
    assert library.articles.get(article.id).feed == "Site"
    assert library.articles.count(ListQuery()) == 1
    assert library.articles.count(ListQuery(unread_only=True)) == 1
    assert library.articles.count(ListQuery(query="words")) == 1
    assert library.check() == []


def test_texts_that_no_file_can_hold_are_stored_as_far_as_they_can_be(library: Library) -> None:
    article = library.articles.add_page("https://site.example/\ud800", "A \udfff title \0 x")
    assert library.articles.get(article.id).title.encode()
    assert clock() == article.received
