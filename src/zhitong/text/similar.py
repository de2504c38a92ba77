"""Find earlier texts that share passages with a new one: copies, copies with other marks, other openings, parts, edited copies.

An inverted index of fingerprints proposes candidates, the texts themselves decide. The index keeps most of itself in sorted arrays
(12 bytes for a fingerprint) and the newest texts in a small dictionary; the arrays grow by merging, so adding stays cheap.
"""

from __future__ import annotations

from array import array
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from zhitong.text.fingerprints import SHINGLE, key_fingerprints, shingle_hashes
from zhitong.text.normalise import dedupe_key, dedupe_with_positions

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
_NEWEST = 4096

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


class SimilarIndex:
    """In-process index. Not for several threads that add at once; reading needs no lock."""

    def __init__(self) -> None:
        self._ids: list[Hashable] = []
        self._titles: list[str] = []
        self._texts: list[str] = []
        self._sizes = array("I")
        self._by_title: dict[str, int] = {}
        self._metas: list[object] = []
        self._runs: list[_Run] = []
        self._newest: dict[int, list[int]] = {}
        self._newest_count = 0

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, id: Hashable, title: str, body: str, meta: object = None) -> None:
        """Add one text; adding an id twice keeps both."""
        number = len(self._ids)
        self._ids.append(id)
        title_key, body_key = dedupe_key(title), dedupe_key(body)
        self._titles.append(title_key)
        if len(title_key) >= _LEAST_TITLE:
            self._by_title[title_key] = number
        self._texts.append(body if body_key else title)
        self._metas.append(meta)
        marks = np.union1d(key_fingerprints(title_key), key_fingerprints(body_key))
        self._sizes.append(len(marks))
        for mark in marks.tolist():
            self._newest.setdefault(mark, []).append(number)
        self._newest_count += 1
        if self._newest_count >= _NEWEST:
            self._settle()

    def similar(self, title: str, body: str, limit: int = 10) -> list[Match]:
        """The most similar earlier texts, best first, newest first among equals."""
        title_key, key = dedupe_key(title), dedupe_key(body)
        text = body if key else title
        marks = np.union1d(key_fingerprints(title_key), key_fingerprints(key))
        key = key or title_key
        if not key:
            return []
        shingles = np.unique(shingle_hashes(key))
        found = []
        candidates = set(self._candidates(marks))
        if title_key in self._by_title:
            candidates.add(self._by_title[title_key])
        for number in candidates:
            same_title = bool(title_key) and self._titles[number] == title_key
            checked = self._check(number, text, key, shingles, same_title)
            if checked:
                found.append((checked[0] + _TITLE_COUNTS * same_title, number, *checked))
        found.sort(reverse=True)
        return [
            Match(self._ids[number], round(float(score), 4), kind, self._metas[number], (text, self._texts[number]))
            for _, number, score, kind in found[:limit]
        ]

    def _candidates(self, marks: np.ndarray) -> list[int]:
        """Numbers of the texts worth a look: those that share most of the rarest fingerprints, and those that do so being short."""
        spans = [run.spans(marks) for run in self._runs]
        counts = sum((high - low for low, high in spans), np.zeros(len(marks), dtype=np.int64))
        recent = [self._newest.get(mark, ()) for mark in marks.tolist()]
        counts = counts + np.fromiter(map(len, recent), dtype=np.int64, count=len(marks))
        order = np.argsort(counts, kind="stable")
        order = order[counts[order] > 0]
        rare = order[counts[order] <= COMMON]
        few = RAREST + len(marks) // 8
        chosen = rare[:few] if len(rare) >= 3 else order[:few]
        parts = [
            run.texts[low[at] : high[at]]
            for run, (low, high) in zip(self._runs, spans, strict=True)
            for at in chosen.tolist()
        ]
        parts.extend(np.asarray(recent[at], dtype=np.uint32) for at in chosen.tolist() if recent[at])
        if not parts:
            return []
        numbers, times = np.unique(np.concatenate(parts), return_counts=True)
        fair = times >= _FAIR_SHARE * times.max()
        numbers, times = numbers[fair], times[fair]
        sizes = np.frombuffer(self._sizes, dtype=np.uint32)[numbers]
        most = np.lexsort((numbers, times))[::-1][:_MOST_CANDIDATES]
        closest = np.lexsort((numbers, times / np.sqrt(sizes)))[::-1][:_MOST_CANDIDATES]
        return numbers[np.union1d(most, closest)].tolist()

    def _check(self, number: int, text: str, key: str, own: np.ndarray, same_title: bool) -> tuple[float, Kind] | None:
        """The exact comparison of all shingles of both texts; an equal title is a reason by itself."""
        old = self._texts[number]
        if old == text:
            return 1.0, "exact"
        old_key = dedupe_key(old)
        if old_key == key:
            return 1.0, "same_signs"
        theirs = np.unique(shingle_hashes(old_key))
        shared = np.intersect1d(own, theirs, assume_unique=True).size
        score = shared / min(own.size, theirs.size)
        if same_title and len(self._titles[number]) >= _LEAST_TITLE and score < LEAST_SHARE:
            return score, "title"
        enough = shared + SHINGLE - 1 >= min(LEAST_SHARED, 0.4 * min(own.size, theirs.size))
        if score < LEAST_SHARE or not (enough or same_title):
            return None
        in_old, in_new = shared / own.size, shared / theirs.size
        if in_old >= 0.9 and own.size < 0.75 * theirs.size:
            return score, "part"
        if in_new >= 0.9 and theirs.size < 0.75 * own.size:
            return score, "whole"
        return score, "reworded" if min(in_old, in_new) >= 0.5 else "passage"

    def _settle(self) -> None:
        """Move the newest into a sorted run and merge runs of like size, so that there are few of them."""
        marks = np.fromiter(
            (mark for mark, texts in self._newest.items() for _ in texts),
            dtype=np.int64,
            count=sum(map(len, self._newest.values())),
        )
        texts = np.fromiter(
            (text for texts in self._newest.values() for text in texts), dtype=np.uint32, count=len(marks)
        )
        order = np.lexsort((texts, marks))
        self._runs.append(_Run(marks[order], texts[order]))
        self._newest = {}
        self._newest_count = 0
        while len(self._runs) > 1 and len(self._runs[-2].marks) < 2 * len(self._runs[-1].marks):
            later, earlier = self._runs.pop(), self._runs.pop()
            self._runs.append(earlier.merged(later))


@dataclass(frozen=True)
class _Run:
    """Fingerprints in order and, beside each, the number of the text that has it."""

    marks: np.ndarray
    texts: np.ndarray

    def spans(self, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.searchsorted(self.marks, wanted, "left"), np.searchsorted(self.marks, wanted, "right")

    def merged(self, later: _Run) -> _Run:
        """Both in order. Texts of ``later`` are newer, so that within one fingerprint the order of age stays."""
        places = np.searchsorted(self.marks, later.marks, "right") + np.arange(len(later.marks))
        marks = np.empty(len(self.marks) + len(later.marks), dtype=np.int64)
        texts = np.empty(len(marks), dtype=np.uint32)
        old = np.ones(len(marks), dtype=bool)
        old[places] = False
        marks[places], texts[places] = later.marks, later.texts
        marks[old], texts[old] = self.marks, self.texts
        return _Run(marks, texts)


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
