"""A site's address and page -> the addresses of its feeds, without asking anybody."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from newsreader.core.text import clean_line
from newsreader.core.urls import absolute, is_web
from newsreader.feeds.encoding import decode_document
from newsreader.feeds.tags import Tag, start_tags

_Rule = Callable[[str, str, str], list[str]]
"""(scheme and host, path without ending slash, query) -> addresses."""

MAX_FOUND = 30
_MAX_PAGE = 3_000_000

_FEED_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rss",
    "application/feed+json": "json",
    "application/x.atom+xml": "atom",
    "application/x-atom+xml": "atom",
    "text/rss+xml": "rss",
    "text/atom+xml": "atom",
    "text/rss": "rss",
}
_MAYBE_TYPES = ("application/xml", "text/xml", "application/json", "text/json", "")
_LOOKS_LIKE_FEED = re.compile(
    r"(?:\.(?:rss|rdf|atom)|/(?:rss|feed|atom|index|main|news|blog)\.(?:xml|json|rdf)|/(?:rss|feeds?|atom)"
    r"(?:\d|\.php)?)/?$",
    re.IGNORECASE,
)
_FEED_QUERY = re.compile(r"(?:^|&)(?:feed|format|type|alt)=(?:rss2?|atom|feed|rdf)", re.IGNORECASE)
_COMMENTS = re.compile(r"comment|kommentar|commentaire|comentario", re.IGNORECASE)
_LIKELY = ("feed", "rss.xml", "feed.xml", "atom.xml", "index.xml", "rss")
_LESS_LIKELY = ("feed.json", "?feed=rss2", "blog/feed", "news/rss", "feeds/posts/default")
_CHANNEL = re.compile(r"/channel/(UC[\w-]{10,40})")
_NAME = r"([A-Za-z0-9_][\w.-]{0,100})"


class FoundFeed(NamedTuple):
    """The address of what is probably a feed.

    Attributes:
        title: What the page calls it, "" where it does not say.
        type: ``rss``, ``atom``, ``json``, or "" where it is not known.
    """

    url: str
    title: str = ""
    type: str = ""


def find_feeds(html: bytes | str, url: str) -> list[FoundFeed]:
    """Find the feeds that a page names.

    Args:
        html: The page.
        url: Its address.

    Returns:
        What its ``link`` elements name, feeds of comments last; only where there are none, what its
        address tells (see `feeds_by_address`), and links that look like feeds. At most 30.
    """
    text = decode_document(html[:_MAX_PAGE], None).text if isinstance(html, bytes) else html
    tags = list(start_tags(text[:_MAX_PAGE], "base", "link", "a"))
    base = next((_base(tag, url) for tag in tags if tag.name == "base"), url)
    named = _unique(_named(tag, base) for tag in tags if tag.name == "link")
    if named:
        return sorted(named, key=_is_of_comments)
    linked = (_linked(tag, base) for tag in tags if tag.name == "a")
    return _unique([*feeds_by_address(url), *linked])


def well_known(url: str) -> list[str]:
    """List the addresses at which feeds usually are, the likeliest first.

    Args:
        url: The address of a site or of one of its pages.

    Returns:
        What the address itself tells, then paths below it and below the root of its site.
    """
    if not is_web(url):
        return []
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}/"
    bases = [urljoin(root, _folder(parts.path)), root]
    guesses = [feed.url for feed in feeds_by_address(url)]
    guesses += [absolute(path, base) for base in bases for path in _LIKELY]
    guesses += [absolute(path, root) for path in _LESS_LIKELY]
    return list(dict.fromkeys(guess for guess in guesses if guess))


def _folder(path: str) -> str:
    """Give the folder that a path is, or that it is in where it names a file."""
    last = path.rpartition("/")[2]
    return urljoin(path, ".") if "." in last else f"{path.rstrip('/')}/"


# -- what a page names -----------------------------------------------------------------------------


def _base(tag: Tag, url: str) -> str:
    base = absolute(tag.attributes.get("href", ""), url)
    return base if is_web(base) else url


def _named(tag: Tag, base: str) -> FoundFeed | None:
    relations = tag.attributes.get("rel", "").lower().split()
    href = tag.attributes.get("href", "").strip()
    if not href or not {"alternate", "feed"}.intersection(relations):
        return None
    address = absolute(href, base)
    kind = tag.attributes.get("type", "").partition(";")[0].strip().lower()
    sure = kind in _FEED_TYPES or "feed" in relations
    if not is_web(address) or not (sure or (kind in _MAYBE_TYPES and _looks_like_feed(address))):
        return None
    title = clean_line(tag.attributes.get("title", ""), 200)
    return FoundFeed(address, title, _FEED_TYPES.get(kind, ""))


def _linked(tag: Tag, base: str) -> FoundFeed | None:
    address = absolute(tag.attributes.get("href", ""), base)
    if not is_web(address) or not _looks_like_feed(address):
        return None
    title = clean_line(tag.attributes.get("title", "") or tag.text, 200)
    return FoundFeed(address, title)


def _looks_like_feed(address: str) -> bool:
    parts = urlsplit(address)
    if (parts.hostname or "").startswith(("feeds.", "rss.")) and len(parts.path) > 1:
        return True
    return bool(_LOOKS_LIKE_FEED.search(parts.path) or _FEED_QUERY.search(parts.query))


def _is_of_comments(feed: FoundFeed) -> bool:
    return bool(_COMMENTS.search(feed.title) or _COMMENTS.search(feed.url))


def _unique(feeds: Iterable[FoundFeed | None]) -> list[FoundFeed]:
    found: dict[str, FoundFeed] = {}
    for feed in feeds:
        if feed is not None:
            found.setdefault(feed.url, feed)
        if len(found) >= MAX_FOUND:
            break
    return list(found.values())


# -- what an address tells -------------------------------------------------------------------------


def feeds_by_address(url: str) -> list[FoundFeed]:
    """Name the feeds of pages on sites that keep them by a rule.

    YouTube channels and playlists, Reddit, GitHub, GitLab, Mastodon profiles, Medium, Substack,
    Blogger, Tumblr, Bluesky and a few others.
    """
    if not is_web(url):
        return []
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    addresses: list[str] = []
    for names, rule in _SITES:
        if host in names or any(host.endswith(f".{name}") for name in names):
            addresses = rule(f"{parts.scheme}://{parts.netloc}", path, parts.query)
            break
    else:
        if re.fullmatch(rf"/@{_NAME}", path):
            addresses = [f"{parts.scheme}://{parts.netloc}{path}.rss"]
    return [FoundFeed(absolute(address, url)) for address in addresses]


def _youtube(site: str, path: str, query: str) -> list[str]:
    feed = "https://www.youtube.com/feeds/videos.xml"
    channel = _CHANNEL.match(path)
    if channel:
        return [f"{feed}?channel_id={channel[1]}"]
    user = re.match(rf"/user/{_NAME}", path)
    if user:
        return [f"{feed}?user={user[1]}"]
    playlist = parse_qs(query).get("list", [""])[0]
    return [f"{feed}?playlist_id={playlist}"] if re.fullmatch(r"[\w-]{10,60}", playlist) else []


def _reddit(site: str, path: str, query: str) -> list[str]:
    if path.endswith(".rss"):
        return []
    return [f"https://www.reddit.com{path}/.rss"] if re.match(r"/(?:r|u|user)/\w", path) else []


def _github(site: str, path: str, query: str) -> list[str]:
    repository = re.fullmatch(rf"/{_NAME}/{_NAME}(?:/(releases|tags|commits)(?:/.*)?)?", path)
    if repository:
        base = f"{site}/{repository[1]}/{repository[2]}"
        kinds = [repository[3]] if repository[3] else ["releases", "commits", "tags"]
        return [f"{base}/{kind}.atom" for kind in kinds]
    return [f"{site}{path}.atom"] if re.fullmatch(rf"/{_NAME}", path) else []


def _gitlab(site: str, path: str, query: str) -> list[str]:
    project = re.match(rf"/{_NAME}/{_NAME}", path)
    return [f"{site}{project.group()}/-/tags?format=atom"] if project else []


def _medium(site: str, path: str, query: str) -> list[str]:
    if site.endswith("//medium.com"):
        section = re.match(rf"/@?{_NAME}", path)
        return [f"{site}/feed{section.group()}"] if section else []
    return [f"{site}/feed"]


def _below(suffix: str) -> _Rule:
    return lambda site, path, query: [f"{site}/{suffix}"]


def _beside(suffix: str) -> _Rule:
    return lambda site, path, query: [f"{site}{path}{suffix}"] if path else []


_SITES: tuple[tuple[tuple[str, ...], _Rule], ...] = (
    (("youtube.com",), _youtube),
    (("reddit.com",), _reddit),
    (("github.com",), _github),
    (("gitlab.com",), _gitlab),
    (("medium.com",), _medium),
    (("substack.com",), _below("feed")),
    (("blogspot.com",), _below("feeds/posts/default")),
    (("tumblr.com", "lobste.rs", "news.ycombinator.com"), _below("rss")),
    (("wordpress.com",), _below("feed/")),
    (("bsky.app",), _beside("/rss")),
)
