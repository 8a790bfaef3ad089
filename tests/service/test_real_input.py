"""Real feeds and pages, served from this machine, through the whole pipeline.

The feeds and pages stand beside the repository, since their texts belong to their publishers; where
they are missing, what needs them is skipped.
"""

from __future__ import annotations

import gzip
import html
import json
from pathlib import Path

import pytest

from newsreader.core.models import Article, Entity, EntityType, Preparation, Reading
from newsreader.core.query import ListQuery
from newsreader.core.text import is_clean
from newsreader.services.refresh import refresh_all
from newsreader.services.session import Session
from tests.service.site import Answer, Site, item

DATA = Path(__file__).parents[2].parent / "shared" / "data"
SEED = DATA / "seed-article.txt"
FEEDS = DATA / "feeds" / "real"
PAGES = DATA / "extraction-dev" / "news"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")


def all_articles(session: Session) -> list[Article]:
    return session.library.articles.page(ListQuery(), limit=1000)


def reading(session: Session, article: Article) -> Reading:
    found = session.library.articles.reading(article.id)
    assert found is not None
    return found


# -- the article that it all began with ------------------------------------------------------------


def wordpress_page(title: str, parts: list[str]) -> bytes:
    """Put the article on a page of the kind that it came from: WordPress with an AMP plugin."""
    body = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
    return f"""<!DOCTYPE html><html amp lang="en-US"><head><meta charset="utf-8">
<title>{html.escape(title)} - The Daily Site</title>
<meta property="og:title" content="{html.escape(title)}"><meta property="og:type" content="article">
<meta property="og:site_name" content="The Daily Site"></head><body class="amp-wp single-post">
<header class="amp-wp-header"><a href="/">The Daily Site</a></header>
<nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div id="cookie-notice">We use cookies to make this site better. <button>Accept</button></div>
<article class="amp-wp-article"><header class="amp-wp-article-header"><h1>{html.escape(title)}</h1>
<div class="amp-wp-meta amp-wp-byline"><span>admin</span></div>
<div class="amp-wp-meta amp-wp-posted-on">
<time datetime="2025-01-14T09:00:00+00:00">2 years ago</time></div>
</header><div class="amp-wp-article-content">{body}</div>
<footer class="amp-wp-article-footer">
<div class="amp-wp-meta amp-wp-tax-category">Categories: World</div></footer>
</article><footer class="amp-wp-footer"><a href="#top">Back to top</a></footer>
<a id="exit" href="/?noamp=mobile">Exit mobile version</a></body></html>""".encode()


def seed() -> tuple[str, list[str]]:
    title, *parts = [part for part in SEED.read_text("utf-8").split("\n\n") if part.strip()]
    return title.strip(), [part.strip() for part in parts]


@pytest.fixture(params=["in the feed", "on the page"])
async def seed_reading(request: pytest.FixtureRequest, session: Session, site: Site) -> Reading:
    title, parts = seed()
    link = f"{site.url}/zelensky"
    site.answers["/zelensky"] = Answer(body=wordpress_page(title, parts[:-1]))
    full = "".join(f"<p>{html.escape(part)}</p>" for part in parts)
    in_feed = full if request.param == "in the feed" else ""
    entry = item(1, title=html.escape(title), link=link, text=parts[0][:90] + "…", full=in_feed)
    session.library.feeds.add(site.feed("/feed", entry, title="The Daily Site"))
    await refresh_all(session)
    [article] = all_articles(session)
    return reading(session, article)


@needs_data
async def test_the_first_article_comes_out_whole_and_clean(seed_reading: Reading) -> None:
    title, parts = seed()
    paragraphs = [part.replace("\n", " ") for part in seed_reading.document.text.split("\n\n")]
    assert seed_reading.article.title == title
    assert len(paragraphs) == 11
    assert paragraphs == parts[:11]
    assert paragraphs[-1] == "Courtesy: AFP News Agency"


@needs_data
async def test_the_first_article_s_names_stand_in_the_sidebar_once_each(
    seed_reading: Reading,
) -> None:
    def named(name: str) -> list[Entity]:
        forms = [(entity, {entity.name, *entity.aliases}) for entity in seed_reading.entities]
        return [entity for entity, names in forms if name in names]

    expected = {
        "Volodymyr Zelensky": EntityType.PERSON,
        "Vladimir Putin": EntityType.PERSON,
        "Security Service of Ukraine": EntityType.ORGANISATION,
        "National Intelligence Service": EntityType.ORGANISATION,
        "BBC": EntityType.ORGANISATION,
        "North Korea": EntityType.PLACE,
        "South Korea": EntityType.PLACE,
        "Ukraine": EntityType.PLACE,
        "Russia": EntityType.PLACE,
        "Pyongyang": EntityType.PLACE,
        "Kyiv": EntityType.PLACE,
        "Mongolia": EntityType.PLACE,
        "Geneva Convention": EntityType.LAW,
    }
    found = {name: [entity.type for entity in named(name)] for name in expected}
    assert found == {name: [kind] for name, kind in expected.items()}
    [zelensky] = named("Volodymyr Zelensky")
    assert "Zelensky" in zelensky.aliases
    assert zelensky.title_mentions
    assert all(
        seed_reading.document.text[mention.start : mention.end].strip()
        for entity in seed_reading.entities
        for mention in entity.mentions
    )


# -- what real sites serve -------------------------------------------------------------------------


@needs_data
async def test_real_feeds_are_taken_in_whole(session: Session, site: Site) -> None:
    files = [path for path in sorted(FEEDS.iterdir()) if path.suffix in (".xml", ".json")]
    for path in files:
        kind = "application/json" if path.suffix == ".json" else "application/xml"
        site.answers[f"/{path.name}"] = Answer(body=path.read_bytes(), type=kind)
        session.library.feeds.add(f"{site.url}/{path.name}")
    finished = await refresh_all(session, full_text=False)

    feeds = session.library.feeds.all()
    failed = {feed.title: feed.error for feed in feeds if feed.error}
    assert finished.new == sum(feed.total for feed in feeds) > 300
    assert all(sentence.endswith(".") for sentence in failed.values())
    assert session.library.articles.pending(1) == [] or finished.errors
    for article in all_articles(session):
        assert is_clean(article.title)
        found = reading(session, article)
        assert is_clean(found.document.text)
        assert article.preparation is not Preparation.FAILED, article.note
    assert session.library.check() == []


@needs_data
async def test_real_pages_are_fetched_for_their_full_text(session: Session, site: Site) -> None:
    gold = json.loads((PAGES / "gold.json").read_text("utf-8"))
    chosen = sorted(gold)[::8]
    items = []
    for number, name in enumerate(chosen):
        page = gzip.decompress((PAGES / "html" / f"{name}.html.gz").read_bytes())
        site.answers[f"/{number}"] = Answer(body=page)
        title = html.escape(gold[name]["title"])
        items.append(item(number, title=title, link=f"{site.url}/{number}"))
    session.library.feeds.add(site.feed("/feed", *items))
    await refresh_all(session)

    articles = all_articles(session)
    assert len(articles) == len(chosen)
    whole = [a for a in articles if a.source == "page" and a.preparation is Preparation.READY]
    assert len(whole) >= len(chosen) * 0.9, [(a.title, a.note) for a in articles]
    assert sum(bool(reading(session, article).entities) for article in whole) >= len(whole) * 0.9
