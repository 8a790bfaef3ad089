"""Subscribing by whatever a person types; importing; exporting."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.config.settings import Settings
from newsreader.core.errors import FetchError, InputError
from newsreader.core.models import FeedStatus, FullText
from newsreader.services import feed_settings, subscriptions
from newsreader.services.exporting import export_opml
from newsreader.services.feed_settings import Choices
from newsreader.services.importing import import_file
from newsreader.services.packs import add_packs, starter_packs
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from tests.service.site import Answer, Site, full_item

pytestmark = pytest.mark.usefixtures("jobs_done_here")


def page(*links: str) -> Answer:
    """Make a page whose head holds these lines."""
    return Answer(
        body=f"<html><head><title>A site</title>{''.join(links)}</head><p>Hello</p></html>".encode()
    )


def link(href: str, title: str = "News", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


# -- adding ----------------------------------------------------------------------------------------


async def test_the_address_of_a_feed(session: Session, site: Site) -> None:
    url = site.feed("/feed.xml", full_item(1), full_item(2), title="My &amp; news")
    added = await subscriptions.subscribe(session, url, folder="A/B")
    assert added.new
    assert added.articles == 2
    assert (added.feed.url, added.feed.title, added.feed.folder) == (url, "My & news", "A/B")
    assert added.feed.status is FeedStatus.NEW
    assert (await refresh_all(session)).new == 2
    assert session.library.feeds.get(added.feed.id).status is FeedStatus.OK
    assert site.paths() == ["/feed.xml"]


async def test_a_sites_address_is_enough(session: Session, site: Site) -> None:
    site.answers["/"] = page(link("/news.xml"), link("/comments.xml", "Comments"))
    site.feed("/news.xml", full_item(1))
    site.feed("/comments.xml", full_item(2))
    feed = await subscriptions.add(session, site.url)
    assert feed.url == f"{site.url}/news.xml"


async def test_a_site_that_names_no_feed_but_keeps_one_at_a_usual_place(
    session: Session, site: Site
) -> None:
    site.answers["/"] = page()
    site.feed("/feed", full_item(1))
    feed = await subscriptions.add(session, site.url)
    assert feed.url == f"{site.url}/feed"


async def test_redirects_that_last_are_followed_and_others_are_not(
    session: Session, site: Site
) -> None:
    site.feed("/feed", full_item(1))
    site.answers["/moved"] = Answer(status=301, headers={"Location": "/feed"})
    site.answers["/today"] = Answer(status=302, headers={"Location": "/feed"})
    assert (await subscriptions.add(session, f"{site.url}/today")).url == f"{site.url}/today"
    assert (await subscriptions.add(session, f"{site.url}/moved")).url == f"{site.url}/feed"


async def test_an_address_without_a_scheme(session: Session, site: Site) -> None:
    url = site.feed("/feed", full_item(1))
    feed = await subscriptions.add(session, url.removeprefix("http://"))
    assert feed.url == url


async def test_subscribing_twice_gives_the_feed_that_is_there(session: Session, site: Site) -> None:
    site.answers["/"] = page(link("/news.xml"))
    url = site.feed("/news.xml", full_item(1))
    first = await subscriptions.add(session, url)
    assert (await subscriptions.add(session, url)).id == first.id
    assert (await subscriptions.add(session, site.url)).id == first.id
    assert not (await subscriptions.subscribe(session, url)).new
    assert len(session.library.feeds.all()) == 1


async def test_subscribing_again_within_a_day_brings_everything_back(
    session: Session, site: Site
) -> None:
    site.answers["/"] = page(link("/news.xml"))
    site.feed("/news.xml", full_item(1))
    feed = await subscriptions.add(session, site.url, folder="Mine")
    await refresh_all(session, [feed.id])
    subscriptions.remove(session, feed.id)
    assert session.library.feeds.all() == []
    added = await subscriptions.subscribe(session, site.url)
    assert (added.restored, added.articles) == (True, 1)
    assert (added.feed.id, added.feed.folder) == (feed.id, "Mine")


async def test_ones_own_title(session: Session, site: Site) -> None:
    url = site.feed("/feed", full_item(1), title="Theirs")
    feed = await subscriptions.add(session, url, title="Mine")
    assert (feed.title, feed.own_title) == ("Mine", "Mine")


async def test_a_page_without_a_feed(session: Session, site: Site) -> None:
    site.answers["/"] = page()
    with pytest.raises(InputError, match="is no feed and names none"):
        await subscriptions.add(session, site.url)
    assert session.library.feeds.all() == []


async def test_a_broken_feed_is_told_as_such(session: Session, site: Site) -> None:
    site.answers["/feed"] = Answer(body=b'<rss version="2.0"><channel><item>', type="text/xml")
    added_or_told: str
    try:
        added_or_told = (await subscriptions.add(session, f"{site.url}/feed")).url
    except InputError as error:
        added_or_told = str(error)
    assert added_or_told


async def test_a_host_that_is_away(session: Session) -> None:
    with pytest.raises(FetchError):
        await subscriptions.add(session, "http://127.0.0.1:1/")
    assert session.library.feeds.all() == []


async def test_a_feed_that_is_away_is_kept_with_its_error(session: Session) -> None:
    added = await subscriptions.subscribe(session, "http://127.0.0.1:1/feed.xml")
    assert added.problem
    assert added.feed.status is FeedStatus.ERROR
    assert added.feed.error == added.problem


async def test_anyway(session: Session) -> None:
    added = await subscriptions.subscribe(session, "http://127.0.0.1:1/", anyway=True)
    assert added.feed.status is FeedStatus.ERROR


@pytest.mark.parametrize("typed", ["", "   ", "javascript:alert(1)", "file:///etc/passwd"])
async def test_what_is_no_address(session: Session, typed: str) -> None:
    with pytest.raises(InputError):
        await subscriptions.add(session, typed)


async def test_a_password_in_the_address_is_used_and_never_shown(
    session: Session, site: Site
) -> None:
    site.feed("/feed", full_item(1))
    typed = site.url.replace("http://", "http://me:secret@") + "/feed"
    feed = await subscriptions.add(session, typed)
    assert site.last("/feed").headers["Authorization"].startswith("Basic ")
    assert "secret" in feed.url
    assert "secret" not in export_opml(session)


# -- finding, moving, removing ---------------------------------------------------------------------


def test_feeds_are_found_by_number_address_and_title(session: Session) -> None:
    one = session.library.feeds.add("https://one.example/feed", title="First news")
    two = session.library.feeds.add("https://two.example/feed", title="Second news")
    assert subscriptions.find(session, str(one.id)).id == one.id
    assert subscriptions.find(session, "one.example/feed").id == one.id
    assert subscriptions.find(session, "https://two.example/feed").id == two.id
    assert subscriptions.find(session, "second news").id == two.id
    assert subscriptions.find(session, "first").id == one.id
    with pytest.raises(InputError, match="any of several"):
        subscriptions.find(session, "news")
    with pytest.raises(InputError, match="not subscribed"):
        subscriptions.find(session, "third")


def test_moving_and_renaming(session: Session) -> None:
    feed = session.library.feeds.add("https://one.example/feed", title="Theirs")
    subscriptions.move(session, feed.id, " A / B //")
    subscriptions.rename(session, feed.id, "Mine")
    changed = session.library.feeds.get(feed.id)
    assert (changed.folder, changed.title) == ("A/B", "Mine")


def test_starter_packs_name_usable_addresses() -> None:
    from newsreader.core.urls import is_web

    packs = starter_packs()
    addresses = [feed.url for pack in packs for feed in pack.feeds]
    assert len(packs) >= 8
    assert all(is_web(address) and address.startswith("https://") for address in addresses)
    assert len(set(addresses)) == len(addresses)
    assert all(feed.title for pack in packs for feed in pack.feeds)


async def test_packs_become_folders(session: Session) -> None:
    pack = starter_packs()[0]
    assert await add_packs(session, [pack]) == len(pack.feeds)
    assert await add_packs(session, [pack]) == 0
    assert {feed.folder for feed in session.library.feeds.all()} == {pack.topic}


# -- importing -------------------------------------------------------------------------------------

OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Deep">
<outline type="rss" text="One &amp; only" xmlUrl="https://one.example/feed?a=1&amp;b=2"/></outline>
<outline type="rss" title="Two" xmlUrl="https://two.example/feed"/></outline>
<outline type="rss" text="Bad" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


async def test_opml_with_folders(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(OPML)
    report = await import_file(session, file)
    assert (report.added, report.known) == (2, 0)
    found = {feed.url: (feed.title, feed.folder) for feed in session.library.feeds.all()}
    assert found == {
        "https://one.example/feed?a=1&b=2": ("One & only", "World/Deep"),
        "https://two.example/feed": ("Two", "World"),
    }
    again = await import_file(session, OPML)
    assert (again.added, again.known) == (0, 2)


async def test_names_of_ones_own_survive_export_and_import(
    session: Session, settings: Settings, tmp_path: Path, site: Site
) -> None:
    for path, own in (("/one", "My own"), ("/two", "")):
        feed = session.library.feeds.add(site.feed(path, title=f"Of {path}"))
        subscriptions.rename(session, feed.id, own)
    await refresh_all(session)
    other = Session(resolve_paths(tmp_path / "other"), settings)
    await import_file(other, export_opml(session).encode())
    await refresh_all(other)
    names = {feed.title: feed.own_title for feed in other.library.feeds.all()}
    await other.close()
    assert names == {"My own": "My own", "Of /two": ""}


async def test_settings_of_feeds_survive_export_and_import(
    session: Session, tmp_path: Path
) -> None:
    feed = session.library.feeds.add("https://one.example/feed", title="One")
    chosen = Choices(full_text=FullText.ALWAYS, keep_days=0, interval_minutes=90, hidden=True)
    feed_settings.store(session, feed, chosen)
    opml = export_opml(session)
    session.library.feeds.remove(feed.id, for_good=True)
    await import_file(session, opml.encode())
    [again] = session.library.feeds.all()
    assert feed_settings.of(again) == chosen
    assert feed_settings.of(session.library.feeds.get(again.id)) == chosen
    odd = opml.replace('keep_days="0"', 'keep_days="-1"')
    session.library.feeds.remove(again.id, for_good=True)
    assert (await import_file(session, odd.encode())).added == 1


def test_settings_that_are_no_numbers_are_refused() -> None:
    for name, typed in (("keep_days", "-1"), ("keep_days", "x"), ("interval_minutes", "5")):
        with pytest.raises(InputError, match="a number from"):
            feed_settings.read({name: typed})
    assert feed_settings.read({"keep_days": " 30 "}) == Choices(keep_days=30)


async def test_a_changed_interval_counts_at_once(session: Session) -> None:
    feeds = session.library.feeds
    now = session.now()
    feed = feeds.add("https://one.example/feed")
    feeds.record_success(feed.id, now=now, next_fetch=now + timedelta(hours=1))
    feed_settings.store(session, feeds.get(feed.id), Choices(interval_minutes=300))
    assert feeds.get(feed.id).next_fetch == now + timedelta(minutes=300)
    feed_settings.store(session, feeds.get(feed.id), Choices())
    assert feeds.get(feed.id).next_fetch == now + timedelta(minutes=60)


async def test_opml_from_an_address(session: Session, site: Site) -> None:
    site.answers["/my.opml"] = Answer(body=OPML, type="text/x-opml")
    assert (await import_file(session, f"{site.url}/my.opml")).added == 2


async def test_newsboats_urls(session: Session) -> None:
    content = b"""# mine
https://one.example/feed news "~My name"
https://two.example/feed "!" hidden
"query:Unread:unread = \\"yes\\""
exec:~/bin/script
"""
    report = await import_file(session, content)
    assert report.added == 2
    assert (len(report.refused), report.smart) == (1, 1)
    feeds = {feed.url: feed for feed in session.library.feeds.all()}
    assert feeds["https://one.example/feed"].own_title == "My name"
    assert feeds["https://two.example/feed"].hidden


async def test_an_import_of_what_is_neither(session: Session, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        await import_file(session, b"\x89PNG\r\n\x1a\n\0\0\0")
    with pytest.raises(InputError, match="can not be read"):
        await import_file(session, tmp_path / "nothing.opml")


async def test_a_list_that_is_too_long_is_refused_and_not_cut(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.services.importing.MAX_BYTES", len(OPML) - 1)
    file = tmp_path / "feeds.opml"
    file.write_bytes(OPML)
    with pytest.raises(InputError, match="this has more"):
        await import_file(session, file)
    assert session.library.feeds.all() == []


def cache(path: Path, feed: str = "https://one.example/feed") -> Path:
    """Write a cache as newsboat does."""
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            """
            CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024),
                title VARCHAR(1024), lastmodified INTEGER NOT NULL DEFAULT 0);
            CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid VARCHAR(64), title VARCHAR(1024),
                author VARCHAR(1024), url VARCHAR(1024), feedurl VARCHAR(1024), pubDate INTEGER,
                content VARCHAR(65535), unread INTEGER, enclosure_url VARCHAR(1024),
                enclosure_type VARCHAR(1024), flags VARCHAR(52), deleted INTEGER DEFAULT 0);
            INSERT INTO rss_feed VALUES
                ('https://one.example/feed', 'https://one.example', 'One', 0);
            INSERT INTO rss_item VALUES
                (1, 'a', 'Read', 'Me', 'https://one.example/a', 'https://one.example/feed',
                 1790000000, '<p>Text</p>', 0, '', '', '', 0),
                (2, 'b', 'Unread', '', 'https://one.example/b', 'https://one.example/feed',
                 1790000001, '<p>Text</p>', 1, '', '', 's', 0),
                (3, 'c', 'Deleted', '', 'https://one.example/c', 'https://one.example/feed',
                 1790000002, '', 1, '', '', '', 1);
            """
        )
        database.execute("UPDATE rss_feed SET rssurl = ?", (feed,))
        database.execute("UPDATE rss_item SET feedurl = ?", (feed,))
        database.commit()
    return path


async def test_newsboats_cache_brings_articles_and_read_state(
    session: Session, tmp_path: Path
) -> None:
    from newsreader.core.query import ListQuery

    report = await import_file(session, cache(tmp_path / "cache.db"))
    assert (report.added, report.articles) == (1, 2)
    found = {
        article.title: article for article in session.library.articles.page(ListQuery(), limit=10)
    }
    assert {title: article.read for title, article in found.items()} == {
        "Read": True,
        "Unread": False,
    }
    assert found["Unread"].bookmarked
    again = await import_file(session, tmp_path / "cache.db")
    assert (again.added, again.known, again.articles) == (0, 1, 0)


async def test_a_large_feed_of_newsboats_is_taken_over_whole(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.services.newsboat.TAKEN_TOGETHER", 1)
    report = await import_file(session, cache(tmp_path / "cache.db"))
    assert (report.added, report.articles, report.refused) == (1, 2, ())
    assert len(session.library.bookmarks.all()) == 1


async def test_another_database_is_no_cache(session: Session, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as database:
        database.execute("CREATE TABLE x (y)")
    with pytest.raises(InputError, match="no cache"):
        await import_file(session, tmp_path / "other.db")
