"""Which texts have which marks, in memory: numbers of texts by mark, some 8 to 14 bytes for each mark of a text.

Nearly all stands in runs, sorted by mark; a mark is found in a run by its first bits, which say where to begin to look, so that a million texts
take two or three looks instead of the twenty of a binary search. The newest texts stand in a dictionary; when it is full it becomes a run,
and runs of like size are merged, so that adding stays cheap and there are few of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_NEWEST = 4096
# So many that came since the last question become a run at once, which is quicker than to put them into the dictionary.
_MANY = 256
# A run is merged with the one before it unless that one is this many times as long: so a million texts stand in four or five runs.
_RUNS_GROW = 4
_LAST = np.uint32(2**32 - 1)


class Postings:
    """Texts are numbered from 0 in the order in which they are added. Marks are different uint32, spread evenly."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._unsettled: list[np.ndarray] = []  # the marks of the newest texts
        self._first = 0  # the number of the first of those
        self._newest: dict[int, list[int]] = {}
        self._entered = 0  # so many of the newest stand in the dictionary: the others have not been asked for yet

    def add(self, marks: np.ndarray) -> None:
        """The next text."""
        self._unsettled.append(marks)
        if len(self._unsettled) >= _NEWEST:
            self._settle()

    def find(self, marks: np.ndarray) -> Found:
        """Where each of these marks stands."""
        self._enter()
        recent = list(map(self._newest.get, marks.tolist())) if self._newest else []
        if recent:
            counts = np.fromiter([len(texts) if texts else 0 for texts in recent], dtype=np.int64, count=len(recent))
        else:
            counts = np.zeros(len(marks), dtype=np.int64)
        spans = [run.find(marks) for run in self._runs]
        for _first, lengths in spans:
            counts += lengths
        return Found(counts, self._runs, spans, recent)

    def _enter(self) -> None:
        if len(self._unsettled) - self._entered > _MANY:
            self._settle()
        for number, marks in enumerate(self._unsettled[self._entered :], self._first + self._entered):
            for mark in marks.tolist():
                self._newest.setdefault(mark, []).append(number)
        self._entered = len(self._unsettled)

    def _settle(self) -> None:
        """Move the newest into a run and merge runs of like size."""
        lengths = np.fromiter(map(len, self._unsettled), dtype=np.int64, count=len(self._unsettled))
        numbers = np.arange(self._first, self._first + len(lengths), dtype=np.uint64)
        pairs = np.concatenate(self._unsettled).astype(np.uint64) << np.uint64(32)
        pairs |= np.repeat(numbers, lengths)
        pairs.sort()
        self._first += len(lengths)
        self._unsettled, self._newest, self._entered = [], {}, 0
        length = len(pairs)
        parts = [pairs]
        while self._runs and len(self._runs[-1].texts) < _RUNS_GROW * length:
            earlier = self._runs.pop()
            length += len(earlier.texts)
            parts.append(earlier.pairs())
        if len(parts) > 1:
            pairs = np.concatenate(parts)
            del parts
            pairs.sort()
        if length:
            self._runs.append(_Run.of(pairs))


@dataclass(frozen=True)
class Found:
    """How many texts have each of the marks asked for, and which."""

    counts: np.ndarray
    _runs: list[_Run]
    _spans: list[tuple[np.ndarray, np.ndarray]]
    _recent: list[list[int] | None]

    def texts(self, chosen: np.ndarray) -> np.ndarray:
        """Numbers of the texts that have the marks at these places, as often as they have one."""
        parts = [
            run.texts.take(_places(first[chosen], lengths[chosen]))
            for run, (first, lengths) in zip(self._runs, self._spans, strict=True)
        ]
        if self._recent:
            newest = [number for at in chosen.tolist() for number in self._recent[at] or ()]
            parts.append(np.array(newest, dtype=np.uint32))
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.uint32)


@dataclass(frozen=True)
class _Run:
    """Different marks in order; where the texts of each begin; the texts, the oldest first; and where marks with certain first bits begin."""

    marks: np.ndarray  # one more at the end, which no mark exceeds
    starts: np.ndarray
    texts: np.ndarray
    begins: np.ndarray
    shift: np.uint32

    @classmethod
    def of(cls, pairs: np.ndarray) -> _Run:
        """Of ``mark << 32 | text`` in order."""
        texts, marks = pairs.astype(np.uint32), (pairs >> np.uint64(32)).astype(np.uint32)
        changes = np.flatnonzero(marks[1:] != marks[:-1]) + 1
        starts = np.concatenate([[0], changes, [len(marks)] * 2]).astype(np.uint32)
        marks = np.append(marks[starts[:-2]], _LAST)
        bits = max(1, min(30, (len(marks) - 1).bit_length()))
        shift = np.uint32(32 - bits)
        begins = marks[:-1].searchsorted(np.arange(2**bits, dtype=np.uint32) << shift).astype(np.uint32)
        return cls(marks, starts, texts, begins, shift)

    def pairs(self) -> np.ndarray:
        """What it was made of."""
        pairs = np.repeat(self.marks[:-1].astype(np.uint64) << np.uint64(32), np.diff(self.starts[:-1]))
        pairs |= self.texts
        return pairs

    def find(self, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """For each mark the place of its first text and how many there are."""
        at = self.begins.take(marks >> self.shift).astype(np.int64)
        there = self.marks.take(at)
        while np.count_nonzero(behind := there < marks):
            at += behind
            there = self.marks.take(at)
        first = self.starts.take(at).astype(np.int64)
        at += 1
        return first, (self.starts.take(at) - first) * (there == marks)


def _places(first: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The places of all these spans: from each first one on, so many."""
    ends = lengths.cumsum()
    places = np.arange(ends[-1] if len(ends) else 0)
    places += np.repeat(first + lengths - ends, lengths)
    return places
