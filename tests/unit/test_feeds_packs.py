from __future__ import annotations

from newsreader.core.text import is_clean
from newsreader.core.urls import clean_url, is_web
from newsreader.feeds.packs import starter_packs


def test_packs_are_many_enough_and_of_several_languages() -> None:
    packs = starter_packs()
    topics = [pack.topic for pack in packs]
    assert {"World", "Technology", "Science", "Business", "Culture", "Sports"} <= set(topics)
    assert len(set(topics)) == len(topics)
    assert len({pack.language for pack in packs}) >= 4
    assert all(6 <= len(pack.feeds) <= 10 for pack in packs)


def test_every_feed_has_a_name_and_a_safe_address_of_its_own() -> None:
    feeds = [feed for pack in starter_packs() for feed in pack.feeds]
    assert len({feed.url for feed in feeds}) == len(feeds)
    for feed in feeds:
        assert feed.title
        assert is_clean(feed.title)
        assert feed.folder
        assert is_web(feed.url)
        assert clean_url(feed.url) == feed.url
        assert feed.url.startswith("https://")
