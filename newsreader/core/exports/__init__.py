"""A document as plain text, as Markdown, as HTML.

All three are made from the blocks and spans alone. The HTML holds nothing but the elements written
here, with text and attributes escaped and only http, https and mailto addresses; the Markdown is
CommonMark with the tables, strike-through and footnotes of GitHub's flavour, and shows every
character of the text as itself.
"""

from __future__ import annotations

from newsreader.core.document import Document
from newsreader.core.exports.html import Html
from newsreader.core.exports.markdown import Markdown
from newsreader.core.exports.plain import PlainText


def to_text(document: Document, width: int | None = None) -> str:
    """Give a document as plain text: lists with their marks, quotes with bars, tables in columns.

    Pictures and embeds are named in brackets, with their addresses; links show their text only.

    Args:
        document: The document.
        width: The most cells of a line of running text, with what stands before it; None breaks no
            lines. Code, tables and addresses are never broken.
    """
    return _end(PlainText(document, width).blocks(document.blocks))


def to_markdown(document: Document) -> str:
    """Give a document as Markdown (CommonMark 0.31 with GitHub's tables and footnotes)."""
    return _end(Markdown(document).blocks(document.blocks))


def to_html(document: Document) -> str:
    """Give a document as a clean and safe fragment of HTML, one block a line."""
    return _end(Html(document).blocks(document.blocks))


def _end(text: str) -> str:
    return text + "\n" if text else ""
