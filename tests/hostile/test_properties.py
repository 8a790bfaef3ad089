"""Whatever the bytes, whatever the markup: what must always hold on the way to the screen."""

from __future__ import annotations

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.style import Style

from newsreader.articles import document_from_html, extract
from newsreader.core import exports, text, urls
from newsreader.core.document import Cell, Definition, Document, Item, Table
from newsreader.core.errors import ArticleError, FeedError, InputError, NewsreaderError
from newsreader.core.query import parse
from newsreader.feeds import newsboat, opml, parse_feed
from newsreader.feeds.discovery import find_feeds
from newsreader.services.jobs import PrepareJob
from newsreader.services.worker_jobs import prepare_article
from newsreader.tui.painting import Part, row_strip, safe
from tests.hostile.corpus import PARAGRAPH, STEERING, unsafe

MANY = settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
FEW = settings(MANY, max_examples=40)

PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<i>",
        "<br>",
        "<hr>",
        "<ul>",
        "<ol",
        "start=-1>",
        "<li>",
        "</li>",
        "</ul>",
        "<dl>",
        "<dt>",
        "<dd>",
        "<table>",
        "<tr>",
        "<td>",
        "<th>",
        "</table>",
        "<td/colspan=99999/rowspan=-1>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<h1>",
        "</h1>",
        "<blockquote>",
        "</blockquote>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<img/src=a.jpg>",
        "<img/src=//x>",
        "<picture>",
        "<source/srcset=a/2x>",
        "<a/href=x>",
        "<a/href=javascript:x>",
        "<a/href=#fn1>",
        "<li/id=fn1>",
        "</a>",
        "<sup>",
        "</sup>",
        "<iframe/src=//youtube.com/embed/a>",
        "<video/src=a>",
        "<script>",
        "</script>",
        "<style>",
        "<svg>",
        "<math>",
        "<template>",
        "<noscript>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?",
        "<!",
        "<",
        ">",
        "&",
        "&amp;",
        "&#27;",
        "&#x9b;",
        "&amp;#27;",
        "&#0;",
        "&#xD800;",
        "&#99999999999;",
        "&nbsp;",
        "&zwj;",
        '"',
        "'",
        "=",
        "/",
        "\\",
        "[/]",
        "[@click=app.quit]x[/]",
        "*",
        "_",
        "`",
        "```",
        "#",
        "|",
        "~",
        "$",
        "%",
        "{",
        "word",
        "Zelensky",
        "Kyiv",
        "1",
        "1.",
        "-",
        "–",
        "é",
        "日本",
        "👩\u200d🚀",
        "שלום",
        "<base/href=//x>",
        "<frameset>",
        "<body>",
        "</body>",
        "</html>",
    ]
)
MARKUP = st.lists(
    st.one_of(PIECES, st.sampled_from([" ", "\n\n", "\t", STEERING]), st.text(max_size=5)),
    max_size=40,
).map("".join)
PROLOGS = st.sampled_from(
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"<?xml version='1.0' encoding='utf-16'?>",
        b"<?xml version='1.1' encoding='x'?>",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&b;&b;'>]>",
    ]
)
DOCUMENTS = st.builds(
    lambda prolog, before, inside: prolog + before + inside,
    PROLOGS,
    st.sampled_from(
        [b"", b"<rss><channel><item>", b"<feed><entry>", b"<opml><body>", b'{"items":[', b"<html>"]
    ),
    st.one_of(
        st.binary(max_size=200), MARKUP.map(lambda markup: markup.encode("utf-8", "replace"))
    ),
)


def check_sentence(error: NewsreaderError) -> None:
    """What a person is told is one clean line."""
    assert text.is_clean(str(error))
    assert "\n" not in str(error)


def check_document(document: Document) -> None:
    """Every range lies within the text, spans hold something, and all of it is clean."""
    size = len(document.text)
    for block in document.walk():
        assert 0 <= block.start <= block.end <= size
        parts: list[Item | Definition | Cell] = list(getattr(block, "items", ()))
        if isinstance(block, Table):
            parts = [cell for row in block.rows for cell in row]
        for part in parts:
            assert block.start <= part.start <= part.end <= block.end
    for span in document.spans:
        assert 0 <= span.start < span.end <= size
    for link in document.links:
        assert link.url == urls.clean_url(link.url) != ""
    written = [exports.to_text(document), exports.to_markdown(document), exports.to_html(document)]
    assert unsafe([document, written]) == []
    again = msgspec.json.decode(msgspec.json.encode(document), type=Document)
    assert again == document


@given(DOCUMENTS, st.sampled_from([None, "", "text/xml; charset=utf-7", "application/json"]))
@MANY
def test_any_document_is_a_clean_feed_or_a_feed_error(content: bytes, kind: str | None) -> None:
    try:
        feed = parse_feed(content, "https://n.example/", kind)
    except FeedError as error:
        check_sentence(error)
        return
    assert unsafe(feed) == []
    assert all(entry.link is None or urls.openable(entry.link) for entry in feed.entries)


@given(MARKUP)
@MANY
def test_any_markup_is_a_sound_document(markup: str) -> None:
    check_document(document_from_html(markup, "https://n.example/"))


@given(st.one_of(DOCUMENTS, MARKUP.map(lambda markup: (markup + PARAGRAPH * 3).encode())))
@MANY
def test_any_page_is_a_sound_article_or_an_article_error(content: bytes) -> None:
    try:
        found = extract(content, "https://n.example/a")
    except ArticleError as error:
        check_sentence(error)
        return
    check_document(found.document)
    assert unsafe([found.title, found.byline, found.site, found.authors, found.url]) == []


@given(MARKUP, MARKUP)
@FEW
def test_whatever_is_prepared_has_its_names_within_its_text(markup: str, page: str) -> None:
    job = PrepareJob(title="T", url="https://n.example/", content=markup, page=page.encode())
    prepared = prepare_article(job)
    check_document(prepared.document)
    assert unsafe([prepared.title, prepared.byline, prepared.note, prepared.site]) == []
    for entity in prepared.entities:
        assert text.is_clean(entity.name)
        for mention in entity.mentions:
            assert 0 <= mention.start < mention.end <= len(prepared.document.text)


@given(DOCUMENTS)
@MANY
def test_any_list_of_subscriptions_is_read_or_refused(content: bytes) -> None:
    try:
        found = opml.read_opml(content)
    except NewsreaderError as error:
        check_sentence(error)
        return
    assert all(urls.is_web(one.url) for one in found)
    lines = newsboat.read_urls(content.decode("utf-8", "replace"))
    assert all(urls.is_web(one.url) for one in lines)
    assert unsafe([[tuple(one) for one in (*found, *lines)], list(lines.refused)]) == []


@given(DOCUMENTS)
@MANY
def test_any_page_names_only_web_addresses_as_feeds(content: bytes) -> None:
    assert all(urls.is_web(one.url) for one in find_feeds(content, "https://n.example/"))


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.integers(0, 60))
@MANY
def test_any_text_is_safe_on_the_screen(value: str, width: int) -> None:
    assert text.is_clean(safe(value))
    assert "\n" not in safe(value)
    strip = row_strip([Part(value), Part(value, "x")], lambda _: Style(), Style(), width)
    assert strip.cell_length == width
    for cleaned in (text.clean_line(value), text.plain_title(value), text.clean_body(value)):
        assert text.is_clean(cleaned)
    assert text.clean_line(text.clean_line(value)) == text.clean_line(value)


@given(st.one_of(st.text(max_size=60), MARKUP))
@MANY
def test_any_address_is_allowed_and_whole_or_nothing(value: str) -> None:
    for cleaned in (urls.clean_url(value), urls.absolute(value, "https://n.example/a/b")):
        assert cleaned == "" or cleaned.startswith(("http://", "https://", "mailto:"))
        assert not set(cleaned) & set(" \"'<>`\t\n") - {"'"}
        assert text.is_clean(cleaned)
        assert urls.clean_url(cleaned) == cleaned


@given(st.text(max_size=60))
@MANY
def test_any_query_is_a_tree_or_refused_in_words(value: str) -> None:
    try:
        parse(value)
    except InputError as error:
        check_sentence(error)
