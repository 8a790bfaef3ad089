"""Opening articles, keeping them, and looking after the house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from newsreader.config.paths import Paths
from newsreader.core.document import Image
from newsreader.core.errors import ArticleError, FetchError, InputError
from newsreader.core.models import Article, FullText, Preparation
from newsreader.core.query import ListQuery
from newsreader.services import bookmarks, doctor, shapes
from newsreader.services.doctor import examine
from newsreader.services.fetching import fetch_feed, store_feed
from newsreader.services.marking import mark
from newsreader.services.reading import open_article, prepare, ready
from newsreader.services.session import Session
from tests.service.conftest import Clock
from tests.service.site import LONG, Answer, Site, article_page, full_item, item

GATES = Path(__file__).parents[1] / "fixtures" / "gates"

pytestmark = pytest.mark.usefixtures("jobs_done_here")


async def stored(session: Session, url: str) -> list[Article]:
    """Store a feed's articles, and leave them unprepared."""
    feed = session.library.feeds.add(url)
    response = await fetch_feed(session, feed)
    parsed = await session.workers().parse_feed(response.body, response.url, response.content_type)
    await store_feed(session, feed, response, parsed)
    return list(session.library.articles.page(ListQuery(), limit=100))


# -- reading ---------------------------------------------------------------------------------------


async def test_an_article_that_is_not_ready_is_prepared_when_it_is_opened(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    assert open_article(session, article.id) is None
    reading = await ready(session, article.id)
    assert reading.article.source == "page"
    assert LONG[0] in reading.document.text
    assert open_article(session, article.id) == reading


async def test_a_page_that_names_no_site_is_of_its_feed(session: Session, site: Site) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link), title="The Feed"))
    reading = await prepare(session, article.id)
    assert reading.article.source == "page"
    assert reading.site == ""
    assert shapes.reading(reading)["site"] == "The Feed"


async def test_a_refresh_asks_for_feeds_and_pages_alone_and_opening_asks_nobody(
    session: Session, site: Site
) -> None:
    names = "".join(
        f'<img src="{site.url}/{name}"><iframe src="{site.url}/{name}"></iframe>'
        f'<link rel="stylesheet" href="{site.url}/{name}"><video poster="{site.url}/{name}">'
        for name in ("pixel.gif", "large.jpg", "script.js")
    )
    link = f"{site.url}/article?utm_source=feed&fbclid=1&id=2"
    site.answers["/article"] = Answer(
        body=article_page("The machine", *LONG, names), headers={"Set-Cookie": "who=you"}
    )
    address = site.feed(
        "/feed",
        item(1, link=link, text=f"Short. {names}"),
        full_item(2, text=names).replace(
            "</item>", f'<enclosure url="{site.url}/a.mp3" type="audio/mpeg" length="1"/></item>'
        ),
        f"<image><url>{site.url}/icon.png</url></image><cloud domain='{site.url}' path='/c'/>",
        headers={"Set-Cookie": "who=you"},
    )
    articles = await stored(session, address)
    for article in articles * 2:
        await ready(session, article.id)
        assert article.url in ("", f"{site.url}/article?id=2", address)
    assert sorted(site.paths()) == ["/article", "/feed"]
    for asked in site.asked:
        assert not {"Cookie", "Referer", "Origin", "From"} & set(asked.headers)


async def test_the_full_text_on_request(session: Session, site: Site) -> None:
    site.page("/article", "The machine", *LONG, "Only the page has this paragraph, at its end.")
    text = full_item(1, link=f"{site.url}/article")
    [article] = await stored(session, site.feed("/feed", text))
    assert (await ready(session, article.id)).article.source == "feed"
    reading = await prepare(session, article.id, full_text=FullText.ALWAYS)
    assert reading.article.source == "page"
    assert "Only the page has this paragraph" in reading.document.text


async def test_a_link_to_a_file_leaves_the_feeds_text(session: Session, site: Site) -> None:
    site.answers["/thing"] = Answer(body=b"%PDF-1.7", type="application/pdf")
    link = f"{site.url}/thing"
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    reading = await ready(session, article.id)
    assert reading.document.text == "A short summary."
    assert "application/pdf" in reading.article.note
    assert reading.article.preparation is Preparation.PARTIAL


async def test_a_page_that_holds_no_article_leaves_the_feeds_text(
    session: Session, site: Site
) -> None:
    site.answers["/empty"] = Answer(body=b"<html><body></body></html>")
    link = f"{site.url}/empty"
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    reading = await ready(session, article.id)
    assert reading.document.text == "A short summary."
    assert reading.article.preparation is Preparation.PARTIAL
    assert reading.article.note


async def test_a_page_of_the_network_leaves_the_feeds_text_until_the_right_one_comes(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine of Babbage")
    page = site.answers["/article"].body
    site.answers["/article"].body = (GATES / "hotel.html").read_bytes()
    feed = site.feed("/feed", item(1, link=link, title="The machine of Babbage"))
    [article] = await stored(session, feed)
    reading = await ready(session, article.id)
    assert reading.document.text == "A short summary."
    assert "asks to log in first" in reading.article.note
    site.answers["/article"].body = page
    assert [one.id for one in session.library.articles.pending(9)] == [article.id]
    assert (await prepare(session, article.id)).article.source == "page"


async def test_what_a_page_names_is_beside_the_page_wherever_its_link_led(
    session: Session, site: Site
) -> None:
    site.answers["/link/1"] = Answer(status=302, headers={"Location": "/2026/machine"})
    picture = b"<img src='ada.jpg' width=600 height=400></article>"
    body = article_page("The machine").replace(b"</article>", picture)
    site.answers["/2026/machine"] = Answer(body=body)
    feed = site.feed("/feed", item(1, link=f"{site.url}/link/1"))
    [article] = await stored(session, feed)
    document = (await ready(session, article.id)).document
    images = [block.url for block in document.blocks if isinstance(block, Image)]
    assert images == [f"{site.url}/2026/ada.jpg"]


async def test_an_article_that_is_not_there(session: Session) -> None:
    with pytest.raises(InputError):
        await ready(session, 4711)


# -- marking and keeping ---------------------------------------------------------------------------


async def test_marking(session: Session, site: Site) -> None:
    both = await stored(session, site.feed("/feed", full_item(1), full_item(2)))
    ids = [article.id for article in both]
    assert all(article.read for article in mark(session, ids, read=True))
    assert all(article.bookmarked for article in mark(session, ids, bookmark=True))
    assert not any(article.bookmarked for article in mark(session, ids, bookmark=False))
    assert not any(article.read for article in mark(session, ids, read=False))


async def test_annotating(session: Session, site: Site) -> None:
    [article] = await stored(session, site.feed("/feed", full_item(1)))
    kept = bookmarks.annotate(session, article.id, note="Read again", tags=["#Ada", "a, b", "Ada"])
    assert (kept.note, kept.tags) == ("Read again", ("Ada", "a b"))
    assert bookmarks.annotate(session, article.id, note="No").tags == ("Ada", "a b")


async def test_keeping_any_page(session: Session, site: Site) -> None:
    url = site.page("/page", "The machine")
    article = await bookmarks.save_url(session, url, tags=["later"])
    assert article.bookmarked
    assert article.feed_id is None
    assert article.title == "The machine"
    reading = open_article(session, article.id)
    assert reading is not None
    assert LONG[0] in reading.document.text
    assert "Ada Lovelace" in {entity.name for entity in reading.entities}
    again = await bookmarks.save_url(session, url, tags=["later", "read"])
    assert again.id == article.id
    kept = session.library.bookmarks.get(article.id)
    assert kept is not None
    assert kept.tags == ("later", "read")
    site.answers["/short"] = Answer(status=302, headers={"Location": "/page"})
    assert (await bookmarks.save_url(session, f"{site.url}/short")).id == article.id
    [kept] = session.library.bookmarks.all()
    assert kept.tags == ("later", "read")


async def test_keeping_a_page_that_a_feed_has(session: Session, site: Site) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    assert (await bookmarks.save_url(session, link)).id == article.id


async def test_what_can_not_be_kept_leaves_nothing(session: Session, site: Site) -> None:
    site.answers["/empty"] = Answer(body=b"<html><body></body></html>")
    with pytest.raises(ArticleError):
        await bookmarks.save_url(session, f"{site.url}/empty")
    with pytest.raises(FetchError):
        await bookmarks.save_url(session, f"{site.url}/nothing")
    with pytest.raises(InputError):
        await bookmarks.save_url(session, "javascript:alert(1)")
    assert session.library.articles.count(ListQuery()) == 0


async def test_the_three_formats(session: Session, site: Site) -> None:
    title = "A [b] <c> & d"
    xml = title.replace("&", "&amp;").replace("<", "&lt;")
    [article] = await stored(
        session,
        site.feed("/feed", full_item(1, title=xml, link="https://example.org/a?b=1&amp;c=2")),
    )
    bookmarks.annotate(session, article.id, note="One\nTwo <3", tags=["x", "y z"])
    markdown = bookmarks.export(session, "markdown").text
    assert "](<https://example.org/a?b=1&c=2>)" in markdown
    assert "#x #y-z" in markdown
    assert "> One\n  > Two <3" in markdown
    netscape = bookmarks.export(session, "html").text
    assert 'HREF="https://example.org/a?b=1&amp;c=2"' in netscape
    assert 'TAGS="x,y z"' in netscape
    assert "<DD>One\nTwo &lt;3" in netscape
    [kept] = json.loads(bookmarks.export(session, "json").text)
    assert kept["note"] == "One\nTwo <3"
    with pytest.raises(InputError, match="not as 'pdf'"):
        bookmarks.export(session, "pdf")


# -- the doctor ------------------------------------------------------------------------------------


async def test_a_healthy_house(
    session: Session, site: Site, paths: Paths, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stored(session, site.feed("/feed", full_item(1)))
    await session.close()
    told: list[str] = []
    environment = {"TERM": "tmux-256color", "LANG": "C.UTF-8"}
    report = examine(paths, environment, clock=clock, tell=told.append)
    assert report.healthy
    assert not told
    said = " ".join(finding.sentence for finding in report.findings)
    assert "1 feed: 1 well" in said
    assert "1 article, 1 unread, 0 bookmarked" in said
    assert "tmux-256color with 256 colours" in said
    assert "127.0.0.1 (1)" in said
    monkeypatch.setattr(doctor, "LARGE", 1)
    examine(paths, environment, clock=clock, tell=told.append)
    assert told == ["All of the library is looked at; as large as it is, that takes a while."]

    def soon_without_a_file(*arguments: Any, **more: Any) -> Session:
        session = Session(*arguments, **more)
        paths.library_file.unlink()
        return session

    monkeypatch.setattr(doctor, "Session", soon_without_a_file)
    assert examine(paths, environment, clock=clock).findings  # gone while it is looked at


def test_failing_feeds_are_named_without_their_passwords(session: Session, paths: Paths) -> None:
    feed = session.library.feeds.add("https://me:secret@example.org/feed", title="Private")
    session.library.feeds.record_failure(
        feed.id, now=session.now(), error="It is away.", status=None, next_fetch=session.now()
    )
    odd = session.library.feeds.add("https://example.org/odd", title="Odd")
    session.library.feeds.record_success(
        odd.id, now=session.now(), warnings=["It is nested too deeply."]
    )
    session.close_now()
    said = " ".join(finding.sentence for finding in examine(paths, {}).findings)
    assert "Odd (https://example.org/odd): It is nested too deeply." in said
    assert "Private (https://example.org/feed): [failing" in said
    assert "It is away." in said
    assert "secret" not in said


def test_a_password_that_others_can_read_is_a_problem(paths: Paths) -> None:
    paths.create()
    paths.config_file.write_text('[feeds."https://example.org/feed"]\npassword = "secret"\n')
    paths.config_file.chmod(0o644)
    assert not examine(paths, {}).healthy
    paths.config_file.chmod(0o600)
    assert examine(paths, {}).healthy


def test_broken_settings_and_a_broken_library_are_findings(paths: Paths) -> None:
    paths.create()
    paths.config_file.write_text("nonsense = 1\n")
    paths.library_file.write_bytes(b"This is no database. " * 1000)
    report = examine(paths, {})
    problems = [finding.topic for finding in report.findings if finding.state == "problem"]
    assert problems == ["settings", "library"]
