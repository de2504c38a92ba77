"""Finds the row, or the two rows, that name the columns: under title lines, merged, with blanks before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from zhitong.errors import Said
from zhitong.sheets.cells import CellFault, Merge, RawRow, Value, column_letter, shown
from zhitong.sheets.fields import Column, Field
from zhitong.sheets.mapping import PART, fold, likeness
from zhitong.sheets.messages import say

LOOKED_AT = 30  # rows in which a heading may stand
LONGEST_LABEL = 60  # characters; longer texts are contents or instructions


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings stand and the columns they name. Rows of contents begin after ``last_row``."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    notes: tuple[Said, ...] = ()


def find_header(
    rows: Sequence[RawRow], merges: Sequence[Merge], hidden: set[int], fields: Sequence[Field] = ()
) -> Header:
    """The header among a sheet's first rows. With ``fields`` the row that names most of them, else the most table-like."""
    rows = rows[:LOOKED_AT]
    if not rows:
        return Header(0, 0, ())
    notes: list[Said] = []
    at = _row_naming_fields(rows, fields)
    if at is None:
        at = _row_like_headings(rows)
        if fields or at is None:
            at = at or 0
            notes.append(say("header.unsure", row=rows[at].number)[0])
    first, last = at, at
    if at + 1 < len(rows) and _continues(rows[at], rows[at + 1], merges, fields):
        last = at + 1
    elif at > 0 and _continues(rows[at - 1], rows[at], merges, fields):
        first = at - 1
    columns = _columns(rows, first, last, merges, hidden)
    repeated = [
        label for label, times in Counter(fold(column.label) for column in columns).items() if label and times > 1
    ]
    for label in repeated:
        same = [column for column in columns if fold(column.label) == label]
        letters = "、".join(column.letter for column in same)
        notes.append(say("header.duplicate", label=same[0].label, columns=letters)[0])
    if last > first:
        notes.append(say("header.two_rows", first=rows[first].number, last=rows[last].number)[0])
    return Header(rows[first].number, rows[last].number, columns, tuple(notes))


def _labels(row: RawRow) -> dict[int, str]:
    return {index: label for index, value in enumerate(row.cells) if (label := _label(value))}


def _label(value: Value) -> str:
    return "" if isinstance(value, CellFault) else " ".join(shown(value).split())


def _named(labels: dict[int, str], fields: Sequence[Field]) -> int:
    """How many fields these labels name."""
    columns = [Column(index, "", label, (label,)) for index, label in labels.items() if len(label) <= LONGEST_LABEL]
    return sum(any(likeness(column, field) >= PART for column in columns) for field in fields)


def _row_naming_fields(rows: Sequence[RawRow], fields: Sequence[Field]) -> int | None:
    counts = [_named(_labels(row), fields) for row in rows]
    most = max(counts)
    if most >= 2 or (most == 1 and (len(fields) == 1 or len(_labels(rows[counts.index(1)])) == 1)):
        return counts.index(most)
    return None


def _row_like_headings(rows: Sequence[RawRow]) -> int | None:
    """The first row of short, differing texts that fills about as many cells as the rows of the table do."""
    widths = sorted(len(_labels(row)) for row in rows)
    usual = widths[len(widths) // 2]
    for at, row in enumerate(rows):
        values = [value for value in row.cells if value is not None]
        texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
        if len(texts) < max(1, 0.6 * usual) or len(texts) != len(values) or (usual > 1 and len(texts) < 2):
            continue
        if all(len(text) <= LONGEST_LABEL for text in texts) and len(set(texts)) > 0.6 * len(texts):
            return at
    return None


def _continues(upper: RawRow, lower: RawRow, merges: Sequence[Merge], fields: Sequence[Field]) -> bool:
    """Whether ``lower`` is the second row of a header that begins in ``upper``."""
    if lower.number != upper.number + 1:
        return False
    above, below = _labels(upper), _labels(lower)
    if not below or any(not isinstance(lower.cells[index], str) for index in below):
        return False
    starts = [merge for merge in merges if merge.top == upper.number]
    groups = [
        merge for merge in starts if merge.bottom == upper.number and merge.right > merge.left and merge.left in above
    ]
    tall = [merge for merge in starts if merge.bottom == lower.number and merge.left in above]
    under = sum(any(merge.left <= index <= merge.right for merge in groups) for index in below)
    if groups and under == len(below) and (tall or len(above) > 1):
        return True
    if not fields or len(above) < 2:
        return False
    # Without merges, as in CSV: the lower row adds fields and speaks only where the upper is silent or begins a group.
    open_cells = {index for index in below if index not in above or index + 1 not in above}
    both = _named({**above, **below}, fields)
    return open_cells == set(below) and any(index not in above for index in below) and both > _named(above, fields)


def _columns(
    rows: Sequence[RawRow], first: int, last: int, merges: Sequence[Merge], hidden: set[int]
) -> tuple[Column, ...]:
    lower = _labels(rows[last])
    upper = _spread(rows[first], lower, merges) if last > first else {}
    below = rows[last + 1 :]
    width = max([len(row.cells) for row in rows[first:]], default=0)
    columns = []
    for index in range(width):
        parts = tuple(dict.fromkeys(part for part in (upper.get(index, ""), lower.get(index, "")) if part))
        if parts or any(index < len(row.cells) and row.cells[index] is not None for row in below):
            columns.append(Column(index, column_letter(index), " ".join(parts), parts, index in hidden))
    return tuple(columns)


def _spread(row: RawRow, lower: dict[int, str], merges: Sequence[Merge]) -> dict[int, str]:
    """The upper labels, each over all the columns of its group: by the merge, or over the blanks that follow it."""
    labels = _labels(row)
    spread = dict(labels)
    for merge in merges:
        if merge.top == row.number and merge.left in labels:
            for index in range(merge.left, min(merge.right, merge.left + 500) + 1):
                spread.setdefault(index, labels[merge.left])
    if not any(merge.top == row.number for merge in merges):
        current = ""
        for index in range(max([*labels, *lower], default=-1) + 1):
            current = labels.get(index, current)
            if index in lower and current:
                spread.setdefault(index, current)
    return spread
