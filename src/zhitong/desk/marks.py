"""A text cut so that places in it can be shown: lines, and in each line runs with the marks that lie over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhitong.text.diff import Piece


@dataclass(frozen=True)
class Mark:
    """A place, counted in characters. ``key`` is its anchor in the page; ``kind`` remark or check."""

    start: int
    end: int
    key: str
    kind: str


@dataclass(frozen=True)
class Run:
    """A stretch that the same marks lie over; ``begins`` are the anchors of those that begin here."""

    text: str
    kinds: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the text and where it begins, for finding a selection again."""

    start: int
    runs: tuple[Run, ...]


def lines_of(text: str, marks: Iterable[Mark] = ()) -> list[Line]:
    """The lines of a text with the marks in them. A mark without length is an anchor only."""
    marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        here = [mark for mark in marks if mark.start <= end and (mark.end > start or mark.start >= start)]
        lines.append(Line(start, tuple(_runs(line, start, here))))
        start = end + 1
    return lines


def _runs(line: str, start: int, marks: list[Mark]) -> Iterable[Run]:
    end = start + len(line)
    cuts = {start, end}
    for mark in marks:
        cuts |= {place for place in (mark.start, mark.end) if start < place < end}
    edges = sorted(cuts)
    if len(edges) == 1:  # an empty line
        yield Run("", (), tuple(mark.key for mark in marks if mark.start == start))
        return
    for left, right in zip(edges, edges[1:], strict=False):
        over = tuple(dict.fromkeys(mark.kind for mark in marks if mark.start <= left and mark.end >= right))
        begins = tuple(mark.key for mark in marks if left <= mark.start < right or (right == end and mark.start == end))
        yield Run(line[left - start : right - start], over, begins)


def paragraphs_of(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """A diff cut into lines, so that an added line does not drag its neighbours along."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(Piece(piece.kind, part))
    return lines
