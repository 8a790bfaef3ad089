"""Train the shipped model of English names, and write it, its scores and its origins.

    python training/entities/train.py ../shared/data/ner

Needs torch, numpy and the package ``names`` (US Census lists of names, public domain); takes about
half an hour on one core. The same seed on the same machine gives the same model.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import names
import numpy as np
import torch
from augment import Augmenter
from corpus import LABELS, MASKED, NO_MISC, SOURCES, Sentence, hashes, labels, training
from torch import Tensor, nn

from newsreader.entities.features import FLAGS, TABLES, Featuriser, WordLists, hashed
from newsreader.entities.network import DILATIONS, POOL_AFTER
from newsreader.entities.tokens import tokenise

MODEL = Path(__file__).parents[2] / "newsreader" / "entities" / "data" / "english.npz"
WIDTH = 128
TABLE_WIDTHS = (64, 32, 32, 24)
VECTOR_WIDTH = 64
BATCH_WORDS = 1600
DOUBT_FROM = 3
"""From this epoch on the model may doubt the silver labels."""
_MISC = [index for index, label in enumerate(LABELS) if label.endswith("MISC")]


# -- the network, as `newsreader.entities.network` computes it -----------------------------------


class Layer(nn.Module):
    """A dilated convolution with maxout over a normalised state."""

    def __init__(self, dilation: int, dropout: float) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(WIDTH)
        self.mix = nn.Linear(3 * WIDTH, 2 * WIDTH)
        self.dropout = nn.Dropout(dropout)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """Add to the state what the neighbours say."""
        normal = self.norm(state) * mask
        padded = nn.functional.pad(normal, (0, 0, self.dilation, self.dilation))
        length = state.shape[1]
        window = [
            padded[:, self.dilation * step : self.dilation * step + length] for step in range(3)
        ]
        new = maxout(self.mix(torch.cat(window, dim=2)))
        return (state + self.dropout(new)) * mask


def maxout(x: Tensor) -> Tensor:
    """The greater of the two halves."""
    one, other = x.chunk(2, dim=-1)
    return torch.maximum(one, other)


class Tagger(nn.Module):
    """Features of a sentence's words -> scores of their labels."""

    def __init__(self, vectors: Tensor, dropout: float = 0.2) -> None:
        super().__init__()
        self.tables = nn.ModuleList(
            nn.Embedding(rows, width) for rows, width in zip(TABLES, TABLE_WIDTHS, strict=True)
        )
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.3)
        self.register_buffer("vectors", vectors)
        entered = sum(TABLE_WIDTHS) + VECTOR_WIDTH + FLAGS
        self.enter = nn.Linear(entered, 2 * WIDTH)
        self.source = nn.Embedding(len(SOURCES) + 1, 2 * WIDTH)
        nn.init.zeros_(self.source.weight)
        self.enter_norm = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer(dilation, dropout) for dilation in DILATIONS)
        self.pool = nn.Linear(WIDTH, WIDTH)
        self.final = nn.LayerNorm(WIDTH)
        self.out = nn.Linear(WIDTH, len(LABELS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, ids: Tensor, flags: Tensor, mask: Tensor, source: Tensor) -> Tensor:
        """Scores for a batch: ids (n, t, 5), flags (n, t, FLAGS), mask (n, t, 1), source (n,)."""
        parts = [table(ids[..., index]) for index, table in enumerate(self.tables)]
        parts.append(self.vectors[ids[..., 4]])
        if self.training:
            # Whole features go, so that no single one is relied upon.
            parts = [part * (torch.rand(*mask.shape) > 0.12) for part in parts]
        entered = self.dropout(torch.cat([*parts, flags], dim=2))
        state = self.enter_norm(maxout(self.enter(entered) + self.source(source)[:, None])) * mask
        for index, layer in enumerate(self.layers):
            state = layer(state, mask)
            if index + 1 == POOL_AFTER:
                most = state.masked_fill(mask == 0, -1e4).amax(dim=1, keepdim=True)
                state = (state + self.pool(most)) * mask
        return self.out(self.dropout(self.final(state)))


# -- data ------------------------------------------------------------------------------------------


def word_lists(folder: Path) -> tuple[WordLists, np.ndarray, float]:
    """The lists of the features, and the word vectors with their scale."""
    with np.load(folder / "en_vectors64_cc0.npz") as arrays:
        keys = bytes(arrays["keys"]).decode().split("\n")
        rows, vectors, scale = arrays["rows"], arrays["E"], float(arrays["scale"])
    hashed_keys = np.array([hashed(key) for key in keys], dtype=np.uint32)
    unique, first = np.unique(hashed_keys, return_index=True)
    lists = WordLists(
        unique,
        (rows[first] + 1).astype(np.uint16),
        np.unique(np.array([hashed(name) for name in census("first")], dtype=np.uint32)),
        np.unique(np.array([hashed(name) for name in census("last")[:25_000]], dtype=np.uint32)),
    )
    zero = np.zeros((1, vectors.shape[1]), dtype=np.int8)
    return lists, np.concatenate([zero, vectors]), scale


def census(kind: str) -> list[str]:
    """First or last names of the US Census of 1990, the most frequent first."""
    folder = Path(names.__file__).parent
    found: dict[str, float] = {}
    for path in sorted(folder.glob(f"dist.*.{kind}")):
        for line in path.read_text(encoding="ascii").splitlines():
            name, share = line.split()[:2]
            found[name.title()] = max(found.get(name.title(), 0), float(share))
    return sorted(found, key=lambda name: -found[name])


Example = tuple[np.ndarray, np.ndarray, list[int], int]


def examples(
    sentences: list[Sentence], featuriser: Featuriser, augmenter: Augmenter, chance: random.Random
) -> Iterator[Example]:
    """The sentences of one epoch, varied, as features and labels."""
    for sentence in sentences:
        repeats = {0: 1.0, 1: 1.5, 2: 1.0, 3: 0.7, 4: 1.0}[sentence.source]
        times = int(repeats) + (chance.random() < repeats % 1)
        for _ in range(times):
            varied = augmenter.vary(sentence)
            tokens = tokenise(varied.text)
            if not tokens.words or len(tokens.words) > 150:
                continue
            # A sentence is one here, whatever the tokeniser makes of its full stops.
            tokens = tokens._replace(sentences=[(0, len(tokens.words))])
            features = featuriser.featurise(tokens)
            source = sentence.source if chance.random() < 0.85 else len(SOURCES)
            yield features.ids, features.flags, labels(tokens, varied), source


def batches(found: list[Example], chance: random.Random) -> Iterator[list[Example]]:
    """Batches of sentences of like length."""
    found.sort(key=lambda one: (len(one[2]), chance.random()))
    groups: list[list[Example]] = [[]]
    for example in found:
        if (len(groups[-1]) + 1) * len(example[2]) > BATCH_WORDS and groups[-1]:
            groups.append([])
        groups[-1].append(example)
    chance.shuffle(groups)
    yield from groups


def tensors(batch: list[Example]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """A batch, padded."""
    length = max(len(one[2]) for one in batch)
    ids = np.zeros((len(batch), length, 5), dtype=np.int64)
    flags = np.zeros((len(batch), length, FLAGS), dtype=np.float32)
    mask = np.zeros((len(batch), length, 1), dtype=np.float32)
    gold = np.full((len(batch), length), MASKED, dtype=np.int64)
    for row, (word_ids, word_flags, word_labels, _) in enumerate(batch):
        ids[row, : len(word_ids)] = word_ids
        flags[row, : len(word_ids)] = word_flags
        mask[row, : len(word_ids)] = 1
        gold[row, : len(word_ids)] = word_labels
    sources = torch.tensor([one[3] for one in batch])
    return (
        torch.from_numpy(ids), torch.from_numpy(flags), torch.from_numpy(mask),
        torch.from_numpy(gold), sources,
    )  # fmt: skip


def loss_of(scores: Tensor, gold: Tensor, smoothing: float = 0.02) -> Tensor:
    """Cross entropy; masked words do not count, and O may be MISC where MISC was not labelled."""
    chances = scores.log_softmax(dim=2)
    wide = gold == NO_MISC
    target = gold.clamp(min=0)
    loss = -chances.gather(2, target[..., None])[..., 0] * (1 - smoothing)
    loss = loss - smoothing * chances.mean(dim=2)
    either = -torch.logsumexp(chances[..., [0, *_MISC]], dim=2)
    loss = torch.where(wide, either, loss)
    counts = gold != MASKED
    return (loss * counts).sum() / counts.sum().clamp(min=1)


def doubted(scores: Tensor, gold: Tensor, sources: Tensor) -> Tensor:
    """Mask the silver labels that the model itself is nearly sure are wrong."""
    with torch.no_grad():
        chances = scores.softmax(dim=2)
        given = chances.gather(2, gold.clamp(min=0)[..., None])[..., 0]
        wrong = (given < 0.02) & (chances.amax(dim=2) > 0.85) & (sources[:, None] == 0)
        return gold.masked_fill(wrong, MASKED)


# -- training --------------------------------------------------------------------------------------


def train(arguments: argparse.Namespace) -> None:
    """Train, and write the model after every epoch."""
    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    chance = random.Random(arguments.seed)
    lists, vectors, scale = word_lists(arguments.data)
    featuriser = Featuriser(lists)
    augmenter = Augmenter(census("first"), census("last")[:20_000], arguments.seed)
    sentences = training(arguments.data)[: arguments.limit or None]
    course = Course(Tagger(torch.from_numpy(vectors.astype(np.float32) * scale)), arguments)
    for epoch in range(arguments.epochs):
        made = augmenter.templates(Path(__file__).parent / "templates.txt", arguments.templates)
        found = list(examples(sentences + made, featuriser, augmenter, chance))
        course.run_epoch(epoch, list(batches(found, chance)))
        write(arguments.output, course.average, lists, vectors, scale)
    record(arguments, len(sentences), course.seconds())


class Course:
    """The training of one model, and the running average of its weights."""

    def __init__(self, tagger: Tagger, arguments: argparse.Namespace) -> None:
        self._tagger = tagger
        self._arguments = arguments
        self._optimiser = torch.optim.AdamW(
            tagger.parameters(), lr=1e-3, weight_decay=0.01, betas=(0.9, 0.98)
        )
        self._began = time.time()
        self._done = 0
        self.average = {name: value.clone() for name, value in tagger.state_dict().items()}

    def seconds(self) -> float:
        """How long it has lasted."""
        return time.time() - self._began

    def run_epoch(self, epoch: int, groups: list[list[Example]]) -> None:
        """Learn from all batches once."""
        steps = len(groups) * self._arguments.epochs
        total = 0.0
        self._tagger.train()
        for number, batch in enumerate(groups):
            self._set_rate(steps)
            total += self._step(batch, doubting=epoch >= DOUBT_FROM)
            if number % 100 == 0:
                progress = f"{epoch} {number}/{len(groups)} {total / (number + 1):.4f}"
                print(f"{progress} {self.seconds():.0f} s", flush=True)

    def _set_rate(self, steps: int) -> None:
        """Warm up for 300 steps, then fall linearly."""
        share = min(1.0, (self._done + 1) / 300) * max(0.02, 1 - self._done / steps)
        for group in self._optimiser.param_groups:
            group["lr"] = self._arguments.rate * share

    def _step(self, batch: list[Example], *, doubting: bool) -> float:
        ids, flags, mask, gold, sources = tensors(batch)
        scores = self._tagger(ids, flags, mask, sources)
        if doubting:
            gold = doubted(scores, gold, sources)
        loss = loss_of(scores, gold)
        self._optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._tagger.parameters(), 2.0)
        self._optimiser.step()
        self._done += 1
        if self._done % 5 == 0:
            keep = min(0.99, self._done / (self._done + 50))
            follow(self.average, self._tagger, keep)
        return float(loss.item())


def follow(average: dict[str, Tensor], tagger: Tagger, keep: float) -> None:
    """Move the averaged weights a little towards the present ones (Polyak averaging)."""
    with torch.no_grad():
        for name, value in tagger.state_dict().items():
            average[name].mul_(keep).add_(value, alpha=1 - keep)


def write(
    path: Path, state: dict[str, Tensor], lists: WordLists, vectors: np.ndarray, scale: float
) -> None:
    """Write the model: tables as int8, all other weights as float16."""
    arrays: dict[str, Any] = {"vectors": vectors, "vector_scale": np.float32(scale)}
    arrays.update(lists._asdict())
    for index in range(len(TABLES)):
        table = state[f"tables.{index}.weight"].numpy()
        row_scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
        arrays[f"table{index}"] = np.round(table / row_scale[:, None]).astype(np.int8)
        arrays[f"table{index}_scale"] = row_scale.astype(np.float16)
    weights = {
        "w_in": state["enter.weight"].T,
        # A text to be read is of no source in particular: the last row, which training used now
        # and then for sentences of all sources.
        "w_in_bias": state["enter.bias"] + state["source.weight"][len(SOURCES)],
        "w_in_gain": state["enter_norm.weight"],
        "w_in_shift": state["enter_norm.bias"],
        "w_pool": state["pool.weight"].T,
        "w_pool_bias": state["pool.bias"],
        "w_final_gain": state["final.weight"],
        "w_final_bias": state["final.bias"],
        "w_out": state["out.weight"].T,
        "w_out_bias": state["out.bias"],
    }
    for layer in range(len(DILATIONS)):
        weights[f"w_layer{layer}"] = state[f"layers.{layer}.mix.weight"].T
        weights[f"w_layer{layer}_bias"] = state[f"layers.{layer}.mix.bias"]
        weights[f"w_norm{layer}_gain"] = state[f"layers.{layer}.norm.weight"]
        weights[f"w_norm{layer}_bias"] = state[f"layers.{layer}.norm.bias"]
    arrays.update({name: value.numpy().astype(np.float16) for name, value in weights.items()})
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def record(arguments: argparse.Namespace, sentences: int, seconds: float) -> None:
    """Write how the model was made, beside this script."""
    facts = {
        "seed": arguments.seed,
        "epochs": arguments.epochs,
        "rate": arguments.rate,
        "sentences": sentences,
        "seconds": round(seconds),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "bytes": arguments.output.stat().st_size,
        "data": hashes(arguments.data),
    }
    path = Path(__file__).parent / "training.json"
    path.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the training data")
    parser.add_argument("--output", type=Path, default=MODEL, help="the file to write")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--templates", type=int, default=3000, help="made sentences an epoch")
    parser.add_argument("--limit", type=int, default=0, help="train on so many sentences only")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
