"""What of the library is the person's, and what can be thrown away and fetched again.

`TABLES` says it of each table. What is the person's is never touched here: articles stay in their
lists with all that was said of them, and those that are bookmarked keep their texts. What goes is
marked as waiting to be made anew, so that a refresh brings it back, and takes it for nothing new.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from newsreader.library import text_index
from newsreader.library.connection import Database


class Meaning(NamedTuple):
    """What the columns of a table are, by their names; ``*`` for all of them.

    Attributes:
        state: A person gave it, or has it from a feed that no longer gives it.
        cache: It can be fetched again.
        derived: It follows from all the rest, and is made anew where it is wrong.
    """

    state: str = ""
    cache: str = ""
    derived: str = ""


TABLES: Mapping[str, Meaning] = {
    "feeds": Meaning(
        state="id url original_url own_title folder full_text hidden keep_days interval_minutes"
        " added removed",
        cache="feed_title site_url description status error last_status last_fetched last_success"
        " next_fetch claimed_until claimed_by etag last_modified body_hash failures failing_since"
        " newest rhythm ttl warnings",
        derived="unread total",
    ),
    "folders": Meaning(derived="*"),
    "articles": Meaning(
        state="id feed_id feed_title feed_url former_feed key guid url title author published"
        " updated received sort_time read bookmarked removed position",
        cache="content_hash words language preparation source note site names_by image comments"
        " enclosures media tags retries",
        derived="hidden folder_id indexed revisions",
    ),
    "bodies": Meaning(cache="*"),  # but for those of bookmarks, which are the person's
    "sources": Meaning(cache="*"),
    "damaged_texts": Meaning(state="*"),
    "revisions": Meaning(state="*"),
    "dropped": Meaning(state="*"),
    "bookmarks": Meaning(state="*"),
    "dictionaries": Meaning(state="*"),  # texts of bookmarks, and revisions, are packed with them
    "dictionary_copies": Meaning(state="*"),
    "entities": Meaning(state="id name type", derived="country folded known identity"),
    "entity_links": Meaning(state="*"),
    "article_links": Meaning(state="*"),
    "corrections": Meaning(state="*"),
    "article_entities": Meaning(cache="*"),
    "gathering": Meaning(derived="*"),
    "rules": Meaning(
        state="id action query entity_id name tag until created removed",
        derived="pending total unread",
    ),
    "verdicts": Meaning(derived="*"),
    "sites": Meaning(state="*"),
    "state": Meaning(state="*"),
    "counts": Meaning(derived="*"),
}
"""All tables but the full-text indexes (``found``, ``names``, ``pieces``), which are derived."""

STEP = 500
"""Of how many articles one step throws the texts away."""


def drop_texts(database: Database, after: int) -> int:
    """Throw away the texts of some articles, and index what is left of them.

    The first step empties the index. A later one may never come: what is not in the index is put in
    by the next refresh.

    Args:
        database: Inside a transaction.
        after: The id of the last article that this was done with, 0 for the first step.

    Returns:
        The id of the last one now, 0 where there are no more.
    """
    if not after:
        text_index.empty(database)
    rows = database.rows(
        "SELECT id, bookmarked FROM articles WHERE id > ? ORDER BY id LIMIT ?", (after, STEP)
    )
    gone = ", ".join(str(row["id"]) for row in rows if not row["bookmarked"])
    for statement in (
        f"DELETE FROM sources WHERE article_id IN ({gone})",
        f"DELETE FROM article_entities WHERE article_id IN ({gone})",
        *make_anew(gone),
    ):
        database.run(statement)
    text_index.insert(database, [row["id"] for row in rows])
    database.give_back(STEP)
    return rows[-1]["id"] if rows else 0


def make_anew(ids: str) -> tuple[str, ...]:
    """Give the statements that have the texts of articles made anew, from their feeds or pages.

    Args:
        ids: Of articles, as they stand in a statement: numbers, or a query for them.
    """
    return (
        "UPDATE feeds SET etag = '', last_modified = '', body_hash = '', next_fetch = NULL"
        f" WHERE id IN (SELECT feed_id FROM articles WHERE id IN ({ids}))",
        f"UPDATE articles SET preparation = 'pending', content_hash = '' WHERE id IN ({ids})",
        f"DELETE FROM bodies WHERE article_id IN ({ids})",
    )
