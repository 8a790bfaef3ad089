"""An article is found in pages of unlike layouts, with what is known of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsreader.articles import document_from_html, explain, extract
from newsreader.core.document import Code, Heading, List, Quote, Table
from newsreader.core.errors import ArticleError, InputError

GATE_PAGES = Path(__file__).parents[1] / "fixtures" / "gates"
SHARED = Path(__file__).parents[2].parent / "shared"
URL = "https://news.example.org/2026/05/17/harbour-bridge-opens"
BODY = [
    "The new harbour bridge was opened to the public on Sunday morning, two years later than "
    "planned.",
    "Thousands of people walked across it before noon, many of them with children and with dogs.",
    "“We have waited a long time for this day,” said Ann Lee, who runs a bakery on the north "
    "shore.",
    "The bridge cost 84 million crowns, which is nearly twice of what the council had first "
    "approved.",
    "Ferries will go on running until the end of the summer, the port authority said in a "
    "statement.",
]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
NAVIGATION = "".join(
    f'<li><a href="/{word}">{word}</a></li>' for word in ("home", "news", "sport", "arts")
)
RELATED = "".join(
    f'<div class="card"><a href="/{n}"><h3>Another story number {n} with a long headline</h3></a>'
    f"<p>What the other story number {n} says in its first line.</p></div>"
    for n in range(4)
)


def page(body: str, head: str = "", title: str = "Harbour bridge opens at last") -> str:
    return (
        f"<!doctype html><html lang=en><head><title>{title} | The Example Post</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


LAYOUTS = {
    "article element": f"<nav><ul>{NAVIGATION}</ul></nav><main><article><h1>Harbour bridge opens at"
    f" last</h1>{TEXT}</article><section "
    f"class=related>{RELATED}</section></main><footer>©</footer>",
    "divs with names": f"<div id=menu>{NAVIGATION}</div><div class=story><h1>Harbour bridge "
    f"opens at"
    f" last</h1><div class=byline>By Ann Lee</div><div class=article-body>{TEXT}</div></div>"
    f"<div class=sidebar>{RELATED}</div>",
    "divs with senseless names": f"<div class=a1><ul>{NAVIGATION}</ul></div><div class=c7><div "
    f"class=d2>"
    f"<h1>Harbour bridge opens at last</h1></div><div class=e9>{TEXT}</div></div><div "
    f"class=f>{RELATED}"
    "</div>",
    "tables": f"<table><tr><td><ul>{NAVIGATION}</ul></td><td><h1>Harbour bridge opens at last</h1>"
    f"{TEXT}</td></tr></table>",
    "microdata": f"<div itemscope itemtype='https://schema.org/NewsArticle'><h1 "
    f"itemprop=headline>Harbour"
    f" bridge opens at last</h1><div itemprop=articleBody>{TEXT}</div><div>{RELATED}</div></div>",
    "breaks instead of paragraphs": "<div id=wrap><h1>Harbour bridge opens at last</h1><div>"
    f"{'<br><br>'.join(BODY)}</div><ul>{NAVIGATION}</ul></div>",
    "cookie banner first": "<div class=cookie-consent><p>We and our 842 partners store cookies "
    "on your"
    " device and process personal data, such as unique identifiers, to show adverts that fit "
    "you.</p>"
    f"<button>Accept</button></div><article><h1>Harbour bridge opens at last</h1>{TEXT}</article>",
    "comments longer than the text": f"<article><h1>Harbour bridge opens at "
    f"last</h1>{TEXT}</article>"
    "<section id=comments>"
    + "<p>I do not think that this was worth the money, and I have said so for years now.</p>" * 12
    + "</section>",
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_body_comes_out_whole_and_alone(layout: str) -> None:
    found = extract(page(LAYOUTS[layout]), URL)
    assert found.text.split("\n\n") == BODY
    assert found.title == "Harbour bridge opens at last"


INTRUDERS = {
    "related link": '<p>Read also: <a href="/x">The bridge in pictures</a></p>',
    "newsletter": "<div class='newsletter-signup'><p>Get the news in your inbox each "
    "morning.</p></div>",
    "offer": "<p>Sign up for our free newsletter to get the best stories every week.</p>",
    "advert": "<div class=ad-label>Advertisement</div>",
    "advert in words": "<p>Article continues below advertisement</p>",
    "share row": "<ul class=share><li><a href=/f>Facebook</a></li><li><a href=/x>X</a></li></ul>",
    "list of links": "<ul><li><a href=/1>One other story</a></li><li><a "
    "href=/2>Another</a></li></ul>",
    "caption": "<div class=image><img src=/a.jpg><p>The bridge on Sunday morning, seen from "
    "above</p></div>",
    "figure": "<figure><img src=/a.jpg><figcaption>The bridge. Photo: Ann "
    "Lee</figcaption></figure>",
    "figure without its picture": "<figure><figcaption>The bridge by night, seen "
    "here</figcaption></figure>",
    "date line": "<p>Updated 17 May 2026, 10:30</p>",
    "reading time": "<p>3 min read</p>",
    "hidden": "<div style='display:none'><p>This sentence is hidden from everyone who "
    "reads.</p></div>",
    "teaser": "<div><a href=/x><h3>Old bridge to be torn down</h3></a><p>The old one "
    "goes.</p></div>",
    "author card": "<div class=author-box><p>Ann Lee has been with the paper since 2009 and "
    "writes.</p></div>",
    "consent of an embed": "<p>Empfohlener redaktioneller Inhalt</p>",
    "photo credit": "<p>Photo: Ann Lee/The Example Post</p>",
    "form": "<form><p>Choose how often</p><label>Once</label><label>Each month</label></form>",
    "address of the page": "<p>https://news.example.org/p/4SUrv</p>",
    "list of labelled links": "<ul><li>Ferries: <a href=/1>The last one has left the pier</a></li>"
    "<li>Bakers: <a href=/2>Where the best bread is made</a></li></ul>",
    "appeal": "<p>Your money helps: support our independent journalism from one crown a day.</p>",
    "advert in Turkish": "<p>REKLAM</p>",
    "aside": "<aside><p>The port was founded in 1621 and is the oldest one on this "
    "coast.</p></aside>",
}


@pytest.mark.parametrize("name", INTRUDERS)
def test_what_stands_between_paragraphs_goes(name: str) -> None:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in BODY]
    paragraphs.insert(3, INTRUDERS[name])
    html = f"<article><h1>Harbour bridge opens at last</h1>{''.join(paragraphs)}</article>"
    assert extract(page(html), URL).text.split("\n\n") == BODY


ARTICLE_PARTS = {
    "a heading whose id is made of its text": (
        "<h2 id=toc-share>What people share</h2>",
        "What pe",
    ),
    "a component": ("<h2 class=cmp-title>How it began</h2>", "How it began"),
    "a box without links": (
        "<div class=info-card><p>The old bridge, of 1911, is 212 metres long and carries one lane "
        "of traffic each way and a tram.</p></div>",
        "The old bridge, of 1911",
    ),
    "a place that begins a paragraph": (
        "<p><span class=dateline>NORTH SHORE</span> — Shops near the bridge were full all day, "
        "and some had sold out of bread by noon.</p>",
        "NORTH SHORE — Shops",
    ),
    "a link that opens elsewhere": (
        "<p>The plans can be read in <a href=https://a.example/>the archive"
        "<span> (opens in a new tab)</span></a>, which is open to everybody until midnight.</p>",
        "in the archive, which",
    ),
    "measures in a dense script": ("<p>＜震度5弱＞</p>", "＜震度5弱＞"),
    "a heading in bold": ("<p><b>Two months of change</b></p>", "Two months of change"),
}


@pytest.mark.parametrize("name", ARTICLE_PARTS)
def test_parts_that_only_look_like_furniture_stay(name: str) -> None:
    markup, begins = ARTICLE_PARTS[name]
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in BODY]
    paragraphs.insert(3, markup)
    html = f"<article><h1>Harbour bridge opens at last</h1>{''.join(paragraphs)}</article>"
    found = extract(page(html), URL)
    assert begins in found.text.split("\n\n")[3]
    named = "heading" in name or "component" in name
    assert isinstance(found.document.blocks[3], Heading) == named


def test_headings_stay_that_the_copy_in_the_data_leaves_out() -> None:
    lead = "After two years of delays, the city has its second crossing, and the crowds love it."
    copy = " ".join(BODY).replace("“", "").replace("”", "")
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{copy}"}}'
    advert = (
        "<h2>Holidays by the sea</h2><p>Book a room with a view now, and save on the price.</p>"
    )
    html = page(
        f"<article><h1>Harbour bridge opens at last</h1><p>{lead}</p><h2>A long wait</h2>{TEXT}"
        f"{advert}</article>",
        f"{head}</script>",
    )
    assert extract(html, URL).text.split("\n\n") == [lead, "A long wait", *BODY]


def test_a_text_whose_parts_are_boxes_of_their_own_comes_out_whole() -> None:
    boxes = "".join(f"<div class=block>{paragraph} {paragraph}</div>" for paragraph in BODY)
    links = "".join(f"<a href=/{n}>Read what else happened on day {n}</a> · " for n in range(30))
    html = f"<div class=page><h1>Harbour bridge opens at last</h1>{boxes}<div>{links}</div></div>"
    assert extract(page(html), URL).text.count("bridge") == 2 * " ".join(BODY).count("bridge")


def test_pictures_below_the_text_that_lead_to_other_articles_go() -> None:
    teaser = "<div><a href=/other-story><img src=/o.jpg alt=Ferry></a><p>Ferries are late</p></div>"
    own = "<figure><img src=/b.jpg><figcaption>The bridge</figcaption></figure>"
    html = f"<article><h1>Harbour bridge opens at last</h1>{TEXT}{own}{teaser}</article>"
    found = extract(page(html), URL)
    assert [image.caption for image in found.document.images] == ["The bridge"]


def test_what_is_article_stays() -> None:
    extra = (
        "<h2>What it took</h2><ul><li>two years of work on the piers</li><li>a new road</li></ul>"
        "<blockquote><p>It is a fine bridge.</p><footer>Bo Dahl</footer></blockquote>"
        "<table><tr><th>Year<th>Cost</tr><tr><td>2024<td>40</tr></table>"
        "<pre><code class=language-text>a\n b</code></pre>"
        "<p><em>Correction: an earlier version of this article gave a wrong price.</em></p>"
    )
    found = extract(
        page(f"<article><h1>Harbour bridge opens at last</h1>{TEXT}{extra}</article>"), URL
    )
    kinds = [type(block) for block in found.document.blocks[len(BODY) :]]
    assert kinds[:5] == [Heading, List, Quote, Table, Code]
    assert found.text.endswith("gave a wrong price.")


def test_the_standfirst_above_the_body_stays() -> None:
    lead = (
        "After two years of delays, the city has its second crossing, and the first crowds love it."
    )
    html = (
        f"<article><h1>Harbour bridge opens at last</h1><p "
        f"class=standfirst>{lead}</p>{TEXT}</article>"
    )
    assert extract(page(html), URL).text.startswith(lead)


def test_the_copy_in_the_data_helps_where_the_page_shows_only_the_beginning() -> None:
    body = "\\n\\n".join(BODY + BODY[::-1])
    head = (
        f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{body}"}}'
        f"</script>"
    )
    found = extract(page(f"<article><p>{BODY[0]}</p></article>", head), URL)
    assert all(paragraph in found.text for paragraph in BODY)


# -- the page that this project began with ---------------------------------------------------------


def seed() -> list[str]:
    path = SHARED / "data" / "seed-article.txt"
    if not path.exists():
        pytest.skip("the shared data are not here")
    return path.read_text(encoding="utf-8").strip().split("\n\n")


def seed_html(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs[:-2])
    return (
        f'{body}<h2 class="wp-block-heading">References</h2><div class="ref-list"></div>'
        '<a class="amp-wp-canonical-link" href="/story/">Exit mobile version</a>'
    )


def test_the_seed_article_as_a_feed_body() -> None:
    title, *paragraphs = seed()
    html = f"<h1>{title}</h1>{seed_html(paragraphs)}"
    document = document_from_html(html, "https://example.org/", title=title)
    assert document.text.split("\n\n") == paragraphs[:-2]
    assert document.text.endswith("Courtesy: AFP News Agency")


def test_the_seed_article_as_a_page() -> None:
    title, *paragraphs = seed()
    html = page(
        f"<header class=site-header><ul>{NAVIGATION}</ul></header><div id=content "
        f"class=site-content>"
        f"<article class='post type-post'><header class=entry-header><h1 "
        f"class=entry-title>{title}</h1>"
        "<div class=entry-meta>Posted on <time datetime='2025-01-13T08:00:00+00:00'>January 13, "
        "2025"
        f"</time> by <a rel=author href=/a>Newsdesk</a></div></header><div class=entry-content>"
        f"{seed_html(paragraphs)}<div class='sharedaddy sd-sharing'><h3>Share "
        f"this:</h3></div></div>"
        f"<footer class=entry-footer>Posted in "
        f"World</footer></article><aside>{RELATED}</aside></div>",
        title=title,
    )
    found = extract(html, URL)
    assert found.title == title
    assert found.text.split("\n\n") == paragraphs[:-2]
    assert found.published == datetime(2025, 1, 13, 8, tzinfo=UTC)


# -- metadata --------------------------------------------------------------------------------------

HEADS = {
    "JSON-LD": """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"Organization","name":"The Example Post"},
        {"@type":["NewsArticle"],"headline":"Harbour bridge opens at last","inLanguage":"en-GB",
         "author":[{"@type":"Person","name":"Ann Lee"},{"@type":"Person","name":"Bo Dahl"}],
         "datePublished":"2026-05-17T09:30:00+02:00","dateModified":"2026-05-17T10:00:00+02:00",
         "articleSection":"City","publisher":{"name":"The Example Post"},
         "image":{"url":"/lead.jpg"}},]}</script>""",
    "Open Graph": """
        <meta property="og:title" content="Harbour bridge opens at last - The Example Post">
        <meta property="og:site_name" content="The Example Post">
        <meta name="author" content="Ann Lee, Bo Dahl">
        <meta property="article:published_time" content="2026-05-17T07:30:00Z">
        <meta property="article:modified_time" content="2026-05-17T08:00:00Z">
        <meta property="article:section" content="City">
        <meta property="og:image" content="/lead.jpg">""",
    "names of old": """<meta name="DC.title" content="Harbour bridge opens at last">
        <meta name="application-name" content="The Example Post">
        <meta name="byl" content="By Ann Lee and Bo Dahl"><meta name="section" content="City">
        <meta name="DC.date.issued" content="2026-05-17T09:30:00+02:00">
        <meta name="last-modified" content="2026-05-17 10:00:00 +0200">
        <link rel=image_src href="/lead.jpg">""",
}


@pytest.mark.parametrize("kind", HEADS)
def test_metadata_of_every_kind(kind: str) -> None:
    html = page(f"<article><h1>Harbour bridge opens at last</h1>{TEXT}</article>", HEADS[kind])
    found = extract(html, URL)
    assert found.title == "Harbour bridge opens at last"
    assert found.authors == ("Ann Lee", "Bo Dahl")
    assert found.byline == "Ann Lee, Bo Dahl"
    assert found.published == datetime(2026, 5, 17, 7, 30, tzinfo=UTC)
    assert found.updated == datetime(2026, 5, 17, 8, tzinfo=UTC)
    assert found.site == "The Example Post"
    assert found.section == "City"
    assert found.lead_image == "https://news.example.org/lead.jpg"
    assert found.language in ("en", "en-GB")


def test_metadata_of_the_visible_page() -> None:
    html = page(
        "<article><h1>Harbour bridge opens at last</h1><p class=byline>By Ann Lee and Bo Dahl</p>"
        "<time datetime=2026-05-17T09:30+02:00>Sunday</time><figure><img src=/lead.jpg width=900>"
        f"</figure>{TEXT}</article>"
    )
    found = extract(html, URL + "?utm_source=x")
    assert found.authors == ("Ann Lee", "Bo Dahl")
    assert found.published == datetime(2026, 5, 17, 7, 30, tzinfo=UTC)
    assert found.lead_image == "https://news.example.org/lead.jpg"
    assert found.site == "news.example.org"


def test_the_canonical_address_wins() -> None:
    html = page(f"<article>{TEXT}</article>", '<link rel=canonical href="/bridge?utm_medium=x">')
    assert extract(html, URL).url == "https://news.example.org/bridge"


def test_the_site_is_no_author_where_people_are_named() -> None:
    head = (
        '<meta property="og:site_name" content="The Post"><meta name="author" content="The '
        'Post, Ann Lee">'
    )
    assert extract(page(f"<article>{TEXT}</article>", head), URL).authors == ("Ann Lee",)


# -- what is no article ----------------------------------------------------------------------------

NO_ARTICLES = {
    "overview": ("<main>" + RELATED * 5 + "</main>", "overview"),
    "login": (
        "<h1>Sign in</h1><form><input name=a><input type=password><button>Go</button></form>",
        "log in",
    ),
    "error": ("<h1>404</h1><p>Page not found. Try our search instead.</p>", "error"),
    "gone": ("<h1>This article is no longer available</h1><p>It was moved long ago.</p>", "error"),
    "not here": (
        "<h1>451: Unavailable due to legal reasons</h1><p>You come from a country to which this "
        "site can not be shown at this time, for reasons of the law.</p>",
        "error",
    ),
    "works": ("<h1>We’ll be back soon</h1><p>We are working on our pages for you.</p>", "error"),
    "robot": ("<h1>Just a moment...</h1><p>Checking your browser before you go on.</p>", "person"),
    "script": (
        "<div id=app></div><script>x()</script><noscript>Please enable JavaScript.</noscript>",
        "scripts",
    ),
    "consent": (
        "<h1>Your privacy</h1><p>We and our partners use cookies. Consent to cookies and "
        "tracking by our"
        " partners, or see the privacy notice on cookies.</p>",
        "consent",
    ),
    "nothing": ("", "no article"),
}


def test_a_front_page_whose_headlines_are_no_headings_is_an_overview() -> None:
    rows = "".join(
        f"<div><a href=/{n}>What happened here on day number {n}</a><p>{line}</p></div>"
        for n, line in enumerate(BODY * 4)
    )
    with pytest.raises(ArticleError, match="overview"):
        extract(page(f"<main>{rows}</main>", title="The Example Post"), "https://news.example.org/")


@pytest.mark.parametrize("kind", NO_ARTICLES)
def test_pages_that_are_no_articles_are_named(kind: str) -> None:
    body, word = NO_ARTICLES[kind]
    titles = {"error": "404 Not Found", "robot": "Just a moment..."}
    with pytest.raises(ArticleError, match=word) as caught:
        extract(page(body, title=titles.get(kind, "Welcome")), "https://news.example.org/")
    assert str(caught.value).endswith(".")


GATES = {
    "age": "how old",
    "airport": "log in first",
    "automation": "person is asking",
    "consent_before_a_search": "consent",
    "consent_in_french": "consent",
    "consent_of_a_family_of_sites": "consent",
    "consent_or_subscription": "consent",
    "for_sale": "for sale",
    "hotel": "log in first",
    "network": "log in first",
    "not_in_your_country": "error message",
    "nothing_found": "error message",
    "offers": "subscribers",
    "old_browser": "some browsers",
    "proof_of_work": "person is asking",
    "scripts": "scripts",
}


@pytest.mark.parametrize("name", GATES)
def test_what_comes_in_the_place_of_an_article_is_named(name: str) -> None:
    html = (GATE_PAGES / f"{name}.html").read_bytes()
    with pytest.raises(ArticleError, match=GATES[name]):
        extract(html, URL, title="Council approves a new bridge")


@pytest.mark.parametrize(
    ("title", "headline", "start"),
    [
        ("Free Wi-Fi on all buses", "Free Wi-Fi on all buses", "Connect to the internet anywhere."),
        ("Court: we use cookies", "We use cookies, says the court", "The site asked for consent."),
        ("Your browser is not supported", "Your browser is not supported", "Who has not seen it?"),
        ("A fine story about rivers", "Bridge opens", "It was opened on Monday."),
        ("Link", "Free Wi-Fi on all buses", "They come in May."),
    ],
)
def test_a_short_article_about_such_pages_or_under_another_title_is_one(
    title: str, headline: str, start: str
) -> None:
    html = page(f"<h1>{headline}</h1><p>{start} {BODY[0]}</p><p>{BODY[1]}</p>", title=headline)
    assert BODY[1] in extract(html, URL, title=title).text


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"%PDF-1.4", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"<?xml version='1.0'?><rss>", "feed"),
        (bytes(range(256)) * 40, "no text"),
    ],
)
def test_files_that_are_no_pages_are_named(content: bytes, word: str) -> None:
    with pytest.raises(ArticleError, match=word):
        extract(content, URL)


def test_a_paywalled_page_shows_what_is_public_and_says_so() -> None:
    data = '{"@type":"NewsArticle","isAccessibleForFree":"False"}'
    head = f'<script type="application/ld+json">{data}</script>'
    html = page(
        f"<article><p>{BODY[0]}</p><p>{BODY[1]}</p><div class=paywall>Subscribe</div></article>",
        head,
    )
    found = extract(html, URL)
    assert found.text.startswith(BODY[0])
    assert found.note == "The rest of this article is for subscribers."
    assert extract(page(f"<article>{TEXT}</article>"), URL).note == ""


# -- what a person decides -------------------------------------------------------------------------


def test_selectors_choose_what_is_kept_and_what_is_dropped() -> None:
    html = page(
        f"<article>{TEXT}</article><div class=box><p>A box.</p><p class=x>Not this.</p></div>"
    )
    assert extract(html, URL, keep=["div.box"], drop=[".x"]).text == "A box."
    assert extract(html, URL, drop=["article > p:first-child"]).text.startswith(BODY[1])
    with pytest.raises(InputError, match="can not be read"):
        extract(html, URL, drop=["p[["])


def test_further_attempts_end_with_the_whole_page() -> None:
    html = page(
        f"<article><h1>Bridge opens</h1>{TEXT}</article><div><p>{'Another text. ' * 9}</p></div>"
    )
    assert "Another text" not in extract(html, URL).text
    assert "Another text" in extract(html, URL, attempt=9).text


def test_a_page_of_a_few_words_is_shown() -> None:
    assert extract("<html><body><p>abc</p><p>def</p>ghi</body></html>", URL).text.split() == [
        "abc",
        "def",
        "ghi",
    ]


def test_comments_longer_than_the_article_are_left_out() -> None:
    comments = "".join(f"<p>Reader {n} thinks that bridges are fine.</p>" for n in range(60))
    article = "".join(f"<p>{text} It was part {n}.</p>" for n in range(3) for text in BODY)
    body = f"<div class=post><h1>Bridge</h1><div>{article}</div></div>"
    found = extract(page(f"{body}<div class=comment-box>{comments}</div>"), URL)
    assert BODY[-1] in found.text
    assert "Reader 5" not in found.text


def test_a_time_in_an_abbreviation_is_the_date() -> None:
    head = '<abbr class="published" title="2026-05-17T09:30:00+02:00">Sunday</abbr>'
    found = extract(page(f"<h1>Bridge</h1>{head}<div>{TEXT}</div>"), URL)
    assert found.published == datetime(2026, 5, 17, 7, 30, tzinfo=UTC)


def test_an_explanation_says_what_won_and_why_each_block_stayed_or_went() -> None:
    picture = "<div><div><img src=/b.jpg alt=Bridge></div><div>The new bridge</div></div>"
    html = page(
        f"<nav><ul>{NAVIGATION}</ul></nav><main><article><h1>Harbour bridge opens at last</h1>"
        f"{picture}{TEXT}<div class=share-bar>Tell your friends</div><p>Advertisement</p>"
        f"<p>Read also: <a href=/2>Ferries on strike</a></p></article>"
        f"<div class=related>{RELATED}</div></main><footer>All of it</footer>"
    )
    explained = explain(html, URL, summary=BODY[0], drop=("p:last-of-type",))
    assert explained.candidates[0].chosen
    assert sum(rival.chosen for rival in explained.candidates) == 1
    assert {"prose", "agreement with readability", "the beginning that is known"} <= {
        name for name, _ in explained.candidates[0].evidence
    }
    assert explained.candidates[0].words > 60
    blocks = {block.text: block for block in explained.blocks}
    assert all(blocks[line].kept and blocks[line].reason for line in BODY)
    assert blocks["Bridge"].kind == "image"
    assert blocks["Bridge"].kept
    assert blocks["The new bridge"].reason == "is the caption of a picture"
    dropped = {text: block.reason for text, block in blocks.items() if not block.kept}
    assert dropped["home"] == "is in a <nav>, which no article is"
    assert dropped["Tell your friends"] == "is named “share”"
    assert "what pages add" in dropped["Advertisement"]
    assert "rule for this site" in dropped["Read also: Ferries on strike"]
    assert dropped["All of it"] == "is in a <footer>"
    text = extract(html, URL, drop=("p:last-of-type",)).text
    kept = (block for block in explained.blocks if block.kept and block.kind == "paragraph")
    assert all(block.text in text for block in kept if "caption" not in block.reason)


def test_a_page_that_is_no_article_is_explained_too() -> None:
    explained = explain(page("<h1>404 not found</h1>", title="404 not found"), URL)
    assert "error message" in explained.refused
    assert explain(b"%PDF-1.7", URL).refused


def test_a_row_of_services_goes_and_one_that_is_spoken_of_stays() -> None:
    row = "".join(f"<p>{name}</p>" for name in ("メールで送る", "X", "facebook", "LINE"))
    middle = f"<p>{BODY[0]}</p><p>Facebook</p>" + "".join(f"<p>{each}</p>" for each in BODY[1:])
    found = extract(page(f"<article>{middle}{row}</article>"), URL)
    assert found.text == "\n\n".join([BODY[0], "Facebook", *BODY[1:]])


def test_a_page_that_is_nested_to_cost_time_gets_no_second_opinion() -> None:
    """Readability reads a text once for each element around it: 4,000 deep took half a minute."""
    flat = page(f"<article>{TEXT * 20}</article>")
    nested = page(f"<article>{TEXT}" * 400)
    assert "readability" in {one.name for one in explain(flat, URL).candidates}
    found = explain(nested, URL)
    assert "readability" not in {one.name for one in found.candidates}
    assert not found.refused
