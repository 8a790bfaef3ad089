"""Whatever the bytes, whatever the markup: what must always hold on the way to the screen."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import fuzz, invariants
from tests.hostile.corpus import PARAGRAPH, STEERING

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
