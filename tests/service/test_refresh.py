"""The pipeline end to end: a real server, a real library, and real workers where it says so."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from newsreader.config.paths import Paths
from newsreader.config.settings import FeedSettings, Retention, Settings
from newsreader.core.document import Document
from newsreader.core.errors import LibraryError, WorkerError
from newsreader.core.models import Article, Feed, FeedStatus, FullText, Preparation
from newsreader.core.query import ListQuery
from newsreader.services import claims, preparation, watch
from newsreader.services.article_page import PageBudget
from newsreader.services.events import (
    ArticlesPrepared,
    ArticlesWatched,
    Event,
    FeedDone,
    RefreshFinished,
    RefreshStarted,
)
from newsreader.services.jobs import Prepared, PrepareJob
from newsreader.services.refresh import refresh
from newsreader.services.session import Session
from tests.service.conftest import START, Clock
from tests.service.site import LONG, Answer, Site, full_item, item

pytestmark = pytest.mark.usefixtures("jobs_done_here")


async def run(session: Session, *feeds: Feed, **options: bool) -> list[Event]:
    ids = [feed.id for feed in feeds] or None
    return [event async for event in refresh(session, ids, **options)]


async def done(session: Session, *feeds: Feed, **options: bool) -> list[FeedDone]:
    return [event for event in await run(session, *feeds, **options) if isinstance(event, FeedDone)]


def articles(session: Session) -> list[Article]:
    return list(session.library.articles.page(ListQuery(), limit=1000))


def only(session: Session) -> Article:
    [article] = articles(session)
    return article


@pytest.mark.usefixtures("workers_apart")
async def test_a_feed_is_fetched_parsed_stored_and_prepared(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), full_item(2), title="News"))
    events = await run(session)

    assert events[0] == RefreshStarted(total=1)
    [told] = [event for event in events if isinstance(event, FeedDone)]
    assert (told.status, told.new, told.changed, told.error) == ("new", 2, 0, "")
    prepared = [ident for e in events if isinstance(e, ArticlesPrepared) for ident in e.ids]
    assert sorted(prepared) == sorted(article.id for article in articles(session))
    assert isinstance(events[-1], RefreshFinished)
    assert (events[-1].new, events[-1].errors) == (2, 0)

    stored = session.library.feeds.get(feed.id)
    assert (stored.status, stored.title, stored.unread) == (FeedStatus.OK, "News", 2)
    reading = session.library.articles.reading(articles(session)[0].id)
    assert reading is not None
    assert "Ada Lovelace met Charles Babbage" in reading.document.text
    assert reading.article.preparation is Preparation.READY
    assert reading.article.source == "feed"
    assert "Charles Babbage" in {entity.name for entity in reading.entities}


async def test_a_refresh_tells_once_of_what_is_watched(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), full_item(2)))
    watch.watch(session, "Charles Babbage")
    events = await run(session, feed)
    (told,) = [event for event in events if isinstance(event, ArticlesWatched)]
    assert len(told.ids) == len(told.notices) == 2
    assert all(article.watched for article in articles(session))
    again = await run(session, feed)
    assert not [event for event in again if isinstance(event, ArticlesWatched)]


async def test_a_summary_has_its_page_fetched(session: Session, site: Site) -> None:
    link = site.page("/article", "The machine")
    session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    await run(session)
    assert only(session).source == "page"
    assert only(session).preparation is Preparation.READY
    assert only(session).words > 300


async def test_a_title_is_found_before_its_page_is_here(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_stored = asyncio.Event()
    monkeypatch.setattr(preparation.Preparer, "no_more", lambda _: all_stored.set())
    link = site.page("/article", "The machine")
    site.answers["/article"].gate = asyncio.Event()
    session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    async with aclosing(refresh(session)) as events:
        async for event in events:
            if isinstance(event, FeedDone):
                break
        await all_stored.wait()
        assert session.library.articles.count(ListQuery(query="entry")) == 1
    assert only(session).preparation is Preparation.PENDING


async def test_no_full_text_leaves_pages_alone_until_later(session: Session, site: Site) -> None:
    link = site.page("/article", "The machine")
    feed = session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    await run(session, full_text=False)
    assert site.paths() == ["/feed"]
    assert only(session).preparation is Preparation.PARTIAL
    await run(session, feed)
    assert "/article" in site.paths()
    assert only(session).preparation is Preparation.READY


async def test_a_page_that_fails_leaves_the_summary_and_is_tried_again(
    session: Session, site: Site, clock: Clock
) -> None:
    link = site.page("/article", "The machine")
    page = site.answers["/article"]
    site.answers["/article"] = Answer(status=503)
    feed = session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    await run(session)
    assert only(session).preparation is Preparation.PARTIAL
    assert "could not be fetched" in only(session).note
    reading = session.library.articles.reading(only(session).id)
    assert reading is not None
    assert reading.document.text == "A short summary."

    site.answers["/article"] = page
    clock.move(hours=6)
    await run(session, feed)
    assert only(session).preparation is Preparation.READY


async def test_pages_of_a_host_that_does_not_answer_hold_up_nothing(
    session: Session, site: Site, clock: Clock
) -> None:
    dead = "http://127.0.0.1:1"
    items = [item(number, link=f"{dead}/{number}") for number in range(40)]
    session.library.feeds.add(site.feed("/feed", *items))
    client = await session.client()
    await run(session)
    in_vain = [request for request in client.requests if request.status is None]
    assert 3 <= len(in_vain) <= 12  # those that were under way at the third
    assert {one.preparation for one in articles(session)} == {Preparation.PARTIAL}
    reading = session.library.articles.reading(articles(session)[0].id)
    assert reading is not None
    assert reading.article.note.endswith("127.0.0.1 refuses the connection.")

    clock.move(hours=2)
    await run(session)  # a later one begins anew
    again = [request for request in client.requests if request.status is None]
    assert len(in_vain) + 3 <= len(again) <= len(in_vain) + 12


async def test_no_more_pages_of_a_host_than_a_refresh_may_cost(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "PageBudget", lambda: PageBudget(most_pages=2))
    items = [item(n, link=site.page(f"/{n}", "A title", *LONG)) for n in range(5)]
    session.library.feeds.add(site.feed("/feed", *items))

    def ready() -> list[int]:
        found = articles(session)
        return [one.id for one in found if one.preparation is Preparation.READY]

    counts = []
    for _ in range(3):
        await run(session)
        counts.append(len(ready()))
    assert counts == [2, 4, 5]
    assert len(site.paths()) == 6


async def test_a_page_that_is_not_there_is_not_asked_for_for_ever(
    session: Session, site: Site, clock: Clock
) -> None:
    feed = session.library.feeds.add(site.feed("/feed", item(1, link=f"{site.url}/nothing")))
    for _ in range(5):
        await run(session, feed)
        clock.move(hours=6)
    assert site.paths().count("/nothing") == 1
    assert only(session).preparation is Preparation.PARTIAL


async def test_settings_and_feeds_say_whether_pages_are_fetched(
    paths: Paths, site: Site, clock: Clock
) -> None:
    link = site.page("/article", "The machine")
    session = Session(paths, Settings(full_text=FullText.NEVER), clock=clock)
    session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    await run(session)
    assert site.paths() == ["/feed"]
    assert only(session).preparation is Preparation.READY
    await session.close()


async def test_what_is_unchanged_is_not_parsed_again(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1)))
    assert [event.status for event in await done(session)] == ["new"]
    parsed = session.workers().parse_feed

    async def never(*_: object, **__: object) -> None:
        raise AssertionError("an unchanged body was parsed")

    session.workers().parse_feed = never  # type: ignore[method-assign,assignment]
    assert [event.status for event in await done(session, feed)] == ["unchanged"]
    session.workers().parse_feed = parsed  # type: ignore[method-assign]


async def test_a_text_that_no_worker_can_make_is_shown_in_its_words(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(*_: object, **__: object) -> None:
        raise WorkerError("Preparing the article took longer than 20 seconds and was stopped.")

    monkeypatch.setattr(session.workers(), "prepare", never)
    session.library.feeds.add(site.feed("/feed", full_item(1)))
    await run(session)
    reading = session.library.articles.reading(only(session).id)
    assert reading is not None
    assert "<" not in reading.document.text
    assert len(reading.document.text.split()) > 20
    assert reading.article.preparation is Preparation.PARTIAL
    assert reading.article.note.startswith("Preparing the article took longer")


async def test_of_a_changed_body_only_new_and_changed_entries_are_worked_on(
    session: Session, site: Site
) -> None:
    feed = session.library.feeds.add(site.feed("/feed", *map(full_item, (1, 2, 3))))
    await run(session)
    stored = {article.title: article for article in articles(session)}
    prepare, asked = session.workers().prepare, []

    async def noted(job: PrepareJob, **options: Any) -> Prepared:
        asked.append(job.title)
        return await prepare(job, **options)

    session.workers().prepare = noted  # type: ignore[method-assign]
    edited = full_item(2).replace("Ada Lovelace", "Mary Somerville")
    site.feed("/feed", full_item(4), full_item(1), edited, full_item(3))
    [told] = await done(session, feed)
    assert (told.new, told.changed) == (1, 1)
    assert sorted(asked) == ["Entry 2", "Entry 4"]
    kept = [article for article in articles(session) if article.title in ("Entry 1", "Entry 3")]
    assert [stored[article.title] for article in kept] == kept


async def test_what_is_odd_in_a_feed_is_told_until_it_is_mended(
    session: Session, site: Site
) -> None:
    odd = full_item(1).replace("</item>", "<a&b></item>")
    feed = session.library.feeds.add(site.feed("/feed", odd))
    told = ("The feed is not well-formed XML; it was read leniently.",)
    for _ in range(2):  # what is unchanged is as odd as before
        assert [event.warnings for event in await done(session, feed)] == [told]
        assert session.library.feeds.get(feed.id).warnings == told
    site.feed("/feed", full_item(2))
    assert [event.warnings for event in await done(session, feed)] == [()]
    assert session.library.feeds.get(feed.id).warnings == ()


async def test_validators_are_sent_and_304_is_understood(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), etag='W/"one"'))
    await run(session)
    assert "If-None-Match" not in site.last("/feed").headers
    assert [event.status for event in await done(session, feed)] == ["unchanged"]
    assert site.last("/feed").headers["If-None-Match"] == 'W/"one"'
    assert session.library.feeds.get(feed.id).last_status == 304


async def test_the_rest_of_a_feed_that_broke_off_is_asked_for(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", item(1), item(2), etag='"one"'))
    whole, answer = site.answers["/feed"].body, site.answers["/feed"]
    answer.body = whole[: whole.index(b"<description><![CDATA[A short", whole.index(b"entry-2"))]
    for told in (["new"], ["unchanged"]):
        assert [event.status for event in await done(session, feed)] == told
        assert "If-None-Match" not in site.last("/feed").headers
        assert [article.title for article in articles(session)] == ["Entry 1"]
    answer.body = whole
    [event] = await done(session, feed)
    assert (event.new, event.changed, event.warnings) == (1, 0, ())
    assert [event.status for event in await done(session, feed)] == ["unchanged"]


async def test_a_changed_entry_is_changed_and_stays_read(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1)))
    await run(session)
    session.library.articles.mark_read([only(session).id], True)
    site.feed("/feed", full_item(1, title="A better title"))
    [told] = await done(session, feed)
    assert (told.status, told.new, told.changed) == ("new", 0, 1)
    assert only(session).title == "A better title"
    assert only(session).read


async def test_nothing_is_due_twice(session: Session, site: Site, clock: Clock) -> None:
    session.library.feeds.add(site.feed("/feed", full_item(1)))
    assert len(await done(session)) == 1
    assert await done(session) == []
    assert len(await done(session, force=True)) == 1
    clock.move(days=2)
    assert len(await done(session)) == 1


@pytest.mark.parametrize("is_watched", [True, False])
async def test_requests_leave_room_for_keys_while_somebody_is_at_them(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch, is_watched: bool
) -> None:
    sleep, room, rests = asyncio.sleep, 3600.0, []

    async def rested(seconds: float) -> None:
        rests.append(seconds)
        await sleep(0 if seconds == room else seconds)

    monkeypatch.setattr("newsreader.services.refresh.BETWEEN_STARTS", room)
    monkeypatch.setattr(asyncio, "sleep", rested)
    if is_watched:
        session.attended = time.monotonic()
    for name in "abc":
        session.library.feeds.add(site.feed(f"/{name}"))
    assert len(await done(session)) == 3
    assert (room in rests) is is_watched


async def test_one_feeds_failure_touches_no_other(session: Session, site: Site) -> None:
    site.answers["/broken"] = Answer(body=b"<html><p>no feed</p></html>")
    site.answers["/error"] = Answer(status=500)
    good = session.library.feeds.add(site.feed("/good", full_item(1)))
    broken = session.library.feeds.add(f"{site.url}/broken")
    error = session.library.feeds.add(f"{site.url}/error")
    away = session.library.feeds.add("http://127.0.0.1:1/feed")
    told = {event.feed_id: event for event in await done(session)}
    assert told[good.id].status == "new"
    for feed in (broken, error, away):
        assert told[feed.id].status == "error"
        assert told[feed.id].error.endswith(".")
        stored = session.library.feeds.get(feed.id)
        assert (stored.status, stored.error) == (FeedStatus.ERROR, told[feed.id].error)
        assert stored.failures == 1


async def test_an_unexpected_failure_stays_with_its_feed(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = session.library.feeds.add(site.feed("/bad", full_item(1)))
    good = session.library.feeds.add(site.feed("/good", full_item(2)))
    parse = session.workers().parse_feed

    async def fail(content: bytes, url: str, content_type: str | None) -> object:
        if url.endswith("/bad"):
            raise ZeroDivisionError
        return await parse(content, url, content_type)

    monkeypatch.setattr(session.workers(), "parse_feed", fail)
    told = {event.feed_id: event for event in await done(session)}
    assert told[bad.id].status == "error"
    assert "log" in told[bad.id].error
    assert told[good.id].status == "new"


async def test_a_portal_in_place_of_a_feed_changes_nothing(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), etag='"first"'))
    await run(session)
    before, answer = session.library.feeds.get(feed.id), site.answers["/feed"]
    page = b"<!DOCTYPE html><html><title>Pay for the wifi</title><form></form></html>"
    site.answers["/portal"] = Answer(body=page, etag='"portal"')
    for portal in (
        Answer(status=301, headers={"Location": "/portal"}),
        Answer(body=page, type="application/rss+xml", headers={"ETag": '"portal"'}),
        Answer(body=b"", type="application/rss+xml"),
        Answer(status=204),
        Answer(body=page, status=511),
    ):
        site.answers["/feed"] = portal
        [told] = await done(session, feed)
        assert (told.status, told.error[-1:]) == ("error", ".")
        now = session.library.feeds.get(feed.id)
        assert (now.url, now.etag, now.body_hash) == (before.url, before.etag, before.body_hash)
        assert len(articles(session)) == 1
    site.answers["/feed"] = answer
    assert (await done(session, feed))[0].status == "unchanged"
    assert site.last("/feed").headers["If-None-Match"] == '"first"'
    assert session.library.feeds.get(feed.id).failures == 0


async def test_a_permanent_move_changes_the_address(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(f"{site.url}/old")
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    address = site.feed("/new", full_item(1))
    await run(session)
    stored = session.library.feeds.get(feed.id)
    assert stored.url == address
    assert stored.original_url == f"{site.url}/old"


async def test_credentials_in_the_address_go_along_when_it_moves(
    session: Session, site: Site
) -> None:
    typed = f"{site.url}/old".replace("//", "//me:secret@")
    feed = session.library.feeds.add(typed)
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    site.feed("/new", full_item(1))
    await run(session)
    stored = session.library.feeds.get(feed.id)
    assert stored.url == typed.replace("/old", "/new")
    await run(session, stored)
    assert site.last("/new").headers["Authorization"] == "Basic bWU6c2VjcmV0"


async def test_a_move_to_where_another_feed_is_changes_nothing(
    session: Session, site: Site
) -> None:
    old = session.library.feeds.add(f"{site.url}/old")
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    session.library.feeds.add(site.feed("/new", full_item(1)))
    assert {event.status for event in await done(session)} == {"new"}
    assert session.library.feeds.get(old.id).url == f"{site.url}/old"


async def test_a_temporary_move_changes_no_address(session: Session, site: Site) -> None:
    feed = session.library.feeds.add(f"{site.url}/old")
    site.answers["/old"] = Answer(status=302, headers={"Location": "/new"})
    site.feed("/new", full_item(1))
    await run(session)
    assert session.library.feeds.get(feed.id).url == f"{site.url}/old"


async def test_a_feed_that_is_gone_is_asked_no_more(
    session: Session, site: Site, clock: Clock
) -> None:
    site.answers["/feed"] = Answer(status=410)
    feed = session.library.feeds.add(f"{site.url}/feed")
    [told] = await done(session)
    assert told.status == "gone"
    assert session.library.feeds.get(feed.id).status is FeedStatus.GONE
    clock.move(days=30)
    assert await done(session) == []
    assert await done(session, force=True) == []
    site.feed("/feed", full_item(1))
    assert [event.status for event in await done(session, feed)] == ["new"]


async def test_retry_after_is_honoured(session: Session, site: Site, clock: Clock) -> None:
    site.answers["/feed"] = Answer(status=503, headers={"Retry-After": "36000"})
    feed = session.library.feeds.add(f"{site.url}/feed")
    await run(session)
    later = session.library.feeds.get(feed.id).next_fetch
    assert later is not None
    assert (later - clock()).total_seconds() >= 36000


async def test_max_age_is_honoured(session: Session, site: Site, clock: Clock) -> None:
    url = site.feed("/feed", full_item(1), headers={"Cache-Control": "max-age=40000"})
    feed = session.library.feeds.add(url)
    await run(session)
    later = session.library.feeds.get(feed.id).next_fetch
    assert later is not None
    assert (later - clock()).total_seconds() >= 40000


async def test_an_early_end_leaves_what_was_done_and_can_be_taken_up(
    session: Session, site: Site
) -> None:
    gate = asyncio.Event()
    session.library.feeds.add(site.feed("/quick", full_item(1)))
    session.library.feeds.add(site.feed("/slow", full_item(2), gate=gate))
    async with aclosing(refresh(session)) as events:
        async for event in events:
            if isinstance(event, ArticlesPrepared):
                break
    assert [article.title for article in articles(session)] == ["Entry 1"]
    gate.set()
    assert {event.status for event in await done(session, force=True)} == {"new", "unchanged"}
    assert all(article.preparation is Preparation.READY for article in articles(session))


async def test_cancelling_the_task_ends_it(session: Session, site: Site) -> None:
    session.library.feeds.add(site.feed("/slow", full_item(2), gate=asyncio.Event()))
    task = asyncio.create_task(run(session))
    await site.arrived.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.library.check() == []


async def test_what_an_ended_refresh_left_is_prepared_by_the_next(
    session: Session, site: Site
) -> None:
    gate = asyncio.Event()
    link = site.page("/article", "The machine")
    site.answers["/article"].gate = gate
    session.library.feeds.add(site.feed("/feed", item(1, link=link)))
    async with aclosing(refresh(session)) as events:
        async for event in events:
            if isinstance(event, FeedDone):
                break
    assert only(session).preparation is Preparation.PENDING
    gate.set()
    await run(session)
    assert only(session).preparation is Preparation.READY


async def test_two_refreshes_at_once_fetch_a_feed_once(
    session: Session, paths: Paths, settings: Settings, site: Site, clock: Clock
) -> None:
    gate = asyncio.Event()
    session.library.feeds.add(site.feed("/feed", full_item(1), gate=gate))
    other = Session(paths, settings, clock=clock)
    first = asyncio.create_task(run(session))
    await site.arrived.wait()
    second = [event for event in await run(other, force=True) if isinstance(event, FeedDone)]
    gate.set()
    events = await first
    await other.close()
    assert site.paths().count("/feed") == 1
    assert [event.status for event in second] == ["unchanged"]
    assert [event.status for event in events if isinstance(event, FeedDone)] == ["new"]
    assert len(articles(session)) == 1


async def test_a_feed_whose_server_is_slow_stays_claimed(
    session: Session,
    paths: Paths,
    settings: Settings,
    site: Site,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(claims, "RENEWED_AFTER", 0.01)
    gate, renewed = asyncio.Event(), asyncio.Event()
    loop, real = asyncio.get_running_loop(), session.library.feeds.renew

    def renew(ids: Sequence[int], now: datetime, seconds: float) -> None:
        real(ids, now, seconds)
        if now > START:
            loop.call_soon_threadsafe(renewed.set)

    monkeypatch.setattr(session.library.feeds, "renew", renew)
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), gate=gate))
    first = asyncio.create_task(run(session))
    await site.arrived.wait()
    clock.move(minutes=10)
    await asyncio.wait_for(renewed.wait(), 30)
    other = Session(paths, settings, clock=clock)
    assert [event.status for event in await done(other, feed)] == ["unchanged"]
    gate.set()
    await first
    await other.close()
    assert site.paths().count("/feed") == 1


async def test_a_feed_that_another_process_has_just_asked_for_is_left_alone(
    session: Session, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds = session.library.feeds
    feed = feeds.add(site.feed("/feed", full_item(1)))
    claim = feeds.claim

    def late(chosen: Sequence[Feed], now: datetime, seconds: float) -> set[int]:
        feeds.record_success(feed.id, now=now)
        return claim(chosen, now, seconds)

    monkeypatch.setattr(feeds, "claim", late)
    assert [event.status for event in await done(session)] == ["unchanged"]
    assert site.paths() == []
    assert claim([feeds.get(feed.id)], clock(), 60)


def dead_process() -> int:
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        process.wait()
    return process.pid


async def test_what_a_killed_process_claimed_is_free_at_once(
    session: Session, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1)))
    process = dead_process()
    session.library.set_state("refreshing", f'[[{process}, "token"]]')
    with monkeypatch.context() as killed:
        killed.setattr(os, "getpid", lambda: process)
        session.library.feeds.claim([feed], clock(), 300)
    assert [event.status for event in await done(session)] == ["new"]
    session.library.background(lambda: None).result()
    assert session.library.get_state("refreshing") == "[]"


async def test_what_a_killed_run_of_the_same_number_left_behind_is_taken_up(
    session: Session, site: Site
) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1)))
    await run(session)
    session.library.articles.save_prepared(
        only(session).id, document=Document(), preparation=Preparation.PENDING
    )
    session.library.set_state("refreshing", f'[[{os.getpid()}, "of an earlier run"]]')
    await run(session, feed)
    assert only(session).preparation is Preparation.READY
    session.library.background(lambda: None).result()
    assert session.library.get_state("refreshing") == "[]"


async def test_a_feed_removed_meanwhile_stops_nothing(session: Session, site: Site) -> None:
    gate = asyncio.Event()
    link = site.page("/article", "The machine")
    site.answers["/article"].gate = gate
    gone = session.library.feeds.add(site.feed("/gone", item(1, link=link)))
    session.library.feeds.add(site.feed("/here", full_item(2)))
    async with aclosing(refresh(session)) as events:
        async for event in events:
            if isinstance(event, FeedDone) and event.feed_id == gone.id:
                session.library.feeds.remove(gone.id)
                gate.set()
    assert only(session).title == "Entry 2"
    assert only(session).preparation is Preparation.READY


async def test_a_full_disk_ends_the_refresh_with_its_sentence(
    session: Session, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.library.feeds.add(site.feed("/feed", full_item(1)))

    def full(*_: object, **__: object) -> None:
        raise LibraryError("The disk is full.")

    monkeypatch.setattr(session.library.articles, "store_entries", full)
    monkeypatch.setattr(session.library.feeds, "record_failure", full)
    with pytest.raises(LibraryError, match="The disk is full"):
        await run(session)
    assert articles(session) == []


async def test_a_library_that_can_only_be_read_is_said_at_once(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.library, "read_only", True)
    with pytest.raises(LibraryError, match="not writable"):
        await run(session)


async def test_old_articles_go_and_bookmarks_stay(paths: Paths, site: Site, clock: Clock) -> None:
    session = Session(paths, Settings(retention=Retention(30, 60)), clock=clock)
    feed = session.library.feeds.add(
        site.feed("/feed", full_item("read"), full_item("kept"), full_item("new"))
    )
    await run(session)
    by_title = {article.title: article.id for article in articles(session)}
    session.library.articles.mark_read([by_title["Entry read"], by_title["Entry kept"]], True)
    session.library.bookmarks.add(by_title["Entry kept"])
    for days, left in ((40, {"Entry kept", "Entry new"}), (40, {"Entry kept"})):
        clock.move(days=days)
        site.feed("/feed", headers={"Date": format_datetime(clock(), usegmt=True)})
        await run(session, feed)
        assert {article.title for article in articles(session)} == left
    await session.close()


async def test_a_clock_that_jumps_drops_nothing_and_stops_nothing(
    session: Session, site: Site, clock: Clock
) -> None:
    dated = {"Date": format_datetime(clock(), usegmt=True)}
    session.library.feeds.add(site.feed("/feed", full_item(1), headers=dated))
    site.feed("/other", full_item(2), headers={"Date": "Thu, 01 Jan 1970 00:00:00 GMT"})
    session.library.feeds.add(f"{site.url}/other")
    await run(session)
    clock.move(days=4000)
    assert len(await done(session)) == 2
    assert len(articles(session)) == 2
    for address in ("/feed", "/other"):
        site.answers[address] = Answer(status=503)
    assert {event.status for event in await done(session, force=True)} == {"error"}
    assert len(articles(session)) == 2
    clock.move(days=-8000)
    for number in (3, 4):  # the second time, only what was stored the first time tells
        site.feed("/feed", full_item(1), full_item(number), headers=dated)
        assert len(await done(session, force=True)) == 2
    assert len(articles(session)) == 4
    clock.move(days=4001)
    site.feed("/feed", full_item(1), headers={"Date": format_datetime(clock(), usegmt=True)})
    assert len(await done(session)) == 2
    assert len(articles(session)) == 4


async def test_the_pages_of_a_feed_that_moved_get_its_credentials(
    paths: Paths, site: Site, clock: Clock
) -> None:
    link = site.page("/article", "The machine")
    site.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    site.feed("/new", item(1, link=link))
    own = FeedSettings(username="me", password="secret")
    session = Session(paths, Settings(feeds={f"{site.url}/old": own}), clock=clock)
    session.library.feeds.add(f"{site.url}/old")
    await run(session)
    await session.close()
    assert site.last("/article").headers["Authorization"] == "Basic bWU6c2VjcmV0"


async def test_credentials_are_sent_to_the_feed_and_not_elsewhere(
    paths: Paths, site: Site, clock: Clock
) -> None:
    async with Site() as elsewhere:
        link = elsewhere.page("/article", "The machine")
        url = site.feed("/feed", item(1, link=link))
        own = FeedSettings(username="me", password="secret", headers={"X-Token": "abc"})
        session = Session(paths, Settings(feeds={url: own}), clock=clock)
        session.library.feeds.add(url)
        await run(session)
        await session.close()
        assert site.last("/feed").headers["Authorization"].startswith("Basic ")
        assert site.last("/feed").headers["X-Token"] == "abc"
        assert "Authorization" not in elsewhere.last("/article").headers
        assert "X-Token" not in elsewhere.last("/article").headers


async def test_how_long_a_feed_asks_to_be_left_alone_counts_after_a_304_as_well(
    session: Session, site: Site, clock: Clock
) -> None:
    feed = session.library.feeds.add(site.feed("/feed", full_item(1), etag='"one"'))
    answer = site.answers["/feed"]
    answer.body = answer.body.replace(b"<channel>", b"<channel><ttl>240</ttl>")
    four_hours = timedelta(minutes=240)
    for status in ("new", "unchanged"):
        assert [event.status for event in await done(session, feed)] == [status]
        assert session.library.feeds.get(feed.id).next_fetch == clock() + four_hours
    answer.body = answer.body.replace(b"<ttl>240</ttl>", b"")
    answer.etag = '"two"'
    for _ in range(2):
        await run(session, feed)
        assert session.library.feeds.get(feed.id).next_fetch == clock() + timedelta(minutes=60)
