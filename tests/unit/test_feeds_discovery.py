from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds.discovery import FoundFeed, feeds_by_address, find_feeds, well_known

URL = "https://site.example/blog/page.html"


def test_the_feeds_that_a_page_names() -> None:
    page = b"""<!doctype html><head><base href="/base/">
    <link rel="stylesheet" type="text/css" href="x.css">
    <link rel="alternate" hreflang="de" href="https://site.example/de/">
    <link rel="alternate" type="application/json+oembed" href="/oembed?url=x">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
    <LINK REL='alternate' TYPE='application/rss+xml' TITLE='Comments on A' HREF='/comments/feed/'>
    <link rel="alternate" type="application/rss+xml;charset=utf-8" title="A &amp; B" href=feed.xml>
    <link rel=alternate type=application/atom+xml href=https://other.example/atom?a=1&amp;b=2>
    <link rel="feed" href="//cdn.example/f.json" type="application/feed+json">
    <link rel="alternate" type="application/rss+xml" href="javascript:x()">
    <link rel="alternate" type="application/rss+xml" href="feed.xml">
    </head><body><a href="/rss.xml">RSS</a></body>"""
    assert find_feeds(page, URL) == [
        FoundFeed("https://site.example/base/feed.xml", "A & B", "rss"),
        FoundFeed("https://other.example/atom?a=1&b=2", "", "atom"),
        FoundFeed("https://cdn.example/f.json", "", "json"),
        FoundFeed("https://site.example/comments/feed/", "Comments on A", "rss"),
    ]


def test_what_is_commented_out_or_in_a_script_is_not_there() -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    assert find_feeds(f"<!-- {feed} --><script>'{feed}'</script><style>{feed}</style>", URL) == []
    assert find_feeds(f"<!-- {feed}", URL) == []


def test_links_that_look_like_feeds_are_the_last_resort() -> None:
    page = """<a href="/about">About</a> <a href='/rss.xml'> Our <b>RSS</b></a>
    <a href="?feed=rss2">Old</a> <a href="https://feeds.site.example/all">All</a>
    <a href="mailto:x@y.z">"""
    assert [feed.url for feed in find_feeds(page, URL)] == [
        "https://site.example/rss.xml",
        "https://site.example/blog/page.html?feed=rss2",
        "https://feeds.site.example/all",
    ]
    assert find_feeds(page, URL)[0].title == "Our"


def test_titles_are_clean() -> None:
    page = '<link rel="alternate" type="application/rss+xml" href="/f" title="a&#27;[2J&#8238;b">'
    assert find_feeds(page, URL)[0].title == "ab"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://www.youtube.com/channel/UCabcdefghijk/videos",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijk",
        ),
        (
            "https://www.youtube.com/playlist?list=PLabcdefghijk",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PLabcdefghijk",
        ),
        ("https://old.reddit.com/r/python/", "https://www.reddit.com/r/python/.rss"),
        ("https://github.com/owner/repo", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner", "https://github.com/owner.atom"),
        ("https://mastodon.example/@someone", "https://mastodon.example/@someone.rss"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://name.substack.com/p/x", "https://name.substack.com/feed"),
        ("https://name.blogspot.com/", "https://name.blogspot.com/feeds/posts/default"),
        ("https://bsky.app/profile/a.example", "https://bsky.app/profile/a.example/rss"),
        ("https://news.ycombinator.com/", "https://news.ycombinator.com/rss"),
    ],
)
def test_some_addresses_tell_their_feed(address: str, expected: str) -> None:
    assert feeds_by_address(address)[0].url == expected
    assert well_known(address)[0] == expected


@pytest.mark.parametrize(
    "address", ["https://www.youtube.com/@name", "https://site.example/", "nonsense", "file:///x"]
)
def test_others_do_not(address: str) -> None:
    assert feeds_by_address(address) == []


def test_well_known_paths_are_tried_below_the_page_and_the_root() -> None:
    guesses = well_known("https://site.example/blog/?x=1#y")
    assert guesses[0] == "https://site.example/blog/feed"
    assert "https://site.example/feed" in guesses
    assert "https://site.example/index.xml" in guesses
    assert len(guesses) == len(set(guesses)) <= 20
    beside = well_known("https://site.example/blog/page.html")
    assert beside[0] == "https://site.example/blog/feed"
    assert well_known("https://site.example")[0] == "https://site.example/feed"
    assert well_known("mailto:a@b.example") == []


@pytest.mark.parametrize(
    "piece", ["<!--", "<link ", "<a href='", '<a "', "<script", "<base href=x>"]
)
def test_hostile_pages_are_read_in_bounded_time(piece: str) -> None:
    assert len(find_feeds(piece * 100_000, URL)) <= 30


@given(st.binary(max_size=300) | st.text(max_size=300))
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_page_gives_web_addresses_only(page: bytes | str) -> None:
    for feed in find_feeds(page, URL):
        assert feed.url.startswith(("http://", "https://"))
