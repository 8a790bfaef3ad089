"""Themes: what is written can be read in each of them, and tells itself apart without colours."""

from __future__ import annotations

import pytest
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from newsreader.core.models import EntityType
from newsreader.tui.looks import LOOKS, looks_of
from newsreader.tui.themes import AA, ANSI, DARK, LIGHT, OWN, PAIRS, contrast, palette, readable

COLOURED = [theme for theme in (*BUILTIN_THEMES.values(), *OWN) if not theme.ansi]
ANY = [*COLOURED, ANSI]


def _name(theme: Theme) -> str:
    return theme.name


@pytest.mark.parametrize("theme", COLOURED, ids=_name)
def test_every_pair_of_colours_passes_wcag_aa(theme: Theme) -> None:
    colours = palette(theme)
    failing = {
        pair: round(found, 2)
        for pair in PAIRS
        if (found := contrast(*(Color.parse(colours[name]) for name in pair))) < AA
    }
    assert failing == {}


@pytest.mark.parametrize("theme", ANY, ids=_name)
def test_every_part_has_its_colours_in_every_theme(theme: Theme) -> None:
    for name in LOOKS:
        assert isinstance(looks_of(theme)[name], Style)


def test_both_themes_define_the_same_colours() -> None:
    assert set(DARK.variables) == set(LIGHT.variables)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable(Color.parse("#ffffff"), [Color.parse("#000000")]).hex == "#FFFFFF"


def test_a_colour_is_moved_away_from_its_background() -> None:
    grey = Color.parse("#808080")
    assert contrast(readable(grey, [Color.parse("#707070")]), Color.parse("#707070")) >= AA
    assert contrast(readable(grey, [Color.parse("#f0f0f0")]), Color.parse("#f0f0f0")) >= AA


def _form(style: Style) -> tuple[bool, ...]:
    """What a style is without its colours."""
    names = ("bold", "dim", "italic", "underline", "underline2", "reverse", "strike")
    return tuple(bool(getattr(style, name)) for name in names)


@pytest.mark.parametrize("theme", ANY, ids=_name)
def test_types_of_entities_differ_without_their_colours(theme: Theme) -> None:
    looks = looks_of(theme)
    forms = {_form(looks[name]) for name in (*(kind.value for kind in EntityType), "link")}
    assert len(forms) == len(EntityType) + 1


def test_a_terminal_of_few_colours_shows_what_stands_out() -> None:
    looks = looks_of(ANSI)
    plain = _form(Style.null())
    for kind in EntityType:
        assert _form(looks[kind.value]) != plain
    for name in ("cursor", "cursor-idle", "hit", "chosen", "selection", "marked"):
        assert _form(looks[name]) != plain
    assert _form(looks["hit"]) != _form(looks["hit-current"])
    assert _form(looks["chosen"]) != _form(looks["chosen-current"])
