"""Quality and speed of the entities: python benchmarks/entities.py [DATA] [--seed-article FILE].

Prints strict span F1 on the development sets (same edges and type, after a leading article and a
trailing possessive are dropped), grouping (B-cubed over mentions) and salience (how many of the
five most salient entities are right) on GUM's news articles, and the processor time to get ready
and for an article of 600 words. None of these documents was trained on; see
training/entities/MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "training" / "entities")]

from corpus import TYPES, development, mended, trimmed  # noqa: E402

from newsreader.core.models import Entity, EntityType  # noqa: E402
from newsreader.entities import recognise, resolve  # noqa: E402

LABEL = {
    EntityType.PERSON: "PER", EntityType.ORGANISATION: "ORG", EntityType.PLACE: "LOC",
    EntityType.OTHER: "MISC", EntityType.LAW: "MISC", EntityType.EVENT: "MISC",
}  # fmt: skip
UNLABELLED = {"GUM news": "demonyms", "GUM bio+voyage": "demonyms", "web (EWT)": "MISC"}
"""What a set does not label, and is not counted against a system there."""
Span = tuple[int, int, str]
Recogniser = Callable[[str], list[Span]]


# -- spans -----------------------------------------------------------------------------------------


def own_spans(text: str, *, demonyms: bool = True) -> list[Span]:
    """What our recogniser finds, as labelled spans."""
    return [
        (one.start, one.end, LABEL[one.type])
        for one in recognise(text, language="en")
        if one.type in LABEL and (demonyms or not one.demonym)
    ]


def score(name: str, documents: Iterable[dict[str, Any]], find: Recogniser) -> dict[str, float]:
    """Strict precision, recall and F1 in percent, overall and by type."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        text = document["text"]
        types = [kind for kind in TYPES if not (kind == "MISC" and UNLABELLED.get(name) == "MISC")]
        gold = {trimmed(text, (a, b, kind)) for a, b, kind in document["spans"] if kind in types}
        found = {trimmed(text, span) for span in find(text) if span[2] in types}
        for kind in types:
            right = {span for span in gold & found if span[2] == kind}
            counts[kind].update(
                right=len(right),
                gold=sum(span[2] == kind for span in gold),
                found=sum(span[2] == kind for span in found),
            )
        edges = {span[:2] for span in gold} & {span[:2] for span in found}
        counts["edges"].update(right=len(edges), gold=len(gold), found=len(found))
    total: Counter[str] = Counter()
    for kind in TYPES:
        total.update(counts[kind])
    scores = {kind: f1(counts[kind]) for kind in (*TYPES, "edges")}
    scores["all"] = f1(total)
    scores["P"] = 100 * total["right"] / max(total["found"], 1)
    scores["R"] = 100 * total["right"] / max(total["gold"], 1)
    return scores


def f1(counts: Counter[str]) -> float:
    """The harmonic mean of precision and recall, in percent."""
    return 200 * counts["right"] / max(counts["gold"] + counts["found"], 1)


# -- entities --------------------------------------------------------------------------------------


def name_entities(text: str) -> list[Entity]:
    """What our whole line makes of a text, names only, the most salient first."""
    entities = resolve(text, recognise(text, language="en"), language="en")
    return [one for one in entities if one.type in LABEL]


def b_cubed(
    gold: dict[tuple[int, int], int], found: dict[tuple[int, int], int]
) -> tuple[float, float]:
    """B-cubed precision and recall (Bagga and Baldwin, 1998), over mentions with equal edges.

    A mention that only one side has counts as wrong on that side.
    """

    def half(one: dict[tuple[int, int], int], other: dict[tuple[int, int], int]) -> float:
        clusters: dict[int, set[tuple[int, int]]] = defaultdict(set)
        others: dict[int, set[tuple[int, int]]] = defaultdict(set)
        for span, cluster in one.items():
            clusters[cluster].add(span)
        for span, cluster in other.items():
            others[cluster].add(span)
        total = 0.0
        for span, cluster in one.items():
            if span in other:
                mine = clusters[cluster]
                total += len(mine & others[other[span]]) / len(mine)
        return total / max(len(one), 1)

    return half(found, gold), half(gold, found)


def edges(text: str, start: int, end: int) -> tuple[int, int]:
    """A mention's edges, trimmed as for the span scores."""
    return trimmed(text, (start, end, ""))[:2]


def gold_groups(document: dict[str, Any]) -> list[tuple[set[tuple[int, int]], float]]:
    """The annotated entities that have a name: their mentions' edges, and their salience."""
    text = document["text"]
    groups = []
    for entity in document["entities"]:
        spans = mended(text, [(a, b, entity["type"]) for a, b in entity["mentions"]])
        if spans:
            groups.append(({span[:2] for span in spans}, float(entity.get("salience") or 0)))
    return groups


def judge(document: dict[str, Any]) -> dict[str, float]:
    """B-cubed F1 and the share of the top five that are right, for one document."""
    text = document["text"]
    gold_entities = gold_groups(document)
    gold = {span: index for index, (spans, _) in enumerate(gold_entities) for span in spans}
    entities = name_entities(text)
    found = {
        edges(text, mention.start, mention.end): index
        for index, one in enumerate(entities)
        for mention in one.mentions
        if not mention.demonym
    }
    precision, recall = b_cubed(gold, found)
    result = {"b3": 200 * precision * recall / max(precision + recall, 1e-9)}
    ranked = sorted((salience for _, salience in gold_entities if salience > 0), reverse=True)
    if ranked:
        count = min(5, len(ranked))
        worthy = [spans for spans, salience in gold_entities if salience >= ranked[count - 1]]
        right = 0
        for entity in entities[:count]:
            own = {edges(text, mention.start, mention.end) for mention in entity.mentions}
            right += any(own & spans for spans in worthy)
        result["top5"] = 100 * right / count
    return result


SEED_NAMES = {
    "Volodymyr Zelensky": "Volodymyr Zelensky|Zelensky",
    "North Korea": "North Korean|North Korea",
    "Ukraine": "Ukrainian|Ukraine",
    "Russia": "Russian|Russia",
    "Security Service of Ukraine": "Security Service of Ukraine|SBU",
    "South Korea": "South Korea",
    "National Intelligence Service": "National Intelligence Service",
    "Pyongyang": "Pyongyang",
    "Kyiv": "Kyiv",
    "Vladimir Putin": "Vladimir Putin",
    "Turan": "Turan",
    "Tuva": "Tuva",
    "Mongolia": "Mongolia",
    "X": "X",
    "Geneva Convention": "Geneva Convention",
    "BBC": "BBC",
    "AFP News Agency": "AFP News Agency",
    "Korean": "Korean",
}
"""What the seed article names, and every form it has there; the first five are what it is about."""


def judge_seed(text: str) -> tuple[float, float, list[str]]:
    """The seed article's B-cubed F1, the share of its top five that is right, and what differs."""
    forms = sorted(
        ((form, name) for name, some in SEED_NAMES.items() for form in some.split("|")),
        key=lambda one: -len(one[0]),
    )
    names = dict(forms)
    pattern = re.compile(rf"\b(?:{'|'.join(re.escape(form) for form, _ in forms)})\b")
    order = list(SEED_NAMES)
    gold = {match.span(): order.index(names[match.group()]) for match in pattern.finditer(text)}
    entities = name_entities(text)
    found = {
        edges(text, mention.start, mention.end): index
        for index, one in enumerate(entities)
        for mention in one.mentions
    }
    precision, recall = b_cubed(gold, found)
    top = sum(one.name in order[:5] for one in entities[:5])
    wrong = sorted(text[a:b] for a, b in set(gold) ^ set(found))
    return 200 * precision * recall / max(precision + recall, 1e-9), 20 * top, wrong


# -- speed -----------------------------------------------------------------------------------------

_READY = """
import time
from newsreader.entities import analyse
text = open({path!r}, encoding="utf-8").read()
begin = time.process_time()
analyse("", text, language="en")
first = time.process_time() - begin
times = []
for _ in range(7):
    begin = time.process_time()
    analyse("", text, language="en")
    times.append(time.process_time() - begin)
print(first, min(times), len(text.split()))
"""


def speed(path: Path) -> str:
    """Processor time until the first article is done in a new process, and for one more."""
    program = _READY.format(path=str(path))
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    first, warm, words = answer.stdout.split()
    each = 600 * float(warm) / int(words)
    return f"ready and first article {float(first):.2f} s, then {1000 * each:.0f} ms for 600 words"


def spacy_spans(model: str) -> Recogniser:
    """An installed spaCy model for comparison, its types folded as in training."""
    import spacy
    from corpus import FROM_SPACY

    unused = ["tagger", "parser", "attribute_ruler", "lemmatizer"]
    try:
        pipeline = spacy.load(model, exclude=unused)
    except (OSError, AttributeError):  # a package that only holds the model's folder
        import importlib

        pipeline = spacy.load(importlib.import_module(model).model_path(), exclude=unused)

    def find(text: str) -> list[Span]:
        return [
            (one.start_char, one.end_char, FROM_SPACY[one.label_])
            for one in pipeline(text).ents
            if one.label_ in FROM_SPACY
        ]

    return find


# -- report ----------------------------------------------------------------------------------------


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    shared = ROOT.parent / "shared" / "data"
    parser.add_argument("data", type=Path, nargs="?", default=shared / "ner")
    parser.add_argument("--article", type=Path, default=shared / "seed-article.txt")
    parser.add_argument("--spacy", default="", help="also score this installed spaCy model")
    arguments = parser.parse_args()
    began = time.perf_counter()
    sets = development(arguments.data)
    systems: dict[str, Recogniser] = {"newsreader": own_spans}
    if arguments.spacy:
        systems[arguments.spacy] = spacy_spans(arguments.spacy)
    print("strict span F1, development sets, none of them trained on")
    columns = ("all", "P", "R", "edges", *TYPES)
    print(f"{'':34}" + "".join(f"{column:>7}" for column in columns))
    for name, documents in sets.items():
        for system, find in systems.items():
            scores = score(name, documents, _for_set(name, find))
            line = "".join(f"{scores[column]:7.1f}" for column in columns)
            print(f"{name[:22]:22} {system[:10]:11}{line}")
    judged = [judge(document) for document in sets["GUM news"]]
    grouping, top = mean(judged, "b3"), mean(judged, "top5")
    print(f"GUM news: grouping B-cubed F1 {grouping:.1f}, top five right {top:.0f} %")
    if arguments.article.exists():
        grouping, top, wrong = judge_seed(arguments.article.read_text(encoding="utf-8"))
        print(
            f"seed article: grouping B-cubed F1 {grouping:.1f}, top five right {top:.0f} %", wrong
        )
    print(f"speed: {speed(arguments.article)}")
    print(f"({time.perf_counter() - began:.0f} s)")


def _for_set(name: str, find: Recogniser) -> Recogniser:
    if UNLABELLED.get(name) == "demonyms":
        from newsreader.entities.gazetteer import gazetteer

        demonyms = gazetteer().demonyms
        return lambda text: [
            one for one in find(text) if re.sub(r"\s+", " ", text[one[0] : one[1]]) not in demonyms
        ]
    return find


def mean(rows: list[dict[str, float]], key: str) -> float:
    """The mean of a figure over the documents that have it."""
    values = [row[key] for row in rows if key in row]
    return sum(values) / max(len(values), 1)


if __name__ == "__main__":
    main()
