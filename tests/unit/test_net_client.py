"""The client asks politely, follows redirects with care, and gives one sentence an error."""

import asyncio
import base64
import socket
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from newsreader import __homepage__, __version__
from newsreader.core.errors import FetchError
from newsreader.net import Client, ClientOptions, RequestRecord
from tests.support.codings import CODINGS
from tests.support.server import OddServer, chunked, head, hold, in_turn, raw, redirect, reply

QUICK = ClientOptions(total_timeout=5, read_timeout=5, spacing=0)
FEED = b"<rss><channel/></rss>"


@pytest.fixture
async def server() -> AsyncIterator[OddServer]:
    async with OddServer() as server:
        yield server


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client(QUICK) as client:
        yield client


def to_loopback(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
    """Resolve every name to this machine."""
    return [(socket.AF_INET, "127.0.0.1", port)]


# -- what is asked ---------------------------------------------------------------------------------


async def test_a_body_and_its_headers(server: OddServer, client: Client) -> None:
    url = server.on(
        "/feed",
        reply(
            200,
            FEED,
            Content_Type="application/rss+xml; charset=utf-8",
            ETag='W/"x-1"',
            Last_Modified="Sun, 01 Mar 2026 12:00:00 GMT",
            Cache_Control="max-age=900",
            Set_Cookie="a=b",
        ),
    )
    got = await client.fetch(url)
    assert (got.status, got.body, got.url) == (200, FEED, url)
    assert got.content_type == "application/rss+xml; charset=utf-8"
    assert (got.etag, got.last_modified) == ('W/"x-1"', "Sun, 01 Mar 2026 12:00:00 GMT")
    assert got.max_age == 900
    assert got.permanent_url is None
    assert not got.not_modified
    assert not got.gone
    assert "set-cookie" not in got.headers


async def test_what_is_sent(server: OddServer, client: Client) -> None:
    url = server.on("/feed", in_turn(reply(200, FEED, Set_Cookie="a=b"), reply(200, FEED)))
    await client.fetch(url, accept="text/html")
    await client.fetch(url, headers={"X-Token": "t"}, auth=("me", "pässword"))
    first, second = (request.headers for request in server.seen)
    assert first["user-agent"] == f"newsreader/{__version__} (+{__homepage__})"
    assert first["accept"] == "text/html"
    assert first["accept-encoding"] == "gzip, deflate, br, zstd"
    assert not {"cookie", "referer", "authorization"} & {
        *first,
        "cookie" if "cookie" in second else "",
    }
    assert second["x-token"] == "t"
    token = base64.b64decode(second["authorization"].removeprefix("Basic ")).decode()
    assert token == "me:pässword"


async def test_the_user_agent_is_a_choice(server: OddServer) -> None:
    async with Client(ClientOptions(user_agent="me/1", spacing=0)) as client:
        await client.fetch(server.on("/", reply(200, FEED)))
    assert server.seen[0].headers["user-agent"] == "me/1"


async def test_credentials_in_an_address_are_sent_as_a_header(
    server: OddServer, client: Client
) -> None:
    url = server.on("/feed", reply(200, FEED))
    got = await client.fetch(url.replace("//", "//me:p%40ss@"))
    token = base64.b64decode(server.seen[0].headers["authorization"].removeprefix("Basic "))
    assert token == b"me:p@ss"
    assert got.url == url


async def test_the_bytes_of_an_address_are_kept(server: OddServer, client: Client) -> None:
    server.on("/a%2Fb/%7Ec", reply(200, FEED))
    await client.fetch(server.base + "/a%2Fb/%7Ec?x=%2B&y=a%20b&z=ü#part")
    assert server.seen[0].target == "/a%2Fb/%7Ec?x=%2B&y=a%20b&z=%C3%BC"


@pytest.mark.parametrize(
    "headers", [{"X": "a\r\nY: b"}, {"X\r\nY": "a"}, {"": "a"}, {"X Y": "a"}, {"X": "\udcff"}]
)
async def test_headers_that_can_not_be_sent_are_refused(
    server: OddServer, client: Client, headers: dict[str, str]
) -> None:
    with pytest.raises(FetchError, match="can not be sent"):
        await client.fetch(server.base, headers=headers)
    assert server.seen == []


@pytest.mark.parametrize("name", sorted(CODINGS))
async def test_every_coding(server: OddServer, client: Client, name: str) -> None:
    header, encode = CODINGS[name]
    text = FEED * 5000  # large enough to be unpacked beside the loop
    url = server.on("/feed", reply(200, encode(text), Content_Encoding=header))
    assert (await client.fetch(url)).body == text


async def test_chunks_and_an_end_by_closing(server: OddServer, client: Client) -> None:
    assert (await client.fetch(server.on("/a", chunked(b"<rs", b"s/>")))).body == b"<rss/>"
    assert (await client.fetch(server.on("/b", head(200) + FEED))).body == FEED


# -- validators ------------------------------------------------------------------------------------


async def test_validators_go_back_byte_for_byte(server: OddServer, client: Client) -> None:
    url = server.on("/feed", reply(304, ETag='"new"', Cache_Control="max-age=60"))
    got = await client.fetch(url, etag='W/"a  b"-gzip', last_modified="Yesterday, maybe")
    sent = server.seen[0].headers
    assert sent["if-none-match"] == 'W/"a  b"-gzip'
    assert sent["if-modified-since"] == "Yesterday, maybe"
    assert got.not_modified
    assert (got.body, got.etag, got.max_age) == (b"", '"new"', 60)


async def test_a_304_that_nobody_asked_for_is_an_error(server: OddServer, client: Client) -> None:
    with pytest.raises(FetchError, match="unasked"):
        await client.fetch(server.on("/feed", reply(304)))


# -- statuses --------------------------------------------------------------------------------------


async def test_gone(server: OddServer, client: Client) -> None:
    got = await client.fetch(server.on("/feed", reply(410, b"gone")))
    assert (got.gone, got.status, got.body) == (True, 410, b"")


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 429, 451, 500, 503, 522, 599, 600])
async def test_other_statuses_are_one_sentence(
    server: OddServer, client: Client, status: int
) -> None:
    url = server.on("/feed", raw(head(status, Content_Length="0", Connection="close")))
    if status == 204:
        assert (await client.fetch(url)).body == b""
        return
    with pytest.raises(FetchError, match=rf"^[\w.]+ .*{status}\)\.$") as caught:
        await client.fetch(url)
    assert caught.value.status == status
    assert "Some Words" not in str(caught.value)


@pytest.mark.parametrize("status", [429, 503])
async def test_retry_after_comes_with_the_error(
    server: OddServer, client: Client, status: int
) -> None:
    url = server.on(
        "/feed",
        reply(
            status,
            Retry_After="Sun, 01 Mar 2026 12:10:00 GMT",
            Date="Sun, 01 Mar 2026 12:00:00 GMT",
        ),
    )
    with pytest.raises(FetchError) as caught:
        await client.fetch(url)
    assert caught.value.retry_after == 600


async def test_a_host_that_asks_to_be_left_alone_is_not_asked_again(server: OddServer) -> None:
    server.on("/a", reply(429, Retry_After="3600"))
    server.on("/b", reply(200, FEED))
    async with Client(QUICK, lookup=to_loopback) as client:
        with pytest.raises(FetchError):
            await client.fetch(f"http://busy.example:{server.port}/a")
        with pytest.raises(FetchError) as caught:
            await client.fetch(f"http://busy.example:{server.port}/b")
        assert caught.value.status == 429
        assert 0 < (caught.value.retry_after or 0) <= 600
        await client.fetch(f"http://other.example:{server.port}/b")
    assert [request.path for request in server.seen] == ["/a", "/b"]


async def test_a_host_that_leaves_a_batch_unanswered_is_left_alone(server: OddServer) -> None:
    url = server.on("/a", b"nothing that is HTTP")
    fine = server.on("/b", reply(200, FEED))
    async with Client(QUICK) as client:

        async def fails(batch: str) -> str:
            with pytest.raises(FetchError) as caught:
                await client.fetch(url, batch=batch)
            return str(caught.value)

        await fails("pages")
        await fails("pages")
        await client.fetch(fine, batch="pages")  # it answers: the count begins anew
        told = {await fails("pages") for _ in range(9)}
        assert told == {"127.0.0.1 answers with something that is not proper HTTP."}
        assert len(server.seen) == 6
        with pytest.raises(FetchError):
            await client.fetch(fine, batch="pages")
        assert (await client.fetch(fine, batch="feeds")).body == FEED  # another batch asks
        assert (await client.fetch(fine)).body == FEED  # and whoever waits for it
        client.forgive()
        assert (await client.fetch(fine, batch="pages")).body == FEED
        assert len(server.seen) == 9


async def test_links_to_this_network_do_not_count_against_the_feeds_there(
    server: OddServer,
) -> None:
    url = server.on("/a", reply(200, FEED))
    async with Client(QUICK) as client:
        for _ in range(5):
            with pytest.raises(FetchError, match="is not followed"):
                await client.fetch(url, batch="all", allow_private=False)
        assert (await client.fetch(url, batch="all")).body == FEED


# -- redirects -------------------------------------------------------------------------------------


async def test_redirects_are_followed(server: OddServer, client: Client) -> None:
    server.on("/c", reply(200, FEED))
    server.on("/b", redirect("c"))
    got = await client.fetch(server.on("/a", redirect("/b", 307)))
    assert (got.body, got.url, got.permanent_url) == (FEED, server.base + "/c", None)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((301, 302), "/1"),
        ((302, 301), None),
        ((303,), None),
        ((301, 307, 301), "/1"),
    ],
)
async def test_only_permanent_redirects_from_the_first_on_move_a_feed(
    server: OddServer, client: Client, statuses: tuple[int, ...], moved: str | None
) -> None:
    for number, status in enumerate(statuses):
        server.on(f"/{number}", redirect(f"/{number + 1}", status))
    server.on(f"/{len(statuses)}", reply(200, FEED))
    got = await client.fetch(server.base + "/0")
    assert got.permanent_url == (server.base + moved if moved else None)


async def test_secrets_stay_with_their_origin(server: OddServer, client: Client) -> None:
    async with OddServer() as other:
        other.on("/b", redirect(server.base + "/c"))
        server.on("/a", redirect("/a2"))
        server.on("/a2", redirect(other.base + "/b"))
        server.on("/c", reply(200, FEED))
        await client.fetch(
            server.base + "/a", auth=("me", "pw"), headers={"X-Token": "t", "Cookie": "c=1"}
        )
        strange = other.seen[0].headers
    assert not {"authorization", "x-token", "cookie"} & set(strange)
    assert [("x-token" in request.headers) for request in server.seen] == [True, True, True]


async def test_credentials_in_a_redirect_are_not_taken(server: OddServer, client: Client) -> None:
    server.on("/b", reply(200, FEED))
    url = server.on("/a", redirect(server.base.replace("//", "//x:y@") + "/b", 301))
    got = await client.fetch(url)
    assert got.url == got.permanent_url == server.base + "/b"
    assert "authorization" not in server.seen[1].headers


# -- manners ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("host", "most"), [("feeds.example", 2), ("127.0.0.1", 6)])
async def test_no_more_than_so_many_requests_at_once_for_one_host(
    server: OddServer, host: str, most: int
) -> None:
    server.on("/", reply(200, FEED))
    options = ClientOptions(per_host=2, spacing=0)
    async with Client(options, lookup=to_loopback) as client:
        url = f"http://{host}:{server.port}/"
        await asyncio.gather(*(client.fetch(url) for _ in range(20)))
    assert len(server.seen) == 20
    assert server.most_at_once <= most


async def test_no_more_than_so_many_requests_at_once_in_all(server: OddServer) -> None:
    server.on("/", reply(200, FEED))
    options = ClientOptions(per_host=5, concurrency=3, spacing=0)
    async with Client(options, lookup=to_loopback) as client:
        hosts = [f"http://{name}.example:{server.port}/" for name in "abcdefgh"]
        await asyncio.gather(*(client.fetch(url) for url in hosts))
    assert server.most_at_once <= 3


async def test_requests_to_one_host_are_spaced(
    server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on("/", reply(200, FEED))
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("newsreader.net.pacing.asyncio.sleep", note)
    async with Client(ClientOptions(spacing=60, per_host=1), lookup=to_loopback) as client:
        for name in ("a", "b", "a"):
            await client.fetch(f"http://{name}.example:{server.port}/")
    assert len(pauses) == 1
    assert 50 < pauses[0] <= 60


async def test_waiting_for_a_turn_does_not_count_against_the_deadline(server: OddServer) -> None:
    server.on("/", reply(200, FEED))
    server.on("/slow", hold())
    base = f"http://feeds.example:{server.port}"
    options = ClientOptions(per_host=1, total_timeout=0.15, spacing=0)
    async with Client(options, lookup=to_loopback) as client:
        first = asyncio.create_task(client.fetch(base + "/slow"))
        await asyncio.sleep(0)
        results = await asyncio.gather(
            first, *(client.fetch(base) for _ in range(3)), return_exceptions=True
        )
    assert [isinstance(result, FetchError) for result in results] == [True, False, False, False]


async def test_every_request_is_recorded(server: OddServer) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    told: list[RequestRecord] = []
    server.on("/b", reply(200, FEED))
    url = server.on("/a", redirect("/b"))
    async with Client(QUICK, on_request=told.append, clock=lambda: now) as client:
        await client.fetch(url)
        with pytest.raises(FetchError):
            await client.fetch("http://127.0.0.1:1/")
    assert [(record.host, record.status, record.received) for record in told] == [
        ("127.0.0.1", 302, 0),
        ("127.0.0.1", 200, len(FEED)),
        ("127.0.0.1", None, 0),
    ]
    assert [*client.requests] == told
    assert told[0].started == now


# -- proxies ---------------------------------------------------------------------------------------


async def test_a_proxy_from_the_settings(server: OddServer) -> None:
    server.on("/feed", reply(200, FEED))
    async with Client(ClientOptions(proxy=f"me:pw@127.0.0.1:{server.port}")) as client:
        assert (await client.fetch("http://feeds.example/feed")).body == FEED
    asked = server.seen[0]
    assert asked.target == "http://feeds.example/feed"
    assert asked.headers["proxy-authorization"].startswith("Basic ")
    assert "authorization" not in asked.headers


async def test_a_proxy_from_the_environment(
    server: OddServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.base)
    monkeypatch.setenv("no_proxy", "direct.example")
    server.on("/feed", reply(200, FEED))
    async with Client(QUICK, lookup=to_loopback) as client:
        await client.fetch("http://feeds.example/feed")
        await client.fetch(f"http://direct.example:{server.port}/feed")
        await client.fetch(f"{server.base}/feed")
    assert [request.target for request in server.seen] == [
        "http://feeds.example/feed",
        "/feed",
        "/feed",
    ]


async def test_a_proxy_that_is_away_or_of_another_kind_is_said() -> None:
    async with Client(ClientOptions(proxy="http://127.0.0.1:1")) as client:
        with pytest.raises(FetchError, match="The proxy can not be reached"):
            await client.fetch("http://feeds.example/")
    async with Client(ClientOptions(proxy="socks5://127.0.0.1:1")) as client:
        with pytest.raises(FetchError, match="Only http and https proxies"):
            await client.fetch("http://feeds.example/")


# -- ends ------------------------------------------------------------------------------------------


async def test_closing_ends_what_is_under_way(server: OddServer) -> None:
    client = Client(QUICK)
    waiting = asyncio.create_task(client.fetch(server.on("/", hold())))
    await server.asked.wait()
    await client.close()
    with pytest.raises(FetchError):
        await waiting
    with pytest.raises(FetchError, match="closing"):
        await client.fetch(server.base)


async def test_a_fetch_can_be_cancelled(server: OddServer, client: Client) -> None:
    url = server.on("/", hold())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await client.fetch(url)
    assert (await client.fetch(server.on("/b", reply(200, FEED)))).body == FEED


def test_the_room_is_cheap_to_enter() -> None:
    import subprocess

    code = "import sys, newsreader.net; print('aiohttp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# -- connections -----------------------------------------------------------------------------------


async def test_a_connection_that_nobody_waits_for_is_not_kept(
    server: OddServer, client: Client
) -> None:
    url = server.on("/feed", reply(200, FEED))
    await client.fetch(url, keep=False)
    await client.fetch(url)
    assert [request.headers.get("connection") for request in server.seen] == ["close", None]


async def test_a_connection_is_kept_for_who_waits_for_the_same_host(server: OddServer) -> None:
    url = server.on("/feed", reply(200, FEED))
    async with Client(ClientOptions(concurrency=1)) as client:
        await asyncio.gather(*(client.fetch(url, keep=False) for _ in range(3)))
    # nobody waited yet when the first was sent
    assert [request.headers.get("connection") for request in server.seen] == [
        "close",
        None,
        "close",
    ]
