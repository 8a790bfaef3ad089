"""Take in what `newsreader.services.exporting.export_json` wrote, into any library.

Nothing that is there is overwritten: what is missing is added. Each feed is stored with some of its
articles at a time; where that is stopped, doing it again goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from newsreader.core import urls
from newsreader.core.errors import ArticleError, InputError, NewsreaderError, WorkerError
from newsreader.core.models import Action, Correction, Revision
from newsreader.core.sources import normalise_source
from newsreader.core.text import clean_body, clean_line
from newsreader.services import exported, rules
from newsreader.services.exported import Export
from newsreader.services.importing import ImportReport, address_of
from newsreader.services.jobs import PrepareJob
from newsreader.services.session import Session

STEP = 200
"""How many articles are stored in one transaction."""
MOST_SENTENCES = 50
"""How many things that could not be taken over are told one by one."""


async def merge(session: Session, export: Export) -> ImportReport:
    """Take an export in; of the feeds that commands bring, only those that are here already.

    Args:
        session: The library to use.
        export: As `read_export` gave it.

    Raises:
        LibraryError: It can not be stored.
    """
    merger = _Merger(session)
    for feed in export.feeds:
        await merger.feed(feed)
    await session.write(lambda: merger.told(export))
    await rules.catch_up(session)
    return merger.report()


class _Merger:
    """Takes an export in, part by part, and keeps what came of it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._library = session.library
        self._ids: dict[int, int] = {}
        """The articles here by their ids there."""
        self._added = self._known = self._articles = self._rules = self._smart = self._told = 0
        self._refused: list[str] = []
        self._feeds = {
            urls.without_credentials(url): feed
            for feed in self._library.feeds.all()
            for url in (feed.original_url, feed.url)
        }

    def report(self) -> ImportReport:
        """Say what came of it."""
        left = len(self._refused) - MOST_SENTENCES
        more = [f"{left} more things were left out."] if left > 0 else []
        return ImportReport(
            added=self._added,
            known=self._known,
            articles=self._articles,
            smart=self._smart,
            rules=self._rules,
            names=self._told,
            refused=(*self._refused[:MOST_SENTENCES], *more),
        )

    # -- feeds and articles ------------------------------------------------------------------------

    async def feed(self, given: exported.Feed) -> None:
        """Take in a feed with its articles; where it can not be subscribed to, without it."""
        feed_id: int | None = None
        if given.url:
            try:
                feed_id = await self._session.write(lambda: self._subscribed(given))
            except NewsreaderError as error:
                self._refused.append(str(error))
                return
        for start in range(0, len(given.entries), STEP):
            some = given.entries[start : start + STEP]
            entries = await asyncio.to_thread(exported.decoded, some)
            await self._take(feed_id, entries)
        gone = [clean_line(key, exported.LONGEST_KEY) for key in given.gone]
        if feed_id is not None and gone:
            await self._session.write(lambda: self._library.merging.add_gone(feed_id, gone))

    def _subscribed(self, given: exported.Feed) -> int:
        address = normalise_source(given.url)
        known = self._feeds.get(urls.without_credentials(address)) or self._feeds.get(
            urls.without_credentials(given.original_url)
        )
        if known is not None:
            self._known += 1
            return known.id
        address_of(self._session, address, commands=False)
        feeds = self._library.feeds
        feed = feeds.add(address, title=clean_line(given.feed_title), folder=_folder(given.folder))
        if given.own_title:
            feeds.rename(feed.id, clean_line(given.own_title))
        feeds.set_options(
            feed.id,
            full_text=given.full_text,
            keep_days=given.keep_days,
            interval_minutes=given.interval_minutes,
            hidden=given.hidden,
        )
        self._feeds[urls.without_credentials(address)] = feed
        self._added += 1
        return feed.id

    async def _take(self, feed_id: int | None, given: Sequence[exported.Entry]) -> None:
        now, merging = self._session.now(), self._library.merging
        articles = [exported.article(one, now) for one in given]
        ids, new = await self._session.write(lambda: merging.add_articles(feed_id, articles))
        self._articles += len(new)
        for one, stored in zip(given, articles, strict=True):
            if stored.key not in ids:
                continue
            self._ids[one.id] = number = ids[stored.key]
            if one.revisions and number in new:
                await self._revisions(number, one.revisions)

    async def _revisions(self, article_id: int, given: Sequence[exported.Revision]) -> None:
        """Take earlier texts in; one of which no text can be made is left out."""
        earlier = []
        for one in given:
            job = PrepareJob(title=clean_line(one.title), content=one.content)
            try:
                made = await self._session.workers().prepare(job)
            except (ArticleError, WorkerError):
                continue
            author = clean_line(one.author)
            earlier.append(
                Revision(until=one.until, title=job.title, author=author, document=made.document)
            )
        merging = self._library.merging
        await self._session.write(lambda: merging.add_revisions(article_id, earlier))

    # -- what the person said ----------------------------------------------------------------------

    def told(self, export: Export) -> None:
        """Take in what is of no one feed, all of it or nothing."""
        for host, text in export.sites.items():
            name = clean_line(host, 253)
            if name and self._library.sites.text(name) is None:
                self._library.sites.set_text(name, text)
                self._told += 1
        self._link(export.names)
        self._correct(export.corrections)
        self._rule(export.rules)

    def _link(self, links: Sequence[exported.Link]) -> None:
        entities, naming = self._library.entities, self._library.naming
        known = {(link.name, link.article_id) for link in self._library.merging.links()}
        new: dict[int, int | None] = {}
        for given in links:
            key = (_line(given.name), given.type)
            article = None if given.article is None else self._ids.get(given.article)
            is_lost = given.article is not None and article is None
            if is_lost or not key[0] or (key, article) in known:
                continue
            other = given.stands_for
            to = 0 if other is None else entities.ensure(_line(other.name), other.type)
            if article is None:
                new[entities.ensure(*key)] = to
            elif to:
                naming.relink_in(article, entities.ensure(*key), to)
            self._told += 1
        if new:
            naming.relink(new)

    def _correct(self, corrections: Sequence[exported.Correction]) -> None:
        naming = self._library.naming
        known = {_place(one) for one in naming.corrections()}
        for given in corrections:
            article = self._ids.get(given.article_id) if given.article_id else None
            one = Correction(
                id=0,
                article_id=article,
                in_title=given.in_title,
                start=given.start,
                words=clean_body(given.words),
                old_type=given.old_type,
                new_type=given.new_type,
                context=clean_body(given.context),
                context_start=given.context_start,
                language=clean_line(given.language, 20),
                changed=given.changed,
            )
            if one.words and _place(one) not in known:
                naming.correct(one)
                known.add(_place(one))
                self._told += 1

    def _rule(self, given: Sequence[exported.Rule]) -> None:
        known = {
            (one.action, one.query, one.entity, one.name, one.tag)
            for one in self._library.rules.all()
        }
        for rule in given:
            entity = _line(rule.entity.name) if rule.entity else ""
            name, tag = _line(rule.name), _line(rule.tag)
            is_over = rule.until is not None and rule.until <= self._session.now()
            if is_over or (rule.then, rule.query, entity, name, tag) in known:
                continue
            try:
                self._add_rule(rule, name, tag)
            except InputError as error:
                self._refused.append(f"A rule was left out. {error}")

    def _add_rule(self, rule: exported.Rule, name: str, tag: str) -> None:
        if rule.entity is None:
            rules.add(self._session, rule.then, rule.query, name=name, tag=tag, until=rule.until)
        else:
            whom = self._library.entities.ensure(_line(rule.entity.name), rule.entity.type)
            self._library.rules.add(
                rule.then, query=rule.query, entity_id=whom, name=name, tag=tag, until=rule.until
            )
        self._smart += rule.then is Action.LIST
        self._rules += rule.then is not Action.LIST


def _line(text: str) -> str:
    return clean_line(text, rules.LONGEST_NAME)


def _folder(path: str) -> str:
    names = (clean_line(name, rules.LONGEST_NAME) for name in path.split("/"))
    return "/".join(name for name in names if name)


def _place(one: Correction) -> tuple[object, ...]:
    return one.article_id, one.in_title, one.start, one.words, one.new_type, one.context
