from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.core import identity
from newsreader.core.models import ParsedEntry
from newsreader.core.query import ListQuery
from newsreader.library import Library
from tests.support.library import NOON, store

NOW = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def entry(
    guid: str | None = None,
    link: str | None = None,
    title: str = "",
    content: str = "",
    at: datetime | None = None,
) -> ParsedEntry:
    return ParsedEntry(guid=guid, link=link, title=title, content=content, published=at)


def test_an_entry_with_a_guid_survives_a_changed_link_and_title() -> None:
    before = entry("tag:x,1", "https://x.example/a", "First")
    after = entry("tag:x,1", "https://x.example/b", "Corrected")
    assert identity.entry_keys([before]) == identity.entry_keys([after])


def test_a_move_to_https_renames_nothing() -> None:
    before = entry("http://x.example/a", "http://x.example/a")
    after = entry("https://x.example/a", "https://x.example/a")
    assert identity.entry_keys([before]) == identity.entry_keys([after])


def test_entries_that_share_a_guid_are_told_apart_by_their_links() -> None:
    one, two = identity.entry_keys(
        [entry("same", "https://x.example/1"), entry("same", "https://x.example/2")]
    )
    assert one != two
    assert one.startswith("link:")


def test_without_guid_the_link_counts_and_tracking_does_not() -> None:
    plain = entry(None, "https://x.example/1")
    tracked = entry(None, "https://x.example/1?utm_source=feed")
    assert identity.entry_keys([plain]) == identity.entry_keys([tracked])


def test_without_guid_and_link_an_edited_text_is_still_the_same_entry() -> None:
    before = entry(title="News of the day", content="One")
    after = entry(title="News of the day", content="Two")
    assert identity.entry_keys([before]) == identity.entry_keys([after])


def test_entries_alike_in_everything_get_keys_of_their_own() -> None:
    keys = identity.entry_keys([entry(), entry(), entry()])
    assert len(set(keys)) == 3
    assert keys == identity.entry_keys([entry(), entry(), entry()])


_ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from([None, "", "a", "b", "https://x.example/1", "http://x.example/1"]),
        st.sampled_from([None, "https://x.example/1", "https://x.example/2", "mailto:a@b.example"]),
        st.sampled_from(["", "One", "Two", "\ud800"]),
        st.sampled_from(["", "<p>x</p>"]),
    ),
    max_size=12,
)


@given(_ENTRIES)
@settings(max_examples=150, derandomize=True, deadline=None)
def test_keys_are_unique_and_stable(entries: list[ParsedEntry]) -> None:
    keys = identity.entry_keys(entries)
    assert len(keys) == len(set(keys)) == len(entries)
    assert keys == identity.entry_keys(entries)


def test_a_changed_guid_with_the_same_link_is_the_known_entry() -> None:
    fetched = [entry("new", "https://x.example/1")]
    keys = identity.entry_keys(fetched)
    known = [("guid:old", "http://x.example/1?utm_medium=rss"), ("guid:x", "https://x.example/2")]
    assert identity.renamed_keys(fetched, keys, known) == {"guid:new": "guid:old"}


@pytest.mark.parametrize(
    ("fetched", "known"),
    [
        ([entry("new", None)], [("guid:old", "")]),
        ([entry("new", "https://x.example/1")], [("guid:new", "https://x.example/1")]),
        (
            [entry("new", "https://x.example/"), entry("newer", "https://x.example/")],
            [("guid:old", "https://x.example/")],
        ),
        (
            [entry("new", "https://x.example/1")],
            [("guid:a", "https://x.example/1"), ("guid:b", "https://x.example/1")],
        ),
        (
            [entry("new", "https://x.example/1"), entry("old", "https://x.example/9")],
            [("guid:old", "https://x.example/1")],
        ),
    ],
    ids=["no link", "known already", "link shared", "ambiguous", "old one still in the feed"],
)
def test_a_link_alone_does_not_make_entries_the_same(
    fetched: list[ParsedEntry], known: list[tuple[str, str]]
) -> None:
    assert identity.renamed_keys(fetched, identity.entry_keys(fetched), known) == {}


# -- change


def test_what_servers_change_in_every_answer_is_no_change() -> None:
    before = ParsedEntry(
        title="T",
        content='<p class="a">Text <img src="https://i.example/1.jpg?sig=1"></p>',
        updated=NOW,
    )
    after = ParsedEntry(
        title="T",
        content='<p class="b">Text\n<img src="https://i.example/1.jpg?sig=2"></p>',
        updated=NOW + DAY,
    )
    assert identity.content_hash(before) == identity.content_hash(after)


@pytest.mark.parametrize(
    "other",
    [
        ParsedEntry(title="U", content="<p>Text</p>"),
        ParsedEntry(title="T", content="<p>Text, edited</p>"),
        ParsedEntry(title="T", content="<p>Text</p><img src='https://i.example/2.jpg'>"),
        ParsedEntry(title="T", content="<p>Text</p>", link="https://x.example/moved"),
    ],
)
def test_what_a_person_would_see_is_a_change(other: ParsedEntry) -> None:
    assert identity.content_hash(
        ParsedEntry(title="T", content="<p>Text</p>")
    ) != identity.content_hash(other)


# -- what stands twice


A = "https://x.example/a"
B = "https://x.example/b"


def test_what_stands_twice_in_a_feed_is_one_entry() -> None:
    one, other = entry("g", A, "One", "Text", NOW), entry("h", B, "Two", "Text", NOW)
    assert identity.once([one, other, one]) == (one, other)
    assert identity.once([entry("", A, "One")] * 2) == (entry("", A, "One"),)
    assert (
        len(identity.once([entry(title="One", content="1"), entry(title="One", content="2")])) == 2
    )
    assert (
        len(identity.once([entry("g", A, "One", at=NOW), entry("g", A, "One", at=NOW + DAY)])) == 2
    )


def test_of_two_versions_of_an_entry_the_later_stays() -> None:
    first, second, third = (
        ParsedEntry(guid="g", link=A, title="One", content=text, updated=at)
        for text, at in (("1", NOW), ("2", NOW + DAY), ("3", None))
    )
    for versions in ([first, second, third], [second, first], [third, second]):
        assert identity.once(versions) == (second,)


# -- with what the library knows


def fetches(library: Library, *feed: Sequence[ParsedEntry]) -> list[str]:
    """Store one fetch after the other, and give the titles that are there in the end, sorted."""
    feed_id = library.feeds.add("https://x.example/feed").id
    for hours, entries in enumerate(feed):
        store(library, feed_id, identity.once(entries), now=NOON + timedelta(hours=hours))
    return sorted(one.title for one in library.articles.page(ListQuery()))


WWW = "https://www.x.example/a"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (entry(None, WWW, "One"), entry(None, A, "Other")),
        (entry(None, A, "One"), entry(None, WWW.replace("https", "http") + "/", "Other")),
        (entry(WWW, WWW, "One"), entry(A, A, "Other")),
        (entry("1", A, "One", at=NOW), entry("2", B, "One", at=NOW)),
        (entry(None, A, "One", at=NOW), entry(None, B, "One", at=NOW)),
        (entry(None, A, "One", at=NOW), entry("new", A, "Other", at=NOW + DAY)),
        (entry("g", A, "One", at=NOW), entry("g", B, "Other", at=NOW)),
        (entry("g", A, "One", at=NOW), entry("g", A, "Other", at=NOW + DAY)),
        (entry("g", None, "One", at=NOW), entry("g", None, "Other", at=NOW + DAY)),
        (entry(None, None, "One", "Text", NOW), entry(None, None, "One", "Text", NOW + DAY)),
        (entry(None, None, "", "Text", NOW), entry(None, None, "", "Text", NOW + DAY)),
        (entry(None, None, "One", "Text"), entry(None, None, "One", "Edited")),
    ],
    ids=[
        *("www goes", "www comes", "www of guid and link", "guid and link", "link, no guid"),
        *("a guid comes", "link and title", "title and date", "title and date, no link"),
        *("dated anew", "nothing but text, dated anew", "text, nothing else"),
    ],
)
def test_an_entry_that_comes_again_is_the_same_article(
    library: Library, before: ParsedEntry, after: ParsedEntry
) -> None:
    assert len(fetches(library, [before], [after], [before], [after])) == 1


def test_a_guid_that_all_share_loses_no_article_that_stood_alone(library: Library) -> None:
    a, b, c, d, e = (
        entry("all", f"{A}{title}", title, at=NOW + DAY * number)
        for number, title in enumerate("abcde")
    )
    assert fetches(library, [a, b], [c], [d], [d], [e, d], [c], [e, d, c]) == list("abcde")


def test_entries_that_share_a_link_stay_apart_when_one_is_left(library: Library) -> None:
    a, b, c = (entry(None, A, title, at=NOW + DAY * n) for n, title in enumerate("abc"))
    assert fetches(library, [a, b], [b], [b, c], [c], [a, b, c]) == list("abc")


def test_the_same_words_with_another_text_are_another_article(library: Library) -> None:
    first, second = (
        entry(None, None, "Open thread", text, NOW + DAY * n) for n, text in enumerate("ab")
    )
    assert len(fetches(library, [first], [second])) == 2


def test_articles_of_one_moment_stand_as_in_their_feed(library: Library) -> None:
    feed_id = library.feeds.add("https://x.example/feed").id
    stored = store(library, feed_id, [entry(title, A + title, title) for title in "abc"])
    assert [one.title for one in library.articles.page(ListQuery())] == ["a", "b", "c"]
    assert [library.articles.get(ident).title for ident in stored.new] == ["c", "b", "a"]
