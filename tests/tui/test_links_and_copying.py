"""Letters over links, notes and back, the list of links, and what is copied."""

from __future__ import annotations

import pytest

from newsreader.core.document import Document, Footnote, Paragraph, Span
from newsreader.services.clipboard import clipboard_program, fill_clipboard
from newsreader.tui.glyphs import UNICODE
from newsreader.tui.hints import LETTERS, Hints, Target, labels
from newsreader.tui.page import Page, PageLines
from tests.tui.support import Driver, MakeWorld, World, settings


def article() -> Document:
    """Two links and a note, whose text stands far below."""
    first = "Read the report or the letter.1"
    filler = "\n\n".join(f"Paragraph {number} says nothing." for number in range(60))
    text = f"{first}\n\n{filler}\n\nThe note."
    paragraphs = []
    start = 0
    for part in text.split("\n\n")[:-1]:
        paragraphs.append(Paragraph(start=start, end=start + len(part)))
        start += len(part) + 2
    note = Paragraph(start=start, end=len(text))

    def span(words: str, kind: str, url: str) -> Span:
        at = text.index(words)
        return Span(start=at, end=at + len(words), kind=kind, url=url)  # type: ignore[arg-type]

    return Document(
        text=text,
        blocks=(*paragraphs, Footnote(start=start, end=len(text), label="1", blocks=(note,))),
        spans=(
            span("report", "link", "https://example.org/report"),
            span("letter", "link", "https://example.org/letter"),
            Span(start=len(first) - 1, end=len(first), kind="note", url="1"),
        ),
    )


@pytest.fixture
def linked(make_world: MakeWorld) -> World:
    world = make_world()
    world.article(world.feed("Feed"), "Linked", document=article())
    return world


# -- letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 9, 10, 17, 18, 80, 81, 200])
def test_no_label_is_the_beginning_of_another(count: int) -> None:
    found = labels(count)
    assert len(set(found)) == count
    assert not [a for a in found for b in found if a != b and b.startswith(a)]
    assert set("".join(found)) <= set(LETTERS)
    assert found == sorted(found, key=len)


def test_letters_are_typed_one_after_another() -> None:
    hints = Hints(Target(0, cell) for cell in range(12))
    shown = dict(hints.on_line(0))
    long = next(cell for cell, label in shown.items() if len(label) == 2)
    label = shown[long]
    assert hints.press(label[0]) is None
    assert (long, label[1]) in hints.on_line(0)
    assert hints.press(label[1]) == Target(0, long)
    with pytest.raises(KeyError):
        hints.press("x")


def test_a_link_on_two_lines_has_one_label() -> None:
    text = "a link of several words on narrow lines"
    document = Document(
        text=text,
        blocks=(Paragraph(start=0, end=len(text)),),
        spans=(Span(start=2, end=23, kind="link", url="https://example.org/"),),
    )
    from newsreader.tui.hints import find_targets
    from newsreader.tui.marks import PageMarks

    page = Page(1, "t", document=document)
    lines = PageLines(page, 12, UNICODE)
    found = find_targets(enumerate(lines.lines), PageMarks(page).inline)
    assert [(target.cell, target.url) for target in found] == [(2, "https://example.org/")]


@pytest.mark.parametrize("leave", ["escape", "z"])
async def test_letters_that_are_gone_are_no_longer_spoken_of(linked: World, leave: str) -> None:
    async with linked.app() as see:
        await see.press("enter", "f")
        assert see.said.startswith("A link's letters open it")
        await see.press(leave)
        assert see.said == ""


async def test_letters_open_a_link(linked: World, browsed: list[str]) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter")
        before = see.text()
        await see.act("link-hints")
        assert "Readathe" not in see.text()
        assert "the" + LETTERS[0] + "report or the" + LETTERS[1] + "letter" in see.text()
        await see.press(LETTERS[1])
        assert browsed == ["https://example.org/letter"]
        assert see.text().splitlines()[:10] == before.splitlines()[:10]


async def test_a_capital_letter_copies_and_escape_leaves(linked: World, browsed: list[str]) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter", "f", "A")
        assert see.app.clipboard == "https://example.org/report"
        assert see.said == "Copied: https://example.org/report"
        await see.press("f", "escape")
        assert "the report or" in see.text()
        assert see.pane == "reader"
        await see.press("f", "z", "j")
        assert see.main.view.scroll_y == 1
        assert browsed == []


async def test_hints_where_no_link_is_on_show(linked: World) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter", "pagedown", "pagedown", "f")
        assert see.said == "No link is on show here. L lists those of the article."


async def test_a_note_and_back(linked: World) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter", "j", "f", LETTERS[2])
        assert "The note." in see.text()
        await see.press("f", LETTERS[0])
        assert see.main.view.scroll_y == 1
        assert "Read the report" in see.text()


async def test_a_note_is_clicked(linked: World) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter")
        await _click(see, "¹")
        assert "The note." in see.text()
        await _click(see, "[1]")
        assert see.main.view.scroll_y == 0


async def _click(see: Driver, words: str) -> None:
    row, line = next((y, line) for y, line in enumerate(see.lines()) if words in line)
    await see.pilot.click(offset=(line.index(words), row))
    await see.settle()


async def test_an_address_is_copied_from_the_list_of_links(
    linked: World, browsed: list[str]
) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter", "L", "2", "y")
        assert see.app.clipboard == "https://example.org/letter"
        assert see.app.screen is see.main
        await see.press("L", "enter")
        assert browsed == ["https://example.org/report"]


async def test_the_list_of_links_copies_with_the_persons_own_key(make_world: MakeWorld) -> None:
    world = make_world(settings(keys={"bind": {"copy-link": "ctrl+y"}}))
    world.article(world.feed("Feed"), "Linked", document=article())
    async with world.app((100, 20)) as see:
        await see.press("enter", "L")
        assert "Ctrl-Y copies" in see.text()
        await see.press("ctrl+y")
        assert see.app.clipboard == "https://example.org/report"


# -- copying ---------------------------------------------------------------------------------------


async def test_the_article_is_copied_with_title_and_address(linked: World) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter")
        await see.act("copy-text")
        title, address, text = see.app.clipboard.split("\n\n", 2)
        assert (title, address) == ("Linked", see.article.url)
        assert text.startswith("Read the report")
        assert see.said.startswith("Copied the article with its title and address: ")


async def test_what_is_selected_is_copied_though_lines_to_type_in_come_just_then(
    linked: World,
) -> None:
    async with linked.app((100, 20)) as see:
        await see.press("enter")
        row, line = next((y, line) for y, line in enumerate(see.lines()) if "the report" in line)
        left = line.index("report")
        for keys in ("ctrl+c", "Y"):
            await see.pilot.mouse_down(offset=(left, row))
            await see.pilot.hover(offset=(left + 5, row))
            await see.pilot.mouse_up(offset=(left + 5, row))
            see.main.make_lines()
            await see.settle()
            await see.press(keys)
            assert see.app.clipboard == "report"
            assert see.said == "Copied what is selected: one word."
            assert see.app.is_running


async def test_there_is_no_text_to_copy_yet(make_world: MakeWorld) -> None:
    async with make_world().app() as see:
        see.main.go_to_pane("reader")
        await see.act("copy-text")
        assert see.said == "There is no text to copy yet."


def test_the_program_for_the_clipboard_is_the_one_that_is_there() -> None:
    def find(name: str) -> str | None:
        return None if name == "wl-copy" else f"/bin/{name}"

    both = {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}
    assert clipboard_program(both, find, "linux") == ["xclip", "-selection", "clipboard"]
    assert clipboard_program({}, find, "darwin") == ["pbcopy"]
    assert clipboard_program({}, find, "linux") == []
    assert clipboard_program({**both, "SSH_TTY": "/dev/pts/1"}, find, "linux") == []


def test_a_program_that_fails_is_no_help() -> None:
    assert fill_clipboard("text", ["cat"])
    assert not fill_clipboard("text", ["false"])
    assert not fill_clipboard("text", ["no-such-program-here"])
