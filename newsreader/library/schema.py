"""The tables, and the steps from each version of them to the next.

Times are microseconds since 1970 in UTC. Counts are kept by triggers, so that they change in the
transaction of what they count: those of each feed in ``feeds``, those of articles without a feed
and of bookmarks in ``counts``. What an article has of its feed (``hidden``, ``folder_id``) is kept
with it, so that an index gives every list in its order. The full-text index holds no text of its
own: what it was given for an article is made again from the article when it has to be taken out.

What takes the room, in bytes for an article of 400 words: the index 1,400, its text with names and
what its feed gave 1,300, its row 250, its places in the indexes of lists 250, its names in
``article_entities`` 160. An index that does not know where words stand would take 1,000 less; then
no phrase could be found at once, nor anything in a script without spaces. One that holds the text
would take 2,800 more.

How a file is brought from one version to the next is in `newsreader.library.migrating`.
"""

from __future__ import annotations

APPLICATION_ID = 0x4E657773
"""The bytes "News": what makes a file ours."""

INDEX = (
    "CREATE VIRTUAL TABLE found USING fts5 ("
    "text, title, author, content = '', tokenize = 'unicode61 remove_diacritics 2')"
)
"""Of each word in an article, the index says in which column it is, but for the first column. So
that comes first which holds nearly all words; in libraries of older programs, it comes last."""
INDEX_WEIGHTS = (
    "INSERT INTO found (found, rank) SELECT 'rank',"
    " CASE name WHEN 'text' THEN 'bm25(1.0, 8.0, 3.0)' ELSE 'bm25(8.0, 3.0, 1.0)' END"
    " FROM pragma_table_info('found') WHERE cid = 0"
)
"""Has a word in the title count for eight in the text, and one in the author's name for three."""

_FIRST = """
CREATE TABLE feeds (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    original_url TEXT NOT NULL,
    feed_title TEXT NOT NULL DEFAULT '',
    own_title TEXT NOT NULL DEFAULT '',
    site_url TEXT,
    description TEXT NOT NULL DEFAULT '',
    folder TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'new',
    error TEXT NOT NULL DEFAULT '',
    last_status INTEGER,
    last_fetched INTEGER,
    last_success INTEGER,
    next_fetch INTEGER,
    claimed_until INTEGER,
    claimed_by INTEGER,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    failures INTEGER NOT NULL DEFAULT 0,
    full_text TEXT,
    hidden INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL,
    unread INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX feeds_by_original ON feeds (original_url);
CREATE INDEX feeds_by_folder ON feeds (folder);

CREATE TABLE folders (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

CREATE TABLE articles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
    feed_title TEXT NOT NULL DEFAULT '',
    feed_url TEXT NOT NULL DEFAULT '',
    hidden INTEGER NOT NULL DEFAULT 0,
    folder_id INTEGER NOT NULL DEFAULT 0,
    key TEXT NOT NULL,
    content_hash TEXT NOT NULL DEFAULT '',
    guid TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    published INTEGER,
    updated INTEGER,
    received INTEGER NOT NULL,
    sort_time INTEGER NOT NULL,
    read INTEGER NOT NULL DEFAULT 0,
    bookmarked INTEGER NOT NULL DEFAULT 0,
    words INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL DEFAULT '',
    preparation TEXT NOT NULL DEFAULT 'pending',
    source TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    site TEXT NOT NULL DEFAULT '',
    names_by TEXT NOT NULL DEFAULT 'model',
    image TEXT,
    comments TEXT,
    enclosures BLOB,
    media TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    indexed INTEGER NOT NULL DEFAULT 0,
    retries INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX articles_by_key ON articles (feed_id, key);
CREATE INDEX articles_by_url ON articles (url);
CREATE INDEX articles_time ON articles (sort_time, id);
CREATE INDEX articles_time_unread ON articles (sort_time, id) WHERE read = 0;
CREATE INDEX articles_shown ON articles (sort_time, id) WHERE hidden = 0;
CREATE INDEX articles_shown_unread ON articles (sort_time, id) WHERE hidden = 0 AND read = 0;
CREATE INDEX articles_folder ON articles (folder_id, sort_time, id);
CREATE INDEX articles_folder_unread ON articles (folder_id, sort_time, id) WHERE read = 0;
CREATE INDEX articles_feed ON articles (feed_id, sort_time, id);
CREATE INDEX articles_feed_unread ON articles (feed_id, sort_time, id) WHERE read = 0;
CREATE INDEX articles_kept ON articles (sort_time, id) WHERE bookmarked = 1;
CREATE INDEX articles_kept_unread ON articles (sort_time, id) WHERE bookmarked = 1 AND read = 0;
CREATE INDEX articles_pending ON articles (sort_time, id)
WHERE preparation = 'pending' OR retries > 0;
CREATE INDEX articles_old ON articles (read, received) WHERE bookmarked = 0;

CREATE TABLE bodies (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    document BLOB NOT NULL,
    entities BLOB NOT NULL
);
CREATE TABLE sources (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    content BLOB NOT NULL,
    summary BLOB NOT NULL,
    base_url TEXT NOT NULL DEFAULT ''
);
CREATE TABLE dropped (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (feed_id, key)
) WITHOUT ROWID;
CREATE INDEX dropped_seen ON dropped (seen);
CREATE TABLE bookmarks (
    article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE RESTRICT,
    created INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT ''
);
CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    country TEXT NOT NULL DEFAULT '',
    UNIQUE (name, type)
);
CREATE INDEX entities_folded ON entities (name COLLATE NOCASE);
CREATE TABLE article_entities (
    entity_id INTEGER NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    sort_time INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    count INTEGER NOT NULL,
    salience REAL NOT NULL,
    PRIMARY KEY (entity_id, sort_time, article_id)
) WITHOUT ROWID;
CREATE INDEX article_entities_by_article ON article_entities (article_id);
CREATE TABLE state (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE counts (
    name TEXT PRIMARY KEY,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
INSERT INTO counts (name) VALUES ('loose'), ('kept');

CREATE TRIGGER feed_added AFTER INSERT ON feeds BEGIN
    INSERT INTO folders (path) VALUES (new.folder) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER feed_moved AFTER UPDATE OF folder, hidden ON feeds
WHEN new.folder <> old.folder OR new.hidden <> old.hidden BEGIN
    INSERT INTO folders (path) VALUES (new.folder) ON CONFLICT DO NOTHING;
    UPDATE articles
    SET hidden = new.hidden, folder_id = (SELECT id FROM folders WHERE path = new.folder)
    WHERE feed_id = new.id;
END;

CREATE TRIGGER count_in AFTER INSERT ON articles BEGIN
    UPDATE feeds SET total = total + 1, unread = unread + (new.read = 0) WHERE id = new.feed_id;
    UPDATE counts SET total = total + 1, unread = unread + (new.read = 0)
    WHERE name = 'loose' AND new.feed_id IS NULL;
END;
CREATE TRIGGER count_out AFTER DELETE ON articles BEGIN
    UPDATE feeds SET total = total - 1, unread = unread - (old.read = 0) WHERE id = old.feed_id;
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0)
    WHERE (name = 'loose' AND old.feed_id IS NULL) OR (name = 'kept' AND old.bookmarked);
END;
CREATE TRIGGER count_moved AFTER UPDATE OF feed_id ON articles
WHEN new.feed_id IS NOT old.feed_id BEGIN
    UPDATE feeds SET total = total - 1, unread = unread - (old.read = 0) WHERE id = old.feed_id;
    UPDATE feeds SET total = total + 1, unread = unread + (old.read = 0) WHERE id = new.feed_id;
    UPDATE counts SET
        total = total + (new.feed_id IS NULL) - (old.feed_id IS NULL),
        unread = unread + (old.read = 0) * ((new.feed_id IS NULL) - (old.feed_id IS NULL))
    WHERE name = 'loose';
END;
CREATE TRIGGER count_read AFTER UPDATE OF read ON articles WHEN new.read <> old.read BEGIN
    UPDATE feeds SET unread = unread + old.read - new.read WHERE id = new.feed_id;
END;
CREATE TRIGGER count_read_else AFTER UPDATE OF read ON articles
WHEN new.read <> old.read AND (new.feed_id IS NULL OR new.bookmarked) BEGIN
    UPDATE counts SET unread = unread + old.read - new.read
    WHERE (name = 'loose' AND new.feed_id IS NULL) OR (name = 'kept' AND new.bookmarked);
END;
CREATE TRIGGER count_kept AFTER UPDATE OF bookmarked ON articles
WHEN new.bookmarked <> old.bookmarked BEGIN
    UPDATE counts SET
        total = total + new.bookmarked - old.bookmarked,
        unread = unread + (old.read = 0) * (new.bookmarked - old.bookmarked)
    WHERE name = 'kept';
END;
"""

_REMOVING = """
ALTER TABLE feeds ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN keep_days INTEGER;
ALTER TABLE feeds ADD COLUMN interval_minutes INTEGER;
ALTER TABLE feeds ADD COLUMN failing_since INTEGER;
ALTER TABLE feeds ADD COLUMN newest INTEGER;
ALTER TABLE feeds ADD COLUMN rhythm INTEGER;
UPDATE feeds SET
    newest = (SELECT max(sort_time) FROM articles WHERE feed_id = feeds.id),
    failing_since = CASE WHEN failures > 0 THEN coalesce(last_success, added) END;
ALTER TABLE articles ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN former_feed INTEGER;

DROP INDEX articles_time;
DROP INDEX articles_time_unread;
DROP INDEX articles_shown;
DROP INDEX articles_shown_unread;
DROP INDEX articles_folder;
DROP INDEX articles_folder_unread;
DROP INDEX articles_feed;
DROP INDEX articles_feed_unread;
DROP INDEX articles_kept;
DROP INDEX articles_kept_unread;
DROP INDEX articles_pending;
DROP INDEX articles_old;
CREATE INDEX articles_time ON articles (sort_time, id) WHERE removed = 0;
CREATE INDEX articles_time_unread ON articles (sort_time, id) WHERE removed = 0 AND read = 0;
CREATE INDEX articles_shown ON articles (sort_time, id) WHERE removed = 0 AND hidden = 0;
CREATE INDEX articles_shown_unread ON articles (sort_time, id)
WHERE removed = 0 AND hidden = 0 AND read = 0;
CREATE INDEX articles_folder ON articles (folder_id, sort_time, id) WHERE removed = 0;
CREATE INDEX articles_folder_unread ON articles (folder_id, sort_time, id)
WHERE removed = 0 AND read = 0;
CREATE INDEX articles_feed ON articles (feed_id, sort_time, id) WHERE removed = 0;
CREATE INDEX articles_feed_unread ON articles (feed_id, sort_time, id)
WHERE removed = 0 AND read = 0;
CREATE INDEX articles_kept ON articles (sort_time, id) WHERE removed = 0 AND bookmarked = 1;
CREATE INDEX articles_kept_unread ON articles (sort_time, id)
WHERE removed = 0 AND bookmarked = 1 AND read = 0;
CREATE INDEX articles_pending ON articles (sort_time, id)
WHERE removed = 0 AND (preparation = 'pending' OR retries > 0);
CREATE INDEX articles_old ON articles (read, received) WHERE removed = 0 AND bookmarked = 0;
CREATE INDEX articles_removed ON articles (removed) WHERE removed <> 0;
CREATE INDEX articles_of_former_feed ON articles (former_feed) WHERE former_feed IS NOT NULL;

DROP TRIGGER count_out;
CREATE TRIGGER count_out AFTER DELETE ON articles WHEN old.removed = 0 BEGIN
    UPDATE feeds SET total = total - 1, unread = unread - (old.read = 0) WHERE id = old.feed_id;
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0)
    WHERE (name = 'loose' AND old.feed_id IS NULL) OR (name = 'kept' AND old.bookmarked);
END;
DROP TRIGGER count_moved;
CREATE TRIGGER count_moved AFTER UPDATE OF feed_id ON articles
WHEN new.feed_id IS NOT old.feed_id AND old.removed = 0 BEGIN
    UPDATE feeds SET total = total - 1, unread = unread - (old.read = 0) WHERE id = old.feed_id;
    UPDATE feeds SET total = total + 1, unread = unread + (old.read = 0) WHERE id = new.feed_id;
    UPDATE counts SET
        total = total + (new.feed_id IS NULL) - (old.feed_id IS NULL),
        unread = unread + (old.read = 0) * ((new.feed_id IS NULL) - (old.feed_id IS NULL))
    WHERE name = 'loose';
END;
DROP TRIGGER count_read;
CREATE TRIGGER count_read AFTER UPDATE OF read ON articles
WHEN new.read <> old.read AND new.removed = 0 BEGIN
    UPDATE feeds SET unread = unread + old.read - new.read WHERE id = new.feed_id;
END;
DROP TRIGGER count_read_else;
CREATE TRIGGER count_read_else AFTER UPDATE OF read ON articles
WHEN new.read <> old.read AND new.removed = 0 AND (new.feed_id IS NULL OR new.bookmarked) BEGIN
    UPDATE counts SET unread = unread + old.read - new.read
    WHERE (name = 'loose' AND new.feed_id IS NULL) OR (name = 'kept' AND new.bookmarked);
END;
CREATE TRIGGER count_removed AFTER UPDATE OF removed ON articles
WHEN (new.removed = 0) <> (old.removed = 0) BEGIN
    UPDATE feeds SET
        total = total + (new.removed = 0) - (old.removed = 0),
        unread = unread + (new.read = 0) * ((new.removed = 0) - (old.removed = 0))
    WHERE id = new.feed_id;
    UPDATE counts SET
        total = total + (new.removed = 0) - (old.removed = 0),
        unread = unread + (new.read = 0) * ((new.removed = 0) - (old.removed = 0))
    WHERE name = 'loose' AND new.feed_id IS NULL;
END;
"""
"""What a person removes is marked, and stands in no list until it is restored or dropped for good
(`newsreader.library.keeping`); a feed has its own settings, and what tells how it is doing."""

_ORDERS = """
CREATE INDEX bookmarks_by_time ON bookmarks (created, article_id);
CREATE INDEX articles_kept_title ON articles (title COLLATE NOCASE, id)
WHERE removed = 0 AND bookmarked = 1;
CREATE INDEX articles_fresh ON articles (feed_id, received) WHERE removed = 0 AND read = 0;
"""
"""The orders of bookmarks; and what came to a feed since some time."""

_PACKING = f"""
ALTER TABLE bodies RENAME COLUMN document TO body;
CREATE TABLE dictionaries (number INTEGER PRIMARY KEY, content BLOB NOT NULL);
ALTER TABLE article_entities DROP COLUMN salience;
ALTER TABLE article_entities DROP COLUMN count;
{INDEX_WEIGHTS};
"""
"""A row of ``bodies`` holds all that belongs to a text in one piece, packed with one of
``dictionaries``; its ``entities`` are empty, but for rows of older programs
(`newsreader.library.texts`). The index for searches keeps its form, and knows its weights. How
often and how much an article names whom stands with its text only."""

_TTL = "ALTER TABLE feeds ADD COLUMN ttl INTEGER;\n"
"""How many minutes a feed asks to be left alone: an answer without a body does not say it again."""

_IDENTITIES = """
ALTER TABLE entities ADD COLUMN folded TEXT;
ALTER TABLE entities ADD COLUMN known INTEGER;
ALTER TABLE entities ADD COLUMN identity INTEGER;
ALTER TABLE article_entities ADD COLUMN own INTEGER NOT NULL DEFAULT 1;
UPDATE entities SET folded = folded(name) WHERE folded(name) <> name COLLATE NOCASE;
DROP INDEX entities_folded;
CREATE INDEX entities_folded ON entities (coalesce(folded, name) COLLATE NOCASE);
CREATE INDEX entities_of_identity ON entities (identity) WHERE identity IS NOT NULL;
CREATE INDEX entities_of_country ON entities (country) WHERE country <> '';

CREATE TABLE entity_links (
    entity_id INTEGER PRIMARY KEY REFERENCES entities (id),
    identity INTEGER NOT NULL,
    changed INTEGER NOT NULL
);
CREATE TABLE article_links (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    entity_id INTEGER NOT NULL REFERENCES entities (id),
    identity INTEGER NOT NULL REFERENCES entities (id),
    changed INTEGER NOT NULL,
    PRIMARY KEY (article_id, entity_id)
) WITHOUT ROWID;
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    in_title INTEGER NOT NULL,
    start INTEGER NOT NULL,
    words TEXT NOT NULL,
    old_type TEXT NOT NULL,
    new_type TEXT NOT NULL,
    context TEXT NOT NULL,
    context_start INTEGER NOT NULL,
    language TEXT NOT NULL,
    changed INTEGER NOT NULL
);
CREATE INDEX corrections_of_article ON corrections (article_id);

CREATE VIRTUAL TABLE names USING fts5 (
name, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO names (rowid, name) SELECT id, name FROM entities WHERE type NOT IN ('date', 'money');
CREATE TRIGGER name_in AFTER INSERT ON entities WHEN new.type NOT IN ('date', 'money') BEGIN
    INSERT INTO names (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER name_out AFTER DELETE ON entities WHEN old.type NOT IN ('date', 'money') BEGIN
    INSERT INTO names (names, rowid, name) VALUES ('delete', old.id, old.name);
END;
"""
"""A row of ``entities`` is a name of one type as articles give it. Where it names the same as
another, ``identity`` says which (NULL: itself; 0: it is no name): by what the person said
(``entity_links``), or else by what is known of it (``known``). An article has a row of
``article_entities`` for each name that is its ``own``, and for each identity of these
(`newsreader.library.identities`). ``folded`` is NULL where it differs from the name only in
capitals from A to Z."""

_SITES = """
CREATE TABLE sites (host TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
"""
"""Which text the person wants of a site's articles (`newsreader.core.models.SiteText`)."""

_RULES = """
CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    action TEXT NOT NULL,
    query TEXT NOT NULL DEFAULT '',
    entity_id INTEGER REFERENCES entities (id),
    name TEXT NOT NULL DEFAULT '',
    tag TEXT NOT NULL DEFAULT '',
    until INTEGER,
    created INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    unread INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE verdicts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id INTEGER NOT NULL REFERENCES rules (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    sort_time INTEGER NOT NULL,
    arrived INTEGER NOT NULL
);
CREATE UNIQUE INDEX verdicts_in_order ON verdicts (rule_id, sort_time, article_id);
CREATE INDEX verdicts_by_article ON verdicts (article_id, rule_id);
CREATE VIEW hidden_articles AS SELECT article_id FROM verdicts
CROSS JOIN rules ON rules.id = rule_id WHERE action = 'hide';
CREATE VIEW watched_articles AS SELECT article_id FROM verdicts
CROSS JOIN rules ON rules.id = rule_id WHERE action = 'notify';
DROP INDEX articles_pending;
CREATE INDEX articles_pending ON articles (sort_time, id)
WHERE removed IN (0, -2) AND (preparation = 'pending' OR retries > 0);
CREATE INDEX articles_hidden ON articles (sort_time, id) WHERE removed = -2;

CREATE TRIGGER verdict_in AFTER INSERT ON verdicts BEGIN
    UPDATE rules SET total = total + 1,
        unread = unread + (SELECT read = 0 FROM articles WHERE id = new.article_id)
    WHERE id = new.rule_id
    AND EXISTS (SELECT 1 FROM articles WHERE id = new.article_id AND removed = 0);
    UPDATE articles SET removed = -2
    WHERE id = new.article_id AND removed = 0 AND bookmarked = 0
    AND EXISTS (SELECT 1 FROM rules WHERE id = new.rule_id AND action = 'hide');
END;
CREATE TRIGGER verdict_out AFTER DELETE ON verdicts BEGIN
    UPDATE rules SET total = total - 1,
        unread = unread - (SELECT read = 0 FROM articles WHERE id = old.article_id)
    WHERE id = old.rule_id
    AND EXISTS (SELECT 1 FROM articles WHERE id = old.article_id AND removed = 0);
    UPDATE articles SET removed = 0 WHERE id = old.article_id AND removed = -2
    AND NOT EXISTS (SELECT 1 FROM hidden_articles WHERE article_id = old.article_id);
END;
CREATE TRIGGER hidden_still AFTER UPDATE OF removed, bookmarked ON articles
WHEN new.removed = 0 AND new.bookmarked = 0 AND (old.removed <> 0 OR old.bookmarked) BEGIN
    UPDATE articles SET removed = -2 WHERE id = new.id
    AND EXISTS (SELECT 1 FROM hidden_articles WHERE article_id = new.id);
END;
CREATE TRIGGER kept_is_shown AFTER UPDATE OF bookmarked ON articles
WHEN new.bookmarked AND new.removed = -2 BEGIN
    UPDATE articles SET removed = 0 WHERE id = new.id;
END;
CREATE TRIGGER judged_read AFTER UPDATE OF read ON articles
WHEN new.read <> old.read AND new.removed = 0 BEGIN
    UPDATE rules SET unread = unread + old.read - new.read
    WHERE id IN (SELECT rule_id FROM verdicts WHERE article_id = new.id);
END;
CREATE TRIGGER judged_removed AFTER UPDATE OF removed ON articles
WHEN (new.removed = 0) <> (old.removed = 0) BEGIN
    UPDATE rules SET
        total = total + (new.removed = 0) - (old.removed = 0),
        unread = unread + (new.read = 0) * ((new.removed = 0) - (old.removed = 0))
    WHERE id IN (SELECT rule_id FROM verdicts WHERE article_id = new.id);
END;
"""
"""A row of ``verdicts`` says that a rule holds for an article; ``arrived`` tells those of articles
that had just come in. What a rule hides is marked in ``removed`` (`newsreader.library.keeping`) as
long as there is such a row, by triggers, so that no list and no count has it. ``pending`` is the
highest id of the articles that a rule is still to be tried on. Each rule counts its articles that
stand in lists."""

_BEGINNINGS = """
DROP TABLE names;
CREATE VIRTUAL TABLE names USING fts5 (name, content = '', columnsize = 0, detail = none,
prefix = '1 2', tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO names (rowid, name) SELECT id, name FROM entities WHERE type NOT IN ('date', 'money');
"""
"""Names are suggested from the first letter on: these beginnings have lists of their own."""

_COPIES = """
ALTER TABLE dictionaries ADD COLUMN checksum INTEGER;
UPDATE dictionaries SET checksum = checksum(content);
CREATE TABLE dictionary_copies (
    number INTEGER PRIMARY KEY, content BLOB NOT NULL, checksum INTEGER
);
INSERT INTO dictionary_copies SELECT number, content, checksum FROM dictionaries;
"""
"""Without its dictionary no text can be read: there are two of each
(`newsreader.library.dictionaries`)."""

_REVISIONS = """
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    until INTEGER NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    body BLOB NOT NULL,
    entities BLOB NOT NULL
);
CREATE INDEX revisions_by_article ON revisions (article_id, id);
ALTER TABLE articles ADD COLUMN revisions INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER revision_kept AFTER INSERT ON revisions BEGIN
    UPDATE articles SET revisions = revisions + 1 WHERE id = new.article_id;
END;
CREATE TRIGGER revision_dropped AFTER DELETE ON revisions BEGIN
    UPDATE articles SET revisions = revisions - 1 WHERE id = old.article_id;
END;
"""
"""The earlier texts of articles (`newsreader.library.revisions`), each as ``bodies`` had it; an
article knows how many it has."""

_SET_ASIDE = """
CREATE TABLE damaged_texts (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    body BLOB NOT NULL,
    entities BLOB NOT NULL
);
CREATE INDEX damaged_texts_by_article ON damaged_texts (article_id);
CREATE INDEX articles_unindexed ON articles (id) WHERE indexed = 0;
"""
"""Texts of bookmarks that could not be read, each as ``bodies`` had it: what is the person's is
never dropped. And which articles wait to be put into the index for searches."""

_WARNINGS = "ALTER TABLE feeds ADD COLUMN warnings TEXT NOT NULL DEFAULT '';\n"
"""What was odd when a feed was last read: a sentence a line."""

FILL_PIECES = (
    "INSERT INTO pieces (rowid, title, tags, media) SELECT id, title, tags, media FROM pieces_of"
)
_TAKE_OUT_PIECES = (
    "INSERT INTO pieces (pieces, rowid, title, tags, media)"
    " SELECT 'delete', id, title, tags, media FROM pieces_of"
)
_PIECES = f"""
CREATE VIEW pieces_of AS SELECT
id, replace(replace(title, char(304), 'i'), char(305), 'i') AS title, tags, media FROM articles;
CREATE VIRTUAL TABLE pieces USING fts5 (title, tags, media,
content = '', columnsize = 0, detail = none, tokenize = 'trigram');
{FILL_PIECES};
CREATE TRIGGER pieces_in AFTER INSERT ON articles BEGIN
    {FILL_PIECES} WHERE id = new.id;
END;
CREATE TRIGGER pieces_out BEFORE DELETE ON articles BEGIN
    {_TAKE_OUT_PIECES} WHERE id = old.id;
END;
CREATE TRIGGER pieces_leave BEFORE UPDATE OF title, tags, media ON articles
WHEN (new.title, new.tags, new.media) <> (old.title, old.tags, old.media) BEGIN
    {_TAKE_OUT_PIECES} WHERE id = old.id;
END;
CREATE TRIGGER pieces_come AFTER UPDATE OF title, tags, media ON articles
WHEN (new.title, new.tags, new.media) <> (old.title, old.tags, old.media) BEGIN
    {FILL_PIECES} WHERE id = new.id;
END;
CREATE INDEX articles_language ON articles (language COLLATE NOCASE);
"""
"""Every three characters in a row of titles, tags and kinds of media (`newsreader.library.pieces`):
60 bytes for an article. Addresses would take 40 more, and a third of the time to store what comes
in; they are looked through instead. Two Turkish letters stand as the i that a regular expression
takes them for."""

LAO_BURMESE_KHMER = "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
_MORE_SCRIPTS = f"""
DROP INDEX articles_unindexed;
CREATE INDEX articles_unindexed ON articles (id) WHERE indexed <= 0;
UPDATE articles SET indexed = -1
WHERE indexed = 1 AND (title GLOB '*[{LAO_BURMESE_KHMER}]*' OR language IN ('lo', 'my', 'km'));
"""
"""More scripts without spaces are indexed character by character: what is written in them goes in
anew, bit by bit (`newsreader.library.text_index`)."""

_IMAGES = "CREATE INDEX articles_with_image ON articles (id) WHERE image IS NOT NULL;\n"
"""Which articles have an image: it takes 10 bytes for each of these."""

ARRIVED = -2
_PIECES_CHANGE = "(new.title, new.tags, new.media) <> (old.title, old.tags, old.media)"
_ARRIVALS = f"""
DROP TRIGGER pieces_in;
CREATE TRIGGER pieces_in AFTER INSERT ON articles WHEN new.indexed <> {ARRIVED} BEGIN
    {FILL_PIECES} WHERE id = new.id;
END;
DROP TRIGGER pieces_out;
CREATE TRIGGER pieces_out BEFORE DELETE ON articles WHEN old.indexed <> {ARRIVED} BEGIN
    {_TAKE_OUT_PIECES} WHERE id = old.id;
END;
DROP TRIGGER pieces_leave;
CREATE TRIGGER pieces_leave BEFORE UPDATE OF title, tags, media ON articles
WHEN old.indexed <> {ARRIVED} AND {_PIECES_CHANGE} BEGIN
    {_TAKE_OUT_PIECES} WHERE id = old.id;
END;
DROP TRIGGER pieces_come;
CREATE TRIGGER pieces_come AFTER UPDATE OF title, tags, media, indexed ON articles
WHEN new.indexed <> {ARRIVED} AND (old.indexed = {ARRIVED} OR {_PIECES_CHANGE}) BEGIN
    {FILL_PIECES} WHERE id = new.id;
END;
"""
"""Of a refresh that brings much, the indexes are made when all has been stored: until then, what
has come in is marked as such (`newsreader.library.text_index`), and is in none of them."""

_GATHERING = """
CREATE TABLE gathering (
    identity INTEGER NOT NULL,
    name_id INTEGER NOT NULL,
    before INTEGER NOT NULL,
    PRIMARY KEY (identity, name_id)
) WITHOUT ROWID;
"""
"""Whose articles are still to be brought together, and before which time
(`newsreader.library.gathering`)."""

MIGRATIONS: tuple[str, ...] = (
    f"{_FIRST}{INDEX};\n",
    _REMOVING,
    _ORDERS,
    _PACKING,
    _TTL,
    _IDENTITIES,
    _SITES,
    _RULES,
    _BEGINNINGS,
    _COPIES,
    _REVISIONS,
    _SET_ASIDE,
    _WARNINGS,
    _PIECES,
    _MORE_SCRIPTS,
    _IMAGES,
    _ARRIVALS,
    _GATHERING,
)
"""Each brings the file from the version of its index to the next."""
