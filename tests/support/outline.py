"""A document as lines that a test can state: each block with what is kept of its structure."""

from __future__ import annotations

from collections.abc import Iterator

from newsreader.core import document as doc


def outline(document: doc.Document) -> list[str]:
    """Give the lines of a document, what is nested indented by two spaces a level."""
    return list(_blocks(document, document.blocks, ""))


def _blocks(document: doc.Document, blocks: tuple[doc.Block, ...], indent: str) -> Iterator[str]:
    for block in blocks:
        yield indent + _line(document, block)
        if isinstance(block, doc.List):
            for item in block.items:
                yield from _blocks(document, item.blocks, f"{indent}  ")
                yield f"{indent}  ."
        elif isinstance(block, doc.Definitions):
            for entry in block.items:
                yield f"{indent}  {document.text[entry.start : entry.end]}:"
                yield from _blocks(document, entry.blocks, f"{indent}    ")
        elif isinstance(block, doc.Quote | doc.Footnote):
            yield from _blocks(document, block.blocks, f"{indent}  ")


def _line(document: doc.Document, block: doc.Block) -> str:
    text = document.text[block.start : block.end]
    match block:
        case doc.Heading():
            return f"h{block.level} {text}"
        case doc.Code():
            return f"code {block.language}: {text!r}"
        case doc.Paragraph():
            return f"p {_with_links(document, block)}"
        case doc.Table():
            return f"table {block.caption}: " + " / ".join(
                ", ".join(_cell(document, cell) for cell in row) for row in block.rows
            )
        case _:
            return _line_without_text(block)


def _line_without_text(block: doc.Block) -> str:
    match block:
        case doc.List():
            return f"ol {block.first}" if block.ordered else "ul"
        case doc.Quote():
            return f"quote {block.source}".rstrip()
        case doc.Footnote():
            return f"note {block.label}"
        case doc.Image():
            told = " | ".join(part for part in (block.alt, block.caption, block.credit) if part)
            return f"image {block.url} {told}".rstrip()
        case doc.Embed():
            return f"{block.media} {block.url} {block.title}"
        case _:
            return "rule" if isinstance(block, doc.Rule) else "terms"


def _with_links(document: doc.Document, block: doc.Block) -> str:
    """Give the text of a block with the target of each link after its words."""
    text = document.text[block.start : block.end]
    links = [link for link in document.links if block.start <= link.start and link.end <= block.end]
    for link in sorted(links, key=lambda each: -each.end):
        at = link.end - block.start
        text = f"{text[:at]} <{link.url}>{text[at:]}"
    return text


def _cell(document: doc.Document, cell: doc.Cell) -> str:
    text = document.text[cell.start : cell.end]
    return f"*{text}*" if cell.header else text
