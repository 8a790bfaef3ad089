"""Examining, mending, copying and bringing back the library."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from newsreader.core.errors import LibraryError
from newsreader.library import cache, dictionaries, identities, pieces, text_index, texts
from newsreader.library.connection import Database, is_damage, mark_damaged, plain_errors
from newsreader.library.migrating import checked_version, copy, migrate, missing_tables

_Fault = tuple[str, tuple[str, ...]]
_COUNTED = "count(articles.id) AS total, count(articles.id) - coalesce(sum(read), 0) AS unread"
_FEEDS = (
    f"SELECT feeds.id, {_COUNTED} FROM feeds LEFT JOIN articles"
    " ON articles.feed_id = feeds.id AND articles.removed = 0 GROUP BY feeds.id"
)
_WRONG = (
    f"SELECT feeds.id, counted.total, counted.unread FROM feeds JOIN ({_FEEDS}) AS counted"
    " ON counted.id = feeds.id WHERE feeds.total <> counted.total OR feeds.unread <> counted.unread"
)
_ELSE = {
    "loose": ("feed_id IS NULL AND removed = 0", "articles without a feed"),
    "kept": ("bookmarked = 1 AND removed = 0", "bookmarks"),
}
_RULED = (
    "SELECT rules.id, count(articles.id) AS total,"
    " count(articles.id) - coalesce(sum(read), 0) AS unread"
    " FROM rules LEFT JOIN verdicts ON rule_id = rules.id"
    " LEFT JOIN articles ON articles.id = article_id AND articles.removed = 0 GROUP BY rules.id"
)
_WRONG_RULES = (
    f"SELECT rules.id FROM rules JOIN ({_RULED}) AS counted ON counted.id = rules.id"
    " WHERE rules.total <> counted.total OR rules.unread <> counted.unread"
)
_WRONGLY_HIDDEN = (
    "SELECT id FROM articles WHERE removed = -2"
    " AND (bookmarked OR id NOT IN (SELECT article_id FROM hidden_articles))"
)
_WRONGLY_SHOWN = (
    "SELECT id FROM articles WHERE removed = 0 AND bookmarked = 0"
    " AND id IN (SELECT article_id FROM hidden_articles)"
)
_PLACED = (
    "SELECT articles.id FROM articles LEFT JOIN feeds ON feeds.id = articles.feed_id"
    " LEFT JOIN folders ON folders.path = feeds.folder"
    " WHERE articles.hidden <> coalesce(feeds.hidden, 0)"
    " OR articles.folder_id <> coalesce(folders.id, 0)"
)
_MARKED = (
    "SELECT articles.id FROM articles LEFT JOIN bookmarks ON article_id = articles.id"
    " WHERE bookmarked <> (article_id IS NOT NULL)"
)
_UNINDEXED = "(SELECT count(*) FROM articles WHERE indexed <= 0 AND indexed = "
_INDEXED = (
    f"SELECT max({_UNINDEXED} 0), abs((SELECT count(*) FROM articles)"
    f" - {_UNINDEXED} {text_index.ARRIVED}) - (SELECT count(*) FROM found)))"
)
"""What is to be put in anew (-1) can be found, and what has only arrived goes in with the next
refresh at the latest; to ask for both leads to an index."""
_INDEXES = {"found": "searches", "names": "names", "pieces": "titles"}
_EMPTY = "id > 10 AND (id >> 36) & 1 = 0 AND substr(block, 3, 2) = x'0000'"
"""A page of words says in its third and fourth byte how much of it they take (SQLite's
fts5_index.c). One of zeros would be passed over in silence."""


def check(database: Database) -> list[str]:
    """Examine the file, its counts and its indexes, at once; give a sentence for each problem."""
    ended = threading.Event()

    def looked(look: Callable[[Database], list[str]]) -> list[str]:
        with database.stoppable(ended.is_set):
            return look(database)

    with ThreadPoolExecutor(thread_name_prefix="check") as beside:
        try:
            looks = [beside.submit(looked, look) for look in (_pages, broken_indexes, _sentences)]
            return [sentence for look in looks for sentence in look.result()]
        finally:
            ended.set()  # who stops this waits for none that is not done


def _pages(database: Database) -> list[str]:
    rows = database.rows("PRAGMA integrity_check(10)")
    return [f"The database says: {row[0]}." for row in rows if row[0] != "ok"]


def _sentences(database: Database) -> list[str]:
    return [sentence for sentence, _ in _faults(database)]


def is_sound(database: Database) -> bool:
    """Say whether all pages of the file can be read; what they hold is not looked at."""
    return bool(database.value("PRAGMA quick_check(1)") == "ok")


def broken_indexes(database: Database) -> list[str]:
    """Examine the full-text indexes, which SQLite does not by itself; give a sentence for each.

    All that they hold is read. Their own check finds hardly more, takes twice as long, and keeps
    all writers waiting meanwhile.
    """
    return [
        f"The index for {words} is damaged."
        for table, words in _INDEXES.items()
        if not _is_whole(database, table)
    ]


def _is_whole(database: Database, table: str) -> bool:
    held = f"temp.held_{table}"
    database.run(f"CREATE VIRTUAL TABLE IF NOT EXISTS {held} USING fts5vocab (main, {table}, col)")
    try:
        database.rows(f"SELECT count(*), sum(doc), sum(cnt) FROM {held}")
        is_whole = not database.value(f"SELECT EXISTS (SELECT 1 FROM {table}_data WHERE {_EMPTY})")
    except LibraryError as error:
        if not is_damage(error.__cause__):
            raise
        return False
    if not is_whole:
        mark_damaged(database.path)  # as whatever SQLite itself finds
    return is_whole


def repair(database: Database, *, texts_too: bool = True) -> list[str]:
    """Make counts, places and the full-text index anew where they are wrong; say what was mended.

    Nothing that a person gave is changed: read state, bookmarks, notes, subscriptions, and
    what was said about names stay.

    Args:
        database: The library.
        texts_too: Look at every text, and index it. Otherwise the index is left empty, and filled
            little by little by the refreshes to come.

    Raises:
        LibraryError: The library can not be changed.
    """
    with database.transaction():
        mended = broken_indexes(database)
        if database.value("PRAGMA integrity_check(1)") != "ok":
            database.run("REINDEX")
        for sentence, statements in _faults(database, texts_too=texts_too):
            for statement in statements:
                database.run(statement)
            mended.append(sentence)
        text_index.empty(database)
        if texts_too:
            text_index.insert_missing(database, -1)
        pieces.rebuild(database)
        identities.rebuild(database)
        database.run(
            "DELETE FROM entities WHERE id NOT IN (SELECT entity_id FROM article_entities"
            " UNION SELECT entity_id FROM entity_links UNION SELECT identity FROM entity_links"
            " UNION SELECT entity_id FROM article_links UNION SELECT identity FROM article_links"
            " UNION SELECT identity FROM entities WHERE identity IS NOT NULL"
            " UNION SELECT known FROM entities WHERE known IS NOT NULL"
            " UNION SELECT entity_id FROM rules WHERE entity_id IS NOT NULL)"
        )
    return [*(f"{one} This was mended." for one in mended), "The index for searches was made anew."]


def _faults(database: Database, *, texts_too: bool = True) -> Iterator[_Fault]:
    """Give what is wrong, each with the statements that mend it.

    Each is looked for when those before it are mended, where they are.
    """
    yield from _astray(database)
    yield from _wrongly_ruled(database)
    yield from _wrong_counts(database)
    if texts_too:
        yield from _damaged_texts(database)
    placed = len(database.rows(_PLACED))
    if placed:
        yield f"{placed} articles stand in the wrong folder.", _PLACE
    marked = len(database.rows(_MARKED))
    if marked:
        yield f"{marked} bookmarks are not marked as such.", _MARK
    unindexed = database.value(_INDEXED)
    if unindexed:
        yield f"{unindexed} articles can not be found by a search.", ()


def _astray(database: Database) -> Iterator[_Fault]:
    astray = len(database.rows("PRAGMA foreign_key_check"))
    if astray:
        yield f"{astray} rows belong to what is no longer there.", _RECONCILE


def _damaged_texts(database: Database) -> Iterator[_Fault]:
    """Texts that are damaged go, and wait to be made anew; those of bookmarks are set aside."""
    if dictionaries.halves(database):
        yield "One of the two dictionaries of the texts is damaged.", dictionaries.MEND
    damaged = texts.damaged(database)
    if damaged:
        ids = ", ".join(map(str, damaged))
        kept = database.value(f"SELECT count(*) FROM articles WHERE bookmarked AND id IN ({ids})")
        among = f", {kept} of them bookmarked" if kept else ""
        yield (
            f"The texts of {len(damaged)} articles are damaged{among}; mending has the next"
            " refresh make them anew.",
            (
                "INSERT INTO damaged_texts (article_id, body, entities)"
                " SELECT article_id, body, entities FROM bodies JOIN articles ON id = article_id"
                f" WHERE bookmarked AND article_id IN ({ids})",
                *cache.make_anew(ids),
            ),
        )


def _wrong_counts(database: Database) -> Iterator[_Fault]:
    wrong = len(database.rows(_WRONG))
    if wrong:
        mend = (
            f"UPDATE feeds SET (total, unread) = (SELECT total, unread FROM ({_FEEDS}) AS counted"
        )
        yield f"The counts of {wrong} feeds are wrong.", (f"{mend} WHERE counted.id = feeds.id)",)
    for name, (where, words) in _ELSE.items():
        counted = f"SELECT {_COUNTED} FROM articles WHERE {where}"
        kept = database.row("SELECT total, unread FROM counts WHERE name = ?", (name,))
        right = database.row(counted)
        if kept is None or right is None or tuple(kept) != tuple(right):
            put = f"INSERT OR REPLACE INTO counts (name, total, unread) SELECT '{name}', *"
            yield f"The count of {words} is wrong.", (f"{put} FROM ({counted})",)


def _wrongly_ruled(database: Database) -> Iterator[_Fault]:
    hidden = len(database.rows(_WRONGLY_HIDDEN))
    if hidden:
        mend = f"UPDATE articles SET removed = 0 WHERE id IN ({_WRONGLY_HIDDEN})"
        yield f"{hidden} articles are hidden by no rule.", (mend,)
    shown = len(database.rows(_WRONGLY_SHOWN))
    if shown:
        mend = f"UPDATE articles SET removed = -2 WHERE id IN ({_WRONGLY_SHOWN})"
        yield f"{shown} articles are shown that a rule hides.", (mend,)
    rules = len(database.rows(_WRONG_RULES))
    if rules:
        mend = (
            f"UPDATE rules SET (total, unread) = (SELECT total, unread FROM ({_RULED}) AS counted"
            " WHERE counted.id = rules.id)"
        )
        yield f"The counts of {rules} rules are wrong.", (mend,)


_NO_ARTICLE = "NOT IN (SELECT id FROM articles)"
_OF_ARTICLES = (
    "bodies",
    "sources",
    "revisions",
    "damaged_texts",
    "article_entities",
    "article_links",
    "verdicts",
)
_NO_NAME = "NOT IN (SELECT id FROM entities)"
_OF_NAMES = (
    ("entity_links", "entity_id"),
    ("article_links", "entity_id"),
    ("article_links", "identity"),
    ("article_entities", "entity_id"),
)
_RECONCILE = (
    # a bookmark whose article is lost has its note, and maybe its text
    "INSERT INTO articles (id, key, title, received, sort_time, bookmarked, preparation)"
    " SELECT article_id, 'lost-' || article_id, 'A bookmark whose title was lost', created,"
    f" created, 1, 'ready' FROM bookmarks WHERE article_id {_NO_ARTICLE}",
    "UPDATE articles SET feed_id = NULL WHERE feed_id NOT IN (SELECT id FROM feeds)",
    *(f"DELETE FROM {table} WHERE article_id {_NO_ARTICLE}" for table in _OF_ARTICLES),
    f"UPDATE corrections SET article_id = NULL WHERE article_id {_NO_ARTICLE}",
    "DELETE FROM dropped WHERE feed_id NOT IN (SELECT id FROM feeds)",
    "DELETE FROM verdicts WHERE rule_id NOT IN (SELECT id FROM rules)",
    f"UPDATE rules SET entity_id = NULL WHERE entity_id {_NO_NAME}",
    *(f"DELETE FROM {table} WHERE {column} {_NO_NAME}" for table, column in _OF_NAMES),
)
"""What puts right the rows that belong to others which are lost."""
_PLACE = (
    "INSERT INTO folders (path) SELECT folder FROM feeds WHERE true ON CONFLICT DO NOTHING",
    "UPDATE articles SET hidden = coalesce((SELECT hidden FROM feeds WHERE id = feed_id), 0),"
    " folder_id = coalesce((SELECT folders.id FROM feeds JOIN folders ON path = folder"
    f" WHERE feeds.id = feed_id), 0) WHERE id IN ({_PLACED})",
)
_MARK = (
    "UPDATE articles SET bookmarked = EXISTS"
    f" (SELECT 1 FROM bookmarks WHERE article_id = articles.id) WHERE id IN ({_MARKED})",
)


def backup(database: Database, path: Path) -> None:
    """Copy the library while it is in use, to a file that must not exist yet.

    Raises:
        LibraryError: The copy can not be made; nothing is left of it.
    """
    if path.exists():
        raise LibraryError(f"{path} exists already; nothing was written.")
    copy(database, path)


def restore(database: Database, path: Path, now: datetime) -> Path:
    """Put a backup in the place of what the library holds now; give where that is kept.

    Other processes that have the library open go on, with what was brought back.

    Raises:
        LibraryError: The file is no sound backup; then nothing is changed.
    """
    if database.read_only:
        raise LibraryError(f"The library {database.path} can be read but not changed.")
    source = Database(path, read_only=True, immutable=True)
    try:
        if not path.is_file() or not checked_version(source) or missing_tables(source):
            raise LibraryError(f"{path} is no backup of a library.")
        if not is_sound(source):
            raise LibraryError(f"The backup {path} is damaged; nothing was changed.")
        before = database.path.with_name(f"{database.path.name}.before-restore-{now:%Y%m%d-%H%M%S}")
        copy(database, before)
        with plain_errors(database.path):
            source.connection().backup(database.connection())
    except LibraryError as error:
        if str(path) in str(error) and is_damage(error.__cause__):
            raise LibraryError(f"{path} is no sound backup of a library.") from error
        raise
    finally:
        source.close()
    migrate(database)
    return before
