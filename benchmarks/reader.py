"""How long the reader pane takes to open an article: ordinary ones, and what nobody should write.

    python benchmarks/reader.py [--times N]

For each article it prints how long it takes to read it from a library, to lay out and draw the
first screen, and (``whole``) to lay out everything, which the screen does between the keys.
Milliseconds of the processor, the median of some runs, in this process, without a terminal.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.style import Style

from newsreader.config.paths import resolve_paths
from newsreader.core.document import (
    DEEPEST,
    Block,
    Cell,
    Code,
    Document,
    Image,
    Item,
    List,
    Paragraph,
    Quote,
    Span,
    Table,
)
from newsreader.core.models import Entity, EntityType, Mention, ParsedEntry
from newsreader.services.reading import open_article
from newsreader.services.session import Session
from newsreader.tui.glyphs import UNICODE
from newsreader.tui.marks import PageMarks
from newsreader.tui.page import Page, PageLines
from newsreader.tui.painting import paint

WIDTH, HEIGHT = 76, 45
SENTENCE = (
    "The harbour was quiet in the morning, and nobody spoke of the night before; the cranes stood"
    " still and waited for the tide. "
)


def prose(words: int, sentence: str = SENTENCE) -> Document:
    """Give paragraphs of a hundred words, with a link in each."""
    each = len(sentence.split())
    paragraph = sentence * max(1, 100 // each)
    text = "\n\n".join([paragraph.strip()] * max(1, words // 100))
    plain = Document.from_text(text)
    links = [
        Span(start=block.start, end=block.start + 11, kind="link", url="https://example.org/")
        for block in plain.blocks
    ]
    return Document(text=text, blocks=plain.blocks, spans=tuple(links))


def names(document: Document) -> tuple[Entity, ...]:
    """Name something in every paragraph."""
    mentions = tuple(
        Mention(start=block.start + 4, end=block.start + 11, type=EntityType.PLACE)
        for block in document.blocks
    )
    return (Entity(name="Harbour", type=EntityType.PLACE, mentions=mentions, salience=1.0),)


def one_paragraph(text: str) -> Document:
    return Document(text=text, blocks=(Paragraph(start=0, end=len(text)),))


def code(lines: int) -> Document:
    text = "\n".join(f"    value_{n} = compute({n}, 'text')  # a comment" for n in range(lines))
    return Document(text=text, blocks=(Code(start=0, end=len(text), language="python"),))


def table(rows: int, columns: int) -> Document:
    cells: list[tuple[Cell, ...]] = []
    parts: list[str] = []
    at = 0
    for row in range(rows):
        line = []
        for column in range(columns):
            word = f"{row * column % 9973}" if row else f"Column {column}"
            line.append(Cell(start=at, end=at + len(word), header=not row))
            parts.append(word)
            at += len(word) + 1
        cells.append(tuple(line))
    text = "\t".join(parts)
    return Document(text=text, blocks=(Table(start=0, end=len(text), rows=tuple(cells)),))


def nested_quotes(depth: int) -> Document:
    block: Block = Paragraph(start=0, end=len(SENTENCE))
    for _ in range(depth):
        block = Quote(start=0, end=len(SENTENCE), blocks=(block,))
    return Document(text=SENTENCE, blocks=(block,))


def many_items(count: int) -> Document:
    text = "\n".join([SENTENCE.strip()] * count)
    size = len(SENTENCE.strip())
    starts = range(0, count * (size + 1), size + 1)
    items = tuple(
        Item(start=at, end=at + size, blocks=(Paragraph(start=at, end=at + size),)) for at in starts
    )
    return Document(text=text, blocks=(List(start=0, end=len(text), items=items),))


def pictures(count: int) -> Document:
    blocks = tuple(
        Image(start=0, end=0, url=f"https://example.org/{n}.jpg", alt=SENTENCE, caption=SENTENCE)
        for n in range(count)
    )
    return Document(text="", blocks=blocks)


ARTICLES: dict[str, Callable[[], Document]] = {
    "800 words": lambda: prose(800),
    "5,000 words": lambda: prose(5_000),
    "20,000 words": lambda: prose(20_000),
    "2 MB of text": lambda: prose(360_000),
    "2 MB in one paragraph": lambda: one_paragraph(SENTENCE * 16_500),
    "2 MB of one word": lambda: one_paragraph("w" * 2_000_000),
    "700,000 ideographs": lambda: one_paragraph(
        "港は朝静かで、誰も前の夜のことを話さなかった。" * 30_500
    ),
    "20,000 lines of code": lambda: code(20_000),
    "table of 5,000 x 6": lambda: table(5_000, 6),
    "table of 20 x 200": lambda: table(20, 200),
    "list of 20,000 items": lambda: many_items(20_000),
    f"{DEEPEST - 1} quotes in quotes": lambda: nested_quotes(DEEPEST - 1),
    "500 pictures": lambda: pictures(500),
}


def lay_out(document: Document, entities: tuple[Entity, ...]) -> PageLines:
    """Do what the pane does until the first screen of an article is drawn."""
    page = Page(1, "A title", document=document, entities=entities)
    marks = PageMarks(page)
    lines = PageLines(page, WIDTH, UNICODE)
    for number in range(HEIGHT):
        line = lines.line(number)
        if line is not None:
            paint(line, lambda _: Style.null(), marks.body, marks.title)
    return lines


def measure(times: int, work: Callable[[], object]) -> float:
    """Give the median time of some calls in milliseconds."""
    took = []
    for _ in range(times):
        started = time.process_time()
        work()
        took.append((time.process_time() - started) * 1000)
    return statistics.median(took)


def stored(session: Session) -> Iterator[tuple[str, int]]:
    """Put every article into a library; give its name and its id."""
    articles = session.library.articles
    feed = session.library.feeds.add("https://example.org/feed", title="Feed").id
    for name, make in ARTICLES.items():
        link = f"https://example.org/{name}"
        entry = ParsedEntry(guid=name, title=name, link=link, content=name)
        article = articles.store_entries(feed, [entry], [name], [name], now=session.now()).new[0]
        document = make()
        articles.save_prepared(article, document=document, entities=names(document))
        yield name, article


def measured(session: Session, article: int, times: int) -> tuple[float, float, float, float]:
    """Give the milliseconds of the columns for one article."""
    reading = open_article(session, article)
    assert reading is not None
    document, entities = reading.document, reading.entities
    read = measure(times, lambda: open_article(session, article))
    draw = measure(times, lambda: lay_out(document, entities))
    whole = measure(times, lambda: lay_out(document, entities).finish())
    return read, draw, read + draw, whole


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    print(f"{'article':>24} {'read':>8} {'draw':>8} {'open':>8} {'whole':>8}")
    with tempfile.TemporaryDirectory() as home:
        session = Session(resolve_paths(Path(home)))
        for name, article in stored(session):
            row = measured(session, article, options.times)
            print(f"{name:>24} " + " ".join(f"{each:8.1f}" for each in row))
        session.close_now()


if __name__ == "__main__":
    main()
