"""Whether two texts speak of the same matter: the same trouble at the same place, also in other words.

Texts on one matter may share little but a name (魅力之城), and texts about the same trouble elsewhere may share whole phrases. So four
things are weighed against each other: words in common, rare words in common, the title of one in the other, and the names of places.
The weights were fitted on labelled pairs (docs/manual/text.md); all features are shares or logarithms, so they hold for other archives.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from zhitong.text.normalise import fold
from zhitong.text.places import names_in
from zhitong.text.troubles import name_of, troubles_in
from zhitong.text.words import words

# Of a body the beginning says what the matter is; the rest of a long one is laws and history.
_HEAD = 120
_MOST_SIGNS = 1500
# A pair of signs that more than this share of texts have says nothing about a place.
_RARE_SHARE = 0.03
# Below this cosine, and with less than half of either title told by the other, two texts share a name and a trouble, and little else.
_THIN = 0.1
_TOLD = 0.5
# From this share of a name on, by rarity of its signs, the name counts as told.
_NAMED = 0.5
# Cosine from which two texts are copies whatever they name.
_COPY = 0.5

_LINES = re.compile(r"([a-z]?[0-9]{1,4})(号线|路|国道|省道)")

FEATURES = ("cosine", "rare", "title", "names", "strange", "trouble", "other_trouble")


@dataclass(frozen=True)
class Text:
    """What is compared."""

    id: str
    title: str
    body: str


@dataclass(frozen=True)
class Background:
    """In how many of ``count`` other texts each pair of signs stands: what is rare, when only a few texts are compared."""

    count: int
    spread: Mapping[str, int]

    @classmethod
    def of(cls, folded: Iterable[str]) -> Background:
        """Of search keys (``fold``); of each the same beginning is read as of a text that is compared."""
        spread: Counter[str] = Counter()
        count = 0
        for text in folded:
            spread.update(set(pairs_in(text[:_MOST_SIGNS])))
            count += 1
        return cls(count, spread)

    def rarity(self, pair: str) -> float:
        return float(np.log((1 + self.count) / (1 + self.spread.get(pair, 0)))) + 1

    def is_rare(self, pair: str) -> bool:
        return self.spread.get(pair, 0) <= max(3, _RARE_SHARE * self.count)


class Matters:
    """Texts made ready to be compared with each other. Rarity of words is counted over exactly these texts and the ``background``."""

    def __init__(self, texts: Sequence[Text], background: Background | None = None) -> None:
        self.texts = list(texts)
        self._titles = [fold(text.title) for text in texts]
        bodies = [fold(text.body)[:_MOST_SIGNS] for text in texts]
        # A blank may not be crossed by a pair of signs, and the title counts twice.
        self.vocabulary: dict[str, int] = {}
        counts = self._counted(f"{title} {title} {body}" for title, body in zip(self._titles, bodies, strict=True))
        self.count = len(self.texts)
        self.spread = np.bincount(counts.indices, minlength=counts.shape[1])
        if background:
            # Most of these texts stand in the background too, and none counts twice.
            self.count = max(self.count, background.count)
            for pair, number in self.vocabulary.items():
                self.spread[number] = max(self.spread[number], background.spread.get(pair, 0))
        self.rarity = (np.log((1 + self.count) / (1 + self.spread)) + 1).astype(np.float32)
        self.has = counts.copy()
        self.has.data = np.ones_like(counts.data)
        counts.data = 1 + np.log(counts.data)
        self.weighted = _to_length_one(counts @ sparse.diags(self.rarity))
        rare = self.spread <= max(3, _RARE_SHARE * self.count)
        self.rare_weight = np.where(rare, self.rarity, 0).astype(np.float32)
        self._title_marks = [self._marks(title) for title in self._titles]
        self.names = [self._names(title, body) for title, body in zip(self._titles, bodies, strict=True)]
        self._told_troubles = [
            troubles_in(title) or troubles_in(body[:_HEAD]) for title, body in zip(self._titles, bodies, strict=True)
        ]
        self._all_troubles = [troubles_in(f"{title} {body}") for title, body in zip(self._titles, bodies, strict=True)]

    def _counted(self, wholes: Iterable[str]) -> sparse.csr_matrix:
        """How often each pair of signs stands in each text; fills the vocabulary."""
        ends, columns, values = [0], [], []
        for whole in wholes:
            for pair, often in Counter(pairs_in(whole)).items():
                columns.append(self.vocabulary.setdefault(pair, len(self.vocabulary)))
                values.append(often)
            ends.append(len(columns))
        shape = (len(ends) - 1, max(1, len(self.vocabulary)))
        counts = sparse.csr_matrix((np.array(values, dtype=np.float32), columns, ends), shape=shape, dtype=np.float32)
        counts.sort_indices()
        return counts

    def features(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """One row of ``FEATURES`` for each pair of text numbers."""
        rows = np.empty((len(ones), len(FEATURES)), dtype=np.float32)
        if not len(ones):
            return rows
        rows[:, 0] = np.asarray(self.weighted[ones].multiply(self.weighted[others]).sum(axis=1)).ravel()
        both = self.has[ones].multiply(self.has[others])
        rows[:, 1] = np.log1p(np.asarray(both @ self.rare_weight).ravel())
        for at, (one, other) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
            rows[at, 2] = max(self._told(self._title_marks[one], other), self._told(self._title_marks[other], one))
            rows[at, 3:5] = self._compare_names(one, other)
            rows[at, 5:] = self._compare_troubles(one, other)
        return rows

    def scores(self, ones: np.ndarray, others: np.ndarray, *, apart: bool = False) -> np.ndarray:
        """From 0 to 1, symmetric; ``SAME`` and more is taken as the same matter.

        ``apart`` halves the score of two texts of which either names a place that the other does not tell, unless they are copies, and of
        two that share little but a name. A single pair may be judged without it (a place may be misspelt), but in a group the same complaint
        from ten places would grow together, and in a small archive any two that name one street.
        """
        rows = self.features(ones, others)
        scores = 1 / (1 + np.exp(-(rows @ WEIGHTS + BIAS)))
        if apart:
            named = np.array([bool(names) for names in self.names])
            untold = (named[ones] | named[others]) & (rows[:, 3] < _NAMED)
            scores[untold & (rows[:, 0] < _COPY)] *= 0.5
            scores[(rows[:, 0] < _THIN) & (rows[:, 2] < _TOLD)] *= 0.5
        for at, (one, other) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
            if scores[at] >= SAME and self._numbered_apart(one, other):
                scores[at] = SAME * 0.9
        return scores

    def why(self, one: int, other: int, most: int = 5) -> list[str]:
        """The names that both texts tell and the rarest words they share, rarest first."""
        names = [name for name, marks in self.names[one] if self._told(marks, other) >= 0.6]
        shared = self.has[one].multiply(self.has[other]).tocsr().indices
        text = f"{self._titles[one]} {fold(self.texts[one].body)[:_MOST_SIGNS]}"
        shared_words = _joined_pairs(
            text, {pair for pair in self._spelled(shared) if self.rare_weight[self.vocabulary[pair]] > 0}
        )
        shared_words.sort(key=lambda word: -sum(self.rare_weight[m] for m in self._marks(word)))
        told = list(dict.fromkeys(names))
        told.extend(name_of(kind) for kind in sorted(self._told_troubles[one] & self._told_troubles[other]))
        told.extend(word for word in shared_words if not any(word in name or name in word for name in told))
        return told[:most]

    def _spelled(self, marks: np.ndarray) -> list[str]:
        if not hasattr(self, "_by_number"):
            self._by_number = {number: pair for pair, number in self.vocabulary.items()}
        return [self._by_number[mark] for mark in marks.tolist()]

    def _marks(self, folded: str) -> np.ndarray:
        return np.unique(
            np.array([self.vocabulary[pair] for pair in pairs_in(folded) if pair in self.vocabulary], dtype=np.int64)
        )

    def _names(self, title: str, body: str) -> list[tuple[str, np.ndarray]]:
        """Names of the title, else of the beginning of the body, each with its rare pairs of signs."""
        found = names_in(title, 3) or names_in(body[:_HEAD], 4)
        named = [(name.text, self._marks(name.text)) for name in found]
        named = [(name, marks[self.rare_weight[marks] > 0]) for name, marks in named]
        return [(name, marks) for name, marks in named if len(marks)]

    def _told(self, marks: np.ndarray, other: int) -> float:
        """How much of these pairs of signs, by rarity, the other text holds."""
        if not len(marks):
            return 0.0
        row = self.has.indices[self.has.indptr[other] : self.has.indptr[other + 1]]
        weights = self.rarity[marks]
        places = np.searchsorted(row, marks)
        places[places == len(row)] = 0
        return float(weights[row[places] == marks].sum() / weights.sum()) if len(row) else 0.0

    def _compare_troubles(self, one: int, other: int) -> tuple[float, float]:
        """(share of the troubles told first that both tell, 1 when what either tells first the other does not tell at all)."""
        mine, theirs = self._told_troubles[one], self._told_troubles[other]
        if not mine or not theirs:
            return 0.0, 0.0
        alike = len(mine & theirs) / min(len(mine), len(theirs))
        apart = mine.isdisjoint(self._all_troubles[other]) or theirs.isdisjoint(self._all_troubles[one])
        return alike, float(apart)

    def _numbered_apart(self, one: int, other: int) -> bool:
        """Both titles count the same kind of thing and none of it is the same: 5号线 and 7号线."""
        mine, theirs = (_numbered(self._titles[number]) for number in (one, other))
        return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())

    def _compare_names(self, one: int, other: int) -> tuple[float, float]:
        """(how well the best-matching name of either is told by the other, 1 when both have names and none is told)."""
        mine, theirs = self.names[one], self.names[other]
        if not mine or not theirs:
            best = max((self._told(marks, b) for a, b in ((mine, other), (theirs, one)) for _, marks in a), default=0.0)
            return best, 0.0
        best = max(
            max(self._told(marks, other) for _, marks in mine), max(self._told(marks, one) for _, marks in theirs)
        )
        return best, float(best < _NAMED)


# Fitted by benchmarks/text_quality.py on the labelled pairs.
WEIGHTS = np.array([6.770, 1.370, 4.412, 4.332, -2.943, 2.686, -1.960], dtype=np.float32)
BIAS = np.float32(-11.185)
SAME = 0.4


def _numbered(title: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, kind in _LINES.findall(title):
        found.setdefault(kind, set()).add(number)
    return found


def pairs_in(folded: str) -> list[str]:
    """Each two neighbouring signs that no blank parts, in order."""
    return [pair for pair in map("".join, zip(folded, folded[1:], strict=False)) if " " not in pair]


def _to_length_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    length[length == 0] = 1
    scaled = sparse.csr_matrix(sparse.diags(1 / length) @ rows, dtype=np.float32)
    scaled.sort_indices()
    return scaled


def _joined_pairs(text: str, pairs: set[str]) -> list[str]:
    """Stretches of whole words all of whose pairs are given: 丽发, 发新, 新城 → 丽发新城."""
    found: list[str] = []
    stretch = ""
    for word in words(text):
        joined = stretch + word
        if " " not in word and all(
            joined[at : at + 2] in pairs for at in range(max(0, len(stretch) - 1), len(joined) - 1)
        ):
            stretch = joined
            continue
        found.append(stretch)
        stretch = word if " " not in word and all(word[at : at + 2] in pairs for at in range(len(word) - 1)) else ""
    found.append(stretch)
    return list(dict.fromkeys(word for word in found if len(word) > 1))
