"""Whatever the bytes, whatever the markup: what must always hold on the way to the screen."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader.core import document as documents
from newsreader.core.document import DEEPEST, Document, Paragraph, Quote
from newsreader.library import packing
from tests.hostile import fuzz, invariants
from tests.hostile.corpus import PARAGRAPH, STEERING

MORE = int(os.environ.get("PROPERTY_EXAMPLES", "0"))
"""How many examples a property gets when someone has the time; they differ from run to run."""
MANY = settings(
    max_examples=MORE or 200,
    deadline=None,
    derandomize=not MORE,
    suppress_health_check=list(HealthCheck),
)
FEW = settings(MANY, max_examples=MORE or 40)

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


@given(DOCUMENTS, st.sampled_from([None, "", "text/xml; charset=utf-7", "application/json"]))
@MANY
def test_any_document_is_a_clean_feed_or_a_feed_error(content: bytes, kind: str | None) -> None:
    invariants.any_feed(content, kind)


@given(MARKUP)
@MANY
def test_any_markup_is_a_sound_document(markup: str) -> None:
    invariants.any_markup(markup)


@given(st.one_of(DOCUMENTS, MARKUP.map(lambda markup: (markup + PARAGRAPH * 3).encode())))
@MANY
def test_any_page_is_a_sound_article_or_an_article_error(content: bytes) -> None:
    invariants.any_page(content)


@given(MARKUP, MARKUP)
@FEW
def test_whatever_is_prepared_has_its_names_within_its_text(markup: str, page: str) -> None:
    invariants.any_article(markup, page.encode())


PLACES = st.integers(-9, 60)
WORDS = st.one_of(PIECES, st.text(max_size=5))


def _containers(inside: st.SearchStrategy[documents.Block]) -> st.SearchStrategy[documents.Block]:
    blocks = st.lists(inside, max_size=3).map(tuple)
    items = st.lists(st.builds(documents.Item, start=PLACES, end=PLACES, blocks=blocks), max_size=3)
    terms = st.builds(documents.Definition, start=PLACES, end=PLACES, blocks=blocks)
    return st.one_of(
        st.builds(Quote, start=PLACES, end=PLACES, blocks=blocks, source=WORDS, url=WORDS),
        st.builds(documents.List, start=PLACES, end=PLACES, items=items.map(tuple), first=PLACES),
        st.builds(documents.Definitions, start=PLACES, end=PLACES, items=st.tuples(terms, terms)),
        st.builds(documents.Footnote, start=PLACES, end=PLACES, label=WORDS, blocks=blocks),
    )


CELLS = st.builds(documents.Cell, start=PLACES, end=PLACES, columns=PLACES, rows=PLACES)
ROWS = st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(tuple)
BLOCKS = st.recursive(
    st.one_of(
        st.builds(Paragraph, start=PLACES, end=PLACES),
        st.builds(documents.Heading, start=PLACES, end=PLACES, level=PLACES),
        st.builds(documents.Code, start=PLACES, end=PLACES, language=WORDS),
        st.builds(documents.Table, start=PLACES, end=PLACES, rows=ROWS, caption=WORDS),
        st.builds(documents.Image, start=PLACES, end=PLACES, url=WORDS, alt=WORDS, width=PLACES),
        st.builds(documents.Embed, start=PLACES, end=PLACES, url=WORDS, title=WORDS),
    ),
    _containers,
    max_leaves=6,
)
SPANS = st.builds(
    documents.Span,
    start=PLACES,
    end=PLACES,
    kind=st.sampled_from(["strong", "link", "note", "code", "superscript"]),
    url=WORDS,
)


@given(
    st.builds(
        Document,
        text=MARKUP,
        blocks=st.lists(BLOCKS, max_size=4).map(tuple),
        spans=st.lists(SPANS, max_size=4).map(tuple),
    )
)
@FEW
def test_any_document_of_a_damaged_library_can_be_read(document: Document) -> None:
    invariants.any_document(packing.encode(document))


@given(st.integers(0, 2 * DEEPEST), st.binary(max_size=40))
@FEW
def test_a_document_of_any_depth_can_be_read_or_is_damaged(depth: int, noise: bytes) -> None:
    block: documents.Block = Paragraph(start=0, end=1)
    for _ in range(depth):
        block = Quote(start=0, end=1, blocks=(block,))
    content = packing.encode(Document(text="x", blocks=(block,)))
    invariants.any_document(content)
    invariants.any_document(content[: len(content) // 2] + noise)


@given(DOCUMENTS)
@MANY
def test_any_list_of_subscriptions_is_read_or_refused(content: bytes) -> None:
    invariants.any_subscriptions(content)


@given(DOCUMENTS)
@MANY
def test_any_page_names_only_web_addresses_as_feeds(content: bytes) -> None:
    invariants.any_discovery(content)


@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.integers(0, 60))
@MANY
def test_any_text_is_safe_on_the_screen(value: str, width: int) -> None:
    invariants.any_words(value, width)


@given(st.one_of(st.text(max_size=60), MARKUP))
@MANY
def test_any_address_is_allowed_and_whole_or_nothing(value: str) -> None:
    invariants.any_address(value)


@given(st.text(max_size=60))
@MANY
def test_any_query_is_a_tree_or_refused_in_words(value: str) -> None:
    invariants.any_query(value)


VALUES = st.lists(
    st.one_of(
        st.sampled_from(
            ("max-age=", "Thu, ", "01 Jan ", "2026 ", "00:00:00 ", "GMT", "+0100", "-", "9" * 30,
             "2026-01-02", "T03:04:05", "Z", ", ", "no-cache", "public", "year 0", '"', "W/")
        ),
        st.text(max_size=4),
    ),
    max_size=8,
).map("".join)  # fmt: skip


@given(VALUES)
@MANY
def test_any_header_and_any_date_is_bounded(value: str) -> None:
    invariants.any_headers(value)
    invariants.any_date(value)


@given(st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip", "x"]), st.binary())
@MANY
def test_any_body_is_decoded_within_a_limit_or_refused(coding: str, body: bytes) -> None:
    invariants.any_coding(coding, body)


def test_each_target_of_fuzzing_holds_on_what_it_begins_with() -> None:
    for target in fuzz.TARGETS.values():
        for seed in fuzz.SEEDS:
            target(seed)
