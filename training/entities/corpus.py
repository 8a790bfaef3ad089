"""The training data as sentences with labels, cleaned, and the splits that are held out.

What each file is and under which licence it stands is in MODEL_CARD.md. Left out on purpose:
everything whose text is CC BY-SA (CrossNER, Universal NER EWT, GUM's biographies and travel guides,
the Wikipedia part of re3d), and GMB's own labels, which have no licence. They serve as development
sets only, as do GUM's news articles, so that whole news articles are measured on unseen text.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from newsreader.entities.gazetteer import AMBIGUOUS, gazetteer
from newsreader.entities.names import TITLES
from newsreader.entities.tokens import Tokens, tokenise
from newsreader.entities.words import words

TYPES = ("PER", "ORG", "LOC", "MISC")
LABELS = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BILU"))
MASKED = -1
"""The label of a word that training must not look at."""
NO_MISC = -2
"""The label of a word outside all names in data that does not label MISC."""
SOURCES = ("silver news", "GUM", "re3d", "social media", "templates")
HELD_OUT_SILVER = 2000
"""So many of GMB's last sentences are left out of training."""
FROM_SPACY = {
    "PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "MISC",
    "EVENT": "MISC", "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "LANGUAGE": "MISC",
}  # fmt: skip
Span = tuple[int, int, str]


class Sentence(NamedTuple):
    """One sentence: its text, where names stand in it, and which source it is from."""

    text: str
    spans: list[Span]
    source: int
    masked: list[tuple[int, int]]


def read(path: Path) -> list[dict[str, Any]]:
    """Read a file of one JSON document a line."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every data file."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.*z"))
    }


# -- the splits ------------------------------------------------------------------------------------


def training(folder: Path) -> list[Sentence]:
    """All sentences to train on."""
    found = list(_silver(read(folder / "gmb_news_silver.jsonl.gz")[:-HELD_OUT_SILVER]))
    for document in read(folder / "gum_open_other.jsonl.gz"):
        if document["id"].split("_")[1] in ("interview", "court", "academic"):
            found += _sentences(document, 1)
    for document in read(folder / "re3d_open.jsonl.gz"):
        if not document["id"].startswith("Wikipedia"):
            found += _sentences(document, 2)
    for document in read(folder / "wnut17.jsonl.gz"):
        found += _sentences(document, 3)
    return found


def development(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The development sets, none of them trained on: name -> documents with text and spans."""
    other = read(folder / "gum_open_other.jsonl.gz")
    crossner = read(folder / "crossner.jsonl.gz")
    news = read(folder / "gum_ccby_news.jsonl.gz")
    for document in [*news, *other]:
        document["spans"] = mended(document["text"], document["spans"])
    return {
        "GUM news": news,
        "GMB news": _joined(read(folder / "gmb_news_silver.jsonl.gz")[-HELD_OUT_SILVER:]),
        "Wikipedia (CrossNER)": crossner[::4],
        "GUM bio+voyage": [one for one in other if one["id"].split("_")[1] in ("bio", "voyage")],
        "web (EWT)": read(folder / "uner_ewt_devtest.jsonl.gz"),
    }


def _joined(sentences: list[dict[str, Any]], size: int = 8) -> list[dict[str, Any]]:
    """Consecutive sentences of GMB as documents: they stand in the order of their articles."""
    found = []
    for first in range(0, len(sentences), size):
        text, spans = "", []
        for sentence in sentences[first : first + size]:
            spans += [[a + len(text), b + len(text), kind] for a, b, kind in sentence["spans"]]
            text += sentence["text"] + "\n\n"
        found.append({"id": f"gmb{first}", "text": text, "spans": spans})
    return found


# -- cleaning --------------------------------------------------------------------------------------


def trimmed(text: str, span: Span) -> Span:
    """Drop a leading article and a trailing possessive."""
    start, end, kind = span
    name = text[start:end]
    article = re.match(r"(?:the|a|an)\s+", name, re.IGNORECASE)
    if article and article.end() < len(name):
        start += article.end()
    possessive = re.search(r"\s?['’]s?$", text[start:end])
    if possessive and possessive.start() > 0:
        end = start + possessive.start()
    return start, end, kind


_GROUPS = words("Muslim Christian Jew Buddhist Hindu Catholic Protestant Rohingya")
_OFFICES = TITLES | words("us u.s of state")


def mended(text: str, spans: list[Any]) -> list[Span]:
    """Names as others mark them, from GUM's, which were derived from its coreference.

    There "United States" has only its last word, a person's title belongs to the name, and the
    titles and peoples that refer to someone are names by themselves.
    """
    found: dict[tuple[int, int], str] = {}
    for start, end, kind in (trimmed(text, (a, b, kind)) for a, b, kind in spans):
        before = re.search(r"((?:[A-Z][\w.&-]+ )+)$", text[max(0, start - 60) : start])
        if before and text[start].isupper() and kind != "PER":
            start -= len(before.group(1))
            start, end, kind = trimmed(text, (start, end, kind))
        parts = text[start:end].split(" ")
        while kind == "PER" and len(parts) > 1 and parts[0].lower().rstrip(".") in _OFFICES:
            start += len(parts.pop(0)) + 1
        if kind == "PER" and _is_no_person(text[start:end]):
            continue
        if any(a < end and start < b for a, b in found):
            continue
        found[start, end] = kind
    return [(a, b, kind) for (a, b), kind in sorted(found.items())]


def _is_no_person(form: str) -> bool:
    people = form.rstrip("s") in _GROUPS or form in gazetteer().demonyms
    return people or form.lower() in TITLES or not re.search(r"[A-Z]", form)


def _sentences(document: dict[str, Any], source: int) -> Iterator[Sentence]:
    text = document["text"]
    spans = [trimmed(text, (a, b, kind)) for a, b, kind in document["spans"] if kind in TYPES]
    spans = [span for span in spans if _is_name(text[span[0] : span[1]])]
    if source == 1:
        spans = mended(text, spans)
    tokens = tokenise(text)
    for first, last in tokens.sentences:
        start, end = tokens.starts[first], tokens.ends[last - 1]
        inside = [(a - start, b - start, kind) for a, b, kind in spans if start <= a and b <= end]
        yield Sentence(text[start:end], inside, source, [])


def _silver(rows: list[dict[str, Any]]) -> Iterator[Sentence]:
    """GMB's text with spaCy's labels, made consistent over the whole corpus.

    A form that nearly always has one type gets it everywhere; countries and demonyms get theirs by
    the gazetteer; where a form that is mostly a name was passed over, training does not look.
    """
    spans = [
        [
            trimmed(row["text"], (a, b, FROM_SPACY[kind]))
            for a, b, kind in row["md"]
            if kind in FROM_SPACY
        ]
        for row in rows
    ]
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row, found in zip(rows, spans, strict=True):
        for a, b, kind in found:
            votes[row["text"][a:b]][kind] += 1
    majority = {form: _sure(form, counts) for form, counts in votes.items()} | corrections()
    often = {form for form, counts in votes.items() if counts.total() >= 8 and len(form) > 3}
    for row, found in zip(rows, spans, strict=True):
        text = row["text"]
        named = [(a, b, majority[text[a:b]] or kind) for a, b, kind in found if _is_name(text[a:b])]
        kept = [span for span in named if span[2] != "-"]
        hidden = [span[:2] for span in named if span[2] == "-"]
        yield Sentence(text, kept, 0, hidden + list(_passed_over(text, named, often)))


def corrections() -> dict[str, str]:
    """The types that were corrected by hand: form -> type, or "-" for forms to look away from."""
    found = {}
    path = Path(__file__).parent / "corrections.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, forms = line.partition(": ")
            found.update(dict.fromkeys(forms.split("; "), kind))
    return found


def people() -> list[tuple[list[str], list[str]]]:
    """Common first and last names of many languages."""
    path = Path(__file__).parent / "people.txt"
    lines = [
        one for one in path.read_text(encoding="utf-8").splitlines() if not one.startswith("#")
    ]
    groups = [line.partition(": ")[2].split(" / ") for line in lines]
    return [(first.split("; "), last.split("; ")) for first, last in groups]


def _is_name(form: str) -> bool:
    return bool(re.search(r"[A-ZÀ-Þ]", form)) and len(form) <= 80


def _sure(form: str, counts: Counter[str]) -> str:
    """The type that a form always gets, "" where that is open."""
    known = gazetteer()
    if form in known.demonyms:
        return "MISC"
    if form not in AMBIGUOUS and known.is_country(form):
        return "LOC"
    kind, most = counts.most_common(1)[0]
    return kind if counts.total() >= 5 and most >= 0.8 * counts.total() else ""


def _passed_over(text: str, spans: list[Span], often: set[str]) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3}", text):
        free = all(match.end() <= a or match.start() >= b for a, b, _ in spans)
        if free and match.start() > 0 and match.group().rstrip(".") in often:
            yield match.span()


# -- labels ----------------------------------------------------------------------------------------


def labels(tokens: Tokens, sentence: Sentence) -> list[int]:
    """The label of every word: its index in `LABELS`, or `MASKED`, or `NO_MISC`."""
    found = [0] * len(tokens.words)
    for start, end in sentence.masked:
        for index in _covered(tokens, start, end):
            found[index] = MASKED
    for start, end, kind in sentence.spans:
        inside = _covered(tokens, start, end)
        if not inside:
            continue
        base = 1 + 4 * TYPES.index(kind)
        if len(inside) == 1:
            found[inside[0]] = base + 3
        else:
            for index in inside:
                found[index] = base + 1
            found[inside[0]], found[inside[-1]] = base, base + 2
    if 0 < sentence.source < 4:  # their guidelines leave nationalities out
        for index, word in enumerate(tokens.words):
            if found[index] == 0 and word in gazetteer().demonyms:
                found[index] = NO_MISC
    return found


def _covered(tokens: Tokens, start: int, end: int) -> list[int]:
    return [
        index
        for index in range(len(tokens.words))
        if tokens.starts[index] < end and tokens.ends[index] > start
    ]
