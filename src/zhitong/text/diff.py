"""What changed between two texts, by words, so that a person can read it: 停运三天 → 停运[三→五]天, never half a number.

diff-match-patch compares signs. Each different word is given a sign of its own, the signs are compared and tidied, and the
signs become words again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from diff_match_patch import diff_match_patch

from zhitong.text.words import words

Kind = Literal["same", "added", "removed"]

# rjieba leaves 12.5 whole but parts 1,500 and 2019年; a number with its unit is read, and changed, as one thing.
_NUMBER = re.compile(r"[0-9０-９]+(?:[,，.．][0-9０-９]+)*[%％‰]?")
_FIRST_SURROGATE = 0xD800
_SURROGATES = 0x800
_SECONDS = 2.0  # after this diff-match-patch gives a correct but coarser answer


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One place where the texts differ, with its position in each. ``old`` or ``new`` may be empty, never both."""

    old: str
    new: str
    old_at: int
    new_at: int


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order. Same and removed pieces joined are ``old``; same and added pieces joined are ``new``."""
    signs: dict[str, str] = {}
    old_signs = _as_signs(_units(old), signs)
    new_signs = _as_signs(_units(new), signs)
    back = {sign: word for word, sign in signs.items()}
    engine = diff_match_patch()
    engine.Diff_Timeout = _SECONDS
    found = engine.diff_main(old_signs, new_signs, False)
    engine.diff_cleanupSemantic(found)
    kinds: dict[int, Kind] = {0: "same", 1: "added", -1: "removed"}
    pieces = [Piece(kinds[kind], "".join(back[sign] for sign in run)) for kind, run in found if run]
    return _joined(pieces)


def changes(old: str, new: str) -> list[Change]:
    """The differences alone, with positions; a removal and the addition that takes its place are one change."""
    found: list[Change] = []
    old_at = new_at = 0
    gone = come = ""
    for piece in [*word_diff(old, new), Piece("same", "")]:
        if piece.kind == "removed":
            gone += piece.text
        elif piece.kind == "added":
            come += piece.text
        else:
            if gone or come:
                found.append(Change(gone, come, old_at, new_at))
                old_at += len(gone)
                new_at += len(come)
                gone = come = ""
            old_at += len(piece.text)
            new_at += len(piece.text)
    return found


def share_kept(old: str, new: str) -> float:
    """How much of the new text stood in the old one, from 0 to 1 by signs; 1.0 for an empty new text."""
    if not new:
        return 1.0
    return sum(len(piece.text) for piece in word_diff(old, new) if piece.kind == "same") / len(new)


def beside_sources(brief: str, sources: list[str]) -> list[tuple[int, list[Piece]]]:
    """Each paragraph of a brief against the source paragraph it is nearest to: (number of the source or -1, pieces).

    -1 says that no source paragraph shares a fifth of its words: the whole paragraph is new.
    """
    candidates = [(number, part, set(words(part))) for number, text in enumerate(sources) for part in _paragraphs(text)]
    shown: list[tuple[int, list[Piece]]] = []
    for paragraph in _paragraphs(brief):
        own = set(words(paragraph))
        best = max(candidates, key=lambda c: len(own & c[2]) / max(1, len(own)), default=None)
        if best is None or len(own & best[2]) < 0.2 * len(own):
            shown.append((-1, [Piece("added", paragraph)]))
        else:
            shown.append((best[0], word_diff(best[1], paragraph)))
    return shown


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n+", text) if part.strip()]


def _units(text: str) -> list[str]:
    units: list[str] = []
    at = 0
    for number in _NUMBER.finditer(text):
        units.extend(words(text[at : number.start()]))
        units.append(number.group())
        at = number.end()
    units.extend(words(text[at:]))
    return units


def _as_signs(units: list[str], signs: dict[str, str]) -> str:
    row = []
    for unit in units:
        if unit not in signs:
            number = len(signs) + 1
            signs[unit] = chr(number if number < _FIRST_SURROGATE else number + _SURROGATES)
        row.append(signs[unit])
    return "".join(row)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, and between two places that stayed the removal before the addition."""
    tidy: list[Piece] = []
    gone = come = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.kind == "removed":
            gone += piece.text
        elif piece.kind == "added":
            come += piece.text
        else:
            tidy.extend(part for part in (Piece("removed", gone), Piece("added", come)) if part.text)
            gone = come = ""
            if piece.text and tidy and tidy[-1].kind == "same":
                tidy[-1] = Piece("same", tidy[-1].text + piece.text)
            elif piece.text:
                tidy.append(piece)
    return tidy
