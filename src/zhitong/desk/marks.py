"""A text as HTML with places marked in it, and a difference as HTML. Made here and not in a template: a text may have 50,000 lines.

Each line is a ``<p data-start>`` that says where it begins, so that a selection is found again. Everything is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhitong.text.diff import Piece

_TAGS = {"added": "ins", "removed": "del"}


@dataclass(frozen=True)
class Mark:
    """A place, counted in characters. ``key`` is its anchor in the page; ``kind`` remark or check."""

    start: int
    end: int
    key: str
    kind: str


def text_html(text: str, marks: Iterable[Mark] = ()) -> SafeString:
    """The lines of a text with the marks in them. A mark without length is an anchor only."""
    waiting = sorted(marks, key=lambda mark: (mark.start, mark.end))
    out, start, reached = [], 0, 0
    over: list[Mark] = []  # begun and not yet ended
    for line in text.split("\n"):
        end = start + len(line)
        while reached < len(waiting) and waiting[reached].start <= end:
            over.append(waiting[reached])
            reached += 1
        body = "".join(_runs(line, start, over)) if over else escape(line)
        out.append(f'<p data-start="{start}">{body}</p>')
        over = [mark for mark in over if mark.end > end]
        start = end + 1
    return mark_safe("".join(out))  # noqa: S308  every run is escaped below


def _runs(line: str, start: int, marks: Sequence[Mark]) -> Iterator[str]:
    """The stretches of a line between the edges of its marks, each under all marks that lie over it."""
    end = start + len(line)
    inside = {place for mark in marks for place in (mark.start, mark.end) if start < place < end}
    edges = sorted({start, end} | inside)
    for left, right in zip(edges, [*edges[1:], None], strict=True):
        yield from (f'<a id="{escape(mark.key)}" class="desk-place"></a>' for mark in marks if mark.start == left)
        if right is None:
            return
        words = escape(line[left - start : right - start])
        kinds = " ".join(dict.fromkeys(mark.kind for mark in marks if mark.start <= left and mark.end >= right))
        yield f'<mark class="{escape(kinds)}">{words}</mark>' if kinds else words


def diff_html(pieces: Iterable[Piece]) -> SafeString:
    """A difference line by line; what came and went is underlined and struck through, not only coloured."""
    lines: list[list[str]] = [[]]
    for piece in pieces:
        tag = _TAGS.get(piece.kind)
        for number, part in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if part:
                lines[-1].append(f"<{tag}>{escape(part)}</{tag}>" if tag else escape(part))
    return mark_safe("".join(f"<p>{''.join(line)}</p>" for line in lines))  # noqa: S308  every part is escaped above
