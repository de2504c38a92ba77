"""Find earlier texts that share passages with a new one: copies, copies with other marks, other openings, parts, edited copies.

An inverted index of fingerprints proposes candidates, the texts themselves decide. Here fingerprints have 32 bits, as
nothing of them is stored; where they stand, ``postings`` knows.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Literal

import numpy as np

from zhitong.text.fingerprints import SHINGLE, distinct, short_hashes, winnow
from zhitong.text.normalise import dedupe_key, dedupe_with_positions
from zhitong.text.postings import Postings

Kind = Literal["exact", "same_signs", "part", "whole", "reworded", "passage", "title"]

# A query looks at its rarest fingerprints, and at one more in eight of a long text; the common ones (greetings, laws quoted) say
# little and cost most.
RAREST = 28
# A fingerprint that more texts than this have is only looked at when a text has no rarer ones.
COMMON = 400
# A candidate shares at least this part of what the best one shares; a text that shares one sentence by chance falls out here.
_FAIR_SHARE = 0.25
_MOST_CANDIDATES = 10
# An equal title moves a text up by this much of a score: before texts that share one sentence by chance.
_TITLE_COUNTS = 0.5
# A shorter title (电梯坏了) is no reason by itself.
_LEAST_TITLE = 10
_COARSE = np.uint32(2**14 - 1)
_SPREAD = np.uint32(0x9E3779B1)

# Least share of the shorter text that must stand in the other to be called similar.
LEAST_SHARE = 0.25
# Least length in signs of what is shared; for short texts two fifths of the shorter one are enough.
LEAST_SHARED = 24
_PASSAGE = 10


@dataclass(frozen=True)
class Passage:
    """Shared words: ``new_body[start:end]`` in the text asked about, ``old_body[old_start:old_end]`` in the earlier one."""

    start: int
    end: int
    old_start: int
    old_end: int
    text: str


@dataclass(frozen=True)
class Match:
    """One earlier text. ``score`` is the share, from 0 to 1, of the shorter text's shingles that stand in the other.

    ``kind``: exact, the same body sign for sign; same_signs, up to marks, width, Traditional and zero-width signs; part, the new
    text is part of the earlier one; whole, the earlier one is part of the new; reworded, mostly the same; passage, shares passages; title, little in common but the title, sign for sign.
    """

    id: Hashable
    score: float
    kind: Kind
    meta: object = None
    texts: tuple[str, str] = field(default=("", ""), repr=False)

    @cached_property
    def why(self) -> tuple[Passage, ...]:
        """The shared passages in the order of the new text; worked out when first asked for."""
        return shared_passages(*self.texts)


@dataclass(frozen=True)
class _Asked:
    """A text as the index looks at it. What stands for the body is the title when there is no body."""

    title_key: str
    text: str
    key: str
    marks: np.ndarray  # fingerprints of title and body
    shingles: np.ndarray  # the key's different shingles, ascending

    @classmethod
    def of(cls, title: str, body: str) -> _Asked:
        title_key, key = dedupe_key(title), dedupe_key(body)
        title_hashes, hashes = short_hashes(title_key), short_hashes(key)
        # The least of a window are small numbers: multiplied, they are spread over all again.
        marks = distinct(np.concatenate([winnow(title_hashes), winnow(hashes)]) * _SPREAD)
        return cls(
            title_key, body if key else title, key or title_key, marks, distinct(hashes if key else title_hashes)
        )


class SimilarIndex:
    """In-process index. Not for several threads that add at once; reading needs no lock."""

    def __init__(self) -> None:
        self._ids: list[Hashable] = []
        self._titles: list[str] = []
        self._texts: list[str] = []
        self._keys: list[str] = []
        self._sizes = array("I")  # fingerprints of each text
        self._shingles = array("I")  # different shingles of each text
        self._by_title: dict[str, int] = {}
        self._metas: list[object] = []
        self._postings = Postings()

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, id: Hashable, title: str, body: str, meta: object = None) -> None:
        """Add one text; adding an id twice keeps both."""
        number = len(self._ids)
        asked = _Asked.of(title, body)
        self._ids.append(id)
        self._titles.append(asked.title_key)
        if len(asked.title_key) >= _LEAST_TITLE:
            self._by_title[asked.title_key] = number
        self._texts.append(asked.text)
        self._keys.append(asked.key)
        self._metas.append(meta)
        self._sizes.append(len(asked.marks))
        self._shingles.append(len(asked.shingles))
        self._postings.add(asked.marks)

    def similar(self, title: str, body: str, limit: int = 10) -> list[Match]:
        """The most similar earlier texts, best first, newest first among equals. The newest one of an equal title has the last place at
        least: however many share sentences, who gave two texts one long title most likely meant one matter."""
        asked = _Asked.of(title, body)
        if not asked.key:
            return []
        candidates = self._candidates(asked.marks)
        titled = self._by_title.get(asked.title_key)
        if titled is not None and titled not in candidates:
            candidates.append(titled)
        found = []
        for number, shared in zip(candidates, self._shared(candidates, asked.shingles), strict=True):
            same_title = bool(asked.title_key) and self._titles[number] == asked.title_key
            checked = self._judge(number, asked, shared, same_title)
            if checked:
                found.append((checked[0] + _TITLE_COUNTS * same_title, number, *checked))
        found.sort(reverse=True)
        given = found[:limit]
        if titled is not None and limit > 1:
            given[limit - 1 :] = [one for one in found[limit - 1 :] if one[1] == titled] or given[limit - 1 :]
        return [
            Match(
                self._ids[number], round(float(score), 4), kind, self._metas[number], (asked.text, self._texts[number])
            )
            for _, number, score, kind in given
        ]

    def _candidates(self, marks: np.ndarray) -> list[int]:
        """Numbers of the texts worth a look: those that share most of the rarest fingerprints, and those that do so being short."""
        found = self._postings.find(marks)
        counts = found.counts
        order = np.argsort(counts, kind="stable")
        sorted_counts = counts[order]
        none, rare = sorted_counts.searchsorted([0, COMMON], "right").tolist()
        few = RAREST + len(marks) // 8
        until = rare if rare - none >= 3 else len(order)
        numbers = found.texts(order[none : min(until, none + few)])
        if not len(numbers):
            return []
        numbers, times = _counted(numbers)
        fair = times >= _FAIR_SHARE * times.max()
        numbers, times = numbers[fair], times[fair]
        if len(numbers) > _MOST_CANDIDATES:
            sizes = np.frombuffer(self._sizes, dtype=np.uint32)[numbers]
            # Stable: the newest of equals stand last.
            most = np.argsort(times, kind="stable")[-_MOST_CANDIDATES:]
            closest = np.argsort(times / np.sqrt(sizes), kind="stable")[-_MOST_CANDIDATES:]
            numbers = numbers[sorted({*most.tolist(), *closest.tolist()})]
        return numbers.tolist()

    def _shared(self, candidates: list[int], own: np.ndarray) -> list[int]:
        """How many of ``own`` (different shingles in ascending order) stand in each candidate: all candidates are read in one go."""
        if not candidates:
            return []
        keys = [self._keys[number].ljust(SHINGLE, "\0") for number in candidates]
        ends = np.fromiter(accumulate(map(len, keys)), dtype=np.int64, count=len(keys))
        hashes = short_hashes("".join(keys))
        # Few of them are shared: a coarse look by the last bits leaves most out before they are searched for.
        coarse = np.zeros(_COARSE + 1, dtype=bool)
        coarse[own & _COARSE] = True
        likely = coarse.take(hashes & _COARSE)
        likely[(ends[:-1, None] - np.arange(1, SHINGLE)).ravel()] = (
            False  # what begins here would reach into the next text
        )
        places = np.flatnonzero(likely)
        at = own.searchsorted(hashes[places])
        at[at == len(own)] = 0
        same = own[at] == hashes[places]
        stands = np.zeros((len(keys), len(own)), dtype=bool)
        stands[ends.searchsorted(places[same], "right"), at[same]] = True
        return list(map(np.count_nonzero, stands))

    def _judge(self, number: int, asked: _Asked, shared: int, same_title: bool) -> tuple[float, Kind] | None:
        """The exact comparison by all shingles of both texts; an equal title is a reason by itself."""
        if self._texts[number] == asked.text:
            return 1.0, "exact"
        if self._keys[number] == asked.key:
            return 1.0, "same_signs"
        own, theirs = len(asked.shingles), self._shingles[number]
        score = shared / min(own, theirs)
        if same_title and len(self._titles[number]) >= _LEAST_TITLE and score < LEAST_SHARE:
            return score, "title"
        enough = shared + SHINGLE - 1 >= min(LEAST_SHARED, 0.4 * min(own, theirs))
        if score < LEAST_SHARE or not (enough or same_title):
            return None
        in_old, in_new = shared / own, shared / theirs
        if in_old >= 0.9 and own < 0.75 * theirs:
            return score, "part"
        if in_new >= 0.9 and theirs < 0.75 * own:
            return score, "whole"
        return score, "reworded" if min(in_old, in_new) >= 0.5 else "passage"


def _counted(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Different numbers in ascending order, and how often each stands there."""
    numbers = np.sort(numbers)
    last = np.ones(len(numbers), dtype=bool)
    np.not_equal(numbers[1:], numbers[:-1], out=last[:-1])
    (ends,) = last.nonzero()
    times = ends + 1
    times[1:] -= times[:-1].copy()
    return numbers[ends], times


def shared_passages(new: str, old: str) -> tuple[Passage, ...]:
    """What two texts share, up to marks, width and Traditional, with its place in both."""
    folded, old_folded = dedupe_with_positions(new), dedupe_with_positions(old)
    passages = []
    for at, old_at, length in shared_runs(folded.key, old_folded.key):
        start, end = folded.span(at, at + length)
        old_start, old_end = old_folded.span(old_at, old_at + length)
        passages.append(Passage(start, end, old_start, old_end, new[start:end]))
    return tuple(passages)


def shared_runs(key: str, other: str, least: int = _PASSAGE, most: int = 20) -> Iterator[tuple[int, int, int]]:
    """Passages of at least ``least`` signs that both keys hold, as (place, place in the other, length), in reading order.

    Each sign of ``key`` belongs to one passage at most. A passage is begun at the first place in the other text where it can be.
    """
    where: dict[str, int] = {}
    for at in range(len(other) - least, -1, -1):
        where[other[at : at + least]] = at
    at = given = 0
    while at + least <= len(key) and given < most:
        old_at = where.get(key[at : at + least], -1)
        if old_at < 0:
            at += 1
            continue
        length = least
        while at + length < len(key) and old_at + length < len(other) and key[at + length] == other[old_at + length]:
            length += 1
        yield at, old_at, length
        given += 1
        at += length
