"""The export of a library holds all that is the person's, and brings it back."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.core.errors import InputError
from newsreader.core.models import (
    Action,
    Entity,
    EntityType,
    FullText,
    Mention,
    SiteText,
)
from newsreader.core.query import ListQuery
from newsreader.services import corrections, entities, feed_settings
from newsreader.services.exporting import export_json
from newsreader.services.feed_settings import Choices
from newsreader.services.importing import import_file
from newsreader.services.session import Session
from tests.service.conftest import Clock
from tests.support.library import entry, prepare, store

TELLS_NOT = frozenset(
    ("id", "feed", "content", "summary", "hidden", "article", "article_id", "error", "added")
)
"""What may differ in a library that was made of an export, until its texts are prepared."""


@pytest.fixture
async def other(tmp_path: Path, clock: Clock) -> AsyncIterator[Session]:
    opened = Session(resolve_paths(tmp_path / "other"), clock=clock)
    yield opened
    await opened.close()


def fill(session: Session) -> None:
    """Do something of each kind."""
    library = session.library
    feed = library.feeds.add("https://me:secret@one.example/feed", title="One", folder="World/Deep")
    library.feeds.rename(feed.id, "Mine")
    chosen = Choices(full_text=FullText.ALWAYS, keep_days=0, interval_minutes=90, hidden=True)
    feed_settings.store(session, feed, chosen)
    store(library, feed.id, [entry(n) for n in range(7)], now=session.now())
    kyiv = Mention(start=0, end=4, type=EntityType.PLACE)
    names = (Entity(name="Kyiv", type=EntityType.PLACE, mentions=(kyiv,)),)
    for number in range(1, 6):
        text = f"Kyiv is a city & {'whales' if number == 5 else 'more'}. <b>No</b> {number}"
        prepare(library, number, text, entities=names)
    store(library, feed.id, [entry(4, content="changed")], now=session.now())
    prepare(library, 5, "Kyiv is a city without whales.", entities=names)
    library.articles.mark_read([1, 2], True)
    library.articles.set_position(3, 5)
    library.articles.remove([4])
    library.bookmarks.add(2, note="mine\nand more", tags=("a", "b c"))
    page = library.articles.add_page("https://page.example/1", "A page")
    library.bookmarks.add(page.id, tags=("page",))
    library.sites.set_text("site.example", SiteText.WHOLE)
    until = session.now() + timedelta(days=9)
    library.rules.add(Action.HIDE, query="whales", until=until)
    library.rules.add(Action.LIST, query="is:unread Kyiv", name="A smart feed")
    whom = entities.find(session, "Kyiv")
    assert whom is not None
    library.rules.add(Action.NOTIFY, entity_id=whom.id)
    corrections.rename(session, whom.id, "Kyjiw")
    corrections.correct(session, 3, 13, 17, None)
    corrections.split_article(session, whom.id, 1, "Another Kyiv")
    corrections.drop(session, library.entities.ensure("Noise", EntityType.OTHER))
    while library.rules.step():
        pass


def exported(session: Session) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(export_json(session)))
    return found


def plain(value: Any) -> Any:
    """Leave out what tells nothing, and the order."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items() if key not in TELLS_NOT}
    if isinstance(value, list):
        return sorted(map(plain, value), key=repr)
    return value


async def test_all_that_is_the_persons_comes_back(
    session: Session, other: Session, tmp_path: Path
) -> None:
    fill(session)
    file = tmp_path / "export.json"
    file.write_text("".join(export_json(session)), encoding="utf-8")
    assert "secret" not in file.read_text(encoding="utf-8")
    report = await import_file(other, file)
    assert report.refused == ()
    assert (report.added, report.known, report.articles) == (1, 0, 7)
    assert (report.smart, report.rules) == (1, 2)
    before, after = exported(session), exported(other)
    assert len(before["names"]) == 4
    assert len(before["corrections"]) == 1
    for part in before:
        if part != "feeds":
            assert plain(after[part]) == plain(before[part]), part
    for one, same in zip(plain(before["feeds"]), plain(after["feeds"]), strict=True):
        assert same == one
    first = other.library.articles.find("https://site.example/0")
    assert first is not None
    edited = other.library.articles.find("https://site.example/4")
    assert edited is not None
    [earlier] = other.library.articles.revisions(edited.id)
    assert earlier.document.text == "Kyiv is a city & whales. <b>No</b> 5"
    text = other.library.articles.source(first.id).content
    assert "Kyiv is a city &amp; more. &lt;b&gt;No&lt;/b&gt; 1" in text
    assert other.library.check() == []

    again = await import_file(other, file)
    assert again.refused == ()
    assert (again.added, again.known, again.articles) == (0, 1, 0)
    assert (again.smart, again.rules, again.names) == (0, 0, 0)
    assert plain(exported(other)) == plain(after)
    feed = other.library.feeds.all()[0]
    brought = store(other.library, feed.id, [entry(n) for n in range(7)], now=other.now())
    assert (brought.new, brought.changed) == ([], [])


async def test_what_is_there_already_is_not_overwritten(session: Session, other: Session) -> None:
    fill(session)
    library = other.library
    feed = library.feeds.add("https://one.example/feed", folder="Own")
    store(library, feed.id, [entry(n) for n in range(3)], now=other.now())
    for number in (1, 2, 3):
        prepare(library, number, f"own text {number}")
    library.articles.mark_read([3], True)
    library.bookmarks.add(2, note="own", tags=("b c", "own"))
    library.articles.set_position(3, 2)
    await import_file(other, "".join(export_json(session)).encode())
    [known] = library.feeds.all()
    assert (known.folder, known.own_title, known.keep_days) == ("Own", "", None)
    assert [library.articles.get(number).read for number in (1, 2, 3)] == [True, True, True]
    reading = library.articles.reading(3)
    assert reading is not None
    assert (reading.position, reading.document.text) == (2, "own text 3")
    kept = library.bookmarks.get(2)
    assert kept is not None
    assert (kept.note, kept.tags) == ("own", ("b c", "own", "a"))
    assert library.check() == []


@pytest.mark.parametrize(
    "content",
    [
        '{"feeds": 3}',
        '{"feeds": [{"url": "https://one.example/", "entries": [{"title": 3}]}]}',
        '{"feeds": [{"url": "https://one.example/", "entries": [], "keep_days": -1}]}',
        '{"feeds": [{"url": "https://one.example/", "entries": [{"published": "2026-01-01"}]}]}',
        '{"feeds": [{"url": "https://one.example/", "entries": [{"position": 1e99}]}]}',
        '{"feeds": [], "rules": [{"then": "rm"}]}',
        '{"feeds": [], "rules": [{"then": "hide", "until": "9999-12-31T23:59:59-14:00"}]}',
        '{"feeds": [{"url": "x", "entries": [{"updated": "0001-01-01T00:00:00+14:00"}]}]}',
        '{"feeds": [], "names": ' + "[" * 100_000,
        '{"feeds": [{"url": "https://one.example/", "entries": ['
        + "[" * 5000
        + "]" * 5000
        + "]}]}",
        '{"version": "https://jsonfeed.org/version/1", "items": []}',
        '{"feeds": [{"url": "https://one.example/", "entries": [{"id": 1}',
        '{"feeds": [], "sites": {"\\u001b]0;x\\u0007": "\\u001b]0;x\\u0007"}}',
    ],
)
async def test_what_is_no_export_is_a_sentence_and_changes_nothing(
    session: Session, content: str
) -> None:
    with pytest.raises(InputError, match="This is no export of a library: ") as caught:
        await import_file(session, content.encode())
    assert len(str(caught.value)) < 300
    assert "\x1b" not in str(caught.value)
    assert session.library.feeds.all() == []
    assert session.library.check() == []


async def test_an_export_of_a_strangers_is_as_foreign_as_a_feed(session: Session) -> None:
    odd = "\x1b]0;owned\x07\u202eodd\u0000"
    entry = {
        "title": odd,
        "link": "javascript:alert(1)",
        "content": f"<script>alert(1)</script><p>{odd}</p>",
        "enclosures": [{"url": "file:///etc/passwd", "type": odd}],
        "tags": [odd],
        "bookmark": {"created": "9998-12-31T23:59:59Z", "note": odd, "tags": [odd]},
        "received": "9998-12-31T23:59:59Z",
    }
    feeds = [
        {
            "url": "https://one.example/feed",
            "own_title": odd,
            "folder": f"../{odd}/",
            "entries": [entry],
        },
        {"url": "exec:touch /tmp/owned", "entries": [entry]},
        {"url": "javascript:alert(1)", "entries": [entry]},
        {"url": "file:///etc/passwd", "entries": []},
    ]
    rule = {"then": "hide", "query": "((("}
    content = json.dumps({"feeds": feeds, "rules": [rule, rule]}).encode()
    report = await import_file(session, content)
    assert (report.added, report.articles, report.rules) == (1, 1, 0)
    assert len(report.refused) == 5
    [article] = session.library.articles.page(ListQuery())
    assert article.url == ""
    assert article.enclosures == ()
    assert article.received == session.now()
    told = "".join(export_json(session)) + "".join(report.refused)
    assert not {"\x1b", "\x07", "\u202e", "\0"} & set(told)
    assert session.library.check() == []
