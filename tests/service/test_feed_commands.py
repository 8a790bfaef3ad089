"""Feeds that commands bring, as newsboat's exec: and filter: do: real scripts, good and bad."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from newsreader.config.settings import FeedSettings, Network, Settings
from newsreader.core.errors import ConfigError, FetchError, InputError, NewsreaderError
from newsreader.core.models import FeedStatus, FullText
from newsreader.core.query import ListQuery
from newsreader.services import commands, feed_commands, feed_health, subscriptions
from newsreader.services.article_page import is_private_feed
from newsreader.services.exporting import commands_in, export_json, export_opml
from newsreader.services.importing import import_file
from newsreader.services.preparation import page_mode
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from tests.service.conftest import Clock
from tests.service.site import Answer, Site, item, rss
from tests.service.test_subscriptions import cache
from tests.support.library import entry, store

MakeScript = Callable[..., str]

pytestmark = pytest.mark.usefixtures("jobs_done_here")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Let commands run."""
    return structs.replace(settings, refresh=structs.replace(settings.refresh, commands=True))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeScript:
    """Make small programs in ``~/bin``; they note each run in ``~/runs``."""
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "bin").mkdir()

    def make(text: str, name: str = "x") -> str:
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\necho run >> {tmp_path}/runs\n{text}\n", encoding="utf-8")
        path.chmod(0o700)
        return f"~/bin/{name}"

    return make


def prints(folder: Path, body: bytes) -> str:
    """Write a line of a script that prints a body."""
    (folder / "body").write_bytes(body)
    return f"cat {folder}/body"


HANGS = "exec 3>~/alive\nsleep 600 &"
"""Lines of a script: what they start holds the pipe ``~/alive`` open."""


def runs(folder: Path) -> int:
    file = folder / "runs"
    return len(file.read_text().splitlines()) if file.exists() else 0


# -- exec: -----------------------------------------------------------------------------------------


async def test_what_a_command_prints_is_a_feed_as_any_other(
    session: Session, script: MakeScript, tmp_path: Path, clock: Clock
) -> None:
    items = item(1, link="/relative"), item(2, link="https://one.example/2")
    program = script(prints(tmp_path, rss("", *items, title="Mine")))
    added = await subscriptions.subscribe(session, f"exec:{program} a", folder="A")
    feed = added.feed
    assert (feed.url, feed.title, feed.folder) == (f"exec:{program} a", "Mine", "A")
    assert added.articles == 2
    assert (await refresh_all(session, full_text=False)).new == 2
    assert runs(tmp_path) == 1  # what subscribing brought serves for the first refresh
    articles = session.library.articles.page(ListQuery(), limit=9)
    assert {article.url for article in articles} == {"", "https://one.example/2"}
    assert subscriptions.find(session, f"exec:{program} a").id == feed.id

    clock.move(days=3000)
    assert (await refresh_all(session, full_text=False)).new == 0
    known = session.library.feeds.get(feed.id)
    assert (runs(tmp_path), known.status, known.last_status) == (2, FeedStatus.OK, None)
    assert known.total == 2  # a command is no witness of what time it is: nothing is dropped
    assert known.next_fetch is not None
    assert known.next_fetch > clock()

    script("echo 'no key' >&2; exit 1")
    assert (await refresh_all(session, [feed.id])).errors == 1
    known = session.library.feeds.get(feed.id)
    assert known.error == "x failed with exit code 1: no key"
    told = feed_health.account(known, clock())
    assert "run it in a terminal" in told.advice
    assert "Last status" not in dict(told.facts)

    script(prints(tmp_path, rss("", item(3))))
    await subscriptions.change_address(session, known, f"exec:{program} b")
    assert (await refresh_all(session, full_text=False)).new == 1
    assert session.library.feeds.get(feed.id).status is FeedStatus.OK
    subscriptions.remove(session, feed.id)
    assert (await subscriptions.subscribe(session, f"exec:{program} b")).restored


async def test_arguments_are_a_list_and_no_shell_reads_them(
    session: Session, script: MakeScript, tmp_path: Path
) -> None:
    program = script(f'for one; do echo "$one"; done > {tmp_path}/out; cat {tmp_path}/body')
    prints(tmp_path, rss("", item(1)))
    line = f"exec:{program} --x=1 -rf ';' 'a  b' $(touch y) `id` ~/z x~/y > out | cat \"~\""
    await subscriptions.subscribe(session, line)
    assert (tmp_path / "out").read_text().splitlines() == [
        *("--x=1", "-rf", ";", "a  b", "$(touch", "y)", "`id`", f"{tmp_path}/z", "x~/y"),
        *(">", "out", "|", "cat", "~"),
    ]


async def test_a_command_that_goes_wrong_is_one_sentence(
    session: Session, script: MakeScript
) -> None:
    session.settings = structs.replace(session.settings, network=Network(max_megabytes=1))
    for text, sentence in (
        ("printf 'no \\033]0;x\\007such\\nmore\\n' >&2; exit 3", "exit code 3: no such"),
        ("kill -9 $$", "x was ended by signal 9"),
        ("while :; do printf 0123456789; done", "printed more than 1 MB and was ended"),
        ("trap '' PIPE; yes; while :; do :; done", "printed more than 1 MB"),
        ("echo hello", "can not be read as a feed"),
        ("printf '\\000\\001\\377'", "can not be read as a feed"),
        ("true", "can not be read as a feed"),
    ):
        with pytest.raises(NewsreaderError) as caught:
            await subscriptions.subscribe(session, f"exec:{script(text)}")
        assert sentence in str(caught.value)
        assert str(caught.value).isprintable()
    with pytest.raises(FetchError, match="there is no such program"):
        await subscriptions.subscribe(session, "exec:~/bin/nowhere")
    assert session.library.feeds.all() == []


@pytest.mark.parametrize(
    ("then", "why"),
    [
        ("wait", "took more than 1 seconds and was ended"),
        ("exit", "took more than 1 seconds and was ended"),
        ("yes", "printed more than 1 MB and was ended"),
    ],
)
async def test_what_hangs_is_ended_with_all_that_it_started(
    session: Session, script: MakeScript, tmp_path: Path, then: str, why: str
) -> None:
    limits = Network(timeout_seconds=1 if "more than 1 s" in why else 60, max_megabytes=1)
    session.settings = structs.replace(session.settings, network=limits)
    program = script(f"{HANGS}\n{then}")
    os.mkfifo(tmp_path / "alive")
    ended = asyncio.create_task(asyncio.to_thread((tmp_path / "alive").read_bytes))
    with pytest.raises(FetchError, match=why):
        await subscriptions.subscribe(session, f"exec:{program}")
    async with asyncio.timeout(20):
        await ended


async def test_leaving_ends_what_is_running(
    session: Session, script: MakeScript, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "alive")
    session.library.feeds.add(f"exec:{script(HANGS)}")
    task = asyncio.create_task(refresh_all(session))
    with await asyncio.to_thread((tmp_path / "alive").open) as alive:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(alive.read) == ""


async def test_commands_that_hang_keep_no_thread_that_others_need(
    session: Session, script: MakeScript, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "running")
    program = script("printf x >~/running; sleep 600")
    for number in range(40):
        session.library.feeds.add(f"exec:{program} {number}")
    with (tmp_path / "running").open("rb+", buffering=0) as running:
        loop = asyncio.get_running_loop()
        some = loop.run_in_executor(None, lambda: [running.read(1) for _ in range(4)])
        task = asyncio.create_task(refresh_all(session))
        assert await some == [b"x"] * 4
        try:
            async with asyncio.timeout(20):
                assert await asyncio.to_thread(lambda: "free") == "free"
            assert runs(tmp_path) == 4
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


# -- filter: ---------------------------------------------------------------------------------------


async def test_a_filter_gets_the_body_and_a_304_runs_none(
    session: Session, script: MakeScript, tmp_path: Path, site: Site, clock: Clock
) -> None:
    site.feed("/dir/feed.xml", item(1, link="one"), title="Plain", etag='"1"')
    site.answers["/old"] = Answer(status=301, headers={"Location": "/dir/feed.xml"})
    secret = site.url.replace("://", "://me:secret@")
    address = f"filter:{script('sed -e s/Plain/Mine/')}:{secret}/old"
    feed = (await subscriptions.subscribe(session, address)).feed
    assert (feed.title, feed.url) == ("Mine", address)
    await refresh_all(session, full_text=False)
    assert session.library.feeds.get(feed.id).url == address  # it moves nowhere
    assert session.library.articles.page(ListQuery(), limit=9)[0].url == f"{site.url}/dir/one"
    assert site.last("/dir/feed.xml").headers["Authorization"].startswith("Basic ")
    assert "secret" not in repr(feed_health.account(session.library.feeds.get(feed.id), clock()))

    clock.move(days=2)
    await refresh_all(session, full_text=False)
    assert site.last("/dir/feed.xml").headers["If-None-Match"] == '"1"'
    assert runs(tmp_path) == 1

    site.feed("/dir/feed.xml", item(1, link="one"), title="Mine", etag='"2"')
    script("cat")
    parse, session.workers().parse_feed = session.workers().parse_feed, None  # type: ignore[method-assign,assignment]
    clock.move(days=2)
    assert (await refresh_all(session, full_text=False)).errors == 0  # the same is not parsed again
    session.workers().parse_feed = parse  # type: ignore[method-assign]

    site.answers.clear()
    clock.move(days=2)
    assert (await refresh_all(session)).errors == 1
    assert session.library.feeds.get(feed.id).last_status == 404
    assert runs(tmp_path) == 2


def test_only_what_is_fetched_for_a_feed_says_where_it_is() -> None:
    assert is_private_feed("filter:x:http://localhost/feed")
    assert not is_private_feed("filter:x http://localhost/:https://one.example/feed")
    assert not is_private_feed("exec:curl http://localhost/feed")


async def test_the_settings_of_what_is_filtered_hold(session: Session) -> None:
    own = {"https://one.example/feed": FeedSettings(full_text=FullText.NEVER)}
    session.settings = structs.replace(session.settings, feeds=own)
    feed = session.library.feeds.add("filter:x:https://one.example/feed")
    [number] = store(session.library, feed.id, [entry(1)]).new
    assert page_mode(session, session.library.articles.get(number)) is FullText.NEVER


# -- who may make such a feed ----------------------------------------------------------------------

URLS = b"""
https://one.example/feed
"exec:~/bin/x 'a b'" News "~My command"
"filter:~/bin/f --one:https://two.example/feed" !
"exec:x 'open"
filter:x
filter::https://two.example/
exec:
"filter:x:exec:y"
"""


async def test_newsboats_commands_are_taken_over_where_the_settings_allow_it(
    session: Session,
) -> None:
    report = await import_file(session, URLS)
    assert report.added == 3
    feeds = {feed.url: feed for feed in session.library.feeds.all()}
    own = feeds["exec:~/bin/x 'a b'"]
    assert (own.title, own.folder) == ("My command", "News")
    muted = feeds["filter:~/bin/f --one:https://two.example/feed"]
    assert (muted.hidden, muted.title) == (True, "two.example")
    assert len(report.refused) == 5
    assert any("A quote in this command is not closed." in one for one in report.refused)
    assert "exec:" not in export_opml(session)
    assert {feed.id for feed in commands_in(session)} == {own.id, muted.id}


async def test_without_the_setting_they_are_left_out_in_words(
    session: Session, script: MakeScript, tmp_path: Path, clock: Clock
) -> None:
    program = script(prints(tmp_path, rss("", item(1))))
    feed = session.library.feeds.add(f"exec:{program}")
    session.settings = Settings()
    report = await import_file(session, URLS)
    assert report.added == 1
    assert f"exec:~/bin/x 'a b' was left out. {feed_commands.HOW}" in report.refused
    assert len(report.refused) == 7
    for anyway in (False, True):
        with pytest.raises(ConfigError, match=r"commands = true under \[refresh\]"):
            await subscriptions.subscribe(session, "exec:~/bin/y", anyway=anyway)
    for _ in range(5):
        clock.move(minutes=16)  # it is tried soon each time: the settings may have been mended
        assert (await refresh_all(session, [feed.id])).errors == 1
    known = session.library.feeds.get(feed.id)
    assert (known.error, runs(tmp_path)) == (feed_commands.HOW, 0)
    assert known.next_fetch is not None
    assert (known.next_fetch - clock()).seconds == 15 * 60


async def test_no_stranger_makes_a_command(
    session: Session, script: MakeScript, tmp_path: Path, site: Site
) -> None:
    program = script("true")
    site.answers["/urls"] = Answer(body=f"{site.url}/a\nexec:{program}\n".encode())
    report = await import_file(session, f"{site.url}/urls")
    assert report.added == 1
    assert report.refused[0].startswith(f"exec:{program} was left out: no command is taken")
    export = {
        "feeds": [{"url": f"exec:{program}", "entries": [{"title": "One", "link": site.url}]}]
    }
    report = await import_file(session, json.dumps(export).encode())
    assert (report.added, report.articles, len(report.refused)) == (0, 0, 1)
    names = f'xmlUrl="exec:{program}"', f'type="rss" url="filter:{program}:{site.url}"'
    opml = "".join(f"<outline {name}/>" for name in names)
    report = await import_file(session, f"<opml><body>{opml}</body></opml>".encode())
    assert (report.added, len(report.refused)) == (0, 2)
    link = f'<html><head><link rel="alternate" type="application/rss+xml" href="exec:{program}">'
    site.answers["/"] = Answer(body=link.encode())
    site.answers["/moved"] = Answer(status=301, headers={"Location": f"exec:{program}"})
    for path in ("/", "/moved"):
        with pytest.raises((InputError, FetchError)):
            await subscriptions.subscribe(session, site.url + path)
    assert all(not feed.url.startswith("exec:") for feed in session.library.feeds.all())
    assert runs(tmp_path) == 0


async def test_newsboats_cache_brings_articles_of_commands_that_are_known(
    session: Session, tmp_path: Path
) -> None:
    file = cache(tmp_path / "cache.db", feed="exec:~/bin/x 'a b'")
    report = await import_file(session, file)
    assert (report.added, report.articles) == (0, 0)
    assert report.refused == (
        "exec:~/bin/x 'a b' was left out: no command is taken from there."
        " Subscribe to it by newsreader add, and import again.",
    )
    await import_file(session, URLS)
    session.settings = Settings()  # whether it is run now does not count
    report = await import_file(session, file)
    assert (report.known, report.articles, report.refused) == (1, 2, ())
    report = await import_file(session, "".join(export_json(session)).encode())
    assert (report.added, report.known, report.refused) == (0, 3, ())
    assert (await import_file(session, URLS)).known == 3


def test_the_collectors_input_may_find_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", full)
    with pytest.raises(InputError, match="No space left on device"):
        commands.run(["true"], seconds=5)
