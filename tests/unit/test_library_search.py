from __future__ import annotations

import contextlib
import itertools
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsreader.core.errors import InputError
from newsreader.core.models import Action, Article, Enclosure, Entity, EntityType, Place
from newsreader.core.patterns import compile_pattern
from newsreader.core.query import FIELDS, ListQuery, Order, Pattern, Scope
from newsreader.library import (
    Library,
    lists,
    migrating,
    opening,
    pieces,
    schema,
    selection,
    text_index,
)
from newsreader.library.conditions import condition
from newsreader.library.required import required
from tests.support.library import NOON, entry, prepare, store

TEXTS = {
    1: ("Café opens", "The naïve Brontë came at once."),
    2: ("東京の天気", "今日は東京で雨が降る。"),
    3: ("Blue whale sighted", "A whale of a time, blue as ever."),
    4: ("Whale song", 'He said "hello" AND left; NEAR(the) sea - *stars*.'),
    5: ("Українські новини", "Київ сьогодні ґанок їжак."),
}


@pytest.fixture
def filled(library: Library) -> Library:
    one = library.feeds.add("https://times.example/rss", title="The Times", folder="World/Asia")
    two = library.feeds.add("https://blog.example/rss", title="A_Blog")
    library.feeds.rename(two.id, "100% Mine")
    audio = Enclosure(url="https://blog.example/a.mp3", type="audio/mpeg")
    with library.transaction():
        for number, (title, text) in TEXTS.items():
            made = entry(
                number,
                title=title,
                authors=("Ann Lee",) if number % 2 else ("Bo",),
                tags=("Science", "Two words") if number == 3 else (),
                enclosures=(audio,) if number == 4 else (),
                image="https://x.example/i.png" if number == 1 else None,
                published=NOON - timedelta(days=number),
            )
            feed = one if number < 4 else two
            article_id = store(library, feed.id, [made]).new[0]
            assert article_id == number
            prepare(library, article_id, text, language="uk" if number == 5 else "en-GB")
        kyiv = Place(name="Kyiv", country="UA", lat=50.4, lon=30.5)
        names = [
            Entity(name="Kyiv", type=EntityType.PLACE, place=kyiv),
            Entity(name="Ann Lee", type=EntityType.PERSON),
            Entity(name="Blue Whale Ltd", type=EntityType.ORGANISATION),
        ]
        prepare(library, 5, TEXTS[5][1], entities=names, language="uk", source="page")
        library.bookmarks.add(2, tags=["mine", "50%"])
        library.articles.mark_read([1], True)
    return library


def found(library: Library, query: str) -> list[int]:
    ids = [article.id for article in library.articles.page(ListQuery(query=query))]
    assert library.articles.count(ListQuery(query=query)) == len(ids)
    return ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("cafe", [1]),
        ("CAFÉ", [1]),
        ("bronte", [1]),
        ("naïve", [1]),
        ("東京", [2]),
        ("雨が", [2]),
        ("京東", []),
        ("whal", [3, 4]),
        ("blue whale", [3]),
        ('"blue whale"', [3]),
        ('"whale blue"', []),
        ('"whal"', []),
        ("whale -blue", [4]),
        ("whale OR cafe", [1, 3, 4]),
        ("(whale OR cafe) -song", [1, 3]),
        ("-whale", [1, 2, 5]),
        ("-(whale OR cafe)", [2, 5]),
        ("київ", [5]),
        ("їжак ґанок", [5]),
        ("title:whale", [3, 4]),
        ("title:time", []),
        ("author:ann", [1, 3, 5]),
        ('author:"ann lee" whale', [3]),
        ("feed:times", [1, 2, 3]),
        ("feed:mine", [4, 5]),
        ("feed:%", [4, 5]),
        ("feed:blog.example", [4, 5]),
        ("folder:World", [1, 2, 3]),
        ("folder:world/asia", [1, 2, 3]),
        ("folder:%", []),
        ("folder:Worl", []),
        ("url:example/3", [3]),
        ("tag:science", [3]),
        ('tag:"two words"', [3]),
        ("tag:two", []),
        ("tag:mine", [2]),
        ("tag:50%", [2]),
        ("entity:kyiv", [5]),
        ("place:Kyiv", [5]),
        ("person:Kyiv", []),
        ('org:"blue whale ltd"', [5]),
        ("country:ua", [5]),
        ("lang:uk", [5]),
        ("lang:en", [1, 2, 3, 4]),
        ("is:read", [1]),
        ("is:unread", [2, 3, 4, 5]),
        ("is:bookmarked", [2]),
        ("has:audio", [4]),
        ("has:video", []),
        ("has:image", [1]),
        ("has:text whale", [3, 4]),
        ("-has:text", []),
        ("after:2026-02-27", [1, 2]),
        ("before:2026-02-26", [4, 5]),
        ("newer:60h", [1, 2]),
        ("older:3d", [4, 5]),
        ("older:99999y", []),
        ("newer:99999y whale", [3, 4]),
        ("/^blue/", [3]),
        ("-/whale/", [1, 2, 5]),
        ("whale is:unread feed:mine", [4]),
        ("!!!", [1, 2, 3, 4, 5]),
        ("whale !!!", [3, 4]),
        ("whale -!!!", [3, 4]),
        ("whale OR !!!", [3, 4]),
        ("said", [4]),
        ("*stars*", [4]),
        ("text:whale", []),
    ],
)
def test_what_a_query_finds(filled: Library, query: str, ids: list[int]) -> None:
    assert found(filled, query) == ids


@pytest.mark.parametrize(
    "query", ['"', '"hello" AND', "col:x", "a*", "{x}", "^x", "a + b", "'", "\\"]
)
def test_the_syntax_of_the_index_is_harmless(filled: Library, query: str) -> None:
    with contextlib.suppress(InputError):
        found(filled, query)


def test_a_query_stays_inside_its_scope(filled: Library) -> None:
    query = ListQuery(Scope("feed", 1), query="whale")
    assert [article.id for article in filled.articles.page(query)] == [3]
    query = ListQuery(Scope("bookmarks"), query="東京")
    assert [article.id for article in filled.articles.page(query)] == [2]


def test_hidden_feeds_are_searched(filled: Library) -> None:
    filled.feeds.set_options(1, hidden=True)
    assert found(filled, "whale") == [3, 4]


def test_an_error_is_the_same_wherever_the_query_is_asked(filled: Library) -> None:
    broken = ListQuery(query="(whale")
    for ask in (filled.articles.page, filled.articles.count, filled.articles.mark_all_read):
        with pytest.raises(InputError, match="Column 7"):
            ask(broken)
    with pytest.raises(InputError):
        filled.search.snippets([1], "(whale")
    with pytest.raises(InputError):
        filled.search.best(broken)


_SIGNS = ("-", "(", ")", '"', "NEAR(", "*", "^", "%", "_", "'", ";", "\0", "\ud800")
_WORDS = ("whale", "東京", "é", "/wh/", "title:x", "is:read", "newer:9d", "OR", "NOT")
_PIECES = st.sampled_from((*(f"{name}:x" for name in FIELDS), *_SIGNS, *_WORDS))


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.one_of(st.text(max_size=20), st.lists(_PIECES, max_size=8).map(" ".join)))
def test_whatever_can_be_parsed_can_be_run(filled: Library, text: str) -> None:
    query = ListQuery(query=text)
    try:
        page = filled.articles.page(query)
    except InputError:
        return
    assert filled.articles.count(query) == len(page)
    assert {article.id for article in filled.search.best(query)} == {article.id for article in page}
    filled.search.snippets([1, 2, 3, 4, 5], text)


@pytest.mark.parametrize(
    ("query", "article_id", "marked"),
    [
        ("bronte", 1, ["Brontë"]),
        ("BRO", 1, ["Brontë"]),
        ("東京", 2, ["東京"]),
        ("whale", 3, ["whale"]),
        ('"time blue" feed:x', 3, ["time, blue"]),
        ("whale blue", 3, ["whale", "blue"]),
        ("їжак", 5, ["їжак"]),
        ("left -whale", 4, ["left"]),
    ],
)
def test_snippets(filled: Library, query: str, article_id: int, marked: list[str]) -> None:
    snippet = filled.search.snippets([article_id], query)[article_id]
    assert [snippet.text[start:end] for start, end in snippet.spans] == marked


def test_no_snippet_where_the_text_holds_no_word(filled: Library) -> None:
    assert filled.search.snippets([1, 2, 99], "whale") == {}
    assert filled.search.snippets([1], "is:read") == {}
    assert filled.search.snippets([1], "-once") == {}


def test_a_snippet_is_short_and_around_the_word(library: Library) -> None:
    article = library.articles.add_page("https://site.example/", "Page")
    prepare(library, article.id, "filler words " * 500 + "needle " + "more words " * 500)
    snippet = library.search.snippets([article.id], "needle")[article.id]
    assert len(snippet.text) < 200
    assert "needle" in snippet.text
    assert "\n" not in snippet.text


def test_the_best_comes_first_where_the_word_is_rare(filled: Library) -> None:
    prepare(filled, 1, "A long text that has the song only once. " * 30 + "whale")
    best = [article.id for article in filled.search.best(ListQuery(query="whale"))]
    assert best[-1] == 1
    assert sorted(best) == [1, 3, 4]


def test_the_best_are_bounded(filled: Library) -> None:
    assert len(filled.search.best(ListQuery(query="whale"), limit=1)) == 1
    assert len(filled.search.best(ListQuery(query="is:unread"), limit=2)) == 2


@pytest.mark.parametrize("most", [0, 2, 40])
def test_a_beginning_finds_the_same_spelled_out_or_not(
    filled: Library, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(text_index, "MOST_TERMS", most)
    filled.articles.remove([4])
    for number, word in enumerate(("whaling", "whaler", "WHALES", "whålers", "wha"), start=6):
        store(filled, 1, [entry(number, title=word, published=NOON - timedelta(days=number))])
    assert found(filled, "whal") == [3, 6, 7, 8, 9]
    assert found(filled, "WHALER") == [7, 9]
    assert found(filled, "title:whal -whaler") == [3, 6, 8]
    assert found(filled, "whaling OR cafe") == [1, 6]
    assert filled.articles.count(ListQuery(query="whal"), limit=3) == 3
    rule = filled.rules.add(Action.LIST, name="Whales", query="whal")
    filled.rules.step()
    assert filled.rules.get(rule.id).total == 5


@pytest.mark.parametrize("widest", [1, 7, 1000])
@pytest.mark.parametrize("order", [Order.NEWEST, Order.OLDEST])
@pytest.mark.parametrize(
    "query",
    [
        "whale",
        "whale -blue",
        "whale is:unread",
        "whale /1/",
        "-blue",
        "whale feed:times",
        "-blue feed:x",
    ],
)
def test_common_words_are_looked_for_nearby_and_none_is_missed(
    library: Library, monkeypatch: pytest.MonkeyPatch, query: str, order: Order, widest: int
) -> None:
    monkeypatch.setattr(selection, "FEW", 2)
    monkeypatch.setattr(selection, "WIDEST", widest)
    monkeypatch.setattr(selection, "MOST_ALONE", 5)
    monkeypatch.setattr(lists, "_NEAR", 8)
    feed = library.feeds.add("https://times.example/rss")
    with library.transaction():
        for number in range(60):
            title = f"{'whale' if number % 5 else 'otter'} {'blue ' * (number % 3 == 0)}{number}"
            hours = timedelta(hours=number + 25 * (number % 7 == 0))  # some come late
            made = entry(number, title=title, published=NOON - timedelta(days=9) + hours)
            store(library, feed.id, [made])
            prepare(library, number + 1, "A text.")
    library.articles.mark_read(list(range(20, 40)), True)
    library.articles.remove([1, 9, 50])
    wanted = ListQuery(query=query, order=order)
    every = library.articles.page(wanted, limit=-1)
    assert library.articles.count(wanted) == len(every) > 5
    assert library.articles.count(wanted, limit=4) == 4
    forwards: list[Article] = []
    while page := library.articles.page(
        wanted, after=order.key(forwards[-1]) if forwards else None, limit=3
    ):
        forwards += page
    assert forwards == every
    backwards = every[-1:]
    while page := library.articles.page(wanted, before=order.key(backwards[0]), limit=3):
        backwards = [*page, *backwards]
    assert backwards == every


CONDITIONS = (
    "feed:times", "feed:e", "feed:nosuch", "feed:mine", "folder:World", "folder:nosuch",
    "is:bookmarked", "is:unread", "is:hidden", "entity:kyiv", "person:lee", "person:nobody",
    "after:2026-02-26", "before:2026-02-27", "whale", "-whale", "", "lang:en", "url:example/3",
    "tag:mine", "has:audio", "has:image", "note:x", "/^late|whale/", r"/\bblue\b/", "-lang:en",
    "(cafe OR late)",
)  # fmt: skip


def test_a_condition_that_leads_to_what_it_finds_finds_what_all_articles_have(
    filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = filled.feeds.add("https://late.example/rss", folder="World")
    for number in range(6, 9):
        store(filled, feed.id, [entry(number, title="Mine, and late")])
        lee = [Entity(name=name, type=EntityType.PERSON) for name in ("Lee", "Ann Lee", "Bo Lee")]
        prepare(filled, number, "A whale, a text.", entities=lee[: number - 5])
    filled.bookmarks.add(6)
    filled.feeds.remove(feed.id)  # what is bookmarked stays
    filled.rules.add(Action.HIDE, query="feed:times song")
    filled.rules.step()
    queries = [
        ListQuery(query=f"{one} {other}", order=order, unread_only=unread)
        for one, other in itertools.combinations(CONDITIONS, 2)
        for order, unread in ((Order.NEWEST, False), (Order.OLDEST, True))
    ]

    def answers() -> list[tuple[list[int], int]]:
        return [
            ([one.id for one in filled.articles.page(query)], filled.articles.count(query, limit=9))
            for query in queries
        ]

    some = selection.MOST_SORTED
    for few, most in ((selection.FEW, some), (0, some), (0, 0)):
        monkeypatch.setattr(selection, "FEW", few)
        monkeypatch.setattr(selection, "MOST_SORTED", most)
        filled._database.memory.clear()
        with monkeypatch.context() as without:
            without.setattr(selection, "narrowed", lambda *_, **__: None)
            without.setattr(pieces, "leading", lambda _: None)
            expected = answers()
        assert answers() == expected
        assert all(len(ids) == count for ids, count in expected)
    assert [6] in [ids for ids, _ in expected]


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("bitcoin|ethereum", [["bitcoin"], ["ethereum"]]),
        ("^Show HN", [["Show HN"]]),
        (r"\bEU\b", [["\bEU\b"]]),
        ("colou?rs", [["colo", "rs"]]),
        ("ab*c+d{2}e", [["a", "c", "dde"]]),
        ("a{0}b{2,}?c{1,1}d{7}{", [["bb", "cddd", "{"]]),
        (r"a\.b\d\*c", [["a.b", "*c"]]),
        ("x[|(]y", [["x|y"], ["x(y"]]),
        ("(foo|bar) (?:one|two)?baz", [["foo ", "baz"], ["bar ", "baz"]]),
        ("((a|b){2}c|d)", [["aac"], ["abc"], ["bac"], ["bbc"], ["d"]]),
        (r"gr[ae][\].]", [["gra]"], ["gra."], ["gre]"], ["gre."]]),
        (r"a[^b]c[\d]d[a-z]e[-x]f[İ]g", [list("acdefg")]),
        ("20[0-4]{4}", [[f"20{a}{b}{c}"] for a, b, c in itertools.product("01234", repeat=3)]),
        ("[0-9]{9}", [["".join(three)] for three in itertools.product("0123456789", repeat=3)]),
        ("x([0-9][0-9][0-9]|a)y", [["x", "y"]]),
        (r"\(a|b\)", [["(a"], ["b)"]]),
        ("a||b", [["a"], [], ["b"]]),
        ("ıstanbul", [["stanbul"]]),
        ("Київ 東京", [["Київ 東京"]]),
        (r"\x41bc", [[]]),
        ("(?x) a b c", [[]]),
        ("(?#|)abc", [[]]),
        (r"(a)\1", [[]]),
    ],
)
def test_what_a_pattern_requires_of_a_title(pattern: str, texts: list[list[str]]) -> None:
    assert [list(filter(None, one)) for one in required(pattern)] == texts


_PATTERNS = st.lists(
    st.sampled_from(
        [
            *"abİıiKksſ. |()?*+^{", r"\b", r"\.", r"\d", "(?:", "eu ", "(a|b)", "(k 2)",
            "[ab]", "[^a]", "[1-3]", "[i-ı]", "[Kıs]", "{2}", "{0}", "{1,2}", "{2,}", "{,1}",
        ]
    )
).map("".join)  # fmt: skip


_TITLES = sqlite3.connect(":memory:")
_TITLES.create_function("matches", 2, lambda pattern, title: bool(re.search(pattern, title, re.I)))


def _as_indexed(text: str) -> str:
    return text.translate({0x130: "i", 0x131: "i", 0x212A: "k", 0x17F: "s"}).lower()


@settings(max_examples=300, deadline=None, derandomize=True)
@example("iks", "ıKſ")
@given(_PATTERNS, st.text("abİıiKKkſs. eu2", max_size=12))
def test_no_title_is_missed_that_a_pattern_matches(pattern: str, title: str) -> None:
    try:
        found = compile_pattern(pattern).search(title)
    except re.error:
        return
    folded = _as_indexed(title)
    texts = required(pattern)
    wanted = [[part for text in one for part in _as_indexed(text).split("\b")] for one in texts]
    assert not found or any(all(part in folded for part in one) for one in wanted)
    sql, values = condition(Pattern(pattern), NOON)
    asked = f"WITH articles (title) AS (SELECT ?) SELECT {sql} FROM articles"
    assert bool(_TITLES.execute(asked, (title, *values)).fetchone()[0]) is bool(found)


def test_parts_of_words_are_led_to_whatever_becomes_of_an_article(filled: Library) -> None:
    store(filled, 1, [entry(6, title='Sorbİer-ı \'n "rıver"', tags=('a"b', "+"))])
    assert found(filled, "/orbier-i/") == found(filled, 'tag:"+"') == [6]
    prepare(filled, 6, "A text.", language="it")
    assert found(filled, "lang:it") == found(filled, "lang:IT has:text") == [6]
    store(filled, 1, [entry(6, title="Another", tags=("Later",))])
    assert found(filled, "/anoth/") == found(filled, "tag:later") == [6]
    assert found(filled, "/orbier/ OR lang:xx OR tag:+") == []
    assert filled.check() == []
    filled.repair()
    assert found(filled, "/sight|song/") == [3, 4]


SENTENCES = {
    "ລັດຖະບານລາວປະກາດແຜນພັດທະນາເສດຖະກິດໃໝ່": ("ເສດຖະກິດ", "ລາວປະກາດ", "ແຜນ"),
    "រដ្ឋាភិបាលកម្ពុជាប្រកាសផែនការអភិវឌ្ឍន៍សេដ្ឋកិច្ច": ("កម្ពុជា", "សេដ្ឋកិច្ច", "ផែនការ"),
    "မြန်မာနိုင်ငံတွင်ရေကြီးမှုကြောင့်လူထောင်ပေါင်းများစွာထွက်ပြေးခဲ့ရ": ("နိုင်ငံ", "ရေကြီးမှု", "ထွက်ပြေး"),
}


def test_scripts_without_spaces_are_found_anywhere_also_in_an_older_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        before = schema.MIGRATIONS.index(schema._MORE_SCRIPTS)
        older.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:before])
        older.setattr(text_index, "INDEXED", 1)
        older.setattr(text_index, "_DENSE", text_index._DENSE_BEFORE)
        older.setattr(opening, "migrate", migrating.migrate)
        library = Library.open(tmp_path / "library.db")
        feed = library.feeds.add("https://times.example/rss")
        for number, sentence in enumerate(SENTENCES, start=1):
            store(library, feed.id, [entry(number, title=sentence)])
            prepare(library, number, f"A text. {sentence}", language="")
        store(library, feed.id, [entry(4, title="No such title"), entry(5, title="東京 in plain")])
        prepare(library, 4, "ພາສາລາວ", language="en")
        library.close()
    library = Library.open(tmp_path / "library.db")
    assert library.index_missing(9) == 3
    store(library, feed.id, [entry(6, title=f"New: {' '.join(SENTENCES)}")])
    for number, words in enumerate(SENTENCES.values(), start=1):
        for word in words:
            assert sorted(found(library, word)) == [number, 6]
            assert library.search.snippets([number], word)[number].spans
    prepare(library, 4, "Changed", language="en")
    assert library._database.rows("SELECT rowid FROM found WHERE found MATCH 'ພາສາລາວ'") == []
    assert found(library, "ພາສາລາວ") == []
    assert library.check() == []
    library.close()


def test_what_has_only_arrived_is_found_by_its_title_when_all_of_it_is_stored(
    library: Library,
) -> None:
    feed = library.feeds.add("https://times.example/rss").id
    entries = [entry(n, title=f"Blue whale {n}", tags=("Science",)) for n in (1, 2, 3)]
    store(library, feed, entries, index=False)
    led = "SELECT rowid FROM pieces WHERE pieces MATCH 'wha' ORDER BY rowid"
    assert found(library, "whale") == library._database.rows(led) == []
    for led_by_pieces in ("tag:science", "/^blue/", r"/\bwhale\b/"):
        assert found(library, led_by_pieces) == [3, 2, 1]
    prepare(library, 1, "A text of otters.")
    assert found(library, "whale") == found(library, "otters") == [1]
    assert library.index_missing(9) == 2
    assert found(library, "whale") == found(library, "/whale/") == [3, 2, 1]
    assert [row["rowid"] for row in library._database.rows(led)] == [1, 2, 3]
    assert library.check() == []


def _edit(library: Library) -> None:
    store(library, 1, [entry(1, title="Red heron")], index=False)


def _drop(library: Library) -> None:
    library.articles.remove([1])
    library.articles.delete_old(NOON + timedelta(days=2), 0, 0)


@pytest.mark.parametrize("change", [_edit, _drop, partial(prepare, article_id=1, text="Otters.")])
def test_what_is_in_no_index_yet_is_taken_out_of_none(
    library: Library, change: Callable[[Library], None]
) -> None:
    library.feeds.add("https://times.example/rss")
    store(library, 1, [entry(1, title="Blue whale")], index=False)
    change(library)
    store(library, 1, [entry(2, title="Whale song")])
    assert 2 in found(library, "whale")
    assert library.check() == []


_LEAVES = (
    "whale", "whal", "title:whale", "author:ann", '"blue whale"', "東京", "їжак", "nosuch",
    "feed:times", "feed:mine", "folder:World", "url:example/3", "tag:science", "entity:kyiv",
    "person:lee", "country:ua", "lang:en", "is:read", "is:unread", "is:bookmarked", "is:watched",
    "has:audio", "has:image", "after:2026-02-26", "before:2026-02-27", "older:3d", "/^blue/",
    "tag:mine", "/whale|cafe/", r"/\bat\b|opens/",
)  # fmt: skip
_Asked = tuple[str, Callable[[dict[str, set[int]]], set[int]]]
"""A query, and which articles it has to find, of those that each of its conditions finds."""


def _leaf(text: str) -> _Asked:
    return text, lambda sets: sets[text]


def _grown(asked: st.SearchStrategy[_Asked]) -> st.SearchStrategy[_Asked]:
    two = st.tuples(asked, asked)
    return st.one_of(
        asked.map(lambda a: (f"-({a[0]})", lambda sets: sets[""] - a[1](sets))),
        two.map(lambda t: (f"({t[0][0]}) {t[1][0]}", lambda s: t[0][1](s) & t[1][1](s))),
        two.map(lambda t: (f"({t[0][0]} OR {t[1][0]})", lambda s: t[0][1](s) | t[1][1](s))),
    )


_QUERIES = st.recursive(st.sampled_from(_LEAVES).map(_leaf), _grown, max_leaves=6)


@pytest.mark.parametrize("few", [selection.FEW, 0])
def test_a_query_finds_what_its_conditions_find_together(
    filled: Library, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    filled.rules.add(Action.NOTIFY, query="cafe OR song")
    filled.rules.add(Action.HIDE, query="title:hidden")
    filled.rules.step()
    store(filled, 1, [entry(6, title="Hidden whale"), entry(7, title="Otter, removed")])
    filled.articles.remove([7])
    sets = {leaf: set(found(filled, leaf)) for leaf in (*_LEAVES, "")}
    assert sets[""] == {1, 2, 3, 4, 5}
    monkeypatch.setattr(selection, "FEW", few)
    monkeypatch.setattr(selection, "MOST_SORTED", few)
    filled._database.memory.clear()

    @settings(max_examples=80, deadline=None, derandomize=True)
    @given(_QUERIES, st.booleans(), st.sampled_from([Order.NEWEST, Order.OLDEST]))
    def holds(asked: _Asked, unread: bool, order: Order) -> None:
        text, wanted = asked
        query = ListQuery(query=text, unread_only=unread, order=order)
        expected = wanted(sets) & sets["is:unread"] if unread else wanted(sets)
        in_order = sorted(expected, reverse=order is Order.OLDEST)  # they age with their numbers
        assert [one.id for one in filled.articles.page(query)] == in_order
        assert filled.articles.count(query) == len(in_order)
        assert {one.id for one in filled.search.best(query)} == expected

    holds()
