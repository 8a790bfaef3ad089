"""Texts that were thrown away are fetched again, and nothing is new by that."""

from __future__ import annotations

import pytest

from newsreader.core.query import ListQuery
from newsreader.services import doctor
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from tests.service.conftest import Clock
from tests.service.site import Site, full_item, item


async def test_texts_come_back_by_a_refresh_and_nothing_is_new(
    session: Session, site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_a_page = item(3, link=site.page("/page", "Entry 3"))
    session.library.feeds.add(
        site.feed("/one", full_item(1), full_item(2), of_a_page, etag='"same"')
    )
    await refresh_all(session)
    listed = session.library.articles.page(ListQuery())
    texts = [session.library.articles.reading(one.id) for one in listed]
    session.library.articles.mark_read([listed[0].id], True)
    session.library.bookmarks.add(listed[1].id, note="mine")
    listed = session.library.articles.page(ListQuery())
    doctor.refetch(session)
    kept = [session.library.articles.reading(one.id) for one in listed]
    assert [bool(one and one.document.text) for one in kept] == [False, True, False]
    monkeypatch.setattr("newsreader.library.cache.STEP", 1)
    session.library.drop_texts()  # begun once more, and left
    assert session.library.check() == ["2 articles can not be found by a search."]
    clock.move(minutes=1)
    done = await refresh_all(session)
    assert (done.new, done.errors) == (0, 0)
    assert session.library.articles.page(ListQuery()) == listed
    again = [session.library.articles.reading(one.id) for one in listed]
    assert [one and one.document for one in again] == [one and one.document for one in texts]
    assert session.library.check() == []
