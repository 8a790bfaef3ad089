"""The corpus through the real pipeline: parse, store, prepare, show; nothing unsafe comes out."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from newsreader.articles import document_from_html, extract
from newsreader.cli import cli
from newsreader.config.paths import resolve_paths
from newsreader.core import exports
from newsreader.core.document import Document
from newsreader.core.identity import content_hash, entry_keys
from newsreader.core.models import ParsedEntry
from newsreader.core.text import is_clean
from newsreader.feeds import newsboat, opml, parse_feed
from newsreader.library import Library
from newsreader.services.session import Session
from newsreader.tui.painting import safe
from tests.hostile import corpus
from tests.hostile.corpus import MARKUP, STEERING, unsafe
from tests.support.library import NOON, clock

pytestmark = pytest.mark.usefixtures("jobs_done_here")

FEEDS = dict(corpus.feeds_with(STEERING))
BODIES = dict(corpus.bodies_with(STEERING))
PAGES = dict(corpus.pages_with(STEERING))
ACTIVE = re.compile(
    r"<(?:script|iframe|object|embed|style|form|meta http)|\son[a-z]+\s*=|(?:java|vb)script:|data:",
    re.IGNORECASE,
)


def exports_of(document: Document) -> list[str]:
    return [exports.to_text(document), exports.to_markdown(document), exports.to_html(document)]


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_clean_when_it_is_parsed(name: str) -> None:
    feed = parse_feed(FEEDS[name], "https://n.example/feed", None)
    assert unsafe(feed) == []
    for entry in feed.entries:
        document = document_from_html(entry.content or entry.summary, entry.base_url)
        assert unsafe([document, exports_of(document)]) == []


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_clean_when_it_is_a_document(name: str) -> None:
    document = document_from_html(f"<p>w</p>{BODIES[name]}<p>w</p>", "https://n.example/")
    assert unsafe([document, exports_of(document)]) == []
    assert not ACTIVE.search(exports.to_html(document))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_clean_when_it_is_an_article(name: str) -> None:
    found = extract(PAGES[name], "https://n.example/a")
    told = [found.title, found.byline, found.authors, found.site, found.lead_image, found.url]
    assert unsafe([told, found.language, found.document, exports_of(found.document)]) == []


@pytest.mark.parametrize("form", corpus.IN_ATTRIBUTES)
def test_lists_of_subscriptions(form: str) -> None:
    evil = corpus.in_attribute(form, STEERING)
    found = opml.read_opml(corpus.subscriptions(evil))
    assert unsafe([[tuple(one) for one in found], list(found.refused)]) == []
    written = opml.write_opml(found, title=STEERING, now=NOON)
    assert is_clean(written)


def test_the_urls_file_of_newsboat() -> None:
    lines = [f'https://n.example/{n} "t{STEERING}" "~T{STEERING}" "!h{STEERING}"' for n in range(3)]
    lines += [f"{kind}:{STEERING}" for kind in ("exec", "filter", "query", "file", "https", "x")]
    found = newsboat.read_urls("\n".join(line.replace("\n", "") for line in lines))
    assert unsafe([[tuple(one) for one in found], list(found.refused)]) == []


# -- through library and command line --------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def printed(*arguments: str) -> str:
    """Give what a command writes, and make sure that no terminal minds."""
    result = run(*arguments)
    assert result.exit_code == 0, (arguments, result.output)
    assert is_clean(result.stdout)
    assert is_clean(result.stderr)
    return result.stdout


def _entries(text: str) -> Iterator[ParsedEntry]:
    """Give the entries of all feeds of the corpus, as parsed from bytes."""
    for number, (_, content) in enumerate(corpus.feeds_with(text)):
        yield from parse_feed(content, f"https://n{number}.example/feed", None).entries


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose library holds the corpus, one article in twelve ready and bookmarked."""
    session = Session(resolve_paths(tmp_path / "home"), clock=clock)
    with session.library.transaction():
        _fill(session.library, STEERING)
        _fill(session.library, MARKUP)
    session.close_now()
    return tmp_path / "home"


def _fill(library: Library, text: str) -> None:
    feed = library.feeds.add(f"https://{len(text)}.example/feed", title="F", folder="f")
    entries = list(_entries(text))
    hashes = [content_hash(entry) for entry in entries]
    keys = [f"{number} {key}" for number, key in enumerate(entry_keys(entries))]
    stored = library.articles.store_entries(feed.id, entries, keys, hashes, now=NOON)
    for article_id, entry in list(zip(stored.new, entries, strict=True))[::12]:
        document = document_from_html(entry.content or entry.summary, entry.base_url)
        library.articles.save_prepared(article_id, document=document)
        library.bookmarks.add(article_id, note="n", tags=entry.tags)


@pytest.mark.usefixtures("home")
def test_every_command_writes_only_what_a_terminal_may_get() -> None:
    listed = json.loads(printed("list", "--json"))
    assert len(listed) > 300
    assert unsafe(listed) == []
    for command in (
        ("list",),
        ("feeds",),
        ("feeds", "--json"),
        ("search", "x*"),
        ("search", "--json", "x*"),
        ("export",),
        ("entities",),
        ("bookmarks", "--format", "markdown"),
        ("bookmarks", "--format", "html"),
    ):
        printed(*command)
    assert unsafe(json.loads(printed("export", "--format", "json"))) == []
    kept = json.loads(printed("bookmarks", "--format", "json"))
    assert unsafe(kept) == []
    forms = itertools.cycle(("text", "markdown", "html", "json"))
    for article, form in zip(kept[::2], forms, strict=False):  # these are ready to be shown
        shown = printed("show", str(article["id"]), "--format", form)
        assert not (form == "html" and ACTIVE.search(shown))


@pytest.mark.parametrize(
    "query",
    [
        '"', "*", "AND", "OR OR", "NOT", "NEAR(", "col:", "a AND", "(", ")", "-", "a*b", '"a', "^",
        "{a}", 'a"b"c', ":", "%", "'; DROP TABLE articles; --", "a NEAR/2 b", "a + b", "title:",
        "feed:", "is:", "is:nothing", "after:2026-99-99", "before:x", "\x1b[2J", "\u202e",
        "x" * 5000, "(" * 3000, "a " * 2000, "a OR " * 2000, "-" * 3000, "NOT " * 2000,
        '"' * 3001, "\ud800",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("home_with_one")
def test_what_is_typed_as_a_query_is_found_or_refused_in_words(query: str) -> None:
    for command in ("search", "list", "bookmarks", "unread"):
        result = run(command, "--", query)
        assert result.exit_code in (0, 2), (command, result.output)
        assert is_clean(result.output)
        assert not re.search(r"sqlite|fts5|syntax error|Traceback", result.output, re.IGNORECASE)


@pytest.fixture
def home_with_one(tmp_path: Path) -> None:
    session = Session(resolve_paths(tmp_path / "home"), clock=clock)
    feed = session.library.feeds.add("https://n.example/feed", title="F")
    entries = [ParsedEntry(guid="1", title="a b c", content="a b c")]
    session.library.articles.store_entries(feed.id, entries, ["1"], ["1"], now=NOON)
    session.close_now()


# -- scripts that need what is kept out ------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم",  # Persian, with a non-joiner
        "क्‍ष",  # Devanagari, with a joiner
        "👩‍🚀 👨‍👩‍👧",  # people joined
        "日本語、한국어、ไทย, العربية, עברית",
        "naïve café Å ﬁ",
    ],
)
def test_what_scripts_need_survives(text: str) -> None:
    for content in (
        corpus.rss(f"<title>{text}</title><description>{text}</description>"),
        corpus.json_feed("items.title", text),
    ):
        [entry] = parse_feed(content, "https://n.example/", None).entries
        assert entry.title == text
        assert safe(entry.title) == text
    assert document_from_html(f"<p>{text}</p>").text == text
