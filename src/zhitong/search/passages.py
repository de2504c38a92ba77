"""Where the words stand in a text: pieces to show, each piece either found or not. Nothing here is HTML."""

from __future__ import annotations

from collections.abc import Sequence

from zhitong.text import Term, fold, fold_with_positions

Pieces = list[tuple[str, bool]]

_BEFORE = 18
_LENGTH = 96
_STRIDE = 4_000  # a long text is looked through in parts of so many signs
_OVERLAP = 200


def marked(text: str, terms: Sequence[Term]) -> Pieces:
    """The whole of a short text, such as a title, with the words marked."""
    return _cut(text, _hits(text, terms), 0, len(text))


def passages(text: str, terms: Sequence[Term], most: int = 2) -> list[Pieces]:
    """At most ``most`` passages, the first where the words first stand, the next where those that it lacks do; the beginning
    of the text when none stands in it."""
    shown: list[Pieces] = []
    left = list(terms)
    for term in terms:
        if term not in left or len(shown) == most:
            continue
        part, at = _part_with(text, term)
        hits = _hits(part, terms)
        own = [start for start, _end, key in hits if key == term.key]
        if not own:
            continue
        start = max(0, own[0] - _BEFORE)
        end = min(len(part), start + _LENGTH)
        within = {key for low, high, key in hits if low >= start and high <= end}
        left = [other for other in left if other.key not in within and other != term]
        pieces = _cut(part, hits, start, end)
        shown.append(
            [*([("…", False)] if at + start else []), *pieces, *([("…", False)] if at + end < len(text) else [])]
        )
    if not shown and text:
        shown.append([(text[:_LENGTH] + ("…" if len(text) > _LENGTH else ""), False)])
    return shown


def _part_with(text: str, term: Term) -> tuple[str, int]:
    """The first part of the text that holds the word, and where it begins."""
    for at in range(0, max(len(text) - _OVERLAP, 1), _STRIDE):
        part = text[at : at + _STRIDE + _OVERLAP]
        if term.key in fold(part):
            return part, at
    return "", 0


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int, str]]:
    """(start, end, key) of each place where a word stands, in order."""
    folded = fold_with_positions(text)
    found = []
    for term in terms:
        at = folded.key.find(term.key)
        while at >= 0:
            found.append((*folded.span(at, at + len(term.key)), term.key))
            at = folded.key.find(term.key, at + len(term.key))
    return sorted(found)


def _cut(text: str, hits: list[tuple[int, int, str]], start: int, end: int) -> Pieces:
    pieces: Pieces = []
    at = start
    for low, high, _key in hits:
        low, high = max(low, at), min(high, end)
        if low >= high:
            continue
        if low > at:
            pieces.append((text[at:low], False))
        pieces.append((text[low:high], True))
        at = high
    if at < end:
        pieces.append((text[at:end], False))
    return pieces
