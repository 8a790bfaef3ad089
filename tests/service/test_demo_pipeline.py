"""The whole edition through the ordinary pipeline: fetched, parsed, prepared, stored."""

from __future__ import annotations

from newsreader.cli.demonstration import Demonstration
from newsreader.config.paths import Paths
from newsreader.core.models import ParsedEntry, Preparation
from newsreader.core.query import ListQuery
from newsreader.demo.edition import articles, feeds, sites
from newsreader.demo.server import DemoServer
from newsreader.services.events import FeedDone
from newsreader.services.refresh import refresh
from newsreader.services.session import Session
from tests.service.conftest import START, Clock

NAMES = {
    ("counting-house", "bretton-woods"): {"John Maynard Keynes", "Richard Nixon", "Washington"},
    ("touchline", "bannister"): {"Roger Bannister", "Chris Brasher", "Oxford"},
    ("cadran", "metre"): {"Jean-Baptiste Delambre", "Pierre Méchain", "Paris"},
}
"""Some of what the sidebar should show, by site and article."""


async def done(session: Session) -> list[FeedDone]:
    told = [event async for event in refresh(session, force=True)]
    return [event for event in told if isinstance(event, FeedDone)]


async def test_the_edition_arrives_whole_and_prepared_and_only_once(session: Session) -> None:
    async with DemoServer(now=START) as server:
        for feed in feeds(server.base_url):
            session.library.feeds.add(feed.url, title=feed.title, folder=feed.folder)
        first = await done(session)
        second = await done(session)
    assert [event.error for event in first if event.error] == []
    assert sum(event.new for event in first) == len(articles())
    assert {event.status for event in second} == {"unchanged"}

    stored = session.library.articles.page(ListQuery(), limit=500)
    assert {article.title for article in stored} == {article.title for article in articles()}
    partial = {each.title for each in stored if each.preparation is Preparation.PARTIAL}
    assert partial == {article.title for article in articles() if article.free}
    assert all(
        each.preparation is Preparation.READY for each in stored if each.title not in partial
    )
    assert {article.published.replace(second=0) for article in stored if article.published} == {
        article.published_at(START) for article in articles()
    }
    assert set(session.library.feeds.folders()) >= {site.folder for site in sites()}


async def test_names_in_the_edition_are_found(session: Session) -> None:
    async with DemoServer(now=START) as server:
        for feed in feeds(server.base_url):
            if any(f"/{site}/" in feed.url for site, _ in NAMES):
                session.library.feeds.add(feed.url)
        await done(session)
    titles = {(each.site, each.name): each.title for each in articles()}
    stored = {each.title: each.id for each in session.library.articles.page(ListQuery(), limit=500)}
    found = {
        key: {entity.name for entity in session.library.entities.of(stored[titles[key]])}
        for key in NAMES
    }
    assert {key: names - found[key] for key, names in NAMES.items() if names - found[key]} == {}


def test_on_a_later_day_the_edition_is_taken_in_anew_and_bookmarks_stay(
    paths: Paths, clock: Clock
) -> None:
    def titles(session: Session) -> set[str]:
        return {each.title for each in session.library.articles.page(ListQuery())}

    with Demonstration(paths, clock=clock) as demonstration:
        session = demonstration.open_session()
        library = session.library
        subscribed = library.feeds.all()
        entries = [ParsedEntry(title=title) for title in ("kept", "passed over")]
        stored = library.articles.store_entries(
            subscribed[0].id, entries, ["guid:1", "guid:2"], ["1", "2"], now=clock()
        )
        [kept] = [ident for ident in stored.new if library.articles.get(ident).title == "kept"]
        library.bookmarks.add(kept)
        session.close_now()

        clock.move(hours=20)
        session = demonstration.open_session()
        assert titles(session) == {"kept", "passed over"}
        session.close_now()

        clock.move(hours=20)
        session = demonstration.open_session()
        assert titles(session) == {"kept"}
        assert [feed.url for feed in session.library.feeds.all()] == [
            feed.url for feed in subscribed
        ]
        assert len(session.library.feeds.due(clock())) == len(subscribed)
        session.close_now()
