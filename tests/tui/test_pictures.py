"""Pictures in the text of the reader."""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from PIL import Image as Pillow
from rich.segment import Segment

from newsreader.core.document import Document, Image
from newsreader.core.errors import FetchError
from newsreader.services import opening, terminal
from newsreader.services.jobs import Box, Picture, PictureJob
from newsreader.services.picture_jobs import decode_picture
from newsreader.services.pictures import PictureSource
from newsreader.services.terminal import Graphics
from newsreader.tui.album import KEPT
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.drawing import draw
from newsreader.tui.screens.help import HelpScreen
from tests.support.server import OddServer, reply
from tests.tui.documents import Maker
from tests.tui.support import Driver, MakeWorld, World, settings

HALF_BLOCK = "▀"
WORDS = " ".join(["The harbour was quiet in the morning, and nobody spoke of it."] * 4)


def file(width: int = 400, height: int = 200, colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def story(*pictures: Image, paragraphs: int = 3) -> Document:
    """A document with some paragraphs before each picture, and after the last."""
    make = Maker()
    number = 0
    for picture in (*pictures, None):
        for _ in range(paragraphs):
            make.paragraph(f"Paragraph {number}. {WORDS}")
            number += 1
        if picture is not None:
            make.block(picture)
    return make.document()


def picture(url: str = "https://pictures.example/a.png", **fields: object) -> Image:
    return Image(start=0, end=0, url=url, **{"alt": "Cranes at night", **fields})  # type: ignore[arg-type]


class Source:
    """Stands for where pictures come from; each waits until the test lets it come."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, bytes | Exception] = {}
        self.open = asyncio.Event()
        self.open.set()

    async def load(self, url: str, box: Box, *, may_be_private: bool) -> Picture:
        self.asked.append(url)
        await self.open.wait()
        answer = self.answers.get(url, b"") or file()
        if isinstance(answer, Exception):
            raise answer
        return decode_picture(PictureJob(content=answer, box=box))


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    made = Source()
    monkeypatch.setattr(PictureSource, "load", lambda _, *rest, **more: made.load(*rest, **more))
    return made


@asynccontextmanager
async def reading(
    world: World,
    document: Document,
    *,
    size: tuple[int, int] = (100, 40),
    feed: str = "https://paper.example/feed",
    lead: str = "",
) -> AsyncIterator[Driver]:
    """Open an article with this text."""
    feed_id = world.library.feeds.add(feed, title="Paper").id
    article = world.article(feed_id, "A story with pictures", document=document)
    if lead:
        world.library.articles.save_prepared(
            article,
            document=document,
            entities=(),
            names_by="model",
            source="page",
            preparation=world.library.articles.get(article).preparation,
            image=lead,
        )
    async with world.app(size) as see:
        await see.press("enter")
        yield see


async def arrive(see: Driver) -> None:
    """Wait until no picture is on its way."""
    for _ in range(3):
        await see.settle()
        loading = [one for one in see.app.workers if one.group == "pictures"]
        await see.app.workers.wait_for_complete(loading)
    await see.settle()


def row_of(see: Driver, words: str) -> int:
    return next(number for number, line in enumerate(see.lines()) if words in line)


# -- showing and hiding ----------------------------------------------------------------------------


async def test_a_key_shows_the_pictures_in_the_text_and_hides_them(
    make_world: MakeWorld, source: Source
) -> None:
    one = picture(caption="The harbour, seen from the mole.", credit="Photo: A. Writer")
    async with reading(make_world(), story(one, paragraphs=1)) as see:
        before = see.text()
        assert HALF_BLOCK not in before
        assert source.asked == []
        await see.press("i")
        await arrive(see)
        assert see.said == "Showing the picture; i hides it."
        rows = [number for number, line in enumerate(see.lines()) if HALF_BLOCK in line]
        assert len(rows) == 14
        assert row_of(see, "Cranes at night") == rows[-1] + 1
        assert row_of(see, "The harbour, seen from the mole.") == rows[-1] + 2
        assert "Photo: A. Writer" in see.text()
        await see.act("pictures")
        assert see.said == "The pictures are hidden."
        assert see.lines()[:-1] == before.splitlines()[:-1]
        assert source.asked == [one.url]


async def test_pictures_come_from_their_server_and_then_from_the_cache(
    make_world: MakeWorld,
) -> None:
    world = make_world()
    async with OddServer() as server:
        url = server.on("/a.png", reply(200, file(), Content_Type="image/png"))
        async with reading(world, story(picture(url)), feed=f"{server.base}/feed") as see:
            await see.press("i")
            await arrive(see)
            assert HALF_BLOCK in see.text()
        assert [request.path for request in server.seen] == ["/a.png"]
    async with world.app((100, 40)) as see:
        await see.press("enter", "i")
        await arrive(see)
        assert HALF_BLOCK in see.text()
    await world.session.close()


async def test_with_the_setting_on_what_is_opened_shows_its_pictures(
    make_world: MakeWorld, source: Source
) -> None:
    world = make_world(settings(screen={"pictures": "on"}))
    feed = world.library.feeds.add("https://paper.example/feed", title="Paper").id
    world.article(feed, "First", document=story(picture("https://pictures.example/1.png")))
    world.article(
        feed, "Second", minutes=5, document=story(picture("https://pictures.example/2.png"))
    )
    async with world.app((120, 40)) as see:
        assert source.asked == []
        await see.press("enter")
        await arrive(see)
        assert HALF_BLOCK in see.text()
        await see.act("pictures")
        assert HALF_BLOCK not in see.text()
        await see.press("n")
        await arrive(see)
        assert see.article.title == "Second"
        assert HALF_BLOCK in see.text()


async def test_another_article_begins_without_pictures(
    make_world: MakeWorld, source: Source
) -> None:
    world = make_world()
    feed = world.library.feeds.add("https://paper.example/feed", title="Paper").id
    for number in range(2):
        world.article(feed, f"Story {number}", minutes=number, document=story(picture()))
    async with world.app((120, 40)) as see:
        await see.press("enter", "i")
        await arrive(see)
        await see.press("n")
        await arrive(see)
        assert HALF_BLOCK not in see.text()
        assert "Cranes at night" in see.text()


async def test_the_articles_own_picture_stands_under_the_facts(
    make_world: MakeWorld, source: Source
) -> None:
    lead = "https://pictures.example/lead.png"
    async with reading(make_world(), story(picture()), lead=lead) as see:
        assert "Picture" not in see.text()
        await see.press("i")
        await arrive(see)
        assert see.said.startswith("Showing 2 pictures")
        first = next(n for n, line in enumerate(see.lines()) if HALF_BLOCK in line)
        assert row_of(see, "from the page") < first < row_of(see, "Paragraph 0.")
        assert source.asked[0] == lead


async def test_a_picture_of_which_the_text_shows_another_size_stands_there_only(
    make_world: MakeWorld, source: Source
) -> None:
    lead, own = "https://pictures.example/a-1200x600.png", "https://pictures.example/a-300x150.png"
    async with reading(make_world(), story(picture(own)), lead=lead) as see:
        await see.press("i")
        await arrive(see)
        assert source.asked == [own]


# -- what can go wrong -----------------------------------------------------------------------------


async def test_a_picture_that_can_not_be_had_leaves_its_words_and_says_why(
    make_world: MakeWorld, source: Source
) -> None:
    one = picture()
    source.answers[one.url] = FetchError("pictures.example did not answer.")
    source.open.clear()
    async with reading(make_world(), story(one)) as see:
        await see.press("i")
        assert "Cranes at night  loading…" in see.text()
        source.open.set()
        await arrive(see)
        assert "Cranes at night" in see.text()
        assert "Not shown: pictures.example did not answer." in see.text()
        assert "loading" not in see.text()
        await see.press("i")
        assert "Not shown" not in see.text()
        source.answers.clear()
        await see.press("i")
        await arrive(see)
        assert HALF_BLOCK in see.text()


async def test_a_counting_pixel_takes_no_room(make_world: MakeWorld, source: Source) -> None:
    one = picture()
    source.answers[one.url] = file(1, 1)
    async with reading(make_world(), story(one)) as see:
        before = see.lines()[:-1]
        await see.press("i")
        await arrive(see)
        assert see.lines()[:-1] == before
        assert source.asked == [one.url]


@pytest.mark.parametrize(
    ("screen", "words"),
    [
        ({"pictures": "off"}, "switched off"),
        ({"ascii": True}, "plain ASCII"),
    ],
)
async def test_where_the_settings_forbid_pictures_that_is_said(
    make_world: MakeWorld, source: Source, screen: dict[str, object], words: str
) -> None:
    async with reading(make_world(settings(screen=screen)), story(picture())) as see:
        await see.press("i")
        assert words in see.said
        assert "Cranes at night" in see.text()
        assert source.asked == []


async def test_what_is_missing_is_said(
    make_world: MakeWorld, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(make_world(), story(picture())) as see:
        monkeypatch.setattr(terminal, "find_spec", lambda _: None)
        await see.press("i")
        assert "pip install 'newsreader[images]'" in see.said
        see.main.graphics = None
        await see.press("i")
        assert "too few colours" in see.said
        assert source.asked == []


async def test_an_article_without_pictures_says_so(make_world: MakeWorld) -> None:
    async with reading(make_world(), story()) as see:
        await see.press("i")
        assert see.said == "There are no pictures in this article."


# -- the place -------------------------------------------------------------------------------------


async def test_the_text_under_the_eyes_stays_when_pictures_come_and_go(
    make_world: MakeWorld, source: Source
) -> None:
    pictures = [picture(f"https://pictures.example/{n}.png") for n in range(8)]
    for number, one in enumerate(pictures):
        source.answers[one.url] = file(400, 100 + 60 * number)
    async with reading(make_world(), story(*pictures, paragraphs=1)) as see:
        see.main.view.move(25)
        await see.settle()
        first = next(number for number, line in enumerate(see.lines()) if "harbour" in line)
        text = see.lines()[first]
        source.open.clear()
        await see.press("i")
        assert see.lines()[first] == text
        source.open.set()
        await arrive(see)
        assert HALF_BLOCK in see.text()
        assert see.lines()[first] == text
        await see.press("i")
        assert see.lines()[first] == text


async def test_a_picture_whose_size_the_page_tells_has_its_room_at_once(
    make_world: MakeWorld, source: Source
) -> None:
    source.open.clear()
    async with reading(make_world(), story(picture(width=400, height=200), paragraphs=1)) as see:
        await see.press("i")
        row = row_of(see, "Paragraph 1.")
        assert row > row_of(see, "Paragraph 0.") + 15
        source.open.set()
        await arrive(see)
        assert row_of(see, "Paragraph 1.") == row


async def test_in_a_gallery_without_text_the_place_is_kept_as_well(
    make_world: MakeWorld, source: Source
) -> None:
    make = Maker()
    for number in range(60):
        make.block(picture(f"https://pictures.example/{number}.png", alt=f"View {number:02}"))
    async with reading(make_world(), make.document()) as see:
        see.main.view.move(60)
        await see.settle()
        first = next(line.strip() for line in see.lines() if "View" in line)
        row = row_of(see, first)
        await see.press("i")
        await arrive(see)
        assert row_of(see, first) == row


async def test_pictures_fit_the_pane_after_it_changed_its_size(
    make_world: MakeWorld, source: Source
) -> None:
    async with reading(make_world(), story(picture(), paragraphs=0)) as see:
        await see.press("i")
        await arrive(see)
        await see.resize(60, 20)
        await arrive(see)
        assert 0 < sum(HALF_BLOCK in line for line in see.lines()) <= 20 - 6
        await see.resize(100, 40)
        await arrive(see)
        see.main.view.move_to_end(False)
        await arrive(see)
        assert sum(HALF_BLOCK in line for line in see.lines()) == 14


async def test_of_five_hundred_pictures_only_those_nearby_are_loaded(
    make_world: MakeWorld, source: Source
) -> None:
    pictures = [picture(f"https://pictures.example/{number}.png") for number in range(500)]
    async with reading(make_world(), story(*pictures, paragraphs=1)) as see:
        await see.press("i")
        await arrive(see)
        assert 1 <= len(source.asked) < 20
        await see.press("G")
        await arrive(see)
        assert HALF_BLOCK in see.text()
        assert len(source.asked) < 40
        for _ in range(2):
            await see.press("pageup")
            await arrive(see)
        album = see.main.view.album
        assert album is not None
        near = len(see.main.view.slots_near())
        assert len(album._drawings) <= KEPT + near


# -- the rest of the reader ------------------------------------------------------------------------


async def test_a_click_on_a_picture_opens_what_it_leads_to(
    make_world: MakeWorld, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(opening, "open_url", lambda url, _: opened.append(url))
    link = "https://paper.example/gallery"
    async with reading(make_world(), story(picture(link=link), paragraphs=1)) as see:
        await see.press("i")
        await arrive(see)
        row = next(n for n, line in enumerate(see.lines()) if HALF_BLOCK in line)
        column = see.lines()[row].index(HALF_BLOCK)
        await see.pilot.hover("#view", offset=(column + 3, row + 1))
        await see.settle()
        assert link in see.text()
        await see.pilot.click("#view", offset=(column + 3, row + 1))
        await see.settle()
        assert opened == [link]


async def test_copying_and_searching_leave_pictures_out(
    make_world: MakeWorld, source: Source
) -> None:
    document = story(picture(), paragraphs=1)
    async with reading(make_world(), document) as see:
        await see.press("i")
        await arrive(see)
        view = see.main.view
        assert view.search("paragraph 1") == 1
        view.text_select_all()
        await see.settle()
        assert HALF_BLOCK in see.text()
        copied = see.main.get_selected_text() or ""
        assert document.text in copied
        assert HALF_BLOCK not in copied
        assert "\n\n\n" not in copied


# -- how pictures are drawn ------------------------------------------------------------------------


def decoded(graphics: Graphics, columns: int = 6, rows: int = 3) -> Picture:
    box = Box(
        columns=columns,
        rows=rows,
        cell_width=graphics.cell_width,
        cell_height=graphics.cell_height,
        dots_across=graphics.cell_width,
        dots_down=graphics.cell_height,
    )
    return decode_picture(PictureJob(content=file(600, 600), box=box))


def cells(row: list[Segment]) -> int:
    return sum(segment.cell_length for segment in row)


def test_sixel_is_drawn_row_by_row_over_blanks() -> None:
    graphics = Graphics("sixel", 8, 16)
    drawing = draw(decoded(graphics), graphics)
    assert drawing.rows == []
    assert len(drawing.pixels) == 3
    for pixels in drawing.pixels:
        assert pixels.startswith('\x1b7\x1b[6D\x1bP0;0;0q"1;1;48;16#0;2;')
        body = pixels.removeprefix("\x1b7\x1b[6D\x1bP").removesuffix("\x1b\\\x1b8")
        assert body.isprintable()
        assert body.isascii()


def test_kittys_graphics_are_place_holders_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = io.StringIO()
    monkeypatch.setattr(sys, "__stdout__", sent)
    graphics = Graphics("kitty", 8, 16)
    drawing = draw(decoded(graphics), graphics)
    assert [cells(row) for row in drawing.rows] == [6, 6, 6]
    text = "".join(segment.text for row in drawing.rows for segment in row)
    assert text.count("\U0010eeee") == 18
    assert "\x1b" not in text
    messages = sent.getvalue().split("\x1b\\")
    assert all(message.startswith("\x1b_G") for message in messages if message)
    assert "a=p" in messages[-2]
    assert "c=6,r=3,U=1" in messages[-2]
    drawing.forget()
    assert "a=d" in sent.getvalue().split("\x1b\\")[-2]


async def test_below_a_dialogue_no_pixels_are_drawn(
    make_world: MakeWorld, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(NewsreaderApp, "_graphics", lambda _: Graphics("sixel", 8, 16))
    async with reading(make_world(), story(picture())) as see:
        await see.press("i")
        await arrive(see)
        assert see.raw().count("\x1bP") > 10
        await see.press("question_mark")
        assert isinstance(see.app.screen, HelpScreen)
        assert "\x1b" not in see.raw()
        await see.press("escape")
        assert see.raw().count("\x1bP") > 10
