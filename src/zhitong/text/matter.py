"""Whether two texts speak of the same matter: the same trouble at the same place, also in other words.

Texts on one matter may share little but a name (魅力之城), and texts about the same trouble elsewhere may share whole phrases. So four
things are weighed against each other: words in common, rare words in common, the title of one in the other, and the names of places.
The weights were fitted on labelled pairs (docs/manual/text.md); all features are shares or logarithms, so they hold for other archives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from zhitong.text.normalise import fold
from zhitong.text.places import cities_in, names_in
from zhitong.text.troubles import name_of, troubles_in
from zhitong.text.usual import weighed
from zhitong.text.words import words

if TYPE_CHECKING:
    from scipy import sparse

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

# By what the score of two texts about different cities is multiplied: under ``SAME`` even when all else speaks for it.
_ELSEWHERE = 0.39

# A pair of signs as a number: each sign is a code point.
_SIGN_BITS = 21
_BLANK = ord(" ")
_COUNTED_AT_ONCE = 1_000  # texts

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
    """In how many of ``count`` other texts each pair of signs stands: what is rare, when only a few texts are compared.

    ``codes`` are those of ``pair_codes``, ascending; ``times`` stand beside them.
    """

    count: int
    codes: np.ndarray
    times: np.ndarray

    @classmethod
    def of(cls, folded: Iterable[str]) -> Background:
        """Of search keys (``fold``); of each the same beginning is read as of a text that is compared."""
        texts = [text[:_MOST_SIGNS] for text in folded]
        counts, vocabulary = _counted(texts)
        return cls(len(texts), vocabulary, np.bincount(counts.indices, minlength=len(vocabulary)))

    def spread_of(self, codes: np.ndarray) -> np.ndarray:
        """In how many texts each of these pairs stands."""
        if not len(self.codes):
            return np.zeros(len(codes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, self.times[at], 0)

    def rarity(self, codes: np.ndarray) -> np.ndarray:
        """How much each pair tells, more than 1; a small archive leans on what is usual elsewhere (``usual``)."""
        return _rarity(*weighed(self.spread_of(codes), self.count, codes))

    def are_rare(self, codes: np.ndarray) -> np.ndarray:
        return _are_rare(*weighed(self.spread_of(codes), self.count, codes))


class Matters:
    """Texts made ready to be compared with each other. Rarity of words is counted over these texts and the ``background``; where they
    are few, what is usual elsewhere counts too (``usual``).

    With ``folded`` the texts given are search keys already. What kinds of trouble a text speaks of is looked up when first asked for.
    """

    def __init__(self, texts: Sequence[Text], background: Background | None = None, *, folded: bool = False) -> None:
        self.texts = list(texts)
        key = str if folded else fold
        self._titles = [key(text.title) for text in texts]
        self._bodies = [key(text.body)[:_MOST_SIGNS] for text in texts]
        # A blank may not be crossed by a pair of signs, and the title counts twice.
        counts, self.vocabulary = _counted(
            f"{title} {title} {body}" for title, body in zip(self._titles, self._bodies, strict=True)
        )
        self.count = len(self.texts)
        self.spread = np.bincount(counts.indices, minlength=len(self.vocabulary))
        if background:
            # Most of these texts stand in the background too, and none counts twice.
            self.count = max(self.count, background.count)
            self.spread = np.maximum(self.spread, background.spread_of(self.vocabulary))
        expected = weighed(self.spread, self.count, self.vocabulary)
        self.rarity = _rarity(*expected).astype(np.float32)
        counts.data = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        self.weighted = _to_length_one(counts)
        self.rare_weight = np.where(_are_rare(*expected), self.rarity, 0).astype(np.float32)
        self._title_marks = self._told_by(self._titles, self.rarity)
        self.names, self._name_numbers, self._name_ends = self._named()
        self._name_marks = self._told_by(self.names, self.rare_weight)
        self._cities = self._lying_in()
        self._troubles_read = np.zeros(len(self.texts), dtype=bool)
        self._told_troubles = np.zeros(len(self.texts), dtype=np.uint64)
        self._all_troubles = np.zeros(len(self.texts), dtype=np.uint64)

    def features(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """One row of ``FEATURES`` for each pair of text numbers."""
        told = (self._compare_words, self._compare_names, self._compare_troubles)
        return np.concatenate([compare(ones, others) for compare in told], axis=1).astype(np.float32)

    def scores(self, ones: np.ndarray, others: np.ndarray, *, apart: bool = False, least: float = 0.0) -> np.ndarray:
        """From 0 to 1, symmetric; ``SAME`` and more is taken as the same matter.

        ``apart`` halves the score of two texts of which either names a place that the other does not tell, unless they are copies, and of
        two that share little but a name. A single pair may be judged without it (a place may be misspelt), but in a group the same complaint
        from ten places would grow together, and in a small archive any two that name one street.
        Two texts that name different cities are never taken as the same matter, unless they are copies.

        A pair that cannot reach ``least`` may be given any score below it: nothing more is read of it once that is sure.
        """
        rows = np.zeros((len(ones), len(FEATURES)), dtype=np.float32)
        scores = np.zeros(len(ones))
        left = np.arange(len(ones))
        for compare, begin, end in (
            (self._compare_words, 0, 3),
            (self._compare_names, 3, 5),
            (self._compare_troubles, 5, 7),
        ):
            rows[left, begin:end] = compare(ones[left], others[left])
            # As if all that is not known yet spoke for the same matter.
            hoped = BIAS + np.maximum(WEIGHTS[end:], 0).sum()
            scores[left] = 1 / (1 + np.exp(-(rows[left] @ WEIGHTS + hoped)))
            if end > FEATURES.index("names"):
                elsewhere = self._elsewhere(ones[left], others[left]) & (rows[left, 0] < _COPY)
                scores[left] *= np.where(elsewhere, _ELSEWHERE, 1)
            if apart:
                scores[left] *= self._kept_apart(ones[left], others[left], rows[left], end)
            left = left[scores[left] >= least]
        for at in np.flatnonzero(scores >= max(SAME, least)).tolist():
            if self._numbered_apart(int(ones[at]), int(others[at])):
                scores[at] = SAME * 0.9
        return scores

    def _kept_apart(self, ones: np.ndarray, others: np.ndarray, rows: np.ndarray, known: int) -> np.ndarray:
        """By what each score is multiplied, as far as the first ``known`` features tell."""
        share = np.ones(len(rows))
        share[(rows[:, 0] < _THIN) & (rows[:, 2] < _TOLD)] = 0.5
        if known > FEATURES.index("names"):
            named = np.diff(self._name_ends) > 0
            untold = (named[ones] | named[others]) & (rows[:, 3] < _NAMED)
            share[untold & (rows[:, 0] < _COPY)] *= 0.5
        return share

    def why(self, one: int, other: int, most: int = 5) -> list[str]:
        """The names that both texts tell and the rarest words they share, rarest first."""
        own = self.name_numbers(one)
        told_share = self._shares(self._name_marks, own, np.full(len(own), other))
        told = list(
            dict.fromkeys(self.names[number] for number, share in zip(own, told_share, strict=True) if share >= 0.6)
        )
        shared = np.intersect1d(self._row(one), self._row(other), assume_unique=True)
        rare = shared[self.rare_weight[shared] > 0]
        text = f"{self._titles[one]} {self._bodies[one]}"
        shared_words = _joined_pairs(text, set(map(spelled, self.vocabulary[rare].tolist())))
        shared_words.sort(key=lambda word: -float(self.rare_weight[self._marks(word)].sum()))
        self._read_troubles(np.array([one, other]))
        both = int(self._told_troubles[one] & self._told_troubles[other])
        told.extend(name_of(kind) for kind in range(both.bit_length()) if both >> kind & 1)
        told.extend(word for word in shared_words if not any(word in name or name in word for name in told))
        return told[:most]

    def name_numbers(self, text: int) -> np.ndarray:
        """Which of ``names`` the text tells in its title, else in the beginning of its body."""
        return self._name_numbers[self._name_ends[text] : self._name_ends[text + 1]]

    def marks_of_names(self, text: int) -> np.ndarray:
        """Numbers of the rare pairs of signs in the text's names, ascending."""
        marks, ends = self._name_marks.indices, self._name_marks.indptr
        parts = [marks[ends[name] : ends[name + 1]] for name in self.name_numbers(text).tolist()]
        return np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int32)

    def troubles_told(self, texts: np.ndarray) -> np.ndarray:
        """For each text the kinds of trouble that it tells in its title, else in the beginning of its body, one bit for each kind."""
        self._read_troubles(np.unique(texts))
        return self._told_troubles[texts]

    def _row(self, text: int) -> np.ndarray:
        return self.weighted.indices[self.weighted.indptr[text] : self.weighted.indptr[text + 1]]

    def _marks(self, folded: str) -> np.ndarray:
        """Numbers of the different pairs of signs in these words, as far as any text has them."""
        codes = np.unique(pair_codes(folded))
        at = np.minimum(np.searchsorted(self.vocabulary, codes), max(0, len(self.vocabulary) - 1))
        return at[self.vocabulary[at] == codes] if len(self.vocabulary) else at[:0]

    def _told_by(self, words: Sequence[str], weight: np.ndarray) -> sparse.csr_matrix:
        """A row for each of the words: the share of its weight that each of its pairs of signs has, none for a pair of no weight."""
        from scipy import sparse  # noqa: PLC0415  slow import

        counts, codes = _counted(words)
        marks = np.minimum(np.searchsorted(self.vocabulary, codes), max(0, len(self.vocabulary) - 1))
        of = np.where(self.vocabulary[marks] == codes, weight[marks], 0) if len(codes) else np.zeros(1)
        marks = marks if len(codes) else np.zeros(1, dtype=np.int64)
        shape = (len(words), max(1, len(self.vocabulary)))
        rows = sparse.csr_matrix((of[counts.indices], marks[counts.indices], counts.indptr), shape=shape)
        rows.eliminate_zeros()
        whole = np.asarray(rows.sum(axis=1)).ravel()
        rows.data /= np.repeat(whole, np.diff(rows.indptr))
        return rows

    def _named(self) -> tuple[list[str], np.ndarray, np.ndarray]:
        """(different names, their numbers one text after the other, where each text begins): of the title, else of the body's beginning.

        A name without a rare pair of signs says nothing.
        """
        number: dict[str, int] = {}
        numbers, ends = [], [0]
        speaks: dict[str, bool] = {}
        for title, body in zip(self._titles, self._bodies, strict=True):
            for name in names_in(title, 3) or names_in(body[:_HEAD], 4):
                if name.text not in speaks:
                    speaks[name.text] = bool(self.rare_weight[self._marks(name.text)].any())
                if speaks[name.text]:
                    numbers.append(number.setdefault(name.text, len(number)))
            ends.append(len(numbers))
        return list(number), np.array(numbers, dtype=np.int64), np.array(ends, dtype=np.int64)

    def _lying_in(self) -> sparse.csr_matrix:
        """Which cities each text names in its title, else in the beginning of its body: a row for each text, a column for each city."""
        from scipy import sparse  # noqa: PLC0415  slow import

        number: dict[str, int] = {}
        columns, ends = [], [0]
        for title, body in zip(self._titles, self._bodies, strict=True):
            cities = cities_in(title) or cities_in(body[:_HEAD])
            columns.extend(number.setdefault(city, len(number)) for city in sorted(cities))
            ends.append(len(columns))
        placed = (np.ones(len(columns), dtype=np.int8), np.array(columns, dtype=np.int64), np.array(ends))
        return sparse.csr_matrix(placed, shape=(len(self.texts), max(1, len(number))))

    def _elsewhere(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Whether both name a city and none of them is the same."""
        mine, theirs = self._cities[ones], self._cities[others]
        shared = np.asarray(mine.multiply(theirs).sum(axis=1)).ravel() > 0
        return ~shared & (np.diff(mine.indptr) > 0) & (np.diff(theirs.indptr) > 0)

    def _shares(self, marks: sparse.csr_matrix, rows: np.ndarray, texts: np.ndarray) -> np.ndarray:
        """For each row of ``marks`` (of ``_told_by``) and the text beside it: how much of the row, by weight, the text holds."""
        if not len(rows):
            return np.zeros(0)
        chosen = marks[rows]
        shared = chosen.multiply(self.weighted[texts]).tocsr()
        shared.data[:] = 1
        return np.asarray(shared.multiply(chosen).sum(axis=1)).ravel()

    def _compare_words(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """(cosine, logarithm of the weight of the rare pairs in common, how much of either title the other text tells)."""
        rows = np.zeros((len(ones), 3))
        if not len(ones):
            return rows
        both = self.weighted[ones].multiply(self.weighted[others]).tocsr()
        where = np.repeat(np.arange(len(ones)), np.diff(both.indptr))
        rows[:, 0] = np.bincount(where, both.data, len(ones))
        rows[:, 1] = np.log1p(np.bincount(where, self.rare_weight[both.indices], len(ones)))
        rows[:, 2] = np.maximum(
            self._shares(self._title_marks, ones, others), self._shares(self._title_marks, others, ones)
        )
        return rows

    def _compare_names(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """(how well the best-matching name of either is told by the other, 1 when both have names and none is told)."""
        best = np.zeros(len(ones))
        named = np.diff(self._name_ends)
        for mine, theirs in ((ones, others), (others, ones)):
            where = np.repeat(np.arange(len(ones)), named[mine])
            first = np.repeat(np.cumsum(named[mine]) - named[mine], named[mine])
            numbers = self._name_numbers[self._name_ends[mine][where] + np.arange(len(where)) - first]
            np.maximum.at(best, where, self._shares(self._name_marks, numbers, theirs[where]))
        strange = (named[ones] > 0) & (named[others] > 0) & (best < _NAMED)
        return np.stack([best, strange], axis=1)

    def _compare_troubles(self, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
        """(share of the troubles told first that both tell, 1 when what either tells first the other does not tell at all)."""
        self._read_troubles(np.unique(np.concatenate([ones, others])))
        mine, theirs = self._told_troubles[ones], self._told_troubles[others]
        alike = np.bitwise_count(mine & theirs) / np.maximum(
            1, np.minimum(np.bitwise_count(mine), np.bitwise_count(theirs))
        )
        apart = (mine & self._all_troubles[others] == 0) | (theirs & self._all_troubles[ones] == 0)
        return np.stack([alike, apart & (mine > 0) & (theirs > 0)], axis=1)

    def _read_troubles(self, numbers: np.ndarray) -> None:
        for at in numbers[~self._troubles_read[numbers]].tolist():
            title, body = self._titles[at], self._bodies[at]
            self._told_troubles[at] = _as_bits(troubles_in(title) or troubles_in(body[:_HEAD]))
            self._all_troubles[at] = _as_bits(troubles_in(f"{title} {body}"))
            self._troubles_read[at] = True

    def _numbered_apart(self, one: int, other: int) -> bool:
        """Both titles count the same kind of thing and none of it is the same: 5号线 and 7号线."""
        mine, theirs = (_numbered(self._titles[number]) for number in (one, other))
        return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


# Fitted by benchmarks/text_quality.py on the labelled pairs.
WEIGHTS = np.array([6.787, 1.381, 4.369, 4.296, -2.956, 2.676, -1.951], dtype=np.float32)
BIAS = np.float32(-11.274)
SAME = 0.4


def _numbered(title: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for number, kind in _LINES.findall(title):
        found.setdefault(kind, set()).add(number)
    return found


def _rarity(spread: np.ndarray, count: int) -> np.ndarray:
    return np.log((1 + count) / (1 + spread)) + 1


def _are_rare(spread: np.ndarray, count: int) -> np.ndarray:
    return spread <= _RARE_SHARE * count


def pair_codes(folded: str) -> np.ndarray:
    """A number for each two neighbouring signs that no blank parts, in order."""
    signs = _signs(folded)
    whole = signs != _BLANK
    return (signs[:-1] << _SIGN_BITS | signs[1:])[whole[:-1] & whole[1:]]


def spelled(code: int) -> str:
    """The two signs of a pair's number."""
    return chr(code >> _SIGN_BITS) + chr(code & (1 << _SIGN_BITS) - 1)


def _signs(folded: str) -> np.ndarray:
    return np.frombuffer(folded.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def _counted(texts: Iterable[str]) -> tuple[sparse.csr_matrix, np.ndarray]:
    """How often each pair of signs stands in each text, and the codes of the pairs, ascending: one column each.

    Block by block, with small numbers kept of each, so that a hundred thousand texts need little more room than their counts.
    """
    from scipy import sparse  # noqa: PLC0415  slow import

    vocabularies, places, times, ends = [np.empty(0, dtype=np.int64)], [], [], [np.zeros(1, dtype=np.int64)]
    for block in _blocks(texts):
        signs = _signs(" ".join(block))
        lengths = np.fromiter(map(len, block), dtype=np.int64, count=len(block)) + 1
        row = np.repeat(np.arange(len(block)), lengths)[: max(0, len(signs) - 1)]
        whole = signs != _BLANK
        whole = whole[:-1] & whole[1:]
        codes = (row << 2 * _SIGN_BITS | signs[:-1] << _SIGN_BITS | signs[1:])[whole]
        codes, often = np.unique(codes, return_counts=True)
        vocabulary, place = np.unique(codes & (1 << 2 * _SIGN_BITS) - 1, return_inverse=True)
        vocabularies.append(vocabulary)
        places.append(place.astype(np.int32))
        times.append(often.astype(np.float32))
        ends.append(ends[-1][-1] + np.cumsum(np.bincount(codes >> 2 * _SIGN_BITS, minlength=len(block))))
    known = np.unique(np.concatenate(vocabularies))
    columns = [
        np.searchsorted(known, vocabulary).astype(np.int32)[place]
        for vocabulary, place in zip(vocabularies[1:], places, strict=True)
    ]
    shape = (sum(map(len, ends)) - 1, max(1, len(known)))
    if not columns:
        return sparse.csr_matrix(shape, dtype=np.float32), known
    counts = sparse.csr_matrix((np.concatenate(times), np.concatenate(columns), np.concatenate(ends)), shape=shape)
    counts.has_sorted_indices = counts.has_canonical_format = True
    return counts, known


def _blocks(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while block := list(islice(rest, _COUNTED_AT_ONCE)):
        yield block


def _as_bits(kinds: Iterable[int]) -> int:
    return sum(1 << kind for kind in kinds)


def _to_length_one(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """In place."""
    where = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    length = np.sqrt(np.bincount(where, np.square(rows.data), rows.shape[0]))
    rows.data /= length[where].astype(np.float32)
    return rows


# Words that begin and end no name: 摊位费从, 地下车库的.
_EDGES = frozenset("的了着过在从到和与及或把被是就都也又还向对给让将由等")


def _joined_pairs(text: str, pairs: set[str]) -> list[str]:
    """Stretches of whole words all of whose pairs are given: 丽发, 发新, 新城 → 丽发新城."""
    found: list[str] = []
    stretch: list[str] = []
    for word in words(text):
        joined = "".join(stretch) + word
        begin = max(0, len(joined) - len(word) - 1)
        if " " not in word and all(joined[at : at + 2] in pairs for at in range(begin, len(joined) - 1)):
            stretch.append(word)
            continue
        found.append(_without_edges(stretch))
        whole = " " not in word and all(word[at : at + 2] in pairs for at in range(len(word) - 1))
        stretch = [word] if whole else []
    found.append(_without_edges(stretch))
    return list(dict.fromkeys(word for word in found if len(word) > 1))


def _without_edges(stretch: list[str]) -> str:
    begin, end = 0, len(stretch)
    while begin < end and stretch[begin] in _EDGES:
        begin += 1
    while end > begin and stretch[end - 1] in _EDGES:
        end -= 1
    return "".join(stretch[begin:end])
