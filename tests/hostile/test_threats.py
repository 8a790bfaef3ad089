"""Each threat by itself, wherever strangers can write it: a failure names the threat."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator

import pytest

from newsreader.articles import document_from_html, extract
from newsreader.core import exports, text, urls
from newsreader.core.errors import InputError
from newsreader.core.models import EntityType, Mention
from newsreader.entities import resolve
from newsreader.feeds import newsboat, opml, parse_feed
from newsreader.feeds.discovery import find_feeds
from newsreader.net import headers, sentences
from newsreader.net.wire import received_headers, redirect_target
from newsreader.services import arguments, files
from newsreader.services.bookmarks import tidy_tags
from newsreader.services.opening import wikipedia_search, with_url
from newsreader.services.shapes import cleaned
from newsreader.tui.painting import safe
from tests.hostile import corpus
from tests.hostile.corpus import unsafe
from tests.hostile.threats import LITERALS, NEEDED, STEERS
from tests.support.library import NOON

BASE = "https://n.example/"


def _feed_in(form: str, threat: str) -> bytes:
    """Make an RSS feed that has the threat in each of its places."""
    written = corpus.FORMS[form](threat)
    inner = corpus.in_attribute(form, threat) if form in corpus.IN_ATTRIBUTES else "x"
    channel = "".join(f"<{name}>a{written}z</{name}>" for name in corpus.CHANNEL_TEXTS)
    item = "".join(f"<{name}>a{written}z</{name}>" for name in corpus.RSS_TEXTS)
    item += "".join(markup.replace("{}", inner) for markup in corpus.RSS_ATTRIBUTES)
    return corpus.rss(item, channel)


def _feed(threat: str) -> Iterator[object]:
    """Give feeds of each format, and what is made of their texts."""
    contents = [_feed_in(form, threat) for form in ("raw", "escaped twice", "references in CDATA")]
    contents += [corpus.atom("".join(corpus.ATOM_TEXTS).replace("{}", html.escape(threat)))]
    contents += [corpus.json_feed(path, f"a{threat}z") for path in corpus.JSON_FEED]
    for content in contents:
        feed = parse_feed(content, BASE, None)
        assert feed.entries
        yield feed
        for entry in feed.entries:
            yield _document(entry.content or entry.summary)


def _document(markup: str) -> list[object]:
    document = document_from_html(markup, BASE)
    return [document, exports.to_text(document), exports.to_markdown(document)]


def _body(threat: str) -> Iterator[object]:
    for form in ("raw", "decimal references"):
        inner = corpus.in_attribute(form, threat)
        markup = "".join(corpus.BODIES).replace("{}", corpus.FORMS[form](threat))
        yield _document(markup + "".join(corpus.BODY_ATTRIBUTES).replace("{}", inner))


def _page(threat: str) -> Iterator[object]:
    for form in ("raw", "decimal references"):
        head = "".join(corpus.HEADS).replace("{}", corpus.in_attribute(form, threat))
        texts = "".join(corpus.PAGE_TEXTS).replace("{}", corpus.FORMS[form](threat))
        data = json.loads(json.dumps(corpus.LINKED_DATA).replace("{}", json.dumps(threat)[1:-1]))
        script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
        found = extract(corpus.page(head + script + texts), BASE)
        yield [found.title, found.byline, found.authors, found.site, found.language, found.note]
        yield [found.document, found.lead_image, found.url]


def _subscriptions(threat: str) -> Iterator[object]:
    inner = html.escape(threat)
    found = opml.read_opml(corpus.subscriptions(inner))
    yield [[tuple(one) for one in found], list(found.refused)]
    yield opml.write_opml(found, title=threat, now=NOON)
    lines = newsboat.read_urls(f'{BASE}x{threat} "t{threat}" "~T{threat}"\nfile:{threat}')
    yield [[tuple(one) for one in lines], list(lines.refused)]
    link = f'<link rel="alternate" type="application/rss+xml" href="f{inner}" title="t{inner}">'
    yield [tuple(one) for one in find_feeds(link.encode("utf-8", "surrogatepass"), BASE)]


def _server(threat: str) -> Iterator[object]:
    """Give what a server's words become: they are kept out, or cleaned."""
    name = {"Content-Disposition": f'attachment; filename="a{threat}z"', f"X-{threat}": threat}
    yield list(received_headers({"Content-Type": f"text/xml{threat}", **name}).values())
    yield [
        redirect_target(f"/a{threat}", BASE),
        redirect_target(f"https://a{threat}.example", BASE),
    ]
    kept = headers.validator(f'"{threat}"')
    assert kept == "" or headers.is_sendable(kept)
    yield sentences.for_status(500, urls.host(urls.clean_url(f"https://a{threat}.example/")))


def _handed_on(threat: str) -> Iterator[object]:
    """Give what goes to other programs: as one argument, which is clean and no option."""
    address = urls.clean_url(f"{BASE}{threat}")
    yield address
    if address:
        argument = with_url(["browser"], address)[-1]
        assert argument.startswith("https://n.example/")
        yield argument
    line = text.clean_line(f"a{threat}z")
    yield wikipedia_search(line, "en")
    yield arguments.fill(["notify-send", "{title}"], {"title": line})


def _of_the_persons(threat: str) -> Iterator[object]:
    """Give what a person may have pasted, and what an index or a list made of it."""
    yield tidy_tags([f"a{threat}z"])
    named = f"Anna {threat} Berg"
    yield resolve(named, [Mention(start=0, end=len(named), type=EntityType.PERSON)])
    yield [cleaned({f"k{threat}": [f"v{threat}"]}), safe(f"a{threat}z")]
    with pytest.raises(InputError) as caught:
        urls.normalise_typed(f"x {threat} y")
    yield str(caught.value)


def _file(threat: str) -> Iterator[object]:
    name = files.file_name("2026-01-01", f"a{threat}z")
    assert not set(name) & set("/\\.~ \0:")
    assert not name.startswith("-")
    yield name


WAYS: dict[str, Callable[[str], Iterator[object]]] = {
    "feeds": _feed,
    "bodies": _body,
    "pages": _page,
    "lists of subscriptions": _subscriptions,
    "servers": _server,
    "what is handed on": _handed_on,
    "what is the person's": _of_the_persons,
    "names of files": _file,
}
"""Where a stranger's text comes in, and what it becomes there."""


@pytest.mark.parametrize("name", STEERS)
def test_a_threat_comes_in_nowhere(name: str) -> None:
    threat, left = STEERS[name]
    assert not text.is_clean(f"a{threat}b") or left
    assert text.clean_line(f"a{threat}b") == f"a{left}b"
    assert {way: found for way, give in WAYS.items() if (found := unsafe(list(give(threat))))} == {}


@pytest.mark.parametrize("name", LITERALS)
def test_what_only_looks_like_a_command_stays_text(name: str) -> None:
    literal = LITERALS[name]
    for content in (
        corpus.json_feed("items.title", literal),
        corpus.rss(f"<title>{html.escape(html.escape(literal))}</title>"),
        corpus.atom(f'<title type="text">{html.escape(literal)}</title>'),
    ):
        [entry] = parse_feed(content, BASE, None).entries
        assert entry.title == literal
        assert safe(entry.title) == literal
    assert document_from_html(f"<p>{html.escape(literal)}</p>").text == literal
    for give in WAYS.values():
        assert unsafe(list(give(literal))) == []


@pytest.mark.parametrize("name", NEEDED)
def test_what_languages_need_survives(name: str) -> None:
    needed = NEEDED[name]
    for content in (
        corpus.rss(f"<title>{needed}</title>"),
        corpus.json_feed("items.title", needed),
    ):
        [entry] = parse_feed(content, BASE, None).entries
        assert entry.title == needed
    assert document_from_html(f"<p>{needed}</p>").text == needed
    assert safe(needed) == needed
