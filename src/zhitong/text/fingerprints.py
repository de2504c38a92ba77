"""Fingerprints of a text: a few numbers that two texts share where they share a passage (winnowing).

Schleimer, Wilkerson, Aiken: "Winnowing: Local Algorithms for Document Fingerprinting" (SIGMOD 2003). Of the dedupe key every
``SHINGLE`` neighbouring signs are hashed, and of every ``WINDOW`` neighbouring hashes the smallest is kept. So any shared passage
of ``SHINGLE + WINDOW - 1`` = 13 signs gives at least one shared fingerprint, wherever it stands in either text.
"""

from __future__ import annotations

import numpy as np

from zhitong.text.normalise import dedupe_key

SHINGLE = 6
WINDOW = 8

_BASE = np.uint64(0x9E3779B97F4A7C15)
_SQUARE = np.uint64(pow(int(_BASE), 2, 2**64))
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHORT_BASE = np.uint32(0x9E3779B1)
_SHORT_SQUARE = np.uint32(pow(int(_SHORT_BASE), 2, 2**32))
_SHORT_MIX = np.uint32(0x85EBCA6B)


def fingerprints(text: str) -> list[int]:
    """Different fingerprints of a text in ascending order, each from 0 to 2⁶³ − 1, fit for a table of signed 64-bit numbers.

    The same text gives the same numbers on every machine and in every version: stored ones stay valid.
    A text of fewer than ``SHINGLE`` signs is one shingle; a text without letters, digits or 汉字 has none.
    """
    return key_fingerprints(dedupe_key(text)).tolist()


def key_fingerprints(key: str) -> np.ndarray:
    """The same for a text already folded, as a sorted array of int64."""
    return distinct(winnow(shingle_hashes(key)))


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Different numbers in ascending order. For the few hundred of one text this takes a third of the time of ``np.unique``."""
    numbers = np.sort(numbers)
    if len(numbers) < 2:
        return numbers
    kept = np.empty(len(numbers), dtype=bool)
    kept[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=kept[1:])
    return numbers[kept]


def shingle_hashes(key: str) -> np.ndarray:
    """The hash of each run of ``SHINGLE`` signs, at the index where it begins."""
    if not key:
        return np.empty(0, dtype=np.int64)
    hashes = _rolled(_codes(key).astype(np.uint64), _BASE, _SQUARE)
    hashes ^= hashes >> np.uint64(31)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    return (hashes >> np.uint64(1)).astype(np.int64)


def short_hashes(key: str) -> np.ndarray:
    """The same in 32 bits, in a fifth of the time: for what is held in memory only and checked afterwards."""
    if not key:
        return np.empty(0, dtype=np.uint32)
    hashes = _rolled(_codes(key), _SHORT_BASE, _SHORT_SQUARE)
    hashes ^= hashes >> np.uint32(15)
    hashes *= _SHORT_MIX
    hashes ^= hashes >> np.uint32(14)
    return hashes


def _rolled(signs: np.ndarray, base: np.number, square: np.number) -> np.ndarray:
    """Of each six neighbours the polynomial of their codes plus one: first of two, of two such four, and with the last two six."""
    signs = signs + signs.dtype.type(1)
    two = signs[:-1] * base
    two += signs[1:]
    four = two[:-2] * square
    four += two[2:]
    six = four[:-2]
    six *= square
    six += two[4:]
    return six


def _codes(key: str) -> np.ndarray:
    return np.frombuffer(key.ljust(SHINGLE, "\0").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def winnow(hashes: np.ndarray) -> np.ndarray:
    """The smallest hash of each window."""
    if len(hashes) <= WINDOW:
        return hashes.min(keepdims=True) if len(hashes) else hashes
    # The minimum of 8 neighbours by doubling: of 2, of 4, of 8.
    width = 1
    while width < WINDOW:
        hashes = np.minimum(hashes[:-width], hashes[width:])
        width *= 2
    return hashes
