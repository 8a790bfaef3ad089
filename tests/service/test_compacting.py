"""A library learns how to compress its texts, and does so with older ones as well."""

from __future__ import annotations

import random

import pytest

from newsreader.core.errors import WorkerError
from newsreader.library import texts
from newsreader.services import compacting
from newsreader.services.session import Session
from tests.support.library import entry, feed_with, prepare, store

WORDS = [f"{one}{two}{three}" for one in "bdfgk" for two in "aeiou" for three in "lmnrs"]


def fill(session: Session, count: int) -> list[int]:
    feed_id = feed_with(session.library, 0)
    ids = store(session.library, feed_id, [entry(number) for number in range(count)]).new
    for article_id in ids:
        words = random.Random(article_id).choices(WORDS, k=200)
        prepare(session.library, article_id, " ".join(words))
    return ids


def sizes(session: Session) -> dict[int, int]:
    rows = session.library._database.rows("SELECT article_id, length(body) AS size FROM bodies")
    return {row["article_id"]: row["size"] for row in rows}


async def test_texts_get_smaller_once_there_is_enough_to_learn_from(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "ENOUGH", 200)
    ids = fill(session, 199)
    await compacting.learn(session)
    await compacting.pack_anew(session)
    before = sizes(session)
    prepare(session.library, ids[0], "Something else altogether.")
    assert sizes(session) == before | {ids[0]: sizes(session)[ids[0]]}  # too few so far

    feed = session.library.articles.get(ids[0]).feed_id
    assert feed is not None
    [last] = store(session.library, feed, [entry(500)]).new
    prepare(session.library, last, "The last one.")
    await compacting.learn(session)
    await compacting.pack_anew(session)
    after = sizes(session)
    assert all(after[article_id] < 0.8 * before[article_id] for article_id in ids[1:])


async def test_a_worker_that_fails_leaves_everything_as_it_is(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "ENOUGH", 20)
    fill(session, 20)
    before = sizes(session)

    async def fail(*_: object, **__: object) -> bytes:
        raise WorkerError("It took too long.")

    monkeypatch.setattr(session.workers(), "run", fail)
    await compacting.learn(session)
    await compacting.pack_anew(session)
    assert sizes(session) == before
