"""Who goes first in a refresh, and whose feeds it asks for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Any

import pytest

from newsreader.config.paths import Paths
from newsreader.config.settings import Refresh, Settings
from newsreader.core.errors import InputError
from newsreader.core.models import Feed, Preparation
from newsreader.core.query import ListQuery
from newsreader.services import preparation, refresh
from newsreader.services.events import FeedDone
from newsreader.services.session import Session
from tests.service.conftest import START, Clock
from tests.service.site import Site, full_item

pytestmark = pytest.mark.usefixtures("jobs_done_here")


class Order:
    """Notes which articles are taken up, by their titles."""

    def __init__(self, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
        self.titles: list[str] = []
        real = preparation.make

        async def make(given: Session, article_id: int, **options: Any) -> preparation.Outcome:
            self.titles.append(session.library.articles.get(article_id).title)
            return await real(given, article_id, **options)

        monkeypatch.setattr(preparation, "make", make)


def dated(number: int, day: int) -> str:
    return full_item(number).replace("Tue, 03 Nov 2026", f"{day:02} Nov 2026")


def subscribe(session: Session, site: Site, count: int) -> list[Feed]:
    return [
        session.library.feeds.add(site.feed(f"/{number}", full_item(number)))
        for number in range(count)
    ]


async def statuses(session: Session, feeds: Sequence[Feed] = ()) -> dict[int, str]:
    ids = [feed.id for feed in feeds] or None
    events = [event async for event in refresh.refresh(session, ids)]
    return {event.feed_id: event.status for event in events if isinstance(event, FeedDone)}


async def test_the_newest_articles_are_made_ready_first(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "SIDE_BY_SIDE", 1)
    order = Order(session, monkeypatch)
    session.library.feeds.add(site.feed("/one", dated(1, 20), dated(2, 5), dated(3, 22)))
    await statuses(session)
    assert order.titles == ["Entry 3", "Entry 1", "Entry 2"]


async def test_a_large_feed_leaves_the_others_their_turn(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_up: list[int] = []

    async def make(_: Session, article_id: int, **options: Any) -> preparation.Outcome:
        taken_up.append(article_id)
        raise InputError("There is no such article.")

    monkeypatch.setattr(preparation, "SIDE_BY_SIDE", 1)
    monkeypatch.setattr(preparation, "AT_FIRST", 2)
    monkeypatch.setattr(preparation, "make", make)
    preparer = preparation.Preparer(session, lambda ids, waiting: None)
    preparer.add({ident: START - timedelta(days=ident) for ident in (11, 12, 13, 14)})
    preparer.add({ident: START - timedelta(days=ident) for ident in (23, 22, 21)})
    preparer.no_more()
    await preparer.run(leftovers=False)
    assert taken_up == [11, 12, 21, 22, 13, 14, 23]


async def test_articles_wait_while_a_feed_is_read(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Order(session, monkeypatch)
    first, second = subscribe(session, site, 2)
    stored, taken_up = asyncio.Event(), []
    real = session.workers().parse_feed

    async def parse(content: bytes, url: str, *rest: Any) -> Any:
        if url == second.url:
            await stored.wait()
            for _ in range(50):
                await asyncio.sleep(0)
            taken_up.extend(order.titles)
        return await real(content, url, *rest)

    monkeypatch.setattr(session.workers(), "parse_feed", parse)
    async with aclosing(refresh.refresh(session)) as events:
        async for event in events:
            if isinstance(event, FeedDone) and event.feed_id == first.id:
                stored.set()
    assert taken_up == []
    ready = session.library.articles.page(ListQuery(), limit=9)
    assert {article.preparation for article in ready} == {Preparation.READY}


async def test_a_feed_that_another_process_asks_for_is_left_to_it(
    session: Session, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "CLAIMED_TOGETHER", 2)
    feeds = subscribe(session, site, 5)
    with monkeypatch.context() as another:
        another.setattr(os, "getpid", os.getppid)
        session.library.feeds.claim([feeds[3]], clock(), 300)
    told = await statuses(session, feeds)
    assert [told[feed.id] for feed in feeds] == ["new", "new", "new", "unchanged", "new"]
    assert sorted(site.paths()) == ["/0", "/1", "/2", "/4"]


async def test_what_was_claimed_and_not_asked_for_is_free_after_a_stop(
    paths: Paths, site: Site, clock: Clock
) -> None:
    one_at_a_time = Settings(refresh=Refresh(concurrency=1))
    session = Session(paths, one_at_a_time, clock=clock)
    feeds = subscribe(session, site, 4)
    site.answers["/0"].gate = asyncio.Event()
    async with aclosing(refresh.refresh(session)) as events:
        await anext(events)
        waiting = asyncio.create_task(anext(events))
        await site.arrived.wait()
        assert session.library.feeds.due(clock()) == []
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    session.library.background(lambda: None).result()
    assert [feed.id for feed in session.library.feeds.due(clock())] == [feed.id for feed in feeds]
    await session.close()


async def test_one_feed_is_taken_up_at_a_turn_of_the_loop(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    lanes, turn = 6, 0
    feeds = subscribe(session, site, 2 * lanes)
    begun: list[int] = []
    all_under_way = asyncio.Event()

    async def one_feed(_: object, feed: Feed) -> FeedDone:
        begun.append(turn)
        if len(begun) == lanes:
            all_under_way.set()
        await all_under_way.wait()
        return FeedDone(feed_id=feed.id, url=feed.url, title=feed.title, status="unchanged")

    async def count() -> None:
        nonlocal turn
        while True:
            await asyncio.sleep(0)
            turn += 1

    monkeypatch.setattr(refresh._Run, "_one_feed", one_feed)
    monkeypatch.setattr(refresh, "LANES", 1)
    monkeypatch.setattr(session, "settings", Settings(refresh=Refresh(concurrency=lanes)))
    counting = asyncio.create_task(count())
    await statuses(session)
    counting.cancel()
    assert len(set(begun)) == len(feeds)
