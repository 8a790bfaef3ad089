"""The running screen, byte by byte: a library full of control characters steers no terminal.

The library is filled behind the back of everything that cleans on the way in, so that what is
checked is the way out.
"""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.core.document import Code, Document, Embed, Image, List, Paragraph, Span
from newsreader.core.document import Item as ListItem
from newsreader.core.models import Action, Enclosure, Entity, EntityType, Mention, ParsedEntry
from newsreader.core.text import is_clean
from newsreader.services.session import Session
from tests.hostile.corpus import MARKUP

PATIENCE = 60
"""Seconds until the screen must have drawn something, on a busy machine."""

EVIL = (
    "\x1b]0;OWNED\x07\x1b[66;66H\x1b[66J\x1b]52;c;T1dO\x1b\\\x1b]8;;http://own.example\x1b\\"
    "\x1bPOWNED\x1b\\\x1b_OWNED\x1b\\\x1b[?66h\x9b66;66H\x9d0;OWNED\x9c\x07\x08\x0b\x0c\x0e\x0f"
    "\x7f\x85\u2028\u202e\u2066\u200b\U000e0041"
) + MARKUP
NUMBER = re.compile(rb"(?:\x1b\[|\xc2\x9b|\x9b)\??66")
CONTROL_SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
OWN_SEQUENCE = re.compile(
    rb"\x1b[=>78c]|\x1b[()][0-9A-B]|\x1b\]22;[a-z-]*\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
)
COPIED = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
    rb"|\xf3\xa0[\x80-\x81]"
)


LEAVE = ("\x1b", b"Names")
"""Closes what lies over the list, which is drawn again."""
WALK = (
    ("!", b"Failing since"), LEAVE,
    ("^", b"Named more"), LEAVE,
    ("a", b"Subscribe, or find"), LEAVE,
    ("j\r", b"Firstword"),
    ("L", b"Links in this"), LEAVE,
    ("H", b"struck"), LEAVE,
    ("B", b"Ctrl-S saves"), LEAVE,
    ("P", b"What comes with"), LEAVE,
    ("w", b"Share"), LEAVE,
    ("y", b"Copied"),
    ("Y", b"words"),
    ("%", b"rules"),
    ("e", b"mute"),
    ("I", b"Enter corrects"), LEAVE,
    ("b", b"Bookmarks"), LEAVE,
    ("hh", b"Feeds"),
    ("G", b"Feedname"),
    ("c", b"Rename"), LEAVE,
    (",", b"Settings of"), LEAVE,
    ("?", b"In the "), LEAVE,
    (":evil\x1b[200~a\x9b66m\u202e\x1b]0;x\x07\x1b[201~", b"evil"),
)  # fmt: skip
SHORT_WALK = (("j\r", b"Firstword"), ("?", b"In the "))


class Screen:
    """The program on a terminal whose every byte is kept."""

    def __init__(self, master: int) -> None:
        self._master = master
        self.written = b""
        self._seen = 0

    def press(self, keys: str) -> None:
        """Press keys; what is waited for next must come after them."""
        self._seen = len(self.written)
        os.write(self._master, keys.encode())

    def wait_for(self, word: bytes) -> None:
        """Read until a word was written since the last keys."""
        end = time.monotonic() + PATIENCE
        while word not in self.written[self._seen :]:
            left = end - time.monotonic()
            assert left > 0, f"{word!r} did not appear: {self.written[-2000:]!r}"
            if select.select([self._master], [], [], left)[0]:
                self.written += os.read(self._master, 65536)


@contextmanager
def screen(home: Path, columns: int) -> Iterator[Screen]:
    """Run the program on a terminal of its own."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 35, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1"}
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    program = subprocess.Popen(
        [sys.executable, "-m", "newsreader", "--home", str(home)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    try:
        yield Screen(master)
    finally:
        program.kill()
        program.wait()
        os.close(master)


def _document() -> Document:
    parts = [f"Firstword {EVIL} end", f"item {EVIL}", f"code\t{EVIL}\nmore", f"link {EVIL}"]
    text = "\n\n".join(parts)
    starts = [text.index(part) for part in parts]
    first, item, code, link = (
        (start, start + len(part)) for start, part in zip(starts, parts, strict=True)
    )
    return Document(
        text=text,
        blocks=(
            Paragraph(start=first[0], end=first[1]),
            List(
                start=item[0],
                end=item[1],
                items=(
                    ListItem(
                        start=item[0],
                        end=item[1],
                        blocks=(Paragraph(start=item[0], end=item[1]),),
                    ),
                ),
            ),
            Code(start=code[0], end=code[1], language=EVIL),
            Image(start=code[1], end=code[1], url=f"http://n/{EVIL}", alt=EVIL, caption=EVIL),
            Embed(start=code[1], end=code[1], url=f"http://n/{EVIL}", title=EVIL),
            Paragraph(start=link[0], end=link[1]),
        ),
        spans=(Span(start=link[0], end=link[1], kind="link", url=f"http://n/{EVIL}", title=EVIL),),
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    session = Session(resolve_paths(tmp_path / "home"))
    library = session.library
    feed = library.feeds.add(
        "https://n.example/feed", title=f"Feedname {EVIL}", folder=f"f{EVIL}".replace("/", "")
    )
    entries = [
        ParsedEntry(
            guid=f"{number}{EVIL}",
            title=f"Number{number} {EVIL} end",
            link=f"https://n.example/{number}{EVIL}",
            authors=(f"Author {EVIL}",),
            tags=(f"t{EVIL}",),
            content="x",
            enclosures=tuple(Enclosure(url=f"{name}{EVIL}", type=EVIL) for name in ("a", "b")),
            comments=f"https://n.example/{EVIL}",
            image=f"https://n.example/{EVIL}",
        )
        for number in range(12)
    ]
    keys = [str(number) for number in range(12)]
    stored = library.articles.store_entries(feed.id, entries, keys, keys, now=session.now())
    document = _document()
    entity = Entity(
        name=f"Name {EVIL}",
        type=EntityType.PERSON,
        salience=1.0,
        mentions=(Mention(start=0, end=20, type=EntityType.PERSON),),
        aliases=(EVIL,),
    )
    for text in (Document.from_text(f"Before {EVIL}"), document):
        library.articles.store_entries(feed.id, entries, keys, [text.text] * 12, now=session.now())
        for article_id in stored.new:
            library.articles.save_prepared(
                article_id, document=text, entities=(entity,), note=f"Note {EVIL}", site=EVIL
            )
            library.bookmarks.add(article_id, note=f"Remark {EVIL}", tags=(f"tag{EVIL}",))
    library.rules.add(Action.NOTIFY, query="title:number*", name=f"Rule {EVIL}")
    library.feeds.record_failure(
        feed.id, now=session.now(), error=f"Error {EVIL}", status=500, next_fetch=None
    )
    session.close_now()
    config = resolve_paths(tmp_path / "home").config_file
    config.write_text("[refresh]\non_start = false\n")
    return tmp_path / "home"


@pytest.mark.parametrize(("columns", "walk"), [(130, WALK), (80, SHORT_WALK)])
def test_no_forbidden_byte_comes_out_of_the_running_screen(
    home: Path, columns: int, walk: Sequence[tuple[str, bytes]]
) -> None:
    with screen(home, columns) as shown:
        shown.wait_for(b"Number")
        for keys, word in walk:
            shown.press(keys)
            shown.wait_for(word)
    whole = shown.written.rpartition(b"\x1b")[0]  # the last sequence may not be read to its end
    assert not NUMBER.search(shown.written)
    for copied in COPIED.findall(shown.written):
        assert is_clean(base64.b64decode(copied).decode())
    left = OWN_SEQUENCE.sub(b"", CONTROL_SEQUENCE.sub(b"", whole))
    found = FORBIDDEN.search(left)
    assert found is None, left[max(0, found.start() - 80) : found.end() + 40]
