"""Keys are read as people write them; what can not be followed is told, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsreader.config.keymap import ACTIONS, EVERYWHERE, PRESETS, build_keymap
from newsreader.config.keynames import nearest_key, parse_key, show_key
from newsreader.config.paths import resolve_paths
from newsreader.config.settings import load_keymap, load_settings
from newsreader.services.doctor import examine
from newsreader.tui.keys import Dispatcher


@pytest.mark.parametrize(
    ("written", "key", "shown"),
    [
        ("Ctrl-P", "ctrl+p", "Ctrl-P"),
        ("ctrl+p", "ctrl+p", "Ctrl-P"),
        ("^P", "ctrl+p", "Ctrl-P"),
        ("<C-p>", "ctrl+p", "Ctrl-P"),
        ("/", "slash", "/"),
        ("|", "vertical_line", "|"),
        ("+", "plus", "+"),
        ("-", "minus", "-"),
        ("<", "less_than_sign", "<"),
        ("<space>", "space", "Space"),
        ("Space", "space", "Space"),
        ("shift+space", "shift+space", "Shift-Space"),
        ("g g", "g g", "g g"),
        ("G", "G", "G"),
        ("Shift-g", "G", "G"),
        ("F5", "f5", "F5"),
        ("PgDn", "pagedown", "PgDn"),
        ("Return", "enter", "Enter"),
        ("Ctrl-[", "escape", "Esc"),
        ("ctrl--", "ctrl+minus", "Ctrl--"),
        ("ü", "ü", "ü"),
        ("§", "section_sign", "§"),
    ],
)
def test_keys_are_written_as_people_know_them(written: str, key: str, shown: str) -> None:
    assert parse_key(written) == key
    assert show_key(key) == shown
    assert parse_key(shown) == key


@pytest.mark.parametrize("nonsense", ["", "foo", "gg", "ctl+x", "Esc x", "ctrl+", "\x1b", "\u202e"])
def test_what_is_no_key_is_none(nonsense: str) -> None:
    assert parse_key(nonsense) == ""


def test_the_key_that_was_meant() -> None:
    assert nearest_key("ctl+x") == "Ctrl-X"
    assert nearest_key("pagdown") == "PgDn"
    assert nearest_key("gg") == "g g"
    assert nearest_key("wibble") == ""


def test_signs_have_the_names_that_the_terminal_s_library_gives_them() -> None:
    from textual.keys import _character_to_key

    for sign in map(chr, range(33, 127)):
        if not sign.isalnum():
            assert parse_key(sign) == _character_to_key(sign)


# -- presets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_in_every_preset_every_action_is_reached_where_it_counts(preset: str) -> None:
    keymap = build_keymap(preset)
    dispatcher = Dispatcher(keymap)
    for action in ACTIONS:
        for context in action.contexts:
            contexts = tuple(dict.fromkeys((context, EVERYWHERE)))
            assert any(
                [dispatcher.press(part, contexts) for part in key.split(" ")][-1] == action.id
                for key in keymap.keys[action.id]
            ), (action.id, context)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_gives_what_it_says(preset: str) -> None:
    keymap = build_keymap(preset)
    assert keymap.problems == ()
    for action, keys in PRESETS[preset].items():
        assert keymap.keys[action] == tuple(map(parse_key, keys))
    assert all(parse_key(key) for action in ACTIONS for key in action.keys)


# -- a person's own --------------------------------------------------------------------------------


def test_a_person_s_keys_win_and_the_rest_goes_on() -> None:
    keymap = build_keymap("default", {"help": ["Ctrl-G", "s"], "bookmark": ["wibble", "B"]})
    assert keymap.keys["help"] == ("ctrl+g", "s")
    assert keymap.keys["bookmark"] == ("B",)
    assert keymap.problems == ("There is no key 'wibble' to bind to bookmark.",)


def test_nonsense_alone_leaves_the_action_its_keys() -> None:
    assert build_keymap("default", {"bookmark": "wibble"}).keys["bookmark"] == ("s",)


def test_an_empty_list_leaves_an_action_to_the_palette() -> None:
    keymap = build_keymap("default", {"bookmark": []})
    assert keymap.keys["bookmark"] == ()
    assert keymap.problems == ()


def test_one_key_for_two_actions_stays_with_the_first() -> None:
    keymap = build_keymap("default", {"help": "F5", "refresh-all": "F5"})
    assert keymap.keys["help"] == ("f5",)
    assert keymap.keys["refresh-all"] == ("R",)
    assert keymap.problems == ("F5 is given to both help and refresh-all; it stays with help.",)


def test_one_key_may_do_two_things_in_two_places() -> None:
    keymap = build_keymap("default", {"toggle-folder": "F5", "wider": "F5"})
    assert keymap.problems == ()


def test_a_key_that_begins_a_sequence_is_told() -> None:
    keymap = build_keymap("default", {"help": "g"})
    assert keymap.keys["top"] == ("home",)
    assert keymap.problems == ("g of help and g g of top begin alike; only g counts.",)
    keymap = build_keymap("default", {"help": "F5 x", "theme": "F5"})
    assert keymap.keys["theme"] == ("t",)
    assert "only F5 x counts" in keymap.problems[0]


def test_what_copies_and_quits_can_not_be_taken() -> None:
    assert "can not be bound" in build_keymap("default", {"help": "ctrl+c"}).problems[0]


CONFIG = """\
[screen]
theme = "newsreader-light"

[keys]
preset = "newsboat"

[keys.bind]
theme = "F5"
"bokmark" = "B"
help = ["ctl+x",
        "F6"]
refresh-all = "F5"
"""


def test_mistakes_name_their_line(tmp_path: Path) -> None:
    paths = resolve_paths(tmp_path)
    paths.create()
    paths.config_file.write_text(CONFIG)
    keymap = load_keymap(load_settings(paths.config_file), paths.config_file)
    name = paths.config_file.name
    assert keymap.problems == (
        f"{name}, line 9: There is no action 'bokmark' to bind a key to. Did you mean bookmark?",
        f"{name}, line 10: There is no key 'ctl+x' to bind to help. Did you mean Ctrl-X?",
        f"{name}, line 12: F5 is given to both theme and refresh-all; it stays with theme.",
    )
    told = [finding.sentence for finding in examine(paths).findings]
    assert set(keymap.problems) <= set(told)


def test_the_line_of_a_binding_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('full_text = "auto"\nkeys.bind = { helb = "F5" }\n')
    (problem,) = load_keymap(load_settings(path), path).problems
    assert problem.startswith("config.toml, line 2: There is no action 'helb'")
