"""How usual two neighbouring signs are in messages to an office, before the office's own archive can tell.

In an archive of two hundred texts seven on one street are three in a hundred, and the street's name would count as an everyday word.
So a small archive leans on this table, and less and less the larger it grows; what it tells for sure by itself counts in full.
The table holds pairs of signs and in how many texts they stood (``scripts/usual_pairs.py``), no text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("usual.npz")

# The table counts as much as so many of the archive's own texts.
_WEIGHT = 1_000
# An own share counts in full where it is larger by so many times its standard error. Chosen among 2, 3 and 4 by archives of 100, 200,
# 400 and 1,000 messages drawn from those with lists of themes (docs/manual/text.md).
_SURE = 4
# What no more of the archive's texts have than this is never sure: of two texts on one matter both name its street.
_FEW = 8


def weighed(spread: np.ndarray, count: int, codes: np.ndarray) -> tuple[np.ndarray, int]:
    """(in how many texts each pair is to be expected, of how many), from its ``spread`` over ``count`` own texts and the table.

    ``codes`` are those of ``matter.pair_codes``.
    """
    of = count + _WEIGHT
    own = spread / max(1, count)
    surely = own - _SURE * np.sqrt(own * (1 - own) / max(1, count))
    return np.maximum(spread + _WEIGHT * usual(codes), np.where(spread > _FEW, surely * of, 0)), of


def usual(codes: np.ndarray) -> np.ndarray:
    """The share of messages in which each pair stands, 0 for pairs that less than one in a thousand has."""
    known, shares = _table()
    at = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.where(known[at] == codes, shares[at], 0.0)


def packed(codes: np.ndarray, times: np.ndarray, count: int) -> dict[str, np.ndarray]:
    """What the file holds: ascending codes as steps from one to the next, which are small, and counts."""
    return {
        "steps": np.diff(codes, prepend=0),
        "times": times.astype(np.uint16),
        "count": np.array(count),
    }


@cache
def _table() -> tuple[np.ndarray, np.ndarray]:
    with np.load(FILE) as stored:
        return np.cumsum(stored["steps"]), stored["times"] / stored["count"]
