"""A document as Markdown (CommonMark 0.31 with GitHub's tables, strike-through and footnotes)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsreader.core.document import (
    Block,
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
from newsreader.core.exports.writer import (
    ELEMENTS,
    KIND_OF_EMBED,
    Writer,
    footnote_label,
    grid,
    indent,
    is_tight,
    marks,
    starts_with_its_blocks,
)
from newsreader.core.urls import clean_url

_ESCAPED = re.compile(r"[\\`*\[\]<~|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,32};)")
_LINE_START = re.compile(r"^(\s*)(?:([#+\-=>:])|(\d{1,9})([.)]))", re.MULTILINE)
_DELIMITERS = {"strong": "**", "emphasis": "*", "strike": "~~"}


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


class Markdown(Writer):
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
            return ELEMENTS[span.kind]
        text = self.document.text
        inner = text[span.start : span.end]
        before = text[span.start - 1 : span.start] if span.start else ""
        after = text[span.end : span.end + 1]
        fails_left = not inner[:1].isalnum() and before.isalnum()
        fails_right = not inner[-1:].isalnum() and after.isalnum()
        return ELEMENTS[span.kind] if fails_left or fails_right else ""

    def open(self, span: Span, at: int) -> str:
        if span.kind == "link":
            return "["
        if span.kind == "note":
            return f"[^{footnote_label(span.url)}]"
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
        gap = "\n" if is_tight(block) else "\n\n"
        items = []
        for mark, item in zip(
            marks(block, "*" if other else "-", ") " if other else ". "), block.items, strict=True
        ):
            items.append(indent(self.blocks(item.blocks, gap), mark, " " * len(mark)))
        return gap.join(items)

    def quote(self, block: Quote) -> str:
        text = self.blocks(block.blocks)
        if block.source:
            source = _escape(block.source)
            if url := clean_url(block.url):
                source = f"[{source}]({_destination(url)})"
            text = f"{text}\n\n— {source}"
        return indent(text, "> ", "> ")

    def table(self, block: Table) -> str:
        rows = [
            [self.inline(cell.start, cell.end).replace("\n", " ") if cell else "" for cell in row]
            for row in grid(block)
        ]
        caption = f"**{_escape(block.caption)}**\n\n" if block.caption else ""
        if not rows:
            return caption.rstrip()
        if not any(cell.header for cell in block.rows[0]):
            rows.insert(0, [""] * len(rows[0]))
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        lines.insert(1, "|" + " --- |" * len(rows[0]))
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
        title = _escape(f"{KIND_OF_EMBED[block.media]}: {block.title}")
        return f"[{title}]({_destination(url)})" if url else title

    def rule(self, block: Rule) -> str:
        return "---"

    def definitions(self, block: Definitions) -> str:
        items = []
        for item in block.items:
            if not starts_with_its_blocks(item):
                items.append(f"**{self.inline(item.start, item.end)}**")
            if meaning := self.blocks(item.blocks):
                items.append(meaning)
        return "\n\n".join(items)

    def footnote(self, block: Footnote) -> str:
        return indent(self.blocks(block.blocks), f"[^{footnote_label(block.label)}]: ", "    ")


def _close_hash(text: str) -> str:
    """Keep a closing run of hashes from being read as the heading's end."""
    return re.sub(r"(^|\s)(#+)\s*$", lambda match: f"{match[1]}\\{match[2]}", text)


def _destination(url: str) -> str:
    url = clean_url(url)
    return f"<{url}>" if re.search(r"[()\\]", url) else url


def _link_title(title: str) -> str:
    return ' "' + _escape(title).replace('"', '\\"') + '"' if title else ""
