"""What a cell can be before anybody asks what it means, and what a column is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that holds no value: an error such as #REF!, a formula never computed, a day that never was.

    ``code`` is a message of this room; ``shown`` is what the person sees in the cell.
    """

    code: str
    shown: str = ""


Value = str | int | float | bool | date | datetime | time | CellFault | None


class RawRow(NamedTuple):
    """One row that holds something. ``number`` is the row's number as the spreadsheet program shows it."""

    number: int
    cells: list[Value]
    hidden: bool = False


class Merge(NamedTuple):
    """A merged area; rows from 1, columns from 0, all included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Facts:
    """What reading a sheet to its end tells besides its values."""

    merges: list[Merge] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    formulas: int = 0
    columns_beyond: int = 0  # cells with a value right of the last column looked at


UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str | CellFault:
    """The text, or the fault of one that holds what no database and no page takes: NUL, or half of a character."""
    bad = UNSTORABLE.search(text)
    if bad is None:
        return text
    return CellFault("cell.nul" if bad[0] == "\x00" else "cell.surrogate", UNSTORABLE.sub("\ufffd", text))


def column_letter(index: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def shown(value: Value) -> str:
    """The value as text, for a person to recognise the cell by."""
    if value is None:
        return ""
    if isinstance(value, CellFault):
        return value.shown
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    return str(value)
