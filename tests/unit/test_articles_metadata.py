"""What is known of an article beside its text: which of a page's answers is believed."""

from __future__ import annotations

import pytest

from newsreader.articles import people, titles
from newsreader.articles.metadata import read
from newsreader.articles.trees import parse

LONG = "Ferries return to the northern islands after ten years"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Lee and Bo Dahl", ("Ann Lee", "Bo Dahl")),
        ("Ann Lee May 20, 2026", ("Ann Lee",)),
        ("Ann Lee 05.11.2026 15:36", ("Ann Lee",)),
        ("money von Ann Lee 05. November 2026", ("Ann Lee",)),
        ("Ann Lee, MD, PhD", ("Ann Lee",)),
        ("Ann Lee, Senior Correspondent", ("Ann Lee",)),
        ("Last Updated: January 7, 2026", ()),
        ("Follow", ()),
        ("The Daily Word", ("The Daily Word",)),
        ("Bread & Salt", ("Bread & Salt",)),
    ],
)
def test_names_in_bylines(line: str, names: tuple[str, ...]) -> None:
    site = "Bread & Salt"
    assert people.names([line], site) == names


@pytest.mark.parametrize(
    ("structured", "visible", "authors"),
    [
        ("The Example Post", "<em class=byline>ANN LEE</em>", ("ANN LEE",)),
        ("TEP", "<p>by <a href=/authors/ann-lee>Ann Lee</a></p>", ("Ann Lee",)),
        ("Reuters", "<ul><li class=authors__item>By Ann Lee</ul>", ("Ann Lee",)),
        ("Reuters", "<p>Nothing is said.</p>", ("Reuters",)),
        ("Reuters", "<li>By: <span><a href=/ann>Ann Lee</a></span></li>", ("Ann Lee",)),
        ("Reuters", "<dl><dt>Author</dt> <dd>Ann Lee</dd></dl>", ("Ann Lee",)),
        ("Reuters", "<li><strong>Autor:</strong> Ann Lee</li>", ("Ann Lee",)),
        ("Bo Dahl", "<em class=byline>ANN LEE</em>", ("Bo Dahl",)),
    ],
)
def test_agencies_and_the_site_give_way_to_people(
    structured: str, visible: str, authors: tuple[str, ...]
) -> None:
    page = (
        '<html><head><meta property="og:site_name" content="The Example Post">'
        f'<meta name=author content="{structured}"></head><body>'
        f"<a class=author>Carl Other</a><h1>{LONG}</h1>{visible}<p>Text.</p></body></html>"
    )
    assert read(parse(page), "https://post.example.org/a/1").authors == authors


def test_what_the_page_shows_and_calls_itself_wins_over_a_name_for_machines_only() -> None:
    assert titles.choose(["Wikimedia list article"], [LONG], f"{LONG} - Site", "Site") == LONG
    site = "Site News - Latest Headlines"
    assert titles.choose([site], [LONG], LONG, site) == LONG
    teaser = "Ferries return to the islands, and everyone is there"
    assert titles.choose([teaser], [LONG], LONG, "Site") == teaser


def test_what_only_the_looks_of_a_page_part_is_parted_in_the_title() -> None:
    named = ["Ferries: They return to the northern islands"]
    assert titles.choose(named, ["Ferries They return to the northern islands"], "", "") == named[0]


def test_a_site_without_a_name_and_a_date_behind_its_word() -> None:
    page = (
        "<link rel=canonical href=https://www.post.example/a/1><p class=date>1 May 2020</p>"
        f"<h1>{LONG}</h1><ul><li><strong>Date</strong> 28.04.2026</li></ul>"
    )
    known = read(parse(page), "https://feeds.example/r?a=1")
    assert known.site == "post.example"
    assert known.published is not None
    assert known.published.date().isoformat() == "2026-04-28"


def test_the_first_half_of_a_title_is_no_kicker() -> None:
    one = "'I run the ferries - booking the right day could save you a lot'"
    other = "'I run the northern ferries - booking the right day could save you a lot'"
    assert titles.choose([one, other], [other], other, "Site", shared=one) == other
    rest = "Booking the right day could save you a lot"
    shared = f"At sea: {rest}"
    assert titles.choose([f"Ferries - {rest}"], [], "", "Site", shared=shared) == rest
