"""How each part of a row, of an article and of the bottom line looks: one table for every theme.

A part has a name; here stand the colours of the theme that it takes, and what tells it apart
without them, so that nothing is lost to people who do not see colours, or in terminals that have
none. Textual's style sheet lays out the panes; it would take a tenth of a second to work out
these many small styles at every start.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.color import Color as RichColour
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from newsreader.core.models import EntityType
from newsreader.tui.themes import palette


class Look(NamedTuple):
    """How a part looks.

    Attributes:
        colour: Of the text: a name of the palette, "" for that of what it lies on.
        back: Of the background, likewise.
        form: What it is beside coloured, in rich's words: ``bold italic``.
        plain: Its form in a terminal of few colours or none; None for the same one.
    """

    colour: str = ""
    back: str = ""
    form: str = ""
    plain: str | None = None


ENTITY_LOOKS: dict[EntityType, Look] = {
    EntityType.PERSON: Look("entity-person", form="bold"),
    EntityType.ORGANISATION: Look("entity-organisation", form="bold italic"),
    EntityType.PLACE: Look("entity-place", form="italic"),
    EntityType.DATE: Look("entity-date", plain="dim"),
    EntityType.MONEY: Look("entity-money", form="underline2"),
    EntityType.LAW: Look("entity-law", form="bold italic underline"),
    EntityType.EVENT: Look("entity-event", form="bold underline"),
    EntityType.OTHER: Look("entity-other", form="italic underline"),
}
"""Each type of entity has a form of its own, which no other type and no link has."""

_CODE = "code-back"
LOOKS: dict[str, Look] = {
    # everywhere
    "body": Look(),
    "dim": Look("text-quiet", plain="dim"),
    "strong": Look(form="bold"),
    "error": Look("error-text", form="bold"),
    "key": Look("heading-text", form="bold"),
    "heading": Look("accent-text", form="bold"),
    "hit": Look("hit-text", "hit-back", plain="reverse"),
    "chosen": Look("chosen-text", "chosen-back", "bold", plain="bold reverse"),
    **{kind.value: look for kind, look in ENTITY_LOOKS.items()},
    # rows
    "cursor": Look("cursor-text", "cursor-back", plain="reverse"),
    "cursor-idle": Look(back="cursor-idle", plain="underline"),
    "pointer": Look(back="pointer-back"),
    "feed": Look("text-quiet", plain="dim"),
    "age": Look("text-quiet", plain="dim"),
    "count": Look("text-quiet", plain="dim"),
    "sign": Look("text-quiet"),
    "empty": Look("text-quiet"),
    "unread": Look("text-strong", form="bold"),
    "folder": Look(form="bold"),
    "top": Look("text-strong"),
    "mark": Look("heading-text"),
    "new": Look("accent-text", form="bold"),
    "star": Look("accent-text"),
    "watched": Look("entity-person", form="bold"),
    "tag": Look("accent-text"),
    "silent": Look("accent-text"),
    "since": Look("accent-text"),
    "ticked": Look("text-strong", form="bold"),
    # the names
    "map": Look("text-quiet", plain="dim"),
    "map-place": Look("entity-place", form="bold"),
    "map-chosen": Look("chosen-text", "chosen-back", "bold", plain="bold reverse"),
    # the article
    "title": Look("text-strong", form="bold"),
    "facts": Look("text-quiet", plain="dim"),
    "credit": Look("text-quiet", plain="dim"),
    "notice": Look("accent-text"),
    "heading-1": Look("heading-text", form="bold"),
    "heading-2": Look("heading-text", form="bold"),
    "heading-3": Look("text-strong", form="bold"),
    "code": Look(back=_CODE),
    "code-keyword": Look("entity-organisation", _CODE),
    "code-comment": Look("text-quiet", _CODE, "italic"),
    "code-string": Look("entity-place", _CODE),
    "code-number": Look("entity-money", _CODE),
    "inline-code": Look(back=_CODE),
    "bullet": Look("accent-text"),
    "note-sign": Look("accent-text"),
    "figure-sign": Look("accent-text"),
    "quote": Look("quote", form="italic"),
    "quote-sign": Look("text-quiet"),
    "rule": Look("text-quiet"),
    "figure": Look("text-quiet", form="italic"),
    "caption": Look("text-quiet", form="italic"),
    "term": Look(form="bold"),
    "table": Look(),
    "table-head": Look(form="bold"),
    "link": Look("link", form="underline"),
    "note": Look("link"),
    "script": Look("text-quiet"),
    "emphasis": Look(form="italic"),
    "strike": Look("text-quiet", form="strike", plain="dim strike"),
    "underline": Look(form="underline"),
    "marked": Look("hit-text", "hit-back", plain="reverse"),
    "hit-current": Look("hit-now-text", "hit-now-back", "bold", plain="bold reverse underline"),
    "chosen-current": Look(
        "chosen-now-text", "chosen-now-back", "bold", plain="bold reverse underline"
    ),
    "hint": Look("hit-now-text", "hit-now-back", "bold", plain="bold reverse"),
    "selection": Look("cursor-text", "cursor-back", plain="reverse"),
    # the bottom line
    "shortcut": Look("text-strong", form="bold", plain="bold reverse"),
    "message": Look("plain-text"),
}
"""The parts by their names."""


class Looks(dict[str, Style]):
    """The style of each part in one theme, made when it is first asked for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._colours = palette(theme)
        self._few = theme.ansi

    def __missing__(self, name: str) -> Style:
        look = LOOKS[name]
        form = look.plain if self._few and look.plain is not None else look.form
        coloured = Style(color=self._colour(look.colour), bgcolor=self._colour(look.back))
        self[name] = style = coloured + Style.parse(form)
        return style

    def _colour(self, name: str) -> RichColour | None:
        return Color.parse(self._colours[name]).rich_color if name else None


_made: dict[str, Looks] = {}


def looks_of(theme: Theme) -> Looks:
    """Give the styles of a theme; the same ones to every part of the screen."""
    if theme.name not in _made:
        _made[theme.name] = Looks(theme)
    return _made[theme.name]
