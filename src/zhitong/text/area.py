"""Proposes the subject area of a text (城乡建设, 教育文体 …) and shows the words it rests on. A person decides.

A linear classifier over hashed pieces of the text: runs of one to three signs, words and pairs of words, and once more the runs of the
beginning, where people say what it is about. A piece weighs the more the rarer it is and the more its texts lie in few areas: 尊敬的 stands
in all of them, 退休 in one. Hashing keeps the texts out of the model: a stored model holds numbers and the names of the areas, nothing that
anybody wrote, and is read without pickle.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.svm import LinearSVC

from zhitong.errors import BadInput
from zhitong.text.normalise import dedupe_key
from zhitong.text.words import words

_BUCKETS = 2**21
_HEAD = 80
_MOST_SIGNS = 4000
_FORMAT = 1
# A piece that as few training texts have is left out: it says nothing of new ones.
_LEAST_SPREAD = 3
_MANY_TEXTS = 1000  # with fewer, two are enough
# What weight is left to a piece that stands in all areas alike.
_EVERYWHERE = 0.2
BUILT_IN = "area_model.npz"


def _neighbours(text: str) -> list[str]:
    """Words, and each two neighbours as one, of a text cut by ``words``."""
    row = [key for key in map(dedupe_key, words(text)) if key]
    return row + [one + " " + other for one, other in zip(row, row[1:], strict=False)]


def _runs(text: str) -> list[str]:
    key = dedupe_key(text)
    return [key[at : at + size] for size in (1, 2, 3) for at in range(len(key) - size + 1)]


def _head_runs(text: str) -> list[str]:
    return _runs(dedupe_key(text)[:_HEAD])


# Each block is brought to length one by itself and then weighed.
_BLOCKS = ((_runs, 1.0), (_neighbours, 1.0), (_head_runs, 0.6))


@dataclass(frozen=True)
class Proposal:
    """``margin`` is the lead over the second area; under 0.3 a person should look twice. ``why`` are words of the text."""

    area: str
    second: str
    margin: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class AreaModel:
    """What was learned: for each used bucket of hashes its weight for each area, and its ``rarity``, by which its counts are multiplied."""

    areas: tuple[str, ...]
    buckets: np.ndarray
    rarity: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def train(cls, texts: Sequence[str], areas: Sequence[str]) -> AreaModel:
        """Learn from decided items. Needs two areas at least; an area with few items weighs as much as one with many."""
        names = sorted({str(area) for area in areas})
        if len(names) < 2:
            raise BadInput(
                "text.area.one_area",
                "The training texts have fewer than two areas.",
                "Give decided texts of two or more areas.",
            )
        blocks = [_hashed(texts, block) for block in range(len(_BLOCKS))]
        found = sparse.hstack(blocks).tocsc()
        spread = np.diff(found.indptr)
        used = np.flatnonzero(spread >= (_LEAST_SPREAD if len(texts) >= _MANY_TEXTS else 2))
        if not len(used):
            raise BadInput(
                "text.area.nothing_shared",
                "No two of the training texts share a word.",
                "Give more decided texts, and texts that are not empty.",
            )
        numbers = np.array([names.index(area) for area in areas])
        found = found[:, used].tocsr()
        rarity = np.log((1 + len(texts)) / (1 + spread[used])) + 1
        rarity = (rarity * (_EVERYWHERE + _telling(found, numbers))).astype(np.float32)
        rows = _weighed(found, used, rarity)
        learner = LinearSVC(C=1.0, class_weight="balanced", random_state=0).fit(rows, numbers)
        weights, bias = learner.coef_, learner.intercept_
        if len(names) == 2:  # one row says which of two
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        return cls(tuple(names), used.astype(np.int32), rarity, weights.astype(np.float32), bias.astype(np.float32))

    def decide(self, texts: Sequence[str]) -> np.ndarray:
        """One row for each text, one figure for each area; the largest wins."""
        found = sparse.hstack([_hashed(texts, block) for block in range(len(_BLOCKS))]).tocsr()
        return _weighed(found[:, self.buckets], self.buckets, self.rarity) @ self.weights.T + self.bias

    def propose(self, texts: Sequence[str]) -> list[Proposal]:
        """A proposal for each text; ``why`` is empty for a text without words."""
        if not texts:
            return []
        decided = self.decide(texts)
        order = np.argsort(-decided, axis=1)
        proposals = []
        for text, figures, (first, second) in zip(texts, decided, order[:, :2], strict=True):
            margin = round(float(figures[first] - figures[second]), 3)
            proposals.append(Proposal(self.areas[first], self.areas[second], margin, self._why(text, first, second)))
        return proposals

    def smaller(self, most: int) -> AreaModel:
        """The same with only the ``most`` weightiest buckets."""
        weight = self.weights.max(axis=0) - self.weights.min(axis=0)
        kept = np.sort(np.argsort(-weight, kind="stable")[:most])
        return AreaModel(self.areas, self.buckets[kept], self.rarity[kept], self.weights[:, kept], self.bias)

    def save(self, path: Path | str, *, half: bool = False) -> None:
        """Store as .npz. ``half`` keeps the figures in 16 bits, at half the size."""
        kind = np.float16 if half else np.float32
        np.savez_compressed(
            path,
            format=np.int32(_FORMAT),
            areas=np.array(self.areas),
            buckets=self.buckets,
            rarity=self.rarity.astype(kind),
            weights=self.weights.astype(kind),
            bias=self.bias,
        )

    @classmethod
    def load(cls, source: Path | str | bytes) -> AreaModel:
        """Read what ``save`` wrote; anything else is refused with ``BadInput``."""
        try:
            with np.load(io.BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as stored:
                if int(stored["format"]) != _FORMAT:
                    raise ValueError("format")
                areas = tuple(str(area) for area in stored["areas"])
                model = cls(
                    areas,
                    stored["buckets"].astype(np.int32),
                    stored["rarity"].astype(np.float32),
                    stored["weights"].astype(np.float32),
                    stored["bias"].astype(np.float32),
                )
                size = len(model.buckets)
                if (
                    model.weights.shape != (len(areas), size)
                    or model.rarity.shape != (size,)
                    or model.bias.shape != (len(areas),)
                ):
                    raise ValueError("shape")
                if size and (model.buckets.min() < 0 or model.buckets.max() >= _BUCKETS * len(_BLOCKS)):
                    raise ValueError("buckets")
                return model
        except (ValueError, KeyError, OSError, EOFError, TypeError, zipfile.BadZipFile) as error:
            raise BadInput(
                "text.area.unreadable_model",
                "This file is no model of subject areas.",
                "Train one with: zhitong text train.",
            ) from error

    def _why(self, text: str, first: int, second: int, most: int = 5) -> tuple[str, ...]:
        """Words of the text that speak most for the first area against the second."""
        candidates = list(dict.fromkeys(word for word in map(dedupe_key, words(text[:_MOST_SIGNS])) if len(word) > 1))
        if not candidates:
            return ()
        found = sparse.hstack([_hashed(candidates, 0), _hashed(candidates, 1)]).tocsr()
        inside = self.buckets < found.shape[1]
        lead = (self.weights[first] - self.weights[second])[inside] * self.rarity[inside]
        figures = np.asarray(found[:, self.buckets[inside]] @ lead).ravel()
        best = sorted(range(len(candidates)), key=lambda at: -figures[at])[:most]
        return tuple(candidates[at] for at in best if figures[at] > max(0, figures[best[0]] / 8))


@lru_cache(maxsize=1)
def built_in() -> AreaModel:
    """The small model that comes with the package, trained on public messages; an office replaces it by its own."""
    return AreaModel.load(files("zhitong.text").joinpath(BUILT_IN).read_bytes())


def _hashed(texts: Sequence[str], block: int) -> sparse.csr_matrix:
    pieces, _ = _BLOCKS[block]
    hasher = HashingVectorizer(analyzer=pieces, n_features=_BUCKETS, alternate_sign=False, norm=None, dtype=np.float32)
    return hasher.transform(text[:_MOST_SIGNS].encode("utf-8", "ignore").decode() for text in texts)


def _telling(found: sparse.csr_matrix, numbers: np.ndarray) -> np.ndarray:
    """For each piece from 0, when it stands in all areas equally often, to 1, when in one alone; large and small areas count alike.

    One less the entropy of its shares over the areas; to each share that of one text is added, so that a piece of three texts is not
    taken for sure.
    """
    areas = np.eye(numbers.max() + 1)[numbers]
    stands = sparse.csr_matrix((np.ones(len(found.indices)), found.indices, found.indptr), shape=found.shape)
    shares = stands.T @ areas / areas.sum(axis=0) + 1 / len(numbers)
    shares /= shares.sum(axis=1, keepdims=True)
    return 1 + (shares * np.log(shares)).sum(axis=1) / np.log(areas.shape[1])


def _weighed(found: sparse.csr_matrix, buckets: np.ndarray, rarity: np.ndarray) -> sparse.csr_matrix:
    """Counts to weights: damped, times rarity, each block brought to its length."""
    rows = sparse.csr_matrix(found, dtype=np.float32, copy=True)
    rows.data = 1 + np.log(rows.data)
    rows = sparse.csr_matrix(rows @ sparse.diags(rarity))
    scaled = []
    for block, (_, weight) in enumerate(_BLOCKS):
        begin, end = np.searchsorted(buckets, [block * _BUCKETS, (block + 1) * _BUCKETS])
        part = rows[:, begin:end]
        length = np.sqrt(np.asarray(part.multiply(part).sum(axis=1)).ravel())
        length[length == 0] = 1
        scaled.append(sparse.diags(weight / length) @ part)
    return sparse.csr_matrix(sparse.hstack(scaled), dtype=np.float32)
