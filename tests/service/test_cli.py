"""The command line: shapes, exit codes, and what goes to which stream."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newsreader.cli import COMMANDS, cli
from newsreader.config.paths import resolve_paths
from newsreader.core.document import Document
from newsreader.core.models import Entity, EntityType, Mention, ParsedEntry, Preparation
from newsreader.library import Library, gathering
from newsreader.services.corrections import correct
from newsreader.services.preparation import Outcome, save
from newsreader.services.session import Session
from tests.service.conftest import START
from tests.service.site import LONG, Site, article_page, full_item, item

pytestmark = pytest.mark.usefixtures("jobs_done_here")

URL = "https://example.org/feed"
ARTICLE_KEYS = {
    "id", "feed", "feed_url", "title", "url", "author", "published", "received", "read",
    "bookmarked", "words", "language",
}  # fmt: skip
SHOWN_KEYS = {
    "title", "byline", "published", "site", "language", "lead_image", "url", "source", "text",
    "blocks",
}  # fmt: skip
ENTRY_KEYS = {
    "id", "guid", "title", "link", "author", "content", "summary", "published", "enclosures",
    "tags", "read", "bookmarked",
}  # fmt: skip


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def library(home: Path) -> None:
    """Make a library with one feed and two articles that are ready."""
    session = Session(resolve_paths(home), clock=lambda: START)
    feed = session.library.feeds.add(URL, title="Example News", folder="World")
    entries = [
        ParsedEntry(guid=f"{n}", title=f"Article {n}", link=f"https://example.org/{n}", content="x")
        for n in (2, 1)
    ]
    stored = session.library.articles.store_entries(
        feed.id, entries, ["guid:2", "guid:1"], ["b", "a"], now=START
    )
    for article_id in stored.new:
        document = Document.from_text("Ada Lovelace met Charles Babbage in London.")
        outcome = Outcome(
            article_id=article_id, preparation=Preparation.READY, document=document, language="en"
        )
        save(session, [outcome])
    session.close_now()


def run(*arguments: str, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=text, prog_name="newsreader")


def ok(*arguments: str, text: str | bytes | None = None) -> str:
    result = run(*arguments, text=text)
    assert result.exit_code == 0, result.output
    return result.stdout


def data(*arguments: str, text: str | bytes | None = None) -> Any:
    return json.loads(ok(*arguments, text=text))


def failed(*arguments: str, code: int = 1) -> str:
    """Run what must fail; give its sentence, having looked that it is one."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


# -- in general ------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help(command: str) -> None:
    assert ok(command, "--help").startswith(f"Usage: newsreader {command}")


def test_the_help_lists_every_command() -> None:
    shown = ok("--help")
    assert all(f"  {command} " in shown for command in COMMANDS)


def test_the_version() -> None:
    from newsreader import __version__

    assert ok("--version") == f"newsreader {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["list", "--nonsense"],
        ["add"],
        ["search"],
        ["mark", "1"],
        ["show", "1", "--format", "pdf"],
        ["export", "--format", "pdf"],
        ["list", "--limit", "many"],
        ["add", "--title", "x", "a.example", "b.example"],
    ],
)
def test_used_wrongly_is_2(arguments: list[str]) -> None:
    assert "Error" in failed(*arguments, code=2)


def test_a_mistyped_command_is_guessed() -> None:
    assert "Did you mean 'refresh'?" in failed("refesh", code=2)


def test_the_screen_needs_a_terminal() -> None:
    assert "needs a terminal" in failed(code=2)


def test_home_by_option_and_by_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ok("--home", str(tmp_path / "one"), "unread")
    assert (tmp_path / "one" / "data" / "library.db").exists()
    ok("unread", "--home", str(tmp_path / "after"))
    assert (tmp_path / "after" / "data" / "library.db").exists()
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "two"))
    ok("unread")
    assert (tmp_path / "two" / "data" / "library.db").exists()


# -- reading the library ---------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
class TestArticles:
    def test_unread(self) -> None:
        assert ok("unread") == "2\n"
        assert data("unread", "--json") == {"unread": 2}

    def test_list(self) -> None:
        shown = ok("list")
        assert "Article 1" in shown
        assert "Article 2" in shown

    def test_list_as_json(self) -> None:
        rows = data("list", "--json")
        assert len(rows) == 2
        assert all(set(row) >= ARTICLE_KEYS for row in rows)
        assert rows[0]["feed"] == "Example News"
        assert rows[0]["feed_url"] == URL
        assert rows[0]["received"] == "2026-11-24T12:00:00Z"
        assert rows[0]["published"] is None
        assert rows[0]["read"] is False

    def test_a_limit(self) -> None:
        assert len(data("list", "--limit", "1", "--json")) == 1

    def test_nothing_found_is_an_empty_list(self) -> None:
        assert data("list", "nowhere-to-be-found", "--json") == []

    def test_search(self) -> None:
        assert len(data("search", "babbage", "--json")) == 2
        assert data("search", "title:nothing", "--json") == []

    def test_a_wrong_query_is_used_wrongly(self) -> None:
        assert failed("search", "(unbalanced", code=2)

    @pytest.mark.parametrize("kind", ["text", "markdown", "html"])
    def test_show(self, kind: str) -> None:
        shown = ok("show", "https://example.org/1", "--format", kind)
        assert "Article 1" in shown
        assert "Ada Lovelace met Charles Babbage in London." in shown

    def test_show_as_json(self) -> None:
        shown = data("show", "https://example.org/1", "--format", "json")
        assert set(shown) >= SHOWN_KEYS
        assert shown == data("show", "https://example.org/1", "--json")
        [block] = shown["blocks"]
        assert block["kind"] == "paragraph"
        assert shown["text"][block["start"] : block["end"]].startswith("Ada")

    def test_show_edits(self, home: Path) -> None:
        assert "Nothing was changed" in failed("show", "https://example.org/1", "--edits")
        assert "text or as JSON" in failed("show", "1", "--edits", "--format", "html", code=2)
        session = Session(resolve_paths(home), clock=lambda: START)
        edited = ParsedEntry(
            guid="1", title="Article One", link="https://example.org/1", content="y"
        )
        articles = session.library.articles
        [changed] = articles.store_entries(1, [edited], ["guid:1"], ["c"], now=START).changed
        document = Document.from_text("Ada Lovelace met Charles Darwin in London.")
        articles.save_prepared(changed, document=document)
        session.close_now()
        shown = ok("show", "https://example.org/1", "--edits")
        assert "Was called: Article 1\n" in shown
        assert "met Charles [-Babbage-] {+Darwin+} in London." in shown
        [edit] = data("show", "https://example.org/1", "--edits", "--json")
        assert edit["text_before"] == "Ada Lovelace met Charles Babbage in London."
        assert {row["revisions"] for row in data("list", "--json")} == {0, 1}
        [exported] = [
            entry["revisions"]
            for entry in data("export", "--format", "json")["feeds"][0]["entries"]
            if entry["revisions"]
        ]
        assert exported[0]["title"] == "Article 1"

    def test_an_article_by_number(self) -> None:
        [first, _] = data("list", "--json")
        assert first["title"] in ok("show", str(first["id"]))

    def test_an_article_that_is_not_there(self) -> None:
        assert "no article" in failed("show", "4711")
        assert "no article" in failed("mark", "--read", "https://example.org/none")

    def test_mark(self) -> None:
        both = [str(row["id"]) for row in data("list", "--json")]
        marked = data("mark", *both, "--read", "--bookmark", "--json")
        assert all(row["read"] and row["bookmarked"] for row in marked)
        assert ok("unread") == "0\n"
        ok("mark", both[0], "--unread", "--no-bookmark")
        assert ok("unread") == "1\n"
        assert len(data("bookmarks", "--json")) == 1

    def test_mark_changes_all_or_none(self) -> None:
        [first, _] = data("list", "--json")
        failed("mark", str(first["id"]), "4711", "--read")
        assert ok("unread") == "2\n"

    def test_open(self, monkeypatch: pytest.MonkeyPatch) -> None:
        opened: list[list[str]] = []
        monkeypatch.setenv("BROWSER", "some-browser")
        monkeypatch.setattr(subprocess, "Popen", lambda command, **_: opened.append(command))
        ok("open", "https://example.org/1")
        assert opened == [["some-browser", "https://example.org/1"]]

    def test_feeds(self) -> None:
        assert "Example News" in ok("feeds")
        [feed] = data("feeds", "--json")
        assert feed["url"] == URL
        assert feed["folder"] == "World"
        assert feed["status"] == "new"
        assert feed["unread"] == 2

    @pytest.mark.parametrize("name", ["Example News", "example", URL, "example.org/feed"])
    def test_remove_keeps_bookmarks(self, name: str) -> None:
        ok("mark", "https://example.org/1", "--bookmark")
        ok("remove", name)
        assert data("feeds", "--json") == []
        [kept] = data("bookmarks", "--json")
        assert kept["url"] == "https://example.org/1"
        assert "Ada Lovelace" in ok("show", "https://example.org/1")

    def test_remove_what_is_not_there(self) -> None:
        assert "not subscribed" in failed("remove", "nothing.example")

    def test_bookmarks_in_three_formats(self) -> None:
        ok("mark", "https://example.org/1", "--bookmark")
        assert "[Article 1](<https://example.org/1>)" in ok("bookmarks", "--format", "markdown")
        netscape = ok("bookmarks", "--format", "html")
        assert netscape.startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>")
        assert '<DT><A HREF="https://example.org/1" ADD_DATE=' in netscape
        [kept] = data("bookmarks", "--format", "json")
        assert set(kept) >= ARTICLE_KEYS

    def test_bookmarks_go_to_a_file_that_is_not_there_yet(self, tmp_path: Path) -> None:
        ok("mark", "https://example.org/1", "--bookmark")
        file = str(tmp_path / "kept.md")
        ok("bookmarks", "--format", "markdown", "--output", file)
        assert Path(file).read_text() == ok("bookmarks", "--format", "markdown")
        assert "already" in failed("bookmarks", "--format", "json", "--output", file)
        assert "--format" in failed("bookmarks", "--output", file, code=2)

    def test_export_opml_goes_in_again(self, tmp_path: Path) -> None:
        file = tmp_path / "feeds.opml"
        file.write_text(ok("export"))
        home = str(tmp_path / "other")
        assert data("--home", home, "import", str(file), "--json")["added"] == 1
        [feed] = data("--home", home, "feeds", "--json")
        assert (feed["url"], feed["title"], feed["folder"]) == (URL, "Example News", "World")
        assert data("--home", home, "import", str(file), "--json")["known"] == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="nothing can be closed so")
    def test_closed_streams_are_no_failure(self, home: Path) -> None:
        command = f'"{sys.executable}" -m newsreader --home "{home}" unread >&- 2>&-'
        assert subprocess.run(command, shell=True).returncode == 0  # a shell of the person's

    def test_export_json(self) -> None:
        ok("mark", "https://example.org/1", "--note", "to read", "--tag", "later")
        [feed] = data("export", "--format", "json")["feeds"]
        assert set(feed) >= {"url", "original_url", "title", "folder", "error", "entries"}
        assert [entry["title"] for entry in feed["entries"]] == ["Article 2", "Article 1"]
        entry = feed["entries"][1]
        assert set(entry) >= ENTRY_KEYS
        assert "<p>Ada Lovelace met Charles Babbage in London.</p>" in entry["content"]
        assert entry["bookmarked"] is True
        assert (entry["bookmark"]["note"], entry["bookmark"]["tags"]) == ("to read", ["later"])
        assert feed["entries"][0]["bookmark"] is None
        ok("rules", "add", "hide", 'title:"Article 2"')
        [feed] = data("export", "--format", "json")["feeds"]
        assert [(entry["id"], entry["hidden"]) for entry in feed["entries"]] == [
            (1, False),
            (2, True),
        ]

    def test_export_keeps_bookmarks_of_removed_feeds(self) -> None:
        ok("mark", "https://example.org/1", "--bookmark")
        ok("remove", URL)
        [kept] = data("export", "--format", "json")["feeds"]
        assert kept["url"] == ""
        assert [entry["link"] for entry in kept["entries"]] == ["https://example.org/1"]

    def test_entities_of_an_article_and_of_all(self) -> None:
        assert data("entities", "https://example.org/1", "--json") == []
        assert data("entities", "--json") == []

    def test_one_entity_and_what_is_said_about_it(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gathering, "STEP", 0)
        names = [("Ada Lovelace", "person", 0), ("Charles Babbage", "person", 17)]
        session = Session(resolve_paths(home), clock=lambda: START)
        reading = session.library.articles.reading(1)
        assert reading is not None
        entities = [
            Entity(
                name=name,
                type=EntityType(kind),
                mentions=(Mention(start=at, end=at + len(name), type=EntityType(kind)),),
                salience=1,
            )
            for name, kind, at in names
        ]
        session.library.articles.save_prepared(1, document=reading.document, entities=entities)
        correct(session, 1, 36, 42, EntityType.PLACE)
        session.close_now()
        found = data("entity", "ada", "lovelace", "--json")
        assert (found["name"], found["type"], found["articles"]) == ("Ada Lovelace", "person", 1)
        assert [one["name"] for one in found["companions"]] == ["Charles Babbage", "London"]
        [passage] = found["passages"]
        assert passage["sentence"] == "Ada Lovelace met Charles Babbage in London."
        assert "Ada Lovelace  (person)\n" in ok("entity", "Ada Lovelace")
        ok("entity", "Ada Lovelace", "--rename", "Countess of Lovelace")
        with closing(Library.open(resolve_paths(home).library_file)) as library:
            assert not library.rules.step()  # all is done
        assert data("entities", "1", "--json")[0]["name"] == "Countess of Lovelace"
        assert data("list", 'person:"countess of lovelace"', "--json")[0]["id"] == 1
        ok("entity", "Charles Babbage", "--drop")
        assert "No article" in failed("entity", "Charles Babbage")
        ok("entity", "Charles Babbage", "--reset")
        assert "Countess" in failed("entity", "count")
        failed("entity", "London", "--drop", "--reset", code=2)
        [line] = ok("corrections", "--json").splitlines()
        assert json.loads(line)["words"] == "London"
        assert "London: no name -> place" in ok("corrections")

    def test_backup(self, tmp_path: Path) -> None:
        copy = tmp_path / "copy.db"
        ok("backup", str(copy))
        assert copy.read_bytes().startswith(b"SQLite format 3")
        assert "exists already" in failed("backup", str(copy))

    def test_doctor(self, home: Path) -> None:
        shown = ok("doctor")
        assert str(home / "data" / "library.db") in shown
        assert "2 articles, 2 unread" in shown
        assert data("doctor", "--json")["healthy"] is True


# -- without a library -----------------------------------------------------------------------------


def test_notes_and_tags(library: None, home: Path) -> None:
    start = ("--home", str(home))
    [marked] = data(*start, "mark", "1", "--note", "Read again", "--tag", "x", "--json")
    assert marked["bookmarked"]
    ok(*start, "mark", "1", "--tag", "y", "--tag", "z")
    [kept] = data(*start, "bookmarks", "--json")
    assert (kept["note"], kept["tags"]) == ("Read again", ["y", "z"])
    failed(*start, "mark", "1", "--no-bookmark", "--note", "No", code=2)


def test_a_narrow_terminal_gets_narrow_lines(
    library: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.cli.articles.columns", lambda: 30)
    shown = ok("--home", str(home), "show", "1")
    assert "Ada Lovelace met Charles\nBabbage in London.\n" in shown
    listed = ok("--home", str(home), "list").splitlines()
    assert all(len(line) <= 30 for line in listed)
    assert all("Art" in line for line in listed)


def test_clean_a_file_and_standard_input(tmp_path: Path, home: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(article_page("The machine"))
    shown = data("clean", str(page), "--url", "https://example.org/a", "--format", "json")
    assert set(shown) >= SHOWN_KEYS
    assert shown["title"] == "The machine"
    assert shown["source"] == "page"
    assert LONG[0] in shown["text"]
    assert "All rights reserved" not in shown["text"]
    assert shown["text"] == data("clean", "-", "--json", text=page.read_bytes())["text"]
    assert f"\n{LONG[0]}\n" in ok("clean", str(page))
    assert f"<p>{LONG[0]}</p>" in ok("clean", str(page), "--format", "html")
    assert "# The machine" in ok("clean", str(page), "--format", "markdown")
    assert not (home / "data").exists()


def test_clean_what_is_no_article(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(b"<html><body></body></html>")
    assert failed("clean", str(page))
    assert "can not be read" in failed("clean", str(tmp_path / "nothing.html"))


def test_clean_as_the_person_wants_it(tmp_path: Path, home: Path) -> None:
    page = tmp_path / "page.html"
    offer = "<p class=offer>" + "The long offer that this page makes to everybody. " * 6 + "</p>"
    page.write_bytes(
        article_page("The machine").replace(b"</article>", f"{offer}</article>".encode())
    )
    plain = data("clean", str(page), "--json")["text"]
    assert "long offer" in plain
    assert "long offer" not in data("clean", str(page), "--drop", ".offer", "--json")["text"]
    kept = data("clean", str(page), "--keep", ".offer", "--json")["text"]
    assert kept.startswith("The long offer")
    assert LONG[0] not in kept
    assert "can not be read: p[[" in failed("clean", str(page), "--keep", "p[[")
    assert "can not be read: p[[" in failed("clean", str(page), "--explain", "--drop", "p[[")
    assert "leave nothing of this page" in failed("clean", str(page), "--keep", ".nowhere")
    assert "All rights reserved" in ok("clean", str(page), "--keep", "footer", "--attempt", "9")

    (home / "config").mkdir(parents=True, exist_ok=True)
    rules = '[sites."example.org"]\ndrop = [".offer"]\n'
    (home / "config" / "config.toml").write_text(rules)
    ruled = ("--home", str(home), "clean", str(page), "--json", "--url")
    assert "long offer" not in data(*ruled, "https://www.news.example.org/a")["text"]
    assert data(*ruled, "https://other.example/a")["text"] == plain


def test_clean_explains_itself(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(article_page("The machine"))
    told = ok("clean", str(page), "--explain")
    assert "*" in told.split("Blocks of the page")[0]
    assert any(f"stays  paragraph: {LONG[0][:30]}" in line for line in told.splitlines())
    assert any("goes   paragraph: Home About" in line for line in told.splitlines())
    shape = data("clean", str(page), "--explain", "--json")
    assert [one["chosen"] for one in shape["candidates"]].count(True) == 1
    assert shape["candidates"][0]["evidence"]
    assert {"kept", "kind", "text", "reason"} == set(shape["blocks"][0])
    page.write_bytes(b"<html><body></body></html>")
    assert ok("clean", str(page), "--explain").strip()


def test_recognise(home: Path) -> None:
    text = "Angela Merkel met Emmanuel Macron in Paris on 3 May 2021."
    found = data("recognise", "-", "--language", "en", text=text)
    assert set(found) == {"mentions", "entities"}
    for mention in found["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    by_name = {entity["name"]: entity for entity in found["entities"]}
    assert by_name["Angela Merkel"]["type"] == "person"
    assert set(by_name["Paris"]) >= {
        "name", "type", "count", "salience", "aliases", "mentions", "country", "lat", "lon",
    }  # fmt: skip
    assert not (home / "data").exists()


# -- what is broken --------------------------------------------------------------------------------


def test_broken_settings_are_one_sentence(home: Path) -> None:
    file = home / "config" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[screen]\nlinelength = 3\n")
    said = failed("list")
    assert "config.toml, line 2" in said
    assert "line_length" in said
    assert len(said.splitlines()) == 1
    assert "config.toml, line 2" in run("doctor").stdout
    assert ok("unread") == "0\n"  # which asks nothing of them


def test_a_corrupt_library_is_set_aside_and_told(home: Path) -> None:
    file = home / "data" / "library.db"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"This is no database. " * 1000)
    result = run("list", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == []
    assert "set aside" in result.stderr
    aside = [other for other in file.parent.iterdir() if other.read_bytes().startswith(b"This is")]
    assert len(aside) == 1


@pytest.mark.usefixtures("library")
def test_a_read_only_home_can_be_read(home: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    for directory in (home / "data", home / "config", home):
        directory.chmod(0o500)
    try:
        assert len(data("list", "--json")) == 2
        assert "not writable" in failed("mark", "https://example.org/1", "--read")
    finally:
        for directory in (home, home / "data", home / "config"):
            directory.chmod(0o700)


def test_a_home_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    said = failed("--home", str(tmp_path / "file" / "home"), "list")
    assert len(said.splitlines()) == 1


def test_the_unexpected_is_one_sentence_and_a_log(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by \x1b[31mnothing at http://me:secret@example.org/")

    monkeypatch.setattr(Session, "__init__", fail)
    said = failed("list")
    assert "newsreader.log" in said
    assert len(said.splitlines()) == 1
    log = (home / "state" / "newsreader.log").read_text()
    assert "ZeroDivisionError" in log
    assert "\x1b" not in log
    assert "secret" not in log


def test_output_is_clean_whatever_is_stored(library: None, home: Path) -> None:
    session = Session(resolve_paths(home), clock=lambda: START)
    feed = session.library.feeds.find(URL)
    assert feed is not None
    entry = ParsedEntry(guid="x", title="Bad \x1b]0;t\x07\u202e\x9b title", link="https://e.org/x")
    session.library.articles.store_entries(feed.id, [entry], ["guid:x"], ["c"], now=START)
    session.close_now()
    for arguments in (["list"], ["list", "--json"], ["export", "--format", "json"]):
        shown = ok(*arguments)
        assert not set("\x1b\x07\u202e\x9b") & set(shown)
        assert "\\u001b" not in shown


# -- as a process ----------------------------------------------------------------------------------


def start(home: Path, *arguments: str, **more: Any) -> subprocess.Popen[str]:
    environment = {**os.environ, "NEWSREADER_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "newsreader", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **more,
    )


HEAVY = (
    "textual", "rich", "feedparser", "lxml", "readability", "numpy", "aiohttp", "asyncio",
    "msgspec", "logging", "concurrent.futures", "difflib",
)  # fmt: skip


def loaded(code: str, modules: tuple[str, ...], home: Path | None = None) -> str:
    """Give what a program prints, and in a line after that which of some modules it loaded."""
    code = f"import sys\n{code}\nprint([m for m in {modules!r} if m in sys.modules])"
    environment = os.environ | ({"NEWSREADER_HOME": str(home)} if home else {})
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    ).stdout


def test_who_has_no_feeds_yet_is_told_how_to_get_one(home: Path) -> None:
    for command in ("feeds", "list", "refresh"):
        result = run(command, "--home", str(home))
        assert (result.exit_code, result.stdout) == (0, "")
        assert result.stderr == "There are no feeds yet: newsreader add URL\n"


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    more = ("sqlite3", "newsreader.library", "newsreader.services")
    assert loaded("import newsreader.cli", HEAVY + more) == "[]\n"


@pytest.mark.usefixtures("library")
def test_unread_loads_only_what_counting_needs(home: Path) -> None:
    more = (
        "newsreader.config.settings", "newsreader.core.models", "newsreader.core.query",
        "newsreader.core.urls", "newsreader.library.articles", "newsreader.library.values",
        "newsreader.services.session",
    )  # fmt: skip
    code = "from newsreader.cli import cli\ntry: cli(['unread'])\nexcept SystemExit: pass"
    assert loaded(code, HEAVY + more, home) == "2\n[]\n"


def test_the_first_list_waits_for_nothing_that_is_not_on_it() -> None:
    actions = ("commanding", "correcting", "handing", "keeping", "ordering", "tending")
    parts = (
        "commands", "maps", "suggesting", "screens.choices", "screens.welcome",
        "widgets.command_line", "widgets.name_card", "widgets.name_page", "widgets.search_bar",
    )  # fmt: skip
    later = tuple(f"newsreader.tui.{one}" for one in parts)
    later += tuple(f"newsreader.tui.actions.{one}" for one in actions)
    assert loaded("import newsreader.tui.app", (*later, "aiohttp", "numpy", "lxml")) == "[]\n"


@pytest.mark.usefixtures("library")
def test_a_pipe_that_closes_early_is_no_failure(home: Path) -> None:
    process = start(home, "export", "--format", "json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk at hand")
@pytest.mark.usefixtures("library")
def test_a_full_disk_is_one_sentence(home: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "newsreader", "--home", str(home), "export"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("newsreader: There is no room left on the disk")
    assert done.stderr.count("\n") == 1


async def _refreshing(site: Site, home: Path) -> subprocess.Popen[str]:
    """Start a refresh that waits for its server."""
    import asyncio

    session = Session(resolve_paths(home))
    url = site.feed("/quick", full_item(1))
    session.library.feeds.add(url)
    session.library.feeds.add(site.feed("/slow", item(2), gate=asyncio.Event()))
    session.close_now()
    process = start(home, "refresh", "--json")
    assert process.stdout is not None
    line = await asyncio.to_thread(process.stdout.readline)
    assert json.loads(line)["url"] == url
    return process


async def _ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    import asyncio

    _, errors = await asyncio.to_thread(process.communicate)
    return process.returncode, errors


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
async def test_a_signal_ends_a_refresh_in_order(
    site: Site, home: Path, number: signal.Signals, code: int
) -> None:
    process = await _refreshing(site, home)
    process.send_signal(number)
    returned, errors = await _ended(process)
    assert returned == code
    assert "Traceback" not in errors
    session = Session(resolve_paths(home))
    assert session.library.check() == []
    session.close_now()


async def test_a_killed_refresh_loses_nothing_and_can_be_repeated(site: Site, home: Path) -> None:
    process = await _refreshing(site, home)
    process.kill()
    await _ended(process)
    gate = site.answers["/slow"].gate
    assert gate is not None
    gate.set()
    again = start(home, "refresh", "--json")
    code, errors = await _ended(again)
    assert (code, errors) == (0, "")
    session = Session(resolve_paths(home))
    assert session.library.check() == []
    from newsreader.core.query import ListQuery

    found = session.library.articles.page(ListQuery(), limit=10)
    assert {article.title for article in found} == {"Entry 1", "Entry 2"}
    assert session.library.articles.pending(10) == []
    session.close_now()
