"""Documents made by hand for the tests of the screen."""

from __future__ import annotations

from collections.abc import Sequence

from newsreader.core.document import (
    Block,
    Cell,
    Code,
    Definition,
    Definitions,
    Document,
    Embed,
    Footnote,
    Heading,
    Image,
    Item,
    List,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from newsreader.core.models import Entity, EntityType, Mention, Place


class Maker:
    """Builds a document part by part; every part is found in the text where it was put."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []
        self.spans: list[Span] = []

    def add(self, text: str, gap: str = "\n\n") -> tuple[int, int]:
        """Append text after a gap; give its range."""
        if self.text:
            self.text += gap
        start = len(self.text)
        self.text += text
        return start, len(self.text)

    def paragraph(self, text: str) -> None:
        start, end = self.add(text)
        self.blocks.append(Paragraph(start=start, end=end))

    def heading(self, text: str, level: int = 2) -> None:
        start, end = self.add(text)
        self.blocks.append(Heading(start=start, end=end, level=level))

    def code(self, text: str, language: str = "") -> None:
        start, end = self.add(text)
        self.blocks.append(Code(start=start, end=end, language=language))

    def items(self, texts: Sequence[str], *, ordered: bool = False, gap: str = "\n") -> List:
        """Append a list, and give it."""
        items = []
        for number, text in enumerate(texts):
            start, end = self.add(text, gap if number else "\n\n")
            items.append(Item(start=start, end=end, blocks=(Paragraph(start=start, end=end),)))
        made = List(start=items[0].start, end=items[-1].end, items=tuple(items), ordered=ordered)
        self.blocks.append(made)
        return made

    def quote(self, text: str, source: str = "") -> None:
        start, end = self.add(text)
        inner = Paragraph(start=start, end=end)
        self.blocks.append(Quote(start=start, end=end, blocks=(inner,), source=source))

    def table(self, rows: Sequence[Sequence[str]], *, caption: str = "") -> None:
        made = []
        begin = None
        for number, row in enumerate(rows):
            cells = []
            for column, text in enumerate(row):
                gap = "\t" if column else "\n" if number else "\n\n"
                start, end = self.add(text, gap)
                begin = start if begin is None else begin
                cells.append(Cell(start=start, end=end, header=number == 0))
            made.append(tuple(cells))
        self.blocks.append(
            Table(start=begin or 0, end=len(self.text), rows=tuple(made), caption=caption)
        )

    def block(self, block: Block) -> None:
        self.blocks.append(block)

    @property
    def here(self) -> int:
        """Where a block without text stands."""
        return len(self.text)

    def span(self, text: str, kind: str, url: str = "") -> None:
        start = self.text.index(text)
        self.spans.append(Span(start=start, end=start + len(text), kind=kind, url=url))  # type: ignore[arg-type]

    def document(self) -> Document:
        return Document(text=self.text, blocks=tuple(self.blocks), spans=tuple(self.spans))


def every_kind() -> Document:
    """A document with every kind of block."""
    make = Maker()
    make.paragraph(
        "President Volodymyr Zelensky said on Tuesday that Ukraine had found North Korean shells"
        " near Kyiv. The Security Service of Ukraine confirmed the finding."
    )
    make.heading("What was found")
    make.items(["Shell casings", "A fuse, model KN-23", "Transport papers"])
    make.items(["Collect", "Compare", "Publish"], ordered=True)
    make.quote("We have never seen so many in one place.", source="An official")
    make.table(
        [["Weapon", "Found", "Cost"], ["KN-23", "12", "$1,200,000"], ["152 mm", "4,300", "$900"]],
        caption="Weapons found so far",
    )
    make.code("def area(r):\n    # the circle\n    return 3.14 * r ** 2", "python")
    make.block(
        Image(
            start=make.here,
            end=make.here,
            url="https://example.org/port.jpg",
            alt="Cranes in the port",
            caption="The port of Odesa on Tuesday",
            credit="Photo: A. Nother",
        )
    )
    make.block(
        Embed(
            start=make.here,
            end=make.here,
            url="https://example.org/v/1",
            title="The finding",
            media="video",
        )
    )
    make.block(Rule(start=make.here, end=make.here))
    start, end = make.add("Fuse")
    inner, last = make.add("The part that sets a shell off.", "\n")
    make.block(
        Definitions(
            start=start,
            end=last,
            items=(Definition(start=start, end=end, blocks=(Paragraph(start=inner, end=last),)),),
        )
    )
    make.paragraph("Vladimir Putin and Zelensky will both be in Istanbul next week.1")
    start, end = make.add("The Kremlin did not confirm this.")
    make.block(Footnote(start=start, end=end, label="1", blocks=(Paragraph(start=start, end=end),)))
    make.span("confirmed the finding", "link", "https://example.org/finding")
    make.span("never", "emphasis")
    make.span("KN-23", "code")
    make.spans.append(
        Span(start=make.text.index("week.1") + 5, end=make.text.index("week.1") + 6,
             kind="note", url="1")
    )  # fmt: skip
    return make.document()


def entities_of(text: str) -> tuple[Entity, ...]:
    """The names that the document with every kind of block holds."""
    wanted = (
        ("Volodymyr Zelensky", EntityType.PERSON, ("Volodymyr Zelensky", "and Zelensky")),
        ("Vladimir Putin", EntityType.PERSON, ("Vladimir Putin",)),
        ("Security Service of Ukraine", EntityType.ORGANISATION, ("Security Service of Ukraine",)),
        ("Kyiv", EntityType.PLACE, ("Kyiv",)),
        ("Istanbul", EntityType.PLACE, ("Istanbul",)),
        ("Tuesday", EntityType.DATE, ("Tuesday",)),
    )
    found = []
    for name, kind, forms in wanted:
        mentions = []
        for form in forms:
            start = text.index(form)
            begin = start + (4 if form.startswith("and ") else 0)
            mentions.append(Mention(start=begin, end=start + len(form), type=kind))
        place = Place(name=name, country="UA", lat=50.4, lon=30.5) if name == "Kyiv" else None
        found.append(
            Entity(name=name, type=kind, mentions=tuple(mentions), salience=0.5, place=place)
        )
    return tuple(found)
