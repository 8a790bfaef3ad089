"""Real pages: none fails, and their quality does not fall below what was reached."""

from __future__ import annotations

import pytest

from benchmarks import extraction as benchmark
from newsreader.articles import extract
from newsreader.core.errors import ArticleError
from newsreader.core.text import is_clean

pytestmark = pytest.mark.skipif(not benchmark.DATA.exists(), reason="the shared pages are not here")

FLOOR = {"news": 0.965, "readability": 0.91}
EVERY = {"news": 3, "readability": 5}


@pytest.mark.parametrize("name", benchmark.SETS)
def test_f1_stays_above_its_floor(name: str) -> None:
    pages = list(benchmark.read_pages(benchmark.DATA / name))[:: EVERY[name]]
    results = [benchmark.run_own(page) for page in pages]
    assert benchmark.summary(results)["F1"] > FLOOR[name]
    assert all(is_clean(result.text) for result in results)


def test_no_news_page_comes_out_empty() -> None:
    for page in list(benchmark.read_pages(benchmark.DATA / "news"))[1::6]:
        try:
            found = extract(page.html, page.gold["url"])
        except ArticleError as error:
            pytest.fail(f"{page.name}: {error}")
        assert found.title
        assert found.document.words > 40
