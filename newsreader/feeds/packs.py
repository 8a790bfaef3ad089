"""Packs of well-known public feeds by topic, for a first run."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple

from newsreader.feeds.opml import Outline


class Pack(NamedTuple):
    """Feeds on one topic.

    Attributes:
        topic: As a person reads it; also the folder that its feeds go to.
        language: ISO 639-1.
        feeds: Six to ten of them.
    """

    topic: str
    language: str
    feeds: tuple[Outline, ...]


@cache
def starter_packs() -> tuple[Pack, ...]:
    """Read the packs that ship with the program, in the order in which they are offered."""
    text = resources.files("newsreader.feeds").joinpath("packs.toml").read_text("utf-8")
    return tuple(
        Pack(
            topic=pack["topic"],
            language=pack["language"],
            feeds=tuple(
                Outline(url=url, title=title, folder=pack["topic"])
                for title, url in pack["feeds"].items()
            ),
        )
        for pack in tomllib.loads(text)["pack"]
    )
