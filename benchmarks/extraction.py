"""Quality and speed of article extraction, beside readability-lxml and trafilatura.

Run it by hand, from the root of the repository:

    python -m benchmarks.extraction [--set news] [--only newsreader] [--worst 10] [DATA]
    python -m benchmarks.extraction --ablate [--set news]

With ``--ablate`` each idea is left out in turn, and the table shows what is lost without it.

DATA holds one folder a set, each with ``gold.json`` and ``html/<id>.html.gz``; by default it is
``../shared/data/extraction-dev``. An extractor that is not installed is left out. Scores are bags
of four-token shingles, as the data's own README describes them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import msgspec

from newsreader.articles import (
    Extracted,
    candidates,
    choosing,
    cleaning,
    document_from_html,
    extract,
    extraction,
    metadata,
    pruning,
)
from newsreader.core.errors import ArticleError

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "extraction-dev"
SETS = ("news", "readability")
OPTIONAL_FROM = 0.6
"""How much of an optional paragraph the output must hold for it to count as gold."""

_TOKEN = re.compile("[぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿]|[^\\W぀-ヿ㐀-䶿一-鿿豈-﫿가-힯฀-๿]+")

Gold = dict[str, Any]
Extractor = Callable[[str, str], str]


@dataclass
class Page:
    """One page of a set, with what is right."""

    name: str
    html: str
    gold: Gold


@dataclass
class Result:
    """What an extractor reached on one page."""

    page: Page
    precision: float
    recall: float
    first: bool
    last: bool
    seconds: float
    text: str = ""
    metadata: dict[str, bool | None] = field(default_factory=dict)

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


# -- scoring ---------------------------------------------------------------------------------------


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Give the bag of four-token shingles; a shorter text is one shingle."""
    tokens = _TOKEN.findall(text)
    if 0 < len(tokens) < 4:
        return Counter([tuple(tokens)])
    return Counter(tuple(tokens[i : i + 4]) for i in range(len(tokens) - 3))


def gold_text(gold: Gold, output: Counter[tuple[str, ...]]) -> str:
    """Give the gold body: an optional paragraph is in it where the output holds most of it."""
    optional = set(gold.get("optional", ()))
    kept = []
    for index, paragraph in enumerate(gold["paragraphs"]):
        if index in optional:
            wanted = shingles(paragraph)
            held = sum((wanted & output).values())
            if held < OPTIONAL_FROM * max(sum(wanted.values()), 1):
                continue
        kept.append(paragraph)
    return "\n".join(kept)


def score(gold: Gold, text: str) -> tuple[float, float]:
    """Give precision and recall of a text."""
    output = shingles(text)
    truth = shingles(gold_text(gold, output))
    hits = sum((output & truth).values())
    found, wanted = sum(output.values()), sum(truth.values())
    precision = hits / found if found else (1.0 if not wanted else 0.0)
    recall = hits / wanted if wanted else 1.0
    return precision, recall


def holds(text: str, paragraph: str) -> bool:
    """Say whether a text holds at least nine tenths of a paragraph."""
    tokens = _TOKEN.findall(paragraph)
    if len(tokens) < 4:  # no shingle of a longer text is so short
        return f" {' '.join(tokens)} " in f" {' '.join(_TOKEN.findall(text))} "
    wanted = shingles(paragraph)
    return sum((wanted & shingles(text)).values()) >= 0.9 * sum(wanted.values())


def ends_right(gold: Gold, text: str) -> tuple[bool, bool]:
    """Say whether the first and the last paragraph of the body are in the text."""
    optional = set(gold.get("optional", ()))
    body = [p for i, p in enumerate(gold["paragraphs"]) if i not in optional]
    if not body:
        return True, True
    return holds(text, body[0]), holds(text, body[-1])


_WORDS = re.compile(r"[\W_]+")


def _key(text: str) -> str:
    return _WORDS.sub("", text).casefold()


def metadata_right(gold: Gold, found: Extracted) -> dict[str, bool | None]:
    """Say for each field whether it is right; None where gold does not know."""
    right: dict[str, bool | None] = {"title": None, "date": None, "authors": None, "image": None}
    if gold.get("title"):
        right["title"] = _key(gold["title"]) == _key(found.title)
    if gold.get("published"):
        right["date"] = same_time(gold["published"], found.published)
    if gold.get("authors"):
        wanted = {_key(name) for name in gold["authors"]}
        right["authors"] = wanted == {_key(name) for name in found.authors}
    if gold.get("images"):
        right["image"] = _same_image(found.lead_image, gold["images"])
    return right


def same_time(gold: str, found: datetime | None) -> bool:
    """Say whether a time is that of the gold to the minute; to the day where gold has no time."""
    if found is None:
        return False
    wanted = datetime.fromisoformat(gold)
    if wanted.tzinfo is None:
        return abs(wanted.date().toordinal() - found.date().toordinal()) <= 1
    return abs((wanted.astimezone(UTC) - found).total_seconds()) < 60


def _same_image(found: str, variants: list[str]) -> bool:
    """Say whether a picture is one of the variants, or the same file in another size."""
    if not found:
        return False
    if found in variants or found.split("?")[0] in {url.split("?")[0] for url in variants}:
        return True
    numbers = set(re.findall(r"[0-9a-f-]{6,}|\d{5,}", found.lower()))
    names = {_file_name(found)} - {""}
    for variant in variants:
        if numbers & set(re.findall(r"[0-9a-f-]{6,}|\d{5,}", variant.lower())):
            return True
        if _file_name(variant) in names:
            return True
    return False


def _file_name(url: str) -> str:
    name = url.split("?")[0].rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return name if len(name) > 8 else ""


# -- extractors ------------------------------------------------------------------------------------


def _readability() -> Extractor:
    from readability import Document

    def run(html: str, url: str) -> str:
        return document_from_html(Document(html, url=url).summary(), url, feed_body=False).text

    return run


def _trafilatura() -> Extractor:
    import trafilatura

    def run(html: str, url: str) -> str:
        return trafilatura.extract(html, url=url, include_comments=False) or ""

    return run


def peers() -> dict[str, Extractor]:
    """Give the other extractors that are installed."""
    found = {}
    for name, make in (("readability-lxml", _readability), ("trafilatura", _trafilatura)):
        try:
            found[name] = make()
        except ImportError:
            continue
    return found


def read_pages(folder: Path) -> Iterator[Page]:
    """Give the pages of a set."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    for name, entry in sorted(gold.items()):
        path = folder / "html" / f"{name}.html.gz"
        yield Page(name, gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), entry)


def run_peer(extractor: Extractor, page: Page) -> Result:
    """Run another extractor on a page; one that fails gives no text."""
    start = time.perf_counter()
    try:
        text = extractor(page.html, page.gold.get("url", ""))
    except Exception:
        text = ""
    return _result(page, text, time.perf_counter() - start)


def run_own(page: Page) -> Result:
    """Run this project's extraction on a page, metadata included."""
    start = time.perf_counter()
    try:
        found = extract(page.html, page.gold.get("url"))
    except ArticleError as error:
        result = _result(page, "", time.perf_counter() - start)
        result.text = f"({error})"
        return result
    result = _result(page, found.text, time.perf_counter() - start)
    result.metadata = metadata_right(page.gold, found)
    return result


def _result(page: Page, text: str, seconds: float) -> Result:
    precision, recall = score(page.gold, text)
    first, last = ends_right(page.gold, text)
    return Result(page, precision, recall, first, last, seconds, text)


# -- the table -------------------------------------------------------------------------------------


def summary(results: list[Result]) -> dict[str, float]:
    """Give the means over pages, as the table shows them."""
    precision = statistics.mean(result.precision for result in results)
    recall = statistics.mean(result.recall for result in results)
    times = sorted(result.seconds * 1000 for result in results)
    return {
        "F1": harmonic(precision, recall),
        "precision": precision,
        "recall": recall,
        "first": statistics.mean(result.first for result in results),
        "last": statistics.mean(result.last for result in results),
        "empty": sum(not result.recall for result in results),
        "median ms": statistics.median(times),
        "p95 ms": times[int(len(times) * 0.95)],
    }


def metadata_summary(results: list[Result]) -> dict[str, float]:
    """Give the share of right answers for each field where gold knows one."""
    shares = {}
    for name in ("title", "date", "authors", "image"):
        known = [r.metadata.get(name) for r in results if r.metadata.get(name) is not None]
        if known:
            shares[name] = sum(bool(answer) for answer in known) / len(known)
    return shares


def show(name: str, results: list[Result]) -> None:
    """Print one row of the table."""
    values = summary(results)
    cells = [f"{key} {value:.4f}" for key, value in list(values.items())[:3]]
    cells += [f"{key} {value:.1%}" for key, value in list(values.items())[3:5]]
    cells += [f"{key} {value:.0f}" for key, value in list(values.items())[5:]]
    print(f"  {name:18s}", "  ".join(cells))


# -- what each idea gives --------------------------------------------------------------------------


def _without_copy(root: Any, url: str) -> Any:
    return msgspec.structs.replace(_read_metadata(root, url), body="")


_read_metadata = metadata.read

IDEAS: dict[str, list[tuple[object, str, object]]] = {
    "nothing is left out": [],
    "the copy of the text in JSON-LD": [(metadata, "read", _without_copy)],
    "containers marked as the article": [(candidates, "semantic", lambda root: [])],
    "boxes of one kind taken together": [
        (candidates, "parts_beside", lambda element, measures: [element])
    ],
    "the beginning known from summaries": [(choosing, "_ANCHOR", 0.0)],
    "readability's opinion": [(candidates, "by_readability", lambda root: [])],
    "dropping parts by their names": [(pruning, "_name_of_furniture", lambda element, found: "")],
    "dropping boxes that lead elsewhere": [(pruning, "_teasers", lambda *arguments: [])],
    "judging block by block": [(cleaning, "clean", lambda drafts, *arguments: drafts)],
    "a second try for short texts": [
        (extraction, "_second_try", lambda root, known, request, first, trace: first)
    ],
}
"""Parts of the extraction, each with what takes its place when it is left out."""


def ablate(pages: list[Page]) -> None:
    """Print a row for each idea: what is reached without it."""
    for idea, replaced in IDEAS.items():
        with ExitStack() as stack:
            for owner, name, value in replaced:
                stack.enter_context(patch.object(owner, name, value))
            values = summary([run_own(page) for page in pages])
        cells = [f"{key} {values[key]:.4f}" for key in ("F1", "precision", "recall")]
        cells += [f"{key} {values[key]:.1%}" for key in ("first", "last")]
        print(f"  {idea:36s}", "  ".join(cells))


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--set", choices=SETS, help="only this set")
    parser.add_argument("--only", help="only this extractor")
    parser.add_argument("--worst", type=int, default=0, help="list the pages with the lowest F1")
    parser.add_argument("--ablate", action="store_true", help="leave out each idea in turn")
    options = parser.parse_args()
    for name in (options.set,) if options.set else SETS:
        pages = list(read_pages(options.data / name))
        print(f"{name}: {len(pages)} pages")
        if options.ablate:
            ablate(pages)
            continue
        for other, extractor in peers().items():
            if options.only in (None, other):
                show(other, [run_peer(extractor, page) for page in pages])
        if options.only in (None, "newsreader"):
            results = [run_own(page) for page in pages]
            show("newsreader", results)
            print("  metadata ", {k: f"{v:.1%}" for k, v in metadata_summary(results).items()})
            for result in sorted(results, key=lambda r: r.f1)[: options.worst]:
                print(
                    f"    {result.f1:.3f} P {result.precision:.3f} R {result.recall:.3f}"
                    f" {'' if result.first else 'first '}{'' if result.last else 'last '}"
                    f"{result.page.name}"
                )


if __name__ == "__main__":
    main()
