"""The edition: its sites, and its articles as they were written.

The sources are text files, ``edition/<site>/<name>.txt``: lines of ``key: value``, an empty line,
and the body as `newsreader.demo.body` describes it. ``edition/<site>/site.toml`` says what the
site is. Times are hours before now, so that the edition is always of the last few days.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from newsreader.demo import body


class DemoFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed of the edition, as one subscribes to it."""

    url: str
    title: str
    folder: str


class Site(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A paper of the edition: its web site and its one feed.

    Attributes:
        name: Its directory, and the first part of its paths.
        order: Where it stands among the sites.
        format: Of its feed: ``rss20``, ``rss20-summary``, ``rss091``, ``rdf``, ``atom10``,
            ``atom03`` or ``json11``.
        page: The path of an article below the site's, with ``{name}`` in it.
        feed: The path of the feed below the site's.
        layout: That of its articles that name none.
        encoding: Of its pages and its feed.
        tracking: What its feed adds to the addresses of articles.
    """

    name: str
    order: int
    title: str
    folder: str
    format: str
    language: str
    description: str
    page: str = "{name}/"
    feed: str = "feed/"
    layout: str = "broadsheet"
    encoding: str = "utf-8"
    tracking: str = ""

    @property
    def home(self) -> str:
        """The path of its front page."""
        return f"/{self.name}/"

    @property
    def full(self) -> bool:
        """Whether its feed holds whole articles."""
        return self.format in ("rss20", "atom10", "json11")


class DemoArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as it was written: what reading its page should give back.

    Attributes:
        site: The name of its site.
        name: Of its file, unique in the site.
        path: Of its page on the server.
        language: An IETF tag.
        hours: How long before now it was published; ``updated``, how long before it was changed.
        lead: The picture above the text, None where there is none.
        free: How many blocks the page shows to everybody, None for all of them.
        blocks: The body as written, whole.
    """

    site: str
    name: str
    path: str
    title: str
    authors: tuple[str, ...]
    language: str
    layout: str
    encoding: str
    section: str
    summary: str
    tags: tuple[str, ...]
    hours: float
    updated: float
    lead: body.Figure | None
    free: int | None
    blocks: tuple[body.Block, ...]

    @property
    def shown(self) -> tuple[body.Block, ...]:
        """The blocks that the page shows."""
        return self.blocks[: self.free]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The plain text of each paragraph that the page shows, those of quotations included."""
        found: list[str] = []
        for block in self.shown:
            if isinstance(block, body.Paragraph):
                found.append(body.plain(block.markup))
            elif isinstance(block, body.Quote):
                found += [body.plain(part) for part in block.paragraphs]
        return tuple(found)

    @property
    def headings(self) -> tuple[str, ...]:
        """The plain text of each heading inside the text."""
        heads = (block for block in self.shown if isinstance(block, body.Heading | body.Update))
        return tuple(body.plain(block.markup) for block in heads)

    @property
    def items(self) -> tuple[str, ...]:
        """The plain text of each list item, each cell, each term and definition, each note."""
        return tuple(body.plain(part) for block in self.shown for part in _parts(block))

    @property
    def codes(self) -> tuple[str, ...]:
        """Each piece of code, as it stands."""
        return tuple(block.text for block in self.shown if isinstance(block, body.Code))

    @property
    def figures(self) -> tuple[body.Figure, ...]:
        """The pictures that the page shows, the lead picture first."""
        lead = (self.lead,) if self.lead else ()
        return lead + tuple(block for block in self.shown if isinstance(block, body.Figure))

    def published_at(self, now: datetime) -> datetime:
        """Give the time at which it was published, to the minute."""
        return _hours_before(now, self.hours)

    def updated_at(self, now: datetime) -> datetime:
        """Give the time at which it was last changed, to the minute."""
        return _hours_before(now, self.updated)


def _hours_before(now: datetime, hours: float) -> datetime:
    return (now - timedelta(hours=hours)).replace(second=0, microsecond=0)


def _parts(block: body.Block) -> Iterator[str]:
    match block:
        case body.Items():
            for item in block.items:
                yield item.markup
                if item.nested:
                    yield from _parts(item.nested)
        case body.Table():
            yield from (cell for row in block.rows for cell in row if cell)
        case body.Terms():
            yield from (text for pair in block.pairs for text in pair)
        case body.Note():
            yield block.markup


# -- what there is ---------------------------------------------------------------------------------


def feeds(base_url: str) -> list[DemoFeed]:
    """List the feeds of the edition in their order.

    Args:
        base_url: Of the server, without a slash at its end.
    """
    return [
        DemoFeed(url=base_url + site.home + site.feed, title=site.title, folder=site.folder)
        for site in sites()
    ]


@cache
def sites() -> tuple[Site, ...]:
    """List the sites in their order."""
    found = []
    for folder in _edition().iterdir():
        source = folder.joinpath("site.toml")
        if source.is_file():
            table = tomllib.loads(source.read_text(encoding="utf-8"))
            found.append(msgspec.convert({"name": folder.name, **table}, Site))
    return tuple(sorted(found, key=lambda site: (site.order, site.name)))


@cache
def articles() -> tuple[DemoArticle, ...]:
    """List all articles, site by site, the newest of each first."""
    found: list[DemoArticle] = []
    for site in sites():
        sources = _edition().joinpath(site.name).iterdir()
        written = [_read(site, source) for source in sources if source.name.endswith(".txt")]
        found += sorted(written, key=lambda article: article.hours)
    return tuple(found)


def articles_of(site: Site) -> list[DemoArticle]:
    """List the articles of a site, the newest first."""
    return [article for article in articles() if article.site == site.name]


def _edition() -> Traversable:
    return files("newsreader.demo").joinpath("edition")


def _read(site: Site, source: Traversable) -> DemoArticle:
    head, _, text = source.read_text(encoding="utf-8").partition("\n\n")
    pairs = (line.partition(": ") for line in head.split("\n"))
    values = {key.strip(): value.strip() for key, _, value in pairs}
    name = source.name.removesuffix(".txt")
    hours = float(values.pop("hours"))
    article = DemoArticle(
        site=site.name,
        name=name,
        path=site.home + site.page.format(name=name),
        title=values.pop("title"),
        authors=_several(values.pop("authors", "")),
        language=values.pop("language", site.language),
        layout=values.pop("layout", site.layout),
        encoding=values.pop("encoding", site.encoding),
        section=values.pop("section"),
        summary=values.pop("summary"),
        tags=_several(values.pop("tags", "")),
        hours=hours,
        updated=float(values.pop("updated", hours)),
        lead=_lead(values.pop("picture", "")),
        free=int(values.pop("free")) if "free" in values else None,
        blocks=body.parse(text),
    )
    if values:
        raise ValueError(f"{site.name}/{name} says what nothing reads: {', '.join(values)}")
    return article


def _several(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _lead(value: str) -> body.Figure | None:
    return body.figure(value) if value else None
