"""Pages that are no articles: recognised, and named in one sentence."""

from __future__ import annotations

from lxml.etree import _Element

from newsreader.articles.metadata import Metadata
from newsreader.core.document import Document
from newsreader.core.errors import ArticleError


def check_bytes(content: bytes, content_type: str | None) -> None:
    """Refuse what is no page of markup at all."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        raise ArticleError("This address leads to a PDF, not to a web page.")


def check_page(root: _Element, known: Metadata) -> None:
    """Refuse pages that say themselves that they are no article."""


def check_document(document: Document, known: Metadata) -> None:
    """Refuse a result that is no article."""
    if not document.text:
        raise ArticleError("There is no article on this page.")
