"""Every action by its id, on the whole screen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsreader.config.keymap import ACTIONS
from newsreader.core.document import Document
from newsreader.core.models import FullText, ParsedEntry, Preparation, Reading, SiteText
from newsreader.core.query import ListQuery, Scope
from newsreader.services.other_texts import Shown
from newsreader.services.packs import starter_packs
from newsreader.services.session import Session
from newsreader.tui.screens.help import HelpScreen
from tests.tui.documents import every_kind
from tests.tui.support import MakeWorld, World, settings


def test_every_action_is_done_by_something(world: World) -> None:
    from newsreader.config.keymap import build_keymap
    from newsreader.tui.screens.main import MainScreen

    main = MainScreen(world.session, build_keymap())
    assert main.actions == {action.id for action in ACTIONS}


# -- moving ----------------------------------------------------------------------------------------


async def test_the_cursor_moves_by_rows_pages_and_to_the_ends(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "j", "k")
        assert see.article.title.startswith("Story 01")
        await see.act("page-down")
        page = see.main.articles.cursor
        assert page > 8
        await see.act("page-up")
        assert see.main.articles.cursor == 1
        await see.press("G")
        assert see.article.title.startswith("Story 39")
        await see.press("g", "g")
        assert see.main.articles.cursor == 0


async def test_the_article_scrolls_by_lines_pages_and_to_the_ends(world: World) -> None:
    async with world.app((80, 20)) as see:
        await see.press("j", "enter")
        view = see.main.view
        await see.press("j", "j", "k")
        assert view.scroll_y == 1
        await see.press("pagedown")
        assert view.scroll_y > 10
        await see.press("G")
        assert view.at_end
        await see.press("g", "g")
        assert view.scroll_y == 0


async def test_left_and_right_go_through_the_panes(world: World) -> None:
    async with world.app() as see:
        await see.press("l")
        assert see.pane == "reader"
        await see.press("l")
        assert see.pane == "names"
        await see.press("h", "h", "h")
        assert see.pane == "tree"
        await see.press("enter")
        assert see.pane == "list"


async def test_folders_open_and_close(world: World) -> None:
    async with world.app() as see:
        await see.press("h", "j", "j")
        assert see.main.feed_tree.node is not None
        assert see.main.feed_tree.node.folder == "News"
        rows = see.main.feed_tree.row_count
        await see.act("toggle-folder")
        assert see.main.feed_tree.row_count == rows - 3
        await see.press("l")
        assert see.main.feed_tree.row_count == rows
        await see.press("j", "j")
        await see.press("h")
        assert see.main.feed_tree.node.folder == "News/Local"


async def test_closed_folders_stay_closed(world: World) -> None:
    async with world.app() as see:
        await see.press("h", "j", "j", "f")
        assert see.main.feed_tree.closed == {"News"}
    async with world.app() as see:
        assert see.main.feed_tree.closed == {"News"}


async def test_the_tree_chooses_the_list(world: World) -> None:
    async with world.app() as see:
        await see.press("h", "G")
        assert see.main.lists.title() == "Loose Ends"
        await see.press("enter")
        assert see.article.feed == "Loose Ends"
        assert see.main.articles.row_count == 10


async def test_lines_of_the_text_get_longer_and_shorter(world: World) -> None:
    async with world.app() as see:
        await see.press("enter", "greater_than_sign")
        assert see.main.view.line_length == 80
        await see.press("less_than_sign", "less_than_sign")
        assert see.main.view.line_length == 72
    async with world.app() as see:
        assert see.main.view.line_length == 72


# -- opening ---------------------------------------------------------------------------------------


async def test_opening_shows_the_article_and_marks_it_read(world: World) -> None:
    async with world.app() as see:
        await see.press("enter")
        assert see.pane == "reader"
        assert see.article.read
        assert world.library.articles.get(see.article.id).read
        assert "Zelensky said on" in see.text()


async def test_a_preview_marks_nothing_read(world: World) -> None:
    async with world.app() as see:
        await see.press("j")
        assert "Paragraph 0 of story 1" in see.text()
        assert not world.library.articles.get(see.article.id).read


async def test_opening_may_leave_articles_unread(make_world: MakeWorld) -> None:
    world = make_world(settings(screen={"mark_read_on_open": False}))
    world.full(3)
    async with world.app() as see:
        await see.press("enter")
        assert not see.article.read


async def test_next_and_previous_unread(world: World) -> None:
    async with world.app() as see:
        await see.press("n")
        assert see.main.articles.cursor == 0
        await see.press("n", "n")
        assert see.main.articles.cursor == 2
        assert see.article.read
        await see.press("j", "j", "j", "m", "G")
        await see.press("p")
        assert see.article.title.startswith("Story 38")


async def test_next_unread_begins_anew_at_the_end(world: World) -> None:
    async with world.app() as see:
        await see.press("G", "n", "n")
        assert see.main.articles.cursor == 0
        assert see.said == "From the top again."


async def test_when_everything_is_read_it_says_so(world: World) -> None:
    async with world.app() as see:
        await see.press("A", "n")
        assert see.said == "Nothing unread in All articles."


async def test_space_pages_and_then_goes_on(world: World) -> None:
    async with world.app((80, 24)) as see:
        await see.press("j", "space")
        assert see.pane == "reader"
        assert see.article.title.startswith("Story 01")
        pages = 0
        while see.article.title.startswith("Story 01"):
            await see.press("space")
            pages += 1
            assert pages < 9
        assert pages > 1
        assert see.article.title.startswith("Story 02")
        assert see.main.view.scroll_y == 0


async def test_back_leads_step_by_step_to_the_list_and_out(world: World) -> None:
    async with world.app() as see:
        await see.press("enter", "e", "q", "q")
        assert see.pane == "list"
        await see.press("escape")
        assert see.app.is_running
        assert see.said == "q quits."
        await see.pilot.press("q")
        await see.pilot.pause()
        assert not see.app.is_running


async def test_quit_quits_from_anywhere(world: World) -> None:
    async with world.app() as see:
        await see.press("enter")
        await see.pilot.press("Q")
        await see.pilot.pause()
        assert not see.app.is_running


async def test_back_leaves_a_list_for_all_articles_before_it_quits(world: World) -> None:
    async with world.app() as see:
        await see.press("b", "q")
        assert see.main.lists.scope == Scope.all()
        assert see.app.is_running
        await see.press("q")
        assert not see.app.is_running


# -- names -----------------------------------------------------------------------------------------


async def test_a_chosen_name_is_marked_everywhere(world: World) -> None:
    async with world.app() as see:
        await see.press("enter", "e")
        assert see.pane == "names"
        await see.pilot.click(see.main.sidebar, offset=(4, 1))
        await see.settle()
        assert see.main.view.chosen == 0
        assert "Volodymyr Zelensky (person): named 2 times" in see.said
        await see.press("right_square_bracket")
        assert see.said == "Volodymyr Zelensky (person): 1 of 2"
        await see.press("right_square_bracket")
        assert see.said == "Volodymyr Zelensky (person): 2 of 2"
        await see.press("left_square_bracket", "left_square_bracket")
        assert see.said == "Volodymyr Zelensky (person): 2 of 2"
        await see.press("escape", "escape")
        assert see.main.view.chosen is None


async def test_jumping_to_a_mention_brings_it_on_the_screen(make_world: MakeWorld) -> None:
    world = make_world()
    feed = world.feed("Feed")
    document = every_kind()
    from tests.tui.documents import entities_of

    world.article(feed, "One", document=document, entities=entities_of(document.text))
    async with world.app((80, 14)) as see:
        await see.press("enter", "e", "j", "right_square_bracket")
        assert see.pane == "reader"
        assert "Vladimir Putin" in see.text()


async def test_names_without_an_article(make_world: MakeWorld) -> None:
    world = make_world()
    world.feed("Feed")
    async with world.app() as see:
        await see.act("focus-entities")
        assert see.said.startswith("Open an article first")


# -- marking ---------------------------------------------------------------------------------------


async def test_read_and_unread_and_back(world: World) -> None:
    async with world.app() as see:
        identifier = see.article.id
        await see.press("m")
        assert world.library.articles.get(identifier).read
        assert see.main.lists.unread == 39
        await see.press("U")
        assert not world.library.articles.get(identifier).read
        assert see.main.lists.unread == 40
        assert see.said.startswith("Taken back")


async def test_a_bookmark_is_set_listed_and_taken_back(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "s")
        assert see.article.bookmarked
        assert world.library.articles.get(see.article.id).bookmarked
        await see.press("b")
        assert see.main.lists.title() == "Bookmarks"
        assert see.main.articles.row_count == 1
        await see.press("b", "U")
        assert world.library.articles.count(ListQuery(Scope("bookmarks", ""))) == 0


async def test_a_whole_list_is_marked_read_and_taken_back(world: World) -> None:
    async with world.app() as see:
        await see.press("A")
        assert see.main.lists.unread == 0
        assert see.article.read
        assert see.said.startswith("Marked 40 articles of All articles read.")
        await see.press("U")
        assert see.main.lists.unread == 40
        assert not see.article.read


async def test_nothing_to_take_back(world: World) -> None:
    async with world.app() as see:
        await see.press("U")
        assert see.said == "There is nothing to take back."


async def test_only_unread_keeps_what_was_just_read(world: World) -> None:
    async with world.app() as see:
        await see.press("m", "u")
        assert see.main.articles.row_count == 39
        await see.press("enter", "q")
        assert see.main.articles.row_count == 39
        await see.press("u")
        assert see.main.articles.row_count == 40
        await see.press("u")
        assert see.main.articles.row_count == 38


# -- searching -------------------------------------------------------------------------------------


async def test_the_list_is_searched_while_one_types(world: World) -> None:
    async with world.app() as see:
        await see.press("slash", *"Kyiv")
        assert see.main.articles.row_count == 1
        await see.press("enter")
        assert see.pane == "list"
        assert "1 found" in see.text()
        await see.press("escape")
        assert see.main.articles.row_count == 40


async def test_a_search_without_results_says_what_to_do(world: World) -> None:
    async with world.app() as see:
        await see.press("slash", *"zzzz")
        assert "Nothing matches." in see.text()
        await see.press("escape")
        assert see.main.articles.row_count == 40


async def test_the_article_is_searched(world: World) -> None:
    async with world.app() as see:
        await see.press("j", "enter", "slash", *"cranes", "enter")
        assert see.pane == "reader"
        assert see.main.view.searched == "cranes"
        await see.press("n")
        assert see.said == "cranes: 2 of 12"
        await see.press("N", "N")
        assert see.said == "cranes: 12 of 12"
        await see.press("escape")
        assert see.main.view.searched == ""
        await see.press("n")
        assert see.article.title.startswith("Story 02")


# -- outside ---------------------------------------------------------------------------------------


async def test_the_page_opens_in_the_browser(world: World, browsed: list[str]) -> None:
    async with world.app() as see:
        await see.press("o")
        assert browsed == [see.article.url]
        assert see.article.read


async def test_a_link_is_chosen_by_its_number(world: World, browsed: list[str]) -> None:
    async with world.app() as see:
        await see.press("enter", "L", "2", "enter")
        assert browsed == ["https://example.org/v/1"]


async def test_the_address_is_copied(world: World) -> None:
    async with world.app() as see:
        await see.press("y")
        assert see.app.clipboard == see.article.url


async def test_the_full_text_is_fetched(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, Any]] = []

    async def prepare(
        session: Session, article_id: int, *, full_text: FullText | None = None
    ) -> Reading:
        asked.append((article_id, full_text))
        reading = session.library.articles.reading(article_id)
        assert reading is not None
        return reading

    monkeypatch.setattr("newsreader.services.reading.prepare", prepare)
    async with world.app() as see:
        await see.press("x")
        assert asked == [(see.article.id, FullText.ALWAYS)]


async def test_another_text_is_shown_and_taken_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def show_other(session: Session, reading: Reading) -> Shown:
        before = session.library.articles.snapshot(reading.article.id)
        session.library.articles.save_prepared(
            reading.article.id, document=Document.from_text("The text of the feed."), source="feed"
        )
        session.library.sites.set_text("example.org", SiteText.FEED)
        return Shown(
            before=before, site="example.org", text_before=None, sentence="Text 2 of 3: another."
        )

    monkeypatch.setattr("newsreader.services.other_texts.show_other", show_other)
    async with world.app() as see:
        await see.press("enter", "X")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "The text of the feed." in see.text()
        assert see.said == "Text 2 of 3: another. X shows the next, U takes it back."
        await see.press("U")
        assert "The text of the feed." not in see.text()
        assert world.library.sites.texts() == {}


async def test_what_was_changed_in_an_article_is_shown(world: World) -> None:
    feed = world.library.feeds.all()[0].id
    for title, text in (("Storm", "It killed 12."), ("Storm", "It killed 15."), ("End", "Over.")):
        stored = world.library.articles.store_entries(
            feed,
            [ParsedEntry(guid="edited", title=title, content=text)],
            ["edited"],
            [text],
            now=world.now,
        )
        [article_id] = [*stored.new, *stored.changed]
        document = Document.from_text(text)
        world.library.articles.save_prepared(article_id, document=document)
        world.now += timedelta(hours=1)
    async with world.app() as see:
        assert "\u00b1" in see.text()
        assert "2 earlier texts" in see.text()
        await see.act("edits")
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "(edit 2 of 2)" in see.text()
        assert "Was called: Storm" in see.text()
        await see.press("h")
        assert "It killed 12 15." in see.text()
        strips = see.app.screen._compositor.render_strips()
        forms = {part.text: part.style for strip in strips for part in strip if part.style}
        assert forms["12"].strike
        assert not forms["12"].underline
        assert forms["15"].underline
        await see.press("escape", "j", "H")
        await see.app.workers.wait_for_complete()
        assert see.said == "Nothing was changed in this article since its text came."


async def test_what_is_not_ready_is_prepared_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def prepare(
        session: Session, article_id: int, *, full_text: FullText | None = None
    ) -> Reading:
        session.library.articles.save_prepared(
            article_id,
            document=Document.from_text("Here it is."),
            entities=(),
            names_by="model",
            source="page",
            preparation=Preparation.READY,
            note="",
        )
        reading = session.library.articles.reading(article_id)
        assert reading is not None
        return reading

    monkeypatch.setattr("newsreader.services.reading.prepare", prepare)
    feed = world.library.feeds.all()[0].id
    world.now += timedelta(minutes=1)
    world.article(feed, "Fresh", ready=False)
    async with world.app() as see:
        assert see.article.title == "Fresh"
        await see.app.workers.wait_for_complete()
        await see.settle()
        assert "Here it is." in see.text()


# -- over the panes --------------------------------------------------------------------------------


async def test_the_help_is_searched(world: World) -> None:
    async with world.app() as see:
        await see.press("question_mark")
        assert "What the keys do" in see.text()
        await see.press(*"bookmark")
        text = see.text()
        assert "Keep the article for ever" in text
        assert "Go to the beginning" not in text
        await see.press("escape")
        assert not isinstance(see.app.screen, HelpScreen)


async def test_the_palette_runs_an_action(world: World) -> None:
    async with world.app() as see:
        await see.press("ctrl+p", *"show the bookmarks")
        await see.press("enter")
        assert see.main.lists.title() == "Bookmarks"


async def test_the_theme_changes_and_is_remembered(world: World) -> None:
    async with world.app() as see:
        assert see.app.theme == "newsreader-dark"
        await see.press("t")
        assert see.app.theme == "newsreader-light"
    async with world.app() as see:
        assert see.app.theme == "newsreader-light"


# -- feeds -----------------------------------------------------------------------------------------


async def test_first_use_never_shows_an_empty_screen(make_world: MakeWorld, tmp_path: Path) -> None:
    world = make_world()
    async with world.app((100, 34)) as see:
        text = see.text()
        assert "Welcome to newsreader" in text
        assert starter_packs()[0].topic in text
        await see.press("down", "down", "space", "escape")
        assert "No feeds yet. a adds one." in see.text()
