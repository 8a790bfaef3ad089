"""The few signs that are drawn, each with a plain ASCII form."""

from __future__ import annotations

from typing import NamedTuple

from newsreader.core.models import EntityType
from newsreader.core.text import cell_width, truncate


class Glyphs(NamedTuple):
    """One set of signs; each is one cell wide unless said otherwise."""

    unread: str = "●"
    read: str = " "
    bookmark: str = "★"
    watched: str = "◆"
    smart: str = "≈"
    pending: str = "…"
    partial: str = "½"
    page: str = "≡"
    edited: str = "±"
    folder_open: str = "▾"
    folder_closed: str = "▸"
    error: str = "!"
    gone: str = "✕"
    silent: str = "z"
    muted: str = "⊘"
    bullets: str = "•◦▪"
    quote: str = "▌"
    rule: str = "─"
    bar: str = "│"
    edge: str = "▏"
    image: str = "▨"
    video: str = "▶"
    audio: str = "♪"
    link: str = "↗"
    dot: str = "·"
    ellipsis: str = "…"
    up: str = "↑"
    down: str = "↓"
    wrap: str = "↪"
    checked: str = "☑"
    unchecked: str = "☐"
    dash: str = "—"
    mark: str = "━"
    levels: str = "▁▂▃▄▅▆▇█"

    def cut(self, text: str, cells: int) -> str:
        """Cut text to at most so many cells, ending in the ellipsis of this set."""
        return truncate(text, cells, self.ellipsis)

    def fit(self, text: str, cells: int) -> str:
        """Cut or fill text to exactly so many cells."""
        text = self.cut(text, cells)
        return text + " " * (cells - cell_width(text))


UNICODE = Glyphs()
ASCII = Glyphs(
    unread="*",
    bookmark="+",
    watched="@",
    smart="%",
    pending=".",
    partial="-",
    page="=",
    edited="~",
    folder_open="v",
    folder_closed=">",
    gone="x",
    muted="-",
    bullets="*-+",
    quote="|",
    rule="-",
    bar="|",
    edge="|",
    image="#",
    video=">",
    audio="&",
    link="^",
    dot="-",
    ellipsis="~",
    up="^",
    down="v",
    wrap="\\",
    checked="x",
    unchecked="o",
    dash="-",
    mark="-",
    levels="_.:-=+*#",
)


def glyphs(ascii_only: bool) -> Glyphs:
    """Give the set of signs that the settings ask for."""
    return ASCII if ascii_only else UNICODE


ENTITY_LETTERS: dict[EntityType, str] = {
    EntityType.PERSON: "P",
    EntityType.ORGANISATION: "O",
    EntityType.PLACE: "L",
    EntityType.DATE: "D",
    EntityType.MONEY: "M",
    EntityType.LAW: "W",
    EntityType.EVENT: "E",
    EntityType.OTHER: "X",
}
"""The letter of each type of entity, which tells it apart where there is no colour."""

ENTITY_TITLES: dict[EntityType, str] = {
    EntityType.PERSON: "People",
    EntityType.ORGANISATION: "Organisations",
    EntityType.PLACE: "Places",
    EntityType.EVENT: "Events",
    EntityType.LAW: "Laws",
    EntityType.MONEY: "Money",
    EntityType.DATE: "Dates",
    EntityType.OTHER: "Other names",
}
"""The heading of each type of entity, in the order of the sidebar."""
