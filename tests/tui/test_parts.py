"""Small parts of the screen that need no screen: keys, panes, themes, undo, facts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsreader.config.keymap import EVERYWHERE, FIND, LIST, READER, build_keymap
from newsreader.core.models import Article, Preparation
from newsreader.tui.facts import article_facts, notice_of
from newsreader.tui.glyphs import ENTITY_LETTERS, ENTITY_TITLES, UNICODE
from newsreader.tui.keys import Dispatcher
from newsreader.tui.panes import beside
from newsreader.tui.themes import wants_no_colour
from newsreader.tui.undo import History

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


# -- keys ------------------------------------------------------------------------------------------


def test_the_more_special_context_wins() -> None:
    dispatcher = Dispatcher(build_keymap())
    assert dispatcher.press("n", (READER, EVERYWHERE)) == "next-unread"
    assert dispatcher.press("n", (FIND, READER, EVERYWHERE)) == "next-hit"
    assert dispatcher.press("f12", (READER, EVERYWHERE)) is None


def test_a_sequence_of_keys_is_one_action() -> None:
    dispatcher = Dispatcher(build_keymap(bind={"top": "g g"}))
    assert dispatcher.press("g", (LIST, EVERYWHERE)) == ""
    assert dispatcher.pending == "g"
    assert dispatcher.press("g", (LIST, EVERYWHERE)) == "top"
    assert dispatcher.press("g", (LIST, EVERYWHERE)) == ""
    assert dispatcher.press("j", (LIST, EVERYWHERE)) == ""  # what came to nothing does nothing
    assert dispatcher.press("j", (LIST, EVERYWHERE)) == "cursor-down"


def test_while_a_sequence_is_typed_the_bottom_line_shows_what_may_follow() -> None:
    dispatcher = Dispatcher(build_keymap(bind={"help": "g h", "wider": "g w"}))
    dispatcher.press("g", (LIST, EVERYWHERE))
    assert dispatcher.hints((LIST, EVERYWHERE)) == [("g", "top"), ("h", "help")]


def test_the_bottom_line_shows_only_keys_that_work_there() -> None:
    dispatcher = Dispatcher(build_keymap())
    hints = dispatcher.hints((FIND, READER, EVERYWHERE))
    assert hints[0] == ("n", "next hit")
    assert ("n", "next unread") not in hints
    assert len({key for key, _ in hints}) == len(hints)


# -- panes -----------------------------------------------------------------------------------------


def test_panes_have_neighbours() -> None:
    assert beside("list", -1) == "tree"
    assert beside("names", 1) is None


# -- themes ----------------------------------------------------------------------------------------


def test_no_color_counts_only_when_it_says_something() -> None:
    assert wants_no_colour({"NO_COLOR": "1"})
    assert not wants_no_colour({"NO_COLOR": ""})
    assert not wants_no_colour({})


def test_every_type_of_entity_has_a_letter_and_a_heading_of_its_own() -> None:
    assert len(set(ENTITY_LETTERS.values())) == len(ENTITY_LETTERS) == len(ENTITY_TITLES)


# -- undo ------------------------------------------------------------------------------------------


def test_changes_are_taken_back_last_first() -> None:
    done: list[str] = []
    history = History()
    history.add("first", lambda: done.append("first"))
    history.add("second", lambda: done.append("second"))
    assert [history.undo(), history.undo(), history.undo()] == ["second", "first", ""]
    assert done == ["second", "first"]


# -- facts -----------------------------------------------------------------------------------------


def article(**changes: object) -> Article:
    base: dict[str, object] = {
        "id": 1,
        "title": "T",
        "feed": "The Feed",
        "author": "A. Writer",
        "received": NOW,
        "sort_time": NOW - timedelta(hours=3),
        "published": NOW - timedelta(hours=3),
    }
    return Article(**{**base, **changes})  # type: ignore[arg-type]


def test_facts_name_the_source_and_the_age() -> None:
    first, second = article_facts(article(), NOW, UNICODE)
    assert first == "The Feed · A. Writer"
    assert second.endswith("(3 h ago)")


def test_a_notice_says_why_the_text_is_not_whole() -> None:
    assert notice_of(article(note="Only the summary."), "o") == "Only the summary."
    assert "summary" in notice_of(article(preparation=Preparation.PARTIAL), "o")
    assert notice_of(article(preparation=Preparation.READY), "o") == ""
    assert "; v opens the page" in notice_of(article(preparation=Preparation.FAILED), "v")
