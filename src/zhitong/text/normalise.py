"""Keys under which equal texts are equal: width, Traditional, zero-width signs, case, marks. Texts themselves are never changed.

Folding looks at one character at a time and never at its neighbours. OpenCC's phrase rules would choose better (乾坤 but 干净),
yet a word cut out of a text must fold to the same signs as it does inside the text, or a search would miss it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from opencc import OpenCC

# What OpenCC leaves apart because both forms are good Simplified somewhere; in a key they must be one.
_ALSO_ONE = {"著": "着", "妳": "你", "牠": "它", "〇": "零", "甯": "宁"}

# Marks that sit on another sign: accents, enclosing marks, variation selectors. Vowel signs of Tibetan or Uyghur are not among them.
_STACKED = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
_BLANK = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")


@dataclass(frozen=True)
class Folded:
    """A key and, for each of its signs, the position in the text that it came from."""

    key: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the text behind ``key[start:end]``; empty at the place when the key span is empty."""
        if start >= end:
            at = self.positions[start] if start < len(self.positions) else 0
            return at, at
        return self.positions[start], self.positions[end - 1] + 1


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def _is_han(code: int) -> bool:
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF


def _fold_sign(sign: str) -> str:
    """One sign of the part that all keys share: compatibility forms, stacked marks, Traditional, case."""
    code = ord(sign)
    if any(low <= code <= high for low, high in _STACKED):
        return ""
    if _is_han(code):
        sign = _simplifier().convert(sign)
        return _ALSO_ONE.get(sign, sign)
    return _ALSO_ONE.get(sign, sign.casefold())


def _search_sign(sign: str) -> str:
    if sign in _BLANK:
        return " "
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cf", "Cs"):  # NUL, zero-width and half surrogates: a word is to be seen through them
        return ""
    if kind[0] in "PZ" or kind in ("Sm", "Sc", "Sk"):
        return " "
    return _fold_sign(sign)


def _dedupe_sign(sign: str) -> str:
    return "" if unicodedata.category(sign) == "So" else _search_sign(sign).strip()


class _Table(dict[int, str]):
    """A translation table that works out a sign when it first meets it.

    ``str.translate`` asks the table for each sign, a microsecond each. So what was worked out also stands in an array of codes, and a
    long text whose signs all fold to one sign or none, as nearly all do, is folded by one look-up of the whole.
    """

    _UNKNOWN = 0xFFFFFFFF
    _SEVERAL = 0xFFFFFFFE
    _LONG = 24

    def __init__(self, rule):
        super().__init__()
        self._rule = rule
        self._codes = np.full(0x110000, self._UNKNOWN, dtype=np.uint32)

    def __missing__(self, code: int) -> str:
        folded = "".join(self._rule(part) for part in unicodedata.normalize("NFKD", chr(code)))
        self[code] = folded
        self._codes[code] = ord(folded) if len(folded) == 1 else self._SEVERAL if folded else 0
        return folded

    def fold(self, text: str) -> str:
        """``text.translate(self)``."""
        if len(text) < self._LONG:
            return text.translate(self)
        signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        folded = self._codes[signs]
        if folded.max() >= self._SEVERAL:
            for code in np.unique(signs[folded == self._UNKNOWN]).tolist():
                self[code]  # works it out
            folded = self._codes[signs]
            if (folded == self._SEVERAL).any():
                return text.translate(self)
        return folded[folded > 0].tobytes().decode("utf-32-le")


_SEARCH = _Table(_search_sign)
_DEDUPE = _Table(_dedupe_sign)


def fold(text: str) -> str:
    """The search key: what one reads, with one space wherever marks or blanks stood. May be empty; holds no NUL or half surrogate."""
    return " ".join(_SEARCH.fold(text).split())


def dedupe_key(text: str) -> str:
    """The key for equality: only letters, digits and 汉字, nothing between them."""
    return _DEDUPE.fold(text)


def fold_with_positions(text: str) -> Folded:
    """``fold`` with the way back to the text, for highlighting. ``fold_with_positions(t).key == fold(t)``."""
    signs: list[str] = []
    positions: list[int] = []
    blank_at = -1
    for at, sign in enumerate(text):
        for folded in _SEARCH[ord(sign)]:
            if folded == " ":
                blank_at = at if blank_at < 0 else blank_at
                continue
            if blank_at >= 0 and signs:
                signs.append(" ")
                positions.append(blank_at)
            blank_at = -1
            signs.append(folded)
            positions.append(at)
    return Folded("".join(signs), tuple(positions))


def dedupe_with_positions(text: str) -> Folded:
    """``dedupe_key`` with the way back to the text."""
    signs: list[str] = []
    positions: list[int] = []
    for at, sign in enumerate(text):
        for folded in _DEDUPE[ord(sign)]:
            signs.append(folded)
            positions.append(at)
    return Folded("".join(signs), tuple(positions))


def unstorable(text: str) -> int:
    """Position of the first sign that no database takes (NUL, half of a surrogate pair), or -1. Intake refuses such texts."""
    return next((at for at, sign in enumerate(text) if sign == "\0" or 0xD800 <= ord(sign) <= 0xDFFF), -1)
