"""Two themes of our own, in which every pair of colours passes WCAG AA, and what NO_COLOR means."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from newsreader.core.models import EntityType

DARK = Theme(
    name="newsreader-dark",
    primary="#8ab4f0",
    secondary="#9db2c8",
    accent="#e8b765",
    warning="#e8b765",
    error="#f08a7e",
    success="#8fcf9a",
    foreground="#d6d9de",
    background="#14171c",
    surface="#191d23",
    panel="#242a32",
    dark=True,
    variables={
        "text-strong": "#f2f4f7",
        "text-quiet": "#98a2ae",
        "cursor-back": "#2f3f57",
        "cursor-text": "#ffffff",
        "cursor-idle": "#262d37",
        "pointer-back": "#20262e",
        "title-back": "#31435c",
        "title-text": "#e3ecf8",
        "bar": "#343c47",
        "bar-focus": "#4a678f",
        "code-back": "#1d222a",
        "link": "#8ab4f0",
        "hit-back": "#5a4a12",
        "hit-text": "#fff3c9",
        "hit-now-back": "#e8b765",
        "hit-now-text": "#14171c",
        "chosen-back": "#2d4a3d",
        "chosen-text": "#e9fff2",
        "chosen-now-back": "#8fcf9a",
        "chosen-now-text": "#0f1a13",
        "entity-person": "#eebb7d",
        "entity-organisation": "#8fbcf2",
        "entity-place": "#8dcf9d",
        "entity-date": "#bcaee8",
        "entity-money": "#d8c878",
        "entity-law": "#e3a2c4",
        "entity-event": "#ee9f84",
        "entity-other": "#a9b8c6",
    },
)
LIGHT = Theme(
    name="newsreader-light",
    primary="#1f5aa8",
    secondary="#4a5a6a",
    accent="#8a5300",
    warning="#8a5300",
    error="#a8261a",
    success="#1f6b38",
    foreground="#23262b",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e7e3da",
    dark=False,
    variables={
        "text-strong": "#0c0e11",
        "text-quiet": "#5c636c",
        "cursor-back": "#cfdef2",
        "cursor-text": "#0c1420",
        "cursor-idle": "#e6e3dc",
        "pointer-back": "#ebe8e1",
        "title-back": "#c9d8ec",
        "title-text": "#12315c",
        "bar": "#cfcabe",
        "bar-focus": "#7f9cc4",
        "code-back": "#f0ede6",
        "link": "#1f5aa8",
        "hit-back": "#fbe7a4",
        "hit-text": "#2b2200",
        "hit-now-back": "#8a5300",
        "hit-now-text": "#ffffff",
        "chosen-back": "#cdead6",
        "chosen-text": "#0b2414",
        "chosen-now-back": "#1f6b38",
        "chosen-now-text": "#ffffff",
        "entity-person": "#8f4700",
        "entity-organisation": "#174f9c",
        "entity-place": "#1b6636",
        "entity-date": "#5a459c",
        "entity-money": "#685600",
        "entity-law": "#8f2c66",
        "entity-event": "#9c3818",
        "entity-other": "#4b5762",
    },
)
_TERMINAL = "ansi_default"
ANSI = Theme(
    name="newsreader-terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_yellow",
    warning="ansi_yellow",
    error="ansi_red",
    success="ansi_green",
    foreground=_TERMINAL,
    background=_TERMINAL,
    surface=_TERMINAL,
    panel=_TERMINAL,
    boost=_TERMINAL,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        **dict.fromkeys(DARK.variables, _TERMINAL),
        "link": "ansi_blue",
        "entity-person": "ansi_yellow",
        "entity-organisation": "ansi_cyan",
        "entity-place": "ansi_green",
        "entity-date": "ansi_blue",
        "entity-money": "ansi_yellow",
        "entity-law": "ansi_magenta",
        "entity-event": "ansi_red",
    },
)
"""For terminals of 16 colours, or none: what stands out does so by reverse and underline."""
OWN = (DARK, LIGHT, ANSI)

AA = 4.5
"""The least contrast of text with what it stands on, by WCAG 2, level AA."""
_BACKS = ("background", "surface", "panel")
_ENTITIES = tuple(f"entity-{kind.value}" for kind in EntityType)

PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, back)
        for text in (
            "plain-text", "text-strong", "text-quiet", "error-text", "accent-text", "heading-text",
        )
        for back in _BACKS
    ),
    *((entity, back) for entity in (*_ENTITIES, "quote", "link") for back in _BACKS[:2]),
    *((text, "code-back") for text in (
        "plain-text", "text-quiet", "entity-organisation", "entity-place", "entity-money",
    )),
    *((text, back) for text in ("plain-text", "text-strong", "text-quiet", "accent-text",
        "heading-text", "error-text", *_ENTITIES) for back in ("cursor-idle", "pointer-back")),
    ("title-text", "title-back"), ("cursor-text", "cursor-back"), ("hit-text", "hit-back"),
    ("hit-now-text", "hit-now-back"), ("chosen-text", "chosen-back"),
    ("chosen-now-text", "chosen-now-back"),
)  # fmt: skip
"""Every text colour with every background that it stands on."""


def palette(theme: Theme) -> dict[str, str]:
    """Give the colours of everything that is drawn, by their names, in any theme.

    Our own themes bring them along. For others they are worked out: those of our theme of the same
    brightness, moved as far as it takes for each to be read on that theme's backgrounds.
    """
    base = {name: str(getattr(theme, name) or "") for name in ("foreground", *_BACKS)}
    if theme in OWN:
        return {**base, **_texts(theme), **theme.variables}
    if theme.ansi:
        return palette(ANSI)
    return _derived(theme)


def _texts(theme: Theme) -> dict[str, str]:
    """Name the theme's own colours by what they are used for in text."""
    return {
        "plain-text": str(theme.foreground),
        "heading-text": theme.primary,
        "accent-text": str(theme.accent),
        "error-text": str(theme.error),
        "quote": str(theme.secondary),
    }


def _derived(theme: Theme) -> dict[str, str]:
    """Work out our colours for a theme that does not know them."""
    made = theme.to_color_system().generate()
    given = {
        name: Color.parse(made[name])
        for name in ("foreground", "primary", "secondary", "accent", "error", *_BACKS)
    }
    text, back, side = given["foreground"], given["background"], given["surface"]
    end = _WHITE if theme.dark else _BLACK
    model = (DARK if theme.dark else LIGHT).variables
    colours = {
        **{name: Color.parse(value) for name, value in model.items()},
        **given,
        "plain-text": text,
        "heading-text": given["primary"],
        "accent-text": given["accent"],
        "error-text": given["error"],
        "quote": given["secondary"],
        "link": given["primary"],
        "text-strong": text.blend(end, 0.5),
        "text-quiet": text.blend(back, 0.35),
        "cursor-text": text.blend(end, 0.5),
        "cursor-back": side.blend(given["primary"], 0.35),
        "cursor-idle": side.blend(text, 0.1),
        "pointer-back": side.blend(text, 0.05),
        "title-back": given["panel"].blend(given["primary"], 0.3),
        "title-text": text.blend(end, 0.5),
        "bar": side.blend(text, 0.18),
        "bar-focus": side.blend(given["primary"], 0.6),
        "code-back": back.blend(text, 0.06),
    }
    for name in dict.fromkeys(name for name, _ in PAIRS):
        behind = [colours[under] for over, under in PAIRS if over == name]
        colours[name] = readable(colours[name], behind)
    return {name: colour.hex for name, colour in colours.items()}


_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)


def readable(colour: Color, backgrounds: Sequence[Color]) -> Color:
    """Move a colour towards white or black, as little as it takes to be read on backgrounds.

    Args:
        colour: Of the text.
        backgrounds: What it stands on; where no colour can be read on all of them, the one that
            comes nearest is given.
    """
    least = 0.0
    best = colour
    for step in range(21):
        for end in (_WHITE, _BLACK):
            moved = colour.blend(end, step / 20)
            worst = min(contrast(moved, background) for background in backgrounds)
            if worst >= AA:
                return moved
            if worst > least:
                least, best = worst, moved
    return best


def contrast(one: Color, other: Color) -> float:
    """Give the contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    parts = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in colour.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def wants_no_colour(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether the person asked for no colours, by a value that is not empty (no-color.org)."""
    return bool(environment.get("NO_COLOR"))
