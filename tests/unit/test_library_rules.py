"""Rules: what they hide, mark and list; that counts are always those of a recount."""

from __future__ import annotations

import itertools
import random
from datetime import timedelta

import pytest

from newsreader.core.errors import InputError
from newsreader.core.models import Action, Entity, EntityType, Rule
from newsreader.core.query import ListQuery, PageKey, Scope
from newsreader.library import Library, gathering
from tests.support.library import NOON, entry, feed_with, prepare, store

KYIV = Entity(name="Kyiv", type=EntityType.PLACE)
KIEV = Entity(name="Kiev", type=EntityType.PLACE)


def settle(library: Library) -> None:
    while library.rules.step():
        pass


def ids(library: Library, query: str = "", scope: Scope | None = None) -> set[int]:
    wanted = ListQuery(scope or Scope(), query=query)
    return {one.id for one in library.articles.page(wanted, limit=-1)}


def hide(library: Library, query: str) -> Rule:
    rule = library.rules.add(Action.HIDE, query=query)
    settle(library)
    return rule


def test_what_is_hidden_is_in_no_list_and_no_count(library: Library) -> None:
    feed = feed_with(library, 12, folder="World")
    rule = hide(library, 'title:"Title 1"')
    (hidden,) = ids(library, "is:hidden")
    assert library.articles.get(hidden).hidden
    for scope in (Scope(), Scope("feed", feed), Scope("folder", "World")):
        assert library.articles.count(ListQuery(scope)) == 11
        assert hidden not in ids(library, scope=scope)
        assert ids(library, "is:hidden", scope) == {hidden}
    assert hidden not in ids(library, "title:title")
    assert library.rules.get(rule.id).hidden == 1
    assert [one.id for one in library.rules.of(hidden)] == [rule.id]
    library.rules.remove(rule.id)
    settle(library)
    assert library.articles.count(ListQuery()) == 12
    library.rules.restore(rule.id)
    settle(library)
    assert ids(library, "is:hidden") == {hidden}
    assert not library.check()


def test_what_arrives_is_judged_by_its_words_at_once(library: Library) -> None:
    feed = feed_with(library, 1)
    hide(library, "storm")
    arriving = [entry(3, title="A storm"), entry(4, title="A calm")]
    stored = store(library, feed, arriving, index=False)
    assert ids(library, "is:hidden") == {stored.new[0]}


def test_a_bookmark_is_never_hidden(library: Library) -> None:
    feed_with(library, 3)
    library.bookmarks.add(2)
    hide(library, "title:title")
    assert ids(library) == {2}
    library.bookmarks.add(3)
    assert ids(library) == {2, 3}
    library.bookmarks.remove(2)
    assert ids(library) == {3}
    assert library.articles.count(ListQuery(unread_only=True)) == 1
    assert not library.check()


def test_rules_mark_once_and_only_what_comes_in(library: Library) -> None:
    feed = feed_with(library, 1)
    library.rules.add(Action.MARK_READ, query="title:title")
    library.rules.add(Action.BOOKMARK, query='title:"Title 5"')
    library.rules.add(Action.TAG, query="title:title", tag="seen")
    settle(library)
    assert not library.articles.get(1).read
    store(library, feed, [entry(4), entry(5)])
    four, five = sorted(ids(library) - {1})
    assert library.articles.get(four).read
    assert library.articles.get(five).bookmarked
    library.articles.mark_read([four], False)
    library.bookmarks.remove(five)
    prepare(library, four, "A text.")
    prepare(library, five, "A text.")
    assert not library.articles.get(four).read
    assert not library.articles.get(five).bookmarked
    assert library.articles.get(1).tags == ("seen",)
    assert ids(library, "tag:seen") == {1, four, five}


def test_an_edit_is_no_arrival(library: Library) -> None:
    feed = feed_with(library, 1)
    for action in (Action.MARK_READ, Action.BOOKMARK, Action.NOTIFY):
        library.rules.add(action, query="storm")
    settle(library)
    prepare(library, 1, "Calm.")
    store(library, feed, [entry(0, summary="<p>storm</p>")])
    prepare(library, 1, "A storm.")
    article = library.articles.get(1)
    assert article.watched
    assert not article.read
    assert not article.bookmarked
    assert library.rules.arrived(0) == []
    store(library, feed, [entry(1)])
    store(library, feed, [entry(1, summary="<p>storm</p>")])  # edited before anybody saw it
    prepare(library, 2, "A storm.")
    assert library.articles.get(2).read
    assert [one.article_id for one in library.rules.arrived(0)] == [2]


def test_each_arrival_is_told_of_outside_once_whoever_ends_first(library: Library) -> None:
    feed = feed_with(library, 1)
    library.rules.add(Action.NOTIFY, query="title:title")
    settle(library)
    first = library.rules.last_verdict()
    [one] = store(library, feed, [entry(1)]).new
    second = library.rules.last_verdict()  # here another process begins, and ends before the first
    [two] = store(library, feed, [entry(2)]).new
    assert library.rules.tell_outside(second) == {two}
    assert library.rules.tell_outside(first) == {one}
    assert library.rules.tell_outside(0) == set()
    assert {found.article_id for found in library.rules.arrived(first)} == {one, two}


def test_what_was_removed_before_it_was_ready_becomes_no_bookmark(library: Library) -> None:
    feed = feed_with(library, 3)
    library.rules.add(Action.BOOKMARK, query="wind")
    settle(library)
    library.articles.remove([1])
    prepare(library, 1, "The wind blows.")
    library.feeds.remove(feed)
    prepare(library, 2, "The wind blows.")
    assert not library.check()
    assert library.articles.delete_old(NOON + timedelta(days=3), 0, 0) == 3


@pytest.mark.parametrize("step", [0, gathering.STEP])
def test_names_are_judged_when_they_are_known_and_hold_through_merges(
    library: Library, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    monkeypatch.setattr(gathering, "STEP", step)
    feed = feed_with(library, 3)
    prepare(library, 1, "Kiev.", entities=[KIEV])
    prepare(library, 2, "Kyiv.", entities=[KYIV])
    kiev, kyiv = (library.entities.name_id(name) for name in ("Kiev", "Kyiv"))
    assert kiev is not None
    assert kyiv is not None
    rule = library.rules.add(Action.NOTIFY, entity_id=kiev)
    settle(library)
    assert ids(library, "is:watched") == {1}
    assert library.articles.get(1).watched
    before = library.naming.relink({kiev: kyiv})
    settle(library)
    assert ids(library, "is:watched") == {1, 2}
    assert library.rules.get(rule.id).entity == "Kyiv"
    library.naming.relink(before)
    settle(library)
    assert ids(library, "is:watched") == {1}
    last = library.rules.last_verdict()
    store(library, feed, [entry(7)])
    newest = max(ids(library))
    assert not library.rules.arrived(last)
    prepare(library, newest, "Kiev.", entities=[KIEV])
    assert [one.article_id for one in library.rules.arrived(last)] == [newest]


def test_names_that_are_learned_to_be_known_are_judged_anew(library: Library) -> None:
    feed_with(library, 3)
    prepare(library, 1, "Kiev.", entities=[KIEV])
    prepare(library, 2, "Kyiv.", entities=[KYIV])
    rule = library.rules.add(Action.NOTIFY, entity_id=library.entities.name_id("Kyiv"))
    settle(library)
    known = Entity(name="Kiev", type=EntityType.PLACE, known="Kyiv")
    prepare(library, 3, "Kiev.", entities=[known])
    settle(library)
    assert ids(library, "is:watched") == {1, 2, 3}
    assert library.rules.get(rule.id).unread == 3


def test_a_rule_ends_on_its_day(library: Library) -> None:
    feed_with(library, 2)
    library.rules.add(Action.HIDE, query="title:title", until=NOON + timedelta(days=1))
    settle(library)
    assert not ids(library)
    library.rules._now = lambda: NOON + timedelta(days=1)
    settle(library)
    assert ids(library) == {1, 2}
    assert not library.rules.all()


def test_judging_goes_on_where_it_was_stopped(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsreader.library.verdicts.STEP", 4)
    feed = feed_with(library, 10)
    library.rules.add(Action.HIDE, query="title:title")
    assert library.rules.step()
    assert ids(library) == set(range(1, 7))
    store(library, feed, [entry(20)])  # what comes in meanwhile is judged at once
    assert ids(library) == set(range(1, 7))
    settle(library)
    assert not ids(library)
    assert not library.rules.step()
    assert not library.check()


def test_smart_feeds_are_lists_with_counts(library: Library) -> None:
    feed = feed_with(library, 12)
    kept = library.rules.add(Action.LIST, name="Ones", query="title:/1/")
    moving = library.rules.add(Action.LIST, name="Unread ones", query="title:/1/ is:unread")
    settle(library)
    assert ids(library, scope=Scope("smart", kept.id)) == {2, 11, 12}
    assert library.rules.get(kept.id).unread == 3
    assert moving.moves
    library.articles.mark_read([2], True)
    store(library, feed, [entry(31)])
    newest = max(ids(library))
    assert library.rules.get(kept.id).unread == 3
    assert ids(library, scope=Scope("smart", moving.id)) == {11, 12, newest}
    for unread, rule in itertools.product((False, True), (kept, moving)):
        query = ListQuery(Scope("smart", rule.id), unread_only=unread)
        page = library.articles.page(query)
        assert library.articles.count(query) == len(page)
        key = PageKey(page[0].sort_time, page[0].id)
        assert [one.id for one in library.articles.page(query, after=key)] == [
            one.id for one in page[1:]
        ]
    assert ids(library, "Title 10", Scope("smart", kept.id)) == {11}
    hide(library, '"Title 10"')
    assert library.rules.get(kept.id).total == 3


def test_a_smart_feed_that_is_a_search_is_searched_within(library: Library) -> None:
    feed_with(library, 3)
    hide(library, 'title:"Title 1"')
    hidden = library.rules.add(Action.LIST, name="Hidden", query="is:hidden title")
    quoted = library.rules.add(Action.LIST, name="Quoted", query='is:unread "title')
    assert ids(library, "is:unread title", Scope("smart", hidden.id)) == {2}
    assert ids(library, "(is:hidden title) is:unread") == {2}
    assert ids(library, "2 OR 1", Scope("smart", quoted.id)) == {3}


@pytest.mark.parametrize("query", ["is:hidden", "a -is:watched", "title:("])
def test_a_query_that_no_rule_can_have_is_refused(library: Library, query: str) -> None:
    with pytest.raises(InputError):
        library.rules.add(Action.HIDE, query=query)


class Chance:
    """Does one thing after another that a person, a feed or the background may do."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library = library
        self.random = random.Random(seed)
        self.feeds = [feed_with(library, 12, name=name, folder=name) for name in ("one", "two")]
        self.rules: list[int] = []
        self.removed: list[int] = []

    def some(self) -> list[int]:
        return self.random.sample(range(1, 25), 4)

    def make_a_rule(self) -> None:
        action = self.random.choice([Action.HIDE, Action.HIDE, Action.LIST, Action.NOTIFY])
        query = f"title:/{self.random.randrange(10)}/"
        query += self.random.choice(["", "", "", " OR is:read"])
        self.rules.append(self.library.rules.add(action, name="A", query=query).id)

    def end_a_rule(self) -> None:
        if self.rules:
            self.removed.append(self.rules.pop(self.random.randrange(len(self.rules))))
            self.library.rules.remove(self.removed[-1])

    def bring_a_rule_back(self) -> None:
        if self.removed:
            self.rules.append(self.removed.pop())
            self.library.rules.restore(self.rules[-1])

    def judge(self) -> None:
        self.library.rules.step()

    def judge_anew(self) -> None:
        self.library.rules.judge_moving_anew()

    def unsubscribe_for_a_while(self) -> None:
        feed = self.random.choice(self.feeds)
        self.library.feeds.remove(feed)
        self.library.rules.step()
        self.library.feeds.restore(feed)

    def bookmark(self) -> None:
        for article in self.library.articles.several(self.some()):
            self.library.bookmarks.add(article.id)

    def bookmark_no_longer(self) -> None:
        for article_id in self.some():
            self.library.bookmarks.remove(article_id)

    def mark(self) -> None:
        self.library.articles.mark_read(self.some(), self.random.random() < 0.5)

    def delete(self) -> None:
        self.library.articles.remove(self.some()[:1])

    def delete_and_restore(self) -> None:
        self.library.articles.restore(self.library.articles.remove(self.some()))

    def take_in(self) -> None:
        store(self.library, self.feeds[0], [entry(self.random.randrange(60))])

    def grow_old(self) -> None:
        self.library.articles.delete_old(NOON + timedelta(days=2), 1, 0, 2)


DEEDS = [deed for name, deed in vars(Chance).items() if name not in ("__init__", "some")]


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_right_whatever_happens(library: Library, seed: int) -> None:
    """The library's own check counts everything anew."""
    chance = Chance(library, seed)
    deeds = [deed for deed in DEEDS if callable(deed)]
    for _ in range(80):
        chance.random.choice(deeds)(chance)
        assert not library.check()
    settle(library)
    assert not library.check()


def test_a_repair_puts_right_what_rules_hide_and_count(library: Library) -> None:
    feed_with(library, 3)
    rule = library.rules.add(Action.LIST, name="All", query="title:title")
    hide(library, "title:/1/")
    database = library._database
    with library.transaction():
        database.run("UPDATE rules SET unread = 7 WHERE id = ?", (rule.id,))
        database.run("UPDATE articles SET removed = -2 WHERE id = 3")
    assert len(library.check()) == 2
    library.repair()
    assert not library.check()
    assert ids(library, "is:hidden") == {2}
