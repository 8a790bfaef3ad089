"""What nobody should write, and what should never happen: the screen stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsreader.core.document import Code, Document, Image, Paragraph, Quote
from tests.tui.documents import Maker
from tests.tui.support import Driver, MakeWorld, World

# -- documents -------------------------------------------------------------------------------------


def _table(rows: int, columns: int) -> Document:
    make = Maker()
    make.table([[f"{row}.{column}" for column in range(columns)] for row in range(rows)])
    return make.document()


def _quotes() -> Document:
    inner: Quote | Paragraph = Paragraph(start=0, end=4)
    for _ in range(100):
        inner = Quote(start=0, end=4, blocks=(inner,))
    return Document(text="deep", blocks=(inner,))


def _code() -> Document:
    text = "\n".join(f"x{number} = '{number}'" for number in range(5000))
    return Document(text=text, blocks=(Code(start=0, end=len(text), language="python"),))


def _pictures() -> Document:
    blocks = tuple(Image(start=0, end=0, url="https://example.org/p", alt="A") for _ in range(500))
    return Document(text="", blocks=blocks)


BAD: dict[str, Callable[[], Document]] = {
    "two megabytes": lambda: Document.from_text("\n\n".join(["Some words and more. " * 25] * 4000)),
    "one paragraph": lambda: Document.from_text("Some words and more. " * 20_000),
    "one word": lambda: Document.from_text("w" * 5000),
    "wide characters": lambda: Document.from_text("港は朝静かで" * 10_000),
    "marks on marks": lambda: Document.from_text("a" + "\u0301" * 3000 + "\u200d" * 3000),
    "invisible": lambda: Document.from_text("\u200b\u202e\u2066\u061c\u00ad" * 1000),
    "a table of many rows": lambda: _table(1500, 6),
    "a table of many columns": lambda: _table(20, 200),
    "much code": _code,
    "many pictures": _pictures,
    "quotes in quotes": _quotes,
    "nothing": Document,
}


@pytest.mark.parametrize("name", BAD)
async def test_an_article_that_is_too_much_is_read(make_world: MakeWorld, name: str) -> None:
    world = make_world()
    world.article(world.feed("Feed"), name, document=BAD[name]())
    async with world.app((100, 20)) as see:
        await see.press("enter", "pagedown", "end", "pageup", "home", ">")
        assert name in see.text()
        await see.press("slash", *"wo", "escape", "L", "escape", "f", "escape", "Y")
        await see.resize(20, 5)
        await see.press("end", "pageup")
        await see.resize(100, 20)
        await see.press("home")
        assert name in see.text()


@pytest.mark.parametrize("size", [(1, 1), (5, 3), (20, 5)])
async def test_no_terminal_is_too_small(world: World, size: tuple[int, int]) -> None:
    async with world.app((120, 35)) as see:
        await see.press("enter")
        await see.resize(*size)
        await see.press("j", "pagedown", "e", "q", "q", "j", "slash", "escape", "f")
        await see.resize(120, 35)
        assert "about the harbour" in see.text()


# -- failures --------------------------------------------------------------------------------------


class _Broken(Exception):
    pass


def _fail(*_: object, **__: object) -> None:
    raise _Broken("this is a test")


async def _goes_on(see: Driver) -> None:
    """Check that a sentence is said, that the log has the rest, and that all else works."""
    assert "Something went wrong here" in see.said
    log = see.main.session.paths.log_file
    assert str(log) in see.said
    assert "_Broken: this is a test" in log.read_text()
    assert "Traceback" not in see.text()
    assert [type(error) for error in see.app.failures] == [_Broken] * len(see.app.failures)
    see.app.failures.clear()
    await see.press("q", "j", "s")
    assert see.said.startswith("Bookmarked")
    assert see.app.is_running


async def test_a_line_that_can_not_be_drawn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.app() as see:
        with monkeypatch.context() as broken:
            broken.setattr(see.main.view, "render_line", _fail)
            await see.press("enter")
        await _goes_on(see)
        assert "Paragraph 0 of story" in see.text()


async def test_a_message_that_can_not_be_handled(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app() as see:
        await see.press("enter")
        monkeypatch.setattr(see.main.naming, "choose", _fail)
        see.main.view.post_message(see.main.view.EntityChosen(0))
        await see.settle()
        await _goes_on(see)


async def test_a_worker_that_fails(world: World) -> None:
    async def work() -> None:
        _fail()

    async with world.app() as see:
        await see.press("enter")
        see.main.run_worker(work())
        await see.settle()
        await _goes_on(see)


async def test_a_timer_and_a_callback_that_fail(world: World) -> None:
    async with world.app() as see:
        await see.press("enter")
        see.main.view.set_timer(0.001, _fail)
        while not see.app.failures:
            await see.pilot.pause()
        see.main.call_next(_fail)
        see.main.call_after_refresh(_fail)
        see.main.view.call_later(_fail)
        await see.settle()
        assert len(see.app.failures) == 4
        await _goes_on(see)


async def test_an_action_that_fails(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.app() as see:
        await see.press("enter")
        monkeypatch.setattr(see.main.view, "hint", _fail)
        await see.press("f")
        await _goes_on(see)


async def test_a_delay_that_fails(world: World) -> None:
    async with world.app() as see:
        await see.press("enter")
        see.main.delay("test", 60, _fail)
        await see.settle()
        await _goes_on(see)


async def test_a_text_that_can_not_be_laid_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app() as see:
        with monkeypatch.context() as broken:
            broken.setattr("newsreader.tui.page.document_lines", _fail)
            await see.press("j", "enter")
        await _goes_on(see)


async def test_what_fails_again_and_again_ends_with_a_sentence(world: World) -> None:
    async with world.app() as see:
        for _ in range(40):
            see.app._handle_exception(_Broken("this is a test"))
        await see.pilot.pause()
        assert not see.app.is_running or see.app.return_code == 1
        see.app.failures.clear()
