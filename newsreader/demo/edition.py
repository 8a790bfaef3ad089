"""The shipped edition: its articles, and the pages and feeds that are made of them.

Each directory in ``edition/`` is a feed. Its ``feed.txt`` says what the feed is; every other file
is an article: ``key: value`` lines, a blank line, then the body, whose parts stand apart by blank
lines. A part is a paragraph's text with inline markup, or markup of its own (``<h2>...``), or a
picture: ``[picture NAME | alternative text | caption | credit]``.

Times are told in hours before now, so that the edition is always of the last six days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import msgspec

_HERE = Path(__file__).parent
_EDITION = _HERE / "edition"
_PICTURE = re.compile(r"\[picture ([^]]*)\]")


class Picture(msgspec.Struct, frozen=True):
    """A picture in an article; its name says what `newsreader.demo.pictures` draws."""

    name: str
    alt: str
    caption: str = ""
    credit: str = ""

    @property
    def path(self) -> str:
        """Where the server has it."""
        return f"/pictures/{self.name}.png"


class DemoFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed of the edition as it is subscribed to."""

    url: str
    title: str
    folder: str


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """What a ``feed.txt`` says.

    Attributes:
        key: The name of its directory, and the first part of its addresses.
        format: The name of a function in `newsreader.demo.writers`.
        file: The feed's name on the server.
        full: Whether the feed holds the articles' full text.
        layout: The layout of articles that name none.
    """

    key: str
    title: str
    folder: str
    description: str
    language: str
    format: str
    file: str
    full: bool
    layout: str

    @property
    def path(self) -> str:
        """Where the server has the feed."""
        return f"/{self.key}/{self.file}"


class DemoArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it was written.

    Attributes:
        feed: The key of its publication.
        hours: How long ago it was published.
        parts: The parts of the body as the file has them.
    """

    feed: str
    slug: str
    title: str
    summary: str
    authors: tuple[str, ...]
    language: str
    layout: str
    hours: float
    tags: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where the server has its page."""
        return f"/{self.feed}/{self.slug}.html"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The plain text of every paragraph of the body, in order."""
        reader = _Paragraphs()
        reader.feed("\n".join(markup(part) for part in self.parts if picture(part) is None))
        reader.close()
        return tuple(reader.found)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the body."""
        return tuple(found for part in self.parts if (found := picture(part)) is not None)

    def published(self, now: datetime) -> datetime:
        """When it was published, seen from `now`."""
        return (now - timedelta(hours=self.hours)).replace(microsecond=0)


class _Paragraphs(HTMLParser):
    """Collects the text of ``<p>`` elements."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p":
            self._text = []
        elif tag == "br" and self._text is not None:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._text is not None:
            lines = "".join(self._text).split("\n")
            self.found.append("\n".join(" ".join(line.split()) for line in lines))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(" ".join(data.splitlines()) if "\n" in data else data)


def picture(part: str) -> Picture | None:
    """The picture that a part of a body is, or None."""
    found = _PICTURE.fullmatch(part)
    return None if found is None else Picture(*(word.strip() for word in found[1].split("|")))


def markup(part: str) -> str:
    """A part of a body that is no picture as HTML."""
    return part if part.startswith("<") else f"<p>{part}</p>"


def read_file(path: Path) -> tuple[dict[str, str], str]:
    """Read a file of the edition or a layout: its ``key: value`` lines, and what follows them."""
    head, _, body = path.read_text("utf-8").partition("\n\n")
    fields = (line.partition(":") for line in head.splitlines())
    return {key.strip(): value.strip() for key, _, value in fields}, body


@cache
def publications() -> tuple[Publication, ...]:
    """The publications of the edition, in the order of their directories."""
    return tuple(
        _publication(path.parent.name, read_file(path)[0])
        for path in sorted(_EDITION.glob("*/feed.txt"))
    )


def _publication(key: str, fields: Mapping[str, str]) -> Publication:
    return Publication(
        key=key,
        title=fields["title"],
        folder=fields["folder"],
        description=fields["description"],
        language=fields["language"],
        format=fields["format"],
        file=fields["file"],
        full=fields["content"] == "full",
        layout=fields["layout"],
    )


@cache
def _articles() -> tuple[DemoArticle, ...]:
    found = [
        _article(path, publication)
        for publication in publications()
        for path in (_EDITION / publication.key).glob("*.html")
    ]
    return tuple(sorted(found, key=lambda article: (article.hours, article.path)))


def _article(path: Path, publication: Publication) -> DemoArticle:
    fields, body = read_file(path)
    return DemoArticle(
        feed=publication.key,
        slug=path.stem,
        title=fields["title"],
        summary=fields["summary"],
        authors=_names(fields.get("authors", "")),
        language=fields.get("language", publication.language),
        layout=fields.get("layout", publication.layout),
        hours=float(fields["hours"]),
        tags=_names(fields.get("tags", "")),
        parts=tuple(_parts(body)),
    )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _parts(body: str) -> list[str]:
    """Take a body apart at its blank lines, except those inside of preformatted text."""
    parts: list[str] = []
    for piece in re.split(r"\n\s*\n", body.strip("\n")):
        if parts and parts[-1].count("<pre") > parts[-1].count("</pre>"):
            parts[-1] += "\n\n" + piece
        else:
            parts.append(piece)
    return parts


def articles() -> list[DemoArticle]:
    """All articles of the edition, newest first."""
    return list(_articles())


def feeds(base_url: str) -> list[DemoFeed]:
    """The feeds of the edition on a server at `base_url`."""
    return [
        DemoFeed(url=base_url + known.path, title=known.title, folder=known.folder)
        for known in publications()
    ]
