"""The model: a residual convolutional network over hashed features, in numpy, and its decoding.

Words become vectors (hashed embeddings of their form, pruned word vectors, flags), four layers look
at their neighbours one to four words away, and one at the sentence as a whole. The best sequence of
labels is found by Viterbi's algorithm, only where a name is possible at all. How it is trained, and
on what, is in ``training/entities``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from newsreader.entities.features import Features, Featuriser, WordLists
from newsreader.entities.tokens import Tokens

Floats = npt.NDArray[np.float32]
TYPES = ("PER", "ORG", "LOC", "MISC")
DILATIONS = (1, 1, 2, 4)
"""How far each layer looks to both sides, in words."""
POOL_AFTER = 2
"""After so many layers each word is told what is in its sentence."""
_LABELS = 1 + 4 * len(TYPES)
_SURELY_NONE = 0.95
"""A word that is outside all names with this probability ends a stretch to decode."""
_IMPOSSIBLE = -1e4
_BATCH = 20_000
"""So many words are computed at a time, so that memory stays bounded."""


class Span(NamedTuple):
    """A name that the model found.

    Attributes:
        first: Its first word.
        last: The word after its last.
        kind: An index into `TYPES`.
        votes: How probable each type is, by the mean over its words.
    """

    first: int
    last: int
    kind: int
    votes: tuple[float, ...]


class Network:
    """The weights, and what they compute."""

    def __init__(self, weights: dict[str, npt.NDArray[Any]]) -> None:
        self._tables = [
            weights[f"table{index}"].astype(np.float32) * weights[f"table{index}_scale"][:, None]
            for index in range(4)
        ]
        self._tables = [table.astype(np.float32) for table in self._tables]
        self._vectors = weights["vectors"]
        self._vector_scale = np.float32(weights["vector_scale"])
        names = [name for name in weights if name.startswith("w_")]
        self._w = {name: weights[name].astype(np.float32) for name in names}
        self._featuriser = Featuriser(
            WordLists(
                weights["vector_keys"],
                weights["vector_rows"],
                weights["first_names"],
                weights["last_names"],
            )
        )

    def find(self, tokens: Tokens) -> list[Span]:
        """Find the names in a text."""
        found: list[Span] = []
        for part, offset in _batches(tokens):
            features = self._featuriser.featurise(part)
            probabilities = self.probabilities(features, part.sentences)
            for first, last in _stretches(probabilities, part.sentences):
                for span in _decode(probabilities[first:last]):
                    found.append(
                        span._replace(
                            first=span.first + first + offset, last=span.last + first + offset
                        )
                    )
        return found

    def probabilities(self, features: Features, sentences: list[tuple[int, int]]) -> Floats:
        """Compute how probable each label is for each word, one line a word."""
        gap = max(DILATIONS)
        count = len(features.ids)
        places = np.arange(count)
        for number, (first, last) in enumerate(sentences):
            places[first:last] += (number + 1) * gap
        mask = np.zeros((count + (len(sentences) + 1) * gap, 1), dtype=np.float32)
        mask[places] = 1
        state = np.zeros((len(mask), self._w["w_out"].shape[0]), dtype=np.float32)
        state[places] = self._embed(features)
        starts = np.array([places[first] for first, _ in sentences])
        for layer, dilation in enumerate(DILATIONS):
            state += self._layer(state, mask, layer, dilation)
            if layer + 1 == POOL_AFTER:
                self._pool(state, mask, starts, sentences)
        final = _normalised(state[places], self._w["w_final_gain"], self._w["w_final_bias"])
        return _softmax(final @ self._w["w_out"] + self._w["w_out_bias"])

    def _embed(self, features: Features) -> Floats:
        parts = [table[features.ids[:, index]] for index, table in enumerate(self._tables)]
        parts.append(self._vectors[features.ids[:, 4]] * self._vector_scale)
        parts.append(features.flags)
        mixed = _maxout(np.concatenate(parts, axis=1) @ self._w["w_in"] + self._w["w_in_bias"])
        return _normalised(mixed, self._w["w_in_gain"], self._w["w_in_shift"])

    def _layer(self, state: Floats, mask: Floats, layer: int, dilation: int) -> Floats:
        w = self._w
        normal = _normalised(state, w[f"w_norm{layer}_gain"], w[f"w_norm{layer}_bias"])
        # Between sentences the rows are zero, as they were in training beyond a sentence's ends.
        normal *= mask
        width = state.shape[1]
        kernel = w[f"w_layer{layer}"]
        total = normal @ kernel[width : 2 * width] + w[f"w_layer{layer}_bias"]
        total[dilation:] += normal[:-dilation] @ kernel[:width]
        total[:-dilation] += normal[dilation:] @ kernel[2 * width :]
        result: Floats = _maxout(total) * mask
        return result

    def _pool(
        self,
        state: Floats,
        mask: Floats,
        starts: npt.NDArray[np.int64],
        sentences: list[tuple[int, int]],
    ) -> None:
        lowest = np.where(mask > 0, state, np.float32(_IMPOSSIBLE))
        most = np.maximum.reduceat(lowest, starts, axis=0)
        told = most @ self._w["w_pool"] + self._w["w_pool_bias"]
        for number, (first, last) in enumerate(sentences):
            state[starts[number] : starts[number] + last - first] += told[number]


def _batches(tokens: Tokens) -> list[tuple[Tokens, int]]:
    """The text in parts of whole sentences, and where each begins, in words."""
    if len(tokens.words) <= _BATCH:
        return [(tokens, 0)] if tokens.words else []
    parts = []
    pending: list[tuple[int, int]] = []
    for sentence in tokens.sentences:
        pending.append(sentence)
        if sentence[1] - pending[0][0] >= _BATCH or sentence is tokens.sentences[-1]:
            first, last = pending[0][0], sentence[1]
            parts.append(
                (
                    Tokens(
                        tokens.words[first:last],
                        tokens.starts[first:last],
                        tokens.ends[first:last],
                        [(a - first, b - first) for a, b in pending],
                    ),
                    first,
                )
            )
            pending = []
    return parts


def _normalised(x: Floats, gain: Floats, bias: Floats) -> Floats:
    """Layer normalisation (Ba and others, 2016)."""
    width = np.float32(1 / x.shape[1])
    centred = x - x.sum(axis=1, keepdims=True) * width
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] * width + np.float32(1e-5))
    result: Floats = centred / spread * gain + bias
    return result


def _maxout(x: Floats) -> Floats:
    half = x.shape[1] // 2
    result: Floats = np.maximum(x[:, :half], x[:, half:])
    return result


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    result: Floats = powers / powers.sum(axis=1, keepdims=True)
    return result


# -- decoding --------------------------------------------------------------------------------------


def _allowed() -> tuple[Floats, Floats, Floats]:
    """What may follow what, begin and end: a name is one word, or begins, goes on and ends."""
    follow = np.full((_LABELS, _LABELS), _IMPOSSIBLE, dtype=np.float32)
    begin = np.full(_LABELS, _IMPOSSIBLE, dtype=np.float32)
    end = np.full(_LABELS, _IMPOSSIBLE, dtype=np.float32)
    opening = [0] + [1 + 4 * kind + part for kind in range(len(TYPES)) for part in (0, 3)]
    closing = [0] + [1 + 4 * kind + part for kind in range(len(TYPES)) for part in (2, 3)]
    begin[opening] = 0
    end[closing] = 0
    for before in closing:
        follow[before, opening] = 0
    for kind in range(len(TYPES)):
        base = 1 + 4 * kind
        for before in (base, base + 1):
            follow[before, [base + 1, base + 2]] = 0
    return follow, begin, end


_FOLLOW, _BEGIN, _END = _allowed()


def _stretches(probabilities: Floats, sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of words within a sentence that may hold a name."""
    possible = probabilities[:, 0] < _SURELY_NONE
    if not possible.any():
        return []
    found = []
    for first, last in sentences:
        index = first
        while index < last:
            if not possible[index]:
                index += 1
                continue
            start = index
            while index < last and possible[index]:
                index += 1
            found.append((start, index))
    return found


def _decode(probabilities: Floats) -> list[Span]:
    """The best sequence of labels (Viterbi), as spans."""
    scores = np.log(probabilities + 1e-9)
    best = scores[0] + _BEGIN
    back = []
    for line in scores[1:]:
        ways = best[:, None] + _FOLLOW
        back.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + line
    label = int((best + _END).argmax())
    path = [label]
    for step in reversed(back):
        label = int(step[label])
        path.append(label)
    path.reverse()
    return _spans(path, probabilities)


def _spans(path: list[int], probabilities: Floats) -> list[Span]:
    found = []
    first = 0
    for index, label in enumerate(path):
        if label == 0:
            continue
        kind, part = divmod(label - 1, 4)
        if part in (0, 3):
            first = index
        if part in (2, 3):
            total = probabilities[first : index + 1, 1:].sum(axis=0).reshape(len(TYPES), 4)
            votes = total.sum(axis=1) / (index + 1 - first)
            found.append(Span(first, index + 1, kind, tuple(votes.tolist())))
    return found


# -- the shipped model -----------------------------------------------------------------------------


def read_weights(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Read a model's file; nothing in it is executed."""
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


@lru_cache(maxsize=1)
def network() -> Network:
    """The shipped English model, read at its first use."""
    with as_file(files("newsreader.entities") / "data" / "english.npz") as path:
        return Network(read_weights(path))
