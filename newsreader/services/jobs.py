"""What worker processes are asked to do, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from newsreader.core.document import Document
from newsreader.core.models import Entity, ParsedFeed


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
        keys: What identifies each of its entries (`newsreader.core.decide.entry_keys`).
        hashes: Of each one's content (`newsreader.core.decide.content_hash`).
    """

    feed: ParsedFeed
    keys: list[str]
    hashes: list[str]


class PrepareJob(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Make an article ready to be read: clean its text, recognise the names in it.

    Attributes:
        title: Clean text; "" where the feed has none, and the page's title is taken.
        url: The article's address, "" where it has none.
        language: As the feed says, "" where it does not.
        page: The web page behind the entry; None to take what the feed holds.
        page_type: Its Content-Type header.
        content: The feed's full text as HTML.
        summary: The feed's summary as HTML.
        base_url: What relative addresses in ``content`` and ``summary`` are relative to.
    """

    title: str = ""
    url: str = ""
    language: str = ""
    published: datetime | None = None
    page: bytes | None = None
    page_type: str = ""
    content: str = ""
    summary: str = ""
    base_url: str = ""


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


# -- the wire --------------------------------------------------------------------------------------

MAX_FRAME = 64 * 1024 * 1024
"""The longest message between the program and a worker process, in bytes."""

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
