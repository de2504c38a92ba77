"""Groups of texts on the same matter, over time and place (主题). The machine proposes; names and kept groups are a person's.

1. Each text proposes the texts with which it shares the rarest words and names.
2. Each proposed pair is scored (``matter``); pairs of ``SAME`` and more are edges.
3. Groups grow by average linkage: a text joins when it fits the group as a whole, not just one member, so that a chain of
   half-similar texts makes no theme; two texts alone must fit better. In a large archive such chains tie most texts to each other; there
   the edges alone first part them loosely, and only inside the small parts every pair is scored.
4. A group whose halves speak of different troubles at one place is two themes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform

from zhitong.text.matter import SAME, Matters, Text
from zhitong.text.normalise import fold
from zhitong.text.theme_keys import kept_keys

# Rarest pairs of signs by which a text looks for others, and how many others it may propose.
_LOOK_FOR = 40
_PROPOSE = 25
# A pair of signs that more texts than this have proposes nobody, except as part of a name.
_MOST_SPREAD = 300
_BLOCK = 512
_PAIRS = 5_000
# Of a larger group so many texts speak for it.
_SAMPLE = 30
# Least average score inside a theme.
TOGETHER = 0.55
# Two texts alone have a single score to stand on, so it must be higher.
_TWO = 0.7
# A theme is two where its halves fit each other less than this, and so many of the pairs across tell no trouble in common.
_HALVES = 0.75
_UNLIKE = 0.9
# Larger connected parts are parted by their edges alone first: a table of n² scores would not fit.
_TABLE = 600
# A text is scored against few of a large theme, and what was not scored counts as nothing; so they part at less than ``TOGETHER``.
_LOOSELY = 0.25


@dataclass(frozen=True)
class Theme:
    """``ids`` in the order given; ``words`` are what its texts share, the most telling first; ``proof`` one title for each text, at most five."""

    key: str
    ids: tuple[str, ...]
    words: tuple[str, ...]
    proof: tuple[str, ...]


def find_themes(
    texts: Sequence[Text], least: int = 2, earlier: Mapping[str, Sequence[str]] | None = None
) -> list[Theme]:
    """Themes of at least ``least`` texts, largest first.

    ``earlier`` maps keys to the ids of themes already known: a new theme that holds most of an earlier one keeps its key.
    A key that nobody kept is made from the smallest id of the theme. Equal input gives equal themes.
    """
    if len(texts) < 2:
        return []
    matters = Matters(texts)
    groups = [group for group in group_numbers(matters) if len(group) >= least]
    groups.sort(key=lambda group: (-len(group), group))
    keys = kept_keys([[texts[at].id for at in group] for group in groups], earlier or {})
    return [_theme(key, group, matters) for key, group in zip(keys, groups, strict=True)]


def group_numbers(matters: Matters, told: Callable[[float], None] = lambda share: None) -> list[list[int]]:
    """Numbers of the texts that belong together; every text is in exactly one group.

    ``told`` hears now and then what share of the work is done, from 0 to 1 (measured: a third goes by before any pair is scored).
    """
    count = len(matters.texts)
    if count < 2:
        return [[number] for number in range(count)]
    ones, others = _proposals(matters, lambda share: told(0.35 * share))
    parts = []
    for at in range(0, len(ones), _PAIRS):
        parts.append(matters.scores(ones[at : at + _PAIRS], others[at : at + _PAIRS], apart=True, least=SAME))
        told(0.35 + 0.6 * min(1, (at + _PAIRS) / len(ones)))
    scores = np.concatenate(parts or [np.empty(0)])
    near = scores >= SAME
    edges = sparse.coo_matrix((scores[near], (ones[near], others[near])), shape=(count, count)).tocsr()
    edges = edges.maximum(edges.T)
    _, labels = connected_components(edges, directed=False)
    order = np.argsort(labels, kind="stable")
    groups: list[list[int]] = []
    for part in np.split(order, np.flatnonzero(np.diff(labels[order])) + 1):
        groups.extend(_linked(part, matters, edges) if len(part) > 2 else [part.tolist()])
    return _without_weak_twos(groups, matters)


def _proposals(matters: Matters, told: Callable[[float], None]) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of numbers worth scoring, each once, the smaller first."""
    look = _looking(matters)
    back = look.T.tocsr()
    ones, others = [], []
    for begin in range(0, look.shape[0], _BLOCK):
        near = (look[begin : begin + _BLOCK] @ back).tocsr()
        for row in range(near.shape[0]):
            at = slice(near.indptr[row], near.indptr[row + 1])
            found, weight = near.indices[at], near.data[at]
            found, weight = found[found != begin + row], weight[found != begin + row]
            if len(found) > _PROPOSE:
                found = found[np.argpartition(-weight, _PROPOSE)[:_PROPOSE]]
            ones.append(np.full(len(found), begin + row))
            others.append(found)
        told(min(1, (begin + _BLOCK) / look.shape[0]))
    first, second = np.concatenate(ones), np.concatenate(others)
    pairs = np.unique(np.stack([np.minimum(first, second), np.maximum(first, second)], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _looking(matters: Matters) -> sparse.csr_matrix:
    """For each text the weights of its rarest pairs of signs and, twice as heavy, those of its names."""
    weighted = matters.weighted
    rows, columns, values = [], [], []
    for row in range(weighted.shape[0]):
        at = slice(weighted.indptr[row], weighted.indptr[row + 1])
        marks, weight = weighted.indices[at], weighted.data[at]
        shared = (matters.spread[marks] > 1) & (matters.spread[marks] <= _MOST_SPREAD)
        marks, weight = marks[shared], weight[shared]
        if len(marks) > _LOOK_FOR:
            best = np.argpartition(-weight, _LOOK_FOR)[:_LOOK_FOR]
            marks, weight = marks[best], weight[best]
        names = matters.marks_of_names(row)
        columns.extend((marks, names))
        values.extend((weight, np.full(len(names), 2 * float(weight.mean()) if len(weight) else 1.0)))
        rows.append(np.full(len(marks) + len(names), row))
    placed = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.concatenate(values), placed), shape=weighted.shape, dtype=np.float32)


def _linked(part: np.ndarray, matters: Matters, edges: sparse.csr_matrix) -> Iterator[list[int]]:
    """Average linkage inside one connected part."""
    if len(part) <= _TABLE:
        yield from _by_table(part, matters)
        return
    for loose in _parted(edges[part][:, part].tocsr(), _LOOSELY):
        if 2 < len(loose) <= _TABLE:
            yield from _by_table(part[loose], matters)
        else:
            yield part[loose].tolist()


def _without_weak_twos(groups: list[list[int]], matters: Matters) -> list[list[int]]:
    """The same groups, those of two parted whose score is under ``_TWO``."""
    twos = np.array([group for group in groups if len(group) == 2], dtype=np.int64).reshape(-1, 2)
    kept = iter((_scored(matters, twos[:, 0], twos[:, 1]) >= _TWO).tolist())
    sure: list[list[int]] = []
    for group in groups:
        sure.extend([group] if len(group) != 2 or next(kept) else [[number] for number in group])
    return sure


def _by_table(part: np.ndarray, matters: Matters) -> Iterator[list[int]]:
    one, other = np.triu_indices(len(part), 1)
    distance = 1 - _scored(matters, part[one], part[other])
    labels = fcluster(linkage(distance, "average"), 1 - TOGETHER, "distance")
    apart, told = squareform(distance), matters.troubles_told(part)
    for label in range(1, labels.max() + 1):
        for group in _by_trouble(np.flatnonzero(labels == label), apart, told):
            yield part[group].tolist()


def _by_trouble(group: np.ndarray, apart: np.ndarray, told: np.ndarray) -> list[np.ndarray]:
    """The group, or its halves where each has a trouble of its own: gambling and a flue at one market are two matters.

    A half is two texts at least, and texts that tell no trouble say nothing.
    """
    if len(group) < 4:
        return [group]
    inside = squareform(apart[np.ix_(group, group)])
    halves = fcluster(linkage(inside, "average"), 2, "maxclust")
    one, other = group[halves == 1], group[halves == 2]
    if min(len(one), len(other)) < 2 or apart[np.ix_(one, other)].mean() <= 1 - _HALVES:
        return [group]
    mine, theirs = told[one][:, None], told[other][None, :]
    tell = (mine > 0) & (theirs > 0)
    if not tell.any() or (mine & theirs == 0)[tell].mean() < _UNLIKE:
        return [group]
    return _by_trouble(one, apart, told) + _by_trouble(other, apart, told)


def _scored(matters: Matters, ones: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Scores ``apart``, some thousand at once, so that little room is needed."""
    parts = range(0, len(ones), _PAIRS)
    scores = [matters.scores(ones[at : at + _PAIRS], others[at : at + _PAIRS], apart=True) for at in parts]
    return np.concatenate(scores or [np.empty(0)])


def _parted(edges: sparse.csr_matrix, least: float) -> list[list[int]]:
    """Average linkage down to ``least`` by symmetric edges alone, each pair without one counting as 0; room and time go with the edges."""
    count = edges.shape[0]
    members = {number: [number] for number in range(count)}
    # Of each group: the sum of the scores between it and each other group that it has edges to.
    near: dict[int, dict[int, float]] = {}
    for number in range(count):
        at = slice(edges.indptr[number], edges.indptr[number + 1])
        near[number] = dict(zip(edges.indices[at].tolist(), edges.data[at].tolist(), strict=True))
    waiting = [(-score, one, other) for one in near for other, score in near[one].items() if one < other]
    heapify(waiting)
    while waiting and -waiting[0][0] >= least:
        _, one, other = heappop(waiting)
        if one not in members or other not in members:
            continue  # grown since
        members[count] = members.pop(one) + members.pop(other)
        sums = near.pop(one)
        for neighbour, score in near.pop(other).items():
            sums[neighbour] = sums.get(neighbour, 0.0) + score
        del sums[one], sums[other]
        near[count] = sums
        for neighbour, score in sums.items():
            theirs = near[neighbour]
            theirs.pop(one, None)
            theirs.pop(other, None)
            theirs[count] = score
            mean = score / (len(members[count]) * len(members[neighbour]))
            if mean >= least:
                heappush(waiting, (-mean, neighbour, count))
        count += 1
    return [sorted(group) for group in members.values()]


def words_of(group: Sequence[int], matters: Matters, most: int = 5) -> tuple[int, list[str]]:
    """The most central text of a group and the words of its own that it shares with the others, the most telling first.

    Counted over at most thirty of its texts. A word that also stands in titles says what the matter is, and goes before one that
    only bodies share (索性, 适当); of two words of which one holds the other, the more telling stays.
    """
    sample = list(group[:_SAMPLE])
    told: dict[str, int] = {}
    centre = max(sample, key=lambda at: float((matters.weighted[at] @ matters.weighted[sample].T).sum()))
    for other in sample:
        if other != centre:
            for rank, word in enumerate(matters.why(centre, other)):
                told[word] = told.get(word, 0) + 5 - rank
    titles = [fold(matters.texts[at].title) for at in sample]
    bodies = [fold(matters.texts[at].body) for at in sample]
    # Kinds of trouble have names of our own (社保), which the texts need not hold.
    told = {word: times for word, times in told.items() if any(word in text for text in (*titles, *bodies))}
    in_titles = {word: sum(word in title for title in titles) for word in told}
    words: list[str] = []
    for word in sorted(told, key=lambda word: (not in_titles[word], -told[word] * (1 + in_titles[word]), word)):
        if not any(word in other or other in word for other in words):
            words.append(word)
    return centre, words[:most]


def closeness(one: int, group: Sequence[int], matters: Matters) -> float:
    """How well a text fits a group: the mean of its scores with at most thirty of it, from 0 to 1."""
    others = np.array([at for at in group if at != one][:_SAMPLE])
    if not len(others):
        return 0.0
    return float(matters.scores(np.full(len(others), one), others, apart=True).mean())


def _theme(key: str, group: list[int], matters: Matters) -> Theme:
    centre, words = words_of(group, matters)
    titles = list(dict.fromkeys(matters.texts[at].title or matters.texts[at].body[:30] for at in [centre, *group]))
    return Theme(key, tuple(matters.texts[at].id for at in group), tuple(words), tuple(titles[:5]))
