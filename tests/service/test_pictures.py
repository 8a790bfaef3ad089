"""Pictures: what strangers' bytes can do to decoding, fetching and keeping them."""

from __future__ import annotations

import io
import os
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from newsreader.config.paths import Paths
from newsreader.config.settings import Network, Settings
from newsreader.core.errors import FetchError, PictureError
from newsreader.services import doctor, picture_jobs, terminal
from newsreader.services.jobs import Box, Picture, PictureJob
from newsreader.services.picture_cache import PictureCache
from newsreader.services.pictures import MAX_BYTES, PictureSource
from newsreader.services.session import Session
from newsreader.services.terminal import HALF_BLOCKS, Graphics, graphics_by_answer
from tests.support.server import OddServer, hold, redirect, reply

BOX = Box(columns=40, rows=20)


def picture(size: tuple[int, int] = (80, 40), kind: str = "PNG", mode: str = "RGB") -> bytes:
    """Make a picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind)
    return out.getvalue()


def decode(content: bytes, box: Box = BOX) -> Picture:
    return picture_jobs.decode_picture(PictureJob(content=content, box=box))


def png_that_claims(width: int, height: int) -> bytes:
    """Make a small file whose head says that its picture is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000_000))
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


# -- decoding --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_pictures_are_decoded_to_the_dots_of_the_cells_that_they_take(kind: str) -> None:
    found = decode(picture((800, 400), kind))
    assert (found.width, found.height) == (800, 400)
    assert (found.columns, found.rows) == (40, 10)
    assert found.size == (40, 20)
    assert len(found.pixels) == 40 * 20 * 3
    red, green, blue = found.pixels[:3]
    assert red > 240
    assert max(green, blue) < 15


def test_small_pictures_grow_to_twice_their_size_at_most() -> None:
    assert BOX.fit(100, 100) == (20, 10)
    assert BOX.fit(10_000, 10) == (40, 1)
    assert BOX.fit(10, 10_000) == (1, 20)
    assert BOX.fit(0, 5) == (0, 0)


def test_what_can_be_seen_through_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert set(decode(out.getvalue()).pixels) == {255}


def test_a_photograph_that_lies_on_its_side_is_turned() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40), "red").save(out, "JPEG", exif=exif)
    found = decode(out.getvalue())
    assert (found.width, found.height) == (40, 80)
    assert found.columns < found.rows * 2


@pytest.mark.parametrize("size", [(1, 1), (2, 2)])
def test_there_is_nothing_to_see_in_a_counting_pixel(size: tuple[int, int]) -> None:
    found = decode(picture(size, "GIF"))
    assert (found.columns, found.rows, found.pixels) == (0, 0, b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", picture_jobs.UNKNOWN),
        (b"<html>not a picture", picture_jobs.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", picture_jobs.UNKNOWN),
        (picture(kind="TIFF"), picture_jobs.UNKNOWN),
        (picture(kind="ICO"), picture_jobs.UNKNOWN),
        (png_that_claims(20_000, 20_000), picture_jobs.TOO_LARGE),
        (png_that_claims(9_000, 9_000), picture_jobs.TOO_LARGE),
        (png_that_claims(900, 9_000), picture_jobs.DAMAGED),
        (picture((300, 300), "JPEG")[:700], picture_jobs.DAMAGED),
        (picture((300, 300), "GIF")[:60], picture_jobs.DAMAGED),
    ],
)
def test_what_can_not_be_shown_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason[:20]):
        decode(content)


def test_no_damage_does_more_than_that() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP", "BMP"):
        whole = picture((60, 60), kind)
        for place in range(0, len(whole), max(1, len(whole) // 60)):
            broken = whole[:place] + b"\xff\x00\xff\x7f" + whole[place + 4 :]
            with suppress(PictureError):
                assert len(decode(broken).pixels) <= 40 * 40 * 3


# -- keeping ---------------------------------------------------------------------------------------


def test_the_cache_is_private_and_forgets_what_was_not_looked_at_for_longest(
    tmp_path: Path,
) -> None:
    cache = PictureCache(tmp_path / "pictures", most_bytes=1000)
    for number in range(3):
        cache.put(f"https://example.org/{number}", bytes(300))
    for age, file in enumerate(sorted((tmp_path / "pictures").iterdir())):
        os.utime(file, (age, age))
        assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "pictures").stat().st_mode & 0o077 == 0
    assert cache.get("https://example.org/1") == bytes(300)
    cache.put("https://example.org/3", bytes(300))
    assert cache.get("https://example.org/1") is not None
    assert cache.get("https://example.org/3") is not None
    assert sum(file.stat().st_size for file in (tmp_path / "pictures").iterdir()) <= 800


def test_a_cache_that_can_not_be_written_only_forgets(tmp_path: Path) -> None:
    in_the_way = tmp_path / "pictures"
    in_the_way.write_text("a file")
    cache = PictureCache(in_the_way)
    cache.put("https://example.org/1", b"x")
    cache.drop("https://example.org/1")
    assert cache.get("https://example.org/1") is None


# -- fetching --------------------------------------------------------------------------------------


async def test_a_picture_is_fetched_once_and_then_comes_from_the_cache(session: Session) -> None:
    async with OddServer() as server:
        url = server.on("/a.png", reply(200, picture((800, 400)), Content_Type="image/png"))
        source = PictureSource(session)
        first = await source.load(url, BOX, may_be_private=True)
        assert (first.columns, first.rows) == (40, 10)
        (asked,) = server.seen
        assert {"referer", "cookie", "authorization"}.isdisjoint(asked.headers)
        assert "image/webp" in asked.headers["accept"]
    again = await PictureSource(session).load(url, Box(columns=20, rows=20), may_be_private=True)
    assert (again.columns, again.rows) == (20, 5)


async def test_what_is_no_picture_is_neither_shown_nor_kept(session: Session) -> None:
    async with OddServer() as server:
        page = server.on("/page", reply(200, b"<p>Hello", Content_Type="text/html"))
        fake = server.on("/fake", reply(200, b"<p>Hello", Content_Type="image/png"))
        drawing = server.on("/drawing", reply(200, b"<svg/>", Content_Type="image/svg+xml"))
        untold = server.on("/untold", reply(200, picture(), Content_Type=""))
        gone = server.on("/gone", reply(410))
        large = server.on("/large", reply(200, bytes(MAX_BYTES + 1), Content_Type="image/png"))
        source = PictureSource(session)
        for url, kind in ((page, PictureError), (gone, PictureError), (large, FetchError)):
            with pytest.raises(kind):
                await source.load(url, BOX, may_be_private=True)
        for _ in range(2):
            with pytest.raises(PictureError, match="is no PNG"):
                await source.load(fake, BOX, may_be_private=True)
        assert [request.path for request in server.seen].count("/fake") == 2
        with pytest.raises(PictureError, match="SVG"):
            await source.load(drawing, BOX, may_be_private=True)
        assert (await source.load(untold, BOX, may_be_private=True)).columns


async def test_a_picture_of_a_public_article_can_not_lead_to_this_machine(
    session: Session,
) -> None:
    async with OddServer() as server:
        url = server.on("/a.png", reply(200, picture(), Content_Type="image/png"))
        with pytest.raises(FetchError):
            await PictureSource(session).load(url, BOX, may_be_private=False)
        circle = server.base + "/circle"
        server.on("/circle", redirect(circle))
        with pytest.raises(FetchError, match="circle"):
            await PictureSource(session).load(circle, BOX, may_be_private=True)
        assert [request.path for request in server.seen] == ["/circle"]


async def test_a_server_that_falls_silent_costs_the_deadline_only(paths: Paths) -> None:
    slow = Session(paths, Settings(network=Network(timeout_seconds=1, read_timeout_seconds=1)))
    try:
        async with OddServer() as server:
            url = server.on("/a.png", hold(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"))
            with pytest.raises(FetchError):
                await PictureSource(slow).load(url, BOX, may_be_private=True)
    finally:
        await slow.close()


# -- the terminal ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "graphics"),
    [
        ("", HALF_BLOCKS),
        ("\x1b[?1;2c", HALF_BLOCKS),
        ("\x1b[6;34;16t\x1b[?62;22c", Graphics("half-block", 16, 34)),
        ("\x1b[6;18;9t\x1b[?62;4;22c", Graphics("sixel", 9, 18)),
        ("\x1b_Gi=1;OK\x1b\\\x1b[6;40;20t\x1b[?62;22c", Graphics("kitty", 20, 40)),
        ("\x1b_Gi=1;OK\x1b\\\x1b[?65;4c", Graphics("sixel")),
        ("\x1b_Gi=1;ENOTSUP\x1b\\\x1b[6;0;0t\x1b[?6c", HALF_BLOCKS),
        ("qqj\x1b[?4c", HALF_BLOCKS),
    ],
)
def test_the_answer_of_a_terminal_tells_how_it_draws(answer: str, graphics: Graphics) -> None:
    assert graphics_by_answer(answer.encode()) == graphics


def test_the_doctor_says_how_pictures_can_be_drawn(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def about_pictures() -> list[str]:
        findings = doctor.examine(paths, {"TERM": "xterm", "LANG": "C.UTF-8"}).findings
        return [each.sentence for each in findings if each.sentence.startswith("Pictures")]

    assert about_pictures() == ["Pictures can be drawn with half blocks of colour."]
    monkeypatch.setattr(terminal, "find_spec", lambda _: None)
    assert about_pictures() == [terminal.HOW_TO_INSTALL]
