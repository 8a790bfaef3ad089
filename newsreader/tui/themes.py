"""Two themes of our own, in which every pair of colours passes WCAG AA, and what NO_COLOR means."""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

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

PAIRS: tuple[tuple[str, str], ...] = (
    *(
        (text, back)
        for text in ("foreground", "text-strong", "text-quiet", "error", "accent", "primary")
        for back in ("background", "surface", "panel")
    ),
    *((f"entity-{kind}", back) for kind in (
        "person", "organisation", "place", "date", "money", "law", "event", "other",
    ) for back in ("background", "surface")),
    ("link", "background"), ("foreground", "code-back"), ("cursor-text", "cursor-back"),
    ("foreground", "cursor-idle"), ("text-quiet", "cursor-idle"), ("foreground", "pointer-back"),
    ("hit-text", "hit-back"), ("hit-now-text", "hit-now-back"),
    ("chosen-text", "chosen-back"), ("chosen-now-text", "chosen-now-back"),
)  # fmt: skip
"""Every text colour with every background that it stands on."""


def own_variables(theme: Theme) -> dict[str, str]:
    """Give our variables for a theme that may not know them."""
    return (ANSI if theme.ansi else DARK if theme.dark else LIGHT).variables


def colours(theme: Theme) -> dict[str, str]:
    """Give all colours of one of our themes by name."""
    base = {
        name: str(getattr(theme, name))
        for name in ("primary", "accent", "error", "foreground", "background", "surface", "panel")
    }
    return {**base, **theme.variables}


def wants_no_colour(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether the person asked for no colours, by a value that is not empty (no-color.org)."""
    return bool(environment.get("NO_COLOR"))
