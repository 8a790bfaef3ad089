"""Watching, muting, rules and trends, by the services and by the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from newsreader.cli import cli
from newsreader.config.paths import Paths, resolve_paths
from newsreader.config.settings import Settings, Watch
from newsreader.core.document import Document
from newsreader.core.errors import InputError
from newsreader.core.models import Action, Entity, EntityType, ParsedEntry
from newsreader.core.query import ListQuery
from newsreader.services import corrections, entities, rules, watch
from newsreader.services.importing import import_file
from newsreader.services.session import Session
from newsreader.services.trends import rising
from tests.service.conftest import START

ADA = Entity(name="Ada Lovelace", type=EntityType.PERSON)
LONDON = Entity(name="London", type=EntityType.PLACE)


def take_in(
    session: Session, titles: Sequence[str], names: Sequence[Entity] = (), *, hours: int = 1
) -> list[int]:
    """Store articles as a refresh does, and their names as they are found."""
    library = session.library
    feed = library.feeds.find("https://e.example/feed") or library.feeds.add(
        "https://e.example/feed", folder="World"
    )
    when = session.now() - timedelta(hours=hours)
    entries = [
        ParsedEntry(guid=title, title=title, published=when + timedelta(seconds=second))
        for second, title in enumerate(titles)
    ]
    stored = library.articles.store_entries(
        feed.id, entries, list(titles), list(titles), now=session.now()
    )
    for article_id in stored.new:
        library.articles.save_prepared(
            article_id, document=Document.from_text("A text."), entities=names
        )
    return stored.new


def test_who_is_watched_is_told_of_and_may_be_unknown_yet(session: Session) -> None:
    rule = watch.watch(session, "ada lovelace")
    assert watch.watch(session, "ada lovelace").id == rule.id
    last = session.library.rules.last_verdict()
    first = take_in(session, ["One"], [ADA])
    found, last = watch.arrivals(session, last)
    assert [one.article.id for one in found] == first
    assert found[0].article.watched
    assert watch.arrivals(session, last) == ([], last)
    five = [msgspec.structs.replace(found[0], names=("Ada",)) for _ in range(5)]
    assert watch.notices(five) == ["Ada: One", "Ada: One", "3 more articles that you watch for."]
    rules.remove(session, rule.id)
    rules.catch_up_now(session.library)
    assert not session.library.articles.get(first[0]).watched


def test_names_alike_are_watched_apart_and_dropped_ones_are_in_nobodys_way(
    session: Session,
) -> None:
    place, person = (
        Entity(name="Washington", type=kind) for kind in (EntityType.PLACE, EntityType.PERSON)
    )
    take_in(session, ["One", "Two"], [place, ADA])
    take_in(session, ["Three"], [person])
    ada = watch.watch(session, "Ada Lovelace")
    told = corrections.drop(session, ada.entity_id or 0)
    first = watch.watch(session, "Washington")
    other = watch.watch(session, "Washington", EntityType.PERSON)
    assert (first.entity_type, other.entity_type) == (EntityType.PLACE, EntityType.PERSON)
    found = watch.rule_on(session, Action.NOTIFY, "washington", EntityType.PERSON)
    assert found is not None
    assert found.id == other.id
    assert "names what is no name any more" in rules.line(session.library.rules.get(ada.id))
    corrections.take_back(session, told)
    assert "names Ada Lovelace" in rules.line(session.library.rules.get(ada.id))


def test_who_was_muted_before_any_article_named_them_is_found_by_all_ways(
    session: Session,
) -> None:
    rule = watch.mute(session, "ada lovelace", EntityType.PERSON)
    assert watch.mute(session, "ada lovelace", EntityType.PERSON).id == rule.id
    take_in(session, ["One"], [ADA])
    ada = entities.find(session, "Ada Lovelace")
    assert ada is not None
    for who in ("Ada Lovelace", ada.id):
        assert watch.rule_on(session, Action.HIDE, who) is not None, who


async def test_a_mute_hides_until_its_day_and_says_why(session: Session) -> None:
    (article,) = take_in(session, ["One"], [LONDON])
    rule = watch.mute(session, "London", until=START + timedelta(days=2))
    await rules.catch_up(session)
    assert not session.library.articles.count(ListQuery())
    assert rules.why(session, article) == [
        f"Hidden, since it names London (rule {rule.id}, until 2026-11-26)."
    ]
    assert watch.mute(session, "london").until is None
    with pytest.raises(InputError):
        watch.mute(session, "London", until=START)
    rules.remove(session, rule.id)
    await rules.catch_up(session)
    assert session.library.articles.count(ListQuery()) == 1
    rules.restore(session, rule.id)
    await rules.catch_up(session)
    assert not session.library.articles.count(ListQuery())


async def test_a_command_of_the_settings_gets_the_headline_as_one_plain_argument(
    paths: Paths, tmp_path: Path
) -> None:
    out = tmp_path / "told"
    script = f"import sys; open({str(out)!r}, 'a').write(repr(sys.argv[1:]))"
    settings = Settings(watch=Watch(notify=(sys.executable, "-c", script)))
    session = Session(paths, settings, clock=lambda: START)
    try:
        watch.watch(session, "Ada Lovelace")
        take_in(session, ["--help; $(rm)"], [ADA])
        found, _ = watch.arrivals(session, 0)
        named = [msgspec.structs.replace(one, names=("--version",)) for one in found]
        await watch.announce(session, named)
    finally:
        await session.close()
    assert out.read_text() == "[' --version: --help; $(rm)']"


async def test_the_desktop_gets_no_markup_and_no_escapes(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "notify-send"
    program.write_text(f'#!/bin/sh\nprintf "%s|" "$@" >{tmp_path}/told\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    session = Session(paths, Settings(watch=Watch(notify="desktop")), clock=lambda: START)
    try:
        watch.watch(session, "Ada Lovelace")
        take_in(session, [r"<a href='x'>R&D</a> \377"], [ADA])
        await watch.announce(session, watch.arrivals(session, 0)[0])
    finally:
        await session.close()
    body = r"Ada Lovelace: &lt;a href='x'&gt;R&amp;D&lt;/a&gt; \\377"
    assert (tmp_path / "told").read_text() == f"--app-name=newsreader|--|newsreader|{body}|"


def test_smart_feeds_are_counted_whether_kept_or_searched(session: Session) -> None:
    take_in(session, ["Wind one", "Wind two", "Sun"])
    kept = rules.add(session, Action.LIST, "wind", name="Wind")
    moving = rules.add(session, Action.LIST, "newer:2h wind", name="New wind")
    rules.catch_up_now(session.library)
    session.library.articles.mark_read([1], True)
    found = {rule.id: (rule.total, rule.unread) for rule in rules.smart_feeds(session)}
    assert found == {kept.id: (2, 1), moving.id: (2, 1)}
    assert rules.matches(session, "wind") == 2
    before = rules.change(session, msgspec.structs.replace(kept, query="sun", name="Sun"))
    rules.catch_up_now(session.library)
    assert session.library.rules.get(kept.id).total == 1
    rules.change(session, before)
    with pytest.raises(InputError, match="name"):
        rules.change(session, msgspec.structs.replace(before, name=" "))
    rules.catch_up_now(session.library)
    assert session.library.rules.get(kept.id).total == 2
    for action, name in ((Action.LIST, ""), (Action.TAG, "A")):
        with pytest.raises(InputError):
            rules.add(session, action, "wind", name=name)


def test_who_rises_is_named_more_than_all_articles_grew(session: Session) -> None:
    date = Entity(name="Monday", type=EntityType.DATE)
    take_in(session, [f"old {n}" for n in range(8)], [LONDON, date], hours=100)
    take_in(session, [f"new {n}" for n in range(6)], [LONDON, ADA, date])
    (ada,) = rising(session, START)
    assert (ada.name, ada.articles, ada.expected) == ("Ada Lovelace", 6, 0)
    assert ada.by_day == (0,) * 15 + (6,)
    assert rising(session, START, "World") == [ada]
    assert rising(session, START, "Sports") == []


# -- the command line ------------------------------------------------------------------------------


def run(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--home", str(home), *arguments])


def test_rules_by_the_command_line(tmp_path: Path) -> None:
    session = Session(resolve_paths(tmp_path))
    take_in(session, ["Wind one", "Wind two", "Sun"], [LONDON])
    session.close_now()
    added = json.loads(run(tmp_path, "rules", "add", "hide", "sun", "--json").stdout)
    assert (added["then"], added["hidden"]) == ("hide", 1)
    assert run(tmp_path, "unread").stdout == "2\n"
    assert json.loads(run(tmp_path, "list", "is:hidden", "--json").stdout)[0]["hidden"]
    assert "matches sun" in run(tmp_path, "rules", "why", "3").stdout
    assert run(tmp_path, "rules", "test", "wind").stdout == "2 articles.\n"
    assert "1 hidden" in run(tmp_path, "rules").stdout
    assert run(tmp_path, "rules", "remove", str(added["id"])).exit_code == 0
    assert run(tmp_path, "unread").stdout == "3\n"
    muted = run(tmp_path, "mute", "London", "--until", "2999-01-01", "--json")
    assert json.loads(muted.stdout)["entity"] == "London"
    assert run(tmp_path, "unread").stdout == "0\n"
    number = json.loads(muted.stdout)["id"]
    session = Session(resolve_paths(tmp_path))
    session.library.rules.change(number, query="", name="", tag="", until=START)
    session.close_now()
    assert run(tmp_path, "unread").stdout == "3\n"
    assert run(tmp_path, "mute", "--remove", "London").exit_code == 1
    assert run(tmp_path, "watch", "London").stdout.endswith("3 articles, 3 unread\n")
    assert len(json.loads(run(tmp_path, "watch", "--list", "--json").stdout)) == 1
    assert run(tmp_path, "watch", "--remove", "Paris").exit_code == 1
    assert run(tmp_path, "watch", "--list", "Paris").exit_code == 2
    assert run(tmp_path, "watch", "--remove", "--json").exit_code == 2
    assert run(tmp_path, "rules", "add", "hide", "is:nonsense").exit_code == 2
    assert json.loads(run(tmp_path, "trends", "--json").stdout)[0]["name"] == "London"


async def test_what_is_watched_is_followed_across_processes(session: Session) -> None:
    watch.watch(session, "Ada Lovelace")
    (old,) = take_in(session, ["One"], [ADA])
    other = Session(session.paths, clock=lambda: START)
    following = watch.follow(session, since=START - timedelta(days=1))
    try:
        assert (await anext(following)).article.id == old
        (new,) = take_in(other, ["Two"], [ADA])
        assert (await anext(following)).article.id == new
    finally:
        await following.aclose()
        await other.close()


async def test_newsboats_queries_come_over_as_smart_feeds(session: Session) -> None:
    take_in(session, ["Wind one", "Sun"])
    urls = b'"query:Windy:title =~ \\"wind\\""\n"query:Odd:articleindex > 3"\n'
    report = await import_file(session, urls)
    assert (report.smart, len(report.refused)) == (1, 1)
    (smart,) = rules.smart_feeds(session)
    assert (smart.name, smart.total) == ("Windy", 1)
    assert (await import_file(session, urls)).smart == 0
