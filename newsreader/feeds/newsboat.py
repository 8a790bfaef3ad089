"""newsboat's file of subscriptions: one feed a line, then its tags (newsboat(1), FILES)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsreader.core.errors import InputError
from newsreader.core.sources import normalise_source
from newsreader.core.text import clean_line
from newsreader.feeds.newsboat_query import translate
from newsreader.feeds.opml import Outline, Outlines, clean_folder

MAX_LINES = 50_000
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read_urls(text: str) -> Outlines:
    r"""Read a ``urls`` file of newsboat or newsbeuter.

    The first tag becomes the folder, ``"~Title"`` the person's own title, ``!`` or ``"!tag"``
    hides the feed; a feed that comes twice keeps all its tags. Queries over other feeds stand in
    ``searches``. ``exec:`` and ``filter:`` stay what they are (`newsreader.core.sources`); whether
    they are run is for others to say. Local files, queries that can not be asked here, and lines
    beyond the limit are refused: one sentence for each in ``refused``.

    Args:
        text: The file.
    """
    found: dict[str, Outline] = {}
    refused: list[str] = []
    searches: dict[str, str] = {}
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        refused.append(f"The file has {len(lines):,} lines; only {MAX_LINES:,} were read.")
    for line in lines[:MAX_LINES]:
        tokens = list(_tokens(line))
        if not tokens:
            continue
        if tokens[0].startswith("query:"):
            _take_query(tokens[0], searches, refused)
            continue
        reason = _reason_to_refuse(tokens[0])
        if reason:
            refused.append(reason)
            continue
        try:
            url = normalise_source(tokens[0])
        except InputError as error:
            refused.append(str(error))
            continue
        outline = _outline(url, tokens[1:])
        found[url] = _merged(found[url], outline) if url in found else outline
    return Outlines(found.values(), refused, searches.items())


def default_files() -> list[Path]:
    """List the places where newsboat and newsbeuter keep the file, those that exist, best first."""
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    candidates = [
        folder
        for program in ("newsboat", "newsbeuter")
        for folder in (config / program, Path.home() / f".{program}")
    ]
    return [folder / "urls" for folder in candidates if (folder / "urls").is_file()]


def _take_query(address: str, searches: dict[str, str], refused: list[str]) -> None:
    name, _, expression = address.removeprefix("query:").partition(":")
    shown = clean_line(name, 80)
    try:
        searches[shown or "Query"] = translate(expression)
    except InputError as error:
        refused.append(f"The query “{shown}” was not taken over. {error}")


def _reason_to_refuse(address: str) -> str:
    kind, colon, rest = address.partition(":")
    if not colon:
        return f"This is no web address: {clean_line(address, 80)}"
    if kind == "file":
        shown = clean_line(rest, 80)
        return f"The local file “{shown}” was not taken over: only web addresses can be read."
    return ""


def _outline(url: str, tags: list[str]) -> Outline:
    title = ""
    hidden = False
    names: list[str] = []
    for tag in tags:
        if tag.startswith("~"):
            title = clean_line(tag[1:], 200)
            continue
        if tag.startswith("!"):
            hidden = True
            tag = tag[1:]
        name = clean_folder(tag)
        if name and name not in names:
            names.append(name)
    folder = names[0] if names else ""
    return Outline(url, folder=folder, hidden=hidden, tags=tuple(names[1:]), own_title=title)


def _merged(first: Outline, second: Outline) -> Outline:
    names = [*_names(first), *_names(second)]
    unique = tuple(dict.fromkeys(names))
    return first._replace(
        own_title=first.own_title or second.own_title,
        folder=unique[0] if unique else "",
        hidden=first.hidden or second.hidden,
        tags=unique[1:],
    )


def _names(outline: Outline) -> tuple[str, ...]:
    return (outline.folder, *outline.tags) if outline.folder else ()


def _tokens(line: str) -> Iterator[str]:
    """Split a line at blanks; quotes keep blanks together, a # outside of them ends the line."""
    position = 0
    while position < len(line):
        character = line[position]
        if character.isspace():
            position += 1
        elif character == "#":
            return
        elif character == '"':
            token, position = _quoted(line, position + 1)
            yield token
        else:
            end = position
            while end < len(line) and not line[end].isspace():
                end += 1
            yield line[position:end]
            position = end


def _quoted(line: str, position: int) -> tuple[str, int]:
    """Read up to the closing quote, or the line's end; a backslash escapes within quotes only."""
    characters = []
    while position < len(line) and line[position] != '"':
        if line[position] == "\\" and position + 1 < len(line):
            position += 1
            characters.append(_ESCAPES.get(line[position], line[position]))
        else:
            characters.append(line[position])
        position += 1
    return "".join(characters), position + 1
