"""The commands that ask servers: add, import, refresh, save, clean, demo."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from newsreader.cli import cli
from tests.service.site import LONG, Answer, Site, full_item, item

pytestmark = pytest.mark.usefixtures("jobs_done_here")


async def run(*arguments: str) -> Result:
    """Run a command beside the server that it asks."""
    return await asyncio.to_thread(CliRunner().invoke, cli, list(arguments), prog_name="newsreader")


async def ok(*arguments: str) -> str:
    result = await run(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


async def data(*arguments: str) -> Any:
    return json.loads(await ok(*arguments))


async def lines(*arguments: str) -> list[Any]:
    return [json.loads(line) for line in (await ok(*arguments)).splitlines()]


async def test_add_refresh_list_show(site: Site) -> None:
    site.answers["/"] = Answer(
        body=b'<link rel="alternate" type="application/rss+xml" href="/feed">'
    )
    url = site.feed("/feed", full_item(1), item(2, link=site.page("/2", "Two")), title="News")
    assert f"Subscribed: News ({url})" in await ok("add", site.url)
    [fetched] = await lines("refresh", "--json")
    seconds = fetched.pop("seconds")
    assert seconds > 0
    assert fetched == {
        "url": url,
        "title": "News",
        "status": "new",
        "new": 2,
        "changed": 0,
        "error": "",
        "warnings": [],
    }
    assert await lines("refresh", "--json") == []
    [again] = await lines("refresh", "--json", "--force")
    assert (again["status"], again["new"]) == ("unchanged", 0)
    listed = await data("list", "--json")
    assert {row["title"] for row in listed} == {"Entry 1", "Entry 2"}
    shown = await data("show", f"{site.url}/2", "--json")
    assert (shown["source"], LONG[0] in shown["text"]) == ("page", True)
    people = [entity["name"] for entity in await data("entities", f"{site.url}/2", "--json")]
    assert "Ada Lovelace" in people
    assert "Ada Lovelace" in {row["name"] for row in await data("entities", "--json")}
    assert "Ada Lovelace" in {row["name"] for row in await data("entities", "machine", "--json")}


async def test_search_gives_the_best_match_first(site: Site) -> None:
    much = f"<p>{LONG[0]} The aardvark eats ants. An aardvark is no anteater.</p>"
    little = f"<p>{LONG[0]} Somebody saw an aardvark.</p>"
    title = full_item("title", title="The aardvark")
    entries = [item("little", full=little), item("much", full=much), title, full_item("none")]
    await ok("add", site.feed("/feed", *entries))
    await ok("refresh")
    found = await data("search", "aardvark", "--json")
    assert [row["title"] for row in found] == ["The aardvark", "Entry much", "Entry little"]
    assert await data("search", "--json", "--", "aardvark", "-title:aardvark") == found[1:]
    assert len(await data("search", "aardvark OR is:unread", "--json")) == 4


async def test_add_as_json_and_twice(site: Site) -> None:
    url = site.feed("/feed", full_item(1))
    [added] = await data("add", url, "--json", "--folder", "A/B")
    assert (added["url"], added["folder"], added["new"]) == (url, "A/B", True)
    [known] = await data("add", url, "--json")
    assert (known["id"], known["new"]) == (added["id"], False)


async def test_add_goes_on_after_a_failure(site: Site) -> None:
    url = site.feed("/feed", full_item(1))
    result = await run("add", f"{site.url}/nothing", url)
    assert result.exit_code == 1
    assert "404" in result.stderr
    assert "Subscribed" in result.stdout


async def test_refresh_of_one_feed_by_name(site: Site) -> None:
    await ok("add", site.feed("/one", full_item(1), title="One"))
    await ok("add", site.feed("/two", full_item(2), title="Two"))
    fetched = await lines("refresh", "one", "--json")
    assert [row["title"] for row in fetched] == ["One"]


async def test_no_full_text_asks_for_no_page(site: Site) -> None:
    await ok("add", site.feed("/feed", item(1, link=site.page("/1", "One"))))
    await ok("refresh", "--no-full-text")
    assert "/1" not in site.paths()


async def test_a_refresh_with_failures_tells_them_on_stderr(site: Site) -> None:
    site.answers["/broken"] = Answer(status=500)
    await ok("add", f"{site.url}/broken", "--anyway")
    failed = await run("refresh")
    assert failed.exit_code == 1
    assert "500" in failed.stderr
    await ok("add", site.feed("/feed", full_item(1), title="News"))
    mixed = await run("refresh", "--force")
    assert mixed.exit_code == 0
    assert "News: 1 new" in mixed.stdout
    assert "500" in mixed.stderr
    [quiet] = (await run("refresh", "--force", "--quiet")).stderr.splitlines()
    assert "500" in quiet


async def test_import_from_an_address(site: Site) -> None:
    site.answers["/feeds.opml"] = Answer(
        body=b'<opml version="2.0"><body><outline text="A" xmlUrl="https://a.example/f"/>'
        b'<outline text="B" xmlUrl="javascript:x"/></body></opml>',
        type="text/xml",
    )
    report = await data("import", f"{site.url}/feeds.opml", "--json")
    assert (report["added"], report["known"]) == (1, 0)


@pytest.mark.usefixtures("workers_apart")
async def test_save_and_clean(site: Site) -> None:
    url = site.page("/page", "The machine")
    saved = await data("save", url, "--tag", "later", "--json")
    assert (saved["title"], saved["bookmarked"]) == ("The machine", True)
    [kept] = await data("bookmarks", "--json")
    assert kept["tags"] == ["later"]
    cleaned = await data("clean", url, "--json")
    assert (cleaned["title"], cleaned["url"], cleaned["source"]) == ("The machine", url, "page")
    assert (await run("save", f"{site.url}/nothing")).exit_code == 1


async def test_the_demo_without_its_screen() -> None:
    assert "new articles" in await ok("demo", "--refresh-only")
    assert await data("feeds", "--json") == []
