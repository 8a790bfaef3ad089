"""Where articles name an identity: the sentence that does first."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from newsreader.core.models import Article
from newsreader.core.query import PageKey
from newsreader.library.entities import Named
from newsreader.library.search import Snippet
from newsreader.services.session import Session

LONGEST_SENTENCE = 300
"""Of a passage, in characters."""
_ENDED = re.compile(r"(?:^|\n|[.!?…。！？]['\"”’»)\]]*)\s*\Z")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’»)\]]*(?=\s|$)|\n")


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Where an article names an identity first.

    Attributes:
        sentence: One line around the mention; the title where only that names it.
        spans: Where it is named in ``sentence``.
    """

    article: Article
    sentence: str
    spans: tuple[tuple[int, int], ...]


def of(
    session: Session,
    identity_id: int,
    after: PageKey | None = None,
    limit: int = 20,
    *,
    unread_only: bool = False,
) -> list[Passage]:
    """Give the articles that name an identity with the sentence that does first, the newest first.

    Args:
        session: The library to use.
        identity_id: Whom.
        after: Of the last article that was given before (its ``sort_time`` and id).
        limit: At most so many.
        unread_only: Only of articles that are not read.

    Raises:
        LibraryError: The library can not be read.
    """
    named = session.library.entities.named(
        identity_id, after=after, limit=limit, unread_only=unread_only
    )
    articles = session.library.articles.several([one.article_id for one in named])
    by_id = {one.article_id: one for one in named}
    return [_passage(article, by_id[article.id]) for article in articles]


def sentences(session: Session, identity_id: int, article_ids: Sequence[int]) -> dict[int, Snippet]:
    """Give of each of some articles the sentence that names an identity first.

    Raises:
        LibraryError: The library can not be read.
    """
    named = session.library.entities.named_in(identity_id, article_ids)
    return {one.article_id: _sentence(one) for one in named}


def _passage(article: Article, named: Named) -> Passage:
    found = _sentence(named)
    return Passage(article=article, sentence=found.text, spans=found.spans)


def _sentence(named: Named) -> Snippet:
    mentions, text = named.entity.mentions, named.text
    if not mentions:
        mentions, text = named.entity.title_mentions, named.title
    if not mentions:
        return Snippet(named.title, ())
    start, end = sentence_around(text, mentions[0].start, mentions[0].end)
    before = "" if _ended(text, start) else "…"
    after = "" if _ended(text, end) or text[end : end + 1] in ("", "\n") else "…"
    shift = len(before) - start
    return Snippet(
        f"{before}{text[start:end]}{after}".replace("\n", " "),
        tuple(
            (one.start + shift, one.end + shift)
            for one in mentions
            if start <= one.start < one.end <= end
        ),
    )


def _ended(text: str, place: int) -> bool:
    """Say whether a sentence, or a line, ended right before a place."""
    return _ENDED.search(text[max(0, place - 20) : place]) is not None


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give where the sentence around a place of a text begins and ends; it is never very long."""
    room = max(0, LONGEST_SENTENCE - (end - start))
    lowest, highest = max(0, start - room // 2), min(len(text), end + room // 2)
    ends = [found.end() for found in _SENTENCE_END.finditer(text, lowest, start)]
    first = ends[-1] if ends else lowest
    if not ends and lowest:
        first = text.find(" ", lowest, start) + 1 or lowest
    following = _SENTENCE_END.search(text, end, highest)
    last = following.end() if following else highest
    if following is None and highest < len(text):
        last = max(text.rfind(" ", end, highest), end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last
