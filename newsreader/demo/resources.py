"""Everything that the server of the edition serves, by path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from importlib.resources import files
from typing import NamedTuple

from newsreader.demo import pictures
from newsreader.demo.edition import Site, articles, articles_of, sites
from newsreader.demo.pages import STANDING, Pages, section_slug
from newsreader.demo.syndication import feed


class Resource(NamedTuple):
    """What the server answers to a path."""

    body: bytes
    content_type: str


class Resources:
    """What there is, written when it is first asked for.

    Args:
        base_url: Of the server, without a slash at its end.
        now: What the times of articles are counted back from, aware.
    """

    def __init__(self, base_url: str, now: datetime) -> None:
        self._pages = Pages(base_url, now)
        self._writers: dict[str, Callable[[], Resource]] = dict(self._list())
        self._written: dict[str, Resource] = {}

    def paths(self) -> list[str]:
        """List all paths."""
        return list(self._writers)

    def get(self, path: str) -> Resource | None:
        """Give what is at a path, None where there is nothing."""
        if path not in self._written:
            if path not in self._writers:
                return None
            self._written[path] = self._writers[path]()
        return self._written[path]

    def _list(self) -> Iterator[tuple[str, Callable[[], Resource]]]:
        yield "/", partial(_page, self._pages.index, "utf-8")
        yield "/style.css", _style
        for site in sites():
            yield from self._list_site(site)
        for name in _picture_files():
            yield f"/pictures/{name}", partial(_picture, name)

    def _list_site(self, site: Site) -> Iterator[tuple[str, Callable[[], Resource]]]:
        pages = self._pages

        def page(write: Callable[[], bytes], encoding: str) -> Callable[[], Resource]:
            return partial(_page, write, encoding)

        yield site.home, page(partial(pages.front, site), site.encoding)
        yield site.home + site.feed, lambda: Resource(*feed(pages, site))
        for name in STANDING:
            yield f"{site.home}{name}/", page(partial(pages.standing, site, name), site.encoding)
        for article in articles_of(site):
            yield article.path, page(partial(pages.article, site, article), article.encoding)
            slug = section_slug(article.section)
            path = f"{site.home}section/{slug}/"
            yield path, page(partial(pages.section, site, slug), site.encoding)


def _page(write: Callable[[], bytes], encoding: str) -> Resource:
    return Resource(write(), f"text/html; charset={encoding}")


def _picture(name: str) -> Resource:
    return Resource(*pictures.draw(name))


def _style() -> Resource:
    sheet = files("newsreader.demo").joinpath("layouts", "style.css")
    return Resource(sheet.read_bytes(), "text/css; charset=utf-8")


def _picture_files() -> list[str]:
    names = {"sky-default"}
    for article in articles():
        names |= {figure.picture for figure in article.figures}
    return sorted(pictures.file_name(name) for name in names)
