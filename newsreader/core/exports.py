"""A document as plain text, as Markdown, as HTML.

All three are made from the blocks and spans alone. The HTML holds nothing but the elements written
here, with text and attributes escaped and only http, https and mailto addresses; the Markdown is
CommonMark with the tables, strike-through and footnotes of GitHub's flavour, and shows every
character of the text as itself.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from newsreader.core.document import (
    Block,
    Cell,
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
from newsreader.core.text import cell_width, fill
from newsreader.core.urls import clean_url

_LEAST_ROOM = 16
"""Lines of running text are not made shorter than this, however deep they stand."""

_KIND_OF_EMBED = {"video": "Video", "audio": "Audio", "post": "Post", "page": "Page"}


def to_text(document: Document, width: int | None = None) -> str:
    """Give a document as plain text: lists with their marks, quotes with bars, tables in columns.

    Pictures and embeds are named in brackets, with their addresses; links show their text only.

    Args:
        document: The document.
        width: The most cells of a line of running text, with what stands before it; None breaks no
            lines. Code, tables and addresses are never broken.
    """
    return _end(_Text(document, width).blocks(document.blocks))


def to_markdown(document: Document) -> str:
    """Give a document as Markdown (CommonMark 0.31 with GitHub's tables and footnotes)."""
    return _end(_Markdown(document).blocks(document.blocks))


def to_html(document: Document) -> str:
    """Give a document as a clean and safe fragment of HTML, one block a line."""
    return _end(_Html(document).blocks(document.blocks))


def _end(text: str) -> str:
    return text + "\n" if text else ""


def _indent(text: str, first: str, rest: str) -> str:
    """Put a mark before the first line and as much room, or a bar, before the others."""
    lines = text.split("\n")
    following = [f"{rest}{line}" if line else rest.rstrip() for line in lines[1:]]
    return "\n".join([f"{first}{lines[0]}", *following])


class _Writer:
    """What the three formats share: the way through the blocks and through the spans of a range."""

    joint = "\n\n"

    def __init__(self, document: Document) -> None:
        self.document = document
        self.spans = sorted(document.spans, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self.spans]

    def blocks(self, blocks: Sequence[Block], joint: str | None = None) -> str:
        """Give a run of blocks."""
        parts = [part for block in blocks if (part := self.block(block))]
        return (self.joint if joint is None else joint).join(parts)

    def block(self, block: Block) -> str:
        """Give one block."""
        writers: dict[type, Callable[..., str]] = {
            Heading: self.heading,
            Paragraph: self.paragraph,
            Code: self.code,
            List: self.list,
            Quote: self.quote,
            Table: self.table,
            Image: self.image,
            Embed: self.embed,
            Rule: self.rule,
            Definitions: self.definitions,
            Footnote: self.footnote,
        }
        return writers[type(block)](block)

    def raw(self, start: int, end: int) -> str:
        return self.document.text[start:end]

    def inline(self, start: int, end: int) -> str:
        """Give a range of running text with its spans, properly nested."""
        waiting = self._within(start, end)[::-1]
        cuts = sorted({start, end, *(s.start for s in waiting), *(s.end for s in waiting)})
        pieces: list[str] = []
        open_spans: list[Span] = []
        for left, right in pairwise(cuts):
            wanted = [span for span in open_spans if span.end > left]
            while waiting and waiting[-1].start <= left:
                wanted.append(waiting.pop())
            shared = 0
            while shared < min(len(wanted), len(open_spans)) and (
                wanted[shared] is open_spans[shared]
            ):
                shared += 1
            pieces += [self.close(span, left) for span in reversed(open_spans[shared:])]
            pieces += [self.open(span, left) for span in wanted[shared:]]
            open_spans = wanted
            pieces.append(self.characters(left, right, open_spans))
        pieces += [self.close(span, end) for span in reversed(open_spans)]
        return "".join(pieces)

    def _within(self, start: int, end: int) -> list[Span]:
        """Give the spans of a range, cut to it; of several links over each other, the outermost."""
        found: list[Span] = []
        link_end = -1
        for index in range(bisect_left(self._starts, start), len(self.spans)):
            span = self.spans[index]
            if span.start >= end:
                break
            if span.end > end or span.end <= span.start:
                continue
            if span.kind in ("link", "note"):
                if span.start < link_end or (span.kind == "link" and not clean_url(span.url)):
                    continue
                link_end = span.end
            found.append(span)
        return found

    def open(self, span: Span, at: int) -> str:
        raise NotImplementedError

    def close(self, span: Span, at: int) -> str:
        raise NotImplementedError

    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        raise NotImplementedError

    def heading(self, block: Heading) -> str:
        raise NotImplementedError

    def paragraph(self, block: Paragraph) -> str:
        return self.inline(block.start, block.end)

    def code(self, block: Code) -> str:
        raise NotImplementedError

    def list(self, block: List) -> str:
        raise NotImplementedError

    def quote(self, block: Quote) -> str:
        raise NotImplementedError

    def table(self, block: Table) -> str:
        raise NotImplementedError

    def image(self, block: Image) -> str:
        raise NotImplementedError

    def embed(self, block: Embed) -> str:
        raise NotImplementedError

    def rule(self, block: Rule) -> str:
        raise NotImplementedError

    def definitions(self, block: Definitions) -> str:
        raise NotImplementedError

    def footnote(self, block: Footnote) -> str:
        raise NotImplementedError


def _is_tight(block: List) -> bool:
    """Say whether items need no blank line: none has two paragraphs or anything long."""
    for item in block.items:
        texts = [inner for inner in item.blocks if not isinstance(inner, List)]
        if len(texts) > 1 or any(not isinstance(inner, Paragraph) for inner in texts):
            return False
        if any(isinstance(inner, List) and not _is_tight(inner) for inner in item.blocks):
            return False
    return True


def _marks(block: List, bullet: str, after_number: str = ". ") -> list[str]:
    if not block.ordered:
        return [f"{bullet} " for _ in block.items]
    return [f"{number}{after_number}" for number, _ in enumerate(block.items, max(block.first, 0))]


def _grid(table: Table) -> list[list[Cell | None]]:
    """Give the rows of a table with every column filled; None where a wide or tall cell goes on."""
    rows: list[list[Cell | None]] = []
    waiting: dict[int, int] = {}
    for row in table.rows:
        line: list[Cell | None] = []
        for cell in row:
            while waiting.get(len(line), 0) > 0:
                waiting[len(line)] -= 1
                line.append(None)
            for offset in range(min(cell.columns, 100)):
                if cell.rows > 1:
                    waiting[len(line)] = cell.rows - 1
                line.append(cell if offset == 0 else None)
        while waiting.get(len(line), 0) > 0:
            waiting[len(line)] -= 1
            line.append(None)
        rows.append(line)
    width = max((len(line) for line in rows), default=0)
    return [line + [None] * (width - len(line)) for line in rows]


class _Text(_Writer):
    """Plain text."""

    def __init__(self, document: Document, width: int | None) -> None:
        super().__init__(document)
        self._width = width

    def _filled(self, text: str) -> str:
        return text if self._width is None else "\n".join(fill(text, self._width))

    def _behind(self, mark: str, blocks: Sequence[Block], joint: str | None = None) -> str:
        """Give blocks in the room that is left behind a mark."""
        outer = self._width
        if outer is not None:
            self._width = max(_LEAST_ROOM, outer - cell_width(mark))
        text = self.blocks(blocks, joint)
        self._width = outer
        return text

    def open(self, span: Span, at: int) -> str:
        return "[" if span.kind == "note" else ""

    def close(self, span: Span, at: int) -> str:
        return "]" if span.kind == "note" else ""

    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        return self.raw(start, end)

    def heading(self, block: Heading) -> str:
        return self._filled(self.inline(block.start, block.end))

    def paragraph(self, block: Paragraph) -> str:
        return self._filled(self.inline(block.start, block.end))

    def code(self, block: Code) -> str:
        return _indent(self.raw(block.start, block.end), "    ", "    ")

    def list(self, block: List) -> str:
        gap = "\n" if _is_tight(block) else "\n\n"
        items = []
        for mark, item in zip(_marks(block, "-"), block.items, strict=True):
            items.append(_indent(self._behind(mark, item.blocks, gap), mark, " " * len(mark)))
        return gap.join(items)

    def quote(self, block: Quote) -> str:
        text = self._behind("> ", block.blocks)
        if block.source:
            text = f"{text}\n— {block.source}"
        return _indent(text, "> ", "> ")

    def table(self, block: Table) -> str:
        rows = [
            [self.inline(cell.start, cell.end) if cell else "" for cell in row]
            for row in _grid(block)
        ]
        widths = [max(cell_width(cell) for cell in column) for column in zip(*rows, strict=True)]
        lines = []
        for row in rows:
            cells = [
                cell + " " * (w - cell_width(cell)) for cell, w in zip(row, widths, strict=True)
            ]
            lines.append("  ".join(cells).rstrip())
        return "\n".join([block.caption, *lines] if block.caption else lines)

    def image(self, block: Image) -> str:
        name = block.caption or block.alt
        credit = f" ({block.credit})" if block.credit else ""
        return self._filled(f"[Image: {name}{credit}]") if name else f"[Image: {block.url}]"

    def embed(self, block: Embed) -> str:
        return f"[{_KIND_OF_EMBED[block.media]}: {block.title}] {block.url}".strip()

    def rule(self, block: Rule) -> str:
        return "* * *"

    def definitions(self, block: Definitions) -> str:
        items = []
        for item in block.items:
            meaning = self._behind("    ", item.blocks, "\n")
            term = self.inline(item.start, item.end) if not _starts_with_its_blocks(item) else ""
            lines = [self._filled(term), _indent(meaning, "    ", "    ") if meaning else ""]
            items.append("\n".join(line for line in lines if line))
        return "\n".join(items)

    def footnote(self, block: Footnote) -> str:
        mark = f"[{block.label}] "
        return _indent(self._behind(mark, block.blocks), mark, " " * len(mark))


def _starts_with_its_blocks(item: object) -> bool:
    """Say whether a definition has no term: its range is then empty, or that of its blocks."""
    return getattr(item, "start", 0) == getattr(item, "end", 0)


# -- Markdown --------------------------------------------------------------------------------------

_ESCAPED = re.compile(r"[\\`*\[\]<~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)")
_LINE_START = re.compile(r"^(\s*)(?:([#+\-=>:])|(\d{1,9})([.)]))", re.MULTILINE)
_DELIMITERS = {"strong": "**", "emphasis": "*", "strike": "~~"}
_ELEMENTS = {
    "strong": "strong",
    "emphasis": "em",
    "strike": "s",
    "superscript": "sup",
    "subscript": "sub",
    "underline": "u",
    "mark": "mark",
    "code": "code",
}


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: "\\" + match[0], text)


def _escape_line_starts(text: str) -> str:
    def escaped(match: re.Match[str]) -> str:
        if match[2]:
            return f"{match[1]}\\{match[2]}"
        return f"{match[1]}{match[3]}\\{match[4]}"

    return _LINE_START.sub(escaped, text)


def _fence(text: str, least: int) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


class _Markdown(_Writer):
    """Markdown."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._other_bullet: dict[int, bool] = {}

    def blocks(self, blocks: Sequence[Block], joint: str | None = None) -> str:
        """Give a run of blocks; two lists in a row get different marks, or they would be one."""
        previous: Block | None = None
        for block in blocks:
            if isinstance(block, List) and isinstance(previous, List):
                self._other_bullet[id(block)] = not self._other_bullet.get(id(previous), False)
            previous = block
        return super().blocks(blocks, joint)

    def _element(self, span: Span) -> str:
        """Give the HTML element for a span that a delimiter can not mark where it stands."""
        if span.kind not in _DELIMITERS:
            return _ELEMENTS[span.kind]
        text = self.document.text
        inner = text[span.start : span.end]
        before = text[span.start - 1 : span.start] if span.start else ""
        after = text[span.end : span.end + 1]
        fails_left = not inner[:1].isalnum() and before.isalnum()
        fails_right = not inner[-1:].isalnum() and after.isalnum()
        return _ELEMENTS[span.kind] if fails_left or fails_right else ""

    def open(self, span: Span, at: int) -> str:
        if span.kind == "link":
            return "["
        if span.kind == "note":
            return f"[^{_footnote_label(span.url)}]"
        if span.kind == "code":
            return ""
        element = self._element(span)
        return f"<{element}>" if element else _DELIMITERS[span.kind]

    def close(self, span: Span, at: int) -> str:
        if span.kind == "link":
            return f"]({_destination(span.url)}{_link_title(span.title)})"
        if span.kind in ("note", "code"):
            return ""
        element = self._element(span)
        return f"</{element}>" if element else _DELIMITERS[span.kind]

    def characters(self, start: int, end: int, spans: list[Span]) -> str:
        kinds = {span.kind for span in spans}
        text = self.raw(start, end)
        if "note" in kinds:
            return ""
        if "code" in kinds:
            fence = _fence(text, 1)
            text = " ".join(text.split("\n"))
            room = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
            return f"{fence}{room}{text}{room}{fence}"
        return _escape(text)

    def heading(self, block: Heading) -> str:
        text = self.inline(block.start, block.end).replace("\n", " ")
        return f"{'#' * block.level} {_close_hash(text)}"

    def paragraph(self, block: Paragraph) -> str:
        return _escape_line_starts(self.inline(block.start, block.end)).replace("\n", "\\\n")

    def code(self, block: Code) -> str:
        text = self.raw(block.start, block.end)
        fence = _fence(text, 3)
        language = re.sub(r"[^\w+#.-]", "", block.language)
        return f"{fence}{language}\n{text}\n{fence}"

    def list(self, block: List) -> str:
        other = self._other_bullet.get(id(block), False)
        gap = "\n" if _is_tight(block) else "\n\n"
        items = []
        for mark, item in zip(
            _marks(block, "*" if other else "-", ") " if other else ". "), block.items, strict=True
        ):
            items.append(_indent(self.blocks(item.blocks, gap), mark, " " * len(mark)))
        return gap.join(items)

    def quote(self, block: Quote) -> str:
        text = self.blocks(block.blocks)
        if block.source:
            source = _escape(block.source)
            if url := clean_url(block.url):
                source = f"[{source}]({_destination(url)})"
            text = f"{text}\n\n— {source}"
        return _indent(text, "> ", "> ")

    def table(self, block: Table) -> str:
        rows = [
            [self.inline(cell.start, cell.end).replace("\n", " ") if cell else "" for cell in row]
            for row in _grid(block)
        ]
        first = block.rows[0] if block.rows else ()
        if not any(cell.header for cell in first):
            rows.insert(0, [""] * len(rows[0]))
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
        caption = f"**{_escape(block.caption)}**\n\n" if block.caption else ""
        return caption + "\n".join(lines)

    def image(self, block: Image) -> str:
        url = clean_url(block.url)
        if not url:
            return ""
        text = f"![{_escape(block.alt)}]({_destination(url)})"
        if link := clean_url(block.link):
            text = f"[{text}]({_destination(link)})"
        caption = " ".join(part for part in (block.caption, block.credit) if part)
        return f"{text}\n\n*{_escape(caption)}*" if caption else text

    def embed(self, block: Embed) -> str:
        url = clean_url(block.url)
        title = _escape(f"{_KIND_OF_EMBED[block.media]}: {block.title}")
        return f"[{title}]({_destination(url)})" if url else title

    def rule(self, block: Rule) -> str:
        return "---"

    def definitions(self, block: Definitions) -> str:
        items = []
        for item in block.items:
            if not _starts_with_its_blocks(item):
                items.append(f"**{self.inline(item.start, item.end)}**")
            if meaning := self.blocks(item.blocks):
                items.append(meaning)
        return "\n\n".join(items)

    def footnote(self, block: Footnote) -> str:
        return _indent(self.blocks(block.blocks), f"[^{_footnote_label(block.label)}]: ", "    ")


def _close_hash(text: str) -> str:
    """Keep a closing run of hashes from being read as the heading's end."""
    return re.sub(r"(^|\s)(#+)\s*$", lambda match: f"{match[1]}\\{match[2]}", text)


def _footnote_label(label: str) -> str:
    return re.sub(r"[^\w.-]+", "-", label).strip("-") or "note"


def _destination(url: str) -> str:
    url = clean_url(url)
    return f"<{url}>" if re.search(r"[()\\]", url) else url


def _link_title(title: str) -> str:
    return ' "' + _escape(title).replace('"', '\\"') + '"' if title else ""


# -- HTML ------------------------------------------------------------------------------------------


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


class _Html(_Writer):
    """HTML."""

    joint = "\n"

    def open(self, span: Span, at: int) -> str:
        if span.kind == "note":
            return f'<sup><a href="#note-{_attribute(_footnote_label(span.url))}">'
        if span.kind != "link":
            return f"<{_ELEMENTS[span.kind]}>"
        title = f' title="{_attribute(span.title)}"' if span.title else ""
        return f'<a href="{_attribute(clean_url(span.url))}"{title}>'

    def close(self, span: Span, at: int) -> str:
        if span.kind == "note":
            return "</a></sup>"
        return "</a>" if span.kind == "link" else f"</{_ELEMENTS[span.kind]}>"

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
        title = html.escape(f"{_KIND_OF_EMBED[block.media]}: {block.title}")
        url = clean_url(block.url)
        return f'<p><a href="{_attribute(url)}">{title}</a></p>' if url else f"<p>{title}</p>"

    def rule(self, block: Rule) -> str:
        return "<hr>"

    def definitions(self, block: Definitions) -> str:
        parts = []
        for item in block.items:
            if not _starts_with_its_blocks(item):
                parts.append(f"<dt>{self.inline(item.start, item.end)}</dt>")
            if item.blocks:
                parts.append(f"<dd>{self._content(item.blocks)}</dd>")
        return f"<dl>{''.join(parts)}</dl>"

    def footnote(self, block: Footnote) -> str:
        label = _attribute(_footnote_label(block.label))
        mark = html.escape(block.label)
        note = self.blocks(block.blocks)
        return f'<aside id="note-{label}" role="note"><b>{mark}</b> {note}</aside>'
