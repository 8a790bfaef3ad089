"""The other texts of an article whose page came out badly, and what is remembered of the choice."""

from __future__ import annotations

import pytest

from newsreader.config.paths import Paths
from newsreader.config.settings import Settings, SiteRules
from newsreader.core.errors import InputError
from newsreader.core.models import FullText, Reading, SiteText
from newsreader.services import corrections, entities
from newsreader.services.doctor import examine
from newsreader.services.jobs import Wishes
from newsreader.services.other_texts import Shown, put_back, show_other
from newsreader.services.reading import prepare, ready
from newsreader.services.session import Session
from newsreader.services.sites import site_of, wishes_for
from tests.service.site import LONG, Answer, Site, full_item, item
from tests.service.test_reading_and_keeping import stored

pytestmark = pytest.mark.usefixtures("jobs_done_here")

HOST = "127.0.0.1"


async def shown_next(session: Session, reading: Reading) -> tuple[Reading, Shown]:
    """Ask for another text, and give the article as it is then."""
    shown = await show_other(session, reading)
    now = session.library.articles.reading(reading.article.id)
    assert now is not None
    return now, shown


@pytest.mark.usefixtures("workers_apart")
async def test_the_texts_of_an_article_come_one_after_the_other(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine")
    later = site.page("/later", "The next machine", *reversed(LONG))
    articles = await stored(session, site.feed("/feed", item(1, link=link), item(2, link=later)))
    article, other = sorted(articles, key=lambda one: one.url != link)
    first = await ready(session, article.id)
    assert first.article.source == "page"

    feed, shown = await shown_next(session, first)
    assert feed.document.text == "A short summary."
    assert shown.sentence.startswith("Text 2 of 3: the feed's own text, for 127.0.0.1 from now on.")
    assert session.library.sites.texts() == {HOST: SiteText.FEED}

    whole, shown = await shown_next(session, feed)
    assert "All rights reserved" in whole.document.text
    assert shown.sentence.startswith("Text 3 of 3: the whole page, for")
    assert "All rights reserved" in (await ready(session, other.id)).document.text

    await session.write(lambda: put_back(session, shown))
    assert session.library.sites.text(HOST) is SiteText.FEED
    again, _ = await shown_next(session, feed)
    back, shown = await shown_next(session, again)
    assert (back.document, back.entities) == (first.document, first.entities)
    assert shown.sentence.startswith("Text 1 of 3: the article of the page, as it comes by itself.")
    assert session.library.sites.texts() == {}


async def test_a_site_whose_feed_is_preferred_is_not_asked(
    session: Session, site: Site, paths: Paths
) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    session.library.sites.set_text(HOST, SiteText.FEED)
    reading = await prepare(session, article.id)
    assert (reading.document.text, reading.article.note) == ("A short summary.", "")
    assert "/article" not in site.paths()
    told = [one.sentence for one in examine(paths, {}).findings]
    assert any(f"{HOST} come as the feed's own text" in sentence for sentence in told)


async def test_a_page_is_taken_though_the_feed_has_the_whole_text(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine", *LONG[:3])
    [article] = await stored(session, site.feed("/feed", full_item(1, link=link)))
    reading = await ready(session, article.id)
    assert reading.article.source == "feed"
    reading, shown = await shown_next(session, reading)
    assert shown.sentence.startswith("Text 2 of 3: the article of the page, for")
    assert LONG[3] not in reading.document.text
    assert session.library.sites.text(HOST) is SiteText.PAGE
    assert (await prepare(session, article.id)).document == reading.document


async def test_who_never_wants_pages_sees_one_and_goes_on_without(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    assert article.feed_id is not None
    session.library.feeds.set_options(article.feed_id, full_text=FullText.NEVER)
    reading, shown = await shown_next(session, await ready(session, article.id))
    assert reading.article.source == "page"
    assert shown.sentence == "Text 2 of 3: the article of the page."
    assert session.library.sites.texts() == {}


async def test_without_the_page_there_is_the_feeds_text_and_nothing_is_remembered(
    session: Session, site: Site
) -> None:
    link = site.page("/article", "The machine")
    [article] = await stored(session, site.feed("/feed", item(1, link=link)))
    first = await ready(session, article.id)
    site.answers["/article"] = Answer(status=500)
    feed, shown = await shown_next(session, first)
    assert feed.document.text == "A short summary."
    assert "could not be fetched" in shown.sentence
    assert session.library.sites.texts() == {}
    with pytest.raises(InputError, match=r"no other text.*could not be fetched"):
        await show_other(session, feed)
    await session.write(lambda: put_back(session, shown))
    back = session.library.articles.reading(article.id)
    assert back is not None
    assert (back.document, back.article.note) == (first.document, first.article.note)


async def test_what_is_put_back_is_as_it_was_in_all(session: Session, site: Site) -> None:
    link = site.page("/article", "The machine")
    page, site.answers["/article"] = site.answers["/article"], Answer(status=500)
    text = "Ada Lovelace met Charles Babbage in London."
    [article] = await stored(session, site.feed("/feed", item(1, link=link, text=text)))
    first = await ready(session, article.id)
    ada, charles = entities.find(session, "Ada Lovelace"), entities.find(session, "Charles Babbage")
    assert ada is not None
    assert charles is not None
    told = corrections.merge(session, ada.id, charles.id)
    before = session.library.articles.snapshot(article.id)
    picture = f"<meta property='og:image' content='{site.url}/ada.jpg'></head>".encode()
    site.answers["/article"] = Answer(body=page.body.replace(b"</head>", picture))
    other, shown = await shown_next(session, first)
    assert (other.article.source, other.article.image) == ("page", site.url + "/ada.jpg")
    assert session.library.articles.pending(9) == []
    await session.write(lambda: put_back(session, shown))
    assert session.library.articles.snapshot(article.id) == before
    assert [one.id for one in session.library.articles.pending(9)] == [article.id]
    corrections.take_back(session, told)
    assert session.library.articles.reading(article.id) == first


def test_rules_are_those_of_the_nearest_host() -> None:
    rules = {
        "https://www.example.org/": SiteRules(drop=(".a",)),
        "Blog.Example.org": SiteRules(keep=(".b",)),
    }
    settings = Settings(sites=rules)
    assert site_of("https://www.example.org/x") == "example.org"
    assert wishes_for(settings, "https://example.org/x") == Wishes(drop=(".a",))
    assert wishes_for(settings, "https://my.news.example.org/x") == Wishes(drop=(".a",))
    assert wishes_for(settings, "https://a.blog.example.org/x") == Wishes(keep=(".b",))
    assert wishes_for(settings, "https://example.com/x") == wishes_for(settings, "") == Wishes()
    second = wishes_for(settings, "https://blog.example.org/x", SiteText.SECOND)
    assert second == Wishes(attempt=1, insist=True)


def test_wrong_selectors_in_the_settings_are_told(paths: Paths) -> None:
    paths.create()
    paths.config_file.write_text('[sites."example.org"]\ndrop = ["p[["]\n')
    report = examine(paths, {})
    assert not report.healthy
    assert any("example.org" in f.sentence and "p[[" in f.sentence for f in report.findings)
