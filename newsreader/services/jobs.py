"""What worker processes are asked to do, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Literal

import msgspec

from newsreader.core.document import Document
from newsreader.core.models import Entity, ParsedFeed, SiteText

RULED_OUT = "Your rules for this site leave nothing of this page."


class ParseJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Read a feed.

    Attributes:
        content: The body as it was fetched.
        url: Where it came from in the end.
        content_type: The header, None where there was none.
    """

    content: bytes
    url: str
    content_type: str | None = None


class ReadFeed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed that was read.

    Attributes:
        keys: What identifies each of its entries (`newsreader.core.identity.entry_keys`).
        hashes: Of each one's content (`newsreader.core.identity.content_hash`).
    """

    feed: ParsedFeed
    keys: list[str]
    hashes: list[str]


class Wishes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a person wants of a page, instead of what is found by itself.

    Attributes:
        keep: CSS selectors of the article; nothing else of the page is taken then.
        drop: CSS selectors of what is no part of the article.
        attempt: 0 for the best candidate, 1 for the next best, and so on.
        insist: Take it though the feed's text be longer.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    attempt: int = 0
    insist: bool = False


class PrepareJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Make an article ready to be read: clean its text, recognise the names in it.

    Attributes:
        title: Clean text; "" where the feed has none, and the page's title is taken.
        url: The article's address, "" where it has none.
        language: As the feed says, "" where it does not.
        page: The web page behind the entry; None to take what the feed holds.
        page_url: Where it was in the end; "" for ``url``.
        page_type: Its Content-Type header.
        content: The feed's full text as HTML.
        summary: The feed's summary as HTML.
        base_url: What relative addresses in ``content`` and ``summary`` are relative to.
        wishes: What the person wants of the page.
    """

    title: str = ""
    url: str = ""
    language: str = ""
    published: datetime | None = None
    page: bytes | None = None
    page_url: str = ""
    page_type: str = ""
    content: str = ""
    summary: str = ""
    base_url: str = ""
    wishes: Wishes = Wishes()


class OtherTextJob(PrepareJob, frozen=True, kw_only=True, omit_defaults=True):
    """Give another text of an article than the one on show.

    Attributes:
        shown: The plain text on show.
        feed_first: What comes by itself is the feed's text.
    """

    shown: str
    feed_first: bool = False


class ExplainJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Say how the article of a page is found; the attributes are those of `PrepareJob`."""

    page: bytes
    url: str = ""
    page_type: str = ""
    wishes: Wishes = Wishes()


class LearnJob(msgspec.Struct, frozen=True):
    """Learn what the texts of a library have in common (`newsreader.library.packing.learn`)."""

    samples: list[bytes]


class Prepared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An article, ready to be stored and read.

    Attributes:
        document: Its text; empty where neither the page nor the feed holds any.
        entities: Offsets are into ``document.text`` and ``title``; the most salient first.
        names_by: ``model``, or ``fallback`` where the language has no model.
        title: The job's, or the page's where the job has none.
        byline: As the page prints it, "" from a feed; ``authors`` are the names in it.
        published: As the page says, None from a feed.
        language: As found in the text, or as the page or the feed says.
        source: Where the text came from.
        note: One sentence where it is not what was asked for, "" where all is well.
    """

    document: Document
    entities: tuple[Entity, ...] = ()
    names_by: str = "model"
    title: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    site: str = ""
    language: str = ""
    lead_image: str | None = None
    source: Literal["feed", "page"] = "feed"
    note: str = ""


class OtherText(msgspec.Struct, frozen=True, kw_only=True):
    """One of the texts of an article.

    Attributes:
        number: Its place among the texts that differ, from 1; the first one comes by itself.
        total: How many there are.
    """

    prepared: Prepared
    text: SiteText
    number: int
    total: int


# -- pictures --------------------------------------------------------------------------------------

LARGEST_SCALE = 2.0
"""How much larger than it is a small picture may be drawn."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """The room that a picture may take on the screen, and how finely it is drawn there.

    Attributes:
        columns: The most cells from left to right.
        rows: The most cells from top to bottom.
        cell_width: Of a cell of the terminal, in pixels of the screen, as is ``cell_height``.
        dots_across: How many dots of a picture a cell shows from left to right.
        dots_down: As many from top to bottom.
    """

    columns: int
    rows: int
    cell_width: int = 10
    cell_height: int = 20
    dots_across: int = 1
    dots_down: int = 2

    def fit(self, width: int, height: int) -> tuple[int, int]:
        """Give the cells, across and down, that a picture of so many pixels takes in the box."""
        if width <= 0 or height <= 0:
            return 0, 0
        scale = min(
            LARGEST_SCALE,
            self.columns * self.cell_width / width,
            self.rows * self.cell_height / height,
        )
        across = round(width * scale / self.cell_width)
        down = round(height * scale / self.cell_height)
        return max(1, min(across, self.columns)), max(1, min(down, self.rows))


class PictureJob(msgspec.Struct, frozen=True, kw_only=True):
    """Decode a picture, as large as the screen shows it.

    Attributes:
        content: The file as it was fetched.
        box: The room that there is.
    """

    content: bytes
    box: Box


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture, decoded and scaled to what the screen shows of it.

    Attributes:
        width: Of the file, upright, in pixels, as is ``height``.
        columns: The cells that it takes, as does ``rows``; 0 where there is nothing to see.
        size: Of ``pixels``, across and down.
        pixels: Three bytes each, row by row: red, green, blue.
    """

    width: int
    height: int
    columns: int = 0
    rows: int = 0
    size: tuple[int, int] = (0, 0)
    pixels: bytes = b""


# -- the wire --------------------------------------------------------------------------------------

MAX_FRAME = 64 * 1024 * 1024
"""The longest message between the program and a worker process, in bytes."""

EAGER = "eager"
"""Has a worker process stand back only once it is done with feeds: no screen runs beside it."""

OUT_OF_MEMORY = 77
"""The exit code of a worker process that met its memory limit."""


class Request(msgspec.Struct, frozen=True, array_like=True):
    """One job on its way to a worker process.

    Attributes:
        job: Its name in the process's table of jobs.
        payload: What the job takes, as MessagePack.
        deadline: Seconds after which the process may end itself.
    """

    job: str
    payload: msgspec.Raw
    deadline: float


class Reply(msgspec.Struct, frozen=True, array_like=True):
    """What a worker process answers.

    Attributes:
        result: What the job gives, as MessagePack; nil after an error.
        error: The name of an error of `newsreader.core.errors`, "" where all went well.
        sentence: The error's sentence.
    """

    result: msgspec.Raw = msgspec.Raw(b"\xc0")
    error: str = ""
    sentence: str = ""


def frame(message: bytes) -> bytes:
    """Put a message's length before it: four bytes, most significant first."""
    return len(message).to_bytes(4, "big") + message


def read_frame(pipe: IO[bytes]) -> bytes | None:
    """Read the next message; None at the end, and where what comes is no message."""
    head = pipe.read(4)
    length = int.from_bytes(head, "big")
    if len(head) < 4 or length > MAX_FRAME:
        return None
    message = pipe.read(length)
    return message if len(message) == length else None
