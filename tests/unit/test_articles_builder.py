"""HTML becomes blocks and spans over one text, as a browser would show it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.articles import document_from_html
from newsreader.core.document import (
    Code,
    Definitions,
    Document,
    Embed,
    Footnote,
    Heading,
    Image,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from newsreader.core.text import is_clean

BASE = "https://example.org/news/story.html"


def make(html: str, **options: str) -> Document:
    return document_from_html(html, BASE, **options)  # type: ignore[arg-type]


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def spans(document: Document, kind: str) -> list[tuple[str, str]]:
    return [
        (document.text[span.start : span.end], span.url)
        for span in document.spans
        if span.kind == kind
    ]


def test_white_space_is_folded_as_a_browser_folds_it() -> None:
    document = make("<p>\n  One <b> two </b>\n three<br>four </p>\n\n<p>five</p>")
    assert document.text == "One two three\nfour\n\nfive"
    assert spans(document, "strong") == [("two", "")]


def test_two_breaks_part_paragraphs() -> None:
    assert texts(make("<div>one<br>still one<br><br>two<br/> <br/>three</div>")) == [
        "one\nstill one",
        "two",
        "three",
    ]


def test_headings_keep_their_level_and_stay_one_line() -> None:
    document = make("<h2>A <em>fine</em><br>heading</h2><p>x</p><h3><div>Small</div></h3><p>y</p>")
    levels = [b.level for b in document.blocks if isinstance(b, Heading)]
    assert levels == [2, 3]
    assert texts(document)[0] == "A fine heading"


def test_lists_nest_and_keep_their_numbers() -> None:
    document = make(
        "<ol start=3><li>three<ul><li>inner</li><li>other</li></ul></li><li>four</li></ol>"
    )
    (outer,) = document.blocks
    assert isinstance(outer, List)
    assert outer.ordered
    assert outer.first == 3
    assert document.text == "three\ninner\nother\nfour"
    inner = outer.items[0].blocks[1]
    assert isinstance(inner, List)
    assert not inner.ordered
    assert [document.text[i.start : i.end] for i in inner.items] == ["inner", "other"]


def test_a_list_in_a_list_without_an_item_belongs_to_the_item_before() -> None:
    (outer,) = make("<ul><li>one</li><ul><li>two</li></ul></ul>").blocks
    assert isinstance(outer, List)
    assert len(outer.items) == 1
    assert isinstance(outer.items[0].blocks[1], List)


def test_items_of_several_paragraphs_stand_apart() -> None:
    assert make("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>").text == "a\n\nb\n\nc"


@pytest.mark.parametrize(
    "html",
    [
        '<blockquote cite="/said"><p>So be it.</p><footer>— Ann Lee</footer></blockquote>',
        '<blockquote cite="/said"><p>So be it.</p><cite>Ann Lee</cite></blockquote>',
        '<blockquote cite="/said"><p>So be it.</p><p>— Ann Lee</p></blockquote>',
        '<figure><blockquote cite="/said"><p>So be it.</p></blockquote>'
        "<figcaption>Ann Lee</figcaption></figure>",
    ],
)
def test_quotes_name_their_source(html: str) -> None:
    document = make(html)
    (quote,) = document.blocks
    assert isinstance(quote, Quote)
    assert (quote.source, quote.url) == ("Ann Lee", "https://example.org/said")
    assert document.text == "So be it."


def test_tables_of_data_keep_headers_and_spans() -> None:
    document = make(
        "<table><caption>Cities</caption><tr><th>City<th>Size</tr>"
        "<tr><td>Oslo<td rowspan=2><a href='/x'>700,000</a></tr><tr><td>Bergen</tr></table>"
    )
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.caption == "Cities"
    assert document.text == "City\tSize\nOslo\t700,000\nBergen"
    assert [cell.header for cell in table.rows[0]] == [True, True]
    assert table.rows[1][1].rows == 2
    assert spans(document, "link") == [("700,000", "https://example.org/x")]


def test_tables_that_only_lay_out_are_unwrapped() -> None:
    nested = "<table><tr><td><table><tr><td><p>One.</p></td></tr></table></td></tr></table>"
    assert [type(b) for b in make(nested).blocks] == [Paragraph]
    assert [type(b) for b in make("<table role=presentation><tr><th>a<th>b</table>").blocks] == [
        Paragraph,
        Paragraph,
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<pre><code class="language-python">if x:\n    y()\n</code></pre>',
        '<pre class="brush: python">if x:\n    y()</pre>',
        '<div class="highlight highlight-source-python"><pre>if <b>x</b>:\n    y()</pre></div>',
        '<div class="highlight"><table><tr><td class="gutter"><pre>1\n2</pre></td>'
        '<td class="code"><pre class="python">if x:\n    y()</pre></td></tr></table></div>',
        '<pre data-lang="python"><span class="line">if x:\n</span><span>    y()</span></pre>',
        '<pre data-lang="python"><div>if x:</div><div>    y()</div></pre>',
        '<div><code class="lang-python">if x:<br>&nbsp;&nbsp;&nbsp; y()</code></div>',
    ],
)
def test_code_keeps_breaks_and_language(html: str) -> None:
    document = make(html)
    (code,) = document.blocks
    assert isinstance(code, Code)
    assert document.text == "if x:\n    y()"
    assert code.language == "python"


def test_code_in_a_line_is_a_span() -> None:
    assert spans(make("<p>Type <code>ls -l</code> here.</p>"), "code") == [("ls -l", "")]


def test_definitions() -> None:
    document = make("<dl><dt>Tea<dd>A drink<dt>Cup</dt><dt>Mug</dt><dd><p>Holds it</p></dl>")
    (block,) = document.blocks
    assert isinstance(block, Definitions)
    assert [document.text[d.start : d.end] for d in block.items] == ["Tea", "Cup", "Mug"]
    assert [len(d.blocks) for d in block.items] == [1, 0, 1]


def test_footnotes_are_found_by_their_references() -> None:
    document = make(
        '<p>True<sup><a id="r1" href="#n1">1</a></sup>.</p>'
        '<ol><li id="n1">Says who. <a href="#r1">↩</a></li></ol>'
    )
    (note,) = [block for block in document.blocks if isinstance(block, Footnote)]
    assert note.label == "1"
    assert document.text[note.start : note.end] == "Says who."
    assert spans(document, "note") == [("1", "1")]


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ('<img src="a.jpg">', "https://example.org/news/a.jpg"),
        ('<img src="data:image/gif;base64,R0" data-src="/b.jpg">', "https://example.org/b.jpg"),
        ('<img src="s.jpg" srcset="m.jpg 640w, l.jpg 1280w">', "https://example.org/news/l.jpg"),
        ('<img src="/p/placeholder.png" data-srcset="a.jpg 1x, b.jpg 2x">', BASE[:-10] + "b.jpg"),
        (
            '<picture><source srcset="/w.webp 900w"><img src="/s.jpg"></picture>',
            "https://example.org/w.webp",
        ),
        ('<img class="lazy"><noscript><img src="/n.jpg"></noscript>', "https://example.org/n.jpg"),
        (
            '<amp-img src="/amp.jpg" width="600" height="400"></amp-img>',
            "https://example.org/amp.jpg",
        ),
    ],
)
def test_the_best_source_of_a_picture_is_taken(html: str, url: str) -> None:
    (image,) = make(f"<p>x</p>{html}").images
    assert image.url == url


def test_captions_and_credits_are_fields_and_no_text() -> None:
    document = make(
        '<figure><a href="/big"><img src="a.jpg" alt="A tree in snow"></a><figcaption>An oak.'
        ' <span class="credit">Photo: Ann Lee</span></figcaption></figure>'
        '<div class="wp-caption"><img src="b.jpg"><p class="wp-caption-text">Elm. Foto: '
        "X/dpa</p></div>"
    )
    first, second = document.images
    assert (first.alt, first.caption, first.credit) == (
        "A tree in snow",
        "An oak.",
        "Photo: Ann Lee",
    )
    assert first.link == "https://example.org/big"
    assert (second.caption, second.credit) == ("Elm.", "Foto: X/dpa")
    assert document.text == ""


def test_pictures_that_no_one_sees_are_left_out() -> None:
    html = '<p>x<img src="t.gif" width=1 height=1><img src="i.png" width=16 height=16 alt=":)"></p>'
    document = make(html)
    assert document.images == ()
    assert document.text == "x:)"


@pytest.mark.parametrize(
    ("html", "url", "title", "media"),
    [
        (
            '<iframe src="https://www.youtube-nocookie.com/embed/abc123DEF_-" title="A film">',
            "https://www.youtube.com/watch?v=abc123DEF_-",
            "A film",
            "video",
        ),
        (
            '<audio src="/pod.mp3" controls></audio>',
            "https://example.org/pod.mp3",
            "Audio (example.org)",
            "audio",
        ),
        (
            '<video><source src="/v.mp4"></video>',
            "https://example.org/v.mp4",
            "Video (example.org)",
            "video",
        ),
        (
            '<blockquote class="twitter-tweet"><p>Hello</p>— A (@a) <a href="https://twitter.com/a/'
            'status/1?ref_src=tw">May 1</a></blockquote>',
            "https://twitter.com/a/status/1",
            "Hello — A (@a) May 1",
            "post",
        ),
    ],
)
def test_embeds_become_titled_links(html: str, url: str, title: str, media: str) -> None:
    (embed,) = make(html).blocks
    assert isinstance(embed, Embed)
    assert (embed.url, embed.title, embed.media) == (url, title, media)


def test_frames_of_adverts_are_left_out() -> None:
    assert make('<iframe src="https://ad.doubleclick.net/x"></iframe>').blocks == ()


def test_links_are_absolute_and_bear_no_tracking() -> None:
    document = make(
        '<p><a href="../a?id=1&utm_source=x" title="T">one</a> <a href="javascript:x()">two</a> '
        '<a href="#top">three</a> <a href="mailto:a@example.org">four</a></p>'
    )
    assert spans(document, "link") == [
        ("one", "https://example.org/a?id=1"),
        ("four", "mailto:a@example.org"),
    ]
    assert document.links[0].title == "T"


def test_a_link_around_blocks_goes_on_in_each() -> None:
    document = make('<a href="/x"><h2>Head</h2><p>Text</p></a><p>End</p>')
    assert [text for text, _ in spans(document, "link")] == ["Head", "Text"]


def test_spans_of_every_kind() -> None:
    html = "<p><b>b</b> <i>i</i> <u>u</u> <s>s</s> <mark>m</mark> x<sup>2</sup> y<sub>3</sub></p>"
    kinds = [span.kind for span in make(html).spans]
    assert kinds == [
        "strong",
        "emphasis",
        "underline",
        "strike",
        "mark",
        "superscript",
        "subscript",
    ]


def test_rules_are_kept_between_sections_only() -> None:
    document = make("<hr><p>a</p><p>* * *</p><hr><p>b</p><hr>")
    assert [type(block) for block in document.blocks] == [Paragraph, Rule, Paragraph]


def test_scripts_forms_and_styles_are_no_text() -> None:
    html = "<style>p{}</style><script>x</script><form><label>Name</label><input><button>Go</button>"
    assert make(html + "<p>Text</p></form>").text == "Name\n\nText" or make(html).text == "Name"


# -- what feeds and plugins leave ------------------------------------------------------------------


def test_a_first_line_that_repeats_the_title_goes() -> None:
    assert make("<h1>The  Title!</h1><p>Text.</p>", title="The title").text == "Text."
    assert make("<p>The title is long.</p>", title="The title").text == "The title is long."


@pytest.mark.parametrize(
    "residue",
    [
        '<p>The post <a href="/x">A story</a> appeared first on <a href="/">A Site</a>.</p>',
        '<p><a href="/x">Continue reading →</a></p>',
        "<a href='/x'>Exit mobile version</a>",
        "<h2>References</h2>",
        "<p>Share this:</p>",
        "<p>ADVERTISEMENT</p>",
        "<hr>",
    ],
)
def test_residue_goes(residue: str) -> None:
    assert make(f"<p>First words.</p>{residue}").text == "First words."
    kept = document_from_html("<p>Please share this with a friend.</p>")
    assert kept.text == "Please share this with a friend."


def test_a_section_with_something_in_it_stays() -> None:
    html = "<p>Text.</p><h2>References</h2><ul><li>A book</li></ul>"
    assert make(html).text == "Text.\n\nReferences\n\nA book"


def test_residue_stays_where_nothing_is_to_be_cleaned() -> None:
    document = document_from_html("<p>Text.</p><p>Exit mobile version</p>", feed_body=False)
    assert document.text == "Text.\n\nExit mobile version"


# -- any markup ------------------------------------------------------------------------------------

_MARKUP = """
<p> </p> <div> </div> <ul> <ol> <li> </li> </ul> <table> <tr> <td> <th> </table> <dl> <dt> <dd>
</dl> <blockquote> </blockquote> <cite> <a\thref='/x'> </a> <a\thref='#n'> <b> </b> <i> </i> <pre>
</pre> <code\tclass='language-x'> </code> <br> <hr> <img\tsrc=a.jpg> <figure> </figure> <sup> </sup>
<figcaption> <h1> </h1> <h3> <iframe\tsrc='/v'> </iframe> <noscript> <li\tid='n'> <caption> <q> </q>
<!-- --> &amp; &nbsp; text words. 日本 é
"""
_PIECES = st.sampled_from([*re.split("[ \n]+", _MARKUP), "\x1b[31m", "\u202e", "\x00", "\n", "\t"])


def assert_sound(document: Document) -> None:
    """Blocks lie in the text and in each other, in order; spans hold something; text is clean."""
    length = len(document.text)
    assert is_clean(document.text)
    position = 0
    for block in document.walk():
        assert 0 <= block.start <= block.end <= length
        assert block.start >= position
        position = block.start
    ends = [block.end for block in document.blocks]
    assert ends == sorted(ends)
    assert all(
        isinstance(span, Span) and 0 <= span.start < span.end <= length for span in document.spans
    )
    assert [s.start for s in document.spans] == sorted(s.start for s in document.spans)
    for leaf in document.walk():
        if isinstance(leaf, Heading | Paragraph | Code):
            assert document.text[leaf.start : leaf.end].strip()


@given(st.lists(_PIECES, max_size=60).map(" ".join))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_any_markup_gives_a_sound_document(html: str) -> None:
    assert_sound(document_from_html(html, BASE, title="text"))
    assert_sound(document_from_html(html, feed_body=False))


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text_gives_a_sound_document(html: str) -> None:
    assert_sound(document_from_html(html, BASE))


def test_pictures_have_no_place_in_the_text() -> None:
    document = make("<p>One <img src=a.jpg> two.</p><p>Three.</p>")
    assert document.text == "One two.\n\nThree."
    assert [type(block) for block in document.blocks] == [Paragraph, Image, Paragraph]


def test_blank_lines_part_the_paragraphs_of_a_text_without_markup() -> None:
    document = document_from_html("One &amp; only,\nstill one.\n\n \nTwo.\r\n\r\nThree < four.\n")
    assert document.text == "One & only, still one.\n\nTwo.\n\nThree < four."
    assert [type(block) for block in document.blocks] == [Paragraph] * 3
