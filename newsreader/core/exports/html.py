"""A document as HTML: only the elements written here, with everything else escaped."""

from __future__ import annotations

import html
from collections.abc import Sequence

from newsreader.core.document import (
    Block,
    Cell,
    Code,
    Definitions,
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
from newsreader.core.exports.writer import (
    ELEMENTS,
    KIND_OF_EMBED,
    Writer,
    footnote_label,
    starts_with_its_blocks,
)
from newsreader.core.urls import clean_url


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


class Html(Writer):
    """HTML."""

    joint = "\n"

    def open(self, span: Span, at: int) -> str:
        if span.kind == "note":
            return f'<sup><a href="#note-{_attribute(footnote_label(span.url))}">'
        if span.kind != "link":
            return f"<{ELEMENTS[span.kind]}>"
        title = f' title="{_attribute(span.title)}"' if span.title else ""
        return f'<a href="{_attribute(clean_url(span.url))}"{title}>'

    def close(self, span: Span, at: int) -> str:
        if span.kind == "note":
            return "</a></sup>"
        return "</a>" if span.kind == "link" else f"</{ELEMENTS[span.kind]}>"

    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        return html.escape(self.raw(start, end), quote=False).replace("\n", "<br>")

    def heading(self, block: Heading) -> str:
        return f"<h{block.level}>{self.inline(block.start, block.end)}</h{block.level}>"

    def paragraph(self, block: Paragraph) -> str:
        return f"<p>{self.inline(block.start, block.end)}</p>"

    def code(self, block: Code) -> str:
        language = f' class="language-{_attribute(block.language)}"' if block.language else ""
        text = html.escape(self.raw(block.start, block.end), quote=False)
        return f"<pre><code{language}>{text}</code></pre>"

    def list(self, block: List) -> str:
        items = [f"<li>{self._content(item.blocks)}</li>" for item in block.items]
        first = f' start="{block.first}"' if block.ordered and block.first != 1 else ""
        name = "ol" if block.ordered else "ul"
        return f"<{name}{first}>{''.join(items)}</{name}>"

    def _content(self, blocks: Sequence[Block]) -> str:
        """Give what an item holds; a single paragraph needs no element of its own."""
        paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
        if len(paragraphs) != 1 or blocks[0] is not paragraphs[0]:
            return self.blocks(blocks)
        rest = self.blocks(blocks[1:])
        return self.inline(paragraphs[0].start, paragraphs[0].end) + rest

    def quote(self, block: Quote) -> str:
        url = clean_url(block.url)
        cite = f' cite="{_attribute(url)}"' if url else ""
        source = f"<footer>{html.escape(block.source)}</footer>" if block.source else ""
        return f"<blockquote{cite}>{self.blocks(block.blocks)}{source}</blockquote>"

    def table(self, block: Table) -> str:
        caption = f"<caption>{html.escape(block.caption)}</caption>" if block.caption else ""
        rows = ["".join(self._cell(cell) for cell in row) for row in block.rows]
        return f"<table>{caption}{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def _cell(self, cell: Cell) -> str:
        name = "th" if cell.header else "td"
        columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        return f"<{name}{columns}{rows}>{self.inline(cell.start, cell.end)}</{name}>"

    def image(self, block: Image) -> str:
        url = clean_url(block.url)
        if not url:
            return ""
        sizes = "".join(
            f' {name}="{size}"'
            for name, size in (("width", block.width), ("height", block.height))
            if size is not None
        )
        picture = f'<img src="{_attribute(url)}" alt="{_attribute(block.alt)}"{sizes}>'
        if link := clean_url(block.link):
            picture = f'<a href="{_attribute(link)}">{picture}</a>'
        credit = f"<small>{html.escape(block.credit)}</small>" if block.credit else ""
        caption = " ".join(part for part in (html.escape(block.caption), credit) if part)
        caption = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{picture}{caption}</figure>"

    def embed(self, block: Embed) -> str:
        title = html.escape(f"{KIND_OF_EMBED[block.media]}: {block.title}")
        url = clean_url(block.url)
        return f'<p><a href="{_attribute(url)}">{title}</a></p>' if url else f"<p>{title}</p>"

    def rule(self, block: Rule) -> str:
        return "<hr>"

    def definitions(self, block: Definitions) -> str:
        parts = []
        for item in block.items:
            if not starts_with_its_blocks(item):
                parts.append(f"<dt>{self.inline(item.start, item.end)}</dt>")
            if item.blocks:
                parts.append(f"<dd>{self._content(item.blocks)}</dd>")
        return f"<dl>{''.join(parts)}</dl>"

    def footnote(self, block: Footnote) -> str:
        label = _attribute(footnote_label(block.label))
        mark = html.escape(block.label)
        note = self.blocks(block.blocks)
        return f'<aside id="note-{label}" role="note"><b>{mark}</b> {note}</aside>'
