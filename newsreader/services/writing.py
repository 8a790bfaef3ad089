"""An article as one text to print or to save: its head, then its document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

from newsreader.core.document import Document
from newsreader.core.exports import to_html, to_markdown, to_text
from newsreader.core.models import Reading
from newsreader.core.text import clean_body, fill


def write_reading(reading: Reading, format: str, *, width: int | None = None) -> str:
    """Write an article of the library.

    Args:
        reading: The article with its text.
        format: As in `write`, or ``json``.
        width: As in `write`.
    """
    if format == "json":
        import msgspec

        from newsreader.services import shapes

        encoded = msgspec.json.encode(shapes.cleaned(shapes.reading(reading)))
        return msgspec.json.format(encoded, indent=2).decode() + "\n"
    article = reading.article
    head = {
        "title": article.title,
        "byline": article.author,
        "published": article.published,
        "site": reading.site or article.feed,
        "url": article.url,
    }
    return clean_body(write(reading.document, format, head=head, width=width))


def write(
    document: Document, format: str, *, head: Mapping[str, Any], width: int | None = None
) -> str:
    """Write an article.

    Args:
        document: Its text.
        format: ``text``, ``markdown`` or ``html``.
        head: ``title``, ``byline``, ``published``, ``site``, ``url``; empty ones are left out.
        width: The most cells of a line of ``text``; None breaks no lines.
    """
    if format == "html":
        return _html(document, head)
    if format == "text":
        return _text(document, head, width)
    title = str(head.get("title") or "")
    lines = [f"# {_escaped(title)}"] if title else []
    lines += [_escaped(part) for part in _about(head)]
    if url := head.get("url"):
        lines.append(f"<{url}>")
    return "\n\n".join([*lines, to_markdown(document)])


def _text(document: Document, head: Mapping[str, Any], width: int | None) -> str:
    title = str(head.get("title") or "")
    lines = [line for line in (title, *_about(head)) if line]
    if width is not None:
        lines = [part for line in lines for part in fill(line, width)]
    if url := head.get("url"):
        lines.append(str(url))
    body = to_text(document, width)
    return "\n".join(lines) + "\n\n" + body if lines else body


def _about(head: Mapping[str, Any]) -> list[str]:
    parts = [head.get("byline"), head.get("site"), _day(head.get("published"))]
    line = " · ".join(str(part) for part in parts if part)
    return [line] if line else []


def _day(time: datetime | None) -> str:
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else ""


def _escaped(text: str) -> str:
    return "".join(f"\\{mark}" if mark in "\\`*_[]<>#" else mark for mark in text)


def _html(document: Document, head: Mapping[str, Any]) -> str:
    title = escape(str(head.get("title") or ""))
    lines = ["<!DOCTYPE html>", '<meta charset="utf-8">', f"<title>{title}</title>", "<article>"]
    if title:
        lines.append(f"<h1>{title}</h1>")
    lines += [f"<p>{escape(part)}</p>" for part in _about(head)]
    if url := head.get("url"):
        lines.append(f'<p><a href="{escape(url)}">{escape(url)}</a></p>')
    return "\n".join([*lines, to_html(document).rstrip("\n"), "</article>"]) + "\n"
