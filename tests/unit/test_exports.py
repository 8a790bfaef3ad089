"""A document leaves as text, Markdown and HTML, whole and harmless."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from newsreader.articles import document_from_html
from newsreader.core.document import Document, Image, Paragraph, Span, Table
from newsreader.core.exports import to_html, to_markdown, to_text

PAGE = """
<h2>A heading</h2><p>Some <b>bold <a href="/x" title="T">link</a></b> text<br>and a break.</p>
<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul><ol start="3"><li>three</li></ol>
<blockquote><p>Said.</p><footer>Ann Lee</footer></blockquote>
<table><tr><th>City<th>Size</tr><tr><td>Oslo<td>a|b</tr></table>
<pre><code class="language-python">if x:
    y("```")</code></pre>
<figure><img src="/a.jpg" alt="A tree"><figcaption>An oak. Photo: Ann</figcaption></figure>
<iframe src="https://www.youtube.com/embed/abcdefghijk" title="A film"></iframe>
<p>a</p><hr><p>b<sup><a href="#n1">1</a></sup></p>
<dl><dt>Tea</dt><dd>A drink</dd></dl><ol><li id="n1">The note.</li></ol>
"""
RULE = re.compile(r"(?:[*_=~-]\s*){3,}")
"""A paragraph of nothing else is read as a rule between sections."""
DOCUMENT = document_from_html(PAGE, "https://example.org/")


def test_text() -> None:
    assert to_text(DOCUMENT).split("\n\n") == [
        "A heading",
        "Some bold link text\nand a break.",
        "- one\n  - inner\n- two",
        "3. three",
        "> Said.\n> — Ann Lee",
        "City  Size\nOslo  a|b",
        '    if x:\n        y("```")',
        "[Image: An oak. (Photo: Ann)]",
        "[Video: A film] https://www.youtube.com/watch?v=abcdefghijk",
        "a",
        "* * *",
        "b[1]",
        "Tea\n    A drink",
        "[1] The note.\n",
    ]


def test_text_in_narrow_lines() -> None:
    page = (
        "<p>Many words that do not fit.</p><ul><li>Many words that do not fit."
        "<blockquote><p>Many words that do not fit.</p></blockquote></li></ul>"
        "<pre>a line of code that does not fit</pre>"
    )
    assert to_text(document_from_html(page), 20).splitlines() == [
        "Many words that do",
        "not fit.",
        "",
        "- Many words that do",
        "  not fit.",
        "",
        "  > Many words that",
        "  > do not fit.",
        "",
        "    a line of code that does not fit",
    ]


def test_markdown() -> None:
    assert to_markdown(DOCUMENT).split("\n\n") == [
        "## A heading",
        'Some **bold [link](https://example.org/x "T")** text\\\nand a break.',
        "- one\n  - inner\n- two",
        "3) three",
        "> Said.\n>\n> — Ann Lee",
        "| City | Size |\n| --- | --- |\n| Oslo | a\\|b |",
        '````python\nif x:\n    y("```")\n````',
        "![A tree](https://example.org/a.jpg)",
        "*An oak. Photo: Ann*",
        "[Video: A film](https://www.youtube.com/watch?v=abcdefghijk)",
        "a",
        "---",
        "b[^1]",
        "**Tea**",
        "A drink",
        "[^1]: The note.\n",
    ]


def test_html_reads_back_as_the_same_document() -> None:
    again = document_from_html(to_html(DOCUMENT), "", feed_body=False)
    assert again.text.partition("Video")[0] == DOCUMENT.text[: DOCUMENT.text.index("a\n\nb1")]
    kinds = [type(block).__name__ for block in DOCUMENT.blocks]
    assert [type(block).__name__ for block in again.blocks][:8] == kinds[:8]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", '"><script>', ""])
def test_html_holds_no_address_that_does_anything(url: str) -> None:
    document = Document(
        text='<script>&"',
        blocks=(Paragraph(start=0, end=10), Image(start=10, end=10, url=url, alt='"><b>')),
        spans=(Span(start=0, end=3, kind="link", url=url, title='"><i>'),),
    )
    assert to_html(document) == '<p>&lt;script&gt;&amp;"</p>\n'
    assert "javascript" not in to_markdown(document)


def test_an_empty_document_is_empty() -> None:
    assert (to_text(Document()), to_markdown(Document()), to_html(Document())) == ("", "", "")


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "- no list",
        "1. no list",
        "3) no list",
        "> no quote",
        "*no* **emphasis** and _none_ here",
        "snake_case and 2 * 3 * 4",
        "`no code` and \\ backslash",
        "[no](link) ![no](image) [^1] <b>no</b> <https://x.org>",
        "&amp; &#65; &copy",
        "---",
        "===",
        "~~no~~",
        "    no code",
        "+ no",
        "#",
    ],
)
def test_markdown_shows_every_character_as_itself(text: str) -> None:
    markdown = to_markdown(Document.from_text(f"First {text}\n{text.strip()}"))
    html = MarkdownIt("commonmark").enable("strikethrough").render(markdown)
    shown = document_from_html(html, feed_body=False)
    assert len(shown.blocks) == 1
    assert shown.text == f"First {' '.join(text.split())}\n{text.strip()}"


@given(st.text(st.sampled_from("a b*_`[]()<>#-+.1\\!&;~|\n=:é"), min_size=1, max_size=40))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_markdown_loses_no_text(text: str) -> None:
    document = Document.from_text(text)
    html = MarkdownIt("commonmark").render(to_markdown(document))
    shown = document_from_html(html, feed_body=False)
    blocks = (document.text[block.start : block.end] for block in document.blocks)
    words = (block for block in blocks if not RULE.fullmatch(block))
    assert "".join(shown.text.split()) == "".join("".join(words).split())


def test_markdown_marks_what_delimiters_can_not() -> None:
    document = document_from_html("<p>x<b>(y)</b>z and <b>“q”</b>s</p>")
    assert to_markdown(document) == "x<strong>(y)</strong>z and <strong>“q”</strong>s\n"


def test_spans_that_cross_are_nested() -> None:
    document = Document(
        text="abcdef",
        blocks=(Paragraph(start=0, end=6),),
        spans=(Span(start=0, end=4, kind="strong"), Span(start=2, end=6, kind="emphasis")),
    )
    assert to_html(document) == "<p><strong>ab<em>cd</em></strong><em>ef</em></p>\n"


def test_a_table_without_rows_is_its_caption() -> None:
    empty = Document(blocks=(Table(start=0, end=0, rows=(), caption="None"),))
    assert to_markdown(empty) == "**None**\n"
    assert to_text(empty)
    assert to_html(empty)
