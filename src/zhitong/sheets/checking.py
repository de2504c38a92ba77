"""Checks a sheet row by row: every value read as its field wants, every fault named with its cell and its remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhitong.errors import BadInput, Said
from zhitong.sheets.cells import Value, column_letter, shown
from zhitong.sheets.fields import ColumnMapping, Field
from zhitong.sheets.messages import refusal
from zhitong.sheets.table import Sheet
from zhitong.sheets.values import is_blank, read_value


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong with one cell. ``column`` is its letter, None when the field has no column at all."""

    column: str | None
    field: str
    code: str
    message: Said
    remedy: Said

    @property
    def message_zh(self) -> str:
        return self.message.zh

    @property
    def message_en(self) -> str:
        return self.message.en


@dataclass(slots=True)
class Row:
    """One row of contents. ``values`` holds the fields that could be read, ``given`` every mapped cell as it is shown."""

    number: int
    values: dict[str, object]
    given: dict[str, str]
    errors: list[CellError] = field(default_factory=list)
    hidden: bool = False

    @property
    def good(self) -> bool:
        return not self.errors


def check_rows(
    sheet: Sheet, mapping: ColumnMapping | Mapping[str, int], fields: Sequence[Field], *, after_row: int | None = None
) -> Iterator[Row]:
    """Every row below the header that holds something to see, checked, in the sheet's order and one at a time.

    ``mapping`` gives the column (0 for A) of each field; a field left out is an error only when it is required.
    ``after_row`` is the last row of the header, when a person corrected where it stands. Hidden rows come too, marked.
    """
    columns = mapping.columns if isinstance(mapping, ColumnMapping) else dict(mapping)
    plan = _plan(columns, fields)
    last = sheet.header(fields).last_row if after_row is None else after_row
    for raw in sheet.rows():
        if raw.number > last and any(not is_blank(value) for value in reversed(raw.cells)):
            yield _checked(raw.number, raw.cells, raw.hidden, plan, sheet.epoch_1904)


def _plan(columns: Mapping[str, int], fields: Sequence[Field]) -> list[tuple[Field, int | None]]:
    known = {each.name for each in fields}
    for name, index in columns.items():
        if name not in known or not isinstance(index, int) or isinstance(index, bool) or index < 0:
            raise refusal("mapping.unknown", name=name)
    indexes = list(columns.values())
    for index in indexes:
        if indexes.count(index) > 1:
            raise refusal("mapping.column_twice", column=column_letter(index))
    return [(each, columns.get(each.name)) for each in fields]


def _checked(
    number: int, cells: list[Value], hidden: bool, plan: list[tuple[Field, int | None]], epoch_1904: bool
) -> Row:
    row = Row(number, {}, {}, hidden=hidden)
    for wanted, index in plan:
        value = cells[index] if index is not None and index < len(cells) else None
        if index is not None:
            row.given[wanted.name] = shown(value)
        try:
            row.values[wanted.name] = read_value(value, wanted, epoch_1904=epoch_1904)
        except BadInput as fault:
            letter = None if index is None else column_letter(index)
            row.errors.append(CellError(letter, wanted.name, fault.code, fault.message, fault.remedy))
    return row
