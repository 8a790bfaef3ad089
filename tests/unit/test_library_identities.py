"""One identity for whatever names the same; what the person says holds, and can be taken back."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from newsreader.config.paths import resolve_paths
from newsreader.core.errors import InputError
from newsreader.core.models import Entity, EntityType, Mention, Place
from newsreader.core.query import ListQuery, PageKey, Scope
from newsreader.library import Library, gathering, identities
from newsreader.services import corrections, entities, passages
from newsreader.services.session import Session
from tests.support.library import NOON, clock, feed_with, prepare

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session(resolve_paths(tmp_path), clock=clock)
    feed_with(opened.library, 12)
    yield opened
    opened.close_now()


def names(session: Session, article_id: int, *named: tuple[str, EntityType] | Entity) -> None:
    """Prepare an article whose text names some, each in a sentence of its own."""
    entities = [
        one if isinstance(one, Entity) else Entity(name=one[0], type=one[1]) for one in named
    ]
    text = " ".join(f"Here {one.name} is named." for one in entities)
    found = []
    for rank, entity in enumerate(entities):
        start = text.index(f"Here {entity.name} is") + len("Here ")
        mention = Mention(start=start, end=start + len(entity.name), type=entity.type)
        found.append(structs.replace(entity, mentions=(mention,), salience=1 / (rank + 1)))
    prepare(session.library, article_id, text, entities=found)


def articles(session: Session, query: str) -> list[int]:
    return sorted(a.id for a in session.library.articles.page(ListQuery(query=query)))


def shown(session: Session, article_id: int) -> list[tuple[str, EntityType]]:
    reading = session.library.articles.reading(article_id)
    assert reading is not None
    assert reading.entities == session.library.entities.of(article_id)
    return [(one.name, one.type) for one in reading.entities]


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Give all that the library holds of names."""
    database = session.library._database
    return {
        table: sorted(tuple(map(str, row)) for row in database.rows(f"SELECT * FROM {table}"))
        for table in ("article_entities", "entity_links", "article_links", "corrections")
    } | {
        "identities": [
            tuple(row) for row in database.rows("SELECT id, identity FROM entities ORDER BY id")
        ]
    }


def the(session: Session, name: str, kind: EntityType | None = None) -> int:
    found = entities.find(session, name, kind)
    assert found is not None
    return found.id


def test_a_merger_holds_backwards_and_from_then_on(session: Session) -> None:
    names(session, 1, ("Kiev", PLACE), ("Ann Lee", PERSON))
    names(session, 2, ("Kyiv", PLACE))
    names(session, 3, ("Kiev", PLACE), ("Kyiv", PLACE))
    told = corrections.merge(session, the(session, "Kiev"), the(session, "Kyiv"))
    names(session, 4, ("Kiev", PLACE))
    for query in ("place:Kyiv", "entity:kiev", "place:KIEV"):
        assert articles(session, query) == [1, 2, 3, 4]
    assert articles(session, 'place:kiev -person:"ann lee"') == [2, 3, 4]
    assert shown(session, 3) == [("Kyiv", PLACE)]
    assert shown(session, 1) == [("Kyiv", PLACE), ("Ann Lee", PERSON)]
    for name in ("Kiev", "Kyiv"):
        scope = ListQuery(Scope("entity", f"place:{name}"))
        assert session.library.articles.count(scope) == 4
    identity = entities.find(session, "kiev")
    assert identity is not None
    assert (identity.name, identity.aliases, identity.articles) == ("Kyiv", ("Kiev",), 4)
    assert [one.name for one in session.library.entities.top()] == ["Kyiv", "Ann Lee"]
    corrections.take_back(session, told)
    assert articles(session, "place:Kyiv") == [2, 3]
    assert articles(session, "place:Kiev") == [1, 3, 4]
    assert shown(session, 4) == [("Kiev", PLACE)]


def test_every_change_is_taken_back_exactly(session: Session) -> None:
    names(session, 1, ("Kiev", PLACE), ("John Smith", PERSON), ("Reading", PLACE))
    names(session, 2, ("Kyiv", PLACE), ("John Smith", PERSON))
    names(session, 3, ("Kiew", PLACE), ("Kyiv", PLACE))
    corrections.merge(session, the(session, "Kiew"), the(session, "Kyiv"))
    before = [rows(session)]
    changes: list[Callable[[], corrections.Told]] = [
        lambda: corrections.merge(session, the(session, "Kyiv"), the(session, "Kiev")),
        lambda: corrections.split(session, the(session, "Kiev"), "kyiv"),
        lambda: corrections.rename(session, the(session, "John Smith"), "J. Smith"),
        lambda: corrections.rename(session, the(session, "John Smith"), "John Smith"),
        lambda: corrections.retype(session, the(session, "Reading"), ORGANISATION),
        lambda: corrections.split_article(session, the(session, "John Smith"), 2),
        lambda: corrections.drop(session, the(session, "Kiev")),
        lambda: corrections.correct(session, 3, 5, 9, None),
        lambda: corrections.correct(session, 1, 0, 4, PERSON),
        lambda: corrections.reset(session, "Kiev"),
    ]
    told = []
    for change in changes:
        told.append(change())
        before.append(rows(session))
        assert before[-1] != before[-2], told[-1].said
    assert len({one.said for one in told}) == len(told)
    for one in reversed(told):
        before.pop()
        corrections.take_back(session, one)
        after = {table: found for table, found in rows(session).items() if table != "identities"}
        wanted = {table: found for table, found in before[-1].items() if table != "identities"}
        assert after == wanted, one.said
    # names that were made for a change stay, and stand for themselves
    assert [identity for _, identity in rows(session)["identities"] if identity] == [
        identity for _, identity in before[0]["identities"] if identity
    ]


_WAITING = "SELECT count(*) FROM gathering"


def gather(session: Session, steps: int) -> int:
    """Go on for some steps; give how many identities wait then."""
    for _ in range(steps):
        session.library.rules.step()
    return int(session.library._database.value(_WAITING))


@pytest.mark.parametrize("seed", range(3))
def test_an_identity_has_the_articles_of_its_names(
    session: Session, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever is said, taken back in any order, and prepared anew meanwhile, also in steps."""
    monkeypatch.setattr(gathering, "STEP", 0 if seed else gathering.STEP)
    waited = 0
    dice = random.Random(seed)
    known = {"B": "A", "C": "A", "E": "D"}
    kinds = {name: PLACE if name < "F" else PERSON for name in "ABCDEFGH"}
    database = session.library._database

    def some(article_id: int) -> None:
        named = dice.sample("ABCDEFGH", 3)
        names(session, article_id, *(
            Entity(name=name, type=kinds[name], known=known.get(name, "")) for name in named
        ))  # fmt: skip

    for article_id in range(1, 7):
        some(article_id)
    told: list[corrections.Told] = []
    for _ in range(25):
        number = database.value("SELECT id FROM entities LIMIT 1 OFFSET ?", (dice.randrange(8),))
        with contextlib.suppress(InputError):
            match dice.randrange(6):
                case 0 | 1:
                    told.append(corrections.merge(session, number, dice.randint(1, 8)))
                case 2:
                    told.append(corrections.rename(session, number, dice.choice("ABCDXY")))
                case 3:
                    told.append(corrections.drop(session, number))
                case 4:
                    some(dice.randint(1, 6))
                case 5 if told:
                    corrections.take_back(session, told.pop(dice.randrange(len(told))))
        waited += database.value(_WAITING)
        if gather(session, dice.choice((0, 1, 99))):
            continue
        wanted = {
            (identity, row["article_id"])
            for row in database.rows("SELECT entity_id, article_id FROM article_entities WHERE own")
            for identity in {row["entity_id"], identities.root(database, row["entity_id"])} - {0}
        }
        found = database.rows("SELECT entity_id, article_id FROM article_entities")
        assert {tuple(row) for row in found} == wanted
    assert bool(waited) is bool(seed)


def test_the_newest_articles_of_a_common_name_come_first_and_the_others_though_killed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "STEP", 2)
    for article_id in range(1, 12):
        names(session, article_id, ("Kiev", PLACE))
    names(session, 12, ("Kyiv", PLACE))
    before = rows(session)["article_entities"]
    told = corrections.merge(session, the(session, "Kiev"), the(session, "Kyiv"))
    assert articles(session, "place:kyiv") == [9, 10, 11, 12]
    assert gather(session, 1) == 1
    with contextlib.closing(Library.open(session.library._database.path, now=clock)) as other:
        assert len(other.articles.page(ListQuery(query="place:kyiv"))) == 7
        while other.rules.step():
            pass
    assert articles(session, "place:kyiv") == list(range(1, 13))
    corrections.take_back(session, told)
    assert gather(session, 99) == 0
    assert session.library.check() == []
    assert rows(session)["article_entities"] == before


def test_what_is_no_name_is_nowhere(session: Session) -> None:
    names(session, 1, ("Reading", PLACE), ("Ann Lee", PERSON))
    corrections.drop(session, the(session, "Reading"))
    names(session, 2, ("Reading", PLACE))
    assert articles(session, "place:reading") == []
    assert shown(session, 1) == [("Ann Lee", PERSON)]
    assert shown(session, 2) == []
    assert entities.find(session, "Reading") is None
    assert entities.suggest(session, "read") == []
    assert [one.name for one in session.library.entities.top()] == ["Ann Lee"]
    before = rows(session)
    session.library.repair()
    assert rows(session) == before
    assert shown(session, 2) == []
    corrections.reset(session, "reading")
    assert articles(session, "place:reading") == [1, 2]


def test_another_type_is_shown_in_the_text_and_found(session: Session) -> None:
    names(session, 1, ("Arsenal", PLACE))
    names(session, 2, ("Arsenal", ORGANISATION))
    corrections.retype(session, the(session, "Arsenal", PLACE), ORGANISATION)
    [entity] = session.library.entities.of(1)
    assert (entity.type, entity.mentions[0].type, entity.mentions[0].source) == (
        ORGANISATION,
        ORGANISATION,
        "user",
    )
    assert articles(session, "org:arsenal") == [1, 2]
    assert articles(session, "place:arsenal") == []


def test_two_of_one_name_are_told_apart_by_article(session: Session) -> None:
    for article_id in (1, 2):
        names(session, article_id, ("John Smith", PERSON))
    corrections.split_article(session, the(session, "John Smith"), 2)
    assert articles(session, 'person:"John Smith"') == [1]
    assert articles(session, 'person:"John Smith (2)"') == [2]
    assert shown(session, 2) == [("John Smith (2)", PERSON)]
    assert articles(session, "person:smith") == [1, 2]
    assert articles(session, "person:smi") == articles(session, "org:smith") == []
    assert articles(session, "entity:smith -person:john") == []
    names(session, 2, ("Ann Lee", PERSON), ("John Smith", PERSON))  # it is prepared anew
    assert articles(session, 'person:"John Smith (2)"') == [2]
    with pytest.raises(InputError, match="does not name"):
        corrections.split_article(session, the(session, "Ann Lee"), 1)


def test_a_correction_survives_another_text(session: Session) -> None:
    names(session, 1, ("Paris", PLACE), ("Ann Lee", PERSON))
    corrections.correct(session, 1, 5, 10, PERSON)
    names(session, 1, ("Ann Lee", PERSON), ("Paris", PLACE))
    [_, paris] = sorted(session.library.entities.of(1), key=lambda one: one.name)
    assert (paris.name, paris.type) == ("Paris", PERSON)
    text = session.library.articles.reading(1)
    assert text is not None
    [mention] = paris.mentions
    assert text.document.text[mention.start : mention.end] == "Paris"
    assert articles(session, "person:Paris") == [1]
    [told] = corrections.as_data(session)
    assert told["text"][told["start"] : told["end"]] == told["words"] == "Paris"
    assert (told["old_type"], told["new_type"]) == ("place", "person")
    with pytest.raises(InputError):
        corrections.correct(session, 1, 5, 500, None)
    session.library.articles.remove([1])
    session.library.articles.delete_old(NOON + timedelta(days=2), 0, 0)
    assert corrections.as_data(session) == [{**told, "article": None}]


def test_what_is_known_is_one_in_all_languages(session: Session) -> None:
    where = Place(name="Ukraine", country="UA", lat=49, lon=32)
    names(session, 1, Entity(name="Украина", type=PLACE, place=where, known="Ukraine"))
    names(session, 2, Entity(name="Ukraine", type=PLACE, place=where))
    texas = Place(name="Paris", country="US", lat=33, lon=-95)
    names(session, 3, Entity(name="Paris", type=PLACE, place=texas, known="Paris (US)"))
    names(session, 4, Entity(name="Paris", type=PLACE))
    names(session, 5, ("Recep Erdoğan", PERSON))
    names(session, 6, ("Recep Erdogan", PERSON))
    for query in ("place:ukraine", "entity:украина", "country:ua"):
        assert articles(session, query) == [1, 2]
    assert articles(session, "place:paris") == [4]
    assert articles(session, "country:us") == [3]
    assert articles(session, 'person:"recep erdogan"') == [5, 6]
    assert shown(session, 1) == [("Украина", PLACE)]  # as the article says
    [paris] = session.library.entities.of(3)
    identity = entities.identity_of(session, paris)
    assert identity is not None
    assert (identity.name, identity.place) == ("Paris (US)", texas)
    corrections.split(session, the(session, "Ukraine"), "Украина")
    assert articles(session, "place:ukraine") == [2]
    names(session, 7, Entity(name="Украина", type=PLACE, place=where, known="Ukraine"))
    assert articles(session, "entity:украина") == [1, 7]


def test_what_an_older_program_stored_is_known_later(session: Session) -> None:
    names(session, 1, ("Wien", PLACE))
    names(session, 2, Entity(name="Wien", type=PLACE, known="Vienna"))
    assert articles(session, "place:vienna") == [1, 2]
    session.library.repair()
    assert articles(session, "place:vienna") == articles(session, "place:wien") == [1, 2]
    assert [one.name for one in entities.suggest(session, "wie")] == ["Vienna"]


def test_the_page_of_one(session: Session) -> None:
    names(session, 1, ("Ann Lee", PERSON), ("Kyiv", PLACE))
    names(
        session, 2, Entity(name="Ann Lee", type=PERSON, aliases=("Lee", "Ms Lee")), ("Kyiv", PLACE)
    )
    names(session, 3, ("Anne Lee", PERSON), ("Paris", PLACE))
    corrections.merge(session, the(session, "Anne Lee"), the(session, "Ann Lee"))
    page = entities.page(session, the(session, "ann lee"), NOON)
    assert (page.identity.articles, page.identity.aliases) == (3, ("Anne Lee",))
    assert page.forms == ("Lee", "Ms Lee")
    assert (page.mentions_by_day[-2:], sum(page.mentions_by_day)) == ((3, 0), 3)
    assert page.first_seen is not None
    assert page.last_seen is not None
    assert page.first_seen < page.last_seen < NOON
    assert [(one.name, times) for one, times in page.companions] == [("Kyiv", 2), ("Paris", 1)]
    assert page.changes == ("“Anne Lee” stands for “Ann Lee”.",)
    first = passages.of(session, page.identity.id, limit=2)
    assert [(one.article.id, one.sentence) for one in first] == [
        (3, "Here Anne Lee is named."),
        (2, "Here Ann Lee is named."),
    ]
    [(start, end)] = first[0].spans
    assert first[0].sentence[start:end] == "Anne Lee"
    last = first[-1].article
    rest = passages.of(session, page.identity.id, PageKey(last.sort_time, last.id))
    assert [one.article.id for one in rest] == [1]
    session.library.articles.mark_read([2], True)
    unread = passages.of(session, page.identity.id, unread_only=True)
    assert [one.article.id for one in unread] == [3, 1]
    session.library.articles.remove([3])
    assert [one.article.id for one in passages.of(session, page.identity.id)] == [2, 1]
    assert entities.page(session, page.identity.id, NOON).identity.articles == 2


def test_the_sentences_of_some_articles_that_name_one(session: Session) -> None:
    names(session, 1, ("Kiev", PLACE), ("Ann Lee", PERSON))
    names(session, 2, ("Kyiv", PLACE))
    kiev = the(session, "Kiev")
    corrections.merge(session, kiev, the(session, "Kyiv"))
    found = passages.sentences(session, kiev, [2, 1, 99])
    assert {number: one.text for number, one in found.items()} == {
        1: "Here Kiev is named.", 2: "Here Kyiv is named.",
    }  # fmt: skip
    assert found[1].spans == ((5, 9),)
    query = ListQuery(Scope("entity", "place:Kiev"))
    assert session.library.articles.count(query) == 2
    session.library.articles.remove([1])
    assert session.library.articles.count(query) == 1


def test_a_place_stays_where_it_is_under_another_name(session: Session) -> None:
    somewhere = Place(name="Kiev", country="UA", lat=50.4, lon=30.5)
    names(session, 1, Entity(name="Kiev", type=PLACE, place=somewhere))
    told = corrections.rename(session, the(session, "Kiev"), "Kyiv")
    renamed = entities.get(session, told.identity_id)
    assert (renamed.name, renamed.country, renamed.place) == ("Kyiv", "UA", somewhere)


def test_names_are_suggested_by_the_beginnings_of_their_words(session: Session) -> None:
    names(session, 1, ("Volodymyr Zelensky", PERSON), ("Élysée Palace", ORGANISATION))
    names(session, 2, ("Olena Zelenska", PERSON), ("习近平", PERSON))
    names(session, 3, ("Olena Zelenska", PERSON), ("1 May", EntityType.DATE))
    names(session, 4, ("Jean-Luc O'Brien", PERSON))
    for text, wanted in {
        "zel": ["Olena Zelenska", "Volodymyr Zelensky"],
        "Zel vol": ["Volodymyr Zelensky"],
        "elys": ["Élysée Palace"],
        "习近": ["习近平"],
        "jean-l": ["Jean-Luc O'Brien"],
        "o'br": ["Jean-Luc O'Brien"],
        "a\u19b0b": [],
        "may": [],
        '" OR (*': [],
        "": [],
    }.items():
        assert [one.name for one in entities.suggest(session, text)] == wanted, text
    assert articles(session, "entity:a\u19b0b") == []


@pytest.mark.parametrize("length", [0, 200, 5000])
def test_a_sentence_is_never_long(length: int) -> None:
    text = "One ends. " + "a" * length + " Kyiv is " + "b" * length + ". Another."
    place = text.index("Kyiv")
    start, end = passages.sentence_around(text, place, place + 4)
    assert start <= place < place + 4 <= end <= start + passages.LONGEST_SENTENCE
    if not length:
        assert text[start:end] == "Kyiv is ."


def test_a_passage_tells_that_it_was_cut(session: Session) -> None:
    long = "very " * 100
    text = f"The {long}old Kyiv is {long}old."
    place = text.index("Kyiv")
    mention = Mention(start=place, end=place + 4, type=PLACE)
    kyiv = Entity(name="Kyiv", type=PLACE, mentions=(mention,))
    prepare(session.library, 1, text, entities=[kyiv])
    [passage] = passages.of(session, the(session, "kyiv"))
    [(start, end)] = passage.spans
    assert passage.sentence[start:end] == "Kyiv"
    assert passage.sentence.startswith("…very")
    assert passage.sentence.endswith("very…")
