"""One identity for whatever names the same; what the person says holds, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsreader.config.paths import resolve_paths
from newsreader.core.models import Entity, EntityType, Mention
from newsreader.core.query import ListQuery, Scope
from newsreader.services import entities as naming
from newsreader.services.session import Session
from tests.support.library import clock, feed_with, prepare

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    opened = Session(resolve_paths(tmp_path), clock=clock)
    feed_with(opened.library, 12)
    yield opened
    opened.close_now()


def names(session: Session, article_id: int, *named: tuple[str, EntityType]) -> None:
    """Prepare an article whose text names some, each in a sentence of its own."""
    text = "".join(f"Here {name} is named. " for name, _ in named)
    found = []
    for rank, (name, kind) in enumerate(named):
        start = text.index(f"Here {name} is") + len("Here ")
        mention = Mention(start=start, end=start + len(name), type=kind)
        found.append(Entity(name=name, type=kind, mentions=(mention,), salience=1 / (rank + 1)))
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
    found = naming.find(session, name, kind)
    assert found is not None
    return found.id


def test_a_merger_holds_backwards_and_from_then_on(session: Session) -> None:
    names(session, 1, ("Kiev", PLACE), ("Ann Lee", PERSON))
    names(session, 2, ("Kyiv", PLACE))
    names(session, 3, ("Kiev", PLACE), ("Kyiv", PLACE))
    told = naming.merge(session, the(session, "Kiev"), the(session, "Kyiv"))
    names(session, 4, ("Kiev", PLACE))
    for query in ("place:Kyiv", "entity:kiev", "place:KIEV"):
        assert articles(session, query) == [1, 2, 3, 4]
    assert articles(session, 'place:kiev -person:"ann lee"') == [2, 3, 4]
    assert shown(session, 3) == [("Kyiv", PLACE)]
    assert shown(session, 1) == [("Kyiv", PLACE), ("Ann Lee", PERSON)]
    for name in ("Kiev", "Kyiv"):
        scope = ListQuery(Scope("entity", f"place:{name}"))
        assert session.library.articles.count(scope) == 4
    identity = naming.find(session, "kiev")
    assert identity is not None
    assert (identity.name, identity.aliases, identity.articles) == ("Kyiv", ("Kiev",), 4)
    assert [one.name for one in session.library.entities.top()] == ["Kyiv", "Ann Lee"]
    naming.take_back(session, told)
    assert articles(session, "place:Kyiv") == [2, 3]
    assert articles(session, "place:Kiev") == [1, 3, 4]
    assert shown(session, 4) == [("Kiev", PLACE)]
