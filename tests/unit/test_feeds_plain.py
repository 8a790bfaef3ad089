"""The short way through feedparser gives what the long one gives, whatever the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.sax import expatreader
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds import bounded
from newsreader.feeds.encoding import decode_document
from newsreader.feeds.plain import PlainReader
from newsreader.feeds.repair import mend
from tests.unit.test_feeds_corpus import CORPUS, REAL, cases


class WholeReader(expatreader.ExpatParser):
    """Tells feedparser everything as it comes."""

    def __init__(self, handler: Any) -> None:
        super().__init__()
        self.setContentHandler(handler)
        self.setErrorHandler(handler)


def read(text: str, reader: Callable[[Any], Any]) -> tuple[object, ...]:
    """Read a document; dates that feedparser has taken apart are used nowhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "PlainReader", reader)
        raw = bounded.parse_markup(text)
    found = [
        {name: value for name, value in one.items() if not name.endswith("_parsed")}
        for one in (raw.feed, *raw.entries)
    ]
    return found, raw.version, raw.warnings


def assert_same(text: str) -> None:
    assert read(text, PlainReader) == read(text, WholeReader), text


@pytest.mark.skipif(not CORPUS.exists(), reason="the documents are not at hand")
def test_real_feeds_and_feedparsers_own_documents() -> None:
    documents = [case.content for case in cases()] + [path.read_bytes() for path in REAL]
    for content in documents:
        text = decode_document(content, None).text
        if "<item" in text or "<entry" in text:
            assert_same(mend(text))


NAMES = (
    "title link description guid pubDate author category comments source image item entry summary"
    " content id updated published abstract body fullitem language tags keywords date modified"
    " issued copyright enclosure name email url textInput svg div own content:encoded dc:creator"
    " dc:date dc:title dc:subject dc:language itunes:author itunes:keywords media:title media:group"
    " slash:comments wfw:commentRss x:thing own:title"
)
ATTRIBUTES = "isPermaLink ispermalink type rel href xml:lang xml:base url term rdf:about mode"
VALUES = ("true", "false", "html", "xhtml", "http://b.example/", "en_GB", "", "alternate", "base64")
TEXTS = (
    "a",
    "b & c",
    "<b>bold</b>",
    "<div>q</div>",
    "&amp;x=1",
    "http://e.example/a?b=1&c;=2",
    "/relative",
    "ann@e.example (Ann)",
    "Tue, 03 Nov 2026 10:00:00 GMT",
    "caf\u00e9",
    "\u00c3\u00a9",
    "\u0093q\u0094",
    "\u4e2d",
    "  ",
    "\n",
)
SPACES = (
    "dc=http://purl.org/dc/elements/1.1/ content=http://purl.org/rss/1.0/modules/content/"
    " itunes=http://www.itunes.com/dtds/podcast-1.0.dtd media=http://search.yahoo.com/mrss/"
    " slash=http://purl.org/rss/1.0/modules/slash/ wfw=http://wellformedweb.org/CommentAPI/"
    " rdf=http://www.w3.org/1999/02/22-rdf-syntax-ns# x=http://x.example/"
    " own=http://purl.org/dc/elements/1.1/"
)
ROOTS = (
    "<rss version='2.0' {}>|</rss>",
    "<rss version='2.0' xml:lang='de_DE' {}>|</rss>",
    "<rss version='2.0' xml:base='http://b.example/' {}>|</rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom' {}>|</feed>",
    "<rdf:RDF xmlns='http://purl.org/rss/1.0/' {}>|</rdf:RDF>",
    "<rss xmlns='http://backend.userland.com/rss2' {}>|</rss>",
    "<o:rss xmlns:o='http://purl.org/rss/1.0/' {}>|</o:rss>",
)

texts = st.lists(st.sampled_from(TEXTS), max_size=3).map("".join)
attributes = st.dictionaries(
    st.sampled_from(ATTRIBUTES.split()), st.sampled_from(VALUES), max_size=1
)


def declared(spaces: str) -> str:
    parted = (one.split("=") for one in spaces.split())
    return " ".join(f"xmlns:{name}='{address}'" for name, address in parted)


def seldom(rare: st.SearchStrategy[Any], usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 3).flatmap(lambda number: usual if number else rare)


def written(parts: tuple[str, dict[str, str], str, bool, str, str]) -> str:
    name, own, text, is_cdata, inside, after = parts
    start = "".join(f" {key}={quoteattr(value)}" for key, value in own.items())
    text = f"<![CDATA[{text}]]>" if is_cdata else escape(text)
    return f"<{name}{start}>{text}{inside}{escape(after) if inside else ''}</{name}>"


def elements(inside: st.SearchStrategy[str], *names: str) -> st.SearchStrategy[str]:
    own = seldom(attributes, st.just({}))
    name = st.sampled_from(names or NAMES.split())
    return st.tuples(name, own, texts, st.booleans(), inside, texts).map(written)


leaves = elements(st.just(""))
some = seldom(elements(st.lists(leaves, max_size=2).map("".join)), leaves)
entries = elements(st.lists(some, min_size=2, max_size=8).map("\n".join), "item", "entry")


@given(
    st.sampled_from(ROOTS),
    st.lists(some, max_size=3).map("".join),
    st.lists(seldom(some, entries), min_size=1, max_size=3).map("".join),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_feed(root: str, head: str, body: str) -> None:
    start, end = root.format(declared(SPACES)).split("|")
    assert_same(mend(f"{start}<channel>{head}{body}</channel>{end}"))


ODD_ENTRIES = (
    "<title>A <b>bold</b> one</title><author>x<name>Ann</name></author><link>/a</link>",
    "<title>One</title><title>Two</title><title/>",
    "<title/><title>&lt;b&gt;One&lt;/b&gt; &amp;amp; more</title>",
    "<media:group><media:title>Inner</media:title></media:group><title>Outer</title>",
    "<x:thing><pubDate>1</pubDate></x:thing><pubDate>2</pubDate><published>3</published>",
    "<description>One</description><description>Two</description><title>T</title>",
    "<content:encoded>Full</content:encoded><description>One</description>"
    "<description>Two</description><content:encoded>Fuller</content:encoded>",
    "<description>One</description><content:encoded>Full</content:encoded>"
    "<description>Two</description>",
    "<guid>http://e.example/1</guid><link>http://e.example/?a=1&amp;amp;b;c</link>",
    "<guid isPermaLink='false'>http:////e.example/1</guid><guid>2</guid>",
    "<link/><guid>http:////e.example/1</guid>",
    "<category>One</category><category>One</category><category/><category domain='d'>2</category>",
    "<dc:creator>Ann</dc:creator><author>ann@e.example (Ann)</author><dc:creator/>",
    "<comments>http:////e.example/c</comments><slash:comments>3</slash:comments><x:thing/>",
    "<image><url>http://e.example/i</url><title>I</title></image><title>T</title>",
    "<source url='http://e.example/s'><title>S</title></source><title>T</title>",
    "<dc:language>de</dc:language><title>T</title><title xml:lang='fr_FR'>U</title>",
    "<title>caf\u00c3\u00a9 \u0093</title><description>\u00c3\u00a9</description>",
    "<title xmlns:slash='http://purl.org/dc/elements/1.1/'/><slash:comments>4</slash:comments>",
    "<link>/1</link><link>/2</link>",
    "<item><title>Inner</title></item><title>Outer</title>",
)


@pytest.mark.parametrize("root", ROOTS)
def test_entries_that_are_odd(root: str) -> None:
    first = "".join(f"<{name}/>" for name in NAMES.split() if name not in ("item", "entry", "svg"))
    items = "".join(f"<item>{one}</item>" for one in (first, *ODD_ENTRIES))
    start, end = root.format(declared(SPACES)).split("|")
    assert_same(mend(f"{start}<channel><title>F</title>{items}</channel>{end}"))
