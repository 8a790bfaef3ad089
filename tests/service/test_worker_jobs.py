"""Preparing an article never loses it, whatever its page does to the cleaner."""

from types import SimpleNamespace
from typing import Any

import pytest

from newsreader import articles, entities
from newsreader.core.document import Document
from newsreader.core.errors import ArticleError, FeedError, InputError
from newsreader.core.identity import content_hash, entry_keys
from newsreader.core.models import Entity, EntityType
from newsreader.services.jobs import RULED_OUT, PrepareJob, Wishes
from newsreader.services.worker_jobs import prepare_article
from newsreader.services.workers import Workers

PAGE = b"<html>a page</html>"
ADA = Entity(name="Ada", type=EntityType.PERSON)


class Rooms:
    """Stands in for the rooms that clean and recognise; remembers what they were asked."""

    def __init__(self) -> None:
        self.page: Any = "A page's text, longer than that of the feed."
        self.analysed: list[tuple[str, str, str]] = []
        self.failing = False
        self.note = ""
        self.refusal: Exception | None = None

    def extract(self, html: bytes, url: str | None, **about: Any) -> Any:
        if about["keep"] and self.refusal is not None:
            raise self.refusal
        if isinstance(self.page, Exception):
            raise self.page
        return articles.Extracted(
            document=Document.from_text(self.page),
            title="The page's title",
            authors=("Ada",),
            published=None,
            site="The Site",
            lead_image="https://example.org/a.jpg",
            language="en",
            note=self.note,
        )

    def document_from_html(self, markup: str, base_url: str = "", **about: Any) -> Document:
        if "break" in markup:
            raise RecursionError
        return Document.from_text(markup.removeprefix("<p>"))

    def analyse(self, title: str, text: str, *, language: str = "", published: Any = None) -> Any:
        if self.failing:
            raise ValueError("no model")
        self.analysed.append((title, text, language))
        return SimpleNamespace(entities=(ADA,), names_by="model", language=language or "de")


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    rooms = Rooms()
    monkeypatch.setattr(articles, "extract", rooms.extract, raising=False)
    monkeypatch.setattr(articles, "document_from_html", rooms.document_from_html, raising=False)
    monkeypatch.setattr(entities, "analyse", rooms.analyse, raising=False)
    return rooms


def test_a_page_is_cleaned_and_its_names_are_found(rooms: Rooms) -> None:
    done = prepare_article(PrepareJob(title="Title", page=PAGE, summary="<p>Short.", language="fr"))
    assert (done.source, done.note) == ("page", "")
    assert done.document.text == rooms.page
    assert (done.byline, done.site, done.authors) == ("Ada", "The Site", ("Ada",))
    assert done.entities == (ADA,)
    assert rooms.analysed == [("Title", rooms.page, "en")]


def test_without_a_page_the_feed_is_taken(rooms: Rooms) -> None:
    done = prepare_article(PrepareJob(title="T", content="<p>All of it.", summary="<p>Less."))
    assert (done.source, done.note, done.document.text) == ("feed", "", "All of it.")
    assert done.language == "de"


def test_the_title_of_the_page_is_taken_only_where_the_feed_has_none(rooms: Rooms) -> None:
    assert prepare_article(PrepareJob(page=PAGE)).title == "The page's title"
    assert prepare_article(PrepareJob(title="Mine", page=PAGE)).title == "Mine"


def test_a_page_that_is_no_article_leaves_the_feed(rooms: Rooms) -> None:
    rooms.page = ArticleError("The page holds no article.")
    done = prepare_article(PrepareJob(page=PAGE, summary="<p>Short."))
    assert (done.source, done.document.text) == ("feed", "Short.")
    assert done.note == "The page holds no article. This is the text of the feed."


@pytest.mark.parametrize("error", [ValueError("inner detail"), RecursionError(), KeyError("x")])
def test_a_page_that_breaks_the_cleaner_leaves_the_feed(rooms: Rooms, error: Exception) -> None:
    rooms.page = error
    done = prepare_article(PrepareJob(page=PAGE, summary="<p>Short."))
    assert (done.source, done.document.text) == ("feed", "Short.")
    assert done.note == "The page could not be cleaned. This is the text of the feed."


def test_what_a_page_leaves_out_is_said(rooms: Rooms) -> None:
    rooms.note = "The rest is for subscribers."
    assert prepare_article(PrepareJob(page=PAGE)).note == "The rest is for subscribers."
    longer = prepare_article(PrepareJob(page=PAGE, content="<p>All of it." + "More. " * 20))
    assert longer.note.startswith("The page holds less text than the feed.")


def test_rules_that_fail_are_told_and_passed_over(rooms: Rooms) -> None:
    job = PrepareJob(page=PAGE, summary="<p>Short.", wishes=Wishes(keep=("p[[",)))
    rooms.refusal = InputError("This CSS selector can not be read: p[[.")
    done = prepare_article(job)
    assert (done.source, done.document.text) == ("page", rooms.page)
    assert done.note.startswith("This CSS selector can not be read: p[[. The page is shown")
    rooms.refusal = ArticleError("The page holds no article.")
    assert prepare_article(job).note == RULED_OUT
    rooms.page = rooms.refusal
    assert prepare_article(job).note.startswith("The page holds no article.")


def test_what_the_person_keeps_of_a_page_may_be_shorter_than_the_feed(rooms: Rooms) -> None:
    rooms.page = "Kept."
    job = PrepareJob(page=PAGE, content="<p>A longer text.", wishes=Wishes(keep=("p",)))
    assert prepare_article(job).document.text == "Kept."


def test_a_page_that_holds_less_than_the_feed_leaves_the_feed(rooms: Rooms) -> None:
    rooms.page = "Subscribe."
    done = prepare_article(PrepareJob(page=PAGE, content="<p>All of the article's text."))
    assert (done.source, done.document.text) == ("feed", "All of the article's text.")
    assert done.note.startswith("The page holds less text than the feed.")
    assert done.site == "The Site"


def test_no_text_at_all_is_said(rooms: Rooms) -> None:
    rooms.page = ArticleError("The page holds no article.")
    done = prepare_article(PrepareJob(title="T", page=PAGE))
    assert done.document.text == ""
    assert done.note.startswith("The page holds no article. There is no text")
    assert prepare_article(PrepareJob(title="T")).note == ""


def test_a_feed_that_breaks_the_cleaner_is_shown_as_plain_text(rooms: Rooms) -> None:
    done = prepare_article(PrepareJob(content="<p>They <b>break</b>&nbsp;it.</p>\x1b[2J"))
    assert done.document.text == "They break it."


def test_an_article_is_read_without_names_where_they_can_not_be_found(rooms: Rooms) -> None:
    rooms.failing = True
    done = prepare_article(PrepareJob(content="<p>All of it."))
    assert (done.document.text, done.entities, done.names_by) == ("All of it.", (), "")
    assert done.note == "Names could not be looked for in this text."


def test_memory_is_not_caught_here(rooms: Rooms) -> None:
    rooms.page = MemoryError()
    with pytest.raises(MemoryError):
        prepare_article(PrepareJob(page=PAGE))


RSS = b"""<rss version="2.0"><channel><title>Letters</title><item><title>A visit</title>
<link>https://example.org/1</link><description>&lt;p&gt;Short.&lt;/p&gt;</description></item>
</channel></rss>"""


async def test_the_real_jobs_in_a_real_process() -> None:
    workers = Workers(size=1)
    try:
        read = await workers.parse_feed(RSS, "https://example.org/feed", "text/xml")
        assert (read.feed.title, read.feed.entries[0].title) == ("Letters", "A visit")
        assert read.keys == entry_keys(read.feed.entries)
        assert read.hashes == [content_hash(entry) for entry in read.feed.entries]
        with pytest.raises(FeedError):
            await workers.parse_feed(b"\x00nothing", "https://example.org/feed", None)
        done = await workers.prepare(
            PrepareJob(
                title="A visit to Paris",
                page=b"<html><body><form><input></form></body></html>",
                content="<p>Marie Curie worked in Paris with her husband Pierre Curie.</p>",
                language="en",
            )
        )
    finally:
        await workers.close()
    assert done.source == "feed"
    assert done.document.text == "Marie Curie worked in Paris with her husband Pierre Curie."
    assert "Marie Curie" in [entity.name for entity in done.entities]
    for entity in done.entities:
        for mention in entity.mentions:
            assert done.document.text[mention.start : mention.end].strip()
