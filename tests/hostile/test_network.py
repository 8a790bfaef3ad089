"""Servers that misbehave cost one sentence and a bounded time, and get nothing they should not."""

import asyncio
import gzip
import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientConnectorCertificateError
from aiohttp.client_reqrep import ConnectionKey

from newsreader.core.errors import FetchError
from newsreader.core.text import is_clean
from newsreader.net import Client, ClientOptions
from newsreader.net.sentences import for_error
from newsreader.services.article_page import is_private_feed
from tests.support.codings import CODINGS
from tests.support.server import (
    Answer,
    OddServer,
    Request,
    chunked,
    drip,
    flood,
    head,
    hold,
    raw,
    redirect,
    reply,
    reset,
)

CERTIFICATE = Path(__file__).parents[1] / "fixtures" / "self_signed.pem"
FEED = b"<rss><channel/></rss>"
LIMIT = 200_000
IMPATIENT = ClientOptions(total_timeout=0.25, read_timeout=0.15, spacing=0, max_bytes=LIMIT)
PATIENT = ClientOptions(total_timeout=5, read_timeout=5, spacing=0, max_bytes=LIMIT)


@pytest.fixture
async def server() -> AsyncIterator[OddServer]:
    async with OddServer() as server:
        yield server


async def refusal(url: str, options: ClientOptions = PATIENT, **how: object) -> str:
    """Fetch what must fail, and give the sentence."""
    async with Client(options) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(url, **how)  # type: ignore[arg-type]
    sentence = str(caught.value)
    assert is_clean(sentence)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "secret" not in sentence
    return sentence


# -- time ------------------------------------------------------------------------------------------

SLOW = {
    "says nothing": hold(),
    "stops in the status line": hold(b"HTTP/1.1 20"),
    "stops in the headers": hold(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
    "stops in the body": hold(head(200, Content_Length="100") + b"<rss>"),
    "stops in a chunk": hold(head(200, Transfer_Encoding="chunked") + b"a\r\n<rss"),
    "drips the status line": drip(b"H", b"T"),
    "drips headers": drip(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "drips one header": drip(b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "drips a body": drip(head(200), b"x"),
    "drips chunks": drip(head(200, Transfer_Encoding="chunked"), b"1\r\nx\r\n"),
    "drips an error page": drip(head(500), b"x"),
    "drips early hints": drip(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


@pytest.mark.parametrize("name", SLOW)
async def test_a_server_that_is_slow_on_purpose(server: OddServer, name: str) -> None:
    sentence = await refusal(server.on("/", SLOW[name]), IMPATIENT)
    assert "127.0.0.1" in sentence


async def test_a_chain_of_slow_redirects_has_one_deadline(server: OddServer) -> None:
    async def slow(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        await redirect(f"/{int(request.path[1:]) + 1}")(request, writer)

    for number in range(20):
        server.on(f"/{number}", slow)
    assert "took longer than 0.25 seconds" in await refusal(server.base + "/0", IMPATIENT)
    assert len(server.seen) <= 4


async def test_a_slow_server_holds_up_nobody_else(server: OddServer) -> None:
    slow, quick = server.on("/slow", hold()), server.on("/quick", reply(200, FEED))
    async with Client(IMPATIENT) as client:
        results = await asyncio.gather(
            client.fetch(slow), *(client.fetch(quick) for _ in range(5)), return_exceptions=True
        )
    assert [isinstance(result, FetchError) for result in results] == [True] + [False] * 5


# -- size ------------------------------------------------------------------------------------------

LARGE = {
    "says that it is large": hold(head(200, Content_Length="99999999999")),
    "never ends": flood(head(200), b"x" * 65536),
    "never ends, in chunks": flood(
        head(200, Transfer_Encoding="chunked"), b"1000\r\n" + b"x" * 4096 + b"\r\n"
    ),
}


@pytest.mark.parametrize("name", LARGE)
async def test_a_body_that_is_too_large(server: OddServer, name: str) -> None:
    assert "is larger than" in await refusal(server.on("/", LARGE[name]))


@pytest.mark.parametrize("name", ["gzip", "zlib", "deflate", "br", "zstd", "several"])
async def test_a_bomb(server: OddServer, name: str) -> None:
    header, encode = CODINGS[name]
    bomb = encode(bytes(30_000_000))
    assert len(bomb) < LIMIT
    sentence = await refusal(server.on("/", reply(200, bomb, Content_Encoding=header)))
    assert "is larger than" in sentence


async def test_a_bomb_without_a_header(server: OddServer) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert "is larger than" in await refusal(server.on("/", reply(200, bomb)))


@pytest.mark.parametrize(
    "answer",
    [
        flood(b"HTTP/1.1 200 OK\r\n", b"X-Header: " + b"y" * 1000 + b"\r\n"),
        flood(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 65536),
        flood(b"HTTP/1.1 200 ", b"O" * 65536),
        flood(head(200, Transfer_Encoding="chunked") + b"1;", b"x" * 65536),
        flood(head(200, Transfer_Encoding="chunked") + b"0\r\n", b"X: y\r\n" * 1000),
    ],
    ids=["headers", "one header", "reason", "chunk extension", "trailers"],
)
async def test_headers_without_end(server: OddServer, answer: Answer) -> None:
    await refusal(server.on("/", answer), IMPATIENT)


# -- redirects -------------------------------------------------------------------------------------


async def test_a_circle_and_a_chain_without_end(server: OddServer) -> None:
    server.on("/b", redirect("/a", 301))
    assert "in a circle" in await refusal(server.on("/a", redirect("/b", 301)))
    assert "in a circle" in await refusal(server.on("/self", redirect("/self#x")))
    for number in range(30):
        server.on(f"/{number}", redirect(f"/{number + 1}"))
    server.seen.clear()
    assert "more than 10 times" in await refusal(server.base + "/0")
    assert len(server.seen) == 11


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "",
     "http://", "http://[", "mailto:a@b.c", "http://exa mple/\x1b[2J"],
)  # fmt: skip
async def test_redirects_to_what_is_no_web_address(server: OddServer, location: str) -> None:
    answer = raw(b"HTTP/1.1 302 F\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % location.encode())
    await refusal(server.on("/", answer))
    assert len(server.seen) == 1


async def test_a_redirect_without_a_location(server: OddServer) -> None:
    assert "redirects to nowhere" in await refusal(server.on("/", reply(302)))


# -- private addresses -----------------------------------------------------------------------------


async def test_what_the_person_typed_may_be_private_and_what_a_stranger_wrote_may_not(
    server: OddServer,
) -> None:
    url = server.on("/", reply(200, FEED))
    async with Client(PATIENT) as client:
        assert (await client.fetch(url)).body == FEED
    assert "is not followed" in await refusal(url, allow_private=False)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f.1", "0", "[::1]", "[::ffff:127.0.0.1]",
     "10.0.0.1", "169.254.169.254", "printer.local", "[fe80::1]", "100.64.0.1", "127.0.0.1.",
     "0177.0.0.1", "0x7f000001", "①②⑦.⓪.⓪.①", "127.0.0.１", "ｌocalhost", "[::]", "[::127.0.0.1]",
     "[64:ff9b::127.0.0.1]", "[64:ff9b:1::127.0.0.1]", "[::ffff:a9fe:a9fe]", "[fd00::1]"],
)  # fmt: skip
async def test_all_the_ways_to_write_a_private_host(server: OddServer, host: str) -> None:
    server.on("/", reply(200, FEED))
    sentence = await refusal(f"http://{host}:{server.port}/", allow_private=False)
    assert "is not followed" in sentence
    assert server.seen == []


@pytest.mark.parametrize("host", ["127.0.0.1", "①②⑦.⓪.⓪.①", "[::1]"])
async def test_the_address_that_is_connected_to_counts_however_the_host_looked(
    server: OddServer, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.net.client._is_written_private", lambda host: False)
    server.on("/", reply(200, FEED))
    sentence = await refusal(f"http://{host}:{server.port}/", allow_private=False)
    assert "is not followed" in sentence
    assert server.seen == []


def test_which_feeds_may_have_their_pages_on_this_machine_or_network() -> None:
    for host in ("localhost", "nas", "3dprinter", "10.0.0.1", "[::1]", "[fd00::1]", "box.local"):
        assert is_private_feed(f"http://{host}/feed")
    for host in ("example.org", "8.8.8.8", "134744072", "0x8080808", "①③④", "[2606:4700::1111]"):
        assert not is_private_feed(f"http://{host}/feed")
    assert not is_private_feed("")


async def test_a_name_that_leads_to_this_machine_is_a_private_address(server: OddServer) -> None:
    server.on("/", reply(200, FEED))

    def lookup(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
        return [(socket.AF_INET, "127.0.0.1", port)]

    url = f"http://innocent.example:{server.port}/"
    async with Client(PATIENT, lookup=lookup) as client:
        with pytest.raises(FetchError, match="is not followed"):
            await client.fetch(url, allow_private=False)
        assert (await client.fetch(url)).body == FEED
    assert len(server.seen) == 1


async def test_a_name_is_looked_up_anew_after_it_led_to_this_network() -> None:
    """In a hotel, all names lead to its own server until one has logged in there."""
    answers = ["10.0.0.1"]

    def lookup(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
        if not answers:
            raise socket.gaierror
        return [(socket.AF_INET, answers.pop(), port)]

    async with Client(PATIENT, lookup=lookup) as client:
        for sentence in ("is not followed", "could not be found"):
            with pytest.raises(FetchError, match=sentence):
                await client.fetch("http://innocent.example/", allow_private=False)


async def test_a_redirect_from_the_public_network_does_not_reach_this_machine(
    server: OddServer,
) -> None:
    """The proxy on the loopback stands for the public network."""
    server.on("/secret", reply(200, FEED))
    for number, host in enumerate(("127.0.0.1", "localhost", "①②⑦.⓪.⓪.①")):
        target = f"http://{host}:{server.port}/secret"
        server.on(f"/{number}", redirect(target))
        options = ClientOptions(proxy=server.base, spacing=0)
        await refusal(f"http://public.example/{number}", options)
        await refusal(target, options, allow_private=False)
    assert all(request.path != "/secret" for request in server.seen)


async def test_a_name_that_has_also_a_public_address_is_no_private_host(server: OddServer) -> None:
    secret = server.on("/secret", reply(200, FEED))
    server.on("/", redirect(secret))

    def lookup(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
        return [(socket.AF_INET, "127.0.0.1", port), (socket.AF_INET, "192.0.32.8", port)]

    async with Client(PATIENT, lookup=lookup) as client:
        with pytest.raises(FetchError, match="is not followed"):
            await client.fetch(f"http://rebinding.example:{server.port}/")
    assert [request.path for request in server.seen] == ["/"]


# -- broken answers --------------------------------------------------------------------------------

BROKEN = {
    "resets at once": reset(),
    "resets in the headers": reset(b"HTTP/1.1 200 OK\r\n"),
    "resets in the body": reset(head(200, Content_Length="100") + b"<rss>"),
    "ends in the headers": raw(b"HTTP/1.1 200 OK\r\nX: y\r\n"),
    "ends before its length": raw(head(200, Content_Length="100") + b"<rss>"),
    "ends in a chunk": raw(head(200, Transfer_Encoding="chunked") + b"a\r\n<rss"),
    "closes at once": raw(b""),
    "is no HTTP": raw(b"220 mail.example ESMTP\r\n"),
    "is noise": raw(bytes(range(256)) * 20),
    "is an old tongue": raw(b"<rss/>"),
    "has a status that is none": raw(b"HTTP/1.1 abc OK\r\n\r\n"),
    "has a negative length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n<rss/>"),
    "has a length that is none": raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n<rss/>"),
    "has two lengths": raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n<rss/>"
    ),
    "has a length beyond all numbers": raw(
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 60 + b"\r\n\r\n<rss/>"
    ),
    "has a length and chunks": raw(
        head(200, Content_Length="5", Transfer_Encoding="chunked") + b"6\r\n<rss/>\r\n0\r\n\r\n"
    ),
    "has thousands of headers": raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000 + b"\r\n<rss/>"),
    "has a chunk of less than nothing": raw(head(200, Transfer_Encoding="chunked") + b"-5\r\n"),
    "has a chunk size that is none": raw(head(200, Transfer_Encoding="chunked") + b"zz\r\n<rss/>"),
    "is damaged gzip": reply(200, gzip.compress(FEED * 99)[:-20], Content_Encoding="gzip"),
    "is damaged zstd": reply(200, b"\x28\xb5\x2f\xfd" + b"x" * 99, Content_Encoding="zstd"),
    "is damaged br": reply(200, b"\xff" * 99, Content_Encoding="br"),
    "switches protocols": raw(head(101, Upgrade="h2c", Connection="Upgrade")),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
async def test_an_answer_that_is_broken(server: OddServer, name: str) -> None:
    await refusal(server.on("/", BROKEN[name]), IMPATIENT)


async def test_a_part_that_nobody_asked_for_is_no_feed(server: OddServer) -> None:
    part = reply(206, FEED, Content_Range=f"bytes 0-{len(FEED) - 1}/9999")
    assert "only a part" in await refusal(server.on("/", part))


async def test_more_than_the_length_is_never_part_of_the_body(server: OddServer) -> None:
    url = server.on("/", raw(head(200, Content_Length=str(len(FEED))) + FEED + b"trailing"))
    body, sentence = b"", ""
    async with Client(PATIENT) as client:
        try:
            body = (await client.fetch(url)).body
        except FetchError as error:
            sentence = str(error)
    assert body == FEED or "not proper HTTP" in sentence


async def test_bytes_in_headers_that_no_text_should_hold(server: OddServer) -> None:
    url = server.on(
        "/",
        raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\xc2\x9b31m\xe2\x80\xae\r\n"
            b'ETag: "\xff"\r\nX-\xc2\xa0: \x1b[2J\r\nContent-Length: 0\r\n\r\n'
        ),
    )
    async with Client(PATIENT) as client:
        try:
            got = await client.fetch(url)
        except FetchError as error:
            sentence = str(error)
        else:
            sentence = ""
            assert is_clean(got.content_type)
            assert got.etag == ""
    assert is_clean(sentence)


async def test_absurd_numbers_in_headers_are_clamped(server: OddServer) -> None:
    nines = "9" * 400
    url = server.on("/", reply(200, FEED, Cache_Control=f"max-age={nines}", Age=nines))
    async with Client(PATIENT) as client:
        got = await client.fetch(url)
        assert 0 < (got.max_age or 0) < 10**7
        with pytest.raises(FetchError) as caught:
            await client.fetch(server.on("/b", reply(503, Retry_After=nines)))
    assert 0 < (caught.value.retry_after or 0) < 10**7


@pytest.mark.parametrize("how", ["resets", "closes", "closes in the headers"])
async def test_a_kept_connection_that_breaks_is_tried_once_more(how: str) -> None:
    served = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal served
        await reader.readuntil(b"\r\n\r\n")
        served += 1
        writer.write(head(200, Content_Length=str(len(FEED))) + FEED)
        await reader.readuntil(b"\r\n\r\n")
        served += 1
        await broken[how](Request("GET", "/", {}), writer)
        writer.close()

    broken = {"resets": reset(), "closes": raw(b""), "closes in the headers": raw(b"HTTP/1.1 2")}
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as keeping:
        url = f"http://127.0.0.1:{keeping.sockets[0].getsockname()[1]}/"
        async with Client(PATIENT) as client:
            for _ in range(2):
                assert (await client.fetch(url)).body == FEED
    assert served == 3


# -- names, connections, certificates --------------------------------------------------------------


async def test_names_that_nobody_knows() -> None:
    def lookup(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
        raise socket.gaierror(socket.EAI_NONAME, "secret detail")

    async with Client(PATIENT, lookup=lookup) as client:
        with pytest.raises(FetchError, match="could not be found") as caught:
            await client.fetch("https://me:secret@nowhere.example/feed?token=secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    ["http://a..b/", "http://" + "a" * 300 + ".example/", "http:///x", "ftp://example.org/", "",
     "nonsense", "http://[::1/", "http://x:y/"],
)  # fmt: skip
async def test_addresses_that_are_none(url: str) -> None:
    assert "is no http or https address" in await refusal(url)


async def test_a_resolver_that_hangs_does_not_hang_us() -> None:
    import threading

    forever = threading.Event()

    def lookup(host: str, port: int, family: int) -> list[tuple[int, str, int]]:
        forever.wait()
        return []

    async with Client(IMPATIENT, lookup=lookup) as client:
        with pytest.raises(FetchError):
            await client.fetch("http://slow.example/")
    forever.set()


async def test_a_port_where_nobody_listens() -> None:
    assert "refuses the connection" in await refusal("http://me:secret@127.0.0.1:1/?secret")


async def test_a_server_without_tls() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as plain:
        port = plain.sockets[0].getsockname()[1]
        assert "TLS" in await refusal(f"https://127.0.0.1:{port}/")


async def test_a_certificate_that_nobody_vouches_for() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    async with OddServer(tls=context) as server:
        server.on("/", reply(200, FEED))
        assert "certificate of 127.0.0.1 is not valid" in await refusal(server.base + "/")
        assert server.seen == []


def test_what_is_wrong_with_a_certificate_is_told_with_one_full_stop() -> None:
    wrong = ssl.SSLCertVerificationError()
    wrong.verify_message = "Hostname mismatch, certificate is not valid for 'a.example'.\x1b[2J"
    key = ConnectionKey("a.example", 443, True, True, None, None, None)
    sentence = for_error(ClientConnectorCertificateError(key, wrong), "a.example")
    assert is_clean(sentence)
    assert "Hostname mismatch" in sentence
    wrong.verify_message = "Hostname mismatch, certificate is not valid for 'a.example'."
    sentence = for_error(ClientConnectorCertificateError(key, wrong), "a.example")
    assert sentence.endswith("for 'a.example'.")


async def test_a_captive_portal_is_an_answer_like_any_other(server: OddServer) -> None:
    url = server.on("/", chunked(b"<html>", b"Log in</html>", Content_Type="text/html"))
    async with Client(PATIENT) as client:
        assert (await client.fetch(url)).content_type == "text/html"
